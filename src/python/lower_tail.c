/* lower_tail.c — statements that choose and return → one expression.
 *
 *     x = event.get("a")                 if(eq(a, "b"), "c", any(…))
 *     if x == "b":                 =>
 *         return "c"
 *     for r in event.get("l", []):
 *         if r.get("t") == "d":
 *             return True
 *     return False
 *
 * From the first statement on that does more, the rest becomes a block of steps.
 */
#include "base/str.h"
#include "python/lower.h"

static oz_expr_id tail(struct oz_py *py, struct oz_py_scope *scope,
                       const struct oz_py_rest *rest);

static const struct oz_ast_node *node_of(const struct oz_py_scope *scope, oz_ast_id id)
{
    return oz_ast_node(&scope->module->ast, id);
}

static oz_ast_id child(const struct oz_py_scope *scope, const struct oz_ast_node *node,
                       uint32_t index)
{
    return oz_ast_child(&scope->module->ast, node, index);
}

/* ---- what may be an expression ---- */

static bool is_docstring(const struct oz_ast *ast, const struct oz_ast_node *node)
{
    return node->kind == OZ_AST_EXPRESSION &&
           oz_ast_node(ast, oz_ast_child(ast, node, 0))->kind == OZ_AST_CONSTANT;
}

bool oz_py_is_simple(const struct oz_ast *ast, oz_ast_id list)
{
    const struct oz_ast_node *body = oz_ast_node(ast, list);
    int found;

    for (uint32_t i = 0; i < body->count; i++) {
        const struct oz_ast_node *node = oz_ast_node(ast, oz_ast_child(ast, body, i));

        if (node->kind == OZ_AST_IF) {
            if (!oz_py_is_simple(ast, oz_ast_child(ast, node, 1)) ||
                !oz_py_is_simple(ast, oz_ast_child(ast, node, 2))) {
                return false;
            }
        } else if (node->kind != OZ_AST_RETURN && node->kind != OZ_AST_PASS &&
                   !is_docstring(ast, node) && !oz_py_is_simple_assign(ast, node) &&
                   !oz_py_looks_like_search(ast, node, &found)) {
            return false;
        }
    }
    return true;
}

/* Does a list of statements always return, or otherwise leave? */
static bool leaves(const struct oz_ast *ast, oz_ast_id list)
{
    const struct oz_ast_node *body = oz_ast_node(ast, list);
    const struct oz_ast_node *last;

    if (body->count == 0) {
        return false;
    }
    last = oz_ast_node(ast, oz_ast_child(ast, body, body->count - 1));
    return last->kind == OZ_AST_RETURN || last->kind == OZ_AST_CONTINUE ||
           last->kind == OZ_AST_RAISE ||
           (last->kind == OZ_AST_IF && leaves(ast, oz_ast_child(ast, last, 1)) &&
            leaves(ast, oz_ast_child(ast, last, 2)));
}

/* ---- the end of a function ---- */

static oz_expr_id result(struct oz_py *py, const struct oz_py_scope *scope,
                         oz_expr_id value)
{
    return py->fine && scope->verdict && !oz_expr_is_truth(py->expr, value)
               ? oz_py_call1(py, OZ_FN_BOOLEAN, value)
               : value;
}

static oz_expr_id fell_through(struct oz_py *py, const struct oz_py_scope *scope)
{
    return scope->search ? oz_py_built(py, oz_expr_bool(py->expr, false))
                         : result(py, scope, oz_py_none(py));
}

oz_expr_id oz_py_spill(struct oz_py *py, struct oz_py_scope *scope)
{
    oz_expr_id out = OZ_NONE;

    for (uint32_t i = 0; i < scope->locals.count && py->fine; i++) {
        ounce_str name = scope->locals.items[i];
        const struct oz_py_binding *binding = oz_py_binding(scope, name);
        oz_expr_id value = binding == NULL ? OZ_NONE : binding->value;
        uint32_t slot;

        if (binding != NULL && value == OZ_NONE) {
            continue;
        }
        slot = scope->frame->locals++;
        if (!oz_py_bind(py, scope, name, OZ_NONE, slot, value != OZ_NONE)) {
            return OZ_NONE;
        }
        value = value == OZ_NONE
                    ? oz_py_call1(py, OZ_FN_UNSET_LOCAL, oz_py_int(py, slot))
                    : oz_py_set_slot(py, slot, value);
        out = out == OZ_NONE ? value : oz_py_call2(py, OZ_FN_SEQUENCE, out, value);
    }
    return out;
}

