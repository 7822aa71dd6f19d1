/* module_mock.c — what a module does only where a test has put something else in the
 * place of a name; and which of its names are given new values.
 *
 *     def rule(event):
 *         global ALLOWED
 *         if isinstance(ALLOWED, MagicMock):     a rule without mocks never does this,
 *             ALLOWED = json.loads(ALLOWED())    so that its ALLOWED stays a constant
 *         return event.get("user") in ALLOWED
 */
#include "base/str.h"
#include "python/module.h"

static const struct oz_ast_node *part(const struct oz_ast *ast,
                                      const struct oz_ast_node *node, uint32_t index)
{
    return oz_ast_node(ast, oz_ast_child(ast, node, index));
}

bool oz_py_is_mock_class(ounce_str library)
{
    return oz_str_is(library, "unittest.mock.MagicMock") ||
           oz_str_is(library, "unittest.mock.Mock");
}

/* `from unittest.mock import MagicMock`, and no function has another one of that name.
 */
static bool is_mock_class(const struct oz_py_module *module,
                          const struct oz_ast_node *node)
{
    const struct oz_py_definition *definition =
        node->kind == OZ_AST_NAME ? oz_py_module_find(module, node->text) : NULL;

    return definition != NULL && definition->kind == OZ_PY_IMPORT_FROM &&
           oz_str_is(definition->from, "unittest.mock") &&
           (oz_str_is(definition->member, "MagicMock") ||
            oz_str_is(definition->member, "Mock")) &&
           !oz_py_names_has(&module->bound, node->text);
}

bool oz_py_is_for_mocks(const struct oz_py_module *module,
                        const struct oz_ast_node *node)
{
    const struct oz_ast *ast = &module->ast;
    const struct oz_ast_node *call, *callee;

    if (node->kind != OZ_AST_IF) {
        return false;
    }
    call = part(ast, node, 0);
    if (call->kind != OZ_AST_CALL || call->count != 3) {
        return false;
    }
    callee = part(ast, call, 0);
    return callee->kind == OZ_AST_NAME && oz_str_is(callee->text, "isinstance") &&
           oz_py_module_find(module, callee->text) == NULL &&
           !oz_py_names_has(&module->bound, callee->text) &&
           part(ast, call, 1)->kind == OZ_AST_NAME &&
           is_mock_class(module, part(ast, call, 2));
}

/* ---- names that functions give a value ---- */

static bool add_all(struct oz_arena *arena, struct oz_py_names *to,
                    const struct oz_py_names *from)
{
    for (uint32_t i = 0; i < from->count; i++) {
        if (!oz_py_names_add(arena, to, from->items[i])) {
            return false;
        }
    }
    return true;
}

/* Of those that it declares global, what a list of statements gives a value. */
static bool mark_globals(struct oz_arena *arena, struct oz_py_module *module,
                         oz_ast_id list, const struct oz_py_module *without_mocks)
{
    struct oz_py_names bound = {0}, globals = {0};

    if (!oz_py_collect_bound(arena, &module->ast, list, &bound, &globals,
                             without_mocks) ||
        !oz_py_collect_loose(arena, &module->ast, list, &bound)) {
        return false;
    }
    for (uint32_t i = 0; i < globals.count; i++) {
        struct oz_py_definition *definition =
            oz_py_module_find(module, globals.items[i]);

        if (definition != NULL && oz_py_names_has(&bound, definition->name)) {
            definition->written_by_mocks = true;
            definition->written = definition->written || without_mocks != NULL;
        }
    }
    return without_mocks != NULL || add_all(arena, &module->bound, &bound);
}

static bool mark_lists(struct oz_arena *arena, struct oz_py_module *module,
                       const struct oz_py_module *without_mocks)
{
    const struct oz_ast *ast = &module->ast;

    for (uint32_t i = 0; i < ast->node_count; i++) {
        const struct oz_ast_node *node = &ast->nodes[i];

        if (node->kind == OZ_AST_PARAM &&
            !oz_py_names_add(arena, &module->bound, node->text)) {
            return false;
        }
        if ((node->kind == OZ_AST_FUNCTION || node->kind == OZ_AST_CLASS) &&
            !mark_globals(arena, module, oz_ast_child(ast, node, 2), without_mocks)) {
            return false;
        }
    }
    return true;
}

/* The names that functions bind must be known before any of them is taken for the one
 * of the module. */
bool oz_py_module_writes(struct oz_arena *arena, struct oz_py_module *module)
{
    return mark_lists(arena, module, NULL) && mark_lists(arena, module, module);
}
