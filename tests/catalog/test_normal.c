/* test_normal.c — what a page says of a rule: its condition, line by line.
 *
 * That the lines hold exactly when the rule does, check_conditions.py asks of thousands
 * of generated rules; the table says how they read.
 */
#include "kit_catalog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The lines of a detection. */
static const struct {
    const char *detection, *lines;
} detections[] = {
    {"- {Key: a, Condition: Equals, Value: x}", "condition a eq \"x\"\n"},
    {"- {Key: a, Condition: DoesNotEqual, Value: 1.5}", "condition not (a eq 1.5)\n"},
    {"- {Key: a, Condition: IsIn, Values: [1, 2]}", "condition a in [1, 2]\n"},
    {"- {Key: a, Condition: IsIn, Values: []}", "condition false\n"},
    {"- {Key: a, Condition: IsNotIn, Values: []}", "condition true\n"},
    {"- {Condition: AlwaysTrue}", "condition true\n"},
    {"- {Key: a, Condition: IsNotNull}", "condition a is_not_null\n"},
    {"- {Key: a, Condition: IsNotNullOrEmpty}", "condition a is_not_null\n"},
    {"- {Key: a, Condition: IsNullOrEmpty}", "condition not (a is_not_null)\n"},
    {"- {Key: a, Condition: DoesNotExist}", "condition not (a exists)\n"},
    {"- {Key: a b, Condition: IEquals, Value: X}", "condition [\"a b\"] ieq \"x\"\n"},
    {"- {KeyPath: 'l[*].t', Condition: IDoesNotContain, Values: [A, b]}",
     "condition not (l[*].t icontains [\"a\", \"b\"])\n"},
    {"- {Key: a, Condition: IsIPAddressNotInCIDR, Values: [10.0.0.0/8]}",
     "condition not (a cidr \"10.0.0.0/8\")\n"},
    /* A conjunct a line; inside of one, a negated test has a word of its own. */
    {"- {Key: a, Condition: Exists}\n- Any: [{Key: b, Condition: DoesNotEqual, Value: "
     "1},"
     " {All: [{Key: c, Condition: IsNull}, {Key: d, Condition: DoesNotStartWith, "
     "Value: "
     "x}]}]",
     "condition a exists\n"
     "condition b ne 1 or (c is_null and d not_starts_with \"x\")\n"},
    {"- None: [{Key: a, Condition: IsNotNull}, {Key: b, Condition: DoesNotEqual, "
     "Value: "
     "1}]",
     "condition b eq 1\ncondition not (a is_not_null)\n"},
    {"- Any: [{Key: a, Condition: Equals, Value: 1}, {Key: a, Condition: Equals, "
     "Value: "
     "2}, {Key: a, Condition: IsIn, Values: [2, 3]}]",
     "condition a in [1, 2, 3]\n"},
    {"- {Key: a, Condition: Exists}\n- {Key: a, Condition: Exists}",
     "condition a exists\n"},
    {"- OnlyOne: [{Key: a, Condition: Exists}, {Key: b, Condition: Exists}]",
     "condition (a exists and b not_exists) or (a not_exists and b exists)\n"},
    {"- {Key: a, Condition: AnyElement, Expressions: [{Key: b, Condition: IsNull}, "
     "{Key: "
     "c, Condition: AllElements, Expressions: [{Key: d, Condition: Equals, Value: "
     "1}]}]}",
     "condition a any_element ($1.b is_null and $1.c all_elements ($2.d eq 1))\n"},
    {"- {Condition: Equals, Values: [{Key: a}, {Key: b}]}",
     "condition computed(eq(a, b))\n"},
};

START_TEST(a_detection_reads_as_lines)
{
    struct kit_set set;
    ounce_catalog *catalog;

    kit_compile_detection(&set, detections[_i].detection);
    catalog = kit_catalog(&set);

    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 0, "C"), detections[_i].lines);

    ounce_catalog_free(catalog);
    kit_finish(&set);
}
END_TEST

