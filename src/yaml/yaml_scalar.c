/* yaml_scalar.c — the scalar patterns, one function each.
 *
 *     null   empty  ~  null Null NULL
 *     bool   true True TRUE  false False FALSE
 *     int    [-+]? ( 0b[01_]+ | 0x[0-9a-fA-F_]+ | 0[0-7_]* | [1-9][0-9_]* )
 *     float  [-+]? [0-9][0-9_]* "." [0-9_]* exponent?  |  "." [0-9][0-9_]* exponent?
 *            [-+]? ( .inf .Inf .INF )  |  .nan .NaN .NAN
 *            exponent = [eE] [-+] [0-9]+
 *
 * The patterns are YAML 1.1's as PyYAML has them, less what the official tool takes
 * out: sexagesimals, timestamps and booleans such as `yes`. A leading zero does not
 * mean octal, although it must look like it: `017` is 17 and `089` is text.
 */
#include "yaml/yaml_scalar.h"

#include "base/number.h"
#include "base/str.h"

#include <math.h>

static bool is_one_of(ounce_str text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (oz_str_is(text, *words)) {
            return true;
        }
    }
    return false;
}

static bool is_null(ounce_str text)
{
    static const char *const words[] = {"~", "null", "Null", "NULL", NULL};

    return text.size == 0 || is_one_of(text, words);
}

static bool read_bool(ounce_str text, bool *out)
{
    static const char *const yes[] = {"true", "True", "TRUE", NULL};
    static const char *const no[] = {"false", "False", "FALSE", NULL};

    *out = is_one_of(text, yes);
    return *out || is_one_of(text, no);
}

static ounce_str rest_of(ounce_str text, size_t from)
{
    return (ounce_str){text.data + from, text.size - from};
}

/* Take a sign off the front. */
static bool take_sign(ounce_str *text)
{
    bool negative = text->size > 0 && text->data[0] == '-';

    if (negative || (text->size > 0 && text->data[0] == '+')) {
        *text = rest_of(*text, 1);
    }
    return negative;
}

/* 16 for what is no digit at all. */
static unsigned digit_of(char c)
{
    if (c >= '0' && c <= '9') {
        return (unsigned)(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return (unsigned)(c - 'a') + 10;
    }
    return c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 16;
}

/* Length of the run of digits and underscores at the front. */
static size_t run_of_digits(ounce_str text, unsigned base)
{
    size_t size = 0;

    while (size < text.size &&
           (text.data[size] == '_' || digit_of(text.data[size]) < base)) {
        size++;
    }
    return size;
}

/* ---- Integers ---- */

struct integer {
    bool negative;
    unsigned base;
    ounce_str digits; /* with underscores; no leading zeros or underscores */
};

static bool has_digit(ounce_str digits)
{
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.data[i] != '_') {
            return true;
        }
    }
    return false;
}

static bool scan_integer(ounce_str text, struct integer *out)
{
    out->negative = take_sign(&text);
    out->base = 10;
    if (text.size == 0 || digit_of(text.data[0]) > 9) {
        return false;
    }
    if (text.size > 2 && text.data[0] == '0' &&
        (text.data[1] == 'b' || text.data[1] == 'x')) {
        out->base = text.data[1] == 'b' ? 2 : 16;
        text = rest_of(text, 2);
    }
    /* A decimal with a leading zero must look octal, which it is not. */
    if (run_of_digits(text, out->base == 10 && text.data[0] == '0' ? 8 : out->base) !=
            text.size ||
        !has_digit(text)) {
        return false;
    }
    while (text.size > 0 && (text.data[0] == '0' || text.data[0] == '_')) {
        text = rest_of(text, 1);
    }
    out->digits = text;
    return true;
}

static bool read_small(const struct integer *integer, int64_t *out)
{
    const uint64_t limit = (uint64_t)INT64_MAX + integer->negative;
    uint64_t value = 0;

    for (size_t i = 0; i < integer->digits.size; i++) {
        unsigned digit = digit_of(integer->digits.data[i]);

        if (integer->digits.data[i] == '_') {
            continue;
        }
        if (value > (limit - digit) / integer->base) {
            return false;
        }
        value = value * integer->base + digit;
    }
    if (value > (uint64_t)INT64_MAX) {
        *out = INT64_MIN;
    } else {
        *out = integer->negative ? -(int64_t)value : (int64_t)value;
    }
    return true;
}

/* More than OZ_YAML_INTEGER_DIGITS, or as many as always fit into those? */
static bool is_long(const struct integer *integer)
{
    const size_t most = integer->base == 10   ? OZ_YAML_INTEGER_DIGITS
                        : integer->base == 16 ? 3571
                                              : 14284;
    size_t count = 0;

    for (size_t i = 0; i < integer->digits.size; i++) {
        count += integer->digits.data[i] != '_';
    }
    return count > most;
}

