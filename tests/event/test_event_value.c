/* test_event_value.c — equality, order and text of values; the answers are Python's. */
#include "base/str.h"
#include "kit_event.h"

#include <math.h>
#include <ounce/matcher.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static const char *const no_names[] = {NULL};

static struct kit_event event;

static void setup(void)
{
    kit_event_init(&event, no_names);
    event.walk.steps = 100000;
    event.walk.max_depth = 128;
}

static void teardown(void)
{
    kit_event_finish(&event);
}

/* ---- Numbers and texts in order ---- */

/* Ascending; those on one line are equal. */
static const char *const ladder[][4] = {
    {"-1.7976931348623157e308"},
    {"-123456789012345678901234567890"},
    {"-18446744073709551617"},
    {"-18446744073709551616", "-18446744073709551616.0"},
    {"-9223372036854775809"},
    {"-9223372036854775808", "-9223372036854775808.0"},
    {"-9223372036854775807"},
    {"-9007199254740993"},
    {"-9007199254740992", "-9007199254740992.0"},
    {"-1.5"},
    {"-1", "-1.0"},
    {"-5e-324"},
    {"0", "-0", "0.0", "-0.0"},
    {"5e-324"},
    {"0.5"},
    {"1", "1.0", "1e0", "10e-1"},
    {"22", "22.0"},
    {"9007199254740991", "9007199254740991.0"},
    {"9007199254740992", "9007199254740992.0"},
    {"9007199254740993"},
    {"9007199254740994", "9007199254740994.0"},
    {"9007199254740995"},
    {"9223372036854774784.0", "9223372036854774784"},
    {"9223372036854775806"},
    {"9223372036854775807"},
    {"9223372036854775808", "9223372036854775808.0"},
    {"9223372036854775809"},
    {"18446744073709551615"},
    {"18446744073709551616", "18446744073709551616.0"},
    {"18446744073709551617"},
    {"99999999999999991611392", "1e23"},
    {"100000000000000000000000"},
    {"1.7976931348623157e308"},
};

START_TEST(numbers_are_ordered_by_exact_value_whatever_they_are_written_as)
{
    for (int i = 0; i < LENGTH(ladder); i++) {
        for (int j = 0; j < LENGTH(ladder); j++) {
            for (int k = 0; k < 4 && ladder[i][k] != NULL; k++) {
                for (int l = 0; l < 4 && ladder[j][l] != NULL; l++) {
                    const ounce_value a = kit_json(&event, ladder[i][k]);
                    const ounce_value b = kit_json(&event, ladder[j][l]);
                    bool ordered;
                    const int order = oz_value_compare(&a, &b, &ordered);

                    ck_assert(ordered);
                    ck_assert_msg(order == (i < j ? -1 : i > j), "%s %s", ladder[i][k],
                                  ladder[j][l]);
                    ck_assert(oz_scalar_equal(&a, &b) == (i == j));
                }
            }
        }
    }
}
END_TEST

static const char *const texts[] = {
    "\"\"",
    "\"\\u0000\"",
    "\"A\"",
    "\"AA\"",
    "\"B\"",
    "\"a\"",
    "\"aa\"",
    "\"\xc3\xa9\"",
    "\"\xef\xbf\xbd\"",
    "\"\xf0\x9f\x98\x80\"", /* code points, not UTF-16 units */
};

START_TEST(texts_are_ordered_by_code_point)
{
    for (int i = 0; i < LENGTH(texts); i++) {
        for (int j = 0; j < LENGTH(texts); j++) {
            const ounce_value a = kit_json(&event, texts[i]);
            const ounce_value b = kit_json(&event, texts[j]);
            bool ordered;

            ck_assert_int_eq(oz_value_compare(&a, &b, &ordered), i < j ? -1 : i > j);
            ck_assert(ordered);
            ck_assert(oz_scalar_equal(&a, &b) == (i == j));
        }
    }
}
END_TEST

/* One of each kind, none equal to another. */
static const char *const kinds[] = {
    "null",     "true", "false", "1",  "18446744073709551616", "1.5", "\"1\"",
    "\"true\"", "[]",   "{}",    "[1]"};

START_TEST(no_two_kinds_are_equal_or_ordered)
{
    for (int i = 0; i < LENGTH(kinds); i++) {
        for (int j = 0; j < LENGTH(kinds); j++) {
            const ounce_value a = kit_json(&event, kinds[i]);
            const ounce_value b = kit_json(&event, kinds[j]);
            const bool numbers = i >= 3 && i <= 5 && j >= 3 && j <= 5;
            const bool strings = i >= 6 && i <= 7 && j >= 6 && j <= 7;
            const bool container = i >= 8;
            bool ordered;

            oz_value_compare(&a, &b, &ordered);
            ck_assert(ordered == (numbers || strings));
            ck_assert(oz_scalar_equal(&a, &b) == (i == j && !container));
            ck_assert(oz_value_equal(&event.walk, &a, &b) == (i == j));
        }
    }
}
END_TEST

