/* object_array.c — lists and tuples that grow.
 *
 * The items live in the arena; an array that grows doubles and leaves the old items
 * behind, which at most doubles what is used. Every item costs a step, so a budget
 * bounds the memory as well.
 */
#include "object/object.h"

#include <string.h>

bool oz_array_new(struct oz_work *work, uint32_t kind, size_t capacity,
                  ounce_value *out)
{
    struct oz_array *array;

    if (!oz_walk_step(&work->walk, 1 + capacity) ||
        !oz_charge_memory(work, capacity * sizeof *array->items)) {
        return false;
    }
    array = oz_work_alloc(work, sizeof *array);
    if (array == NULL) {
        return false;
    }
    array->count = 0;
    array->capacity = capacity;
    array->items = NULL;
    if (capacity > 0) {
        array->items =
            oz_arena_array(work->walk.scratch, capacity, sizeof *array->items);
        if (array->items == NULL) {
            return oz_no_memory(work);
        }
    }
    memset(out, 0, sizeof *out);
    out->kind = kind;
    out->node = array;
    return true;
}

static bool grow(struct oz_work *work, struct oz_array *array)
{
    size_t capacity = array->capacity < 4 ? 4 : array->capacity * 2;
    ounce_value *items;

    if (capacity < array->capacity) {
        return oz_no_memory(work);
    }
    if (!oz_charge_memory(work, capacity * sizeof *items)) {
        return false;
    }
    items = oz_arena_array(work->walk.scratch, capacity, sizeof *items);
    if (items == NULL) {
        return oz_no_memory(work);
    }
    if (array->count > 0) {
        memcpy(items, array->items, array->count * sizeof *items);
    }
    array->items = items;
    array->capacity = capacity;
    return true;
}

bool oz_array_add(struct oz_work *work, ounce_value *array, const ounce_value *item)
{
    struct oz_array *list = oz_array_of(array);
    ounce_value copy = *item; /* it may be one of the items that move */

    if (!oz_walk_step(&work->walk, 1) ||
        (list->count == list->capacity && !grow(work, list))) {
        return false;
    }
    list->items[list->count++] = copy;
    return true;
}

const struct oz_array *oz_items_of(const ounce_value *value)
{
    if (value->kind == OZ_ARRAY || value->kind == OZ_TUPLE) {
        return oz_array_of(value);
    }
    if (value->kind == OZ_RECORD) {
        return &((const struct oz_record *)value->node)->fields;
    }
    return NULL;
}
