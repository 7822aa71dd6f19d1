/* lower_scope.c — what a name means where it stands. */
#include "base/str.h"
#include "python/builtin.h"
#include "python/lower.h"

oz_expr_id oz_py_slot(struct oz_py *py, uint32_t slot)
{
    return oz_py_call1(py, OZ_FN_KNOWN, oz_py_int(py, slot));
}

oz_expr_id oz_py_set_slot(struct oz_py *py, uint32_t slot, oz_expr_id value)
{
    return oz_py_call2(py, OZ_FN_SET_LOCAL, oz_py_int(py, slot), value);
}

struct oz_py_scope oz_py_module_scope(struct oz_py_module *module,
                                      struct oz_py_frame *frame)
{
    struct oz_py_scope scope = {0};

    scope.module = module;
    scope.frame = frame;
    return scope;
}

struct oz_py_binding *oz_py_binding(struct oz_py_scope *scope, ounce_str name)
{
    for (uint32_t i = scope->count; i-- > 0;) {
        if (oz_str_equal(scope->bindings[i].name, name)) {
            return &scope->bindings[i];
        }
    }
    return NULL;
}

bool oz_py_bind(struct oz_py *py, struct oz_py_scope *scope, ounce_str name,
                oz_expr_id value, uint32_t slot, bool known)
{
    void *items = scope->bindings;

    if (!oz_arena_grow(py->arena, &items, scope->count, &scope->capacity,
                       sizeof *scope->bindings)) {
        oz_py_built(py, OZ_NONE);
        return false;
    }
    scope->bindings = items;
    scope->bindings[scope->count++] =
        (struct oz_py_binding){name, value, slot, known, false, NULL};
    return true;
}

/* How many frames lie between the code at hand and a scope around it. */
static uint32_t frames_between(const struct oz_py_scope *from,
                               const struct oz_py_scope *to)
{
    uint32_t count = 0;

    for (const struct oz_py_frame *frame = from->frame; frame != to->frame;
         frame = frame->outer) {
        count++;
    }
    return count;
}

/* Does a name belong to the function around the comprehension that the code is in? */
static bool is_around(const struct oz_py_scope *owner,
                      const struct oz_py_binding *binding)
{
    return (size_t)(binding - owner->bindings) + 1 < owner->inside;
}

static oz_expr_id read_binding(struct oz_py *py, struct oz_py_scope *scope,
                               struct oz_py_scope *owner,
                               const struct oz_py_binding *binding)
{
    uint32_t up = frames_between(scope, owner);

    if (binding->value != OZ_NONE) {
        return binding->value;
    }
    /* A comprehension is a function of its own, which shows when there is no value. */
    if (up > 0 || (!binding->known && is_around(owner, binding))) {
        return oz_py_call3(py, OZ_FN_OUTER, oz_py_int(py, up),
                           oz_py_int(py, binding->slot), oz_py_str(py, binding->name));
    }
    return binding->known ? oz_py_slot(py, binding->slot)
                          : oz_py_call2(py, OZ_FN_LOCAL, oz_py_int(py, binding->slot),
                                        oz_py_str(py, binding->name));
}

static oz_expr_id fail_with_name(struct oz_py *py, const char *class_,
                                 const char *before, ounce_str name, const char *after)
{
    struct oz_buf buf;
    ounce_str text;
    bool fine;

    oz_buf_init(&buf, py->arena->alloc);
    oz_buf_text(&buf, before);
    oz_buf_str(&buf, name);
    oz_buf_text(&buf, after);
    fine = !buf.failed && oz_arena_text(py->expr->arena, buf.data, buf.size, &text);
    oz_buf_finish(&buf);
    return fine ? oz_py_call2(py, OZ_FN_FAIL, oz_py_word(py, class_),
                              oz_py_str(py, text))
                : oz_py_built(py, OZ_NONE);
}

static oz_expr_id undefined(struct oz_py *py, ounce_str name)
{
    return fail_with_name(py, "NameError", "name '", name, "' is not defined");
}

/* ---- globals ---- */

oz_expr_id oz_py_global(struct oz_py *py, struct oz_py_module *module,
                        struct oz_py_definition *definition)
{
    struct oz_py_scope scope = oz_py_module_scope(module, NULL);
    struct oz_py_frame frame = {NULL, 0, false};
    oz_expr_id value;