/* ---- Hashing ---- */

START_TEST(equal_scalars_have_equal_hashes)
{
    for (int i = 0; i < LENGTH(ladder); i++) {
        for (int k = 0; k < 4 && ladder[i][k] != NULL; k++) {
            for (int l = 0; l < 4 && ladder[i][l] != NULL; l++) {
                const ounce_value a = kit_json(&event, ladder[i][k]);
                const ounce_value b = kit_json(&event, ladder[i][l]);
                uint64_t x = 1;
                uint64_t y = 2;
                const bool hashed = oz_scalar_hash(&a, &x);

                ck_assert(hashed == oz_scalar_hash(&b, &y));
                ck_assert_msg(!hashed || x == y, "%s %s", ladder[i][k], ladder[i][l]);
            }
        }
    }
}
END_TEST

static const struct {
    const char *text;
    bool hashed;
} hashable[] = {
    {"null", true},
    {"true", true},
    {"false", true},
    {"0", true},
    {"9223372036854775807", true},
    {"-9223372036854775808.0", true},
    {"9223372036854774784.0", true},
    {"9223372036854775808.0", false},
    {"-9223372036854777856.0", false},
    {"1e300", false},
    {"9223372036854775808", false},
    {"\"\"", true},
    {"\"a\"", true},
    {"[]", false},
    {"{}", false},
};

START_TEST(what_cannot_be_looked_up_says_so)
{
    const ounce_value value = kit_json(&event, hashable[_i].text);
    uint64_t hash;

    ck_assert(oz_scalar_hash(&value, &hash) == hashable[_i].hashed);
}
END_TEST

START_TEST(missing_has_no_hash_and_members_without_meaning_do_not_count)
{
    ounce_value value = {0};
    ounce_value other = {0};
    uint64_t x, y;

    ck_assert(!oz_scalar_hash(&value, &x));

    value.kind = other.kind = OUNCE_NULL;
    other.integer = 42; /* a host may leave anything here */
    other.size = 7;
    ck_assert(oz_scalar_equal(&value, &other));
    ck_assert(oz_scalar_hash(&value, &x) && oz_scalar_hash(&other, &y));
    ck_assert_uint_eq(x, y);
}
END_TEST

START_TEST(different_scalars_rarely_share_a_hash)
{
    static const char *const distinct[] = {
        "0",     "1",     "-1",    "2",        "3",    "9007199254740993",
        "0.5",   "0.25",  "1.5",   "-0.5",     "\"\"", "\"0\"",
        "\"1\"", "\"a\"", "\"A\"", "\"null\"",
    };

    for (int i = 0; i < LENGTH(distinct); i++) {
        for (int j = 0; j < i; j++) {
            const ounce_value a = kit_json(&event, distinct[i]);
            const ounce_value b = kit_json(&event, distinct[j]);
            uint64_t x, y;

            ck_assert(oz_scalar_hash(&a, &x) && oz_scalar_hash(&b, &y));
            ck_assert(x != y);
        }
    }
}
END_TEST

/* ---- Deep equality ---- */