oz_expr_id oz_py_loosen(struct oz_py *py, struct oz_py_scope *scope)
{
    oz_expr_id out = OZ_NONE;

    for (uint32_t i = 0; i < scope->loose.count && py->fine; i++) {
        ounce_str name = scope->loose.items[i];
        const struct oz_py_binding *binding = oz_py_binding(scope, name);
        oz_expr_id value = OZ_NONE;
        uint32_t slot = scope->frame->locals++;

        if (oz_py_names_has(&scope->globals, name)) {
            continue;
        }
        if (binding != NULL) {
            value = binding->value != OZ_NONE ? binding->value
                                              : oz_py_slot(py, binding->slot);
            value = oz_py_set_slot(py, slot, value);
        } else if (py->depth > 0) { /* it may be left from an earlier call */
            value = oz_py_call1(py, OZ_FN_UNSET_LOCAL, oz_py_int(py, slot));
        }
        if (!oz_py_bind(py, scope, name, OZ_NONE, slot, false)) {
            return OZ_NONE;
        }
        if (value != OZ_NONE) {
            out = out == OZ_NONE ? value : oz_py_call2(py, OZ_FN_SEQUENCE, out, value);
        }
    }
    return out;
}

/* From here on by steps. */
static oz_expr_id steps(struct oz_py *py, struct oz_py_scope *scope,
                        const struct oz_py_rest *rest)
{
    oz_expr_id out = oz_py_spill(py, scope);

    for (; rest != NULL && py->fine; rest = rest->next) {
        oz_expr_id some = oz_py_steps(py, scope, rest->list, rest->at);

        out = out == OZ_NONE ? some : oz_py_call2(py, OZ_FN_SEQUENCE, out, some);
    }
    return py->fine ? result(py, scope, oz_py_call1(py, OZ_FN_BLOCK, out)) : OZ_NONE;
}

/* ---- statements ---- */

/* May a name stand for the value itself, which is evaluated wherever the name is used?
 */
static bool is_in_place(struct oz_py *py, const struct oz_py_scope *scope,
                        ounce_str name, oz_expr_id value, const struct oz_py_rest *rest)
{
    const struct oz_ast *ast = &scope->module->ast;

    if (oz_py_is_choice(py, value)) {
        return !oz_py_has_function(py, value) || oz_py_only_called(py, ast, rest, name);
    }
    if (oz_py_is_table(py, value) || oz_py_field(py, value) != NULL) {
        return !oz_py_may_change(py, scope, name) &&
               oz_py_only_looked_up(py, ast, rest, name);
    }
    return oz_py_is_plain_display(py, value) && !oz_py_may_change(py, scope, name);
}

/* A value that is used by its name: in place when it is cheap, else in a slot. What is
 * checked before it is checked here, once. */
static oz_expr_id bind(struct oz_py *py, struct oz_py_scope *scope,
                       const struct oz_ast_node *node, const struct oz_py_rest *rest)
{
    ounce_str name = node_of(scope, child(scope, node, 0))->text;
    oz_expr_id value = oz_py_value(py, scope, child(scope, node, 1));
    oz_expr_id set, check, inside;
    uint32_t slot;

    if (!py->fine) {
        return OZ_NONE;
    }
    inside = oz_py_behind_check(py, value, &check);
    if (oz_py_names_has(&scope->globals, name) ||
        oz_py_names_has(&scope->loose, name)) {
        set = oz_py_set(py, scope, name, value);
        return oz_py_call2(py, OZ_FN_SEQUENCE, set, tail(py, scope, rest));
    }
    if (is_in_place(py, scope, name, inside, rest)) {
        return oz_py_bind(py, scope, name, inside, 0, true)
                   ? oz_py_checked(py, check, tail(py, scope, rest))
                   : OZ_NONE;
    }
    slot = scope->frame->locals++;
    set = oz_py_set_slot(py, slot, value);
    return oz_py_bind(py, scope, name, OZ_NONE, slot, true)
               ? oz_py_call2(py, OZ_FN_SEQUENCE, set, tail(py, scope, rest))
               : OZ_NONE;
}

