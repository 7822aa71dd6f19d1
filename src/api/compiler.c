/* compiler.c — the doorway of ounce/compiler.h: sources in, a ruleset out.
 *
 * Each text goes down the pipeline as far as it is right: document, rule, expressions.
 * A call that runs out of memory leaves the compiler as it was before, so that it can
 * be repeated.
 */
#include "api/ruleset.h"
#include "base/sort.h"
#include "base/str.h"
#include "expr/lower.h"
#include "link/unit.h"
#include "lint/lint.h"
#include "rule/item.h"
#include "source/source.h"
#include "yaml/yaml_document.h"

#include <ounce/compiler.h>

#define ALL_FLAGS                                                                      \
    (OUNCE_COMPILE_PARTIAL | OUNCE_COMPILE_KEEP_TESTS | OUNCE_COMPILE_LENIENT |        \
     OUNCE_COMPILE_KEEP_ITEMS | OUNCE_COMPILE_LINT)

struct ounce_compiler {
    ounce_allocator alloc;
    ounce_limits limits;
    uint32_t flags;
    bool finished;            /* ounce_compiler_finish() has given its answer */
    struct oz_arena arena;    /* of the diagnostics */
    struct oz_arena document; /* of the file at hand */
    struct oz_diags diags;
    struct oz_lint lint;
    ounce_ruleset *ruleset; /* being filled; NULL once handed out */
    struct oz_unit unit;    /* what has been read */
};

static bool check_options(const ounce_compiler_options *options)
{
    return options->size == sizeof *options &&
           (options->flags & ~(uint32_t)ALL_FLAGS) == 0 &&
           (options->limits == NULL ||
            options->limits->size == sizeof *options->limits) &&
           (options->allocator == NULL || options->allocator->resize != NULL);
}

ounce_status ounce_compiler_new(const ounce_compiler_options *options,
                                ounce_compiler **out, ounce_error *err)
{
    static const ounce_compiler_options defaults = OUNCE_COMPILER_OPTIONS_INIT;
    static const ounce_limits default_limits = OUNCE_LIMITS_INIT;
    const ounce_allocator *alloc;
    ounce_compiler *compiler;
    ounce_status status;

    *out = NULL;
    options = options == NULL ? &defaults : options;
    if (!check_options(options)) {
        return oz_error(
            err, OUNCE_ERR_ARGUMENT,
            "compiler options of a size or with a flag that this version does "
            "not know");
    }
    alloc = options->allocator == NULL ? &oz_alloc_default : options->allocator;
    compiler = oz_alloc_zero(alloc, sizeof *compiler);
    if (compiler == NULL) {
        return oz_error_nomem(err);
    }
    compiler->alloc = *alloc;
    compiler->limits = options->limits == NULL ? default_limits : *options->limits;
    compiler->flags = options->flags;
    oz_arena_init(&compiler->arena, &compiler->alloc);
    oz_arena_init(&compiler->document, &compiler->alloc);
    oz_diags_init(&compiler->diags, &compiler->arena, compiler->limits.max_diagnostics);
    oz_lint_init(&compiler->lint, &compiler->arena, &compiler->diags);
    status = oz_lint_allow(&compiler->lint, options->allow, options->allow_count, err);
    if (status != OUNCE_OK) {
        ounce_compiler_free(compiler);
        return status;
    }
    compiler->ruleset = oz_ruleset_new(&compiler->alloc, &compiler->limits);
    if (compiler->ruleset == NULL) {
        ounce_compiler_free(compiler);
        return oz_error_nomem(err);
    }
    oz_unit_init(&compiler->unit, &compiler->ruleset->arena);
    *out = compiler;
    return OUNCE_OK;
}

void ounce_compiler_free(ounce_compiler *compiler)
{
    ounce_allocator alloc;

    if (compiler == NULL) {
        return;
    }
    alloc = compiler->alloc;
    ounce_ruleset_unref(compiler->ruleset);
    oz_arena_finish(&compiler->document);
    oz_arena_finish(&compiler->arena);
    oz_alloc_free(&alloc, compiler, sizeof *compiler);
}

/* ---- undoing a call that ran out of memory ---- */

struct mark {
    struct oz_unit_mark unit;
    uint32_t diags;
    uint32_t lint_uses;
    uint64_t found[3];
};

static struct mark mark(const ounce_compiler *compiler)
{
    struct mark at = {oz_unit_mark(&compiler->unit),
                      compiler->diags.count,
                      compiler->lint.use_count,
                      {0, 0, 0}};

    memcpy(at.found, compiler->diags.found, sizeof at.found);
    return at;
}

static void undo(ounce_compiler *compiler, const struct mark *to)
{
    oz_unit_undo(&compiler->unit, &to->unit);
    compiler->diags.count = to->diags;
    compiler->diags.failed = false;
    compiler->lint.use_count = to->lint_uses;
    memcpy(compiler->diags.found, to->found, sizeof to->found);
}

/* ---- one file ---- */

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

