/* object_iter.c — stepping through whatever can be stepped through.
 *
 *     text by code point, lists by element, dicts and the event's maps by key
 */
#include "base/str.h"
#include "base/utf8.h"
#include "object/object_hook.h"

#include <string.h>

static bool not_iterable(struct oz_work *work, const ounce_value *value)
{
    return oz_raise(work, OZ_EXC_TYPE, "'%s' object is not iterable",
                    oz_type_name(value));
}

static bool is_table(uint32_t kind)
{
    return kind == OZ_DICT || kind == OZ_SET || kind == OZ_FROZENSET;
}

static bool iterable(const ounce_value *value)
{
    switch (value->kind) {
    case OUNCE_TEXT:
    case OUNCE_LIST:
    case OUNCE_MAP:
    case OZ_BYTES:
    case OZ_ITERATOR:
    case OZ_VIEW:
        return true;
    default:
        return is_table(value->kind) || oz_items_of(value) != NULL;
    }
}

static const ounce_value *table_of(const ounce_value *value)
{
    return value->kind == OZ_VIEW ? &((const struct oz_dict_view *)value->node)->over
                                  : value;
}

bool oz_iter_begin(struct oz_work *work, const ounce_value *value, struct oz_iter *iter)
{
    ounce_value over = *value;
    bool has = true;

    if (!iterable(&over) && !oz_hook(work, "__iter__", value, NULL, &over, &has)) {
        return false;
    }
    if (!has || !iterable(&over)) {
        return not_iterable(work, value);
    }
    memset(iter, 0, sizeof *iter);
    iter->over = over;
    if (is_table(table_of(&over)->kind)) {
        iter->count = oz_dict_of(table_of(&over))->count;
    }
    return true;
}

static bool next_text(struct oz_iter *iter, ounce_value *out, bool *more)
{
    const ounce_value *text = &iter->over;
    size_t used;

    *more = iter->place < text->size;
    if (*more) {
        oz_utf8_decode(text->text + iter->place, text->size - iter->place, &used);
        *out = oz_text((ounce_str){text->text + iter->place, used});
        iter->place += used;
    }
    return true;
}

static bool make_pair(struct oz_work *work, const ounce_value *key,
                      const ounce_value *value, ounce_value *out)
{
    ounce_value k = *key, v = *value;

    return oz_array_new(work, OZ_TUPLE, 2, out) && oz_array_add(work, out, &k) &&
           oz_array_add(work, out, &v);
}

static bool part_of(struct oz_work *work, enum oz_view_part part,
                    const ounce_value *key, const ounce_value *value, ounce_value *out)
{
    switch (part) {
    case OZ_VIEW_KEYS:
        *out = *key;
        return true;
    case OZ_VIEW_VALUES:
        *out = *value;
        return true;
    case OZ_VIEW_ITEMS:
        break;
    }
    return make_pair(work, key, value, out);
}

static bool next_entry(struct oz_work *work, struct oz_iter *iter,
                       const ounce_value *table, enum oz_view_part part,
                       ounce_value *out, bool *more)
{
    size_t before = iter->place;
    const struct oz_dict_entry *entry;

    if (oz_dict_of(table)->count != iter->count) {
        return oz_raise(work, OZ_EXC_RUNTIME, "%s changed size during iteration",
                        table->kind == OZ_DICT ? "dictionary" : "Set");
    }
    entry = oz_dict_next(table, &iter->place);
    *more = entry != NULL;
    return oz_walk_step(&work->walk, iter->place - before) &&
           (!*more || part_of(work, part, &entry->key, &entry->value, out));
}

static bool next_member(struct oz_work *work, struct oz_iter *iter,
                        const ounce_value *map, enum oz_view_part part,
                        ounce_value *out, bool *more)
{
    ounce_str name = {NULL, 0};
    ounce_value key, value;

    if (!oz_value_next(&work->walk, map, &iter->cursor, &name, &value, more)) {
        return false;
    }
    key = oz_text(name);
    return !*more || part_of(work, part, &key, &value, out);
}

