/* test_compiler.c — sources in, a ruleset and a list of diagnostics out. */
#include "compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RULE(id)                                                                       \
    "AnalysisType: rule\nRuleID: " id "\nEnabled: true\nSeverity: Low\n"               \
    "LogTypes: [L]" KIT_ALWAYS "\n"
#define BAD(id)                                                                        \
    "AnalysisType: rule\nRuleID: " id "\nEnabled: true\nSeverity: Low\n"               \
    "LogTypes: [L]\nDetection: [{Key: a}]\n"

/* ---- Options ---- */

START_TEST(options_may_be_left_out)
{
    ounce_compiler *compiler = NULL;
    ounce_ruleset *ruleset = NULL;

    ck_assert_int_eq(ounce_compiler_new(NULL, &compiler, NULL), OUNCE_OK);
    ck_assert_int_eq(
        ounce_compiler_add_text(compiler, "r", 1, RULE("A"), strlen(RULE("A")), NULL),
        OUNCE_OK);
    ck_assert_int_eq(ounce_compiler_finish(compiler, &ruleset, NULL), OUNCE_OK);
    ck_assert_uint_eq(ounce_ruleset_count(ruleset), 1);
    ounce_ruleset_unref(ruleset);
    ounce_compiler_free(compiler);
}
END_TEST

static void *never(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    (void)ctx;
    (void)ptr;
    (void)old_size;
    (void)new_size;
    return NULL;
}

START_TEST(options_of_another_version_are_refused)
{
    static const ounce_allocator no_hook = {NULL, NULL};
    static const ounce_allocator no_memory = {never, NULL};
    ounce_compiler_options good = OUNCE_COMPILER_OPTIONS_INIT;
    ounce_compiler_options options = good;
    ounce_limits limits = OUNCE_LIMITS_INIT;
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_compiler *compiler = (ounce_compiler *)&options;

    options.size--;
    ck_assert_int_eq(ounce_compiler_new(&options, &compiler, &err), OUNCE_ERR_ARGUMENT);
    ck_assert_ptr_null(compiler);
    ck_assert_int_eq(err.code, OUNCE_ERR_ARGUMENT);
    options = good;
    options.flags = 1u << 20;
    ck_assert_int_eq(ounce_compiler_new(&options, &compiler, NULL), OUNCE_ERR_ARGUMENT);
    options = good;
    options.limits = &limits;
    limits.size++;
    ck_assert_int_eq(ounce_compiler_new(&options, &compiler, NULL), OUNCE_ERR_ARGUMENT);
    options = good;
    options.allocator = &no_hook;
    ck_assert_int_eq(ounce_compiler_new(&options, &compiler, NULL), OUNCE_ERR_ARGUMENT);
    options.allocator = &no_memory;
    ck_assert_int_eq(ounce_compiler_new(&options, &compiler, &err), OUNCE_ERR_NOMEM);
    ck_assert_ptr_null(compiler);
    ck_assert_str_eq(err.message, "out of memory");
}
END_TEST

/* ---- Good, bad, and neither ---- */

START_TEST(one_error_anywhere_means_no_ruleset)
{
    struct kit_set set;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "a.yml", RULE("A"));
    kit_add(&set, "b.yml", BAD("B"));
    kit_add(&set, "c.yml", RULE("C"));
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_ERR_RULE);
    ck_assert_str_eq(kit_diagnostics(&set, true),
                     "b.yml:6:13: error: the match expression "
                     "lacks \"Condition\" [missing-key]\n");
    ck_assert_str_eq(set.err.file, "b.yml");
    kit_finish(&set);
}
END_TEST

START_TEST(partial_leaves_out_what_does_not_load)
{
    struct kit_set set;

    kit_begin(&set, OUNCE_COMPILE_PARTIAL, NULL);
    kit_add(&set, "a.yml", RULE("A"));
    kit_add(&set, "b.yml", BAD("B"));
    kit_add(&set, "c.yml", "AnalysisType: rule\nRuleID: [");
    kit_add(&set, "d.yml", RULE("D"));
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_OK);
    ck_assert_uint_eq(ounce_ruleset_count(set.ruleset), 2);
    ck_assert_uint_eq(ounce_compiler_count(set.compiler, OUNCE_LEVEL_ERROR), 2);
    ck_assert_ptr_nonnull(strstr(kit_diagnostics(&set, true), "\nc.yml:2:10: error: "));
    kit_finish(&set);
}
END_TEST

