/* lower_operand.h — one match expression taken apart, and its operands as constants. */
#ifndef OZ_LOWER_OPERAND_H
#define OZ_LOWER_OPERAND_H

#include "expr/condition.h"
#include "expr/lower.h"

/* OZ_NONE: there is no such key. */
struct oz_lower_expression {
    oz_yaml_id map;
    oz_yaml_id condition_node, value, values, expressions, enrichment;
    const char *specifier; /* Key, DeepKey, KeyPath; NULL */
    const struct oz_condition *condition;
};

/* The constants under Value or Values, checked and owned by the pool. false: diagnosed.
 */
bool oz_lower_constants(struct oz_lower *lower,
                        const struct oz_lower_expression *expression,
                        ounce_value **values, uint32_t *count);

/* Say what the condition takes and what it got. Always false. */
bool oz_lower_bad_operand(struct oz_lower *lower, const struct oz_condition *condition,
                          oz_yaml_id id, const char *accepted);

#endif
