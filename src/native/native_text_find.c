/* native_text_find.c — str.find, index, count, startswith, endswith and their kin.
 *
 *     "größe".find("e", 1) => 4    "a.b".startswith(("a", "b")) => True
 *
 * Rules count code points and the text is bytes: a window in code points becomes one in
 * bytes first, and what was found becomes code points again.
 */
#include "base/utf8.h"
#include "native/argument.h"

/* text[start:end]; `reversed` when start lies behind end, and then there is nothing,
 * not even the empty text. */
struct window {
    ounce_str text;
    size_t first; /* code points before it */
    bool reversed;
};

static int64_t clamp(int64_t at, int64_t length)
{
    if (at < 0) {
        at = at < -length ? 0 : at + length;
    }
    return at;
}

static bool open_window(struct oz_work *work, ounce_str text, const ounce_value *start,
                        const ounce_value *end, struct window *window)
{
    int64_t from, to, length;
    size_t low, high;

    *window = (struct window){text, 0, false};
    if (oz_arg_none(start) && oz_arg_none(end)) {
        return true;
    }
    if (!oz_arg_bound(work, start, 0, &from) ||
        !oz_arg_bound(work, end, INT64_MAX, &to) || !oz_charge_bytes(work, text.size)) {
        return false;
    }
    length = (int64_t)oz_utf8_count(text.data, text.size);
    from = clamp(from, length);
    to = to > length ? length : clamp(to, length);
    if (from > to) {
        window->reversed = true;
        return true;
    }
    low = oz_utf8_offset(text.data, text.size, (size_t)from);
    high = oz_utf8_offset(text.data, text.size, (size_t)to);
    window->text = oz_str_part(text, low, high);
    window->first = (size_t)from;
    return true;
}

/* ---- find, rfind, index, rindex, count ---- */

static bool text_argument(struct oz_work *work, const ounce_value *value)
{
    return value->kind == OUNCE_TEXT ||
           oz_raise(work, OZ_EXC_TYPE, "must be str, not %.100s", oz_type_name(value));
}

/* The place in code points of the whole text, or -1. */
static bool locate(struct oz_work *work, const ounce_value *args, bool last,
                   int64_t *place)
{
    struct window window;
    ounce_str part = oz_str_of(&args[1]);
    size_t at;

    *place = -1;
    if (!text_argument(work, &args[1]) ||
        !open_window(work, oz_str_of(&args[0]), &args[2], &args[3], &window)) {
        return false;
    }
    if (window.reversed) {
        return true;
    }
    if (!(last ? oz_text_rfind : oz_text_find)(work, window.text, part, &at)) {
        return false;
    }
    if (at != SIZE_MAX) {
        *place = (int64_t)(window.first + oz_utf8_count(window.text.data, at));
    }
    return true;
}

static bool find(struct oz_work *work, const ounce_value *args, bool last, bool must,
                 ounce_value *out)
{
    int64_t place;

    if (!locate(work, args, last, &place)) {
        return false;
    }
    if (must && place < 0) {
        return oz_raise(work, OZ_EXC_VALUE, "substring not found");
    }
    *out = oz_int(place);
    return true;
}

bool oz_str_find(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return find(work, args, false, false, out);
}

bool oz_str_rfind(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return find(work, args, true, false, out);
}

bool oz_str_index(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return find(work, args, false, true, out);
}

bool oz_str_rindex(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return find(work, args, true, true, out);
}

static int64_t count_parts(ounce_str text, ounce_str part)
{
    const char *end = text.data + text.size;
    int64_t count = 0;

    if (part.size == 0) {
        return (int64_t)oz_utf8_count(text.data, text.size) + 1;
    }
    for (const char *at = text.data; at != NULL && (size_t)(end - at) >= part.size;) {
        at = memmem(at, (size_t)(end - at), part.data, part.size);
        if (at != NULL) {
            at += part.size;
            count++;
        }
    }
    return count;
}

bool oz_str_count(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct window window;

    if (!text_argument(work, &args[1]) ||
        !open_window(work, oz_str_of(&args[0]), &args[2], &args[3], &window) ||
        !oz_charge_bytes(work, window.text.size)) {
        return false;
    }
    *out = oz_int(window.reversed ? 0 : count_parts(window.text, oz_str_of(&args[1])));
    return true;
}

