/* test_plan_index.c — which rules are tried: keys, log types, and both. */
#include "compile.h"

#include <stdio.h>
#include <string.h>

/* Rules of one set: R0, R1, … */
static const char *const rules[] = {
    "LogTypes: [A]\nDetection: [{Key: k, Condition: Equals, Value: 1}]",
    "LogTypes: [A, B]\nDetection: [{Key: k, Condition: Equals, Value: 1.0}]",
    "LogTypes: [B]\nDetection: [{Key: k, Condition: Exists}]",
    "LogTypes: []\nDetection: [{Condition: AlwaysTrue}]",
    "LogTypes: [A]\nDetection: [{Condition: AlwaysTrue}]",
    "LogTypes: [A]\nDetection: [{Any: [{Key: k, Condition: Equals, Value: 1}, {Key: k, "
    "Condition: Equals, Value: '1'}, {Key: k, Condition: Equals, Value: true}]}]",
    "LogTypes: [A]\nDetection: [{Any: [{Key: k, Condition: Equals, Value: 2}, {Key: l, "
    "Condition: Equals, Value: 2}]}]",
    "LogTypes: [A]\nDetection: [{Key: k, Condition: IEquals, Value: AB}]",
    "ScheduledQueries: [Q]\nDetection: [{Condition: AlwaysTrue}]",
};

static const struct {
    const char *event;
    const char *log_type; /* of the event's owner; NULL: unknown */
    const char *hits;     /* which rules, in order */
    unsigned candidates;
} rows[] = {
    /* an integer and a float that are equal find the same key */
    {"{\"k\":1}", "A", "0145", 5},
    {"{\"k\":1.0}", "A", "0145", 5},
    {"{\"k\":10e-1}", "A", "0145", 5},
    {"{\"k\":true}", "A", "45", 3},
    {"{\"k\":\"1\"}", "A", "45", 3},
    {"{\"k\":2}", "A", "46", 3},
    {"{\"l\":2}", "A", "46", 3},
    {"{\"k\":2,\"l\":2}", "A", "46", 3}, /* filed twice, tried once */
    {"{\"k\":\"ab\"}", "A", "47", 2},
    {"{\"k\":[1]}", "A", "4", 2},
    {"{}", "A", "4", 2},
    {"{\"K\":1}", "A", "0145", 5}, /* names as everywhere */
    {"{\"k\":92233720368547758080}", "A", "4", 2},
    {"{\"k\":1}", "B", "12", 2},
    {"{\"k\":1}", "Q", "8", 1},
    {"{\"k\":1}", "C", "", 0},
    {"{\"k\":1}", NULL, "012458", 7},
    {"{}", NULL, "48", 4},
    /* the event's own log type wins; only that exact name counts */
    {"{\"k\":1,\"p_log_type\":\"B\"}", "A", "12", 2},
    {"{\"k\":1,\"p_log_type\":\"B\"}", NULL, "12", 2},
    {"{\"k\":1,\"P_Log_Type\":\"B\"}", "A", "0145", 5},
    {"{\"k\":1,\"p_log_type\":7}", "A", "0145", 5},
    {"{\"k\":1,\"p_log_type\":null}", NULL, "012458", 7},
    {"{\"k\":1,\"p_log_type\":\"b\"}", "A", "", 0}, /* values are not folded */
};

static void compile_rules(struct kit_set *set)
{
    char text[512];

    kit_begin(set, 0, NULL);
    for (int i = 0; i < KIT_LENGTH(rules); i++) {
        snprintf(text, sizeof text,
                 "RuleID: R%d\nAnalysisType: rule\nEnabled: true\nSeverity: Low\n%s", i,
                 rules[i]);
        kit_add(set, "rule.yml", text);
    }
    kit_end(set);
    ck_assert_msg(set->ruleset != NULL, "%s", kit_diagnostics(set, false));
}

START_TEST(the_rules_tried_are_those_that_may_match)
{
    struct kit_set set;
    uint32_t hits[KIT_LENGTH(rules)];
    char found[KIT_LENGTH(rules) + 1];
    ounce_counts counts;
    ounce_event event;
    size_t count;

    compile_rules(&set);
    ounce_event_init_json(&event, rows[_i].event, strlen(rows[_i].event));
    if (rows[_i].log_type != NULL) {
        event.log_type = (ounce_str){rows[_i].log_type, strlen(rows[_i].log_type)};
    }
    ck_assert_int_eq(ounce_matcher_hits(set.matcher, &event, hits,
                                        (size_t)KIT_LENGTH(rules), &count, &set.err),
                     OUNCE_OK);
    for (size_t i = 0; i < count; i++) {
        found[i] = (char)('0' + hits[i]);
    }
    found[count] = '\0';
    ck_assert_str_eq(found, rows[_i].hits);
    ounce_matcher_counts(set.matcher, &counts);
    ck_assert_msg(counts.candidates == rows[_i].candidates, "%s: %u", rows[_i].event,
                  (unsigned)counts.candidates);
    kit_finish(&set);
}
END_TEST

/* 200 rules under one key are more than a word of the bit set that tells them apart. */
START_TEST(many_rules_under_one_key_are_all_found)
{
    enum { COUNT = 200 };
    uint32_t hits[COUNT];
    struct kit_set set;
    ounce_event event;
    char text[256];
    size_t count;

    kit_begin(&set, 0, NULL);
    for (int i = 0; i < COUNT; i++) {
        snprintf(text, sizeof text,
                 "RuleID: R%03d\nAnalysisType: rule\nEnabled: true\nSeverity: Low\n"
                 "LogTypes: [L]\nDetection: [{Any: [{Key: a, Condition: Equals, Value: "
                 "1}, {Key: b, Condition: Equals, Value: 2}]}]",
                 COUNT - 1 - i);
        kit_add(&set, "rule.yml", text);
    }
    kit_end(&set);
    ounce_event_init_json(&event, "{\"a\":1,\"b\":2}", 13);
    for (int round = 0; round < 3; round++) {
        ck_assert_int_eq(
            ounce_matcher_hits(set.matcher, &event, hits, COUNT, &count, &set.err),
            OUNCE_OK);
        ck_assert_uint_eq(count, COUNT);
        for (uint32_t i = 0; i < COUNT; i++) {
            ck_assert_uint_eq(hits[i], i);
        }
    }
    kit_finish(&set);
}
END_TEST

START_TEST(a_disabled_rule_is_never_tried)
{
    struct kit_set set;
    ounce_counts counts;

    kit_compile(&set, "RuleID: R\nAnalysisType: rule\nEnabled: false\nSeverity: Low\n"
                      "LogTypes: [L]" KIT_ALWAYS);
    ck_assert(!kit_hit(&set, 0, "{}"));
    ounce_matcher_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.candidates, 0);
    ck_assert(kit_judge(&set, "{}")); /* but it can be judged by itself */
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plan/plan_index");
    TCase *tests = tcase_create("plan_index");

    tcase_add_loop_test(tests, the_rules_tried_are_those_that_may_match, 0,
                        KIT_LENGTH(rows));
    tcase_add_test(tests, many_rules_under_one_key_are_all_found);
    tcase_add_test(tests, a_disabled_rule_is_never_tried);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
