/* normal_test.c — tests of fields → leaves; what a field is, whatever it is wrapped in.
 *
 *     starts_with(first(a.b, ""), "x")  =>  a.b starts_with "x"
 *     eq(if(eq(p_log_type, "T"), a, b), 1) for rules of T  =>  a eq 1
 */
#include "base/str.h"
#include "catalog/normal_build.h"
#include "expr/operator.h"

#include <string.h>

static bool is_wrapper(const struct oz_expr_node *node)
{
    return node->kind == OZ_EXPR_CALL &&
           (node->op == OZ_FN_DEFAULT || node->op == OZ_FN_FIRST ||
            node->op == OZ_FN_ITERATE || node->op == OZ_FN_EITHER);
}

bool oz_normal_operand(struct oz_normal_builder *builder, oz_expr_id id,
                       struct oz_normal_operand *out)
{
    const struct oz_expr *expr = builder->scope->expr;
    const struct oz_expr_node *node;

    out->fallback = OZ_NORMAL_NO_FALLBACK;
    id = oz_normal_behind_checks(builder, id);
    for (node = oz_expr_node(expr, id); is_wrapper(node);
         node = oz_expr_node(expr, id)) {
        if (node->op != OZ_FN_ITERATE) {
            ounce_value constant;
            bool known = node->count == 2 &&
                         oz_normal_constant_of(expr, oz_normal_child(builder, node, 1),
                                               &constant);
            bool same =
                known &&
                (out->fallback == OZ_NORMAL_NO_FALLBACK ||
                 (constant.kind == OUNCE_LIST && out->constant.kind == OUNCE_LIST));

            /* `x or []` is false for more than null: known only of empty lists. */
            if (!same || (node->op == OZ_FN_EITHER && constant.kind != OUNCE_LIST &&
                          constant.kind != OUNCE_MAP)) {
                return false;
            }
            out->constant = constant;
            out->fallback =
                node->op == OZ_FN_DEFAULT && out->fallback != OZ_NORMAL_FOR_NULL
                    ? OZ_NORMAL_FOR_MISSING
                    : OZ_NORMAL_FOR_NULL;
        }
        id = oz_normal_behind_checks(builder, oz_normal_child(builder, node, 0));
    }
    if (node->kind != OZ_EXPR_FIELD) {
        return false;
    }
    out->field = oz_normal_text(builder, id);
    return out->field.data != NULL;
}

const struct oz_normal *oz_normal_or_absent(struct oz_normal_builder *builder,
                                            const struct oz_normal_operand *operand,
                                            bool fallback, bool null,
                                            const struct oz_normal *given)
{
    bool missing_only = operand->fallback == OZ_NORMAL_FOR_MISSING;
    const struct oz_normal *absent, *parts[2];

    if (operand->fallback == OZ_NORMAL_NO_FALLBACK || fallback == null) {
        return given;
    }
    absent =
        missing_only
            ? oz_normal_not(builder, oz_normal_leaf(builder, operand->field, "exists"))
            : oz_normal_leaf(builder, operand->field, "is_null");
    parts[0] = fallback ? absent : oz_normal_not(builder, absent);
    parts[1] = given;
    return oz_normal_group(builder, fallback ? OZ_NORMAL_OR : OZ_NORMAL_AND, parts, 2);
}

/* ---- leaves ---- */

static ounce_str word_of(struct oz_normal_builder *builder,
                         const struct oz_expr_node *node)
{
    bool several = node->op == OZ_OP_EQ && node->data_count != 1;
    const char *name = several ? "in" : oz_operator_name((enum oz_operator)node->op);
    size_t size = strlen(name);
    char *word;

    if (!node->ignore_case) {
        return (ounce_str){name, size};
    }
    word = oz_arena_alloc(builder->scope->arena, size + 1);
    if (word == NULL) {
        return (ounce_str){NULL, 0};
    }
    word[0] = 'i';
    memcpy(word + 1, name, size);
    return (ounce_str){word, size + 1};
}

