/* token.h — a source as a list of words, literals, signs and changes of indentation.
 *
 *     if x:⏎    return "a"   =>   IF NAME COLON NEWLINE INDENT RETURN STRING NEWLINE
 *                                 DEDENT END
 *
 * The parser looks ahead and never back, but over a whole line when it meets `match`;
 * so all tokens are read before it begins. A token is a place in the text: values are
 * made by literal.h, and only for the literals that the tree keeps.
 */
#ifndef OZ_TOKEN_H
#define OZ_TOKEN_H

#include "base/arena.h"

enum oz_token_kind {
    OZ_TOKEN_END, /* the last one, or the one before is ERROR */
    OZ_TOKEN_NEWLINE,
    OZ_TOKEN_INDENT,
    OZ_TOKEN_DEDENT,
    OZ_TOKEN_ERROR, /* the text cannot be read any further: `problem` says why */
    OZ_TOKEN_NAME,
    OZ_TOKEN_NUMBER,
    OZ_TOKEN_STRING, /* with prefix and quotes; also an f-string, whole */
#define OZ_KEYWORD(id, text)  OZ_TOKEN_##id,
#define OZ_OPERATOR(id, text) OZ_TOKEN_##id,
#include "python/token.def"
#undef OZ_KEYWORD
#undef OZ_OPERATOR
    OZ_TOKEN_COUNT
};

struct oz_token {
    uint8_t kind;          /* enum oz_token_kind */
    uint32_t line, column; /* 1-based; the column in code points */
    uint32_t start, size;  /* bytes of the text */
};

struct oz_tokens {
    const char *text;
    struct oz_token *items; /* ends with END */
    uint32_t count, capacity;
    char problem[96]; /* of the ERROR token */
    bool is_limit;    /* the problem is a limit of ours and no mistake */
};

/* Where an expression of an f-string stands: from its `{` to behind what ends it. */
struct oz_token_part {
    uint32_t start, end;   /* bytes of the text, without the two */
    uint32_t line, column; /* of the `{` */
};

/* Read all tokens. The text is valid UTF-8 without a NUL, shorter than 2^31 bytes, and
 * its line ends are '\n'; it outlives the list. false: out of memory. */
bool oz_token_read(struct oz_arena *arena, ounce_str text, struct oz_tokens *out);

/* The same for an expression of an f-string, which becomes `(`, its tokens, `)`, END:
 * as in CPython, an f-string's expression is in parentheses. */
bool oz_token_read_part(struct oz_arena *arena, const char *text,
                        const struct oz_token_part *part, struct oz_tokens *out);

/* As it is written, for keywords and signs; a description for the rest. */
const char *oz_token_name(enum oz_token_kind kind);

/* May the code point, outside ASCII, stand in a name? Wider than Python's tables, which
 * we do not carry: all but blanks, controls, marks and signs of common blocks. */
bool oz_token_is_letter(uint32_t cp);

#endif
