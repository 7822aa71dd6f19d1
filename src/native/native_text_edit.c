/* native_text_edit.c — str.strip, replace, join, ljust, zfill, expandtabs …
 *
 *     "--a-".strip("-") => "a"    "aa".replace("", ".") => ".a.a."
 *
 * What makes a text longer counts the work before it does it, so that ljust(10 ** 12)
 * ends by the budget and not by the memory.
 */
#include "base/utf8.h"
#include "native/argument.h"

#define PIECE 16 /* bytes that putting one more piece into a text is worth */

static uint32_t point_at(ounce_str text, size_t at, size_t *used)
{
    return oz_utf8_decode(text.data + at, text.size - at, used);
}

/* ---- strip ---- */

/* Is the code point at `at` one to strip? `set` NULL: white space. */
static bool strips(ounce_str text, size_t at, const ounce_value *set, size_t *used)
{
    uint32_t cp = point_at(text, at, used);

    if (set == NULL) {
        return oz_is_space(cp);
    }
    return set->size >= *used &&
           memmem(set->text, set->size, text.data + at, *used) != NULL;
}

static bool strip(struct oz_work *work, const ounce_value *args, const char *name,
                  bool left, bool right, ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    const ounce_value *set = oz_arg_none(&args[1]) ? NULL : &args[1];
    uint64_t cost = set == NULL ? 0 : set->size;
    size_t from = 0;
    size_t to = text.size;
    size_t used;

    if (set != NULL && set->kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE, "%s arg must be None or str", name);
    }
    while (left && from < to && strips(text, from, set, &used)) {
        from += used;
        if (!oz_charge_bytes(work, cost)) {
            return false;
        }
    }
    while (right && from < to && strips(text, oz_text_before(text, to), set, &used)) {
        to = oz_text_before(text, to);
        if (!oz_charge_bytes(work, cost)) {
            return false;
        }
    }
    *out = oz_text(oz_str_part(text, from, to));
    return oz_charge_bytes(work, cost);
}

bool oz_str_strip(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return strip(work, args, "strip", true, true, out);
}

bool oz_str_lstrip(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return strip(work, args, "lstrip", true, false, out);
}

bool oz_str_rstrip(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return strip(work, args, "rstrip", false, true, out);
}

/* ---- replace ---- */

/* An empty text stands before every character and at the end. */
static bool replace_nothing(struct oz_work *work, ounce_str text, ounce_str with,
                            int64_t limit)
{
    size_t at = 0;
    size_t used;

    for (; limit > 0; limit--) {
        if (!oz_charge_bytes(work, PIECE + with.size)) {
            return false;
        }
        oz_buf_str(&work->text, with);
        if (at == text.size) {
            return true;
        }
        point_at(text, at, &used);
        oz_buf_add(&work->text, text.data + at, used);
        at += used;
    }
    oz_buf_add(&work->text, text.data + at, text.size - at);
    return true;
}

static bool replace_parts(struct oz_work *work, ounce_str text, ounce_str part,
                          ounce_str with, int64_t limit)
{
    size_t at = 0;

    for (; limit > 0 && text.size - at >= part.size; limit--) {
        const char *found =
            memmem(text.data + at, text.size - at, part.data, part.size);

        if (found == NULL) {
            break;
        }
        if (!oz_charge_bytes(work, PIECE + with.size)) {
            return false;
        }
        oz_buf_add(&work->text, text.data + at, (size_t)(found - text.data) - at);
        oz_buf_str(&work->text, with);
        at = (size_t)(found - text.data) + part.size;
    }
    oz_buf_add(&work->text, text.data + at, text.size - at);
    return true;
}

bool oz_str_replace(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    ounce_str part = oz_str_of(&args[1]);
    ounce_str with = oz_str_of(&args[2]);
    size_t base = work->text.size;
    int64_t limit;

    for (int i = 1; i <= 2; i++) {
        if (args[i].kind != OUNCE_TEXT) {
            return oz_raise(work, OZ_EXC_TYPE,
                            "replace() argument %d must be str, not %.100s", i,
                            oz_arg_type(&args[i]));
        }
    }
    if (!oz_arg_size(work, &args[3], -1, &limit) || !oz_charge_bytes(work, text.size)) {
        return false;
    }
    limit = limit < 0 ? INT64_MAX : limit;
    if (!(part.size == 0 ? replace_nothing(work, text, with, limit)
                         : replace_parts(work, text, part, with, limit))) {
        work->text.size = base;
        return false;
    }
    return oz_text_take(work, base, out);
}

/* ---- join ---- */

