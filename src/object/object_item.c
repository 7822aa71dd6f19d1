/* object_item.c — container[index], container[a:b:c], container[index] = item. */
#include "base/str.h"
#include "base/utf8.h"
#include "object/object_hook.h"

#include <string.h>

/* What messages call the sequence: a wrapped list holds a tuple. */
static const char *sequence_name(const ounce_value *value)
{
    return value->kind == OUNCE_TEXT   ? "string"
           : value->kind == OUNCE_LIST ? "tuple"
                                       : oz_type_name(value);
}

static bool bad_index(struct oz_work *work, const ounce_value *container,
                      const ounce_value *index)
{
    if (container->kind == OZ_BYTES) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "byte indices must be integers or slices, not %s",
                        oz_type_name(index));
    }
    return oz_raise(work, OZ_EXC_TYPE,
                    container->kind == OUNCE_TEXT
                        ? "%s indices must be integers, not '%s'"
                        : "%s indices must be integers or slices, not %s",
                    sequence_name(container), oz_type_name(index));
}

/* *at: the index counted from the front. */
static bool place(struct oz_work *work, const ounce_value *container, size_t count,
                  const ounce_value *index, const char *what, size_t *at)
{
    int64_t i;

    if (index->kind == OUNCE_BIG) {
        return oz_raise(work, OZ_EXC_INDEX,
                        "cannot fit 'int' into an index-sized integer");
    }
    if (index->kind != OUNCE_INT && index->kind != OUNCE_BOOL) {
        return bad_index(work, container, index);
    }
    i = index->integer < 0 ? index->integer + (int64_t)count : index->integer;
    if (i < 0 || (uint64_t)i >= count) {
        return oz_raise(work, OZ_EXC_INDEX, "%s %sindex out of range",
                        container->kind == OZ_BYTES ? "" : sequence_name(container),
                        what);
    }
    *at = (size_t)i;
    return true;
}

static bool text_item(struct oz_work *work, const ounce_value *text,
                      const ounce_value *index, ounce_value *out)
{
    size_t count, at, offset, used;

    if (!oz_length(work, text, &count) || !place(work, text, count, index, "", &at) ||
        !oz_walk_step(&work->walk, text->size / 16)) {
        return false;
    }
    offset = oz_utf8_offset(text->text, text->size, at);
    oz_utf8_decode(text->text + offset, text->size - offset, &used);
    *out = oz_text((ounce_str){text->text + offset, used});
    return true;
}

static bool bytes_item(struct oz_work *work, const ounce_value *bytes,
                       const ounce_value *index, ounce_value *out)
{
    size_t at = 0;

    if (index->kind == OUNCE_INT || index->kind == OUNCE_BOOL) {
        int64_t i =
            index->integer < 0 ? index->integer + (int64_t)bytes->size : index->integer;

        if (i < 0 || (uint64_t)i >= bytes->size) {
            return oz_raise(work, OZ_EXC_INDEX, "index out of range");
        }
        at = (size_t)i;
    } else if (!place(work, bytes, bytes->size, index, "", &at)) {
        return false;
    }
    *out = oz_int((unsigned char)bytes->text[at]);
    return true;
}

static bool keyed_item(struct oz_work *work, const ounce_value *map,
                       const ounce_value *key, ounce_value *out)
{
    bool found;

    if (!(map->kind == OUNCE_MAP ? oz_wrapper_get(work, map, key, out, &found)
                                 : oz_dict_get(work, map, key, out, &found))) {
        return false;
    }
    return found || oz_raise_value(work, OZ_EXC_KEY, key);
}

static bool other_item(struct oz_work *work, const ounce_value *container,
                       const ounce_value *index, ounce_value *out)
{
    bool has;

    if (!oz_hook(work, "__getitem__", container, index, out, &has)) {
        return false;
    }
    return has || oz_raise(work, OZ_EXC_TYPE, "'%s' object is not subscriptable",
                           oz_type_name(container));
}

bool oz_item(struct oz_work *work, const ounce_value *container,
             const ounce_value *index, ounce_value *out)
{
    const struct oz_array *items = oz_items_of(container);
    ounce_value from = *container;
    size_t at;

    if (!oz_walk_step(&work->walk, 1)) {
        return false;
    }
    if (items != NULL) {
        if (!place(work, container, items->count, index, "", &at)) {
            return false;
        }
        *out = items->items[at];
        return true;
    }
    switch (from.kind) {
    case OUNCE_LIST:
        return place(work, &from, from.size, index, "", &at) &&
               oz_value_element(&work->walk, &from, at, out);
    case OUNCE_MAP:
    case OZ_DICT:
        return keyed_item(work, &from, index, out);
    case OUNCE_TEXT:
        return text_item(work, &from, index, out);
    case OZ_BYTES:
        return bytes_item(work, &from, index, out);
    default:
        return other_item(work, &from, index, out);
    }
}

bool oz_set_item(struct oz_work *work, ounce_value *container, const ounce_value *index,
                 const ounce_value *item)
{
    size_t at = 0;

    if (container->kind == OZ_DICT) {
        return oz_dict_set(work, container, index, item);
    }
    if (container->kind != OZ_ARRAY) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "'%s' object does not support item assignment",
                        oz_type_name(container));
    }
    if (!oz_walk_step(&work->walk, 1) ||
        !place(work, container, oz_array_of(container)->count, index, "assignment ",
               &at)) {
        return false;
    }
    oz_array_of(container)->items[at] = *item;
    return true;
}
