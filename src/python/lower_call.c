/* lower_call.c — calls: of our own functions, of helpers, of methods, of values. */
#include "base/str.h"
#include "python/lower.h"

static const struct oz_ast_node *node_of(const struct oz_py_scope *scope, oz_ast_id id)
{
    return oz_ast_node(&scope->module->ast, id);
}

static oz_ast_id child(const struct oz_py_scope *scope, const struct oz_ast_node *node,
                       uint32_t index)
{
    return oz_ast_child(&scope->module->ast, node, index);
}

static oz_expr_id argument(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *node = node_of(scope, id);

    if (node->kind == OZ_AST_STARRED) {
        return oz_py_call1(py, OZ_FN_SPREAD,
                           oz_py_value(py, scope, child(scope, node, 0)));
    }
    if (node->kind == OZ_AST_KEYWORD) {
        oz_expr_id value = oz_py_value(py, scope, child(scope, node, 0));

        return node->text.size == 0
                   ? oz_py_call1(py, OZ_FN_SPREAD_NAMED, value)
                   : oz_py_call2(py, OZ_FN_NAMED, oz_py_str(py, node->text), value);
    }
    return oz_py_value(py, scope, id);
}

/* A call node with `leading` children before the arguments, from the `skip`-th on. */
static oz_expr_id call_with(struct oz_py *py, struct oz_py_scope *scope,
                            enum oz_function function, const oz_expr_id *leading,
                            uint32_t count, const struct oz_ast_node *call,
                            uint32_t skip)
{
    oz_expr_id *all =
        oz_arena_array(py->arena, count + (size_t)call->count, sizeof *all);

    if (all == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 0; i < count; i++) {
        all[i] = leading[i];
    }
    for (uint32_t i = 1 + skip; i < call->count; i++) {
        all[count++] = argument(py, scope, child(scope, call, i));
    }
    return py->fine ? oz_py_built(py, oz_expr_call(py->expr, function, all, count))
                    : OZ_NONE;
}

/* How many arguments stand at their parameter's place. */
static uint32_t leading(const struct oz_py_scope *scope, const struct oz_ast_node *call)
{
    uint32_t count = 0;

    for (uint32_t i = 1; i < call->count; i++) {
        uint8_t kind = node_of(scope, child(scope, call, i))->kind;

        if (kind == OZ_AST_STARRED || kind == OZ_AST_KEYWORD) {
            break;
        }
        count++;
    }
    return count;
}

/* ---- builtins with a meaning of their own ---- */

/* All elements of a list are evaluated before the first one counts, so one that may
 * raise must not be passed over. Checks that an element begins with are made for all of
 * them beforehand; false when there is more in it that may raise. */
static bool take_checks(struct oz_py *py, oz_expr_id *one, oz_expr_id *checks)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, *one);
    oz_expr_id rest = oz_py_built(py, oz_expr_bool(py->expr, true));
    bool begins = true;

    if (node->fails == 0) {
        return true;
    }
    if (node->kind != OZ_EXPR_ALL) {
        return false;
    }
    for (uint32_t i = 0; i < node->count && py->fine; i++) {
        oz_expr_id id = py->expr->children[node->first + i];

        node = oz_expr_node(py->expr, id);
        if (oz_py_is_check(py, id) && begins) {
            *checks = oz_py_all(py, *checks, id);
        } else if (node->fails != 0) {
            return false;
        } else {
            rest = oz_py_all(py, rest, id);
            begins = false; /* a check behind it is made only where it holds */
        }
        node = oz_expr_node(py->expr, *one);
    }
    *one = rest;
    return py->fine;
}

