/* test_plan_guard.c — expressions to guards: when a rule is tried at all. */
#include "compile.h"
#include "generate.h"
#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALWAYS_TRIED "tried on every event of its log types: it has no guard"
#define NEVER_TRIED  "never tried: it cannot match"

static const struct {
    const char *list;
    const char *guard;
} guards[] = {
    /* clang-format off */
    {"- {Key: a, Condition: Equals, Value: x}", "tried when a is \"x\""},
    {"- {Key: a, Condition: Equals, Value: 7}", "tried when a is 7"},
    {"- {Key: a, Condition: Equals, Value: 7.5}", "tried when a is 7.5"},
    {"- {Key: a, Condition: Equals, Value: true}", "tried when a is true"},
    {"- {KeyPath: a.b.c, Condition: Equals, Value: x}", "tried when a.b.c is \"x\""},
    {"- {Key: a.b, Condition: Equals, Value: x}", "tried when [\"a.b\"] is \"x\""},
    {"- {Key: a, Condition: IsIn, Values: [x, y]}", "tried when a is \"x\" or \"y\""},
    {"- {Key: a, Condition: IsIn, Values: []}", NEVER_TRIED},
    {"- {Key: a, Condition: IsNotIn, Values: []}", ALWAYS_TRIED},
    {"- {Condition: AlwaysTrue}", ALWAYS_TRIED},
    {"- {Condition: AlwaysFalse}", NEVER_TRIED},
    /* what the index cannot serve */
    {"- {Key: a, Condition: DoesNotEqual, Value: x}", ALWAYS_TRIED},
    {"- {Key: a, Condition: IEquals, Value: x}", ALWAYS_TRIED},
    {"- {Key: a, Condition: StartsWith, Value: x}", "tried when a starts with \"x\""},
    {"- {Key: a, Condition: EndsWith, Value: x}", "tried when a ends with \"x\""},
    {"- {Key: a, Condition: IStartsWith, Value: x}", ALWAYS_TRIED},
    {"- {Key: a, Condition: StartsWith, Value: ''}", ALWAYS_TRIED},
    {"- {Key: a, Condition: StartsWith, Values: [xy, y]}\n- {Key: b, Condition: Exists}",
     "tried when a starts with \"xy\" or \"y\""},
    {"- {Key: a, Condition: StartsWith, Value: x}\n- {Key: b, Condition: Equals, Value: y}",
     "tried when b is \"y\""},
    {"- {Key: p_log_type, Condition: Equals, Value: T}\n- {Key: b, Condition: EndsWith, Value: y}",
     "tried when b ends with \"y\""},
    {"- {Key: a, Condition: Exists}", ALWAYS_TRIED},
    {"- {Key: a, Condition: Contains, Value: x}", ALWAYS_TRIED},
    {"- {Key: a, Condition: Equals, Value: 92233720368547758080}", ALWAYS_TRIED},
    {"- {Key: a, Condition: IsIn, Values: [1, 92233720368547758080]}", ALWAYS_TRIED},
    {"- {KeyPath: 'a[0]', Condition: Equals, Value: x}", ALWAYS_TRIED},
    {"- {KeyPath: 'a[0].b', Condition: Equals, Value: x}", ALWAYS_TRIED},
    {"- {KeyPath: 'a[*].b', Condition: Equals, Value: x}", ALWAYS_TRIED},
    {"- {Condition: Equals, Values: [{Key: a}, {Key: b}]}", ALWAYS_TRIED},
    {"- {Key: v, Condition: AnyElement, Expressions: [{Key: a, Condition: Equals, Value: x}]}",
     "tried when v is there"},
    {"- {Key: v, Condition: NoElement, Expressions: [{Key: a, Condition: Equals, Value: x}]}",
     ALWAYS_TRIED},
    {"- {Enrichment: {Table: t, Selector: s, FieldPath: f}, Condition: Equals, Value: x}",
     "tried when p_enrichment.t.s.f is \"x\" or p_enrichment.t.s is there"},
    /* all: one member is enough */
    {"- {Key: a, Condition: Equals, Value: x}\n- {Key: b, Condition: Exists}",
     "tried when a is \"x\""},
    {"- {Key: b, Condition: Exists}\n- {Key: a, Condition: Equals, Value: x}",
     "tried when a is \"x\""},
    {"- {Key: a, Condition: IsIn, Values: [x, y]}\n- {Key: b, Condition: Equals, Value: z}",
     "tried when b is \"z\""},
    {"- {Key: a, Condition: Equals, Value: x}\n- {Condition: AlwaysFalse}", NEVER_TRIED},
    {"- All: []", ALWAYS_TRIED},
    /* any: every member must have one */
    {"- Any: [{Key: a, Condition: Equals, Value: x}, {Key: b, Condition: Equals, Value: y}]",
     "tried when a is \"x\" or b is \"y\""},
    {"- Any: [{Key: a, Condition: Equals, Value: x}, {Key: a, Condition: IsIn, Values: [y, z]}]",
     "tried when a is \"x\" or \"y\" or \"z\""},
    {"- Any: [{Key: a, Condition: Equals, Value: x}, {Key: b, Condition: Exists}]", ALWAYS_TRIED},
    {"- Any: [{Key: a, Condition: Equals, Value: x}, {Condition: AlwaysFalse}]",
     "tried when a is \"x\""},
    {"- Any: []", NEVER_TRIED},
    {"- Any: [{All: [{Key: a, Condition: Equals, Value: x}, {Key: b, Condition: Exists}]}, "
     "{Key: c, Condition: Equals, Value: y}]",
     "tried when a is \"x\" or c is \"y\""},
    {"- OnlyOne: [{Key: a, Condition: Equals, Value: x}, {Key: b, Condition: Equals, Value: y}]",
     "tried when a is \"x\" or b is \"y\""},
    {"- OnlyOne: [{Key: a, Condition: Equals, Value: x}, {Key: b, Condition: Exists}]",
     ALWAYS_TRIED},
    {"- OnlyOne: []", NEVER_TRIED},
    /* none: what must not hold guards, when it is a negation itself */
    {"- None: [{Key: a, Condition: Equals, Value: x}]", ALWAYS_TRIED},
    {"- None: []", ALWAYS_TRIED},
    {"- None: [{None: [{Key: a, Condition: Equals, Value: x}]}]",
     "tried when a is \"x\""},
    {"- None: [{Key: b, Condition: Exists}, {None: [{Key: a, Condition: Equals, Value: x}]}]",
     "tried when a is \"x\""},
    {"- None: [{All: [{Key: b, Condition: Exists}, {None: [{Key: a, Condition: Equals, Value: x}]}]}]",
     ALWAYS_TRIED},
    /* a long guard is cut for people */
    {"- {Key: a, Condition: IsIn, Values: [1, 2, 3, 4, 5, 6, 7, 8, 9]}",
     "tried when a is 1 or 2 or 3 or 4 or 5 or 6 or 7 or 8 or 9"},
    {"- {Key: a, Condition: IsIn, Values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}",
     "tried when a is 1 or 2 or 3 or 4 or 5 or 6 or 7 or 8 or one of 2 more"},
    /* clang-format on */
};

