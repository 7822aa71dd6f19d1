/* object_compare.c — equality and membership.
 *
 * The event's containers are Panther's wrappers: a wrapped list equals lists and tuples
 * of equal items, a wrapped map any mapping. What a wrapped list holds is compared as
 * it is below the wrapper, plain; so `plain` goes along and says of a LIST or MAP that
 * it stands for a list or dict here.
 */
#include "base/number.h"
#include "object/object_hook.h"

#include <string.h>

/* One of the two sides. */
struct side {
    ounce_value value;
    bool plain;
};

static bool equal_at(struct oz_work *work, const struct side *a, const struct side *b,
                     uint32_t depth, bool *equal);

static bool is_list(const ounce_value *value)
{
    return value->kind == OZ_ARRAY || value->kind == OZ_TUPLE ||
           value->kind == OUNCE_LIST || value->kind == OZ_RECORD;
}

static bool is_map(const ounce_value *value)
{
    return value->kind == OZ_DICT || value->kind == OUNCE_MAP;
}

static bool is_set(const ounce_value *value)
{
    return value->kind == OZ_SET || value->kind == OZ_FROZENSET ||
           (value->kind == OZ_VIEW &&
            ((const struct oz_dict_view *)value->node)->part != OZ_VIEW_VALUES);
}

static bool is_number(const ounce_value *value)
{
    return value->kind >= OUNCE_BOOL && value->kind <= OUNCE_FLOAT;
}

/* A bool is the integer it looks like; an infinity or NaN stays what it is. */
static bool equal_numbers(const ounce_value *a, const ounce_value *b)
{
    ounce_value x = *a, y = *b;

    if ((x.kind == OUNCE_FLOAT && x.real != x.real) ||
        (y.kind == OUNCE_FLOAT && y.real != y.real)) {
        return false;
    }
    x.kind = x.kind == OUNCE_BOOL ? OUNCE_INT : x.kind;
    y.kind = y.kind == OUNCE_BOOL ? OUNCE_INT : y.kind;
    return oz_scalar_equal(&x, &y);
}

static bool same_bytes(struct oz_work *work, const ounce_value *a, const ounce_value *b,
                       bool *equal)
{
    *equal = a->size == b->size;
    if (!*equal || a->size == 0 || a->text == b->text) {
        return true;
    }
    *equal = memcmp(a->text, b->text, a->size) == 0;
    return oz_walk_step(&work->walk, a->size / 64);
}

static bool too_deep(struct oz_work *work, uint32_t depth)
{
    return depth >= work->walk.max_depth + OZ_OBJECT_DEPTH &&
           !oz_raise(work, OZ_EXC_RECURSION,
                     "maximum recursion depth exceeded in comparison");
}

/* What a list is besides a wrapper: lists equal only lists, tuples only tuples. */
static uint32_t list_kind(const struct side *side)
{
    if (side->value.kind == OUNCE_LIST) {
        return side->plain ? OZ_ARRAY : OUNCE_LIST;
    }
    return side->value.kind == OZ_RECORD ? OZ_TUPLE : side->value.kind;
}

static bool element(struct oz_work *work, const struct side *list, size_t at,
                    struct side *out)
{
    const struct oz_array *items = oz_items_of(&list->value);

    out->plain = list->value.kind == OUNCE_LIST;
    if (out->plain) {
        return oz_value_element(&work->walk, &list->value, at, &out->value);
    }
    out->value = items->items[at];
    return oz_walk_step(&work->walk, 1);
}

static size_t list_count(const ounce_value *list)
{
    return list->kind == OUNCE_LIST ? list->size : oz_items_of(list)->count;
}

static bool equal_lists(struct oz_work *work, const struct side *a,
                        const struct side *b, uint32_t depth, bool *equal)
{
    uint32_t kind_a = list_kind(a), kind_b = list_kind(b);

    *equal = list_count(&a->value) == list_count(&b->value) &&
             (kind_a == kind_b || kind_a == OUNCE_LIST || kind_b == OUNCE_LIST);
    for (size_t i = 0; *equal && i < list_count(&a->value); i++) {
        struct side x, y;

        /* The list may have changed in between: an instance's == is the rule's. */
        *equal = i < list_count(&b->value);
        if (*equal && (!element(work, a, i, &x) || !element(work, b, i, &y) ||
                       !equal_at(work, &x, &y, depth, equal))) {
            return false;
        }
    }
    return true;
}