static oz_expr_id any_or_all(struct oz_py *py, struct oz_py_scope *scope,
                             const struct oz_ast_node *call, bool all)
{
    const struct oz_ast_node *arg = node_of(scope, child(scope, call, 1));
    struct oz_py_names bound = {0};
    oz_expr_id out = oz_py_built(py, oz_expr_bool(py->expr, all));
    oz_expr_id checks = oz_py_built(py, oz_expr_bool(py->expr, true));

    if (arg->kind == OZ_AST_GENERATOR) {
        return oz_py_quantifier(py, scope, child(scope, call, 1), all);
    }
    if (arg->kind != OZ_AST_LIST_DISPLAY && arg->kind != OZ_AST_TUPLE) {
        return OZ_NONE;
    }
    if (!oz_py_collect_loose(py->arena, &scope->module->ast, child(scope, call, 1),
                             &bound)) {
        return oz_py_built(py, OZ_NONE);
    }
    if (bound.count > 0) {
        return OZ_NONE; /* all of the names get a value, wherever it is decided */
    }
    for (uint32_t i = 0; i < arg->count; i++) {
        oz_expr_id one;

        if (node_of(scope, child(scope, arg, i))->kind == OZ_AST_STARRED) {
            return OZ_NONE;
        }
        one = oz_py_truth(py, scope, child(scope, arg, i));
        if (!py->fine || !take_checks(py, &one, &checks)) {
            return OZ_NONE;
        }
        out = all ? oz_py_all(py, out, one) : oz_py_any(py, out, one);
    }
    out = oz_py_all(py, checks, out);
    if (py->fine &&
        !oz_expr_is_truth(py->expr, out)) { /* one operand is left: its truth */
        out = oz_py_built(py, oz_expr_group(py->expr, OZ_EXPR_ALL, &out, 1));
    }
    return out;
}

/* Mocks are what tests put in the place of names: a rule without them never sees one.
 */
static bool is_no_mock(const struct oz_py *py, oz_expr_id class_)
{
    const ounce_value *name;

    if (py->mock_count > 0 || !oz_py_is_call(py, class_, OZ_FN_NATIVE)) {
        return false;
    }
    name =
        oz_py_constant(py, py->expr->children[oz_expr_node(py->expr, class_)->first]);
    return oz_py_is_mock_class((ounce_str){name->text, name->size});
}

static oz_expr_id is_instance(struct oz_py *py, oz_expr_id value, oz_expr_id class_)
{
    oz_expr_id no;

    if (!py->fine || !is_no_mock(py, class_)) {
        return oz_py_call2(py, OZ_FN_IS_A, value, class_);
    }
    no = oz_py_built(py, oz_expr_bool(py->expr, false));
    return oz_py_is_call(py, value, OZ_FN_GLOBAL) &&
                   oz_expr_node(py->expr, value)->fails == 0
               ? no
               : oz_py_then(py, value, no);
}

/* A class that something is tried against. */
static oz_expr_id class_of(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    oz_expr_id out;

    py->classes++;
    out = oz_py_value(py, scope, id);
    py->classes--;
    return out;
}

static oz_expr_id builtin(struct oz_py *py, struct oz_py_scope *scope, ounce_str name,
                          const struct oz_ast_node *call)
{
    uint32_t args = call->count - 1;

    if (args == 2 && oz_str_is(name, "isinstance")) {
        oz_expr_id value = oz_py_value(py, scope, child(scope, call, 1));

        return is_instance(py, value, class_of(py, scope, child(scope, call, 2)));
    }
    if (args == 1 && (oz_str_is(name, "any") || oz_str_is(name, "all"))) {
        return any_or_all(py, scope, call, oz_str_is(name, "all"));
    }
    if (args == 1 && oz_str_is(name, "bool")) {
        return oz_py_choose(py, oz_py_truth(py, scope, child(scope, call, 1)),
                            oz_py_built(py, oz_expr_bool(py->expr, true)),
                            oz_py_built(py, oz_expr_bool(py->expr, false)));
    }
    if (args == 1 && oz_str_is(name, "str")) {
        return oz_py_call1(py, OZ_FN_STR,
                           oz_py_value(py, scope, child(scope, call, 1)));
    }
    if ((args == 1 || args == 2) && oz_str_is(name, "next") &&
        node_of(scope, child(scope, call, 1))->kind == OZ_AST_GENERATOR) {
        oz_expr_id otherwise =
            args == 2 ? oz_py_value(py, scope, child(scope, call, 2))
                      : oz_py_call2(py, OZ_FN_FAIL, oz_py_word(py, "StopIteration"),
                                    oz_py_word(py, ""));

        return oz_py_first(py, scope, child(scope, call, 1), otherwise, args == 2);
    }
    if (oz_str_is(name, "print")) {
        return oz_py_none(py);
    }
    return OZ_NONE;
}

/* ---- functions of rules and helpers ---- */

/* Which positional arguments are the event itself. */
static uint32_t event_arguments(const struct oz_py *py, const oz_expr_id *args,
                                uint32_t count)
{
    uint32_t events = 0;

    for (uint32_t i = 0; i < count && i < 32; i++) {
        events |= oz_py_is_call(py, args[i], OZ_FN_EVENT) ? UINT32_C(1) << i : 0;
    }
    return events;
}

