/* diag.h — places in a source, the list of diagnostics, and the caller's error struct.
 */
#ifndef OZ_BASE_DIAG_H
#define OZ_BASE_DIAG_H

#include "base/arena.h"

#include <ounce/error.h>

#if defined(__GNUC__)
#define OZ_FORMAT(string, first) __attribute__((format(printf, string, first)))
#else
#define OZ_FORMAT(string, first)
#endif

/* A place in a text. */
struct oz_span {
    uint32_t line;   /* 1-based; 0 when the whole text is meant */
    uint32_t column; /* 1-based, in code points */
    size_t offset;   /* 0-based, in bytes */
};

/* Everything found in one compile. The owner sets `file` and `rule_id` before it goes
 * on to the next source; both must outlive the list. */
struct oz_diags {
    struct oz_arena *arena;
    ounce_diagnostic *items;
    uint32_t count;
    uint32_t capacity;
    uint32_t limit;    /* kept at most */
    uint64_t found[3]; /* per level, kept or not */
    ounce_str file;    /* where new ones are placed */
    ounce_str rule_id;
    bool failed; /* out of memory: a diagnostic was lost */
};

void oz_diags_init(struct oz_diags *diags, struct oz_arena *arena, uint32_t limit);

/* Add one. The message is a sentence without a dot. `diags` NULL: nobody wants to know. */
void oz_diag(struct oz_diags *diags, ounce_level level, const char *code,
             struct oz_span span, const char *format, ...) OZ_FORMAT(5, 6);

/* Fill the caller's struct; err may be NULL. Returns code, so it can be returned. */
ounce_status oz_error(ounce_error *err, ounce_status code, const char *format, ...)
    OZ_FORMAT(3, 4);
ounce_status oz_error_at(ounce_error *err, ounce_status code, ounce_str file,
                         struct oz_span span, const char *format, ...) OZ_FORMAT(5, 6);
ounce_status oz_error_nomem(ounce_error *err);

/* The word of `words` (NULL-terminated list) that `word` was most likely meant to be;
 * NULL when none is near. */
const char *oz_nearest(ounce_str word, const char *const *words);

#endif
