/* test_plan_build.c — many rules to one plan: predicates and fields are shared. */
#include "api/ruleset.h"
#include "compile.h"

#include <stdio.h>
#include <string.h>

static void compile_rules(struct kit_set *set, const char *const *lists, int count)
{
    char text[512];

    kit_begin(set, 0, NULL);
    for (int i = 0; i < count; i++) {
        snprintf(text, sizeof text,
                 "RuleID: R%d\nAnalysisType: rule\nEnabled: true\nSeverity: Low\n"
                 "LogTypes: [L]\nDetection:\n%s",
                 i, lists[i]);
        kit_add(set, "rule.yml", text);
    }
    kit_end(set);
    ck_assert_msg(set->ruleset != NULL, "%s", kit_diagnostics(set, false));
}

START_TEST(rules_share_what_they_have_in_common)
{
    static const char *const lists[] = {
        "- {Key: a, Condition: Equals, Value: x}\n- {Key: b, Condition: Exists}",
        "- {KeyPath: a, Condition: IsIn, Values: [x]}\n- {Key: b, Condition: Exists}",
        "- {DeepKey: [b], Condition: DoesNotExist}"};
    struct kit_set set;
    const struct oz_plan *plan;

    compile_rules(&set, lists, 3);
    plan = &set.ruleset->plan;

    ck_assert_uint_eq(plan->rules[0].program.match, plan->rules[1].program.match);
    /* fields a and b, eq, exists, all, not */
    ck_assert_uint_eq(plan->expr->node_count, 6);
    kit_finish(&set);
}
END_TEST

START_TEST(rules_stand_in_the_order_of_their_ids)
{
    static const char *const ids[] = {"b", "B", "a.10", "a.9", "a", "ä", "z"};
    static const char *const order[] = {"B", "a", "a.10", "a.9", "b", "z", "ä"};
    struct kit_set set;
    char text[256];

    kit_begin(&set, 0, NULL);
    for (int i = 0; i < KIT_LENGTH(ids); i++) {
        snprintf(text, sizeof text,
                 "RuleID: %s\nAnalysisType: rule\nEnabled: true\nSeverity: Low\n"
                 "LogTypes: [L]" KIT_ALWAYS,
                 ids[i]);
        kit_add(&set, "rule.yml", text);
    }
    kit_end(&set);

    for (uint32_t i = 0; i < (uint32_t)KIT_LENGTH(order); i++) {
        const ounce_rule *rule = ounce_ruleset_rule(set.ruleset, i);

        ck_assert_str_eq(ounce_rule_text(rule, OUNCE_RULE_ID)->data, order[i]);
    }
    kit_finish(&set);
}
END_TEST

/* A path that goes on behind its names is looked up from where they end. */
START_TEST(fields_are_numbered_by_their_leading_names)
{
    static const char *const lists[] = {"- {KeyPath: 'a.b[0].c', Condition: Exists}\n"
                                        "- {KeyPath: 'a.b', Condition: Exists}\n"
                                        "- {KeyPath: 'a.b[*]', Condition: Exists}\n"
                                        "- {KeyPath: '[0]', Condition: Exists}\n"};
    struct kit_set set;
    const struct oz_plan *plan;
    uint32_t slots[4];
    uint32_t rests[4];
    uint32_t count = 0;

    compile_rules(&set, lists, 1);
    plan = &set.ruleset->plan;
    for (uint32_t i = 0; i < plan->expr->node_count; i++) {
        if (plan->expr->nodes[i].kind == OZ_EXPR_FIELD) {
            slots[count] = plan->nodes[i].slot;
            rests[count++] = plan->nodes[i].rest;
        }
    }

    ck_assert_uint_eq(count, 4);
    ck_assert_uint_eq(slots[0], slots[1]);
    ck_assert_uint_eq(slots[1], slots[2]);
    ck_assert_uint_eq(slots[3], 0); /* the event itself */
    ck_assert_uint_eq(rests[0], 2);
    ck_assert_uint_eq(rests[1], 2);
    ck_assert_uint_eq(rests[3], 0);
    kit_finish(&set);
}
END_TEST

START_TEST(a_ruleset_may_be_empty)
{
    struct kit_set set;

    kit_begin(&set, 0, NULL);
    kit_end(&set);
    ck_assert_uint_eq(ounce_ruleset_count(set.ruleset), 0);
    ck_assert(!kit_hit(&set, 0, "{\"a\":1}"));
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plan/plan_build");
    TCase *tests = tcase_create("plan_build");

    tcase_add_test(tests, rules_share_what_they_have_in_common);
    tcase_add_test(tests, rules_stand_in_the_order_of_their_ids);
    tcase_add_test(tests, fields_are_numbered_by_their_leading_names);
    tcase_add_test(tests, a_ruleset_may_be_empty);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