static oz_expr_id call_closure(struct oz_py *py, struct oz_py_scope *scope,
                               struct oz_py_module *module, oz_ast_id function,
                               const struct oz_ast_node *call)
{
    oz_expr_id *args = oz_arena_array(py->arena, call->count, sizeof *args);
    uint32_t events, count = 1;

    if (args == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 1; i < call->count; i++) {
        args[i] = argument(py, scope, child(scope, call, i));
    }
    if (!py->fine) {
        return OZ_NONE;
    }
    events = event_arguments(py, args + 1, leading(scope, call));
    args[0] = oz_py_closure(py, NULL, module, function, events);
    for (uint32_t i = 1; i < call->count; i++) {
        if (i > 32 || (events >> (i - 1) & 1) == 0) {
            args[count++] = args[i];
        }
    }
    return py->fine ? oz_py_built(py, oz_expr_call(py->expr, OZ_FN_APPLY, args, count))
                    : OZ_NONE;
}

/* A function that calls itself is never put in place of its own calls, and when a rule
 * has become large none is any more. */
static bool may_inline(const struct oz_py *py, const struct oz_ast_node *function)
{
    for (uint32_t i = 0; i < py->depth; i++) {
        if (py->inside[i] == function) {
            return false;
        }
    }
    return py->depth < OZ_PY_MOST_INLINED && py->work < OZ_PY_MOST_WORK / 16;
}

static bool can_inline(const struct oz_py *py, const struct oz_py_module *module,
                       oz_ast_id function)
{
    const struct oz_ast_node *node = oz_ast_node(&module->ast, function);

    return may_inline(py, node) &&
           oz_py_is_simple(&module->ast, oz_ast_child(&module->ast, node, 2));
}

