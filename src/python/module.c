/* module.c — top-level statements → definitions; statements of a function → its names.
 */
#include "python/module.h"

#include "base/str.h"

/* ---- names ---- */

static bool is_name(const void *owner, uint32_t id, const void *wanted)
{
    const struct oz_py_names *names = owner;
    const ounce_str *name = wanted;

    return oz_str_equal(names->items[id], *name);
}

bool oz_py_names_has(const struct oz_py_names *names, ounce_str name)
{
    return names->count > 0 &&
           oz_table_find(&names->by_name, oz_hash(name.data, name.size), is_name, names,
                         &name) != OZ_NONE;
}

bool oz_py_names_add(struct oz_arena *arena, struct oz_py_names *names, ounce_str name)
{
    void *items = names->items;

    if (name.size == 0 || oz_py_names_has(names, name)) {
        return true;
    }
    if (!oz_arena_grow(arena, &items, names->count, &names->capacity,
                       sizeof *names->items) ||
        !oz_table_add(&names->by_name, arena, oz_hash(name.data, name.size),
                      names->count)) {
        return false;
    }
    names->items = items;
    names->items[names->count++] = name;
    return true;
}

struct collector {
    struct oz_arena *arena;
    const struct oz_ast *ast;
    struct oz_py_names *locals, *globals;
    const struct oz_py_module
        *without_mocks; /* whose branches for mocks are left out */
};

static bool collect(struct collector *collector, oz_ast_id id);

static bool collect_children(struct collector *collector,
                             const struct oz_ast_node *node, uint32_t from)
{
    for (uint32_t i = from; i < node->count; i++) {
        if (!collect(collector, oz_ast_child(collector->ast, node, i))) {
            return false;
        }
    }
    return true;
}

/* A target binds the names in it; what it subscripts or looks into it only reads. */
static bool collect_target(struct collector *collector, oz_ast_id id)
{
    const struct oz_ast_node *node = oz_ast_node(collector->ast, id);

    switch (node->kind) {
    case OZ_AST_NAME:
        return oz_py_names_add(collector->arena, collector->locals, node->text);
    case OZ_AST_TUPLE:
    case OZ_AST_LIST_DISPLAY:
    case OZ_AST_STARRED:
        for (uint32_t i = 0; i < node->count; i++) {
            if (!collect_target(collector, oz_ast_child(collector->ast, node, i))) {
                return false;
            }
        }
        return true;
    default:
        return collect(collector, id);
    }
}

static bool collect_aliases(struct collector *collector, const struct oz_ast_node *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        const struct oz_ast_node *alias =
            oz_ast_node(collector->ast, oz_ast_child(collector->ast, node, i));

        if (!oz_py_names_add(collector->arena, collector->locals,
                             alias->extra.size > 0 ? alias->extra : alias->text)) {
            return false;
        }
    }
    return true;
}

static bool collect_globals(struct collector *collector, const struct oz_ast_node *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        const struct oz_ast_node *name =
            oz_ast_node(collector->ast, oz_ast_child(collector->ast, node, i));

        if (!oz_py_names_add(collector->arena, collector->globals, name->text)) {
            return false;
        }
    }
    return true;
}

/* The variables of a comprehension are its own; a walrus inside binds out here. */
static bool collect_comprehension(struct collector *collector,
                                  const struct oz_ast_node *node)
{
    return collect_children(collector, node, 1);
}

/* Recursion is bounded by the parser's limit on depth. */
static bool collect(struct collector *collector, oz_ast_id id)
{
    const struct oz_ast_node *node;

    if (id == OZ_NONE) {
        return true;
    }
    node = oz_ast_node(collector->ast, id);
    switch (node->kind) {
    case OZ_AST_FUNCTION:
    case OZ_AST_CLASS:
        return oz_py_names_add(collector->arena, collector->locals, node->text);
    case OZ_AST_LAMBDA:
        return true;
    case OZ_AST_ASSIGN:
        for (uint32_t i = 0; i + 1 < node->count; i++) {
            if (!collect_target(collector, oz_ast_child(collector->ast, node, i))) {
                return false;
            }
        }
        return collect_children(collector, node, node->count - 1);
    case OZ_AST_AUG_ASSIGN:
    case OZ_AST_ANN_ASSIGN:
    case OZ_AST_FOR:
    case OZ_AST_NAMED:
        return collect_target(collector, oz_ast_child(collector->ast, node, 0)) &&
               collect_children(collector, node, 1);
    case OZ_AST_COMPREHENSION:
        return collect_comprehension(collector, node);
    case OZ_AST_HANDLER:
    case OZ_AST_MATCH_AS:
        return oz_py_names_add(collector->arena, collector->locals, node->text) &&
               collect_children(collector, node, 0);
    case OZ_AST_IMPORT:
    case OZ_AST_IMPORT_FROM:
        return collect_aliases(collector, node);
    case OZ_AST_GLOBAL:
        return collect_globals(collector, node);
    case OZ_AST_IF:
        if (collector->without_mocks != NULL &&
            oz_py_is_for_mocks(collector->without_mocks, node)) {
            return collect(collector, oz_ast_child(collector->ast, node, 0)) &&
                   collect(collector, oz_ast_child(collector->ast, node, 2));
        }
        return collect_children(collector, node, 0);
    default:
        return collect_children(collector, node, 0);
    }
}

