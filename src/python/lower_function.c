/* lower_function.c — functions: put in place, compiled to be called, or of a rule. */
#include "base/str.h"
#include "python/lower.h"

static const struct oz_ast_node *
ast_child(const struct oz_ast *ast, const struct oz_ast_node *node, uint32_t index)
{
    return oz_ast_node(ast, oz_ast_child(ast, node, index));
}

static oz_expr_id event(struct oz_py *py)
{
    return oz_py_built(py, oz_expr_call(py->expr, OZ_FN_EVENT, NULL, 0));
}

/* Functions inside read a name when they are called: it has a slot from the start. */
static bool loosen_inner(struct oz_py *py, struct oz_py_scope *scope)
{
    for (uint32_t i = 0; i < scope->inner.count; i++) {
        ounce_str name = scope->inner.items[i];

        if (oz_py_names_has(&scope->locals, name) &&
            !oz_py_names_add(py->arena, &scope->loose, name)) {
            return false;
        }
    }
    return true;
}

static bool collect(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id body)
{
    const struct oz_ast *ast = &scope->module->ast;

    return (oz_py_collect(py->arena, ast, body, &scope->locals, &scope->globals) &&
            oz_py_import_names(py->arena, scope) &&
            oz_py_collect_loose(py->arena, ast, body, &scope->loose) &&
            oz_py_collect_inner(py->arena, ast, body, &scope->inner) &&
            loosen_inner(py, scope)) ||
           oz_py_built(py, OZ_NONE) != OZ_NONE;
}

/* ---- in place of a call ---- */

static bool is_plain(const struct oz_ast *ast, const struct oz_ast_node *params)
{
    for (uint32_t i = 0; i < params->count; i++) {
        uint8_t kind = ast_child(ast, params, i)->op;

        if (kind == OZ_PARAM_STAR || kind == OZ_PARAM_STARS) {
            return false;
        }
    }
    return true;
}

/* The argument for a parameter: by place, by name, or its default. OZ_NONE: there is
 * none. */
static oz_expr_id argument_for(struct oz_py *py, struct oz_py_module *module,
                               const struct oz_ast_node *param, uint32_t place,
                               const oz_expr_id *args, uint32_t count,
                               const ounce_str *names, uint32_t *used)
{
    struct oz_py_frame frame = {NULL, 0, false};
    struct oz_py_scope scope = oz_py_module_scope(module, &frame);
    oz_ast_id otherwise =
        param->count > 0 ? oz_ast_child(&module->ast, param, 0) : OZ_NONE;
    oz_expr_id value;

    if (place < count && names[place].size == 0) {
        ++*used;
        return param->op == OZ_PARAM_KEYWORD ? OZ_NONE : args[place];
    }
    for (uint32_t i = 0; i < count; i++) {
        if (names[i].size > 0 && param->op != OZ_PARAM_POSITIONAL &&
            oz_str_equal(names[i], param->text)) {
            ++*used;
            return args[i];
        }
    }
    if (otherwise == OZ_NONE) {
        return OZ_NONE;
    }
    value = oz_py_value(py, &scope, otherwise);
    return py->fine && oz_py_constant(py, value) != NULL ? value : OZ_NONE;
}

/* Is the value the same in every frame? */
static bool is_frameless(const struct oz_py *py, oz_expr_id id)
{
    return oz_py_constant(py, id) != NULL || oz_py_is_call(py, id, OZ_FN_EVENT);
}

/* Each call has names of its own for the functions inside to read, but what is put in
 * place has slots of the caller's: two calls, in a loop, would share them. */
static bool shares_names(const struct oz_py_scope *scope)
{
    for (uint32_t i = 0; i < scope->inner.count; i++) {
        if (oz_py_names_has(&scope->locals, scope->inner.items[i])) {
            return true;
        }
    }
    return scope->inner.turns;
}

/* Bind parameters to arguments in the caller's frame. OZ_NONE with py->fine: they do
 * not fit, which is the run's business to say. */
