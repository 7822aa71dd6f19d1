/* native_builtin_iter.c — functions over iterables: sorted, zip, any, next ….
 *
 * What is lazy in Python is made at once here and handed out by an iterator, so that it
 * can be gone through only once; every item has cost its step by then. A range is a
 * tuple of its numbers.
 */
#include "base/str.h"
#include "native/argument.h"
#include "native/native.h"
#include "native/native_sort.h"

bool oz_builtin_sorted(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value list;

    int64_t reverse;

    if (!oz_collect(work, OZ_ARRAY, &args[0], &list) ||
        !oz_arg_int(work, &args[2], 0, &reverse) ||
        !oz_native_sort(work, &list, &args[1], reverse != 0)) {
        return false;
    }
    *out = list;
    return true;
}

struct best {
    const char *op, *name;
    const ounce_value *key;
    ounce_value item, rank;
    bool any;
};

static bool consider(struct oz_work *work, struct best *best, const ounce_value *item)
{
    ounce_value rank;
    bool better = true;

    if (!oz_native_key(work, best->key, item, &rank) ||
        (best->any && !oz_order(work, best->op, &rank, &best->rank, &better))) {
        return false;
    }
    if (better) {
        best->item = *item;
        best->rank = rank;
    }
    best->any = true;
    return true;
}

static bool find_best(struct oz_work *work, struct best *best, const ounce_value *over)
{
    struct oz_iter iter;
    ounce_value item;
    bool more;

    if (!oz_iter_begin(work, over, &iter)) {
        return false;
    }
    for (;;) {
        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (!consider(work, best, &item)) {
            return false;
        }
    }
}

static bool extreme(struct oz_work *work, const ounce_value *args, struct best *best,
                    ounce_value *out)
{
    const struct oz_array *values = oz_items_of(&args[0]);
    bool has_default = args[2].kind != OUNCE_MISSING;

    if (values->count == 0) {
        return oz_raise(work, OZ_EXC_TYPE, "%s expected at least 1 argument, got 0",
                        best->name);
    }
    if (values->count > 1 && has_default) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "Cannot specify a default for %s() with multiple positional "
                        "arguments",
                        best->name);
    }
    best->key = &args[1];
    if (!find_best(work, best, values->count == 1 ? &values->items[0] : &args[0])) {
        return false;
    }
    if (!best->any && !has_default) {
        return oz_raise(work, OZ_EXC_VALUE, "%s() arg is an empty sequence",
                        best->name);
    }
    *out = best->any ? best->item : args[2];
    return true;
}

bool oz_builtin_min(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct best best = {.op = "<", .name = "min"};

    return extreme(work, args, &best, out);
}

bool oz_builtin_max(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct best best = {.op = ">", .name = "max"};

    return extreme(work, args, &best, out);
}

/* Go on until an item's truth is `wanted`. */
static bool look_for(struct oz_work *work, const ounce_value *over, bool wanted,
                     ounce_value *out)
{
    struct oz_iter iter;
    ounce_value item;
    bool more;

    if (!oz_iter_begin(work, over, &iter)) {
        return false;
    }
    do {
        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
    } while (more && oz_truth(&item) != wanted);
    *out = oz_bool(more ? wanted : !wanted);
    return true;
}

bool oz_builtin_any(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return look_for(work, &args[0], true, out);
}

bool oz_builtin_all(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return look_for(work, &args[0], false, out);
}

static bool want_index(struct oz_work *work, const ounce_value *value, int64_t missing,
                       int64_t *out)
{
    if (value->kind == OUNCE_MISSING) {
        *out = missing;
        return true;
    }
    if (value->kind == OUNCE_BIG) {
        return oz_raise(work, OZ_EXC_OVERFLOW,
                        "Python int too large to convert to C ssize_t");
    }
    *out = value->integer;
    return value->kind == OUNCE_INT || value->kind == OUNCE_BOOL ||
           oz_raise(work, OZ_EXC_TYPE,
                    "'%s' object cannot be interpreted as an integer",
                    oz_type_name(value));
}

