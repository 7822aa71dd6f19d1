/* plan_coverage.c — which rules are predicates, which are guarded, and which call what
 * is not there.
 *
 * What is missing was found when the rule's Python was lowered, where calls have
 * places.
 */
#include "plan/plan_coverage.h"

void oz_plan_coverage(const struct oz_plan *plan, ounce_coverage *out)
{
    for (uint32_t i = 0; i < plan->rule_count; i++) {
        const struct oz_plan_rule *rule = &plan->rules[i];
        const struct oz_expr_node *match =
            oz_expr_node(plan->expr, rule->program.match);
        ounce_str missing = rule->program.missing;

        out[i].pure = (match->levels & OZ_LEVEL_FRAME) == 0;
        out[i].guarded = rule->guarded;
        out[i].missing = missing.size > 0 ? missing : (ounce_str){"", 0};
    }
}
