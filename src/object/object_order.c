/* object_order.c — < <= > >=.
 *
 *     (1, "a") < (1, "b")    {1} <= {1, 2}    "a" < 1: TypeError
 *
 * Numbers by exact value, text by code point, lists at their first difference, sets by
 * inclusion; anything else has no order.
 */
#include "base/str.h"
#include "object/object_hook.h"

static bool is_set(const ounce_value *value)
{
    return value->kind == OZ_SET || value->kind == OZ_FROZENSET ||
           value->kind == OZ_VIEW;
}

static bool holds(const char *op, int order)
{
    bool or_equal = op[1] == '=';

    return order == 0 ? or_equal : (op[0] == '<') == (order < 0);
}

static bool no_order(struct oz_work *work, const char *op, const ounce_value *a,
                     const ounce_value *b)
{
    return oz_raise(work, OZ_EXC_TYPE,
                    "'%s' not supported between instances of '%s' and '%s'", op,
                    oz_type_name(a), oz_type_name(b));
}

static bool order_at(struct oz_work *work, const char *op, const ounce_value *a,
                     const ounce_value *b, uint32_t depth, bool *out);

static bool order_lists(struct oz_work *work, const char *op, const struct oz_array *a,
                        const struct oz_array *b, uint32_t depth, bool *out)
{
    size_t i;

    if (depth >= work->walk.max_depth + OZ_OBJECT_DEPTH) {
        return oz_raise(work, OZ_EXC_RECURSION,
                        "maximum recursion depth exceeded in comparison");
    }
    for (i = 0; i < a->count && i < b->count; i++) {
        bool equal;

        if (!oz_walk_step(&work->walk, 1) ||
            !oz_equal(work, &a->items[i], &b->items[i], &equal)) {
            return false;
        }
        if (!equal) {
            return order_at(work, op, &a->items[i], &b->items[i], depth + 1, out);
        }
    }
    *out = holds(op, a->count < b->count ? -1 : a->count > b->count ? 1 : 0);
    return true;
}

/* a <= b: b holds every element of a; < : and more. */
static bool order_sets(struct oz_work *work, const char *op, const ounce_value *a,
                       const ounce_value *b, bool *out)
{
    const ounce_value *small = op[0] == '<' ? a : b, *large = op[0] == '<' ? b : a;
    struct oz_iter iter;
    ounce_value item;
    size_t x, y;
    bool more;

    if (!oz_length(work, small, &x) || !oz_length(work, large, &y) ||
        !oz_iter_begin(work, small, &iter)) {
        return false;
    }
    for (*out = op[1] == '=' ? x <= y : x < y; *out;) {
        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (!oz_contains(work, large, &item, out)) {
            return false;
        }
    }
    return true;
}

/* A family says only what is smaller; the other three follow, as its orders are total.
 */
static bool order_others(struct oz_work *work, const char *op, const ounce_value *a,
                         const ounce_value *b, bool *out)
{
    bool swap = (op[0] == '>') != (op[1] == '='), has = false;
    ounce_value answer;

    if ((a->kind == OZ_ADDRESS || a->kind == OZ_NETWORK) && a->size != b->size) {
        swap = false; /* of two versions: an exception that names them as they stand */
    }
    if (a->kind == b->kind &&
        !oz_hook(work, "__lt__", swap ? b : a, swap ? a : b, &answer, &has)) {
        return false;
    }
    if (!has) {
        return no_order(work, op, a, b);
    }
    *out = oz_truth(&answer) != (op[1] == '=');
    return true;
}

static bool order_numbers(const char *op, const ounce_value *a, const ounce_value *b)
{
    ounce_value x = *a, y = *b;
    bool ordered;

    if ((x.kind == OUNCE_FLOAT && x.real != x.real) ||
        (y.kind == OUNCE_FLOAT && y.real != y.real)) {
        return false;
    }
    x.kind = x.kind == OUNCE_BOOL ? OUNCE_INT : x.kind;
    y.kind = y.kind == OUNCE_BOOL ? OUNCE_INT : y.kind;
    return holds(op, oz_value_compare(&x, &y, &ordered));
}

static bool order_at(struct oz_work *work, const char *op, const ounce_value *a,
                     const ounce_value *b, uint32_t depth, bool *out)
{
    const struct oz_array *x = oz_items_of(a), *y = oz_items_of(b);

    if (a->kind >= OUNCE_BOOL && a->kind <= OUNCE_FLOAT && b->kind >= OUNCE_BOOL &&
        b->kind <= OUNCE_FLOAT) {
        *out = order_numbers(op, a, b);
        return true;
    }
    if (a->kind == b->kind && (a->kind == OUNCE_TEXT || a->kind == OZ_BYTES)) {
        *out = holds(op, oz_str_compare((ounce_str){a->text, a->size},
                                        (ounce_str){b->text, b->size}));
        return oz_walk_step(&work->walk, a->size / 64);
    }
    if (x != NULL && y != NULL && (a->kind == OZ_ARRAY) == (b->kind == OZ_ARRAY)) {
        return order_lists(work, op, x, y, depth, out);
    }
    if (is_set(a) && is_set(b)) {
        return order_sets(work, op, a, b, out);
    }
    return order_others(work, op, a, b, out);
}

bool oz_order(struct oz_work *work, const char *op, const ounce_value *a,
              const ounce_value *b, bool *holds_out)
{
    return order_at(work, op, a, b, 0, holds_out);
}
