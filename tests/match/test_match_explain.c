/* test_match_explain.c — why a rule did or did not match. */
#include "compile.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define LIST                                                                           \
    "- {KeyPath: event.name, Condition: IsIn, Values: [x, y]}\n"                       \
    "- {Key: n, Condition: IsGreaterThan, Value: 5}\n"                                 \
    "- {Key: v, Condition: AnyElement, Expressions: [{Key: k, Condition: "             \
    "IsNotNull}]}\n"

START_TEST(text_shows_verdicts_and_values)
{
    struct kit_set set;

    kit_compile_detection(&set, LIST);
    ck_assert_str_eq(
        kit_explain(
            &set,
            "{\"event\":{\"name\":\"x\"},\"n\":6.0,\"v\":[{\"k\":null},{\"k\":1}]}",
            OUNCE_PRINT_TEXT),
        "R  Low  L\n"
        "tried when event.name is \"x\" or \"y\"\n"
        "match\n"
        "true     all\n"
        "true       in(event.name, [\"x\", \"y\"])  <- \"x\"\n"
        "true       gt(n, 5)  <- 6.0\n"
        "true       any_element(v)\n"
        "             element 0\n"
        "false          not(is_null($1.k))  <- null\n"
        "             element 1\n"
        "true           not(is_null($1.k))  <- 1\n"
        "match\n");
    kit_finish(&set);
}
END_TEST

START_TEST(text_tells_what_failed)
{
    struct kit_set set;

    kit_compile_detection(&set, LIST);
    ck_assert_str_eq(
        kit_explain(&set, "{\"n\":\"6\"}", OUNCE_PRINT_TEXT),
        "R  Low  L\n"
        "tried when event.name is \"x\" or \"y\"\n"
        "match\n"
        "false    all\n"
        "false      in(event.name, [\"x\", \"y\"])  <- missing\n"
        "false      gt(n, 5)  <- \"6\"\n"
        "false      any_element(v)\n"
        "no match, because\n"
        "  in(event.name, [\"x\", \"y\"]) is false: event.name is missing\n"
        "  gt(n, 5) is false: n is \"6\"\n"
        "  any_element(v, not(is_null($1.k))) is false\n");
    kit_finish(&set);
}
END_TEST

/* Long values are cut, at a whole character, and many elements are summed up. */
START_TEST(text_is_kept_short)
{
    struct kit_set set;
    char event[1024];
    const char *text;

    kit_compile_detection(&set,
                          "- {Key: a, Condition: Equals, Value: x}\n"
                          "- {Key: v, Condition: AllElements, Expressions: []}\n");
    snprintf(event, sizeof event, "{\"a\":\"%s\",\"v\":[1,2,3,4,5,6]}",
             kit_repeat("é", 200));
    text = kit_explain(&set, event, OUNCE_PRINT_TEXT);
    ck_assert_ptr_nonnull(strstr(text, "éé…\n"));
    ck_assert_ptr_nonnull(strstr(text, "and 2 more elements\n"));
    ck_assert_ptr_null(strstr(text, kit_repeat("é", 100)));
    kit_finish(&set);
}
END_TEST

/* ---- The conditions that decided ---- */

#define A "{Key: a, Condition: Exists}"
#define B "{Key: b, Condition: Exists}"
#define C "{Key: c, Condition: Exists}"

static const struct {
    const char *list;
    const char *event;
    const char *because; /* expressions, one a line */
} sets[] = {
    {"- " A, "{\"a\":1}", ""},
    {"- " A, "{}", "exists(a)\n"},
    {"- " A "\n- " B "\n- " C, "{\"b\":1}", "exists(a)\nexists(c)\n"},
    /* of an `any`, the cheapest way to make it hold */
    {"- Any: [{All: [" A ", " B "]}, " C "]", "{}", "exists(c)\n"},
    {"- Any: [{All: [" A ", " B ", " C "]}, {All: [" A ", " B "]}]", "{\"a\":1}",
     "exists(b)\n"},
    {"- None: [" A ", " B ", " C "]", "{\"a\":1,\"c\":1}", "exists(a)\nexists(c)\n"},
    {"- None: [{All: [" A ", " B "]}]", "{\"a\":1,\"b\":1}", "exists(a)\n"},
    {"- None: [{Any: [" A ", " B "]}]", "{\"a\":1,\"b\":1}", "exists(a)\nexists(b)\n"},
    {"- {Key: a, Condition: DoesNotExist}", "{\"a\":1}", "exists(a)\n"},
    {"- OnlyOne: [" A ", " B "]", "{\"a\":1,\"b\":1}",
     "only_one(exists(a), exists(b))\n"},
    {"- {Key: v, Condition: AnyElement, Expressions: [" A "]}", "{\"v\":[1]}",
     "any_element(v, exists($1.a))\n"},
    {"- {Condition: AlwaysFalse}", "{}", "false\n"},
    {"- Any: []", "{}", "any()\n"},
    {"- None: [{All: []}]", "{}", "all()\n"},
};

START_TEST(because_is_the_smallest_set_to_change)
{
    struct kit_set set;
    char found[256] = "";
    json_t *json, *because, *entry;
    size_t i;

    kit_compile_detection(&set, sets[_i].list);
    json = json_loads(kit_explain(&set, sets[_i].event, OUNCE_PRINT_JSON),
                      JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(json);
    ck_assert_int_eq(json_is_true(json_object_get(json, "matched")),
                     sets[_i].because[0] == '\0');
    because = json_object_get(json, "because");
    ck_assert(json_is_array(because));
    json_array_foreach (because, i, entry) {
        strcat(found, json_string_value(json_object_get(entry, "expr")));
        strcat(found, "\n");
        ck_assert(json_is_boolean(json_object_get(entry, "holds")));
    }
    ck_assert_str_eq(found, sets[_i].because);
    json_decref(json);
    kit_finish(&set);
}
END_TEST

START_TEST(json_shows_verdicts_and_values)
{
    struct kit_set set;
    json_t *json, *parts, *match, *test, *elements;

    kit_compile(&set, KIT_RULE("AlertTitle: 'x {a}'\nDetection:\n" LIST));
    json = json_loads(kit_explain(&set,
                                  "{\"n\":\"\\u0001\\\"\",\"v\":[{\"k\":1},2,3,4,5,6]}",
                                  OUNCE_PRINT_JSON),
                      JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(json);
    parts = json_object_get(json, "expressions");
    match = json_object_get(parts, "match");
    ck_assert(json_is_false(json_object_get(match, "holds")));
    test = json_array_get(json_object_get(match, "children"), 1);
    ck_assert_str_eq(json_string_value(json_object_get(test, "expr")), "gt(n, 5)");
    ck_assert_str_eq(json_string_value(json_array_get(json_object_get(test, "saw"), 0)),
                     "\x01\"");
    elements = json_array_get(json_object_get(match, "children"), 2);
    ck_assert(json_is_true(json_object_get(elements, "holds")));
    ck_assert_int_eq(json_integer_value(json_object_get(elements, "count")), 6);
    ck_assert_uint_eq(json_array_size(json_object_get(elements, "elements")), 4);
    ck_assert(json_is_object(json_object_get(parts, "title")));
    json_decref(json);
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match/match_explain");
    TCase *tests = tcase_create("match_explain");

    tcase_add_test(tests, text_shows_verdicts_and_values);
    tcase_add_test(tests, text_tells_what_failed);
    tcase_add_test(tests, text_is_kept_short);
    tcase_add_loop_test(tests, because_is_the_smallest_set_to_change, 0,
                        KIT_LENGTH(sets));
    tcase_add_test(tests, json_shows_verdicts_and_values);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
