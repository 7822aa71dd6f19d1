/* test_candidates.c — from the members that guards name to the rules to try. */
#include "match/candidates.h"

#include "api/ruleset.h"
#include "compile.h"

#include <stdio.h>
#include <string.h>

#define RULES 70

/* Rules R00, R01, …: rule n wants a == n, or b == n; every tenth has no guard. */
static void compile_rules(struct kit_set *set)
{
    char text[512];

    kit_begin(set, 0, NULL);
    for (int i = 0; i < RULES; i++) {
        if (i % 10 == 9) {
            snprintf(text, sizeof text,
                     "RuleID: R%02d\nAnalysisType: rule\nEnabled: true\nSeverity: Low\n"
                     "LogTypes: [%s]\nDetection: [{Key: a, Condition: Exists}]",
                     i, i < 35 ? "A" : "B");
        } else {
            snprintf(text, sizeof text,
                     "RuleID: R%02d\nAnalysisType: rule\nEnabled: true\nSeverity: Low\n"
                     "LogTypes: [%s]\nDetection: [{Any: [{Key: a, Condition: Equals, "
                     "Value: %d}, {Key: b, Condition: Equals, Value: %d}]}]",
                     i, i < 35 ? "A" : "B", i / 2, i);
        }
        kit_add(set, "rule.yml", text);
    }
    kit_end(set);
    ck_assert_ptr_nonnull(set->ruleset);
}

static const struct {
    const char *event;
    const char *log_type;
    const char *rules; /* in order */
} rows[] = {
    {"{}", "", "9 19 29 39 49 59 69 "},
    {"{}", "A", "9 19 29 "},
    {"{}", "B", "39 49 59 69 "},
    {"{}", "C", ""},
    {"{\"a\":3}", "A", "6 7 9 19 29 "},
    {"{\"a\":3}", "B", "39 49 59 69 "},
    {"{\"a\":3,\"b\":6}", "A", "6 7 9 19 29 "},
    {"{\"a\":3,\"b\":66}", "", "6 7 9 19 29 39 49 59 66 69 "},
    {"{\"a\":33,\"b\":0}", "", "0 9 19 29 39 49 59 66 67 69 "},
    {"{\"a\":[3],\"b\":{}}", "A", "9 19 29 "},
    {"{\"a\":[3],\"A\":3,\"b\":{}}", "A", "9 19 29 "},
    {"{\"A\":3}", "A", "6 7 9 19 29 "},
};

START_TEST(candidates_are_ascending_and_each_once)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    uint64_t seen[2] = {0, 0};
    uint32_t rules[RULES];
    char found[512] = "";
    size_t used = 0;
    struct kit_set set;
    struct oz_eval eval;
    ounce_event event;
    uint32_t count = 0;
    size_t at;

    compile_rules(&set);
    ck_assert(oz_eval_init(&eval, &set.ruleset->plan, &set.memory.allocator));
    ounce_event_init_json(&event, rows[_i].event, strlen(rows[_i].event));
    ck_assert_uint_eq(oz_eval_begin(&eval, &limits, &event, &at), OUNCE_REASON_NONE);
    ck_assert(oz_candidates(&eval,
                            (ounce_str){rows[_i].log_type, strlen(rows[_i].log_type)},
                            rules, seen, &count));
    for (uint32_t i = 0; i < count; i++) {
        used += (size_t)snprintf(found + used, sizeof found - used, "%u ", rules[i]);
    }
    ck_assert_str_eq(found, rows[_i].rules);
    ck_assert_uint_eq(seen[0], 0);
    ck_assert_uint_eq(seen[1], 0);
    oz_eval_finish(&eval);
    kit_finish(&set);
}
END_TEST

static const struct {
    const char *event;
    const char *log_type;
} log_types[] = {
    {"{\"p_log_type\":\"X\"}", "X"},
    {"{\"p_log_type\":\"\\u0058\"}", "X"},
    {"{\"p_log_type\":\"\"}", ""},
    {"{\"p_log_type\":7}", "given"},
    {"{\"p_log_type\":null}", "given"},
    {"{\"p_log_type\":[\"X\"]}", "given"},
    {"{\"P_LOG_TYPE\":\"X\"}", "given"}, /* only the exact name */
    {"{\"P_LOG_TYPE\":\"X\",\"p_log_type\":\"Y\"}", "Y"},
    {"{\"p_log_type\":\"Y\",\"P_LOG_TYPE\":\"X\"}", "Y"},
    {"{}", "given"},
};

START_TEST(the_log_type_is_the_events_own)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    ounce_str given = {"given", 5};
    ounce_str found = {NULL, 0};
    struct kit_set set;
    struct oz_eval eval;
    ounce_event event;
    size_t at;

    compile_rules(&set);
    ck_assert(oz_eval_init(&eval, &set.ruleset->plan, &set.memory.allocator));
    ounce_event_init_json(&event, log_types[_i].event, strlen(log_types[_i].event));
    ck_assert_uint_eq(oz_eval_begin(&eval, &limits, &event, &at), OUNCE_REASON_NONE);
    ck_assert(oz_event_log_type(&eval, given, &found));
    ck_assert_uint_eq(found.size, strlen(log_types[_i].log_type));
    ck_assert(found.size == 0 ||
              memcmp(found.data, log_types[_i].log_type, found.size) == 0);
    oz_eval_finish(&eval);
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match/candidates");
    TCase *tests = tcase_create("candidates");

    tcase_add_loop_test(tests, candidates_are_ascending_and_each_once, 0,
                        KIT_LENGTH(rows));
    tcase_add_loop_test(tests, the_log_type_is_the_events_own, 0,
                        KIT_LENGTH(log_types));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