    if (definition->global == OZ_NONE) {
        definition->global = py->expr->global_count++;
    }
    scope.frame = &frame;
    if (definition->busy && definition->kind != OZ_PY_CLASS) {
        return undefined(py, definition->name); /* it needs itself */
    }
    if (definition->busy) { /* a class whose methods name it: it is there by then */
        return oz_py_call2(py, OZ_FN_GLOBAL, oz_py_int(py, definition->global),
                           oz_py_none(py));
    }
    definition->busy = true;
    value = definition->kind == OZ_PY_CLASS ? oz_py_class(py, &scope, definition->node)
            : definition->node == OZ_NONE   ? undefined(py, definition->name)
                                            : oz_py_value(py, &scope, definition->node);
    definition->busy = false;
    if (frame.locals > 0 && py->fine) { /* a comprehension: it needs slots of its own */
        value = oz_py_called(py, definition->name, frame.locals, value);
    }
    if (py->fine && !oz_py_is_written(py, definition) &&
        oz_py_constant(py, value) != NULL) {
        return value; /* nobody can tell it from a name */
    }
    return oz_py_call2(py, OZ_FN_GLOBAL, oz_py_int(py, definition->global), value);
}

static struct oz_py_module *find_module(const struct oz_py *py, ounce_str name)
{
    for (uint32_t i = 0; i < py->module_count; i++) {
        if (oz_str_equal(py->modules[i]->name, name)) {
            return py->modules[i];
        }
    }
    return NULL;
}

/* The dotted name of a member of a library. */
static bool dotted(struct oz_py *py, ounce_str module, ounce_str member, ounce_str *out)
{
    char *text = oz_arena_alloc(py->expr->arena, module.size + member.size + 1);

    if (text == NULL) {
        oz_py_built(py, OZ_NONE);
        return false;
    }
    memcpy(text, module.data, module.size);
    text[module.size] = '.';
    memcpy(text + module.size + 1, member.data, member.size);
    *out = (ounce_str){text, module.size + member.size + 1};
    return true;
}

/* Follow an import to the definition behind it, or to a library's name. */
static struct oz_py_definition *follow(struct oz_py *py,
                                       struct oz_py_definition *definition,
                                       struct oz_py_module **module, ounce_str *library,
                                       uint32_t depth)
{
    struct oz_py_module *from;
    struct oz_py_definition *there;

    if (definition->kind == OZ_PY_IMPORT) {
        *library = definition->from;
        return definition;
    }
    if (definition->kind != OZ_PY_IMPORT_FROM || depth > 16) {
        return definition;
    }
    from = find_module(py, definition->from);
    if (from == NULL) {
        dotted(py, definition->from, definition->member, library);
        return definition;
    }
    there = oz_py_module_find(from, definition->member);
    if (there == NULL) {
        return NULL;
    }
    *module = from;
    return follow(py, there, module, library, depth + 1);
}

struct oz_py_definition *oz_py_follow(struct oz_py *py,
                                      struct oz_py_definition *definition,
                                      struct oz_py_module **module)
{
    ounce_str library = {NULL, 0};

    definition = follow(py, definition, module, &library, 0);
    return library.size > 0 ? NULL : definition;
}

static bool is_mocked(const struct oz_py *py, const struct oz_py_module *module,
                      ounce_str name)
{
    for (uint32_t i = 0; module->name.size == 0 && i < py->mock_count; i++) {
        if (oz_str_equal(py->mocks[i], name)) {
            return true;
        }
    }
    return false;
}

static bool is_local(const struct oz_py_scope *scope, ounce_str name)
{
    for (; scope != NULL; scope = scope->outer) {
        if (oz_py_names_has(&scope->globals, name)) {
            return false;
        }
        if (oz_py_names_has(&scope->locals, name) ||
            oz_py_binding((struct oz_py_scope *)(uintptr_t)scope, name) != NULL) {
            return true;
        }
    }
    return false;
}

/* The binding of a name that nothing but an import inside a function gives a value. */
static struct oz_py_binding *import_of(struct oz_py_scope *scope, ounce_str name,
                                       struct oz_py_scope **owner)
{
    for (; scope != NULL && !oz_py_names_has(&scope->globals, name);
         scope = scope->outer) {
        struct oz_py_binding *binding = oz_py_binding(scope, name);

        *owner = scope;
        if (binding != NULL) {
            return binding->import != NULL ? binding : NULL;
        }
        if (oz_py_names_has(&scope->locals, name)) {
            break;
        }
    }
    return NULL;
}

/* A value is that of the time of the import: the name is what has it. */
static struct oz_py_definition *follow_local(struct oz_py *py,
                                             const struct oz_py_binding *binding,
                                             struct oz_py_module **module,
                                             ounce_str *library)
{
    struct oz_py_definition *definition =
        follow(py, binding->import, module, library, 0);

    return definition != NULL &&
                   (library->size > 0 || definition->kind == OZ_PY_FUNCTION ||
                    definition->kind == OZ_PY_CLASS)
               ? definition
               : NULL;
}

