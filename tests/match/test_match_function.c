/* test_match_function.c — text(), key() and object(), by way of the fields they make.
 */
#include "compile.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *value; /* of v */
    const char *text;  /* by text() */
    const char *key;   /* by key() of v and a missing field */
} rows[] = {
    {"\"\"", "R", ":"},
    {"\"a\"", "a", "a:"},
    {"\":\"", ":", "\\::"},
    {"\"\\\\\"", "\\", "\\\\:"},
    {"\"\\\\:\\\\\"", "\\:\\", "\\\\\\:\\\\:"},
    {"null", "R", "defaultDedupString:R"},
    {"true", "true", "true:"},
    {"0", "0", "0:"},
    {"-0", "0", "0:"},
    {"0.0", "0", "0:"},
    {"-0.0", "-0", "-0:"},
    {"1e2", "100", "100:"},
    {"1e16", "1e+16", "1e+16:"},
    {"1.25", "1.25", "1.25:"},
    {"-92233720368547758080", "-92233720368547758080", "-92233720368547758080:"},
    {"[]", "[]", "[]:"},
    {"{}", "{}", "{}:"},
    {"[1.0, null]", "[1.0,null]", "[1.0,null]:"},
    {"{\"a\":\"\\u20ac\\n\"}", "{\"a\":\"€\\n\"}", "{\"a\"\\:\"€\\\\n\"}:"},
};

START_TEST(a_value_becomes_text)
{
    struct kit_set set;
    char event[256];

    snprintf(event, sizeof event, "{\"v\":%s}", rows[_i].value);
    kit_compile(
        &set,
        KIT_RULE("AlertTitle: '{v}'\nGroupBy: [{Key: v}, {Key: gone}]" KIT_ALWAYS));
    ck_assert_str_eq(kit_alert(&set, event, OUNCE_ALERT_TITLE), rows[_i].text);
    ck_assert_str_eq(kit_alert(&set, event, OUNCE_ALERT_DEDUP), rows[_i].key);
    kit_finish(&set);
}
END_TEST

START_TEST(an_object_keeps_the_kinds_of_its_values)
{
    struct kit_set set;

    kit_compile(&set, KIT_RULE("AlertContext:\n"
                               "  - {KeyName: a, KeyValue: {Key: v}}\n"
                               "  - {KeyName: '', KeyValue: {KeyPath: v.x}}\n"
                               "  - {KeyName: b, KeyValue: {Key: gone}}\n" KIT_ALWAYS));
    ck_assert_str_eq(
        kit_alert(&set, "{\"v\":{\"x\":[1,true,\"\\t\"]}}", OUNCE_ALERT_CONTEXT),
        "{\"a\":{\"x\":[1,true,\"\\t\"]},\"\":[1,true,\"\\t\"],\"b\":null}");
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match/match_function");
    TCase *tests = tcase_create("match_function");

    tcase_add_loop_test(tests, a_value_becomes_text, 0, KIT_LENGTH(rows));
    tcase_add_test(tests, an_object_keeps_the_kinds_of_its_values);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
