/* native_event.c — deep_get, deep_walk and their like.
 *
 *     event.deep_walk("Records", "name")   over {"Records": [{"name": "a"}, {"name":
 * "b"}]}
 *                                          =>  ["a", "b"]
 *
 * Both fold `get` over the keys; deep_walk also goes into lists, and gathers what it
 * finds, each value once.
 */
#include "base/str.h"
#include "event/event_json.h"
#include "event/event_time.h"
#include "lookup/lookup.h"
#include "native/native.h"

/* mapping.get(key, default), for the event's maps and for dicts. */
static bool get(struct oz_work *work, const ounce_value *map, const ounce_value *key,
                const ounce_value *otherwise, ounce_value *out)
{
    ounce_value item;
    bool found;

    if (!(map->kind == OUNCE_MAP ? oz_wrapper_get(work, map, key, &item, &found)
                                 : oz_dict_get(work, map, key, &item, &found))) {
        return false;
    }
    *out = found ? item : *otherwise;
    return true;
}

static bool is_mapping(const ounce_value *value)
{
    return value->kind == OUNCE_MAP || value->kind == OZ_DICT;
}

static ounce_value or_none(const ounce_value *value)
{
    return value->kind == OUNCE_MISSING ? oz_none() : *value;
}

bool oz_event_deep_get(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_array *keys = oz_array_of(&args[1]);
    ounce_value otherwise = or_none(&args[2]);
    ounce_value at = args[0];

    for (size_t i = 0; i < keys->count; i++) {
        if (!is_mapping(&at)) {
            at = otherwise;
        } else if (!get(work, &at, &keys->items[i], &otherwise, &at)) {
            return false;
        }
    }
    *out = at.kind == OUNCE_NULL ? otherwise : at;
    return true;
}

/* ---- deep_walk ---- */

struct walk {
    struct oz_work *work;
    const struct oz_array *keys;
    ounce_value otherwise;
    char choice; /* 'a' all, 'f' first, 'l' last */
    bool copies; /* what it goes through counts as a plain copy of the event */
};

/* In a plain copy names are exact. */
static bool look_up(const struct walk *walk, const ounce_value *at,
                    const ounce_value *key, ounce_value *out)
{
    ounce_value none = oz_none();
    bool found;

    if (!walk->copies || at->kind != OUNCE_MAP) {
        return get(walk->work, at, key, &none, out);
    }
    if (!oz_value_exact(&walk->work->walk, at, (ounce_str){key->text, key->size}, out,
                        &found)) {
        return false;
    }
    *out = found ? *out : none;
    return true;
}

static bool is_list(const ounce_value *value)
{
    return value->kind == OUNCE_LIST || value->kind == OZ_ARRAY ||
           value->kind == OZ_TUPLE;
}

/* Empty, or a list of such. */
static bool is_all_empty(struct oz_work *work, const ounce_value *list, uint32_t depth,
                         bool *empty)
{
    struct oz_iter iter;
    bool more;

    *empty = true;
    if (!is_list(list) || depth > OZ_OBJECT_DEPTH) {
        *empty = false;
        return true;
    }
    if (!oz_iter_begin(work, list, &iter)) {
        return false;
    }
    while (*empty) {
        ounce_value item;

        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (!is_all_empty(work, &item, depth + 1, empty)) {
            return false;
        }
    }
    return true;
}

static bool step(struct walk *walk, const ounce_value *at, size_t key, uint32_t depth,
                 ounce_value *out);

/* Add a value, or the elements of a list of values, to what was found. */
static bool gather(struct walk *walk, ounce_value *found, const ounce_value *value)
{
    struct oz_iter iter;
    ounce_value item;
    bool more = true;

    if (value->kind == OUNCE_NULL) {
        return true;
    }
    if (!is_list(value)) {
        return oz_dict_set(walk->work, found, value, NULL);
    }
    if (!oz_iter_begin(walk->work, value, &iter)) {
        return false;
    }
    while (oz_iter_next(walk->work, &iter, &item, &more) && more) {
        if (item.kind != OUNCE_NULL && !oz_dict_set(walk->work, found, &item, NULL)) {
            return false;
        }
    }
    return !more;
}

/* One distinct value is given bare, several as a list. */
static bool choose(struct walk *walk, const ounce_value *found, ounce_value *out)
{
    size_t place = 0;
    const struct oz_dict_entry *entry = oz_dict_next(found, &place);
    size_t count = oz_dict_of(found)->count;
    ounce_value list;

    if (count == 0) {
        *out = walk->otherwise;
        return true;
    }
    if (count == 1 || walk->choice == 'f') {
        *out = entry->key;
        return true;
    }
    if (!oz_array_new(walk->work, OZ_ARRAY, count, &list)) {
        return false;
    }
    for (; entry != NULL; entry = oz_dict_next(found, &place)) {
        if (!oz_array_add(walk->work, &list, &entry->key)) {
            return false;
        }
    }
    *out = walk->choice == 'l' ? oz_array_of(&list)->items[count - 1] : list;
    return true;
}

static bool walk_list(struct walk *walk, const ounce_value *list, size_t key,
                      uint32_t depth, ounce_value *out)
{
    struct oz_iter iter;
    ounce_value found, item, value;
    bool more = true;

    if (!oz_dict_new(walk->work, OZ_SET, &found) ||
        !oz_iter_begin(walk->work, list, &iter)) {
        return false;
    }
    while (oz_iter_next(walk->work, &iter, &item, &more) && more) {
        if (!step(walk, &item, key, depth + 1, &value) ||
            !gather(walk, &found, &value)) {
            return false;
        }
    }
    return !more && choose(walk, &found, out);
}

