/* test_plan_shape.c — rules in Python to guards, and that these lose no verdict: a rule
 * that is judged alone matches or raises as it does among the candidates.
 */
#include "compile.h"

#include <stdio.h>
#include <string.h>

#define ALWAYS_TRIED "tried on every event of its log types: it has no guard"
#define NAME_IS_X    "tried when name is \"x\""

static const struct {
    const char *body, *guard;
} cases[] = {
    /* clang-format off */
    /* negations */
    {"    if e.get('error', '') or e.get('name') != 'x':\n        return False\n    return e.get('b') == e.get('a')\n", NAME_IS_X},
    {"    if e.get('error'):\n        return False\n    if e.get('name') == 'x':\n        return True\n    return False\n", NAME_IS_X},
    {"    return not (e.get('a') or e.get('name') != 'x')\n", NAME_IS_X},
    {"    return e.get('name') != 'x'\n", ALWAYS_TRIED},
    /* branches */
    {"    if e.get('name') == 'x':\n        return bool(e.get('a'))\n    return e.get('name') in ('y', 'z')\n",
     "tried when name is \"x\" or \"y\" or \"z\""},
    {"    return e.get('a') == 'x' if e.get('b') else e.get('c') == 'y'\n",
     "tried when a is \"x\" or c is \"y\""},
    {"    return e.get('b') == 'x' if e.get('b') else bool(e.get('c'))\n",
     "tried when b is \"x\" or c is there"},
    /* checks of members do not end the search, other exceptions do */
    {"    return e.get('a', '').startswith('A') and e.get('name') == 'x'\n", NAME_IS_X},
    {"    return not e.deep_get('a', 'b', default='').endswith('B') and e.get('name') == 'x'\n", NAME_IS_X},
    {"    return e.get('a', 1).startswith('A') and e.get('name') == 'x'\n", NAME_IS_X},
    {"    return e['a'] != 7 and e.get('name') == 'x'\n", NAME_IS_X},
    {"    return e.get('a').get('b') != 7 and e.get('name') == 'x'\n", NAME_IS_X},
    {"    return e.get('a') < 3 and e.get('name') == 'x'\n", ALWAYS_TRIED},
    /* steps */
    {"    n = {}\n    if e.get('name') != 'x':\n        return False\n    for c in e.get('a'):\n        n[c] = 1\n    return len(n) > 1\n", NAME_IS_X},
    {"    n = [e.get('a'), 1]\n    return e.get('name') == 'x' and e.get('a') in n\n", NAME_IS_X},
    {"    n = 0\n    while n < 3:\n        n += 1\n    return e.get('name') == 'x'\n", ALWAYS_TRIED},
    /* constants by their names, and what is written is none */
    {"    return e.get('name') == WANTED\n", NAME_IS_X},
    {"    return deep(e) == WANTED\n", NAME_IS_X},
    {"    global WRITTEN\n    WRITTEN = e.get('a')\n    return e.get('name') == WRITTEN\n", ALWAYS_TRIED},
    /* a member that must be there */
    {"    return bool(e.get('a'))\n", "tried when a is there"},
    {"    return bool(e.get('a', 0) or e.get('b', ''))\n", "tried when a is there or b is there"},
    {"    return bool(e.get('a', 1) or e.get('b', ''))\n", ALWAYS_TRIED},
    /* beginnings and ends, where nothing else is to be had */
    {"    return e.get('a', '').startswith('A')\n", "tried when a starts with \"A\""},
    {"    return e.get('a', 'Ab').startswith('A')\n", ALWAYS_TRIED},
    {"    return e.deep_get('a', 'b', default='').endswith('B')\n", "tried when a.b ends with \"B\""},
    /* what a name stands for, as long as that is one value */
    {"    n = e.get('a').get('b')\n    return n != 7 and e.get('name') == 'x'\n", NAME_IS_X},
    {"    a = [1]\n    a.append(2)\n    n = e.get('name')\n    return n == 'x'\n", ALWAYS_TRIED},
    {"    n = look(e)\n    if not n:\n        return False\n    return 7 in n\n", "tried when a is there"},
    {"    n = look(e)\n    n = e.get('b')\n    if not n:\n        return False\n    return 7 in n\n", "tried when b is there or a is there"},
    /* a container that others change is not empty because it was */
    {"    n = e.get('a', [])\n    if e.get('name') == 'x':\n        n.append(1)\n    return bool(n)\n",
     "tried when name is \"x\" or a is there"},
    {"    n = []\n    for c in e.get('a') or []:\n        n.append(c)\n    return bool(n)\n", "tried when a is there"},
    {"    for c in e.get('a') or []:\n        t = c\n        if e.get('name') == 'x' and t:\n            return True\n    return False\n", NAME_IS_X},
    /* several values */
    {"    n = e.get('b')\n    if e.get('name') == 'x':\n        n = e.get('a')\n    for c in [1]:\n        pass\n    return bool(n)\n",
     "tried when name is \"x\" or b is there"},
    {"    n = e.get('b')\n    for c in [1]:\n        if e.get('name') == 'x':\n            n = e.get('a')\n    return bool(n)\n",
     ALWAYS_TRIED},
    /* a handler runs when the body raises */
    {"    try:\n        if e.get('name') == 'x':\n            int('a')\n    except ValueError:\n        return True\n    return False\n",
     NAME_IS_X},
    {"    n = e.get('a', [])\n    fill(n)\n    return bool(n)\n", ALWAYS_TRIED},
    {"    n = e.get('a', {})\n    for k in n.keys():\n        if n.get(k) == 7:\n            return True\n    return False\n",
     "tried when a is there"},
    {"    n = e.get('a', {})\n    fill(n)\n    for k in n.keys():\n        if n.get(k) == 7:\n            return True\n    return False\n",
     ALWAYS_TRIED},
    /* loops, functions, exceptions */
    {"    for c in e.get('a', []):\n        if len(c) > e.get('b'):\n            return True\n    return False\n",
     "tried when a is there"},
    {"    t = 0\n    for c in e.get('a', []):\n        t += len(c)\n        if e.get('name') == 'x':\n            return t > 1\n    return False\n",
     "tried when name is \"x\" or a is there"},
    {"    try:\n        n = int(e.get('a'))\n    except ValueError:\n        n = 0\n    return e.get('name') == 'x'\n", ALWAYS_TRIED},
    {"    if e.get('name') != 'x':\n        return False\n    try:\n        n = int(e.get('a'))\n    except ValueError:\n        n = 0\n    return n < 7\n",
     NAME_IS_X},
    {"    try:\n        ip_address(e.get('a'))\n    except ValueError:\n        return False\n    return e.get('name') == 'x'\n", NAME_IS_X},
    {"    try:\n        ip_address(e.get('a'))\n    except ValueError:\n        return e.get('b') == 7\n    return e.get('name') == 'x'\n",
     "tried when b is 7 or name is \"x\""},
    {"    try:\n        ip_address(e.get('a'))\n    except KeyError:\n        return False\n    return e.get('name') == 'x'\n", ALWAYS_TRIED},
    {"    return again(e, 3) and e.get('name') == 'x'\n", ALWAYS_TRIED},
    {"    return all([e.get('name') == 'x', e.get('a') != 7])\n", NAME_IS_X},
    {"    return any([e.get('name') == 'x', e.get('a') == 7])\n", "tried when name is \"x\" or a is 7"},
    {"    return all([e.get('name') == 'x', e.get('a') < 7])\n", ALWAYS_TRIED},
    /* a verdict must be one */
    {"    return e.get('name') == 'x' and e.get('a')\n", NAME_IS_X},
    {"    return e.get('a') and e.get('name') == 'x'\n", ALWAYS_TRIED},
    /* clang-format on */
};

