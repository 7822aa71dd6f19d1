/* store.c — the cache a matcher keeps when its host lends none.
 *
 *     key => one block: item | array of its strings | key, dictionary, text of strings
 *
 * A block is never changed but for its expiry and place in the list: a write builds the
 * new block beside the old one and then puts it in its place, so that running out of
 * memory loses nothing. Strings are sorted, which makes union and difference one merge
 * and the order of answers the same on every run. The hash is keyed, because keys are
 * made of what an event says.
 */
#include "native/store.h"

#include "base/str.h"

#include <string.h>

struct oz_store_item {
    struct oz_store_item *newer, *older;
    uint64_t hash;
    size_t size; /* of the block */
    ounce_str key;
    ounce_cache_item value;
};

void oz_store_init(struct oz_store *store, const ounce_allocator *alloc)
{
    memset(store, 0, sizeof *store);
    store->alloc = alloc;
    oz_store_reset(store, 0, 0, 0);
}

void oz_store_reset(struct oz_store *store, uint64_t max_keys, uint64_t max_bytes,
                    uint64_t seed)
{
    oz_store_finish(store);
    memset(&store->counts, 0, sizeof store->counts);
    store->max_keys = max_keys == 0 ? OUNCE_CACHE_KEYS : max_keys;
    store->max_bytes = max_bytes == 0 ? OUNCE_CACHE_BYTES : max_bytes;
    store->key = oz_hash_key_make(seed);
}

/* ---- the list by use ---- */

static void unlink_item(struct oz_store *store, struct oz_store_item *item)
{
    *(item->newer != NULL ? &item->newer->older : &store->newest) = item->older;
    *(item->older != NULL ? &item->older->newer : &store->oldest) = item->newer;
}

static void link_newest(struct oz_store *store, struct oz_store_item *item)
{
    item->newer = NULL;
    item->older = store->newest;
    *(store->newest != NULL ? &store->newest->newer : &store->oldest) = item;
    store->newest = item;
}

static void drop(struct oz_store *store, struct oz_store_item *item)
{
    oz_key_table_remove(&store->table, item->hash, item);
    unlink_item(store, item);
    store->counts.keys--;
    store->counts.bytes -= item->size;
    oz_alloc_free(store->alloc, item, item->size);
}

void oz_store_finish(struct oz_store *store)
{
    while (store->oldest != NULL) {
        drop(store, store->oldest);
    }
    oz_key_table_finish(&store->table, store->alloc);
    memset(&store->table, 0, sizeof store->table);
}

static bool is_over(const struct oz_store_item *item, int64_t now)
{
    return item->value.expires != 0 && item->value.expires <= now;
}

static bool same_key(const void *item, const void *wanted)
{
    return oz_str_equal(((const struct oz_store_item *)item)->key,
                        *(const ounce_str *)wanted);
}

/* NULL when there is none, or no more. */
static struct oz_store_item *find(struct oz_store *store, uint64_t hash,
                                  const ounce_str *key, int64_t now)
{
    struct oz_store_item *item = oz_key_table_find(&store->table, hash, same_key, key);

    if (item != NULL && is_over(item, now)) {
        store->counts.expired++;
        drop(store, item);
        return NULL;
    }
    return item;
}

/* ---- building a block ---- */

static bool add_size(size_t *size, size_t more)
{
    return oz_size_add(*size, more, size);
}

static bool block_size(ounce_str key, const ounce_cache_item *value, size_t *size)
{
    bool fits = oz_size_mul(value->string_count, sizeof(ounce_str), size) &&
                add_size(size, sizeof(struct oz_store_item)) &&
                add_size(size, key.size) && add_size(size, value->dictionary.size);

    for (size_t i = 0; fits && i < value->string_count; i++) {
        fits = add_size(size, value->strings[i].size);
    }
    return fits;
}

static ounce_str copy(char **at, ounce_str text)
{
    ounce_str out = {*at, text.size};

    if (text.size > 0) {
        memcpy(*at, text.data, text.size);
        *at += text.size;
    }
    return out;
}

