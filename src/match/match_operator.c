/* match_operator.c — what the rows of operator.def mean.
 *
 * Missing counts as null, but for `exists`. Wrong types make an operator false; nothing
 * fails. Constants of predicates that ignore case are lower-cased already.
 */
#include "match/match_eval.h"

#include "base/utf8.h"
#include "expr/operator.h"

#include <ounce/matcher.h>

static ounce_str text_of(const ounce_value *value)
{
    return (ounce_str){value->text, value->size};
}

/* Lower-case a text value; other values stay. false: out of memory. */
static bool fold(struct oz_eval *eval, ounce_value *value)
{
    char *out;

    if (value->kind != OUNCE_TEXT) {
        return true;
    }
    out = oz_arena_alloc(&eval->scratch, OZ_FOLD_MAX(value->size));
    if (out == NULL) {
        return oz_walk_fail(&eval->work.walk, OUNCE_REASON_NOMEM);
    }
    value->size = oz_fold(value->text, value->size, out);
    value->text = out;
    return true;
}

static bool list_contains(struct oz_eval *eval, const struct oz_expr_node *node,
                          const ounce_value *list, const ounce_value *x)
{
    for (size_t i = 0; i < list->size; i++) {
        ounce_value element;

        if (!oz_value_element(&eval->work.walk, list, i, &element) ||
            (node->ignore_case && !fold(eval, &element))) {
            return false;
        }
        if (oz_value_equal(&eval->work.walk, &element, x)) {
            return true;
        }
        if (eval->work.walk.reason != OUNCE_REASON_NONE) {
            return false;
        }
    }
    return false;
}

static bool map_contains(struct oz_eval *eval, const ounce_value *map,
                         const ounce_value *x)
{
    ounce_value member;

    return x->kind == OUNCE_TEXT &&
           oz_value_member(&eval->work.walk, map, text_of(x), &member) &&
           member.kind != OUNCE_MISSING;
}

/* Against any of the networks (or, for CIDR_CONTAINS, addresses) of the predicate. */
static bool network_holds(const struct oz_plan *plan, oz_expr_id id,
                          const ounce_value *v)
{
    const struct oz_expr_node *node = oz_expr_node(plan->expr, id);
    bool inside = node->op == OZ_OP_CIDR;
    struct oz_ipaddr address;
    struct oz_ipnet network;

    if (v->kind != OUNCE_TEXT ||
        !(inside ? oz_ipaddr_parse(v->text, v->size, &address)
                 : oz_ipnet_parse(v->text, v->size, &network))) {
        return false;
    }
    for (uint32_t i = 0; i < node->data_count; i++) {
        const struct oz_ipnet *x = &plan->nets[plan->nodes[id].aux + i];

        if (inside ? oz_ipnet_contains(x, &address)
                   : oz_ipnet_contains(&network, &x->base)) {
            return true;
        }
    }
    return false;
}

/* Operators of a value and one operand. Containers have equality and contents; the rest
 * is said of scalars. */
static bool pair_holds(struct oz_eval *eval, const struct oz_expr_node *node,
                       const ounce_value *v, const ounce_value *x)
{
    bool container = v->kind == OUNCE_LIST || v->kind == OUNCE_MAP;

    if (container && node->op == OZ_OP_EQ) {
        return oz_value_equal(&eval->work.walk, v, x);
    }
    if (container && node->op == OZ_OP_CONTAINS) {
        return v->kind == OUNCE_LIST ? list_contains(eval, node, v, x)
                                     : map_contains(eval, v, x);
    }
    return oz_operator_pair((enum oz_operator)node->op, v, x);
}

static bool any_constant_holds(struct oz_eval *eval, oz_expr_id id,
                               const ounce_value *v)
{
    const struct oz_plan *plan = eval->plan;
    const struct oz_expr_node *node = oz_expr_node(plan->expr, id);

    if (plan->nodes[id].aux != OZ_NONE) {
        return oz_plan_set_holds(plan, plan->nodes[id].aux, v);
    }
    for (uint32_t i = 0; i < node->data_count; i++) {
        if (pair_holds(eval, node, v, &plan->expr->values[node->data + i])) {
            return true;
        }
        if (!oz_walk_step(&eval->work.walk, 1)) {
            return false;
        }
    }
    return false;
}

static ounce_value null_if_missing(const ounce_value *value)
{
    ounce_value out = *value;

    if (out.kind == OUNCE_MISSING) {
        out.kind = OUNCE_NULL;
    }
    return out;
}

/* Of the family PAIR: against the constants of the predicate, or against x. */
static bool family_pair_holds(struct oz_eval *eval, oz_expr_id id, const ounce_value *v,
                              const ounce_value *x)
{
    const struct oz_expr_node *node = oz_expr_node(eval->plan->expr, id);
    ounce_value value = null_if_missing(v);
    ounce_value other;

    if (node->ignore_case && !fold(eval, &value)) {
        return false;
    }
    if (x == NULL) {
        return any_constant_holds(eval, id, &value);
    }
    other = null_if_missing(x);
    if (node->ignore_case && !fold(eval, &other)) {
        return false;
    }
    return pair_holds(eval, node, &value, &other);
}

bool oz_eval_test(struct oz_eval *eval, oz_expr_id id, const ounce_value *v,
                  const ounce_value *x)
{
    enum oz_operator op = (enum oz_operator)oz_expr_node(eval->plan->expr, id)->op;

    switch (oz_operator_family(op)) {
    case OZ_FAMILY_PRESENCE:
        return oz_operator_presence(op, v);
    case OZ_FAMILY_ADDRESS:
        return oz_operator_address(op, v);
    case OZ_FAMILY_NETWORK:
        return network_holds(eval->plan, id, v);
    case OZ_FAMILY_PAIR:
        break;
    }
    return family_pair_holds(eval, id, v, x);
}
