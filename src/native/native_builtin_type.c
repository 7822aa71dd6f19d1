/* native_builtin_type.c — types as functions: int(" 7 "), float("1e3"), list(x).
 *
 * Text of numbers is read by oz_number_parse once it looks as JSON wants it: blanks,
 * underscores, a plus and zeros in front are Python's alone.
 */
#include "base/number.h"
#include "base/str.h"
#include "base/utf8.h"
#include "native/native.h"
#include "object/object_hook.h"

#include <math.h>

#define MOST_DIGITS 4300 /* sys.get_int_max_str_digits() */

bool oz_builtin_bool(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    *out = oz_bool(oz_truth(&args[0]));
    return true;
}

static bool is_space(uint32_t cp)
{
    return (cp >= 9 && cp <= 13) || (cp >= 28 && cp <= 32) || cp == 0x85 ||
           cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) ||
           cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

static ounce_str strip(ounce_str text)
{
    size_t used, last = 0;

    while (text.size > 0 && is_space(oz_utf8_decode(text.data, text.size, &used))) {
        text.data += used;
        text.size -= used;
    }
    for (size_t i = 0; i < text.size; i += used) {
        if (!is_space(oz_utf8_decode(text.data + i, text.size - i, &used))) {
            last = i + used;
        }
    }
    text.size = last;
    return text;
}

static bool bad_int(struct oz_work *work, const ounce_value *text, int64_t radix)
{
    size_t base = work->text.size;

    oz_buf_text(&work->text, "invalid literal for int() with base ");
    oz_buf_int(&work->text, radix);
    oz_buf_text(&work->text, ": ");
    return oz_repr(work, text) && oz_raise_text(work, OZ_EXC_VALUE, base);
}

/* The bytes of text, or of bytes as far as they are UTF-8. */
static ounce_str bytes_of(const ounce_value *value)
{
    return (ounce_str){value->text, oz_utf8_valid(value->text, value->size)};
}

static unsigned digit_of(char c)
{
    return c >= '0' && c <= '9'   ? (unsigned)(c - '0')
           : c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') + 10
           : c >= 'A' && c <= 'Z' ? (unsigned)(c - 'A') + 10
                                  : 99;
}

/* Digits with single underscores between them, copied to work->text. */
static bool copy_digits(struct oz_work *work, ounce_str text, unsigned radix)
{
    bool after_digit = false;

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '_' && after_digit) {
            after_digit = false;
            continue;
        }
        if (digit_of(text.data[i]) >= radix) {
            return false;
        }
        oz_buf_char(&work->text, text.data[i]);
        after_digit = true;
    }
    return after_digit;
}

/* "0x" and the like; base 0 takes its radix from there. */
static void read_prefix(ounce_str *text, int64_t *radix, bool *prefixed)
{
    char letter = text->size > 2 && text->data[0] == '0' ? text->data[1] : 0;
    int64_t found = letter == 'x' || letter == 'X'   ? 16
                    : letter == 'o' || letter == 'O' ? 8
                    : letter == 'b' || letter == 'B' ? 2
                                                     : 0;

    *prefixed = found != 0 && (*radix == 0 || *radix == found);
    if (*prefixed) {
        *radix = found;
        text->data += 2;
        text->size -= 2;
        if (text->size > 1 && text->data[0] == '_') {
            text->data++;
            text->size--;
        }
    }
}

static bool in_radix(struct oz_work *work, ounce_str digits, unsigned radix,
                     bool negative, ounce_value *out)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < digits.size; i++) {
        unsigned digit = digit_of(digits.data[i]);

        if (sum > ((uint64_t)INT64_MAX - digit) / radix) {
            return oz_raise(work, OZ_EXC_OVERFLOW,
                            "Python int too large to convert to C long");
        }
        sum = sum * radix + digit;
    }
    *out = oz_int(negative ? -(int64_t)sum : (int64_t)sum);
    return true;
}

static bool too_long(struct oz_work *work, size_t digits)
{
    return oz_raise(work, OZ_EXC_VALUE,
                    "Exceeds the limit (%d digits) for integer string conversion: "
                    "value has %zu digits; use sys.set_int_max_str_digits() to "
                    "increase the limit",
                    MOST_DIGITS, digits);
}

static bool finish_int(struct oz_work *work, size_t base, int64_t radix, bool negative,
                       ounce_value *out)
{
    ounce_value digits;
    ounce_str text;

    if (!oz_text_take(work, base, &digits)) {
        return false;
    }
    text = (ounce_str){digits.text, digits.size};
    if (radix != 10) {
        return in_radix(work, text, (unsigned)radix, negative, out);
    }
    if (text.size > MOST_DIGITS) {
        return too_long(work, text.size);
    }
    if (!oz_integer(work, text, out)) {
        return false;
    }
    if (negative && out->kind == OUNCE_INT) {
        *out = oz_int(-out->integer);
        return true;
    }
    if (negative) { /* 2^63 itself has a negative that fits */
        base = work->text.size;
        oz_buf_char(&work->text, '-');
        oz_buf_add(&work->text, out->text, out->size);
        return oz_text_take(work, base, &digits) &&
               oz_integer(work, (ounce_str){digits.text, digits.size}, out);
    }
    return true;
}

