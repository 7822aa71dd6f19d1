/* event_json.h — raw JSON bytes: a checking scanner, a projecting reader, lazy values.
 *
 * Reading an event touches every byte once, checks all of it, and writes down only
 * where the members are that somebody wants (projection.h). Escapes, numbers and
 * containers are decoded when a rule asks for them, into the scratch arena.
 */
#ifndef OZ_EVENT_JSON_H
#define OZ_EVENT_JSON_H

#include "event/event.h"
#include "event/projection.h"

/* Where a wanted member of this event is; oz_json_filled() says whether it is there. */
struct oz_slot {
    ounce_value value;
    ounce_str key;         /* the member's name in the event, as written */
    uint32_t stamp;        /* the event it was filled for */
    uint32_t fills;        /* how often it was filled, ever */
    uint32_t parent_fills; /* how often its parent had been when it was */
    uint32_t next;         /* the next slot that is filled from the same bytes */
    bool exact; /* the name is the rule's own, not one that differs in case */
};

struct oz_json_memo; /* json_memo.h */

/* One member of a decoded map, or (name empty) element of a decoded list. */
struct oz_json_member {
    ounce_str name;
    ounce_value value;
};

/* How decoded containers are read: the same accessor for all of them. */
extern const ounce_view oz_json_view;

struct oz_json_limits {
    uint64_t max_bytes;
    uint32_t max_depth;   /* at most OZ_JSON_MAX_DEPTH */
    uint32_t max_members; /* of all objects together */
};

#define OZ_JSON_MAX_DEPTH 1024

/* Read one event into slots. Returns an ounce_reason; on failure *at is the offset of
 * the offending byte. `slots` has projection->count entries; those that the event fills
 * get `stamp`. `memo` is for this projection alone, and all zero at first. Keys with
 * escapes are decoded into the scratch arena. */
uint32_t oz_json_read(const struct oz_projection *projection, struct oz_slot *slots,
                      struct oz_json_memo *memo, uint32_t stamp,
                      const struct oz_json_limits *limits, struct oz_arena *scratch,
                      ounce_str text, size_t *at);

/* Does the event have a value for this slot? One whose parent was filled anew since, by
 * a duplicate name, is gone. */
bool oz_json_filled(const struct oz_projection *projection, const struct oz_slot *slots,
                    uint32_t stamp, uint32_t id);

/* Check that a text is one JSON value of any kind, under the same rules and limits. */
uint32_t oz_json_check(const struct oz_json_limits *limits, ounce_str text, size_t *at);

/* Decode a value that still has flags. `stack` is working memory that is kept. */
bool oz_json_settle(struct oz_walk *walk, struct oz_buf *stack, ounce_value *value);

/* Make a list value of items that already lie in the scratch arena. */
bool oz_json_list(struct oz_walk *walk, struct oz_json_member *items, size_t count,
                  ounce_value *out);
/* The same for a map; names must be distinct. */
bool oz_json_map(struct oz_walk *walk, struct oz_json_member *items, size_t count,
                 ounce_value *out);

#endif
