/* literal.c — numbers to canonical text, escapes to what they stand for.
 *
 *     0b1111_0000 => 240    "\u00e9\n" => é, line feed    b"\xff" => the byte
 *
 * An escape is never shorter than what it makes, so a buffer of the literal's size
 * suffices. Unknown escapes stay as they are written, as in Python.
 */
#include "python/literal.h"

#include "base/utf8.h"

#include <string.h>

#define LIMB       1000000000U
#define LIMBS      (OZ_LITERAL_DIGITS / 9 + 2)
#define STEP_SHIFT 28 /* bits taken in at once */

static unsigned digit_of(char c)
{
    if (c >= '0' && c <= '9') {
        return (unsigned)(c - '0');
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 16;
}

/* ---- Numbers ---- */

/* A large number, in limbs of nine decimal digits; the lowest first. */
struct large {
    uint32_t limbs[LIMBS];
    size_t count;
};

/* value = value << bits | more. false: too large. */
static bool shift_in(struct large *value, unsigned bits, uint32_t more)
{
    uint64_t carry = more;

    for (size_t i = 0; i < value->count; i++) {
        carry += (uint64_t)value->limbs[i] << bits;
        value->limbs[i] = (uint32_t)(carry % LIMB);
        carry /= LIMB;
    }
    if (carry > 0) {
        if (value->count == LIMBS) {
            return false;
        }
        value->limbs[value->count++] = (uint32_t)carry;
    }
    return true;
}

/* Digits of a power-of-two base, several at once. */
static bool read_based(ounce_str digits, unsigned shift, struct large *value)
{
    uint32_t group = 0;
    unsigned bits = 0;

    value->count = 0;
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.data[i] == '_') {
            continue;
        }
        group = group << shift | digit_of(digits.data[i]);
        bits += shift;
        if (bits + shift > STEP_SHIFT) {
            if (!shift_in(value, bits, group)) {
                return false;
            }
            group = 0;
            bits = 0;
        }
    }
    return shift_in(value, bits, group);
}

static enum oz_literal_number print_large(struct oz_arena *arena,
                                          const struct large *value, ounce_str *out)
{
    char digits[LIMBS * 9];
    size_t at = sizeof digits;
    uint32_t top = value->count > 0 ? value->limbs[value->count - 1] : 0;

    for (size_t i = 0; i + 1 < value->count; i++) {
        uint32_t limb = value->limbs[i];

        for (int k = 0; k < 9; k++, limb /= 10) {
            digits[--at] = (char)('0' + limb % 10);
        }
    }
    do {
        digits[--at] = (char)('0' + top % 10);
        top /= 10;
    } while (top > 0);
    if (sizeof digits - at > OZ_LITERAL_DIGITS) {
        return OZ_LITERAL_TOO_LONG;
    }
    return oz_arena_text(arena, digits + at, sizeof digits - at, out)
               ? OZ_LITERAL_INTEGER
               : OZ_LITERAL_NOMEM;
}

/* Copy the digits without underscores, and without leading zeros if told so. */
static bool copy_digits(struct oz_arena *arena, ounce_str text, bool trim,
                        ounce_str *out)
{
    char *copy = oz_arena_alloc(arena, text.size + 1);
    size_t size = 0;

    if (copy == NULL) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] != '_') {
            copy[size++] = text.data[i];
        }
        if (trim && size == 1 && copy[0] == '0' && i + 1 < text.size) {
            size = 0;
        }
    }
    if (size == 0) {
        copy[size++] = '0'; /* zeros, and an underscore behind them */
    }
    copy[size] = '\0';
    *out = (ounce_str){copy, size};
    return true;
}

enum oz_literal_number oz_literal_number(struct oz_arena *arena, ounce_str text,
                                         ounce_str *out)
{
    const char mark = text.size > 1 ? (char)(text.data[1] | 0x20) : '\0';

    *out = (ounce_str){"", 0};
    if (text.data[0] == '0' && (mark == 'x' || mark == 'o' || mark == 'b')) {
        struct large value;
        ounce_str digits = {text.data + 2, text.size - 2};

        return read_based(digits,
                          mark == 'x'   ? 4
                          : mark == 'o' ? 3
                                        : 1,
                          &value)
                   ? print_large(arena, &value, out)
                   : OZ_LITERAL_TOO_LONG;
    }
    if ((text.data[text.size - 1] | 0x20) == 'j') {
        return OZ_LITERAL_IMAGINARY;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '.' || (text.data[i] | 0x20) == 'e') {
            return copy_digits(arena, text, false, out) ? OZ_LITERAL_REAL
                                                        : OZ_LITERAL_NOMEM;
        }
    }
    if (!copy_digits(arena, text, true, out)) {
        return OZ_LITERAL_NOMEM;
    }
    return out->size > OZ_LITERAL_DIGITS ? OZ_LITERAL_TOO_LONG : OZ_LITERAL_INTEGER;
}

