/* plan_guard.c — necessary conditions of a rule, and which one to file it under.
 *
 *     all(eq(eventName, "A"), gt(size, 5))           =>  eventName in ["A"]
 *     any(eq(eventName, "A"), eq(action, "b"))       =>  eventName in ["A"] or action
 * in ["b"] all(in(eventName, ["A", "B"]), eq(region, "x")) => the one that fewer
 * predicates share
 *
 * A guard may be weaker than the rule, never stronger: what the index cannot serve is
 * tried always. Negations and quantifiers guard nothing.
 */
#include "plan/plan_build.h"

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
        uint64_t hash;

        if (!oz_scalar_hash(&expr->values[node->data + i], &hash)) {
            return false;
        }
    }
    return true;
}

static uint32_t slot_of(const struct oz_plan_builder *builder, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id);

    return builder->plan->nodes[builder->expr->children[node->first]].slot;
}

/* Count, for every key, how many predicates of how many rules it would serve. */
static bool count_uses(struct oz_plan_builder *builder, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id);

    if (can_guard(builder, id)) {
        for (uint32_t i = 0; i < node->data_count; i++) {
            uint32_t key =
                oz_plan_intern_key(builder, slot_of(builder, id), node->data + i);

            if (key == OZ_NONE) {
                return false;
            }
            builder->plan->keys[key].use++;
        }
        return true;
    }
    if (node->kind != OZ_EXPR_ALL && node->kind != OZ_EXPR_ANY &&
        node->kind != OZ_EXPR_ONLY_ONE) {
        return true;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (!count_uses(builder, builder->expr->children[node->first + i])) {
            return false;
        }
    }
    return true;
}

#define NO_GUARD UINT64_MAX

/* How often the best guard of an expression would let the rule through, in uses; its
 * keys are added by collect() below, which makes the same choices. */
static uint64_t cost_of(const struct oz_plan_builder *builder, oz_expr_id id);

static uint64_t cost_of_keys(const struct oz_plan_builder *builder, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id);
    uint64_t cost = 0;

    for (uint32_t i = 0; i < node->data_count; i++) {
        uint32_t key = oz_plan_key(builder->plan, slot_of(builder, id),
                                   &builder->expr->values[node->data + i]);

        cost += builder->plan->keys[key].use;
    }
    return cost;
}

static uint32_t cheapest_child(const struct oz_plan_builder *builder,
                               const struct oz_expr_node *node, uint64_t *cost)
{
    uint32_t best = 0;

    *cost = NO_GUARD;
    for (uint32_t i = 0; i < node->count; i++) {
        uint64_t child = cost_of(builder, builder->expr->children[node->first + i]);

        if (child < *cost) {
            *cost = child;
            best = i;
        }
    }
    return best;
}

static uint64_t cost_of(const struct oz_plan_builder *builder, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id);
    uint64_t cost = 0;

    if (can_guard(builder, id)) {
        return cost_of_keys(builder, id);
    }
    if (node->kind == OZ_EXPR_CONST) {
        const ounce_value *value = &builder->expr->values[node->data];

        return value->kind == OUNCE_BOOL && value->integer == 0 ? 0 : NO_GUARD;
    }
    if (node->kind == OZ_EXPR_ALL) {
        cheapest_child(builder, node, &cost);
        return cost;
    }
    if (node->kind != OZ_EXPR_ANY && node->kind != OZ_EXPR_ONLY_ONE) {
        return NO_GUARD;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        uint64_t child = cost_of(builder, builder->expr->children[node->first + i]);

        if (child == NO_GUARD) {
            return NO_GUARD;
        }
        cost += child;
    }
    return cost;
}

/* Add the keys of an expression that has a guard to the run that is open. */
static bool collect(struct oz_plan_builder *builder, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id);
    uint64_t cost;

    if (can_guard(builder, id)) {
        for (uint32_t i = 0; i < node->data_count; i++) {
            uint32_t key = oz_plan_key(builder->plan, slot_of(builder, id),
                                       &builder->expr->values[node->data + i]);

            if (!oz_plan_add_id(builder, key)) {
                return false;
            }
        }
        return true;
    }
    if (node->kind == OZ_EXPR_ALL) {
        uint32_t best = cheapest_child(builder, node, &cost);

        return collect(builder, builder->expr->children[node->first + best]);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (!collect(builder, builder->expr->children[node->first + i])) {
            return false;
        }
    }
    return true;
}

bool oz_plan_guards(struct oz_plan_builder *builder)
{
    struct oz_plan *plan = builder->plan;

    for (uint32_t i = 0; i < plan->rule_count; i++) {
        if (!count_uses(builder, plan->rules[i].program.match)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < plan->rule_count; i++) {
        struct oz_plan_rule *rule = &plan->rules[i];

        rule->guarded = cost_of(builder, rule->program.match) != NO_GUARD;
        rule->guard = oz_plan_open_run(builder);
        if (rule->guarded && !collect(builder, rule->program.match)) {
            return false;
        }
        oz_plan_close_run(builder, &rule->guard);
    }
    return true;
}
