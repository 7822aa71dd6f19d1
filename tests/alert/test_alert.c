/* test_alert.c — title, severity, dedup and context, with their defaults and limits. */
#include "compile.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *parts; /* beside an AlwaysTrue detection; "D" is the display name */
    const char *event;
    uint32_t field;
    const char *text;
} rows[] = {
    /* clang-format off */
    /* the title template, value by value */
    {"AlertTitle: 'x {a} y'", "{\"a\":\"text\"}", OUNCE_ALERT_TITLE, "x text y"},
    {"AlertTitle: '{a}'", "{\"a\":\"say \\\"hi\\\" \\u0041\"}", OUNCE_ALERT_TITLE, "say \"hi\" A"},
    {"AlertTitle: '{a}'", "{\"a\":7}", OUNCE_ALERT_TITLE, "7"},
    {"AlertTitle: '{a}'", "{\"a\":7.0}", OUNCE_ALERT_TITLE, "7"},
    {"AlertTitle: '{a}'", "{\"a\":-0.50}", OUNCE_ALERT_TITLE, "-0.5"},
    {"AlertTitle: '{a}'", "{\"a\":0.1}", OUNCE_ALERT_TITLE, "0.1"},
    {"AlertTitle: '{a}'", "{\"a\":92233720368547758080}", OUNCE_ALERT_TITLE, "92233720368547758080"},
    {"AlertTitle: '{a}'", "{\"a\":true}", OUNCE_ALERT_TITLE, "true"},
    {"AlertTitle: '{a}'", "{\"a\":false}", OUNCE_ALERT_TITLE, "false"},
    {"AlertTitle: '{a}'", "{\"a\":[1, \"x\", {\"b\": null}, 2.0]}", OUNCE_ALERT_TITLE,
     "[1,\"x\",{\"b\":null},2.0]"},
    {"AlertTitle: '{a}'", "{\"a\":{ \"z\": 1 , \"b\": [ ] }}", OUNCE_ALERT_TITLE, "{\"z\":1,\"b\":[]}"},
    {"AlertTitle: 'x{a}y'", "{\"a\":null}", OUNCE_ALERT_TITLE, "xy"},
    {"AlertTitle: 'x{a}y'", "{}", OUNCE_ALERT_TITLE, "xy"},
    {"AlertTitle: '{a.b[1]}'", "{\"A\":{\"B\":[1,2]}}", OUNCE_ALERT_TITLE, "2"},
    {"AlertTitle: '{a[*].b}'", "{\"a\":[{\"b\":1},{\"b\":\"x\"}]}", OUNCE_ALERT_TITLE, "[1,\"x\"]"},
    {"AlertTitle: '{{{a}}}'", "{\"a\":1}", OUNCE_ALERT_TITLE, "{1}"},
    {"AlertTitle: '{{a}}'", "{\"a\":1}", OUNCE_ALERT_TITLE, "{a}"},
    {"AlertTitle: '{a}'", "{\"a\":\"{b}\",\"b\":1}", OUNCE_ALERT_TITLE, "{b}"}, /* one pass */
    {"AlertTitle: '{[\"a.b\"]} ä'", "{\"a.b\":\"€\"}", OUNCE_ALERT_TITLE, "€ ä"},
    /* defaults */
    {"AlertTitle: ''", "{}", OUNCE_ALERT_TITLE, "R"},
    {"AlertTitle: '{a}'", "{}", OUNCE_ALERT_TITLE, "R"},
    {"DisplayName: Shown\nAlertTitle: '{a}'", "{}", OUNCE_ALERT_TITLE, "Shown"},
    {"DisplayName: Shown", "{}", OUNCE_ALERT_TITLE, "Shown"},
    {"Reports: {}", "{}", OUNCE_ALERT_TITLE, "R"},
    /* texts of the rule; never cut */
    {"Description: 'd {a}'", "{\"a\":1}", OUNCE_ALERT_DESCRIPTION, "d {a}"},
    {"Reference: r", "{}", OUNCE_ALERT_REFERENCE, "r"},
    {"Runbook: b", "{}", OUNCE_ALERT_RUNBOOK, "b"},
    {"Runbook: b", "{}", OUNCE_ALERT_DESCRIPTION, ""},
    /* the log type is the event's */
    {"Runbook: b", "{\"p_log_type\":\"T\"}", OUNCE_ALERT_LOG_TYPE, "T"},
    {"Runbook: b", "{\"p_log_type\":7}", OUNCE_ALERT_LOG_TYPE, ""},
    {"Runbook: b", "{}", OUNCE_ALERT_LOG_TYPE, ""},
    /* severity: the first entry whose conditions hold */
    {"Reports: {}", "{}", OUNCE_ALERT_SEVERITY, "LOW"},
    {"DynamicSeverities: [{ChangeTo: Critical, Conditions: [{Key: a, Condition: Exists}]}, "
     "{ChangeTo: high, Conditions: [{Key: b, Condition: Exists}]}]",
     "{\"a\":1,\"b\":1}", OUNCE_ALERT_SEVERITY, "CRITICAL"},
    {"DynamicSeverities: [{ChangeTo: Critical, Conditions: [{Key: a, Condition: Exists}]}, "
     "{ChangeTo: high, Conditions: [{Key: b, Condition: Exists}]}]",
     "{\"b\":1}", OUNCE_ALERT_SEVERITY, "HIGH"},
    {"DynamicSeverities: [{ChangeTo: Critical, Conditions: [{Key: a, Condition: Exists}]}, "
     "{ChangeTo: high, Conditions: [{Key: b, Condition: Exists}]}]",
     "{}", OUNCE_ALERT_SEVERITY, "LOW"},
    {"DynamicSeverities: [{ChangeTo: INFO, Conditions: []}, {ChangeTo: High, Conditions: []}]",
     "{}", OUNCE_ALERT_SEVERITY, "INFO"}, /* no conditions: it holds */
    {"DynamicSeverities: [{ChangeTo: High, Conditions: [{Key: a, Condition: Exists}, {Key: b, "
     "Condition: Exists}]}]", "{\"a\":1}", OUNCE_ALERT_SEVERITY, "LOW"}, /* all of them */
    {"DynamicSeverities: []", "{}", OUNCE_ALERT_SEVERITY, "LOW"},
    /* the rows of the dedup table */
    {"GroupBy: [{Key: a}]\nAlertTitle: t", "{\"a\":\"x\"}", OUNCE_ALERT_DEDUP, "x"},
    {"GroupBy: [{Key: a}]\nAlertTitle: t", "{}", OUNCE_ALERT_DEDUP, "defaultDedupString:R"},
    {"GroupBy: [{Key: a}]", "{\"a\":\"\"}", OUNCE_ALERT_DEDUP, "defaultDedupString:R"},
    {"AlertTitle: 't {a}'", "{\"a\":1}", OUNCE_ALERT_DEDUP, "t 1"},
    {"AlertTitle: '{a}'", "{}", OUNCE_ALERT_DEDUP, "defaultDedupString:R"},
    {"DisplayName: Shown", "{}", OUNCE_ALERT_DEDUP, "defaultDedupString:R"},
    {"GroupBy: []\nAlertTitle: t", "{}", OUNCE_ALERT_DEDUP, "t"}, /* not set */
    /* keys of one and of several */
    {"GroupBy: [{Key: a}]", "{\"a\":\"x:y\\\\z\"}", OUNCE_ALERT_DEDUP, "x:y\\z"},
    {"GroupBy: [{Key: a}, {Key: b}]", "{\"a\":\"x:y\",\"b\":\"\\\\\"}", OUNCE_ALERT_DEDUP,
     "x\\:y:\\\\"},
    {"GroupBy: [{Key: a}, {Key: b}]", "{\"b\":1.0}", OUNCE_ALERT_DEDUP, ":1"},
    {"GroupBy: [{Key: a}, {Key: b}]", "{\"a\":null}", OUNCE_ALERT_DEDUP, "defaultDedupString:R"},
    {"GroupBy: [{Key: a}, {Key: b}]", "{\"a\":\"\",\"b\":\"\"}", OUNCE_ALERT_DEDUP, ":"},
    {"GroupBy: [{Key: a}, {Key: b}, {Key: c}]", "{\"a\":true,\"c\":{\"k\":1}}", OUNCE_ALERT_DEDUP,
     "true::{\"k\"\\:1}"},
    {"GroupBy: [{DeepKey: [a, 0]}, {KeyPath: b.c}]", "{\"a\":[1],\"b\":{\"c\":2}}",
     OUNCE_ALERT_DEDUP, "1:2"},
    {"GroupBy: [{Key: a}]", "{\"a\":\"Abc\"}", OUNCE_ALERT_DEDUP, "Abc"},
    /* context */
    {"Reports: {}", "{}", OUNCE_ALERT_CONTEXT, "{}"},
    {"AlertContext: []", "{}", OUNCE_ALERT_CONTEXT, "{}"},
    {"AlertContext: [{KeyName: a, KeyValue: {Key: x}}, {KeyName: b, KeyValue: {DeepKey: [y, 0]}}]",
     "{\"x\":1.50,\"y\":[\"z\"]}", OUNCE_ALERT_CONTEXT, "{\"a\":1.5,\"b\":\"z\"}"},
    {"AlertContext: [{KeyName: a, KeyValue: {Key: x}}]", "{}", OUNCE_ALERT_CONTEXT, "{\"a\":null}"},
    {"AlertContext: [{KeyName: a, KeyValue: {Key: x}}, {KeyName: b, KeyValue: {Key: y}}, "
     "{KeyName: a, KeyValue: {Key: z}}]",
     "{\"x\":1,\"y\":2,\"z\":3}", OUNCE_ALERT_CONTEXT, "{\"b\":2,\"a\":3}"},
    {"AlertContext: [{KeyName: 'q\"', KeyValue: {KeyPath: 'x[*].y'}}]", "{\"x\":[{\"y\":{}}]}",
     OUNCE_ALERT_CONTEXT, "{\"q\\\"\":[{}]}"},
    /* clang-format on */
};

