/* plan_shape.c — how the guard of an expression follows from its parts.
 *
 *     all(a, b)                 any part will do, in the order of evaluation
 *     any(a, b)                 all of them are needed
 *     not(a)                    that of a for the other truth
 *     if(c, a, b)               c and a, or b without c
 *     block(sequence(…))        steps that leave with false, up to the one that returns
 */
#include "plan/plan_shape.h"

/* A list of keys longer than this is no guard worth having. */
#define MOST_KEYS 4096

/* An equality on a member of the event that has only names in its path, against
 * constants that a hash can find. */
static bool can_guard(const struct oz_plan_builder *builder, oz_expr_id id)
{
    const struct oz_expr *expr = builder->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, id);
    const struct oz_expr_node *field;

    if (node->kind != OZ_EXPR_TEST || node->op != OZ_OP_EQ || node->ignore_case ||
        node->count != 1 || node->data_count > MOST_KEYS) {
        return false;
    }
    field = oz_expr_child(expr, node, 0);
    if (field->kind != OZ_EXPR_FIELD || field->level != 0 ||
        builder->plan->nodes[expr->children[node->first]].rest !=
            expr->paths[field->data].count) {
        return false;
    }
    for (uint32_t i = 0; i < node->data_count; i++) {
        const ounce_value *value = &expr->values[node->data + i];
        uint64_t hash;

        /* null is also where nothing is, and there is no key to find it by */
        if (value->kind == OUNCE_NULL || !oz_scalar_hash(value, &hash)) {
            return false;
        }
    }
    return true;
}

uint32_t oz_shape_slot(const struct oz_plan_builder *builder, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id);

    return builder->plan->nodes[builder->expr->children[node->first]].slot;
}

struct oz_part oz_part_of(const struct oz_shape *shape, uint32_t index)
{
    return shape->children != NULL
               ? (struct oz_part){shape->children[index], shape->want, false}
               : shape->steps[index];
}

static bool is_constant(const struct oz_expr *expr, oz_expr_id id, enum ounce_kind kind,
                        bool truth)
{
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    return node->kind == OZ_EXPR_CONST && expr->values[node->data].kind == kind &&
           (expr->values[node->data].integer != 0) == truth;
}

static bool is_call(const struct oz_expr_node *node, enum oz_function op)
{
    return node->kind == OZ_EXPR_CALL && node->op == op;
}

/* A value that is true only when a member is there. */
bool oz_shape_presence(const struct oz_plan_builder *builder, oz_expr_id id,
                       uint32_t *slot)
{
    const struct oz_expr_node *other;
    uint32_t absent;

    if (!oz_plan_member(builder, id, slot, &absent, &other)) {
        return false;
    }
    if (other == NULL || (is_call(other, OZ_FN_DICT) && other->count == 0)) {
        return true;
    }
    if (other->kind != OZ_EXPR_CONST) {
        return false;
    }
    switch (builder->expr->values[other->data].kind) {
    case OUNCE_NULL:
        return true;
    case OUNCE_BOOL:
        return builder->expr->values[other->data].integer == 0;
    case OUNCE_TEXT:
        return builder->expr->values[other->data].size == 0;
    default:
        return false;
    }
}

static void add_step(struct oz_shape *shape, oz_expr_id id, bool want)
{
    shape->steps[shape->count++] = (struct oz_part){id, want, false};
}

/* What only sets a local need not be kept, unless it may raise. */
static void pass_step(struct oz_shape *shape, const struct oz_expr *expr, oz_expr_id id)
{
    if (oz_expr_node(expr, id)->fails != 0) {
        shape->steps[shape->count++] = (struct oz_part){id, true, true};
    }
}

/* if(c, return(false), null): what is left of it is that c does not hold. */
static bool leaves_with_false(const struct oz_expr *expr,
                              const struct oz_expr_node *node)
{
    const struct oz_expr_node *then;

    if (node->kind != OZ_EXPR_IF) {
        return false;
    }
    then = oz_expr_child(expr, node, 1);
    return is_call(then, OZ_FN_RETURN) &&
           is_constant(expr, expr->children[then->first], OUNCE_BOOL, false) &&
           is_constant(expr, expr->children[node->first + 2], OUNCE_NULL, false);
}

/* The steps of a block, as far as they only set locals or leave with false. false: the
 * steps behind this one do not count. */
static bool add_steps(const struct oz_expr *expr, oz_expr_id id, struct oz_shape *shape)
{
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    if (shape->count == OZ_MOST_STEPS) {
        return false;
    }
    if (is_call(node, OZ_FN_SEQUENCE)) {
        for (uint32_t i = 0; i < node->count; i++) {
            if (!add_steps(expr, expr->children[node->first + i], shape)) {
                return false;
            }
        }
        return true;
    }
    if (leaves_with_false(expr, node)) {
        add_step(shape, expr->children[node->first], false);
        return true;
    }
    if (is_call(node, OZ_FN_RETURN)) {
        if (oz_expr_is_truth(expr, expr->children[node->first])) {
            add_step(shape, expr->children[node->first], true);
        }
        return false;
    }
    pass_step(shape, expr, id);
    return node->kind == OZ_EXPR_CONST || is_call(node, OZ_FN_SET_LOCAL) ||
           is_call(node, OZ_FN_UNSET_LOCAL) || is_call(node, OZ_FN_SET_GLOBAL);
}

