/* lower_missing.c — calls of library functions that are not there.
 *
 *     boto3.resource("s3")   =>   rule.py:7:12: warning: boto3.resource() …
 *
 * The rule loads, for it may never come to the call, which then raises
 * NotImplementedError. Code is lowered once for each place that reaches it, and some of
 * it for a trial; so calls are gathered, each place once, and told of when the rule is
 * done.
 */
#include "base/str.h"
#include "native/native_missing.h"
#include "python/lower.h"

/* The dotted name of a library's function, or of one that a test may replace. */
static bool library_name(const struct oz_py *py, oz_expr_id callee, ounce_str *name)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, callee);
    const ounce_value *text;

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

static bool is_noted(const struct oz_py *py, const struct oz_ast *ast, oz_ast_id call)
{
    for (uint32_t i = 0; i < py->missing_count; i++) {
        if (py->missing[i].ast == ast && py->missing[i].call == call) {
            return true;
        }
    }
    return false;
}

void oz_py_note_call(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id call,
                     oz_expr_id callee)
{
    const struct oz_ast *ast = &scope->module->ast;
    void *missing = py->missing;
    ounce_str name;

    if (!py->fine || !library_name(py, callee, &name) || !oz_native_missing(name) ||
        is_noted(py, ast, call)) {
        return;
    }
    if (!oz_arena_grow(py->arena, &missing, py->missing_count, &py->missing_capacity,
                       sizeof *py->missing)) {
        oz_py_built(py, OZ_NONE);
        return;
    }
    py->missing = missing;
    py->missing[py->missing_count++] = (struct oz_py_missing){ast, call, name};
}

/* `file` is the rule's own: in a helper's the message names who comes to it. */
static void warn(const struct oz_py *py, const struct oz_py_missing *missing,
                 ounce_str file)
{
    const struct oz_ast_node *node = oz_ast_node(missing->ast, missing->call);
    struct oz_span span = {node->line, node->column, 0};
    bool helper = !oz_str_equal(missing->ast->file, file);
    ounce_str rule = helper ? py->diags->rule_id : OZ_LIT("");
    const char *which = helper ? ", which " : "", *reaches = helper ? " reaches," : "";
    const char *service, *instead;

    py->diags->file = missing->ast->file;
    if (oz_native_service(missing->name, &service, &instead)) {
        oz_diag(py->diags, OUNCE_LEVEL_WARNING, "py-unsupported-service", span,
                "%.*s()%s%.*s%s asks an unsupported service, %s, and raises "
                "NotImplementedError; the host can %s",
                OZ_STR(missing->name), which, OZ_STR(rule), reaches, service, instead);
    } else {
        oz_diag(py->diags, OUNCE_LEVEL_WARNING, "py-unsupported-function", span,
                "%.*s()%s%.*s%s is not supported and raises NotImplementedError",
                OZ_STR(missing->name), which, OZ_STR(rule), reaches);
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
