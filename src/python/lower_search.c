/* lower_search.c — which loops only look for an element, so that they can be
 * predicates.
 *
 *     for r in event.get("l", []):
 *         if r.get("t") == "d":      =>   any_element(l, eq($1.t, "d"))
 *             return True
 *
 * A predicate has no memory: what the loop gives a name must not be read in a later
 * turn of it, nor behind it.
 */
#include "base/str.h"
#include "python/lower.h"

/* ---- its form ---- */

bool oz_py_is_simple_assign(const struct oz_ast *ast, const struct oz_ast_node *node)
{
    return (node->kind == OZ_AST_ASSIGN || node->kind == OZ_AST_ANN_ASSIGN) &&
           node->count == 2 && oz_ast_child(ast, node, 1) != OZ_NONE &&
           oz_ast_node(ast, oz_ast_child(ast, node, 0))->kind == OZ_AST_NAME;
}

/* The verdict of a loop that only looks for an element: the constant that each of its
 * returns gives. OZ_AST_ELLIPSIS: it is no such loop. `found` is what was seen so far.
 */
static bool is_search_body(const struct oz_ast *ast, oz_ast_id list, int *found)
{
    const struct oz_ast_node *body = oz_ast_node(ast, list);

    for (uint32_t i = 0; i < body->count; i++) {
        const struct oz_ast_node *node = oz_ast_node(ast, oz_ast_child(ast, body, i));
        const struct oz_ast_node *value;

        switch (node->kind) {
        case OZ_AST_RETURN:
            if (oz_ast_child(ast, node, 0) == OZ_NONE) {
                return false;
            }
            value = oz_ast_node(ast, oz_ast_child(ast, node, 0));
            if (value->kind != OZ_AST_CONSTANT ||
                (value->op != OZ_AST_TRUE && value->op != OZ_AST_FALSE) ||
                (*found >= 0 && *found != value->op)) {
                return false;
            }
            *found = value->op;
            break;
        case OZ_AST_IF:
            if (!is_search_body(ast, oz_ast_child(ast, node, 1), found) ||
                !is_search_body(ast, oz_ast_child(ast, node, 2), found)) {
                return false;
            }
            break;
        case OZ_AST_FOR:
            if (oz_ast_node(ast, oz_ast_child(ast, node, 0))->kind != OZ_AST_NAME ||
                oz_ast_node(ast, oz_ast_child(ast, node, 3))->count > 0 ||
                !is_search_body(ast, oz_ast_child(ast, node, 2), found)) {
                return false;
            }
            break;
        case OZ_AST_CONTINUE:
        case OZ_AST_PASS:
            break;
        case OZ_AST_ASSIGN:
        case OZ_AST_ANN_ASSIGN:
            if (!oz_py_is_simple_assign(ast, node)) {
                return false;
            }
            break;
        default:
            return false;
        }
    }
    return true;
}

bool oz_py_looks_like_search(const struct oz_ast *ast, const struct oz_ast_node *node,
                             int *found)
{
    *found = -1;
    return node->kind == OZ_AST_FOR &&
           oz_ast_node(ast, oz_ast_child(ast, node, 0))->kind == OZ_AST_NAME &&
           oz_ast_node(ast, oz_ast_child(ast, node, 3))->count == 0 &&
           is_search_body(ast, oz_ast_child(ast, node, 2), found) && *found >= 0;
}

/* ---- its names ---- */

enum use { UNUSED, WRITTEN, READ };

struct names_search {
    struct oz_py *py;
    const struct oz_ast *ast;
    ounce_str name;
};

static enum use use_of_list(const struct names_search *search, oz_ast_id list,
                            uint32_t from);

static const struct oz_ast_node *part_of(const struct oz_ast *ast,
                                         const struct oz_ast_node *node, uint32_t index)
{
    return oz_ast_node(ast, oz_ast_child(ast, node, index));
}

/* Is the name anywhere in there? When too much was looked at, say yes: that is safe. */
static bool mentions(const struct names_search *search, oz_ast_id id)
{
    const struct oz_ast_node *node;

    if (id == OZ_NONE) {
        return false;
    }
    node = oz_ast_node(search->ast, id);
    if (search->py->work++ > OZ_PY_MOST_WORK ||
        (node->kind == OZ_AST_NAME && oz_str_equal(node->text, search->name))) {
        return true;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (mentions(search, oz_ast_child(search->ast, node, i))) {
            return true;
        }
    }
    return false;
}

/* Both branches: the name is certainly written only if both do it. */
static enum use use_of_if(const struct names_search *search,
                          const struct oz_ast_node *node)
{
    enum use then, otherwise;

    if (mentions(search, oz_ast_child(search->ast, node, 0))) {
        return READ;
    }
    then = use_of_list(search, oz_ast_child(search->ast, node, 1), 0);
    otherwise = use_of_list(search, oz_ast_child(search->ast, node, 2), 0);
    if (then == READ || otherwise == READ) {
        return READ;
    }
    return then == WRITTEN && otherwise == WRITTEN ? WRITTEN : UNUSED;
}

