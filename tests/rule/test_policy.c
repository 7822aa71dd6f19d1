/* test_policy.c — policies: read, compiled from Python, judged on plain resources. */
#include "compile.h"

#include <stdio.h>
#include <string.h>

#define POLICY_HEAD                                                                    \
    "AnalysisType: policy\nPolicyID: P\nEnabled: true\nSeverity: High\n"               \
    "Filename: p.py\nResourceTypes: [T, U]\n"
#define ROW(id, more)                                                                  \
    "AnalysisType: rule\nRuleID: " id "\nEnabled: true\nSeverity: Low\n" more

static void compile_flags(struct kit_set *set, uint32_t flags, const char *more,
                          const char *python)
{
    char text[1024];

    snprintf(text, sizeof text, POLICY_HEAD "%s", more);
    kit_begin(set, flags, NULL);
    kit_add(set, "p.yml", text);
    if (python != NULL) {
        kit_add(set, "p.py", python);
    }
    kit_end(set);
}

static void compile(struct kit_set *set, const char *python)
{
    compile_flags(set, 0, "", python);
    ck_assert_msg(set->status == OUNCE_OK, "%s", set->err.message);
}

static ounce_control note(void *user, ounce_match *match)
{
    (void)match;
    *(bool *)user = true;
    return OUNCE_CONTINUE;
}

/* A match is what does not comply. */
static const struct {
    const char *python, *resource, *outcome;
} judged[] = {
    {"def policy(r): return True\n", "{}", "complies"},
    {"def policy(r): return False\n", "{}", "alerts"},
    {"def policy(r): return None\n", "{}", "error"},
    {"def policy(r): return 1\n", "{}", "error"},
    {"def policy(r): return r['a']\n", "{\"a\":true}", "complies"},
    {"def policy(r): return r['a']\n", "{\"b\":true}", "error"},
    /* names are looked up exactly, at every depth */
    {"def policy(r): return r.get('A') is None\n", "{\"a\":1}", "complies"},
    {"def policy(r): return 'A' in r\n", "{\"a\":1}", "alerts"},
    {"def policy(r): return r['a'].get('B', 7) == 7\n", "{\"a\":{\"b\":1}}",
     "complies"},
    /* containers are Python's own */
    {"def policy(r): return isinstance(r, dict)\n", "{}", "complies"},
    {"def policy(r): return isinstance(r['a'], list)\n", "{\"a\":[1]}", "complies"},
    {"def policy(r): return isinstance(r['a'][0], dict)\n", "{\"a\":[{}]}", "complies"},
    {"def policy(r): return str(r) == \"{'a': [1, None]}\"\n", "{\"a\":[1,null]}",
     "complies"},
    {"def policy(r): return hasattr(r, 'deep_get')\n", "{}", "alerts"},
    {"def policy(r): return r.deep_get('a') is None\n", "{}", "error"},
    {"def policy(r): return r.udm('a') is None\n", "{}", "error"},
    /* and may be changed */
    {"def policy(r):\n    r['a'] = 2\n    return r['a'] == 2\n", "{\"a\":1}",
     "complies"},
    {"def policy(r):\n    r['a'].append(2)\n    return len(r['a']) == 2\n",
     "{\"a\":[1]}", "complies"},
    {"def policy(r):\n    r.pop('a')\n    return 'a' in r\n", "{\"a\":1}", "alerts"},
    {"def add(d):\n    d['n'] = 1\ndef policy(r):\n    add(r)\n    return 'n' in r\n",
     "{}", "complies"},
    /* statements of every kind around it */
    {"def policy(r):\n    for x in r['l'] or []:\n        if x['o']:\n"
     "            return False\n    return True\n",
     "{\"l\":[{\"o\":false},{\"o\":true}]}", "alerts"},
    {"def policy(r):\n    for x in r['l'] or []:\n        if x['o']:\n"
     "            return False\n    return True\n",
     "{\"l\":null}", "complies"},
    {"def policy(r): return all(x > 1 for x in r['l'])\n", "{\"l\":[2,1]}", "alerts"},
    {"def policy(r):\n    r = r.get('a') or {}\n    return r.get('b', False)\n",
     "{\"a\":{\"b\":true}}", "complies"},
};

START_TEST(what_a_policy_says_of_a_resource)
{
    struct kit_set set;
    ounce_event event;
    bool matched = false;
    ounce_status status;
    const char *got;

    compile(&set, judged[_i].python);
    ounce_event_init_json(&event, judged[_i].resource, strlen(judged[_i].resource));
    status = ounce_matcher_run_rule(set.matcher, 0, &event, note, &matched, NULL);
    got = status == OUNCE_ERR_RULE ? "error" : matched ? "alerts" : "complies";
    ck_assert_msg(strcmp(got, judged[_i].outcome) == 0, "%s on %s: %s",
                  judged[_i].python, judged[_i].resource, got);
    kit_finish(&set);
}
END_TEST

