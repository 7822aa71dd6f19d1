/* test_match.c — what a match tells: its rule, its event, the fields of the alert. */
#include "compile.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

struct seen {
    const ounce_event *event;
    const ounce_ruleset *ruleset;
    unsigned calls;
};

static ounce_control look(void *user, ounce_match *match)
{
    struct seen *seen = user;
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_str first, second;

    seen->calls++;
    ck_assert_uint_eq(ounce_match_rule_index(match), 1);
    ck_assert_ptr_eq(ounce_match_rule(match), ounce_ruleset_rule(seen->ruleset, 1));
    ck_assert_ptr_eq(ounce_match_event(match), seen->event);

    /* each field as often as one likes; earlier ones stay */
    ck_assert_int_eq(ounce_match_text(match, OUNCE_ALERT_TITLE, &first, &err),
                     OUNCE_OK);
    ck_assert_int_eq(ounce_match_text(match, OUNCE_ALERT_DEDUP, &second, &err),
                     OUNCE_OK);
    ck_assert_int_eq(ounce_match_text(match, OUNCE_ALERT_CONTEXT, &second, &err),
                     OUNCE_OK);
    ck_assert_mem_eq(first.data, "t x", 3);
    ck_assert_int_eq(err.code, OUNCE_OK);

    ck_assert_int_eq(ounce_match_text(match, 9, &first, &err), OUNCE_ERR_ARGUMENT);
    ck_assert_uint_eq(first.size, 0);
    ck_assert_str_eq(err.message, "there is no alert field 9");
    ck_assert_int_eq(ounce_match_text(match, UINT32_MAX, &first, NULL),
                     OUNCE_ERR_ARGUMENT);
    return OUNCE_CONTINUE;
}

START_TEST(a_match_tells_its_rule_and_event)
{
    struct kit_set set;
    struct seen seen = {NULL, NULL, 0};
    ounce_event event;

    kit_begin(&set, 0, NULL);
    kit_add(
        &set, "a.yml",
        "AnalysisType: rule\nRuleID: A\nEnabled: true\nSeverity: Low\nLogTypes: [L]\n"
        "Detection: [{Condition: AlwaysFalse}]");
    kit_add(
        &set, "b.yml",
        "AnalysisType: rule\nRuleID: B\nEnabled: true\nSeverity: Low\nLogTypes: [L]\n"
        "AlertTitle: 't {a}'" KIT_ALWAYS);
    kit_end(&set);
    ounce_event_init_json(&event, "{\"a\":\"x\"}", 9);
    seen.event = &event;
    seen.ruleset = set.ruleset;
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, look, &seen, &set.err),
                     OUNCE_OK);
    ck_assert_uint_eq(seen.calls, 1);
    kit_finish(&set);
}
END_TEST

/* ---- A match as JSON ---- */

static ounce_control keep_json(void *user, ounce_match *match)
{
    json_t **json = user;
    ounce_str text;

    ck_assert_int_eq(ounce_match_json(match, OUNCE_MATCH_JSON_EVENT, &text, NULL),
                     OUNCE_OK);
    ck_assert_ptr_null(memchr(text.data, '\n', text.size));
    *json =
        json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    return OUNCE_CONTINUE;
}

/* Text of an event in every field: still one line of JSON that reads back equal. */
static const char *const hostile[] = {
    "\\u0000",        "\\n\\r\\t\\u000b",  "\\u001b[31m",     "\\u0085\\u2028\\u2029",
    "\\u202e\\u2066", "</script>\\u003c!", "\\\"\\\\/{}[]:,", "\\ud83d\\ude00",
    "\\ud800",        "'; drop table --",  "\\ufffe\\uffff",  "=cmd|' /C calc'!A0",
};

START_TEST(hostile_text_stays_in_its_field)
{
    char event[256];
    struct kit_set set;
    ounce_event view;
    json_t *json = NULL;
    json_t *original, *context;

    kit_compile(&set, KIT_RULE("AlertTitle: '{a}'\nGroupBy: [{Key: a}]\nAlertContext: "
                               "[{KeyName: a, KeyValue: {Key: a}}]" KIT_ALWAYS));
    snprintf(event, sizeof event, "{\"a\":\"x%sy\",\"p_log_type\":\"L\"}", hostile[_i]);
    ounce_event_init_json(&view, event, strlen(event));
    view.file = (ounce_str){"a\n\"b", 4};
    view.line = 7;
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &view, keep_json, &json, &set.err),
                     OUNCE_OK);
    ck_assert_msg(json != NULL || strstr(hostile[_i], "\\ud800") != NULL, "%s", event);
    if (json == NULL) {
        kit_finish(&set);
        return; /* the event itself is in the line, and jansson does not read that */
    }
    original = json_object_get(json_object_get(json, "event"), "a");
    ck_assert(json_equal(json_object_get(json, "title"), original));
    ck_assert(json_equal(json_object_get(json, "dedup"), original));
    context = json_object_get(json_object_get(json, "alert_context"), "a");
    ck_assert(json_equal(context, original));
    ck_assert_str_eq(json_string_value(json_object_get(json, "file")), "a\n\"b");
    ck_assert_int_eq(json_integer_value(json_object_get(json, "line")), 7);
    ck_assert_str_eq(json_string_value(json_object_get(json, "kind")), "match");
    json_decref(json);
    kit_finish(&set);
}
END_TEST