static struct oz_store_item *build(const struct oz_store *store, size_t size,
                                   uint64_t hash, ounce_str key,
                                   const ounce_cache_item *value)
{
    struct oz_store_item *item = oz_alloc_new(store->alloc, size);
    ounce_str *strings;
    char *at;

    if (item == NULL) {
        return NULL;
    }
    strings = (ounce_str *)(void *)(item + 1);
    at = (char *)(strings + value->string_count);
    memset(item, 0, sizeof *item);
    item->hash = hash;
    item->size = size;
    item->value = *value;
    item->value.size = sizeof item->value;
    item->key = copy(&at, key);
    item->value.dictionary = copy(&at, value->dictionary);
    for (size_t i = 0; i < value->string_count; i++) {
        strings[i] = copy(&at, value->strings[i]);
    }
    item->value.strings = strings;
    return item;
}

/* Make room for one more block, never at the cost of `keep`. */
static void make_room(struct oz_store *store, size_t size, int64_t now,
                      const struct oz_store_item *keep)
{
    uint64_t bytes = keep == NULL ? 0 : keep->size, keys = keep == NULL ? 0 : 1;
    struct oz_store_item *next, *item = store->oldest;

    for (; item != NULL && (store->counts.keys - keys >= store->max_keys ||
                            store->counts.bytes - bytes > store->max_bytes - size);
         item = next) {
        next = item->newer;
        if (item == keep) {
            continue;
        }
        *(is_over(item, now) ? &store->counts.expired : &store->counts.evicted) += 1;
        drop(store, item);
    }
}

/* Put a value under a key, in the place of `old` if that is not NULL. */
static ounce_status replace(struct oz_store *store, int64_t now, uint64_t hash,
                            const ounce_str *key, struct oz_store_item *old,
                            const ounce_cache_item *value, struct oz_store_item **out)
{
    struct oz_store_item *item;
    size_t size;

    if (!block_size(*key, value, &size) || size > store->max_bytes) {
        store->counts.refused++;
        return OUNCE_ERR_LIMIT;
    }
    item = build(store, size, hash, *key, value);
    if (item == NULL || !oz_key_table_reserve(&store->table, store->alloc)) {
        oz_alloc_free(store->alloc, item, size);
        return OUNCE_ERR_NOMEM;
    }
    make_room(store, size, now, old);
    if (old != NULL) {
        drop(store, old);
    }
    oz_key_table_add(&store->table, hash, item);
    link_newest(store, item);
    store->counts.keys++;
    store->counts.bytes += size;
    *out = item;
    return OUNCE_OK;
}

/* ---- sets ---- */

static void sift(ounce_str *items, size_t from, size_t count)
{
    for (size_t child; (child = 2 * from + 1) < count; from = child) {
        ounce_str item = items[from];

        if (child + 1 < count && oz_str_compare(items[child], items[child + 1]) < 0) {
            child++;
        }
        if (oz_str_compare(item, items[child]) >= 0) {
            return;
        }
        items[from] = items[child];
        items[child] = item;
    }
}

/* Heap sort: n log n whatever the order. Returns the count without duplicates. */
static size_t sort_unique(ounce_str *items, size_t count)
{
    size_t kept = 0;

    for (size_t i = count / 2; i-- > 0;) {
        sift(items, i, count);
    }
    for (size_t last = count; last-- > 1;) {
        ounce_str most = items[0];

        items[0] = items[last];
        items[last] = most;
        sift(items, 0, last);
    }
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !oz_str_equal(items[kept - 1], items[i])) {
            items[kept++] = items[i];
        }
    }
    return kept;
}

