/* regex_read.c — tokens, names and escapes of Python's patterns, and how they are
 * refused.
 *
 *     \x41 \u0041 \101 => 'A'      \d => a category      \1 => a group
 *
 * Messages and positions are those of CPython's re.error.
 */
#include "native/regex_syntax.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_octal(char c)
{
    return c >= '0' && c <= '7';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* " at position 3", and where that is when there are several lines. */
static void add_position(struct oz_regex_syntax *s, size_t at, size_t used)
{
    const char *text = s->pattern.data;
    const size_t position = oz_utf8_count(text, at);
    const char *line_end = memchr(text, '\n', s->pattern.size);
    size_t line = 1, begin = 0;

    if (line_end == NULL) {
        snprintf(s->message + used, OZ_REGEX_MESSAGE - used, " at position %zu",
                 position);
        return;
    }
    for (size_t i = 0; i < at; i++) {
        if (text[i] == '\n') {
            line++;
            begin = i + 1;
        }
    }
    snprintf(s->message + used, OZ_REGEX_MESSAGE - used,
             " at position %zu (line %zu, column %zu)", position, line,
             oz_utf8_count(text + begin, at - begin) + 1);
}

bool oz_regex_refuse(struct oz_regex_syntax *s, size_t at, const char *format, ...)
{
    va_list args;
    int used;

    if (s->status != OZ_REGEX_OK) {
        return false;
    }
    s->status = OZ_REGEX_BAD;
    va_start(args, format);
    used = vsnprintf(s->message, OZ_REGEX_MESSAGE, format, args);
    va_end(args);
    if (at != OZ_REGEX_NOWHERE && used > 0 && used < OZ_REGEX_MESSAGE) {
        add_position(s, at, (size_t)used);
    }
    return false;
}

static size_t char_size(const struct oz_regex_syntax *s, size_t at)
{
    size_t used = 0;

    if (at < s->pattern.size) {
        oz_utf8_decode(s->pattern.data + at, s->pattern.size - at, &used);
    }
    return used;
}

size_t oz_regex_token(const struct oz_regex_syntax *s)
{
    const size_t used = char_size(s, s->at);

    return oz_regex_next_is(s, '\\') ? used + char_size(s, s->at + 1) : used;
}

bool oz_regex_skip(struct oz_regex_syntax *s)
{
    s->at += oz_regex_token(s);
    if (s->at + 1 == s->pattern.size && oz_regex_next_is(s, '\\')) {
        return oz_regex_refuse(s, s->at, "bad escape (end of pattern)");
    }
    return s->status == OZ_REGEX_OK;
}

/* ---- Names ---- */

bool oz_regex_until(struct oz_regex_syntax *s, char terminator, const char *what,
                    ounce_str *name)
{
    const size_t start = s->at;

    while (oz_regex_token(s) > 0 && !oz_regex_next_is(s, terminator)) {
        if (!oz_regex_skip(s)) {
            return false;
        }
    }
    *name = (ounce_str){s->pattern.data + start, s->at - start};
    if (oz_regex_token(s) == 0) {
        return name->size == 0
                   ? oz_regex_refuse(s, s->at, "missing %s", what)
                   : oz_regex_refuse(s, start, "missing %c, unterminated name",
                                     terminator);
    }
    if (name->size == 0) {
        return oz_regex_refuse(s, start, "missing %s", what);
    }
    return oz_regex_skip(s);
}

/* Letters beyond ASCII are not looked up: a name that only Python refuses, is one here.
 */
bool oz_regex_is_name(ounce_str name)
{
    for (size_t i = 0; i < name.size; i++) {
        const char c = name.data[i];

        if (!is_letter(c) && c != '_' && (unsigned char)c < 0x80 &&
            (i == 0 || !is_digit(c))) {
            return false;
        }
    }
    return name.size > 0;
}

/* ---- Escapes ---- */

static int hex_digit(char c)
{
    return is_digit(c)            ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static ounce_str since(const struct oz_regex_syntax *s, size_t start)
{
    return (ounce_str){s->pattern.data + start, s->at - start};
}

/* Exactly n digits after \x, \u or \U. */
static bool read_hex(struct oz_regex_syntax *s, size_t start, int n, uint32_t *value)
{
    uint32_t cp = 0;

    for (int i = 0; i < n; i++) {
        const int digit =
            s->at < s->pattern.size ? hex_digit(s->pattern.data[s->at]) : -1;

        if (digit < 0) {
            const ounce_str text = since(s, start);

            return oz_regex_refuse(s, start, "incomplete escape %.*s", OZ_STR(text));
        }
        cp = cp << 4 | (uint32_t)digit;
        if (!oz_regex_skip(s)) {
            return false;
        }
    }
    if (cp > 0x10ffff) {
        const ounce_str text = since(s, start);

        return oz_regex_refuse(s, start, "bad escape %.*s", OZ_STR(text));
    }
    *value = cp;
    return true;
}

/* Up to `more` octal digits after the first. */
static bool read_octal(struct oz_regex_syntax *s, size_t start, int more,
                       uint32_t *value)
{
    uint32_t cp = (uint32_t)(s->pattern.data[start + 1] - '0');

    for (; more > 0 && s->at < s->pattern.size && is_octal(s->pattern.data[s->at]);
         more--) {
        cp = cp * 8 + (uint32_t)(s->pattern.data[s->at] - '0');
        if (!oz_regex_skip(s)) {
            return false;
        }
    }
    if (cp > 0377) {
        const ounce_str text = since(s, start);

        return oz_regex_refuse(
            s, start, "octal escape value %.*s outside of range 0-0o377", OZ_STR(text));
    }
    *value = cp;
    return true;
}

/* \1 to \99, or three octal digits. */
static bool read_group(struct oz_regex_syntax *s, size_t start,
                       enum oz_regex_escape *kind, uint32_t *value)
{
    const char *text = s->pattern.data;
    const size_t at = s->at;
    uint32_t group = (uint32_t)(text[start + 1] - '0');

    if (at + 1 < s->pattern.size && is_octal(text[start + 1]) && is_octal(text[at]) &&
        is_octal(text[at + 1])) {
        return read_octal(s, start, 2, value);
    }
    if (at < s->pattern.size && is_digit(text[at])) {
        group = group * 10 + (uint32_t)(text[at] - '0');
        if (!oz_regex_skip(s)) {
            return false;
        }
    }
    if (group >= s->group_count) {
        return oz_regex_refuse(s, start + 1, "invalid group reference %u",
                               (unsigned)group);
    }
    if (!s->groups[group].closed) {
        return oz_regex_refuse(s, start, "cannot refer to an open group");
    }
    *kind = OZ_ESCAPE_GROUP;
    *value = group;
    return true;
}

/* No table of names is carried along for what no rule has used. */
static bool read_named(struct oz_regex_syntax *s)
{
    ounce_str name;

    if (!oz_regex_accept(s, '{')) {
        return oz_regex_refuse(s, s->at, "missing {");
    }
    if (!oz_regex_until(s, '}', "character name", &name)) {
        return false;
    }
    return oz_regex_refuse(s, s->at - name.size - 4,
                           "character names are not supported: \\N{%.*s}",
                           OZ_STR(name));
}

bool oz_regex_escape(struct oz_regex_syntax *s, size_t start, bool in_set,
                     enum oz_regex_escape *kind, uint32_t *value)
{
    static const char categories[] = "dDwWsS";
    static const char simple[] = "abfnrtv\\", codes[] = "\a\b\f\n\r\t\v\\";
    const char c = s->pattern.data[start + 1];
    const char *place;
    size_t used;

    *kind = OZ_ESCAPE_CHAR;
    if (c != '\0' && (place = strchr(categories, c)) != NULL) {
        *kind = OZ_ESCAPE_CATEGORY;
        *value = (uint32_t)(place - categories);
        return true;
    }
    if (c != '\0' && (place = strchr(simple, c)) != NULL && (c != 'b' || in_set)) {
        *value = (uint32_t)(unsigned char)codes[place - simple];
        return true;
    }
    switch (c) {
    case 'x':
        return read_hex(s, start, 2, value);
    case 'u':
        return read_hex(s, start, 4, value);
    case 'U':
        return read_hex(s, start, 8, value);
    case 'N':
        return read_named(s);
    case '0':
        return read_octal(s, start, 2, value);
    default:
        break;
    }
    if (is_digit(c) && !in_set) {
        return read_group(s, start, kind, value);
    }
    if (is_octal(c)) {
        return read_octal(s, start, 2, value);
    }
    if (is_digit(c) || is_letter(c)) {
        return oz_regex_refuse(s, start, "bad escape \\%c", c);
    }
    *value =
        oz_utf8_decode(s->pattern.data + start + 1, s->pattern.size - start - 1, &used);
    return true;
}
