/* test_rule_check.c — what is wrong with a rule file, key by key. */
#include "compile.h"

#include <stdio.h>
#include <string.h>

/* A rule without a fault, one key a line. */
static const struct {
    const char *key, *value;
} plain[] = {
    {"AnalysisType", "rule"}, {"RuleID", "R"},
    {"Enabled", "true"},      {"Severity", "Low"},
    {"LogTypes", "[L]"},      {"Detection", "[{Condition: AlwaysTrue}]"},
};

/* What is said when one or two keys have other values, or (NULL) are left out. Keys
 * that the plain rule lacks stand on line 7 and behind. */
static const struct {
    const char *key, *value;
    const char *other, *other_value;
    const char *expected;
} rows[] = {
    /* clang-format off */
    {"AnalysisType", "Rule", NULL, NULL,
     "1:15: error: unknown AnalysisType \"Rule\"; did you mean \"rule\"? "
     "[unknown-analysis-type]\n"},
    {"AnalysisType", "frob", NULL, NULL,
     "1:15: error: unknown AnalysisType \"frob\"; it is one of rule, "
     "scheduled_rule, policy, correlation_rule, datamodel, global, "
     "lookup_table, pack, saved_query, scheduled_query, scheduled_prompt "
     "[unknown-analysis-type]\n"},
    {"AnalysisType", "7", NULL, NULL,
     "1:15: error: \"AnalysisType\" must be text, not an integer [wrong-type]\n"},
    {"AnalysisType", "skill", NULL, NULL,
     "1:15: warning: a skill is not a detection; it is passed over "
     "[not-evaluated]\n"},
    {"RuleID", NULL, NULL, NULL,
     "1:1: error: the rule lacks \"RuleID\", text [missing-key]\n"},
    {"RuleID", "7", NULL, NULL,
     "2:9: error: \"RuleID\" must be text, not an integer [wrong-type]\n"},
    {"RuleID", "''", NULL, NULL,
     "2:9: error: \"RuleID\" must not be empty [bad-name]\n"},
    {"RuleID", "a<b", NULL, NULL,
     "2:9: error: \"RuleID\" holds '<'; none of < > & \" % may stand in it "
     "[bad-name]\n"},
    {"RuleID", "\"a\\0b\"", NULL, NULL,
     "2:9: error: \"RuleID\" holds a NUL character [bad-text]\n"},
    {"Enabled", "yes", NULL, NULL,
     "3:10: error: \"Enabled\" must be true or false, not the text \"yes\" "
     "[wrong-type]\n"},
    {"Enabled", "1", NULL, NULL,
     "3:10: error: \"Enabled\" must be true or false, not an integer "
     "[wrong-type]\n"},
    {"Enabled", NULL, NULL, NULL,
     "1:1: error: the rule lacks \"Enabled\", true or false [missing-key]\n"},
    {"Severity", "HIGH", NULL, NULL,
     "4:11: error: unknown severity \"HIGH\"; did you mean \"High\"? "
     "[unknown-severity]\n"},
    {"Severity", "Hihg", NULL, NULL,
     "4:11: error: unknown severity \"Hihg\"; did you mean \"High\"? "
     "[unknown-severity]\n"},
    {"Severity", "Enormous", NULL, NULL,
     "4:11: error: unknown severity \"Enormous\"; it is one of Info, Low, "
     "Medium, High, Critical [unknown-severity]\n"},
    {"Severity", "7", NULL, NULL,
     "4:11: error: \"Severity\" must be text, not an integer [wrong-type]\n"},
    {"Severity", NULL, NULL, NULL,
     "1:1: error: the rule lacks \"Severity\", text [missing-key]\n"},
    {"LogTypes", NULL, NULL, NULL,
     "1:1: error: the rule lacks \"LogTypes\" (or, for a scheduled rule, "
     "\"ScheduledQueries\"), a list of text [missing-key]\n"},
    {"LogTypes", "L", NULL, NULL,
     "5:11: error: \"LogTypes\" must be a list of text, not text [wrong-type]\n"},
    {"LogTypes", "[7]", NULL, NULL,
     "5:12: error: \"LogTypes\" must be a list of text, not an integer "
     "[wrong-type]\n"},
    {"LogTypes", "[L, M, L]", NULL, NULL,
     "5:18: error: \"LogTypes\" lists \"L\" twice; the first is on line 5 "
     "[duplicate-item]\n"},
    {"ScheduledQueries", "[q]", NULL, NULL,
     "7:19: error: a rule has either \"LogTypes\" or \"ScheduledQueries\", not "
     "both [conflicting-keys]\n"},
    {"LogTypes", NULL, "ScheduledQueries", "[q]",
     "1:15: warning: a rule usually has \"LogTypes\" [log-types-mismatch]\n"},
    {"AnalysisType", "scheduled_rule", NULL, NULL,
     "1:15: warning: a scheduled_rule usually has \"ScheduledQueries\" "
     "[log-types-mismatch]\n"},
    {"Detection", NULL, NULL, NULL,
     "1:1: error: the rule lacks \"Detection\", a list of match expressions, or "
     "\"Filename\", the Python file of its logic [missing-key]\n"},
    {"Filename", "a.py", NULL, NULL,
     "6:12: error: a rule has either \"Filename\" or \"Detection\", not both "
     "[conflicting-keys]\n"},
    {"Detection", NULL, "Filename", "a.py",
     "2:9: error: the Python file \"a.py\" is not there [py-missing]\n"},
    {"Threshold", "0", NULL, NULL,
     "7:12: error: \"Threshold\" must be at least 1 [out-of-range]\n"},
    {"Threshold", "true", NULL, NULL,
     "7:12: error: \"Threshold\" must be an integer, not a boolean "
     "[wrong-type]\n"},
    {"Threshold", "60.0", NULL, NULL,
     "7:12: error: \"Threshold\" must be an integer, not a float [wrong-type]\n"},
    {"DedupPeriodMinutes", "-1", NULL, NULL,
     "7:21: error: \"DedupPeriodMinutes\" must be from 5 to 525600, which is a "
     "year [out-of-range]\n"},
    {"DedupPeriodMinutes", "525601", NULL, NULL,
     "7:21: error: \"DedupPeriodMinutes\" must be from 5 to 525600, which is a "
     "year [out-of-range]\n"},
    {"DedupPeriodMinutes", "3", NULL, NULL,
     "7:21: warning: \"DedupPeriodMinutes\" is below 5; 5 is used "
     "[out-of-range]\n"},
    {"DedupPeriodMinutes", "0", NULL, NULL,
     "7:21: warning: \"DedupPeriodMinutes\" is below 5; the default, 60, is "
     "used [out-of-range]\n"},
    {"Tags", "[a, B, b]", NULL, NULL,
     "7:14: error: \"Tags\" lists \"b\" twice; the first is on line 7 "
     "[duplicate-item]\n"},
    {"Tags", "a", NULL, NULL,
     "7:7: error: \"Tags\" must be a list of text, not text [wrong-type]\n"},
    {"OutputIds", "[x, x]", NULL, NULL,
     "7:16: error: \"OutputIds\" lists \"x\" twice; the first is on line 7 "
     "[duplicate-item]\n"},
    {"SummaryAttributes", "[x, x]", NULL, NULL,
     "7:24: error: \"SummaryAttributes\" lists \"x\" twice; the first is on "
     "line 7 [duplicate-item]\n"},
    {"Reports", "[a]", NULL, NULL,
     "7:10: error: \"Reports\" must be a map, not a list [wrong-type]\n"},
    {"Reports", "{CIS: 1.2}", NULL, NULL,
     "7:11: error: \"Reports\" maps the name of a framework to a list of "
     "identifiers, text or numbers [wrong-type]\n"},
    {"Reports", "{CIS: [1.2, x, 7]}", NULL, NULL,
     ""},
    {"Reports", "{CIS: [[1]]}", NULL, NULL,
     "7:11: error: \"Reports\" maps the name of a framework to a list of "
     "identifiers, text or numbers [wrong-type]\n"},
    {"Sevrity", "Low", NULL, NULL,
     "7:1: error: unknown key \"Sevrity\" in a rule; did you mean \"Severity\"? "
     "[unknown-key]\n"},
    {"Foo", "1", NULL, NULL,
     "7:1: error: unknown key \"Foo\" in a rule [unknown-key]\n"},
    {"DisplayName", "''", NULL, NULL,
     "7:14: error: \"DisplayName\" must not be empty [bad-name]\n"},
    {"DisplayName", "50%", NULL, NULL,
     "7:14: error: \"DisplayName\" holds '%'; none of < > & \" % may stand in "
     "it [bad-name]\n"},
    {"Description", "[a]", NULL, NULL,
     "7:14: error: \"Description\" must be text, not a list [wrong-type]\n"},
    {"CreateAlert", "'true'", NULL, NULL,
     "7:14: error: \"CreateAlert\" must be true or false, not the text \"true\" "
     "[wrong-type]\n"},
    {"Tests", "{}", NULL, NULL,
     "7:8: error: \"Tests\" must be a list of maps, not a map [wrong-type]\n"},
    {"Tests", "[x]", NULL, NULL,
     "7:9: error: a test must be a map, not text [wrong-type]\n"},
    {"Tests", "[{Name: a, Log: {}}]", NULL, NULL,
     "7:9: error: the test lacks \"ExpectedResult\", true or false "
     "[missing-key]\n"},
    {"Tests", "[{Name: a, ExpectedResult: yes, Log: {}}]", NULL, NULL,
     "7:35: error: \"ExpectedResult\" must be true or false, not the text "
     "\"yes\" [wrong-type]\n"},
    {"Tests", "[{Name: a, ExpectedResult: true}]", NULL, NULL,
     "7:9: error: the test lacks \"Log\", the event as a map [missing-key]\n"},
    {"Tests", "[{ExpectedResult: true, Log: {}}]", NULL, NULL,
     "7:9: error: the test lacks \"Name\", text [missing-key]\n"},
    {"Tests", "[{Name: a, ExpectedResult: true, Log: [1]}]", NULL, NULL,
     "7:46: error: \"Log\" must be a map, not a list [wrong-type]\n"},
    {"Tests", "[{Name: a, ExpectedResult: true, Log: {}, Foo: 1}]", NULL, NULL,
     "7:50: error: unknown key \"Foo\" in a test; did you mean \"Log\"? "
     "[unknown-key]\n"},
    {"Tests", "[{Name: a, ExpectedResult: true, Log: {}, Mocks: [1]}]", NULL, NULL,
     "7:58: error: a mock must be a map, not an integer [wrong-type]\n"},
    {"Tests", "[{Name: a, ExpectedResult: true, Log: {}, Mocks: [{objectNme: x}]}]", NULL, NULL,
     "7:59: error: unknown key \"objectNme\" in a mock; did you mean "
     "\"objectName\"? [unknown-key]\n"},
    {"RuleID", "R\nRuleID: S", NULL, NULL,
     "3:1: warning: key \"RuleID\" appears twice, on lines 2 and 3; the last "
     "one counts [duplicate-key]\n"},
    /* clang-format on */
};