bool oz_py_collect_bound(struct oz_arena *arena, const struct oz_ast *ast,
                         oz_ast_id list, struct oz_py_names *bound,
                         struct oz_py_names *globals,
                         const struct oz_py_module *without_mocks)
{
    struct collector collector = {arena, ast, bound, globals, without_mocks};

    return collect_children(&collector, oz_ast_node(ast, list), 0);
}

bool oz_py_collect(struct oz_arena *arena, const struct oz_ast *ast, oz_ast_id list,
                   struct oz_py_names *locals, struct oz_py_names *globals)
{
    struct oz_py_names kept = {0};

    if (!oz_py_collect_bound(arena, ast, list, locals, globals, NULL)) {
        return false;
    }
    for (uint32_t i = 0; i < locals->count; i++) {
        if (!oz_py_names_has(globals, locals->items[i]) &&
            !oz_py_names_add(arena, &kept, locals->items[i])) {
            return false;
        }
    }
    *locals = kept;
    return true;
}

/* Recursion is bounded by the parser's limit on depth. */
bool oz_py_collect_loose(struct oz_arena *arena, const struct oz_ast *ast, oz_ast_id id,
                         struct oz_py_names *names)
{
    const struct oz_ast_node *node;

    if (id == OZ_NONE) {
        return true;
    }
    node = oz_ast_node(ast, id);
    if (node->kind == OZ_AST_FUNCTION || node->kind == OZ_AST_CLASS ||
        node->kind == OZ_AST_LAMBDA) {
        return true;
    }
    if (node->kind == OZ_AST_HANDLER && !oz_py_names_add(arena, names, node->text)) {
        return false;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        oz_ast_id part = oz_ast_child(ast, node, i);
        bool binds =
            node->kind == OZ_AST_DELETE || (node->kind == OZ_AST_NAMED && i == 0);

        if (binds && oz_ast_node(ast, part)->kind == OZ_AST_NAME &&
            !oz_py_names_add(arena, names, oz_ast_node(ast, part)->text)) {
            return false;
        }
        if (!oz_py_collect_loose(arena, ast, part, names)) {
            return false;
        }
    }
    return true;
}

/* ---- definitions ---- */

static bool has_name(const void *owner, uint32_t id, const void *wanted)
{
    const struct oz_py_module *module = owner;
    const ounce_str *name = wanted;

    return oz_str_equal(module->definitions[id].name, *name);
}

struct oz_py_definition *oz_py_module_find(const struct oz_py_module *module,
                                           ounce_str name)
{
    uint32_t id = oz_table_find(&module->by_name, oz_hash(name.data, name.size),
                                has_name, module, &name);

    return id == OZ_NONE ? NULL : &module->definitions[id];
}

/* Two simple definitions: the later one counts, as when the module is run. */
static bool define(struct oz_arena *arena, struct oz_py_module *module,
                   const struct oz_py_definition *definition)
{
    struct oz_py_definition *old = oz_py_module_find(module, definition->name);
    void *items = module->definitions;

    if (old != NULL) {
        *old = *definition;
        return true;
    }
    if (!oz_arena_grow(arena, &items, module->count, &module->capacity,
                       sizeof *module->definitions)) {
        return false;
    }
    if (!oz_table_add(&module->by_name, arena,
                      oz_hash(definition->name.data, definition->name.size),
                      module->count)) {
        return false;
    }
    module->definitions = items;
    module->definitions[module->count++] = *definition;
    return true;
}

static struct oz_py_definition
definition_of(ounce_str name, enum oz_py_definition_kind kind, oz_ast_id node)
{
    return (struct oz_py_definition){name,  kind,  node,  {NULL, 0}, {NULL, 0},
                                     false, false, false, OZ_NONE};
}