START_TEST(a_guard_is_told)
{
    struct kit_set set;

    kit_compile_detection(&set, guards[_i].list);
    ck_assert_str_eq(kit_guard(&set), guards[_i].guard);
    kit_finish(&set);
}
END_TEST

/* A filter passes what is missing, so it guards nothing; the detection does. */
START_TEST(filters_do_not_guard)
{
    struct kit_set set;

    kit_compile(&set,
                KIT_RULE("InlineFilters: [{KeyPath: f, Condition: Equals, Value: 1}]\n"
                         "Detection: [{Key: a, Condition: Equals, Value: x}]"));
    ck_assert_str_eq(kit_guard(&set), "tried when a is \"x\"");
    kit_finish(&set);
}
END_TEST

/* Of two members of an `all`, the guard is the one that fewer rules share. */
START_TEST(the_rarer_key_guards)
{
    static const char other[] = "\nAnalysisType: rule\nEnabled: true\nSeverity: "
                                "Low\nLogTypes: [L]\nDetection:\n"
                                "  - {Key: source, Condition: Equals, Value: aws}\n"
                                "  - {Key: name, Condition: Equals, Value: ";
    struct kit_set set;
    char text[512];

    kit_begin(&set, 0, NULL);
    for (int i = 0; i < 3; i++) {
        snprintf(text, sizeof text, "RuleID: R%d%sN%d}\n", i, other, i);
        kit_add(&set, "rule.yml", text);
    }
    kit_end(&set);
    ck_assert_str_eq(kit_guard(&set), "tried when name is \"N0\"");
    kit_finish(&set);
}
END_TEST

