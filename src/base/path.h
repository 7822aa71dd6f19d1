/* path.h — field paths: `a.b[2].c`, `grants[*].permission`, `["dotted.name"].x`.
 *
 * The lexis is docs/semantics.md, "Key specifiers". A path prints in one canonical
 * form, so two paths are the same exactly when their texts are, and both are exact or
 * neither.
 */
#ifndef OZ_BASE_PATH_H
#define OZ_BASE_PATH_H

#include "base/arena.h"
#include "base/buf.h"

#define OZ_PATH_MAX_SEGMENTS 64

enum oz_segment_kind {
    OZ_SEGMENT_NAME,  /* member of a map */
    OZ_SEGMENT_INDEX, /* element of a list */
    OZ_SEGMENT_EACH   /* `[*]`: every element of a list */
};

struct oz_segment {
    enum oz_segment_kind kind;
    uint32_t index;
    ounce_str name;
};

struct oz_path {
    const struct oz_segment *segments;
    uint32_t count; /* 1 or more; 0 only for the element itself in the IR */
    ounce_str text; /* canonical */
    bool exact;     /* names are looked up as they are spelled: never ignoring case */
};

enum oz_path_status { OZ_PATH_OK, OZ_PATH_BAD, OZ_PATH_NOMEM };

/* Parse the text of a KeyPath; everything is copied into the arena. On OZ_PATH_BAD,
 * *problem says what is wrong as the rest of a sentence, and *at where, in bytes. */
enum oz_path_status oz_path_parse(struct oz_arena *arena, ounce_str text,
                                  struct oz_path *out, const char **problem,
                                  size_t *at);

/* Make a path of segments that are already known (`Key`, `DeepKey`); they are copied.
 */
bool oz_path_make(struct oz_arena *arena, const struct oz_segment *segments,
                  uint32_t count, struct oz_path *out);

/* Write the canonical text of segments [from, count). */
void oz_path_print(const struct oz_segment *segments, uint32_t from, uint32_t count,
                   struct oz_buf *buf);

#endif
