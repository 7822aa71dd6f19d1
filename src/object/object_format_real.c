/* object_format_real.c — floats in a field: f, e, g, %.
 *
 *     format(2.675, ".2f")  =>  2.67      the double is a little below 2.675
 *
 * Rounding is that of the exact value, ties to even: a double is a decimal fraction of
 * at most 767 digits, and oz_decimal holds them all.
 */
#include "base/decimal.h"
#include "base/number.h"
#include "base/str.h"
#include "object/object_format.h"

/* value = mantissa × 2^exponent, exactly. */
static void set_exact(struct oz_decimal *decimal, double value)
{
    uint64_t bits, mantissa;
    int exponent;

    memcpy(&bits, &value, sizeof bits);
    mantissa = bits & ((UINT64_C(1) << 52) - 1);
    exponent = (int)(bits >> 52 & 0x7FF);
    if (exponent > 0) {
        mantissa |= UINT64_C(1) << 52;
    } else {
        exponent = 1;
    }
    oz_decimal_set(decimal, mantissa, exponent - 1075);
}

/* Is the fraction from digit `at` on above one half, or just half and odd before it? */
static bool rounds_up(const struct oz_decimal *decimal, int at)
{
    if (at >= decimal->count || decimal->digits[at] < 5) {
        return false;
    }
    if (decimal->digits[at] > 5 || at + 1 < decimal->count) {
        return true;
    }
    return at > 0 && decimal->digits[at - 1] % 2 == 1;
}

/* Keep `count` digits. */
static void round_digits(struct oz_decimal *decimal, int64_t count)
{
    int keep = count > decimal->count ? decimal->count : (int)count;
    bool up;

    if (count < 0 || decimal->count == 0) {
        if (count < 0) {
            oz_decimal_clear(decimal);
        }
        return;
    }
    up = rounds_up(decimal, keep);
    decimal->count = keep;
    if (!up) {
        oz_decimal_trim(decimal);
        return;
    }
    while (keep > 0 && decimal->digits[keep - 1] == 9) {
        keep--;
    }
    if (keep == 0) { /* 99.9 => 100 */
        decimal->digits[0] = 1;
        decimal->count = 1;
        decimal->point++;
        return;
    }
    decimal->digits[keep - 1]++;
    decimal->count = keep;
}

static char digit(const struct oz_decimal *decimal, int64_t at)
{
    return at >= 0 && at < decimal->count ? (char)('0' + decimal->digits[at]) : '0';
}

static void add_fixed(struct oz_buf *buf, const struct oz_decimal *decimal,
                      size_t places, bool point)
{
    int64_t whole = decimal->count > 0 ? decimal->point : 0;

    if (whole <= 0) {
        oz_buf_char(buf, '0');
    }
    for (int64_t i = 0; i < whole; i++) {
        oz_buf_char(buf, digit(decimal, i));
    }
    if (places > 0 || point) {
        oz_buf_char(buf, '.');
    }
    for (size_t i = 0; i < places && !buf->failed; i++) {
        oz_buf_char(buf, digit(decimal, whole + (int64_t)i));
    }
}

static void add_exponent(struct oz_buf *buf, int exponent, bool upper)
{
    oz_buf_char(buf, upper ? 'E' : 'e');
    oz_buf_char(buf, exponent < 0 ? '-' : '+');
    exponent = exponent < 0 ? -exponent : exponent;
    if (exponent < 10) {
        oz_buf_char(buf, '0');
    }
    oz_buf_int(buf, exponent);
}

static void add_scientific(struct oz_buf *buf, const struct oz_decimal *decimal,
                           size_t places, bool point, bool upper)
{
    oz_buf_char(buf, digit(decimal, 0));
    if (places > 0 || point) {
        oz_buf_char(buf, '.');
    }
    for (size_t i = 0; i < places && !buf->failed; i++) {
        oz_buf_char(buf, digit(decimal, 1 + (int64_t)i));
    }
    add_exponent(buf, decimal->count > 0 ? decimal->point - 1 : 0, upper);
}

