/* reduce_compare.c — Python's comparisons of a field with a constant, as predicates.
 *
 *     equal(a, "x")               =>  eq(a, "x")
 *     less(a, 5)                  =>  not(gte(a, 5))      true is less than 5, too
 *     inside(a, list("x", "y"))   =>  in(a, ["x", "y"])
 *     eq(method(a, "lower"), "x") =>  ieq(a, "x")
 */
#include "base/str.h"
#include "catalog/reading.h"

#include <string.h>

static bool number_is(const ounce_value *value, int number)
{
    return (value->kind == OUNCE_INT && value->integer == number) ||
           (value->kind == OUNCE_FLOAT && value->real <= number &&
            value->real >= number);
}

/* In Python true is 1; the predicate `eq` tells them apart, so it gets both. */
static bool with_twins(struct oz_reading *reading, struct oz_constants *constants)
{
    uint32_t count = constants->count;
    ounce_value *all = oz_arena_array(reading->arena, count, 2 * sizeof *all);

    if (all == NULL) {
        reading->failed = true;
        return false;
    }
    constants->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        const ounce_value *value = &constants->items[i];
        ounce_value twin;

        memset(&twin, 0, sizeof twin);
        all[constants->count++] = *value;
        if (value->kind == OUNCE_BOOL) {
            twin.kind = OUNCE_INT;
            twin.integer = value->integer != 0;
            all[constants->count++] = twin;
        } else if (number_is(value, 0) || number_is(value, 1)) {
            twin.kind = OUNCE_BOOL;
            twin.integer = number_is(value, 1);
            all[constants->count++] = twin;
        }
    }
    constants->items = all;
    return true;
}

/* ---- equality ---- */

static oz_expr_id equals(struct oz_reading *reading, oz_expr_id value,
                         struct oz_constants *constants)
{
    oz_expr_id made = oz_reduce_texts(reading, OZ_OP_EQ, value, constants);

    if (made != OZ_NONE || reading->failed || !oz_reduce_is_field(reading, value) ||
        !with_twins(reading, constants)) {
        return made;
    }
    return oz_expr_test(&reading->to, OZ_OP_EQ, false, value, constants->items,
                        constants->count);
}

static oz_expr_id equal(struct oz_reading *reading, oz_expr_id a, oz_expr_id b)
{
    const ounce_value *x = oz_reading_constant(&reading->to, a);
    const ounce_value *y = oz_reading_constant(&reading->to, b);
    struct oz_constants constants = {NULL, 1, 1};
    ounce_value value;

    if (x != NULL && y != NULL) {
        return x->kind == OUNCE_TEXT && y->kind == OUNCE_TEXT
                   ? oz_expr_bool(&reading->to,
                                  oz_str_equal((ounce_str){x->text, x->size},
                                               (ounce_str){y->text, y->size}))
                   : OZ_NONE;
    }
    if (x == NULL && y == NULL) {
        return OZ_NONE;
    }
    value = x != NULL ? *x : *y; /* the pool's array may move */
    constants.items = &value;
    return equals(reading, x != NULL ? b : a, &constants);
}

/* ---- in ---- */

static oz_expr_id inside(struct oz_reading *reading, oz_expr_id a, oz_expr_id b)
{
    const ounce_value *x = oz_reading_constant(&reading->to, a);
    struct oz_constants constants = {NULL, 1, 1};
    ounce_value value;

    if (x != NULL) { /* of a number or truth, the elements of lists would differ */
        value = *x;
        constants.items = &value;
        return value.kind == OUNCE_TEXT
                   ? oz_reduce_texts(reading, OZ_OP_CONTAINS, b, &constants)
                   : OZ_NONE;
    }
    constants = (struct oz_constants){NULL, 0, 0};
    return reading->to.nodes[b].kind != OZ_EXPR_CONST &&
                   oz_reduce_constants(reading, b, &constants)
               ? equals(reading, a, &constants)
               : OZ_NONE;
}

/* ---- order ---- */

static bool below(const ounce_value *value, int number)
{
    return value->kind == OUNCE_INT ? value->integer < number : value->real < number;
}

static oz_expr_id test(struct oz_reading *reading, enum oz_operator op, bool negated,
                       oz_expr_id field, const ounce_value *value)
{
    oz_expr_id made = oz_expr_test(&reading->to, op, false, field, value, 1);

    made = made != OZ_NONE ? oz_reading_made(reading, made) : OZ_NONE;
    return made != OZ_NONE && negated ? oz_expr_not(&reading->to, made) : made;
}

/* The predicates are false of truths, which in Python are the numbers 0 and 1: a bound
 * that is above both or below both says the same of them, with the opposite negated.
 * Anything but a number raises. */
