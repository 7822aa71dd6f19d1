/* object_repr.c — text between quotes, as repr() writes it.
 *
 *     it's  =>  "it's"      a\n  =>  'a\\n'      U+200B  =>  '\u200b'
 *
 * What Unicode 14.0.0 calls printable stays, as str.isprintable says; the rest becomes
 * an escape.
 */
#include "object/object_repr.h"

#include "base/str.h"
#include "base/unicode.h"
#include "base/utf8.h"

bool oz_printable(uint32_t cp)
{
    return (oz_char_flags(cp) & OZ_CHAR_PRINTABLE) != 0;
}

static void add_hex(struct oz_buf *buf, char letter, uint32_t cp, unsigned digits)
{
    char text[10] = {'\\', letter};

    for (unsigned i = 0; i < digits; i++) {
        text[2 + i] = "0123456789abcdef"[(cp >> (4 * (digits - 1 - i))) & 15];
    }
    oz_buf_add(buf, text, 2 + digits);
}

static void add_escape(struct oz_buf *buf, uint32_t cp)
{
    if (cp == '\t' || cp == '\n' || cp == '\r') {
        oz_buf_char(buf, '\\');
        oz_buf_char(buf, cp == '\t' ? 't' : cp == '\n' ? 'n' : 'r');
    } else if (cp <= 0xFF) {
        add_hex(buf, 'x', cp, 2);
    } else if (cp <= 0xFFFF) {
        add_hex(buf, 'u', cp, 4);
    } else {
        add_hex(buf, 'U', cp, 8);
    }
}

/* Single quotes, unless that would need an escape and double ones would not. */
static char quote_for(ounce_str text)
{
    if (text.size == 0 || memchr(text.data, '\'', text.size) == NULL) {
        return '\'';
    }
    return memchr(text.data, '"', text.size) == NULL ? '"' : '\'';
}

static bool add_ascii(struct oz_buf *buf, char c, char quote)
{
    if (c == quote || c == '\\') {
        oz_buf_char(buf, '\\');
    } else if (c < ' ' || c == 0x7F) {
        return false;
    }
    oz_buf_char(buf, c);
    return true;
}

bool oz_repr_text(struct oz_work *work, ounce_str text)
{
    struct oz_buf *buf = &work->text;
    char quote = quote_for(text);
    size_t used;

    if (!oz_walk_step(&work->walk, text.size / 2)) {
        return false;
    }
    oz_buf_char(buf, quote);
    for (size_t i = 0; i < text.size; i += used) {
        uint32_t cp = oz_utf8_decode(text.data + i, text.size - i, &used);

        if (cp < 0x80) {
            if (!add_ascii(buf, (char)cp, quote)) {
                add_escape(buf, cp);
            }
        } else if (oz_printable(cp)) {
            oz_buf_add(buf, text.data + i, used);
        } else {
            add_escape(buf, cp);
        }
    }
    oz_buf_char(buf, quote);
    return true;
}

bool oz_repr_bytes(struct oz_work *work, ounce_str bytes)
{
    struct oz_buf *buf = &work->text;
    char quote = quote_for(bytes);

    if (!oz_walk_step(&work->walk, bytes.size / 2)) {
        return false;
    }
    oz_buf_char(buf, 'b');
    oz_buf_char(buf, quote);
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char c = (unsigned char)bytes.data[i];

        if (c >= 0x80 || !add_ascii(buf, (char)c, quote)) {
            add_escape(buf, c);
        }
    }
    oz_buf_char(buf, quote);
    return true;
}
