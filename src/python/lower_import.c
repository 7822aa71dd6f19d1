/* lower_import.c — imports inside a function.
 *
 *     def rule(event):
 *         from helper import is_admin      is_admin is helper's function, put in place
 *         return is_admin(event)           of the call as if the module imported it
 *
 * An import gives its name a value when it is come to, as an assignment does. When
 * nothing else in the function gives the name another one, what stands behind it is
 * known besides; where it may have been passed over, the name is read all the same.
 */
#include "base/str.h"
#include "python/lower.h"

/* ---- where it stands ---- */

struct search {
    const struct oz_ast *ast;
    oz_ast_id wanted;
    oz_ast_id function; /* found: the innermost; OZ_NONE: a class is nearer */
    bool direct;        /* found: it is a statement of the body itself */
};

static bool find(struct search *search, oz_ast_id id, oz_ast_id function, bool direct)
{
    const struct oz_ast_node *node;

    if (id == OZ_NONE) {
        return false;
    }
    if (id == search->wanted) {
        search->function = function;
        search->direct = direct;
        return true;
    }
    node = oz_ast_node(search->ast, id);
    function = node->kind == OZ_AST_FUNCTION ? id
               : node->kind == OZ_AST_CLASS  ? OZ_NONE
                                             : function;
    direct = node->kind == OZ_AST_FUNCTION || (direct && node->kind == OZ_AST_LIST);
    for (uint32_t i = 0; i < node->count; i++) {
        if (find(search, oz_ast_child(search->ast, node, i), function, direct)) {
            return true;
        }
    }
    return false;
}

/* ---- what gives a name a value ---- */

struct count {
    const struct oz_ast *ast;
    ounce_str name;
    bool plain; /* `import a.b`, which may be said again: it is the same module */
    uint32_t bindings;
};

static bool is_plain(const struct oz_ast_node *import, const struct oz_ast_node *alias)
{
    return import->kind == OZ_AST_IMPORT && alias->extra.size == 0;
}

static ounce_str bound_name(const struct oz_ast_node *import,
                            const struct oz_ast_node *alias)
{
    ounce_str name = alias->extra.size > 0 ? alias->extra : alias->text;
    const char *dot = memchr(name.data, '.', name.size);

    if (is_plain(import, alias) && dot != NULL) {
        name.size = (size_t)(dot - name.data);
    }
    return name;
}

static void count_imports(struct count *count, const struct oz_ast_node *import)
{
    for (uint32_t i = 0; i < import->count; i++) {
        const struct oz_ast_node *alias =
            oz_ast_node(count->ast, oz_ast_child(count->ast, import, i));

        count->bindings += oz_str_equal(bound_name(import, alias), count->name) &&
                           !(count->plain && is_plain(import, alias));
    }
}

static bool names_itself(const struct oz_ast_node *node)
{
    return node->kind == OZ_AST_PARAM || node->kind == OZ_AST_HANDLER ||
           node->kind == OZ_AST_MATCH_AS || node->kind == OZ_AST_FUNCTION ||
           node->kind == OZ_AST_CLASS;
}

/* How many of a node's children, from the first on, are given a value; `target`: the
 * node itself is. */
static uint32_t targets(const struct oz_ast_node *node, bool target)
{
    switch (node->kind) {
    case OZ_AST_ASSIGN:
        return node->count - 1;
    case OZ_AST_AUG_ASSIGN:
    case OZ_AST_ANN_ASSIGN:
    case OZ_AST_FOR:
    case OZ_AST_NAMED:
    case OZ_AST_COMPREHENSION:
        return 1;
    case OZ_AST_DELETE:
    case OZ_AST_GLOBAL:
    case OZ_AST_NONLOCAL:
        return node->count;
    case OZ_AST_TUPLE:
    case OZ_AST_LIST_DISPLAY:
    case OZ_AST_STARRED:
        return target ? node->count : 0;
    default:
        return 0;
    }
}

