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
};

/* Append ids to plan->ids. */
bool oz_plan_add_id(struct oz_plan_builder *builder, uint32_t id);
struct oz_run oz_plan_open_run(const struct oz_plan_builder *builder);
void oz_plan_close_run(const struct oz_plan_builder *builder, struct oz_run *run);

/* Constants: sets and networks (plan_constant.c). */
bool oz_plan_constants(struct oz_plan_builder *builder);

/* Guards: choose one for each rule (plan_guard.c), file the rules (plan_index.c). */
bool oz_plan_guards(struct oz_plan_builder *builder);
bool oz_plan_index(struct oz_plan_builder *builder);

/* The key for this slot and constant, made if need be; OZ_NONE when out of memory. */
uint32_t oz_plan_intern_key(struct oz_plan_builder *builder, uint32_t slot,
                            uint32_t value);

#endif