START_TEST(all_functions_get_the_same_resource)
{
    struct kit_set set;

    compile(&set, "def policy(r):\n    r['seen'] = r['a'] + 1\n    return False\n"
                  "def title(r):\n    return f\"{r['seen']} {sorted(r)}\"\n"
                  "def severity(r):\n    return 'low' if 'seen' in r else 'high'\n"
                  "def alert_context(r):\n    return r\n");
    ck_assert_str_eq(kit_alert(&set, "{\"a\":1}", OUNCE_ALERT_TITLE),
                     "2 ['a', 'seen']");
    ck_assert_str_eq(kit_alert(&set, "{\"a\":1}", OUNCE_ALERT_SEVERITY), "LOW");
    ck_assert_str_eq(kit_alert(&set, "{\"a\":1}", OUNCE_ALERT_CONTEXT),
                     "{\"a\":1,\"seen\":2}");
    kit_finish(&set);
}
END_TEST

/* Log types are those of rules; a policy is not tried on what has none. */
static const struct {
    const char *python, *event;
    bool hit;
} chosen[] = {
    {"def policy(r): return False\n", "{\"p_log_type\":\"T\"}", true},
    {"def policy(r): return False\n", "{\"p_log_type\":\"U\"}", true},
    {"def policy(r): return False\n", "{\"p_log_type\":\"t\"}", false},
    {"def policy(r): return False\n", "{\"p_log_type\":\"V\"}", false},
    {"def policy(r): return False\n", "{}", false},
    {"def policy(r): return False\n", "{\"ResourceType\":\"T\"}", false},
    {"def policy(r): return r['a'] != 1\n", "{\"a\":1}", false},
    {"def policy(r): return r['a'] != 1\n", "{\"a\":1,\"p_log_type\":\"U\"}", true},
};

START_TEST(a_policy_is_tried_on_its_resource_types_only)
{
    struct kit_set set;

    compile(&set, chosen[_i].python);
    ck_assert_msg(kit_hit(&set, 0, chosen[_i].event) == chosen[_i].hit, "%s",
                  chosen[_i].event);
    kit_finish(&set);
}
END_TEST

START_TEST(a_policy_without_types_is_never_tried)
{
    struct kit_set set;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "p.yml",
            "AnalysisType: policy\nPolicyID: P\nEnabled: true\nSeverity: High\n"
            "Filename: p.py\n");
    kit_add(&set, "p.py", "def policy(r): return False\n");
    kit_end(&set);
    ck_assert(!kit_hit(&set, 0, "{}"));
    ck_assert(!kit_hit(&set, 0, "{\"p_log_type\":\"T\"}"));
    ck_assert(kit_judge(&set, "{}"));
    kit_finish(&set);
}
END_TEST

START_TEST(a_policy_is_read_as_a_rule_and_kept_as_an_item)
{
    struct kit_set set;
    const ounce_rule *rule;
    ounce_rule_test test;
    ounce_item item;

    compile_flags(&set, OUNCE_COMPILE_KEEP_TESTS | OUNCE_COMPILE_KEEP_ITEMS,
                  "Description: d\nTags: [a, b]\nReports: {CIS: [1.1]}\n"
                  "Suppressions: [x]\nBaseVersion: 3\n"
                  "Tests:\n- {Name: n, ExpectedResult: true, Resource: {a: 1},\n"
                  "   Mocks: [{objectName: f, returnValue: v}]}\n",
                  "def policy(r): return True\n");
    ck_assert_int_eq(set.status, OUNCE_OK);
    ck_assert_str_eq(kit_diagnostics(&set, true), "");
    ck_assert_uint_eq(ounce_ruleset_count(set.ruleset), 1);
    rule = ounce_ruleset_rule(set.ruleset, 0);
    ck_assert_str_eq(ounce_rule_text(rule, OUNCE_RULE_ID)->data, "P");
    ck_assert_str_eq(ounce_rule_text(rule, OUNCE_RULE_DISPLAY_NAME)->data, "P");
    ck_assert_str_eq(ounce_rule_text(rule, OUNCE_RULE_SEVERITY)->data, "High");
    ck_assert_str_eq(ounce_rule_text(rule, OUNCE_RULE_DESCRIPTION)->data, "d");
    ck_assert_str_eq(ounce_rule_text(rule, OUNCE_RULE_RUNBOOK)->data, "");
    ck_assert_str_eq(ounce_rule_text(rule, OUNCE_RULE_FILE)->data, "p.yml");
    ck_assert_str_eq(ounce_rule_item(rule, OUNCE_RULE_LOG_TYPES, 1)->data, "U");
    ck_assert_str_eq(ounce_rule_item(rule, OUNCE_RULE_TAGS, 0)->data, "a");
    ck_assert_str_eq(ounce_rule_item(rule, OUNCE_RULE_REPORTS, 1)->data, "1.1");
    ck_assert_int_eq(ounce_rule_number(rule, OUNCE_RULE_KIND), OUNCE_RULE_KIND_POLICY);
    ck_assert_int_eq(ounce_rule_number(rule, OUNCE_RULE_SEVERITY_RANK), 3);
    ck_assert_int_eq(ounce_rule_number(rule, OUNCE_RULE_THRESHOLD), 1);
    ck_assert_int_eq(ounce_rule_number(rule, OUNCE_RULE_DEDUP_MINUTES), 60);
    ck_assert_int_eq(ounce_rule_number(rule, OUNCE_RULE_BASE_VERSION), 3);
    ck_assert_int_eq(ounce_rule_number(rule, OUNCE_RULE_LINE), 2);
    ck_assert(ounce_rule_test_get(rule, 0, &test));
    ck_assert_uint_eq(test.expected, 1);
    ck_assert_str_eq(test.event.data, "{\"a\":1}");
    ck_assert_str_eq(test.mocks.data, "{\"f\":\"v\"}");
    ck_assert(ounce_ruleset_item(set.ruleset, 0, &item));
    ck_assert_str_eq(item.type.data, "policy");
    ck_assert_ptr_nonnull(strstr(item.json.data, "\"PolicyID\":\"P\""));
    kit_finish(&set);
}
END_TEST

