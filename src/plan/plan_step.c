/* plan_step.c — what an outcome of a call, or of a step, needs.
 *
 *     sequence(a, return(b)) returns true   a goes on, and b is true
 *     block(a) is true                      a returns true
 *     loop(0, list, a) returns true         there is a list, and a returns true
 *     known(0) is true                      so is the value that it was given
 *     apply(function(0)) is true            its body returns true
 */
#include "plan/plan_part.h"

#include "base/str.h"

static enum oz_outcome outcome_of(const struct oz_shaping *shaping)
{
    return (enum oz_outcome)shaping->part.outcome;
}

static bool is_value(enum oz_outcome outcome)
{
    return outcome == OZ_IS_FALSE || outcome == OZ_IS_TRUE || outcome == OZ_IS_ODD;
}

/* A value that an expression hands through. */
static enum oz_outcome returns(enum oz_outcome outcome)
{
    return (enum oz_outcome)(outcome - OZ_IS_FALSE + OZ_RETURNS_FALSE);
}

static enum oz_outcome is(enum oz_outcome outcome)
{
    return (enum oz_outcome)(outcome - OZ_RETURNS_FALSE + OZ_IS_FALSE);
}

/* Is something spread into a display or a call? */
static bool spreads(const struct oz_shaping *shaping, const struct oz_expr_node *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        const struct oz_expr_node *item = oz_expr_child(shaping->expr, node, i);

        if (item->kind == OZ_EXPR_CALL &&
            (item->op == OZ_FN_SPREAD || item->op == OZ_FN_SPREAD_NAMED)) {
            return true;
        }
    }
    return false;
}

static void one(struct oz_shaping *shaping, oz_expr_id id, enum oz_outcome outcome)
{
    oz_shape_alternative(shaping);
    oz_shape_need(shaping, id, outcome);
}

/* ---- steps ---- */

static void shape_of_sequence(struct oz_shaping *shaping)
{
    enum oz_outcome outcome = outcome_of(shaping);
    uint32_t last = shaping->node->count - 1;

    if (outcome == OZ_GOES_ON) {
        oz_shape_together(shaping, OZ_GOES_ON);
    } else if (!is_value(outcome)) {
        oz_shape_in_turn(shaping, OZ_GOES_ON, outcome);
    } else {
        oz_shape_alternative(shaping);
        for (uint32_t i = 0; i < last; i++) {
            oz_shape_need(shaping, oz_shape_child(shaping, i), OZ_GOES_ON);
        }
        oz_shape_need(shaping, oz_shape_child(shaping, last), outcome);
    }
}

static void shape_of_return(struct oz_shaping *shaping)
{
    enum oz_outcome outcome = outcome_of(shaping);

    if (outcome == OZ_RAISES) {
        one(shaping, oz_shape_child(shaping, 0), OZ_RAISES);
    } else if (outcome >= OZ_RETURNS_FALSE) {
        one(shaping, oz_shape_child(shaping, 0), is(outcome));
    }
}

/* What its body returns; without a return, null. */
static void shape_of_block(struct oz_shaping *shaping, oz_expr_id body)
{
    enum oz_outcome outcome = outcome_of(shaping);

    if (!is_value(outcome)) {
        one(shaping, body, outcome);
        return;
    }
    one(shaping, body, returns(outcome));
    if (outcome != OZ_IS_TRUE) {
        one(shaping, body, OZ_GOES_ON);
    }
}

/* The body of a loop over a container is reached when that has elements. */
static void shape_of_loop(struct oz_shaping *shaping)
{
    enum oz_outcome outcome = outcome_of(shaping);
    bool over = shaping->node->op == OZ_FN_LOOP;
    uint32_t first = over ? 1 : 0;

    if (is_value(outcome) || outcome == OZ_GOES_ON) {
        oz_shape_anything(shaping);
        return;
    }
    if (outcome == OZ_RAISES) {
        one(shaping, oz_shape_child(shaping, first), OZ_RAISES);
        if (over) {
            one(shaping, oz_shape_child(shaping, first), OZ_IS_UNLOOPABLE);
        }
    }
    one(shaping, oz_shape_child(shaping, first), OZ_IS_TRUE);
    oz_shape_need(shaping, oz_shape_child(shaping, first + 1), outcome);
    if (shaping->node->count > first + 2) {
        one(shaping, oz_shape_child(shaping, first + 2), outcome);
    }
}