static const char *const names[] = {"x", "y", "z"};
static const char *const members[] = {"null",           "7",   "\"\"",   "\"A\"",
                                      "\"x\"",          "[]",  "[1, 2]", "{\"b\": 7}",
                                      "{\"b\": \"B\"}", "true"};

static void compile(struct kit_set *set, const char *body)
{
    char python[1024];

    snprintf(python, sizeof python,
             "from ipaddress import ip_address\nWANTED = 'x'\nWRITTEN = 'x'\n"
             "def look(e):\n    for k in e.get('a', {}).keys():\n"
             "        if k.startswith('a'):\n            return k\n"
             "        if k == 'b':\n            return [7]\n    return None\n"
             "def fill(n):\n    n.append(1)\n"
             "def again(e, n):\n    return n < 1 or again(e, n - 1)\n"
             "def deep(e):\n    if e.get('error'):\n        return 'z'\n"
             "    return e.get('name')\n"
             "def rule(e):\n%s",
             body);
    kit_begin(set, 0, NULL);
    kit_add(set, "r.yml", KIT_RULE("Filename: r.py"));
    kit_add(set, "r.py", python);
    kit_end(set);
    ck_assert_msg(set->status == OUNCE_OK, "%s", set->err.message);
}

START_TEST(a_guard_is_told)
{
    struct kit_set set;

    compile(&set, cases[_i].body);
    ck_assert_msg(strcmp(kit_guard(&set), cases[_i].guard) == 0, "%s%s", cases[_i].body,
                  kit_guard(&set));
    kit_finish(&set);
}
END_TEST