static bool int_of_text(struct oz_work *work, const ounce_value *value, int64_t radix,
                        ounce_value *out)
{
    ounce_str text = strip(bytes_of(value));
    size_t base = work->text.size;
    int64_t asked = radix;
    bool negative = text.size > 0 && text.data[0] == '-', prefixed;

    if (!oz_walk_step(&work->walk, value->size / 8)) {
        return false;
    }
    if (negative || (text.size > 0 && text.data[0] == '+')) {
        text.data++;
        text.size--;
    }
    read_prefix(&text, &radix, &prefixed);
    radix = radix == 0 ? 10 : radix;
    if (bytes_of(value).size < value->size ||
        !copy_digits(work, text, (unsigned)radix) ||
        (asked == 0 && !prefixed && text.data[0] == '0' &&
         strspn(work->text.data + base, "0") < work->text.size - base)) {
        work->text.size = base;
        return bad_int(work, value, asked);
    }
    return finish_int(work, base, radix, negative, out);
}

static bool int_of_real(struct oz_work *work, double real, ounce_value *out)
{
    if (real != real) {
        return oz_raise(work, OZ_EXC_VALUE, "cannot convert float NaN to integer");
    }
    if (!oz_real_is_finite(real)) {
        return oz_raise(work, OZ_EXC_OVERFLOW,
                        "cannot convert float infinity to integer");
    }
    return oz_integer_of_real(work, real, out);
}

static bool radix_of(struct oz_work *work, const ounce_value *value, int64_t *radix)
{
    *radix = 10;
    if (value->kind == OUNCE_MISSING) {
        return true;
    }
    if (value->kind != OUNCE_INT && value->kind != OUNCE_BOOL) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "'%s' object cannot be interpreted as an integer",
                        oz_type_name(value));
    }
    *radix = value->integer;
    return *radix == 0 || (*radix >= 2 && *radix <= 36) ||
           oz_raise(work, OZ_EXC_VALUE, "int() base must be >= 2 and <= 36, or 0");
}

bool oz_builtin_int(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value value = args[0];
    int64_t radix;
    bool has;

    if (!radix_of(work, &args[1], &radix)) {
        return false;
    }
    if (value.kind == OUNCE_TEXT || value.kind == OZ_BYTES) {
        return int_of_text(work, &value, radix, out);
    }
    if (args[1].kind != OUNCE_MISSING) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "int() can't convert non-string with explicit base");
    }
    switch (value.kind) {
    case OUNCE_MISSING:
        *out = oz_int(0);
        return true;
    case OUNCE_BOOL:
    case OUNCE_INT:
        *out = oz_int(value.integer);
        return true;
    case OUNCE_BIG:
        *out = value;
        return true;
    case OUNCE_FLOAT:
        return int_of_real(work, value.real, out);
    default:
        if (!oz_hook(work, "__int__", &value, NULL, out, &has)) {
            return false;
        }
        if (has) {
            return true;
        }
        return oz_raise(work, OZ_EXC_TYPE,
                        "int() argument must be a string, a bytes-like object or a "
                        "real number, not '%s'",
                        oz_type_name(&value));
    }
}

/* "inf", "Infinity", "nan", whatever the case. */
static bool special_real(ounce_str text, double *out)
{
    char lower[9] = {0};

    if (text.size > 8) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];

        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    if (strcmp(lower, "inf") == 0 || strcmp(lower, "infinity") == 0) {
        *out = (double)INFINITY;
        return true;
    }
    if (strcmp(lower, "nan") == 0) {
        *out = (double)NAN;
        return true;
    }
    return false;
}

/* A run of digits; underscores only between two of them. */
static void take_digits(struct oz_buf *buf, ounce_str *text, size_t *count)
{
    bool after_digit = false;

    for (*count = 0; text->size > 0; text->data++, text->size--) {
        char c = text->data[0];

        if (c == '_' && after_digit && text->size > 1 && text->data[1] >= '0' &&
            text->data[1] <= '9') {
            after_digit = false;
            continue;
        }
        if (c < '0' || c > '9') {
            break;
        }
        after_digit = true;
        /* JSON wants no zeros in front. */
        if (buf->size > 0 && buf->data[buf->size - 1] == '0' && *count == 1) {
            buf->size--;
            *count = 0;
        }
        oz_buf_char(buf, c);
        ++*count;
    }
}