static oz_expr_id order(struct oz_reading *reading, enum oz_function op,
                        oz_expr_id field, const ounce_value *bound)
{
    bool strict = op == OZ_FN_GREATER || op == OZ_FN_LESS;
    bool up = op == OZ_FN_GREATER || op == OZ_FN_GREATER_EQUAL;
    bool above_both = !below(bound, 1) && (!number_is(bound, 1) || strict == up);
    bool below_both = below(bound, 0) || (number_is(bound, 0) && strict != up);

    if (!above_both && !below_both) {
        return OZ_NONE;
    }
    if (up) {
        return above_both
                   ? test(reading, strict ? OZ_OP_GT : OZ_OP_GTE, false, field, bound)
                   : test(reading, strict ? OZ_OP_LTE : OZ_OP_LT, true, field, bound);
    }
    return below_both
               ? test(reading, strict ? OZ_OP_LT : OZ_OP_LTE, false, field, bound)
               : test(reading, strict ? OZ_OP_GTE : OZ_OP_GT, true, field, bound);
}

/* a > 0: true is. */
static oz_expr_id above_zero(struct oz_reading *reading, oz_expr_id field,
                             const ounce_value *bound)
{
    ounce_value truth;
    oz_expr_id parts[2];

    memset(&truth, 0, sizeof truth);
    truth.kind = OUNCE_BOOL;
    truth.integer = 1;
    parts[0] = test(reading, OZ_OP_GT, false, field, bound);
    parts[1] = test(reading, OZ_OP_EQ, false, field, &truth);
    return oz_expr_group(&reading->to, OZ_EXPR_ANY, parts, 2);
}

static enum oz_function mirrored(enum oz_function op)
{
    return op == OZ_FN_LESS         ? OZ_FN_GREATER
           : op == OZ_FN_LESS_EQUAL ? OZ_FN_GREATER_EQUAL
           : op == OZ_FN_GREATER    ? OZ_FN_LESS
                                    : OZ_FN_LESS_EQUAL;
}

static oz_expr_id compare(struct oz_reading *reading, enum oz_function op, oz_expr_id a,
                          oz_expr_id b)
{
    const ounce_value *bound = oz_reading_constant(&reading->to, b);
    ounce_value value;

    if (bound == NULL) {
        return oz_reading_constant(&reading->to, a) != NULL &&
                       oz_reduce_is_field(reading, b)
                   ? compare(reading, mirrored(op), b, a)
                   : OZ_NONE;
    }
    value = *bound; /* the pool's array may move */
    if (!oz_reduce_is_field(reading, a) ||
        (value.kind != OUNCE_INT && value.kind != OUNCE_FLOAT)) {
        return OZ_NONE;
    }
    return op == OZ_FN_GREATER && number_is(&value, 0) ? above_zero(reading, a, &value)
                                                       : order(reading, op, a, &value);
}

oz_expr_id oz_reduce_compare(struct oz_reading *reading, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_reading_node(reading, id);
    oz_expr_id a, b;

    if (node->count != 2) {
        return OZ_NONE;
    }
    a = oz_reading_child(reading, id, 0);
    b = oz_reading_child(reading, id, 1);
    switch (node->op) {
    case OZ_FN_EQUAL:
        return equal(reading, a, b);
    case OZ_FN_IN:
        return inside(reading, a, b);
    case OZ_FN_LESS:
    case OZ_FN_LESS_EQUAL:
    case OZ_FN_GREATER:
    case OZ_FN_GREATER_EQUAL:
        return compare(reading, (enum oz_function)node->op, a, b);
    default:
        return OZ_NONE;
    }
}

/* ---- predicates ---- */

/* eq(v.lower(), "x") */
oz_expr_id oz_reduce_test(struct oz_reading *reading, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_reading_node(reading, id);
    struct oz_constants constants;
    bool upper;

    if ((node->op != OZ_OP_EQ && node->op != OZ_OP_PREFIX && node->op != OZ_OP_SUFFIX &&
         node->op != OZ_OP_CONTAINS) ||
        node->count != 1 || node->ignore_case ||
        oz_reduce_cased(reading, oz_reading_child(reading, id, 0), &upper) == OZ_NONE) {
        return OZ_NONE;
    }
    constants.count = constants.capacity = node->data_count;
    constants.items =
        oz_arena_array(reading->arena, node->data_count, sizeof *constants.items);
    if (constants.items == NULL) {
        reading->failed = true;
        return OZ_NONE;
    }
    for (uint32_t i = 0; i < node->data_count; i++) {
        constants.items[i] = reading->to.values[node->data + i];
    }
    return oz_reduce_texts(reading, (enum oz_operator)reading->to.nodes[id].op,
                           oz_reading_child(reading, id, 0), &constants);
}
