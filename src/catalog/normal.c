/* normal.c — predicates of the IR → the normal form.
 *
 *     eq(default(a, ""), "x")  =>  a eq "x"
 *     truth of default(a, {})  =>  a is_not_null
 *     none(p, q)               =>  not (p or q)
 */
#include "catalog/normal_build.h"

#include "base/str.h"

#define MOST_ONLY_ONE 4 /* alternatives that are written out */

static const struct oz_normal *only_one(struct oz_normal_builder *builder,
                                        const struct oz_expr_node *node)
{
    const struct oz_normal *ways[MOST_ONLY_ONE], *parts[MOST_ONLY_ONE];
    const struct oz_normal *all[MOST_ONLY_ONE];

    for (uint32_t i = 0; i < node->count; i++) {
        all[i] = oz_normal_truth(builder, oz_normal_child(builder, node, i));
    }
    for (uint32_t i = 0; i < node->count; i++) {
        for (uint32_t j = 0; j < node->count; j++) {
            parts[j] = i == j ? all[j] : oz_normal_not(builder, all[j]);
        }
        ways[i] = oz_normal_group(builder, OZ_NORMAL_AND, parts, node->count);
    }
    return oz_normal_group(builder, OZ_NORMAL_OR, ways, node->count);
}

static const struct oz_normal *group(struct oz_normal_builder *builder,
                                     const struct oz_expr_node *node,
                                     enum oz_normal_kind kind, oz_expr_id id)
{
    const struct oz_normal **parts =
        oz_arena_array(builder->scope->arena, node->count, sizeof *parts);

    if (node->count > OZ_NORMAL_MOST) {
        return oz_normal_computed(builder, id);
    }
    for (uint32_t i = 0; parts != NULL && i < node->count; i++) {
        parts[i] = oz_normal_truth(builder, oz_normal_child(builder, node, i));
    }
    return oz_normal_group(builder, kind, parts, node->count);
}

/* c ? a : b */
const struct oz_normal *oz_normal_choice(struct oz_normal_builder *builder,
                                         const struct oz_normal *condition,
                                         const struct oz_normal *then,
                                         const struct oz_normal *otherwise)
{
    const struct oz_normal *first[] = {condition, then};
    const struct oz_normal *second[] = {oz_normal_not(builder, condition), otherwise};
    const struct oz_normal *both[] = {
        oz_normal_group(builder, OZ_NORMAL_AND, first, 2),
        oz_normal_group(builder, OZ_NORMAL_AND, second, 2)};

    return oz_normal_group(builder, OZ_NORMAL_OR, both, 2);
}

/* The truth of default(field, v) and first(field, v). */
static const struct oz_normal *fallback(struct oz_normal_builder *builder,
                                        oz_expr_id id)
{
    const struct oz_expr *expr = builder->scope->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, id);
    oz_expr_id operand =
        oz_normal_behind_checks(builder, oz_normal_child(builder, node, 0));
    const struct oz_normal *rest, *absent, *both[2], *either[2];

    if (node->count != 2 || oz_expr_node(expr, operand)->kind != OZ_EXPR_FIELD) {
        return oz_normal_computed(builder, id);
    }
    rest = oz_normal_truth(builder, oz_normal_child(builder, node, 1));
    absent =
        node->op == OZ_FN_FIRST
            ? oz_normal_leaf(builder, oz_normal_text(builder, operand), "is_null")
            : oz_normal_not(
                  builder,
                  oz_normal_leaf(builder, oz_normal_text(builder, operand), "exists"));
    both[0] = absent;
    both[1] = rest;
    either[0] = oz_normal_group(builder, OZ_NORMAL_AND, both, 2);
    either[1] = oz_normal_truth(builder, operand);
    return oz_normal_group(builder, OZ_NORMAL_OR, either, 2);
}

