/* test_lower.c — a whole rule to named expressions. */
#include "compile.h"

#include <string.h>

START_TEST(a_rule_says_what_it_says)
{
    struct kit_set set;

    kit_compile(&set, KIT_DETECTION("- {Key: a, Condition: Exists}"));
    ck_assert_str_eq(kit_print(&set, 0, OUNCE_PRINT_IR), "match = exists(a)\n");
    kit_finish(&set);
}
END_TEST

START_TEST(parts_stand_in_one_order)
{
    struct kit_set set;

    kit_compile(
        &set,
        KIT_RULE("GroupBy: [{Key: g}]\n"
                 "AlertContext: [{KeyName: c, KeyValue: {Key: c}}]\n"
                 "DynamicSeverities: [{ChangeTo: High, Conditions: []}]\n"
                 "AlertTitle: '{t}'\n"
                 "InlineFilters: [{KeyPath: f, Condition: IsIn, Values: [1, 2]}]\n"
                 "Detection: [{Key: a, Condition: Exists}]\n"));
    ck_assert_str_eq(kit_print(&set, 0, OUNCE_PRINT_IR),
                     "match = all(any(not(exists(f)), in(f, [1, 2])), exists(a))\n"
                     "title = text(t)\n"
                     "dedup = key(g)\n"
                     "severity = if(all(), \"HIGH\", null)\n"
                     "context = object(\"c\", c)\n");
    kit_finish(&set);
}
END_TEST

START_TEST(an_empty_detection_is_refused)
{
    kit_check_diagnostics(
        "Detection: []", 0, NULL,
        "1:12: error: \"Detection\" is empty; a rule that always holds "
        "is written \"Condition: AlwaysTrue\" [empty-detection]\n");
}
END_TEST

/* Everything that is wrong with a rule is said in one run. */
START_TEST(mistakes_of_every_part_are_told_at_once)
{
    kit_check_diagnostics(
        "Detection: [{Key: a}]\n"
        "InlineFilters: [{Key: a, Condition: Equals, Value: 1}]\n"
        "AlertTitle: '{'\n"
        "DynamicSeverities: [{ChangeTo: X, Conditions: []}]\n"
        "AlertContext: [{KeyName: c, KeyValue: {}}]\n"
        "GroupBy: [{}]\n"
        "Threshold: 0\n"
        "Sevrity: High",
        0, NULL,
        "8:1: error: unknown key \"Sevrity\" in a rule; did you mean "
        "\"Severity\"? [unknown-key]\n"
        "7:12: error: \"Threshold\" must be at least 1 [out-of-range]\n"
        "1:13: error: the match expression lacks \"Condition\" "
        "[missing-key]\n"
        "2:17: error: InlineFilters take KeyPath or Enrichment with a "
        "plain condition, and All and Any around them [bad-filter]\n"
        "3:13: error: \"AlertTitle\" has a '{' that is never closed (at "
        "character 1); {path} is replaced by a field, {{ and }} stand "
        "for braces [bad-title]\n"
        "4:32: error: unknown severity \"X\"; it is one of Info, Low, "
        "Medium, High, Critical [unknown-severity]\n"
        "5:39: error: \"KeyValue\" must be a map with exactly one of "
        "Key, DeepKey and KeyPath [bad-specifier]\n"
        "6:11: error: an entry of \"GroupBy\" must be a map with exactly "
        "one of Key, DeepKey and KeyPath [bad-specifier]\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expr/lower");
    TCase *tests = tcase_create("lower");

    tcase_add_test(tests, a_rule_says_what_it_says);
    tcase_add_test(tests, parts_stand_in_one_order);
    tcase_add_test(tests, an_empty_detection_is_refused);
    tcase_add_test(tests, mistakes_of_every_part_are_told_at_once);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
