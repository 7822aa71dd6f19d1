/* eval_apply.c — calls: gathering arguments, binding them to parameters, running
 * bodies.
 *
 *     apply(function(3), x, named("limit", 2))
 *
 * A function that is a value runs in a frame of its own. Frames live until the event is
 * done, so a function may outlive the call that made it.
 */
#include "base/str.h"
#include "match/eval_function.h"
#include "native/native.h"
#include "object/object_hook.h"

#include <ounce/matcher.h>
#include <stdio.h>

#define MOST_CALLS  64 /* inside each other */
#define INLINE_ARGS 8  /* without a block of their own */

/* ---- arguments ---- */

struct arguments {
    ounce_value *items; /* positional, then named */
    ounce_str *names;   /* of the named ones */
    uint32_t positional, named, capacity;
    ounce_value some_items[INLINE_ARGS];
    ounce_str some_names[INLINE_ARGS];
};

static bool grow(struct oz_work *work, struct arguments *args)
{
    uint32_t used = args->positional + args->named;
    uint32_t capacity = args->capacity * 2;
    ounce_value *items;
    ounce_str *names;

    if (used < args->capacity) {
        return true;
    }
    items = oz_work_alloc(work, capacity * sizeof *items);
    names = oz_work_alloc(work, capacity * sizeof *names);
    if (items == NULL || names == NULL) {
        return false;
    }
    memcpy(items, args->items, used * sizeof *items);
    memcpy(names, args->names, args->named * sizeof *names);
    args->items = items;
    args->names = names;
    args->capacity = capacity;
    return true;
}

static bool add_positional(struct oz_work *work, struct arguments *args,
                           const ounce_value *value)
{
    if (!grow(work, args)) {
        return false;
    }
    memmove(&args->items[args->positional + 1], &args->items[args->positional],
            args->named * sizeof *args->items);
    args->items[args->positional++] = *value;
    return true;
}

static bool add_named(struct oz_work *work, struct arguments *args, ounce_str name,
                      const ounce_value *value)
{
    for (uint32_t i = 0; i < args->named; i++) {
        if (oz_str_equal(args->names[i], name)) {
            return oz_raise(work, OZ_EXC_TYPE,
                            "got multiple values for keyword argument '%.*s'",
                            OZ_STR(name));
        }
    }
    if (!grow(work, args)) {
        return false;
    }
    args->names[args->named] = name;
    args->items[args->positional + args->named++] = *value;
    return true;
}

static bool spread(struct oz_work *work, struct arguments *args,
                   const ounce_value *from)
{
    struct oz_iter iter;
    ounce_value item;
    bool more = true;

    if (!oz_iter_begin(work, from, &iter)) {
        return false;
    }
    while (oz_iter_next(work, &iter, &item, &more) && more) {
        if (!oz_walk_step(&work->walk, 1) || !add_positional(work, args, &item)) {
            return false;
        }
    }
    return !more;
}

static bool spread_named(struct oz_work *work, struct arguments *args,
                         const ounce_value *from)
{
    struct oz_iter iter;
    ounce_value key, value;
    bool more = true;

    if (from->kind != OZ_DICT && from->kind != OUNCE_MAP) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "argument after ** must be a mapping, not %s",
                        oz_type_name(from));
    }
    if (!oz_iter_begin(work, from, &iter)) {
        return false;
    }
    while (oz_iter_next(work, &iter, &key, &more) && more) {
        if (key.kind != OUNCE_TEXT) {
            return oz_raise(work, OZ_EXC_TYPE, "keywords must be strings");
        }
        if (!oz_item(work, from, &key, &value) ||
            !add_named(work, args, (ounce_str){key.text, key.size}, &value)) {
            return false;
        }
    }
    return !more;
}

static bool gather_one(const struct oz_function_call *call, uint32_t n,
                       struct arguments *args)
{
    struct oz_work *work = &call->eval->work;
    const struct oz_expr *expr = call->eval->plan->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, call->args[n]);
    enum oz_function op =
        node->kind == OZ_EXPR_CALL ? (enum oz_function)node->op : OZ_FN_COUNT;
    ounce_value value;

    if (!oz_arg(call, n, &value)) {
        return false;
    }
    if (op == OZ_FN_SPREAD) {
        return spread(work, args, &value);
    }
    if (op == OZ_FN_SPREAD_NAMED) {
        return spread_named(work, args, &value);
    }
    if (op == OZ_FN_NAMED) {
        const ounce_value *name = &expr->values[oz_expr_child(expr, node, 0)->data];

        return add_named(work, args, (ounce_str){name->text, name->size}, &value);
    }
    return add_positional(work, args, &value);
}

