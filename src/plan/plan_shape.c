/* plan_shape.c — what an outcome needs of the parts of an expression.
 *
 *     not(a) is true            a is false
 *     any(a, b) is true         a is true; or a is false and b is true
 *     if(c, a, b) is true       c and a are; or c is false and b is true
 *     eq(eventName, "A")        is a test that the index serves
 *     eventName is true         it is there
 *
 * Calls and steps: plan_step.c.
 */
#include "plan/plan_part.h"

#include <string.h>

/* A list of keys longer than this is no guard worth having. */
#define MOST_KEYS 4096
/* Beyond so many children, what comes before one of them is left out of account. */
#define MOST_BEFORE 32

/* ---- building blocks ---- */

static void push(struct oz_shaping *shaping, struct oz_part part)
{
    struct oz_plan_builder *builder = shaping->builder;
    void *parts = builder->parts;

    shaping->shape->form = OZ_FORM_PARTS;
    shaping->fine =
        shaping->fine && oz_arena_grow(&builder->scratch, &parts, builder->part_count,
                                       &builder->part_capacity, sizeof *builder->parts);
    if (shaping->fine) {
        builder->parts = parts;
        builder->parts[builder->part_count++] = part;
    }
}

void oz_shape_anything(struct oz_shaping *shaping)
{
    shaping->shape->form = OZ_FORM_ANYTHING;
}

void oz_shape_kinds(struct oz_shaping *shaping, uint32_t slot, uint32_t kinds)
{
    shaping->shape->form = OZ_FORM_KINDS;
    shaping->shape->slot = slot;
    shaping->shape->kinds = kinds;
}

void oz_shape_alternative(struct oz_shaping *shaping)
{
    push(shaping, (struct oz_part){OZ_NONE, 0, 0});
}

void oz_shape_need(struct oz_shaping *shaping, oz_expr_id id, enum oz_outcome outcome)
{
    push(shaping, (struct oz_part){id, shaping->part.scope, (uint8_t)outcome});
}

oz_expr_id oz_shape_child(const struct oz_shaping *shaping, uint32_t index)
{
    return shaping->expr->children[shaping->node->first + index];
}

/* Can a child not end so, for all that is known without looking into it? */
static bool cannot(const struct oz_shaping *shaping, oz_expr_id id,
                   enum oz_outcome outcome)
{
    return outcome == OZ_RAISES ? oz_expr_node(shaping->expr, id)->fails == 0
           : outcome >= OZ_RETURNS_FALSE
               ? !oz_scope_jumps(shaping->builder, id)
               : outcome == OZ_IS_ODD && oz_expr_is_truth(shaping->expr, id);
}

void oz_shape_in_turn(struct oz_shaping *shaping, enum oz_outcome before,
                      enum oz_outcome outcome)
{
    uint32_t count = shaping->node->count;

    for (uint32_t i = 0; i < count && shaping->fine; i++) {
        if (cannot(shaping, oz_shape_child(shaping, i), outcome)) {
            continue;
        }
        oz_shape_alternative(shaping);
        for (uint32_t k = 0; k < i && count <= MOST_BEFORE; k++) {
            oz_shape_need(shaping, oz_shape_child(shaping, k), before);
        }
        oz_shape_need(shaping, oz_shape_child(shaping, i), outcome);
    }
}

void oz_shape_together(struct oz_shaping *shaping, enum oz_outcome outcome)
{
    oz_shape_alternative(shaping);
    for (uint32_t i = 0; i < shaping->node->count; i++) {
        oz_shape_need(shaping, oz_shape_child(shaping, i), outcome);
    }
}

void oz_shape_separately(struct oz_shaping *shaping, enum oz_outcome outcome)
{
    for (uint32_t i = 0; i < shaping->node->count; i++) {
        if (!cannot(shaping, oz_shape_child(shaping, i), outcome)) {
            oz_shape_alternative(shaping);
            oz_shape_need(shaping, oz_shape_child(shaping, i), outcome);
        }
    }
}

/* ---- kinds of nodes ---- */

static bool truth_of(const ounce_value *value)
{
    switch ((enum ounce_kind)value->kind) {
    case OUNCE_BOOL:
    case OUNCE_INT:
        return value->integer != 0;
    case OUNCE_FLOAT:
        return value->real != 0;
    case OUNCE_TEXT:
        return value->size > 0;
    case OUNCE_MISSING:
    case OUNCE_NULL:
        return false;
    case OUNCE_BIG:
    case OUNCE_LIST:
    case OUNCE_MAP:
        break;
    }
    return true;
}

static void shape_of_constant(struct oz_shaping *shaping)
{
    const ounce_value *value = &shaping->expr->values[shaping->node->data];
    bool comes_about = shaping->part.outcome == OZ_IS_ODD
                           ? value->kind != OUNCE_BOOL
                           : truth_of(value) == (shaping->part.outcome == OZ_IS_TRUE);

    if (comes_about) {
        oz_shape_anything(shaping);
    }
}