#define GET(name)     "event.get('" name "')"
#define RETURN(value) "def rule(event):\n    return " value "\n"
#define HEAD                                                                           \
    "AnalysisType: rule\nRuleID: R\nEnabled: true\nSeverity: Low\nLogTypes: [L]\n"     \
    "Filename: r.py\n"

/* The lines of a Python body. */
static const struct {
    const char *body, *lines;
} bodies[] = {
    {RETURN(GET("a") " == 'x'"), "condition a eq \"x\"\n"},
    {RETURN("'x' == " GET("a")), "condition a eq \"x\"\n"},
    {RETURN("bool(" GET("a") ")"), "condition a is_not_null\n"},
    {RETURN("not " GET("a")), "condition not (a is_not_null)\n"},
    {RETURN(GET("a") " is None"), "condition a is_null\n"},
    {RETURN(GET("a") " == None"), "condition a is_null\n"},
    {RETURN(GET("a") " == True"), "condition a in [true, 1]\n"},
    /* What stands in for a missing field. */
    {RETURN("event.get('a', 'x') == 'x'"), "condition a not_exists or a eq \"x\"\n"},
    {RETURN("event.get('a', '') == 'x'"), "condition a eq \"x\"\n"},
    {RETURN("event.deep_get('a', 'b', default='x') != 'x'"),
     "condition not (a.b is_null or a.b eq \"x\")\n"},
    {RETURN("(" GET("a") " or 'x') == 'x'"), "condition a is_null or a eq \"x\"\n"},
    {RETURN("(" GET("a") " or '') == 'y'"), "condition a eq \"y\"\n"},
    {RETURN("(" GET("a") " or {}) in [False]"),
     "condition a is_not_null\ncondition a in [false, 0]\n"},
    /* Checks are left out: they are true, or the rule raises. */
    {RETURN("event['a']['b'] == 'x'"), "condition a.b eq \"x\"\n"},
    {RETURN("event.get('a', {}).get('b', 0) == 5"), "condition a.b eq 5\n"},
    {RETURN("event.get('a', '').startswith(('x', 'y'))"),
     "condition a starts_with [\"x\", \"y\"]\n"},
    {RETURN("(" GET("a") " or '').endswith('x')"), "condition a ends_with \"x\"\n"},
    {RETURN("'x' in event.get('a', '')"), "condition a contains \"x\"\n"},
    {RETURN("'x' not in " GET("a")), "condition not (a contains \"x\")\n"},
    {RETURN(GET("a") ".lower() == 'x'"), "condition a ieq \"x\"\n"},
    {RETURN(GET("a") ".upper() in ['X', 'y']"), "condition a ieq \"x\"\n"},
    {RETURN("'x' in " GET("a") ".lower()"), "condition a icontains \"x\"\n"},
    {RETURN(GET("a") ".lower() == '\xc3\xa9'"),
     "condition computed(eq(method(a, \"lower\"), \"\xc3\xa9\"))\n"},
    /* True and false are numbers, to Python. */
    {RETURN(GET("a") " > 5"), "condition a gt 5\n"},
    {RETURN(GET("a") " > 0"), "condition a gt 0 or a eq true\n"},
    {RETURN(GET("a") " < 5"), "condition not (a gte 5)\n"},
    {RETURN(GET("a") " <= -1"), "condition a lte -1\n"},
    {RETURN(GET("a") " < 1"), "condition computed(less(a, 1))\n"},
    {RETURN("5 <= " GET("a")), "condition a gte 5\n"},
    /* any() and all() */
    {RETURN("any([" GET("a") " == 1, " GET("b") " == 'x'])"),
     "condition a in [1, true] or b eq \"x\"\n"},
    {RETURN("all((" GET("a") ", " GET("b") " == 'x'))"),
     "condition a is_not_null\ncondition b eq \"x\"\n"},
    {RETURN("any(w in event.get('a', '') for w in ('x', 'y'))"),
     "condition a contains [\"x\", \"y\"]\n"},
    {RETURN("all(w in event.get('a', '') for w in ['x', 'y'])"),
     "condition a contains \"x\"\ncondition a contains \"y\"\n"},
    {RETURN("any(x.get('t') == 'x' for x in event.get('l', []))"),
     "condition l any_element ($1.t eq \"x\")\n"},
    {RETURN("all(x == 'x' for x in event.get('l', []))"),
     "condition l not_exists or l all_elements ($1 eq \"x\")\n"},
    /* Names. */
    {"A = 'x'\n" RETURN(GET("a") " == A"), "condition a eq \"x\"\n"},
    {"A = ['x', 'y']\n" RETURN("any(" GET("a") " == w for w in A)"),
     "condition a in [\"x\", \"y\"]\n"},
    {"def rule(event):\n    names = ['x', 'y']\n    v = " GET(
         "a") "\n"
              "    return v in names\n",
     "condition a in [\"x\", \"y\"]\n"},
    {"def rule(event):\n    names = ['x']\n    names.append('y')\n"
     "    return " GET("a") " in names\n",
     NULL},
    {"def rule(event):\n    v = " GET("a") "\n    if " GET(
         "b") " == 'x':\n"
              "        v = 'y'\n    return v == 'z'\n",
     "condition not (b eq \"x\")\ncondition a eq \"z\"\n"},
    {"def rule(event):\n    if " GET(
         "a") " != 'x':\n        return False\n"
              "    if " GET("b") " == 'y':\n        return False\n    return " GET(
                  "c") " == 'z'\n",
     "condition a eq \"x\"\ncondition not (b eq \"y\")\ncondition c eq \"z\"\n"},
    {"A = {'x': 1, 'y': 2}\n" RETURN(GET("a") " in A"),
     "condition a in [\"x\", \"y\"]\n"},
    {"def f(e, k):\n    return e.deep_get('a', k, default='z')\n" RETURN(
         "f(event, 'b') == 'x'"),
     "condition a.b eq \"x\"\n"},
    {"def f(v):\n    return v['b'] == 'x'\n" RETURN("f(" GET("a") ")"),
     "condition a.b eq \"x\"\n"},
    {RETURN(GET("a") ".lower().startswith('x')"), "condition a istarts_with \"x\"\n"},
    {"def rule(event):\n    names = ['x']\n"
     "    return names.append('y') is None and " GET("a") " in names\n",
     NULL},
    {"from fnmatch import fnmatch\n" RETURN("fnmatch(event.get('a', ''), 'x*')"),
     "condition a wildcard \"x*\"\n"},
};