static bool bind_arguments(struct oz_py *py, struct oz_py_scope *scope,
                           const struct oz_ast_node *params, const oz_expr_id *args,
                           uint32_t count, const ounce_str *names, oz_expr_id *before)
{
    uint32_t used = 0;

    for (uint32_t i = 0; i < params->count; i++) {
        const struct oz_ast_node *param = ast_child(&scope->module->ast, params, i);
        oz_expr_id value =
            argument_for(py, scope->module, param, i, args, count, names, &used);
        uint32_t slot;

        if (value == OZ_NONE || !py->fine ||
            (oz_py_names_has(&scope->inner, param->text) && !is_frameless(py, value))) {
            return false;
        }
        if (oz_py_is_cheap(py, value)) {
            if (!oz_py_bind(py, scope, param->text, value, 0, true)) {
                return false;
            }
            continue;
        }
        slot = scope->frame->locals++;
        value = oz_py_set_slot(py, slot, value);
        *before = *before == OZ_NONE ? value
                                     : oz_py_call2(py, OZ_FN_SEQUENCE, *before, value);
        if (!oz_py_bind(py, scope, param->text, OZ_NONE, slot, true)) {
            return false;
        }
    }
    return used == count;
}

/* Arguments are evaluated in the order of the call, but parameters are given values in
 * theirs: where that makes a difference the function is called. */
static bool is_in_order(const struct oz_py *py, const struct oz_ast *ast,
                        const struct oz_ast_node *params, const oz_expr_id *args,
                        uint32_t count, const ounce_str *names)
{
    uint32_t last = 0;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t place = i;

        for (uint32_t k = 0; names[i].size > 0 && k < params->count; k++) {
            if (oz_str_equal(ast_child(ast, params, k)->text, names[i])) {
                place = k;
            }
        }
        if (oz_py_is_cheap(py, args[i])) {
            continue;
        }
        if (place < last) {
            return false;
        }
        last = place;
    }
    return true;
}

/* The frame is that of the code at hand: py->frame is set by whoever lowers. */
oz_expr_id oz_py_inline(struct oz_py *py, struct oz_py_module *module,
                        oz_ast_id function, const oz_expr_id *args, uint32_t count,
                        const ounce_str *names)
{
    const struct oz_ast_node *node = oz_ast_node(&module->ast, function);
    const struct oz_ast_node *params = ast_child(&module->ast, node, 0);
    struct oz_py_scope scope = oz_py_module_scope(module, py->frame);
    const struct oz_ast *at = py->at;
    oz_expr_id before = OZ_NONE, out;

    if (!is_plain(&module->ast, params) ||
        ast_child(&module->ast, node, 1)->count > 0 ||
        !collect(py, &scope, oz_ast_child(&module->ast, node, 2)) ||
        shares_names(&scope) ||
        !is_in_order(py, &module->ast, params, args, count, names) ||
        !bind_arguments(py, &scope, params, args, count, names, &before)) {
        return OZ_NONE;
    }
    py->inside[py->depth++] = node;
    out = oz_py_tail(py, &scope, oz_ast_child(&module->ast, node, 2));
    py->depth--;
    py->at = at;
    return py->fine && before != OZ_NONE ? oz_py_call2(py, OZ_FN_SEQUENCE, before, out)
                                         : out;
}

/* ---- to be called ---- */

static uint32_t add_function(struct oz_py *py, const struct oz_expr_function *function)
{
    void *items = py->expr->functions;

    if (!oz_arena_grow(py->expr->arena, &items, py->expr->function_count,
                       &py->expr->function_capacity, sizeof *py->expr->functions)) {
        oz_py_built(py, OZ_NONE);
        return OZ_NONE;
    }
    py->expr->functions = items;
    py->expr->functions[py->expr->function_count] = *function;
    return py->expr->function_count++;
}

oz_expr_id oz_py_called(struct oz_py *py, ounce_str name, uint32_t locals,
                        oz_expr_id body)
{
    struct oz_expr_function function = {name, NULL, 0, locals, body};
    uint32_t index = add_function(py, &function);

    return index == OZ_NONE
               ? OZ_NONE
               : oz_py_call1(py, OZ_FN_APPLY,
                             oz_py_call1(py, OZ_FN_FUNCTION, oz_py_int(py, index)));
}

static uint8_t param_kind(uint8_t op)
{
    switch ((enum oz_ast_param)op) {
    case OZ_PARAM_PLAIN:
    case OZ_PARAM_POSITIONAL:
        return OZ_PARAM_ANY;
    case OZ_PARAM_KEYWORD:
        return OZ_PARAM_NAME_ONLY;
    case OZ_PARAM_STAR:
        return OZ_PARAM_REST;
    case OZ_PARAM_STARS:
        break;
    }
    return OZ_PARAM_REST_NAMED;
}