static bool next_keyed(struct oz_work *work, struct oz_iter *iter,
                       const ounce_value *over, enum oz_view_part part,
                       ounce_value *out, bool *more)
{
    return over->kind == OUNCE_MAP ? next_member(work, iter, over, part, out, more)
                                   : next_entry(work, iter, over, part, out, more);
}

static bool next_item(struct oz_work *work, struct oz_iter *iter, ounce_value *out,
                      bool *more)
{
    const struct oz_array *items = oz_items_of(&iter->over);

    if (iter->over.kind == OUNCE_LIST) {
        *more = iter->place < iter->over.size;
        return !*more || oz_value_element(&work->walk, &iter->over, iter->place++, out);
    }
    if (iter->over.kind == OZ_BYTES) {
        *more = iter->place < iter->over.size;
        if (*more) {
            *out = oz_int((unsigned char)iter->over.text[iter->place++]);
        }
        return true;
    }
    *more = iter->place < items->count;
    if (*more) {
        *out = items->items[iter->place++];
    }
    return true;
}

bool oz_iter_next(struct oz_work *work, struct oz_iter *iter, ounce_value *out,
                  bool *more)
{
    const struct oz_dict_view *view;

    /* Iterators over iterators: at most one level, see oz_iterator_new. */
    while (iter->over.kind == OZ_ITERATOR) {
        iter = (struct oz_iter *)(uintptr_t)iter->over.node;
    }
    if (!oz_walk_step(&work->walk, 1)) {
        return false;
    }
    switch (iter->over.kind) {
    case OUNCE_TEXT:
        return next_text(iter, out, more);
    case OUNCE_MAP:
    case OZ_DICT:
    case OZ_SET:
    case OZ_FROZENSET:
        return next_keyed(work, iter, &iter->over, OZ_VIEW_KEYS, out, more);
    case OZ_VIEW:
        view = iter->over.node;
        return next_keyed(work, iter, &view->over, view->part, out, more);
    default:
        return next_item(work, iter, out, more);
    }
}

bool oz_iterator_new(struct oz_work *work, const ounce_value *over, const char *type,
                     ounce_value *out)
{
    struct oz_iter *iter;

    if (over->kind == OZ_ITERATOR) {
        *out = *over;
        return true;
    }
    iter = oz_work_alloc(work, sizeof *iter);
    if (iter == NULL || !oz_iter_begin(work, over, iter)) {
        return false;
    }
    iter->type = type;
    memset(out, 0, sizeof *out);
    out->kind = OZ_ITERATOR;
    out->node = iter;
    return true;
}

/* Extending a list by itself must end: the count is what it was at the beginning. */
static bool collect_items(struct oz_work *work, const struct oz_array *items,
                          ounce_value *out)
{
    size_t count = items->count;

    for (size_t i = 0; i < count; i++) {
        ounce_value item = items->items[i];

        if (!oz_array_add(work, out, &item)) {
            return false;
        }
    }
    return true;
}

bool oz_collect(struct oz_work *work, uint32_t kind, const ounce_value *iterable,
                ounce_value *out)
{
    bool table = is_table(kind), more;
    const struct oz_array *items = oz_items_of(iterable);
    struct oz_iter iter;
    ounce_value made, item;

    if (!oz_iter_begin(work, iterable, &iter) ||
        !(table ? oz_dict_new(work, kind, &made)
                : oz_array_new(work, kind, items != NULL ? items->count : 0, &made))) {
        return false;
    }
    if (items != NULL && !table) {
        *out = made;
        return collect_items(work, items, &made);
    }
    for (;;) {
        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            *out = made;
            return true;
        }
        if (!(table ? oz_dict_set(work, &made, &item, NULL)
                    : oz_array_add(work, &made, &item))) {
            return false;
        }
    }
}
