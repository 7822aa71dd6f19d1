/* text.c — text that grows: output is put together here before it is written.
 *
 * Four writers share one question, "does this code point steer a terminal?": plain text
 * made visible, JSON strings, JSON that others wrote, and XML. C0 and C1 controls, DEL,
 * the line separators and the bidirectional overrides do.
 */
#include "cli/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"

#define INVALID UINT32_MAX

void cli_text_finish(struct cli_text *text)
{
    free(text->data);
    *text = (struct cli_text)CLI_TEXT_INIT;
}

void cli_text_clear(struct cli_text *text)
{
    text->size = 0;
}

char *cli_text_room(struct cli_text *text, size_t more)
{
    if (more > text->capacity - text->size) {
        size_t wanted = text->size + more;

        if (wanted < more || wanted > SIZE_MAX / 2) {
            cli_out_of_memory();
        }
        text->capacity = wanted < 128 ? 256 : wanted * 2;
        text->data = cli_resize(text->data, text->capacity, 1);
    }
    return text->data + text->size;
}

void cli_text_add(struct cli_text *text, const char *data, size_t size)
{
    if (size > 0) {
        memcpy(cli_text_room(text, size), data, size);
        text->size += size;
    }
}

void cli_text_put(struct cli_text *text, const char *words)
{
    cli_text_add(text, words, strlen(words));
}

void cli_text_char(struct cli_text *text, char c)
{
    *cli_text_room(text, 1) = c;
    text->size++;
}

void cli_text_uint(struct cli_text *text, uint64_t value)
{
    char digits[24];
    int size = snprintf(digits, sizeof(digits), "%" PRIu64, value);

    cli_text_add(text, digits, (size_t)size);
}

void cli_text_indent(struct cli_text *text, uint32_t spaces)
{
    memset(cli_text_room(text, spaces), ' ', spaces);
    text->size += spaces;
}

void cli_text_count(struct cli_text *text, uint64_t count, const char *noun)
{
    cli_text_uint(text, count);
    cli_text_char(text, ' ');
    cli_text_put(text, noun);
    if (count == 1) {
        return;
    }
    cli_text_put(text, noun[strlen(noun) - 1] == 'h' ? "es" : "s");
}

ounce_str cli_text_str(const struct cli_text *text)
{
    return (ounce_str){text->data, text->size};
}

/* Decode one code point at @data; its size goes to @used. INVALID takes one byte. */
static uint32_t next_code(const char *data, size_t size, size_t *used)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *byte = (const unsigned char *)data;
    size_t length = byte[0] < 0x80 ? 1 : byte[0] < 0xe0 ? 2 : byte[0] < 0xf0 ? 3 : 4;
    uint32_t code = byte[0];

    *used = 1;
    if (length == 1) {
        return code;
    }
    if (byte[0] < 0xc2 || byte[0] > 0xf4 || length > size) {
        return INVALID;
    }
    code &= 0x7fu >> length;
    for (size_t i = 1; i < length; i++) {
        if ((byte[i] & 0xc0) != 0x80) {
            return INVALID;
        }
        code = code << 6 | (byte[i] & 0x3fu);
    }
    if (code < smallest[length] || code > 0x10ffff ||
        (code >= 0xd800 && code <= 0xdfff)) {
        return INVALID;
    }
    *used = length;
    return code;
}

