/* token_scan.h — the cursor of the tokenizer, between token.c and its literals. */
#ifndef OZ_TOKEN_SCAN_H
#define OZ_TOKEN_SCAN_H

#include "python/token.h"

#define OZ_TOKEN_INDENTS 100 /* as many as CPython has */

struct oz_token_indent {
    uint32_t column;  /* tabs go to multiples of eight */
    uint32_t another; /* tabs count one: both must order two lines the same way */
};

struct oz_scan {
    struct oz_arena *arena;
    struct oz_tokens *out;
    const char *text;
    uint32_t at, end;
    uint32_t line;
    uint32_t mark, mark_column; /* a place on this line and its column */
    uint32_t depth;             /* open brackets */
    struct oz_token_indent indents[OZ_TOKEN_INDENTS];
    uint32_t indent_count;
    bool line_start; /* indentation is next */
    bool is_part;    /* an f-string's expression */
    bool done, nomem;
};

/* The byte `ahead` of the cursor; 0 behind the end. */
static inline unsigned char oz_scan_peek(const struct oz_scan *scan, uint32_t ahead)
{
    return ahead < scan->end - scan->at ? (unsigned char)scan->text[scan->at + ahead]
                                        : 0;
}

static inline bool oz_scan_is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* Is there a character of a name at the cursor? */
bool oz_scan_is_name(const struct oz_scan *scan);

/* Add the token that begins here and is `size` long, without moving. */
void oz_scan_add(struct oz_scan *scan, enum oz_token_kind kind, uint32_t size);

/* End the list: this cannot be read. The place is that of the cursor. */
void oz_scan_fail(struct oz_scan *scan, const char *problem);

/* The cursor stands on a digit, or on a dot before one. */
void oz_scan_number(struct oz_scan *scan);

/* The cursor stands on a string with `prefix` letters before its quote. */
void oz_scan_string(struct oz_scan *scan, uint32_t prefix);

#endif
