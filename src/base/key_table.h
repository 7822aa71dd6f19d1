/* key_table.h — hash table from anything to pointers, with deletion.
 *
 * Its neighbour in base/ lives in an arena and only grows; this one serves what comes
 * and goes for as long as a process runs.
 */
#ifndef OZ_KEY_TABLE_H
#define OZ_KEY_TABLE_H

#include "base/alloc.h"

struct oz_key_slot {
    uint64_t hash;
    void *item; /* NULL: free */
};

struct oz_key_table {
    struct oz_key_slot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

/* Is the item the one that is looked for? */
typedef bool oz_key_same_fn(const void *item, const void *wanted);

void oz_key_table_finish(struct oz_key_table *table, const ounce_allocator *alloc);

/* NULL when it is not there. */
void *oz_key_table_find(const struct oz_key_table *table, uint64_t hash,
                        oz_key_same_fn *same, const void *wanted);

/* Make room for one more. false: out of memory, and nothing changed. */
bool oz_key_table_reserve(struct oz_key_table *table, const ounce_allocator *alloc);

/* The caller has looked and not found, and has made room. */
void oz_key_table_add(struct oz_key_table *table, uint64_t hash, void *item);

/* The item is there, under this hash. */
void oz_key_table_remove(struct oz_key_table *table, uint64_t hash, const void *item);

#endif