START_TEST(warnings_and_notes_do_no_harm)
{
    struct kit_set set;
    ounce_diagnostic found;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "a.yml", RULE("A") "RuleID: B\n");
    kit_add(&set, "s.yml", "AnalysisType: skill");
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_OK);
    ck_assert_uint_eq(ounce_compiler_count(set.compiler, OUNCE_LEVEL_ERROR), 0);
    ck_assert_uint_eq(ounce_compiler_count(set.compiler, OUNCE_LEVEL_WARNING), 2);
    ck_assert_uint_eq(ounce_compiler_count(set.compiler, OUNCE_LEVEL_NOTE), 0);
    ck_assert_uint_eq(ounce_compiler_count(set.compiler, (ounce_level)7), 0);
    ck_assert(ounce_compiler_diagnostic(set.compiler, 0, &found));
    ck_assert_str_eq(found.file.data, "a.yml");
    ck_assert(!ounce_compiler_diagnostic(set.compiler, 2, &found));
    kit_finish(&set);
}
END_TEST

static const char *const no_rules[] = {"",
                                       "\n",
                                       "# comment\n",
                                       "---\n...\n",
                                       "a: 1\n",
                                       "- 1\n",
                                       "text\n",
                                       "42\n",
                                       "null\n",
                                       "RuleID: A\nEnabled: true\n",
                                       "analysistype: rule\n",
                                       "\xef\xbb\xbf"};

START_TEST(a_file_that_is_no_rule_is_passed_over)
{
    struct kit_set set;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "x.yml", no_rules[_i]);
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_OK);
    ck_assert_str_eq(kit_diagnostics(&set, true), "");
    ck_assert_uint_eq(ounce_ruleset_count(set.ruleset), 0);
    kit_finish(&set);
}
END_TEST

START_TEST(other_items_are_noted)
{
    struct kit_set set;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "c.yml",
            "AnalysisType: correlation_rule\nRuleID: C\nEnabled: true\n"
            "Severity: Low\nDetection:\n"
            "  - Group: [{RuleID: R}, {RuleID: S}]\n    LookbackWindowMinutes: 60\n"
            "    Schedule: {RateMinutes: 60, TimeoutMinutes: 1}\n");
    kit_add(&set, "g.yml", "AnalysisType: global\nGlobalID: G\nFilename: g.py\n");
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_OK);
    ck_assert_str_eq(
        kit_diagnostics(&set, true),
        "c.yml:2:9: note: a correlation_rule is validated but not evaluated by this "
        "version [not-evaluated]\n"
        "c.yml:2:9: warning: \"R\" is not among the items loaded: the step that names "
        "it "
        "will never match [unknown-id]\n"
        "c.yml:2:9: warning: \"S\" is not among the items loaded: the step that names "
        "it "
        "will never match [unknown-id]\n");
    ck_assert_uint_eq(ounce_ruleset_count(set.ruleset), 0);
    kit_finish(&set);
}
END_TEST

START_TEST(a_stream_holds_one_document)
{
    struct kit_set set;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "two.yml", RULE("A") "---\n" RULE("B"));
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_ERR_RULE);
    kit_finish(&set);
}
END_TEST

/* ---- Ids ---- */

START_TEST(an_id_is_taken_once)
{
    struct kit_set set;

    kit_begin(&set, OUNCE_COMPILE_PARTIAL, NULL);
    kit_add(&set, "one.yml", RULE("A"));
    kit_add(&set, "two.yml", "# a line\n" RULE("A"));
    kit_add(&set, "three.yml", RULE("a")); /* another id */
    kit_add(&set, "four.yml", RULE("A"));
    kit_end(&set);
    ck_assert_str_eq(
        kit_diagnostics(&set, true),
        "two.yml:3:9: error: the id \"A\" is taken: one.yml:2 has it [duplicate-id]\n"
        "four.yml:2:9: error: the id \"A\" is taken: one.yml:2 has it "
        "[duplicate-id]\n");
    ck_assert_uint_eq(ounce_ruleset_count(set.ruleset), 2);
    kit_finish(&set);
}
END_TEST

