/* test_matcher.c — the doorway: arguments, hits, batches, three kinds of events. */
#include "compile.h"

#include <ounce/jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RULES 3

/* Rules A (a there), B (b is 1, log type M), C (c above 5). */
static void compile_rules(struct kit_set *set)
{
    static const char *const rules[RULES] = {
        "RuleID: A\nLogTypes: [L]\nDetection: [{Key: a, Condition: Exists}]",
        "RuleID: B\nLogTypes: [L, M]\nDetection: [{Key: b, Condition: Equals, Value: "
        "1}]",
        "RuleID: C\nLogTypes: [L]\nDetection: [{Key: c, Condition: IsGreaterThan, "
        "Value: "
        "5}]"};
    char text[512];

    kit_begin(set, 0, NULL);
    for (int i = 0; i < RULES; i++) {
        snprintf(text, sizeof text,
                 "AnalysisType: rule\nEnabled: true\nSeverity: Low\n%s", rules[i]);
        kit_add(set, "rule.yml", text);
    }
    kit_end(set);
    ck_assert_ptr_nonnull(set->ruleset);
}

/* ---- Arguments ---- */

START_TEST(an_event_must_be_initialised)
{
    struct kit_set set;
    ounce_event event;
    uint32_t rules[RULES];
    size_t count = 99;
    ounce_counts counts;
    ounce_str text;

    compile_rules(&set);
    memset(&event, 0, sizeof event);
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, NULL, NULL, &set.err),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_int_eq(ounce_matcher_run_rule(set.matcher, 0, &event, NULL, NULL, NULL),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_int_eq(
        ounce_matcher_hits(set.matcher, &event, rules, RULES, &count, NULL),
        OUNCE_ERR_ARGUMENT);
    ck_assert_uint_eq(count, 0);
    ck_assert_int_eq(
        ounce_matcher_explain(set.matcher, 0, &event, OUNCE_PRINT_TEXT, &text, NULL),
        OUNCE_ERR_ARGUMENT);
    ounce_matcher_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.events, 0);
    kit_finish(&set);
}
END_TEST

START_TEST(a_rule_must_be_one)
{
    struct kit_set set;
    ounce_event event;
    ounce_str text;

    compile_rules(&set);
    ounce_event_init_json(&event, "{}", 2);
    ck_assert_int_eq(
        ounce_matcher_run_rule(set.matcher, RULES, &event, NULL, NULL, &set.err),
        OUNCE_ERR_ARGUMENT);
    ck_assert_str_eq(set.err.message, "there is no rule 3");
    ck_assert_int_eq(ounce_matcher_run_rule(set.matcher, OUNCE_NO_RULE, &event, NULL,
                                            NULL, &set.err),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_int_eq(ounce_matcher_explain(set.matcher, RULES, &event, OUNCE_PRINT_TEXT,
                                           &text, NULL),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_int_eq(
        ounce_matcher_explain(set.matcher, 0, &event, OUNCE_PRINT_IR, &text, &set.err),
        OUNCE_ERR_ARGUMENT);
    ck_assert_str_eq(set.err.message, "an explanation is text or JSON");
    ck_assert_uint_eq(text.size, 0);
    kit_finish(&set);
}
END_TEST

START_TEST(an_event_of_nothing_is_bad_json)
{
    struct kit_set set;
    ounce_event event;

    compile_rules(&set);
    ounce_event_init_json(&event, NULL, 5);
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, NULL, NULL, &set.err),
                     OUNCE_ERR_EVENT);
    kit_finish(&set);
}
END_TEST

START_TEST(an_error_tells_the_events_file)
{
    struct kit_set set;
    ounce_event event;

    compile_rules(&set);
    ounce_event_init_json(&event, "{x}", 3);
    event.file = (ounce_str){"events.ndjson", 13};
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, NULL, NULL, &set.err),
                     OUNCE_ERR_EVENT);
    ck_assert_str_eq(set.err.file, "events.ndjson");
    ck_assert_uint_eq(set.err.offset, 1);
    kit_finish(&set);
}
END_TEST

