/* time_scale.c — timedelta times and over numbers, and over another timedelta.
 *
 *     timedelta(seconds=10) / 4 => 2.5 s    timedelta(days=1) // timedelta(hours=7) =>
 * 3
 *
 * Exact in microseconds, rounded once, half to even: a float is taken as the fraction
 * that it is. So the work is done in integers of 128 bits, sign apart.
 */
#include "native/time_scale.h"

#include "native/time.h"
#include "native/time_wide.h"

#include <math.h>

#define MICROS 1000000
/* Any quotient or product of so many bits is no timedelta. */
#define BITS_MAX 126

struct whole {
    bool negative;
    struct oz_wide size;
};

/* mantissa × 2^exponent */
struct fraction {
    bool negative;
    uint64_t mantissa;
    int exponent;
};

static bool is_zero(struct oz_wide value)
{
    return value.high == 0 && value.low == 0;
}

static struct whole whole_of(const struct oz_delta *delta)
{
    int64_t seconds = (int64_t)delta->days * 86400 + delta->seconds;
    struct oz_wide rest = oz_wide_of((uint64_t)delta->micros);
    struct whole whole = {seconds < 0, {0, 0}};

    whole.size = oz_wide_multiply((uint64_t)(seconds < 0 ? -seconds : seconds), MICROS);
    whole.size = whole.negative ? oz_wide_subtract(whole.size, rest)
                                : oz_wide_add(whole.size, rest);
    return whole;
}

/* Saturates: a longer integer is larger than any timedelta in the same way. */
static struct whole whole_of_big(const ounce_value *big)
{
    struct whole whole = {big->size > 0 && big->text[0] == '-', {0, 0}};

    for (size_t i = whole.negative; i < big->size; i++) {
        if (oz_wide_bits(whole.size) > BITS_MAX - 6) {
            break;
        }
        whole.size = oz_wide_add(oz_wide_scale(whole.size, 10),
                                 oz_wide_of((uint64_t)(big->text[i] - '0')));
    }
    return whole;
}

static struct whole whole_of_number(const ounce_value *number)
{
    struct whole whole = {number->integer < 0, {0, 0}};

    if (number->kind == OUNCE_BIG) {
        return whole_of_big(number);
    }
    whole.size = oz_wide_of(whole.negative ? 0 - (uint64_t)number->integer
                                           : (uint64_t)number->integer);
    return whole;
}

static bool too_large(struct oz_work *work)
{
    return oz_raise(work, OZ_EXC_OVERFLOW, "Python int too large to convert to C int");
}

static bool no_division(struct oz_work *work, const char *message)
{
    return oz_raise(work, OZ_EXC_ZERO_DIVISION, "%s", message);
}

static bool make_delta(struct oz_work *work, struct whole whole, ounce_value *out)
{
    struct oz_wide rest,
        seconds = oz_wide_divide(whole.size, oz_wide_of(MICROS), &rest);
    struct oz_delta delta;
    int64_t sign = whole.negative ? -1 : 1;

    if (seconds.high != 0 || seconds.low > INT64_MAX) {
        return too_large(work);
    }
    return oz_delta_make(
               work, sign * ((int64_t)seconds.low / 86400),
               sign * ((int64_t)seconds.low % 86400 * MICROS + (int64_t)rest.low),
               &delta) &&
           oz_delta_new(work, &delta, out);
}

static bool read_fraction(struct oz_work *work, double real, struct fraction *out)
{
    double mantissa;

    if (isnan(real)) {
        return oz_raise(work, OZ_EXC_VALUE, "cannot convert NaN to integer ratio");
    }
    if (isinf(real)) {
        return oz_raise(work, OZ_EXC_OVERFLOW,
                        "cannot convert Infinity to integer ratio");
    }
    mantissa = frexp(fabs(real), &out->exponent);
    out->mantissa = (uint64_t)ldexp(mantissa, 53);
    out->exponent -= 53;
    out->negative = real < 0;
    return true;
}

/* ---- times ---- */

static bool times_integer(struct oz_work *work, struct whole delta, struct whole number,
                          ounce_value *out)
{
    struct whole product = {delta.negative != number.negative, {0, 0}};

    if (is_zero(delta.size) || is_zero(number.size)) {
        return make_delta(work, product, out);
    }
    if (oz_wide_bits(delta.size) + oz_wide_bits(number.size) > BITS_MAX ||
        (delta.size.high != 0 && number.size.high != 0)) {
        return too_large(work);
    }
    product.size = number.size.high == 0 ? oz_wide_scale(delta.size, number.size.low)
                                         : oz_wide_scale(number.size, delta.size.low);
    return make_delta(work, product, out);
}

static bool times_real(struct oz_work *work, struct whole delta, double real,
                       ounce_value *out)
{
    struct whole product = delta;
    struct fraction by = {0};

    if (!read_fraction(work, real, &by)) {
        return false;
    }
    product.negative = delta.negative != by.negative;
    product.size = oz_wide_scale(delta.size, by.mantissa); /* at most 120 bits */
    if (is_zero(product.size)) {
        return make_delta(work, product, out);
    }
    if (by.exponent >= 0) {
        if (oz_wide_bits(product.size) + (unsigned)by.exponent > BITS_MAX) {
            return too_large(work);
        }
        product.size = oz_wide_left(product.size, (unsigned)by.exponent);
    } else if (by.exponent < -BITS_MAX) {
        product.size = (struct oz_wide){0, 0};
    } else {
        product.size = oz_wide_nearest(
            product.size, oz_wide_left(oz_wide_of(1), (unsigned)-by.exponent));
    }
    return make_delta(work, product, out);
}

/* ---- over ---- */