static const char *alert(const char *parts, const char *event, uint32_t field)
{
    size_t size = strlen(parts) + sizeof KIT_ALWAYS KIT_TAIL;
    char *text = malloc(size);
    struct kit_set set;
    const char *found;

    ck_assert_ptr_nonnull(text);
    snprintf(text, size, "%s" KIT_ALWAYS KIT_TAIL, parts);
    kit_compile(&set, text);
    free(text);
    ck_assert_msg(set.matcher != NULL, "%s", kit_diagnostics(&set, false));
    found = kit_alert(&set, event, field);
    ck_assert_ptr_nonnull(found);
    kit_finish(&set);
    return found;
}

/* Members of a context, in any order. */
static bool same_json(const char *a, const char *b)
{
    json_t *x = json_loads(a, JSON_DECODE_ANY, NULL);
    json_t *y = json_loads(b, JSON_DECODE_ANY, NULL);
    bool same = x != NULL && y != NULL && json_equal(x, y) == 1;

    json_decref(x);
    json_decref(y);
    return same;
}

START_TEST(a_field_of_the_alert_is_worked_out)
{
    const char *found = alert(rows[_i].parts, rows[_i].event, rows[_i].field);

    ck_assert_msg(
        strcmp(found, rows[_i].text) == 0 ||
            (rows[_i].field == OUNCE_ALERT_CONTEXT && same_json(found, rows[_i].text)),
        "%s on %s gives %s, not %s", rows[_i].parts, rows[_i].event, found,
        rows[_i].text);
}
END_TEST

