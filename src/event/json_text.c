/* json_text.c — escapes become UTF-8. The text only ever gets shorter. */
#include "event/json_text.h"

#include "base/utf8.h"

static uint32_t hex4(const char *text)
{
    uint32_t code = 0;

    for (int i = 0; i < 4; i++) {
        char c = text[i];

        code = code * 16 + (uint32_t)(c <= '9'   ? c - '0'
                                      : c <= 'F' ? c - 'A' + 10
                                                 : c - 'a' + 10);
    }
    return code;
}

/* At the 'u'. Returns the code point and how many bytes it took. */
static uint32_t unicode_escape(const char *at, const char *end, size_t *used)
{
    uint32_t code = hex4(at + 1);

    *used = 5;
    if (code >= 0xd800 && code < 0xdc00 && end - at >= 11 && at[5] == '\\' &&
        at[6] == 'u') {
        uint32_t low = hex4(at + 7);

        if (low >= 0xdc00 && low < 0xe000) {
            *used = 11;
            return 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        }
    }
    return code;
}

static char simple_escape(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

bool oz_json_unescape(struct oz_arena *arena, ounce_str *text)
{
    char *out = oz_arena_alloc(arena, text->size);
    const char *at = text->data;
    const char *end = at + text->size;
    size_t size = 0;

    if (out == NULL) {
        return false;
    }
    while (at < end) {
        size_t used = 1;

        if (*at != '\\') {
            out[size++] = *at++;
            continue;
        }
        at++;
        if (*at == 'u') {
            size += oz_utf8_encode(unicode_escape(at, end, &used), out + size);
        } else {
            out[size++] = simple_escape(*at);
        }
        at += used;
    }
    text->data = out;
    text->size = size;
    return true;
}
