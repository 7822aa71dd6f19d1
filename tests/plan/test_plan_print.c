/* test_plan_print.c — a compiled rule as a tree, as JSON and as IR text. */
#include "compile.h"

#include <jansson.h>
#include <string.h>

#define RULE                                                                           \
    "RuleID: Acme.Rule\nAnalysisType: rule\nEnabled: true\nSeverity: High\n"           \
    "LogTypes: [A, B]\nAlertTitle: 'in {region}'\nGroupBy: [{Key: user}]\n"            \
    "Detection:\n"                                                                     \
    "  - {KeyPath: event.name, Condition: IsIn, Values: [x, y]}\n"                     \
    "  - None: [{Key: a, Condition: Exists}]\n"                                        \
    "  - {Key: v, Condition: AnyElement, Expressions: [{Key: k, Condition: "           \
    "IsNotNull}]}\n"

START_TEST(text_is_a_tree)
{
    struct kit_set set;

    kit_compile(&set, RULE);
    ck_assert_str_eq(kit_print(&set, 0, OUNCE_PRINT_TEXT),
                     "Acme.Rule  High  A, B\n"
                     "tried when event.name is \"x\" or \"y\"\n"
                     "match\n"
                     "  all\n"
                     "    in(event.name, [\"x\", \"y\"])\n"
                     "    none\n"
                     "      exists(a)\n"
                     "    any_element(v)\n"
                     "      not(is_null($1.k))\n"
                     "title\n"
                     "  text(\"in \", region)\n"
                     "dedup\n"
                     "  key(user)\n");
    kit_finish(&set);
}
END_TEST

START_TEST(a_disabled_rule_says_so)
{
    struct kit_set set;

    kit_compile(&set, "RuleID: R\nAnalysisType: rule\nEnabled: false\nSeverity: Info\n"
                      "LogTypes: []" KIT_ALWAYS);
    ck_assert_str_eq(kit_print(&set, 0, OUNCE_PRINT_TEXT),
                     "R  Info  (disabled)\n"
                     "tried on every event of its log types: it has no guard\n"
                     "match\n  true\n");
    kit_finish(&set);
}
END_TEST

START_TEST(ir_is_one_line_a_part)
{
    struct kit_set set;

    kit_compile(&set, RULE);
    ck_assert_str_eq(kit_print(&set, 0, OUNCE_PRINT_IR),
                     "match = all(in(event.name, [\"x\", \"y\"]), none(exists(a)), "
                     "any_element(v, not(is_null($1.k))))\n"
                     "title = text(\"in \", region)\n"
                     "dedup = key(user)\n");
    kit_finish(&set);
}
END_TEST

START_TEST(json_is_an_object)
{
    struct kit_set set;
    json_t *json, *parts;

    kit_compile(&set, RULE);
    json =
        json_loads(kit_print(&set, 0, OUNCE_PRINT_JSON), JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(json);
    ck_assert_str_eq(json_string_value(json_object_get(json, "rule_id")), "Acme.Rule");
    ck_assert_str_eq(json_string_value(json_object_get(json, "severity")), "High");
    ck_assert(json_is_true(json_object_get(json, "enabled")));
    ck_assert_uint_eq(json_array_size(json_object_get(json, "log_types")), 2);
    ck_assert_uint_eq(json_array_size(json_object_get(json, "guard")), 1);
    parts = json_object_get(json, "expressions");
    ck_assert(json_is_null(json_object_get(parts, "context")));
    ck_assert(json_is_object(json_object_get(parts, "title")));
    ck_assert_uint_eq(
        json_array_size(json_object_get(json_object_get(parts, "match"), "children")),
        3);
    json_decref(json);
    kit_finish(&set);
}
END_TEST

static const struct {
    const char *list;
    const char *guard; /* in the JSON */
} guards[] = {
    {"- {Key: a, Condition: Exists}", ",\"guard\":null,"},
    {"- {Condition: AlwaysFalse}", ",\"guard\":[],"},
    {"- {Key: a, Condition: IsIn, Values: [1, 2]}",
     ",\"guard\":[{\"field\":\"a\",\"values\":[1,2]}],"},
    {"- Any: [{Key: a, Condition: Equals, Value: x}, {Key: b.c, Condition: Equals, "
     "Value: "
     "y}]",
     ",\"guard\":[{\"field\":\"a\",\"values\":[\"x\"]},{\"field\":\"[\\\"b.c\\\"]\","
     "\"values\":[\"y\"]}],"},
};

START_TEST(a_guard_is_json_as_well)
{
    struct kit_set set;
    json_t *json;

    kit_compile_detection(&set, guards[_i].list);
    ck_assert_msg(strstr(kit_print(&set, 0, OUNCE_PRINT_JSON), guards[_i].guard) !=
                      NULL,
                  "%s", kit_print(&set, 0, OUNCE_PRINT_JSON));
    json =
        json_loads(kit_print(&set, 0, OUNCE_PRINT_JSON), JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(json);
    json_decref(json);
    kit_finish(&set);
}
END_TEST

/* A helper's part is in the helper's file; what nobody wrote has no place. */
START_TEST(what_python_says_has_its_place)
{
    static const char expected[] = "R  Low  L\n"
                                   "tried when b is \"y\"\n"
                                   "match\n"
                                   "  all  [r.py:4]\n"
                                   "    eq(b, \"y\")  [r.py:4]\n"
                                   "    not  [r.py:4]\n"
                                   "      any  [h.py:2]\n"
                                   "        eq(a, \"x\")  [h.py:2]\n"
                                   "        is_null(c)  [h.py:2]\n";
    struct kit_set set;
    json_t *json, *node;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "in/r.py",
            "from h import is_x\n\ndef rule(event):\n"
            "    return event.get('b') == 'y' and not is_x(event)\n");
    kit_add(&set, "in/h.py",
            "def is_x(event):\n    return event.get('a') == 'x' or event.get('c') is "
            "None\n");
    kit_add(&set, "in/h.yml", "AnalysisType: global\nGlobalID: h\nFilename: h.py\n");
    kit_add(&set, "in/r.yml", KIT_RULE("Filename: r.py"));
    kit_end(&set);
    ck_assert_str_eq(kit_print(&set, 0, OUNCE_PRINT_TEXT), expected);
    json =
        json_loads(kit_print(&set, 0, OUNCE_PRINT_JSON), JSON_REJECT_DUPLICATES, NULL);
    node = json_object_get(json_object_get(json, "expressions"), "match");
    node = json_array_get(json_object_get(node, "children"), 0);
    ck_assert_str_eq(json_string_value(json_object_get(node, "file")), "in/r.py");
    ck_assert_int_eq(json_integer_value(json_object_get(node, "line")), 4);
    ck_assert_int_eq(json_integer_value(json_object_get(node, "column")), 12);
    json_decref(json);
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plan/plan_print");
    TCase *tests = tcase_create("plan_print");

    tcase_add_test(tests, text_is_a_tree);
    tcase_add_test(tests, a_disabled_rule_says_so);
    tcase_add_test(tests, ir_is_one_line_a_part);
    tcase_add_test(tests, json_is_an_object);
    tcase_add_loop_test(tests, a_guard_is_json_as_well, 0, KIT_LENGTH(guards));
    tcase_add_test(tests, what_python_says_has_its_place);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
