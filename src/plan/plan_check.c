/* plan_check.c — what may raise an exception only for what a member is.
 *
 *     is_string(first(a, ""), "startswith")   =>  a is neither text, nor null, nor
 * missing
 *
 * A rule is tried on those kinds as well, so what stands behind such a check may guard
 * it.
 */
#include "plan/plan_build.h"

#define KIND(kind)   (UINT32_C(1) << (kind))
#define OTHERS(kind) ((KIND(OUNCE_MAP + 1) - 1) & ~KIND(kind))

/* The kinds of a value that a check raises on. false: the node is no check. */
static bool kinds_of(const struct oz_expr_node *node, uint32_t *kinds)
{
    if (node->kind != OZ_EXPR_CALL || node->count == 0) {
        return false;
    }
    switch (node->op) {
    case OZ_FN_HAS_KEY:
        *kinds = KIND(OUNCE_MISSING);
        return true;
    case OZ_FN_IS_MAPPING:
        *kinds = OTHERS(OUNCE_MAP);
        return true;
    case OZ_FN_IS_STRING:
        *kinds = OTHERS(OUNCE_TEXT);
        return true;
    case OZ_FN_IS_HASHABLE:
        *kinds = KIND(OUNCE_LIST) | KIND(OUNCE_MAP);
        return true;
    default:
        return false;
    }
}

/* The kind of a constant, or of an empty dict. */
static bool kind_of(const struct oz_expr *expr, const struct oz_expr_node *node,
                    uint32_t *kind)
{
    if (node->kind == OZ_EXPR_CONST) {
        *kind = expr->values[node->data].kind;
        return true;
    }
    *kind = OUNCE_MAP;
    return node->kind == OZ_EXPR_CALL && node->op == OZ_FN_DICT && node->count == 0;
}

bool oz_plan_member(const struct oz_plan_builder *builder, oz_expr_id id,
                    uint32_t *slot, uint32_t *absent, const struct oz_expr_node **other)
{
    const struct oz_expr *expr = builder->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    *other = NULL;
    *absent = KIND(OUNCE_MISSING);
    if (node->kind == OZ_EXPR_CALL && node->count == 2 &&
        (node->op == OZ_FN_DEFAULT || node->op == OZ_FN_FIRST)) {
        *absent |= node->op == OZ_FN_FIRST ? KIND(OUNCE_NULL) : 0;
        *other = oz_expr_child(expr, node, 1);
        id = expr->children[node->first];
        node = oz_expr_node(expr, id);
    }
    *slot = builder->plan->nodes[id].slot;
    return node->kind == OZ_EXPR_FIELD && node->level == 0 &&
           builder->plan->nodes[id].rest == expr->paths[node->data].count;
}

/* The member that a check looks at, and the kinds of it that raise. */
static bool find_check(const struct oz_plan_builder *builder, oz_expr_id id,
                       uint32_t *slot, uint32_t *kinds)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id), *other;
    uint32_t absent, kind;

    if (!kinds_of(node, kinds) ||
        !oz_plan_member(builder, builder->expr->children[node->first], slot, &absent,
                        &other)) {
        return false;
    }
    if (other == NULL) {
        return true;
    }
    if (!kind_of(builder->expr, other, &kind)) {
        return false;
    }
    *kinds = (*kinds >> kind & 1) != 0 ? *kinds | absent : *kinds & ~absent;
    return true;
}

/* Does the function itself raise, whatever its arguments do? */
static bool raises_itself(const struct oz_expr_node *node)
{
    return node->kind == OZ_EXPR_CALL &&
           (oz_function_traits((enum oz_function)node->op) & OZ_FAILS) != 0;
}

bool oz_plan_only_checks(const struct oz_plan_builder *builder, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id);
    uint32_t slot, kinds;

    if (node->fails == 0 || find_check(builder, id, &slot, &kinds)) {
        return true;
    }
    if (raises_itself(node)) {
        return false;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        oz_expr_id child = builder->expr->children[node->first + i];
        uint8_t *known = &builder->only_checks[child];

        if (*known == 0) {
            *known = oz_plan_only_checks(builder, child) ? 1 : 2;
        }
        if (*known == 2) {
            return false;
        }
    }
    return true;
}

static bool add_kind(struct oz_plan_builder *builder, uint32_t key)
{
    void *kinds = builder->kinds;

    if (!oz_arena_grow(builder->arena, &kinds, builder->kind_count,
                       &builder->kind_capacity, sizeof *builder->kinds)) {
        return false;
    }
    builder->kinds = kinds;
    builder->kinds[builder->kind_count++] = key;
    return true;
}

bool oz_plan_add_checks(struct oz_plan_builder *builder, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id);
    uint32_t slot, kinds;

    if (node->fails == 0 || builder->checked[id] == builder->rule + 1) {
        return true;
    }
    builder->checked[id] = builder->rule + 1;
    if (find_check(builder, id, &slot, &kinds)) {
        uint32_t key = oz_plan_intern_kinds(builder, slot, kinds);

        return key != OZ_NONE && add_kind(builder, key);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (!oz_plan_add_checks(builder, builder->expr->children[node->first + i])) {
            return false;
        }
    }
    return true;
}

uint32_t oz_plan_presence(struct oz_plan_builder *builder, uint32_t slot)
{
    return oz_plan_intern_kinds(builder, slot,
                                OTHERS(OUNCE_NULL) & ~KIND(OUNCE_MISSING));
}