static bool lints(const ounce_compiler *compiler)
{
    return (compiler->flags & OUNCE_COMPILE_LINT) != 0;
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
                            lints(compiler) ? &sites : NULL, &program);
    name = take_name(compiler, rule.span, read == OZ_READ_FINE && lowered == OUNCE_OK);
    if (lowered == OUNCE_ERR_NOMEM || name == OZ_READ_NOMEM) {
        return OUNCE_ERR_NOMEM;
    }
    if (read == OZ_READ_BAD || lowered != OUNCE_OK || name == OZ_READ_BAD) {
        return OUNCE_OK;
    }
    return oz_unit_add_rule(&compiler->unit, &rule, &program) &&
                   (!lints(compiler) || lint_rule(compiler, &source, &sites, text))
               ? OUNCE_OK
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
    if (kind == OZ_ITEM_POLICY || kind == OZ_ITEM_CORRELATION) {
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

    if (kind == OZ_ITEM_NONE || kind == OZ_ITEM_BAD) {
        return OUNCE_OK;
    }
    return kind == OZ_ITEM_RULE ? compile_rule(compiler, doc, text)
                                : compile_item(compiler, doc, kind);
}

/* An oz_source_fn. */
static ounce_status compile_text(void *user, ounce_str text)
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

static ounce_status after_add(ounce_compiler *compiler, ounce_status status,
                              const struct mark *before, ounce_error *err)
{
    if (status == OUNCE_OK && !compiler->diags.failed) {
        return OUNCE_OK;
    }
    undo(compiler, before);
    return oz_error_nomem(err);
}

static ounce_status check_open(const ounce_compiler *compiler, ounce_error *err)
{
    return compiler->finished
               ? oz_error(err, OUNCE_ERR_ARGUMENT, "the compiler has finished already")
               : OUNCE_OK;
}

ounce_status ounce_compiler_add_path(ounce_compiler *compiler, const char *path,
                                     size_t path_size, ounce_error *err)
{
    struct mark before = mark(compiler);
    ounce_status status = check_open(compiler, err);

    if (status != OUNCE_OK) {
        return status;
    }
    if (path_size == 0 || memchr(path, '\0', path_size) != NULL) {
        return oz_error(err, OUNCE_ERR_ARGUMENT, "a path is empty or holds a NUL byte");
    }
    status = oz_source_walk(&compiler->alloc, &compiler->limits, &compiler->diags,
                            (ounce_str){path, path_size}, compile_text, compiler);
    return after_add(compiler, status, &before, err);
}

ounce_status ounce_compiler_add_text(ounce_compiler *compiler, const char *name,
                                     size_t name_size, const char *text,
                                     size_t text_size, ounce_error *err)
{
    struct mark before = mark(compiler);
    ounce_status status = check_open(compiler, err);

    if (status != OUNCE_OK) {
        return status;
    }
    status = OUNCE_ERR_NOMEM;
    if (oz_arena_text(&compiler->arena, name, name_size, &compiler->diags.file)) {
        status = compile_text(compiler, (ounce_str){text, text_size});
    }
    return after_add(compiler, status, &before, err);
}

/* ---- finish ---- */

static int compare_rules(const void *owner, uint32_t a, uint32_t b)
{
    const struct oz_unit *unit = owner;

    return oz_str_compare(unit->rules[a].rule->texts[OUNCE_RULE_ID],
                          unit->rules[b].rule->texts[OUNCE_RULE_ID]);
}

/* Rules that linking could not complete have no predicate. */
static bool is_complete(const struct oz_unit_rule *rule)
{
    return rule->program.match != OZ_NONE;
}

static uint32_t count_rules(const struct oz_unit *unit)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < unit->rule_count; i++) {
        count += is_complete(&unit->rules[i]) ? 1 : 0;
    }
    return count;
}

/* The `count` complete rules in rule-id order; NULL when out of memory. */
static struct oz_plan_rule *ordered_rules(ounce_compiler *compiler, uint32_t count)
{
    struct oz_arena *arena = &compiler->ruleset->arena;
    const struct oz_unit *unit = &compiler->unit;
    struct oz_plan_rule *rules = oz_arena_array(arena, count, sizeof *rules);
    uint32_t *order = oz_arena_array(&compiler->document, count, 2 * sizeof *order);
    uint32_t used = 0;

    if (rules == NULL || order == NULL) {
        return NULL;
    }
    for (uint32_t i = 0; i < unit->rule_count; i++) {
        if (is_complete(&unit->rules[i])) {
            order[used++] = i;
        }
    }
    oz_sort(order, order + count, count, compare_rules, unit);
    for (uint32_t i = 0; i < count; i++) {
        memset(&rules[i], 0, sizeof rules[i]);
        rules[i].rule = unit->rules[order[i]].rule;
        rules[i].program = unit->rules[order[i]].program;
    }
    return rules;
}

/* The first error diagnostic becomes the caller's error. */
static ounce_status first_error(const ounce_compiler *compiler, ounce_error *err)
{
    for (uint32_t i = 0; i < compiler->diags.count; i++) {
        const ounce_diagnostic *diagnostic = &compiler->diags.items[i];

        if (diagnostic->level == OUNCE_LEVEL_ERROR) {
            struct oz_span span = {diagnostic->line, diagnostic->column, 0};

            return oz_error_at(err, OUNCE_ERR_RULE, diagnostic->file, span, "%.*s",
                               (int)diagnostic->message.size, diagnostic->message.data);
        }
    }
    return oz_error(err, OUNCE_ERR_RULE, "a rule does not load");
}

