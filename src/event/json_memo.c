/* json_memo.c — see json_memo.h. */
#include "event/json_memo.h"

#include "base/table.h"

static uint64_t load(const char *at, size_t size)
{
    uint64_t word = 0;

    memcpy(&word, at, size);
    return word;
}

/* The ends of a name and its size tell most names apart; two that they do not push each
 * other out. The pieces overlap where the name is shorter than both. */
static uint64_t hash_ends(ounce_str name)
{
    const char *end = name.data + name.size;

    if (name.size >= 8) {
        return oz_hash_mix(load(name.data, 8) + name.size, load(end - 8, 8));
    }
    if (name.size >= 4) {
        return oz_hash_mix(load(name.data, 4) + name.size, load(end - 4, 4));
    }
    return oz_hash_mix(load(name.data, name.size), name.size);
}

#define CHOICE 4U /* entries that may hold a member */

/* The first of them. */
static struct oz_memo_member *entries(struct oz_json_memo *memo, uint64_t place,
                                      ounce_str name)
{
    uint64_t hash = oz_hash_mix(hash_ends(name), place);

    return &memo->members[(hash >> 32) % (OZ_MEMO_MEMBERS / CHOICE) * CHOICE];
}

static bool holds(const struct oz_memo_member *member, uint64_t place, ounce_str name)
{
    return member->place == place && member->size == name.size + 2 &&
           memcmp(member->text + 1, name.data, name.size) == 0;
}

static bool can_be_held(uint64_t place, ounce_str name)
{
    return place != OZ_MEMO_NOWHERE && name.size <= OZ_MEMO_TEXT - 2;
}

struct oz_memo_member *oz_memo_find(struct oz_json_memo *memo, uint64_t place,
                                    ounce_str name)
{
    struct oz_memo_member *member;

    if (!can_be_held(place, name)) {
        return NULL;
    }
    member = entries(memo, place, name);
    for (uint32_t i = 0; i < CHOICE; i++) {
        if (holds(&member[i], place, name)) {
            return &member[i];
        }
    }
    return NULL;
}

struct oz_memo_member *oz_memo_put(struct oz_json_memo *memo, uint64_t place,
                                   ounce_str name)
{
    struct oz_memo_member *member;

    if (!can_be_held(place, name)) {
        return NULL;
    }
    if (memo->serial < OZ_MEMO_ROOT) {
        memo->serial = OZ_MEMO_ROOT;
    }
    memo->serial++;
    member = &entries(memo, place, name)[memo->serial % CHOICE]; /* as it comes */
    member->place = place;
    member->serial = memo->serial;
    member->slot_count = 0;
    member->exact = 0;
    member->next = (struct oz_memo_guess){0, 0};
    member->below = (struct oz_memo_guess){0, 0};
    member->size = (uint8_t)(name.size + 2);
    member->text[0] = '"';
    memcpy(member->text + 1, name.data, name.size);
    member->text[name.size + 1] = '"';
    return member;
}
