/* native_text_translate.c — str.translate and str.maketrans.
 *
 *     "abc".translate({97: "x", 98: None}) => "xc"
 */
#include "base/utf8.h"
#include "native/argument.h"

static bool add_translated(struct oz_work *work, const ounce_value *to)
{
    if (to->kind == OUNCE_NULL) {
        return true;
    }
    if (to->kind == OUNCE_TEXT) {
        oz_buf_add(&work->text, to->text, to->size);
        return oz_charge_bytes(work, to->size);
    }
    if (!oz_arg_is_int(to)) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "character mapping must return integer, None or str");
    }
    if (to->kind == OUNCE_BIG || to->integer < 0 || to->integer > 0x10ffff) {
        return oz_raise(work, OZ_EXC_VALUE,
                        "character mapping must be in range(0x110000)");
    }
    oz_text_point(&work->text, (uint32_t)to->integer);
    return true;
}

static bool translate_one(struct oz_work *work, const ounce_value *table, uint32_t cp,
                          ounce_str same)
{
    ounce_value key = oz_int(cp);
    ounce_value to;
    bool found;

    if (!oz_walk_step(&work->walk, 1) || !oz_dict_get(work, table, &key, &to, &found)) {
        return false;
    }
    if (!found) {
        oz_buf_str(&work->text, same);
        return true;
    }
    return add_translated(work, &to);
}

bool oz_str_translate(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    size_t base = work->text.size;
    size_t used;

    if (args[1].kind != OZ_DICT) {
        return oz_raise(work, OZ_EXC_TYPE, "'%.200s' object is not subscriptable",
                        oz_type_name(&args[1]));
    }
    for (size_t at = 0; at < text.size; at += used) {
        uint32_t cp = oz_utf8_decode(text.data + at, text.size - at, &used);

        if (!translate_one(work, &args[1], cp, oz_str_part(text, at, at + used))) {
            work->text.size = base;
            return false;
        }
    }
    return oz_text_take(work, base, out);
}

/* maketrans(dict): keys of one character become numbers. */
static bool table_of_dict(struct oz_work *work, const ounce_value *dict,
                          ounce_value *out)
{
    const struct oz_dict_entry *entry;
    size_t place = 0;
    size_t used;

    while ((entry = oz_dict_next(dict, &place)) != NULL) {
        ounce_value key = entry->key;

        if (key.kind == OUNCE_TEXT) {
            if (oz_utf8_count(key.text, key.size) != 1) {
                return oz_raise(work, OZ_EXC_VALUE,
                                "string keys in translate table must be of length 1");
            }
            key = oz_int(oz_utf8_decode(key.text, key.size, &used));
        } else if (!oz_arg_is_int(&key)) {
            return oz_raise(work, OZ_EXC_TYPE,
                            "keys in translate table must be strings or integers");
        }
        if (!oz_walk_step(&work->walk, 1) ||
            !oz_dict_set(work, out, &key, &entry->value)) {
            return false;
        }
    }
    return true;
}

/* Each character of `from` to its fellow in `to`, or to None when `to` is NULL. */
static bool add_pairs(struct oz_work *work, const ounce_value *from,
                      const ounce_value *to, ounce_value *out)
{
    size_t there = 0;
    size_t used, used_to;

    for (size_t at = 0; at < from->size; at += used) {
        ounce_value key =
            oz_int(oz_utf8_decode(from->text + at, from->size - at, &used));
        ounce_value value = oz_none();

        if (to != NULL) {
            value =
                oz_int(oz_utf8_decode(to->text + there, to->size - there, &used_to));
            there += used_to;
        }
        if (!oz_walk_step(&work->walk, 1) || !oz_dict_set(work, out, &key, &value)) {
            return false;
        }
    }
    return true;
}

bool oz_str_maketrans(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const ounce_value *from = &args[0];
    const ounce_value *to = &args[1];
    const ounce_value *drop = &args[2];

    if (!oz_dict_new(work, OZ_DICT, out)) {
        return false;
    }
    if (!oz_arg_given(to)) {
        return from->kind == OZ_DICT
                   ? table_of_dict(work, from, out)
                   : oz_raise(work, OZ_EXC_TYPE,
                              "if you give only one argument to maketrans it must be a "
                              "dict");
    }
    if (to->kind != OUNCE_TEXT || (oz_arg_given(drop) && drop->kind != OUNCE_TEXT)) {
        bool second = to->kind != OUNCE_TEXT;

        return oz_raise(work, OZ_EXC_TYPE,
                        "maketrans() argument %d must be str, not %.50s",
                        second ? 2 : 3, oz_arg_type(second ? to : drop));
    }
    if (from->kind != OUNCE_TEXT) {
        return oz_raise(
            work, OZ_EXC_TYPE,
            "first maketrans argument must be a string if there is a second "
            "argument");
    }
    if (oz_utf8_count(from->text, from->size) != oz_utf8_count(to->text, to->size)) {
        return oz_raise(work, OZ_EXC_VALUE,
                        "the first two maketrans arguments must have equal length");
    }
    return add_pairs(work, from, to, out) &&
           (!oz_arg_given(drop) || add_pairs(work, drop, NULL, out));
}