static bool is_plain(const char *key)
{
    for (int i = 0; i < KIT_LENGTH(plain); i++) {
        if (strcmp(plain[i].key, key) == 0) {
            return true;
        }
    }
    return false;
}

static size_t add_line(char *text, size_t size, size_t used, const char *key,
                       const char *value)
{
    return value == NULL ? used
                         : used + (size_t)snprintf(text + used, size - used, "%s: %s\n",
                                                   key, value);
}

static void make_rule(int row, char *text, size_t size)
{
    size_t used = 0;

    for (int i = 0; i < KIT_LENGTH(plain); i++) {
        const char *value = plain[i].value;

        if (strcmp(rows[row].key, plain[i].key) == 0) {
            value = rows[row].value;
        } else if (rows[row].other != NULL &&
                   strcmp(rows[row].other, plain[i].key) == 0) {
            value = rows[row].other_value;
        }
        used = add_line(text, size, used, plain[i].key, value);
    }
    if (!is_plain(rows[row].key)) {
        used = add_line(text, size, used, rows[row].key, rows[row].value);
    }
    if (rows[row].other != NULL && !is_plain(rows[row].other)) {
        add_line(text, size, used, rows[row].other, rows[row].other_value);
    }
}

START_TEST(a_fault_is_told_with_its_place)
{
    char text[1024];
    struct kit_set set;

    make_rule(_i, text, sizeof text);
    kit_compile(&set, text);
    ck_assert_str_eq(kit_diagnostics(&set, false), rows[_i].expected);
    ck_assert_int_eq(set.status, strstr(rows[_i].expected, ": error: ") != NULL
                                     ? OUNCE_ERR_RULE
                                     : OUNCE_OK);
    kit_finish(&set);
}
END_TEST