static void compile_python(struct kit_set *set, const char *head, const char *body)
{
    kit_begin(set, 0, NULL);
    kit_add(set, "r.yml", head);
    kit_add(set, "r.py", body);
    kit_end(set);
    ck_assert_ptr_nonnull(set->ruleset);
}

/* NULL: something stays computed, which is all that is promised. */
START_TEST(a_body_reads_as_lines)
{
    struct kit_set set;
    ounce_catalog *catalog;

    compile_python(&set, HEAD, bodies[_i].body);
    catalog = kit_catalog(&set);

    if (bodies[_i].lines != NULL) {
        ck_assert_str_eq(kit_facts(catalog, set.ruleset, 0, "C"), bodies[_i].lines);
    } else {
        ck_assert_uint_gt(ounce_catalog_entry_get(catalog, 0)->opaque_count, 0);
    }

    ounce_catalog_free(catalog);
    kit_finish(&set);
}
END_TEST

static const struct {
    const char *detection, *facts;
} facts[] = {
    {"- None: [{Key: a, Condition: IsNotNull}, {Key: b, Condition: IsIn, Values: [1, "
     "2]}]",
     "exclusion a is_not_null\nexclusion b in 1 2\n"},
    /* What is excluded only together with something else is none. */
    {"- None: [{All: [{Key: a, Condition: Exists}, {Key: b, Condition: Exists}]}]", ""},
    {"- Any: [{Key: a, Condition: Equals, Value: x}, {Key: b, Condition: DoesNotEqual, "
     "Value: y}]",
     "indicator a eq \"x\" 0\n"},
    {"- {Key: a, Condition: AnyElement, Expressions: [{Key: b, Condition: Exists}]}",
     ""},
    {"- {Condition: Equals, Values: [{Key: a}, {Key: b}]}", "opaque eq(a, b)\n"},
};