/* A rule that does not load leaves its id to others. */
START_TEST(a_bad_rule_takes_no_id)
{
    struct kit_set set;

    kit_begin(&set, OUNCE_COMPILE_PARTIAL, NULL);
    kit_add(&set, "bad.yml", BAD("A"));
    kit_add(&set, "good.yml", RULE("A"));
    kit_end(&set);
    ck_assert_uint_eq(ounce_compiler_count(set.compiler, OUNCE_LEVEL_ERROR), 1);
    ck_assert_uint_eq(ounce_ruleset_count(set.ruleset), 1);
    kit_finish(&set);
}
END_TEST

START_TEST(a_diagnostic_names_the_rule)
{
    struct kit_set set;
    ounce_diagnostic found;

    kit_begin(&set, OUNCE_COMPILE_PARTIAL, NULL);
    kit_add(&set, "bad.yml", BAD("Some.Id"));
    kit_add(&set, "worse.yml", "AnalysisType: [");
    kit_end(&set);
    ck_assert(ounce_compiler_diagnostic(set.compiler, 0, &found));
    ck_assert_str_eq(found.rule_id.data, "Some.Id");
    ck_assert(ounce_compiler_diagnostic(set.compiler, 1, &found));
    ck_assert_uint_eq(found.rule_id.size, 0);
    kit_finish(&set);
}
END_TEST

/* ---- Order ---- */

START_TEST(diagnostics_stand_in_the_order_they_were_found)
{
    struct kit_set set;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "z.yml", BAD("Z"));
    kit_add(&set, "a.yml", "Foo: 1\nThreshold: 0\n" BAD("A"));
    kit_end(&set);
    ck_assert_str_eq(
        kit_diagnostics(&set, true),
        "z.yml:6:13: error: the match expression lacks \"Condition\" [missing-key]\n"
        "a.yml:1:1: error: unknown key \"Foo\" in a rule [unknown-key]\n"
        "a.yml:2:12: error: \"Threshold\" must be at least 1 [out-of-range]\n"
        "a.yml:8:13: error: the match expression lacks \"Condition\" [missing-key]\n");
    kit_finish(&set);
}
END_TEST

/* ---- Limits ---- */

START_TEST(the_number_of_rules_is_limited)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct kit_set set;

    limits.max_rules = 1;
    kit_begin(&set, 0, &limits);
    kit_add(&set, "a.yml", RULE("A"));
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_OK);
    kit_finish(&set);

    kit_begin(&set, 0, &limits);
    kit_add(&set, "a.yml", RULE("A"));
    kit_add(&set, "b.yml", RULE("B"));
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_ERR_LIMIT);
    ck_assert_str_eq(set.err.message, "2 rules; at most 1 are accepted");
    kit_finish(&set);
}
END_TEST

START_TEST(diagnostics_beyond_the_limit_are_counted)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct kit_set set;
    ounce_diagnostic found;

    limits.max_diagnostics = 2;
    kit_begin(&set, 0, &limits);
    for (int i = 0; i < 5; i++) {
        kit_add(&set, "b.yml", BAD("B"));
    }
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_ERR_RULE);
    ck_assert_uint_eq(ounce_compiler_count(set.compiler, OUNCE_LEVEL_ERROR), 5);
    ck_assert(ounce_compiler_diagnostic(set.compiler, 1, &found));
    ck_assert(!ounce_compiler_diagnostic(set.compiler, 2, &found));
    kit_finish(&set);

    limits.max_diagnostics = 0;
    kit_begin(&set, 0, &limits);
    kit_add(&set, "b.yml", BAD("B"));
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_ERR_RULE);
    ck_assert_str_eq(set.err.message, "a rule does not load");
    kit_finish(&set);
}
END_TEST

static const struct {
    size_t offset; /* of the limit in ounce_limits; each is set to 5 */
    const char *code;
} limited[] = {
    {offsetof(ounce_limits, max_depth), "yaml-depth"},
    {offsetof(ounce_limits, max_yaml_nodes), "yaml-nodes"},
    {offsetof(ounce_limits, max_rule_nodes), "limit"},
    {offsetof(ounce_limits, max_values), "limit"},
};