static bool is_check(const struct oz_expr_node *node)
{
    return node->kind == OZ_EXPR_CALL &&
           (node->op == OZ_FN_HAS_KEY || node->op == OZ_FN_IS_MAPPING ||
            node->op == OZ_FN_IS_STRING || node->op == OZ_FN_IS_HASHABLE);
}

/* What comes after checks. */
oz_expr_id oz_normal_behind_checks(const struct oz_normal_builder *builder,
                                   oz_expr_id id)
{
    const struct oz_expr *expr = builder->scope->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    if (node->kind != OZ_EXPR_CALL || node->op != OZ_FN_SEQUENCE) {
        return id;
    }
    for (uint32_t i = 0; i + 1 < node->count; i++) {
        if (!is_check(oz_expr_child(expr, node, i))) {
            return id;
        }
    }
    return oz_normal_child(builder, node, node->count - 1);
}

static bool has_more_than_stars(const ounce_value *pattern)
{
    for (size_t i = 0; i < pattern->size; i++) {
        if (pattern->text[i] != '*') {
            return true;
        }
    }
    return false;
}

/* fnmatch(v, pattern): of anything but text it raises. NULL: it is no such call, or out
 * of memory. */
static const struct oz_normal *wildcard(struct oz_normal_builder *builder,
                                        const struct oz_expr_node *node, bool *is)
{
    const struct oz_expr *expr = builder->scope->expr;
    const struct oz_expr_node *pattern, *function, *name;
    struct oz_normal_operand operand;
    struct oz_normal *leaf;

    *is = false;
    if (node->op != OZ_FN_APPLY || node->count != 3) {
        return NULL;
    }
    function = oz_expr_child(expr, node, 0);
    pattern = oz_expr_child(expr, node, 2);
    if (function->kind != OZ_EXPR_CALL || function->op != OZ_FN_NATIVE ||
        pattern->kind != OZ_EXPR_CONST) {
        return NULL;
    }
    name = oz_expr_child(expr, function, 0);
    if (!oz_str_is(
            (ounce_str){expr->values[name->data].text, expr->values[name->data].size},
            "fnmatch.fnmatch") ||
        expr->values[pattern->data].kind != OUNCE_TEXT ||
        !has_more_than_stars(&expr->values[pattern->data]) ||
        !oz_normal_operand(builder, oz_normal_child(builder, node, 1), &operand) ||
        (operand.fallback != OZ_NORMAL_NO_FALLBACK &&
         (operand.constant.kind != OUNCE_TEXT || operand.constant.size > 0))) {
        return NULL;
    }
    *is = true;
    leaf = oz_normal_new(builder, OZ_NORMAL_LEAF);
    if (leaf != NULL) {
        leaf->field = operand.field;
        leaf->word = oz_normal_word("wildcard");
        leaf->values = &expr->values[pattern->data];
        leaf->value_count = 1;
    }
    return oz_normal_done(leaf);
}

static const struct oz_normal *call(struct oz_normal_builder *builder, oz_expr_id id)
{
    const struct oz_normal *matched;
    bool is;
    const struct oz_expr_node *node = oz_expr_node(builder->scope->expr, id);
    oz_expr_id behind = oz_normal_behind_checks(builder, id);

    if (behind != id) {
        return oz_normal_truth(builder, behind);
    }
    if (is_check(node)) {
        return oz_normal_constant(builder, true);
    }
    matched = wildcard(builder, node, &is);
    if (is) {
        return matched;
    }
    switch (node->op) {
    case OZ_FN_BOOLEAN:
        return oz_normal_truth(builder, oz_normal_child(builder, node, 0));
    case OZ_FN_BOTH:
        return group(builder, node, OZ_NORMAL_AND, id);
    case OZ_FN_EITHER:
        return group(builder, node, OZ_NORMAL_OR, id);
    case OZ_FN_DEFAULT:
    case OZ_FN_FIRST:
        return fallback(builder, id);
    default:
        return oz_normal_computed(builder, id);
    }
}

