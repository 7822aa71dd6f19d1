/* window.c — a hash table for the keys and a binary heap for the ends.
 *
 * Windows that end at the same time are ordered by age, so what the set gives out never
 * depends on the hash or its seed.
 */
#include "alert/window.h"

#include "base/str.h"

void oz_window_set_init(struct oz_window_set *set, const ounce_allocator *alloc,
                        uint64_t seed)
{
    memset(set, 0, sizeof *set);
    set->alloc = alloc;
    set->key = oz_hash_key_make(seed);
    set->profiles.alloc = alloc;
}

void oz_window_set_finish(struct oz_window_set *set)
{
    for (uint32_t i = 0; i < set->count; i++) {
        oz_window_free(set, set->heap[i].window);
    }
    oz_alloc_free(set->alloc, set->heap, set->capacity * sizeof *set->heap);
    oz_key_table_finish(&set->table, set->alloc);
    oz_profiles_finish(&set->profiles);
}

uint64_t oz_window_bytes(const struct oz_window_set *set)
{
    return set->bytes + set->profiles.bytes;
}

/* ---- one window ---- */

ounce_str oz_window_dedup(const struct oz_window *window)
{
    return (ounce_str){window->data, window->dedup_size};
}

ounce_str oz_window_title(const struct oz_window *window)
{
    size_t before = window->shared ? 0 : window->dedup_size;

    return (ounce_str){window->data + before, window->title_size};
}

ounce_str oz_window_context(const struct oz_window *window)
{
    size_t before =
        window->dedup_size + (window->shared ? (size_t)0 : window->title_size);

    return (ounce_str){window->data + before, window->context_size};
}

/* The texts begin in the padding of the struct. */
static size_t block_size(const struct oz_window *window)
{
    size_t size = offsetof(struct oz_window, data) + window->dedup_size +
                  (window->shared ? (size_t)0 : window->title_size) +
                  window->context_size;

    return size < sizeof *window ? sizeof *window : size;
}

static char *put(char *at, ounce_str text)
{
    if (text.size > 0) {
        memcpy(at, text.data, text.size);
    }
    return at + text.size;
}

/* The sizes of a block; false where a text is beyond what a window can hold. */
static bool fill_sizes(struct oz_window *window, ounce_str dedup, ounce_str title,
                       ounce_str context)
{
    const size_t most = UINT32_MAX / 4; /* their sum fits size_t on every machine */

    if (dedup.size > most || title.size > most || context.size > most) {
        return false;
    }
    window->dedup_size = (uint32_t)dedup.size;
    window->title_size = (uint32_t)title.size;
    window->context_size = (uint32_t)context.size;
    window->shared = oz_str_equal(dedup, title);
    return true;
}

struct oz_window *oz_window_make(struct oz_window_set *set, struct oz_profile *profile,
                                 ounce_str dedup, ounce_str title, ounce_str context)
{
    struct oz_window head = {0};
    struct oz_window *window = NULL;
    char *at;

    if (profile != NULL && fill_sizes(&head, dedup, title, context)) {
        window = oz_alloc_new(set->alloc, block_size(&head));
    }
    if (window == NULL) {
        oz_profile_drop(&set->profiles, profile);
        return NULL;
    }
    memcpy(window, &head, offsetof(struct oz_window, data));
    window->profile = profile;
    window->hash = oz_window_hash(set, profile->texts[OZ_PROFILE_RULE_ID], dedup);
    window->created = OZ_NOT_OPEN;
    at = put(window->data, dedup);
    if (!window->shared) {
        at = put(at, title);
    }
    put(at, context);
    set->bytes += block_size(window);
    return window;
}

void oz_window_free(struct oz_window_set *set, struct oz_window *window)
{
    if (window != NULL) {
        set->bytes -= block_size(window);
        oz_profile_drop(&set->profiles, window->profile);
        oz_alloc_free(set->alloc, window, block_size(window));
    }
}

/* ---- by key ---- */

struct key {
    ounce_str rule_id, dedup;
};

static bool same_key(const void *item, const void *wanted)
{
    const struct oz_window *window = item;
    const struct key *key = wanted;

    return oz_str_equal(window->profile->texts[OZ_PROFILE_RULE_ID], key->rule_id) &&
           oz_str_equal(oz_window_dedup(window), key->dedup);
}

uint64_t oz_window_hash(const struct oz_window_set *set, ounce_str rule_id,
                        ounce_str dedup)
{
    return oz_keyed_hash(&set->key, rule_id, dedup);
}

struct oz_window *oz_window_find(const struct oz_window_set *set, uint64_t hash,
                                 ounce_str rule_id, ounce_str dedup)
{
    struct key key = {rule_id, dedup};

    return oz_key_table_find(&set->table, hash, same_key, &key);
}

/* ---- by end ---- */

static bool goes_before(const struct oz_window_entry *a,
                        const struct oz_window_entry *b)
{
    return a->until < b->until ||
           (a->until == b->until && a->window->sequence < b->window->sequence);
}

static void put_entry(struct oz_window_set *set, uint32_t place,
                      struct oz_window_entry entry)
{
    set->heap[place] = entry;
    entry.window->place = place;
}

static void sift_up(struct oz_window_set *set, uint32_t place,
                    struct oz_window_entry entry)
{
    while (place > 0) {
        uint32_t parent = (place - 1) / 2;

        if (!goes_before(&entry, &set->heap[parent])) {
            break;
        }
        put_entry(set, place, set->heap[parent]);
        place = parent;
    }
    put_entry(set, place, entry);
}

static void sift_down(struct oz_window_set *set, uint32_t place,
                      struct oz_window_entry entry)
{
    while (place < set->count / 2) { /* it has a child */
        uint32_t child = 2 * place + 1;

        if (child + 1 < set->count &&
            goes_before(&set->heap[child + 1], &set->heap[child])) {
            child++;
        }
        if (!goes_before(&set->heap[child], &entry)) {
            break;
        }
        put_entry(set, place, set->heap[child]);
        place = child;
    }
    put_entry(set, place, entry);
}

static bool reserve_heap(struct oz_window_set *set)
{
    struct oz_window_entry *heap;
    uint32_t larger;

    if (set->count < set->capacity) {
        return true;
    }
    if (set->capacity > UINT32_MAX / 64) { /* in bytes, it fits size_t everywhere */
        return false;
    }
    larger = set->capacity == 0 ? 16 : set->capacity * 2;
    heap = oz_alloc_resize(set->alloc, set->heap, set->capacity * sizeof *heap,
                           larger * sizeof *heap);
    if (heap == NULL) {
        return false;
    }
    set->heap = heap;
    set->capacity = larger;
    return true;
}

bool oz_window_reserve(struct oz_window_set *set)
{
    return oz_key_table_reserve(&set->table, set->alloc) && reserve_heap(set);
}

void oz_window_add(struct oz_window_set *set, struct oz_window *window, int64_t until)
{
    struct oz_window_entry entry = {until, window};

    oz_key_table_add(&set->table, window->hash, window);
    sift_up(set, set->count++, entry);
}

void oz_window_remove(struct oz_window_set *set, struct oz_window *window)
{
    uint32_t place = window->place;
    struct oz_window_entry last = set->heap[--set->count];

    if (place < set->count) {
        if (place > 0 && goes_before(&last, &set->heap[(place - 1) / 2])) {
            sift_up(set, place, last);
        } else {
            sift_down(set, place, last);
        }
    }
    oz_key_table_remove(&set->table, window->hash, window);
    oz_window_free(set, window);
}
