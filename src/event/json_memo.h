/* json_memo.h — what the reader remembers of the members of earlier events.
 *
 *     {"eventVersion":…,"userIdentity":{"type":…   =>   the next event of the log has
 *     the same names in the same order, which fill the same slots
 *
 * A member knows which one came behind it the last time. Where the event has that name
 * again, one comparison replaces checking the name, hashing it and looking it up. This
 * is a cache and nothing else: whatever it holds, the reader's answer is the same, and
 * a member that is not in it, or no longer, is looked up in the projection.
 *
 * Members are found by hash too, each in one of the few entries its hash allows, so an
 * event can push out what others have left there, and no more. Names are copied: events
 * go away.
 */
#ifndef OZ_JSON_MEMO_H
#define OZ_JSON_MEMO_H

#include "base/arena.h"

#include <ounce/export.h>
#include <string.h>

#define OZ_MEMO_MEMBERS 512 /* a power of two */
#define OZ_MEMO_SLOTS   3
#define OZ_MEMO_TEXT    33

#define OZ_MEMO_NOWHERE 0 /* the place of a map whose members are not remembered */
#define OZ_MEMO_ROOT    1 /* the place of the event itself */

/* Which entries came at some point of a map: the last time, and before that. */
struct oz_memo_guess {
    uint16_t last, other;
};

/* A member by its name, written without escapes, and the map it is in. */
struct oz_memo_member {
    uint64_t place;  /* the map: the serial of the member whose value it is */
    uint64_t serial; /* its own, never given twice */
    uint32_t slots[OZ_MEMO_SLOTS]; /* that want a member of this name */
    struct oz_memo_guess next;     /* behind it */
    struct oz_memo_guess below;    /* first in the map that is its value */
    uint8_t slot_count;
    uint8_t exact;           /* bit i: the name of slots[i] is spelled like this */
    uint8_t size;            /* of the text */
    char text[OZ_MEMO_TEXT]; /* the name between its quotes, as the event has it */
};

/* All zero: nothing is remembered. One per matcher, for one projection. */
struct oz_json_memo {
    uint64_t serial;            /* the last that was given */
    struct oz_memo_guess first; /* in the event */
    struct oz_memo_member members[OZ_MEMO_MEMBERS];
};

static inline uint64_t oz_memo_differ8(const char *a, const char *b)
{
    uint64_t x, y;

    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x ^ y;
}

static inline uint32_t oz_memo_differ4(const char *a, const char *b)
{
    uint32_t x, y;

    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x ^ y;
}

/* memcmp() for a few bytes: the call would cost more. The last piece overlaps. */
static inline bool oz_memo_same(const char *a, const char *b, size_t size)
{
    if (size >= 8) {
        size_t last = size - 8;

        for (size_t i = 0; i < last; i += 8) {
            if (oz_memo_differ8(a + i, b + i) != 0) {
                return false;
            }
        }
        return oz_memo_differ8(a + last, b + last) == 0;
    }
    if (size >= 4) {
        return (oz_memo_differ4(a, b) | oz_memo_differ4(a + size - 4, b + size - 4)) ==
               0;
    }
    return memcmp(a, b, size) == 0;
}

/* Is this member what stands here, up to the quote behind its name? */
static inline bool oz_memo_stands(const struct oz_memo_member *member, uint64_t place,
                                  const char *at, const char *end)
{
    return member->place == place && (size_t)(end - at) > member->size &&
           oz_memo_same(at, member->text, member->size);
}

/* The member of this name at a place, and one put there that fills no slot yet. NULL:
 * it is not remembered, or cannot be. */
struct oz_memo_member *oz_memo_find(struct oz_json_memo *memo, uint64_t place,
                                    ounce_str name);
struct oz_memo_member *oz_memo_put(struct oz_json_memo *memo, uint64_t place,
                                   ounce_str name);

#endif
