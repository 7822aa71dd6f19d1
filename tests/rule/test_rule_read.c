/* test_rule_read.c — what of a rule file ends up in the rule, and what when it is left
 * out.
 */
#include "compile.h"

#include <string.h>

#define FULL                                                                           \
    "AnalysisType: scheduled_rule\nRuleID: Acme.Full\nEnabled: false\nSeverity: "      \
    "High\n"                                                                           \
    "ScheduledQueries: [q1, q2]\nDisplayName: Shown\nDescription: \"d\\n\"\n"          \
    "Reference: http://x\nRunbook: |\n  a\n  b\nStatus: Experimental\nCreatedBy: me\n" \
    "DedupPeriodMinutes: 15\nThreshold: 3\nCreateAlert: false\nTags: [t, u]\n"         \
    "OutputIds: [o]\nSummaryAttributes: [a.b, 'c:d']\n"                                \
    "Reports:\n  MITRE ATT&CK: [TA0006:T1110, TA1]\n  CIS: [1.2, 7, '1.20']\n"         \
    "OnlyUseBaseRiskScore: true\nBaseVersion: 4\n"                                     \
    "Detection: [{Condition: AlwaysTrue}]\n"                                           \
    "Tests:\n"                                                                         \
    "  - Name: first\n    ExpectedResult: true\n"                                      \
    "    Log: {a: 1, b: [x, null, 1.50], 403: y, true: z, t: 2024-01-15}\n"            \
    "  - Name: second\n    ExpectedResult: false\n    Log: {a: 1}\n"                   \
    "    Resource: {b: 2}\n    LogType: Old\n"                                         \
    "    Mocks: [{objectName: f, returnValue: 'x'}]\n"

static void compile(struct kit_set *set, const char *text)
{
    kit_begin(set, OUNCE_COMPILE_KEEP_TESTS, NULL);
    kit_add(set, "dir/rule.yml", text);
    kit_end(set);
    ck_assert_msg(set->ruleset != NULL, "%s", kit_diagnostics(set, false));
}

static const struct {
    uint32_t field;
    const char *full, *least;
} texts[] = {
    {OUNCE_RULE_ID, "Acme.Full", "R"},
    {OUNCE_RULE_DISPLAY_NAME, "Shown", "R"},
    {OUNCE_RULE_SEVERITY, "High", "Low"},
    {OUNCE_RULE_DESCRIPTION, "d\n", ""},
    {OUNCE_RULE_REFERENCE, "http://x", ""},
    {OUNCE_RULE_RUNBOOK, "a\nb\n", ""},
    {OUNCE_RULE_STATUS, "Experimental", ""},
    {OUNCE_RULE_CREATED_BY, "me", ""},
    {OUNCE_RULE_FILE, "dir/rule.yml", "dir/rule.yml"},
    {OUNCE_RULE_BASE, "", ""},
};

START_TEST(texts_are_kept)
{
    struct kit_set full, least;
    const ounce_str *text;

    compile(&full, FULL);
    compile(&least, KIT_RULE(KIT_ALWAYS));
    text = ounce_rule_text(ounce_ruleset_rule(full.ruleset, 0), texts[_i].field);
    ck_assert_str_eq(text->data, texts[_i].full);
    ck_assert_uint_eq(text->size, strlen(texts[_i].full));
    text = ounce_rule_text(ounce_ruleset_rule(least.ruleset, 0), texts[_i].field);
    ck_assert_str_eq(text->data, texts[_i].least);
    kit_finish(&full);
    kit_finish(&least);
}
END_TEST

static const struct {
    uint32_t field;
    int64_t full, least;
} numbers[] = {
    {OUNCE_RULE_ENABLED, 0, 1},       {OUNCE_RULE_CREATE_ALERT, 0, 1},
    {OUNCE_RULE_THRESHOLD, 3, 1},     {OUNCE_RULE_DEDUP_MINUTES, 15, 60},
    {OUNCE_RULE_TEST_COUNT, 2, 0},    {OUNCE_RULE_LINE, 2, 4},
    {OUNCE_RULE_SEVERITY_RANK, 3, 1},
};

