/* regex.h — Python's `re`, on PCRE2.
 *
 * A pattern is translated (regex_syntax.h), compiled, and then never changes: constants
 * of rules are compiled when rules are loaded and shared by all threads. Patterns that
 * are known only when a rule runs, live in a small cache of the working memory.
 *
 * A match is bounded. On a short text PCRE2's own count of backtracking decides; when
 * it is exceeded, and on long texts, a second form of the pattern is used which reports
 * every choice it makes, and pays for it with steps of the walk: so a pattern that
 * explodes ends as OUNCE_REASON_BUDGET, never as "no match".
 */
#ifndef OZ_REGEX_H
#define OZ_REGEX_H

#include "object/object.h"

/* Flags of Python's re, with its values. */
#define OZ_REGEX_TEMPLATE   1u /* without effect, as in CPython */
#define OZ_REGEX_IGNORECASE 2u
#define OZ_REGEX_MULTILINE  8u
#define OZ_REGEX_DOTALL     16u
#define OZ_REGEX_UNICODE    32u
#define OZ_REGEX_VERBOSE    64u
#define OZ_REGEX_ASCII      256u

#define OZ_REGEX_MESSAGE 256

enum oz_regex_status {
    OZ_REGEX_OK,
    OZ_REGEX_BAD,      /* re.error */
    OZ_REGEX_VALUE,    /* ValueError: flags that exclude each other */
    OZ_REGEX_OVERFLOW, /* OverflowError */
    OZ_REGEX_NOMEM
};

struct oz_regex_name {
    ounce_str name;
    uint32_t group;
};

/* How a match has to lie in the text. */
enum oz_regex_mode { OZ_REGEX_SEARCH, OZ_REGEX_MATCH, OZ_REGEX_FULL, OZ_REGEX_MODES };

/* A compiled pattern. Immutable once it is compiled for all modes: shared by threads.
 */
struct oz_regex {
    const ounce_allocator *alloc; /* borrowed; outlives it */
    struct oz_arena arena;
    ounce_str pattern;
    ounce_str translated;
    uint32_t given; /* flags, without those of the pattern's own text */
    uint32_t flags;
    uint32_t groups;
    const uint32_t *parents; /* of groups 1..groups: the group around it, or 0 */
    const struct oz_regex_name *names;
    uint32_t name_count;
    bool metered;
    void *codes[OZ_REGEX_MODES]; /* pcre2_code; NULL: not compiled yet */
};

/* Compile for every mode. Message: room for OZ_REGEX_MESSAGE, written unless the status
 * is OK. The pattern is copied; free the result with oz_regex_free. */
enum oz_regex_status oz_regex_compile(const ounce_allocator *alloc, ounce_str pattern,
                                      uint32_t flags, struct oz_regex **out,
                                      char *message);
void oz_regex_free(struct oz_regex *regex);

/* The value of a compiled pattern, which is borrowed. */
ounce_value oz_regex_value(const struct oz_regex *regex);
static inline const struct oz_regex *oz_regex_of(const ounce_value *value)
{
    return (const struct oz_regex *)value->node;
}

/* ---- what a struct oz_work keeps for matching: work->regexes ---- */

/* Patterns of rules that run, and PCRE2's working memory. Made when first needed, from
 * the allocator of the arena; it stays warm from event to event. */
struct oz_regexes;
/* The event is over, no value of it is used any more: what it compiled may go. */
void oz_regexes_rest(struct oz_regexes *regexes);
void oz_regexes_free(struct oz_regexes *regexes); /* NULL is fine */

/* ---- what other families of functions use ---- */

/* A match: an OZ_FOUND. */
#define OZ_REGEX_UNSET SIZE_MAX
struct oz_found {
    const struct oz_regex *regex;
    ounce_str text;
    size_t pos, endpos; /* bytes */
    size_t spans[];     /* begin and end of each group, in bytes; or OZ_REGEX_UNSET */
};
static inline const struct oz_found *oz_found_of(const ounce_value *value)
{
    return (const struct oz_found *)value->node;
}

/* Look for a match that begins at or after `from`. `spans` has room for 2 × (groups +
 * 1) offsets. not_empty: none that is empty and begins at `from`. */
struct oz_regex_subject {
    ounce_str text;
    size_t pos, endpos; /* bytes: the text ends at endpos, and does not begin at pos */
};
bool oz_regex_run(struct oz_work *work, const struct oz_regex *regex,
                  enum oz_regex_mode mode, const struct oz_regex_subject *subject,
                  size_t from, bool not_empty, size_t *spans, bool *found);

/* A pattern that is an OZ_REGEX or a text; it lives until oz_regexes_rest. */
bool oz_regex_get(struct oz_work *work, ounce_str pattern, uint32_t flags,
                  const struct oz_regex **out);

/* ---- between the files of `re` ---- */

/* (cache) PCRE2's working memory: one of each, grown as needed. */
struct oz_regex_memory {
    void *match_data; /* pcre2_match_data */
    void *context;    /* pcre2_match_context */
    uint32_t pairs;
    bool grown; /* the interpreter, which keeps its frames, had much to do */
};
struct oz_regexes *oz_regexes_get(struct oz_work *work); /* NULL after oz_no_memory */
struct oz_regex_memory *oz_regexes_memory(struct oz_regexes *regexes);
/* The metered form of a pattern. */
bool oz_regexes_metered(struct oz_work *work, const struct oz_regex *regex,
                        struct oz_regex **out);
/* (regex.c) Translate without compiling; compile a mode if that is still to be done. */
enum oz_regex_status oz_regex_new(const ounce_allocator *alloc, ounce_str pattern,
                                  uint32_t flags, bool metered, struct oz_regex **out,
                                  char *message);
enum oz_regex_status oz_regex_prepare(struct oz_regex *regex, enum oz_regex_mode mode,
                                      char *message);
void oz_regex_memory_finish(struct oz_regex_memory *memory);

/* (regex_native.c) The pattern of `self` or of an argument. */
bool oz_regex_argument(struct oz_work *work, const ounce_value *pattern,
                       const ounce_value *flags, const struct oz_regex **out);
/* An argument that must be an int, as `count` and `pos` must; `missing` if not given.
 */
bool oz_regex_integer(struct oz_work *work, const ounce_value *value, int64_t missing,
                      int64_t *out);
/* A text to be searched. */
bool oz_regex_text(struct oz_work *work, const ounce_value *value, ounce_str *out);
/* A group's text, or `otherwise` when it took no part. */
void oz_found_group(const struct oz_found *found, uint32_t group,
                    const ounce_value *otherwise, ounce_value *out);
/* Room for a match, with its subject filled in. */
struct oz_found *oz_found_new(struct oz_work *work, const struct oz_regex *regex,
                              const struct oz_regex_subject *subject);
ounce_value oz_found_value(const struct oz_found *found);

/* (regex_template.c) A replacement with \1 and \g<name>, ready to use. */
struct oz_regex_template {
    struct oz_regex_piece {
        ounce_str text;
        uint32_t group; /* OZ_NONE: `text` */
    } * pieces;
    uint32_t count, capacity;
};
bool oz_regex_template(struct oz_work *work, const struct oz_regex *regex,
                       ounce_str source, struct oz_regex_template *out);
/* Append to work->text. */
bool oz_regex_fill(struct oz_work *work, const struct oz_regex_template *template,
                   const struct oz_found *found);

#endif