static bool define_imports(struct oz_arena *arena, struct oz_py_module *module,
                           const struct oz_ast_node *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        const struct oz_ast_node *alias =
            oz_ast_node(&module->ast, oz_ast_child(&module->ast, node, i));
        const char *dot = alias->text.size > 0
                              ? memchr(alias->text.data, '.', alias->text.size)
                              : NULL;
        struct oz_py_definition definition =
            definition_of(alias->extra, OZ_PY_IMPORT, OZ_NONE);

        definition.from = alias->text;
        if (node->kind == OZ_AST_IMPORT_FROM) {
            definition.kind = OZ_PY_IMPORT_FROM;
            definition.from = node->text;
            definition.member = alias->text;
        }
        if (definition.name.size == 0) {
            definition.name = alias->text;
            if (node->kind == OZ_AST_IMPORT && dot != NULL) { /* binds the first part */
                definition.name.size = (size_t)(dot - alias->text.data);
                definition.from = definition.name;
            }
        }
        if (!define(arena, module, &definition)) {
            return false;
        }
    }
    return true;
}

static bool define_targets(struct oz_arena *arena, struct oz_py_module *module,
                           const struct oz_ast_node *node, oz_ast_id statement)
{
    oz_ast_id value = oz_ast_child(&module->ast, node, node->count - 1);

    for (uint32_t i = 0; i + 1 < node->count; i++) {
        const struct oz_ast_node *target =
            oz_ast_node(&module->ast, oz_ast_child(&module->ast, node, i));
        struct oz_py_definition definition =
            definition_of(target->text, OZ_PY_VALUE, value);

        if (target->kind != OZ_AST_NAME) {
            definition.kind = OZ_PY_COMPLEX;
            definition.node = statement;
        } else if (value == OZ_NONE) {
            continue; /* an annotation alone defines nothing */
        }
        if (!define(arena, module, &definition)) {
            return false;
        }
    }
    return true;
}

/* What a compound statement defines is the business of whoever runs it. A `try` around
 * imports is the exception: what it tries first is what counts here. */
static bool define_complex(struct oz_arena *arena, struct oz_py_module *module,
                           oz_ast_id id)
{
    struct oz_py_names locals = {0}, globals = {0};
    struct collector collector = {arena, &module->ast, &locals, &globals, NULL};

    if (!collect(&collector, id)) {
        return false;
    }
    for (uint32_t i = 0; i < locals.count; i++) {
        struct oz_py_definition definition =
            definition_of(locals.items[i], OZ_PY_COMPLEX, id);

        if (!define(arena, module, &definition)) {
            return false;
        }
    }
    return true;
}

static bool define_statement(struct oz_arena *arena, struct oz_py_module *module,
                             oz_ast_id id)
{
    const struct oz_ast_node *node = oz_ast_node(&module->ast, id);
    struct oz_py_definition definition = definition_of(node->text, OZ_PY_FUNCTION, id);

    switch (node->kind) {
    case OZ_AST_FUNCTION:
        return define(arena, module, &definition);
    case OZ_AST_CLASS:
        definition.kind = OZ_PY_CLASS;
        return define(arena, module, &definition);
    case OZ_AST_ASSIGN:
    case OZ_AST_ANN_ASSIGN:
        return define_targets(arena, module, node, id);
    case OZ_AST_IMPORT:
    case OZ_AST_IMPORT_FROM:
        return define_imports(arena, module, node);
    case OZ_AST_EXPRESSION:
    case OZ_AST_PASS:
        return true;
    case OZ_AST_TRY: {
        const struct oz_ast_node *body =
            oz_ast_node(&module->ast, oz_ast_child(&module->ast, node, 0));

        for (uint32_t i = 0; i < body->count; i++) {
            if (!define_statement(arena, module, oz_ast_child(&module->ast, body, i))) {
                return false;
            }
        }
        return true;
    }
    default:
        return define_complex(arena, module, id);
    }
}

/* A name that only functions make, with `global`, is a definition without a value. */
static bool define_globals(struct oz_arena *arena, struct oz_py_module *module)
{
    for (uint32_t i = 0; i < module->ast.node_count; i++) {
        const struct oz_ast_node *node = &module->ast.nodes[i];

        for (uint32_t k = 0; node->kind == OZ_AST_GLOBAL && k < node->count; k++) {
            const struct oz_ast_node *name =
                oz_ast_node(&module->ast, oz_ast_child(&module->ast, node, k));
            struct oz_py_definition definition =
                definition_of(name->text, OZ_PY_VALUE, OZ_NONE);

            if (oz_py_module_find(module, name->text) == NULL &&
                !define(arena, module, &definition)) {
                return false;
            }
        }
    }
    return true;
}

bool oz_py_module_scan(struct oz_arena *arena, struct oz_py_module *module)
{
    const struct oz_ast_node *root = oz_ast_node(&module->ast, module->ast.root);

    for (uint32_t i = 0; i < root->count; i++) {
        if (!define_statement(arena, module, oz_ast_child(&module->ast, root, i))) {
            return false;
        }
    }
    return define_globals(arena, module) && oz_py_module_writes(arena, module) &&
           oz_py_module_changes(arena, module);
}