#define MOST_COPIES 32

static oz_expr_id branch(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id list,
                         const struct oz_py_rest *rest)
{
    struct oz_py_rest inside = {list, 0, rest};
    uint32_t bindings = scope->count;
    oz_expr_id out = tail(py, scope, &inside);

    scope->count = bindings;
    return out;
}

/* Statements of a search that only look, so that what follows them need not be copied
 * into the branches. */
static bool is_apart(const struct oz_ast *ast, oz_ast_id list)
{
    const struct oz_ast_node *body = oz_ast_node(ast, list);

    for (uint32_t i = 0; i < body->count; i++) {
        const struct oz_ast_node *node = oz_ast_node(ast, oz_ast_child(ast, body, i));

        if (node->kind == OZ_AST_CONTINUE || oz_py_is_simple_assign(ast, node) ||
            (node->kind == OZ_AST_IF && (!is_apart(ast, oz_ast_child(ast, node, 1)) ||
                                         !is_apart(ast, oz_ast_child(ast, node, 2))))) {
            return false;
        }
    }
    return true;
}

static oz_expr_id choose(struct oz_py *py, struct oz_py_scope *scope,
                         const struct oz_ast_node *node, const struct oz_py_rest *here,
                         const struct oz_py_rest *rest)
{
    const struct oz_ast *ast = &scope->module->ast;
    bool both =
        !leaves(ast, child(scope, node, 1)) && !leaves(ast, child(scope, node, 2));
    oz_expr_id condition, then, otherwise;

    if (both && !scope->search && py->copies++ > MOST_COPIES) {
        return steps(py, scope, here);
    }
    condition = oz_py_truth(py, scope, child(scope, node, 0));
    if (scope->search && both && is_apart(ast, child(scope, node, 1)) &&
        is_apart(ast, child(scope, node, 2))) {
        then = branch(py, scope, child(scope, node, 1), NULL);
        otherwise = branch(py, scope, child(scope, node, 2), NULL);
        return oz_py_any(py, oz_py_choose(py, condition, then, otherwise),
                         tail(py, scope, rest));
    }
    then = branch(py, scope, child(scope, node, 1), rest);
    otherwise = branch(py, scope, child(scope, node, 2), rest);
    return oz_py_choose(py, condition, then, otherwise);
}

static oz_expr_id found_by(struct oz_py *py, struct oz_py_scope *scope,
                           const struct oz_py_body *body)
{
    struct oz_py_rest rest = {child(scope, body->node, 2), 0, NULL};

    return tail(py, scope, &rest);
}

static oz_expr_id any_element(struct oz_py *py, struct oz_py_scope *scope,
                              ounce_str name, oz_expr_id over,
                              const struct oz_py_body *body)
{
    static const struct oz_path whole = {NULL, 0, {"", 0}, false};
    oz_expr_id list = oz_py_call1(py, OZ_FN_ITERATE, over), holds;
    uint32_t bindings = scope->count;

    py->level++;
    if (!oz_py_bind(py, scope, name,
                    oz_py_built(py, oz_expr_field(py->expr, py->level, &whole)), 0,
                    true)) {
        return OZ_NONE;
    }
    holds = body->holds(py, scope, body);
    scope->count = bindings;
    py->level--;
    return py->fine ? oz_py_built(py, oz_expr_elements(py->expr, OZ_ANY_ELEMENT,
                                                       py->level + 1, list, holds))
                    : OZ_NONE;
}

