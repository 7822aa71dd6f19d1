/* test_lower_form.c — what rules in Python become: predicates, where they can be. */
#include "compile.h"

struct form {
    const char *python, *expected;
};

static void check_file(const struct form *form, const char *yaml, uint32_t flags)
{
    struct kit_set set;

    kit_begin(&set, flags, NULL);
    kit_add(&set, "r.yml", yaml);
    kit_add(&set, "r.py", form->python);
    kit_end(&set);
    ck_assert_msg(set.status == OUNCE_OK, "%s", kit_diagnostics(&set, true));
    ck_assert_str_eq(kit_ir(&set), form->expected);
    kit_finish(&set);
}

static void check(const struct form *form)
{
    check_file(form, KIT_RULE("Filename: r.py"), 0);
}

/* ---- functions inside ---- */

static const struct form inner[] = {
    /* names that no function inside reads are bound in place */
    {"def rule(e):\n"
     "    a = e.get('a')\n"
     "    f = lambda p: p.get('x', {})\n"
     "    if a != 1:\n"
     "        return False\n"
     "    return e.get('b') == 2\n",
     "all(in(a, [1, true]), eq(b, 2))"},
    {"def rule(e):\n"
     "    p = e.get('a')\n"
     "    return p == 2 and sorted(e.get('l'), key=lambda p: -p) == 1\n",
     "all(eq(a, 2), in(apply(native(\"sorted\"), l, named(\"key\", function(0))), [1, "
     "true]))"},
    /* those that one reads have a slot */
    {"def rule(e):\n"
     "    a = e.get('a')\n"
     "    b = e.get('b')\n"
     "    f = lambda: a\n"
     "    return b == 2\n",
     "sequence(set_local(0, a), eq(b, 2))"},
};

/* ---- dicts of constants ---- */

#define NAMES "D = {'A': 'x', 'B': 'y', 'C': 'x'}\n"

static const struct form lookups[] = {
    /* the values that are equal share a predicate, and what is asked is asked of it */
    {NAMES "def rule(e):\n    return D.get(e.get('k')) == 'x'\n",
     "all(is_hashable(k), in(k, [\"A\", \"C\"]))"},
    {NAMES "def rule(e):\n"
           "    found = D.get(e.get('k'))\n"
           "    if not found:\n"
           "        return False\n"
           "    return e.get(found) == 1\n",
     "all(is_hashable(k), in(k, [\"A\", \"C\", \"B\"]), in(method(event(), \"get\", "
     "if(in(k, [\"A\", \"C\"]), \"x\", if(eq(k, \"B\"), \"y\", null))), [1, true]))"},
    {NAMES "def rule(e):\n    return D.get(e.get('k')) is None\n",
     "all(is_hashable(k), not(in(k, [\"A\", \"C\"])), not(eq(k, \"B\")))"},
    {NAMES "def rule(e):\n    return D['B'] == e.get('k')\n", "eq(k, \"y\")"},
    {"def rule(e):\n"
     "    d = {'A': lambda p: p.get('x'), 'B': lambda p: p.get('y')}\n"
     "    f = d.get(e.get('k', ''))\n"
     "    if f is None:\n"
     "        return False\n"
     "    return f(e) == 2\n",
     "all(is_hashable(default(k, \"\")), not(all(not(eq(k, \"A\")), not(eq(k, "
     "\"B\")))), "
     "eq(apply(if(eq(k, \"A\"), function(0), if(eq(k, \"B\"), function(1), null)), "
     "event()), 2))"},
    {"def rule(e):\n"
     "    d = {'A': ('x', 'y'), 'B': ('z',)}\n"
     "    return e.get('v') in d.get(e.get('k'), ())\n",
     "all(is_hashable(k), if(eq(k, \"A\"), in(v, [\"x\", \"y\"]), all(eq(k, \"B\"), "
     "eq(v, \"z\"))))"},
    /* of equal keys the last one counts */
    {"D = {1: 'x', True: 'y'}\ndef rule(e):\n    return D.get(e.get('k')) == 'y'\n",
     "all(is_hashable(k), in(k, [true, 1]))"},
    /* who goes by the dict itself gets it */
    {NAMES "def rule(e):\n"
           "    D['A'] = 'z'\n"
           "    return D.get(e.get('k')) == 'x'\n",
     "boolean(block(sequence(set_item(global(0, dict(\"A\", \"x\", \"B\", \"y\", "
     "\"C\", \"x\")), \"A\", \"z\"), return(eq(method(global(0, dict(\"A\", \"x\", "
     "\"B\", \"y\", \"C\", \"x\")), \"get\", k), \"x\")))))"},
    {"def rule(e):\n"
     "    d = {'A': 1, 'B': 2}\n"
     "    return len(d) == e.get('n') and d.get('A') == e.get('k')\n",
     "sequence(set_local(0, dict(\"A\", 1, \"B\", 2)), "
     "all(equal(apply(native(\"len\"), "
     "known(0)), n), equal(method(known(0), \"get\", \"A\"), k)))"},
    /* a value that may raise is evaluated where the dict stands */
    {"def rule(e):\n    d = {'A': e['x']}\n    return d.get('A') == 'y'\n",
     "sequence(set_local(0, dict(\"A\", sequence(has_key(x, \"x\"), x))), "
     "eq(method(known(0), \"get\", \"A\"), \"y\"))"},
};

START_TEST(lookups_choose)
{
    check(&lookups[_i]);
}
END_TEST

