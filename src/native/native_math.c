/* native_math.c — the math module: sqrt, sin, log, pow, floor …
 *
 *     math.sqrt(-1) => ValueError: math domain error    math.floor(2.5) => 2
 *
 * The C library computes; what it cannot is an exception, as CPython has it: a result
 * that is no number from arguments that are is a domain error, an infinite one from
 * finite arguments a range error.
 */
#include "native/argument.h"

#include <math.h>

static bool domain_error(struct oz_work *work)
{
    return oz_raise(work, OZ_EXC_VALUE, "math domain error");
}

static bool one(struct oz_work *work, const ounce_value *args,
                double (*compute)(double), bool overflows, ounce_value *out)
{
    double x, y;

    if (!oz_arg_real(work, &args[0], &x)) {
        return false;
    }
    y = compute(x);
    if (isnan(y) && !isnan(x)) {
        return domain_error(work);
    }
    if (isinf(y) && isfinite(x)) {
        return overflows ? oz_raise(work, OZ_EXC_OVERFLOW, "math range error")
                         : domain_error(work);
    }
    *out = oz_real(y);
    return true;
}

#define ONE(function, compute, overflows)                                              \
    bool function(struct oz_work *work, const ounce_value *args, ounce_value *out)     \
    {                                                                                  \
        return one(work, args, compute, overflows, out);                               \
    }

ONE(oz_math_sqrt, sqrt, false)
ONE(oz_math_sin, sin, false)
ONE(oz_math_cos, cos, false)
ONE(oz_math_tan, tan, false)
ONE(oz_math_asin, asin, false)
ONE(oz_math_acos, acos, false)
ONE(oz_math_atan, atan, false)
ONE(oz_math_exp, exp, true)
ONE(oz_math_fabs, fabs, false)

#define PI 3.14159265358979323846

bool oz_math_radians(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    double x;

    if (!oz_arg_real(work, &args[0], &x)) {
        return false;
    }
    *out = oz_real(x * (PI / 180.0));
    return true;
}

bool oz_math_degrees(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    double x;

    if (!oz_arg_real(work, &args[0], &x)) {
        return false;
    }
    *out = oz_real(x * (180.0 / PI));
    return true;
}

bool oz_math_atan2(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    double y, x;

    if (!oz_arg_real(work, &args[0], &y) || !oz_arg_real(work, &args[1], &x)) {
        return false;
    }
    *out = oz_real(atan2(y, x));
    return true;
}

bool oz_math_pow(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    double x, y, power;

    if (!oz_arg_real(work, &args[0], &x) || !oz_arg_real(work, &args[1], &y)) {
        return false;
    }
    power = pow(x, y);
    if (isfinite(x) && isfinite(y)) {
        if (isnan(power) || (isinf(power) && x == 0)) {
            return domain_error(work);
        }
        if (isinf(power)) {
            return oz_raise(work, OZ_EXC_OVERFLOW, "math range error");
        }
    }
    *out = oz_real(power);
    return true;
}

/* ---- logarithms, of integers of any size ---- */

/* An integer too large for a double is a number below one times a power of ten. */
static double log_big(const ounce_value *big, double (*compute)(double), double ten)
{
    double fraction = 0;

    for (size_t i = 18; i-- > 0;) {
        fraction = (fraction + (big->text[i] - '0')) / 10;
    }
    return compute(fraction) + (double)big->size * ten;
}

static bool log_of(struct oz_work *work, const ounce_value *value,
                   double (*compute)(double), double ten, double *out)
{
    double x;

    if (value->kind == OUNCE_BIG && value->text[0] == '-') {
        return domain_error(work);
    }
    if (value->kind == OUNCE_BIG && !oz_big_real(value, &x)) {
        *out = log_big(value, compute, ten);
        return true;
    }
    if (!oz_arg_real(work, value, &x)) {
        return false;
    }
    if (x <= 0) {
        return domain_error(work);
    }
    *out = compute(x);
    return true;
}

#define LN_10 2.302585092994045684

bool oz_math_log(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    double x = 0, base = 0;

    if (!log_of(work, &args[0], log, LN_10, &x)) {
        return false;
    }
    if (oz_arg_given(&args[1])) {
        if (!log_of(work, &args[1], log, LN_10, &base)) {
            return false;
        }
        if (base == 0) {
            return oz_raise(work, OZ_EXC_ZERO_DIVISION, "float division by zero");
        }
        x /= base;
    }
    *out = oz_real(x);
    return true;
}

bool oz_math_log2(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    double x = 0;

    if (!log_of(work, &args[0], log2, 3.321928094887362348, &x)) {
        return false;
    }
    *out = oz_real(x);
    return true;
}

bool oz_math_log10(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    double x = 0;

    if (!log_of(work, &args[0], log10, 1, &x)) {
        return false;
    }
    *out = oz_real(x);
    return true;
}

/* ---- to integers ---- */

static bool whole(struct oz_work *work, const ounce_value *value,
                  double (*round_to)(double), ounce_value *out)
{
    double x;

    if (oz_arg_is_int(value)) {
        *out = *value;
        out->kind = value->kind == OUNCE_BIG ? OUNCE_BIG : OUNCE_INT;
        return true;
    }
    if (!oz_arg_real(work, value, &x)) {
        return false;
    }
    if (isnan(x)) {
        return oz_raise(work, OZ_EXC_VALUE, "cannot convert float NaN to integer");
    }
    if (isinf(x)) {
        return oz_raise(work, OZ_EXC_OVERFLOW,
                        "cannot convert float infinity to integer");
    }
    return oz_integer_of_real(work, round_to(x), out);
}

bool oz_math_floor(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return whole(work, &args[0], floor, out);
}

bool oz_math_ceil(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return whole(work, &args[0], ceil, out);
}

bool oz_math_trunc(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    if (args[0].kind != OUNCE_FLOAT && !oz_arg_is_int(&args[0])) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "type %.100s doesn't define __trunc__ method",
                        oz_type_name(&args[0]));
    }
    return whole(work, &args[0], trunc, out);
}

/* ---- questions ---- */

bool oz_math_isnan(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    double x = 0;
    bool ok = oz_arg_real(work, &args[0], &x);

    *out = oz_bool(isnan(x));
    return ok;
}

bool oz_math_isinf(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    double x = 0;
    bool ok = oz_arg_real(work, &args[0], &x);

    *out = oz_bool(isinf(x));
    return ok;
}

#define CONSTANT(function, number)                                                     \
    bool function(struct oz_work *work, const ounce_value *args, ounce_value *out)     \
    {                                                                                  \
        (void)work;                                                                    \
        (void)args;                                                                    \
        *out = oz_real(number);                                                        \
        return true;                                                                   \
    }

CONSTANT(oz_math_pi, PI)
CONSTANT(oz_math_e, 2.71828182845904523536)
CONSTANT(oz_math_inf, (double)INFINITY)
CONSTANT(oz_math_nan, (double)NAN)