static bool gather(const struct oz_function_call *call, uint32_t from,
                   struct arguments *args)
{
    args->items = args->some_items;
    args->names = args->some_names;
    args->capacity = INLINE_ARGS;
    args->positional = 0;
    args->named = 0;
    for (uint32_t i = from; i < call->count; i++) {
        if (!gather_one(call, i, args)) {
            return false;
        }
    }
    return true;
}

/* ---- functions of rules ---- */

bool oz_eval_function(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_eval *eval = call->eval;
    struct oz_closure *closure = oz_work_alloc(&eval->work, sizeof *closure);
    ounce_value *defaults = NULL;

    if (closure == NULL ||
        (call->count > 1 &&
         (defaults = oz_work_alloc(&eval->work, call->count * sizeof *defaults)) ==
             NULL)) {
        return false;
    }
    for (uint32_t i = 1; i < call->count; i++) {
        if (!oz_arg(call, i, &defaults[i - 1])) {
            return false;
        }
    }
    closure->function = &eval->plan->expr->functions[oz_arg_index(call, 0)];
    closure->outer = eval->frame;
    closure->defaults = defaults;
    memset(out, 0, sizeof *out);
    out->kind = OZ_CLOSURE;
    out->node = closure;
    return true;
}

/* How many parameters can be given by place, and how many of them must be. */
static bool too_many(struct oz_work *work, const struct oz_expr_function *function,
                     uint32_t given)
{
    uint32_t most = 0, least = 0;
    char range[48] = "";

    for (uint32_t i = 0; i < function->param_count; i++) {
        const struct oz_expr_param *param = &function->params[i];

        most += param->kind == OZ_PARAM_ANY ? 1 : 0;
        least += param->kind == OZ_PARAM_ANY && !param->optional ? 1 : 0;
    }
    if (least < most) {
        snprintf(range, sizeof range, "from %u to ", least);
    }
    return oz_raise(
        work, OZ_EXC_TYPE, "%.*s() takes %s%u positional argument%s but %u %s given",
        OZ_STR(function->name), range, most, least < most || most != 1 ? "s" : "",
        given, given == 1 ? "was" : "were");
}

static bool rest_of(struct oz_work *work, const ounce_value *args, uint32_t from,
                    uint32_t positional, ounce_value *out)
{
    if (!oz_array_new(work, OZ_TUPLE, positional > from ? positional - from : 0, out)) {
        return false;
    }
    for (uint32_t i = from; i < positional; i++) {
        if (!oz_array_add(work, out, &args[i])) {
            return false;
        }
    }
    return true;
}

static bool bind_positional(struct oz_work *work,
                            const struct oz_expr_function *function,
                            const ounce_value *args, uint32_t positional,
                            struct oz_frame *frame)
{
    uint32_t taken = 0;

    for (uint32_t i = 0; i < function->param_count; i++) {
        const struct oz_expr_param *param = &function->params[i];
        ounce_value *local = &frame->locals[param->slot];

        if (param->kind == OZ_PARAM_ANY && taken < positional) {
            *local = args[taken++];
        } else if (param->kind == OZ_PARAM_REST) {
            if (!rest_of(work, args, taken, positional, local)) {
                return false;
            }
            taken = positional;
        } else if (param->kind == OZ_PARAM_REST_NAMED &&
                   !oz_dict_new(work, OZ_DICT, local)) {
            return false;
        }
    }
    return taken == positional || too_many(work, function, positional);
}

static bool bind_name(struct oz_work *work, const struct oz_expr_function *function,
                      ounce_str name, const ounce_value *value, struct oz_frame *frame)
{
    ounce_value *rest = NULL;
    ounce_value key = oz_text(name);

    for (uint32_t i = 0; i < function->param_count; i++) {
        const struct oz_expr_param *param = &function->params[i];
        ounce_value *local = &frame->locals[param->slot];

        if (param->kind == OZ_PARAM_REST_NAMED) {
            rest = local;
        } else if (param->kind != OZ_PARAM_REST && oz_str_equal(param->name, name)) {
            if (local->kind != OUNCE_MISSING) {
                return oz_raise(work, OZ_EXC_TYPE,
                                "%.*s() got multiple values for argument '%.*s'",
                                OZ_STR(function->name), OZ_STR(name));
            }
            *local = *value;
            return true;
        }
    }
    return rest != NULL ? oz_dict_set(work, rest, &key, value)
                        : oz_raise(work, OZ_EXC_TYPE,
                                   "%.*s() got an unexpected keyword argument '%.*s'",
                                   OZ_STR(function->name), OZ_STR(name));
}