static const struct oz_normal *leaf_of(struct oz_normal_builder *builder,
                                       const struct oz_expr_node *node, ounce_str field)
{
    struct oz_normal *leaf;

    if (node->op == OZ_OP_IS_EMPTY) {
        return oz_normal_not(builder, oz_normal_true_leaf(builder, field));
    }
    if (node->op == OZ_OP_EQ && node->data_count == 1 &&
        builder->scope->expr->values[node->data].kind == OUNCE_NULL) {
        return oz_normal_leaf(builder, field, "is_null");
    }
    if (node->data_count == 0 &&
        oz_operator_operands((enum oz_operator)node->op) != OZ_OPERANDS_NONE) {
        return oz_normal_constant(builder, false); /* any of none */
    }
    leaf = field.data != NULL ? oz_normal_new(builder, OZ_NORMAL_LEAF) : NULL;
    if (leaf == NULL) {
        return NULL;
    }
    leaf->field = field;
    leaf->word = word_of(builder, node);
    leaf->values = oz_reading_values(builder->scope->expr, node);
    leaf->value_count = node->data_count;
    return leaf->word.data != NULL ? oz_normal_done(leaf) : NULL;
}

/* ---- data models: a choice by log type ---- */

/* How many log types of the rule are among those that a condition asks for; -1: it asks
 * for none. */
static int64_t log_types_in(const struct oz_normal_scope *scope, oz_expr_id id)
{
    const struct oz_expr *expr = scope->expr;
    const struct oz_expr_node *node = oz_expr_node(expr, id);
    const struct oz_expr_node *field;
    int64_t found = 0;

    if (node->kind != OZ_EXPR_TEST || node->op != OZ_OP_EQ || node->count != 1 ||
        node->ignore_case || scope->log_type_count == 0) {
        return -1;
    }
    field = oz_expr_child(expr, node, 0);
    if (field->kind != OZ_EXPR_FIELD || field->level > 0 ||
        !oz_str_is(expr->paths[field->data].text, "p_log_type")) {
        return -1;
    }
    for (uint32_t i = 0; i < scope->log_type_count; i++) {
        bool among = false;

        for (uint32_t j = 0; j < node->data_count; j++) {
            const ounce_value *value = &expr->values[node->data + j];

            among = among || (value->kind == OUNCE_TEXT &&
                              oz_str_equal(scope->log_types[i],
                                           (ounce_str){value->text, value->size}));
        }
        found += among ? 1 : 0;
    }
    return found;
}

/* The one branch that the rule's log types lead to; OZ_NONE: either may be. */
static oz_expr_id only_branch(const struct oz_normal_builder *builder,
                              const struct oz_expr_node *node)
{
    int64_t found = log_types_in(builder->scope, oz_normal_child(builder, node, 0));

    return found == 0                                ? oz_normal_child(builder, node, 2)
           : found == builder->scope->log_type_count ? oz_normal_child(builder, node, 1)
                                                     : OZ_NONE;
}

const struct oz_normal *oz_normal_branch(struct oz_normal_builder *builder,
                                         oz_expr_id id, oz_normal_fn *of)
{
    const struct oz_expr_node *node = oz_expr_node(builder->scope->expr, id);
    oz_expr_id only = only_branch(builder, node);

    if (only != OZ_NONE) {
        return of(builder, only);
    }
    return oz_normal_choice(builder,
                            oz_normal_truth(builder, oz_normal_child(builder, node, 0)),
                            of(builder, oz_normal_child(builder, node, 1)),
                            of(builder, oz_normal_child(builder, node, 2)));
}

/* ---- tests ---- */

static const struct oz_normal *test_of(struct oz_normal_builder *builder,
                                       oz_expr_id test, oz_expr_id operand);

/* Where default(), first() and either() go on to their next argument. */
static const struct oz_normal *absence(struct oz_normal_builder *builder, uint8_t op,
                                       oz_expr_id operand)
{
    const struct oz_expr_node *field = oz_expr_node(builder->scope->expr, operand);

    if (op == OZ_FN_EITHER) {
        return oz_normal_not(builder, oz_normal_truth(builder, operand));
    }
    if (field->kind != OZ_EXPR_FIELD) {
        return NULL;
    }
    return op == OZ_FN_FIRST
               ? oz_normal_leaf(builder, oz_normal_text(builder, operand), "is_null")
               : oz_normal_not(builder,
                               oz_normal_leaf(builder, oz_normal_text(builder, operand),
                                              "exists"));
}

