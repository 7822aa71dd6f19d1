/* compile_file.c — one file at hand: a rule or another item goes into the unit, or is
 * diagnosed; the file that it names, of Python or of rows, is read as well.
 */
#include "api/compiler.h"
#include "base/str.h"
#include "expr/lower.h"
#include "lookup/lookup_read.h"
#include "rule/item.h"
#include "source/source.h"
#include "yaml/yaml_document.h"

static ounce_status status_of(enum oz_read read)
{
    return read == OZ_READ_NOMEM ? OUNCE_ERR_NOMEM : OUNCE_OK;
}

/* Take the item's name, be the item right or wrong: others may refer to it. */
static enum oz_read take_name(ounce_compiler *compiler, struct oz_span span, bool loads)
{
    ounce_str id = compiler->diags.rule_id;

    return id.size == 0
               ? OZ_READ_BAD
               : oz_unit_add_name(&compiler->unit, &compiler->diags, id, span, loads);
}

static struct oz_read_options read_options(const ounce_compiler *compiler)
{
    return (struct oz_read_options){
        (compiler->flags & OUNCE_COMPILE_KEEP_TESTS) != 0,
        (compiler->flags & OUNCE_COMPILE_KEEP_ITEMS) != 0,
        (compiler->flags & OUNCE_COMPILE_LENIENT) != 0,
    };
}

/* Look at the rule that was kept last. */
static bool lint_rule(ounce_compiler *compiler, const struct oz_rule_source *source,
                      const struct oz_lower_sites *sites, ounce_str text)
{
    const struct oz_unit_rule *kept =
        &compiler->unit.rules[compiler->unit.rule_count - 1];
    struct oz_lint_input input = {&compiler->document,
                                  &compiler->ruleset->expr,
                                  source,
                                  sites,
                                  &kept->program,
                                  kept->rule,
                                  text};

    return oz_lint_rule(&compiler->lint, &input);
}

/* ---- files that another names ---- */

bool oz_compile_is_kept(ounce_str name)
{
    return (name.size > 3 && memcmp(name.data + name.size - 3, ".py", 3) == 0) ||
           oz_lookup_is_data(name);
}

ounce_status oz_compile_keep(void *user, ounce_str text)
{
    ounce_compiler *compiler = user;

    return oz_unit_add_source(&compiler->unit, compiler->diags.file, text)
               ? OUNCE_OK
               : OUNCE_ERR_NOMEM;
}

/* Read the file of a lookup table, likewise, but for its size. */
static ounce_status read_table(ounce_compiler *compiler, struct oz_item *item)
{
    const char *why = NULL;
    struct oz_buf text;
    ounce_status status;
    ounce_str path;

    if (item->table.file.size == 0 || !item->enabled || !compiler->reads_files) {
        return OUNCE_OK;
    }
    if (!oz_unit_beside(&compiler->arena, compiler->diags.file, item->table.file,
                        &path)) {
        return OUNCE_ERR_NOMEM;
    }
    if (oz_unit_find_source(&compiler->unit, path) != NULL) {
        return OUNCE_OK;
    }
    oz_buf_init(&text, &compiler->alloc);
    status = oz_source_read(path, compiler->limits.max_table_bytes, &text, &why);
    if (status == OUNCE_ERR_IO || status == OUNCE_ERR_LIMIT) {
        oz_diag(&compiler->diags, OUNCE_LEVEL_ERROR,
                status == OUNCE_ERR_IO ? "table-missing" : "limit", item->table.span,
                "the file \"%.*s\" cannot be read: %s", OZ_STR(path), why);
        item->table.unreadable = true;
        status = OUNCE_OK;
    } else if (status == OUNCE_OK &&
               !oz_unit_add_source(
                   &compiler->unit, path,
                   (ounce_str){text.size > 0 ? text.data : "", text.size})) {
        status = OUNCE_ERR_NOMEM;
    }
    oz_buf_finish(&text);
    return status;
}

/* Read the Python file that the file at hand names, if it is not there yet. A host that
 * gives texts gives this one as well. */
static ounce_status read_python(ounce_compiler *compiler, ounce_str name)
{
    ounce_str file = compiler->diags.file;
    ounce_str id = compiler->diags.rule_id;
    uint64_t errors = compiler->diags.found[OUNCE_LEVEL_ERROR];
    ounce_status status = OUNCE_OK;
    ounce_str path;

    if (name.size == 0 || !compiler->reads_files) {
        return OUNCE_OK;
    }
    if (!oz_unit_beside(&compiler->arena, file, name, &path)) {
        return OUNCE_ERR_NOMEM;
    }
    /* One that is not there is told of when it is linked. */
    if (oz_unit_find_source(&compiler->unit, path) == NULL &&
        memchr(path.data, '\0', path.size) == NULL && oz_source_exists(path)) {
        status = oz_source_walk(&compiler->alloc, &compiler->limits, &compiler->diags,
                                path, oz_compile_keep, compiler);
        if (status == OUNCE_OK && compiler->diags.found[OUNCE_LEVEL_ERROR] > errors &&
            !oz_unit_refuse_source(&compiler->unit, path)) {
            status = OUNCE_ERR_NOMEM;
        }
    }
    compiler->diags.file = file;
    compiler->diags.rule_id = id;
    return status;
}