/* "'a'", "'a' and 'b'", "'a', 'b', and 'c'". */
static void add_names(struct oz_buf *text, const struct oz_expr_function *function,
                      const struct oz_frame *frame, uint8_t kind, uint32_t count)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < function->param_count; i++) {
        const struct oz_expr_param *param = &function->params[i];

        if (param->kind != kind || frame->locals[param->slot].kind != OUNCE_MISSING) {
            continue;
        }
        if (at > 0) {
            oz_buf_text(text, count == 2 ? " and " : at + 1 == count ? ", and " : ", ");
        }
        oz_buf_char(text, '\'');
        oz_buf_str(text, param->name);
        oz_buf_char(text, '\'');
        at++;
    }
}

static bool check_given(struct oz_work *work, const struct oz_expr_function *function,
                        const struct oz_frame *frame, uint8_t kind)
{
    size_t base = work->text.size;
    uint32_t missing = 0;

    for (uint32_t i = 0; i < function->param_count; i++) {
        const struct oz_expr_param *param = &function->params[i];

        missing +=
            param->kind == kind && frame->locals[param->slot].kind == OUNCE_MISSING ? 1
                                                                                    : 0;
    }
    if (missing == 0) {
        return true;
    }
    oz_buf_str(&work->text, function->name);
    oz_buf_text(&work->text, "() missing ");
    oz_buf_uint(&work->text, missing);
    oz_buf_text(&work->text, kind == OZ_PARAM_ANY ? " required positional argument"
                                                  : " required keyword-only argument");
    oz_buf_text(&work->text, missing == 1 ? ": " : "s: ");
    add_names(&work->text, function, frame, kind, missing);
    return oz_raise_text(work, OZ_EXC_TYPE, base);
}