/* ---- a check, then the value ---- */

static const struct form checked[] = {
    {"def rule(e):\n"
     "    x = e.get('a', {}).get('b')\n"
     "    return x == 'c' or x == 'd'\n",
     "all(is_mapping(default(a, dict()), \"get\"), any(eq(a.b, \"c\"), eq(a.b, "
     "\"d\")))"},
    /* a dict that is only looked into is not needed itself */
    {"def rule(e):\n"
     "    x = e.get('a', {})\n"
     "    if not x:\n"
     "        return False\n"
     "    return x.get('b') == 'c'\n",
     "all(not(not(default(a, dict()))), is_mapping(default(a, dict()), \"get\"), "
     "eq(a.b, \"c\"))"},
    {"def rule(e):\n"
     "    x = e.deep_get('a', 'b', default={})\n"
     "    return x.get('c', '') == 'd'\n",
     "all(is_mapping(first(a.b, dict()), \"get\"), eq(a.b.c, \"d\"))"},
    {"def rule(e):\n"
     "    y = e.get('a', {})\n"
     "    y['b'] = 'c'\n"
     "    return y.get('b') == 'c'\n",
     "sequence(set_local(0, default(a, dict())), "
     "boolean(block(sequence(set_item(known(0), "
     "\"b\", \"c\"), return(eq(method(known(0), \"get\", \"b\"), \"c\"))))))"},
};

START_TEST(a_checked_value_is_bound_in_place)
{
    check(&checked[_i]);
}
END_TEST

/* ---- what is done for mocks ---- */

#define MOCK "from unittest.mock import MagicMock\nimport json\n"
#define WHEN_MOCKED                                                                    \
    "    global N\n    if isinstance(N, MagicMock):\n        N = json.loads(N())\n"

static const struct form mocks[] = {
    {MOCK "N = ['x', 'y']\ndef rule(e):\n" WHEN_MOCKED "    return e.get('a') in N\n",
     "in(a, [\"x\", \"y\"])"},
    {MOCK "N = []\ndef rule(e):\n" WHEN_MOCKED "    for n in N:\n"
          "        if e.get('a') == n:\n"
          "            return False\n"
          "    return e.get('b') == 'c'\n",
     "eq(b, \"c\")"},
    {MOCK "N = 'x'\ndef rule(e):\n" WHEN_MOCKED "    return e.get('a') == N\n",
     "eq(a, \"x\")"},
    /* a change elsewhere is one */
    {MOCK "N = []\ndef rule(e):\n" WHEN_MOCKED "    N = 3\n    return N == 3\n",
     "sequence(set_global(0, 3), eq(global(0, list()), 3))"},
    {MOCK "N = ['x']\ndef other(N):\n    N.append(1)\ndef rule(e):\n" WHEN_MOCKED
          "    return e.get('a') in N\n",
     "inside(a, global(0, list(\"x\")))"},
    /* the name is that of something else, somewhere */
    {MOCK "N = ['x']\ndef other(MagicMock):\n    return 1\ndef rule(e):\n" WHEN_MOCKED
          "    return e.get('a') in N\n",
     "inside(a, global(0, list(\"x\")))"},
    {MOCK "N = 'x'\ndef isinstance(a, b):\n    return True\ndef rule(e):\n" WHEN_MOCKED
          "    return e.get('a') == N\n",
     "if(sequence(set_local(0, global(0, \"x\")), true), sequence(set_global(0, "
     "apply(native(\"json.loads\"), apply(global(0, \"x\")))), equal(a, global(0, "
     "\"x\"))), equal(a, global(0, \"x\")))"},
};

START_TEST(no_mocks_are_there)
{
    check(&mocks[_i]);
}
END_TEST

static const struct form mocked = {
    MOCK "N = ['x']\ndef rule(e):\n" WHEN_MOCKED "    return e.get('a') in N\n",
    "if(is_a(global(0, mock(\"N\", list(\"x\"))), "
    "native(\"unittest.mock.MagicMock\")), sequence(set_global(0, "
    "apply(native(\"json.loads\"), apply(global(0, mock(\"N\", list(\"x\")))))), "
    "inside(a, global(0, mock(\"N\", list(\"x\"))))), inside(a, global(0, "
    "mock(\"N\", list(\"x\")))))"};

START_TEST(tests_may_mock)
{
    const char *yaml = KIT_RULE("Filename: r.py\n"
                                "Tests:\n"
                                "  - Name: t\n"
                                "    ExpectedResult: true\n"
                                "    Mocks: [{objectName: N, returnValue: '[]'}]\n"
                                "    Log: {a: b}\n");

    check_file(&mocks[0], yaml, 0);
    check_file(&mocked, yaml, OUNCE_COMPILE_KEEP_TESTS);
}
END_TEST

START_TEST(functions_inside)
{
    check(&inner[_i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("python/lower_form");
    TCase *tests = tcase_create("lower_form");

    tcase_add_loop_test(tests, functions_inside, 0, KIT_LENGTH(inner));
    tcase_add_loop_test(tests, lookups_choose, 0, KIT_LENGTH(lookups));
    tcase_add_loop_test(tests, a_checked_value_is_bound_in_place, 0,
                        KIT_LENGTH(checked));
    tcase_add_loop_test(tests, no_mocks_are_there, 0, KIT_LENGTH(mocks));
    tcase_add_test(tests, tests_may_mock);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
