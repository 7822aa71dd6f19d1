/* plan_guard.c — necessary conditions of a rule, and which one to file it under.
 *
 *     all(eq(name, "A"), gt(size, 5))             name is "A"
 *     any(eq(name, "A"), eq(action, "b"))         name is "A", or action is "b"
 *     all(in(name, ["A", "B"]), eq(region, "x"))  the one that fewer predicates share
 *     not(any(error, not(eq(name, "A"))))         name is "A"
 *     if(eq(name, "A"), b, eq(name, "C"))         name is "A" or "C"
 *
 * A rule has two outcomes that count: it is true, or it raises an exception, which is a
 * verdict of its own. Without any of its keys neither comes about, so it need not be
 * tried. Each outcome needs one alternative or another (plan_shape.c), so the keys of
 * all of them are wanted; of what one alternative needs, the cheapest part will do. A
 * guard may be weaker than the rule, never stronger: what the index cannot serve is
 * tried always.
 */
#include "plan/plan_part.h"

#include <string.h>

#define NO_GUARD UINT64_MAX
/* A member that is there, or one that hardly anything is without: better than nothing,
 * if nothing else is to be had. */
#define COST_OF_PRESENCE 65536u
/* Many texts begin alike: one, two or three bytes of them say little. */
#define SHORT_AFFIX           4
#define WEIGHT_OF_SHORT_AFFIX 4
/* Parts inside parts: beyond, whatever it is may come about. */
#define MOST_DEPTH 1024

/* What is known of a part. */
struct oz_need {
    struct oz_part part;
    uint64_t cost; /* NO_GUARD, also while it is being worked out */
    bool costed;
    uint32_t counted, collected; /* in this rule already: its number plus one */
};

static uint64_t add_cost(uint64_t a, uint64_t b)
{
    return a == NO_GUARD || b == NO_GUARD     ? NO_GUARD
           : a > UINT32_MAX || b > UINT32_MAX ? UINT32_MAX
                                              : a + b;
}

static bool same_part(const void *owner, uint32_t id, const void *wanted)
{
    const struct oz_plan_builder *builder = owner;
    const struct oz_part *a = &builder->needs[id].part, *b = wanted;

    return a->id == b->id && a->scope == b->scope && a->outcome == b->outcome;
}

/* Where a part is noted; OZ_NONE: out of memory. What depends on no locals is the same
 * in all scopes. */
static uint32_t need_of(struct oz_plan_builder *builder, struct oz_part part)
{
    void *needs = builder->needs;
    uint64_t hash;
    uint32_t at;

    if ((oz_expr_node(builder->expr, part.id)->levels & OZ_LEVEL_FRAME) == 0) {
        part.scope = 0;
    }
    hash = oz_hash_mix(oz_hash_mix(part.id, part.scope), part.outcome);
    at = oz_table_find(&builder->need_table, hash, same_part, builder, &part);
    if (at != OZ_NONE) {
        return at;
    }
    if (!oz_arena_grow(&builder->scratch, &needs, builder->need_count,
                       &builder->need_capacity, sizeof *builder->needs)) {
        return OZ_NONE;
    }
    builder->needs = needs;
    at = builder->need_count;
    builder->needs[at] = (struct oz_need){part, NO_GUARD, false, 0, 0};
    if (!oz_table_add(&builder->need_table, &builder->scratch, hash, at)) {
        return OZ_NONE;
    }
    builder->need_count++;
    return at;
}

/* ---- how often a key would serve ---- */

static bool use_keys(struct oz_plan_builder *builder, const struct oz_shape *shape)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, shape->id);

    for (uint32_t i = 0; i < node->data_count; i++) {
        uint32_t key =
            oz_plan_intern_key(builder, shape->slot, shape->guard, node->data + i);

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
    uint32_t need = need_of(builder, part);
    struct oz_shape shape;
    bool fine;

    if (need == OZ_NONE) {
        return false;
    }
    if (builder->needs[need].counted == builder->rule + 1 ||
        builder->depth >= MOST_DEPTH) {
        return true;
    }
    builder->needs[need].counted = builder->rule + 1;
    builder->depth++;
    fine = oz_shape_of(builder, part, &shape) &&
           (shape.form != OZ_FORM_KEYS || use_keys(builder, &shape));
    for (uint32_t i = shape.first; i < shape.end && fine; i++) {
        fine =
            builder->parts[i].id == OZ_NONE || count_uses(builder, builder->parts[i]);
    }
    builder->depth--;
    builder->part_count = shape.first;
    return fine;
}

/* ---- costs ---- */

