/* eval_arithmetic.c — + - * / // % ** << >> | ^ & and their signs, whatever the
 * operands are: numbers (eval_number.c), dates, sequences, sets, dicts, classes.
 */
#include "base/str.h"
#include "match/eval_function.h"
#include "match/eval_number.h"
#include "native/native.h"
#include "native/time.h"

#include <ounce/matcher.h>

/* ---- sequences ---- */

static bool join_texts(struct oz_work *work, const ounce_value *a, const ounce_value *b,
                       ounce_value *out)
{
    char *text;

    if (!oz_walk_step(&work->walk, (a->size + b->size) / 16)) {
        return false;
    }
    text = oz_work_alloc(work, a->size + b->size + 1);
    if (text == NULL) {
        return false;
    }
    if (a->size > 0) {
        memcpy(text, a->text, a->size);
    }
    if (b->size > 0) {
        memcpy(text + a->size, b->text, b->size);
    }
    *out = a->kind == OUNCE_TEXT ? oz_text((ounce_str){text, a->size + b->size})
                                 : oz_bytes((ounce_str){text, a->size + b->size});
    return true;
}

static bool add_items(struct oz_work *work, ounce_value *out, const ounce_value *from)
{
    const struct oz_array *items = oz_array_of(from);
    size_t count = items->count; /* it may be the same list */

    for (size_t i = 0; i < count; i++) {
        if (!oz_walk_step(&work->walk, 1) ||
            !oz_array_add(work, out, &items->items[i])) {
            return false;
        }
    }
    return true;
}

static bool add(struct oz_work *work, enum oz_function shown, const ounce_value *a,
                const ounce_value *b, ounce_value *out)
{
    ounce_value made;

    if (a->kind == b->kind && (a->kind == OUNCE_TEXT || a->kind == OZ_BYTES)) {
        return join_texts(work, a, b, out);
    }
    if (a->kind == b->kind && (a->kind == OZ_ARRAY || a->kind == OZ_TUPLE)) {
        if (!oz_array_new(work, a->kind, oz_array_of(a)->count + oz_array_of(b)->count,
                          &made) ||
            !add_items(work, &made, a) || !add_items(work, &made, b)) {
            return false;
        }
        *out = made;
        return true;
    }
    if (a->kind == OUNCE_TEXT || a->kind == OZ_ARRAY || a->kind == OZ_TUPLE) {
        return oz_raise(work, OZ_EXC_TYPE, "can only concatenate %s (not \"%s\") to %s",
                        oz_type_name(a), oz_type_name(b), oz_type_name(a));
    }
    return oz_eval_unsupported(work, shown, a, b);
}

static bool repeat(struct oz_work *work, const ounce_value *what, int64_t times,
                   ounce_value *out)
{
    size_t count = times < 0 ? 0 : (size_t)times;
    size_t base = work->text.size;
    ounce_value made;

    if (what->kind != OUNCE_TEXT && what->kind != OZ_BYTES) {
        if (!oz_array_new(work, what->kind, 0, &made)) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            if (!oz_walk_step(&work->walk, 1) || !add_items(work, &made, what)) {
                return false;
            }
        }
        *out = made;
        return true;
    }
    for (size_t i = 0; i < count && what->size > 0; i++) {
        if (!oz_walk_step(&work->walk, 1 + what->size / 16)) {
            work->text.size = base;
            return false;
        }
        oz_buf_add(&work->text, what->text, what->size);
    }
    if (!oz_text_take(work, base, &made)) {
        return false;
    }
    made.kind = what->kind;
    *out = made;
    return true;
}

static bool is_sequence(const ounce_value *value)
{
    return value->kind == OUNCE_TEXT || value->kind == OZ_BYTES ||
           value->kind == OZ_ARRAY || value->kind == OZ_TUPLE;
}

/* ---- sets and dicts ---- */

static bool by_method(struct oz_work *work, const char *name, const ounce_value *a,
                      const ounce_value *b, ounce_value *out, bool *has)
{
    uint32_t native = oz_native_method(a, (ounce_str){name, strlen(name)});
    ounce_value args[2] = {*a, *b};
    ounce_value bound[OZ_MAX_PARAMS];

    *has = native != OZ_NONE;
    return !*has ||
           (oz_native_bind(work, &oz_natives[native], args, 2, NULL, 0, bound) &&
            oz_natives[native].call(work, bound, out));
}