struct oz_py_definition *oz_py_resolve(struct oz_py *py, struct oz_py_scope *scope,
                                       oz_ast_id id, struct oz_py_module **module,
                                       ounce_str *library)
{
    const struct oz_ast *ast = &scope->module->ast;
    const struct oz_ast_node *node = oz_ast_node(ast, id);
    struct oz_py_definition *definition;
    struct oz_py_binding *import;
    struct oz_py_scope *owner;
    struct oz_py_module *helper;
    ounce_str base = {NULL, 0};

    *library = (ounce_str){NULL, 0};
    if (node->kind == OZ_AST_NAME) {
        *module = scope->module;
        import = import_of(scope, node->text, &owner);
        if (import != NULL) {
            return follow_local(py, import, module, library);
        }
        definition = is_local(scope, node->text) || is_mocked(py, *module, node->text)
                         ? NULL
                         : oz_py_module_find(*module, node->text);
        return definition == NULL ? NULL : follow(py, definition, module, library, 0);
    }
    if (node->kind != OZ_AST_ATTRIBUTE ||
        oz_py_resolve(py, scope, oz_ast_child(ast, node, 0), module, &base) == NULL ||
        base.size == 0) {
        return NULL;
    }
    helper = find_module(py, base);
    if (helper != NULL) {
        definition = oz_py_module_find(helper, node->text);
        *module = helper;
        return definition == NULL ? NULL : follow(py, definition, module, library, 0);
    }
    /* Some definition, to say that there is one: the library's name is what counts. */
    return dotted(py, base, node->text, library) ? scope->module->definitions : NULL;
}

/* ---- values of names ---- */

oz_expr_id oz_py_definition(struct oz_py *py, struct oz_py_module *module,
                            struct oz_py_definition *definition, oz_ast_id at)
{
    (void)at;
    switch (definition->kind) {
    case OZ_PY_FUNCTION:
        return oz_py_closure(py, NULL, module, definition->node, 0);
    case OZ_PY_CLASS:
        return oz_py_global(py, module, definition);
    case OZ_PY_VALUE:
        return oz_py_global(py, module, definition);
    case OZ_PY_IMPORT:
    case OZ_PY_IMPORT_FROM:
        return oz_py_call1(py, OZ_FN_MODULE, oz_py_str(py, definition->from));
    case OZ_PY_COMPLEX:
        break;
    }
    return oz_py_error(
        py, "py-unsupported", at,
        "'%.*s' is given its value by a statement at the top of its module "
        "that is not a plain assignment, which is not supported",
        OZ_STR(definition->name));
}

/* A name of the function itself that has no value where the code stands. */
static oz_expr_id unbound(struct oz_py *py, const struct oz_py_scope *scope,
                          ounce_str name)
{
    if (scope->inside > 0) {
        return fail_with_name(py, "NameError", "cannot access free variable '", name,
                              "' where it is not associated with a value in enclosing "
                              "scope");
    }
    return fail_with_name(py, "UnboundLocalError", "cannot access local variable '",
                          name, "' where it is not associated with a value");
}

static oz_expr_id library_value(struct oz_py *py, ounce_str name)
{
    return oz_py_call1(py, OZ_FN_NATIVE, oz_py_str(py, name));
}

oz_expr_id oz_py_leads_to(struct oz_py *py, struct oz_py_module *module,
                          struct oz_py_definition *definition, oz_ast_id at)
{
    ounce_str library = {NULL, 0}, name = definition->name;

    definition = follow(py, definition, &module, &library, 0);
    if (library.size > 0) {
        return library_value(py, library);
    }
    return definition == NULL
               ? oz_py_call2(py, OZ_FN_FAIL, oz_py_word(py, "ImportError"),
                             oz_py_str(py, name))
               : oz_py_definition(py, module, definition, at);
}

oz_expr_id oz_py_behind(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id,
                        oz_expr_id value)
{
    const struct oz_ast *ast = &scope->module->ast;
    const struct oz_ast_node *node = oz_ast_node(ast, id);
    struct oz_py_scope *owner;
    struct oz_py_binding *import;

    while (node->kind == OZ_AST_ATTRIBUTE) {
        node = oz_ast_node(ast, oz_ast_child(ast, node, 0));
    }
    import = node->kind == OZ_AST_NAME ? import_of(scope, node->text, &owner) : NULL;
    return import != NULL && import->passed && py->fine
               ? oz_py_then(py, read_binding(py, scope, owner, import), value)
               : value;
}

