/* object_copy.c — a deep copy that may be changed: to_dict(), as_list(), copy().
 *
 * What the event holds becomes plain lists and dicts, which look names up exactly.
 */
#include "object/object.h"

static bool copy_at(struct oz_work *work, const ounce_value *value, uint32_t depth,
                    ounce_value *out);

static bool copy_list(struct oz_work *work, const ounce_value *list, uint32_t kind,
                      uint32_t depth, ounce_value *out)
{
    struct oz_iter iter;
    ounce_value item;
    bool more;

    if (!oz_array_new(work, kind, 0, out) || !oz_iter_begin(work, list, &iter)) {
        return false;
    }
    for (;;) {
        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (!copy_at(work, &item, depth, &item) || !oz_array_add(work, out, &item)) {
            return false;
        }
    }
}

static bool copy_map(struct oz_work *work, const ounce_value *map, uint32_t depth,
                     ounce_value *out)
{
    const void *cursor = NULL;
    ounce_value key, value;
    ounce_str name = {NULL, 0};
    bool more;

    if (!oz_dict_new(work, OZ_DICT, out)) {
        return false;
    }
    for (;;) {
        if (!oz_value_next(&work->walk, map, &cursor, &name, &value, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        key = oz_text(name);
        if (!copy_at(work, &value, depth, &value) ||
            !oz_dict_set(work, out, &key, &value)) {
            return false;
        }
    }
}

static bool copy_dict(struct oz_work *work, const ounce_value *dict, uint32_t depth,
                      ounce_value *out)
{
    const struct oz_dict_entry *entry;
    size_t place = 0;

    if (!oz_dict_new(work, dict->kind, out)) {
        return false;
    }
    while ((entry = oz_dict_next(dict, &place)) != NULL) {
        ounce_value value;

        if (!copy_at(work, &entry->value, depth, &value) ||
            !oz_dict_set(work, out, &entry->key, &value)) {
            return false;
        }
    }
    return true;
}

static bool copy_at(struct oz_work *work, const ounce_value *value, uint32_t depth,
                    ounce_value *out)
{
    ounce_value from = *value;

    if (depth >= work->walk.max_depth + OZ_OBJECT_DEPTH) {
        return oz_raise(work, OZ_EXC_RECURSION, "maximum recursion depth exceeded");
    }
    switch (from.kind) {
    case OUNCE_LIST:
        return copy_list(work, &from, OZ_ARRAY, depth + 1, out);
    case OZ_ARRAY:
    case OZ_TUPLE:
        return copy_list(work, &from, from.kind, depth + 1, out);
    case OUNCE_MAP:
        return copy_map(work, &from, depth + 1, out);
    case OZ_DICT:
    case OZ_SET:
        return copy_dict(work, &from, depth + 1, out);
    default: /* nothing that could be changed */
        *out = from;
        return true;
    }
}

bool oz_object_copy(struct oz_work *work, const ounce_value *value, ounce_value *out)
{
    return copy_at(work, value, 0, out);
}
