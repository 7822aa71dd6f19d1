/* eval_check.c — what a rule takes for granted of a value: true, or an exception. */
#include "base/str.h"
#include "match/eval_function.h"

static bool yes(ounce_value *out)
{
    *out = oz_bool(true);
    return true;
}

static bool no_attribute(const struct oz_function_call *call, const ounce_value *value)
{
    return oz_raise(&call->eval->work, OZ_EXC_ATTRIBUTE,
                    "'%s' object has no attribute '%.*s'", oz_type_name(value),
                    OZ_STR(oz_arg_text(call, 1)));
}

bool oz_eval_has_key(const struct oz_function_call *call, ounce_value *out)
{
    ounce_value value;

    if (!oz_eval_value(call->eval, call->args[0], &value)) {
        return false;
    }
    return value.kind == OUNCE_MISSING
               ? oz_raise_value(&call->eval->work, OZ_EXC_KEY, oz_arg_constant(call, 1))
               : yes(out);
}

bool oz_eval_is_mapping(const struct oz_function_call *call, ounce_value *out)
{
    ounce_value value;

    if (!oz_arg(call, 0, &value)) {
        return false;
    }
    return value.kind == OUNCE_MAP || value.kind == OZ_DICT
               ? yes(out)
               : no_attribute(call, &value);
}

bool oz_eval_is_string(const struct oz_function_call *call, ounce_value *out)
{
    ounce_value value;

    if (!oz_arg(call, 0, &value)) {
        return false;
    }
    return value.kind == OUNCE_TEXT ? yes(out) : no_attribute(call, &value);
}

bool oz_eval_is_hashable(const struct oz_function_call *call, ounce_value *out)
{
    ounce_value value;
    uint64_t hash;

    if (!oz_arg(call, 0, &value)) {
        return false;
    }
    if (value.kind == OZ_SET) { /* it is looked for as a frozenset */
        return yes(out);
    }
    return oz_hash_value(&call->eval->work, &value, &hash) && yes(out);
}

bool oz_eval_boolean(const struct oz_function_call *call, ounce_value *out)
{
    if (!oz_arg(call, 0, out)) {
        return false;
    }
    return out->kind == OUNCE_BOOL ||
           oz_raise(&call->eval->work, OZ_EXC_TYPE,
                    "a verdict must be True or False, not of type '%s'",
                    oz_type_name(out));
}

/* The event's own list needs no copy. */
bool oz_eval_iterate(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_work *work = &call->eval->work;
    ounce_value value;

    if (!oz_arg(call, 0, &value)) {
        return false;
    }
    if (value.kind != OUNCE_LIST && !oz_collect(work, OZ_TUPLE, &value, &value)) {
        return false;
    }
    *out = value;
    return true;
}