START_TEST(the_kind_tells_rules_apart)
{
    struct kit_set set;
    const struct {
        const char *text;
        int64_t kind;
    } rules[] = {
        {ROW("A", "LogTypes: [T]" KIT_ALWAYS), OUNCE_RULE_KIND_RULE},
        {"AnalysisType: scheduled_rule\nRuleID: B\nEnabled: true\nSeverity: Low\n"
         "ScheduledQueries: [q]" KIT_ALWAYS,
         OUNCE_RULE_KIND_SCHEDULED},
    };

    kit_begin(&set, 0, NULL);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        kit_add(&set, "r.yml", rules[i].text);
    }
    kit_end(&set);
    for (uint32_t i = 0; i < 2; i++) {
        ck_assert_int_eq(
            ounce_rule_number(ounce_ruleset_rule(set.ruleset, i), OUNCE_RULE_KIND),
            rules[i].kind);
    }
    kit_finish(&set);
}
END_TEST

static const struct {
    const char *more, *python, *said;
} wrong[] = {
    {"", NULL,
     "p.yml:2:11: error: the Python file \"p.py\" is not there [py-missing]\n"},
    {"", "def rule(e): return True\n",
     "p.py:1:1: error: the file has no function 'policy': expected def policy(event) "
     "[py-missing]\n"},
    {"", "def policy(): return True\n",
     "p.py:1:1: error: 'policy' must take one parameter, the event [py-signature]\n"},
    {"Threshold: x\n", "def policy(r): return True\n",
     "p.yml:7:1: error: unknown key \"Threshold\" in a policy"},
    {"Tests: [{Name: n, ExpectedResult: true, Log: {a: .inf}}]\n",
     "def policy(r): return True\n",
     "p.yml:7:50: error: an event cannot hold an infinite number or NaN"},
};

START_TEST(what_is_wrong_with_a_policy_is_said)
{
    struct kit_set set;
    const char *said;

    compile_flags(&set, OUNCE_COMPILE_KEEP_TESTS, wrong[_i].more, wrong[_i].python);
    ck_assert_int_eq(set.status, OUNCE_ERR_RULE);
    said = kit_diagnostics(&set, true);
    ck_assert_msg(strncmp(said, wrong[_i].said, strlen(wrong[_i].said)) == 0, "%s",
                  said);
    kit_finish(&set);
}
END_TEST

START_TEST(keys_of_rules_are_passed_over_in_lenient_mode)
{
    struct kit_set set;

    compile_flags(&set, OUNCE_COMPILE_LENIENT, "Threshold: x\nLogTypes: {a: 1}\n",
                  "def policy(r): return False\n");
    ck_assert_msg(set.status == OUNCE_OK, "%s", set.err.message);
    ck_assert(kit_judge(&set, "{}"));
    kit_finish(&set);
}
END_TEST