START_TEST(a_broken_event_cannot_be_explained)
{
    struct kit_set set;
    ounce_event event;
    ounce_str text;

    compile_rules(&set);
    ounce_event_init_json(&event, "{", 1);
    ck_assert_int_eq(ounce_matcher_explain(set.matcher, 0, &event, OUNCE_PRINT_TEXT,
                                           &text, &set.err),
                     OUNCE_ERR_EVENT);
    ck_assert_uint_eq(text.size, 0);
    ck_assert_str_eq(set.err.message, "bad JSON: it ends too early");
    kit_finish(&set);
}
END_TEST

/* ---- Hits ---- */

START_TEST(hits_tell_how_many_there_are)
{
    static const char text[] = "{\"a\":1,\"b\":1,\"c\":6}";
    uint32_t rules[RULES + 1] = {9, 9, 9, 9};
    struct kit_set set;
    ounce_event event;
    size_t count = 0;

    compile_rules(&set);
    ounce_event_init_json(&event, text, strlen(text));
    ck_assert_int_eq(ounce_matcher_hits(set.matcher, &event, NULL, 0, &count, &set.err),
                     OUNCE_ERR_SPACE);
    ck_assert_uint_eq(count, 3);
    ck_assert_int_eq(
        ounce_matcher_hits(set.matcher, &event, rules, 2, &count, &set.err),
        OUNCE_ERR_SPACE);
    ck_assert_str_eq(set.err.message, "3 rules match and there is room for 2");
    ck_assert_uint_eq(rules[1], 1);
    ck_assert_uint_eq(rules[2], 9);
    ck_assert_int_eq(
        ounce_matcher_hits(set.matcher, &event, rules, RULES, &count, &set.err),
        OUNCE_OK);
    ck_assert_uint_eq(rules[0], 0);
    ck_assert_uint_eq(rules[2], 2);
    ck_assert_uint_eq(rules[3], 9);
    ounce_event_init_json(&event, "{}", 2);
    ck_assert_int_eq(ounce_matcher_hits(set.matcher, &event, NULL, 0, &count, NULL),
                     OUNCE_OK);
    ck_assert_uint_eq(count, 0);
    ounce_event_init_json(&event, "[", 1);
    ck_assert_int_eq(
        ounce_matcher_hits(set.matcher, &event, rules, RULES, &count, NULL),
        OUNCE_ERR_EVENT);
    kit_finish(&set);
}
END_TEST

/* ---- Batches ---- */

/* Hits as text: line@offset+size:rule, with !reason for what has no verdict. */
static const char *hits_text(const ounce_hit *hits, size_t count)
{
    static char text[1024];
    size_t used = 0;

    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        char rule[16] = "*";

        if (hits[i].rule != OUNCE_NO_RULE) {
            snprintf(rule, sizeof rule, "%u", hits[i].rule);
        }
        used += (size_t)snprintf(text + used, sizeof text - used, "%u@%zu+%zu:%s",
                                 (unsigned)hits[i].line, hits[i].offset, hits[i].size,
                                 rule);
        if (hits[i].reason != OUNCE_REASON_NONE) {
            used += (size_t)snprintf(text + used, sizeof text - used, "!%u",
                                     hits[i].reason);
        }
        used += (size_t)snprintf(text + used, sizeof text - used, " ");
    }
    return text;
}

static const struct {
    const char *text;
    const char *log_type;
    const char *hits;
} batches[] = {
    {"", NULL, ""},
    {"\n\n \t\n\r\n", NULL, ""},
    {"{\"a\":1}", NULL, "1@0+7:0 "},
    {"{\"a\":1}\n", NULL, "1@0+7:0 "},
    {"{\"a\":1}\r\n{\"b\":1}\r\n", NULL, "1@0+8:0 2@9+8:1 "},
    {"{\"a\":1}\n\n{\"c\":9}\n", NULL, "1@0+7:0 3@9+7:2 "},
    {"{\"a\":1,\"b\":1,\"c\":6}\n{}\n", NULL, "1@0+19:0 1@0+19:1 1@0+19:2 "},
    {"{\"a\":\n{\"b\":1}", NULL, "1@0+5:*!1 2@6+7:1 "},
    {"[]\n\"\xff\"\n{}x\n{\"a\":1}", NULL, "1@0+2:*!3 2@3+3:*!2 3@7+3:*!1 4@11+7:0 "},
    {"{\"a\":1}\n{\"b\":1}", "M", "2@8+7:1 "},
    {"{\"a\":1}\n{\"b\":1}", "X", ""},
    {"{\"a\":1,\"p_log_type\":\"L\"}", "X", "1@0+24:0 "},
};

