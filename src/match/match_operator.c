/* match_operator.c — what the rows of operator.def mean.
 *
 * Missing counts as null, but for `exists`. Wrong types make an operator false; nothing
 * fails. Constants of predicates that ignore case are lower-cased already.
 */
#include "match/match_eval.h"

#include "base/str.h"
#include "base/utf8.h"

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
        return oz_walk_fail(&eval->walk, OUNCE_REASON_NOMEM);
    }
    value->size = oz_fold(value->text, value->size, out);
    value->text = out;
    return true;
}

static bool starts_with(ounce_str text, ounce_str prefix)
{
    return text.size >= prefix.size &&
           (prefix.size == 0 || memcmp(text.data, prefix.data, prefix.size) == 0);
}

static bool ends_with(ounce_str text, ounce_str suffix)
{
    return text.size >= suffix.size &&
           (suffix.size == 0 || memcmp(text.data + (text.size - suffix.size),
                                       suffix.data, suffix.size) == 0);
}

static bool list_contains(struct oz_eval *eval, const struct oz_expr_node *node,
                          const ounce_value *list, const ounce_value *x)
{
    for (size_t i = 0; i < list->size; i++) {
        ounce_value element;

        if (!oz_value_element(&eval->walk, list, i, &element) ||
            (node->ignore_case && !fold(eval, &element))) {
            return false;
        }
        if (oz_value_equal(&eval->walk, &element, x)) {
            return true;
        }
        if (eval->walk.reason != OUNCE_REASON_NONE) {
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
           oz_value_member(&eval->walk, map, text_of(x), &member) &&
           member.kind != OUNCE_MISSING;
}

static bool contains(struct oz_eval *eval, const struct oz_expr_node *node,
                     const ounce_value *v, const ounce_value *x)
{
    switch ((enum ounce_kind)v->kind) {
    case OUNCE_TEXT:
        return x->kind == OUNCE_TEXT &&
               (x->size == 0 || (x->size <= v->size &&
                                 memmem(v->text, v->size, x->text, x->size) != NULL));
    case OUNCE_LIST:
        return list_contains(eval, node, v, x);
    case OUNCE_MAP:
        return map_contains(eval, v, x);
    case OUNCE_MISSING:
    case OUNCE_NULL:
    case OUNCE_BOOL:
    case OUNCE_INT:
    case OUNCE_BIG:
    case OUNCE_FLOAT:
        break;
    }
    return false;
}

static bool ordering_holds(enum oz_operator op, const ounce_value *v,
                           const ounce_value *x)
{
    bool ordered;
    int order = oz_value_compare(v, x, &ordered);

    if (!ordered) {
        return false;
    }
    return op == OZ_OP_GT    ? order > 0
           : op == OZ_OP_GTE ? order >= 0
           : op == OZ_OP_LT  ? order < 0
                             : order <= 0;
}

static bool is_empty(const ounce_value *v)
{
    bool sized = v->kind == OUNCE_TEXT || v->kind == OUNCE_LIST || v->kind == OUNCE_MAP;

    return v->kind == OUNCE_NULL || (sized && v->size == 0);
}

static bool address_holds(enum oz_operator op, const ounce_value *v)
{
    struct oz_ipaddr address;

    if (v->kind != OUNCE_TEXT || !oz_ipaddr_parse(v->text, v->size, &address)) {
        return false;
    }
    return op == OZ_OP_IS_IP        ? true
           : op == OZ_OP_IS_IPV4    ? address.version == 4
           : op == OZ_OP_IS_IPV6    ? address.version == 6
           : op == OZ_OP_IP_PRIVATE ? oz_ipaddr_is_private(&address)
                                    : !oz_ipaddr_is_private(&address);
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

/* Operators of a value and one operand. */
static bool pair_holds(struct oz_eval *eval, const struct oz_expr_node *node,
                       const ounce_value *v, const ounce_value *x)
{
    bool texts = v->kind == OUNCE_TEXT && x->kind == OUNCE_TEXT;

    switch ((enum oz_operator)node->op) {
    case OZ_OP_EQ:
        return oz_value_equal(&eval->walk, v, x);
    case OZ_OP_PREFIX:
        return texts && starts_with(text_of(v), text_of(x));
    case OZ_OP_SUFFIX:
        return texts && ends_with(text_of(v), text_of(x));
    case OZ_OP_CONTAINS:
        return contains(eval, node, v, x);
    case OZ_OP_GT:
    case OZ_OP_GTE:
    case OZ_OP_LT:
    case OZ_OP_LTE:
        return ordering_holds((enum oz_operator)node->op, v, x);
    case OZ_OP_EXISTS:
    case OZ_OP_IS_NULL:
    case OZ_OP_IS_EMPTY:
    case OZ_OP_IS_IP:
    case OZ_OP_IS_IPV4:
    case OZ_OP_IS_IPV6:
    case OZ_OP_IP_PRIVATE:
    case OZ_OP_IP_PUBLIC:
    case OZ_OP_CIDR:
    case OZ_OP_CIDR_CONTAINS:
    case OZ_OP_COUNT:
        break;
    }
    return false;
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
        if (!oz_walk_step(&eval->walk, 1)) {
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

bool oz_eval_test(struct oz_eval *eval, oz_expr_id id, const ounce_value *v,
                  const ounce_value *x)
{
    const struct oz_expr_node *node = oz_expr_node(eval->plan->expr, id);
    ounce_value value = null_if_missing(v);
    ounce_value other;

    switch ((enum oz_operator)node->op) {
    case OZ_OP_EXISTS:
        return v->kind != OUNCE_MISSING;
    case OZ_OP_IS_NULL:
        return value.kind == OUNCE_NULL;
    case OZ_OP_IS_EMPTY:
        return is_empty(&value);
    case OZ_OP_IS_IP:
    case OZ_OP_IS_IPV4:
    case OZ_OP_IS_IPV6:
    case OZ_OP_IP_PRIVATE:
    case OZ_OP_IP_PUBLIC:
        return address_holds((enum oz_operator)node->op, &value);
    case OZ_OP_CIDR:
    case OZ_OP_CIDR_CONTAINS:
        return network_holds(eval->plan, id, &value);
    case OZ_OP_EQ:
    case OZ_OP_PREFIX:
    case OZ_OP_SUFFIX:
    case OZ_OP_CONTAINS:
    case OZ_OP_GT:
    case OZ_OP_GTE:
    case OZ_OP_LT:
    case OZ_OP_LTE:
    case OZ_OP_COUNT:
        break;
    }
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