/* A member that is true is there, and so is what it is a member of. */
static void shape_of_field(struct oz_shaping *shaping)
{
    const struct oz_plan_node *side = &shaping->builder->plan->nodes[shaping->part.id];

    if (shaping->part.outcome == OZ_IS_TRUE && shaping->node->level == 0 &&
        side->rest > 0) {
        oz_shape_kinds(shaping, side->slot, OZ_KINDS_PRESENT);
    } else {
        oz_shape_anything(shaping);
    }
}

static bool is_affix(const ounce_value *whole, const ounce_value *part, bool prefix)
{
    return whole->kind == OUNCE_TEXT && whole->size >= part->size &&
           memcmp(whole->text + (prefix ? 0 : whole->size - part->size), part->text,
                  part->size) == 0;
}

/* Text that begins with a constant begins as that does. */
static bool may_begin(const struct oz_expr *expr, const struct oz_expr_node *text,
                      const ounce_value *value)
{
    const struct oz_expr_node *first = oz_expr_child(expr, text, 0);
    const ounce_value *start = &expr->values[first->data];
    size_t size;

    if (first->kind != OZ_EXPR_CONST || start->kind != OUNCE_TEXT ||
        value->kind != OUNCE_TEXT) {
        return true;
    }
    size = start->size < value->size ? start->size : value->size;
    return memcmp(start->text, value->text, size) == 0;
}

/* May a member that is not there, and so is `other`, be to the constant as the test
 * says? */
static bool may_be(const struct oz_expr *expr, oz_expr_id other,
                   enum oz_guard_form form, const ounce_value *value)
{
    const struct oz_expr_node *node = oz_expr_node(expr, other);

    if (node->kind == OZ_EXPR_CALL) {
        return node->op == OZ_FN_STR && node->count > 0
                   ? form == OZ_GUARD_SUFFIX || may_begin(expr, node, value)
                   : node->op != OZ_FN_DICT && node->op != OZ_FN_LIST;
    }
    if (node->kind != OZ_EXPR_CONST) {
        return true;
    }
    return form == OZ_GUARD_EQUAL
               ? oz_scalar_equal(&expr->values[node->data], value)
               : is_affix(&expr->values[node->data], value, form == OZ_GUARD_PREFIX);
}

/* Can the index find a member by the constant? null is also where nothing is, and there
 * is no key to find it by; with nothing any text begins. */
static bool can_find(enum oz_guard_form form, const ounce_value *value)
{
    uint64_t hash;

    return form == OZ_GUARD_EQUAL
               ? value->kind != OUNCE_NULL && oz_scalar_hash(value, &hash)
               : value->kind == OUNCE_TEXT && value->size > 0;
}

static bool form_of(const struct oz_expr_node *node, enum oz_guard_form *form)
{
    *form = node->op == OZ_OP_EQ       ? OZ_GUARD_EQUAL
            : node->op == OZ_OP_PREFIX ? OZ_GUARD_PREFIX
                                       : OZ_GUARD_SUFFIX;
    return node->op == OZ_OP_EQ || node->op == OZ_OP_PREFIX || node->op == OZ_OP_SUFFIX;
}

/* A test on a member of the event that has only names in its path, against constants
 * by which the index can find it. */
static bool can_guard(struct oz_shaping *shaping)
{
    const struct oz_expr *expr = shaping->expr;
    const struct oz_expr_node *node = shaping->node;
    struct oz_shape *shape = shaping->shape;
    struct oz_member member;

    if (!form_of(node, &shape->guard) || node->ignore_case || node->count != 1 ||
        node->data_count > MOST_KEYS ||
        !oz_plan_member(shaping->builder, shaping->part.scope,
                        oz_shape_child(shaping, 0), &member)) {
        return false;
    }
    for (uint32_t i = 0; i < node->data_count; i++) {
        const ounce_value *value = &expr->values[node->data + i];

        if (!can_find(shape->guard, value) ||
            (member.other != OZ_NONE &&
             may_be(expr, member.other, shape->guard, value))) {
            return false;
        }
    }
    shape->slot = member.slot;
    return true;
}

static void shape_of_test(struct oz_shaping *shaping)
{
    if (shaping->part.outcome == OZ_RAISES) {
        oz_shape_separately(shaping, OZ_RAISES);
    } else if (shaping->part.outcome == OZ_IS_TRUE && can_guard(shaping)) {
        shaping->shape->form = OZ_FORM_KEYS;
        shaping->shape->id = shaping->part.id;
    } else {
        oz_shape_anything(shaping);
    }
}

/* A group that goes on while its children end `passes`, and then is `passed`. */
static void shape_of_group(struct oz_shaping *shaping, enum oz_outcome passes,
                           enum oz_outcome passed)
{
    enum oz_outcome stops = passes == OZ_IS_TRUE ? OZ_IS_FALSE : OZ_IS_TRUE;
    enum oz_outcome outcome = shaping->part.outcome;

    if (outcome == passed) {
        oz_shape_together(shaping, passes);
    } else {
        oz_shape_in_turn(shaping, passes, outcome == OZ_RAISES ? OZ_RAISES : stops);
    }
}

