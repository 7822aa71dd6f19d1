/* test_matcher.c — one event through the ruleset: verdicts, counters, and why not. */
#include "compile.h"

#include <stdio.h>
#include <string.h>

/* What a run told its callbacks, as text: "m2" rule 2 matched, "u2:7" rule 2 was not
 * judged for reason 7, "u*:1" the whole event. */
struct told {
    char text[512];
    size_t used;
    unsigned stop_after; /* matches; 0: never */
};

static ounce_control on_match(void *user, ounce_match *match)
{
    struct told *told = user;

    told->used +=
        (size_t)snprintf(told->text + told->used, sizeof told->text - told->used,
                         "m%u ", ounce_match_rule_index(match));
    return told->stop_after > 0 && --told->stop_after == 0 ? OUNCE_STOP
                                                           : OUNCE_CONTINUE;
}

static void on_unevaluated(void *user, const ounce_event *event, uint32_t rule,
                           uint32_t reason)
{
    struct told *told = user;
    char place[16] = "*";

    ck_assert_uint_eq(event->size, sizeof *event);
    if (rule != OUNCE_NO_RULE) {
        snprintf(place, sizeof place, "%u", rule);
    }
    told->used +=
        (size_t)snprintf(told->text + told->used, sizeof told->text - told->used,
                         "u%s:%u ", place, reason);
}

static void compile_rules(struct kit_set *set, const ounce_limits *limits,
                          const char *const *lists, int count)
{
    char text[1024];

    kit_begin(set, 0, limits);
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

static ounce_status run(struct kit_set *set, const char *text, size_t size,
                        struct told *told)
{
    unsigned stop_after = told->stop_after;
    ounce_event event;

    memset(told, 0, sizeof *told);
    told->stop_after = stop_after;
    ounce_matcher_on_unevaluated(set->matcher, on_unevaluated, told);
    ounce_event_init_json(&event, text, size);
    return ounce_matcher_run(set->matcher, &event, on_match, told, &set->err);
}

static void check_counts(const struct kit_set *set)
{
    ounce_counts counts;

    ounce_matcher_counts(set->matcher, &counts);
    ck_assert_uint_eq(counts.events,
                      counts.matched + counts.not_matched + counts.not_evaluated);
}

static const char *const three[] = {
    "- {Key: a, Condition: Exists}",
    "- {Key: b, Condition: Equals, Value: 1}",
    "- {Key: c, Condition: IsGreaterThan, Value: 5}",
};

/* ---- Verdicts and reasons ---- */

static const struct {
    const char *event;
    size_t size; /* 0: to the NUL */
    ounce_status status;
    const char *told;
    uint32_t line, column;
    size_t offset;
    const char *message;
} events[] = {
    /* clang-format off */
    {"{\"a\":1,\"b\":1,\"c\":6}", 0, OUNCE_OK, "m0 m1 m2 ", 0, 0, 0, NULL},
    {" \t\r\n{\"b\":1} \n", 0, OUNCE_OK, "m1 ", 0, 0, 0, NULL},
    {"{}", 0, OUNCE_OK, "", 0, 0, 0, NULL},
    {"", 0, OUNCE_ERR_EVENT, "u*:1 ", 1, 1, 0, "bad JSON: it ends too early"},
    {"   ", 0, OUNCE_ERR_EVENT, "u*:1 ", 1, 4, 3, "bad JSON: it ends too early"},
    {"{\"a\":1", 0, OUNCE_ERR_EVENT, "u*:1 ", 1, 7, 6, "bad JSON: it ends too early"},
    {"{\"a\":1}}", 0, OUNCE_ERR_EVENT, "u*:1 ", 1, 8, 7, "bad JSON: '}' is out of place"},
    {"{\"a\":1} {}", 0, OUNCE_ERR_EVENT, "u*:1 ", 1, 9, 8, "bad JSON: '{' is out of place"},
    {"{\n \"ä\": x}", 0, OUNCE_ERR_EVENT, "u*:1 ", 2, 7, 9, "bad JSON: 'x' is out of place"},
    {"{\"a\":1,}", 0, OUNCE_ERR_EVENT, "u*:1 ", 1, 8, 7, "bad JSON: '}' is out of place"},
    {"{\"a\":\x01}", 0, OUNCE_ERR_EVENT, "u*:1 ", 1, 6, 5, "bad JSON"},
    {"{\"a\":\"\xff\"}", 0, OUNCE_ERR_EVENT, "u*:2 ", 1, 7, 6, "bad UTF-8"},
    {"[]", 0, OUNCE_ERR_EVENT, "u*:3 ", 1, 1, 0, "not an object"},
    {"\"text\"", 0, OUNCE_ERR_EVENT, "u*:3 ", 1, 1, 0, "not an object"},
    {"7", 0, OUNCE_ERR_EVENT, "u*:3 ", 1, 1, 0, "not an object"},
    {"null", 0, OUNCE_ERR_EVENT, "u*:3 ", 1, 1, 0, "not an object"},
    {"{}\0", 3, OUNCE_ERR_EVENT, "u*:1 ", 1, 3, 2, "bad JSON"},
    /* clang-format on */
};

START_TEST(an_event_is_judged_or_told_why_not)
{
    size_t size = events[_i].size > 0 ? events[_i].size : strlen(events[_i].event);
    struct told told = {{0}, 0, 0};
    struct kit_set set;

    compile_rules(&set, NULL, three, 3);
    ck_assert_int_eq(run(&set, events[_i].event, size, &told), events[_i].status);
    ck_assert_str_eq(told.text, events[_i].told);
    if (events[_i].message != NULL) {
        ck_assert_int_eq(set.err.code, events[_i].status);
        ck_assert_str_eq(set.err.message, events[_i].message);
        ck_assert_uint_eq(set.err.offset, events[_i].offset);
        ck_assert_uint_eq(set.err.line, events[_i].line);
        ck_assert_uint_eq(set.err.column, events[_i].column);
    }
    /* and the matcher goes on as before */
    ck_assert_int_eq(run(&set, "{\"a\":1}", 7, &told), OUNCE_OK);
    ck_assert_str_eq(told.text, "m0 ");
    check_counts(&set);
    kit_finish(&set);
}
END_TEST

/* ---- Limits ---- */

static const struct {
    const char *event;
    uint32_t reason; /* 0: it is judged */
} sizes[] = {
    {"{\"a\":[[[1]]]}", 0},
    {"{\"a\":[[[[1]]]]}", OUNCE_REASON_TOO_DEEP},
    {"{\"x\":[[[[1]]]]}", OUNCE_REASON_TOO_DEEP}, /* also where no rule looks */
    {"{\"a\":1,\"x\":{\"y\":1}}", 0},
    {"{\"a\":1,\"x\":{\"y\":1,\"z\":1}}", OUNCE_REASON_TOO_WIDE},
    {"{\"a\":1,\"x\":\"1234567890123456789012\"}", 0},
    {"{\"a\":1,\"x\":\"123456789012345678901234567890\"}", OUNCE_REASON_TOO_BIG},
};

START_TEST(an_event_over_a_limit_is_told)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct told told = {{0}, 0, 0};
    char expected[16];
    struct kit_set set;

    limits.max_event_depth = 4;
    limits.max_event_members = 3;
    limits.max_event_bytes = 40;
    compile_rules(&set, &limits, three, 3);
    snprintf(expected, sizeof expected, "u*:%u ", sizes[_i].reason);
    ck_assert_int_eq(run(&set, sizes[_i].event, strlen(sizes[_i].event), &told),
                     sizes[_i].reason == 0 ? OUNCE_OK : OUNCE_ERR_LIMIT);
    ck_assert_str_eq(told.text, sizes[_i].reason == 0 ? "m0 " : expected);
    ck_assert_int_eq(run(&set, "{\"a\":1}", 7, &told), OUNCE_OK);
    ck_assert_str_eq(told.text, "m0 ");
    check_counts(&set);
    kit_finish(&set);
}
END_TEST