START_TEST(a_batch_gives_hits_line_by_line)
{
    ounce_hit hits[20];
    struct kit_set set;
    ounce_counts counts;
    ounce_str log_type = {NULL, 0};
    size_t count = 99;
    size_t used = 99;
    size_t size = strlen(batches[_i].text);

    compile_rules(&set);
    if (batches[_i].log_type != NULL) {
        log_type = (ounce_str){batches[_i].log_type, strlen(batches[_i].log_type)};
    }
    ck_assert_int_eq(ounce_matcher_batch(set.matcher, batches[_i].text, size,
                                         log_type.size > 0 ? &log_type : NULL, hits, 20,
                                         &count, &used, &set.err),
                     OUNCE_OK);
    ck_assert_str_eq(hits_text(hits, count), batches[_i].hits);
    ck_assert_uint_eq(used, size);
    ounce_matcher_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.events,
                      counts.matched + counts.not_matched + counts.not_evaluated);
    kit_finish(&set);
}
END_TEST

START_TEST(a_batch_needs_room_for_one_line)
{
    ounce_hit hits[RULES];
    struct kit_set set;
    size_t count = 99;
    size_t used = 99;

    compile_rules(&set);
    ck_assert_int_eq(ounce_matcher_batch(set.matcher, "{}", 2, NULL, hits, RULES,
                                         &count, &used, &set.err),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_str_eq(set.err.message, "room for 3 hits; one line can yield 4");
    ck_assert_uint_eq(count, 0);
    ck_assert_uint_eq(used, 0);
    ck_assert_int_eq(
        ounce_matcher_batch(set.matcher, NULL, 0, NULL, NULL, 0, &count, &used, NULL),
        OUNCE_ERR_ARGUMENT);
    kit_finish(&set);
}
END_TEST

/* A line is judged only when all its hits fit; the rest comes with the next call. */
START_TEST(a_full_batch_goes_on_where_it_stopped)
{
    static const char text[] = "{\"a\":1,\"b\":1}\n"
                               "\n"
                               "{\"a\":1}\n"
                               "{}\n"
                               "{\"a\":1,\"b\":1,\"c\":6}\n"
                               "x";
    static const char *const expected[] = {"1@0+13:0 1@0+13:1 3@15+7:0 ",
                                           "2@3+19:0 2@3+19:1 2@3+19:2 ", "1@0+1:*!1 "};
    ounce_hit hits[6];
    struct kit_set set;
    size_t from = 0;

    compile_rules(&set);
    for (int i = 0; i < 3; i++) {
        size_t count = 0;
        size_t used = 0;

        ck_assert_int_eq(ounce_matcher_batch(set.matcher, text + from,
                                             strlen(text) - from, NULL, hits, 6, &count,
                                             &used, &set.err),
                         OUNCE_OK);
        ck_assert_str_eq(hits_text(hits, count), expected[i]);
        from += used;
    }
    ck_assert_uint_eq(from, strlen(text));
    kit_finish(&set);
}
END_TEST

static void count_call(void *user, const ounce_event *event, uint32_t rule,
                       uint32_t reason)
{
    unsigned *calls = user;

    ck_assert_uint_eq(event->line, 2);
    ck_assert_uint_eq(rule, OUNCE_NO_RULE);
    ck_assert_uint_eq(reason, OUNCE_REASON_BAD_JSON);
    ++*calls;
}

START_TEST(the_listener_hears_of_batches_too)
{
    ounce_hit hits[8];
    struct kit_set set;
    unsigned calls = 0;
    ounce_event event;
    size_t count, used;

    compile_rules(&set);
    ounce_matcher_on_unevaluated(set.matcher, count_call, &calls);
    ck_assert_int_eq(ounce_matcher_batch(set.matcher, "{}\n{\n{}", 7, NULL, hits, 8,
                                         &count, &used, NULL),
                     OUNCE_OK);
    ck_assert_uint_eq(calls, 1);
    ounce_event_init_json(&event, "{", 1); /* and afterwards of single events again */
    event.line = 2;
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, NULL, NULL, NULL),
                     OUNCE_ERR_EVENT);
    ck_assert_uint_eq(calls, 2);
    ounce_matcher_on_unevaluated(set.matcher, NULL, NULL);
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, NULL, NULL, NULL),
                     OUNCE_ERR_EVENT);
    ck_assert_uint_eq(calls, 2);
    kit_finish(&set);
}
END_TEST