static const struct {
    const char *a, *b;
    bool equal;
} pairs[] = {
    {"[]", "[]", true},
    {"{}", "{}", true},
    {"[]", "{}", false},
    {"[1]", "[1.0]", true},
    {"[1]", "[true]", false},
    {"[1,2]", "[2,1]", false},
    {"[1,2]", "[1]", false},
    {"[1]", "[1,null]", false},
    {"[null]", "[null]", true},
    {"[[1,[2]],3]", "[[1,[2]],3]", true},
    {"[[1,[2]],3]", "[[1,[4]],3]", false},
    {"{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true},
    {"{\"a\":1}", "{\"a\":1,\"b\":2}", false},
    {"{\"a\":1,\"b\":2}", "{\"a\":1}", false},
    {"{\"a\":1}", "{\"A\":1}", false}, /* names are exact */
    {"{\"a\":1}", "{\"b\":1}", false},
    {"{\"a\":null}", "{\"b\":null}", false},
    {"{\"a\":1,\"a\":2}", "{\"a\":2}", true},
    {"{\"a\":{\"b\":[{\"c\":\"x\"}]}}", "{\"a\":{\"b\":[{\"c\":\"\\u0078\"}]}}", true},
    {"{\"a\":{\"b\":[{\"c\":\"x\"}]}}", "{\"a\":{\"b\":[{\"c\":\"y\"}]}}", false},
    {"{\"1\":1,\"2\":2,\"3\":3,\"4\":4,\"5\":5,\"6\":6,\"7\":7,\"8\":8,\"9\":9,\"\":0}",
     "{\"\":0,\"9\":9,\"8\":8,\"7\":7,\"6\":6,\"5\":5,\"4\":4,\"3\":3,\"2\":2,\"1\":1."
     "0}",
     true},
    {"[18446744073709551616]", "[18446744073709551616.0]", true},
    {"[9007199254740993]", "[9007199254740992.0]", false},
    {"5", "5.0", true},
    {"\"a\"", "[\"a\"]", false},
};

START_TEST(containers_are_equal_when_their_parts_are)
{
    const ounce_value a = kit_json(&event, pairs[_i].a);
    const ounce_value b = kit_json(&event, pairs[_i].b);

    ck_assert(oz_value_equal(&event.walk, &a, &b) == pairs[_i].equal);
    ck_assert(oz_value_equal(&event.walk, &b, &a) == pairs[_i].equal);

    ck_assert(oz_value_equal(&event.walk, &a, &a));
    ck_assert_uint_eq(event.walk.reason, 0);
}
END_TEST

START_TEST(values_deeper_than_the_limit_end_the_event)
{
    const ounce_value deep = kit_json(&event, "[[[[{\"a\":[]}]]]]");

    event.walk.max_depth = 6;
    ck_assert(oz_value_equal(&event.walk, &deep, &deep));
    ck_assert(oz_value_json(&event.walk, &deep, &event.text));

    event.walk.max_depth = 5;
    ck_assert(!oz_value_equal(&event.walk, &deep, &deep));
    ck_assert_uint_eq(event.walk.reason, OUNCE_REASON_TOO_DEEP);
    event.walk.reason = 0;
    ck_assert(!oz_value_json(&event.walk, &deep, &event.text));
    ck_assert_uint_eq(event.walk.reason, OUNCE_REASON_TOO_DEEP);
}
END_TEST

START_TEST(comparing_and_printing_meet_the_budget)
{
    const ounce_value value = kit_json(&event, "{\"a\":[1,2,{\"b\":3}],\"c\":4}");
    bool fine = false;

    for (uint64_t steps = 0; !fine; steps++) {
        event.walk.steps = steps;
        event.walk.reason = 0;
        fine = oz_value_equal(&event.walk, &value, &value);
        ck_assert_uint_eq(event.walk.reason, fine ? 0 : OUNCE_REASON_BUDGET);
        ck_assert_uint_lt(steps, 100);
    }
    fine = false;
    for (uint64_t steps = 0; !fine; steps++) {
        event.walk.steps = steps;
        event.walk.reason = 0;
        oz_buf_clear(&event.text);
        fine = oz_value_json(&event.walk, &value, &event.text);
        ck_assert_uint_eq(event.walk.reason, fine ? 0 : OUNCE_REASON_BUDGET);
        ck_assert_uint_lt(steps, 100);
    }
}
END_TEST

/* ---- A host on one side ---- */

/* A map with the one member "a", whatever is asked. */
static ounce_found one_member(void *ctx, const void *map, const char *name,
                              size_t name_size, ounce_value *out)
{
    (void)map;
    (void)name;
    (void)name_size;
    *out = *(const ounce_value *)ctx;
    return OUNCE_FOUND;
}

static ounce_found broken_member(void *ctx, const void *map, const char *name,
                                 size_t name_size, ounce_value *out)
{
    (void)ctx;
    (void)map;
    (void)name;
    (void)name_size;
    (void)out;
    return OUNCE_BROKEN;
}

static const ounce_accessor one = {(uint32_t)sizeof one, one_member, NULL, NULL};
static const ounce_accessor broken = {(uint32_t)sizeof broken, broken_member, NULL,
                                      NULL};

static bool equal_to_host(const char *text, const ounce_accessor *accessor,
                          ounce_value *member)
{
    const ounce_view view = {accessor, member};
    const ounce_value ours = kit_json(&event, text);
    ounce_value theirs = {0};

    theirs.kind = OUNCE_MAP;
    theirs.size = 1;
    theirs.view = &view;
    event.walk.reason = 0;
    return oz_value_equal(&event.walk, &ours, &theirs);
}

START_TEST(what_a_host_says_inside_a_comparison_is_distrusted_too)
{
    ounce_value member = {0};

    member.kind = OUNCE_FLOAT;
    member.real = 1.5;
    ck_assert(equal_to_host("{\"a\":1.5}", &one, &member));
    ck_assert(!equal_to_host("{\"a\":1.25}", &one, &member));
    ck_assert_uint_eq(event.walk.reason, 0);

    member.real = (double)NAN;
    ck_assert(!equal_to_host("{\"a\":1.5}", &one, &member));
    ck_assert_uint_eq(event.walk.reason, OUNCE_REASON_HOST);

    member.kind = 77;
    ck_assert(!equal_to_host("{\"a\":1.5}", &one, &member));
    ck_assert_uint_eq(event.walk.reason, OUNCE_REASON_HOST);

    member.kind = OUNCE_BIG;
    member.text = NULL;
    ck_assert(!equal_to_host("{\"a\":1}", &one, &member));
    ck_assert_uint_eq(event.walk.reason, OUNCE_REASON_HOST);

    member.kind = OUNCE_TEXT;
    member.text = "\xff";
    member.size = 1;
    ck_assert(!equal_to_host("{\"a\":\"x\"}", &one, &member));
    ck_assert_uint_eq(event.walk.reason, OUNCE_REASON_BAD_UTF8);

    ck_assert(!equal_to_host("{\"a\":1}", &broken, &member));
    ck_assert_uint_eq(event.walk.reason, OUNCE_REASON_HOST);
}
END_TEST

/* ---- Writing ---- */

static const struct {
    const char *text, *json;
} printed[] = {
    {"{\"b\":1,\"a\":[1,2.50,-0.0,1e400000000000000000000000000000000000000]}", NULL},
    {"{ \"b\" : 1 , \"a\" : [ ] }", "{\"b\":1,\"a\":[]}"},
    {"[1.0,1,100e0,1e16,1e-7]", "[1.0,1,100.0,1e+16,1e-07]"},
    {"[true,false,null]", "[true,false,null]"},
    {"[123456789012345678901234567890]", "[123456789012345678901234567890]"},
    {"\"\\u2028\\u0085\\u007f\\u0000/\"", "\"\\u2028\\u0085\\u007f\\u0000/\""},
    {"{\"a\\\"\\n\":\"\xf0\x9f\x98\x80\"}", "{\"a\\\"\\n\":\"\xf0\x9f\x98\x80\"}"},
    {"[[],[[]],{\"a\":{}}]", "[[],[[]],{\"a\":{}}]"},
};

START_TEST(json_is_compact_and_reads_back_equal)
{
    size_t at;
    const ounce_str text = {printed[_i].text, strlen(printed[_i].text)};
    ounce_value value, again;
    char copy[300];

    if (printed[_i].json == NULL) {
        ck_assert_uint_ne(oz_json_check(&event.limits, text, &at), 0);
        return;
    }
    value = kit_json(&event, printed[_i].text);
    strcpy(copy, kit_value_print(&event, &value));
    ck_assert_str_eq(copy, printed[_i].json);

    again = kit_json(&event, copy);
    ck_assert(oz_value_equal(&event.walk, &value, &again));
}
END_TEST

START_TEST(missing_prints_as_null)
{
    const ounce_value missing = {0};

    ck_assert(oz_value_json(&event.walk, &missing, &event.text));

    ck_assert_uint_eq(event.text.size, 4);
    ck_assert_mem_eq(event.text.data, "null", 4);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event/event_value");
    TCase *tests = tcase_create("event_value");

    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests,
                   numbers_are_ordered_by_exact_value_whatever_they_are_written_as);
    tcase_add_test(tests, texts_are_ordered_by_code_point);
    tcase_add_test(tests, no_two_kinds_are_equal_or_ordered);
    tcase_add_test(tests, equal_scalars_have_equal_hashes);
    tcase_add_loop_test(tests, what_cannot_be_looked_up_says_so, 0, LENGTH(hashable));
    tcase_add_test(tests, missing_has_no_hash_and_members_without_meaning_do_not_count);
    tcase_add_test(tests, different_scalars_rarely_share_a_hash);
    tcase_add_loop_test(tests, containers_are_equal_when_their_parts_are, 0,
                        LENGTH(pairs));
    tcase_add_test(tests, values_deeper_than_the_limit_end_the_event);
    tcase_add_test(tests, comparing_and_printing_meet_the_budget);
    tcase_add_test(tests, what_a_host_says_inside_a_comparison_is_distrusted_too);
    tcase_add_loop_test(tests, json_is_compact_and_reads_back_equal, 0,
                        LENGTH(printed));
    tcase_add_test(tests, missing_prints_as_null);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
