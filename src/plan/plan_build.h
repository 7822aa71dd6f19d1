/* plan_build.h — shared by the files that build a plan; nobody else includes it. */
#ifndef OZ_PLAN_BUILD_H
#define OZ_PLAN_BUILD_H

#include "plan/plan.h"

struct oz_need;
struct oz_part;
struct oz_scope;

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

    /* While guards are chosen; all of it lies in scratch. */
    struct oz_arena scratch;
    struct oz_part *parts; /* of the shapes at hand */
    uint32_t part_count, part_capacity;
    struct oz_need *needs; /* what is known of a part */
    uint32_t need_count, need_capacity;
    struct oz_table need_table;
    struct oz_scope **scopes; /* of rules, then of functions */
    uint32_t *visited;        /* per node: the walk that came there last */
    uint32_t stamp;
    uint8_t *jumps; /* per node; 0: not known */
    uint32_t rule;  /* at hand */
    uint32_t depth; /* of parts inside parts */
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
                            enum oz_guard_form form, uint32_t value);

/* The key for a slot whose value is of one of these kinds; OZ_NONE when out of memory.
 */
uint32_t oz_plan_intern_kinds(struct oz_plan_builder *builder, uint32_t slot,
                              uint32_t kinds);

#endif
