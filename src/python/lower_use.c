/* lower_use.c — what the statements to come do with a name.
 *
 *     names.get(x), names[x], x in names, if names      it is only looked into
 *     f(x), if not f, f is None                         it is only called
 *
 * Then nobody sees whether it is the same dict, or function, every time, and it may be
 * made anew wherever the name is used.
 */
#include "base/str.h"
#include "python/lower.h"

struct uses {
    struct oz_py *py;
    const struct oz_ast *ast;
    ounce_str name;
    /* What is asked of the node's first child is all right. */
    bool (*allows)(const struct uses *uses, const struct oz_ast_node *node);
};

static const struct oz_ast_node *part(const struct uses *uses,
                                      const struct oz_ast_node *node, uint32_t index)
{
    return oz_ast_node(uses->ast, oz_ast_child(uses->ast, node, index));
}

static bool is_name(const struct uses *uses, const struct oz_ast_node *node)
{
    return node->kind == OZ_AST_NAME && oz_str_equal(node->text, uses->name);
}

static bool is_none(const struct oz_ast_node *node)
{
    return node->kind == OZ_AST_CONSTANT && node->op == OZ_AST_NONE_;
}

/* Is the truth of the name asked for, or whether it is None? */
static bool asks(const struct uses *uses, const struct oz_ast_node *node)
{
    switch (node->kind) {
    case OZ_AST_IF:
    case OZ_AST_IF_EXP:
        return is_name(uses, part(uses, node, 0));
    case OZ_AST_UNARY:
        return node->op == OZ_AST_NOT && is_name(uses, part(uses, node, 0));
    case OZ_AST_COMPARE:
        return node->count == 2 && is_name(uses, part(uses, node, 0)) &&
               is_none(part(uses, part(uses, node, 1), 0));
    default:
        return false;
    }
}

static bool looks_up(const struct uses *uses, const struct oz_ast_node *node)
{
    const struct oz_ast_node *callee;

    switch (node->kind) {
    case OZ_AST_CALL:
        callee = part(uses, node, 0);
        return callee->kind == OZ_AST_ATTRIBUTE && oz_str_is(callee->text, "get") &&
               is_name(uses, part(uses, callee, 0));
    case OZ_AST_SUBSCRIPT:
        return is_name(uses, part(uses, node, 0));
    case OZ_AST_COMPARISON:
        return (node->op == OZ_AST_IN || node->op == OZ_AST_NOT_IN) &&
               is_name(uses, part(uses, node, 0));
    default:
        return asks(uses, node);
    }
}

static bool calls(const struct uses *uses, const struct oz_ast_node *node)
{
    return node->kind == OZ_AST_CALL ? is_name(uses, part(uses, node, 0))
                                     : asks(uses, node);
}

/* When too much was looked at, say no: that is safe. */
static bool is_used_so(const struct uses *uses, oz_ast_id id)
{
    const struct oz_ast_node *node;

    if (id == OZ_NONE) {
        return true;
    }
    node = oz_ast_node(uses->ast, id);
    if (uses->py->looked++ > OZ_PY_MOST_LOOKED || is_name(uses, node)) {
        return false;
    }
    for (uint32_t i = uses->allows(uses, node) ? 1 : 0; i < node->count; i++) {
        if (!is_used_so(uses, oz_ast_child(uses->ast, node, i))) {
            return false;
        }
    }
    return true;
}

static bool all_used_so(const struct uses *uses, const struct oz_py_rest *rest)
{
    for (; rest != NULL; rest = rest->next) {
        const struct oz_ast_node *list = oz_ast_node(uses->ast, rest->list);

        for (uint32_t i = rest->at; i < list->count; i++) {
            if (!is_used_so(uses, oz_ast_child(uses->ast, list, i))) {
                return false;
            }
        }
    }
    return true;
}

bool oz_py_only_looked_up(struct oz_py *py, const struct oz_ast *ast,
                          const struct oz_py_rest *rest, ounce_str name)
{
    struct uses uses = {py, ast, name, looks_up};

    return all_used_so(&uses, rest);
}

bool oz_py_only_called(struct oz_py *py, const struct oz_ast *ast,
                       const struct oz_py_rest *rest, ounce_str name)
{
    struct uses uses = {py, ast, name, calls};

    return all_used_so(&uses, rest);
}