static bool is_named(const struct oz_expr *expr, const struct oz_expr_node *node,
                     enum oz_function op, const char *name)
{
    const ounce_value *value;

    if (node->kind != OZ_EXPR_CALL || node->op != op) {
        return false;
    }
    value = &expr->values[oz_expr_child(expr, node, 0)->data];
    return oz_str_is((ounce_str){value->text, value->size}, name);
}

/* Is everything caught that the body of a try may raise? So it is of a call that has no
 * effect and raises ValueError alone, where a handler takes that. */
static bool is_contained(const struct oz_expr *expr, const struct oz_expr_node *node)
{
    const struct oz_expr_node *body = oz_expr_child(expr, node, 0);

    if (body->kind != OZ_EXPR_CALL || body->op != OZ_FN_APPLY || body->count != 2 ||
        oz_expr_child(expr, body, 1)->fails != 0 ||
        !is_named(expr, oz_expr_child(expr, body, 0), OZ_FN_NATIVE,
                  "ipaddress.ip_address")) {
        return false;
    }
    for (uint32_t i = 3; i < node->count; i++) {
        const struct oz_expr_node *class_ =
            oz_expr_child(expr, oz_expr_child(expr, node, i), 0);

        if (class_->kind == OZ_EXPR_CONST ||
            is_named(expr, class_, OZ_FN_BUILTIN_CLASS, "ValueError") ||
            is_named(expr, class_, OZ_FN_BUILTIN_CLASS, "Exception")) {
            return true;
        }
    }
    return false;
}

/* An exception may be caught: then a handler decides, else it goes on outwards. */
static void shape_of_try(struct oz_shaping *shaping)
{
    enum oz_outcome outcome = outcome_of(shaping);
    uint32_t first =
        outcome == OZ_RAISES && is_contained(shaping->expr, shaping->node) ? 1 : 0;

    if (is_value(outcome) || outcome == OZ_GOES_ON) {
        oz_shape_anything(shaping);
        return;
    }
    for (uint32_t i = first; i < shaping->node->count; i++) {
        one(shaping, oz_shape_child(shaping, i), outcome);
        if (i > 2) {
            oz_shape_need(shaping, oz_shape_child(shaping, 0), OZ_RAISES);
        }
    }
}

static void shape_of_handler(struct oz_shaping *shaping)
{
    if (outcome_of(shaping) == OZ_RAISES) {
        one(shaping, oz_shape_child(shaping, 0), OZ_RAISES);
    }
    one(shaping, oz_shape_child(shaping, 2), outcome_of(shaping));
}

/* ---- names and calls ---- */

static void shape_of_local(struct oz_shaping *shaping)
{
    oz_expr_id value =
        oz_scope_value(shaping->builder, shaping->part.scope, shaping->node);

    if (value == OZ_NONE || !is_value(outcome_of(shaping))) {
        oz_shape_anything(shaping);
        return;
    }
    one(shaping, value, outcome_of(shaping));
}

/* A value that is given a name is handed on. */
static void shape_of_set(struct oz_shaping *shaping)
{
    one(shaping, oz_shape_child(shaping, shaping->node->count - 1),
        outcome_of(shaping));
}

/* all([a, b]), any((a, b)): the display itself is evaluated whole. */
static bool shape_of_quantifier(struct oz_shaping *shaping)
{
    const struct oz_expr_node *callee = oz_expr_child(shaping->expr, shaping->node, 0);
    bool all = is_named(shaping->expr, callee, OZ_FN_NATIVE, "all");
    enum oz_outcome outcome = outcome_of(shaping);
    const struct oz_expr_node *list;

    if (shaping->node->count != 2 ||
        (!all && !is_named(shaping->expr, callee, OZ_FN_NATIVE, "any"))) {
        return false;
    }
    list = oz_expr_child(shaping->expr, shaping->node, 1);
    if (list->kind != OZ_EXPR_CALL ||
        (list->op != OZ_FN_LIST && list->op != OZ_FN_TUPLE) || spreads(shaping, list)) {
        return false;
    }
    shaping->node = list;
    if (outcome == OZ_IS_TRUE && all) {
        oz_shape_together(shaping, OZ_IS_TRUE);
    } else if (outcome == OZ_IS_TRUE || outcome == OZ_RAISES) {
        oz_shape_separately(shaping, outcome);
    } else if (outcome != OZ_IS_ODD) {
        oz_shape_anything(shaping);
    }
    return true;
}