static bool is_set(const ounce_value *value)
{
    return value->kind == OZ_SET || value->kind == OZ_FROZENSET ||
           value->kind == OZ_VIEW;
}

static bool merge_dicts(struct oz_work *work, const ounce_value *a,
                        const ounce_value *b, ounce_value *out)
{
    ounce_value made;
    size_t place = 0;
    const struct oz_dict_entry *entry;
    const ounce_value *both[] = {a, b};

    if (!oz_dict_new(work, OZ_DICT, &made)) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        for (place = 0; (entry = oz_dict_next(both[i], &place)) != NULL;) {
            if (!oz_dict_set(work, &made, &entry->key, &entry->value)) {
                return false;
            }
        }
    }
    *out = made;
    return true;
}

static bool sets(struct oz_work *work, enum oz_function op, const ounce_value *a,
                 const ounce_value *b, ounce_value *out)
{
    const char *name = op == OZ_FN_BIT_OR    ? "union"
                       : op == OZ_FN_BIT_AND ? "intersection"
                       : op == OZ_FN_BIT_XOR ? "symmetric_difference"
                                             : "difference";
    ounce_value left = *a;
    bool has;

    if (a->kind == OZ_VIEW && !oz_collect(work, OZ_SET, a, &left)) {
        return false;
    }
    return by_method(work, name, &left, b, out, &has) &&
           (has || oz_eval_unsupported(work, op, a, b));
}

/* ---- all of them ---- */

/* Dates have an arithmetic of their own. */
static bool dates(struct oz_work *work, enum oz_function op, const ounce_value *a,
                  const ounce_value *b, ounce_value *out, bool *handled)
{
    static const char signs[] = "+-*/f%";

    *handled = false;
    return op < OZ_FN_ADD || op > OZ_FN_MODULO ||
           oz_time_binary(work, signs[op - OZ_FN_ADD], a, b, out, handled);
}

/* str | None: for isinstance, the same as a tuple. */
static bool is_type(const ounce_value *value)
{
    return value->kind == OZ_CLASS || value->kind == OUNCE_NULL ||
           (value->kind == OZ_TUPLE && oz_array_of(value)->count > 0 &&
            oz_array_of(value)->items[0].kind == OZ_CLASS);
}

static bool make_union(struct oz_work *work, const ounce_value *a, const ounce_value *b,
                       ounce_value *out)
{
    const ounce_value *both[] = {a, b};
    ounce_value made;

    if (!oz_array_new(work, OZ_TUPLE, 2, &made)) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        ounce_value type = *both[i];

        if (type.kind == OUNCE_NULL) {
            type.kind = OZ_CLASS;
            type.flags = OZ_CLASS_BUILTIN;
            type.text = "NoneType";
            type.size = 8;
        }
        if (!(type.kind == OZ_TUPLE ? add_items(work, &made, &type)
                                    : oz_array_add(work, &made, &type))) {
            return false;
        }
    }
    *out = made;
    return true;
}

static bool multiply(struct oz_work *work, const ounce_value *a, const ounce_value *b,
                     ounce_value *out)
{
    const ounce_value *items = is_sequence(a) ? a : b;
    const ounce_value *times = is_sequence(a) ? b : a;

    if (oz_is_integer(times)) {
        return repeat(work, items, times->integer, out);
    }
    return times->kind == OUNCE_BIG
               ? oz_eval_overflow(work)
               : oz_raise(work, OZ_EXC_TYPE,
                          "can't multiply sequence by non-int of type '%s'",
                          oz_type_name(times));
}

/* `shown` is the operator that a message names. */
static bool binary(struct oz_eval *eval, enum oz_function op, enum oz_function shown,
                   const ounce_value *a, const ounce_value *b, ounce_value *out)
{
    struct oz_work *work = &eval->work;
    bool has;

    if (oz_is_number(a) && oz_is_number(b)) {
        return oz_eval_numbers(work, op, shown, a, b, out);
    }
    if (op == OZ_FN_MODULO && a->kind == OUNCE_TEXT) {
        return oz_eval_percent(work, a, b, out);
    }
    if (!dates(work, op, a, b, out, &has)) {
        return false;
    }
    if (has) {
        return true;
    }
    if (op == OZ_FN_MULTIPLY && (is_sequence(a) || is_sequence(b))) {
        return multiply(work, a, b, out);
    }
    if (op == OZ_FN_BIT_OR && is_type(a) && is_type(b) &&
        (a->kind != OUNCE_NULL || b->kind != OUNCE_NULL)) {
        return make_union(work, a, b, out);
    }
    if (op == OZ_FN_BIT_OR && a->kind == OZ_DICT && b->kind == OZ_DICT) {
        return merge_dicts(work, a, b, out);
    }
    if (is_set(a) && is_set(b) &&
        (op == OZ_FN_SUBTRACT || (op >= OZ_FN_BIT_OR && op <= OZ_FN_BIT_AND))) {
        return sets(work, op, a, b, out);
    }
    return op == OZ_FN_ADD ? add(work, shown, a, b, out)
                           : oz_eval_unsupported(work, shown, a, b);
}