START_TEST(a_limit_is_an_error_with_a_place)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct kit_set set;
    ounce_diagnostic found;
    uint32_t five = 5;

    memcpy((char *)&limits + limited[_i].offset, &five, sizeof five);
    kit_begin(&set, 0, &limits);
    kit_add(
        &set, "a.yml",
        KIT_DETECTION(
            "- {Any: [{Any: [{Key: a, Condition: IsIn, Values: [1, 2, 3, 4, 5, 6]}, "
            "{Key: "
            "a, Condition: Exists}, {Key: b, Condition: Exists}, {Key: b, Condition: "
            "Exists}, {Key: b, Condition: Exists}]}]}"));
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_ERR_RULE);
    ck_assert(ounce_compiler_diagnostic(set.compiler, 0, &found));
    ck_assert_msg(strstr(found.code.data, "limit") != NULL ||
                      strcmp(found.code.data, limited[_i].code) == 0,
                  "%s", kit_diagnostics(&set, true));
    ck_assert_uint_gt(found.line, 0);
    kit_finish(&set);
}
END_TEST

START_TEST(a_text_has_a_size_limit)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct kit_set set;

    limits.max_rule_bytes = strlen(RULE("A"));
    kit_begin(&set, OUNCE_COMPILE_PARTIAL, &limits);
    kit_add(&set, "a.yml", RULE("A"));
    kit_add(&set, "b.yml", RULE("BB"));
    kit_end(&set);
    ck_assert_uint_eq(ounce_ruleset_count(set.ruleset), 1);
    ck_assert_uint_eq(ounce_compiler_count(set.compiler, OUNCE_LEVEL_ERROR), 1);
    kit_finish(&set);
}
END_TEST

/* ---- After the answer ---- */

START_TEST(after_success_only_diagnostics_can_be_read)
{
    struct kit_set set;
    ounce_ruleset *again = (ounce_ruleset *)&set;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "s.yml", "AnalysisType: skill");
    kit_end(&set);
    ck_assert_int_eq(ounce_compiler_finish(set.compiler, &again, &set.err),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_ptr_null(again);
    ck_assert_str_eq(set.err.message, "the compiler has finished already");
    ck_assert_int_eq(ounce_compiler_add_text(set.compiler, "a", 1, "", 0, &set.err),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_int_eq(ounce_compiler_add_path(set.compiler, "/tmp", 4, &set.err),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_uint_eq(ounce_compiler_count(set.compiler, OUNCE_LEVEL_WARNING), 1);
    kit_finish(&set);
}
END_TEST

/* The same answer again, and nothing said twice. */
START_TEST(after_failure_the_answer_stays)
{
    struct kit_set set;
    ounce_ruleset *again = NULL;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "d.yml", "AnalysisType: rule\nRuleID: D\nBaseDetection: Gone\n");
    kit_add(&set, "p.yml",
            "AnalysisType: pack\nPackID: P\nPackDefinition: {IDs: [Gone]}\n");
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_ERR_RULE);
    ck_assert_uint_eq(ounce_compiler_count(set.compiler, OUNCE_LEVEL_ERROR), 2);
    ck_assert_int_eq(ounce_compiler_finish(set.compiler, &again, &set.err),
                     OUNCE_ERR_RULE);
    ck_assert_ptr_null(again);
    ck_assert_uint_eq(ounce_compiler_count(set.compiler, OUNCE_LEVEL_ERROR), 2);
    kit_finish(&set);
}
END_TEST

START_TEST(a_compiler_may_be_freed_at_any_time)
{
    struct kit_set set;

    kit_begin(&set, 0, NULL);
    kit_finish(&set);
    kit_begin(&set, 0, NULL);
    kit_add(&set, "a.yml", RULE("A"));
    kit_add(&set, "b.yml", BAD("B"));
    kit_finish(&set);
}
END_TEST

/* ---- Derived rules ---- */

START_TEST(a_derived_rule_inherits)
{
    struct kit_set set;

    kit_begin(&set, 0, NULL); /* the base may come later */
    kit_add(&set, "d.yml",
            "AnalysisType: rule\nRuleID: A\nBaseDetection: B\n"
            "Severity: High\nInlineFilters: [{KeyPath: env, Condition: "
            "Equals, Value: prod}]\n");
    kit_add(&set, "b.yml",
            "AnalysisType: rule\nRuleID: B\nEnabled: true\nSeverity: Low\n"
            "LogTypes: [L]\nAlertTitle: 't {a}'\n"
            "Detection: [{Key: a, Condition: Exists}]\n");
    kit_end(&set);
    ck_assert_msg(set.ruleset != NULL, "%s", kit_diagnostics(&set, true));
    ck_assert_str_eq(
        kit_print(&set, 0, OUNCE_PRINT_IR),
        "match = all(any(not(exists(env)), eq(env, \"prod\")), exists(a))\n"
        "title = text(\"t \", a)\n");
    ck_assert_str_eq(kit_print(&set, 1, OUNCE_PRINT_IR),
                     "match = exists(a)\ntitle = text(\"t \", a)\n");
    ck_assert_str_eq(kit_alert(&set, "{\"a\":1}", OUNCE_ALERT_SEVERITY), "HIGH");
    ck_assert(!kit_judge(&set, "{\"a\":1,\"env\":\"dev\"}"));
    kit_finish(&set);
}
END_TEST