/* Slots for parameters, but for those that are the event; *args gets the defaults. */
static bool add_params(struct oz_py *py, struct oz_py_scope *scope,
                       struct oz_py_scope *around, const struct oz_ast_node *params,
                       uint32_t events, struct oz_expr_function *function,
                       oz_expr_id *args, uint32_t *arg_count)
{
    struct oz_expr_param *out =
        oz_arena_array(py->expr->arena, params->count, sizeof *out);

    if (out == NULL) {
        return oz_py_built(py, OZ_NONE) != OZ_NONE;
    }
    for (uint32_t i = 0; i < params->count && py->fine; i++) {
        const struct oz_ast_node *param = ast_child(&scope->module->ast, params, i);
        oz_ast_id otherwise =
            param->count > 0 ? oz_ast_child(&scope->module->ast, param, 0) : OZ_NONE;
        uint32_t slot;

        if (i < 32 && (events >> i & 1) != 0) {
            if (!oz_py_bind(py, scope, param->text, event(py), 0, true)) {
                return false;
            }
            continue;
        }
        slot = scope->frame->locals++;
        if (!oz_py_bind(py, scope, param->text, OZ_NONE, slot, true)) {
            return false;
        }
        out[function->param_count++] = (struct oz_expr_param){
            param->text, param_kind(param->op), otherwise != OZ_NONE, slot};
        if (otherwise != OZ_NONE) {
            args[(*arg_count)++] = oz_py_value(py, around, otherwise);
        }
    }
    function->params = out;
    return py->fine;
}

static uint32_t find_template(const struct oz_py *py, const struct oz_py_module *module,
                              oz_ast_id node, uint32_t events)
{
    for (uint32_t i = 0; i < py->template_count; i++) {
        const struct oz_py_template *one = &py->templates[i];

        if (one->module == module && one->node == node && one->events == events) {
            return one->function;
        }
    }
    return OZ_NONE;
}

static bool keep_template(struct oz_py *py, const struct oz_py_module *module,
                          oz_ast_id node, uint32_t events, uint32_t function)
{
    void *items = py->templates;

    if (!oz_arena_grow(py->arena, &items, py->template_count, &py->template_capacity,
                       sizeof *py->templates)) {
        return oz_py_built(py, OZ_NONE) != OZ_NONE;
    }
    py->templates = items;
    py->templates[py->template_count++] =
        (struct oz_py_template){module, node, events, function};
    return true;
}

static oz_expr_id decorate(struct oz_py *py, struct oz_py_scope *around,
                           const struct oz_ast_node *decorators, oz_expr_id value)
{
    for (uint32_t i = decorators->count; i-- > 0 && py->fine;) {
        value = oz_py_call2(
            py, OZ_FN_APPLY,
            oz_py_value(py, around, oz_ast_child(&around->module->ast, decorators, i)),
            value);
    }
    return value;
}

static oz_expr_id lambda_body(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    oz_expr_id before, body;

    if (!oz_py_collect_loose(py->arena, &scope->module->ast, id, &scope->loose)) {
        return oz_py_built(py, OZ_NONE);
    }
    before = oz_py_loosen(py, scope);
    body = oz_py_value(py, scope, id);
    return before == OZ_NONE || !py->fine
               ? body
               : oz_py_call2(py, OZ_FN_SEQUENCE, before, body);
}

static oz_expr_id compile(struct oz_py *py, struct oz_py_scope *around,
                          struct oz_py_scope *scope, oz_ast_id id, uint32_t events)
{
    const struct oz_ast *ast = &scope->module->ast;
    const struct oz_ast_node *node = oz_ast_node(ast, id);
    const struct oz_ast_node *params = ast_child(ast, node, 0);
    bool lambda = node->kind == OZ_AST_LAMBDA;
    struct oz_expr_function function = {lambda ? OZ_LIT("<lambda>") : node->text, NULL,
                                        0, 0, OZ_NONE};
    oz_expr_id *args =
        oz_arena_array(py->arena, params->count + (size_t)1, sizeof *args);
    struct oz_py_frame *frame = py->frame;
    uint32_t level = py->level;
    uint32_t index, count = 1;

    if (args == NULL || (!lambda && !collect(py, scope, oz_ast_child(ast, node, 2))) ||
        !add_params(py, scope, around, params, events, &function, args, &count)) {
        return py->fine ? oz_py_built(py, OZ_NONE) : OZ_NONE;
    }
    index = add_function(py, &function);
    if (index == OZ_NONE || (scope->outer == NULL &&
                             !keep_template(py, scope->module, id, events, index))) {
        return OZ_NONE;
    }
    py->frame = scope->frame;
    py->level = 0;
    function.body = lambda ? lambda_body(py, scope, oz_ast_child(ast, node, 1))
                           : oz_py_tail(py, scope, oz_ast_child(ast, node, 2));
    py->frame = frame;
    py->level = level;
    function.locals = scope->frame->locals;
    py->expr->functions[index] = function;
    args[0] = oz_py_int(py, index);
    return py->fine
               ? oz_py_built(py, oz_expr_call(py->expr, OZ_FN_FUNCTION, args, count))
               : OZ_NONE;
}