/* ---- Log types ---- */

static const struct {
    const char *event;
    const char *log_type; /* of the struct; NULL: none */
    const char *rules;
} log_types[] = {
    {"{\"a\":1,\"b\":1}", NULL, "01"},
    {"{\"a\":1,\"b\":1}", "L", "01"},
    {"{\"a\":1,\"b\":1}", "M", "1"},
    {"{\"a\":1,\"b\":1}", "l", ""},
    {"{\"a\":1,\"b\":1}", "X", ""},
    {"{\"a\":1,\"b\":1,\"p_log_type\":\"M\"}", "L", "1"},
    {"{\"a\":1,\"b\":1,\"p_log_type\":\"M\"}", NULL, "1"},
    {"{\"a\":1,\"b\":1,\"p_log_type\":\"\"}", "M", "01"}, /* unknown after all */
};

START_TEST(the_log_type_chooses_the_rules)
{
    struct kit_set set;
    uint32_t rules[RULES];
    char found[RULES + 1] = "";
    ounce_event event;
    size_t count;

    compile_rules(&set);
    ounce_event_init_json(&event, log_types[_i].event, strlen(log_types[_i].event));
    if (log_types[_i].log_type != NULL) {
        event.log_type =
            (ounce_str){log_types[_i].log_type, strlen(log_types[_i].log_type)};
    }
    ck_assert_int_eq(
        ounce_matcher_hits(set.matcher, &event, rules, RULES, &count, &set.err),
        OUNCE_OK);
    for (size_t i = 0; i < count; i++) {
        found[i] = (char)('0' + rules[i]);
    }
    ck_assert_str_eq(found, log_types[_i].rules);
    /* one rule by itself is judged whatever the log type */
    ck_assert(kit_judge(&set, log_types[_i].event));
    kit_finish(&set);
}
END_TEST

/* ---- Three kinds of events ---- */

/* The host's objects: a jansson tree, read through an accessor of this file's own. */
static ounce_found give(const json_t *json, ounce_value *out)
{
    if (json == NULL) {
        return OUNCE_ABSENT;
    }
    memset(out, 0, sizeof *out);
    out->node = json;
    switch (json_typeof(json)) {
    case JSON_NULL:
        out->kind = OUNCE_NULL;
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        out->kind = OUNCE_BOOL;
        out->integer = json_is_true(json);
        break;
    case JSON_INTEGER:
        out->kind = OUNCE_INT;
        out->integer = json_integer_value(json);
        break;
    case JSON_REAL:
        out->kind = OUNCE_FLOAT;
        out->real = json_real_value(json);
        break;
    case JSON_STRING:
        out->kind = OUNCE_TEXT;
        out->text = json_string_value(json);
        out->size = json_string_length(json);
        break;
    case JSON_ARRAY:
        out->kind = OUNCE_LIST;
        out->size = json_array_size(json);
        break;
    case JSON_OBJECT:
        out->kind = OUNCE_MAP;
        out->size = json_object_size(json);
        break;
    }
    return OUNCE_FOUND;
}

static ounce_found host_member(void *ctx, const void *map, const char *name,
                               size_t name_size, ounce_value *out)
{
    char text[64];

    (void)ctx;
    ck_assert_uint_lt(name_size, sizeof text);
    memcpy(text, name, name_size);
    text[name_size] = '\0';
    return give(json_object_get(map, text), out);
}

static ounce_found host_element(void *ctx, const void *list, size_t index,
                                ounce_value *out)
{
    (void)ctx;
    return give(json_array_get(list, index), out);
}