/* One merge of two sorted sets: all of both, or what only `a` has. */
static size_t merge(const ounce_str *a, size_t a_count, const ounce_str *b,
                    size_t b_count, bool unite, ounce_str *out)
{
    size_t i = 0, j = 0, count = 0;

    while (i < a_count || j < b_count) {
        int order = i == a_count ? 1 : j == b_count ? -1 : oz_str_compare(a[i], b[j]);

        if (order < 0 || (order == 0 && unite)) {
            out[count++] = a[i];
        } else if (order > 0 && unite) {
            out[count++] = b[j];
        }
        i += order <= 0;
        j += order >= 0;
    }
    return count;
}

/* ---- operations ---- */

/* The counter and the strings after an operation that keeps the rest. `spare` has room
 * for the strings of both, and those of the change once more. */
static bool change_value(uint32_t op, const ounce_cache_item *change,
                         ounce_cache_item *value, ounce_str *spare)
{
    ounce_str *sorted = spare + value->string_count + change->string_count;
    size_t count;

    switch ((enum ounce_cache_op)op) {
    case OUNCE_CACHE_PUT:
    case OUNCE_CACHE_ADD_STRINGS:
    case OUNCE_CACHE_REMOVE_STRINGS:
        for (size_t i = 0; i < change->string_count; i++) {
            sorted[i] = change->strings[i];
        }
        count = sort_unique(sorted, change->string_count);
        value->string_count = merge(value->strings, value->string_count, sorted, count,
                                    op != OUNCE_CACHE_REMOVE_STRINGS, spare);
        value->strings = spare;
        return true;
    case OUNCE_CACHE_RESET_STRINGS:
        value->string_count = 0;
        return true;
    case OUNCE_CACHE_ADD_COUNT:
        if (change->counter > 0 ? value->counter > INT64_MAX - change->counter
                                : value->counter < INT64_MIN - change->counter) {
            return false;
        }
        value->counter += change->counter;
        return true;
    case OUNCE_CACHE_RESET_COUNT:
        value->counter = 0;
        return true;
    case OUNCE_CACHE_GET:
    case OUNCE_CACHE_EXPIRE:
        return true;
    }
    return false;
}

static ounce_status write_item(struct oz_store *store, int64_t now, uint64_t hash,
                               uint32_t op, const ounce_str *key,
                               const ounce_cache_item *change,
                               struct oz_store_item **item)
{
    ounce_cache_item value = OUNCE_CACHE_ITEM_INIT;
    struct oz_store_item *old = *item;
    ounce_status status = OUNCE_ERR_LIMIT;
    ounce_str *spare;
    size_t room;

    if (old != NULL && op != OUNCE_CACHE_PUT) {
        value = old->value;
    }
    if (op == OUNCE_CACHE_PUT) {
        value.counter = change->counter;
        value.dictionary = change->dictionary;
    }
    if (change->expires != OUNCE_CACHE_KEEP) {
        value.expires = change->expires;
    }
    if (!oz_size_mul(change->string_count, 2, &room) ||
        !oz_size_add(room, value.string_count + (size_t)1, &room) ||
        !oz_size_mul(room, sizeof *spare, &room)) {
        return OUNCE_ERR_LIMIT;
    }
    spare = oz_alloc_new(store->alloc, room);
    if (spare == NULL) {
        return OUNCE_ERR_NOMEM;
    }
    if (change_value(op, change, &value, spare)) {
        status = replace(store, now, hash, key, old, &value, item);
    }
    oz_alloc_free(store->alloc, spare, room);
    return status;
}

ounce_status oz_store_apply(struct oz_store *store, int64_t now, uint32_t op,
                            const ounce_str *key, const ounce_cache_item *change,
                            ounce_cache_item *item)
{
    uint64_t hash = oz_keyed_hash(&store->key, *key, (ounce_str){"", 0});
    struct oz_store_item *found = find(store, hash, key, now);
    ounce_status status = OUNCE_OK;

    if (op != OUNCE_CACHE_GET) {
        status = write_item(store, now, hash, op, key, change, &found);
    } else if (found != NULL) {
        unlink_item(store, found);
        link_newest(store, found);
    }
    if (status == OUNCE_OK && found != NULL) {
        *item = found->value;
    }
    return status;
}
