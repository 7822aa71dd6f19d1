/* plan_method.c — the names of methods, looked up once for every kind of value.
 *
 *     method(v, "get", …)   =>   {map: …Dict.get, dict: dict.get, the event: …}
 */
#include "native/native.h"
#include "plan/plan_build.h"

static uint16_t find(uint32_t kind, uint32_t flags, ounce_str name)
{
    ounce_value value = {0};
    uint32_t id;

    value.kind = kind;
    value.flags = flags;
    id = oz_native_method(&value, name);
    return id == OZ_NONE ? UINT16_MAX : (uint16_t)id;
}

_Static_assert(OZ_NATIVE_COUNT < UINT16_MAX, "natives are kept in 16 bits");

static bool add_method(struct oz_plan_builder *builder, ounce_str name)
{
    struct oz_plan *plan = builder->plan;
    void *methods = plan->methods;
    struct oz_plan_method *method;

    if (!oz_arena_grow(builder->arena, &methods, plan->method_count,
                       &builder->method_capacity, sizeof *plan->methods)) {
        return false;
    }
    plan->methods = methods;
    method = &plan->methods[plan->method_count++];
    for (uint32_t kind = 0; kind < OZ_METHOD_KINDS; kind++) {
        method->natives[kind] =
            oz_native_is_plain(kind) ? find(kind, 0, name) : UINT16_MAX;
    }
    method->natives[OZ_METHOD_KINDS] = find(OUNCE_MAP, OZ_VALUE_EVENT, name);
    return true;
}

bool oz_plan_methods(struct oz_plan_builder *builder)
{
    const struct oz_expr *expr = builder->expr;

    for (uint32_t i = 0; i < expr->node_count; i++) {
        const struct oz_expr_node *node = &expr->nodes[i];
        oz_expr_id name;
        const ounce_value *text;

        if (node->kind != OZ_EXPR_CALL || node->op != OZ_FN_METHOD) {
            continue;
        }
        name = expr->children[node->first + 1];
        if (builder->plan->nodes[name].aux != OZ_NONE ||
            expr->nodes[name].kind != OZ_EXPR_CONST) {
            continue;
        }
        builder->plan->nodes[name].aux = builder->plan->method_count;
        text = &expr->values[expr->nodes[name].data];
        if (!add_method(builder, (ounce_str){text->text, text->size})) {
            return false;
        }
    }
    return true;
}

uint32_t oz_plan_method(const struct oz_plan *plan, oz_expr_id name,
                        const ounce_value *self)
{
    uint32_t row = plan->nodes[name].aux;
    const ounce_value *text = &plan->expr->values[plan->expr->nodes[name].data];
    uint16_t native;

    if (row == OZ_NONE || !oz_native_is_plain(self->kind)) {
        return oz_native_method(self, (ounce_str){text->text, text->size});
    }
    native = plan->methods[row]
                 .natives[self->kind == OUNCE_MAP && (self->flags & OZ_VALUE_EVENT) != 0
                              ? OZ_METHOD_KINDS
                              : self->kind];
    return native == UINT16_MAX ? OZ_NONE : native;
}