START_TEST(exclusions_and_indicators)
{
    struct kit_set set;
    ounce_catalog *catalog;

    kit_compile_detection(&set, facts[_i].detection);
    catalog = kit_catalog(&set);

    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 0, "XIP"), facts[_i].facts);

    ounce_catalog_free(catalog);
    kit_finish(&set);
}
END_TEST

#define MODEL                                                                          \
    "AnalysisType: datamodel\nDataModelID: M\nEnabled: true\nLogTypes: [L]\n"          \
    "Mappings: [{Name: ip, Path: src.ip}]\n"

/* The branches of a data model are cut to the rule's log types. */
START_TEST(a_data_model_reads_as_its_field)
{
    struct kit_set set;
    ounce_catalog *catalog;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "m.yml", MODEL);
    kit_add(&set, "r.yml", HEAD);
    kit_add(&set, "r.py", RETURN("event.udm('ip') == 'x'"));
    kit_end(&set);
    catalog = kit_catalog(&set);

    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 0, "C"),
                     "condition src.ip eq \"x\"\n");

    ounce_catalog_free(catalog);
    kit_finish(&set);
}
END_TEST

/* A long text is cut in the line, and whole in `opaque`. */
START_TEST(a_long_text_is_cut_in_its_line)
{
    struct kit_set set;
    ounce_catalog *catalog;
    const ounce_catalog_entry *entry;
    char body[2000] = "def rule(event):\n    return str(event.get('a')) == 'x";

    for (int i = 0; i < 200; i++) {
        strcat(body, "\xc3\xa9");
    }
    strcat(body, "'\n");
    compile_python(&set, HEAD, body);
    catalog = kit_catalog(&set);
    entry = ounce_catalog_entry_get(catalog, 0);

    ck_assert_uint_eq(entry->condition_count, 1);
    ck_assert_uint_lt(entry->condition[0].size, 230);
    ck_assert_ptr_nonnull(strstr(entry->condition[0].data, "\xc3\xa9\xe2\x80\xa6)"));
    ck_assert_uint_gt(entry->opaque[0].size, 400);

    ounce_catalog_free(catalog);
    kit_finish(&set);
}
END_TEST

/* What is large is computed, and takes no time: alternatives, and alternatives again.
 */
START_TEST(what_is_large_is_bounded)
{
    struct kit_set set;
    ounce_catalog *catalog;
    char *text = malloc(1000000);
    size_t size = 0;

    ck_assert_ptr_nonnull(text);
    size += (size_t)sprintf(text, "- Any:\n");
    for (int i = 0; i < 3000; i++) {
        size += (size_t)sprintf(text + size, "  - {Key: f%d, Condition: Exists}\n", i);
    }
    kit_compile_detection(&set, text);
    catalog = kit_catalog(&set);

    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 0, "XI"), "");
    ck_assert_uint_eq(ounce_catalog_entry_get(catalog, 0)->opaque_count, 1);

    free(text);
    ounce_catalog_free(catalog);
    kit_finish(&set);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("catalog/normal");
    TCase *t = tcase_create("lines");

    tcase_set_timeout(t, 120);
    tcase_add_loop_test(t, a_detection_reads_as_lines, 0, KIT_LENGTH(detections));
    tcase_add_loop_test(t, a_body_reads_as_lines, 0, KIT_LENGTH(bodies));
    tcase_add_loop_test(t, exclusions_and_indicators, 0, KIT_LENGTH(facts));
    tcase_add_test(t, a_data_model_reads_as_its_field);
    tcase_add_test(t, a_long_text_is_cut_in_its_line);
    tcase_add_test(t, what_is_large_is_bounded);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return kit_run(suite());
}