static bool add_pair(struct oz_work *work, ounce_value *list, const ounce_value *a,
                     const ounce_value *b)
{
    ounce_value pair;

    return oz_array_new(work, OZ_TUPLE, 2, &pair) && oz_array_add(work, &pair, a) &&
           oz_array_add(work, &pair, b) && oz_array_add(work, list, &pair);
}

bool oz_builtin_enumerate(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    struct oz_iter iter;
    ounce_value list, item, number;
    int64_t at = 0;
    bool more;

    if (!want_index(work, &args[1], 0, &at) || !oz_iter_begin(work, &args[0], &iter) ||
        !oz_array_new(work, OZ_ARRAY, 0, &list)) {
        return false;
    }
    for (;; at = (int64_t)((uint64_t)at + 1)) {
        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            return oz_iterator_new(work, &list, "enumerate", out);
        }
        number = oz_int(at);
        if (!add_pair(work, &list, &number, &item)) {
            return false;
        }
    }
}

/* One item of each; *more: none has come to its end. */
static bool next_row(struct oz_work *work, struct oz_iter *iters, size_t count,
                     ounce_value *row, bool *more)
{
    ounce_value item;

    *more = count > 0;
    if (!oz_array_new(work, OZ_TUPLE, count, row)) {
        return false;
    }
    for (size_t i = 0; i < count && *more; i++) {
        if (!oz_iter_next(work, &iters[i], &item, more) ||
            (*more && !oz_array_add(work, row, &item))) {
            return false;
        }
    }
    return true;
}

static bool begin_all(struct oz_work *work, const struct oz_array *over,
                      struct oz_iter **iters)
{
    *iters = oz_arena_array(work->walk.scratch, over->count, sizeof **iters);
    if (*iters == NULL) {
        return oz_no_memory(work);
    }
    for (size_t i = 0; i < over->count; i++) {
        if (!oz_iter_begin(work, &over->items[i], &(*iters)[i])) {
            return false;
        }
    }
    return true;
}

bool oz_builtin_zip(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_array *over = oz_items_of(&args[0]);
    struct oz_iter *iters;
    ounce_value list, row;
    bool more;

    if (!begin_all(work, over, &iters) || !oz_array_new(work, OZ_ARRAY, 0, &list)) {
        return false;
    }
    for (;;) {
        if (!next_row(work, iters, over->count, &row, &more)) {
            return false;
        }
        if (!more) {
            return oz_iterator_new(work, &list, "zip", out);
        }
        if (!oz_array_add(work, &list, &row)) {
            return false;
        }
    }
}

bool oz_builtin_map(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_array *over = oz_items_of(&args[1]);
    struct oz_iter *iters;
    ounce_value list, row, item;
    bool more;

    if (over->count == 0) {
        return oz_raise(work, OZ_EXC_TYPE, "map() must have at least two arguments.");
    }
    if (!begin_all(work, over, &iters) || !oz_array_new(work, OZ_ARRAY, 0, &list)) {
        return false;
    }
    for (;;) {
        if (!next_row(work, iters, over->count, &row, &more)) {
            return false;
        }
        if (!more) {
            return oz_iterator_new(work, &list, "map", out);
        }
        if (!work->call(work, &args[0], oz_array_of(&row)->items, (uint32_t)over->count,
                        &item) ||
            !oz_array_add(work, &list, &item)) {
            return false;
        }
    }
}

/* What a generator expression has made, to be read once. */
bool oz_builtin_generator(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    return oz_iterator_new(work, &args[0], "generator", out);
}

bool oz_builtin_reduce(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    ounce_value pair[2] = {args[2], args[2]};
    struct oz_iter iter;
    bool more = true;

    if (!oz_iter_begin(work, &args[1], &iter)) {
        return false;
    }
    if (args[2].kind == OUNCE_MISSING) {
        if (!oz_iter_next(work, &iter, &pair[0], &more)) {
            return false;
        }
        if (!more) {
            return oz_raise(work, OZ_EXC_TYPE,
                            "reduce() of empty iterable with no initial value");
        }
    }
    while (oz_iter_next(work, &iter, &pair[1], &more) && more) {
        if (!work->call(work, &args[0], pair, 2, &pair[0])) {
            return false;
        }
    }
    *out = pair[0];
    return !more;
}