static void shape_of_apply(struct oz_shaping *shaping)
{
    uint32_t function = oz_scope_function(shaping->expr, shaping->node);

    if (shape_of_quantifier(shaping)) {
        return;
    }
    if (function == OZ_NONE) {
        oz_shape_anything(shaping);
        return;
    }
    if (outcome_of(shaping) == OZ_RAISES) {
        oz_shape_separately(shaping, OZ_RAISES);
    }
    shaping->part.scope = shaping->builder->plan->rule_count + function;
    shape_of_block(shaping, shaping->expr->functions[function].body);
}

/* {}.items() and the like have no elements, nor has d.get(k) of them a value. */
static bool asks_for_content(const struct oz_shaping *shaping)
{
    const struct oz_expr_node *name = oz_expr_child(shaping->expr, shaping->node, 1);
    uint32_t count = shaping->node->count;
    const ounce_value *value;
    ounce_str text;

    if (name->kind != OZ_EXPR_CONST) {
        return false;
    }
    value = &shaping->expr->values[name->data];
    text = (ounce_str){value->text, value->size};
    return (count == 2 && (oz_str_is(text, "keys") || oz_str_is(text, "items") ||
                           oz_str_is(text, "values"))) ||
           (count == 3 && oz_str_is(text, "get"));
}

static void shape_of_method(struct oz_shaping *shaping)
{
    uint32_t slot, kinds;

    if (outcome_of(shaping) == OZ_IS_TRUE && asks_for_content(shaping)) {
        one(shaping, oz_shape_child(shaping, 0), OZ_IS_TRUE);
    } else if (outcome_of(shaping) == OZ_RAISES &&
               oz_plan_check(shaping->builder, shaping->part.scope, shaping->part.id,
                             &slot, &kinds)) {
        oz_shape_kinds(shaping, slot, kinds);
    } else {
        oz_shape_anything(shaping);
    }
}

/* ---- values ---- */

/* default(a, b), first(a, b): b counts where a is not there. */
static void shape_of_default(struct oz_shaping *shaping)
{
    enum oz_outcome outcome = outcome_of(shaping);

    if (outcome == OZ_RAISES) {
        oz_shape_separately(shaping, OZ_RAISES);
    } else {
        for (uint32_t i = 0; i < shaping->node->count; i++) {
            one(shaping, oz_shape_child(shaping, i), outcome);
        }
    }
}

static void shape_of_either(struct oz_shaping *shaping, enum oz_outcome passes)
{
    enum oz_outcome outcome = outcome_of(shaping);

    if (outcome == passes) {
        oz_shape_together(shaping, passes);
    } else {
        oz_shape_in_turn(shaping, passes, outcome);
    }
}

/* What it raises on beside what its argument raises on is odd. */
static void shape_of_boolean(struct oz_shaping *shaping)
{
    one(shaping, oz_shape_child(shaping, 0), outcome_of(shaping));
    if (outcome_of(shaping) == OZ_RAISES) {
        one(shaping, oz_shape_child(shaping, 0), OZ_IS_ODD);
    }
}

/* Are all elements of a set, or keys of a dict, constants? They have a hash. */
static bool has_hashes(const struct oz_shaping *shaping)
{
    const struct oz_expr_node *node = shaping->node;
    uint32_t step = node->op == OZ_FN_DICT ? 2 : 1;

    for (uint32_t i = 0;
         i < node->count && (node->op == OZ_FN_SET || node->op == OZ_FN_DICT);
         i += step) {
        if (oz_expr_child(shaping->expr, node, i)->kind != OZ_EXPR_CONST) {
            return false;
        }
    }
    return true;
}

