/* plan_build.c — many rules → one plan.
 *
 * In order: number the fields that are read, prepare constants, choose guards, file
 * rules.
 */
#include "plan/plan_build.h"

#include "base/str.h"

bool oz_plan_add_id(struct oz_plan_builder *builder, uint32_t id)
{
    void *ids = builder->plan->ids;

    if (!oz_arena_grow(builder->arena, &ids, builder->id_count, &builder->id_capacity,
                       sizeof *builder->plan->ids)) {
        return false;
    }
    builder->plan->ids = ids;
    builder->plan->ids[builder->id_count++] = id;
    return true;
}

struct oz_run oz_plan_open_run(const struct oz_plan_builder *builder)
{
    return (struct oz_run){builder->id_count, 0};
}

void oz_plan_close_run(const struct oz_plan_builder *builder, struct oz_run *run)
{
    run->count = builder->id_count - run->first;
}

static uint32_t leading_names(const struct oz_path *path)
{
    uint32_t names = 0;

    while (names < path->count && path->segments[names].kind == OZ_SEGMENT_NAME) {
        names++;
    }
    return names;
}

/* A member that is read from every event, whether rules name it or not. */
static uint32_t add_member(struct oz_projection_builder *fields, ounce_str name)
{
    struct oz_segment segment = {OZ_SEGMENT_NAME, 0, name};
    struct oz_path path = {&segment, 1, name, false};

    return oz_projection_add(fields, &path, 1);
}

static bool number_fields(struct oz_plan_builder *builder)
{
    struct oz_plan *plan = builder->plan;
    struct oz_projection_builder *fields = oz_projection_builder_new(builder->arena);
    uint32_t log_type, event_time;

    if (fields == NULL) {
        return false;
    }
    log_type = add_member(fields, OZ_LIT("p_log_type"));     /* which rules are tried */
    event_time = add_member(fields, OZ_LIT("p_event_time")); /* dedup windows */
    if (log_type == OZ_NONE || event_time == OZ_NONE) {
        return false;
    }
    for (uint32_t i = 0; i < builder->expr->node_count; i++) {
        const struct oz_expr_node *node = &builder->expr->nodes[i];
        const struct oz_path *path;

        plan->nodes[i] = (struct oz_plan_node){OZ_NONE, 0, OZ_NONE};
        if (node->kind != OZ_EXPR_FIELD || node->level != 0) {
            continue;
        }
        path = &builder->expr->paths[node->data];
        plan->nodes[i].rest = leading_names(path);
        plan->nodes[i].slot = oz_projection_add(fields, path, plan->nodes[i].rest);
        if (plan->nodes[i].slot == OZ_NONE) {
            return false;
        }
    }
    if (!oz_projection_build(fields, &plan->projection)) {
        return false;
    }
    plan->log_type_slot = oz_projection_slot(fields, log_type);
    plan->event_time_slot = oz_projection_slot(fields, event_time);
    for (uint32_t i = 0; i < builder->expr->node_count; i++) {
        if (plan->nodes[i].slot != OZ_NONE) {
            plan->nodes[i].slot = oz_projection_slot(fields, plan->nodes[i].slot);
        }
    }
    return true;
}

bool oz_plan_build(struct oz_arena *arena, const struct oz_expr *expr,
                   struct oz_plan_rule *rules, uint32_t rule_count, struct oz_plan *out)
{
    struct oz_plan_builder builder = {0};

    memset(out, 0, sizeof *out);
    out->expr = expr;
    out->rules = rules;
    out->rule_count = rule_count;
    out->nodes = oz_arena_array(arena, expr->node_count, sizeof *out->nodes);
    builder.arena = arena;
    builder.expr = expr;
    builder.plan = out;
    return out->nodes != NULL && number_fields(&builder) &&
           oz_plan_constants(&builder) && oz_plan_methods(&builder) &&
           oz_plan_guards(&builder) && oz_plan_index(&builder);
}