START_TEST(a_list_too_long_is_no_guard)
{
    size_t size = 5000 * 8 + 200;
    char *list = malloc(size);
    size_t used;
    struct kit_set set;

    ck_assert_ptr_nonnull(list);
    used = (size_t)snprintf(list, size, "- {Key: a, Condition: IsIn, Values: [");
    for (int i = 0; i < 4097; i++) {
        used += (size_t)snprintf(list + used, size - used, "%d, ", i);
    }
    snprintf(list + used, size - used, "]}");
    kit_compile_detection(&set, list);
    ck_assert_str_eq(kit_guard(&set), ALWAYS_TRIED);
    ck_assert(kit_hit(&set, 0, "{\"a\":4096}"));
    kit_finish(&set);
    free(list);
}
END_TEST

/* ---- A rule that matches is among the candidates ---- */

#define RULES 40

static ounce_control note_match(void *user, ounce_match *match)
{
    bool *matched = user;

    matched[ounce_match_rule_index(match)] = true;
    return OUNCE_CONTINUE;
}

/* Judged one by one, without the index, rules match as they do when judged together,
 * but for those that are disabled or of another log type. */
static void check_event(struct kit_set *set, json_t **rules, const char *text)
{
    json_t *json = json_loads(text, JSON_ALLOW_NUL, NULL);
    bool together[RULES] = {false};
    ounce_event event;

    ck_assert_ptr_nonnull(json);
    ounce_event_init_json(&event, text, strlen(text));
    ck_assert_int_eq(
        ounce_matcher_run(set->matcher, &event, note_match, together, &set->err),
        OUNCE_OK);
    for (uint32_t i = 0; i < RULES; i++) {
        bool alone[RULES] = {false};
        uint32_t place = 0;
        const char *id = json_string_value(json_object_get(rules[i], "RuleID"));

        ck_assert(ounce_ruleset_find(set->ruleset, id, strlen(id), &place));
        ck_assert_int_eq(ounce_matcher_run_rule(set->matcher, place, &event, note_match,
                                                alone, &set->err),
                         OUNCE_OK);
        ck_assert_msg(together[place] ==
                          (alone[place] && oracle_selects(rules[i], json, NULL)),
                      "%s on %s", id, text);
    }
    json_decref(json);
}

START_TEST(a_rule_that_matches_is_among_the_candidates)
{
    struct kit_random random = {(uint64_t)_i};
    json_t *rules[RULES];
    struct kit_set set;

    kit_begin(&set, OUNCE_COMPILE_LENIENT, NULL);
    for (unsigned i = 0; i < RULES; i++) {
        char *text;

        rules[i] = kit_rule(&random, KIT_ALL, i);
        text = kit_rule_text(rules[i]);
        kit_add(&set, "rule.yml", text);
        free(text);
    }
    kit_end(&set);
    ck_assert_msg(set.matcher != NULL, "%s", kit_diagnostics(&set, false));
    for (int i = 0; i < RULES; i++) {
        char *event = kit_event(&random, KIT_ALL);

        check_event(&set, rules, event);
        free(event);
    }
    for (int i = 0; i < RULES; i++) {
        json_decref(rules[i]);
    }
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plan/plan_guard");
    TCase *tests = tcase_create("plan_guard");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, a_guard_is_told, 0, KIT_LENGTH(guards));
    tcase_add_test(tests, filters_do_not_guard);
    tcase_add_test(tests, the_rarer_key_guards);
    tcase_add_test(tests, a_list_too_long_is_no_guard);
    tcase_add_loop_test(tests, a_rule_that_matches_is_among_the_candidates, 0, 20);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