bool oz_builtin_filter(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct oz_iter iter;
    ounce_value list, item, verdict;
    bool more;

    if (!oz_iter_begin(work, &args[1], &iter) ||
        !oz_array_new(work, OZ_ARRAY, 0, &list)) {
        return false;
    }
    for (;;) {
        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            return oz_iterator_new(work, &list, "filter", out);
        }
        if (!oz_native_key(work, &args[0], &item, &verdict) ||
            (oz_truth(&verdict) && !oz_array_add(work, &list, &item))) {
            return false;
        }
    }
}

bool oz_builtin_range(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    bool one = args[1].kind == OUNCE_MISSING;
    int64_t start = 0, stop = 0, step = 0;
    ounce_value list, number;

    if (!want_index(work, &args[0], 0, &start) ||
        !want_index(work, &args[1], 0, &stop) ||
        !want_index(work, &args[2], 1, &step)) {
        return false;
    }
    if (step == 0) {
        return oz_raise(work, OZ_EXC_VALUE, "range() arg 3 must not be zero");
    }
    if (one) {
        stop = start;
        start = 0;
    }
    if (!oz_array_new(work, OZ_TUPLE, 0, &list)) {
        return false;
    }
    while (step > 0 ? start < stop : start > stop) {
        number = oz_int(start);
        if (!oz_array_add(work, &list, &number)) {
            return false;
        }
        if (__builtin_add_overflow(start, step, &start)) {
            break;
        }
    }
    *out = list;
    return true;
}

static bool reversible(const ounce_value *value)
{
    return value->kind == OUNCE_TEXT || value->kind == OUNCE_LIST ||
           value->kind == OZ_BYTES || value->kind == OZ_DICT ||
           (value->kind == OZ_VIEW &&
            ((const struct oz_dict_view *)value->node)->over.kind == OZ_DICT) ||
           oz_items_of(value) != NULL;
}

bool oz_builtin_reversed(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    ounce_value list;
    struct oz_array *items;

    if (!reversible(&args[0])) {
        return oz_raise(work, OZ_EXC_TYPE, "'%s' object is not reversible",
                        oz_type_name(&args[0]));
    }
    if (!oz_collect(work, OZ_ARRAY, &args[0], &list)) {
        return false;
    }
    items = oz_array_of(&list);
    for (size_t i = 0; i < items->count / 2; i++) {
        ounce_value swap = items->items[i];

        items->items[i] = items->items[items->count - 1 - i];
        items->items[items->count - 1 - i] = swap;
    }
    return oz_iterator_new(work, &list, "reversed", out);
}

bool oz_builtin_iter(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const char *type = NULL;

    switch (args[0].kind) {
    case OUNCE_TEXT:
        type = "str_iterator";
        break;
    case OUNCE_LIST:
    case OUNCE_MAP:
        type = "generator";
        break;
    case OZ_ARRAY:
        type = "list_iterator";
        break;
    case OZ_TUPLE:
        type = "tuple_iterator";
        break;
    case OZ_DICT:
        type = "dict_keyiterator";
        break;
    case OZ_SET:
    case OZ_FROZENSET:
        type = "set_iterator";
        break;
    default:
        break;
    }
    return oz_iterator_new(work, &args[0], type, out);
}

static bool stop_iteration(struct oz_work *work)
{
    ounce_value nothing = oz_none();

    oz_raise_value(work, OZ_EXC_STOP_ITERATION, &nothing);
    if (work->failure.kind == OZ_EXCEPTION) {
        ((struct oz_exception *)(uintptr_t)work->failure.node)->args.count = 0;
    }
    return false;
}

bool oz_builtin_next(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    bool more;

    if (args[0].kind != OZ_ITERATOR) {
        return oz_raise(work, OZ_EXC_TYPE, "'%s' object is not an iterator",
                        oz_type_name(&args[0]));
    }
    if (!oz_iter_next(work, (struct oz_iter *)(uintptr_t)args[0].node, out, &more)) {
        return false;
    }
    if (more) {
        return true;
    }
    if (args[1].kind == OUNCE_MISSING) {
        return stop_iteration(work);
    }
    *out = args[1];
    return true;
}
