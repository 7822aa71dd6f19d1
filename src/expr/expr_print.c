/* expr_print.c — canonical text of the IR.
 *
 *     any_element(session.factors, all(eq($1.type, "sms"), eq($1.verified, false)))
 *
 * `$n` is the element of the n-th quantifier around it, counted from outside; `$.name`
 * is a member of the event by its exact spelling. What is printed parses back to the
 * same id (expr_parse.c).
 */
#include "expr/expr.h"

#include "base/number.h"

void oz_expr_print_constant(const ounce_value *value, struct oz_buf *buf)
{
    char text[OZ_REAL_TEXT];

    switch ((enum ounce_kind)value->kind) {
    case OUNCE_BOOL:
        oz_buf_text(buf, value->integer != 0 ? "true" : "false");
        return;
    case OUNCE_INT:
        oz_buf_int(buf, value->integer);
        return;
    case OUNCE_BIG:
        oz_buf_add(buf, value->text, value->size);
        return;
    case OUNCE_FLOAT:
        oz_buf_add(buf, text, oz_real_print(value->real, true, text));
        return;
    case OUNCE_TEXT:
        oz_buf_json(buf, value->text, value->size);
        return;
    case OUNCE_MISSING:
    case OUNCE_NULL:
    case OUNCE_LIST:
    case OUNCE_MAP:
        break;
    }
    oz_buf_text(buf, "null");
}

static void print_field(const struct oz_expr *expr, const struct oz_expr_node *node,
                        struct oz_buf *buf)
{
    const struct oz_path *path = &expr->paths[node->data];

    if (node->level > 0 || path->exact) {
        oz_buf_char(buf, '$');
        if (node->level > 0) {
            oz_buf_uint(buf, node->level);
        }
        if (path->count > 0 && path->text.data[0] != '[') {
            oz_buf_char(buf, '.');
        }
    }
    oz_buf_str(buf, path->text);
}

/* The name before the bracket: `ieq`, `in`, `any_element`, … */
static void print_name(const struct oz_expr_node *node, struct oz_buf *buf)
{
    switch ((enum oz_expr_kind)node->kind) {
    case OZ_EXPR_TEST:
        if (node->ignore_case) {
            oz_buf_char(buf, 'i');
        }
        if (node->op == OZ_OP_EQ && node->count == 1 && node->data_count != 1) {
            oz_buf_text(buf, "in");
        } else {
            oz_buf_text(buf, oz_operator_name((enum oz_operator)node->op));
        }
        return;
    case OZ_EXPR_CALL:
        oz_buf_text(buf, oz_function_name((enum oz_function)node->op));
        return;
    case OZ_EXPR_ELEMENTS:
        oz_buf_text(buf, oz_quantifier_name((enum oz_quantifier)node->op));
        return;
    case OZ_EXPR_IF:
    case OZ_EXPR_NOT:
    case OZ_EXPR_ALL:
    case OZ_EXPR_ANY:
    case OZ_EXPR_ONLY_ONE:
    case OZ_EXPR_NO_ONE:
        oz_buf_text(buf, oz_group_name((enum oz_expr_kind)node->kind));
        return;
    case OZ_EXPR_CONST:
    case OZ_EXPR_FIELD:
        return;
    }
}

static void print_values(const struct oz_expr *expr, const struct oz_expr_node *node,
                         struct oz_buf *buf)
{
    bool needs_list = node->data_count != 1;

    if (node->count == 2 ||
        oz_operator_operands((enum oz_operator)node->op) == OZ_OPERANDS_NONE) {
        return;
    }
    oz_buf_text(buf, needs_list ? ", [" : ", ");
    for (uint32_t i = 0; i < node->data_count; i++) {
        if (i > 0) {
            oz_buf_text(buf, ", ");
        }
        oz_expr_print_constant(&expr->values[node->data + i], buf);
    }
    if (needs_list) {
        oz_buf_char(buf, ']');
    }
}

/* Recursion depth is bounded by limits.max_depth, enforced when the IR was built. */
void oz_expr_print(const struct oz_expr *expr, oz_expr_id id, struct oz_buf *buf)
{
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    if (node->kind == OZ_EXPR_CONST) {
        oz_expr_print_constant(&expr->values[node->data], buf);
        return;
    }
    if (node->kind == OZ_EXPR_FIELD) {
        print_field(expr, node, buf);
        return;
    }
    print_name(node, buf);
    oz_buf_char(buf, '(');
    for (uint32_t i = 0; i < node->count; i++) {
        if (i > 0) {
            oz_buf_text(buf, ", ");
        }
        oz_expr_print(expr, expr->children[node->first + i], buf);
    }
    if (node->kind == OZ_EXPR_TEST) {
        print_values(expr, node, buf);
    }
    oz_buf_char(buf, ')');
}

void oz_expr_print_label(const struct oz_expr *expr, oz_expr_id id, struct oz_buf *buf)
{
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    switch ((enum oz_expr_kind)node->kind) {
    case OZ_EXPR_NOT:
    case OZ_EXPR_ALL:
    case OZ_EXPR_ANY:
    case OZ_EXPR_ONLY_ONE:
    case OZ_EXPR_NO_ONE:
        print_name(node, buf);
        return;
    case OZ_EXPR_ELEMENTS:
        print_name(node, buf);
        oz_buf_char(buf, '(');
        oz_expr_print(expr, expr->children[node->first], buf);
        oz_buf_char(buf, ')');
        return;
    case OZ_EXPR_CONST:
    case OZ_EXPR_FIELD:
    case OZ_EXPR_CALL:
    case OZ_EXPR_IF:
    case OZ_EXPR_TEST:
        break;
    }
    oz_expr_print(expr, id, buf);
}
