/* json_fill.h — which slots a member of a raw event fills.
 *
 * Duplicate names: the last value wins, and forgets what an earlier one had filled
 * below it. Names that differ only in case: an exact one wins, else the first in the
 * document. A member fills several slots where rules spell its name in different cases,
 * or one of them means it exactly: these are chained, and what lies below is sought for
 * all of them at once.
 */
#ifndef OZ_JSON_FILL_H
#define OZ_JSON_FILL_H

#include "event/event_json.h"
#include "event/json_memo.h"

/* Filling the slots from one event. */
struct oz_fill {
    const struct oz_projection *projection;
    struct oz_slot *slots;
    struct oz_json_memo *memo;
    uint32_t stamp;
};

/* The slots that one value goes to. */
struct oz_target {
    uint32_t first;              /* chained by `next`; OZ_NONE: no slot at all */
    uint64_t place;              /* under which members below it are remembered */
    struct oz_memo_guess *below; /* which of them came first; NULL without a place */
};

/* The event itself, which is slot 0. */
struct oz_target oz_fill_root(struct oz_fill *fill);

/* A member of this map, as the memo has it; it is learnt when it is new. NULL: it
 * cannot be remembered. */
struct oz_memo_member *oz_fill_recall(const struct oz_fill *fill,
                                      const struct oz_target *map, ounce_str key);

/* Make the slots of a member the target: of one that is remembered, and of any. */
void oz_fill_known(struct oz_fill *fill, struct oz_memo_member *member, ounce_str key,
                   struct oz_target *out);
void oz_fill_found(struct oz_fill *fill, const struct oz_target *map, ounce_str key,
                   struct oz_target *out);

#endif