static bool over_integer(struct oz_work *work, struct whole delta, struct whole by,
                         ounce_value *out)
{
    struct whole quotient = {delta.negative != by.negative, {0, 0}};

    if (is_zero(by.size)) {
        return no_division(work, "integer division or modulo by zero");
    }
    quotient.size = oz_wide_nearest(delta.size, by.size);
    return make_delta(work, quotient, out);
}

static bool over_real(struct oz_work *work, struct whole delta, double real,
                      ounce_value *out)
{
    struct whole quotient = delta;
    struct oz_wide divisor;
    struct fraction by = {0};

    if (!read_fraction(work, real, &by)) {
        return false;
    }
    if (by.mantissa == 0) {
        return no_division(work, "integer division or modulo by zero");
    }
    if (is_zero(delta.size)) {
        return make_delta(work, quotient, out);
    }
    quotient.negative = delta.negative != by.negative;
    while ((by.mantissa & 1) == 0 && by.exponent < 0) {
        by.mantissa >>= 1;
        by.exponent++;
    }
    divisor = oz_wide_of(by.mantissa);
    if (by.exponent < 0) {
        /* 2^126 over a mantissa of 53 bits is more than any timedelta. */
        if (oz_wide_bits(delta.size) + (unsigned)-by.exponent > BITS_MAX) {
            return too_large(work);
        }
        quotient.size = oz_wide_left(delta.size, (unsigned)-by.exponent);
    } else if (by.exponent > BITS_MAX - 53) {
        quotient.size = (struct oz_wide){0, 0};
    } else {
        divisor = oz_wide_left(divisor, (unsigned)by.exponent);
    }
    quotient.size = oz_wide_nearest(quotient.size, divisor);
    return make_delta(work, quotient, out);
}

/* Rounded down; *rest has the sign of the divisor. */
static struct whole floor_divide(struct whole a, struct whole b, struct whole *rest)
{
    struct whole quotient = {a.negative != b.negative, {0, 0}};

    rest->negative = b.negative;
    quotient.size = oz_wide_divide(a.size, b.size, &rest->size);
    if (!is_zero(rest->size) && quotient.negative) {
        quotient.size = oz_wide_add(quotient.size, oz_wide_of(1));
        rest->size = oz_wide_subtract(b.size, rest->size);
    }
    return quotient;
}

static bool make_integer(struct oz_work *work, struct whole whole, ounce_value *out)
{
    size_t base = work->text.size;
    struct oz_wide rest, high;

    if (whole.size.high == 0 && whole.size.low <= INT64_MAX) {
        *out =
            oz_int(whole.negative ? -(int64_t)whole.size.low : (int64_t)whole.size.low);
        return true;
    }
    /* At most 8.64e19: 20 digits. */
    high = oz_wide_divide(whole.size, oz_wide_of(UINT64_C(10000000000)), &rest);
    if (whole.negative) {
        oz_buf_char(&work->text, '-');
    }
    oz_buf_uint(&work->text, high.low);
    oz_time_digits(&work->text, (int64_t)rest.low, 10);
    if (!oz_text_take(work, base, out)) {
        return false;
    }
    out->kind = OUNCE_BIG;
    return true;
}

static bool over_delta(struct oz_work *work, char op, struct whole a, struct whole b,
                       ounce_value *out)
{
    struct whole quotient, rest;

    if (is_zero(b.size)) {
        return no_division(work, op == '/'   ? "division by zero"
                                 : op == '%' ? "integer modulo by zero"
                                             : "integer division or modulo by zero");
    }
    if (op == '/') {
        double real = oz_wide_quotient(a.size, b.size);

        *out = oz_real(a.negative != b.negative ? -real : real);
        return true;
    }
    quotient = floor_divide(a, b, &rest);
    return op == '%' ? make_delta(work, rest, out) : make_integer(work, quotient, out);
}

static bool is_integer(const ounce_value *value)
{
    return value->kind == OUNCE_INT || value->kind == OUNCE_BOOL ||
           value->kind == OUNCE_BIG;
}

static bool over(struct oz_work *work, char op, struct whole a, const ounce_value *b,
                 ounce_value *out, bool *handled)
{
    struct whole quotient, rest, number;

    if (b->kind == OZ_DELTA) {
        return over_delta(work, op, a, whole_of(oz_delta_of(b)), out);
    }
    if (op == '/' && b->kind == OUNCE_FLOAT) {
        return over_real(work, a, b->real, out);
    }
    if (!is_integer(b) || op == '%') {
        *handled = false;
        return true;
    }
    number = whole_of_number(b);
    if (op == '/') {
        return over_integer(work, a, number, out);
    }
    if (is_zero(number.size)) {
        return no_division(work, "integer division or modulo by zero");
    }
    quotient = floor_divide(a, number, &rest);
    return make_delta(work, quotient, out);
}

bool oz_delta_scale(struct oz_work *work, char op, const ounce_value *a,
                    const ounce_value *b, ounce_value *out, bool *handled)
{
    if (op == '*') {
        const ounce_value *delta = a->kind == OZ_DELTA ? a : b;
        const ounce_value *number = a->kind == OZ_DELTA ? b : a;

        if (delta->kind == OZ_DELTA && is_integer(number)) {
            return times_integer(work, whole_of(oz_delta_of(delta)),
                                 whole_of_number(number), out);
        }
        if (delta->kind == OZ_DELTA && number->kind == OUNCE_FLOAT) {
            return times_real(work, whole_of(oz_delta_of(delta)), number->real, out);
        }
    } else if ((op == '/' || op == 'f' || op == '%') && a->kind == OZ_DELTA) {
        return over(work, op, whole_of(oz_delta_of(a)), b, out, handled);
    }
    *handled = false;
    return true;
}
