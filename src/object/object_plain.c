/* object_plain.c — built values as a host sees them: lists and maps behind an accessor.
 *
 * The handle of a container is the ounce_value itself, which stays where it is in the
 * arena. Nothing is copied; a name that is no text is written out when it is asked for.
 */
#include "base/number.h"
#include "base/str.h"
#include "object/object.h"

/* One per value that leaves; `view` refers to `work`. */
struct leaving {
    ounce_view view;
    struct oz_work *work;
};

static bool is_list(const ounce_value *value)
{
    return value->kind == OUNCE_LIST || oz_items_of(value) != NULL ||
           value->kind == OZ_SET || value->kind == OZ_FROZENSET;
}

/* A value in the arena as one of the kinds of the public header. What has none is its
 * str(); a number that JSON cannot say is null. */
static bool hand_out(struct leaving *leaving, const ounce_value *value,
                     ounce_value *out)
{
    size_t base = leaving->work->text.size, count = 0;

    if (is_list(value) || value->kind == OUNCE_MAP || value->kind == OZ_DICT) {
        if (!oz_length(leaving->work, value, &count)) {
            return false;
        }
        memset(out, 0, sizeof *out);
        out->kind = is_list(value) ? OUNCE_LIST : OUNCE_MAP;
        out->size = count;
        out->node = value;
        out->view = &leaving->view;
        return true;
    }
    if (value->kind > OUNCE_MAP) {
        return oz_str(leaving->work, value) && oz_text_take(leaving->work, base, out);
    }
    *out = value->kind == OUNCE_FLOAT && !oz_real_is_finite(value->real) ? oz_none()
                                                                         : *value;
    return true;
}

/* The same for a value that is not in the arena. */
static ounce_found hand_copy(struct leaving *leaving, const ounce_value *value,
                             ounce_value *out)
{
    ounce_value *copy = oz_work_alloc(leaving->work, sizeof *copy);

    if (copy == NULL) {
        return OUNCE_BROKEN;
    }
    *copy = *value;
    return hand_out(leaving, copy, out) ? OUNCE_FOUND : OUNCE_BROKEN;
}

/* An entry's key as a name: text, or what JSON makes of it. */
static bool name_of(struct oz_work *work, const ounce_value *key, ounce_str *name)
{
    size_t base = work->text.size;
    ounce_value text = *key;

    if (key->kind != OUNCE_TEXT &&
        (!(key->kind < OUNCE_TEXT ? oz_object_json_key(work, key)
                                  : oz_str(work, key)) ||
         !oz_text_take(work, base, &text))) {
        return false;
    }
    *name = (ounce_str){text.text, text.size};
    return true;
}

static ounce_found member(void *ctx, const void *node, const char *name, size_t size,
                          ounce_value *out)
{
    struct leaving *leaving = ctx;
    const ounce_value *map = node;
    const void *cursor = NULL;
    ounce_str each = {NULL, 0};
    ounce_value value;
    bool found;

    if (map->kind == OUNCE_MAP) {
        if (!oz_value_exact(&leaving->work->walk, map, (ounce_str){name, size}, &value,
                            &found)) {
            return OUNCE_BROKEN;
        }
        return found ? hand_copy(leaving, &value, out) : OUNCE_ABSENT;
    }
    for (;;) {
        ounce_found step = leaving->view.accessor->next(ctx, node, &cursor, &each, out);

        if (step != OUNCE_FOUND || oz_str_equal(each, (ounce_str){name, size})) {
            return step;
        }
    }
}

static ounce_found element(void *ctx, const void *node, size_t index, ounce_value *out)
{
    struct leaving *leaving = ctx;
    const ounce_value *list = node;
    const struct oz_array *items = oz_items_of(list);
    const struct oz_dict_entry *entry = NULL;
    ounce_value value;
    size_t place = 0;

    if (items != NULL) {
        return hand_out(leaving, &items->items[index], out) ? OUNCE_FOUND
                                                            : OUNCE_BROKEN;
    }
    if (list->kind == OUNCE_LIST) {
        return oz_value_element(&leaving->work->walk, list, index, &value)
                   ? hand_copy(leaving, &value, out)
                   : OUNCE_BROKEN;
    }
    for (size_t i = 0; i <= index; i++) {
        entry = oz_dict_next(list, &place);
    }
    if (entry == NULL || !oz_walk_step(&leaving->work->walk, place)) {
        return OUNCE_BROKEN;
    }
    return hand_out(leaving, &entry->key, out) ? OUNCE_FOUND : OUNCE_BROKEN;
}

static ounce_found next_foreign(struct leaving *leaving, const ounce_value *map,
                                const void **cursor, ounce_str *name, ounce_value *out)
{
    ounce_value value;
    bool more;

    if (!oz_value_next(&leaving->work->walk, map, cursor, name, &value, &more)) {
        return OUNCE_BROKEN;
    }
    return more ? hand_copy(leaving, &value, out) : OUNCE_ABSENT;
}

/* The cursor is the entry that was seen last. */
static ounce_found next(void *ctx, const void *node, const void **cursor,
                        ounce_str *name, ounce_value *out)
{
    struct leaving *leaving = ctx;
    const ounce_value *map = node;
    const struct oz_dict_entry *entry = *cursor;
    size_t place;

    if (map->kind == OUNCE_MAP) {
        return next_foreign(leaving, map, cursor, name, out);
    }
    place = entry != NULL ? (size_t)(entry - oz_dict_of(map)->entries) + 1 : 0;
    entry = oz_dict_next(map, &place);
    if (entry == NULL) {
        return OUNCE_ABSENT;
    }
    *cursor = entry;
    return name_of(leaving->work, &entry->key, name) &&
                   hand_out(leaving, &entry->value, out)
               ? OUNCE_FOUND
               : OUNCE_BROKEN;
}

static const ounce_accessor accessor = {sizeof accessor, member, element, next};

bool oz_object_plain(struct oz_work *work, ounce_value *value)
{
    struct leaving *leaving;
    ounce_value *root;

    if (value->kind <= OUNCE_MAP && value->kind != OUNCE_FLOAT) {
        return true;
    }
    leaving = oz_work_alloc(work, sizeof *leaving);
    root = oz_work_alloc(work, sizeof *root);
    if (leaving == NULL || root == NULL) {
        return false;
    }
    leaving->view = (ounce_view){&accessor, leaving};
    leaving->work = work;
    *root = *value;
    return hand_out(leaving, root, value);
}
