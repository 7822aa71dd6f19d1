/* eval_number.c — arithmetic of numbers, as Python has it.
 *
 *     -7 // 2 => -4     True + 1 => 2     2 ** -1 => 0.5
 *
 * Integers are exact within 64 bits; beyond, arithmetic raises OverflowError rather
 * than giving another number.
 */
#include "match/eval_number.h"
#include "base/number.h"
#include "base/str.h"

#include <math.h>
#include <ounce/matcher.h>

const char *oz_eval_sign(enum oz_function op)
{
    switch ((int)op) {
    case OZ_FN_ADD:
    case OZ_FN_POSITIVE:
        return "+";
    case OZ_FN_ADD_TO:
        return "+=";
    case OZ_FN_OR_TO:
        return "|=";
    case OZ_FN_SUBTRACT:
    case OZ_FN_NEGATE:
        return "-";
    case OZ_FN_MULTIPLY:
        return "*";
    case OZ_FN_DIVIDE:
        return "/";
    case OZ_FN_FLOOR_DIVIDE:
        return "//";
    case OZ_FN_MODULO:
        return "%";
    case OZ_FN_POWER:
        return "** or pow()";
    case OZ_FN_SHIFT_LEFT:
        return "<<";
    case OZ_FN_SHIFT_RIGHT:
        return ">>";
    case OZ_FN_BIT_OR:
        return "|";
    case OZ_FN_BIT_XOR:
        return "^";
    case OZ_FN_BIT_AND:
        return "&";
    default:
        return "~";
    }
}

bool oz_eval_unsupported(struct oz_work *work, enum oz_function op,
                         const ounce_value *a, const ounce_value *b)
{
    return oz_raise(work, OZ_EXC_TYPE,
                    "unsupported operand type(s) for %s: '%s' and '%s'",
                    oz_eval_sign(op), oz_type_name(a), oz_type_name(b));
}

bool oz_eval_overflow(struct oz_work *work)
{
    return oz_raise(work, OZ_EXC_OVERFLOW, "integer result beyond 64 bits");
}

bool oz_is_integer(const ounce_value *value)
{
    return value->kind == OUNCE_INT || value->kind == OUNCE_BOOL;
}

bool oz_is_number(const ounce_value *value)
{
    return oz_is_integer(value) || value->kind == OUNCE_FLOAT ||
           value->kind == OUNCE_BIG;
}

static bool as_real(struct oz_work *work, const ounce_value *value, double *real)
{
    if (value->kind == OUNCE_BIG) {
        return oz_big_real(value, real) ||
               oz_raise(work, OZ_EXC_OVERFLOW, "int too large to convert to float");
    }
    *real = value->kind == OUNCE_FLOAT ? value->real : (double)value->integer;
    return true;
}

bool oz_give_int(ounce_value *out, int64_t value)
{
    *out = oz_int(value);
    return true;
}

bool oz_give_real(ounce_value *out, double value)
{
    *out = oz_real(value);
    return true;
}

/* ---- integers ---- */

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t quotient = a / b;

    return a % b != 0 && (a % b < 0) != (b < 0) ? quotient - 1 : quotient;
}

