/* test_ruleset.c — share rules, enumerate them, find them, print them. */
#include "compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void compile_three(struct kit_set *set)
{
    static const char *const ids[] = {"b", "a", "c"};
    char text[256];

    kit_begin(set, 0, NULL);
    for (int i = 0; i < 3; i++) {
        snprintf(text, sizeof text,
                 "AnalysisType: rule\nRuleID: %s\nEnabled: true\nSeverity: Low\n"
                 "LogTypes: [L]" KIT_ALWAYS,
                 ids[i]);
        kit_add(set, "rule.yml", text);
    }
    kit_end(set);
}

START_TEST(rules_are_found_by_their_ids)
{
    struct kit_set set;
    uint32_t index = 99;

    compile_three(&set);
    ck_assert(ounce_ruleset_find(set.ruleset, "a", 1, &index));
    ck_assert_uint_eq(index, 0);
    ck_assert(ounce_ruleset_find(set.ruleset, "c", 1, &index));
    ck_assert_uint_eq(index, 2);
    index = 99;
    ck_assert(!ounce_ruleset_find(set.ruleset, "A", 1, &index));
    ck_assert(!ounce_ruleset_find(set.ruleset, "", 0, &index));
    ck_assert(!ounce_ruleset_find(set.ruleset, "aa", 2, &index));
    ck_assert(!ounce_ruleset_find(set.ruleset, "d", 1, &index));
    ck_assert(ounce_ruleset_find(set.ruleset, "aa", 1, &index));
    ck_assert_uint_eq(index, 0);
    kit_finish(&set);
}
END_TEST

START_TEST(what_is_no_place_and_no_field_is_refused)
{
    struct kit_set set;
    const ounce_rule *rule;
    ounce_rule_test test;

    compile_three(&set);
    ck_assert_uint_eq(ounce_ruleset_count(set.ruleset), 3);
    ck_assert_ptr_null(ounce_ruleset_rule(set.ruleset, 3));
    ck_assert_ptr_null(ounce_ruleset_rule(set.ruleset, UINT32_MAX));
    rule = ounce_ruleset_rule(set.ruleset, 0);
    ck_assert_ptr_null(ounce_rule_text(rule, 1000));
    ck_assert_ptr_null(ounce_rule_item(rule, 1000, 0));
    ck_assert_ptr_null(ounce_rule_item(rule, OUNCE_RULE_LOG_TYPES, 1));
    ck_assert_int_eq(ounce_rule_number(rule, 1000), -1);
    ck_assert(!ounce_rule_test_get(rule, 0, &test));
    kit_finish(&set);
}
END_TEST

START_TEST(the_last_reference_frees)
{
    struct kit_set set;
    ounce_ruleset *one, *two;

    compile_three(&set);
    one = ounce_ruleset_ref(set.ruleset);
    two = ounce_ruleset_ref(one);
    ck_assert_ptr_eq(one, two);
    ounce_compiler_free(set.compiler);
    ounce_matcher_free(set.matcher);
    ounce_ruleset_unref(set.ruleset);
    ounce_ruleset_unref(one);
    ck_assert_uint_eq(ounce_ruleset_count(two), 3);
    ck_assert_uint_gt(set.memory.blocks, 0);
    ounce_ruleset_unref(two);
    ck_assert_uint_eq(set.memory.blocks, 0);
    ounce_ruleset_unref(NULL);
    ounce_matcher_free(NULL);
    ounce_compiler_free(NULL);
}
END_TEST

/* A matcher has a reference of its own. */
START_TEST(a_ruleset_lives_as_long_as_its_matchers)
{
    struct kit_set set;

    compile_three(&set);
    ounce_ruleset_unref(set.ruleset);
    ounce_compiler_free(set.compiler);
    ck_assert(kit_judge(&set, "{}"));
    ounce_matcher_free(set.matcher);
    ck_assert_uint_eq(set.memory.blocks, 0);
}
END_TEST

static const uint32_t forms[] = {OUNCE_PRINT_TEXT, OUNCE_PRINT_JSON, OUNCE_PRINT_IR};

