/* lower_unroll.c — displays of constants, and what is asked of each of their elements.
 *
 *     any(a.startswith(p) for p in ("x", "y"))  =>  starts_with(a, ["x", "y"])
 *     any(a == "s-" + p for p in REGIONS)       =>  in(a, ["s-eu", "s-us"])
 *
 * A loop over a few constants becomes their alternatives, which share predicates with
 * other rules and may guard; a quantifier would be evaluated element by element.
 */
#include "base/str.h"
#include "python/lower.h"

#define MOST_UNROLLED 64

/* ---- which displays ---- */

static const struct oz_ast_node *node_of(const struct oz_py_scope *scope, oz_ast_id id)
{
    return oz_ast_node(&scope->module->ast, id);
}

static bool changes(const struct oz_py *py, const struct oz_py_module *module,
                    ounce_str name)
{
    return oz_py_names_has(&module->changed, name) ||
           (py->mock_count > 0 && oz_py_names_has(&module->changed_by_mocks, name));
}

bool oz_py_may_change(const struct oz_py *py, const struct oz_py_scope *scope,
                      ounce_str name)
{
    bool found = changes(py, scope->module, name);

    for (uint32_t i = 0; i < py->module_count && !found; i++) {
        found = changes(py, py->modules[i], name);
    }
    return found;
}

bool oz_py_is_written(const struct oz_py *py, const struct oz_py_definition *definition)
{
    return definition->written || (py->mock_count > 0 && definition->written_by_mocks);
}

const struct oz_ast_node *oz_py_display_of(struct oz_py *py, struct oz_py_scope *scope,
                                           oz_ast_id id, struct oz_py_module **module)
{
    const struct oz_ast_node *node = node_of(scope, id);
    struct oz_py_definition *definition;
    ounce_str library;

    *module = scope->module;
    if (node->kind == OZ_AST_NAME || node->kind == OZ_AST_ATTRIBUTE) {
        definition = oz_py_resolve(py, scope, id, module, &library);
        if (definition == NULL || library.size > 0 || definition->kind != OZ_PY_VALUE ||
            oz_py_is_written(py, definition) || definition->node == OZ_NONE) {
            return NULL;
        }
        node = oz_ast_node(&(*module)->ast, definition->node);
        if (node->kind != OZ_AST_TUPLE &&
            oz_py_may_change(py, scope, definition->name)) {
            return NULL;
        }
    }
    return node->kind == OZ_AST_SET || node->kind == OZ_AST_TUPLE ||
                   node->kind == OZ_AST_LIST_DISPLAY
               ? node
               : NULL;
}

/* NAME or NAME.keys(), of a dict of the module that only is looked at. */
const struct oz_ast_node *oz_py_keys_of(struct oz_py *py, struct oz_py_scope *scope,
                                        oz_ast_id id, struct oz_py_module **module)
{
    const struct oz_ast *ast = &scope->module->ast;
    const struct oz_ast_node *node = oz_ast_node(ast, id), *callee;
    struct oz_py_definition *definition;
    ounce_str library;

    if (node->kind == OZ_AST_CALL && node->count == 1) {
        callee = oz_ast_node(ast, oz_ast_child(ast, node, 0));
        if (callee->kind == OZ_AST_ATTRIBUTE && oz_str_is(callee->text, "keys")) {
            id = oz_ast_child(ast, callee, 0);
            node = oz_ast_node(ast, id);
        }
    }
    if ((node->kind != OZ_AST_NAME && node->kind != OZ_AST_ATTRIBUTE) ||
        (definition = oz_py_resolve(py, scope, id, module, &library)) == NULL ||
        library.size > 0 || definition->kind != OZ_PY_VALUE ||
        oz_py_is_written(py, definition) || definition->node == OZ_NONE ||
        oz_py_may_change(py, scope, definition->name)) {
        return NULL;
    }
    node = oz_ast_node(&(*module)->ast, definition->node);
    return node->kind == OZ_AST_DICT ? node : NULL;
}

bool oz_py_is_plain_display(const struct oz_py *py, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, id);

    if (node->kind != OZ_EXPR_CALL ||
        (node->op != OZ_FN_LIST && node->op != OZ_FN_TUPLE && node->op != OZ_FN_SET)) {
        return false;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (oz_expr_child(py->expr, node, i)->kind != OZ_EXPR_CONST) {
            return false;
        }
    }
    return true;
}

oz_expr_id oz_py_plain_display(struct oz_py *py, struct oz_py_scope *scope,
                               oz_ast_id source, oz_expr_id value)
{
    struct oz_py_module *module;

    if (!py->fine) {
        return OZ_NONE;
    }
    if (oz_py_is_call(py, value, OZ_FN_GLOBAL)) {
        if (oz_py_display_of(py, scope, source, &module) == NULL || !py->fine) {
            return OZ_NONE;
        }
        value = py->expr->children[oz_expr_node(py->expr, value)->first + 1];
    }
    return oz_py_is_plain_display(py, value) ? value : OZ_NONE;
}

