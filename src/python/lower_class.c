/* lower_class.c — classes: a name, the classes it derives from, and its members.
 *
 *     class Box(Base):            class("Box", list(Base), "width", set_local(0, 2),
 *         width = 2          =>         "area", function(7))
 *         def area(self): …
 */
#include "base/str.h"
#include "python/lower.h"

static const struct oz_ast_node *
ast_child(const struct oz_ast *ast, const struct oz_ast_node *node, uint32_t index)
{
    return oz_ast_node(ast, oz_ast_child(ast, node, index));
}

/* Of the methods that operators and builtins call, these are. */
static bool is_known_special(ounce_str name)
{
    static const char *const known[] = {"__init__", "__str__",  "__repr__", "__bool__",
                                        "__len__",  "__call__", NULL};

    if (name.size < 5 || memcmp(name.data, "__", 2) != 0 ||
        memcmp(name.data + name.size - 2, "__", 2) != 0) {
        return true;
    }
    for (uint32_t i = 0; known[i] != NULL; i++) {
        if (oz_str_is(name, known[i])) {
            return true;
        }
    }
    return false;
}

/* Methods do not see the names of the class; its other statements do (*seen). */
static oz_expr_id member(struct oz_py *py, struct oz_py_scope *inside,
                         struct oz_py_scope *seen, oz_ast_id id, ounce_str *name)
{
    const struct oz_ast *ast = &inside->module->ast;
    const struct oz_ast_node *node = oz_ast_node(ast, id);

    *name = node->text;
    if (node->kind == OZ_AST_FUNCTION && !is_known_special(node->text)) {
        return oz_py_error(py, "py-unsupported", id,
                           "Python feature 'special method %.*s' is not supported",
                           OZ_STR(node->text));
    }
    if (node->kind == OZ_AST_FUNCTION) {
        return oz_py_closure(py, inside, inside->module, id, 0);
    }
    if ((node->kind == OZ_AST_ASSIGN || node->kind == OZ_AST_ANN_ASSIGN) &&
        node->count == 2 && ast_child(ast, node, 0)->kind == OZ_AST_NAME &&
        oz_ast_child(ast, node, 1) != OZ_NONE) {
        uint32_t slot = seen->frame->locals++;
        oz_expr_id value = oz_py_value(py, seen, oz_ast_child(ast, node, 1));

        *name = ast_child(ast, node, 0)->text;
        return py->fine && oz_py_bind(py, seen, *name, OZ_NONE, slot, true)
                   ? oz_py_set_slot(py, slot, value)
                   : OZ_NONE;
    }
    if (node->kind == OZ_AST_PASS || node->kind == OZ_AST_EXPRESSION ||
        node->kind == OZ_AST_ANN_ASSIGN) {
        *name = (ounce_str){NULL, 0};
        return oz_py_none(py);
    }
    return oz_py_error(py, "py-unsupported", id,
                       "a statement of this kind is not supported in a class");
}

oz_expr_id oz_py_class(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast *ast = &scope->module->ast;
    const struct oz_ast_node *node = oz_ast_node(ast, id);
    const struct oz_ast_node *bases = ast_child(ast, node, 0);
    const struct oz_ast_node *body = ast_child(ast, node, 2);
    struct oz_py_scope inside = *scope, seen;
    oz_expr_id *args =
        oz_arena_array(py->arena, 2 + 2 * (size_t)body->count, sizeof *args);
    oz_expr_id *parents = oz_arena_array(py->arena, bases->count, sizeof *parents);
    uint32_t count = 2;

    if (args == NULL || parents == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    if (ast_child(ast, node, 1)->count > 0) {
        return oz_py_error(py, "py-unsupported", id,
                           "Python feature 'class decorator' is not supported");
    }
    inside.class_ = node;
    seen = inside;
    seen.bindings = NULL; /* its own: those of the function stay as they are */
    seen.locals.count = 0;
    seen.count = seen.capacity = 0;
    seen.outer = &inside;
    for (uint32_t i = 0; i < bases->count && py->fine; i++) {
        parents[i] = oz_py_value(py, scope, oz_ast_child(ast, bases, i));
    }
    for (uint32_t i = 0; i < body->count && py->fine; i++) {
        ounce_str name;
        oz_expr_id value =
            member(py, &inside, &seen, oz_ast_child(ast, body, i), &name);

        if (name.size > 0) {
            args[count++] = oz_py_str(py, name);
            args[count++] = value;
        }
    }
    if (!py->fine) {
        return OZ_NONE;
    }
    args[0] = oz_py_str(py, node->text);
    args[1] =
        oz_py_built(py, oz_expr_call(py->expr, OZ_FN_LIST, parents, bases->count));
    return py->fine ? oz_py_built(py, oz_expr_call(py->expr, OZ_FN_CLASS, args, count))
                    : OZ_NONE;
}