/* ---- Truncation ---- */

static const struct {
    const char *unit; /* one character */
    size_t count;
    bool cut;
} lengths[] = {
    {"a", 999, false},  {"a", 1000, false}, {"a", 1001, true},  {"a", 5000, true},
    {"é", 1000, false}, {"é", 1001, true},  {"😀", 1000, false}, {"😀", 1001, true},
};

static void check_cut(const char *text, const char *unit, size_t count, bool cut)
{
    size_t size = strlen(unit);
    size_t kept = cut ? 985 : count;

    ck_assert_uint_eq(strlen(text), kept * size + (cut ? 15 : 0));
    for (size_t i = 0; i < kept; i++) {
        ck_assert(memcmp(text + i * size, unit, size) == 0);
    }
    if (cut) {
        ck_assert_str_eq(text + kept * size, "... (truncated)");
    }
}

START_TEST(a_long_title_is_cut_at_1000_characters)
{
    size_t size = lengths[_i].count * 4 + 16;
    char *event = malloc(size);

    ck_assert_ptr_nonnull(event);
    snprintf(event, size, "{\"a\":\"%s\"}",
             kit_repeat(lengths[_i].unit, lengths[_i].count));
    check_cut(alert("AlertTitle: '{a}'", event, OUNCE_ALERT_TITLE), lengths[_i].unit,
              lengths[_i].count, lengths[_i].cut);
    check_cut(alert("AlertTitle: '{a}'", event, OUNCE_ALERT_DEDUP), lengths[_i].unit,
              lengths[_i].count, lengths[_i].cut);
    check_cut(alert("GroupBy: [{Key: a}]", event, OUNCE_ALERT_DEDUP), lengths[_i].unit,
              lengths[_i].count, lengths[_i].cut);
    free(event);
}
END_TEST