/* Positional arguments, then named ones, then defaults; then something is missing. */
static bool bind(struct oz_work *work, const struct oz_closure *closure,
                 const ounce_value *args, uint32_t positional, const ounce_str *names,
                 uint32_t named, struct oz_frame *frame)
{
    const struct oz_expr_function *function = closure->function;
    uint32_t defaults = 0;

    if (!bind_positional(work, function, args, positional, frame)) {
        return false;
    }
    for (uint32_t i = 0; i < named; i++) {
        if (!bind_name(work, function, names[i], &args[positional + i], frame)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < function->param_count; i++) {
        ounce_value *local = &frame->locals[function->params[i].slot];

        if (!function->params[i].optional) {
            continue;
        }
        if (local->kind == OUNCE_MISSING) {
            *local = closure->defaults[defaults];
        }
        defaults++;
    }
    return check_given(work, function, frame, OZ_PARAM_ANY) &&
           check_given(work, function, frame, OZ_PARAM_NAME_ONLY);
}

static bool call_closure(struct oz_eval *eval, const struct oz_closure *closure,
                         const ounce_value *args, uint32_t positional,
                         const ounce_str *names, uint32_t named, ounce_value *out)
{
    const struct oz_expr_function *function = closure->function;
    struct oz_frame *caller = eval->frame;
    struct oz_frame *frame;
    bool fine;

    if (eval->calls >= MOST_CALLS) {
        return oz_raise(&eval->work, OZ_EXC_RECURSION,
                        "maximum recursion depth exceeded");
    }
    if (!oz_walk_step(&eval->work.walk, 1 + function->locals)) {
        return false;
    }
    frame = oz_work_alloc(&eval->work,
                          sizeof *frame + function->locals * sizeof *frame->locals);
    if (frame == NULL) {
        return false;
    }
    memset(frame, 0, sizeof *frame + function->locals * sizeof *frame->locals);
    frame->outer = closure->outer;
    frame->count = function->locals;
    if (!bind(&eval->work, closure, args, positional, names, named, frame)) {
        return false;
    }
    eval->frame = frame;
    eval->calls++;
    fine = oz_eval_value(eval, function->body, out);
    eval->calls--;
    eval->frame = caller;
    if (out->kind == OUNCE_MISSING) {
        *out = oz_none();
    }
    return fine;
}

/* ---- anything that can be called ---- */

static bool call_native(struct oz_eval *eval, uint32_t id, const ounce_value *args,
                        uint32_t positional, const ounce_str *names, uint32_t named,
                        ounce_value *out)
{
    ounce_value bound[OZ_MAX_PARAMS];
    const struct oz_native *native = &oz_natives[id];

    return oz_walk_step(&eval->work.walk, 1) &&
           oz_native_bind(&eval->work, native, args, positional, names, named, bound) &&
           native->call(&eval->work, bound, out);
}

static bool call_bound(struct oz_eval *eval, const struct oz_bound *bound,
                       const ounce_value *args, uint32_t positional,
                       const ounce_str *names, uint32_t named, ounce_value *out)
{
    uint32_t count = positional + named;
    ounce_value some[INLINE_ARGS + 1];
    ounce_value *all = some;

    if (bound->function.kind == OUNCE_MISSING) { /* a mock */
        *out = bound->self;
        return true;
    }
    if (count > INLINE_ARGS) {
        all = oz_work_alloc(&eval->work, (count + (size_t)1) * sizeof *all);
        if (all == NULL) {
            return false;
        }
    }
    all[0] = bound->self;
    if (count > 0) {
        memcpy(&all[1], args, count * sizeof *all);
    }
    return oz_eval_call_with(eval, &bound->function, all, positional + 1, names, named,
                             out);
}

bool oz_eval_call_with(struct oz_eval *eval, const ounce_value *callee,
                       const ounce_value *args, uint32_t positional,
                       const ounce_str *names, uint32_t named, ounce_value *out)
{
    switch (callee->kind) {
    case OZ_NATIVE: /* a method by its class may be given anything: str.lower(7) */
        return oz_native_applies(&eval->work, (uint32_t)callee->integer,
                                 positional > 0 ? &args[0] : NULL) &&
               call_native(eval, (uint32_t)callee->integer, args, positional, names,
                           named, out);
    case OZ_BOUND:
        return call_bound(eval, callee->node, args, positional, names, named, out);
    case OZ_CLOSURE:
        return call_closure(eval, callee->node, args, positional, names, named, out);
    case OZ_CLASS:
        return oz_eval_make(eval, callee, args, positional, names, named, out);
    case OZ_INSTANCE: {
        ounce_value method;
        bool found;

        if (!oz_eval_find_attribute(eval, callee, OZ_LIT("__call__"), &method,
                                    &found)) {
            return false;
        }
        if (found) {
            return oz_eval_call_with(eval, &method, args, positional, names, named,
                                     out);
        }
        break;
    }
    default:
        break;
    }
    return oz_raise(&eval->work, OZ_EXC_TYPE, "'%s' object is not callable",
                    oz_type_name(callee));
}

bool oz_eval_invoke(struct oz_work *work, const ounce_value *callee,
                    const ounce_value *args, uint32_t count, ounce_value *out)
{
    return oz_eval_call_with((struct oz_eval *)(void *)work, callee, args, count, NULL,
                             0, out);
}

bool oz_eval_apply(const struct oz_function_call *call, ounce_value *out)
{
    struct arguments args;
    ounce_value callee;

    return oz_arg(call, 0, &callee) && gather(call, 1, &args) &&
           oz_eval_call_with(call->eval, &callee, args.items, args.positional,
                             args.names, args.named, out);
}

/* ---- methods ---- */

bool oz_eval_no_attribute(struct oz_work *work, const ounce_value *value,
                          ounce_str name)
{
    ounce_value key = oz_text(name), never;
    bool has;

    if (value->kind == OZ_OBJECT &&
        (!oz_hook(work, "__getattr__", value, &key, &never, &has) || has)) {
        return false;
    }
    if (value->kind == OZ_INSTANCE) {
        const struct oz_instance *instance = value->node;

        return oz_raise(work, OZ_EXC_ATTRIBUTE, "'%.*s' object has no attribute '%.*s'",
                        OZ_STR(instance->class_->name), OZ_STR(name));
    }
    return oz_raise(work, OZ_EXC_ATTRIBUTE, "'%s' object has no attribute '%.*s'",
                    oz_type_name(value), OZ_STR(name));
}

/* A method of a value that has natives: no bound method is made. */
bool oz_eval_method(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_eval *eval = call->eval;
    ounce_str name = oz_arg_text(call, 1);
    struct arguments args;
    ounce_value self, method;
    uint32_t native;
    bool found;

    if (!oz_arg(call, 0, &self)) {
        return false;
    }
    native = self.kind == OZ_INSTANCE || self.kind == OZ_CLASS || self.kind == OZ_MODULE
                 ? OZ_NONE
                 : oz_plan_method(eval->plan, call->args[1], &self);
    if (native != OZ_NONE && !oz_natives[native].property) {
        if (!gather(call, 2, &args)) {
            return false;
        }
        return add_positional(&eval->work, &args, &self) /* to the front */ &&
               (memmove(&args.items[1], &args.items[0],
                        (args.positional - 1) * sizeof *args.items),
                args.items[0] = self, true) &&
               call_native(eval, native, args.items, args.positional, args.names,
                           args.named, out);
    }
    if (!oz_eval_find_attribute(eval, &self, name, &method, &found)) {
        return false;
    }
    return (found || oz_eval_no_attribute(&eval->work, &self, name)) &&
           gather(call, 2, &args) &&
           oz_eval_call_with(eval, &method, args.items, args.positional, args.names,
                             args.named, out);
}

bool oz_eval_attribute(const struct oz_function_call *call, ounce_value *out)
{
    ounce_str name = oz_arg_text(call, 1);
    ounce_value value;
    bool found;

    return oz_arg(call, 0, &value) &&
           oz_eval_find_attribute(call->eval, &value, name, out, &found) &&
           (found || oz_eval_no_attribute(&call->eval->work, &value, name));
}
