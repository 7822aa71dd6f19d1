/* object_slice.c — container[lower:upper:step].
 *
 *     "straße"[1:4]   [1, 2, 3][::-1]   bounds are clamped, never an error
 *
 * A slice of a wrapped list is a tuple of its plain elements: that is how Panther's
 * wrapper, which holds a tuple, answers.
 */
#include "base/utf8.h"
#include "object/object_hook.h"

#include <string.h>

struct range {
    int64_t start, step;
    size_t count;
};

static bool part(struct oz_work *work, const ounce_value *value, int64_t missing,
                 int64_t *out)
{
    switch (value->kind) {
    case OUNCE_MISSING:
    case OUNCE_NULL:
        *out = missing;
        return true;
    case OUNCE_BOOL:
    case OUNCE_INT:
        *out = value->integer;
        return true;
    case OUNCE_BIG: /* clamped, as every bound is */
        *out = value->text[0] == '-' ? INT64_MIN : INT64_MAX;
        return true;
    default:
        return oz_raise(work, OZ_EXC_TYPE,
                        "slice indices must be integers or None or have an __index__ "
                        "method");
    }
}

static int64_t clamp(int64_t bound, int64_t count, bool back)
{
    if (bound < 0) {
        bound = bound < -count ? -1 : bound + count;
        return bound < 0 ? (back ? -1 : 0) : bound;
    }
    return bound >= count ? (back ? count - 1 : count) : bound;
}

static bool resolve(struct oz_work *work, const ounce_value *lower,
                    const ounce_value *upper, const ounce_value *step, size_t size,
                    struct range *range)
{
    int64_t count = (int64_t)size, from = 0, to = 0;
    bool back;

    if (!part(work, step, 1, &range->step)) {
        return false;
    }
    if (range->step == 0) {
        return oz_raise(work, OZ_EXC_VALUE, "slice step cannot be zero");
    }
    range->step = range->step == INT64_MIN ? -INT64_MAX : range->step;
    back = range->step < 0;
    if (!part(work, lower, back ? INT64_MAX : 0, &from) ||
        !part(work, upper, back ? INT64_MIN : INT64_MAX, &to)) {
        return false;
    }
    from = clamp(from, count, back);
    to = clamp(to, count, back);
    range->start = from;
    range->count = 0;
    if (back ? to < from : from < to) {
        uint64_t span = (uint64_t)(back ? from - to : to - from);
        uint64_t stride = (uint64_t)(back ? -range->step : range->step);

        range->count = (size_t)((span - 1) / stride + 1);
    }
    return true;
}

static size_t place(const struct range *range, size_t i)
{
    return (size_t)(range->start + (int64_t)i * range->step);
}

static bool slice_items(struct oz_work *work, const ounce_value *container,
                        const struct range *range, ounce_value *out)
{
    const struct oz_array *items = oz_items_of(container);
    ounce_value made;

    if (!oz_array_new(work, container->kind == OZ_ARRAY ? OZ_ARRAY : OZ_TUPLE,
                      range->count, &made)) {
        return false;
    }
    for (size_t i = 0; i < range->count; i++) {
        ounce_value item;

        if (items != NULL) {
            item = items->items[place(range, i)];
        } else if (!oz_value_element(&work->walk, container, place(range, i), &item) ||
                   !oz_object_copy(work, &item, &item)) {
            return false;
        }
        if (!oz_array_add(work, &made, &item)) {
            return false;
        }
    }
    *out = made;
    return true;
}

/* The byte offset of a code point; ASCII, the usual case, needs no count. */
static size_t offset_of(const ounce_value *text, size_t length, size_t at)
{
    return length == text->size ? at : oz_utf8_offset(text->text, text->size, at);
}

static bool slice_forward(const ounce_value *text, size_t length,
                          const struct range *range, ounce_value *out)
{
    size_t from = offset_of(text, length, place(range, 0));
    size_t to = offset_of(text, length, place(range, range->count - 1) + 1);

    *out = oz_text((ounce_str){text->text + from, to - from});
    return true;
}

/* With a step: through a table of offsets would cost memory, so byte by byte backwards
 * or forwards from one code point to the next. */
static bool slice_steps(struct oz_work *work, const ounce_value *text, size_t length,
                        const struct range *range, ounce_value *out)
{
    size_t base = work->text.size;
    size_t offset = offset_of(text, length, place(range, 0)), used;

    for (size_t i = 0; i < range->count; i++) {
        int64_t left = i == 0 ? 0 : range->step;

        for (; left > 0; left--) {
            oz_utf8_decode(text->text + offset, text->size - offset, &used);
            offset += used;
        }
        for (; left < 0; left++) {
            do {
                offset--;
            } while (((unsigned char)text->text[offset] & 0xC0) == 0x80);
        }
        oz_utf8_decode(text->text + offset, text->size - offset, &used);
        oz_buf_add(&work->text, text->text + offset, used);
    }
    return oz_text_take(work, base, out);
}

static bool slice_text(struct oz_work *work, const ounce_value *text, size_t length,
                       const struct range *range, ounce_value *out)
{
    if (!oz_walk_step(&work->walk, text->size / 2)) {
        return false;
    }
    if (range->count == 0) {
        *out = oz_text((ounce_str){NULL, 0});
        return true;
    }
    return range->step == 1 ? slice_forward(text, length, range, out)
                            : slice_steps(work, text, length, range, out);
}

static bool slice_bytes(struct oz_work *work, const ounce_value *bytes,
                        const struct range *range, ounce_value *out)
{
    char *made;

    if (!oz_walk_step(&work->walk, range->count / 8)) {
        return false;
    }
    made = oz_work_alloc(work, range->count);
    if (made == NULL) {
        return false;
    }
    for (size_t i = 0; i < range->count; i++) {
        made[i] = bytes->text[place(range, i)];
    }
    *out = oz_bytes((ounce_str){made, range->count});
    return true;
}

/* What a dict makes of slice(…): a key without a hash. */
static bool no_slice(struct oz_work *work, const ounce_value *container)
{
    return container->kind == OZ_DICT || container->kind == OUNCE_MAP
               ? oz_raise(work, OZ_EXC_TYPE, "unhashable type: 'slice'")
               : oz_raise(work, OZ_EXC_TYPE, "'%s' object is not subscriptable",
                          oz_type_name(container));
}

bool oz_slice(struct oz_work *work, const ounce_value *container,
              const ounce_value *lower, const ounce_value *upper,
              const ounce_value *step, ounce_value *out)
{
    bool text = container->kind == OUNCE_TEXT, bytes = container->kind == OZ_BYTES;
    ounce_value from = *container;
    struct range range = {0};
    size_t size;

    if (!text && !bytes && container->kind != OUNCE_LIST &&
        oz_items_of(container) == NULL) {
        return no_slice(work, container);
    }
    if (!oz_length(work, &from, &size) ||
        !resolve(work, lower, upper, step, size, &range)) {
        return false;
    }
    return text    ? slice_text(work, &from, size, &range, out)
           : bytes ? slice_bytes(work, &from, &range, out)
                   : slice_items(work, &from, &range, out);
}