/* Digits behind the point, where zeros in front count. */
static void take_places(struct oz_buf *buf, ounce_str *text, size_t *count)
{
    for (*count = 0; text->size > 0; text->data++, text->size--) {
        bool between = text->data[0] == '_' && *count > 0 && text->size > 1 &&
                       text->data[1] >= '0' && text->data[1] <= '9' &&
                       text->data[-1] != '_';

        if (between) {
            continue;
        }
        if (text->data[0] < '0' || text->data[0] > '9') {
            break;
        }
        oz_buf_char(buf, text->data[0]);
        ++*count;
    }
}

/* Write a Python float as JSON writes one; false when it is none. */
static bool as_json(struct oz_work *work, ounce_str text)
{
    struct oz_buf *buf = &work->text;
    size_t whole, places = 0, power;

    take_digits(buf, &text, &whole);
    if (whole == 0) {
        oz_buf_char(buf, '0');
    }
    if (text.size > 0 && text.data[0] == '.') {
        text.data++;
        text.size--;
        oz_buf_char(buf, '.');
        take_places(buf, &text, &places);
        oz_buf_char(buf, '0');
    }
    if (whole + places == 0) {
        return false;
    }
    oz_buf_char(buf, 'e');
    if (text.size == 0) {
        oz_buf_char(buf, '0');
        return true;
    }
    if (text.data[0] != 'e' && text.data[0] != 'E') {
        return false;
    }
    text.data++;
    text.size--;
    if (text.size > 0 && (text.data[0] == '+' || text.data[0] == '-')) {
        oz_buf_char(buf, text.data[0]);
        text.data++;
        text.size--;
    }
    take_digits(buf, &text, &power);
    return power > 0 && text.size == 0;
}

static bool bad_float(struct oz_work *work, const ounce_value *text)
{
    size_t base = work->text.size;

    oz_buf_text(&work->text, "could not convert string to float: ");
    return oz_repr(work, text) && oz_raise_text(work, OZ_EXC_VALUE, base);
}

static bool float_of_text(struct oz_work *work, const ounce_value *value,
                          ounce_value *out)
{
    ounce_str text = strip(bytes_of(value));
    size_t base = work->text.size;
    struct oz_number number;
    ounce_value json;
    double real = 0;
    bool negative = text.size > 0 && text.data[0] == '-';

    if (!oz_walk_step(&work->walk, value->size / 8)) {
        return false;
    }
    if (negative || (text.size > 0 && text.data[0] == '+')) {
        text.data++;
        text.size--;
    }
    if (!special_real(text, &real)) {
        if (bytes_of(value).size < value->size || !as_json(work, text)) {
            work->text.size = base;
            return bad_float(work, value);
        }
        if (!oz_text_take(work, base, &json)) {
            return false;
        }
        real = oz_number_parse(json.text, json.size, &number) ? number.real
                                                              : (double)INFINITY;
    }
    *out = oz_real(negative ? -real : real);
    return true;
}

bool oz_builtin_float(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    double real;

    switch (args[0].kind) {
    case OUNCE_MISSING:
        *out = oz_real(0);
        return true;
    case OUNCE_BOOL:
    case OUNCE_INT:
        *out = oz_real((double)args[0].integer);
        return true;
    case OUNCE_FLOAT:
        *out = args[0];
        return true;
    case OUNCE_BIG:
        if (!oz_big_real(&args[0], &real)) {
            return oz_raise(work, OZ_EXC_OVERFLOW, "int too large to convert to float");
        }
        *out = oz_real(real);
        return true;
    case OUNCE_TEXT:
    case OZ_BYTES:
        return float_of_text(work, &args[0], out);
    default:
        return oz_raise(work, OZ_EXC_TYPE,
                        "float() argument must be a string or a real number, not '%s'",
                        oz_type_name(&args[0]));
    }
}

static bool collect(struct oz_work *work, uint32_t kind, const ounce_value *from,
                    ounce_value *out)
{
    if (from->kind != OUNCE_MISSING) {
        return oz_collect(work, kind, from, out);
    }
    return kind == OZ_SET || kind == OZ_FROZENSET ? oz_dict_new(work, kind, out)
                                                  : oz_array_new(work, kind, 0, out);
}

bool oz_builtin_list(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return collect(work, OZ_ARRAY, &args[0], out);
}

bool oz_builtin_tuple(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    if (args[0].kind == OZ_TUPLE) {
        *out = args[0];
        return true;
    }
    return collect(work, OZ_TUPLE, &args[0], out);
}

bool oz_builtin_set(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return collect(work, OZ_SET, &args[0], out);
}

bool oz_builtin_frozenset(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    if (args[0].kind == OZ_FROZENSET) {
        *out = args[0];
        return true;
    }
    return collect(work, OZ_FROZENSET, &args[0], out);
}