static ounce_status compile_rule(ounce_compiler *compiler,
                                 const struct oz_yaml_document *doc, ounce_str text)
{
    struct oz_read_options options = read_options(compiler);
    struct oz_lower_sites sites = {&compiler->document, NULL, 0, 0};
    struct ounce_rule rule;
    struct oz_rule_source source;
    struct oz_program program;
    ounce_status lowered;
    enum oz_read name;
    enum oz_read read = oz_rule_read(&compiler->ruleset->arena, &compiler->diags,
                                     &options, doc, &rule, &source);

    if (read == OZ_READ_NOMEM) {
        return OUNCE_ERR_NOMEM;
    }
    lowered = oz_lower_rule(&compiler->ruleset->expr, &compiler->diags,
                            &compiler->limits, options.lenient, &source,
                            oz_compiler_lints(compiler) ? &sites : NULL, &program);
    name = take_name(compiler, rule.span, read == OZ_READ_FINE && lowered == OUNCE_OK);
    if (lowered == OUNCE_ERR_NOMEM || name == OZ_READ_NOMEM) {
        return OUNCE_ERR_NOMEM;
    }
    if (read == OZ_READ_BAD || lowered != OUNCE_OK || name == OZ_READ_BAD) {
        return OUNCE_OK;
    }
    if (read_python(compiler, rule.python) != OUNCE_OK) {
        return OUNCE_ERR_NOMEM;
    }
    return oz_unit_add_rule(&compiler->unit, &rule, &program) &&
                   (!oz_compiler_lints(compiler) ||
                    lint_rule(compiler, &source, &sites, text))
               ? OUNCE_OK
               : OUNCE_ERR_NOMEM;
}

/* A policy is an item, and a rule whose logic is Python. */
static ounce_status compile_policy(ounce_compiler *compiler,
                                   const struct oz_yaml_document *doc)
{
    struct oz_read_options options = read_options(compiler);
    struct oz_program program = oz_program_empty();
    struct ounce_rule rule;
    enum oz_read read = oz_policy_read(&compiler->ruleset->arena, &compiler->diags,
                                       &options, doc, &rule);

    if (read != OZ_READ_FINE) {
        return status_of(read);
    }
    return oz_unit_add_rule(&compiler->unit, &rule, &program) ? OUNCE_OK
                                                              : OUNCE_ERR_NOMEM;
}

static ounce_status compile_item(ounce_compiler *compiler,
                                 const struct oz_yaml_document *doc,
                                 enum oz_item_kind kind)
{
    struct oz_read_options options = read_options(compiler);
    struct oz_item item;
    enum oz_read name;
    enum oz_read read = oz_item_read(&compiler->ruleset->arena, &compiler->diags,
                                     &options, doc, kind, &item);

    if (read == OZ_READ_NOMEM) {
        return OUNCE_ERR_NOMEM;
    }
    name = take_name(compiler, item.span, read == OZ_READ_FINE);
    if (read == OZ_READ_BAD || name != OZ_READ_FINE) {
        return status_of(name);
    }
    if (read_python(compiler, item.python) != OUNCE_OK ||
        read_table(compiler, &item) != OUNCE_OK ||
        (kind == OZ_ITEM_POLICY && compile_policy(compiler, doc) != OUNCE_OK)) {
        return OUNCE_ERR_NOMEM;
    }
    if (kind == OZ_ITEM_CORRELATION) {
        oz_diag(&compiler->diags, OUNCE_LEVEL_NOTE, "not-evaluated", item.span,
                "a %.*s is validated but not evaluated by this version",
                (int)item.type.size, item.type.data);
    }
    return oz_unit_add_item(&compiler->unit, &item) ? OUNCE_OK : OUNCE_ERR_NOMEM;
}

static ounce_status compile_document(ounce_compiler *compiler,
                                     const struct oz_yaml_document *doc, ounce_str text)
{
    enum oz_item_kind kind = oz_item_classify(&compiler->diags, doc);

    if (kind == OZ_ITEM_NONE && !compiler->reads_files) {
        return oz_compile_keep(compiler, text); /* it may be the rows of a table */
    }
    if (kind == OZ_ITEM_NONE || kind == OZ_ITEM_BAD) {
        return OUNCE_OK;
    }
    return kind == OZ_ITEM_RULE ? compile_rule(compiler, doc, text)
                                : compile_item(compiler, doc, kind);
}

ounce_status oz_compile_text(void *user, ounce_str text)
{
    ounce_compiler *compiler = user;
    struct oz_yaml_document doc;
    ounce_status status;

    compiler->diags.rule_id = (ounce_str){NULL, 0};
    oz_arena_reset(&compiler->document);
    status = oz_yaml_parse(&compiler->document, &compiler->limits, &compiler->diags,
                           text.data, text.size, &doc);
    if (status == OUNCE_OK) {
        status = compile_document(compiler, &doc, text);
    } else if (status == OUNCE_ERR_RULE) {
        status = OUNCE_OK; /* diagnosed; the others are still read */
    }
    return compiler->diags.failed ? OUNCE_ERR_NOMEM : status;
}
