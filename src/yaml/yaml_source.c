/* yaml_source.c — see yaml_source.h.
 *
 * YAML counts as line ends not only CR and LF but also U+0085, U+2028 and U+2029;
 * places must agree with the parser's, so all five are known here.
 */
#include "yaml/yaml_source.h"

#include "base/utf8.h"

#include <string.h>

#define LARGEST_SOURCE ((size_t)INT32_MAX) /* libyaml counts columns in int */

size_t oz_yaml_source_bom(const char *text, size_t size)
{
    return size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/* Bytes of the line end at the front of the text, or 0. */
static size_t line_end(const char *text, size_t size)
{
    if (text[0] == '\n') {
        return 1;
    }
    if (text[0] == '\r') {
        return size >= 2 && text[1] == '\n' ? 2 : 1;
    }
    if (size >= 2 && memcmp(text, "\xc2\x85", 2) == 0) {
        return 2;
    }
    if (size >= 3 && memcmp(text, "\xe2\x80", 2) == 0 && (text[2] & '\xfe') == '\xa8') {
        return 3;
    }
    return 0;
}

struct oz_span oz_yaml_source_place(const char *text, size_t offset)
{
    struct oz_span span = {1, 1, offset};
    size_t at = oz_yaml_source_bom(text, offset);

    while (at < offset) {
        size_t end = line_end(text + at, offset - at);

        if (end > 0) {
            span.line++;
            span.column = 1;
            at += end;
        } else {
            oz_utf8_decode(text + at, offset - at, &end);
            span.column++;
            at += end;
        }
    }
    return span;
}

/* Neither printable nor a line end: controls, U+FFFE, U+FFFF. A byte-order mark inside
 * a text is invisible and would make two equal words differ, so it is no better. */
static bool is_refused(uint32_t cp)
{
    if (cp < 0x20) {
        return cp != '\t' && cp != '\n' && cp != '\r';
    }
    return (cp >= 0x7f && cp < 0xa0 && cp != 0x85) || cp == 0xfeff || cp == 0xfffe ||
           cp == 0xffff;
}

/* The offset of the first refused character, or size. */
static size_t find_refused(const char *text, size_t size, uint32_t *cp)
{
    size_t at = oz_yaml_source_bom(text, size);

    while (at < size) {
        unsigned char byte = (unsigned char)text[at];
        size_t used = 1;

        *cp = byte;
        if (byte >= 0x80) {
            *cp = oz_utf8_decode(text + at, size - at, &used);
        }
        if (is_refused(*cp)) {
            return at;
        }
        at += used;
    }
    return size;
}

static bool is_utf16(const char *text, size_t size)
{
    return size >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || text[0] == '\0' ||
                         memcmp(text, "\xfe\xff", 2) == 0 || text[1] == '\0');
}

static ounce_status check_encoding(struct oz_diags *diags, const char *text,
                                   size_t size)
{
    const size_t valid = oz_utf8_valid(text, size);
    uint32_t cp = 0;
    size_t at;

    if (is_utf16(text, size)) {
        oz_diag(diags, OUNCE_LEVEL_ERROR, "yaml-encoding", (struct oz_span){1, 1, 0},
                "this looks like UTF-16 or UTF-32; save the file as UTF-8");
        return OUNCE_ERR_RULE;
    }
    at = find_refused(text, valid, &cp);
    if (at < valid) {
        oz_diag(
            diags, OUNCE_LEVEL_ERROR, "yaml-character", oz_yaml_source_place(text, at),
            "character U+%04X is not allowed; inside double quotes it can be written "
            "as \"\\u%04x\"",
            (unsigned)cp, (unsigned)cp);
        return OUNCE_ERR_RULE;
    }
    if (valid < size) {
        oz_diag(diags, OUNCE_LEVEL_ERROR, "yaml-encoding",
                oz_yaml_source_place(text, valid),
                "byte 0x%02x is not valid UTF-8 here; save the file as UTF-8",
                (unsigned)(unsigned char)text[valid]);
        return OUNCE_ERR_RULE;
    }
    return OUNCE_OK;
}

static size_t skip_line(const char *text, size_t size)
{
    size_t at = 0;

    while (at < size && line_end(text + at, size - at) == 0) {
        at++;
    }
    return at;
}

size_t oz_yaml_source_blanks(const char *text, size_t size)
{
    size_t at = 0;

    while (at < size) {
        size_t end = line_end(text + at, size - at);

        if (text[at] == ' ' || text[at] == '\t') {
            end = 1;
        } else if (text[at] == '#') {
            end = skip_line(text + at, size - at);
        }
        if (end == 0) {
            break;
        }
        at += end;
    }
    return at;
}

/* %TAG gives tags other names, and libyaml is quadratic in the number of them: it must
 * never get to see one. Other directives are left for it to judge. */
static ounce_status check_directives(struct oz_diags *diags, const char *text,
                                     size_t size)
{
    size_t at = oz_yaml_source_bom(text, size);

    for (;;) {
        at += oz_yaml_source_blanks(text + at, size - at);
        if (at == size || text[at] != '%') {
            return OUNCE_OK;
        }
        if (size - at >= 4 && memcmp(text + at, "%TAG", 4) == 0) {
            oz_diag(
                diags, OUNCE_LEVEL_ERROR, "yaml-directive",
                oz_yaml_source_place(text, at),
                "the directive %%TAG is not supported; write tags as !!str or !!int");
            return OUNCE_ERR_RULE;
        }
        at += skip_line(text + at, size - at);
    }
}

ounce_status oz_yaml_source_check(const ounce_limits *limits, struct oz_diags *diags,
                                  const char *text, size_t size)
{
    ounce_status status;

    if (size > limits->max_rule_bytes || size > LARGEST_SOURCE) {
        oz_diag(diags, OUNCE_LEVEL_ERROR, "yaml-size", (struct oz_span){0, 0, 0},
                "the file has %llu bytes, more than the %llu allowed",
                (unsigned long long)size, (unsigned long long)limits->max_rule_bytes);
        return OUNCE_ERR_RULE;
    }
    status = check_encoding(diags, text, size);
    return status == OUNCE_OK ? check_directives(diags, text, size) : status;
}