static size_t map_count(const ounce_value *map)
{
    return map->kind == OUNCE_MAP ? map->size : oz_dict_of(map)->count;
}

/* The value under a key, names exact. */
static bool lookup(struct oz_work *work, const ounce_value *map, const ounce_value *key,
                   ounce_value *out, bool *found)
{
    if (map->kind == OZ_DICT) {
        return oz_dict_get(work, map, key, out, found);
    }
    *found = false;
    return key->kind != OUNCE_TEXT ||
           oz_value_exact(&work->walk, map, (ounce_str){key->text, key->size}, out,
                          found);
}

static bool equal_maps(struct oz_work *work, const struct side *a, const struct side *b,
                       uint32_t depth, bool *equal)
{
    ounce_value view;
    struct oz_dict_view items = {a->value, OZ_VIEW_ITEMS};
    struct oz_iter iter;

    *equal = map_count(&a->value) == map_count(&b->value);
    memset(&view, 0, sizeof view);
    view.kind = OZ_VIEW;
    view.node = &items;
    if (!*equal) {
        return true;
    }
    if (!oz_iter_begin(work, &view, &iter)) {
        return false;
    }
    for (;;) {
        struct side x = {{0}, a->plain}, y = {{0}, b->plain};
        ounce_value pair;
        bool more;

        if (!oz_iter_next(work, &iter, &pair, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        x.value = oz_array_of(&pair)->items[1];
        if (!lookup(work, &b->value, &oz_array_of(&pair)->items[0], &y.value, equal)) {
            return false;
        }
        if (!*equal) {
            return true;
        }
        if (!equal_at(work, &x, &y, depth, equal)) {
            return false;
        }
        if (!*equal) {
            return true;
        }
    }
}

static bool equal_sets(struct oz_work *work, const ounce_value *a, const ounce_value *b,
                       bool *equal)
{
    struct oz_iter iter;
    ounce_value item;
    size_t x, y;
    bool more;

    if (!oz_length(work, a, &x) || !oz_length(work, b, &y) ||
        !oz_iter_begin(work, a, &iter)) {
        return false;
    }
    for (*equal = x == y; *equal;) {
        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (!oz_contains(work, b, &item, equal)) {
            return false;
        }
    }
    return true;
}

/* Kinds of families and of the evaluator: by hook, else by identity. */
static bool equal_others(struct oz_work *work, const ounce_value *a,
                         const ounce_value *b, bool *equal)
{
    ounce_value answer;
    bool has;

    if (oz_is_builtin_class(a) && oz_is_builtin_class(b)) {
        return same_bytes(work, a, b, equal);
    }
    *equal = a->kind == b->kind && a->node == b->node &&
             (a->kind != OZ_NATIVE || a->integer == b->integer);
    if (*equal || a->kind != b->kind) {
        return true;
    }
    if (!oz_hook(work, "__eq__", a, b, &answer, &has)) {
        return false;
    }
    *equal = has && oz_truth(&answer);
    return true;
}

static bool equal_at(struct oz_work *work, const struct side *a, const struct side *b,
                     uint32_t depth, bool *equal)
{
    const ounce_value *x = &a->value, *y = &b->value;
    bool built = x->kind == y->kind && x->kind >= OZ_TUPLE;

    if (built && x->kind != OZ_BYTES && x->kind != OZ_NATIVE && x->node == y->node) {
        *equal = true;
        return true;
    }
    if (too_deep(work, depth)) {
        return false;
    }
    if (is_number(x) && is_number(y)) {
        *equal = equal_numbers(x, y);
        return true;
    }
    if (is_list(x) && is_list(y)) {
        return equal_lists(work, a, b, depth + 1, equal);
    }
    if (is_map(x) && is_map(y)) {
        return equal_maps(work, a, b, depth + 1, equal);
    }
    if (is_set(x) && is_set(y)) {
        return equal_sets(work, x, y, equal);
    }
    if (x->kind == y->kind && (x->kind == OUNCE_TEXT || x->kind == OZ_BYTES)) {
        return same_bytes(work, x, y, equal);
    }
    if (x->kind < OZ_TUPLE || y->kind < OZ_TUPLE) {
        *equal = x->kind == y->kind && x->kind == OUNCE_NULL;
        return true;
    }
    return equal_others(work, x, y, equal);
}

bool oz_equal(struct oz_work *work, const ounce_value *a, const ounce_value *b,
              bool *equal)
{
    struct side x = {*a, false}, y = {*b, false};

    return equal_at(work, &x, &y, 0, equal);
}
