/* key_table.c — open addressing with linear probing, at most three quarters full.
 *
 * Removing shifts back what probing had pushed beyond the hole, so there are no
 * tombstones and a table that is emptied is as quick as a new one.
 */
#include "base/key_table.h"

#include <string.h>

void oz_key_table_finish(struct oz_key_table *table, const ounce_allocator *alloc)
{
    oz_alloc_free(alloc, table->slots, table->capacity * sizeof *table->slots);
    memset(table, 0, sizeof *table);
}

void *oz_key_table_find(const struct oz_key_table *table, uint64_t hash,
                        oz_key_same_fn *same, const void *wanted)
{
    if (table->capacity == 0) {
        return NULL;
    }
    for (uint64_t at = hash;; at++) {
        const struct oz_key_slot *slot = &table->slots[at & (table->capacity - 1)];

        if (slot->item == NULL) {
            return NULL;
        }
        if (slot->hash == hash && same(slot->item, wanted)) {
            return slot->item;
        }
    }
}

void oz_key_table_add(struct oz_key_table *table, uint64_t hash, void *item)
{
    size_t mask = table->capacity - 1;
    size_t at = hash & mask;

    while (table->slots[at].item != NULL) {
        at = (at + 1) & mask;
    }
    table->slots[at].hash = hash;
    table->slots[at].item = item;
    table->count++;
}

bool oz_key_table_reserve(struct oz_key_table *table, const ounce_allocator *alloc)
{
    struct oz_key_table larger = {NULL, 0, 0};
    size_t bytes;

    if (table->count < table->capacity / 4 * 3) {
        return true;
    }
    larger.capacity = table->capacity == 0 ? 16 : table->capacity * 2;
    if (larger.capacity < table->capacity ||
        !oz_size_mul(larger.capacity, sizeof *larger.slots, &bytes)) {
        return false;
    }
    larger.slots = oz_alloc_zero(alloc, bytes);
    if (larger.slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < table->capacity; i++) {
        if (table->slots[i].item != NULL) {
            oz_key_table_add(&larger, table->slots[i].hash, table->slots[i].item);
        }
    }
    oz_key_table_finish(table, alloc);
    *table = larger;
    return true;
}

void oz_key_table_remove(struct oz_key_table *table, uint64_t hash, const void *item)
{
    size_t mask = table->capacity - 1;
    size_t hole = hash & mask;

    while (table->slots[hole].item != item) {
        hole = (hole + 1) & mask;
    }
    for (size_t at = (hole + 1) & mask; table->slots[at].item != NULL;
         at = (at + 1) & mask) {
        size_t home = table->slots[at].hash & mask;

        /* It may move only if its home is not behind the hole on its way here. */
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            table->slots[hole] = table->slots[at];
            hole = at;
        }
    }
    table->slots[hole].item = NULL;
    table->count--;
}
