/* native_text_split.c — str.split, rsplit, splitlines, partition, rpartition.
 *
 *     " a  b ".split() => ["a", "b"]    "a,,b".split(",") => ["a", "", "b"]
 *
 * Parts are borrowed from the text. What is cut from the right is gathered in reverse
 * and turned round.
 */
#include "base/utf8.h"
#include "native/argument.h"

static uint32_t point_at(ounce_str text, size_t at, size_t *used)
{
    return oz_utf8_decode(text.data + at, text.size - at, used);
}

/* Where the run of blanks (or of others) that begins at `at` ends. */
static size_t pass(ounce_str text, size_t at, bool blank)
{
    size_t used;

    while (at < text.size && oz_is_space(point_at(text, at, &used)) == blank) {
        at += used;
    }
    return at;
}

/* The same from the right: where the run that ends at `at` begins. */
static size_t pass_back(ounce_str text, size_t at, bool blank)
{
    size_t used;

    while (at > 0) {
        size_t before = oz_text_before(text, at);

        if (oz_is_space(point_at(text, before, &used)) != blank) {
            break;
        }
        at = before;
    }
    return at;
}

static bool split_blank(struct oz_work *work, ounce_str text, int64_t limit,
                        ounce_value *out)
{
    size_t at = pass(text, 0, true);

    for (; at < text.size && limit > 0; limit--) {
        size_t end = pass(text, at, false);

        if (!oz_array_add_text(work, out, oz_str_part(text, at, end))) {
            return false;
        }
        at = pass(text, end, true);
    }
    return at == text.size ||
           oz_array_add_text(work, out, oz_str_part(text, at, text.size));
}

static bool rsplit_blank(struct oz_work *work, ounce_str text, int64_t limit,
                         ounce_value *out)
{
    size_t at = pass_back(text, text.size, true);

    for (; at > 0 && limit > 0; limit--) {
        size_t begin = pass_back(text, at, false);

        if (!oz_array_add_text(work, out, oz_str_part(text, begin, at))) {
            return false;
        }
        at = pass_back(text, begin, true);
    }
    return at == 0 || oz_array_add_text(work, out, oz_str_part(text, 0, at));
}

static bool split_at(struct oz_work *work, ounce_str text, ounce_str part,
                     int64_t limit, ounce_value *out)
{
    size_t at = 0;

    for (; limit > 0 && text.size - at >= part.size; limit--) {
        const char *found =
            memmem(text.data + at, text.size - at, part.data, part.size);
        size_t end;

        if (found == NULL) {
            break;
        }
        end = (size_t)(found - text.data);
        if (!oz_array_add_text(work, out, oz_str_part(text, at, end))) {
            return false;
        }
        at = end + part.size;
    }
    return oz_array_add_text(work, out, oz_str_part(text, at, text.size));
}

static bool rsplit_at(struct oz_work *work, ounce_str text, ounce_str part,
                      int64_t limit, ounce_value *out)
{
    for (; limit > 0 && text.size >= part.size; limit--) {
        size_t at;

        if (!oz_text_rfind(work, text, part, &at)) {
            return false;
        }
        if (at == SIZE_MAX) {
            break;
        }
        /* The search counted all of the text; what it looked at is what is cut off. */
        work->walk.steps += at / 16;
        if (!oz_array_add_text(work, out,
                               oz_str_part(text, at + part.size, text.size))) {
            return false;
        }
        text.size = at;
    }
    return oz_array_add_text(work, out, text);
}

static void reverse(ounce_value *list)
{
    struct oz_array *array = oz_array_of(list);

    for (size_t i = 0; i < array->count / 2; i++) {
        ounce_value swap = array->items[i];

        array->items[i] = array->items[array->count - 1 - i];
        array->items[array->count - 1 - i] = swap;
    }
}

static bool split(struct oz_work *work, const ounce_value *args, bool last,
                  ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    bool blank = oz_arg_none(&args[1]);
    int64_t limit;

    if (!oz_arg_size(work, &args[2], -1, &limit)) {
        return false;
    }
    if (!blank && args[1].kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE, "must be str or None, not %.100s",
                        oz_type_name(&args[1]));
    }
    if (!blank && args[1].size == 0) {
        return oz_raise(work, OZ_EXC_VALUE, "empty separator");
    }
    if (!oz_charge_bytes(work, text.size) || !oz_array_new(work, OZ_ARRAY, 0, out)) {
        return false;
    }
    limit = limit < 0 ? INT64_MAX : limit;
    if (!last) {
        return blank ? split_blank(work, text, limit, out)
                     : split_at(work, text, oz_str_of(&args[1]), limit, out);
    }
    if (!(blank ? rsplit_blank(work, text, limit, out)
                : rsplit_at(work, text, oz_str_of(&args[1]), limit, out))) {
        return false;
    }
    reverse(out);
    return true;
}

bool oz_str_split(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return split(work, args, false, out);
}

bool oz_str_rsplit(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return split(work, args, true, out);
}

static bool is_line_end(uint32_t cp)
{
    return (cp >= '\n' && cp <= '\r') || (cp >= 0x1c && cp <= 0x1e) || cp == 0x85 ||
           cp == 0x2028 || cp == 0x2029;
}

bool oz_str_splitlines(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    int64_t keep;
    size_t from = 0;
    size_t used;

    if (!oz_arg_int(work, &args[1], 0, &keep) || !oz_charge_bytes(work, text.size) ||
        !oz_array_new(work, OZ_ARRAY, 0, out)) {
        return false;
    }
    for (size_t at = 0; at < text.size; at += used) {
        size_t end = at;

        if (!is_line_end(point_at(text, at, &used))) {
            continue;
        }
        if (text.data[at] == '\r' && at + 1 < text.size && text.data[at + 1] == '\n') {
            used = 2;
        }
        if (!oz_array_add_text(work, out,
                               oz_str_part(text, from, keep != 0 ? end + used : end))) {
            return false;
        }
        from = at + used;
    }
    return from == text.size ||
           oz_array_add_text(work, out, oz_str_part(text, from, text.size));
}

static bool partition(struct oz_work *work, const ounce_value *args, bool last,
                      ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    ounce_str part = oz_str_of(&args[1]);
    ounce_str none = {text.data, 0};
    size_t at;

    if (args[1].kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE, "must be str, not %.100s",
                        oz_type_name(&args[1]));
    }
    if (part.size == 0) {
        return oz_raise(work, OZ_EXC_VALUE, "empty separator");
    }
    if (!(last ? oz_text_rfind : oz_text_find)(work, text, part, &at) ||
        !oz_array_new(work, OZ_TUPLE, 3, out)) {
        return false;
    }
    if (at == SIZE_MAX) {
        return oz_array_add_text(work, out, last ? none : text) &&
               oz_array_add_text(work, out, none) &&
               oz_array_add_text(work, out, last ? text : none);
    }
    return oz_array_add_text(work, out, oz_str_part(text, 0, at)) &&
           oz_array_add_text(work, out, part) &&
           oz_array_add_text(work, out, oz_str_part(text, at + part.size, text.size));
}

bool oz_str_partition(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return partition(work, args, false, out);
}

bool oz_str_rpartition(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return partition(work, args, true, out);
}
