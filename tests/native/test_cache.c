/* test_cache.c — Panther's cache as rules see it: one story a row, told step by step.
 *
 *     3600 get_string_set ('k',) => {'a', 'b'}      at second 3600 of the story
 */
#include "base/str.h"
#include "base/table.h"
#include "kit.h"
#include "kit_object.h"
#include "native/native.h"
#include "native/store.h"

#include <ounce/matcher.h>
#include <stdio.h>
#include <string.h>

#define BEGIN INT64_C(1700000000) /* seconds since the epoch */
#define STEPS 8
#define DAYS  (INT64_C(24) * 60 * 60)

static const struct {
    struct {
        int64_t at;
        const char *name, *args, *answer;
    } steps[STEPS];
} stories[] = {
    /* string sets */
    {{{0, "get_string_set", "('k',)", "set()"},
      {0, "put_string_set", "('k', ['b', 'a', 'b'])", "None"},
      {0, "get_string_set", "('k', True)", "{'a', 'b'}"},
      {0, "get_string_set", "('K',)", "set()"},
      {0, "put_string_set", "('k', 'xy')", "None"},
      {0, "get_string_set", "('k',)", "{'x', 'y'}"},
      {0, "put_string_set", "('k', [])", "None"},
      {0, "get_string_set", "('k',)", "set()"}}},
    {{{0, "add_to_string_set", "('k', 'xy')", "{'xy'}"},
      {0, "add_to_string_set", "('k', ('b', 'a', 'xy'))", "{'a', 'b', 'xy'}"},
      {0, "add_to_string_set", "('k', [])", "{'a', 'b', 'xy'}"},
      {0, "remove_from_string_set", "('k', 'none')", "{'a', 'b', 'xy'}"},
      {0, "remove_from_string_set", "('k', {'a', 'xy'})", "{'b'}"},
      {0, "remove_from_string_set", "('k', 'b')", "set()"},
      {0, "remove_from_string_set", "('gone', 'b')", "set()"}}},
    {{{0, "put_string_set", "('k', ['a'])", "None"},
      {0, "increment_counter", "('k',)", "1"},
      {0, "reset_string_set", "('k',)", "None"},
      {0, "get_string_set", "('k',)", "set()"},
      {0, "get_counter", "('k',)", "1"},
      {0, "put_string_set", "('k', ['a'])", "None"}, /* replaces the item */
      {0, "get_counter", "('k',)", "0"}}},
    /* counters */
    {{{0, "get_counter", "('k',)", "0"},
      {0, "increment_counter", "('k',)", "1"},
      {0, "increment_counter", "('k', 5)", "6"},
      {0, "increment_counter", "('k', -10)", "-4"},
      {0, "reset_counter", "('k',)", "None"},
      {0, "get_counter", "('k', False)", "0"},
      {0, "increment_counter", "('k', 9223372036854775807)", "9223372036854775807"},
      {0, "increment_counter", "('k', 1)",
       "!RuntimeError: the cache refuses the item: it is too large, or its counter "
       "leaves 64 bits"}}},
    {{{0, "increment_counter", "('k', -9223372036854775807)", "-9223372036854775807"},
      {0, "increment_counter", "('k', -2)",
       "!RuntimeError: the cache refuses the item: it is too large, or its counter "
       "leaves 64 bits"},
      {0, "get_counter", "('k',)", "-9223372036854775807"},
      {0, "increment_counter", "('k', 'x')",
       "!TypeError: 'str' object cannot be interpreted as an integer"}}},
    {{{0, "evaluate_threshold", "('k', 3, 60)", "False"},
      {0, "evaluate_threshold", "('k', 3, 60)", "False"},
      {0, "evaluate_threshold", "('k', 3, 60)", "True"},
      {0, "evaluate_threshold", "('k', 2, 60)", "False"},
      {60, "evaluate_threshold", "('k', 2, 60)", "False"},
      {61, "evaluate_threshold", "('k', 2, 60)", "True"},
      {61, "evaluate_threshold", "('k', None)",
       "!TypeError: '>=' not supported between instances of 'int' and 'NoneType'"}}},
    /* dictionaries */
    {{{0, "get_dictionary", "('k',)", "{}"},
      {0, "put_dictionary", "('k', {'b': [1, 2.5, None], 'a': {'x': True}})", "None"},
      {0, "get_dictionary", "('k',)", "{'b': [1, 2.5, None], 'a': {'x': True}}"},
      {0, "put_dictionary", "('k', {1: 'one'})", "None"},
      {0, "get_dictionary", "('k', True)", "{'1': 'one'}"},
      {0, "put_dictionary", "('k', {'a': b'x'})",
       "!ValueError: panther_oss_helpers.put_dictionary: value is a dictionary, but it "
       "is not JSON serializable"},
      {0, "put_dictionary", "('k', ['a'])",
       "!TypeError: panther_oss_helpers.put_dictionary: value is not a dictionary"},
      {0, "get_dictionary", "('k',)", "{'1': 'one'}"}}},
    /* expiry: 90 days unless told otherwise */
    {{{0, "put_string_set", "('k', ['a'])", "None"},
      {90 * DAYS - 1, "get_string_set", "('k',)", "{'a'}"},
      {90 * DAYS, "get_string_set", "('k',)", "set()"},
      {90 * DAYS, "increment_counter", "('c',)", "1"},
      {180 * DAYS - 1, "get_counter", "('c',)", "1"},
      {180 * DAYS, "get_counter", "('c',)", "0"}}},
    {{{0, "put_string_set", "('k', ['a'], 3600)", "None"},
      {3599, "add_to_string_set", "('k', 'b', None)", "{'a', 'b'}"},
      {3600, "add_to_string_set", "('k', 'c', None)", "{'c'}"},
      {99 * 365 * DAYS, "get_string_set", "('k',)", "{'c'}"}}},
    {{{0, "put_string_set", "('k', ['a'], 1700000100)", "None"}, /* a time */
      {99, "get_string_set", "('k',)", "{'a'}"},
      {99, "set_key_expiration", "('k', '200.9')", "None"},
      {298, "get_string_set", "('k',)", "{'a'}"},
      {299, "get_string_set", "('k',)", "set()"},
      {299, "set_key_expiration", "('k', 'soon')",
       "!ValueError: could not convert string to float: 'soon'"}}},
    {{{0, "increment_counter", "('k', 1, 10)", "1"},
      {9, "increment_counter", "('k', 1, 10)", "2"},
      {18, "increment_counter", "('k', 1, None)", "3"},
      {19, "increment_counter", "('k', 1, None)", "1"},
      {DAYS, "increment_counter", "('k', 1, None)", "2"},
      {DAYS, "set_key_expiration", "('k', 0)", "None"},
      {DAYS, "get_counter", "('k',)", "0"}}},
    {{{0, "set_key_expiration", "('k', -99999999999)", "None"},
      {0, "get_counter", "('k',)", "0"}}},
    {{{0, "put_dictionary", "('k', {'a': 1}, 60.9)", "None"},
      {59, "get_dictionary", "('k',)", "{'a': 1}"},
      {60, "get_dictionary", "('k',)", "{}"}}},
    /* the age of accounts */
    {{{0, "check_account_age", "('new_user - x',)", "False"},
      {0, "put_string_set", "('new_user - x', ['id'], 7200)", "None"},
      {7199, "check_account_age", "('new_user - x',)", "True"},
      {7200, "check_account_age", "('new_user - x',)", "False"},
      {0, "check_account_age", "('',)", "False"},
      {0, "check_account_age", "(None,)", "False"}}},
    /* wrong types */
    {{{0, "get_string_set", "(None,)",
       "!TypeError: a key of the cache is a str, not 'NoneType'"},
      {0, "put_string_set", "('k', ['a', 1])",
       "!TypeError: a string set of the cache holds str, not 'int'"},
      {0, "add_to_string_set", "('k', 1)", "!TypeError: 'int' object is not iterable"},
      {0, "get_string_set", "('k',)", "set()"}}},
};

