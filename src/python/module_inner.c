/* module_inner.c — which names the functions inside a function read.
 *
 *     def rule(event):
 *         limit = event.get("limit")           n is read in there, and event;
 *         n = event.get("n")              =>   limit and p are not
 *         return any(map(lambda p: p > n + len(event), [1, limit]))
 *
 * A function inside reads a name when it is called, not where it was made, so such a
 * name needs a slot. All others may be bound in place. Names are known by their text
 * alone: one too many costs speed, one too few an answer.
 */
#include "base/str.h"
#include "python/module.h"

/* The parameters of the functions inside that the code stands in: names of their own.
 */
struct around {
    const struct oz_ast_node *params; /* NULL: the body of a class */
    const struct around *outer;
};

struct reader {
    struct oz_arena *arena;
    const struct oz_ast *ast;
    struct oz_py_names *names;
    uint32_t turns; /* comprehensions that the code stands in */
};

static bool visit(struct reader *reader, oz_ast_id id, const struct around *around);

static bool visit_from(struct reader *reader, const struct oz_ast_node *node,
                       uint32_t from, const struct around *around)
{
    for (uint32_t i = from; i < node->count; i++) {
        if (!visit(reader, oz_ast_child(reader->ast, node, i), around)) {
            return false;
        }
    }
    return true;
}

static bool is_parameter(const struct oz_ast *ast, const struct around *around,
                         ounce_str name)
{
    for (; around != NULL; around = around->outer) {
        const struct oz_ast_node *params = around->params;

        for (uint32_t i = 0; params != NULL && i < params->count; i++) {
            if (oz_str_equal(oz_ast_node(ast, oz_ast_child(ast, params, i))->text,
                             name)) {
                return true;
            }
        }
    }
    return false;
}

/* Parameters, decorators, the body. Defaults and decorators are evaluated out here. */
static bool visit_function(struct reader *reader, const struct oz_ast_node *node,
                           const struct around *around)
{
    uint32_t body = node->count - 1;
    struct around inside = {
        oz_ast_node(reader->ast, oz_ast_child(reader->ast, node, 0)), around};

    for (uint32_t i = 0; i < body; i++) {
        if (!visit(reader, oz_ast_child(reader->ast, node, i), around)) {
            return false;
        }
    }
    reader->names->turns = reader->names->turns || reader->turns > 0;
    return visit(reader, oz_ast_child(reader->ast, node, body), &inside);
}

static bool visit_comprehension(struct reader *reader, const struct oz_ast_node *node,
                                const struct around *around)
{
    bool fine;

    reader->turns++;
    fine = visit_from(reader, node, 0, around);
    reader->turns--;
    return fine;
}

/* Recursion is bounded by the parser's limit on depth. */
static bool visit(struct reader *reader, oz_ast_id id, const struct around *around)
{
    const struct around class_ = {NULL, around};
    const struct oz_ast_node *node;

    if (id == OZ_NONE) {
        return true;
    }
    node = oz_ast_node(reader->ast, id);
    switch (node->kind) {
    case OZ_AST_NAME:
        return around == NULL || is_parameter(reader->ast, around, node->text) ||
               oz_py_names_add(reader->arena, reader->names, node->text);
    case OZ_AST_FUNCTION:
    case OZ_AST_LAMBDA:
        return visit_function(reader, node, around);
    case OZ_AST_CLASS:
        return visit_from(reader, node, 0, &class_);
    case OZ_AST_LIST_COMP:
    case OZ_AST_SET_COMP:
    case OZ_AST_DICT_COMP:
    case OZ_AST_GENERATOR:
        return visit_comprehension(reader, node, around);
    default:
        return visit_from(reader, node, 0, around);
    }
}

bool oz_py_collect_inner(struct oz_arena *arena, const struct oz_ast *ast, oz_ast_id id,
                         struct oz_py_names *names)
{
    struct reader reader = {arena, ast, names, 0};

    return visit(&reader, id, NULL);
}
