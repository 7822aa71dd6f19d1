/* regex_syntax.h — Python's pattern syntax, rewritten as PCRE2's.
 *
 *     (?P<n>\w+)=(?P=n)$   =>   ([0-9A-Z_a-z\p{L}\p{N}]+)=\g{1}\Z
 *
 * The two languages share most of their notation and little of their detail. What comes
 * out uses none of PCRE2's flags of case, and no class whose members differ between
 * versions of PCRE2: each construct is spelled so that it has Python's meaning. What
 * Python does not know is refused with Python's message.
 */
#ifndef OZ_REGEX_SYNTAX_H
#define OZ_REGEX_SYNTAX_H

#include "base/str.h"
#include "native/regex.h"

/* A width of a pattern in code points; hi is OZ_WIDE where there is no bound. */
#define OZ_WIDE (UINT64_C(1) << 60)
struct oz_regex_width {
    uint64_t lo, hi;
};

struct oz_regex_group {
    uint32_t parent; /* the capturing group around it; 0: none */
    bool closed;
    struct oz_regex_width width;
};

/* Members of a set; see regex_set.c. */
struct oz_regex_set {
    struct oz_regex_range {
        uint32_t lo, hi;
    } * ranges;
    uint32_t count, capacity;
    uint32_t categories; /* bits by the order of "dDwWsS" */
};

struct oz_regex_syntax {
    struct oz_arena *arena;
    ounce_str pattern;
    uint32_t flags; /* those given; those of `(?i)` at the start are added */
    bool meter;     /* put a callout wherever the matcher may come back to */

    struct oz_buf out;
    size_t at; /* what is read next */
    uint32_t depth;
    struct oz_regex_group *groups; /* [0] is unused */
    uint32_t group_count, group_capacity;
    struct oz_regex_name *names;
    uint32_t name_count, name_capacity;
    uint32_t look_behind; /* groups before the outermost look-behind, or 0 */
    uint32_t open;        /* innermost open capturing group */
    uint32_t asked;       /* greatest group a condition names */
    size_t asked_at;      /* where */
    bool wavering;        /* a look-behind has no fixed width */

    enum oz_regex_status status;
    char *message; /* room for OZ_REGEX_MESSAGE */
};

/* Read the whole pattern. false: see status and message. */
bool oz_regex_translate(struct oz_regex_syntax *s);

/* ---- between the files of the translation ---- */

/* Refuse, with a position in bytes; OZ_REGEX_NOWHERE leaves it out. Always false. */
#define OZ_REGEX_NOWHERE SIZE_MAX
bool oz_regex_refuse(struct oz_regex_syntax *s, size_t at, const char *format, ...)
    OZ_FORMAT(3, 4);

/* The size of the next token, a character or a backslash and a character; 0 at the end.
 */
size_t oz_regex_token(const struct oz_regex_syntax *s);
static inline bool oz_regex_next_is(const struct oz_regex_syntax *s, char c)
{
    return s->at < s->pattern.size && s->pattern.data[s->at] == c;
}
/* Go over a token. false where a lone backslash ends the pattern. */
bool oz_regex_skip(struct oz_regex_syntax *s);
static inline bool oz_regex_accept(struct oz_regex_syntax *s, char c)
{
    return oz_regex_next_is(s, c) && oz_regex_skip(s);
}
/* A name up to a terminator, which is skipped. */
bool oz_regex_until(struct oz_regex_syntax *s, char terminator, const char *what,
                    ounce_str *name);
/* Whether a text may name a group; else say why not. */
bool oz_regex_is_name(ounce_str name);

/* A token that begins with a backslash; it has been skipped and begins at `start`. A
 * character, or one of the categories. */
enum oz_regex_escape { OZ_ESCAPE_CHAR, OZ_ESCAPE_CATEGORY, OZ_ESCAPE_GROUP };
bool oz_regex_escape(struct oz_regex_syntax *s, size_t start, bool in_set,
                     enum oz_regex_escape *kind, uint32_t *value);

/* Sets. */
bool oz_regex_set_add(struct oz_regex_syntax *s, struct oz_regex_set *set, uint32_t lo,
                      uint32_t hi);
bool oz_regex_set_case(struct oz_regex_syntax *s, struct oz_regex_set *set,
                       uint32_t flags);
void oz_regex_set_print(struct oz_regex_syntax *s, const struct oz_regex_set *set,
                        bool negated, uint32_t flags);
bool oz_regex_read_set(struct oz_regex_syntax *s, size_t start, uint32_t flags);
bool oz_regex_print_char(struct oz_regex_syntax *s, uint32_t cp, uint32_t flags);

#endif