static int64_t clock_now(void *ctx)
{
    return *(const int64_t *)ctx;
}

static const char *call(struct oz_work *work, const char *module, const char *name,
                        const char *args)
{
    ounce_value given = kit_literal(work, args), bound[OZ_MAX_PARAMS], out;
    const struct oz_array *items = oz_array_of(&given);
    char full[96];
    uint32_t id;
    bool ok;

    snprintf(full, sizeof full, "%s.%s", module, name);
    id = oz_native_find((ounce_str){full, strlen(full)});
    ck_assert_msg(id != OZ_NONE, "no function %s", full);
    ok = oz_native_bind(work, &oz_natives[id], items->items, (uint32_t)items->count,
                        NULL, 0, bound) &&
         oz_natives[id].call(work, bound, &out);
    return kit_repr(work, ok, &out);
}

START_TEST(a_story_goes_as_told)
{
    static const char *const modules[] = {"panther_detection_helpers.caching",
                                          "panther_oss_helpers"};
    struct oz_work *work = kit_work();
    struct oz_store store;
    int64_t time = 0;
    ounce_services services = {.size = sizeof services, .ctx = &time, .now = clock_now};

    oz_store_init(&store, &oz_alloc_default);
    work->services = &services;
    work->store = &store;
    for (int i = 0; i < STEPS && stories[_i].steps[i].name != NULL; i++) {
        time = (BEGIN + stories[_i].steps[i].at) * 1000000 + 999999;

        ck_assert_str_eq(call(work, modules[i % 2], stories[_i].steps[i].name,
                              stories[_i].steps[i].args),
                         stories[_i].steps[i].answer);
    }
    oz_store_finish(&store);
    kit_work_free(work);
}
END_TEST