/* ---- with and without the index ---- */

enum verdict { SILENT, MATCHED, RAISED };

static ounce_control note_match(void *user, ounce_match *match)
{
    (void)match;
    *(enum verdict *)user = MATCHED;
    return OUNCE_CONTINUE;
}

static void note_error(void *user, const ounce_event *event, uint32_t rule,
                       uint32_t reason)
{
    (void)event;
    (void)rule;
    (void)reason;
    *(enum verdict *)user = RAISED;
}

static enum verdict judge(struct kit_set *set, const char *text, bool alone)
{
    enum verdict verdict = SILENT;
    ounce_event event;

    ounce_matcher_on_unevaluated(set->matcher, note_error, &verdict);
    ounce_event_init_json(&event, text, strlen(text));
    if (alone) {
        if (ounce_matcher_run_rule(set->matcher, 0, &event, note_match, &verdict,
                                   NULL) != OUNCE_OK) {
            verdict = RAISED;
        }
    } else {
        ck_assert_int_eq(
            ounce_matcher_run(set->matcher, &event, note_match, &verdict, NULL),
            OUNCE_OK);
    }
    return verdict;
}

static void check(struct kit_set *set, const char *body, const char *text)
{
    ck_assert_msg(judge(set, text, true) == judge(set, text, false), "%s%s", body,
                  text);
}

START_TEST(no_verdict_is_lost)
{
    struct kit_set set;
    char text[256];

    compile(&set, cases[_i].body);
    for (size_t n = 0; n < KIT_LENGTH(names); n++) {
        for (size_t a = 0; a <= KIT_LENGTH(members); a++) {
            for (size_t b = 0; b < KIT_LENGTH(members); b++) {
                snprintf(text, sizeof text,
                         "{\"name\": \"%s\", \"b\": %s, \"c\": \"y\"", names[n],
                         members[b]);
                if (a < KIT_LENGTH(members)) {
                    snprintf(text + strlen(text), sizeof text - strlen(text),
                             ", \"a\": %s", members[a]);
                }
                strcat(text, "}");
                check(&set, cases[_i].body, text);
            }
        }
    }
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plan/plan_shape");
    TCase *tests = tcase_create("plan_shape");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, a_guard_is_told, 0, KIT_LENGTH(cases));
    tcase_add_loop_test(tests, no_verdict_is_lost, 0, KIT_LENGTH(cases));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
