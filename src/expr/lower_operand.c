/* lower_operand.c — `Value` and `Values` → constants of a predicate.
 *
 * What an operator cannot use is refused here, so that the matcher need not look again:
 * networks parse, text is text, numbers are finite, a list is of one kind. Text of a
 * predicate that ignores case is lower-cased, once.
 */
#include "expr/lower_operand.h"

#include "base/ipaddr.h"
#include "base/number.h"
#include "base/str.h"
#include "base/utf8.h"

/* Copy a scalar of the document as a constant. Text of a predicate that ignores case is
 * lower-cased here, once. */
static bool constant(struct oz_lower *lower, oz_yaml_id id, bool ignore_case,
                     ounce_value *out)
{
    const struct oz_yaml_node *node = oz_yaml_node(lower->doc, id);
    struct oz_arena *arena = lower->expr->arena;
    char *text;

    memset(out, 0, sizeof *out);
    switch (node->kind) {
    case OZ_YAML_BOOL:
        out->kind = OUNCE_BOOL;
        out->integer = node->as.boolean;
        return true;
    case OZ_YAML_INT:
        out->kind = OUNCE_INT;
        out->integer = node->as.integer;
        return true;
    case OZ_YAML_REAL:
        out->kind = OUNCE_FLOAT;
        out->real = node->as.real;
        if (!oz_real_is_finite(node->as.real)) {
            oz_lower_error(lower, "bad-operand", id,
                           "an infinite number or NaN cannot be an operand");
            return false;
        }
        return true;
    case OZ_YAML_BIG:
    case OZ_YAML_TEXT:
        out->kind = node->kind == OZ_YAML_BIG ? OUNCE_BIG : OUNCE_TEXT;
        text = oz_arena_alloc(arena, OZ_FOLD_MAX(node->text.size) + 1);
        if (text == NULL) {
            oz_lower_nomem(lower);
            return false;
        }
        out->text = text;
        out->size = node->text.size;
        if (ignore_case) {
            out->size = oz_fold(node->text.data, node->text.size, text);
        } else if (node->text.size > 0) {
            memcpy(text, node->text.data, node->text.size);
        }
        return true;
    case OZ_YAML_NULL:
    case OZ_YAML_LIST:
    case OZ_YAML_MAP:
        break;
    }
    oz_lower_error(lower, "bad-operand", id,
                   "an operand must be text, a number or a boolean, not %s",
                   oz_yaml_kind_text(node->kind));
    return false;
}

bool oz_lower_bad_operand(struct oz_lower *lower, const struct oz_condition *condition,
                          oz_yaml_id id, const char *accepted)
{
    const struct oz_yaml_node *node = oz_yaml_node(lower->doc, id);

    if (node->kind == OZ_YAML_TEXT) {
        oz_lower_error(lower, "bad-operand", id, "\"%s\" takes %s, not \"%.*s\"",
                       condition->name, accepted, OZ_STR(node->text));
    } else {
        oz_lower_error(lower, "bad-operand", id, "\"%s\" takes %s, not %s",
                       condition->name, accepted, oz_yaml_kind_text(node->kind));
    }
    return false;
}

/* Does the operator take this constant? */
static bool check_operand(struct oz_lower *lower, const struct oz_condition *condition,
                          oz_yaml_id id, const ounce_value *value)
{
    bool text = value->kind == OUNCE_TEXT;
    struct oz_ipaddr address;
    struct oz_ipnet network;

    switch (oz_operator_operands(condition->op)) {
    case OZ_OPERANDS_TEXT:
        return text || oz_lower_bad_operand(lower, condition, id, "text");
    case OZ_OPERANDS_NETWORK:
        return (text && oz_ipnet_parse(value->text, value->size, &network)) ||
               oz_lower_bad_operand(lower, condition, id,
                                    "a network such as 10.0.0.0/8");
    case OZ_OPERANDS_ADDRESS:
        return (text && oz_ipaddr_parse(value->text, value->size, &address)) ||
               oz_lower_bad_operand(lower, condition, id, "an IP address");
    case OZ_OPERANDS_NONE:
    case OZ_OPERANDS_SCALAR:
    case OZ_OPERANDS_ORDERED:
        break;
    }
    return true;
}

/* Kinds that may stand in one list together: all text, all numbers or all booleans. */
static int family(const ounce_value *value)
{
    return value->kind == OUNCE_TEXT ? 0 : value->kind == OUNCE_BOOL ? 1 : 2;
}

bool oz_lower_constants(struct oz_lower *lower,
                        const struct oz_lower_expression *expression,
                        ounce_value **values, uint32_t *count)
{
    bool list = expression->values != OZ_NONE;
    oz_yaml_id from = list ? expression->values : expression->value;

    *count = list ? oz_yaml_node(lower->doc, from)->as.run.count : 1;
    if (*count > lower->limits->max_values) {
        oz_lower_error(lower, "limit", from,
                       "\"Values\" has %u items; at most %u are accepted", *count,
                       lower->limits->max_values);
        return false;
    }
    *values = oz_arena_array(lower->expr->arena, *count, sizeof **values);
    if (*values == NULL) {
        oz_lower_nomem(lower);
        return false;
    }
    for (uint32_t i = 0; i < *count; i++) {
        oz_yaml_id item = list ? oz_yaml_item(lower->doc, from, i) : from;
        ounce_value *value = &(*values)[i];

        if (!constant(lower, item, expression->condition->ignore_case, value) ||
            !check_operand(lower, expression->condition, item, value)) {
            return false;
        }
        if (family(value) != family(&(*values)[0])) {
            oz_lower_error(lower, "bad-operand", item,
                           "\"Values\" must be all text, all numbers or all booleans");
            return false;
        }
    }
    return true;
}
