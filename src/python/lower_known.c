/* lower_known.c — which names certainly have a value where a statement stands.
 *
 *     n = 1                  set_local(0, 1)
 *     if x:              =>  if(x, set_local(1, 2), null)
 *         m = 2              … known(0) … local(1, "m")
 *     … n … m
 *
 * What a statement gives a value, the statements behind it in the same list know, and
 * those inside them; behind the list, which may be a branch, no more is known than
 * before it. A name of which that is known cannot raise.
 */
#include "python/lower.h"

static const struct oz_ast_node *node_of(const struct oz_py_scope *scope, oz_ast_id id)
{
    return oz_ast_node(&scope->module->ast, id);
}

static oz_ast_id child(const struct oz_py_scope *scope, const struct oz_ast_node *node,
                       uint32_t index)
{
    return oz_ast_child(&scope->module->ast, node, index);
}

/* Names that are deleted, or bound by a handler or by `:=`, may lose it. */
void oz_py_make_known(struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *target = node_of(scope, id);
    struct oz_py_binding *binding;

    if (target->kind == OZ_AST_TUPLE || target->kind == OZ_AST_LIST_DISPLAY ||
        target->kind == OZ_AST_STARRED) {
        for (uint32_t i = 0; i < target->count; i++) {
            oz_py_make_known(scope, child(scope, target, i));
        }
    } else if (target->kind == OZ_AST_NAME &&
               !oz_py_names_has(&scope->globals, target->text) &&
               !oz_py_names_has(&scope->loose, target->text)) {
        binding = oz_py_binding(scope, target->text);
        if (binding != NULL) {
            binding->known = true;
        }
    }
}

void oz_py_know_assigned(struct oz_py_scope *scope, const struct oz_ast_node *node)
{
    if (node->kind == OZ_AST_AUG_ASSIGN) {
        oz_py_make_known(scope, child(scope, node, 0));
    }
    if ((node->kind != OZ_AST_ASSIGN && node->kind != OZ_AST_ANN_ASSIGN) ||
        child(scope, node, node->count - 1) == OZ_NONE) {
        return;
    }
    for (uint32_t i = 0; i + 1 < node->count; i++) {
        oz_py_make_known(scope, child(scope, node, i));
    }
}

bool *oz_py_note_known(struct oz_py *py, const struct oz_py_scope *scope)
{
    bool *known = oz_arena_array(py->arena, scope->count + (size_t)1, sizeof *known);

    for (uint32_t i = 0; known != NULL && i < scope->count; i++) {
        known[i] = scope->bindings[i].known;
    }
    return known;
}

void oz_py_forget_known(struct oz_py_scope *scope, const bool *known, uint32_t count)
{
    for (uint32_t i = 0; i < scope->count; i++) {
        scope->bindings[i].known = i < count && known[i];
    }
}