/* for x in list: if …: return V   =>   any_element(list, …) chooses V, or goes on. */
static oz_expr_id search(struct oz_py *py, struct oz_py_scope *scope,
                         const struct oz_ast_node *node, int found,
                         const struct oz_py_rest *rest)
{
    oz_expr_id over = oz_py_value(py, scope, child(scope, node, 1));
    ounce_str name = node_of(scope, child(scope, node, 0))->text;
    bool searches = scope->search;
    struct oz_py_body body = {found_by, node, 0, false};
    oz_expr_id display, holds;

    if (!py->fine) {
        return OZ_NONE;
    }
    display = oz_py_plain_display(py, scope, child(scope, node, 1), over);
    scope->search = true;
    holds = oz_py_can_unroll(py, display)
                ? oz_py_unroll(py, scope, display, name, &body)
                : any_element(py, scope, name, over, &body);
    scope->search = searches;
    if (!py->fine) {
        return OZ_NONE;
    }
    return oz_py_choose(
        py, holds,
        oz_py_built(py, oz_expr_bool(py->expr, searches || found == OZ_AST_TRUE)),
        tail(py, scope, rest));
}

static bool can_search(const struct oz_py *py, const struct oz_py_scope *scope)
{
    return scope->frame->rule && py->level + 1 < OZ_MAX_LEVELS;
}

static oz_expr_id tail_of(struct oz_py *py, struct oz_py_scope *scope,
                          const struct oz_py_rest *rest)
{
    const struct oz_ast *ast = &scope->module->ast;
    const struct oz_ast_node *node;
    struct oz_py_rest after;
    int found;

    while (rest != NULL && rest->at >= node_of(scope, rest->list)->count) {
        rest = rest->next;
    }
    if (!py->fine) {
        return OZ_NONE;
    }
    py->work++;
    if (py->nesting > OZ_PY_MOST_NESTING / 2 && rest != NULL && !scope->search) {
        return steps(py, scope, rest); /* a long function: its length is no depth */
    }
    if (rest == NULL) {
        return fell_through(py, scope);
    }
    node = node_of(scope, child(scope, node_of(scope, rest->list), rest->at));
    after = (struct oz_py_rest){rest->list, rest->at + 1, rest->next};
    py->at = ast;
    if (node->kind == OZ_AST_RETURN) {
        if (scope->search) {
            return oz_py_built(py, oz_expr_bool(py->expr, true));
        }
        return result(py, scope,
                      child(scope, node, 0) == OZ_NONE
                          ? oz_py_none(py)
                          : oz_py_value(py, scope, child(scope, node, 0)));
    }
    if (node->kind == OZ_AST_IF) {
        return choose(py, scope, node, rest, &after);
    }
    if (node->kind == OZ_AST_PASS || node->kind == OZ_AST_GLOBAL ||
        is_docstring(ast, node)) {
        return tail(py, scope, &after);
    }
    if (node->kind == OZ_AST_CONTINUE && scope->search) {
        return oz_py_built(py, oz_expr_bool(py->expr, false));
    }
    if (oz_py_is_simple_assign(ast, node)) {
        return bind(py, scope, node, &after);
    }
    if (scope->search && !can_search(py, scope)) {
        return oz_py_error(py, "py-limit",
                           child(scope, node_of(scope, rest->list), rest->at),
                           "loops and any() stand too deep inside each other");
    }
    if (scope->search ||
        (can_search(py, scope) && oz_py_is_search(py, scope, node, &after, &found))) {
        return search(py, scope, node, scope->search ? OZ_AST_TRUE : found, &after);
    }
    return steps(py, scope, rest);
}

static oz_expr_id tail(struct oz_py *py, struct oz_py_scope *scope,
                       const struct oz_py_rest *rest)
{
    oz_expr_id out = oz_py_deeper(py, rest == NULL ? OZ_NONE : rest->list)
                         ? tail_of(py, scope, rest)
                         : OZ_NONE;

    py->nesting--;
    return out;
}

oz_expr_id oz_py_tail(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id list)
{
    struct oz_py_rest rest = {list, 0, NULL};
    oz_expr_id before = oz_py_loosen(py, scope);
    oz_expr_id out;

    if (!py->fine) {
        return OZ_NONE;
    }
    out = tail(py, scope, &rest);
    return before == OZ_NONE ? out : oz_py_call2(py, OZ_FN_SEQUENCE, before, out);
}
