/* lint_alias.c — conditions under a name they had before. */
#include "lint/lint_rule.h"

#include "base/str.h"
#include "expr/condition.h"

void oz_lint_aliases(struct oz_lint_rule *rule)
{
    for (uint32_t i = 0; i < rule->in->sites->count; i++) {
        oz_yaml_id map = oz_lint_site(rule, i)->node;
        const struct oz_yaml_node *condition;
        const char *canonical;
        oz_yaml_id id;

        if (oz_yaml_node(rule->doc, map)->kind != OZ_YAML_MAP) {
            continue;
        }
        id = oz_yaml_get(rule->doc, map, "Condition", NULL);
        if (id == OZ_NONE) {
            continue;
        }
        condition = oz_yaml_node(rule->doc, id);
        canonical = oz_condition_canonical(condition->text);
        if (canonical != NULL) {
            oz_lint_say(rule, OZ_LINT_DEPRECATED_ALIAS, condition->span,
                        "\"%.*s\" is an older name of \"%s\"", OZ_STR(condition->text),
                        canonical);
        }
    }
}
