/* module_change.c — which names of a module stand for something that may be changed in
 * its place.
 *
 *     SEEN = []                        SEEN may, ADMINS may not
 *     ADMINS = ["ann", "bob"]    =>
 *     def rule(event):
 *         SEEN.append(1)
 *         return event.get("user") in ADMINS
 *
 * What all code only looks at keeps its elements, so that a test against it is a
 * predicate. Names are known by their text alone, and whatever is handed on counts as
 * changed: a name too many costs speed, one too few an answer.
 */
#include "base/str.h"
#include "python/module.h"

struct uses {
    struct oz_arena *arena;
    const struct oz_py_module *module;
    struct oz_py_names *changed, *by_mocks;
};

/* `looks`: whoever takes the value only looks at it. */
static bool visit(struct uses *uses, oz_ast_id id, bool looks);

static const struct oz_ast_node *part(const struct uses *uses,
                                      const struct oz_ast_node *node, uint32_t index)
{
    return oz_ast_node(&uses->module->ast,
                       oz_ast_child(&uses->module->ast, node, index));
}

static bool visit_from(struct uses *uses, const struct oz_ast_node *node, uint32_t from,
                       bool looks)
{
    for (uint32_t i = from; i < node->count; i++) {
        if (!visit(uses, oz_ast_child(&uses->module->ast, node, i), looks)) {
            return false;
        }
    }
    return true;
}

/* A name that is bound anew leaves what it stood for as it was. */
static bool visit_target(struct uses *uses, oz_ast_id id)
{
    const struct oz_ast *ast = &uses->module->ast;
    const struct oz_ast_node *node = oz_ast_node(ast, id);

    switch (node->kind) {
    case OZ_AST_NAME:
        return true;
    case OZ_AST_SUBSCRIPT:
        return visit(uses, oz_ast_child(ast, node, 0), false) &&
               visit_from(uses, node, 1, true);
    case OZ_AST_TUPLE:
    case OZ_AST_LIST_DISPLAY:
    case OZ_AST_STARRED:
        for (uint32_t i = 0; i < node->count; i++) {
            if (!visit_target(uses, oz_ast_child(ast, node, i))) {
                return false;
            }
        }
        return true;
    default:
        return visit(uses, id, false);
    }
}

static bool is_one_of(ounce_str name, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (oz_str_is(name, *names)) {
            return true;
        }
    }
    return false;
}

/* Builtins and methods that neither change what they are given nor give it back.
 * Elements may be given: what is asked for here has only constants, or only its keys
 * count. */
static bool only_looks(const struct uses *uses, const struct oz_ast_node *callee)
{
    static const char *const builtins[] = {
        "all", "any",  "bool",  "enumerate", "frozenset", "isinstance",
        "len", "list", "map",   "repr",      "set",       "sorted",
        "str", "sum",  "tuple", "zip",       NULL};
    static const char *const methods[] = {"copy",       "count",
                                          "difference", "endswith",
                                          "get",        "index",
                                          "isdisjoint", "issubset",
                                          "issuperset", "intersection",
                                          "items",      "join",
                                          "keys",       "symmetric_difference",
                                          "startswith", "union",
                                          "values",     NULL};

    return callee->kind == OZ_AST_NAME
               ? is_one_of(callee->text, builtins) &&
                     oz_py_module_find(uses->module, callee->text) == NULL
               : callee->kind == OZ_AST_ATTRIBUTE && is_one_of(callee->text, methods);
}

static bool visit_assign(struct uses *uses, const struct oz_ast_node *node)
{
    for (uint32_t i = 0; i + 1 < node->count; i++) {
        if (!visit_target(uses, oz_ast_child(&uses->module->ast, node, i))) {
            return false;
        }
    }
    return visit_from(uses, node, node->count - 1, false);
}

/* A target, then what it is taken from and conditions, then lists of statements. */
static bool visit_loop(struct uses *uses, const struct oz_ast_node *node)
{
    return visit_target(uses, oz_ast_child(&uses->module->ast, node, 0)) &&
           visit_from(uses, node, 1, true);
}