/* ---- Strings ---- */

struct oz_literal_string oz_literal_string(ounce_str text)
{
    struct oz_literal_string string = {false, false, false, text};
    size_t at = 0;
    size_t quotes = 1;

    for (; text.data[at] != '\'' && text.data[at] != '"'; at++) {
        char c = (char)(text.data[at] | 0x20);

        string.raw = string.raw || c == 'r';
        string.bytes = string.bytes || c == 'b';
        string.format = string.format || c == 'f';
    }
    if (text.size - at >= 6 && text.data[at + 1] == text.data[at] &&
        text.data[at + 2] == text.data[at]) {
        quotes = 3;
    }
    string.body.data = text.data + at + quotes;
    string.body.size = text.size - at - 2 * quotes;
    return string;
}

static void add_byte(struct oz_literal_text *out, unsigned c)
{
    out->data[out->size++] = (char)(unsigned char)c;
}

static void add_code_point(struct oz_literal_text *out, uint32_t cp)
{
    if (cp >= 0xd800 && cp <= 0xdfff) {
        out->unsupported = "surrogate escape";
        return;
    }
    out->size += oz_utf8_encode(cp, out->data + out->size);
}

/* \x, \u, \U: as many hexadecimal digits as the letter says. Returns bytes read. */
static size_t decode_hex(struct oz_literal_text *out, bool bytes, ounce_str rest)
{
    const size_t wanted = rest.data[0] == 'x' ? 2 : rest.data[0] == 'u' ? 4 : 8;
    uint32_t value = 0;

    for (size_t i = 1; i <= wanted; i++) {
        unsigned digit = i < rest.size ? digit_of(rest.data[i]) : 16;

        if (digit > 15) {
            out->problem = wanted == 2   ? "expected two hexadecimal digits after '\\x'"
                           : wanted == 4 ? "expected four hexadecimal digits after "
                                           "'\\u'"
                                         : "expected eight hexadecimal digits after "
                                           "'\\U'";
            return rest.size;
        }
        value = value << 4 | digit;
    }
    if (value > 0x10ffff) {
        out->problem = "expected a code point up to 10ffff after '\\U'";
    } else if (bytes) {
        add_byte(out, value);
    } else {
        add_code_point(out, value);
    }
    return wanted + 1;
}

static size_t decode_octal(struct oz_literal_text *out, bool bytes, ounce_str rest)
{
    uint32_t value = 0;
    size_t i = 0;

    while (i < 3 && i < rest.size && rest.data[i] >= '0' && rest.data[i] <= '7') {
        value = value * 8 + digit_of(rest.data[i++]);
    }
    if (bytes) {
        add_byte(out, value & 0xff);
    } else {
        add_code_point(out, value);
    }
    return i;
}

/* `rest` begins behind the backslash and is not empty. Returns bytes read. */
static size_t decode_escape(struct oz_literal_text *out, bool bytes, ounce_str rest)
{
    static const char letters[] = "\n\\'\"abfnrtv";
    static const char meanings[] = "\0\\'\"\a\b\f\n\r\t\v";
    const char c = rest.data[0];
    const char *found = c != '\0' ? strchr(letters, c) : NULL;

    if (c == '\n') {
        return 1; /* a line that goes on */
    }
    if (found != NULL) {
        add_byte(out, (unsigned char)meanings[found - letters]);
        return 1;
    }
    if (c >= '0' && c <= '7') {
        return decode_octal(out, bytes, rest);
    }
    if (c == 'x' || (!bytes && (c == 'u' || c == 'U'))) {
        return decode_hex(out, bytes, rest);
    }
    if (!bytes && c == 'N') {
        out->unsupported = "escape of a character's name";
        return 1;
    }
    add_byte(out, '\\');
    return 0;
}

void oz_literal_decode(struct oz_literal_text *out,
                       const struct oz_literal_string *string, ounce_str part)
{
    for (size_t i = 0; i < part.size;) {
        const char c = part.data[i++];

        if (string->bytes && (unsigned char)c > 0x7f) {
            out->problem = "expected only ASCII characters in bytes";
            return;
        }
        if (c == '\\' && !string->raw && i < part.size) {
            ounce_str rest = {part.data + i, part.size - i};

            i += decode_escape(out, string->bytes, rest);
        } else {
            add_byte(out, (unsigned char)c);
        }
    }
}
