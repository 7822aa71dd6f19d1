/* lint_constant.c — a condition without an event: which kinds of value it leaves, and
 * what it says of a value that is known.
 *
 * These are consequences of operator.def. A test compares them with the matcher.
 */
#include "lint/lint_rule.h"

#include "base/str.h"
#include "base/utf8.h"
#include "event/event.h"
#include "expr/operator.h"

static uint32_t kind_of(const ounce_value *value)
{
    switch ((enum ounce_kind)value->kind) {
    case OUNCE_MISSING:
        return OZ_KIND_MISSING;
    case OUNCE_NULL:
        return OZ_KIND_NULL;
    case OUNCE_BOOL:
        return OZ_KIND_BOOL;
    case OUNCE_INT:
    case OUNCE_BIG:
    case OUNCE_FLOAT:
        return OZ_KIND_NUMBER;
    case OUNCE_TEXT:
        return OZ_KIND_TEXT;
    case OUNCE_LIST:
        return OZ_KIND_LIST;
    case OUNCE_MAP:
        return OZ_KIND_MAP;
    }
    return OZ_KIND_ALL;
}

/* Kinds a value may have for the constant to fit, by operator. */
static uint32_t kinds_for(enum oz_operator op, const ounce_value *constant)
{
    uint32_t kind = kind_of(constant);

    switch (oz_operator_operands(op)) {
    case OZ_OPERANDS_SCALAR:
        return op == OZ_OP_EQ ? kind
               : kind == OZ_KIND_TEXT
                   ? OZ_KIND_TEXT | OZ_KIND_LIST | OZ_KIND_MAP /* contains */
                   : OZ_KIND_LIST;
    case OZ_OPERANDS_ORDERED: /* booleans have no order */
        return kind & (OZ_KIND_NUMBER | OZ_KIND_TEXT);
    case OZ_OPERANDS_TEXT:
    case OZ_OPERANDS_NETWORK:
    case OZ_OPERANDS_ADDRESS:
        return OZ_KIND_TEXT;
    case OZ_OPERANDS_NONE:
        break;
    }
    return OZ_KIND_ALL;
}

static uint32_t presence_kinds(enum oz_operator op, bool holds)
{
    const uint32_t nothing = OZ_KIND_MISSING | OZ_KIND_NULL;

    return op == OZ_OP_EXISTS ? holds ? OZ_KIND_ALL & ~OZ_KIND_MISSING : OZ_KIND_MISSING
           : !holds           ? OZ_KIND_ALL & ~nothing
           : op == OZ_OP_IS_NULL ? nothing
                                 : nothing | OZ_KIND_TEXT | OZ_KIND_LIST | OZ_KIND_MAP;
}

static uint32_t test_kinds(const struct oz_expr *expr, const struct oz_expr_node *node,
                           bool holds)
{
    enum oz_operator op = (enum oz_operator)node->op;
    uint32_t kinds = 0;

    switch (oz_operator_family(op)) {
    case OZ_FAMILY_PRESENCE:
        return presence_kinds(op, holds);
    case OZ_FAMILY_ADDRESS:
        return holds ? OZ_KIND_TEXT : OZ_KIND_ALL;
    case OZ_FAMILY_NETWORK:
    case OZ_FAMILY_PAIR:
        break;
    }
    for (uint32_t i = 0; holds && i < node->data_count; i++) {
        kinds |= kinds_for(op, &expr->values[node->data + i]);
    }
    return holds ? kinds : OZ_KIND_ALL;
}

uint32_t oz_lint_kinds(const struct oz_expr *expr,
                       const struct oz_lint_literal *literal)
{
    const struct oz_expr_node *node = oz_expr_node(expr, literal->id);

    if (node->kind == OZ_EXPR_TEST) {
        return test_kinds(expr, node, literal->holds);
    }
    /* a quantifier: all but NoElement want a list */
    return literal->holds != (node->op == OZ_NO_ELEMENT) ? OZ_KIND_LIST : OZ_KIND_ALL;
}

uint32_t oz_lint_operand_kinds(const struct oz_expr *expr, oz_expr_id operand)
{
    const struct oz_expr_node *node = oz_expr_node(expr, operand);
    const struct oz_path *path;

    if (node->kind != OZ_EXPR_FIELD) {
        return OZ_KIND_ALL;
    }
    path = &expr->paths[node->data];
    for (uint32_t i = 0; i < path->count; i++) {
        if (path->segments[i].kind == OZ_SEGMENT_EACH) {
            return OZ_KIND_MISSING | OZ_KIND_LIST;
        }
    }
    return OZ_KIND_ALL;
}

/* ---- a value that is known ---- */

static enum oz_verdict verdict(bool holds)
{
    return holds ? OZ_VERDICT_ALWAYS : OZ_VERDICT_NEVER;
}

static bool fold(struct oz_lint_rule *rule, ounce_value *value)
{
    char *out = oz_arena_alloc(rule->in->scratch, OZ_FOLD_MAX(value->size) + 1);

    if (out == NULL || !oz_lint_step(rule, value->size)) {
        rule->nomem = rule->nomem || out == NULL;
        return false;
    }
    value->size = oz_fold(value->text, value->size, out);
    value->text = out;
    return true;
}

enum oz_verdict oz_lint_judge(struct oz_lint_rule *rule,
                              const struct oz_expr_node *test, const ounce_value *value,
                              bool folded)
{
    enum oz_operator op = (enum oz_operator)test->op;
    ounce_value v = *value;
    bool blurred = folded && v.kind == OUNCE_TEXT; /* its letters are not known */

    if (test->kind == OZ_EXPR_ELEMENTS) {
        return verdict(test->op == OZ_NO_ELEMENT);
    }
    switch (oz_operator_family(op)) {
    case OZ_FAMILY_PRESENCE:
        return verdict(oz_operator_presence(op, &v));
    case OZ_FAMILY_ADDRESS:
        return blurred ? OZ_VERDICT_OPEN : verdict(oz_operator_address(op, &v));
    case OZ_FAMILY_NETWORK:
        return OZ_VERDICT_OPEN;
    case OZ_FAMILY_PAIR:
        break;
    }
    if ((blurred && !test->ignore_case) || !oz_lint_step(rule, test->data_count) ||
        (test->ignore_case && v.kind == OUNCE_TEXT && !folded && !fold(rule, &v))) {
        return OZ_VERDICT_OPEN;
    }
    for (uint32_t i = 0; i < test->data_count; i++) {
        if (oz_operator_pair(op, &v, &rule->in->expr->values[test->data + i])) {
            return OZ_VERDICT_ALWAYS;
        }
    }
    return OZ_VERDICT_NEVER;
}