static bool visit_delete(struct uses *uses, const struct oz_ast_node *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        if (!visit_target(uses, oz_ast_child(&uses->module->ast, node, i))) {
            return false;
        }
    }
    return true;
}

/* What is done for mocks counts only where there are some. */
static bool visit_if(struct uses *uses, const struct oz_ast_node *node)
{
    const struct oz_ast *ast = &uses->module->ast;
    struct oz_py_names *changed = uses->changed;
    bool fine = visit(uses, oz_ast_child(ast, node, 0), true);

    if (oz_py_is_for_mocks(uses->module, node)) {
        uses->changed = uses->by_mocks;
    }
    fine = fine && visit(uses, oz_ast_child(ast, node, 1), true);
    uses->changed = changed;
    return fine && visit(uses, oz_ast_child(ast, node, 2), true);
}

/* Recursion is bounded by the parser's limit on depth. */
static bool visit(struct uses *uses, oz_ast_id id, bool looks)
{
    const struct oz_ast *ast = &uses->module->ast;
    const struct oz_ast_node *node;

    if (id == OZ_NONE) {
        return true;
    }
    node = oz_ast_node(ast, id);
    switch (node->kind) {
    case OZ_AST_NAME:
        return looks || oz_py_names_add(uses->arena, uses->changed, node->text);
    case OZ_AST_ATTRIBUTE:
        return (looks || oz_py_names_add(uses->arena, uses->changed, node->text)) &&
               visit_from(uses, node, 0, looks);
    case OZ_AST_CALL:
        looks = only_looks(uses, part(uses, node, 0));
        return visit_from(uses, node, 0, looks);
    case OZ_AST_ASSIGN:
    case OZ_AST_AUG_ASSIGN:
    case OZ_AST_ANN_ASSIGN:
    case OZ_AST_NAMED:
        return visit_assign(uses, node);
    case OZ_AST_DELETE:
        return visit_delete(uses, node);
    case OZ_AST_FOR:
    case OZ_AST_COMPREHENSION:
        return visit_loop(uses, node);
    case OZ_AST_IF_EXP:
        return visit(uses, oz_ast_child(ast, node, 0), true) &&
               visit_from(uses, node, 1, looks);
    case OZ_AST_GLOBAL: /* what is written is known by itself: module_mock.c */
        return true;
    case OZ_AST_IF:
        return visit_if(uses, node);
    case OZ_AST_BOOL_OP:
    case OZ_AST_KEYWORD:
        return visit_from(uses, node, 0, looks);
    case OZ_AST_COMPARE:
    case OZ_AST_COMPARISON:
    case OZ_AST_UNARY:
    case OZ_AST_BINARY:
    case OZ_AST_SUBSCRIPT:
    case OZ_AST_STARRED:
    case OZ_AST_FSTRING:
    case OZ_AST_FORMATTED:
    case OZ_AST_EXPRESSION:
    case OZ_AST_WHILE:
    case OZ_AST_ASSERT:
        return visit_from(uses, node, 0, true);
    default:
        return visit_from(uses, node, 0, false);
    }
}

/* What is changed under another name here is known by its own elsewhere. */
static bool rename_imports(struct uses *uses, struct oz_py_names *changed)
{
    const struct oz_py_module *module = uses->module;

    for (uint32_t i = 0; i < module->count; i++) {
        const struct oz_py_definition *one = &module->definitions[i];

        if (one->kind == OZ_PY_IMPORT_FROM && oz_py_names_has(changed, one->name) &&
            !oz_py_names_add(uses->arena, changed, one->member)) {
            return false;
        }
    }
    return true;
}

bool oz_py_module_changes(struct oz_arena *arena, struct oz_py_module *module)
{
    struct uses uses = {arena, module, &module->changed, &module->changed_by_mocks};

    return visit(&uses, module->ast.root, false) &&
           rename_imports(&uses, uses.changed) && rename_imports(&uses, uses.by_mocks);
}