START_TEST(a_rule_prints_into_what_room_there_is)
{
    struct kit_set set;
    size_t whole = 0;
    size_t size = 0;
    char *text;

    compile_three(&set);
    ck_assert_int_eq(ounce_rule_print(set.ruleset, 0, forms[_i], NULL, 0, &whole),
                     OUNCE_ERR_SPACE);
    ck_assert_uint_gt(whole, 10);
    for (size_t room = 1; room <= whole; room++) {
        text = malloc(room); /* a sanitizer guards its end */
        ck_assert_ptr_nonnull(text);
        ck_assert_int_eq(ounce_rule_print(set.ruleset, 0, forms[_i], text, room, &size),
                         room < whole ? OUNCE_ERR_SPACE : OUNCE_OK);
        ck_assert_uint_eq(size, whole);
        free(text);
    }
    kit_finish(&set);
}
END_TEST

START_TEST(a_form_that_is_none_is_refused)
{
    struct kit_set set;
    size_t size = 99;

    compile_three(&set);
    ck_assert_int_eq(ounce_rule_print(set.ruleset, 3, OUNCE_PRINT_IR, NULL, 0, &size),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_uint_eq(size, 0);
    ck_assert_int_eq(ounce_rule_print(set.ruleset, 0, 17, NULL, 0, &size),
                     OUNCE_ERR_ARGUMENT);
    kit_finish(&set);
}
END_TEST

/* ---- In one call ---- */

static ounce_status parse(const char *text, const ounce_compiler_options *options,
                          ounce_ruleset **out, ounce_error *err)
{
    return ounce_ruleset_parse("r.yml", 5, text, strlen(text), options, out, err);
}

START_TEST(a_ruleset_is_made_in_one_call)
{
    ounce_compiler_options options = OUNCE_COMPILER_OPTIONS_INIT;
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_ruleset *ruleset = NULL;
    const char *path;

    ck_assert_int_eq(parse(KIT_RULE(KIT_ALWAYS), NULL, &ruleset, &err), OUNCE_OK);
    ck_assert_uint_eq(ounce_ruleset_count(ruleset), 1);
    ounce_ruleset_unref(ruleset);

    ck_assert_int_eq(parse(KIT_RULE("Foo: 1" KIT_ALWAYS), NULL, &ruleset, &err),
                     OUNCE_ERR_RULE);
    ck_assert_ptr_null(ruleset);
    ck_assert_str_eq(err.message, "unknown key \"Foo\" in a rule");
    ck_assert_str_eq(err.file, "r.yml");

    options.flags = OUNCE_COMPILE_LENIENT;
    ck_assert_int_eq(parse(KIT_RULE("Foo: 1" KIT_ALWAYS), &options, &ruleset, NULL),
                     OUNCE_OK);
    ounce_ruleset_unref(ruleset);

    options.flags = 1u << 31;
    ck_assert_int_eq(parse("", &options, &ruleset, &err), OUNCE_ERR_ARGUMENT);
    ck_assert_ptr_null(ruleset);

    path = kit_source("examples/rulesets/vpc_flow");
    ck_assert_int_eq(ounce_ruleset_load(path, strlen(path), NULL, &ruleset, &err),
                     OUNCE_OK);
    ck_assert_uint_gt(ounce_ruleset_count(ruleset), 10);
    ounce_ruleset_unref(ruleset);

    ck_assert_int_eq(ounce_ruleset_load("/no/such/folder", 15, NULL, &ruleset, &err),
                     OUNCE_ERR_RULE);
    ck_assert_ptr_null(ruleset);
    ck_assert_int_eq(ounce_ruleset_load("", 0, NULL, &ruleset, &err),
                     OUNCE_ERR_ARGUMENT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api/ruleset");
    TCase *tests = tcase_create("ruleset");

    tcase_add_test(tests, rules_are_found_by_their_ids);
    tcase_add_test(tests, what_is_no_place_and_no_field_is_refused);
    tcase_add_test(tests, the_last_reference_frees);
    tcase_add_test(tests, a_ruleset_lives_as_long_as_its_matchers);
    tcase_add_loop_test(tests, a_rule_prints_into_what_room_there_is, 0,
                        KIT_LENGTH(forms));
    tcase_add_test(tests, a_form_that_is_none_is_refused);
    tcase_add_test(tests, a_ruleset_is_made_in_one_call);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
