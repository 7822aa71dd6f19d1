/* plan_build.h — shared by the files that build a plan; nobody else includes it. */
#ifndef OZ_PLAN_BUILD_H
#define OZ_PLAN_BUILD_H

#include "plan/plan.h"

struct oz_plan_builder {
    struct oz_arena *arena;
    const struct oz_expr *expr;
    struct oz_plan *plan;
    uint32_t id_count, id_capacity; /* of plan->ids */
    uint32_t key_capacity;          /* of plan->keys */
    uint32_t log_type_capacity;
    uint32_t method_capacity;
    uint32_t *kinds; /* keys of the rule at hand that name kinds */
    uint32_t kind_count, kind_capacity;

    /* While guards are chosen, per node: what is known of it, for either truth where
     * there are two; a rule's number plus one where it was there already. */
    uint32_t rule;
    uint64_t *costs;
    uint32_t *met;
    uint32_t *checked;
    uint8_t *only_checks; /* 0: not known */
};

/* Append ids to plan->ids. */
bool oz_plan_add_id(struct oz_plan_builder *builder, uint32_t id);
struct oz_run oz_plan_open_run(const struct oz_plan_builder *builder);
void oz_plan_close_run(const struct oz_plan_builder *builder, struct oz_run *run);

/* Constants: sets and networks (plan_constant.c). */
bool oz_plan_constants(struct oz_plan_builder *builder);

/* Methods: look up what their names may be (plan_method.c). */
bool oz_plan_methods(struct oz_plan_builder *builder);

/* Guards: choose one for each rule (plan_guard.c), file the rules (plan_index.c). */
bool oz_plan_guards(struct oz_plan_builder *builder);
bool oz_plan_index(struct oz_plan_builder *builder);

/* The key for this slot and constant, made if need be; OZ_NONE when out of memory. */
uint32_t oz_plan_intern_key(struct oz_plan_builder *builder, uint32_t slot,
                            uint32_t value);

/* The key for a slot whose value is of one of these kinds; OZ_NONE when out of memory.
 */
uint32_t oz_plan_intern_kinds(struct oz_plan_builder *builder, uint32_t slot,
                              uint32_t kinds);

/* Checks of members (plan_check.c). A member of the event, perhaps with a default:
 * *absent is the kinds that the default stands for, *other is it, or NULL. */
bool oz_plan_member(const struct oz_plan_builder *builder, oz_expr_id id,
                    uint32_t *slot, uint32_t *absent,
                    const struct oz_expr_node **other);
/* Can nothing but checks of members raise in an expression? */
bool oz_plan_only_checks(const struct oz_plan_builder *builder, oz_expr_id id);
/* Have the rule tried on what these checks raise on. false: out of memory. */
bool oz_plan_add_checks(struct oz_plan_builder *builder, oz_expr_id id);
/* The key for a member that is neither missing nor null; OZ_NONE: out of memory. */
uint32_t oz_plan_presence(struct oz_plan_builder *builder, uint32_t slot);

#endif
