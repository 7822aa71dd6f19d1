/* object_json.c — values as JSON: alert_context.
 *
 *     {"a": (1, None), 2: True}  =>  {"a":[1,null],"2":true}
 *
 * As Panther calls json.dumps: keys that are numbers, booleans or None become text;
 * other keys, and values that its encoder does not know, raise TypeError; so does a
 * number that is none, with ValueError.
 */
#include "base/number.h"
#include "base/str.h"
#include "native/native.h"

static bool json_at(struct oz_work *work, const ounce_value *value, uint32_t depth);

/* Panther asks for no NaN. */
static bool json_real(struct oz_work *work, double real)
{
    char text[OZ_REAL_TEXT];

    if (!oz_real_is_finite(real)) {
        return oz_raise(work, OZ_EXC_VALUE,
                        "Out of range float values are not JSON compliant");
    }
    oz_buf_add(&work->text, text, oz_real_print(real, true, text));
    return true;
}

static bool json_list(struct oz_work *work, const ounce_value *list, uint32_t depth)
{
    struct oz_iter iter;
    ounce_value item;
    bool more;

    if (!oz_iter_begin(work, list, &iter)) {
        return false;
    }
    oz_buf_char(&work->text, '[');
    for (bool first = true;; first = false) {
        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            oz_buf_char(&work->text, ']');
            return true;
        }
        if (!first) {
            oz_buf_char(&work->text, ',');
        }
        if (!json_at(work, &item, depth)) {
            return false;
        }
    }
}

bool oz_object_json_key(struct oz_work *work, const ounce_value *key)
{
    switch (key->kind) {
    case OUNCE_NULL:
    case OUNCE_BOOL:
    case OUNCE_INT:
    case OUNCE_BIG:
    case OUNCE_FLOAT:
        return json_at(work, key, 0);
    default:
        return oz_raise(work, OZ_EXC_TYPE,
                        "keys must be str, int, float, bool or None, not %s",
                        oz_type_name(key));
    }
}

static bool json_member(struct oz_work *work, const struct oz_dict_entry *entry,
                        uint32_t depth)
{
    if (entry->key.kind == OUNCE_TEXT) {
        oz_buf_json(&work->text, entry->key.text, entry->key.size);
    } else {
        oz_buf_char(&work->text, '"');
        if (!oz_object_json_key(work, &entry->key)) {
            return false;
        }
        oz_buf_char(&work->text, '"');
    }
    oz_buf_char(&work->text, ':');
    return json_at(work, &entry->value, depth);
}

static bool json_dict(struct oz_work *work, const ounce_value *dict, uint32_t depth)
{
    const struct oz_dict_entry *entry;
    size_t place = 0;

    oz_buf_char(&work->text, '{');
    for (bool first = true; (entry = oz_dict_next(dict, &place)) != NULL;
         first = false) {
        if (!first) {
            oz_buf_char(&work->text, ',');
        }
        if (!json_member(work, entry, depth)) {
            return false;
        }
    }
    oz_buf_char(&work->text, '}');
    return true;
}

static bool json_container(struct oz_work *work, const ounce_value *value,
                           uint32_t depth)
{
    if (depth >= work->walk.max_depth + OZ_OBJECT_DEPTH) {
        return oz_raise(work, OZ_EXC_RECURSION,
                        "maximum recursion depth exceeded while encoding a JSON "
                        "object");
    }
    switch (value->kind) {
    case OZ_ARRAY:
    case OZ_TUPLE:
    case OZ_RECORD:
        return json_list(work, value, depth + 1);
    case OZ_DICT:
        return json_dict(work, value, depth + 1);
    default:
        return oz_raise(work, OZ_EXC_TYPE,
                        "object of type <class '%s'> is not JSON serializable",
                        oz_native_type(value));
    }
}

static bool json_at(struct oz_work *work, const ounce_value *value, uint32_t depth)
{
    if (!oz_walk_step(&work->walk,
                      1 + value->size / 64 * (value->kind == OUNCE_TEXT))) {
        return false;
    }
    if (value->kind == OUNCE_FLOAT) {
        return json_real(work, value->real);
    }
    return value->kind < OZ_TUPLE ? oz_value_json(&work->walk, value, &work->text)
                                  : json_container(work, value, depth);
}

bool oz_object_json(struct oz_work *work, const ounce_value *value)
{
    return json_at(work, value, 0);
}
