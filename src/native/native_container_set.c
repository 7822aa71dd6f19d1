/* native_container_set.c — methods of set and frozenset.
 *
 * Order is that of insertion: CPython's, which depends on the hashes of the run, is
 * promised to nobody.
 */
#include "native/native.h"

static bool done(ounce_value *out)
{
    *out = oz_none();
    return true;
}

bool oz_set_add(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value set = args[0];

    return oz_dict_set(work, &set, &args[1], NULL) && done(out);
}

/* A set that is to be removed stands for the frozenset of its elements. */
static bool remove_from(struct oz_work *work, const ounce_value *args, bool *found)
{
    ounce_value set = args[0], key = args[1];

    if (key.kind == OZ_SET) {
        key.kind = OZ_FROZENSET;
    }
    return oz_dict_remove(work, &set, &key, NULL, found);
}

bool oz_set_discard(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    bool found;

    return remove_from(work, args, &found) && done(out);
}

bool oz_set_remove(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    bool found;

    if (!remove_from(work, args, &found)) {
        return false;
    }
    return found ? done(out) : oz_raise_value(work, OZ_EXC_KEY, &args[1]);
}

bool oz_set_pop(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value set = args[0], key;
    const struct oz_dict_entry *entry;
    size_t place = 0;
    bool found;

    entry = oz_dict_next(&set, &place);
    if (entry == NULL) {
        ounce_value text = oz_text((ounce_str){"pop from an empty set", 21});

        return oz_raise_value(work, OZ_EXC_KEY, &text);
    }
    key = entry->key;
    if (!oz_walk_step(&work->walk, place) ||
        !oz_dict_remove(work, &set, &key, NULL, &found)) {
        return false;
    }
    *out = key;
    return true;
}

bool oz_set_copy(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return oz_collect(work, args[0].kind, &args[0], out);
}

static bool add_all(struct oz_work *work, ounce_value *set, const ounce_value *from)
{
    struct oz_iter iter;
    ounce_value item;
    bool more;

    if (from->node == set->node && from->kind == set->kind) {
        return true;
    }
    if (!oz_iter_begin(work, from, &iter)) {
        return false;
    }
    for (;;) {
        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (!oz_dict_set(work, set, &item, NULL)) {
            return false;
        }
    }
}

/* The elements of `set` that are (`in`) or are not in `other`, a set. */
static bool choose(struct oz_work *work, const ounce_value *set,
                   const ounce_value *other, bool in, ounce_value *out)
{
    const struct oz_dict_entry *entry;
    ounce_value chosen;
    size_t place = 0;
    bool found;

    if (!oz_dict_new(work, set->kind, &chosen)) {
        return false;
    }
    while ((entry = oz_dict_next(set, &place)) != NULL) {
        if (!oz_dict_get(work, other, &entry->key, NULL, &found) ||
            (found == in && !oz_dict_set(work, &chosen, &entry->key, NULL))) {
            return false;
        }
    }
    *out = chosen;
    return true;
}

static bool as_set(struct oz_work *work, const ounce_value *value, ounce_value *out)
{
    if (value->kind == OZ_SET || value->kind == OZ_FROZENSET) {
        *out = *value;
        return true;
    }
    return oz_collect(work, OZ_SET, value, out);
}

static bool narrow(struct oz_work *work, const ounce_value *args, bool in,
                   ounce_value *out)
{
    const struct oz_array *others = oz_items_of(&args[1]);
    ounce_value set, other;

    if (!oz_collect(work, args[0].kind, &args[0], &set)) {
        return false;
    }
    for (size_t i = 0; i < others->count; i++) {
        if (!as_set(work, &others->items[i], &other) ||
            !choose(work, &set, &other, in, &set)) {
            return false;
        }
    }
    *out = set;
    return true;
}

bool oz_set_intersection(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    return narrow(work, args, true, out);
}

bool oz_set_difference(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return narrow(work, args, false, out);
}

bool oz_set_union(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_array *others = oz_items_of(&args[1]);
    ounce_value set;

    if (!oz_collect(work, args[0].kind, &args[0], &set)) {
        return false;
    }
    for (size_t i = 0; i < others->count; i++) {
        if (!add_all(work, &set, &others->items[i])) {
            return false;
        }
    }
    *out = set;
    return true;
}

bool oz_set_symmetric(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value other, left, right;

    if (!as_set(work, &args[1], &other) ||
        !choose(work, &args[0], &other, false, &left) ||
        !choose(work, &other, &args[0], false, &right) ||
        !add_all(work, &left, &right)) {
        return false;
    }
    *out = left;
    return true;
}

/* Put the answer of `make` in the place of the set itself. */
static bool in_place(struct oz_work *work, const ounce_value *args, oz_native_fn *make,
                     ounce_value *out)
{
    ounce_value made;

    if (!make(work, args, &made)) {
        return false;
    }
    *oz_dict_of(&args[0]) = *oz_dict_of(&made);
    return done(out);
}

bool oz_set_update(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_array *others = oz_items_of(&args[1]);
    ounce_value set = args[0];

    for (size_t i = 0; i < others->count; i++) {
        if (!add_all(work, &set, &others->items[i])) {
            return false;
        }
    }
    return done(out);
}

bool oz_set_intersection_update(struct oz_work *work, const ounce_value *args,
                                ounce_value *out)
{
    return in_place(work, args, oz_set_intersection, out);
}

bool oz_set_difference_update(struct oz_work *work, const ounce_value *args,
                              ounce_value *out)
{
    return in_place(work, args, oz_set_difference, out);
}

bool oz_set_symmetric_update(struct oz_work *work, const ounce_value *args,
                             ounce_value *out)
{
    return in_place(work, args, oz_set_symmetric, out);
}

/* Is every element of `part` in `whole`, a set (`in`), or none of them? */
static bool every(struct oz_work *work, const ounce_value *part,
                  const ounce_value *whole, bool in, ounce_value *out)
{
    struct oz_iter iter;
    ounce_value item;
    bool more, found = in;

    if (!oz_iter_begin(work, part, &iter)) {
        return false;
    }
    do {
        if (!oz_iter_next(work, &iter, &item, &more) ||
            (more && !oz_dict_get(work, whole, &item, NULL, &found))) {
            return false;
        }
    } while (more && found == in);
    *out = oz_bool(!more);
    return true;
}

bool oz_set_issubset(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value whole;

    return as_set(work, &args[1], &whole) && every(work, &args[0], &whole, true, out);
}

bool oz_set_issuperset(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return every(work, &args[1], &args[0], true, out);
}

bool oz_set_isdisjoint(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return every(work, &args[1], &args[0], false, out);
}
