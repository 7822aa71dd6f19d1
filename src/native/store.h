/* store.h — the cache a matcher keeps when its host lends none.
 *
 * Items live until they expire by the host's clock, or until the limits want room: then
 * the least recently used goes first, and is counted.
 */
#ifndef OZ_STORE_H
#define OZ_STORE_H

#include "base/key_table.h"
#include "base/keyed_hash.h"

#include <ounce/services.h>

struct oz_store_item;

struct oz_store {
    const ounce_allocator *alloc; /* borrowed; outlives the store */
    struct oz_hash_key key;
    struct oz_key_table table;
    struct oz_store_item *newest, *oldest; /* by use */
    uint64_t max_keys, max_bytes;
    ounce_cache_counts counts;
};

void oz_store_init(struct oz_store *store, const ounce_allocator *alloc);
void oz_store_finish(struct oz_store *store);

/* Forget all items, and take limits (0: the defaults) and a seed for the hash. */
void oz_store_reset(struct oz_store *store, uint64_t max_keys, uint64_t max_bytes,
                    uint64_t seed);

/* As ounce_cache_fn, at a time in seconds since the epoch. OUNCE_ERR_LIMIT for an item
 * too large for the store and a counter that passes 64 bits; after an error nothing has
 * changed. */
ounce_status oz_store_apply(struct oz_store *store, int64_t now, uint32_t op,
                            const ounce_str *key, const ounce_cache_item *change,
                            ounce_cache_item *item);

#endif
