/* event.h — the event view: one way to walk raw JSON, jansson and host objects.
 *
 * A value is an ounce_value; a container is read through the accessor in its view.
 * Names are looked up as docs/semantics.md, "Name matching", says: exactly, else the
 * first member that differs only in case.
 */
#ifndef OZ_EVENT_H
#define OZ_EVENT_H

#include "base/arena.h"
#include "base/path.h"

#include <ounce/event.h>

/* ounce_value.flags: what the JSON reader leaves until somebody asks. */
#define OZ_VALUE_ESCAPED                                                               \
    1u /* TEXT: bytes between the quotes, escapes not yet resolved */
#define OZ_VALUE_NUMERAL 2u /* INT: `text`, `size` are a JSON number not yet read */
#define OZ_VALUE_RAW     4u /* LIST, MAP: `text`, `size` are its JSON, checked */

/* Working memory for walking one event. */
struct oz_walk {
    struct oz_arena *scratch; /* lists made by `[*]`; valid until the event is done */
    uint64_t steps;           /* left; at 0 the walk gives up */
    uint32_t max_depth;       /* levels, for walks of whole values */
    uint32_t reason;          /* ounce_reason: why it gave up, else 0 */
};

/* Give up. Always false. */
bool oz_walk_fail(struct oz_walk *walk, uint32_t reason);
/* The budget is spent. Always false. */
bool oz_walk_spent(struct oz_walk *walk);
/* Count n steps. false when the budget is spent; the reason is then set. */
static inline bool oz_walk_step(struct oz_walk *walk, uint64_t n)
{
    if (walk->steps < n) {
        return oz_walk_spent(walk);
    }
    walk->steps -= n;
    return true;
}

/* All of these write OUNCE_MISSING when there is nothing, and false means the walk gave
 * up. `out` may be the value that is asked. */
bool oz_value_member(struct oz_walk *walk, const ounce_value *map, ounce_str name,
                     ounce_value *out);
bool oz_value_element(struct oz_walk *walk, const ounce_value *list, size_t index,
                      ounce_value *out);
/* The same as oz_value_member, but only a name that is spelled so will do. */
bool oz_value_spelled(struct oz_walk *walk, const ounce_value *map, ounce_str name,
                      ounce_value *out);

/* The member with exactly this name, of a value that is a map; *found says whether
 * there is one. */
bool oz_value_exact(struct oz_walk *walk, const ounce_value *map, ounce_str name,
                    ounce_value *out, bool *found);

/* Step through members in document order; *more says whether there was one. */
bool oz_value_next(struct oz_walk *walk, const ounce_value *map, const void **cursor,
                   ounce_str *name, ounce_value *out, bool *more);

/* Resolve segments [from, count) below a value. A path with `[*]` yields a list. */
bool oz_value_walk(struct oz_walk *walk, const ounce_value *value,
                   const struct oz_path *path, uint32_t from, ounce_value *out);

/* Equality of scalars; false when one of them is a container. */
bool oz_scalar_equal(const ounce_value *a, const ounce_value *b);

/* A hash that is the same for scalars that are equal: 1 and 1.0. false for what cannot
 * be looked up by hash: containers, missing, and numbers beyond 64 bits. */
bool oz_scalar_hash(const ounce_value *value, uint64_t *hash);

/* Equality as docs/semantics.md, "Equality", has it: numbers by value, containers deep.
 */
bool oz_value_equal(struct oz_walk *walk, const ounce_value *a, const ounce_value *b);

/* -1, 0, 1; *ordered is false for pairs that have no order. Scalars only. */
int oz_value_compare(const ounce_value *a, const ounce_value *b, bool *ordered);

/* Write compact JSON, members in document order; missing prints as null. */
bool oz_value_json(struct oz_walk *walk, const ounce_value *value, struct oz_buf *buf);

#endif
