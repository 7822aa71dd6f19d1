/* native_container_list.c — methods of list, and index and count of every sequence. */
#include "base/str.h"
#include "native/argument.h"
#include "native/native.h"
#include "native/native_sort.h"

static bool done(ounce_value *out)
{
    *out = oz_none();
    return true;
}

bool oz_list_append(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value list = args[0];

    return oz_array_add(work, &list, &args[1]) && done(out);
}

/* Collected first: the argument may be the list itself, or fail half-way. */
bool oz_list_extend(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value list = args[0], more;
    const struct oz_array *items;

    if (!oz_collect(work, OZ_ARRAY, &args[1], &more)) {
        return false;
    }
    items = oz_array_of(&more);
    for (size_t i = 0; i < items->count; i++) {
        if (!oz_array_add(work, &list, &items->items[i])) {
            return false;
        }
    }
    return done(out);
}

static bool want_index(struct oz_work *work, const ounce_value *value, int64_t missing,
                       int64_t *out)
{
    *out = missing;
    if (value->kind == OUNCE_MISSING) {
        return true;
    }
    *out = value->kind == OUNCE_BIG
               ? (value->text[0] == '-' ? INT64_MIN / 2 : INT64_MAX)
               : value->integer;
    return (value->kind >= OUNCE_BOOL && value->kind <= OUNCE_BIG) ||
           oz_raise(work, OZ_EXC_TYPE,
                    "'%s' object cannot be interpreted as an integer",
                    oz_type_name(value));
}

/* A place between 0 and count; from the end when negative. */
static size_t clamp(int64_t index, size_t count)
{
    int64_t limit = (int64_t)count;

    if (index < 0) {
        index = index < -limit ? 0 : index + limit;
    }
    return (size_t)(index > limit ? limit : index);
}

bool oz_list_insert(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value list = args[0], item = args[2];
    struct oz_array *array = oz_array_of(&list);
    int64_t index;
    size_t at;

    if (!want_index(work, &args[1], 0, &index)) {
        return false;
    }
    at = clamp(index, array->count);
    if (!oz_walk_step(&work->walk, (array->count - at) / 16) ||
        !oz_array_add(work, &list, &item)) {
        return false;
    }
    memmove(array->items + at + 1, array->items + at,
            (array->count - 1 - at) * sizeof *array->items);
    array->items[at] = item;
    return done(out);
}

static void take_out(struct oz_array *array, size_t at)
{
    array->count--;
    memmove(array->items + at, array->items + at + 1,
            (array->count - at) * sizeof *array->items);
}

bool oz_list_pop(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct oz_array *array = oz_array_of(&args[0]);
    int64_t index;

    if (!want_index(work, &args[1], -1, &index)) {
        return false;
    }
    if (array->count == 0) {
        return oz_raise(work, OZ_EXC_INDEX, "pop from empty list");
    }
    index += index < 0 ? (int64_t)array->count : 0;
    if (index < 0 || (uint64_t)index >= array->count) {
        return oz_raise(work, OZ_EXC_INDEX, "pop index out of range");
    }
    *out = array->items[index];
    take_out(array, (size_t)index);
    return oz_walk_step(&work->walk, (array->count - (size_t)index) / 16);
}

bool oz_list_remove(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct oz_array *array = oz_array_of(&args[0]);

    for (size_t i = 0; i < array->count; i++) {
        bool equal;

        if (!oz_walk_step(&work->walk, 1) ||
            !oz_equal(work, &array->items[i], &args[1], &equal)) {
            return false;
        }
        if (equal) {
            take_out(array, i);
            return oz_walk_step(&work->walk, (array->count - i) / 16) && done(out);
        }
    }
    return oz_raise(work, OZ_EXC_VALUE, "list.remove(x): x not in list");
}

bool oz_list_reverse(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct oz_array *array = oz_array_of(&args[0]);

    for (size_t i = 0; i < array->count / 2; i++) {
        ounce_value swap = array->items[i];

        array->items[i] = array->items[array->count - 1 - i];
        array->items[array->count - 1 - i] = swap;
    }
    return oz_walk_step(&work->walk, array->count / 8) && done(out);
}

bool oz_list_clear(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    oz_array_of(&args[0])->count = 0;
    return done(out);
}

bool oz_list_copy(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return oz_collect(work, OZ_ARRAY, &args[0], out);
}

bool oz_list_sort(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value list = args[0];
    int64_t reverse;

    return oz_arg_int(work, &args[2], 0, &reverse) &&
           oz_native_sort(work, &list, &args[1], reverse != 0) && done(out);
}

/* Count what equals, or find the first; *at is SIZE_MAX when there is none. */
static bool search(struct oz_work *work, const ounce_value *args, size_t start,
                   size_t stop, size_t *at, int64_t *count)
{
    struct oz_iter iter;
    ounce_value item;
    bool more, equal;

    *at = SIZE_MAX;
    *count = 0;
    if (!oz_iter_begin(work, &args[0], &iter)) {
        return false;
    }
    iter.place = start;
    for (size_t i = start; i < stop; i++) {
        if (!oz_iter_next(work, &iter, &item, &more) ||
            (more && !oz_equal(work, &item, &args[1], &equal))) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (equal) {
            *at = *at == SIZE_MAX ? i : *at;
            ++*count;
        }
    }
    return true;
}

bool oz_list_count(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    int64_t count;
    size_t at;

    if (!search(work, args, 0, SIZE_MAX, &at, &count)) {
        return false;
    }
    *out = oz_int(count);
    return true;
}

static bool find(struct oz_work *work, const ounce_value *args, size_t *at)
{
    int64_t start, stop, count;
    size_t size;

    return oz_length(work, &args[0], &size) && want_index(work, &args[2], 0, &start) &&
           want_index(work, &args[3], INT64_MAX, &stop) &&
           search(work, args, clamp(start, size), clamp(stop, size), at, &count);
}

bool oz_list_index(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    size_t base = work->text.size, at;

    if (!find(work, args, &at)) {
        return false;
    }
    if (at != SIZE_MAX) {
        *out = oz_int((int64_t)at);
        return true;
    }
    if (args[0].kind != OZ_ARRAY) {
        return oz_raise(work, OZ_EXC_VALUE, "tuple.index(x): x not in tuple");
    }
    if (!oz_repr(work, &args[1])) {
        return false;
    }
    oz_buf_text(&work->text, " is not in list");
    return oz_raise_text(work, OZ_EXC_VALUE, base);
}

/* Sequence.index of collections.abc raises without a message. */
bool oz_wrapper_index(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    size_t at;

    if (!find(work, args, &at)) {
        return false;
    }
    if (at != SIZE_MAX) {
        *out = oz_int((int64_t)at);
        return true;
    }
    oz_raise(work, OZ_EXC_VALUE, "%s", "");
    if (work->failure.kind == OZ_EXCEPTION) {
        ((struct oz_exception *)(uintptr_t)work->failure.node)->args.count = 0;
    }
    return false;
}