START_TEST(numbers_are_kept)
{
    struct kit_set full, least;

    compile(&full, FULL);
    compile(&least, KIT_RULE(KIT_ALWAYS));
    ck_assert_int_eq(
        ounce_rule_number(ounce_ruleset_rule(full.ruleset, 0), numbers[_i].field),
        numbers[_i].full);
    ck_assert_int_eq(
        ounce_rule_number(ounce_ruleset_rule(least.ruleset, 0), numbers[_i].field),
        numbers[_i].least);
    kit_finish(&full);
    kit_finish(&least);
}
END_TEST

static const struct {
    uint32_t field;
    const char *items[8];
} lists[] = {
    {OUNCE_RULE_LOG_TYPES, {NULL}},
    {OUNCE_RULE_TAGS, {"t", "u", NULL}},
    {OUNCE_RULE_OUTPUT_IDS, {"o", NULL}},
    {OUNCE_RULE_SUMMARY_ATTRIBUTES, {"a.b", "c:d", NULL}},
    {OUNCE_RULE_SCHEDULED_QUERIES, {"q1", "q2", NULL}},
    {OUNCE_RULE_REPORTS,
     {"MITRE ATT&CK", "TA0006:T1110", "MITRE ATT&CK", "TA1", "CIS", "1.2", "CIS", "7"}},
};

START_TEST(lists_are_kept_in_order)
{
    struct kit_set full, least;
    const ounce_rule *rule;
    uint32_t i = 0;

    compile(&full, FULL);
    compile(&least, KIT_RULE(KIT_ALWAYS));
    rule = ounce_ruleset_rule(full.ruleset, 0);
    for (; i < 8 && lists[_i].items[i] != NULL; i++) {
        ck_assert_ptr_nonnull(ounce_rule_item(rule, lists[_i].field, i));
        ck_assert_str_eq(ounce_rule_item(rule, lists[_i].field, i)->data,
                         lists[_i].items[i]);
    }
    if (lists[_i].field == OUNCE_RULE_REPORTS) {
        ck_assert_str_eq(ounce_rule_item(rule, OUNCE_RULE_REPORTS, 9)->data, "1.20");
        i += 2;
    }
    ck_assert_ptr_null(ounce_rule_item(rule, lists[_i].field, i));
    rule = ounce_ruleset_rule(least.ruleset, 0);
    ck_assert_ptr_null(ounce_rule_item(
        rule, lists[_i].field, lists[_i].field == OUNCE_RULE_LOG_TYPES ? 1 : 0));
    kit_finish(&full);
    kit_finish(&least);
}
END_TEST

/* ---- Numbers that are put right ---- */

static const struct {
    const char *line;
    int64_t minutes;
} minutes[] = {
    {"DedupPeriodMinutes: 0", 60},       {"DedupPeriodMinutes: 1", 5},
    {"DedupPeriodMinutes: 4", 5},        {"DedupPeriodMinutes: 5", 5},
    {"DedupPeriodMinutes: 1_440", 1440}, {"DedupPeriodMinutes: 525600", 525600},
    {"DedupPeriodMinutes: 0x10", 16},
};

START_TEST(a_dedup_window_has_a_least_length)
{
    struct kit_set set;
    char text[256];

    strcpy(text, minutes[_i].line);
    strcat(text, KIT_ALWAYS KIT_TAIL);
    compile(&set, text);
    ck_assert_int_eq(
        ounce_rule_number(ounce_ruleset_rule(set.ruleset, 0), OUNCE_RULE_DEDUP_MINUTES),
        minutes[_i].minutes);
    kit_finish(&set);
}
END_TEST

/* ---- Tests of the rule ---- */