static ounce_found host_next(void *ctx, const void *map, const void **cursor,
                             ounce_str *name, ounce_value *out)
{
    union {
        const void *in;
        json_t *out;
    } object = {map}; /* jansson's iterators take it without const */
    void *iter;

    (void)ctx;
    iter = *cursor == NULL
               ? json_object_iter(object.out)
               : json_object_iter_next(object.out, json_object_key_to_iter(*cursor));
    if (iter == NULL) {
        return OUNCE_ABSENT;
    }
    name->data = json_object_iter_key(iter);
    name->size = strlen(name->data);
    *cursor = name->data;
    return give(json_object_iter_value(iter), out);
}

static ounce_found host_broken(void *ctx, const void *list, size_t index,
                               ounce_value *out)
{
    (void)ctx;
    (void)list;
    (void)index;
    (void)out;
    return OUNCE_BROKEN;
}

static const ounce_accessor accessor = {sizeof accessor, host_member, host_element,
                                        host_next};
static const ounce_accessor broken = {sizeof broken, host_member, host_broken,
                                      host_next};

static const char *const shared_events[] = {
    "{}",
    "{\"a\":1,\"b\":1,\"c\":6,\"p_log_type\":\"L\"}",
    "{\"A\":null,\"b\":1.0,\"c\":\"6\"}",
    "{\"a\":{\"x\":[1,2.5,true,null,\"\\u20ac\",{\"y\":[]}]}}",
    "{\"v\":[{\"k\":1},{\"k\":2}],\"a\":[]}",
    "{\"v\":[{\"K\":2}],\"c\":5.5}",
    "{\"v\":[],\"a\":\"\"}",
};

struct answers {
    char text[4096];
    size_t used;
};

static ounce_control note_answers(void *user, ounce_match *match)
{
    struct answers *answers = user;
    ounce_str json;

    ck_assert_int_eq(ounce_match_json(match, 0, &json, NULL), OUNCE_OK);
    answers->used += (size_t)snprintf(answers->text + answers->used,
                                      sizeof answers->text - answers->used, "%.*s\n",
                                      (int)json.size, json.data);
    return OUNCE_CONTINUE;
}

START_TEST(three_kinds_of_events_agree)
{
    json_t *json = json_loads(shared_events[_i], 0, NULL);
    struct answers answers[3] = {{{0}, 0}, {{0}, 0}, {{0}, 0}};
    ounce_event events[3];
    struct kit_set set;

    ck_assert_ptr_nonnull(json);
    kit_begin(&set, 0, NULL);
    kit_add(
        &set, "a.yml",
        "AnalysisType: rule\nRuleID: A\nEnabled: true\nSeverity: Low\nLogTypes: [L]\n"
        "AlertTitle: '{a} {v[0].k} {c}'\nGroupBy: [{Key: b}, {Key: a}]\n"
        "AlertContext: [{KeyName: a, KeyValue: {Key: a}}, {KeyName: v, KeyValue: "
        "{KeyPath: 'v[*].k'}}]\n"
        "Detection: [{Key: a, Condition: Exists}]");
    kit_add(
        &set, "b.yml",
        "AnalysisType: rule\nRuleID: B\nEnabled: true\nSeverity: Low\nLogTypes: [L]\n"
        "Detection: [{Key: v, Condition: AnyElement, Expressions: [{Key: k, Condition: "
        "Equals, Value: 2}]}]");
    kit_add(
        &set, "c.yml",
        "AnalysisType: rule\nRuleID: C\nEnabled: true\nSeverity: Low\nLogTypes: [L]\n"
        "Detection: [{Key: c, Condition: IsGreaterThan, Value: 5}]");
    kit_end(&set);
    ounce_event_init_json(&events[0], shared_events[_i], strlen(shared_events[_i]));
    ounce_event_init_jansson(&events[1], json);
    ounce_event_init_host(&events[2], &accessor, NULL, json);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(ounce_matcher_run(set.matcher, &events[i], note_answers,
                                           &answers[i], &set.err),
                         OUNCE_OK);
    }
    ck_assert_str_eq(answers[1].text, answers[0].text);
    ck_assert_str_eq(answers[2].text, answers[0].text);
    json_decref(json);
    kit_finish(&set);
}
END_TEST