/* A loop may have no turn; one over the name itself has its own value in every turn. */
static enum use use_of_for(const struct names_search *search,
                           const struct oz_ast_node *node)
{
    const struct oz_ast_node *target = part_of(search->ast, node, 0);
    bool own = target->kind == OZ_AST_NAME && oz_str_equal(target->text, search->name);

    if (mentions(search, oz_ast_child(search->ast, node, 1)) ||
        (!own && target->kind != OZ_AST_NAME &&
         mentions(search, oz_ast_child(search->ast, node, 0)))) {
        return READ;
    }
    if (!own && use_of_list(search, oz_ast_child(search->ast, node, 2), 0) == READ) {
        return READ;
    }
    return use_of_list(search, oz_ast_child(search->ast, node, 3), 0) == READ ? READ
                                                                              : UNUSED;
}

static enum use use_of(const struct names_search *search, oz_ast_id id)
{
    const struct oz_ast_node *node = oz_ast_node(search->ast, id);

    switch (node->kind) {
    case OZ_AST_IF:
        return use_of_if(search, node);
    case OZ_AST_FOR:
        return use_of_for(search, node);
    case OZ_AST_ASSIGN:
    case OZ_AST_ANN_ASSIGN:
        if (oz_py_is_simple_assign(search->ast, node) &&
            oz_str_equal(part_of(search->ast, node, 0)->text, search->name)) {
            return mentions(search, oz_ast_child(search->ast, node, 1)) ? READ
                                                                        : WRITTEN;
        }
        break;
    default:
        break;
    }
    return mentions(search, id) ? READ : UNUSED;
}

/* What happens to the name first. */
static enum use use_of_list(const struct names_search *search, oz_ast_id list,
                            uint32_t from)
{
    const struct oz_ast_node *node = oz_ast_node(search->ast, list);
    enum use use = UNUSED;

    for (uint32_t i = from; i < node->count && use == UNUSED; i++) {
        use = use_of(search, oz_ast_child(search->ast, node, i));
    }
    return use;
}

static enum use use_of_rest(const struct names_search *search,
                            const struct oz_py_rest *rest)
{
    enum use use = UNUSED;

    for (; rest != NULL && use == UNUSED; rest = rest->next) {
        use = use_of_list(search, rest->list, rest->at);
    }
    return use;
}

/* Does the loop give a name to something that is read in its next turn, or behind it?
 */
static bool leaks(struct oz_py *py, const struct oz_py_scope *scope,
                  const struct oz_ast_node *node, const struct oz_py_rest *after)
{
    const struct oz_ast *ast = &scope->module->ast;
    ounce_str target = part_of(ast, node, 0)->text;
    struct oz_py_names names = {0}, globals = {0};
    struct names_search search = {py, ast, target};

    if (!oz_py_collect(py->arena, ast, oz_ast_child(ast, node, 2), &names, &globals)) {
        return oz_py_built(py, OZ_NONE) == OZ_NONE;
    }
    if (oz_py_names_has(&scope->globals, target) ||
        oz_py_names_has(&scope->loose, target) || use_of_rest(&search, after) == READ) {
        return true;
    }
    for (uint32_t i = 0; i < names.count; i++) {
        search.name = names.items[i];
        if (oz_py_names_has(&scope->globals, search.name) ||
            (!oz_py_names_has(&scope->loose, search.name) &&
             (use_of_rest(&search, after) == READ ||
              (!oz_str_equal(search.name, target) &&
               use_of_list(&search, oz_ast_child(ast, node, 2), 0) == READ)))) {
            return true;
        }
    }
    return false;
}

/* None of the loops in a list of statements leaks, nor those inside them. */
static bool all_private(struct oz_py *py, const struct oz_py_scope *scope,
                        oz_ast_id list, const struct oz_py_rest *next)
{
    const struct oz_ast *ast = &scope->module->ast;
    const struct oz_ast_node *body = oz_ast_node(ast, list);

    for (uint32_t i = 0; i < body->count; i++) {
        const struct oz_ast_node *node = part_of(ast, body, i);
        struct oz_py_rest after = {list, i + 1, next};

        if (node->kind == OZ_AST_IF &&
            (!all_private(py, scope, oz_ast_child(ast, node, 1), &after) ||
             !all_private(py, scope, oz_ast_child(ast, node, 2), &after))) {
            return false;
        }
        if (node->kind == OZ_AST_FOR &&
            (leaks(py, scope, node, &after) ||
             !all_private(py, scope, oz_ast_child(ast, node, 2), &after))) {
            return false;
        }
    }
    return true;
}

bool oz_py_is_search(struct oz_py *py, const struct oz_py_scope *scope,
                     const struct oz_ast_node *node, const struct oz_py_rest *after,
                     int *found)
{
    const struct oz_ast *ast = &scope->module->ast;

    return oz_py_looks_like_search(ast, node, found) &&
           !leaks(py, scope, node, after) &&
           all_private(py, scope, oz_ast_child(ast, node, 2), after);
}
