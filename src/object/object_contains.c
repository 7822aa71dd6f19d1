/* object_contains.c — `in`, and len(). */
#include "base/str.h"
#include "base/utf8.h"
#include "object/object_hook.h"

#include <string.h>

static bool in_text(struct oz_work *work, const ounce_value *text,
                    const ounce_value *item, bool *holds)
{
    if (item->kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "'in <string>' requires string as left operand, not %s",
                        oz_type_name(item));
    }
    /* memmem takes time proportional to the sum of both. */
    *holds = item->size == 0 ||
             (item->size <= text->size &&
              memmem(text->text, text->size, item->text, item->size) != NULL);
    return oz_walk_step(&work->walk, text->size / 64);
}

static bool in_bytes(struct oz_work *work, const ounce_value *bytes,
                     const ounce_value *item, bool *holds)
{
    if (item->kind == OZ_BYTES) {
        *holds = item->size == 0 ||
                 (item->size <= bytes->size &&
                  memmem(bytes->text, bytes->size, item->text, item->size) != NULL);
        return oz_walk_step(&work->walk, bytes->size / 64);
    }
    if (item->kind < OUNCE_BOOL || item->kind > OUNCE_BIG) {
        return oz_raise(work, OZ_EXC_TYPE, "a bytes-like object is required, not '%s'",
                        oz_type_name(item));
    }
    if (item->kind == OUNCE_BIG || item->integer < 0 || item->integer > 255) {
        return oz_raise(work, OZ_EXC_VALUE, "byte must be in range(0, 256)");
    }
    *holds =
        bytes->size > 0 && memchr(bytes->text, (int)item->integer, bytes->size) != NULL;
    return oz_walk_step(&work->walk, bytes->size / 64);
}

bool oz_wrapper_get(struct oz_work *work, const ounce_value *map,
                    const ounce_value *key, ounce_value *out, bool *found)
{
    uint64_t hash;

    *found = false;
    memset(out, 0, sizeof *out);
    if (!oz_hash_value(work, key, &hash)) { /* unhashable */
        return false;
    }
    if (map->size == 0 || key->kind == OZ_BYTES) {
        return true;
    }
    if (key->kind != OUNCE_TEXT) { /* the wrapper asks it for its lower() */
        return oz_raise(work, OZ_EXC_ATTRIBUTE, "'%s' object has no attribute 'lower'",
                        oz_type_name(key));
    }
    if (!oz_value_member(&work->walk, map, (ounce_str){key->text, key->size}, out)) {
        return false;
    }
    *found = out->kind != OUNCE_MISSING;
    return true;
}

/* Element by element. The wrapper of the event, sequences, values() and items(). */
static bool in_order(struct oz_work *work, const ounce_value *container,
                     const ounce_value *item, bool *holds)
{
    struct oz_iter iter;
    ounce_value each;
    bool more;

    *holds = false;
    if (!oz_iter_begin(work, container, &iter)) {
        return false;
    }
    for (;;) {
        if (!oz_iter_next(work, &iter, &each, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (!oz_equal(work, &each, item, holds)) {
            return false;
        }
        if (*holds) {
            return true;
        }
    }
}

static bool is_sequence(const ounce_value *value)
{
    return value->kind == OUNCE_LIST || value->kind == OZ_ITERATOR ||
           value->kind == OZ_VIEW || oz_items_of(value) != NULL;
}

static bool in_other(struct oz_work *work, const ounce_value *container,
                     const ounce_value *item, bool *holds)
{
    ounce_value answer;
    bool has;

    if (!oz_hook(work, "__contains__", container, item, &answer, &has)) {
        return false;
    }
    if (!has) {
        return oz_raise(work, OZ_EXC_TYPE, "argument of type '%s' is not iterable",
                        oz_type_name(container));
    }
    *holds = oz_truth(&answer);
    return true;
}

/* A set that is looked for in a set is taken as the frozenset of its elements. */
static bool in_set(struct oz_work *work, const ounce_value *set,
                   const ounce_value *item, bool *holds)
{
    ounce_value key = *item;

    if (key.kind == OZ_SET) {
        key.kind = OZ_FROZENSET;
    }
    return oz_dict_get(work, set, &key, NULL, holds);
}

bool oz_contains(struct oz_work *work, const ounce_value *container,
                 const ounce_value *item, bool *holds)
{
    const struct oz_dict_view *view = container->node;
    ounce_value value;

    switch (container->kind) {
    case OUNCE_TEXT:
        return in_text(work, container, item, holds);
    case OZ_BYTES:
        return in_bytes(work, container, item, holds);
    case OUNCE_MAP:
        return oz_wrapper_get(work, container, item, &value, holds);
    case OZ_DICT:
        return oz_dict_get(work, container, item, NULL, holds);
    case OZ_SET:
    case OZ_FROZENSET:
        return in_set(work, container, item, holds);
    case OZ_VIEW:
        return view->part == OZ_VIEW_KEYS ? oz_contains(work, &view->over, item, holds)
                                          : in_order(work, container, item, holds);
    default:
        return is_sequence(container) ? in_order(work, container, item, holds)
                                      : in_other(work, container, item, holds);
    }
}

static bool no_length(struct oz_work *work, const ounce_value *value, size_t *length)
{
    ounce_value answer;
    bool has;

    if (!oz_hook(work, "__len__", value, NULL, &answer, &has)) {
        return false;
    }
    if (!has) {
        return oz_raise(work, OZ_EXC_TYPE, "object of type '%s' has no len()",
                        oz_type_name(value));
    }
    *length = (size_t)answer.integer;
    return true;
}

bool oz_length(struct oz_work *work, const ounce_value *value, size_t *length)
{
    switch (value->kind) {
    case OUNCE_TEXT:
        *length = oz_utf8_count(value->text, value->size);
        return oz_walk_step(&work->walk, value->size / 64);
    case OZ_BYTES:
    case OUNCE_LIST:
    case OUNCE_MAP:
        *length = value->size;
        return true;
    case OZ_TUPLE:
    case OZ_ARRAY:
    case OZ_RECORD:
        *length = oz_items_of(value)->count;
        return true;
    case OZ_DICT:
    case OZ_SET:
    case OZ_FROZENSET:
        *length = oz_dict_of(value)->count;
        return true;
    case OZ_VIEW:
        return oz_length(work, &((const struct oz_dict_view *)value->node)->over,
                         length);
    default:
        return no_length(work, value, length);
    }
}