#define EACH_NULL "[{Key: k, Condition: IsNull}]"

/* Rules that come behind the one that ran into the budget are named. */
START_TEST(a_spent_budget_names_the_rules_behind)
{
    static const char *const lists[] = {
        "- {Key: a, Condition: Exists}",
        "- {Key: v, Condition: AllElements, Expressions: " EACH_NULL "}",
        "- {Key: a, Condition: IsNotNull}",
        "- {Key: b, Condition: Equals, Value: 9}", /* no candidate */
        "- {Key: a, Condition: DoesNotEqual, Value: 9}",
    };
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct told told = {{0}, 0, 0};
    struct kit_set set;
    ounce_counts counts;
    char event[4096];

    limits.max_event_steps = 100;
    compile_rules(&set, &limits, lists, 5);
    snprintf(event, sizeof event, "{\"a\":1,\"v\":[%s0]}", kit_repeat("0,", 500));
    ck_assert_int_eq(run(&set, event, strlen(event), &told), OUNCE_ERR_LIMIT);
    ck_assert_str_eq(told.text, "m0 u1:7 u2:7 u4:7 ");
    ck_assert_str_eq(set.err.message, "step budget spent");
    ounce_matcher_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.matched, 1);
    ck_assert_uint_eq(counts.matches, 1);
    ck_assert_uint_eq(counts.not_evaluated, 0);
    ck_assert_uint_eq(counts.rules_not_evaluated, 3);
    check_counts(&set);
    /* a small event has a budget of its own */
    ck_assert_int_eq(run(&set, "{\"a\":1,\"v\":[0]}", 15, &told), OUNCE_OK);
    ck_assert_str_eq(told.text, "m0 m1 m2 m4 ");
    kit_finish(&set);
}
END_TEST