static bool steers_terminal(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x061c ||
           (code >= 0x200e && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

static void add_escape(struct cli_text *text, uint32_t code)
{
    char escape[16];
    int size = snprintf(escape, sizeof(escape), "\\u%04" PRIX32, code);

    cli_text_add(text, escape, (size_t)size);
}

void cli_text_visible(struct cli_text *text, ounce_str str, enum cli_visible how)
{
    size_t used;

    for (size_t i = 0; i < str.size; i += used) {
        uint32_t code = next_code(str.data + i, str.size - i, &used);

        if (code == INVALID) {
            char escape[8];
            int size = snprintf(escape, sizeof(escape), "\\x%02X",
                                (unsigned)(unsigned char)str.data[i]);

            cli_text_add(text, escape, (size_t)size);
        } else if (steers_terminal(code) &&
                   !(how == CLI_VISIBLE_BLOCK && (code == '\n' || code == '\t'))) {
            add_escape(text, code);
        } else {
            cli_text_add(text, str.data + i, used);
        }
    }
}

static void add_json_code(struct cli_text *text, uint32_t code, const char *raw,
                          size_t size)
{
    static const char short_from[] = "\"\\\b\f\n\r\t";
    static const char short_to[] = "\"\\bfnrt";
    const char *found = code == 0 || code > 0x7f ? NULL : strchr(short_from, (int)code);

    if (code == INVALID) {
        cli_text_put(text, "\xef\xbf\xbd");
    } else if (found != NULL) {
        cli_text_char(text, '\\');
        cli_text_char(text, short_to[found - short_from]);
    } else if (steers_terminal(code)) {
        add_escape(text, code);
    } else {
        cli_text_add(text, raw, size);
    }
}

void cli_text_json(struct cli_text *text, ounce_str str)
{
    size_t used;

    cli_text_char(text, '"');
    for (size_t i = 0; i < str.size; i += used) {
        uint32_t code = next_code(str.data + i, str.size - i, &used);

        add_json_code(text, code, str.data + i, used);
    }
    cli_text_char(text, '"');
}

void cli_text_member(struct cli_text *text, const char *name)
{
    if (text->size > 0 && text->data[text->size - 1] != '{') {
        cli_text_char(text, ',');
    }
    cli_text_json(text, (ounce_str){name, strlen(name)});
    cli_text_char(text, ':');
}

void cli_text_member_str(struct cli_text *text, const char *name, ounce_str str)
{
    cli_text_member(text, name);
    cli_text_json(text, str);
}

void cli_text_member_words(struct cli_text *text, const char *name, const char *words)
{
    cli_text_member_str(text, name, (ounce_str){words, strlen(words)});
}

void cli_text_member_bool(struct cli_text *text, const char *name, bool value)
{
    cli_text_member(text, name);
    cli_text_put(text, value ? "true" : "false");
}

void cli_text_member_uint(struct cli_text *text, const char *name, uint64_t value)
{
    cli_text_member(text, name);
    cli_text_uint(text, value);
}

void cli_text_member_null(struct cli_text *text, const char *name)
{
    cli_text_member(text, name);
    cli_text_put(text, "null");
}

void cli_text_json_visible(struct cli_text *text, ounce_str json)
{
    size_t used;

    for (size_t i = 0; i < json.size; i += used) {
        uint32_t code = next_code(json.data + i, json.size - i, &used);

        /* Below 0x20 JSON has only the blanks between its tokens. */
        if (code != INVALID && code >= 0x20 && steers_terminal(code)) {
            add_escape(text, code);
        } else {
            cli_text_add(text, json.data + i, used);
        }
    }
}

/* The Char production of XML 1.0, section 2.2; UTF-8 has no surrogates anyway. */
static bool xml_has(uint32_t code)
{
    return code >= 0x20 ? code != 0xfffe && code != 0xffff
                        : code == '\t' || code == '\n' || code == '\r';
}

static void add_xml_code(struct cli_text *text, uint32_t code, const char *raw,
                         size_t size, bool attribute)
{
    static const char from[] = "&<>\"'";
    static const char *const to[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    const char *found = code == 0 || code > 0x7f ? NULL : strchr(from, (int)code);
    char reference[16];

    if (code == INVALID) {
        cli_text_put(text, "\xef\xbf\xbd");
    } else if (found != NULL) {
        cli_text_put(text, to[found - from]);
    } else if (!xml_has(code)) {
        add_escape(text, code);
    } else if (steers_terminal(code) && (attribute || (code != '\n' && code != '\t'))) {
        snprintf(reference, sizeof(reference), "&#%" PRIu32 ";", code);
        cli_text_put(text, reference);
    } else {
        cli_text_add(text, raw, size);
    }
}

static void add_xml(struct cli_text *text, ounce_str str, bool attribute)
{
    size_t used;

    for (size_t i = 0; i < str.size; i += used) {
        uint32_t code = next_code(str.data + i, str.size - i, &used);

        add_xml_code(text, code, str.data + i, used, attribute);
    }
}

void cli_text_xml(struct cli_text *text, ounce_str str)
{
    add_xml(text, str, false);
}

void cli_text_attribute(struct cli_text *text, const char *name, ounce_str str)
{
    cli_text_char(text, ' ');
    cli_text_put(text, name);
    cli_text_put(text, "=\"");
    add_xml(text, str, true);
    cli_text_char(text, '"');
}

void cli_text_attribute_words(struct cli_text *text, const char *name,
                              const char *words)
{
    cli_text_attribute(text, name, (ounce_str){words, strlen(words)});
}

void cli_text_attribute_uint(struct cli_text *text, const char *name, uint64_t value)
{
    cli_text_char(text, ' ');
    cli_text_put(text, name);
    cli_text_put(text, "=\"");
    cli_text_uint(text, value);
    cli_text_char(text, '"');
}