START_TEST(texts_of_the_rule_are_not_cut)
{
    char parts[4096];

    snprintf(parts, sizeof parts, "Description: %s", kit_repeat("a", 3000));
    ck_assert_uint_eq(strlen(alert(parts, "{}", OUNCE_ALERT_DESCRIPTION)), 3000);
}
END_TEST

/* ---- The limit of the context ---- */

static const char *context_of(size_t size)
{
    char *event = malloc(size + 16);
    const char *found;

    ck_assert_ptr_nonnull(event);
    snprintf(event, size + 16, "{\"a\":\"%s\"}", kit_repeat("x", size));
    found = alert("AlertContext: [{KeyName: a, KeyValue: {Key: a}}]", event,
                  OUNCE_ALERT_CONTEXT);
    free(event);
    return found;
}

START_TEST(a_context_holds_204800_bytes)
{
    size_t frame = strlen("{\"a\":\"\"}");

    ck_assert_uint_eq(strlen(context_of(204800 - frame)), 204800);
    ck_assert_str_eq(
        context_of(204801 - frame),
        "{\"_error\":\"alert context is 204801 bytes of JSON; at most 204800 "
        "are kept\"}");
}
END_TEST

/* ---- The match as JSON ---- */

START_TEST(a_match_is_one_json_object)
{
    static const char event[] = "{\n \"a\": \"x\\ny\",\r\n \"p_log_type\":\"L\" }";
    struct kit_set set;
    const char *text;
    json_t *json;

    kit_compile(&set, KIT_RULE("AlertTitle: 't {a}'" KIT_ALWAYS));
    text = kit_match_json(&set, event, 0);
    ck_assert_str_eq(text, "{\"kind\":\"match\",\"rule_id\":\"R\",\"severity\":\"LOW\","
                           "\"title\":\"t x\\ny\",\"dedup\":\"t x\\ny\","
                           "\"alert_context\":{},\"log_type\":\"L\",\"file\":null,"
                           "\"line\":null}");
    text = kit_match_json(&set, event, OUNCE_MATCH_JSON_EVENT);
    ck_assert_ptr_null(strchr(text, '\n'));
    json = json_loads(text, 0, NULL);
    ck_assert_ptr_nonnull(json);
    ck_assert_str_eq(
        json_string_value(json_object_get(json_object_get(json, "event"), "a")),
        "x\ny");
    json_decref(json);
    kit_finish(&set);
}
END_TEST