/* The sign is the divisor's. */
static int64_t floor_modulo(int64_t a, int64_t b)
{
    int64_t rest = a % b;

    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

static bool power(struct oz_work *work, int64_t base, int64_t exponent,
                  ounce_value *out)
{
    int64_t result = 1;

    if (exponent < 0) {
        return base == 0 ? oz_raise(work, OZ_EXC_ZERO_DIVISION,
                                    "0.0 cannot be raised to a negative power")
                         : oz_give_real(out, pow((double)base, (double)exponent));
    }
    if (base >= -1 && base <= 1) {
        return oz_give_int(out, exponent == 0                     ? 1
                                : base == -1 && exponent % 2 == 0 ? 1
                                                                  : base);
    }
    for (int64_t i = 0; i < exponent; i++) {
        if (__builtin_mul_overflow(result, base, &result)) {
            return oz_eval_overflow(work);
        }
    }
    return oz_give_int(out, result);
}

static bool shift(struct oz_work *work, enum oz_function op, int64_t a, int64_t b,
                  ounce_value *out)
{
    int64_t result = a;

    if (b < 0) {
        return oz_raise(work, OZ_EXC_VALUE, "negative shift count");
    }
    if (op == OZ_FN_SHIFT_RIGHT) {
        return oz_give_int(out,
                           b > 62 ? (a < 0 ? -1 : 0) : floor_div(a, INT64_C(1) << b));
    }
    for (int64_t i = 0; i < b && result != 0; i++) {
        if (__builtin_mul_overflow(result, 2, &result)) {
            return oz_eval_overflow(work);
        }
    }
    return oz_give_int(out, result);
}

static bool divided_by_zero(struct oz_work *work, enum oz_function op, bool real)
{
    return oz_raise(
        work, OZ_EXC_ZERO_DIVISION, "%s",
        op == OZ_FN_DIVIDE   ? (real ? "float division by zero" : "division by zero")
        : op == OZ_FN_MODULO ? (real ? "float modulo" : "integer modulo by zero")
                             : (real ? "float floor division by zero"
                                     : "integer division or modulo by zero"));
}

static bool integers(struct oz_work *work, enum oz_function op, int64_t a, int64_t b,
                     ounce_value *out)
{
    int64_t result = 0;
    bool too_large = false;

    switch ((int)op) {
    case OZ_FN_ADD:
        too_large = __builtin_add_overflow(a, b, &result);
        break;
    case OZ_FN_SUBTRACT:
        too_large = __builtin_sub_overflow(a, b, &result);
        break;
    case OZ_FN_MULTIPLY:
        too_large = __builtin_mul_overflow(a, b, &result);
        break;
    case OZ_FN_DIVIDE:
        return b == 0 ? divided_by_zero(work, op, false)
                      : oz_give_real(out, (double)a / (double)b);
    case OZ_FN_FLOOR_DIVIDE:
    case OZ_FN_MODULO:
        if (b == 0) {
            return divided_by_zero(work, op, false);
        }
        if (b == -1) { /* INT64_MIN / -1 would trap */
            too_large = op == OZ_FN_FLOOR_DIVIDE && a == INT64_MIN;
            result = op == OZ_FN_FLOOR_DIVIDE && !too_large ? -a : 0;
            break;
        }
        result = op == OZ_FN_FLOOR_DIVIDE ? floor_div(a, b) : floor_modulo(a, b);
        break;
    case OZ_FN_POWER:
        return power(work, a, b, out);
    case OZ_FN_SHIFT_LEFT:
    case OZ_FN_SHIFT_RIGHT:
        return shift(work, op, a, b, out);
    case OZ_FN_BIT_OR:
        result = a | b;
        break;
    case OZ_FN_BIT_XOR:
        result = a ^ b;
        break;
    default:
        result = a & b;
        break;
    }
    return too_large ? oz_eval_overflow(work) : oz_give_int(out, result);
}

/* ---- reals ---- */

static double real_modulo(double a, double b)
{
    double rest = fmod(a, b);

    if (rest != 0) {
        return (rest < 0) != (b < 0) ? rest + b : rest;
    }
    return copysign(0.0, b);
}

static double real_floor(double a, double b)
{
    double quotient = (a - real_modulo(a, b)) / b;

    return quotient != 0 ? floor(quotient + 0.5) : copysign(0.0, a / b);
}

static bool real_power(struct oz_work *work, double a, double b, ounce_value *out)
{
    if (a < 0 && isfinite(a) && isfinite(b) && floor(b) < b) {
        return oz_raise(work, OZ_EXC_VALUE, "complex numbers are not supported");
    }
    *out = oz_real(pow(a, b));
    if (isinf(out->real) && isfinite(a) && isfinite(b)) {
        ounce_value parts[2] = {oz_int(34),
                                oz_text(OZ_LIT("Numerical result out of range"))};
        ounce_value class_ = {0};

        class_.kind = OZ_CLASS;
        class_.flags = OZ_CLASS_BUILTIN;
        class_.text = "OverflowError";
        class_.size = 13;
        if (!work->call(work, &class_, parts, 2, &work->failure)) {
            return false;
        }
        return oz_walk_fail(&work->walk, OUNCE_REASON_RULE_ERROR);
    }
    return true;
}

static bool reals(struct oz_work *work, enum oz_function op, double a, double b,
                  ounce_value *out)
{
    switch ((int)op) {
    case OZ_FN_ADD:
        return oz_give_real(out, a + b);
    case OZ_FN_SUBTRACT:
        return oz_give_real(out, a - b);
    case OZ_FN_MULTIPLY:
        return oz_give_real(out, a * b);
    case OZ_FN_POWER:
        if (a == 0 && b < 0) {
            return oz_raise(work, OZ_EXC_ZERO_DIVISION,
                            "0.0 cannot be raised to a negative power");
        }
        return real_power(work, a, b, out);
    default:
        break;
    }
    if (b == 0) {
        return divided_by_zero(work, op, true);
    }
    if (op == OZ_FN_DIVIDE) {
        return oz_give_real(out, a / b);
    }
    return oz_give_real(out, op == OZ_FN_MODULO ? real_modulo(a, b) : real_floor(a, b));
}

static bool is_bitwise(enum oz_function op)
{
    return op >= OZ_FN_SHIFT_LEFT && op <= OZ_FN_BIT_AND;
}

/* `shown` is the operator that a message names: a += b is computed as a + b. */
bool oz_eval_numbers(struct oz_work *work, enum oz_function op, enum oz_function shown,
                     const ounce_value *a, const ounce_value *b, ounce_value *out)
{
    double x, y;

    if (oz_is_integer(a) && oz_is_integer(b)) {
        if (!integers(work, op, a->integer, b->integer, out)) {
            return false;
        }
        if (a->kind == OUNCE_BOOL && b->kind == OUNCE_BOOL && op >= OZ_FN_BIT_OR &&
            op <= OZ_FN_BIT_AND) {
            out->kind = OUNCE_BOOL;
        }
        return true;
    }
    if (a->kind != OUNCE_FLOAT && b->kind != OUNCE_FLOAT && op != OZ_FN_DIVIDE) {
        return oz_eval_overflow(work);
    }
    if (is_bitwise(op)) {
        return oz_eval_unsupported(work, shown, a, b);
    }
    return as_real(work, a, &x) && as_real(work, b, &y) && reals(work, op, x, y, out);
}
