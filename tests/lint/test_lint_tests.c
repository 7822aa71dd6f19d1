/* test_lint_tests.c — rules without tests, without one of the two kinds, names twice.
 */
#include "lint_kit.h"

#define T(name, result) "- {Name: " name ", ExpectedResult: " result ", Log: {}}\n"
#define RULE(tests)     KIT_RULE("Detection: [{Condition: AlwaysTrue}]\n" tests)
#define DERIVED(parts)                                                                 \
    "AnalysisType: rule\nRuleID: D\nBaseDetection: R\nEnabled: true\nSeverity: "       \
    "Low\n" parts

#define NONE                                                                           \
    "the rule has no tests; one that matches and one that must not are a beginning\n"
#define NO_POSITIVE "no test expects true: a rule that never matches would pass them\n"
#define NO_NEGATIVE                                                                    \
    "no test expects false: a rule that always matches would pass them\n"

static const struct lint_row no_tests_rows[] = {
    {RULE(""), "4:9: " NONE},
    {RULE("Tests: []\n"), "5:9: " NONE},
    {RULE("Tests:\n" T("a", "true")), ""},
    {RULE("Tests:\n" T("a", "false")), ""},
    {RULE("Description: none\n"), "5:9: " NONE},
    {RULE("# ounce: allow no-tests\n"), ""},
    {"RuleID: X\nAnalysisType: rule\nEnabled: false\nSeverity: Low\nLogTypes: [L]\n"
     "Detection: [{Condition: AlwaysTrue}]\n",
     "1:9: " NONE},
};
LINT_TABLE(no_tests, "no-tests")

static const struct lint_row no_positive_rows[] = {
    {RULE("Tests:\n" T("a", "false")), "2:1: " NO_POSITIVE},
    {RULE("Tests:\n" T("a", "false") T("b", "false")), "2:1: " NO_POSITIVE},
    {RULE("Description: x\nTests:\n" T("a", "false")), "3:1: " NO_POSITIVE},
    {RULE("Tests:\n" T("a", "false") T("b", "true")), ""},
    {RULE("Tests:\n" T("a", "true")), ""},
    {RULE("Tests: []\n"), ""},
    {RULE(""), ""},
};
LINT_TABLE(no_positive, "no-positive-test")

static const struct lint_row no_negative_rows[] = {
    {RULE("Tests:\n" T("a", "true")), "2:1: " NO_NEGATIVE},
    {RULE("Tests:\n" T("a", "true") T("b", "true")), "2:1: " NO_NEGATIVE},
    {RULE("Description: x\nTests:\n" T("a", "true")), "3:1: " NO_NEGATIVE},
    {RULE("Tests:\n" T("a", "false") T("b", "true")), ""},
    {RULE("Tests:\n" T("a", "false")), ""},
    {RULE("Tests: []\n"), ""},
    {RULE(""), ""},
};
LINT_TABLE(no_negative, "no-negative-test")

static const struct lint_row twice_rows[] = {
    {RULE("Tests:\n" T("a", "true") T("a", "false")),
     "4:10: another test is called \"a\" already, on line 3\n"},
    {RULE("Tests:\n" T("a", "true") T("b", "false") T("a", "false")),
     "5:10: another test is called \"a\" already, on line 3\n"},
    {RULE("Tests:\n" T("a", "true") T("a", "true") T("a", "true")),
     "4:10: another test is called \"a\" already, on line 3\n"
     "5:10: another test is called \"a\" already, on line 3\n"},
    {RULE("Tests:\n" T("a", "true") T("A", "false")), ""},
    {RULE("Tests:\n" T("a", "true") T("'a '", "false")), ""},
    {RULE("Tests:\n" T("a", "true")), ""},
    {RULE("Tests:\n" T("''", "true") T("''", "true")),
     "4:10: another test is called \"\" already, on line 3\n"},
};
LINT_TABLE(twice, "duplicate-test-name")

START_TEST(a_derived_rule_has_the_tests_of_its_base)
{
    struct kit_set set;

    kit_begin(&set, OUNCE_COMPILE_LINT, NULL);
    kit_add(&set, "base.yml", RULE("Tests:\n" T("a", "true") T("b", "false")));
    kit_add(&set, "derived.yml", DERIVED(""));
    kit_end(&set);

    ck_assert_str_eq(lint_said(&set, "no-tests"), "");
    kit_finish(&set);
}
END_TEST

START_TEST(a_derived_rule_with_an_empty_list_has_none)
{
    struct kit_set set;

    kit_begin(&set, OUNCE_COMPILE_LINT, NULL);
    kit_add(&set, "base.yml", RULE("Tests:\n" T("a", "true") T("b", "false")));
    kit_add(&set, "derived.yml", DERIVED("Tests: []\n"));
    kit_end(&set);

    ck_assert_str_eq(lint_said(&set, "no-tests"), "2:9: " NONE);
    kit_finish(&set);
}
END_TEST

static void add(TCase *tcase)
{
    LINT_ADD(tcase, no_tests);
    LINT_ADD(tcase, no_positive);
    LINT_ADD(tcase, no_negative);
    LINT_ADD(tcase, twice);
    tcase_add_test(tcase, a_derived_rule_has_the_tests_of_its_base);
    tcase_add_test(tcase, a_derived_rule_with_an_empty_list_has_none);
}

int main(void)
{
    return lint_run("lint/lint_tests", add);
}