/* Events have the log types that rules are for: such a key is hardly a choice. */
static uint64_t cost_of_keys(const struct oz_plan_builder *builder,
                             const struct oz_shape *shape)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, shape->id);
    uint64_t cost = shape->slot == builder->plan->log_type_slot ? COST_OF_PRESENCE : 0;

    for (uint32_t i = 0; i < node->data_count; i++) {
        const ounce_value *value = &builder->expr->values[node->data + i];
        uint32_t key = oz_plan_key(builder->plan, shape->slot, shape->guard, value);
        uint32_t weight = shape->guard == OZ_GUARD_EQUAL || value->size >= SHORT_AFFIX
                              ? 1
                              : WEIGHT_OF_SHORT_AFFIX;

        cost += key == OZ_NONE ? 0 : (uint64_t)builder->plan->keys[key].use * weight;
    }
    return cost;
}

/* Members are as a rule of the kind that rules take them to be, if they are there. */
static uint64_t cost_of_kinds(uint32_t kinds)
{
    return kinds == OZ_KINDS_PRESENT || (kinds & OZ_KIND(OUNCE_MISSING)) != 0
               ? COST_OF_PRESENCE
               : 1;
}

static bool cost_of(struct oz_plan_builder *builder, struct oz_part part,
                    uint64_t *cost);

static bool is_collected(struct oz_plan_builder *builder, struct oz_part part)
{
    uint32_t need = need_of(builder, part);

    return need != OZ_NONE && builder->needs[need].collected == builder->rule + 1;
}

/* The cheapest part of the alternative that begins at `at`, and where the next one
 * does. */
static bool cost_of_alternative(struct oz_plan_builder *builder, uint32_t at,
                                uint32_t end, uint64_t *cost, uint32_t *best,
                                uint32_t *next)
{
    *cost = NO_GUARD;
    for (at++; at < end && builder->parts[at].id != OZ_NONE; at++) {
        uint64_t one;

        if (!cost_of(builder, builder->parts[at], &one)) {
            return false;
        }
        if (is_collected(builder, builder->parts[at])) {
            one = 0; /* its keys are there already */
        }
        if (one < *cost) {
            *cost = one;
            *best = at;
        }
    }
    *next = at;
    return true;
}

static bool cost_of_shape(struct oz_plan_builder *builder, const struct oz_shape *shape,
                          uint64_t *cost)
{
    uint32_t best;

    switch (shape->form) {
    case OZ_FORM_ANYTHING:
        *cost = NO_GUARD;
        return true;
    case OZ_FORM_KEYS:
        *cost = cost_of_keys(builder, shape);
        return true;
    case OZ_FORM_KINDS:
        *cost = cost_of_kinds(shape->kinds);
        return true;
    case OZ_FORM_PARTS:
        break;
    }
    *cost = 0;
    for (uint32_t at = shape->first; at < shape->end && *cost != NO_GUARD;) {
        uint64_t one;

        if (!cost_of_alternative(builder, at, shape->end, &one, &best, &at)) {
            return false;
        }
        *cost = add_cost(*cost, one);
    }
    return true;
}

/* How often the best guard would let the part through, in uses; collect() below makes
 * the same choices. false: out of memory. */
static bool cost_of(struct oz_plan_builder *builder, struct oz_part part,
                    uint64_t *cost)
{
    uint32_t need = need_of(builder, part);
    struct oz_shape shape;
    bool fine;

    *cost = NO_GUARD;
    if (need == OZ_NONE) {
        return false;
    }
    if (builder->needs[need].costed || builder->depth >= MOST_DEPTH) {
        *cost = builder->needs[need].cost;
        return true;
    }
    builder->needs[need].costed = true; /* a function that calls itself ends here */
    builder->depth++;
    fine = oz_shape_of(builder, part, &shape) && cost_of_shape(builder, &shape, cost);
    builder->depth--;
    builder->part_count = shape.first;
    builder->needs[need].cost = *cost;
    return fine;
}

/* ---- keys ---- */

/* A member of the wrong kind is told of apart (oz_plan_rule.kinds). */
static bool take_key(struct oz_plan_builder *builder, uint32_t id)
{
    void *kinds = builder->kinds;
    struct oz_guard_key *key;

    if (id == OZ_NONE) {
        return false;
    }
    key = &builder->plan->keys[id];
    if (key->rule == builder->rule + 1) {
        return true;
    }
    key->rule = builder->rule + 1;
    if (key->form != OZ_GUARD_KINDS || key->kinds == OZ_KINDS_PRESENT) {
        return oz_plan_add_id(builder, id);
    }
    if (!oz_arena_grow(builder->arena, &kinds, builder->kind_count,
                       &builder->kind_capacity, sizeof *builder->kinds)) {
        return false;
    }
    builder->kinds = kinds;
    builder->kinds[builder->kind_count++] = id;
    return true;
}