#define LIMB        ((uint64_t)1000000000)
#define LIMB_DIGITS 9

/* limbs = limbs × factor + add, least significant first. */
static size_t multiply_add(uint32_t *limbs, size_t count, uint64_t factor, uint64_t add)
{
    for (size_t i = 0; i < count; i++) {
        add += limbs[i] * factor;
        limbs[i] = (uint32_t)(add % LIMB);
        add /= LIMB;
    }
    if (add > 0) {
        limbs[count++] = (uint32_t)add;
    }
    return count;
}

static size_t to_limbs(const struct integer *integer, uint32_t *limbs)
{
    size_t count = 0;
    uint64_t factor = 1;
    uint64_t add = 0;

    for (size_t i = 0; i < integer->digits.size; i++) {
        if (integer->digits.data[i] == '_') {
            continue;
        }
        add = add * integer->base + digit_of(integer->digits.data[i]);
        factor *= integer->base;
        if (factor > LIMB / 16) { /* several digits to a step; both stay below a limb */
            count = multiply_add(limbs, count, factor, add);
            factor = 1;
            add = 0;
        }
    }
    return multiply_add(limbs, count, factor, add);
}

static size_t print_limbs(const uint32_t *limbs, size_t count, char *out)
{
    size_t size = oz_int_print(limbs[count - 1], out);

    for (size_t i = count - 1; i-- > 0;) {
        uint32_t limb = limbs[i];

        for (size_t k = LIMB_DIGITS; k-- > 0; limb /= 10) {
            out[size + k] = (char)('0' + limb % 10);
        }
        size += LIMB_DIGITS;
    }
    return size;
}

/* Write an integer beyond int64_t in canonical decimal. */
static enum oz_yaml_fit read_big(struct oz_arena *arena, const struct integer *integer,
                                 ounce_str *out)
{
    uint32_t *limbs;
    char *text;
    size_t count;

    if (is_long(integer)) {
        return OZ_YAML_LONG;
    }
    limbs =
        oz_arena_array(arena, OZ_YAML_INTEGER_DIGITS / LIMB_DIGITS + 2, sizeof *limbs);
    if (limbs == NULL) {
        return OZ_YAML_NOMEM;
    }
    count = to_limbs(integer, limbs);
    text = oz_arena_alloc(arena, count * LIMB_DIGITS + OZ_INT_TEXT);
    if (text == NULL) {
        return OZ_YAML_NOMEM;
    }
    text[0] = '-';
    out->size = integer->negative + print_limbs(limbs, count, text + integer->negative);
    out->data = text;
    return OZ_YAML_FITS;
}

static enum oz_yaml_fit read_integer(struct oz_arena *arena, struct oz_yaml_node *node)
{
    struct integer integer;

    if (!scan_integer(node->text, &integer)) {
        return OZ_YAML_UNFIT;
    }
    node->kind = OZ_YAML_INT;
    if (read_small(&integer, &node->as.integer)) {
        return OZ_YAML_FITS;
    }
    node->kind = OZ_YAML_BIG;
    node->as.integer = 0;
    return read_big(arena, &integer, &node->text);
}

/* ---- Floats ---- */

struct real {
    bool negative;
    ounce_str whole;    /* digits and underscores; may be empty */
    ounce_str fraction; /* likewise */
    ounce_str exponent; /* with its sign; may be empty */
};

/* Take `[eE][-+]?[0-9]+` off the front, if all of the text is that. */
static bool scan_exponent(ounce_str text, bool loose, ounce_str *out)
{
    ounce_str digits;

    *out = (ounce_str){NULL, 0};
    if (text.size == 0) {
        return true;
    }
    if (text.data[0] != 'e' && text.data[0] != 'E') {
        return false;
    }
    *out = rest_of(text, 1);
    digits = *out;
    take_sign(&digits);
    if (digits.size == 0 || (digits.size == out->size && !loose)) {
        return false;
    }
    for (size_t i = 0; i < digits.size; i++) {
        if (digit_of(digits.data[i]) > 9) {
            return false;
        }
    }
    return true;
}

/* Plain text follows the pattern above. With `loose`, for what is tagged !!float, the
 * point and the exponent's sign may be missing and a sign may precede a point. */