/* A test of what stands first, where that is there, else of the rest. */
static const struct oz_normal *fallback_of(struct oz_normal_builder *builder,
                                           oz_expr_id test,
                                           const struct oz_expr_node *node,
                                           uint32_t index)
{
    const struct oz_expr_node *tested = oz_expr_node(builder->scope->expr, test);
    oz_expr_id operand =
        oz_normal_behind_checks(builder, oz_normal_child(builder, node, index));
    const struct oz_normal *given = test_of(builder, test, operand), *rest, *absent;
    bool never, always;

    if (index + 1 == node->count || given == NULL) {
        return given;
    }
    rest = fallback_of(builder, test, node, index + 1);
    if (rest == NULL) {
        return NULL;
    }
    never = oz_normal_of_absent(builder, tested, node->op == OZ_FN_EITHER, false);
    always = oz_normal_of_absent(builder, tested, node->op == OZ_FN_EITHER, true);
    if ((never && rest->kind == OZ_NORMAL_FALSE) ||
        (always && rest->kind == OZ_NORMAL_TRUE)) {
        return given;
    }
    if (node->op != OZ_FN_EITHER &&
        oz_expr_node(builder->scope->expr, operand)->kind != OZ_EXPR_FIELD) {
        return oz_normal_computed(builder, test);
    }
    absent = absence(builder, node->op, operand);
    if (never) {
        const struct oz_normal *both[] = {absent, rest};
        const struct oz_normal *either[] = {
            oz_normal_group(builder, OZ_NORMAL_AND, both, 2), given};

        return oz_normal_group(builder, OZ_NORMAL_OR, either, 2);
    }
    return oz_normal_choice(builder, absent, rest, given);
}

/* A test whose operand is a choice: a test of each branch. The branches are not nodes
 * of the pool, so the test is handed down by hand. Recursion is bounded by the depth of
 * the IR. */
static const struct oz_normal *test_of(struct oz_normal_builder *builder,
                                       oz_expr_id test, oz_expr_id operand)
{
    const struct oz_expr *expr = builder->scope->expr;
    const struct oz_expr_node *tested = oz_expr_node(expr, test), *node;
    ounce_value constant;
    bool holds;

    operand = oz_normal_behind_checks(builder, operand);
    node = oz_expr_node(expr, operand);
    if (builder->made > OZ_NORMAL_MOST_MADE) {
        return oz_normal_computed(builder, test);
    }
    if (oz_normal_constant_of(expr, operand, &constant)) {
        return oz_normal_holds_of(builder, tested, &constant, &holds)
                   ? oz_normal_constant(builder, holds)
                   : oz_normal_computed(builder, test);
    }
    if (node->kind == OZ_EXPR_FIELD) {
        return leaf_of(builder, tested, oz_normal_text(builder, operand));
    }
    if (node->kind == OZ_EXPR_IF) {
        oz_expr_id only = only_branch(builder, node);

        return only != OZ_NONE
                   ? test_of(builder, test, only)
                   : oz_normal_choice(
                         builder,
                         oz_normal_truth(builder, oz_normal_child(builder, node, 0)),
                         test_of(builder, test, oz_normal_child(builder, node, 1)),
                         test_of(builder, test, oz_normal_child(builder, node, 2)));
    }
    /* What a fallback leaves is there, unless the last of it is a field. */
    if (tested->op != OZ_OP_EXISTS && node->kind == OZ_EXPR_CALL &&
        (node->op == OZ_FN_DEFAULT || node->op == OZ_FN_FIRST ||
         node->op == OZ_FN_EITHER)) {
        return fallback_of(builder, test, node, 0);
    }
    return oz_normal_computed(builder, test);
}

const struct oz_normal *oz_normal_test(struct oz_normal_builder *builder, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(builder->scope->expr, id);

    return node->count != 1 ? oz_normal_computed(builder, id)
                            : test_of(builder, id, oz_normal_child(builder, node, 0));
}