/* ---- What a lenient compiler lets pass with a warning ---- */

static const struct {
    const char *line; /* of the rule */
    const char *expected;
} lenient[] = {
    {"Foo: 1", "7:1: warning: unknown key \"Foo\" in a rule [unknown-key]\n"},
    {"403: 1", "7:1: warning: unknown key \"403\" in a rule [unknown-key]\n"},
    {"Tests: [{Name: a, ExpectedResult: true, Log: {}, Foo: 1}]",
     "7:50: error: unknown key \"Foo\" in a test; did you mean \"Log\"? "
     "[unknown-key]\n"},
    {"Threshold: 0", "7:12: error: \"Threshold\" must be at least 1 [out-of-range]\n"},
};

START_TEST(a_lenient_compiler_warns_of_unknown_keys)
{
    char text[512];
    struct kit_set set;

    snprintf(text, sizeof text,
             "AnalysisType: rule\nRuleID: R\nEnabled: true\nSeverity: Low\nLogTypes: "
             "[L]" KIT_ALWAYS "\n%s\n",
             lenient[_i].line);
    kit_begin(&set, OUNCE_COMPILE_LENIENT, NULL);
    kit_add(&set, "rule.yml", text);
    kit_end(&set);
    ck_assert_str_eq(kit_diagnostics(&set, false), lenient[_i].expected);
    kit_finish(&set);
}
END_TEST