START_TEST(what_is_no_object_of_the_host_is_refused)
{
    json_t *list = json_array();
    struct kit_set set;
    ounce_event event;

    compile_rules(&set);
    ounce_event_init_jansson(&event, list);
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, NULL, NULL, &set.err),
                     OUNCE_ERR_EVENT);
    ck_assert_str_eq(set.err.message, "not an object");
    ounce_event_init_host(&event, &accessor, NULL, NULL);
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, NULL, NULL, &set.err),
                     OUNCE_ERR_EVENT);
    json_decref(list);
    kit_finish(&set);
}
END_TEST

START_TEST(a_broken_accessor_ends_the_event)
{
    json_t *json = json_loads("{\"v\":[1]}", 0, NULL);
    struct kit_set set;
    ounce_event event;
    ounce_counts counts;

    kit_compile_detection(&set, "- {Key: v, Condition: AnyElement, Expressions: []}");
    ounce_event_init_host(&event, &broken, NULL, json);
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, NULL, NULL, &set.err),
                     OUNCE_ERR_EVENT);
    ck_assert_str_eq(set.err.message, "host accessor failed");
    ck_assert_uint_eq(set.err.line, 0);
    ounce_matcher_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.not_evaluated, 1);
    ounce_event_init_host(&event, &accessor, NULL, json);
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, NULL, NULL, &set.err),
                     OUNCE_OK);
    ounce_matcher_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.matched, 1);
    json_decref(json);
    kit_finish(&set);
}
END_TEST

/* Two matchers of one ruleset know nothing of each other. */
static ounce_control run_other(void *user, ounce_match *match)
{
    ounce_event event;

    (void)match;
    ounce_event_init_json(&event, "{\"b\":1}", 7);
    ck_assert_int_eq(ounce_matcher_run(user, &event, NULL, NULL, NULL), OUNCE_OK);
    return OUNCE_CONTINUE;
}

START_TEST(a_callback_may_use_another_matcher)
{
    struct kit_set set;
    ounce_matcher *other = NULL;
    ounce_event event;
    ounce_counts counts;

    compile_rules(&set);
    ck_assert_int_eq(ounce_matcher_new(set.ruleset, &other, NULL), OUNCE_OK);
    ounce_event_init_json(&event, "{\"a\":1,\"b\":1,\"c\":6}", 19);
    ck_assert_int_eq(ounce_matcher_run(set.matcher, &event, run_other, other, NULL),
                     OUNCE_OK);
    ounce_matcher_counts(set.matcher, &counts);
    ck_assert_uint_eq(counts.matches, 3);
    ounce_matcher_counts(other, &counts);
    ck_assert_uint_eq(counts.events, 3);
    ck_assert_uint_eq(counts.matches, 3);
    ounce_matcher_free(other);
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api/matcher");
    TCase *tests = tcase_create("matcher");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, an_event_must_be_initialised);
    tcase_add_test(tests, a_rule_must_be_one);
    tcase_add_test(tests, an_event_of_nothing_is_bad_json);
    tcase_add_test(tests, an_error_tells_the_events_file);
    tcase_add_test(tests, a_broken_event_cannot_be_explained);
    tcase_add_test(tests, hits_tell_how_many_there_are);
    tcase_add_loop_test(tests, a_batch_gives_hits_line_by_line, 0, KIT_LENGTH(batches));
    tcase_add_test(tests, a_batch_needs_room_for_one_line);
    tcase_add_test(tests, a_full_batch_goes_on_where_it_stopped);
    tcase_add_test(tests, the_listener_hears_of_batches_too);
    tcase_add_loop_test(tests, the_log_type_chooses_the_rules, 0,
                        KIT_LENGTH(log_types));
    tcase_add_loop_test(tests, three_kinds_of_events_agree, 0,
                        KIT_LENGTH(shared_events));
    tcase_add_test(tests, what_is_no_object_of_the_host_is_refused);
    tcase_add_test(tests, a_broken_accessor_ends_the_event);
    tcase_add_test(tests, a_callback_may_use_another_matcher);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
