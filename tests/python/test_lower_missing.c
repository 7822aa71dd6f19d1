/* test_lower_missing.c — a warning for each name, and each call of a library function,
 * that is not there.
 */
#include "compile.h"

#include <string.h>

#define FUNCTION(name)                                                                 \
    "warning: " name "() is not supported and raises NotImplementedError "             \
    "[py-unsupported-function]\n"
#define PASSED(name)                                                                   \
    "warning: " name " is not supported and raises NotImplementedError where it is "   \
    "called [py-unsupported-function]\n"
#define AWS(name)                                                                      \
    "warning: " name "() asks an unsupported service, the API of AWS, and raises "     \
    "NotImplementedError; the host can put what it would answer into the event, or "   \
    "into a lookup table that the rule asks with event.lookup() "                      \
    "[py-unsupported-service]\n"
#define ACTIONS(name)                                                                  \
    "warning: " name "() asks an unsupported service, the catalogue of AWS actions, "  \
    "and raises NotImplementedError; the host can put the expanded actions into the "  \
    "resource [py-unsupported-service]\n"

#define NAME(name, guess)                                                              \
    "warning: name '" name "' is defined nowhere and raises NameError" guess           \
    " [py-undefined-name]\n"
#define MEANT(name) "; did you mean '" name "'?"

static const struct {
    const char *python, *expected;
} cases[] = {
    {"def rule(e): return e.get('a') == 1\n", ""},
    {"import pycountry\ndef rule(e):\n    return pycountry.subdivisions.get(e['a']) == "
     "1\n",
     "r.py:3:12: " FUNCTION("pycountry.subdivisions.get")},
    {"import boto3\ndef rule(e): return True\ndef title(e): return "
     "boto3.resource('s3')\n",
     "r.py:3:22: " AWS("boto3.resource")},
    {"from policyuniverse.expander_minimizer import expand_policy\n"
     "def rule(e): return expand_policy(e) == 1\n",
     "r.py:2:21: " ACTIONS("policyuniverse.expander_minimizer.expand_policy")},
    /* each place once, however often it is reached */
    {"import boto3\ndef f(n): return boto3.client(n)\n"
     "def rule(e): return f(1) == f(2) or any(f(x) for x in e.get('l'))\n"
     "def title(e): return f(3)\n",
     "r.py:2:18: " AWS("boto3.client")},
    {"import a\ndef rule(e): return a.b(a.c(1)) == 1\n",
     "r.py:2:21: " FUNCTION("a.b") "r.py:2:25: " FUNCTION("a.c")},
    /* what is not reached is not told of */
    {"import boto3\nCLIENT = boto3.client('x')\n"
     "def unused(e): return boto3.resource('s3')\n"
     "def rule(e): return e.get('a') == 1\n",
     ""},
    /* what is passed on */
    {"import shlex\ndef rule(e): return list(map(shlex.join, e['a'])) == []\n",
     "r.py:2:30: " PASSED("shlex.join")},
    {"from shlex import join\nBY = {'a': join}\ndef f(g): return g([])\n"
     "def rule(e): return f(join) == '' or sorted(e['a'], key=join) == BY\n",
     "r.py:4:23: " PASSED("shlex.join") "r.py:3:18: " FUNCTION(
         "shlex.join") "r.py:4:57: " PASSED("shlex.join") "r.py:2:12: " PASSED("shlex."
                                                                               "join")},
    {"import re, requests\ndef rule(e):\n    try:\n        return isinstance(e, "
     "(requests.Response, re.Scanner))\n    except requests.Timeout:\n        "
     "return re.search('a', 'a', re.I) == re\n",
     ""},
    {"import json, base64\ndef rule(e):\n    raise json.JSONDecodeError('a', 'b', 0)\n",
     ""},
    /* imports inside a function */
    {"def rule(e):\n    import boto3\n    return boto3.client('x') == 1\n",
     "r.py:3:12: " AWS("boto3.client")},
    {"def rule(e):\n    from boto3 import client as c\n    return c('x') == 1\n",
     "r.py:3:12: " AWS("boto3.client")},
    {"def rule(e):\n    if e['a']:\n        import os.path\n    return "
     "os.path.samefile('a', 'b')\n",
     "r.py:4:12: " FUNCTION("os.path.samefile")},
    {"def rule(e):\n    import boto3\n    boto3 = e\n    return boto3.get('x') == 1\n",
     ""},
    {"def rule(e):\n    import json, re\n    return re.match('a', json.dumps(e)) is "
     "None\n",
     ""},
    /* names */
    {"def rule(event): return evnet.get('a') == 1\n",
     "r.py:1:25: " NAME("evnet", MEANT("event"))},
    {"ADMINS = ['a']\ndef rule(e): return e['a'] in ADMIN\n",
     "r.py:2:31: " NAME("ADMIN", MEANT("ADMINS"))},
    {"def rule(e):\n    total = 1\n    return len(e['a']) > totl\n",
     "r.py:3:26: " NAME("totl", MEANT("total"))},
    {"def rule(e): return q7(e) or q7(e)\n",
     "r.py:1:21: " NAME("q7", "") "r.py:1:30: " NAME("q7", "")},
    {"def rule(e): raise OwnError('x')\n", "r.py:1:20: " NAME("OwnError", "")},
    {"def f(x): return x + y9\ndef rule(e): return True\ndef title(e): return f('a') + "
     "f('b')\n",
     "r.py:1:22: " NAME("y9", "")},
    {"def unused(e): return nowhere\ndef rule(e): return True\n", ""},
    {"def rule(e):\n    del e\n    return e == 1\n", ""},
    {"def rule(e):\n    if e['a']:\n        x = 1\n    return x == 1\n", ""},
    {"def rule(e):\n    global LATER\n    LATER = 1\n    return True\n"
     "def title(e): return str(LATER)\n",
     ""},
    {"from elsewhere import *\ndef rule(e): return e['a'] == ANY\n", ""},
    {"def rule(e):\n    try:\n        return e['a']\n    except (KeyboardInterrupt, "
     "UserWarning):\n        return __doc__ == __file__ or exit is quit\n",
     ""},
    {"class A:\n    one = 1\n    two = one + 1\n    def m(self): return A.two\n"
     "def rule(e): return A().m() == [x for x in [2] if x][0]\n",
     ""},
    /* a rule that does not load is told of its mistake alone */
    {"import boto3\ndef rule(e):\n    boto3.client('x')\n    yield e\n",
     "r.py:4:5: error: Python feature 'yield' is not supported [py-unsupported]\n"},
};

