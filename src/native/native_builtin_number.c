/* native_builtin_number.c — abs, round, divmod, sum. */
#include "base/number.h"
#include "native/native.h"

#include <math.h>

static bool is_int(const ounce_value *value)
{
    return value->kind == OUNCE_INT || value->kind == OUNCE_BOOL;
}

static bool is_number(const ounce_value *value)
{
    return value->kind >= OUNCE_BOOL && value->kind <= OUNCE_FLOAT;
}

static bool overflow(struct oz_work *work)
{
    return oz_raise(work, OZ_EXC_OVERFLOW, "integer beyond 64 bits");
}

/* -2^63 and its like: through text. */
static bool without_sign(struct oz_work *work, const ounce_value *value,
                         ounce_value *out)
{
    size_t base = work->text.size;
    ounce_value text;

    if (value->kind == OUNCE_BIG) {
        *out = *value;
        out->text += value->text[0] == '-';
        out->size -= value->text[0] == '-';
        return true;
    }
    oz_buf_text(&work->text, "9223372036854775808");
    if (!oz_text_take(work, base, &text)) {
        return false;
    }
    return oz_integer(work, (ounce_str){text.text, text.size}, out);
}

bool oz_builtin_abs(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const ounce_value *x = &args[0];

    if (x->kind == OUNCE_FLOAT) {
        *out = oz_real(fabs(x->real));
        return true;
    }
    if (x->kind == OUNCE_BIG || (x->kind == OUNCE_INT && x->integer == INT64_MIN)) {
        return without_sign(work, x, out);
    }
    if (!is_int(x)) {
        return oz_raise(work, OZ_EXC_TYPE, "bad operand type for abs(): '%s'",
                        oz_type_name(x));
    }
    *out = oz_int(x->integer < 0 ? -x->integer : x->integer);
    return true;
}

/* round(1250, -2) is 1200: half to even. */
static bool round_int(struct oz_work *work, int64_t value, int64_t places,
                      ounce_value *out)
{
    int64_t unit = 1, whole, rest;

    if (places < -18) {
        *out = oz_int(0);
        return true;
    }
    for (; places < 0; places++) {
        unit *= 10;
    }
    whole = value / unit;
    rest = value % unit < 0 ? -(value % unit) : value % unit;
    if (rest > unit - rest || (rest == unit - rest && whole % 2 != 0)) {
        whole += value < 0 ? -1 : 1;
    }
    if (whole > INT64_MAX / unit || whole < INT64_MIN / unit) {
        return overflow(work);
    }
    *out = oz_int(whole * unit);
    return true;
}

static bool round_real(struct oz_work *work, double value, const ounce_value *places,
                       ounce_value *out)
{
    double rounded = value;

    if (places->kind == OUNCE_MISSING || places->kind == OUNCE_NULL) {
        if (value != value) {
            return oz_raise(work, OZ_EXC_VALUE, "cannot convert float NaN to integer");
        }
        if (!oz_real_is_finite(value)) {
            return oz_raise(work, OZ_EXC_OVERFLOW,
                            "cannot convert float infinity to integer");
        }
        return oz_real_round(value, 0, &rounded) &&
               oz_integer_of_real(work, rounded, out);
    }
    if (oz_real_is_finite(value) && !oz_real_round(value, places->integer, &rounded)) {
        return oz_raise(work, OZ_EXC_OVERFLOW, "rounded value too large to represent");
    }
    *out = oz_real(rounded);
    return true;
}

bool oz_builtin_round(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const ounce_value *x = &args[0], *places = &args[1];
    bool given = places->kind != OUNCE_MISSING && places->kind != OUNCE_NULL;

    if (!is_number(x)) {
        return oz_raise(work, OZ_EXC_TYPE, "type %s doesn't define __round__ method",
                        oz_type_name(x));
    }
    if (given && !is_int(places)) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "'%s' object cannot be interpreted as an integer",
                        oz_type_name(places));
    }
    if (x->kind == OUNCE_FLOAT) {
        return round_real(work, x->real, places, out);
    }
    if (!given || places->integer >= 0 || x->kind == OUNCE_BIG) {
        *out = x->kind == OUNCE_BIG ? *x : oz_int(x->integer);
        return true;
    }
    return round_int(work, x->integer, places->integer, out);
}

static bool make_pair(struct oz_work *work, const ounce_value *a, const ounce_value *b,
                      ounce_value *out)
{
    return oz_array_new(work, OZ_TUPLE, 2, out) && oz_array_add(work, out, a) &&
           oz_array_add(work, out, b);
}