/* ---- alternatives ---- */

static bool is_joined(const struct oz_expr_node *node)
{
    return node->kind == OZ_EXPR_TEST && node->count == 1 && node->data_count > 0 &&
           (node->op == OZ_OP_EQ || node->op == OZ_OP_PREFIX ||
            node->op == OZ_OP_SUFFIX);
}

oz_expr_id oz_py_join_tests(struct oz_py *py, const oz_expr_id *ids, uint32_t count)
{
    const struct oz_expr_node first = *oz_expr_node(py->expr, ids[0]);
    ounce_value *values;
    uint32_t room = 0, used = 0;

    for (uint32_t i = 0; i < count; i++) {
        const struct oz_expr_node *node = oz_expr_node(py->expr, ids[i]);

        if (!is_joined(node) || node->op != first.op ||
            node->ignore_case != first.ignore_case ||
            py->expr->children[node->first] != py->expr->children[first.first]) {
            return OZ_NONE;
        }
        room += node->data_count;
    }
    values = oz_arena_array(py->arena, room, sizeof *values);
    if (values == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct oz_expr_node *node = oz_expr_node(py->expr, ids[i]);

        for (uint32_t k = 0; k < node->data_count; k++) {
            values[used++] = py->expr->values[node->data + k];
        }
    }
    return oz_py_built(py, oz_expr_test(py->expr, (enum oz_operator)first.op,
                                        first.ignore_case != 0,
                                        py->expr->children[first.first], values, used));
}

/* all(check, a) or all(check, b): the check once. OZ_NONE: they do not share one. */
static oz_expr_id join_behind_check(struct oz_py *py, oz_expr_id *ids, uint32_t count)
{
    oz_expr_id check = OZ_NONE, joined;

    for (uint32_t i = 0; i < count; i++) {
        const struct oz_expr_node *node = oz_expr_node(py->expr, ids[i]);

        if (node->kind != OZ_EXPR_ALL || node->count != 2 ||
            (check != OZ_NONE && py->expr->children[node->first] != check)) {
            return OZ_NONE;
        }
        check = py->expr->children[node->first];
        if (!oz_expr_is_truth(py->expr, check)) {
            return OZ_NONE;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        ids[i] = py->expr->children[oz_expr_node(py->expr, ids[i])->first + 1];
    }
    joined = oz_py_join_tests(py, ids, count);
    if (joined == OZ_NONE) {
        joined = oz_py_group(py, OZ_EXPR_ANY, ids, count);
    }
    return py->fine ? oz_py_all(py, check, joined) : OZ_NONE;
}

static oz_expr_id join(struct oz_py *py, oz_expr_id *ids, uint32_t count)
{
    oz_expr_id out = count > 1 ? oz_py_join_tests(py, ids, count) : OZ_NONE;

    if (out == OZ_NONE && py->fine && count > 1) {
        out = join_behind_check(py, ids, count);
    }
    if (out == OZ_NONE && py->fine) {
        out = oz_py_group(py, OZ_EXPR_ANY, ids, count);
    }
    /* any() gives True or False, whatever its elements are. */
    return py->fine && !oz_expr_is_truth(py->expr, out)
               ? oz_py_not(py, oz_py_not(py, out))
               : out;
}

bool oz_py_can_unroll(const struct oz_py *py, oz_expr_id display)
{
    uint32_t count = display != OZ_NONE ? oz_expr_node(py->expr, display)->count : 0;

    return display != OZ_NONE && count * py->unrolled <= MOST_UNROLLED;
}

oz_expr_id oz_py_unroll(struct oz_py *py, struct oz_py_scope *scope, oz_expr_id display,
                        ounce_str name, const struct oz_py_body *body)
{
    uint32_t count = oz_expr_node(py->expr, display)->count;
    uint32_t around = py->unrolled, bindings = scope->count;
    oz_expr_id *elements = oz_arena_array(py->arena, count, 2 * sizeof *elements);
    oz_expr_id *holds = elements + count;

    if (elements == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 0; i < count; i++) {
        elements[i] = py->expr->children[oz_expr_node(py->expr, display)->first + i];
    }
    py->unrolled *= count > 0 ? count : 1;
    for (uint32_t i = 0; i < count && py->fine; i++) {
        holds[i] = oz_py_bind(py, scope, name, elements[i], 0, true)
                       ? body->holds(py, scope, body)
                       : OZ_NONE;
        scope->count = bindings;
    }
    py->unrolled = around;
    if (!py->fine) {
        return OZ_NONE;
    }
    return count == 0 ? oz_py_built(py, oz_expr_bool(py->expr, false))
                      : join(py, holds, count);
}
