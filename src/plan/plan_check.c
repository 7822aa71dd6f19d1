/* plan_check.c — what raises an exception only for what a member of the event is.
 *
 *     is_string(first(a, ""), "startswith")   raises when a is there and no text
 *     method(first(a, dict()), "keys")        … when a is there and no map
 *
 * A rule is tried on those kinds as well, so what stands behind such a check may guard
 * it.
 */
#include "plan/plan_part.h"

#include "base/str.h"

#define OTHERS(kind) (OZ_KINDS_ALL & ~OZ_KIND(kind))

/* Methods of maps, and how many arguments they take. */
static const struct {
    const char *name;
    uint32_t least, most;
} map_methods[] = {{"get", 1, 2}, {"items", 0, 0}, {"keys", 0, 0}, {"values", 0, 0}};

/* Called as it should be, a method of maps raises for nothing but what it is called
 * on. */
static bool is_map_method(const struct oz_expr *expr, const struct oz_expr_node *node)
{
    const struct oz_expr_node *name = oz_expr_child(expr, node, 1);
    const ounce_value *value = &expr->values[name->data];

    if (name->kind != OZ_EXPR_CONST || value->kind != OUNCE_TEXT ||
        (node->count > 2 && oz_expr_child(expr, node, 2)->kind != OZ_EXPR_CONST)) {
        return false; /* a key may have no hash */
    }
    for (uint32_t i = 3; i < node->count; i++) {
        const struct oz_expr_node *given = oz_expr_child(expr, node, i);

        if (given->fails != 0 ||
            (given->kind == OZ_EXPR_CALL && given->op == OZ_FN_NAMED)) {
            return false;
        }
    }
    for (size_t i = 0; i < sizeof map_methods / sizeof *map_methods; i++) {
        if (oz_str_is((ounce_str){value->text, value->size}, map_methods[i].name)) {
            return node->count - 2 >= map_methods[i].least &&
                   node->count - 2 <= map_methods[i].most;
        }
    }
    return false;
}

/* The kinds of a value that a check raises on. false: the node is no check. */
static bool kinds_of(const struct oz_expr *expr, const struct oz_expr_node *node,
                     uint32_t *kinds)
{
    switch (node->kind == OZ_EXPR_CALL ? node->op : OZ_FN_COUNT) {
    case OZ_FN_HAS_KEY:
        *kinds = OZ_KIND(OUNCE_MISSING);
        return true;
    case OZ_FN_IS_MAPPING:
        *kinds = OTHERS(OUNCE_MAP);
        return true;
    case OZ_FN_IS_STRING:
        *kinds = OTHERS(OUNCE_TEXT);
        return true;
    case OZ_FN_IS_HASHABLE:
        *kinds = OZ_KIND(OUNCE_LIST) | OZ_KIND(OUNCE_MAP);
        return true;
    case OZ_FN_METHOD:
        *kinds = OTHERS(OUNCE_MAP);
        return is_map_method(expr, node);
    default:
        return false;
    }
}

bool oz_plan_member(struct oz_plan_builder *builder, uint32_t scope, oz_expr_id id,
                    struct oz_member *out)
{
    const struct oz_expr *expr = builder->expr;
    const struct oz_expr_node *node;

    id = oz_scope_resolve(builder, scope, id);
    node = oz_expr_node(expr, id);
    out->other = OZ_NONE;
    out->absent = OZ_KIND(OUNCE_MISSING);
    if (node->kind == OZ_EXPR_CALL && node->count == 2 &&
        (node->op == OZ_FN_DEFAULT || node->op == OZ_FN_FIRST)) {
        out->absent |= node->op == OZ_FN_FIRST ? OZ_KIND(OUNCE_NULL) : 0;
        out->other = expr->children[node->first + 1];
        id = oz_scope_resolve(builder, scope, expr->children[node->first]);
        node = oz_expr_node(expr, id);
    }
    out->slot = builder->plan->nodes[id].slot;
    return node->kind == OZ_EXPR_FIELD && node->level == 0 &&
           builder->plan->nodes[id].rest == expr->paths[node->data].count;
}