static const char *const cases[] = {"INFO", "low", "MEDIUM", "hIGH", "CRITICAL"};

START_TEST(a_lenient_compiler_takes_severities_in_any_case)
{
    static const char *const names[] = {"Info", "Low", "Medium", "High", "Critical"};
    char text[512];
    struct kit_set set;
    const ounce_rule *rule;

    snprintf(text, sizeof text,
             "AnalysisType: rule\nRuleID: R\nEnabled: true\nSeverity: %s\nLogTypes: "
             "[L]" KIT_ALWAYS,
             cases[_i]);
    kit_begin(&set, OUNCE_COMPILE_LENIENT, NULL);
    kit_add(&set, "rule.yml", text);
    kit_end(&set);
    snprintf(
        text, sizeof text,
        "4:11: warning: severity \"%s\" should be written \"%s\" [severity-case]\n",
        cases[_i], names[_i]);
    ck_assert_str_eq(kit_diagnostics(&set, false), text);
    rule = ounce_ruleset_rule(set.ruleset, 0);
    ck_assert_str_eq(ounce_rule_text(rule, OUNCE_RULE_SEVERITY)->data, names[_i]);
    ck_assert_int_eq(ounce_rule_number(rule, OUNCE_RULE_SEVERITY_RANK), _i);
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rule/rule_check");
    TCase *tests = tcase_create("rule_check");

    tcase_add_loop_test(tests, a_fault_is_told_with_its_place, 0, KIT_LENGTH(rows));
    tcase_add_loop_test(tests, a_lenient_compiler_warns_of_unknown_keys, 0,
                        KIT_LENGTH(lenient));
    tcase_add_loop_test(tests, a_lenient_compiler_takes_severities_in_any_case, 0,
                        KIT_LENGTH(cases));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