static ounce_status check_result(const ounce_compiler *compiler, ounce_error *err)
{
    if (compiler->diags.found[OUNCE_LEVEL_ERROR] > 0 &&
        (compiler->flags & OUNCE_COMPILE_PARTIAL) == 0) {
        return first_error(compiler, err);
    }
    if (count_rules(&compiler->unit) > compiler->limits.max_rules) {
        return oz_error(err, OUNCE_ERR_LIMIT, "%u rules; at most %u are accepted",
                        count_rules(&compiler->unit), compiler->limits.max_rules);
    }
    return OUNCE_OK;
}

static bool build(ounce_compiler *compiler)
{
    ounce_ruleset *ruleset = compiler->ruleset;
    uint32_t count = count_rules(&compiler->unit);
    struct oz_plan_rule *rules = ordered_rules(compiler, count);

    ruleset->items = compiler->unit.items;
    ruleset->item_count = compiler->unit.item_count;
    return rules != NULL &&
           oz_plan_build(&ruleset->arena, &ruleset->expr, rules, count, &ruleset->plan);
}

/* What went before is undone, so that the call can be repeated. */
static ounce_status no_memory(ounce_compiler *compiler, const struct mark *before,
                              ounce_error *err)
{
    undo(compiler, before);
    return oz_error_nomem(err);
}

ounce_status ounce_compiler_finish(ounce_compiler *compiler, ounce_ruleset **out,
                                   ounce_error *err)
{
    struct mark before = mark(compiler);
    ounce_status status;

    *out = NULL;
    if (compiler->ruleset == NULL) {
        return check_open(compiler, err);
    }
    if (!compiler->finished &&
        (!oz_unit_link(&compiler->unit, &compiler->ruleset->expr, &compiler->diags) ||
         (lints(compiler) && !oz_lint_finish(&compiler->lint, &compiler->document)))) {
        return no_memory(compiler, &before, err);
    }
    status = check_result(compiler, err);
    if (status == OUNCE_OK && !build(compiler)) {
        return no_memory(compiler, &before, err);
    }
    compiler->finished = true;
    if (status == OUNCE_OK) {
        *out = compiler->ruleset;
        compiler->ruleset = NULL;
        oz_unit_init(&compiler->unit, NULL);
    }
    return status;
}

/* ---- one source, one call ---- */

typedef ounce_status add_fn(ounce_compiler *compiler, const void *source,
                            ounce_error *err);

static ounce_status compile_one(const ounce_compiler_options *options, add_fn *add,
                                const void *source, ounce_ruleset **out,
                                ounce_error *err)
{
    ounce_compiler *compiler;
    ounce_status status = ounce_compiler_new(options, &compiler, err);

    *out = NULL;
    if (status == OUNCE_OK) {
        status = add(compiler, source, err);
    }
    if (status == OUNCE_OK) {
        status = ounce_compiler_finish(compiler, out, err);
    }
    ounce_compiler_free(compiler);
    return status;
}

static ounce_status add_path(ounce_compiler *compiler, const void *source,
                             ounce_error *err)
{
    const ounce_str *path = source;

    return ounce_compiler_add_path(compiler, path->data, path->size, err);
}

ounce_status ounce_ruleset_load(const char *path, size_t path_size,
                                const ounce_compiler_options *options,
                                ounce_ruleset **out, ounce_error *err)
{
    const ounce_str source = {path, path_size};

    return compile_one(options, add_path, &source, out, err);
}

static ounce_status add_text(ounce_compiler *compiler, const void *source,
                             ounce_error *err)
{
    const ounce_str *parts = source; /* name, text */

    return ounce_compiler_add_text(compiler, parts[0].data, parts[0].size,
                                   parts[1].data, parts[1].size, err);
}

ounce_status ounce_ruleset_parse(const char *name, size_t name_size, const char *text,
                                 size_t text_size,
                                 const ounce_compiler_options *options,
                                 ounce_ruleset **out, ounce_error *err)
{
    const ounce_str source[] = {{name, name_size}, {text, text_size}};

    return compile_one(options, add_text, source, out, err);
}

bool ounce_lint_info(uint32_t index, const char **name, const char **sentence)
{
    if (index >= OZ_LINT_COUNT) {
        return false;
    }
    *name = oz_lint_name((enum oz_lint_id)index);
    *sentence = oz_lint_sentence((enum oz_lint_id)index);
    return true;
}

uint64_t ounce_compiler_count(const ounce_compiler *compiler, ounce_level level)
{
    return (unsigned)level <= OUNCE_LEVEL_NOTE ? compiler->diags.found[level] : 0;
}

bool ounce_compiler_diagnostic(const ounce_compiler *compiler, uint32_t index,
                               ounce_diagnostic *out)
{
    if (index >= compiler->diags.count) {
        return false;
    }
    *out = compiler->diags.items[index];
    return true;
}
