/* plan_guard.c — necessary conditions of a rule, and which one to file it under.
 *
 *     all(eq(eventName, "A"), gt(size, 5))           =>  eventName in ["A"]
 *     any(eq(eventName, "A"), eq(action, "b"))       =>  eventName in ["A"] or action
 * in ["b"] all(in(eventName, ["A", "B"]), eq(region, "x")) => the one that fewer
 * predicates share
 *     not(any(error, not(eq(eventName, "A"))))       =>  eventName in ["A"]
 *     if(eq(eventName, "A"), b, eq(eventName, "C"))  =>  eventName in ["A", "C"]
 *
 * The guard of a node for a wanted truth: without any of its keys the node is evaluated
 * without an exception, and its truth is the other one. A guard may be weaker than the
 * rule, never stronger: what the index cannot serve is tried always. Quantifiers guard
 * nothing, nor does what is evaluated after something that may raise an exception, but
 * for checks of members (plan_check.c).
 */
#include "plan/plan_shape.h"

#include <string.h>

#define UNKNOWN  0u /* costs are kept plus one */
#define NO_GUARD UINT64_MAX
/* A member that is there: better than nothing, if nothing else is to be had. */
#define COST_OF_PRESENCE 65536u

static uint64_t add_cost(uint64_t a, uint64_t b)
{
    return a == NO_GUARD || b == NO_GUARD     ? NO_GUARD
           : a > UINT32_MAX || b > UINT32_MAX ? UINT32_MAX
                                              : a + b;
}

/* Was the part met before, in the rule at hand? */
static bool was_met(struct oz_plan_builder *builder, struct oz_part part)
{
    uint32_t *met = &builder->met[2 * (size_t)part.id + (part.want ? 1 : 0)];
    bool before = *met == builder->rule + 1;

    *met = builder->rule + 1;
    return before;
}

static bool use_keys(struct oz_plan_builder *builder, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id);

    for (uint32_t i = 0; i < node->data_count; i++) {
        uint32_t key =
            oz_plan_intern_key(builder, oz_shape_slot(builder, id), node->data + i);

        if (key == OZ_NONE) {
            return false;
        }
        builder->plan->keys[key].use++;
    }
    return true;
}

/* Count, for every key, how many predicates of how many rules it would serve. */
static bool count_uses(struct oz_plan_builder *builder, struct oz_part part)
{
    struct oz_shape shapes[2];
    uint32_t count;

    if (was_met(builder, part)) {
        return true;
    }
    count = oz_shapes_of(builder, part, shapes);
    if (shapes[0].form == OZ_FORM_KEYS) {
        return use_keys(builder, part.id);
    }
    for (uint32_t k = 0; k < count; k++) {
        for (uint32_t i = 0; i < shapes[k].count; i++) {
            if (!oz_part_of(&shapes[k], i).passed &&
                !count_uses(builder, oz_part_of(&shapes[k], i))) {
                return false;
            }
        }
    }
    return true;
}

static uint64_t cost_of_keys(const struct oz_plan_builder *builder, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id);
    uint64_t cost = 0;

    for (uint32_t i = 0; i < node->data_count; i++) {
        uint32_t key = oz_plan_key(builder->plan, oz_shape_slot(builder, id),
                                   &builder->expr->values[node->data + i]);

        cost += builder->plan->keys[key].use;
    }
    return cost;
}

/* How often the best guard would let the rule through, in uses; its keys are added by
 * collect() below, which makes the same choices. */
static uint64_t cost_of(const struct oz_plan_builder *builder, struct oz_part part);

static uint64_t cost_of_best(const struct oz_plan_builder *builder,
                             const struct oz_shape *shape, uint32_t *best)
{
    uint64_t least = NO_GUARD;

    for (uint32_t i = 0; i < shape->count; i++) {
        struct oz_part part = oz_part_of(shape, i);
        uint64_t cost = part.passed ? NO_GUARD : cost_of(builder, part);

        if (cost < least) {
            least = cost;
            *best = i;
        }
        if (!oz_plan_only_checks(builder, part.id)) {
            break; /* an exception must not become "no match" */
        }
    }
    return least;
}

static uint64_t cost_of_shape(const struct oz_plan_builder *builder,
                              struct oz_part part, const struct oz_shape *shape)
{
    uint64_t cost = 0;
    uint32_t best;

    switch (shape->form) {
    case OZ_FORM_NOTHING:
        return NO_GUARD;
    case OZ_FORM_KEYS:
        return cost_of_keys(builder, part.id);
    case OZ_FORM_PRESENT:
        return COST_OF_PRESENCE;
    case OZ_FORM_NEVER:
        return 0;
    case OZ_FORM_BEST:
        return cost_of_best(builder, shape, &best);
    case OZ_FORM_EVERY:
        for (uint32_t i = 0; i < shape->count && cost != NO_GUARD; i++) {
            cost = add_cost(cost, cost_of(builder, oz_part_of(shape, i)));
        }
        return cost;
    }
    return NO_GUARD;
}

