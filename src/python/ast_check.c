/* ast_check.c — what the grammar of Python takes and its compiler refuses.
 *
 *     def f(a, a): …     f(x=1, x=2)     break, outside of a loop
 *
 * CPython would not import such a module, so all of it is looked at, reached by a rule
 * or not. The tree is no higher than the parser's limit: the walk may recurse.
 */
#include "base/str.h"
#include "python/ast.h"

struct check {
    const struct oz_ast *ast;
    struct oz_arena *arena;
    struct oz_diags *diags;
    bool fine, nomem;
};

/* What stands around a node. */
struct place {
    bool function, loop;
};

static void walk(struct check *check, oz_ast_id id, struct place place);

static void refuse(struct check *check, const struct oz_ast_node *node,
                   const char *what)
{
    struct oz_span span = {node->line, node->column, 0};

    if (check->fine) {
        oz_diag(check->diags, OUNCE_LEVEL_ERROR, "py-syntax", span, "%s", what);
    }
    check->fine = false;
}

static const struct oz_ast_node *
child_of(const struct check *check, const struct oz_ast_node *node, uint32_t index)
{
    oz_ast_id id = oz_ast_child(check->ast, node, index);

    return id == OZ_NONE ? NULL : oz_ast_node(check->ast, id);
}

static bool same_name(const void *owner, uint32_t id, const void *wanted)
{
    const struct check *check = owner;

    return oz_str_equal(oz_ast_node(check->ast, id)->text, *(const ounce_str *)wanted);
}

/* No two children of this kind from `first` on have the same name. */
static void check_names(struct check *check, const struct oz_ast_node *node,
                        uint32_t first, enum oz_ast_kind kind, const char *what)
{
    struct oz_table seen = {0};

    for (uint32_t i = first; i < node->count && check->fine; i++) {
        oz_ast_id id = oz_ast_child(check->ast, node, i);
        const struct oz_ast_node *one = oz_ast_node(check->ast, id);
        uint64_t hash = oz_hash(one->text.data, one->text.size);

        if (one->kind != kind || one->text.size == 0) {
            continue;
        }
        if (oz_table_find(&seen, hash, same_name, check, &one->text) != OZ_NONE) {
            refuse(check, one, what);
        } else if (node->count > first + 1 &&
                   !oz_table_add(&seen, check->arena, hash, id)) {
            check->nomem = true;
            check->fine = false;
        }
    }
}

/* Whatever a handler without a class would hide. */
static void check_handlers(struct check *check, const struct oz_ast_node *list)
{
    for (uint32_t i = 0; i + 1 < list->count; i++) {
        const struct oz_ast_node *handler = child_of(check, list, i);

        if (handler->kind == OZ_AST_HANDLER && child_of(check, handler, 0) == NULL) {
            refuse(check, handler, "an 'except' without a class must be the last");
        }
    }
}

static void check_import(struct check *check, const struct oz_ast_node *node)
{
    const struct oz_ast_node *alias = child_of(check, node, 0);

    if (oz_str_is(alias->text, "*")) {
        refuse(check, node, "'import *' must stand outside of functions");
    }
}

/* Children one by one, each with what is around it. */
static void walk_children(struct check *check, const struct oz_ast_node *node,
                          struct place place)
{
    for (uint32_t i = 0; i < node->count && check->fine; i++) {
        walk(check, oz_ast_child(check->ast, node, i), place);
    }
}

/* Condition or target in the place as it is, the body in a loop, `else` behind it. */
static void walk_loop(struct check *check, const struct oz_ast_node *node,
                      uint32_t body, struct place place)
{
    for (uint32_t i = 0; i < node->count; i++) {
        walk(check, oz_ast_child(check->ast, node, i),
             i == body ? (struct place){place.function, true} : place);
    }
}

static void walk(struct check *check, oz_ast_id id, struct place place)
{
    const struct oz_ast_node *node;

    if (id == OZ_NONE || !check->fine) {
        return;
    }
    node = oz_ast_node(check->ast, id);
    switch (node->kind) {
    case OZ_AST_FUNCTION:
    case OZ_AST_LAMBDA:
        place = (struct place){true, false};
        break;
    case OZ_AST_CLASS:
        place = (struct place){false, false};
        break;
    case OZ_AST_FOR:
        walk_loop(check, node, 2, place);
        return;
    case OZ_AST_WHILE:
        walk_loop(check, node, 1, place);
        return;
    case OZ_AST_PARAMS:
        check_names(check, node, 0, OZ_AST_PARAM, "two parameters have this name");
        break;
    case OZ_AST_CALL:
        check_names(check, node, 1, OZ_AST_KEYWORD, "this argument was given before");
        break;
    case OZ_AST_TRY:
        check_handlers(check, child_of(check, node, 1));
        break;
    case OZ_AST_IMPORT_FROM:
        if (place.function) {
            check_import(check, node);
        }
        break;
    case OZ_AST_BREAK:
    case OZ_AST_CONTINUE:
        if (!place.loop) {
            refuse(check, node, "this must stand in a loop");
        }
        break;
    case OZ_AST_RETURN:
        if (!place.function) {
            refuse(check, node, "'return' must stand in a function");
        }
        break;
    default:
        break;
    }
    walk_children(check, node, place);
}

ounce_status oz_ast_check(struct oz_arena *arena, struct oz_diags *diags,
                          const struct oz_ast *ast)
{
    struct check check = {ast, arena, diags, true, false};

    walk(&check, ast->root, (struct place){false, false});
    return check.fine ? OUNCE_OK : check.nomem ? OUNCE_ERR_NOMEM : OUNCE_ERR_RULE;
}
