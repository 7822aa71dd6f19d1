/* lint_dedup.c — what tells the alerts of a rule apart.
 *
 * The dedup string is GroupBy's, else the title's. When neither has a field of the
 * event, whatever different actors do within the period goes into one alert, and the
 * second actor is seen by nobody. A derived rule has its base's, where it was said
 * already.
 */
#include "lint/lint_rule.h"

static bool has_field(const struct oz_expr *expr, oz_expr_id title)
{
    const struct oz_expr_node *node = oz_expr_node(expr, title);

    for (uint32_t i = 0; i < node->count; i++) {
        if (oz_expr_child(expr, node, i)->kind == OZ_EXPR_FIELD) {
            return true;
        }
    }
    return false;
}

void oz_lint_dedup(struct oz_lint_rule *rule)
{
    const struct oz_program *program = rule->in->program;
    oz_yaml_id title = rule->in->source->title;

    if (!rule->in->rule->enabled || !rule->in->rule->create_alert ||
        program->dedup != OZ_NONE || rule->in->rule->texts[OUNCE_RULE_BASE].size > 0) {
        return;
    }
    if (rule->in->rule->python.size > 0) { /* its functions are not compiled yet */
        return;
    }
    if (program->title == OZ_NONE) {
        oz_lint_say(
            rule, OZ_LINT_COARSE_DEDUP, rule->in->rule->span,
            "without GroupBy, or an AlertTitle with a field, matches of unrelated "
            "actors share one alert");
    } else if (!has_field(rule->in->expr, program->title)) {
        oz_lint_say(rule, OZ_LINT_COARSE_DEDUP, oz_lint_span(rule, title),
                    "\"AlertTitle\" has no field and there is no GroupBy: matches of "
                    "unrelated actors share one alert");
    }
}
