/* lower_missing.c — names, and library functions that are called, that are not there.
 *
 *     boto3.resource("s3")   =>   rule.py:7:12: warning: boto3.resource() …
 *     map(boto3.client, a)   =>   rule.py:7:16: warning: boto3.client …
 *     return evnet["a"]      =>   rule.py:8:12: warning: name 'evnet' …
 *
 * The rule loads, for it may never come to the place, which then raises
 * NotImplementedError or NameError. Code is lowered once for each place that reaches
 * it, and some of it for a trial; so places are gathered, each once, and told of when
 * the rule is done.
 */
#include "base/str.h"
#include "native/native_missing.h"
#include "python/lower.h"

/* The dotted name of a library's function, or of one that a test may replace. */
static bool library_name(const struct oz_py *py, oz_expr_id callee, ounce_str *name)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, callee);
    const ounce_value *text;

    if (node->kind == OZ_EXPR_CALL && node->op == OZ_FN_SEQUENCE) {
        node = oz_expr_child(py->expr, node, 1); /* behind a look at its name */
    }
    if (node->kind == OZ_EXPR_CALL && node->op == OZ_FN_MOCK) {
        node = oz_expr_child(py->expr, node, 1);
    }
    if (node->kind != OZ_EXPR_CALL || node->op != OZ_FN_NATIVE) {
        return false;
    }
    text = oz_py_constant(py, py->expr->children[node->first]);
    *name = (ounce_str){text->text, text->size};
    return true;
}

static bool is_noted(const struct oz_py *py, const struct oz_ast *ast, oz_ast_id at)
{
    for (uint32_t i = 0; i < py->missing_count; i++) {
        if (py->missing[i].ast == ast && py->missing[i].at == at) {
            return true;
        }
    }
    return false;
}

/* Once a place. NULL: it is noted, or memory ran out. */
static struct oz_py_missing *note(struct oz_py *py, const struct oz_ast *ast,
                                  oz_ast_id at, ounce_str name)
{
    void *missing = py->missing;

    if (is_noted(py, ast, at)) {
        return NULL;
    }
    if (!oz_arena_grow(py->arena, &missing, py->missing_count, &py->missing_capacity,
                       sizeof *py->missing)) {
        oz_py_built(py, OZ_NONE);
        return NULL;
    }
    py->missing = missing;
    py->missing[py->missing_count] =
        (struct oz_py_missing){ast, at, name, false, false, NULL};
    return &py->missing[py->missing_count++];
}

void oz_py_note_call(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id call,
                     oz_expr_id callee)
{
    ounce_str name;

    if (py->fine && library_name(py, callee, &name) && oz_native_missing(name)) {
        note(py, &scope->module->ast, call, name);
    }
}

/* A module has no dot, and is no function. Where it is asked whether something is of a
 * class, nothing is of one that is not there. */
oz_expr_id oz_py_note_value(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id at,
                            oz_expr_id value)
{
    struct oz_py_missing *missing = NULL;
    ounce_str name;

    if (py->fine && at != py->callee && py->classes == 0 &&
        library_name(py, value, &name) && oz_native_missing(name) &&
        memchr(name.data, '.', name.size) != NULL) {
        missing = note(py, &scope->module->ast, at, name);
    }
    if (missing != NULL) {
        missing->passed = true;
    }
    return value;
}

/* ---- names ---- */

#define MOST_WORDS   256 /* that a name is compared with */
#define MOST_GUESSES 16  /* for the first names of a rule that are not there */

struct words {
    struct oz_arena *arena;
    const char *items[MOST_WORDS + 1];
    uint32_t count;
};

static void add_word(struct words *words, ounce_str name)
{
    char *text;

    if (words->count == MOST_WORDS || oz_str_is(name, "*")) {
        return;
    }
    text = oz_arena_alloc(words->arena, name.size + 1);
    if (text != NULL) { /* a guess less */
        if (name.size > 0) {
            memcpy(text, name.data, name.size);
        }
        text[name.size] = '\0';
        words->items[words->count++] = text;
    }
}

