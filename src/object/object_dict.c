/* object_dict.c — dicts and sets in order of insertion.
 *
 *     entries: (hash, key, value) …   index: hash => place of the entry + 1
 *
 * Keys come from events, and whoever writes those may know the hash. So nothing depends
 * on it being fair: every probe costs a step, and keys made to collide run into the
 * budget of the event instead of keeping the host busy.
 *
 * A removed entry becomes a hole, to which the index goes on pointing: probing passes
 * over it. Growth leaves the holes behind.
 */
#include "object/object.h"

#include <string.h>

#define SMALLEST 8 /* places of an index; at most half of them are used */

bool oz_dict_new(struct oz_work *work, uint32_t kind, ounce_value *out)
{
    struct oz_dict *dict;

    if (!oz_walk_step(&work->walk, 1)) {
        return false;
    }
    dict = oz_work_alloc(work, sizeof *dict);
    if (dict == NULL) {
        return false;
    }
    memset(dict, 0, sizeof *dict);
    memset(out, 0, sizeof *out);
    out->kind = kind;
    out->node = dict;
    return true;
}

static bool is_hole(const struct oz_dict_entry *entry)
{
    return entry->key.kind == OUNCE_MISSING;
}

/* *at: the place in the index of the key, or of the free place where it would be. */
static bool probe(struct oz_work *work, const struct oz_dict *dict,
                  const ounce_value *key, uint64_t hash, size_t *at, bool *found)
{
    size_t mask = dict->index_size - 1;

    *found = false;
    for (*at = (size_t)hash & mask; dict->index[*at] != 0; *at = (*at + 1) & mask) {
        const struct oz_dict_entry *entry = &dict->entries[dict->index[*at] - 1];

        if (!oz_walk_step(&work->walk, 1)) {
            return false;
        }
        if (is_hole(entry) || entry->hash != hash) {
            continue;
        }
        if (!oz_equal(work, &entry->key, key, found)) {
            return false;
        }
        if (*found) {
            return true;
        }
    }
    return true;
}

static void place(struct oz_dict *dict, uint64_t hash, uint32_t number)
{
    size_t mask = dict->index_size - 1;
    size_t at = (size_t)hash & mask;

    while (dict->index[at] != 0) {
        at = (at + 1) & mask;
    }
    dict->index[at] = number;
}

/* Room for one more entry, without holes. An equal hash makes `place` walk too, so the
 * whole of a rehash is paid for with as many steps as entries have collided. */
static bool grow(struct oz_work *work, struct oz_dict *dict)
{
    struct oz_dict old = *dict;
    size_t size = SMALLEST;

    while (size / 2 <= old.count) {
        size *= 2;
    }
    if (size / 2 >= UINT32_MAX) {
        return oz_no_memory(work);
    }
    if (!oz_charge_memory(work,
                          size * (sizeof *dict->entries / 2 + sizeof *dict->index))) {
        return false;
    }
    dict->entries = oz_arena_array(work->walk.scratch, size / 2, sizeof *dict->entries);
    dict->index = oz_arena_array(work->walk.scratch, size, sizeof *dict->index);
    if (dict->entries == NULL || dict->index == NULL) {
        *dict = old;
        return oz_no_memory(work);
    }
    memset(dict->index, 0, size * sizeof *dict->index);
    dict->index_size = size;
    dict->capacity = size / 2;
    dict->used = 0;
    for (size_t i = 0; i < old.used; i++) {
        if (!is_hole(&old.entries[i])) {
            dict->entries[dict->used++] = old.entries[i];
            place(dict, old.entries[i].hash, (uint32_t)dict->used);
        }
    }
    return true;
}

/* A hash whose low bits depend on all of it. */
static bool hash_key(struct oz_work *work, const ounce_value *key, uint64_t *hash)
{
    if (!oz_hash_value(work, key, hash)) {
        return false;
    }
    *hash ^= *hash >> 32;
    *hash *= UINT64_C(0x9E3779B97F4A7C15);
    *hash ^= *hash >> 29;
    return true;
}

static bool find(struct oz_work *work, const struct oz_dict *dict,
                 const ounce_value *key, struct oz_dict_entry **entry)
{
    uint64_t hash;
    size_t at;
    bool found;

    *entry = NULL;
    if (!hash_key(work, key, &hash)) {
        return false;
    }
    if (dict->count == 0) {
        return true;
    }
    if (!probe(work, dict, key, hash, &at, &found)) {
        return false;
    }
    if (found) {
        *entry = &dict->entries[dict->index[at] - 1];
    }
    return true;
}

bool oz_dict_get(struct oz_work *work, const ounce_value *dict, const ounce_value *key,
                 ounce_value *out, bool *found)
{
    struct oz_dict_entry *entry;

    if (!find(work, oz_dict_of(dict), key, &entry)) {
        return false;
    }
    *found = entry != NULL;
    if (*found && out != NULL) {
        *out = entry->value;
    }
    return true;
}

bool oz_dict_slot(struct oz_work *work, ounce_value *dict, const ounce_value *key,
                  struct oz_dict_entry **entry, bool *found)
{
    struct oz_dict *table = oz_dict_of(dict);
    uint64_t hash;
    size_t at;

    if (!hash_key(work, key, &hash) || !oz_walk_step(&work->walk, 1) ||
        (table->used == table->capacity && !grow(work, table)) ||
        !probe(work, table, key, hash, &at, found)) {
        return false;
    }
    if (!*found) {
        struct oz_dict_entry *fresh = &table->entries[table->used++];

        memset(fresh, 0, sizeof *fresh);
        fresh->hash = hash;
        fresh->key = *key;
        fresh->value = oz_none();
        table->index[at] = (uint32_t)table->used;
        table->count++;
    }
    *entry = &table->entries[table->index[at] - 1];
    return true;
}

bool oz_dict_set(struct oz_work *work, ounce_value *dict, const ounce_value *key,
                 const ounce_value *value)
{
    struct oz_dict_entry *entry;
    ounce_value copy = value != NULL ? *value : oz_none();
    bool found;

    if (!oz_dict_slot(work, dict, key, &entry, &found)) {
        return false;
    }
    entry->value = copy;
    return true;
}

bool oz_dict_remove(struct oz_work *work, ounce_value *dict, const ounce_value *key,
                    ounce_value *out, bool *found)
{
    struct oz_dict *table = oz_dict_of(dict);
    struct oz_dict_entry *entry;

    if (!find(work, table, key, &entry)) {
        return false;
    }
    *found = entry != NULL;
    if (!*found) {
        return true;
    }
    if (out != NULL) {
        *out = entry->value;
    }
    memset(&entry->key, 0, sizeof entry->key);
    table->count--;
    return true;
}

void oz_dict_clear(ounce_value *dict)
{
    memset(oz_dict_of(dict), 0, sizeof(struct oz_dict));
}

const struct oz_dict_entry *oz_dict_next(const ounce_value *dict, size_t *place)
{
    const struct oz_dict *table = oz_dict_of(dict);

    while (*place < table->used) {
        const struct oz_dict_entry *entry = &table->entries[(*place)++];

        if (!is_hole(entry)) {
            return entry;
        }
    }
    return NULL;
}