/* Functions inside count as well: a name of theirs is taken for the same. */
static void count_bindings(struct count *count, oz_ast_id id, bool target)
{
    const struct oz_ast_node *node;
    uint32_t given;

    if (id == OZ_NONE) {
        return;
    }
    node = oz_ast_node(count->ast, id);
    if (node->kind == OZ_AST_IMPORT || node->kind == OZ_AST_IMPORT_FROM) {
        count_imports(count, node);
        return;
    }
    count->bindings += ((node->kind == OZ_AST_NAME && target) || names_itself(node)) &&
                       oz_str_equal(node->text, count->name);
    given = targets(node, target);
    for (uint32_t i = 0; i < node->count; i++) {
        count_bindings(count, oz_ast_child(count->ast, node, i), i < given);
    }
}

/* Does nothing but the import give the name a value? */
static bool is_alone(struct oz_py *py, const struct search *at,
                     const struct oz_ast_node *import, const struct oz_ast_node *alias)
{
    struct count count = {at->ast, bound_name(import, alias), is_plain(import, alias),
                          0};

    if (at->function == OZ_NONE) {
        return false;
    }
    py->work += at->ast->node_count >> 4;
    count_bindings(&count, at->function, false);
    return count.bindings == (count.plain ? 0 : 1);
}

/* ---- the statement ---- */

bool oz_py_import_names(struct oz_arena *arena, struct oz_py_scope *scope)
{
    uint32_t count = scope->locals.count;

    for (uint32_t i = 0; i < count; i++) {
        ounce_str name = scope->locals.items[i];
        const char *dot = memchr(name.data, '.', name.size);
        ounce_str first = {name.data, dot != NULL ? (size_t)(dot - name.data) : 0};

        if (dot != NULL && !oz_py_names_has(&scope->globals, first) &&
            !oz_py_names_add(arena, &scope->locals, first)) {
            return false;
        }
    }
    return true;
}

static struct oz_py_definition *define(struct oz_py *py,
                                       const struct oz_ast_node *import,
                                       const struct oz_ast_node *alias)
{
    struct oz_py_definition *definition = oz_arena_zero(py->arena, sizeof *definition);

    if (definition == NULL) {
        oz_py_built(py, OZ_NONE);
        return NULL;
    }
    definition->name = bound_name(import, alias);
    definition->node = OZ_NONE;
    definition->global = OZ_NONE;
    definition->kind = import->kind == OZ_AST_IMPORT ? OZ_PY_IMPORT : OZ_PY_IMPORT_FROM;
    definition->from = import->kind == OZ_AST_IMPORT_FROM ? import->text
                       : is_plain(import, alias)          ? definition->name
                                                          : alias->text;
    definition->member = alias->text;
    return definition;
}

static oz_expr_id import_one(struct oz_py *py, struct oz_py_scope *scope,
                             const struct search *at, const struct oz_ast_node *import,
                             oz_ast_id id)
{
    const struct oz_ast_node *alias = oz_ast_node(at->ast, id);
    struct oz_py_definition *definition = define(py, import, alias);
    struct oz_py_binding *binding;
    oz_expr_id out;

    if (definition == NULL) {
        return OZ_NONE;
    }
    out = oz_py_set(py, scope, definition->name,
                    oz_py_leads_to(py, scope->module, definition, id));
    binding = oz_py_binding(scope, definition->name);
    if (py->fine && binding != NULL && is_alone(py, at, import, alias)) {
        binding->import = definition;
        binding->passed = !at->direct;
    }
    return out;
}

oz_expr_id oz_py_import(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast *ast = &scope->module->ast;
    const struct oz_ast_node *node = oz_ast_node(ast, id);
    struct search at = {ast, id, OZ_NONE, false};
    oz_expr_id out = oz_py_none(py);

    py->work += ast->node_count >> 4;
    find(&at, ast->root, OZ_NONE, false);
    for (uint32_t i = 0; i < node->count && py->fine; i++) {
        out = oz_py_call2(py, OZ_FN_SEQUENCE, out,
                          import_one(py, scope, &at, node, oz_ast_child(ast, node, i)));
    }
    return out;
}