START_TEST(tests_are_kept_on_demand)
{
    struct kit_set set;
    const ounce_rule *rule;
    ounce_rule_test test;

    compile(&set, FULL);
    rule = ounce_ruleset_rule(set.ruleset, 0);
    ck_assert(ounce_rule_test_get(rule, 0, &test));
    ck_assert_str_eq(test.name.data, "first");
    ck_assert_str_eq(test.event.data, "{\"a\":1,\"b\":[\"x\",null,1.5],\"403\":\"y\","
                                      "\"true\":\"z\",\"t\":\"2024-01-15\"}");
    ck_assert_uint_eq(test.expected, 1);
    ck_assert_uint_eq(test.line, 27);
    ck_assert_uint_eq(test.column, 11);
    ck_assert(ounce_rule_test_get(rule, 1, &test));
    ck_assert_str_eq(test.event.data, "{\"b\":2}"); /* a resource wins */
    ck_assert_uint_eq(test.expected, 0);
    ck_assert(!ounce_rule_test_get(rule, 2, &test));
    kit_finish(&set);

    kit_compile(&set, FULL);
    rule = ounce_ruleset_rule(set.ruleset, 0);
    ck_assert_int_eq(ounce_rule_number(rule, OUNCE_RULE_TEST_COUNT), 0);
    ck_assert(!ounce_rule_test_get(rule, 0, &test));
    kit_finish(&set);
}
END_TEST

START_TEST(a_test_must_be_json)
{
    struct kit_set set;

    kit_begin(&set, OUNCE_COMPILE_KEEP_TESTS, NULL);
    kit_add(&set, "rule.yml",
            KIT_RULE("Tests:\n  - {Name: a, ExpectedResult: true, Log: {a: "
                     "[.nan]}}" KIT_ALWAYS));
    kit_end(&set);
    ck_assert_str_eq(
        kit_diagnostics(&set, false),
        "2:47: error: an event cannot hold an infinite number or NaN: JSON "
        "has none [bad-event]\n");
    kit_finish(&set);
}
END_TEST

/* ---- Spellings of the same rule ---- */

static const struct {
    const char *text;
} spellings[] = {
    {"AnalysisType: rule\r\nRuleID: R\r\nEnabled: true\r\nSeverity: Low\r\nLogTypes: "
     "[L]\r\nDetection:\r\n  - {Key: a, Condition: Exists}\r\n"},
    {"\xef\xbb\xbf{\"AnalysisType\": \"rule\", \"RuleID\": \"R\", \"Enabled\": true, "
     "\"Severity\": \"Low\", \"LogTypes\": [\"L\"], \"Detection\": [{\"Key\": \"a\", "
     "\"Condition\": \"Exists\"}]}"},
    {"---\nAnalysisType: !!str rule\nRuleID: 'R'\nEnabled: TRUE\nSeverity: &s Low\n"
     "Description: *s\nLogTypes:\n- L\nDetection:\n- Key: a\n  Condition: "
     "Exists\n...\n"},
    {"base: &base {Enabled: true, Severity: Low}\n<<: *base\nAnalysisType: rule\n"
     "RuleID: R\nLogTypes: [L]\nDetection: [{Key: a, Condition: Exists}]\n"},
};

START_TEST(a_rule_may_be_spelt_in_many_ways)
{
    struct kit_set set;

    kit_begin(&set, OUNCE_COMPILE_LENIENT, NULL);
    kit_add(&set, "rule.yml", spellings[_i].text);
    kit_end(&set);
    ck_assert_msg(set.ruleset != NULL, "%s", kit_diagnostics(&set, false));
    ck_assert_str_eq(kit_print(&set, 0, OUNCE_PRINT_TEXT),
                     "R  Low  L\n"
                     "tried on every event of its log types: it has no guard\n"
                     "match\n  exists(a)\n");
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rule/rule_read");
    TCase *tests = tcase_create("rule_read");

    tcase_add_loop_test(tests, texts_are_kept, 0, KIT_LENGTH(texts));
    tcase_add_loop_test(tests, numbers_are_kept, 0, KIT_LENGTH(numbers));
    tcase_add_loop_test(tests, lists_are_kept_in_order, 0, KIT_LENGTH(lists));
    tcase_add_loop_test(tests, a_dedup_window_has_a_least_length, 0,
                        KIT_LENGTH(minutes));
    tcase_add_test(tests, tests_are_kept_on_demand);
    tcase_add_test(tests, a_test_must_be_json);
    tcase_add_loop_test(tests, a_rule_may_be_spelt_in_many_ways, 0,
                        KIT_LENGTH(spellings));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