/* ---- startswith, endswith; of bytes as well ---- */

static bool has_affix(ounce_str text, ounce_str affix, bool last)
{
    return affix.size <= text.size &&
           (affix.size == 0 ||
            memcmp(last ? text.data + text.size - affix.size : text.data, affix.data,
                   affix.size) == 0);
}

static bool any_affix(struct oz_work *work, const struct window *window,
                      const ounce_value *tuple, uint32_t kind, bool last, bool *holds)
{
    const struct oz_array *array = oz_array_of(tuple);

    for (size_t i = 0; !*holds && i < array->count; i++) {
        const ounce_value *item = &array->items[i];

        if (!oz_charge_bytes(work, 0)) {
            return false;
        }
        if (item->kind != kind) {
            return kind == OUNCE_TEXT
                       ? oz_raise(work, OZ_EXC_TYPE,
                                  "tuple for %s must only contain str, not %.100s",
                                  last ? "endswith" : "startswith", oz_type_name(item))
                       : oz_raise(work, OZ_EXC_TYPE,
                                  "a bytes-like object is required, not '%.100s'",
                                  oz_type_name(item));
        }
        *holds = !window->reversed && has_affix(window->text, oz_str_of(item), last);
    }
    return true;
}

static bool affix_window(struct oz_work *work, const ounce_value *args,
                         struct window *window)
{
    int64_t from, to, length = (int64_t)args[0].size;

    if (args[0].kind == OUNCE_TEXT) {
        return open_window(work, oz_str_of(&args[0]), &args[2], &args[3], window);
    }
    if (!oz_arg_bound(work, &args[2], 0, &from) ||
        !oz_arg_bound(work, &args[3], INT64_MAX, &to)) {
        return false;
    }
    from = clamp(from, length);
    to = to > length ? length : clamp(to, length);
    *window = (struct window){oz_str_of(&args[0]), 0, from > to};
    if (from <= to) {
        window->text = oz_str_part(window->text, (size_t)from, (size_t)to);
    }
    return true;
}

static bool test_affix(struct oz_work *work, const ounce_value *args, bool last,
                       ounce_value *out)
{
    const ounce_value *affix = &args[1];
    const char *name = args[0].kind == OUNCE_TEXT ? "str" : "bytes";
    struct window window;
    bool holds = false;

    if (!affix_window(work, args, &window) || !oz_charge_bytes(work, affix->size)) {
        return false;
    }
    if (affix->kind == OZ_TUPLE) {
        if (!any_affix(work, &window, affix, args[0].kind, last, &holds)) {
            return false;
        }
    } else if (affix->kind != args[0].kind) {
        return oz_raise(
            work, OZ_EXC_TYPE, "%s first arg must be %s or a tuple of %s, not %.100s",
            last ? "endswith" : "startswith", name, name, oz_type_name(affix));
    } else {
        holds = !window.reversed && has_affix(window.text, oz_str_of(affix), last);
    }
    *out = oz_bool(holds);
    return true;
}

bool oz_str_startswith(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return test_affix(work, args, false, out);
}

bool oz_str_endswith(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return test_affix(work, args, true, out);
}

static bool remove_affix(struct oz_work *work, const ounce_value *args, bool last,
                         ounce_value *out)
{
    ounce_str text = oz_str_of(&args[0]);
    ounce_str affix = oz_str_of(&args[1]);

    if (args[1].kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE, "%s() argument must be str, not %.100s",
                        last ? "removesuffix" : "removeprefix", oz_arg_type(&args[1]));
    }
    if (has_affix(text, affix, last)) {
        text = last ? oz_str_part(text, 0, text.size - affix.size)
                    : oz_str_part(text, affix.size, text.size);
    }
    *out = oz_text(text);
    return oz_charge_bytes(work, affix.size);
}

bool oz_str_removeprefix(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    return remove_affix(work, args, false, out);
}

bool oz_str_removesuffix(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    return remove_affix(work, args, true, out);
}