static oz_expr_id no_definition(struct oz_py *py, struct oz_py_scope *scope,
                                oz_ast_id id)
{
    ounce_str name = oz_ast_node(&scope->module->ast, id)->text;

    if (oz_py_is_builtin_class(name)) {
        return oz_py_call1(py, OZ_FN_BUILTIN_CLASS, oz_py_str(py, name));
    }
    if (oz_py_is_builtin(name) || /* or it may come from there */
        oz_py_module_find(scope->module, OZ_LIT("*")) != NULL) {
        return library_value(py, name);
    }
    if (!is_mocked(py, scope->module, name)) {
        oz_py_note_name(py, scope, id);
    }
    return undefined(py, name);
}

static oz_expr_id top_level(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *node = oz_ast_node(&scope->module->ast, id);
    struct oz_py_module *module = scope->module;
    struct oz_py_definition *definition = oz_py_module_find(module, node->text);

    if (definition == NULL && oz_str_is(node->text, "__name__")) {
        return oz_py_str(py, module->name.size > 0 ? module->name : OZ_LIT("__main__"));
    }
    if (definition == NULL) {
        return no_definition(py, scope, id);
    }
    return oz_py_leads_to(py, module, definition, id);
}

/* What a library has is the same at any time, and is better known. */
static oz_expr_id read_name(struct oz_py *py, struct oz_py_scope *scope,
                            struct oz_py_scope *owner, oz_ast_id id,
                            const struct oz_py_binding *binding)
{
    struct oz_py_module *module = scope->module;
    ounce_str library = {NULL, 0};

    if (binding->import != NULL) {
        follow(py, binding->import, &module, &library, 0);
    }
    return library.size > 0 ? oz_py_behind(py, scope, id, library_value(py, library))
                            : read_binding(py, scope, owner, binding);
}

/* What a test puts in the place of a name. A global begins with it and may be given
 * another value; what is imported is another module's, and stays as it is there. */
static oz_expr_id mocked(struct oz_py *py, struct oz_py_module *module, ounce_str name,
                         oz_expr_id value)
{
    const struct oz_py_definition *definition = oz_py_module_find(module, name);
    oz_expr_id text = oz_py_str(py, name);
    oz_expr_id slot, first;

    if (!py->fine || !oz_py_is_call(py, value, OZ_FN_GLOBAL) || definition == NULL ||
        definition->global == OZ_NONE) {
        return oz_py_call2(py, OZ_FN_MOCK, text, value);
    }
    slot = py->expr->children[oz_expr_node(py->expr, value)->first];
    first = py->expr->children[oz_expr_node(py->expr, value)->first + 1];
    return oz_py_call2(py, OZ_FN_GLOBAL, slot,
                       oz_py_call2(py, OZ_FN_MOCK, text, first));
}

oz_expr_id oz_py_name(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *node = oz_ast_node(&scope->module->ast, id);
    oz_expr_id value;

    for (struct oz_py_scope *owner = scope; owner != NULL; owner = owner->outer) {
        struct oz_py_binding *binding;

        py->work += owner->count >> 4; /* many names take long to look through */
        if (oz_py_names_has(&owner->globals, node->text)) {
            break;
        }
        binding = oz_py_binding(owner, node->text);
        if (binding != NULL) {
            return read_name(py, scope, owner, id, binding);
        }
        if (owner == scope && oz_py_names_has(&owner->locals, node->text)) {
            return unbound(py, scope, node->text);
        }
    }
    value = top_level(py, scope, id);
    return is_mocked(py, scope->module, node->text)
               ? mocked(py, scope->module, node->text, value)
               : value;
}

oz_expr_id oz_py_set(struct oz_py *py, struct oz_py_scope *scope, ounce_str name,
                     oz_expr_id value)
{
    struct oz_py_binding *binding = oz_py_binding(scope, name);
    struct oz_py_definition *definition;

    if (oz_py_names_has(&scope->globals, name)) {
        definition = oz_py_module_find(scope->module, name);
        if (definition->global == OZ_NONE) {
            definition->global = py->expr->global_count++;
        }
        return oz_py_call2(py, OZ_FN_SET_GLOBAL, oz_py_int(py, definition->global),
                           value);
    }
    if (binding == NULL || binding->value != OZ_NONE) {
        uint32_t slot = scope->frame->locals++;

        if (!oz_py_bind(py, scope, name, OZ_NONE, slot, false)) {
            return OZ_NONE;
        }
        return oz_py_set_slot(py, slot, value);
    }
    return oz_py_set_slot(py, binding->slot, value);
}
