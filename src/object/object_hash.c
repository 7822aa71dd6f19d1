/* object_hash.c — hashes under which equal values meet: True, 1 and 1.0. */
#include "base/number.h"
#include "base/str.h"
#include "base/table.h"
#include "object/object_hook.h"

/* 2^63, the first double that no int64 equals. */
#define REAL_LIMIT 9223372036854775808.0

static uint64_t hash_real(double real)
{
    if (real >= -REAL_LIMIT && real < REAL_LIMIT && real == (double)(int64_t)real) {
        return oz_hash_mix(OUNCE_INT, (uint64_t)(int64_t)real);
    }
    return oz_hash(&real, sizeof real);
}

/* That of the nearest double: a float that equals the integer is that double. */
static bool hash_big(struct oz_work *work, const ounce_value *big, uint64_t *hash)
{
    double real;

    if (!oz_walk_step(&work->walk, big->size / 8)) {
        return false;
    }
    if (!oz_big_real(big, &real)) {
        *hash = oz_hash(big->text, big->size);
        return true;
    }
    *hash = hash_real(real);
    return true;
}

static bool hash_at(struct oz_work *work, const ounce_value *value, uint32_t depth,
                    uint64_t *hash);

static bool hash_tuple(struct oz_work *work, const struct oz_array *items,
                       uint32_t depth, uint64_t *hash)
{
    uint64_t sum = oz_hash_mix(OZ_TUPLE, items->count);

    if (depth >= work->walk.max_depth + OZ_OBJECT_DEPTH) {
        return oz_raise(work, OZ_EXC_RECURSION, "maximum recursion depth exceeded");
    }
    for (size_t i = 0; i < items->count; i++) {
        uint64_t part;

        if (!hash_at(work, &items->items[i], depth + 1, &part)) {
            return false;
        }
        sum = oz_hash_mix(sum, part);
    }
    *hash = sum;
    return true;
}

/* Whatever the order. */
static bool hash_set(struct oz_work *work, const ounce_value *set, uint64_t *hash)
{
    const struct oz_dict_entry *entry;
    uint64_t sum = OZ_FROZENSET;
    size_t place = 0;

    while ((entry = oz_dict_next(set, &place)) != NULL) {
        sum += oz_hash_mix(OZ_FROZENSET, entry->hash);
    }
    *hash = sum;
    return oz_walk_step(&work->walk, place);
}

static bool hash_other(struct oz_work *work, const ounce_value *value, uint64_t *hash)
{
    ounce_value answer;
    bool has;

    if (oz_is_builtin_class(value)) {
        ounce_value name = oz_text((ounce_str){value->text, value->size});

        return oz_hash_value(work, &name, hash);
    }
    if (!oz_hook(work, "__hash__", value, NULL, &answer, &has)) {
        return false;
    }
    *hash = oz_hash_mix(value->kind, has ? (uint64_t)answer.integer
                                         : (uint64_t)(uintptr_t)value->node);
    return true;
}

static bool hash_at(struct oz_work *work, const ounce_value *value, uint32_t depth,
                    uint64_t *hash)
{
    if (!oz_walk_step(&work->walk, 1)) {
        return false;
    }
    switch (value->kind) {
    case OUNCE_MISSING:
    case OUNCE_NULL:
        *hash = oz_hash_mix(OUNCE_NULL, 0);
        return true;
    case OUNCE_BOOL:
    case OUNCE_INT:
        *hash = oz_hash_mix(OUNCE_INT, (uint64_t)value->integer);
        return true;
    case OUNCE_BIG:
        return hash_big(work, value, hash);
    case OUNCE_FLOAT:
        *hash = hash_real(value->real);
        return true;
    case OUNCE_TEXT:
    case OZ_BYTES:
        *hash = oz_hash(value->text, value->size);
        return oz_walk_step(&work->walk, value->size / 64);
    case OZ_TUPLE:
    case OZ_RECORD:
        return hash_tuple(work, oz_items_of(value), depth, hash);
    case OZ_FROZENSET:
        return hash_set(work, value, hash);
    case OUNCE_LIST:
    case OUNCE_MAP:
    case OZ_ARRAY:
    case OZ_DICT:
    case OZ_SET:
        break;
    case OZ_VIEW:
        if (((const struct oz_dict_view *)value->node)->part == OZ_VIEW_VALUES) {
            return hash_other(work, value, hash);
        }
        break;
    default:
        return hash_other(work, value, hash);
    }
    return oz_raise(work, OZ_EXC_TYPE, "unhashable type: '%s'", oz_type_name(value));
}

bool oz_hash_value(struct oz_work *work, const ounce_value *value, uint64_t *hash)
{
    return hash_at(work, value, 0, hash);
}