static bool all_truths(const struct oz_expr *expr, const struct oz_expr_node *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        if (!oz_expr_is_truth(expr, expr->children[node->first + i])) {
            return false;
        }
    }
    return true;
}

static void set_group(struct oz_shape *shape, const struct oz_expr *expr,
                      const struct oz_expr_node *node, enum oz_form form, bool want)
{
    shape->form = node->count > 0         ? form
                  : form == OZ_FORM_EVERY ? OZ_FORM_NEVER
                                          : OZ_FORM_NOTHING;
    shape->count = node->count;
    shape->children = oz_expr_children(expr, node);
    shape->want = want;
}

/* What is false here must be False itself: anything else raises. */
static void shape_of_boolean(const struct oz_expr *expr,
                             const struct oz_expr_node *node, bool want,
                             struct oz_shape *shape)
{
    if (is_call(node, OZ_FN_BOTH) && all_truths(expr, node)) {
        set_group(shape, expr, node, want ? OZ_FORM_BEST : OZ_FORM_EVERY, want);
    } else if (is_call(node, OZ_FN_BLOCK) && want) {
        shape->form = OZ_FORM_BEST;
        add_steps(expr, expr->children[node->first], shape);
    }
}

static void shape_of_call(const struct oz_plan_builder *builder, oz_expr_id id,
                          bool want, struct oz_shape *shape)
{
    const struct oz_expr *expr = builder->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, id);
    uint32_t slot;

    if (node->op == OZ_FN_BOOLEAN) {
        shape_of_boolean(expr, oz_expr_child(expr, node, 0), want, shape);
    } else if (want && oz_shape_presence(builder, id, &slot)) {
        shape->form = OZ_FORM_PRESENT;
    } else if (node->op == OZ_FN_SEQUENCE) {
        if (node->count > OZ_MOST_STEPS) {
            return;
        }
        shape->form = OZ_FORM_BEST;
        for (uint32_t i = 0; i + 1 < node->count; i++) {
            pass_step(shape, expr, expr->children[node->first + i]);
        }
        add_step(shape, expr->children[node->first + node->count - 1], want);
    }
}

static void shape_of(const struct oz_plan_builder *builder, struct oz_part part,
                     struct oz_shape *shape)
{
    const struct oz_expr *expr = builder->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, part.id);
    bool want = part.want;
    uint32_t slot;

    shape->form = OZ_FORM_NOTHING;
    shape->count = 0;
    shape->children = NULL;
    switch ((enum oz_expr_kind)node->kind) {
    case OZ_EXPR_CONST:
        if (is_constant(expr, part.id, OUNCE_BOOL, !want)) {
            shape->form = OZ_FORM_NEVER;
        }
        break;
    case OZ_EXPR_FIELD:
        if (want && oz_shape_presence(builder, part.id, &slot)) {
            shape->form = OZ_FORM_PRESENT;
        }
        break;
    case OZ_EXPR_TEST:
        if (want && can_guard(builder, part.id)) {
            shape->form = OZ_FORM_KEYS;
        }
        break;
    case OZ_EXPR_NOT:
        set_group(shape, expr, node, OZ_FORM_BEST, !want);
        break;
    case OZ_EXPR_ALL:
        set_group(shape, expr, node, want ? OZ_FORM_BEST : OZ_FORM_EVERY, want);
        break;
    case OZ_EXPR_ANY:
        set_group(shape, expr, node, want ? OZ_FORM_EVERY : OZ_FORM_BEST, want);
        break;
    case OZ_EXPR_NO_ONE:
        set_group(shape, expr, node, want ? OZ_FORM_BEST : OZ_FORM_EVERY, !want);
        break;
    case OZ_EXPR_ONLY_ONE:
        if (want) {
            set_group(shape, expr, node, OZ_FORM_EVERY, want);
        }
        break;
    case OZ_EXPR_CALL:
        shape_of_call(builder, part.id, want, shape);
        break;
    case OZ_EXPR_IF:
    case OZ_EXPR_ELEMENTS:
        break;
    }
}

/* if(c, a, b): c and a, or b without c. */
static void shape_of_branch(const struct oz_plan_builder *builder, struct oz_part part,
                            bool then, struct oz_shape *shape)
{
    const struct oz_expr *expr = builder->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, part.id);

    shape->form = OZ_FORM_BEST;
    shape->count = 0;
    shape->children = NULL;
    add_step(shape, expr->children[node->first], then);
    add_step(shape, expr->children[node->first + (then ? 1 : 2)], part.want);
}

static bool is_if(const struct oz_plan_builder *builder, struct oz_part part)
{
    return oz_expr_node(builder->expr, part.id)->kind == OZ_EXPR_IF;
}

uint32_t oz_shapes_of(const struct oz_plan_builder *builder, struct oz_part part,
                      struct oz_shape shapes[2])
{
    if (is_if(builder, part)) {
        shape_of_branch(builder, part, true, &shapes[0]);
        shape_of_branch(builder, part, false, &shapes[1]);
        return 2;
    }
    shape_of(builder, part, &shapes[0]);
    return 1;
}
