/* buf.c — growing text, and the one JSON string escaper of the library. */
#include "base/buf.h"

#include "base/number.h"

#include <string.h>

void oz_buf_init(struct oz_buf *buf, const ounce_allocator *alloc)
{
    memset(buf, 0, sizeof *buf);
    buf->alloc = alloc;
}

void oz_buf_init_fixed(struct oz_buf *buf, char *data, size_t capacity)
{
    memset(buf, 0, sizeof *buf);
    buf->data = data;
    buf->capacity = capacity;
}

void oz_buf_finish(struct oz_buf *buf)
{
    if (buf->alloc != NULL) {
        oz_alloc_free(buf->alloc, buf->data, buf->capacity);
    }
    memset(buf, 0, sizeof *buf);
}

void oz_buf_clear(struct oz_buf *buf)
{
    buf->size = 0;
    buf->failed = false;
    buf->quoting = false;
}

static bool make_room(struct oz_buf *buf, size_t more)
{
    size_t wanted;
    size_t larger;
    char *data;

    if (!oz_size_add(buf->size, more, &wanted)) {
        return false;
    }
    if (wanted <= buf->capacity) {
        return true;
    }
    larger = buf->capacity < SIZE_MAX / 2 ? buf->capacity * 2 : wanted;
    if (larger < wanted) {
        larger = wanted;
    }
    if (larger < 256) {
        larger = 256;
    }
    data = oz_alloc_resize(buf->alloc, buf->data, buf->capacity, larger);
    if (data == NULL) {
        return false;
    }
    buf->data = data;
    buf->capacity = larger;
    return true;
}

static void add_fixed(struct oz_buf *buf, const char *text, size_t size)
{
    size_t room = buf->size < buf->capacity ? buf->capacity - buf->size : 0;
    size_t fits = size < room ? size : room;

    if (fits > 0) {
        memcpy(buf->data + buf->size, text, fits);
    }
    buf->size += size;
}

static void add_plain(struct oz_buf *buf, const char *text, size_t size)
{
    if (size == 0) {
        return;
    }
    if (buf->alloc == NULL) {
        add_fixed(buf, text, size);
        return;
    }
    if (buf->failed || !make_room(buf, size)) {
        buf->failed = true;
        return;
    }
    memcpy(buf->data + buf->size, text, size);
    buf->size += size;
}

static void add_quoted(struct oz_buf *buf, const char *text, size_t size);

void oz_buf_add(struct oz_buf *buf, const char *text, size_t size)
{
    if (buf->quoting) {
        add_quoted(buf, text, size);
    } else {
        add_plain(buf, text, size);
    }
}

void oz_buf_text(struct oz_buf *buf, const char *text)
{
    oz_buf_add(buf, text, strlen(text));
}

void oz_buf_str(struct oz_buf *buf, ounce_str text)
{
    oz_buf_add(buf, text.data, text.size);
}

void oz_buf_char(struct oz_buf *buf, char c)
{
    oz_buf_add(buf, &c, 1);
}

void oz_buf_int(struct oz_buf *buf, int64_t value)
{
    char text[OZ_INT_TEXT];

    oz_buf_add(buf, text, oz_int_print(value, text));
}

void oz_buf_uint(struct oz_buf *buf, uint64_t value)
{
    char text[20];
    size_t at = sizeof text;

    do {
        text[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    oz_buf_add(buf, text + at, sizeof text - at);
}

void oz_buf_indent(struct oz_buf *buf, uint32_t spaces)
{
    for (uint32_t i = 0; i < spaces; i++) {
        oz_buf_char(buf, ' ');
    }
}

static void add_hex_escape(struct oz_buf *buf, unsigned code)
{
    static const char digits[] = "0123456789abcdef";
    char text[6] = {'\\', 'u', 0, 0, 0, 0};

    for (size_t i = 0; i < 4; i++) {
        text[2 + i] = digits[(code >> (12 - 4 * i)) & 15];
    }
    add_plain(buf, text, sizeof text);
}

/* How many bytes at `text` form a character that must be escaped, and which; else 0. */
static size_t must_escape(const unsigned char *text, size_t size, unsigned *code)
{
    if (text[0] < 0x20 || text[0] == '"' || text[0] == '\\' || text[0] == 0x7f) {
        *code = text[0];
        return 1;
    }
    if (text[0] == 0xc2 && size >= 2 && text[1] < 0xa0) { /* U+0080..U+009F */
        *code = text[1];
        return 2;
    }
    if (text[0] == 0xe2 && size >= 3 && text[1] == 0x80 && (text[2] & 0xfe) == 0xa8) {
        *code = 0x2000u + (text[2] & 0x3f); /* U+2028, U+2029 */
        return 3;
    }
    return 0;
}

static void add_escape(struct oz_buf *buf, unsigned code)
{
    static const char from[] = "\"\\\n\r\t\b\f";
    static const char to[] = "\"\\nrtbf";
    const char *simple = code == 0 || code > 0x7f ? NULL : strchr(from, (int)code);
    char text[2] = {'\\', 0};

    if (simple == NULL) {
        add_hex_escape(buf, code);
        return;
    }
    text[1] = to[simple - from];
    add_plain(buf, text, sizeof text);
}

static void add_quoted(struct oz_buf *buf, const char *text, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t from = 0;
    size_t at = 0;

    while (at < size) {
        unsigned code = 0;
        size_t used = must_escape(bytes + at, size - at, &code);

        if (used == 0) {
            at++;
            continue;
        }
        add_plain(buf, text + from, at - from);
        add_escape(buf, code);
        at += used;
        from = at;
    }
    if (size > from) {
        add_plain(buf, text + from, size - from);
    }
}

void oz_buf_quote(struct oz_buf *buf)
{
    oz_buf_char(buf, '"');
    buf->quoting = true;
}

void oz_buf_unquote(struct oz_buf *buf)
{
    buf->quoting = false;
    oz_buf_char(buf, '"');
}

/* How much of a text to escape at once: whole characters, or the escaper would not know
 * them. */
static size_t part_of(const char *text, size_t size, size_t room)
{
    size_t part = room;

    if (size <= room) {
        return size;
    }
    while (part > room - 3 && ((unsigned char)text[part] & 0xc0) == 0x80) {
        part--;
    }
    return part;
}

/* Inside a quote the string's own quotes and escapes are escaped once more. */
void oz_buf_json(struct oz_buf *buf, const char *text, size_t size)
{
    if (buf->quoting) {
        struct oz_buf inner;
        char block[512];

        oz_buf_char(buf, '"');
        while (size > 0) {
            size_t part = part_of(text, size, sizeof block / 6);

            oz_buf_init_fixed(&inner, block, sizeof block);
            add_quoted(&inner, text, part);
            add_quoted(buf, block, inner.size);
            text += part;
            size -= part;
        }
        oz_buf_char(buf, '"');
        return;
    }
    oz_buf_quote(buf);
    oz_buf_add(buf, text, size);
    oz_buf_unquote(buf);
}
