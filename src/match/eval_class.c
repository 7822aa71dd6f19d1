/* eval_class.c — classes of rules, and their instances as they are made. */
#include "match/eval_class.h"
#include "base/str.h"
#include "native/native.h"

#include <ounce/matcher.h>

/* ---- making classes ---- */

bool oz_eval_class(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_work *work = &call->eval->work;
    struct oz_class *made = oz_work_alloc(work, sizeof *made);
    ounce_value bases;

    if (made == NULL || !oz_arg(call, 1, &bases) ||
        !oz_dict_new(work, OZ_DICT, &made->members)) {
        return false;
    }
    made->name = oz_arg_text(call, 0);
    made->bases = oz_array_of(&bases)->items;
    made->base_count = (uint32_t)oz_array_of(&bases)->count;
    for (uint32_t i = 0; i < made->base_count; i++) {
        if (made->bases[i].kind != OZ_CLASS) {
            return oz_raise(work, OZ_EXC_TYPE, "a base is no class but '%s'",
                            oz_type_name(&made->bases[i]));
        }
    }
    for (uint32_t i = 2; i < call->count; i += 2) {
        ounce_value name = *oz_arg_constant(call, i), value;

        if (!oz_arg(call, i + 1, &value) ||
            !oz_dict_set(work, &made->members, &name, &value)) {
            return false;
        }
    }
    *out = oz_node_value(OZ_CLASS, made);
    return true;
}

/* Depth first, left to right: that is the order for single inheritance. Recursion is
 * bounded, since a class is made after its bases. */
bool oz_class_find(struct oz_eval *eval, const struct oz_class *class_, ounce_str name,
                   ounce_value *out, bool *found, uint32_t depth)
{
    ounce_value key = oz_text(name);

    if (!oz_dict_get(&eval->work, &class_->members, &key, out, found) || *found) {
        return *found || eval->work.walk.reason == OUNCE_REASON_NONE;
    }
    for (uint32_t i = 0; i < class_->base_count && depth < 32; i++) {
        if (oz_class_is_builtin(&class_->bases[i])) {
            continue;
        }
        if (!oz_class_find(eval, oz_class_of(&class_->bases[i]), name, out, found,
                           depth + 1)) {
            return false;
        }
        if (*found) {
            return true;
        }
    }
    return true;
}

bool oz_class_member(struct oz_eval *eval, const struct oz_class *class_,
                     ounce_str name, ounce_value *out, bool *found)
{
    return oz_class_find(eval, class_, name, out, found, 0);
}

/* The class of exception.def that a class is, or is derived from; OZ_EXC_COUNT. */
uint32_t oz_class_exception(const ounce_value *class_, uint32_t depth)
{
    if (!oz_class_is_builtin(class_)) {
        const struct oz_class *own = oz_class_of(class_);

        for (uint32_t i = 0; i < own->base_count && depth < 32; i++) {
            uint32_t id = oz_class_exception(&own->bases[i], depth + 1);

            if (id != OZ_EXC_COUNT) {
                return id;
            }
        }
        return OZ_EXC_COUNT;
    }
    return oz_exception_find(oz_class_name(class_));
}

/* ---- making instances ---- */

static bool make_exception(struct oz_work *work, uint32_t class_id,
                           const ounce_value *args, uint32_t count, ounce_value *out)
{
    struct oz_exception *made = oz_work_alloc(work, sizeof *made);
    ounce_value *items = oz_work_alloc(work, (count + (size_t)1) * sizeof *items);

    if (made == NULL || items == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        items[i] = args[i];
    }
    made->class_id = class_id;
    made->args = (struct oz_array){items, count, count};
    *out = oz_node_value(OZ_EXCEPTION, made);
    return true;
}

static bool make_builtin(struct oz_eval *eval, const ounce_value *class_,
                         const ounce_value *args, uint32_t positional,
                         const ounce_str *names, uint32_t named, ounce_value *out)
{
    uint32_t id = oz_class_exception(class_, 0);
    uint32_t native = oz_native_find(oz_class_name(class_));
    ounce_value function;

    if (id != OZ_EXC_COUNT) {
        return make_exception(&eval->work, id, args, positional, out);
    }
    if (native == OZ_NONE) {
        return oz_raise(&eval->work, OZ_EXC_NOT_IMPLEMENTED,
                        "%.*s() is not supported%s", OZ_STR(oz_class_name(class_)),
                        oz_native_reason(oz_class_name(class_)));
    }
    function = oz_int(native);
    function.kind = OZ_NATIVE;
    return oz_eval_call_with(eval, &function, args, positional, names, named, out);
}

bool oz_eval_make(struct oz_eval *eval, const ounce_value *class_,
                  const ounce_value *args, uint32_t positional, const ounce_str *names,
                  uint32_t named, ounce_value *out)
{
    struct oz_work *work = &eval->work;
    struct oz_instance *made;
    ounce_value init, result;
    struct oz_bound bound;
    bool found;

    if (oz_class_is_builtin(class_)) {
        return make_builtin(eval, class_, args, positional, names, named, out);
    }
    made = oz_work_alloc(work, sizeof *made);
    if (made == NULL || !oz_dict_new(work, OZ_DICT, &made->members) ||
        !oz_array_new(work, OZ_TUPLE, positional, &made->args)) {
        return false;
    }
    made->class_ = oz_class_of(class_);
    for (uint32_t i = 0; i < positional; i++) {
        if (!oz_array_add(work, &made->args, &args[i])) {
            return false;
        }
    }
    *out = oz_node_value(OZ_INSTANCE, made);
    if (!oz_class_member(eval, made->class_, OZ_LIT("__init__"), &init, &found)) {
        return false;
    }
    if (!found) {
        return oz_class_exception(class_, 0) != OZ_EXC_COUNT ||
               positional + named == 0 ||
               oz_raise(work, OZ_EXC_TYPE, "%.*s() takes no arguments",
                        OZ_STR(made->class_->name));
    }
    bound.self = *out;
    bound.function = init;
    {
        ounce_value method = oz_node_value(OZ_BOUND, &bound);

        return oz_eval_call_with(eval, &method, args, positional, names, named,
                                 &result);
    }
}