START_TEST(without_a_clock_or_a_store_the_cache_says_so)
{
    struct oz_work *work = kit_work();
    struct oz_store store;

    ck_assert_str_eq(call(work, "panther_oss_helpers", "get_counter", "('k',)"),
                     "!RuntimeError: the host has given no cache");

    oz_store_init(&store, &oz_alloc_default);
    work->store = &store;
    ck_assert_str_eq(call(work, "panther_oss_helpers", "get_counter", "('k',)"),
                     "!RuntimeError: the host has given no clock");
    oz_store_finish(&store);
    kit_work_free(work);
}
END_TEST

/* What a set costs is counted, whoever filled it. */
START_TEST(a_large_set_meets_the_budget)
{
    static const char *args[] = {"('k', '", "')"};
    struct oz_work *work = kit_work();
    struct oz_store store;
    int64_t time = BEGIN * 1000000;
    ounce_services services = {.size = sizeof services, .ctx = &time, .now = clock_now};
    char one[64];

    oz_store_init(&store, &oz_alloc_default);
    work->services = &services;
    work->store = &store;
    for (int i = 0; i < 300; i++) {
        snprintf(one, sizeof one, "%s%d%s", args[0], i, args[1]);
        call(work, "panther_oss_helpers", "add_to_string_set", one);
    }
    work->walk.steps = 250;

    ck_assert_str_eq(call(work, "panther_oss_helpers", "get_string_set", "('k',)"),
                     "!step budget spent");
    oz_store_finish(&store);
    kit_work_free(work);
}
END_TEST

static const struct {
    const char *module, *name, *args, *answer;
} hosts[] = {
    {"os", "getenv", "('REGION',)", "None"},
    {"os", "getenv", "('REGION', 'x')", "'x'"},
    {"os", "environ.get", "('HOME', '')", "''"},
    {"os", "getenv", "(1,)", "!TypeError: str expected, not int"},
    {"logging", "debug", "('%s is odd', 1)", "None"},
    {"logging", "warn", "('x',)", "None"},
    {"uuid", "uuid4", "()", "!RuntimeError: the host has given no random numbers"},
};

START_TEST(there_is_no_process_to_ask)
{
    struct oz_work *work = kit_work();

    ck_assert_str_eq(call(work, hosts[_i].module, hosts[_i].name, hosts[_i].args),
                     hosts[_i].answer);

    kit_work_free(work);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("native/cache");
    TCase *tests = tcase_create("cache");

    tcase_add_loop_test(tests, a_story_goes_as_told, 0,
                        (int)(sizeof stories / sizeof *stories));
    tcase_add_test(tests, without_a_clock_or_a_store_the_cache_says_so);
    tcase_add_test(tests, a_large_set_meets_the_budget);
    tcase_add_loop_test(tests, there_is_no_process_to_ask, 0,
                        (int)(sizeof hosts / sizeof *hosts));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