/* g, and no type with a precision, which wants ".0" and turns to exponents earlier. */
static void add_general(struct oz_buf *buf, struct oz_decimal *decimal,
                        const struct oz_format_spec *spec, size_t precision)
{
    bool typed = spec->type != 0, upper = spec->type == 'G';
    size_t least = typed ? 0 : 1, places;
    int point;

    round_digits(decimal, (int64_t)precision);
    point = decimal->count > 0 ? decimal->point : 1;
    if (point <= -4 || point > (int64_t)precision - (typed ? 0 : 1)) {
        places = decimal->count > 0 ? (size_t)decimal->count - 1 : 0;
        places = spec->alternate ? precision - 1 : places;
        add_scientific(buf, decimal, places, spec->alternate, upper);
        return;
    }
    places = decimal->count > point ? (size_t)(decimal->count - point) : 0;
    if (spec->alternate) {
        places = (size_t)((int64_t)precision - point);
    }
    add_fixed(buf, decimal, places > least ? places : least, spec->alternate);
}

bool oz_real_round(double value, int64_t places, double *out)
{
    struct oz_decimal decimal;

    *out = value;
    if (places > 400 || value == 0) {
        return true;
    }
    set_exact(&decimal, value < 0 ? -value : value);
    round_digits(&decimal, places < -400 ? -1 : places + decimal.point);
    if (!oz_decimal_to_real(&decimal, out)) {
        return false;
    }
    *out = value < 0 ? -*out : *out;
    return true;
}

static bool shortest(struct oz_work *work, double value)
{
    char text[OZ_REAL_TEXT];

    oz_buf_add(&work->text, text, oz_real_print(value, true, text));
    return true;
}

bool oz_format_digits(struct oz_work *work, const struct oz_format_spec *spec,
                      double value)
{
    struct oz_decimal decimal;
    size_t precision = spec->has_precision ? spec->precision : 6;

    if (spec->type == 0 && !spec->has_precision) {
        return shortest(work, value);
    }
    if (precision > INT32_MAX) {
        return oz_raise(work, OZ_EXC_VALUE, "precision too big");
    }
    if (!oz_walk_step(&work->walk, 64 + precision)) {
        return false;
    }
    set_exact(&decimal, value);
    switch (spec->type) {
    case 'e':
    case 'E':
        round_digits(&decimal, (int64_t)precision + 1);
        add_scientific(&work->text, &decimal, precision, spec->alternate,
                       spec->type == 'E');
        return true;
    case 'f':
    case 'F':
    case '%':
        round_digits(&decimal, (int64_t)precision + decimal.point);
        add_fixed(&work->text, &decimal, precision, spec->alternate);
        return true;
    default:
        add_general(&work->text, &decimal, spec, precision > 0 ? precision : 1);
        return true;
    }
}

static void add_special(struct oz_buf *buf, double value, bool upper)
{
    bool nan = value != value;

    oz_buf_text(buf, upper ? (nan ? "NAN" : "INF") : (nan ? "nan" : "inf"));
}

static bool is_zero_text(ounce_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] >= '1' && text.data[i] <= '9') {
            return false;
        }
        if (text.data[i] == 'e' || text.data[i] == 'E') {
            break;
        }
    }
    return true;
}

static bool is_negative(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits >> 63 != 0 && value == value;
}

static bool check_real_spec(struct oz_work *work, const struct oz_format_spec *spec)
{
    if (spec->type > 127 ||
        (spec->type != 0 && strchr("eEfFgGn%", (int)spec->type) == NULL)) {
        return oz_format_unknown(work, spec, "float");
    }
    return true;
}

bool oz_format_real(struct oz_work *work, const struct oz_format_spec *spec,
                    double value)
{
    struct oz_number_text number = {0};
    bool negative = is_negative(value), percent = spec->type == '%';
    double magnitude = (negative ? -value : value) * (percent ? 100 : 1);
    bool finite = oz_real_is_finite(magnitude);
    size_t base = work->text.size, whole = 0;
    ounce_value text;

    if (!check_real_spec(work, spec)) {
        return false;
    }
    if (!finite) {
        add_special(&work->text, magnitude,
                    spec->type == 'E' || spec->type == 'F' || spec->type == 'G');
    } else if (!oz_format_digits(work, spec, magnitude)) {
        return false;
    }
    if (percent) {
        oz_buf_char(&work->text, '%');
    }
    if (!oz_text_take(work, base, &text)) {
        return false;
    }
    while (whole < text.size && text.text[whole] >= '0' && text.text[whole] <= '9') {
        whole++;
    }
    if (spec->no_minus_zero && is_zero_text((ounce_str){text.text, text.size}) &&
        finite) {
        negative = false;
    }
    number.sign = negative ? '-' : spec->sign == '-' ? 0 : spec->sign;
    number.group = finite ? 3 : 0;
    number.body = (ounce_str){text.text, whole};
    number.tail = (ounce_str){text.text + whole, text.size - whole};
    return oz_format_layout(work, spec, &number);
}
