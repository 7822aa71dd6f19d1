/* table.h — hash table from anything to small ids.
 *
 * The table holds only hashes and ids; what an id means, and whether two things are the
 * same, its owner knows. Interned texts, hash-consed nodes and the plan's index use it.
 */
#ifndef OZ_BASE_TABLE_H
#define OZ_BASE_TABLE_H

#include "base/arena.h"

#define OZ_NONE UINT32_MAX /* no id */

struct oz_table_slot {
    uint32_t hash;
    uint32_t id; /* OZ_NONE: free */
};

struct oz_table {
    struct oz_table_slot *slots;
    uint32_t capacity; /* a power of two, or 0 */
    uint32_t count;
};

/* Is the thing with this id the one that is looked for? */
typedef bool oz_same_fn(const void *owner, uint32_t id, const void *wanted);

/* OZ_NONE when it is not there. */
uint32_t oz_table_find(const struct oz_table *table, uint64_t hash, oz_same_fn *same,
                       const void *owner, const void *wanted);

/* The caller has looked and not found. false: out of memory, and nothing changed. */
bool oz_table_add(struct oz_table *table, struct oz_arena *arena, uint64_t hash,
                  uint32_t id);

uint64_t oz_hash(const void *data, size_t size);
uint64_t oz_hash_mix(uint64_t hash, uint64_t more);

#endif