/* A name of the functions around the place, or of its module, that is spelled nearly
 * so. */
static const char *guess(struct oz_py *py, const struct oz_py_scope *scope,
                         ounce_str name)
{
    const struct oz_py_module *module = scope->module;
    struct words words = {.arena = py->arena};

    for (; scope != NULL; scope = scope->outer) {
        for (uint32_t i = 0; i < scope->count; i++) {
            add_word(&words, scope->bindings[i].name);
        }
        for (uint32_t i = 0; i < scope->locals.count; i++) {
            add_word(&words, scope->locals.items[i]);
        }
    }
    for (uint32_t i = 0; i < module->count; i++) {
        add_word(&words, module->definitions[i].name);
    }
    words.items[words.count] = NULL;
    return oz_nearest(name, words.items);
}

void oz_py_note_name(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    ounce_str name = oz_ast_node(&scope->module->ast, id)->text;
    struct oz_py_missing *missing =
        py->fine ? note(py, &scope->module->ast, id, name) : NULL;

    if (missing != NULL) {
        missing->undefined = true;
        missing->near =
            py->missing_count <= MOST_GUESSES ? guess(py, scope, name) : NULL;
    }
}

/* ---- warnings ---- */

static void warn_of_name(const struct oz_py *py, const struct oz_py_missing *missing,
                         struct oz_span span, bool helper)
{
    bool guessed = missing->near != NULL;

    oz_diag(py->diags, OUNCE_LEVEL_WARNING, "py-undefined-name", span,
            "name '%.*s'%s%.*s%s is defined nowhere and raises NameError%s%s%s",
            OZ_STR(missing->name), helper ? ", which " : "",
            OZ_STR(helper ? py->diags->rule_id : OZ_LIT("")), helper ? " reaches," : "",
            guessed ? "; did you mean '" : "", guessed ? missing->near : "",
            guessed ? "'?" : "");
}

/* `file` is the rule's own: in a helper's the message names who comes to it. */
static void warn(const struct oz_py *py, const struct oz_py_missing *missing,
                 ounce_str file)
{
    const struct oz_ast_node *node = oz_ast_node(missing->ast, missing->at);
    struct oz_span span = {node->line, node->column, 0};
    bool helper = !oz_str_equal(missing->ast->file, file);
    ounce_str rule = helper ? py->diags->rule_id : OZ_LIT("");
    const char *which = helper ? ", which " : "", *reaches = helper ? " reaches," : "";
    const char *call = missing->passed ? "" : "()";
    const char *where = missing->passed ? " where it is called" : "";
    const char *service, *instead;

    py->diags->file = missing->ast->file;
    if (missing->undefined) {
        warn_of_name(py, missing, span, helper);
    } else if (oz_native_service(missing->name, &service, &instead)) {
        oz_diag(py->diags, OUNCE_LEVEL_WARNING, "py-unsupported-service", span,
                "%.*s%s%s%.*s%s asks an unsupported service, %s, and raises "
                "NotImplementedError%s; the host can %s",
                OZ_STR(missing->name), call, which, OZ_STR(rule), reaches, service,
                where, instead);
    } else {
        oz_diag(py->diags, OUNCE_LEVEL_WARNING, "py-unsupported-function", span,
                "%.*s%s%s%.*s%s is not supported and raises NotImplementedError%s",
                OZ_STR(missing->name), call, which, OZ_STR(rule), reaches, where);
    }
}

void oz_py_warn_missing(const struct oz_py *py, ounce_str own)
{
    ounce_str file = py->diags->file;

    for (uint32_t i = 0; i < py->missing_count; i++) {
        warn(py, &py->missing[i], own);
    }
    py->diags->file = file;
}

ounce_str oz_py_missing_call(const struct oz_py *py)
{
    for (uint32_t i = 0; i < py->missing_count; i++) {
        if (!py->missing[i].undefined) {
            return py->missing[i].name;
        }
    }
    return (ounce_str){NULL, 0};
}