static void shape_of_only_one(struct oz_shaping *shaping)
{
    if (shaping->part.outcome == OZ_IS_FALSE) {
        oz_shape_anything(shaping);
    } else {
        oz_shape_separately(shaping, shaping->part.outcome);
    }
}

/* An element that holds is in a list that is there. */
static void shape_of_elements(struct oz_shaping *shaping)
{
    oz_expr_id list = oz_shape_child(shaping, 0), body = oz_shape_child(shaping, 1);
    bool finds =
        shaping->node->op == OZ_ANY_ELEMENT || shaping->node->op == OZ_ONE_ELEMENT
            ? shaping->part.outcome == OZ_IS_TRUE
            : shaping->node->op == OZ_NO_ELEMENT &&
                  shaping->part.outcome == OZ_IS_FALSE;

    if (shaping->part.outcome == OZ_RAISES) {
        oz_shape_alternative(shaping);
        oz_shape_need(shaping, list, OZ_RAISES);
    } else if (!finds) {
        oz_shape_anything(shaping);
        return;
    }
    oz_shape_alternative(shaping);
    oz_shape_need(shaping, list, OZ_IS_TRUE);
    oz_shape_need(shaping, body, finds ? OZ_IS_TRUE : OZ_RAISES);
}

static void shape_of_if(struct oz_shaping *shaping)
{
    oz_expr_id condition = oz_shape_child(shaping, 0);

    if (shaping->part.outcome == OZ_RAISES) {
        oz_shape_alternative(shaping);
        oz_shape_need(shaping, condition, OZ_RAISES);
    }
    for (uint32_t i = 1; i <= 2; i++) {
        oz_shape_alternative(shaping);
        oz_shape_need(shaping, condition, i == 1 ? OZ_IS_TRUE : OZ_IS_FALSE);
        oz_shape_need(shaping, oz_shape_child(shaping, i), shaping->part.outcome);
    }
}

static void shape_of_node(struct oz_shaping *shaping)
{
    switch ((enum oz_expr_kind)shaping->node->kind) {
    case OZ_EXPR_CONST:
        shape_of_constant(shaping);
        break;
    case OZ_EXPR_FIELD:
        shape_of_field(shaping);
        break;
    case OZ_EXPR_TEST:
        shape_of_test(shaping);
        break;
    case OZ_EXPR_NOT:
    case OZ_EXPR_NO_ONE:
        shape_of_group(shaping, OZ_IS_FALSE, OZ_IS_TRUE);
        break;
    case OZ_EXPR_ALL:
        shape_of_group(shaping, OZ_IS_TRUE, OZ_IS_TRUE);
        break;
    case OZ_EXPR_ANY:
        shape_of_group(shaping, OZ_IS_FALSE, OZ_IS_FALSE);
        break;
    case OZ_EXPR_ONLY_ONE:
        shape_of_only_one(shaping);
        break;
    case OZ_EXPR_IF:
        shape_of_if(shaping);
        break;
    case OZ_EXPR_ELEMENTS:
        shape_of_elements(shaping);
        break;
    case OZ_EXPR_CALL:
        oz_shape_of_call(shaping);
        break;
    }
}

/* Steps stand where steps may be; a jump anywhere else is nothing to reason about. */
static bool takes_steps(const struct oz_expr_node *node)
{
    if (node->kind == OZ_EXPR_IF) {
        return true;
    }
    if (node->kind != OZ_EXPR_CALL) {
        return false;
    }
    switch (node->op) {
    case OZ_FN_SEQUENCE:
    case OZ_FN_BLOCK:
    case OZ_FN_LOOP:
    case OZ_FN_WHILE:
    case OZ_FN_TRY:
    case OZ_FN_HANDLER:
    case OZ_FN_RETURN:
    case OZ_FN_BREAK:
    case OZ_FN_CONTINUE:
        return true;
    default:
        return false;
    }
}

static void shape_of_unloopable(struct oz_shaping *shaping)
{
    uint32_t slot, kinds;

    if (!oz_plan_iterates(shaping->builder, shaping->part.scope, shaping->part.id,
                          &slot, &kinds)) {
        oz_shape_anything(shaping);
    } else if (kinds != 0) {
        oz_shape_kinds(shaping, slot, kinds);
    }
}

bool oz_shape_of(struct oz_plan_builder *builder, struct oz_part part,
                 struct oz_shape *out)
{
    struct oz_shaping shaping = {
        builder, builder->expr, part, oz_expr_node(builder->expr, part.id), out, true};
    bool jumps = oz_scope_jumps(builder, part.id);

    *out = (struct oz_shape){.form = OZ_FORM_PARTS, .first = builder->part_count};
    if (jumps && !takes_steps(shaping.node)) {
        oz_shape_anything(&shaping);
    } else if (part.outcome == OZ_GOES_ON && !jumps) {
        oz_shape_anything(&shaping);
    } else if (part.outcome == OZ_IS_UNLOOPABLE) {
        shape_of_unloopable(&shaping);
    } else if (!cannot(&shaping, part.id, part.outcome)) {
        shape_of_node(&shaping);
    }
    out->end = builder->part_count;
    return shaping.fine;
}
