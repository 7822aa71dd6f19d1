/* native_sort.c — the sort behind sorted() and list.sort().
 *
 * Short runs by insertion, then a merge from the bottom: n log n whatever the order, no
 * recursion, and it may stop in the middle, for < can raise. Like CPython's it asks
 * only whether a later item is less than an earlier one.
 */
#include "native/native_sort.h"

#include <string.h>

struct pair {
    ounce_value key, item;
};

bool oz_native_key(struct oz_work *work, const ounce_value *key,
                   const ounce_value *item, ounce_value *out)
{
    if (key->kind == OUNCE_MISSING || key->kind == OUNCE_NULL) {
        *out = *item;
        return true;
    }
    if (work->call == NULL) {
        return oz_raise(work, OZ_EXC_TYPE, "'%s' object is not callable",
                        oz_type_name(key));
    }
    return work->call(work, key, item, 1, out);
}

static bool less(struct oz_work *work, const struct pair *a, const struct pair *b,
                 bool *holds)
{
    return oz_walk_step(&work->walk, 1) && oz_order(work, "<", &a->key, &b->key, holds);
}

static void reverse_pairs(struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct pair swap = pairs[i];

        pairs[i] = pairs[count - 1 - i];
        pairs[count - 1 - i] = swap;
    }
}

/* How many are in order at the beginning; strictly descending ones are turned round. */
static bool first_run(struct oz_work *work, struct pair *pairs, size_t count,
                      size_t *run)
{
    bool descending = false, holds;

    for (*run = 1; *run < count; ++*run) {
        if (!less(work, &pairs[*run], &pairs[*run - 1], &holds)) {
            return false;
        }
        if (*run == 1) {
            descending = holds;
        } else if (holds != descending) {
            break;
        }
    }
    if (descending) {
        reverse_pairs(pairs, *run);
    }
    return true;
}

/* Where to insert the pivot behind what equals it. */
static bool bisect(struct oz_work *work, const struct pair *pairs, size_t count,
                   const struct pair *pivot, size_t *place)
{
    size_t low = 0, high = count;
    bool holds;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (!less(work, pivot, &pairs[middle], &holds)) {
            return false;
        }
        low = holds ? low : middle + 1;
        high = holds ? middle : high;
    }
    *place = low;
    return true;
}

/* Insertion by bisection. It asks in the order in which CPython asks, so that what is
 * raised for a list of mixed types is the same. */
static bool sort_few(struct oz_work *work, struct pair *pairs, size_t count)
{
    size_t start, place;

    if (!first_run(work, pairs, count, &start)) {
        return false;
    }
    for (; start < count; start++) {
        struct pair pivot = pairs[start];

        if (!bisect(work, pairs, start, &pivot, &place)) {
            return false;
        }
        memmove(pairs + place + 1, pairs + place, (start - place) * sizeof *pairs);
        pairs[place] = pivot;
    }
    return true;
}

static bool merge(struct oz_work *work, const struct pair *from, size_t middle,
                  size_t end, struct pair *to)
{
    size_t left = 0, right = middle;

    for (size_t at = 0; at < end; at++) {
        bool later = left == middle;

        if (left < middle && right < end &&
            !less(work, &from[right], &from[left], &later)) {
            return false;
        }
        to[at] = later ? from[right++] : from[left++];
    }
    return true;
}

#define FEW 63 /* that CPython, too, sorts by insertion alone */

static bool sort_pairs(struct oz_work *work, struct pair *pairs, struct pair *spare,
                       size_t count)
{
    struct pair *from = pairs, *to = spare, *swap;

    for (size_t at = 0; at < count; at += FEW) {
        if (!sort_few(work, pairs + at, count - at < FEW ? count - at : FEW)) {
            return false;
        }
    }
    for (size_t run = FEW; run < count; run *= 2) {
        for (size_t at = 0; at < count; at += 2 * run) {
            size_t left = count - at;
            size_t end = left < 2 * run ? left : 2 * run;

            if (!merge(work, from + at, run < end ? run : end, end, to + at)) {
                return false;
            }
        }
        swap = from;
        from = to;
        to = swap;
    }
    if (from != pairs) {
        memcpy(pairs, from, count * sizeof *pairs);
    }
    return true;
}

/* From the end, so that equal items keep their order when all is reversed again. */
static bool make_pairs(struct oz_work *work, const struct oz_array *items,
                       const ounce_value *key, bool reverse, struct pair *pairs)
{
    size_t count = items->count;

    for (size_t i = 0; i < count; i++) {
        struct pair *pair = &pairs[reverse ? count - 1 - i : i];

        pair->item = items->items[i];
        if (!oz_native_key(work, key, &pair->item, &pair->key)) {
            return false;
        }
    }
    return true;
}

bool oz_native_sort(struct oz_work *work, ounce_value *array, const ounce_value *key,
                    bool reverse)
{
    struct oz_array frozen = *oz_array_of(array); /* a key function may change it */
    size_t count = frozen.count;
    struct pair *pairs;

    if (count < 2) {
        ounce_value unused;

        return count == 0 || oz_native_key(work, key, &frozen.items[0], &unused);
    }
    pairs = oz_arena_array(work->walk.scratch, count, 2 * sizeof *pairs);
    if (pairs == NULL) {
        return oz_no_memory(work);
    }
    if (!oz_walk_step(&work->walk, count) ||
        !make_pairs(work, &frozen, key, reverse, pairs) ||
        !sort_pairs(work, pairs, pairs + count, count)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        frozen.items[i] = pairs[reverse ? count - 1 - i : i].item;
    }
    return true;
}