bool oz_str_join(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_str between = oz_str_of(&args[0]);
    size_t base = work->text.size;
    const struct oz_array *array;
    ounce_value items = args[1];

    if (args[1].kind < OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE, "can only join an iterable");
    }
    if (items.kind != OZ_ARRAY && items.kind != OZ_TUPLE &&
        !oz_collect(work, OZ_TUPLE, &args[1], &items)) {
        return false;
    }
    array = oz_array_of(&items);
    for (size_t i = 0; i < array->count; i++) {
        const ounce_value *item = &array->items[i];

        if (item->kind != OUNCE_TEXT) {
            work->text.size = base;
            return oz_raise(work, OZ_EXC_TYPE,
                            "sequence item %zu: expected str instance, %.80s found", i,
                            oz_type_name(item));
        }
        if (!oz_charge_bytes(work, between.size + item->size)) {
            work->text.size = base;
            return false;
        }
        if (i > 0) {
            oz_buf_str(&work->text, between);
        }
        oz_buf_add(&work->text, item->text, item->size);
    }
    return oz_text_take(work, base, out);
}

/* ---- padding ---- */

static bool add_fill(struct oz_work *work, ounce_str fill, uint64_t count)
{
    if (!oz_walk_step(&work->walk, 1 + count / 16)) {
        return false;
    }
    for (uint64_t i = 0; i < count && !work->text.failed; i++) {
        oz_buf_str(&work->text, fill);
    }
    return true;
}

static bool fill_argument(struct oz_work *work, const ounce_value *value,
                          ounce_str *fill)
{
    *fill = OZ_LIT(" ");
    if (!oz_arg_given(value)) {
        return true;
    }
    if (value->kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "The fill character must be a unicode character, not %.100s",
                        oz_type_name(value));
    }
    *fill = oz_str_of(value);
    return oz_utf8_count(fill->data, fill->size) == 1 ||
           oz_raise(work, OZ_EXC_TYPE,
                    "The fill character must be exactly one character long");
}

static bool pad(struct oz_work *work, ounce_str text, ounce_str fill, uint64_t left,
                uint64_t right, ounce_value *out)
{
    size_t base = work->text.size;

    if (!add_fill(work, fill, left)) {
        work->text.size = base;
        return false;
    }
    oz_buf_str(&work->text, text);
    if (!add_fill(work, fill, right)) {
        work->text.size = base;
        return false;
    }
    return oz_text_take(work, base, out);
}

enum side { LEFT, RIGHT, CENTER };

static bool justify(struct oz_work *work, const ounce_value *args, enum side side,
                    ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    ounce_str fill;
    int64_t width, length, room, left;

    if (!oz_arg_size(work, &args[1], 0, &width) ||
        !fill_argument(work, &args[2], &fill) || !oz_charge_bytes(work, text.size)) {
        return false;
    }
    length = (int64_t)oz_utf8_count(text.data, text.size);
    if (width <= length) {
        *out = args[0];
        return true;
    }
    room = width - length;
    left = side == LEFT ? 0 : side == RIGHT ? room : room / 2 + (room & width & 1);
    return pad(work, text, fill, (uint64_t)left, (uint64_t)(room - left), out);
}

bool oz_str_ljust(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return justify(work, args, LEFT, out);
}

bool oz_str_rjust(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return justify(work, args, RIGHT, out);
}

bool oz_str_center(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return justify(work, args, CENTER, out);
}

/* A sign stays in front of the zeros. */
bool oz_str_zfill(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    size_t base = work->text.size;
    int64_t width, length;

    if (!oz_arg_size(work, &args[1], 0, &width) || !oz_charge_bytes(work, text.size)) {
        return false;
    }
    length = (int64_t)oz_utf8_count(text.data, text.size);
    if (width <= length) {
        *out = args[0];
        return true;
    }
    if (text.size > 0 && (text.data[0] == '+' || text.data[0] == '-')) {
        oz_buf_char(&work->text, text.data[0]);
        text = oz_str_part(text, 1, text.size);
    }
    if (!add_fill(work, OZ_LIT("0"), (uint64_t)(width - length))) {
        work->text.size = base;
        return false;
    }
    oz_buf_str(&work->text, text);
    return oz_text_take(work, base, out);
}

bool oz_str_expandtabs(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    size_t base = work->text.size;
    int64_t width;
    int64_t column = 0;
    size_t used;

    if (!oz_arg_int(work, &args[1], 8, &width) || !oz_charge_bytes(work, text.size)) {
        return false;
    }
    for (size_t at = 0; at < text.size; at += used) {
        uint32_t cp = point_at(text, at, &used);

        if (cp != '\t') {
            oz_buf_add(&work->text, text.data + at, used);
            column = cp == '\n' || cp == '\r' ? 0 : column + 1;
        } else if (width > 0) {
            int64_t step = width - column % width;

            if (!add_fill(work, OZ_LIT(" "), (uint64_t)step)) {
                work->text.size = base;
                return false;
            }
            column += step;
        }
    }
    return oz_text_take(work, base, out);
}