/* As CPython's float_divmod: the remainder has the sign of the divisor. */
static void divide_reals(double x, double y, double *quotient, double *rest)
{
    double whole;

    *rest = fmod(x, y);
    whole = (x - *rest) / y;
    if (*rest != 0) { /* NaN, too */
        if ((y < 0) != (*rest < 0)) {
            *rest += y;
            whole -= 1.0;
        }
    } else {
        *rest = copysign(0.0, y);
    }
    if (whole != 0) {
        *quotient = floor(whole);
        *quotient += whole - *quotient > 0.5 ? 1.0 : 0.0;
    } else {
        *quotient = copysign(0.0, x / y);
    }
}

static double to_real(const ounce_value *value)
{
    return value->kind == OUNCE_FLOAT ? value->real : (double)value->integer;
}

bool oz_builtin_divmod(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const ounce_value *x = &args[0], *y = &args[1];
    ounce_value a, b;
    double quotient, rest;

    if (!is_number(x) || !is_number(y)) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "unsupported operand type(s) for divmod(): '%s' and '%s'",
                        oz_type_name(x), oz_type_name(y));
    }
    if (x->kind == OUNCE_BIG || y->kind == OUNCE_BIG) {
        return overflow(work);
    }
    if (!oz_truth(y)) {
        return oz_raise(work, OZ_EXC_ZERO_DIVISION,
                        is_int(x) && is_int(y) ? "integer division or modulo by zero"
                                               : "float divmod()");
    }
    if (!is_int(x) || !is_int(y)) {
        divide_reals(to_real(x), to_real(y), &quotient, &rest);
        a = oz_real(quotient);
        b = oz_real(rest);
        return make_pair(work, &a, &b, out);
    }
    if (x->integer == INT64_MIN && y->integer == -1) {
        return overflow(work);
    }
    a = oz_int(x->integer / y->integer);
    b = oz_int(x->integer % y->integer);
    if (b.integer != 0 && (b.integer < 0) != (y->integer < 0)) {
        a.integer--;
        b.integer += y->integer;
    }
    return make_pair(work, &a, &b, out);
}

static bool add_lists(struct oz_work *work, ounce_value *sum, const ounce_value *item)
{
    ounce_value joined;
    const struct oz_array *more = oz_items_of(item);

    if (!oz_collect(work, sum->kind, sum, &joined)) {
        return false;
    }
    for (size_t i = 0; i < more->count; i++) {
        if (!oz_array_add(work, &joined, &more->items[i])) {
            return false;
        }
    }
    *sum = joined;
    return true;
}

static bool add(struct oz_work *work, ounce_value *sum, const ounce_value *item)
{
    int64_t whole;

    if (is_int(sum) && is_int(item)) {
        if (__builtin_add_overflow(sum->integer, item->integer, &whole)) {
            return overflow(work);
        }
        *sum = oz_int(whole);
        return true;
    }
    if (is_number(sum) && is_number(item)) {
        if (sum->kind == OUNCE_BIG || item->kind == OUNCE_BIG) {
            return overflow(work);
        }
        *sum = oz_real(to_real(sum) + to_real(item));
        return true;
    }
    if (sum->kind == item->kind && (sum->kind == OZ_ARRAY || sum->kind == OZ_TUPLE)) {
        return add_lists(work, sum, item);
    }
    if (sum->kind == OZ_ARRAY || sum->kind == OZ_TUPLE) {
        return oz_raise(work, OZ_EXC_TYPE, "can only concatenate %s (not \"%s\") to %s",
                        oz_type_name(sum), oz_type_name(item), oz_type_name(sum));
    }
    return oz_raise(work, OZ_EXC_TYPE,
                    "unsupported operand type(s) for +: '%s' and '%s'",
                    oz_type_name(sum), oz_type_name(item));
}

bool oz_builtin_sum(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value sum = args[1].kind != OUNCE_MISSING ? args[1] : oz_int(0), item;
    struct oz_iter iter;
    bool more;

    if (!oz_iter_begin(work, &args[0], &iter)) {
        return false;
    }
    if (sum.kind == OUNCE_TEXT || sum.kind == OZ_BYTES) {
        return oz_raise(work, OZ_EXC_TYPE,
                        sum.kind == OUNCE_TEXT
                            ? "sum() can't sum strings [use ''.join(seq) instead]"
                            : "sum() can't sum bytes [use b''.join(seq) instead]");
    }
    for (;;) {
        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            *out = sum;
            return true;
        }
        if (!add(work, &sum, &item)) {
            return false;
        }
    }
}
