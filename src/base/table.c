/* table.c — open addressing with linear probing, at most half full.
 *
 * Only rules put things in; events merely look up. Keys of an event are never stored,
 * so an event cannot make a table slow.
 */
#include "base/table.h"

#include <string.h>

uint64_t oz_hash_mix(uint64_t hash, uint64_t more)
{
    uint64_t mixed = (hash ^ more) * 0x9e3779b97f4a7c15u;

    return mixed ^ (mixed >> 29);
}

uint64_t oz_hash(const void *data, size_t size)
{
    const unsigned char *bytes = data;
    uint64_t hash = 0x6f756e6365u ^ size;
    uint64_t word = 0;

    for (; size >= sizeof word; size -= sizeof word, bytes += sizeof word) {
        memcpy(&word, bytes, sizeof word);
        hash = oz_hash_mix(hash, word);
    }
    if (size > 0) {
        word = 0;
        memcpy(&word, bytes, size);
        hash = oz_hash_mix(hash, word);
    }
    return oz_hash_mix(hash, 0);
}

uint32_t oz_table_find(const struct oz_table *table, uint64_t hash, oz_same_fn *same,
                       const void *owner, const void *wanted)
{
    uint32_t short_hash = (uint32_t)(hash >> 32);

    if (table->capacity == 0) {
        return OZ_NONE;
    }
    for (uint32_t at = short_hash;; at++) {
        const struct oz_table_slot *slot = &table->slots[at & (table->capacity - 1)];

        if (slot->id == OZ_NONE) {
            return OZ_NONE;
        }
        if (slot->hash == short_hash && same(owner, slot->id, wanted)) {
            return slot->id;
        }
    }
}

static void place(struct oz_table *table, uint32_t hash, uint32_t id)
{
    uint32_t at = hash & (table->capacity - 1);

    while (table->slots[at].id != OZ_NONE) {
        at = (at + 1) & (table->capacity - 1);
    }
    table->slots[at].hash = hash;
    table->slots[at].id = id;
}

static bool grow(struct oz_table *table, struct oz_arena *arena)
{
    struct oz_table old = *table;

    if (old.capacity > UINT32_MAX / 4) {
        return false;
    }
    table->capacity = old.capacity == 0 ? 16 : old.capacity * 2;
    table->slots = oz_arena_array(arena, table->capacity, sizeof *table->slots);
    if (table->slots == NULL) {
        *table = old;
        return false;
    }
    for (uint32_t i = 0; i < table->capacity; i++) {
        table->slots[i].id = OZ_NONE;
    }
    for (uint32_t i = 0; i < old.capacity; i++) {
        if (old.slots[i].id != OZ_NONE) {
            place(table, old.slots[i].hash, old.slots[i].id);
        }
    }
    return true;
}

bool oz_table_add(struct oz_table *table, struct oz_arena *arena, uint64_t hash,
                  uint32_t id)
{
    if (table->count >= table->capacity / 2 && !grow(table, arena)) {
        return false;
    }
    place(table, (uint32_t)(hash >> 32), id);
    table->count++;
    return true;
}