/* A display raises for what is spread into it, and for a key without a hash. An empty
 * one is not true. */
static void shape_of_display(struct oz_shaping *shaping)
{
    const struct oz_expr_node *node = shaping->node;

    if (outcome_of(shaping) != OZ_RAISES) {
        if (outcome_of(shaping) != OZ_IS_TRUE || node->count > 0) {
            oz_shape_anything(shaping);
        }
        return;
    }
    if (spreads(shaping, node) || !has_hashes(shaping)) {
        oz_shape_anything(shaping);
    } else {
        oz_shape_separately(shaping, OZ_RAISES);
    }
}

/* ITERATE makes of a value the list of its elements. */
static void shape_of_iterate(struct oz_shaping *shaping)
{
    if (outcome_of(shaping) == OZ_IS_TRUE) {
        one(shaping, oz_shape_child(shaping, 0), OZ_IS_TRUE);
    } else if (outcome_of(shaping) == OZ_RAISES) {
        one(shaping, oz_shape_child(shaping, 0), OZ_RAISES);
        one(shaping, oz_shape_child(shaping, 0), OZ_IS_UNLOOPABLE);
    } else {
        oz_shape_anything(shaping);
    }
}

/* A check is true or raises; other functions may be anything, and raise when an
 * argument does or they do themselves. */
static void shape_of_function(struct oz_shaping *shaping)
{
    uint32_t slot, kinds;

    if (outcome_of(shaping) != OZ_RAISES) {
        oz_shape_anything(shaping);
    } else if (oz_plan_check(shaping->builder, shaping->part.scope, shaping->part.id,
                             &slot, &kinds)) {
        oz_shape_kinds(shaping, slot, kinds);
    } else if ((oz_function_traits((enum oz_function)shaping->node->op) & OZ_FAILS) !=
               0) {
        oz_shape_anything(shaping);
    } else {
        oz_shape_separately(shaping, OZ_RAISES);
    }
}

void oz_shape_of_call(struct oz_shaping *shaping)
{
    switch (shaping->node->op) {
    case OZ_FN_SEQUENCE:
        shape_of_sequence(shaping);
        break;
    case OZ_FN_BLOCK:
        shape_of_block(shaping, oz_shape_child(shaping, 0));
        break;
    case OZ_FN_RETURN:
        shape_of_return(shaping);
        break;
    case OZ_FN_BREAK:
    case OZ_FN_CONTINUE:
        break; /* they neither go on nor return */
    case OZ_FN_LOOP:
    case OZ_FN_WHILE:
        shape_of_loop(shaping);
        break;
    case OZ_FN_TRY:
        shape_of_try(shaping);
        break;
    case OZ_FN_HANDLER:
        shape_of_handler(shaping);
        break;
    case OZ_FN_KNOWN:
    case OZ_FN_LOCAL:
        shape_of_local(shaping);
        break;
    case OZ_FN_SET_LOCAL:
    case OZ_FN_SET_OUTER:
    case OZ_FN_SET_GLOBAL:
        shape_of_set(shaping);
        break;
    case OZ_FN_APPLY:
        shape_of_apply(shaping);
        break;
    case OZ_FN_METHOD:
        shape_of_method(shaping);
        break;
    case OZ_FN_DEFAULT:
    case OZ_FN_FIRST:
        shape_of_default(shaping);
        break;
    case OZ_FN_BOTH:
        shape_of_either(shaping, OZ_IS_TRUE);
        break;
    case OZ_FN_EITHER:
        shape_of_either(shaping, OZ_IS_FALSE);
        break;
    case OZ_FN_BOOLEAN:
        shape_of_boolean(shaping);
        break;
    case OZ_FN_LIST:
    case OZ_FN_TUPLE:
    case OZ_FN_SET:
    case OZ_FN_DICT:
        shape_of_display(shaping);
        break;
    case OZ_FN_ITERATE:
        shape_of_iterate(shaping);
        break;
    default:
        shape_of_function(shaping);
        break;
    }
}