oz_expr_id oz_py_closure(struct oz_py *py, struct oz_py_scope *outer,
                         struct oz_py_module *module, oz_ast_id function,
                         uint32_t events)
{
    const struct oz_ast *at = py->at;
    const struct oz_ast_node *node = oz_ast_node(&module->ast, function);
    struct oz_py_frame frame = {outer == NULL ? NULL : outer->frame, 0, false};
    struct oz_py_frame nowhere = {NULL, 0, false};
    struct oz_py_scope top = oz_py_module_scope(module, &nowhere);
    struct oz_py_scope scope = oz_py_module_scope(module, &frame);
    struct oz_py_scope *around = outer == NULL ? &top : outer;
    uint32_t known =
        outer == NULL ? find_template(py, module, function, events) : OZ_NONE;
    oz_expr_id out;

    if (!py->fine) {
        return OZ_NONE;
    }
    scope.outer = outer;
    scope.class_ = outer == NULL ? NULL : outer->class_;
    if (known != OZ_NONE && ast_child(&module->ast, node, 0)->count == 0) {
        return oz_py_call1(py, OZ_FN_FUNCTION, oz_py_int(py, known));
    }
    if (known != OZ_NONE) { /* only its defaults are lowered again */
        struct oz_expr_function again = {{NULL, 0}, NULL, 0, 0, OZ_NONE};
        const struct oz_ast_node *params = ast_child(&module->ast, node, 0);
        oz_expr_id *args =
            oz_arena_array(py->arena, params->count + (size_t)1, sizeof *args);
        uint32_t count = 1;

        if (args == NULL ||
            !add_params(py, &scope, around, params, events, &again, args, &count)) {
            return py->fine ? oz_py_built(py, OZ_NONE) : OZ_NONE;
        }
        args[0] = oz_py_int(py, known);
        return oz_py_built(py, oz_expr_call(py->expr, OZ_FN_FUNCTION, args, count));
    }
    out = compile(py, around, &scope, function, events);
    py->at = at;
    return node->kind == OZ_AST_FUNCTION && py->fine
               ? decorate(py, around, ast_child(&module->ast, node, 1), out)
               : out;
}

/* ---- of a rule ---- */

/* What the functions of a rule are given. A policy gets a copy of the event, a dict of
 * dicts and lists that it may change; they all get the same one. */
static oz_expr_id parameter(struct oz_py *py)
{
    if (!py->plain_event) {
        return event(py);
    }
    return oz_py_call2(
        py, OZ_FN_GLOBAL, oz_py_int(py, py->plain_global),
        oz_py_call2(py, OZ_FN_METHOD, event(py), oz_py_word(py, "to_dict")));
}

oz_expr_id oz_py_lower_function(struct oz_py *py, struct oz_py_module *module,
                                const char *name, struct oz_py_frame *frame,
                                bool verdict)
{
    struct oz_py_definition *definition =
        oz_py_module_find(module, (ounce_str){name, strlen(name)});
    struct oz_py_scope scope = oz_py_module_scope(module, frame);
    const struct oz_ast_node *node, *params;

    if (definition == NULL || definition->kind != OZ_PY_FUNCTION) {
        return OZ_NONE;
    }
    node = oz_ast_node(&module->ast, definition->node);
    params = ast_child(&module->ast, node, 0);
    py->at = &module->ast;
    if (params->count != 1 ||
        ast_child(&module->ast, params, 0)->op > OZ_PARAM_POSITIONAL) {
        return oz_py_error(py, "py-signature", definition->node,
                           "'%s' must take one parameter, the event", name);
    }
    scope.verdict = verdict;
    py->frame = frame;
    if (!collect(py, &scope, oz_ast_child(&module->ast, node, 2)) ||
        !oz_py_bind(py, &scope, ast_child(&module->ast, params, 0)->text, parameter(py),
                    0, true)) {
        return OZ_NONE;
    }
    return oz_py_tail(py, &scope, oz_ast_child(&module->ast, node, 2));
}
