/* literal.h — the values of numbers and strings, from the text of their tokens.
 *
 *     0xff => 255    1_000.5 => 1000.5    'a\x41' => aA
 */
#ifndef OZ_LITERAL_H
#define OZ_LITERAL_H

#include "base/arena.h"

/* Decimal digits of an integer, as in CPython: converting them takes the square. */
#define OZ_LITERAL_DIGITS 4300

enum oz_literal_number {
    OZ_LITERAL_INTEGER,   /* canonical decimal digits */
    OZ_LITERAL_REAL,      /* the literal without underscores */
    OZ_LITERAL_IMAGINARY, /* no text */
    OZ_LITERAL_TOO_LONG,  /* more than OZ_LITERAL_DIGITS */
    OZ_LITERAL_NOMEM
};

/* `text` is a NUMBER token. */
enum oz_literal_number oz_literal_number(struct oz_arena *arena, ounce_str text,
                                         ounce_str *out);

/* What a string's prefix and quotes say. */
struct oz_literal_string {
    bool raw, bytes, format;
    ounce_str body;
};

/* `text` is a STRING token. */
struct oz_literal_string oz_literal_string(ounce_str text);

/* Where decoded text goes: never more bytes than the literal has. */
struct oz_literal_text {
    char *data;
    size_t size;
    const char *problem;     /* a mistake in an escape, or NULL */
    const char *unsupported; /* what our text cannot hold, or NULL */
};

/* Add the text of a part of a string's body, escapes resolved unless it is raw. */
void oz_literal_decode(struct oz_literal_text *out,
                       const struct oz_literal_string *string, ounce_str part);

#endif
