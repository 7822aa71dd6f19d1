/* normal_value.c — what tests say of constants: what a rule falls back on is one.
 *
 *     starts_with(default(a, "x"), "x")   holds of the fallback, so a may be missing
 */
#include "base/utf8.h"
#include "catalog/normal_build.h"
#include "expr/operator.h"

#include <string.h>

bool oz_normal_constant_of(const struct oz_expr *expr, oz_expr_id id, ounce_value *out)
{
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    memset(out, 0, sizeof *out);
    if (node->kind == OZ_EXPR_CONST) {
        *out = expr->values[node->data];
        return true;
    }
    if (node->kind != OZ_EXPR_CALL || node->count > 0) {
        return false;
    }
    out->kind = node->op == OZ_FN_DICT ? OUNCE_MAP : OUNCE_LIST;
    return node->op == OZ_FN_DICT || node->op == OZ_FN_LIST ||
           node->op == OZ_FN_TUPLE || node->op == OZ_FN_SET;
}

bool oz_normal_is_true(const ounce_value *constant)
{
    switch ((enum ounce_kind)constant->kind) {
    case OUNCE_BOOL:
    case OUNCE_INT:
        return constant->integer != 0;
    case OUNCE_FLOAT:
        return constant->real < 0 || constant->real > 0;
    case OUNCE_TEXT:
        return constant->size > 0;
    case OUNCE_BIG:
        return true;
    case OUNCE_MISSING:
    case OUNCE_NULL:
    case OUNCE_LIST:
    case OUNCE_MAP:
        break;
    }
    return false;
}

/* Lower-cased as the operands are; false: out of memory, and then it is not known. */
static bool fold(struct oz_normal_builder *builder, ounce_value *value)
{
    char *out = oz_arena_alloc(builder->scope->arena, OZ_FOLD_MAX(value->size));

    if (out == NULL) {
        return false;
    }
    value->size = oz_fold(value->text, value->size, out);
    value->text = out;
    return true;
}

/* Of the operators that have operands. */
static bool any_pair(struct oz_normal_builder *builder, const struct oz_expr_node *test,
                     ounce_value value, bool *holds)
{
    const ounce_value *operands = oz_reading_values(builder->scope->expr, test);

    if (test->ignore_case && value.kind == OUNCE_TEXT && value.size > 0 &&
        !fold(builder, &value)) {
        return false;
    }
    for (uint32_t i = 0; i < test->data_count; i++) {
        *holds = *holds ||
                 oz_operator_pair((enum oz_operator)test->op, &value, &operands[i]);
    }
    return true;
}

bool oz_normal_holds_of(struct oz_normal_builder *builder,
                        const struct oz_expr_node *test, const ounce_value *constant,
                        bool *holds)
{
    enum oz_operator op = (enum oz_operator)test->op;

    *holds = false;
    switch (oz_operator_family(op)) {
    case OZ_FAMILY_PRESENCE:
        *holds = oz_operator_presence(op, constant);
        return true;
    case OZ_FAMILY_ADDRESS:
        *holds = oz_operator_address(op, constant);
        return true;
    case OZ_FAMILY_NETWORK: /* what networks hold is not asked */
        return constant->kind != OUNCE_TEXT || constant->size == 0;
    case OZ_FAMILY_PAIR:
        break;
    }
    return any_pair(builder, test, *constant, holds);
}

bool oz_normal_of_absent(struct oz_normal_builder *builder,
                         const struct oz_expr_node *test, bool of_all, bool verdict)
{
    static const enum ounce_kind kinds[] = {OUNCE_NULL, OUNCE_BOOL, OUNCE_INT,
                                            OUNCE_TEXT, OUNCE_LIST, OUNCE_MAP};

    for (size_t i = 0; i < (of_all ? sizeof kinds / sizeof *kinds : 1); i++) {
        ounce_value value;
        bool holds;

        memset(&value, 0, sizeof value);
        value.kind = kinds[i];
        value.text = "";
        if (value.kind == OUNCE_BOOL || value.kind == OUNCE_INT) {
            value.integer = 0;
        }
        if (!oz_normal_holds_of(builder, test, &value, &holds) || holds != verdict) {
            return false;
        }
    }
    return true;
}