/* A host event is written out as compact JSON, a raw one byte for byte. */
START_TEST(a_raw_event_is_kept_byte_for_byte)
{
    static const char event[] = "{ \"a\" : 1.50e0,\r\n\"b\":\"\\u0041\" }";
    struct kit_set set;
    const char *text;

    kit_compile(&set, KIT_RULE(KIT_ALWAYS));
    text = kit_match_json(&set, event, OUNCE_MATCH_JSON_EVENT);
    ck_assert_ptr_nonnull(
        strstr(text, "\"event\":{ \"a\" : 1.50e0,  \"b\":\"\\u0041\" }}"));
    kit_finish(&set);
}
END_TEST

/* ---- A field that cannot be made ---- */

static ounce_control ask_all(void *user, ounce_match *match)
{
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_str text;

    (void)user;
    ck_assert_int_eq(ounce_match_text(match, OUNCE_ALERT_TITLE, &text, &err),
                     OUNCE_ERR_LIMIT);
    ck_assert_uint_eq(text.size, 0);
    ck_assert_str_eq(err.message, "step budget spent");
    ck_assert_int_eq(ounce_match_json(match, 0, &text, &err), OUNCE_ERR_LIMIT);
    ck_assert_uint_eq(text.size, 0);
    ck_assert_int_eq(ounce_match_text(match, OUNCE_ALERT_RUNBOOK, &text, &err),
                     OUNCE_OK);
    return OUNCE_CONTINUE;
}

static ounce_control count_match(void *user, ounce_match *match)
{
    (void)match;
    ++*(unsigned *)user;
    return OUNCE_CONTINUE;
}

static ounce_control ask_first(void *user, ounce_match *match)
{
    return ounce_match_rule_index(match) == 0 ? ask_all(user, match)
                                              : count_match(user, match);
}

static void count_unevaluated(void *user, const ounce_event *event, uint32_t rule,
                              uint32_t reason)
{
    (void)event;
    ck_assert_uint_eq(rule, 1);
    ck_assert_uint_eq(reason, OUNCE_REASON_BUDGET);
    ++*(unsigned *)user;
}

/* A title that costs more than the budget fails alone: rules behind are judged, or told
 * when the same member is too much for them as well; never is it as if it were missing.
 */
static const struct {
    const char *behind; /* the rule behind */
    ounce_status status;
    unsigned matches, unevaluated;
} dear[] = {
    {"{Key: w, Condition: Exists}", OUNCE_OK, 1, 0},
    {"{Key: w, Condition: DoesNotExist}", OUNCE_OK, 0, 0},
    {"{Key: v, Condition: Exists}", OUNCE_ERR_LIMIT, 0, 1},
    {"{Key: v, Condition: DoesNotExist}", OUNCE_ERR_LIMIT, 0, 1},
};

START_TEST(a_dear_title_does_not_silence_the_rules_behind)
{
    static const char rule[] = "AnalysisType: rule\nEnabled: true\nSeverity: Low\n"
                               "LogTypes: [L]\n";
    ounce_limits limits = OUNCE_LIMITS_INIT;
    unsigned matches = 0;
    unsigned unevaluated = 0;
    struct kit_set set;
    ounce_event event;
    char text[4096];

    limits.max_event_steps = 50;
    kit_begin(&set, 0, &limits);
    snprintf(text, sizeof text, "%sRuleID: A\nAlertTitle: '{v}'%s", rule, KIT_ALWAYS);
    kit_add(&set, "a.yml", text);
    snprintf(text, sizeof text, "%sRuleID: B\nDetection: [%s]", rule, dear[_i].behind);
    kit_add(&set, "b.yml", text);
    kit_end(&set);
    snprintf(text, sizeof text, "{\"w\":1,\"v\":[%s0]}", kit_repeat("0,", 500));
    ounce_event_init_json(&event, text, strlen(text));
    ounce_matcher_on_unevaluated(set.matcher, count_unevaluated, &unevaluated);
    ck_assert_int_eq(
        ounce_matcher_run(set.matcher, &event, ask_first, &matches, &set.err),
        dear[_i].status);
    ck_assert_uint_eq(matches, dear[_i].matches);
    ck_assert_uint_eq(unevaluated, dear[_i].unevaluated);
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api/match");
    TCase *tests = tcase_create("match");

    tcase_add_test(tests, a_match_tells_its_rule_and_event);
    tcase_add_loop_test(tests, hostile_text_stays_in_its_field, 0, KIT_LENGTH(hostile));
    tcase_add_test(tests, a_raw_event_is_kept_byte_for_byte);
    tcase_add_loop_test(tests, a_dear_title_does_not_silence_the_rules_behind, 0,
                        KIT_LENGTH(dear));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