bool oz_eval_binary(struct oz_eval *eval, enum oz_function op, const ounce_value *a,
                    const ounce_value *b, ounce_value *out)
{
    return binary(eval, op, op, a, b, out);
}

bool oz_eval_arithmetic(const struct oz_function_call *call, ounce_value *out)
{
    enum oz_function op =
        (enum oz_function)oz_expr_node(call->eval->plan->expr, call->id)->op;
    ounce_value a, b;

    return oz_arg(call, 0, &a) && oz_arg(call, 1, &b) &&
           oz_eval_binary(call->eval, op, &a, &b, out);
}

static bool extend(struct oz_work *work, ounce_value *list, const ounce_value *from)
{
    ounce_value all;

    return oz_collect(work, OZ_TUPLE, from, &all) && add_items(work, list, &all);
}

bool oz_eval_in_place(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_work *work = &call->eval->work;
    uint8_t op = oz_expr_node(call->eval->plan->expr, call->id)->op;
    ounce_value a, b;
    bool has = true;

    if (!oz_arg(call, 0, &a) || !oz_arg(call, 1, &b)) {
        return false;
    }
    *out = a;
    if (op == OZ_FN_ADD_TO && a.kind == OZ_ARRAY) {
        return extend(work, out, &b);
    }
    if (op == OZ_FN_OR_TO && ((a.kind == OZ_SET && is_set(&b)) || a.kind == OZ_DICT)) {
        ounce_value nothing;

        return by_method(work, "update", &a, &b, &nothing, &has);
    }
    return binary(call->eval, op == OZ_FN_ADD_TO ? OZ_FN_ADD : OZ_FN_BIT_OR,
                  (enum oz_function)op, &a, &b, out);
}

bool oz_eval_take_over(const struct oz_function_call *call, ounce_value *out)
{
    ounce_value a;

    if (!oz_arg(call, 0, &a) || !oz_arg(call, 1, out)) {
        return false;
    }
    if (a.kind != out->kind || (a.kind != OZ_ARRAY && a.kind != OZ_SET)) {
        return true;
    }
    if (a.kind == OZ_ARRAY) {
        *oz_array_of(&a) = *oz_array_of(out);
    } else {
        *oz_dict_of(&a) = *oz_dict_of(out);
    }
    *out = a;
    return true;
}

bool oz_eval_unary(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_work *work = &call->eval->work;
    uint8_t op = oz_expr_node(call->eval->plan->expr, call->id)->op;
    ounce_value zero = oz_int(0), value;
    bool has;

    if (!oz_arg(call, 0, &value)) {
        return false;
    }
    if (oz_is_integer(&value) && op == OZ_FN_INVERT) {
        return oz_give_int(out, ~value.integer);
    }
    if (oz_is_number(&value) && op != OZ_FN_INVERT) {
        if (value.kind == OUNCE_FLOAT) {
            return oz_give_real(out, op == OZ_FN_NEGATE ? -value.real : value.real);
        }
        return op == OZ_FN_NEGATE ? oz_eval_numbers(work, OZ_FN_SUBTRACT, OZ_FN_NEGATE,
                                                    &zero, &value, out)
                                  : oz_eval_numbers(work, OZ_FN_ADD, OZ_FN_POSITIVE,
                                                    &zero, &value, out);
    }
    if (!by_method(work, op == OZ_FN_NEGATE ? "__neg__" : "__pos__", &value, &value,
                   out, &has)) {
        return false;
    }
    return has || oz_raise(work, OZ_EXC_TYPE, "bad operand type for unary %s: '%s'",
                           oz_eval_sign((enum oz_function)op), oz_type_name(&value));
}