/* When not even the first rule was reached, the event has no verdict. */
START_TEST(a_budget_spent_at_once_leaves_no_verdict)
{
    static const char *const lists[] = {
        "- {Key: v, Condition: AllElements, Expressions: " EACH_NULL "}",
        "- {Key: a, Condition: Exists}",
    };
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct told told = {{0}, 0, 0};
    struct kit_set set;
    ounce_counts counts;

    limits.max_event_steps = 5;
    compile_rules(&set, &limits, lists, 2);
    ck_assert_int_eq(run(&set, "{\"a\":1,\"v\":[0,0,0,0,0,0,0,0]}", 29, &told),
                     OUNCE_ERR_LIMIT);
    ck_assert_str_eq(told.text, "u*:7 ");
    ounce_matcher_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.not_evaluated, 1);
    check_counts(&set);
    kit_finish(&set);
}
END_TEST

/* 10^6 elements under three nested quantifiers end within the budget. */
START_TEST(nested_quantifiers_end)
{
    static const char *const lists[] = {
        "- Key: v\n  Condition: AllElements\n  Expressions:\n"
        "    - Key: v\n      Condition: NoElement\n      Expressions:\n"
        "        - Key: v\n          Condition: NoElement\n          Expressions: "
        "[]\n"};
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct told told = {{0}, 0, 0};
    static char event[200000];
    size_t used = 6;
    struct kit_set set;

    limits.max_event_steps = 10000;
    memcpy(event, "{\"v\":[", 6);
    for (int i = 0; i < 10000; i++) {
        memcpy(event + used, "{\"v\":[1]},", 10);
        used += 10;
    }
    memcpy(event + used - 1, "]}", 2);
    compile_rules(&set, &limits, lists, 1);
    ck_assert_int_eq(run(&set, event, used + 1, &told), OUNCE_ERR_LIMIT);
    ck_assert_str_eq(told.text, "u*:7 ");
    kit_finish(&set);
}
END_TEST

/* ---- Stopping ---- */

START_TEST(a_callback_may_stop)
{
    struct told told = {{0}, 0, 2};
    struct kit_set set;
    ounce_counts counts;

    compile_rules(&set, NULL, three, 3);
    ck_assert_int_eq(run(&set, "{\"a\":1,\"b\":1,\"c\":6}", 19, &told), OUNCE_OK);
    ck_assert_str_eq(told.text, "m0 m1 ");
    ounce_matcher_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.events, 1);
    ck_assert_uint_eq(counts.matched, 1);
    ck_assert_uint_eq(counts.matches, 2);
    ck_assert_uint_eq(counts.rules_not_evaluated, 0);
    check_counts(&set);
    kit_finish(&set);
}
END_TEST

/* ---- Counting ---- */

START_TEST(counters_add_up)
{
    struct told told = {{0}, 0, 0};
    struct kit_set set;
    ounce_counts counts;
    bool matched = false;
    ounce_event event;

    compile_rules(&set, NULL, three, 3);
    for (int i = 0; i < 10; i++) {
        run(&set, "{\"a\":1,\"b\":1}", 13, &told); /* two match */
        run(&set, "{}", 2, &told);                 /* none */
        run(&set, "{", 1, &told);                  /* no verdict */
    }
    ounce_matcher_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.events, 30);
    ck_assert_uint_eq(counts.matched, 10);
    ck_assert_uint_eq(counts.not_matched, 10);
    ck_assert_uint_eq(counts.not_evaluated, 10);
    ck_assert_uint_eq(counts.matches, 20);
    ck_assert_uint_eq(counts.rules_not_evaluated, 0);
    ck_assert_uint_eq(counts.candidates, 50); /* b == 1 has a guard */
    check_counts(&set);

    /* judging one rule counts nothing */
    ounce_event_init_json(&event, "{\"a\":1}", 7);
    ck_assert_int_eq(
        ounce_matcher_run_rule(set.matcher, 0, &event, NULL, &matched, NULL), OUNCE_OK);
    ounce_event_init_json(&event, "{", 1);
    ck_assert_int_eq(
        ounce_matcher_run_rule(set.matcher, 0, &event, NULL, &matched, NULL),
        OUNCE_ERR_EVENT);
    ounce_matcher_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.events, 30);
    kit_finish(&set);
}
END_TEST

START_TEST(nobody_need_listen)
{
    struct kit_set set;
    ounce_counts counts;
    ounce_event event;

    compile_rules(&set, NULL, three, 3);
    ounce_event_init_json(&event, "{\"a\":1}", 7);
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, NULL, NULL, NULL),
                     OUNCE_OK);
    ounce_event_init_json(&event, "{", 1);
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, NULL, NULL, NULL),
                     OUNCE_ERR_EVENT);
    ounce_matcher_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.matched, 1);
    ck_assert_uint_eq(counts.not_evaluated, 1);
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match/matcher");
    TCase *tests = tcase_create("matcher");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, an_event_is_judged_or_told_why_not, 0,
                        KIT_LENGTH(events));
    tcase_add_loop_test(tests, an_event_over_a_limit_is_told, 0, KIT_LENGTH(sizes));
    tcase_add_test(tests, a_spent_budget_names_the_rules_behind);
    tcase_add_test(tests, a_budget_spent_at_once_leaves_no_verdict);
    tcase_add_test(tests, nested_quantifiers_end);
    tcase_add_test(tests, a_callback_may_stop);
    tcase_add_test(tests, counters_add_up);
    tcase_add_test(tests, nobody_need_listen);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