/* ---- title() changes what it reads ---- */

static const struct {
    uint32_t first, then;
    const char *answers[2];
} orders[] = {
    {OUNCE_ALERT_TITLE, OUNCE_ALERT_DEDUP, {"1", "1"}},
    {OUNCE_ALERT_DEDUP, OUNCE_ALERT_TITLE, {"1", "1"}},
    {OUNCE_ALERT_TITLE, OUNCE_ALERT_TITLE, {"1", "1"}},
    {OUNCE_ALERT_TITLE, OUNCE_ALERT_CONTEXT, {"1", "{\"calls\":1}"}},
};

static const char counting[] =
    "CALLS = 0\n"
    "def rule(e): return True\n"
    "def title(e):\n"
    "    global CALLS\n"
    "    CALLS += 1\n"
    "    if e['wrong'] and CALLS == 1: raise ValueError('x')\n"
    "    return str(CALLS)\n"
    "def alert_context(e): return {'calls': CALLS}\n";

struct asked {
    uint32_t fields[2];
    ounce_status status[2];
    char text[2][512];
};

static ounce_control ask_both(void *user, ounce_match *match)
{
    struct asked *asked = user;
    ounce_str text;

    for (size_t i = 0; i < 2; i++) {
        ounce_error err = OUNCE_ERROR_INIT;

        asked->status[i] = ounce_match_text(match, asked->fields[i], &text, &err);
        snprintf(asked->text[i], sizeof asked->text[i], "%.*s%s", (int)text.size,
                 text.data, err.message);
    }
    return OUNCE_CONTINUE;
}

static void ask_of(const char *json, struct asked *asked)
{
    struct kit_set set;
    ounce_event event;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "r.yml", "Filename: r.py" KIT_TAIL);
    kit_add(&set, "r.py", counting);
    kit_end(&set);
    ck_assert_msg(set.status == OUNCE_OK, "%s", set.err.message);
    ounce_event_init_json(&event, json, strlen(json));
    event.log_type = (ounce_str){"L", 1};
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, ask_both, asked, &set.err),
                     OUNCE_OK);
    kit_finish(&set);
}

START_TEST(a_title_is_made_once)
{
    struct asked asked = {.fields = {orders[_i].first, orders[_i].then}};

    ask_of("{\"wrong\":false}", &asked);

    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(asked.status[i], OUNCE_OK);
        ck_assert_str_eq(asked.text[i], orders[_i].answers[i]);
    }
}
END_TEST

START_TEST(a_title_that_cannot_be_made_is_not_tried_again)
{
    struct asked asked = {.fields = {OUNCE_ALERT_TITLE, OUNCE_ALERT_DEDUP}};

    ask_of("{\"wrong\":true}", &asked);

    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(asked.status[i], OUNCE_ERR_RULE);
        ck_assert_str_eq(asked.text[i], "the rule raised ValueError: x");
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("alert/alert");
    TCase *tests = tcase_create("alert");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, a_field_of_the_alert_is_worked_out, 0, KIT_LENGTH(rows));
    tcase_add_loop_test(tests, a_long_title_is_cut_at_1000_characters, 0,
                        KIT_LENGTH(lengths));
    tcase_add_test(tests, texts_of_the_rule_are_not_cut);
    tcase_add_test(tests, a_context_holds_204800_bytes);
    tcase_add_test(tests, a_match_is_one_json_object);
    tcase_add_loop_test(tests, a_title_is_made_once, 0, KIT_LENGTH(orders));
    tcase_add_test(tests, a_title_that_cannot_be_made_is_not_tried_again);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