/* Recursion goes down the value, whose depth is bounded, and the keys. */
static bool step(struct walk *walk, const ounce_value *at, size_t key, uint32_t depth,
                 ounce_value *out)
{
    ounce_value next;
    bool empty;

    if (!oz_walk_step(&walk->work->walk, 1)) {
        return false;
    }
    if (depth > walk->work->walk.max_depth + OZ_OBJECT_DEPTH) {
        return oz_raise(walk->work, OZ_EXC_RECURSION,
                        "maximum recursion depth exceeded");
    }
    if (key == walk->keys->count) {
        if (!is_all_empty(walk->work, at, 0, &empty)) {
            return false;
        }
        *out = empty ? walk->otherwise : *at;
        return empty || !walk->copies || oz_object_copy(walk->work, at, out);
    }
    if (is_list(at)) {
        return walk_list(walk, at, key, depth, out);
    }
    if (!is_mapping(at)) {
        *out = walk->otherwise;
        return true;
    }
    if (!look_up(walk, at, &walk->keys->items[key], &next)) {
        return false;
    }
    if (next.kind == OUNCE_NULL) {
        *out = walk->otherwise;
        return true;
    }
    return step(walk, &next, key + 1, depth + 1, out);
}

static bool deep_walk(struct oz_work *work, const ounce_value *args, bool copies,
                      ounce_value *out)
{
    struct walk walk = {work, oz_array_of(&args[1]), or_none(&args[2]), 'a', copies};

    if (args[3].kind == OUNCE_TEXT && args[3].size > 0) {
        walk.choice = args[3].text[0];
    }
    return step(&walk, &args[0], 0, 0, out);
}

static bool all_texts(const struct oz_array *keys)
{
    for (size_t i = 0; i < keys->count; i++) {
        if (keys->items[i].kind != OUNCE_TEXT) {
            return false;
        }
    }
    return true;
}

/* The method looks its first name up as the event does, and walks a plain copy of what
 * is there. Only what it finds is really copied, if names are all it looks for. */
static bool walk_event(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_array *keys = oz_array_of(&args[1]);
    struct oz_array others = {keys->items + 1, keys->count - 1, keys->count - 1};
    ounce_value below[4] = {args[0], args[1], args[2], args[3]};
    ounce_value none = oz_none();

    below[1].node = &others;
    if (!get(work, &args[0], &keys->items[0], &none, &below[0])) {
        return false;
    }
    if (below[0].kind == OUNCE_NULL) {
        *out = or_none(&args[2]);
        return true;
    }
    if (all_texts(&others)) {
        return deep_walk(work, below, true, out);
    }
    return oz_object_copy(work, &below[0], &below[0]) &&
           deep_walk(work, below, false, out);
}

bool oz_event_deep_walk(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return oz_array_of(&args[1])->count > 0 ? walk_event(work, args, out)
                                            : deep_walk(work, args, false, out);
}

bool oz_panther_deep_walk(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    return deep_walk(work, args, false, out);
}

/* ---- the rest ---- */

/* A test says in its event what tables hold; a table that it does not name is asked. */
static bool mocked_lookup(struct oz_work *work, const ounce_value *args,
                          ounce_value *out, bool *mocked)
{
    ounce_value tables = oz_text(OZ_LIT("_mocked_lookup_data_"));
    ounce_value none = oz_none(), table;

    *mocked = false;
    if (!get(work, &args[0], &tables, &none, &table)) {
        return false;
    }
    if (!is_mapping(&table) || !get(work, &table, &args[1], &none, &table)) {
        return work->walk.reason == 0;
    }
    *mocked = table.kind != OUNCE_NULL;
    return !is_mapping(&table) || get(work, &table, &args[2], &none, out);
}

/* The row as one of the event's own maps: read-only, names ignoring case. */
static bool decode_row(struct oz_work *work, const ounce_str *json, ounce_value *out)
{
    memset(out, 0, sizeof *out);
    out->kind = OUNCE_MAP;
    out->flags = OZ_VALUE_RAW;
    out->text = json->data;
    out->size = json->size;
    return oz_json_settle(&work->walk, &work->stack, out);
}

bool oz_event_lookup(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_lookup *table = NULL;
    const ounce_str *row;
    char room[OZ_REAL_TEXT];
    ounce_str key;
    bool mocked;

    *out = oz_none();
    mocked = false;
    if (work->is_test && !mocked_lookup(work, args, out, &mocked)) {
        return false;
    }
    if (!mocked && work->lookups != NULL && args[1].kind == OUNCE_TEXT) {
        table = oz_lookups_find(work->lookups, (ounce_str){args[1].text, args[1].size});
    }
    if (table == NULL || !oz_lookup_key_text(&args[2], room, &key)) {
        return true;
    }
    row = oz_lookup_find(table, key);
    return row == NULL || decode_row(work, row, out);
}

bool oz_event_time_epoch(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    ounce_value name = oz_text(OZ_LIT("p_event_time")), none = oz_none(), value;
    int64_t ms;

    if (!get(work, &args[0], &name, &none, &value)) {
        return false;
    }
    *out = value.kind == OUNCE_TEXT &&
                   oz_event_time_parse((ounce_str){value.text, value.size}, &ms)
               ? oz_int(ms / 1000)
               : oz_int(0);
    return true;
}