static bool take_keys(struct oz_plan_builder *builder, const struct oz_shape *shape)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, shape->id);
    bool fine = true;

    for (uint32_t i = 0; i < node->data_count && fine; i++) {
        fine = take_key(builder, oz_plan_key(builder->plan, shape->slot, shape->guard,
                                             &builder->expr->values[node->data + i]));
    }
    return fine;
}

static bool collect(struct oz_plan_builder *builder, struct oz_part part);

static bool collect_parts(struct oz_plan_builder *builder, const struct oz_shape *shape)
{
    for (uint32_t at = shape->first; at < shape->end;) {
        uint32_t best = OZ_NONE;
        uint64_t cost;

        if (!cost_of_alternative(builder, at, shape->end, &cost, &best, &at)) {
            return false;
        }
        if (best == OZ_NONE) {
            builder->plan->rules[builder->rule].guarded = false;
        } else if (!collect(builder, builder->parts[best])) {
            return false;
        }
    }
    return true;
}

static bool collect_shape(struct oz_plan_builder *builder, const struct oz_shape *shape)
{
    switch (shape->form) {
    case OZ_FORM_ANYTHING:
        return true;
    case OZ_FORM_KEYS:
        return take_keys(builder, shape);
    case OZ_FORM_KINDS:
        return take_key(builder,
                        oz_plan_intern_kinds(builder, shape->slot, shape->kinds));
    case OZ_FORM_PARTS:
        break;
    }
    return collect_parts(builder, shape);
}

/* Add the keys of a part that has a guard to the run that is open. */
static bool collect(struct oz_plan_builder *builder, struct oz_part part)
{
    uint32_t need = need_of(builder, part);
    struct oz_shape shape;
    bool fine;

    if (need == OZ_NONE) {
        return false;
    }
    if (builder->needs[need].collected == builder->rule + 1) {
        return true;
    }
    builder->needs[need].collected = builder->rule + 1;
    fine = oz_shape_of(builder, part, &shape) && collect_shape(builder, &shape);
    builder->part_count = shape.first;
    return fine;
}

/* ---- rules ---- */

static const enum oz_outcome verdicts[] = {OZ_IS_TRUE, OZ_RAISES};

#define VERDICTS (sizeof verdicts / sizeof *verdicts)

static struct oz_part whole(const struct oz_plan_builder *builder,
                            enum oz_outcome outcome)
{
    return (struct oz_part){builder->plan->rules[builder->rule].program.match,
                            builder->rule, (uint8_t)outcome};
}

static bool guard_rule(struct oz_plan_builder *builder, struct oz_plan_rule *rule)
{
    rule->guarded = true;
    for (size_t i = 0; i < VERDICTS; i++) {
        uint64_t cost;

        if (!cost_of(builder, whole(builder, verdicts[i]), &cost)) {
            return false;
        }
        rule->guarded = rule->guarded && cost != NO_GUARD;
    }
    rule->guard = oz_plan_open_run(builder);
    for (size_t i = 0; i < VERDICTS && rule->guarded; i++) {
        if (!collect(builder, whole(builder, verdicts[i]))) {
            return false;
        }
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
        for (size_t i = 0; i < VERDICTS; i++) {
            if (!count_uses(builder, whole(builder, verdicts[i]))) {
                return false;
            }
        }
    }
    for (builder->rule = 0; builder->rule < plan->rule_count; builder->rule++) {
        if (!guard_rule(builder, &plan->rules[builder->rule])) {
            return false;
        }
    }
    return true;
}

bool oz_plan_guards(struct oz_plan_builder *builder)
{
    size_t nodes = builder->expr->node_count + (size_t)1;
    size_t scopes =
        builder->plan->rule_count + (size_t)builder->expr->function_count + 1;
    bool fine;

    oz_arena_init(&builder->scratch, builder->arena->alloc);
    builder->jumps = oz_arena_zero(&builder->scratch, nodes);
    builder->visited =
        oz_arena_zero(&builder->scratch, nodes * sizeof *builder->visited);
    builder->scopes =
        oz_arena_zero(&builder->scratch, scopes * sizeof *builder->scopes);
    fine = builder->jumps != NULL && builder->visited != NULL &&
           builder->scopes != NULL && guard_all(builder);
    oz_arena_finish(&builder->scratch);
    return fine;
}
