/* test_attack.c — the ATT&CK table, enumerated; where a rule's Python was read. */
#include "compile.h"

#include <string.h>

static bool is(ounce_str str, const char *words)
{
    return str.size == strlen(words) &&
           (str.size == 0 || memcmp(str.data, words, str.size) == 0);
}

START_TEST(tactics_and_techniques_can_be_listed)
{
    ounce_attack_technique technique;
    ounce_str id;
    ounce_str name;
    uint32_t tactics = 0;
    uint32_t techniques = 0;
    uint32_t found = 0;

    while (ounce_attack_tactic_get(tactics, &id, &name)) {
        found += is(id, "TA0005") && is(name, "Stealth");
        tactics++;
    }
    while (ounce_attack_technique_get(techniques, &technique)) {
        found += is(technique.id, "T1562.008") &&
                 is(technique.name, "Impair Defenses: Disable or Modify Cloud Logs") &&
                 is(technique.tactics, "TA0005");
        techniques++;
    }

    ck_assert_uint_eq(found, 2);
    ck_assert_uint_gt(tactics, 10);
    ck_assert_uint_gt(techniques, 500);
    ck_assert(!ounce_attack_tactic_get(UINT32_MAX, &id, &name));
    ck_assert(!ounce_attack_technique_get(UINT32_MAX, &technique));
}
END_TEST

START_TEST(a_rule_says_where_its_python_was_read)
{
    struct kit_set set;
    const ounce_rule *rule;

    kit_begin(&set, 0, NULL);
    kit_add(
        &set, "dir/a.yml",
        "AnalysisType: rule\nRuleID: A\nEnabled: true\nSeverity: Low\nLogTypes: [L]\n"
        "Filename: a.py\n");
    kit_add(&set, "dir/a.py", "def rule(event):\n    return True\n");
    kit_add(&set, "dir/b.yml",
            "AnalysisType: rule\nRuleID: B\nEnabled: true\nSeverity: Low\n"
            "LogTypes: [L]" KIT_ALWAYS);
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_OK);

    rule = ounce_ruleset_rule(set.ruleset, 0);
    ck_assert(is(*ounce_rule_text(rule, OUNCE_RULE_PYTHON_FILE), "dir/a.py"));
    rule = ounce_ruleset_rule(set.ruleset, 1);
    ck_assert(is(*ounce_rule_text(rule, OUNCE_RULE_PYTHON_FILE), ""));
    ck_assert_ptr_null(ounce_rule_text(rule, OUNCE_RULE_PYTHON_FILE + 1));
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api/attack");
    TCase *tests = tcase_create("attack");

    tcase_add_test(tests, tactics_and_techniques_can_be_listed);
    tcase_add_test(tests, a_rule_says_where_its_python_was_read);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