static const char *const bad_derived[] = {
    "AnalysisType: rule\nRuleID: D\nBaseDetection: Gone\n",
    "AnalysisType: rule\nRuleID: D\nBaseDetection: D\n",
    "AnalysisType: rule\nRuleID: D\nBaseDetection: A\nLogTypes: [L]\n",
};

START_TEST(a_bad_derived_rule_is_left_out)
{
    struct kit_set set;

    kit_begin(&set, OUNCE_COMPILE_PARTIAL, NULL);
    kit_add(&set, "a.yml", RULE("A"));
    kit_add(&set, "d.yml", bad_derived[_i]);
    kit_add(&set, "z.yml", RULE("Z"));
    kit_end(&set);
    ck_assert_uint_eq(ounce_compiler_count(set.compiler, OUNCE_LEVEL_ERROR), 1);
    ck_assert_ptr_nonnull(strstr(kit_diagnostics(&set, true), "d.yml:"));
    ck_assert_uint_eq(ounce_ruleset_count(set.ruleset), 2);
    ck_assert(kit_hit(&set, 1, "{}"));
    kit_finish(&set);
}
END_TEST

/* ---- A rule file cut anywhere is an error or the same rule, never another ---- */

START_TEST(every_beginning_of_a_file_is_that_rule_or_none)
{
    static const char text[] = RULE("A");

    for (size_t size = 0; size <= strlen(text); size++) {
        struct kit_set set;

        kit_begin(&set, OUNCE_COMPILE_PARTIAL, NULL);
        ck_assert_int_eq(
            ounce_compiler_add_text(set.compiler, "a", 1, text, size, &set.err),
            OUNCE_OK);
        kit_end(&set);
        if (ounce_ruleset_count(set.ruleset) == 1) {
            ck_assert_str_eq(kit_ir(&set), "true");
        } else if (size >= strlen("AnalysisType: rule\n")) {
            ck_assert_uint_gt(ounce_compiler_count(set.compiler, OUNCE_LEVEL_ERROR), 0);
        }
        kit_finish(&set);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api/compiler");
    TCase *tests = tcase_create("compiler");

    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, options_may_be_left_out);
    tcase_add_test(tests, options_of_another_version_are_refused);
    tcase_add_test(tests, one_error_anywhere_means_no_ruleset);
    tcase_add_test(tests, partial_leaves_out_what_does_not_load);
    tcase_add_test(tests, warnings_and_notes_do_no_harm);
    tcase_add_loop_test(tests, a_file_that_is_no_rule_is_passed_over, 0,
                        KIT_LENGTH(no_rules));
    tcase_add_test(tests, other_items_are_noted);
    tcase_add_test(tests, a_stream_holds_one_document);
    tcase_add_test(tests, an_id_is_taken_once);
    tcase_add_test(tests, a_bad_rule_takes_no_id);
    tcase_add_test(tests, a_diagnostic_names_the_rule);
    tcase_add_test(tests, diagnostics_stand_in_the_order_they_were_found);
    tcase_add_test(tests, the_number_of_rules_is_limited);
    tcase_add_test(tests, diagnostics_beyond_the_limit_are_counted);
    tcase_add_loop_test(tests, a_limit_is_an_error_with_a_place, 0,
                        KIT_LENGTH(limited));
    tcase_add_test(tests, a_text_has_a_size_limit);
    tcase_add_test(tests, after_success_only_diagnostics_can_be_read);
    tcase_add_test(tests, after_failure_the_answer_stays);
    tcase_add_test(tests, a_compiler_may_be_freed_at_any_time);
    tcase_add_test(tests, a_derived_rule_inherits);
    tcase_add_loop_test(tests, a_bad_derived_rule_is_left_out, 0,
                        KIT_LENGTH(bad_derived));
    tcase_add_test(tests, every_beginning_of_a_file_is_that_rule_or_none);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