oz_expr_id oz_py_call_inline(struct oz_py *py, struct oz_py_module *module,
                             oz_ast_id function, const oz_expr_id *args, uint32_t count)
{
    ounce_str *names = oz_arena_zero(py->arena, (count + (size_t)1) * sizeof *names);

    if (names == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    return can_inline(py, module, function)
               ? oz_py_inline(py, module, function, args, count, names)
               : OZ_NONE;
}

static oz_expr_id call_function(struct oz_py *py, struct oz_py_scope *scope,
                                struct oz_py_module *module, oz_ast_id function,
                                const struct oz_ast_node *call)
{
    oz_expr_id *args = oz_arena_array(py->arena, call->count, sizeof *args);
    ounce_str *names = oz_arena_zero(py->arena, call->count * sizeof *names);
    oz_expr_id out;

    if (args == NULL || names == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    if (!can_inline(py, module, function)) {
        return call_closure(py, scope, module, function, call);
    }
    for (uint32_t i = 1; i < call->count; i++) {
        const struct oz_ast_node *arg = node_of(scope, child(scope, call, i));

        if (arg->kind == OZ_AST_STARRED ||
            (arg->kind == OZ_AST_KEYWORD && arg->text.size == 0)) {
            return call_closure(py, scope, module, function, call);
        }
        names[i - 1] = arg->kind == OZ_AST_KEYWORD ? arg->text : (ounce_str){NULL, 0};
        args[i - 1] = oz_py_value(py, scope,
                                  arg->kind == OZ_AST_KEYWORD ? child(scope, arg, 0)
                                                              : child(scope, call, i));
        if (!py->fine) {
            return OZ_NONE;
        }
    }
    out = oz_py_inline(py, module, function, args, call->count - 1, names);
    return out != OZ_NONE || !py->fine
               ? out
               : call_closure(py, scope, module, function, call);
}

/* Helpers of Panther whose meaning is the event's own methods. */
static oz_expr_id intrinsic(struct oz_py *py, struct oz_py_scope *scope,
                            const struct oz_py_module *module, ounce_str name,
                            const struct oz_ast_node *call)
{
    bool deep = oz_str_is(name, "deep_get") || oz_str_is(name, "deep_walk");
    oz_expr_id native;

    if (!deep || !oz_str_is(module->name, "panther_base_helpers") || call->count < 2) {
        return OZ_NONE;
    }
    if (oz_str_is(name, "deep_get")) {
        oz_expr_id field = oz_py_deep_get(py, scope, call);

        if (field != OZ_NONE || !py->fine) {
            return field;
        }
    }
    native = oz_py_native(py, oz_str_is(name, "deep_get") ? "panther.deep_get"
                                                          : "panther.deep_walk");
    return call_with(py, scope, OZ_FN_APPLY, &native, 1, call, 0);
}

static oz_expr_id call_definition(struct oz_py *py, struct oz_py_scope *scope,
                                  struct oz_py_module *module,
                                  struct oz_py_definition *definition,
                                  const struct oz_ast_node *call)
{
    oz_expr_id callee = OZ_NONE;

    if (definition->kind == OZ_PY_FUNCTION) {
        callee = intrinsic(py, scope, module, definition->name, call);
        return callee != OZ_NONE || !py->fine
                   ? callee
                   : call_function(py, scope, module, definition->node, call);
    }
    callee = oz_py_definition(py, module, definition, OZ_NONE);
    return py->fine ? call_with(py, scope, OZ_FN_APPLY, &callee, 1, call, 0) : OZ_NONE;
}

/* ---- methods ---- */

/* super().name(…): the method behind the class that the code stands in. */
static bool is_super(const struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *node = node_of(scope, id);

    return scope->class_ != NULL && node->kind == OZ_AST_CALL && node->count == 1 &&
           node_of(scope, child(scope, node, 0))->kind == OZ_AST_NAME &&
           oz_str_is(node_of(scope, child(scope, node, 0))->text, "super");
}

static oz_expr_id super_value(struct oz_py *py, struct oz_py_scope *scope)
{
    struct oz_py_definition *definition =
        oz_py_module_find(scope->module, scope->class_->text);
    oz_expr_id args[2];

    if (definition == NULL || definition->kind != OZ_PY_CLASS || scope->count == 0) {
        return oz_py_error(
            py, "py-unsupported", OZ_NONE,
            "super() is supported in classes at the top of a module only");
    }
    args[0] = oz_py_global(py, scope->module, definition);
    args[1] = oz_py_slot(py, scope->bindings[0].slot); /* the first parameter */
    return oz_py_apply(py, "super", args, 2);
}

static oz_expr_id call_method(struct oz_py *py, struct oz_py_scope *scope,
                              const struct oz_ast_node *attribute,
                              const struct oz_ast_node *call)
{
    oz_ast_id owner = child(scope, attribute, 0);
    oz_expr_id leading[2];
    oz_expr_id out;

    leading[0] =
        is_super(scope, owner) ? super_value(py, scope) : oz_py_value(py, scope, owner);
    if (!py->fine) {
        return OZ_NONE;
    }
    out = oz_py_event_method(py, scope, leading[0], attribute, call);
    if (out == OZ_NONE && py->fine && oz_str_is(attribute->text, "get")) {
        out = oz_py_table_get(py, scope, owner, leading[0], call);
    }
    if (out != OZ_NONE || !py->fine) {
        return out;
    }
    leading[1] = oz_py_str(py, attribute->text);
    return call_with(py, scope, OZ_FN_METHOD, leading, 2, call, 0);
}

oz_expr_id oz_py_call(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *call = node_of(scope, id);
    const struct oz_ast_node *callee = node_of(scope, child(scope, call, 0));
    struct oz_py_module *module;
    ounce_str library;
    struct oz_py_definition *definition =
        oz_py_resolve(py, scope, child(scope, call, 0), &module, &library);
    oz_expr_id value;

    if (!py->fine) {
        return OZ_NONE;
    }
    if (definition != NULL && library.size == 0) {
        return oz_py_behind(py, scope, child(scope, call, 0),
                            call_definition(py, scope, module, definition, call));
    }
    if (definition == NULL && callee->kind == OZ_AST_ATTRIBUTE) {
        return call_method(py, scope, callee, call);
    }
    py->callee = child(scope, call, 0);
    value = oz_py_value(py, scope, py->callee);
    py->callee = OZ_NONE;
    if (!py->fine) {
        return OZ_NONE;
    }
    if (callee->kind == OZ_AST_NAME &&
        (oz_py_is_call(py, value, OZ_FN_NATIVE) ||
         oz_py_is_call(py, value, OZ_FN_BUILTIN_CLASS))) {
        oz_expr_id out = builtin(py, scope, callee->text, call);

        if (out != OZ_NONE || !py->fine) {
            return out;
        }
    }
    oz_py_note_call(py, scope, id, value);
    return call_with(py, scope, OZ_FN_APPLY, &value, 1, call, 0);
}