START_TEST(nothing_is_derived_from_a_policy)
{
    struct kit_set set;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "p.yml", POLICY_HEAD);
    kit_add(&set, "p.py", "def policy(r): return False\n");
    kit_add(&set, "d.yml",
            "AnalysisType: rule\nRuleID: D\nBaseDetection: P\nSeverity: Low\n");
    kit_end(&set);
    ck_assert_str_eq(kit_diagnostics(&set, true),
                     "d.yml:2:9: error: the base \"P\" is a policy; a base must be a "
                     "rule [unknown-base]\n");
    kit_finish(&set);
}
END_TEST

/* Names that a test replaces: whatever they are, and also when they get another value.
 */
static const struct {
    const char *python;
    bool matches;
} mocked[] = {
    {"def f(): return 1\ndef policy(r): return f() == 'v'\n", false},
    {"f = {}\ndef policy(r): return f() == 'v'\n", false},
    {"f = {}\ndef policy(r):\n    global f\n    f = f() + '!'\n    return f == 'v!'\n",
     false},
    {"from unittest.mock import MagicMock\nf = {}\n"
     "def policy(r): return isinstance(f, MagicMock)\n",
     false},
    {"f = {}\ndef g(): return f()\ndef policy(r): return g() == 'w'\n", true},
};

START_TEST(a_test_replaces_names)
{
    struct kit_set set;
    ounce_rule_test test;
    ounce_event event;
    bool matched = false;

    compile_flags(&set, OUNCE_COMPILE_KEEP_TESTS,
                  "Tests: [{Name: n, ExpectedResult: true, Log: {}, "
                  "Mocks: [{objectName: f, returnValue: v}]}]\n",
                  mocked[_i].python);
    ck_assert_msg(set.status == OUNCE_OK, "%s", set.err.message);
    ck_assert(ounce_rule_test_get(ounce_ruleset_rule(set.ruleset, 0), 0, &test));
    ounce_event_init_json(&event, test.event.data, test.event.size);
    event.mocks = test.mocks;
    ck_assert_int_eq(
        ounce_matcher_run_rule(set.matcher, 0, &event, note, &matched, NULL), OUNCE_OK);
    ck_assert_msg(matched == mocked[_i].matches, "%s", mocked[_i].python);
    kit_finish(&set);
}
END_TEST

START_TEST(memory_may_fail_anywhere)
{
    uint64_t at = 0;
    bool done = false;

    while (!done) {
        struct kit_set set;

        kit_begin(&set, OUNCE_COMPILE_KEEP_TESTS | OUNCE_COMPILE_KEEP_ITEMS, NULL);
        kit_add(&set, "p.py", "def policy(r): return r['a'] == 1\n");
        set.memory.fail_at = set.memory.calls + ++at;
        if (ounce_compiler_add_text(
                set.compiler, "p.yml", 5,
                POLICY_HEAD "Tags: [a]\nReports: {C: [1]}\n"
                            "Tests: [{Name: n, ExpectedResult: true, Log: {a: 1}}]\n",
                sizeof(POLICY_HEAD "Tags: [a]\nReports: {C: [1]}\n"
                                   "Tests: [{Name: n, ExpectedResult: true, "
                                   "Log: {a: 1}}]\n") -
                    1,
                NULL) == OUNCE_OK) {
            done = set.memory.calls < set.memory.fail_at;
            set.memory.fail_at = 0;
            kit_end(&set);
            ck_assert(!kit_judge(&set, "{\"a\":1}"));
        } else {
            set.memory.fail_at = 0;
            kit_add(&set, "p.yml", POLICY_HEAD); /* as if nothing had been */
            kit_end(&set);
            ck_assert_uint_eq(ounce_ruleset_count(set.ruleset), 1);
        }
        kit_finish(&set);
    }
    ck_assert_uint_gt(at, 3);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rule/policy");
    TCase *tests = tcase_create("policy");

    tcase_add_loop_test(tests, what_a_policy_says_of_a_resource, 0, KIT_LENGTH(judged));
    tcase_add_test(tests, all_functions_get_the_same_resource);
    tcase_add_loop_test(tests, a_policy_is_tried_on_its_resource_types_only, 0,
                        KIT_LENGTH(chosen));
    tcase_add_test(tests, a_policy_without_types_is_never_tried);
    tcase_add_test(tests, a_policy_is_read_as_a_rule_and_kept_as_an_item);
    tcase_add_test(tests, the_kind_tells_rules_apart);
    tcase_add_loop_test(tests, what_is_wrong_with_a_policy_is_said, 0,
                        KIT_LENGTH(wrong));
    tcase_add_test(tests, keys_of_rules_are_passed_over_in_lenient_mode);
    tcase_add_test(tests, nothing_is_derived_from_a_policy);
    tcase_add_loop_test(tests, a_test_replaces_names, 0, KIT_LENGTH(mocked));
    tcase_add_test(tests, memory_may_fail_anywhere);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