static bool scan_real(ounce_str text, bool loose, struct real *out)
{
    const size_t before = text.size;
    bool point;
    size_t size;

    out->negative = take_sign(&text);
    if (!loose && text.size < before && text.size > 0 && text.data[0] == '.') {
        return false;
    }
    size = text.size > 0 && text.data[0] == '_' ? 0 : run_of_digits(text, 10);
    out->whole = (ounce_str){text.data, size};
    text = rest_of(text, size);
    point = text.size > 0 && text.data[0] == '.';
    text = rest_of(text, point ? 1 : 0);
    if (out->whole.size == 0 && (text.size == 0 || digit_of(text.data[0]) > 9)) {
        return false;
    }
    size = point ? run_of_digits(text, 10) : 0;
    out->fraction = (ounce_str){text.data, size};
    text = rest_of(text, size);
    return (point || loose) && (out->whole.size > 0 || point) &&
           scan_exponent(text, loose, &out->exponent);
}

/* Add digits without their underscores; "0" when there are none. */
static char *put_digits(char *out, ounce_str digits)
{
    char *from = out;

    for (size_t i = 0; i < digits.size; i++) {
        if (digits.data[i] != '_') {
            *out++ = digits.data[i];
        }
    }
    if (out == from) {
        *out++ = '0';
    }
    return out;
}

/* Write it as JSON would, which has neither `+1.`, `.5` nor leading zeros. */
static size_t put_json(const struct real *real, char *out)
{
    ounce_str whole = real->whole;
    char *end = out;

    while (whole.size > 0 && (whole.data[0] == '0' || whole.data[0] == '_')) {
        whole = rest_of(whole, 1);
    }
    if (real->negative) {
        *end++ = '-';
    }
    end = put_digits(end, whole);
    *end++ = '.';
    end = put_digits(end, real->fraction);
    if (real->exponent.size > 0) {
        *end++ = 'e';
        memcpy(end, real->exponent.data, real->exponent.size);
        end += real->exponent.size;
    }
    return (size_t)(end - out);
}

static bool read_special(ounce_str text, double *out)
{
    static const char *const infinities[] = {".inf", ".Inf", ".INF", NULL};
    static const char *const nans[] = {".nan", ".NaN", ".NAN", NULL};

    if (is_one_of(text, nans)) {
        *out = (double)NAN;
        return true;
    }
    *out = take_sign(&text) ? -(double)INFINITY : (double)INFINITY;
    return is_one_of(text, infinities);
}

static enum oz_yaml_fit read_real(struct oz_arena *arena, bool loose,
                                  struct oz_yaml_node *node)
{
    char small[64];
    char *json = small;
    struct oz_number number;
    struct real real;

    node->kind = OZ_YAML_REAL;
    if (read_special(node->text, &node->as.real)) {
        return OZ_YAML_FITS;
    }
    if (!scan_real(node->text, loose, &real)) {
        return OZ_YAML_UNFIT;
    }
    if (node->text.size > sizeof small - 4) { /* two zeros, a point, and to spare */
        json = oz_arena_alloc(arena, node->text.size + 4);
        if (json == NULL) {
            return OZ_YAML_NOMEM;
        }
    }
    if (oz_number_parse(json, put_json(&real, json), &number)) {
        node->as.real = number.real;
    } else { /* too large for a double; Python reads that as infinite */
        node->as.real = real.negative ? -(double)INFINITY : (double)INFINITY;
    }
    return OZ_YAML_FITS;
}

/* ---- Kinds ---- */

enum oz_yaml_fit oz_yaml_resolve(struct oz_arena *arena, struct oz_yaml_node *node)
{
    enum oz_yaml_fit fit = OZ_YAML_FITS;

    if (is_null(node->text)) {
        node->kind = OZ_YAML_NULL;
    } else if (read_bool(node->text, &node->as.boolean)) {
        node->kind = OZ_YAML_BOOL;
    } else {
        fit = read_integer(arena, node);
        if (fit == OZ_YAML_UNFIT) {
            fit = read_real(arena, false, node);
        }
        if (fit == OZ_YAML_UNFIT) {
            node->kind = OZ_YAML_TEXT;
            fit = OZ_YAML_FITS;
        }
    }
    return fit;
}

enum oz_yaml_fit oz_yaml_force(struct oz_arena *arena, enum oz_yaml_kind kind,
                               struct oz_yaml_node *node)
{
    node->kind = kind;
    switch (kind) {
    case OZ_YAML_NULL:
        return is_null(node->text) ? OZ_YAML_FITS : OZ_YAML_UNFIT;
    case OZ_YAML_BOOL:
        return read_bool(node->text, &node->as.boolean) ? OZ_YAML_FITS : OZ_YAML_UNFIT;
    case OZ_YAML_INT:
    case OZ_YAML_BIG:
        return read_integer(arena, node);
    case OZ_YAML_REAL:
        return read_real(arena, true, node);
    case OZ_YAML_TEXT:
        return OZ_YAML_FITS;
    case OZ_YAML_LIST:
    case OZ_YAML_MAP:
        return OZ_YAML_UNFIT;
    }
    return OZ_YAML_UNFIT;
}
