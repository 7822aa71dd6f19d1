/* lower_place.c — where in the Python files the nodes of a rule were said.
 *
 *     eq(eventName, "DeleteFlowLogs")  =>  r.py:2:12
 *
 * Nodes are shared, by rules and within one: the first place in the rule counts.
 */
#include "base/sort.h"
#include "python/lower.h"

oz_expr_id oz_py_mark(struct oz_py *py, const struct oz_py_scope *scope, oz_ast_id at,
                      oz_expr_id id)
{
    const struct oz_ast *ast = &scope->module->ast;
    const struct oz_ast_node *node = oz_ast_node(ast, at);
    void *items = py->places;

    if (!py->fine || (id < py->expr->node_count &&
                      (oz_expr_node(py->expr, id)->kind == OZ_EXPR_CONST ||
                       oz_expr_node(py->expr, id)->kind == OZ_EXPR_FIELD))) {
        return id;
    }
    if (!oz_arena_grow(py->arena, &items, py->place_count, &py->place_capacity,
                       sizeof *py->places)) {
        return oz_py_built(py, OZ_NONE);
    }
    py->places = items;
    py->places[py->place_count++] =
        (struct oz_place){id, node->line, node->column, ast->file};
    return id;
}

static int compare(const void *owner, uint32_t a, uint32_t b)
{
    const struct oz_place *places = owner;

    return places[a].expr < places[b].expr ? -1 : places[a].expr > places[b].expr;
}

bool oz_py_keep_places(const struct oz_py *py, struct oz_program *program)
{
    uint32_t *order = oz_arena_array(py->arena, py->place_count, 2 * sizeof *order);
    uint32_t count = 0;
    struct oz_place *kept;

    if (order == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < py->place_count; i++) {
        order[i] = i;
    }
    oz_sort(order, order + py->place_count, py->place_count, compare, py->places);
    for (uint32_t i = 0; i < py->place_count; i++) {
        if (count == 0 || compare(py->places, order[count - 1], order[i]) != 0) {
            order[count++] = order[i];
        }
    }
    kept = oz_arena_array(py->arena, count, sizeof *kept);
    if (kept == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        kept[i] = py->places[order[i]];
    }
    program->places = kept;
    program->place_count = count;
    return true;
}
