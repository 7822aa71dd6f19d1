/* plan_constant.c — what is done to constants once, so that events need not.
 *
 * Long lists of values become hash sets, networks and addresses are parsed.
 */
#include "native/native.h"
#include "plan/plan_build.h"

#include "base/str.h"

#define LONG_LIST 8 /* up to here a scan beats a hash */

static bool is_set(const struct oz_expr_node *node)
{
    return node->op == OZ_OP_EQ && node->data_count > LONG_LIST;
}

static bool is_network(const struct oz_expr_node *node)
{
    enum oz_operands operands = oz_operator_operands((enum oz_operator)node->op);

    return operands == OZ_OPERANDS_NETWORK || operands == OZ_OPERANDS_ADDRESS;
}

static bool same_value(const void *owner, uint32_t id, const void *wanted)
{
    const struct oz_expr *expr = owner;

    return oz_scalar_equal(&expr->values[id], wanted);
}

static bool build_set(struct oz_plan_builder *builder, const struct oz_expr_node *node,
                      struct oz_value_set *set)
{
    memset(set, 0, sizeof *set);
    set->others = oz_plan_open_run(builder);
    for (uint32_t i = node->data; i < node->data + node->data_count; i++) {
        const ounce_value *value = &builder->expr->values[i];
        uint64_t hash;

        if (!oz_scalar_hash(value, &hash)) {
            if (!oz_plan_add_id(builder, i)) {
                return false;
            }
        } else if (oz_table_find(&set->table, hash, same_value, builder->expr, value) ==
                       OZ_NONE &&
                   !oz_table_add(&set->table, builder->arena, hash, i)) {
            return false;
        }
    }
    oz_plan_close_run(builder, &set->others);
    return true;
}

/* Operands were checked when the rule was lowered: parsing cannot fail. */
static void parse_network(const struct oz_expr_node *node, const ounce_value *value,
                          struct oz_ipnet *net)
{
    memset(net, 0, sizeof *net);
    if (oz_operator_operands((enum oz_operator)node->op) == OZ_OPERANDS_NETWORK) {
        oz_ipnet_parse(value->text, value->size, net);
    } else {
        oz_ipaddr_parse(value->text, value->size, &net->base);
    }
}

static bool allocate(struct oz_plan_builder *builder)
{
    uint32_t sets = 0;
    uint32_t nets = 0;

    for (uint32_t i = 0; i < builder->expr->node_count; i++) {
        const struct oz_expr_node *node = &builder->expr->nodes[i];

        if (node->kind == OZ_EXPR_TEST) {
            sets += is_set(node) ? 1 : 0;
            nets += is_network(node) ? node->data_count : 0;
        }
    }
    builder->plan->sets =
        oz_arena_array(builder->arena, sets, sizeof(struct oz_value_set));
    builder->plan->nets = oz_arena_array(builder->arena, nets, sizeof(struct oz_ipnet));
    return builder->plan->sets != NULL && builder->plan->nets != NULL;
}

/* Natives are looked up by name once. What is none is a class, or nothing. */
static void find_native(struct oz_plan_builder *builder, uint32_t id)
{
    const struct oz_expr_node *node = &builder->expr->nodes[id];
    const ounce_value *name;

    if (node->kind == OZ_EXPR_CALL && node->op == OZ_FN_NATIVE) {
        name = &builder->expr->values[oz_expr_child(builder->expr, node, 0)->data];
        builder->plan->nodes[id].aux =
            oz_native_find((ounce_str){name->text, name->size});
    }
}

bool oz_plan_constants(struct oz_plan_builder *builder)
{
    struct oz_plan *plan = builder->plan;
    uint32_t net_count = 0;

    if (!allocate(builder)) {
        return false;
    }
    for (uint32_t i = 0; i < builder->expr->node_count; i++) {
        const struct oz_expr_node *node = &builder->expr->nodes[i];

        if (node->kind != OZ_EXPR_TEST || node->data_count == 0) {
            find_native(builder, i);
            continue;
        }
        if (is_set(node)) {
            plan->nodes[i].aux = plan->set_count;
            if (!build_set(builder, node, &plan->sets[plan->set_count++])) {
                return false;
            }
        } else if (is_network(node)) {
            plan->nodes[i].aux = net_count;
            for (uint32_t k = 0; k < node->data_count; k++) {
                parse_network(node, &builder->expr->values[node->data + k],
                              &plan->nets[net_count++]);
            }
        }
    }
    return true;
}

bool oz_plan_set_holds(const struct oz_plan *plan, uint32_t set,
                       const ounce_value *value)
{
    const struct oz_value_set *values = &plan->sets[set];
    uint64_t hash;

    if (oz_scalar_hash(value, &hash) &&
        oz_table_find(&values->table, hash, same_value, plan->expr, value) != OZ_NONE) {
        return true;
    }
    for (uint32_t i = 0; i < values->others.count; i++) {
        uint32_t at = plan->ids[values->others.first + i];

        if (oz_scalar_equal(&plan->expr->values[at], value)) {
            return true;
        }
    }
    return false;
}
