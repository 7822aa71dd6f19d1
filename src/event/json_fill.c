/* json_fill.c — see json_fill.h. */
#include "event/json_fill.h"

#include "base/str.h"
#include "base/utf8.h"

/* Duplicate names replace what an earlier one had filled below it, and would be a way
 * to waste time if that meant clearing it: a million duplicates above a thousand slots.
 * So nothing is cleared; a slot remembers which filling of its parent it belongs to. */
static bool belongs(const struct oz_projection *projection, const struct oz_slot *slots,
                    uint32_t id)
{
    uint32_t parent = projection->nodes[id].parent;

    return parent == OZ_NONE || slots[id].parent_fills == slots[parent].fills;
}

bool oz_json_filled(const struct oz_projection *projection, const struct oz_slot *slots,
                    uint32_t stamp, uint32_t id)
{
    for (; id != OZ_NONE; id = projection->nodes[id].parent) {
        if (slots[id].stamp != stamp || !belongs(projection, slots, id)) {
            return false;
        }
    }
    return true;
}

/* Does a member with this name take the slot, given what the slot has already? */
static bool takes_slot(const struct oz_fill *fill, uint32_t id, ounce_str key,
                       bool exact)
{
    const struct oz_slot *slot = &fill->slots[id];

    if (exact || slot->stamp != fill->stamp ||
        !belongs(fill->projection, fill->slots, id)) {
        return true;
    }
    return !slot->exact && oz_str_equal(slot->key, key);
}

static void take_slot(struct oz_fill *fill, uint32_t id, ounce_str key, bool exact,
                      uint32_t next)
{
    uint32_t parent = fill->projection->nodes[id].parent;
    struct oz_slot *slot = &fill->slots[id];

    slot->stamp = fill->stamp;
    slot->fills++;
    slot->parent_fills = fill->slots[parent].fills;
    slot->key = key;
    slot->exact = exact;
    slot->next = next;
}

/* The slots below these that want a member of this name, one after the other. */
struct search {
    uint64_t hash;
    ounce_str key;
    uint32_t parent; /* whose children are looked at; OZ_NONE at the end */
    uint32_t cursor; /* of oz_projection_match() */
};

static bool is_ascii(ounce_str key)
{
    for (size_t i = 0; i < key.size; i++) {
        if ((unsigned char)key.data[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

/* Can a slot right below these have this name? Beyond ASCII the lower-case form may
 * have another size. */
static bool may_match(const struct oz_fill *fill, uint32_t first, ounce_str key)
{
    for (uint32_t id = first; id != OZ_NONE; id = fill->slots[id].next) {
        if (oz_projection_may_match(&fill->projection->nodes[id], key.size)) {
            return true;
        }
    }
    return !is_ascii(key);
}

static void begin_search(const struct oz_fill *fill, uint32_t first, ounce_str key,
                         struct search *search)
{
    search->key = key;
    search->cursor = 0;
    search->parent = OZ_NONE;
    if (may_match(fill, first, key)) {
        search->hash = oz_fold_hash(key.data, key.size);
        search->parent = first;
    }
}

/* OZ_NONE at the end. *exact: it is spelled like this. */
static uint32_t next_slot(const struct oz_fill *fill, struct search *search,
                          bool *exact)
{
    const struct oz_projection *projection = fill->projection;

    while (search->parent != OZ_NONE) {
        uint32_t id = oz_projection_match(projection, search->parent, search->key,
                                          search->hash, &search->cursor);

        if (id == OZ_NONE) {
            search->parent = fill->slots[search->parent].next;
            search->cursor = 0;
            continue;
        }
        *exact = oz_str_equal(projection->nodes[id].name, search->key);
        if (*exact || !projection->nodes[id].exact) {
            return id;
        }
    }
    return OZ_NONE;
}

struct oz_target oz_fill_root(struct oz_fill *fill)
{
    fill->slots[0].stamp = fill->stamp;
    fill->slots[0].fills++;
    fill->slots[0].next = OZ_NONE;
    return (struct oz_target){0, OZ_MEMO_ROOT, &fill->memo->first};
}

static struct oz_memo_member *learn(const struct oz_fill *fill,
                                    const struct oz_target *map, ounce_str key)
{
    struct oz_memo_member *member = oz_memo_put(fill->memo, map->place, key);
    struct search search;
    uint32_t id;
    bool exact;

    if (member == NULL) {
        return NULL;
    }
    begin_search(fill, map->first, key, &search);
    while ((id = next_slot(fill, &search, &exact)) != OZ_NONE) {
        if (member->slot_count == OZ_MEMO_SLOTS) {
            member->place = OZ_MEMO_NOWHERE;
            return NULL;
        }
        member->exact |= (uint8_t)(exact << member->slot_count);
        member->slots[member->slot_count++] = id;
    }
    return member;
}

struct oz_memo_member *oz_fill_recall(const struct oz_fill *fill,
                                      const struct oz_target *map, ounce_str key)
{
    struct oz_memo_member *member = oz_memo_find(fill->memo, map->place, key);

    return member != NULL ? member : learn(fill, map, key);
}

/* What lies below is remembered for all slots of the member together, so only where it
 * takes them all. */
void oz_fill_known(struct oz_fill *fill, struct oz_memo_member *member, ounce_str key,
                   struct oz_target *out)
{
    out->first = OZ_NONE;
    out->place = member->serial;
    out->below = &member->below;
    for (uint32_t i = 0; i < member->slot_count; i++) {
        uint32_t id = member->slots[i];
        bool exact = (member->exact >> i & 1) != 0;

        if (takes_slot(fill, id, key, exact)) {
            take_slot(fill, id, key, exact, out->first);
            out->first = id;
        } else {
            out->place = OZ_MEMO_NOWHERE;
        }
    }
}

void oz_fill_found(struct oz_fill *fill, const struct oz_target *map, ounce_str key,
                   struct oz_target *out)
{
    struct search search;
    uint32_t id;
    bool exact;

    *out = (struct oz_target){OZ_NONE, OZ_MEMO_NOWHERE, NULL};
    begin_search(fill, map->first, key, &search);
    while ((id = next_slot(fill, &search, &exact)) != OZ_NONE) {
        if (takes_slot(fill, id, key, exact)) {
            take_slot(fill, id, key, exact, out->first);
            out->first = id;
        }
    }
}
