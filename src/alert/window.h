/* window.h — dedup windows, found by their key and by who ends first.
 *
 * The set knows memory and order, nothing of thresholds and alerts: those are the
 * tracker's.
 */
#ifndef OZ_WINDOW_H
#define OZ_WINDOW_H

#include "alert/profile.h"

#define OZ_NOT_OPEN INT64_C(-1) /* oz_window.created: there is no alert yet */

/* One rule and dedup text. One block, with the texts behind it. */
struct oz_window {
    struct oz_profile *profile; /* one reference */
    uint64_t hash;
    int64_t start, last; /* event times: of the first match, the latest one counted */
    int64_t end;         /* the window takes matches before it */
    int64_t created;     /* of the match that raised the alert */
    uint64_t count;
    uint64_t sequence; /* of the set's windows, 1-based; unique */
    uint32_t place;    /* in the heap */
    uint32_t dedup_size, title_size, context_size;
    bool shared; /* the title is the dedup text and is not kept twice */
    char data[]; /* dedup, title, context */
};

struct oz_window_entry {
    int64_t until; /* the clock that ends the window: its end, or later */
    struct oz_window *window;
};

struct oz_window_set {
    const ounce_allocator *alloc; /* borrowed */
    struct oz_hash_key key;
    struct oz_profiles profiles;
    struct oz_key_table table;
    struct oz_window_entry *heap; /* the one that goes first is [0] */
    uint32_t count, capacity;
    uint32_t open;     /* windows with an alert */
    uint64_t sequence; /* windows opened so far */
    uint64_t bytes;    /* of windows, without the profiles */
};

void oz_window_set_init(struct oz_window_set *set, const ounce_allocator *alloc,
                        uint64_t seed);
void oz_window_set_finish(struct oz_window_set *set);

uint64_t oz_window_hash(const struct oz_window_set *set, ounce_str rule_id,
                        ounce_str dedup);

/* NULL when there is none. */
struct oz_window *oz_window_find(const struct oz_window_set *set, uint64_t hash,
                                 ounce_str rule_id, ounce_str dedup);

/* What the set holds in bytes, tables left out. */
uint64_t oz_window_bytes(const struct oz_window_set *set);

/* A window that is not in the set yet: start, end, last, count and sequence are the
 * caller's to fill. It takes the reference to the profile, also when it fails. NULL
 * when out of memory. */
struct oz_window *oz_window_make(struct oz_window_set *set, struct oz_profile *profile,
                                 ounce_str dedup, ounce_str title, ounce_str context);
/* Free one that never was in the set; NULL is a no-op. */
void oz_window_free(struct oz_window_set *set, struct oz_window *window);

/* Make room for one more. false: out of memory, and nothing changed. */
bool oz_window_reserve(struct oz_window_set *set);
/* The set has room, and no window with this key. */
void oz_window_add(struct oz_window_set *set, struct oz_window *window, int64_t until);
/* Take it out and free it. */
void oz_window_remove(struct oz_window_set *set, struct oz_window *window);

ounce_str oz_window_dedup(const struct oz_window *window);
ounce_str oz_window_title(const struct oz_window *window);
ounce_str oz_window_context(const struct oz_window *window);

#endif
