/* test_plan_coverage.c — which rules are predicates, guarded, and lack a function. */
#include "compile.h"

#include <string.h>

static const struct {
    const char *python;
    uint32_t pure, guarded;
    const char *missing;
} cases[] = {
    {"def rule(e): return e.get('a') == 1\n", 1, 1, ""},
    {"def rule(e): return e.get('a') != 1\n", 1, 0, ""},
    {"def rule(e): return e.get('a') == 1 and e.get('b').lower() == 'x'\n", 0, 1, ""},
    {"def rule(e):\n    n = 0\n    for x in e.get('l'):\n        n += x\n"
     "    return n > 3\n",
     0, 0, ""},
    /* functions of libraries, wherever they are called */
    {"import boto3\ndef rule(e): return boto3.resource('s3') == e.get('a')\n", 0, 0,
     "boto3.resource"},
    {"import boto3\ndef rule(e): return e.get('a') == 1\n"
     "def title(e): return boto3.resource('s3')\n",
     1, 1, "boto3.resource"},
    {"import boto3\ndef unused(e): return boto3.resource('s3')\n"
     "def rule(e): return e.get('a') == 1\n",
     1, 1, ""},
    {"import boto3\ndef f(n):\n    while n:\n        n = boto3.resource(n)\n"
     "    return n\ndef rule(e): return f(e.get('a')) == 1\n",
     0, 0, "boto3.resource"},
    {"import boto3\ndef f(n): return g(n - 1) if n else 1\n"
     "def g(n): return f(n - 1) if n else boto3.client('x')\n"
     "def rule(e): return f(e.get('a')) == 1\n",
     0, 0, "boto3.client"},
    /* what can be called, though it is no function */
    {"import json\ndef rule(e):\n    raise json.JSONDecodeError('a', 'b', 0)\n", 0, 0,
     ""},
    {"class A(Exception):\n    pass\ndef rule(e):\n    raise A('x')\n", 0, 0, ""},
    {"import base64\ndef rule(e): return base64.b64decode(e.get('a')) == b'x'\n", 0, 0,
     ""},
};

static void compile(struct kit_set *set, const char *python)
{
    kit_begin(set, 0, NULL);
    kit_add(set, "r.yml", KIT_RULE("Filename: r.py"));
    kit_add(set, "r.py", python);
    kit_end(set);
    ck_assert_msg(set->status == OUNCE_OK, "%s", set->err.message);
}

START_TEST(what_can_be_made_of_a_rule)
{
    struct kit_set set;
    ounce_coverage got;

    compile(&set, cases[_i].python);
    ck_assert_int_eq(ounce_ruleset_coverage(set.ruleset, &got, 1, NULL), OUNCE_OK);
    ck_assert_msg(got.pure == cases[_i].pure, "pure: %s", cases[_i].python);
    ck_assert_msg(got.guarded == cases[_i].guarded, "guarded: %s", cases[_i].python);
    ck_assert_uint_eq(got.missing.size, strlen(cases[_i].missing));
    ck_assert_msg(memcmp(got.missing.data, cases[_i].missing, got.missing.size) == 0,
                  "%s", cases[_i].python);
    kit_finish(&set);
}
END_TEST

START_TEST(room_may_lack)
{
    struct kit_set set;
    ounce_error err = OUNCE_ERROR_INIT;

    compile(&set, cases[0].python);
    ck_assert_int_eq(ounce_ruleset_coverage(set.ruleset, NULL, 0, &err),
                     OUNCE_ERR_SPACE);
    ck_assert_str_eq(err.message, "1 rules, and there is room for 0");
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plan/plan_coverage");
    TCase *tests = tcase_create("plan_coverage");

    tcase_add_loop_test(tests, what_can_be_made_of_a_rule, 0, KIT_LENGTH(cases));
    tcase_add_test(tests, room_may_lack);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
