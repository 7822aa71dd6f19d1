/* json_memo.c — see json_memo.h. */
#include "event/json_memo.h"

#include "base/table.h"

struct oz_memo_member *oz_memo_entry(struct oz_json_memo *memo, uint64_t place,
                                     ounce_str name)
{
    uint64_t hash;

    if (place == OZ_MEMO_NOWHERE || name.size > OZ_MEMO_TEXT - 2) {
        return NULL;
    }
    hash = oz_hash_mix(oz_hash(name.data, name.size), place);
    return &memo->members[(hash >> 32) % OZ_MEMO_MEMBERS];
}

bool oz_memo_holds(const struct oz_memo_member *member, uint64_t place, ounce_str name)
{
    return member->place == place && member->size == name.size + 2 &&
           memcmp(member->text + 1, name.data, name.size) == 0;
}

void oz_memo_put(struct oz_json_memo *memo, struct oz_memo_member *member,
                 uint64_t place, ounce_str name)
{
    if (memo->serial < OZ_MEMO_ROOT) {
        memo->serial = OZ_MEMO_ROOT;
    }
    member->place = place;
    member->serial = ++memo->serial;
    member->slot_count = 0;
    member->exact = 0;
    member->next = (struct oz_memo_guess){0, 0};
    member->below = (struct oz_memo_guess){0, 0};
    member->size = (uint8_t)(name.size + 2);
    member->text[0] = '"';
    memcpy(member->text + 1, name.data, name.size);
    member->text[name.size + 1] = '"';
}