/* The kind of a constant, of a text that is made, or of an empty display. */
static bool kind_of(const struct oz_expr *expr, const struct oz_expr_node *node,
                    uint32_t *kind)
{
    if (node->kind == OZ_EXPR_CONST) {
        *kind = expr->values[node->data].kind;
        return true;
    }
    *kind = node->op == OZ_FN_DICT  ? OUNCE_MAP
            : node->op == OZ_FN_STR ? OUNCE_TEXT
                                    : OUNCE_LIST;
    return node->kind == OZ_EXPR_CALL &&
           (node->op == OZ_FN_STR ||
            ((node->op == OZ_FN_DICT || node->op == OZ_FN_LIST) && node->count == 0));
}

/* Where the member is absent its default counts. */
static bool settle(const struct oz_expr *expr, const struct oz_member *member,
                   uint32_t *kinds)
{
    uint32_t kind;

    if (member->other == OZ_NONE) {
        return true;
    }
    if (!kind_of(expr, oz_expr_node(expr, member->other), &kind)) {
        return false;
    }
    *kinds =
        (*kinds >> kind & 1) != 0 ? *kinds | member->absent : *kinds & ~member->absent;
    return true;
}

bool oz_plan_check(struct oz_plan_builder *builder, uint32_t scope, oz_expr_id id,
                   uint32_t *slot, uint32_t *kinds)
{
    const struct oz_expr_node *node = oz_expr_node(builder->expr, id);
    struct oz_member member;

    if (!kinds_of(builder->expr, node, kinds) ||
        !oz_plan_member(builder, scope, builder->expr->children[node->first],
                        &member)) {
        return false;
    }
    *slot = member.slot;
    return settle(builder->expr, &member, kinds);
}

/* Displays, and what methods of maps give. */
static bool is_iterable(const struct oz_expr *expr, const struct oz_expr_node *node)
{
    if (node->kind != OZ_EXPR_CALL) {
        return false;
    }
    return node->op == OZ_FN_LIST || node->op == OZ_FN_TUPLE || node->op == OZ_FN_SET ||
           node->op == OZ_FN_DICT ||
           (node->op == OZ_FN_METHOD && node->count == 2 && is_map_method(expr, node));
}

#define LOOPABLE (OZ_KIND(OUNCE_LIST) | OZ_KIND(OUNCE_MAP) | OZ_KIND(OUNCE_TEXT))

/* a or []: what is not true is out of the way. */
static bool iterates_either(struct oz_plan_builder *builder, uint32_t scope,
                            const struct oz_expr_node *node, uint32_t *slot,
                            uint32_t *kinds)
{
    const struct oz_expr *expr = builder->expr;
    struct oz_member member;

    if (node->kind != OZ_EXPR_CALL || node->op != OZ_FN_EITHER || node->count != 2 ||
        !is_iterable(expr, oz_expr_child(expr, node, 1)) ||
        !oz_plan_member(builder, scope, expr->children[node->first], &member)) {
        return false;
    }
    *slot = member.slot;
    *kinds = OZ_KINDS_PRESENT & ~LOOPABLE;
    return settle(expr, &member, kinds);
}

bool oz_plan_iterates(struct oz_plan_builder *builder, uint32_t scope, oz_expr_id id,
                      uint32_t *slot, uint32_t *kinds)
{
    const struct oz_expr_node *node;
    struct oz_member member;

    *kinds = 0;
    id = oz_scope_resolve(builder, scope, id);
    node = oz_expr_node(builder->expr, id);
    if (is_iterable(builder->expr, node) ||
        iterates_either(builder, scope, node, slot, kinds)) {
        return true;
    }
    if (!oz_plan_member(builder, scope, id, &member)) {
        return false;
    }
    *slot = member.slot;
    *kinds = OZ_KINDS_ALL & ~LOOPABLE;
    return settle(builder->expr, &member, kinds);
}
