/* number.c — numbers to and from text, and exact comparison across their kinds.
 *
 *     text => sign, digits, exponent => INT | BIG | REAL
 *     double => its exact digits and those of its two midpoints => shortest text
 *
 * Both conversions of reals go through struct oz_decimal, so each is right by
 * arithmetic rather than by a table of powers. A short cut takes the reals people use.
 */
#include "base/number.h"

#include "base/decimal.h"

#include <float.h>
#include <string.h>

#define SIGN_BIT      ((uint64_t)1 << 63)
#define MANTISSA      (((uint64_t)1 << 52) - 1)
#define INFINITY_BITS ((uint64_t)0x7ff << 52)

static const double two_63 = 9223372036854775808.0;
static const double two_53 = 9007199254740992.0;

static uint64_t bits_of(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

static double real_of(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

bool oz_real_is_finite(double value)
{
    return (bits_of(value) & ~SIGN_BIT) < INFINITY_BITS;
}

/* ---- Reading ---- */

struct token {
    bool negative;
    bool real;
    const char *whole; /* the digits before the point, and those after it */
    const char *fraction;
    size_t whole_size;
    size_t fraction_size;
    int64_t exponent;
};

static size_t digit_run(const char *text, size_t size)
{
    size_t run = 0;

    while (run < size && text[run] >= '0' && text[run] <= '9') {
        run++;
    }
    return run;
}

static unsigned digit_of(char digit)
{
    return (unsigned)(digit - '0');
}

/* The part after "e". An exponent too long for the type stops growing, far above the
 * number of digits that any text could hold to make up for it. */
static size_t scan_exponent(const char *text, size_t size, int64_t *out)
{
    const int64_t enough = INT64_MAX / 100;
    const size_t sign = size > 0 && (text[0] == '-' || text[0] == '+');
    const size_t run = digit_run(text + sign, size - sign);
    int64_t exponent = 0;

    for (size_t i = sign; i < sign + run && exponent < enough; i++) {
        exponent = exponent * 10 + (int64_t)digit_of(text[i]);
    }
    *out = text[0] == '-' ? -exponent : exponent;
    return run == 0 ? 0 : sign + run;
}

/* RFC 8259: [ "-" ] int [ "." 1*digit ] [ "e" [ sign ] 1*digit ]. */
static bool scan(const char *text, size_t size, struct token *token)
{
    size_t at = 0;
    size_t run;

    *token = (struct token){.negative = text[0] == '-'};
    at += token->negative;
    token->whole = text + at;
    token->whole_size = digit_run(text + at, size - at);
    if (token->whole_size == 0 || (token->whole_size > 1 && text[at] == '0')) {
        return false;
    }
    at += token->whole_size;
    if (at < size && text[at] == '.') {
        at++;
        token->real = true;
        token->fraction = text + at;
        token->fraction_size = digit_run(text + at, size - at);
        if (token->fraction_size == 0) {
            return false;
        }
        at += token->fraction_size;
    }
    if (at + 1 < size && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        token->real = true;
        run = scan_exponent(text + at, size - at, &token->exponent);
        if (run == 0) {
            return false;
        }
        at += run;
    }
    return at == size;
}

/* False when the integer does not fit. */
static bool read_integer(const struct token *token, int64_t *out)
{
    const uint64_t limit = (uint64_t)INT64_MAX + token->negative;
    uint64_t magnitude = 0;

    if (token->whole_size > 19) {
        return false;
    }
    for (size_t i = 0; i < token->whole_size; i++) {
        magnitude = magnitude * 10 + digit_of(token->whole[i]);
    }
    if (magnitude > limit) {
        return false;
    }
    if (magnitude == SIGN_BIT) {
        *out = INT64_MIN;
    } else {
        *out = token->negative ? -(int64_t)magnitude : (int64_t)magnitude;
    }
    return true;
}

/* Push digits; each zero before the first significant one moves the point instead. */
static void push_digits(struct oz_decimal *decimal, const char *digits, size_t size,
                        int64_t *point)
{
    for (size_t i = 0; i < size; i++) {
        if (decimal->count == 0 && digits[i] == '0') {
            --*point;
        } else {
            oz_decimal_push(decimal, digit_of(digits[i]));
        }
    }
}

/* Up to 15 digits and 10^22 are exact as doubles, so one operation on them rounds once.
 * Not so where expressions keep extra precision, as on x87. */
static bool read_short(const struct oz_decimal *decimal, double *out)
{
#if FLT_EVAL_METHOD == 0
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const int exponent = decimal->point - decimal->count;
    int64_t integer = 0;

    if (decimal->count > 15 || exponent < -22 || exponent > 22) {
        return false;
    }
    for (int i = 0; i < decimal->count; i++) {
        integer = integer * 10 + decimal->digits[i];
    }
    *out = exponent < 0 ? (double)integer / powers[-exponent]
                        : (double)integer * powers[exponent];
    return true;
#else
    (void)decimal;
    (void)out;
    return false;
#endif
}

static bool read_real(const struct token *token, double *out)
{
    const int64_t far = 1000; /* beyond every double, either way */
    struct oz_decimal decimal;
    int64_t point = (int64_t)token->whole_size + token->exponent;

    oz_decimal_clear(&decimal);
    push_digits(&decimal, token->whole, token->whole_size, &point);
    push_digits(&decimal, token->fraction, token->fraction_size, &point);
    oz_decimal_trim(&decimal);
    point = point > far ? far : point;
    decimal.point = (int)(point < -far ? -far : point);
    if (!read_short(&decimal, out) && !oz_decimal_to_real(&decimal, out)) {
        return false;
    }
    *out = token->negative ? -*out : *out;
    return true;
}

bool oz_number_parse(const char *text, size_t size, struct oz_number *out)
{
    struct oz_number number = {.kind = OZ_NUMBER_REAL};
    struct token token;

    if (size == 0 || !scan(text, size, &token)) {
        return false;
    }
    if (token.real) {
        if (!read_real(&token, &number.real)) {
            return false;
        }
    } else if (read_integer(&token, &number.integer)) {
        number.kind = OZ_NUMBER_INT;
    } else {
        number.kind = OZ_NUMBER_BIG;
    }
    *out = number;
    return true;
}

/* ---- Comparing ---- */

int oz_number_compare_int_real(int64_t a, double b)
{
    int64_t whole;
    double fraction;

    if (b >= two_63) {
        return -1;
    }
    if (!(b >= -two_63)) { /* also a NaN */
        return 1;
    }
    whole = (int64_t)b;
    if (a != whole) {
        return a < whole ? -1 : 1;
    }
    fraction = b - (double)whole;
    return (fraction < 0) - (fraction > 0);
}

int oz_number_compare_big(const char *a, size_t a_size, const char *b, size_t b_size)
{
    const bool a_negative = a[0] == '-';
    const bool b_negative = b[0] == '-';
    int order;

    if (a_negative != b_negative) {
        return a_negative ? -1 : 1;
    }
    if (a_size != b_size) {
        order = a_size < b_size ? -1 : 1;
    } else {
        order = memcmp(a, b, a_size);
        order = (order > 0) - (order < 0);
    }
    return a_negative ? -order : order;
}

/* Split the magnitude of a finite double into mantissa × 2^exponent. */
static uint64_t split(uint64_t bits, int *exponent)
{
    const int biased = (int)(bits >> 52 & 0x7ff);

    *exponent = (biased == 0 ? 1 : biased) - 1075;
    return (bits & MANTISSA) + (biased == 0 ? 0 : MANTISSA + 1);
}

/* Order digits, with no sign, against a decimal that is an integer. */
static int compare_digits(const char *text, size_t size, const struct oz_decimal *b)
{
    if (size != (size_t)b->point) {
        return size < (size_t)b->point ? -1 : 1;
    }
    for (int i = 0; i < b->point; i++) {
        const unsigned digit = i < b->count ? b->digits[i] : 0;

        if (digit_of(text[i]) != digit) {
            return digit_of(text[i]) < digit ? -1 : 1;
        }
    }
    return 0;
}

int oz_number_compare_big_real(const char *a, size_t a_size, double b)
{
    const bool negative = a[0] == '-';
    struct oz_decimal decimal;
    uint64_t mantissa;
    int exponent, order;

    if (!oz_real_is_finite(b)) {
        return b > 0 ? -1 : 1;
    }
    /* The integer is outside int64_t; a real inside it, or of the other sign, is nearer
     * to zero or beyond it. What remains is a real without a fraction. */
    if (negative ? b >= -two_63 : b < two_63) {
        return negative ? -1 : 1;
    }
    mantissa = split(bits_of(b), &exponent);
    oz_decimal_set(&decimal, mantissa, exponent);
    order = compare_digits(a + negative, a_size - negative, &decimal);
    return negative ? -order : order;
}

/* ---- Printing ---- */

static size_t print_unsigned(uint64_t value, char *out)
{
    char reversed[OZ_INT_TEXT];
    size_t size = 0;

    do {
        reversed[size++] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    for (size_t i = 0; i < size; i++) {
        out[i] = reversed[size - 1 - i];
    }
    return size;
}

size_t oz_int_print(int64_t value, char *out)
{
    if (value >= 0) {
        return print_unsigned((uint64_t)value, out);
    }
    out[0] = '-';
    return 1 + print_unsigned(0 - (uint64_t)value, out + 1);
}

/* The first n digits of value, and the next larger number of n digits. */
static void bracket(const struct oz_decimal *value, int n, struct oz_decimal *down,
                    struct oz_decimal *up)
{
    oz_decimal_clear(down);
    oz_decimal_clear(up);
    down->point = up->point = value->point;
    memcpy(down->digits, value->digits, (size_t)n);
    memcpy(up->digits, value->digits, (size_t)n);
    down->count = up->count = n;
    while (down->digits[down->count - 1] == 0) {
        down->count--; /* the first digit is not zero */
    }
    while (up->count > 0 && up->digits[up->count - 1] == 9) {
        up->count--;
    }
    if (up->count == 0) {
        up->digits[up->count++] = 1;
        up->point++;
    } else {
        up->digits[up->count - 1]++;
    }
}

/* Whether value, cut after n digits, is nearer to the number above; ties to even. */
static bool rounds_up(const struct oz_decimal *value, int n)
{
    if (value->digits[n] != 5 || value->count > n + 1) {
        return value->digits[n] >= 5;
    }
    return value->digits[n - 1] % 2 == 1;
}

/* The shortest digits, and of those the nearest to the value, that lie between the
 * midpoints with the neighbouring doubles. A midpoint itself reads as the even
 * mantissa, so for an even one "less than 1" lets equality pass. */
static void shortest(uint64_t bits, struct oz_decimal *out)
{
    struct oz_decimal value, low, high, down, up;
    int exponent;
    const uint64_t mantissa = split(bits, &exponent);
    const int even = mantissa % 2 == 0;

    oz_decimal_set(&value, mantissa, exponent);
    oz_decimal_set(&high, 2 * mantissa + 1, exponent - 1);
    if (mantissa == MANTISSA + 1 && exponent > -1074) {
        oz_decimal_set(&low, 4 * mantissa - 1, exponent - 2); /* closer below 2^n */
    } else {
        oz_decimal_set(&low, 2 * mantissa - 1, exponent - 1);
    }
    for (int n = 1; n < value.count; n++) {
        bool down_fits, up_fits;

        bracket(&value, n, &down, &up);
        down_fits = oz_decimal_compare(&low, &down) < even;
        up_fits = oz_decimal_compare(&up, &high) < even;
        if (down_fits || up_fits) {
            *out = up_fits && (!down_fits || rounds_up(&value, n)) ? up : down;
            return;
        }
    }
    *out = value;
}

static char *put_digits(char *out, const struct oz_decimal *decimal, int from, int to)
{
    for (int i = from; i < to; i++) {
        *out++ = (char)('0' + (i >= 0 && i < decimal->count ? decimal->digits[i] : 0));
    }
    return out;
}

/* d.ddde±XX, at least two digits in the exponent. */
static char *put_scientific(char *out, const struct oz_decimal *decimal)
{
    const int exponent = decimal->point - 1;
    const int magnitude = exponent < 0 ? -exponent : exponent;

    out = put_digits(out, decimal, 0, 1);
    if (decimal->count > 1) {
        *out++ = '.';
        out = put_digits(out, decimal, 1, decimal->count);
    }
    *out++ = 'e';
    *out++ = exponent < 0 ? '-' : '+';
    if (magnitude < 10) {
        *out++ = '0';
    }
    return out + print_unsigned((uint64_t)magnitude, out);
}

static char *put_fixed(char *out, const struct oz_decimal *decimal, bool keep_point)
{
    const int point = decimal->point;

    out = put_digits(out, decimal, point < 1 ? point - 1 : 0, point);
    if (decimal->count > point) {
        *out++ = '.';
        out = put_digits(out, decimal, point, decimal->count);
    } else if (keep_point) {
        *out++ = '.';
        *out++ = '0';
    }
    return out;
}

size_t oz_real_print(double value, bool keep_point, char *out)
{
    const uint64_t bits = bits_of(value) & ~SIGN_BIT;
    const double magnitude = real_of(bits);
    struct oz_decimal decimal;
    char *end = out;

    if (bits > INFINITY_BITS) {
        memcpy(out, "nan", 3);
        return 3;
    }
    if (bits_of(value) != bits) {
        *end++ = '-';
    }
    if (bits == INFINITY_BITS) {
        memcpy(end, "inf", 3);
        return (size_t)(end + 3 - out);
    }
    /* Below 2^53 no other integer is within half a unit, so all digits count. */
    if (magnitude < two_53 && (double)(int64_t)magnitude == magnitude) {
        oz_decimal_set(&decimal, (uint64_t)magnitude, 0);
    } else {
        shortest(bits, &decimal);
    }
    if (decimal.point < -3 || decimal.point > 16) { /* as float.__repr__ */
        end = put_scientific(end, &decimal);
    } else {
        end = put_fixed(end, &decimal, keep_point);
    }
    return (size_t)(end - out);
}