static bool has_no_element(const ounce_value *constant)
{
    return constant->kind == OUNCE_LIST || constant->kind == OUNCE_MAP ||
           (constant->kind == OUNCE_TEXT && constant->size == 0);
}

static const struct oz_normal *elements(struct oz_normal_builder *builder,
                                        oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->scope->expr, id);
    bool all = node->op == OZ_ALL_ELEMENTS, none = node->op == OZ_NO_ELEMENT;
    struct oz_normal_operand operand;
    const struct oz_normal *body;
    struct oz_normal *made;

    if (!oz_normal_operand(builder, oz_normal_child(builder, node, 0), &operand) ||
        operand.fallback == OZ_NORMAL_UNKNOWN ||
        (operand.fallback != OZ_NORMAL_NO_FALLBACK &&
         !has_no_element(&operand.constant))) {
        return oz_normal_computed(builder, id);
    }
    body = oz_normal_truth(builder, oz_normal_child(builder, node, 1));
    made = oz_normal_new(builder, OZ_NORMAL_ELEMENTS);
    if (made == NULL || body == NULL) {
        return NULL;
    }
    made->field = operand.field;
    made->word = oz_normal_word(oz_quantifier_name((enum oz_quantifier)node->op));
    made->children = oz_arena_array(builder->scope->arena, 1, sizeof *made->children);
    if (made->children == NULL) {
        return NULL;
    }
    made->children[0] = body;
    made->count = 1;
    /* All and none hold of an empty list. */
    return oz_normal_or_absent(builder, &operand, all || none, none,
                               oz_normal_done(made));
}

/* The truth of anything. */
static const struct oz_normal *truth_of(struct oz_normal_builder *builder,
                                        oz_expr_id id)
{
    const struct oz_expr *expr = builder->scope->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, id);
    ounce_value constant;

    if (oz_normal_constant_of(expr, id, &constant)) {
        return oz_normal_constant(builder, oz_normal_is_true(&constant));
    }
    switch ((enum oz_expr_kind)node->kind) {
    case OZ_EXPR_CONST: /* as above */
        return NULL;
    case OZ_EXPR_FIELD:
        return oz_normal_true_leaf(builder, oz_normal_text(builder, id));
    case OZ_EXPR_CALL:
        return call(builder, id);
    case OZ_EXPR_IF:
        return oz_normal_branch(builder, id, oz_normal_truth);
    case OZ_EXPR_TEST:
        return oz_normal_test(builder, id);
    case OZ_EXPR_NOT:
        return oz_normal_not(
            builder, oz_normal_truth(builder, oz_normal_child(builder, node, 0)));
    case OZ_EXPR_ALL:
        return group(builder, node, OZ_NORMAL_AND, id);
    case OZ_EXPR_ANY:
        return group(builder, node, OZ_NORMAL_OR, id);
    case OZ_EXPR_NO_ONE:
        return oz_normal_not(builder, group(builder, node, OZ_NORMAL_OR, id));
    case OZ_EXPR_ONLY_ONE:
        return node->count <= MOST_ONLY_ONE ? only_one(builder, node)
                                            : oz_normal_computed(builder, id);
    case OZ_EXPR_ELEMENTS:
        return elements(builder, id);
    }
    return NULL;
}

/* Recursion is bounded by the depth of the IR. */
const struct oz_normal *oz_normal_truth(struct oz_normal_builder *builder,
                                        oz_expr_id id)
{
    const struct oz_normal *made = builder->made <= OZ_NORMAL_MOST_MADE
                                       ? truth_of(builder, id)
                                       : oz_normal_computed(builder, id);

    return made != NULL && made->size > OZ_NORMAL_MOST ? oz_normal_computed(builder, id)
                                                       : made;
}

const struct oz_normal *oz_normal_of(const struct oz_normal_scope *scope, oz_expr_id id)
{
    struct oz_normal_builder builder = {scope, 0, 0};

    return oz_normal_truth(&builder, id);
}
