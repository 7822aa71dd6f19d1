/* native_container_dict.c — methods of dict, and dict() itself. */
#include "base/str.h"
#include "native/native.h"

static bool done(ounce_value *out)
{
    *out = oz_none();
    return true;
}

static ounce_value or_none(const ounce_value *value)
{
    return value->kind == OUNCE_MISSING ? oz_none() : *value;
}

bool oz_dict_method_get(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    bool found;
    ounce_value value = or_none(&args[2]);

    if (!oz_dict_get(work, &args[0], &args[1], &value, &found)) {
        return false;
    }
    *out = value;
    return true;
}

static bool view(struct oz_work *work, const ounce_value *over, enum oz_view_part part,
                 ounce_value *out)
{
    struct oz_dict_view *made = oz_work_alloc(work, sizeof *made);

    if (made == NULL || !oz_walk_step(&work->walk, 1)) {
        return false;
    }
    made->over = *over;
    made->part = part;
    memset(out, 0, sizeof *out);
    out->kind = OZ_VIEW;
    out->node = made;
    return true;
}

bool oz_dict_keys(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return view(work, &args[0], OZ_VIEW_KEYS, out);
}

bool oz_dict_values(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return view(work, &args[0], OZ_VIEW_VALUES, out);
}

bool oz_dict_items(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return view(work, &args[0], OZ_VIEW_ITEMS, out);
}

/* From an iterable of pairs. */
static bool add_pair(struct oz_work *work, ounce_value *dict, const ounce_value *item,
                     size_t at)
{
    ounce_value pair;
    const struct oz_array *items;

    if (item->kind < OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "cannot convert dictionary update sequence element #%zu to a "
                        "sequence",
                        at);
    }
    if (!oz_collect(work, OZ_TUPLE, item, &pair)) {
        return false;
    }
    items = oz_items_of(&pair);
    if (items->count != 2) {
        return oz_raise(work, OZ_EXC_VALUE,
                        "dictionary update sequence element #%zu has length %zu; 2 is "
                        "required",
                        at, items->count);
    }
    return oz_dict_set(work, dict, &items->items[0], &items->items[1]);
}

static bool add_all(struct oz_work *work, ounce_value *dict, const ounce_value *from)
{
    bool mapping = from->kind == OZ_DICT || from->kind == OUNCE_MAP, more;
    struct oz_dict_view items = {*from, OZ_VIEW_ITEMS};
    ounce_value over = *from, item;
    struct oz_iter iter;

    if (mapping) {
        if (from->node == dict->node) {
            return true;
        }
        over.kind = OZ_VIEW;
        over.node = &items;
    }
    if (!oz_iter_begin(work, &over, &iter)) {
        return false;
    }
    for (size_t i = 0;; i++) {
        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (!add_pair(work, dict, &item, i)) {
            return false;
        }
    }
}

static bool fill(struct oz_work *work, ounce_value *dict, const char *name,
                 const ounce_value *args, const ounce_value *named)
{
    const struct oz_array *given = oz_items_of(args);

    if (given->count > 1) {
        return oz_raise(work, OZ_EXC_TYPE, "%s expected at most 1 argument, got %zu",
                        name, given->count);
    }
    return (given->count == 0 || add_all(work, dict, &given->items[0])) &&
           add_all(work, dict, named);
}

bool oz_builtin_dict(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value dict;

    if (!oz_dict_new(work, OZ_DICT, &dict) ||
        !fill(work, &dict, "dict", &args[0], &args[1])) {
        return false;
    }
    *out = dict;
    return true;
}

bool oz_dict_update(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value dict = args[0];

    return fill(work, &dict, "update", &args[1], &args[2]) && done(out);
}

bool oz_dict_pop(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value dict = args[0], value;
    bool found = false;

    /* An empty one does not even look whether the key has a hash. */
    if (oz_dict_of(&dict)->count > 0 &&
        !oz_dict_remove(work, &dict, &args[1], &value, &found)) {
        return false;
    }
    if (!found && args[2].kind == OUNCE_MISSING) {
        return oz_raise_value(work, OZ_EXC_KEY, &args[1]);
    }
    *out = found ? value : args[2];
    return true;
}

/* The last one; holes at the end are given back, so that popping all stays linear. */
bool oz_dict_popitem(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value dict = args[0], key, value;
    struct oz_dict *table = oz_dict_of(&dict);
    size_t at = table->used;
    bool found;

    if (table->count == 0) {
        ounce_value text = oz_text(OZ_LIT("popitem(): dictionary is empty"));

        return oz_raise_value(work, OZ_EXC_KEY, &text);
    }
    while (table->entries[at - 1].key.kind == OUNCE_MISSING) {
        at--;
    }
    if (!oz_walk_step(&work->walk, 1 + table->used - at)) {
        return false;
    }
    key = table->entries[at - 1].key;
    return oz_dict_remove(work, &dict, &key, &value, &found) &&
           oz_array_new(work, OZ_TUPLE, 2, out) && oz_array_add(work, out, &key) &&
           oz_array_add(work, out, &value);
}

bool oz_dict_copy(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value copy;

    if (!oz_dict_new(work, OZ_DICT, &copy) || !add_all(work, &copy, &args[0])) {
        return false;
    }
    *out = copy;
    return true;
}

bool oz_dict_setdefault(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value dict = args[0];
    struct oz_dict_entry *entry;
    bool found;

    if (!oz_dict_slot(work, &dict, &args[1], &entry, &found)) {
        return false;
    }
    if (!found) {
        entry->value = or_none(&args[2]);
    }
    *out = entry->value;
    return true;
}

bool oz_table_clear(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value table = args[0];

    (void)work;
    oz_dict_clear(&table);
    return done(out);
}

bool oz_dict_fromkeys(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value dict, key, value = or_none(&args[1]);
    struct oz_iter iter;
    bool more;

    if (!oz_iter_begin(work, &args[0], &iter) || !oz_dict_new(work, OZ_DICT, &dict)) {
        return false;
    }
    for (;;) {
        if (!oz_iter_next(work, &iter, &key, &more)) {
            return false;
        }
        if (!more) {
            *out = dict;
            return true;
        }
        if (!oz_dict_set(work, &dict, &key, &value)) {
            return false;
        }
    }
}