static uint64_t cost_of(const struct oz_plan_builder *builder, struct oz_part part)
{
    uint64_t *known = &builder->costs[2 * (size_t)part.id + (part.want ? 1 : 0)];
    struct oz_shape shapes[2];
    uint64_t cost = 0;
    uint32_t count;

    if (*known != UNKNOWN) {
        return *known == NO_GUARD ? NO_GUARD : *known - 1;
    }
    count = oz_shapes_of(builder, part, shapes);
    for (uint32_t i = 0; i < count; i++) {
        cost = add_cost(cost, cost_of_shape(builder, part, &shapes[i]));
    }
    *known = cost == NO_GUARD ? NO_GUARD : cost + 1;
    return cost;
}

/* ---- keys ---- */

static bool collect(struct oz_plan_builder *builder, struct oz_part part);

static bool collect_keys(struct oz_plan_builder *builder, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id);

    for (uint32_t i = 0; i < node->data_count; i++) {
        uint32_t key = oz_plan_key(builder->plan, oz_shape_slot(builder, id),
                                   &builder->expr->values[node->data + i]);

        if (!oz_plan_add_id(builder, key)) {
            return false;
        }
    }
    return true;
}

static bool collect_presence(struct oz_plan_builder *builder, oz_expr_id id)
{
    uint32_t slot, key;

    oz_shape_presence(builder, id, &slot);
    key = oz_plan_presence(builder, slot);
    return key != OZ_NONE && oz_plan_add_id(builder, key);
}

static bool collect_best(struct oz_plan_builder *builder, const struct oz_shape *shape)
{
    uint32_t best = 0;

    cost_of_best(builder, shape, &best);
    for (uint32_t i = 0; i < best; i++) {
        if (!oz_plan_add_checks(builder, oz_part_of(shape, i).id)) {
            return false;
        }
    }
    return collect(builder, oz_part_of(shape, best));
}

static bool collect_shape(struct oz_plan_builder *builder, struct oz_part part,
                          const struct oz_shape *shape)
{
    switch (shape->form) {
    case OZ_FORM_NOTHING:
    case OZ_FORM_NEVER:
        return true;
    case OZ_FORM_KEYS:
        return collect_keys(builder, part.id);
    case OZ_FORM_PRESENT:
        return collect_presence(builder, part.id);
    case OZ_FORM_BEST:
        return collect_best(builder, shape);
    case OZ_FORM_EVERY:
        for (uint32_t i = 0; i < shape->count; i++) {
            if (!collect(builder, oz_part_of(shape, i))) {
                return false;
            }
        }
        return true;
    }
    return true;
}

/* Add the keys of an expression that has a guard to the run that is open. */
static bool collect(struct oz_plan_builder *builder, struct oz_part part)
{
    struct oz_shape shapes[2];
    uint32_t count;

    if (was_met(builder, part)) {
        return true;
    }
    count = oz_shapes_of(builder, part, shapes);
    for (uint32_t i = 0; i < count; i++) {
        if (!collect_shape(builder, part, &shapes[i])) {
            return false;
        }
    }
    return true;
}

static bool guard_rule(struct oz_plan_builder *builder, struct oz_plan_rule *rule)
{
    struct oz_part whole = {rule->program.match, true, false};

    rule->guarded = cost_of(builder, whole) != NO_GUARD;
    rule->guard = oz_plan_open_run(builder);
    if (rule->guarded && !collect(builder, whole)) {
        return false;
    }
    oz_plan_close_run(builder, &rule->guard);
    rule->kinds = oz_plan_open_run(builder);
    for (uint32_t k = 0; k < builder->kind_count; k++) {
        if (!oz_plan_add_id(builder, builder->kinds[k])) {
            return false;
        }
    }
    oz_plan_close_run(builder, &rule->kinds);
    builder->kind_count = 0;
    return true;
}

static bool guard_all(struct oz_plan_builder *builder)
{
    struct oz_plan *plan = builder->plan;

    for (builder->rule = 0; builder->rule < plan->rule_count; builder->rule++) {
        struct oz_part whole = {plan->rules[builder->rule].program.match, true, false};

        if (!count_uses(builder, whole)) {
            return false;
        }
    }
    memset(builder->met, 0,
           2 * (size_t)builder->expr->node_count * sizeof *builder->met);
    for (builder->rule = 0; builder->rule < plan->rule_count; builder->rule++) {
        if (!guard_rule(builder, &plan->rules[builder->rule])) {
            return false;
        }
    }
    return true;
}

bool oz_plan_guards(struct oz_plan_builder *builder)
{
    const ounce_allocator *alloc = builder->arena->alloc;
    size_t count = builder->expr->node_count + (size_t)1;
    bool fine;

    builder->costs = oz_alloc_zero(alloc, 2 * count * sizeof *builder->costs);
    builder->met = oz_alloc_zero(alloc, 2 * count * sizeof *builder->met);
    builder->checked = oz_alloc_zero(alloc, count * sizeof *builder->checked);
    builder->only_checks = oz_alloc_zero(alloc, count);
    fine = builder->costs != NULL && builder->met != NULL && builder->checked != NULL &&
           builder->only_checks != NULL && guard_all(builder);
    oz_alloc_free(alloc, builder->costs, 2 * count * sizeof *builder->costs);
    oz_alloc_free(alloc, builder->met, 2 * count * sizeof *builder->met);
    oz_alloc_free(alloc, builder->checked, count * sizeof *builder->checked);
    oz_alloc_free(alloc, builder->only_checks, count);
    return fine;
}