START_TEST(calls_are_told_of)
{
    struct kit_set set;

    kit_begin(&set, OUNCE_COMPILE_PARTIAL, NULL);
    kit_add(&set, "r.yml", KIT_RULE("Filename: r.py"));
    kit_add(&set, "r.py", cases[_i].python);
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_OK);
    ck_assert_str_eq(kit_diagnostics(&set, true), cases[_i].expected);
    kit_finish(&set);
}
END_TEST

#define HELPER "AnalysisType: global\nGlobalID: helper\nFilename: helper.py\n"

/* In a helper the rules that reach it are told of, and each derived rule is silent. */
START_TEST(only_who_reaches_it_is_told)
{
    ounce_diagnostic found;
    struct kit_set set;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "helper.yml", HELPER);
    kit_add(
        &set, "helper.py",
        "import requests\ndef ask(x): return requests.get(x)\ndef two(): return 2\n");
    kit_add(&set, "r.yml", KIT_RULE("Filename: r.py"));
    kit_add(&set, "r.py", "import helper\ndef rule(e): return helper.ask(1) == 1\n");
    kit_add(&set, "s.yml",
            "AnalysisType: rule\nRuleID: S\nEnabled: true\nSeverity: Low\n"
            "LogTypes: [L]\nFilename: s.py\n");
    kit_add(&set, "s.py", "import helper\ndef rule(e): return helper.two() == 1\n");
    kit_add(&set, "t.yml",
            "AnalysisType: rule\nRuleID: T\nBaseDetection: R\nSeverity: Low\n");
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_OK);
    ck_assert_uint_eq(ounce_compiler_count(set.compiler, OUNCE_LEVEL_WARNING), 1);
    ck_assert(ounce_compiler_diagnostic(set.compiler, 0, &found));
    ck_assert_uint_eq(found.rule_id.size, 1);
    ck_assert_int_eq(found.rule_id.data[0], 'R');
    ck_assert_uint_eq(found.line, 2);
    ck_assert_uint_eq(found.column, 20);
    ck_assert(
        strncmp(found.message.data, "requests.get(), which R reaches, asks ", 38) == 0);
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("python/lower_missing");
    TCase *tests = tcase_create("lower_missing");

    tcase_add_loop_test(tests, calls_are_told_of, 0, KIT_LENGTH(cases));
    tcase_add_test(tests, only_who_reaches_it_is_told);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
