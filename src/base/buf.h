/* buf.h — text that grows.
 *
 * Failure is sticky: add as you please and ask `failed` once at the end. A buffer over
 * memory of the caller never grows: it keeps what fits and goes on counting.
 */
#ifndef OZ_BASE_BUF_H
#define OZ_BASE_BUF_H

#include "base/alloc.h"

struct oz_buf {
    const ounce_allocator *alloc; /* borrowed; NULL: the caller's fixed memory */
    char *data;
    size_t size;     /* bytes added, for fixed memory also those that did not fit */
    size_t capacity; /* bytes at data */
    bool failed;     /* out of memory; content is then incomplete */
    bool quoting;    /* between oz_buf_quote() and oz_buf_unquote() */
};

void oz_buf_init(struct oz_buf *buf, const ounce_allocator *alloc);
void oz_buf_init_fixed(struct oz_buf *buf, char *data, size_t capacity);
void oz_buf_finish(struct oz_buf *buf);
void oz_buf_clear(struct oz_buf *buf); /* keeps the memory */

void oz_buf_add(struct oz_buf *buf, const char *text, size_t size);
void oz_buf_text(struct oz_buf *buf, const char *text); /* NUL-terminated */
void oz_buf_str(struct oz_buf *buf, ounce_str text);
void oz_buf_char(struct oz_buf *buf, char c);
void oz_buf_int(struct oz_buf *buf, int64_t value);
void oz_buf_uint(struct oz_buf *buf, uint64_t value);
void oz_buf_indent(struct oz_buf *buf, uint32_t spaces);

/* A JSON string with its quotes. Control characters, C1 controls and the Unicode line
 * separators are escaped, so output stays one line whatever the text holds. The text
 * must be valid UTF-8. */
void oz_buf_json(struct oz_buf *buf, const char *text, size_t size);

/* Everything added between the two becomes the inside of one JSON string. */
void oz_buf_quote(struct oz_buf *buf);
void oz_buf_unquote(struct oz_buf *buf);

#endif
