/* test_refused.c — what a Python file is refused for, said at its place; and that what
 * no rule reaches is not refused.
 */
#include "compile.h"

#include <stdio.h>
#include <string.h>

static const char head[] =
    "Filename: r.py\nAnalysisType: rule\nRuleID: R\nEnabled: true\n"
    "Severity: Low\nLogTypes: [L]\n";
static const char helper[] = "AnalysisType: global\nGlobalID: h\nFilename: h.py\n";

/* `body` stands in rule(), indented; lines count from 2. */
static const struct {
    const char *body, *expected;
} statements[] = {
    {"yield 1",
     "r.py:2:5: error: Python feature 'yield' is not supported [py-unsupported]\n"},
    {"x = yield from event", "r.py:2:9: error: Python feature 'yield from' is not "
                             "supported [py-unsupported]\n"},
    {"return await event",
     "r.py:2:12: error: Python feature 'await' is not supported [py-unsupported]\n"},
    {"with event as e:\n    return True",
     "r.py:2:5: error: Python feature 'with' is not supported [py-unsupported]\n"},
    {"async for x in event:\n    pass",
     "r.py:2:5: error: Python feature 'async for' is not supported [py-unsupported]\n"},
    {"x = 2\nx @= 3\nreturn x == 6",
     "r.py:3:5: error: Python feature 'matrix multiplication' is not supported "
     "[py-unsupported]\n"},
    {"return 2 @ 3", "r.py:2:12: error: Python feature 'matrix multiplication' is not "
                     "supported [py-unsupported]\n"},
    {"return [1, 2, 3j]", "r.py:2:19: error: Python feature 'complex number' is not "
                          "supported [py-unsupported]\n"},
    {"x = [1]\nx[0:1] = [2]\nreturn True",
     "r.py:3:5: error: Python feature 'assignment to a slice' is not supported "
     "[py-unsupported]\n"},
    {"del event.name", "r.py:2:5: error: Python feature 'del' of anything but a local "
                       "name or an item is not supported [py-unsupported]\n"},
    {"global g\ndel g", "r.py:3:5: error: Python feature 'del' of anything but a local "
                        "name or an item is not supported [py-unsupported]\n"},
    {"nonlocal x",
     "r.py:2:5: error: Python feature 'nonlocal' is not supported [py-unsupported]\n"},
    {"match event:\n    case {'a': 1}:\n        return True",
     "r.py:3:14: error: Python feature 'pattern of a mapping' is not supported "
     "[py-unsupported]\n"},
    {"match event:\n    case [a, b]:\n        return True",
     "r.py:3:14: error: Python feature 'pattern of a sequence' is not supported "
     "[py-unsupported]\n"},
    {"match event:\n    case str():\n        return True",
     "r.py:3:14: error: Python feature 'pattern of a class' is not supported "
     "[py-unsupported]\n"},
    {"try:\n    pass\nexcept* ValueError:\n    pass",
     "r.py:2:5: error: Python feature 'except*' is not supported [py-unsupported]\n"},
    {"class A:\n    def __enter__(self):\n        return 1\nreturn A()",
     "r.py:3:9: error: Python feature 'special method __enter__' is not supported "
     "[py-unsupported]\n"},
    {"@staticmethod\nclass A:\n    pass\nreturn A()",
     "r.py:3:5: error: Python feature 'class decorator' is not supported "
     "[py-unsupported]\n"},
    {"return [x async for x in event]",
     "r.py:2:12: error: Python feature 'async comprehension' is not supported "
     "[py-unsupported]\n"},
    {"class A:\n    for x in (1,):\n        pass\nreturn A()",
     "r.py:3:9: error: a statement of this kind is not supported in a class "
     "[py-unsupported]\n"},
    {"def inner():\n    yield 1\nreturn inner()",
     "r.py:3:9: error: Python feature 'yield' is not supported [py-unsupported]\n"},
    {"return lambda: (yield)",
     "r.py:2:21: error: Python feature 'yield' is not supported [py-unsupported]\n"},
    {"from os import *",
     "r.py:2:5: error: 'import *' must stand outside of functions [py-syntax]\n"},
    {"return f'{1!z}'", "r.py:2:12: error: expected 's', 'r' or 'a' after '!' in an "
                        "f-string [py-syntax]\n"},
    {"break", "r.py:2:5: error: this must stand in a loop [py-syntax]\n"},
    {"continue", "r.py:2:5: error: this must stand in a loop [py-syntax]\n"},
    {"return 1 +",
     "r.py:2:15: error: expected a value, not the end of the line [py-syntax]\n"},
    {"return 'a\nreturn 2", "r.py:2:12: error: unterminated string: expected a closing "
                            "quote on the same line [py-syntax]\n"},
    {"x = = 1", "r.py:2:9: error: expected a value, not '=' [py-syntax]\n"},
    {"if True:\nreturn 1", "r.py:3:5: error: expected an indented line after the "
                           "condition of 'if', not 'return' [py-syntax]\n"},
    {"return (1", "r.py:2:14: error: expected ')' to close '(' of line 2, not the end "
                  "of the block [py-syntax]\n"},
    {"return 1)", "r.py:2:13: error: expected the end of the line or an operator, not "
                  "')' [py-syntax]\n"},
    {"return 0777", "r.py:2:12: error: an integer does not begin with 0; octal ones "
                    "begin with 0o [py-syntax]\n"},
    {"return 1_", "r.py:2:12: error: this is no number: a digit must stand on both "
                  "sides of a '_', and no letter behind [py-syntax]\n"},
    {"return '\\N{no such name}'",
     "r.py:2:12: error: Python feature 'escape of a character's name' is not supported "
     "[py-unsupported]\n"},
    {"return b'\xc3\xa9"
     "'",
     "r.py:2:12: error: expected only ASCII characters in bytes [py-syntax]\n"},
    {"x + 1 = 2", "r.py:2:5: error: cannot assign to an operation: expected a name, an "
                  "attribute or an item [py-syntax]\n"},
    {"f() = 1", "r.py:2:5: error: cannot assign to a call: expected a name, an "
                "attribute or an item [py-syntax]\n"},
    {"None = 1", "r.py:2:5: error: cannot assign to a constant: expected a name, an "
                 "attribute or an item [py-syntax]\n"},
    {"def f(a, a):\n    pass",
     "r.py:2:14: error: two parameters have this name [py-syntax]\n"},
    {"f(a=1, a=2)", "r.py:2:12: error: this argument was given before [py-syntax]\n"},
    {"f(**k, *a)", "r.py:2:12: error: a '*' argument follows '**' [py-syntax]\n"},
    {"f(a=1, 2)", "r.py:2:12: error: a positional argument follows a keyword argument "
                  "[py-syntax]\n"},
    {"print 'x'", "r.py:2:11: error: expected the end of the line or an operator, not "
                  "'x' [py-syntax]\n"},
    {"return $",
     "r.py:2:12: error: no token begins with this character (U+0024) [py-syntax]\n"},
    {"return \xc2\xa0"
     "True",
     "r.py:2:12: error: no token begins with this character (U+00A0) [py-syntax]\n"},
    {"else:\n    pass", "r.py:2:5: error: expected a value, not 'else' [py-syntax]\n"},
    {"try:\n    pass", "r.py:3:13: error: expected 'except' or 'finally' after the "
                       "block of 'try', not the end of the block [py-syntax]\n"},
    {"import", "r.py:2:11: error: expected a name of a module after 'import', not the "
               "end of the line [py-syntax]\n"},
    {"lambda x=: 1", "r.py:2:14: error: expected a value, not ':' [py-syntax]\n"},
    {"return [*a for a in b]",
     "r.py:2:12: error: a '*' is not allowed in a comprehension [py-syntax]\n"},
    {"del f()", "r.py:2:9: error: cannot delete a call: expected a name, an attribute "
                "or an item [py-syntax]\n"},
    {"x: int: 3", "r.py:2:11: error: expected the end of the line or an operator, not "
                  "':' [py-syntax]\n"},
    {"return not",
     "r.py:2:15: error: expected a value, not the end of the line [py-syntax]\n"},
    {"assert",
     "r.py:2:11: error: expected a value, not the end of the line [py-syntax]\n"},
    {"class", "r.py:2:10: error: expected a name after 'class', not the end of the "
              "line [py-syntax]\n"},
    {"for in x:\n    pass",
     "r.py:2:9: error: expected a value, not 'in' [py-syntax]\n"},
    {"while:\n    pass", "r.py:2:10: error: expected a value, not ':' [py-syntax]\n"},
    {"return {1: 2, 3}",
     "r.py:2:20: error: expected ':' after a key, not '}' [py-syntax]\n"},
    {"return f'{'",
     "r.py:2:12: error: expected '}' after an expression in an f-string [py-syntax]\n"},
    {"return f'{a'",
     "r.py:2:12: error: expected '}' after an expression in an f-string [py-syntax]\n"},
    {"return f'}'",
     "r.py:2:12: error: expected '}}' for a brace in an f-string [py-syntax]\n"},
    {"return f'{}'", "r.py:2:12: error: expected an expression between '{' and '}' in "
                     "an f-string [py-syntax]\n"},
    {"raise ValueError from",
     "r.py:2:26: error: expected a value, not the end of the line [py-syntax]\n"},
    {"if True:\n    break", "r.py:3:9: error: this must stand in a loop [py-syntax]\n"},
    {"for x in ():\n    pass\nelse:\n    continue",
     "r.py:5:9: error: this must stand in a loop [py-syntax]\n"},
    {"for x in ():\n    def f():\n        break",
     "r.py:4:13: error: this must stand in a loop [py-syntax]\n"},
    {"try:\n    pass\nexcept:\n    pass\nexcept ValueError:\n    pass",
     "r.py:4:5: error: an 'except' without a class must be the last [py-syntax]\n"},
    {"return (lambda a, b, a: 1)",
     "r.py:2:26: error: two parameters have this name [py-syntax]\n"},
    {"class A:\n    return 1",
     "r.py:3:9: error: 'return' must stand in a function [py-syntax]\n"},
};

/* Whole files. */
static const struct {
    const char *text, *expected;
} files[] = {
    {"", "r.py:1:1: error: the file has no function 'rule': expected def rule(event) "
         "[py-missing]\n"},
    {"return 1\n", "r.py:1:1: error: 'return' must stand in a function [py-syntax]\n"},
    {"for x in ():\n    return 1\n",
     "r.py:2:5: error: 'return' must stand in a function [py-syntax]\n"},
    {"x = 1\n", "r.py:1:1: error: the file has no function 'rule': expected def "
                "rule(event) [py-missing]\n"},
    {"rule = 1\n", "r.py:1:1: error: the file has no function 'rule': expected def "
                   "rule(event) [py-missing]\n"},
    {"def rule():\n    return True\n",
     "r.py:1:1: error: 'rule' must take one parameter, the event [py-signature]\n"},
    {"def rule(a, b):\n    return True\n",
     "r.py:1:1: error: 'rule' must take one parameter, the event [py-signature]\n"},
    {"def rule(event, *, key):\n    return True\n",
     "r.py:1:1: error: 'rule' must take one parameter, the event [py-signature]\n"},
    {"def rule(event):\n    return True\n\ndef title():\n    return 'x'\n",
     "r.py:4:1: error: 'title' must take one parameter, the event [py-signature]\n"},
    {"def rule(event):\n\treturn True\n        return 1\n",
     "r.py:3:9: error: tabs and spaces are mixed in the indentation [py-syntax]\n"},
    {"def rule(event):\n    return True\n  return False\n",
     "r.py:3:3: error: unindent does not match any outer level [py-syntax]\n"},
    {"async def rule(event):\n    return True\n",
     "r.py:1:1: error: the file has no function 'rule': expected def rule(event) "
     "[py-missing]\n"},
    {"rule = lambda event: True\n", "r.py:1:1: error: the file has no function 'rule': "
                                    "expected def rule(event) [py-missing]\n"},
    {"class rule:\n    pass\n", "r.py:1:1: error: the file has no function 'rule': "
                                "expected def rule(event) [py-missing]\n"},
    {"\xef\xbb\xbf"
     "def rule(event):\n    return True @ 1\n",
     "r.py:2:12: error: Python feature 'matrix multiplication' is not supported "
     "[py-unsupported]\n"},
    {"def rule(event):\n    return True\n\ndef title(event):\n    yield 1\n",
     "r.py:5:5: error: Python feature 'yield' is not supported [py-unsupported]\n"},
    {"def rule(event):\n    return True\n\ndef severity(event):\n    return 2 @ 3\n",
     "r.py:5:12: error: Python feature 'matrix multiplication' is not supported "
     "[py-unsupported]\n"},
    {"def rule(event):\n    return X\n\nX = [y async for y in z]\n",
     "r.py:4:5: error: Python feature 'async comprehension' is not supported "
     "[py-unsupported]\n"},
    {"def rule(event):\n    return \\\n",
     "r.py:2:13: error: expected another line after the '\\' that continues one "
     "[py-syntax]\n"},
    {"def rule(event):\n    \"\"\"open\n",
     "r.py:2:5: error: unterminated string: expected three closing quotes "
     "[py-syntax]\n"},
};

/* A helper module of which rule() calls fine(); it must load. */
static const char *const unreached[] = {
    "import boto3\nimport requests\nTABLE = boto3.resource('dynamodb').Table('t')\n",
    "def other():\n    yield 1\n",
    "async def other():\n    await x\n",
    "class Other(metaclass=Meta):\n    def __enter__(self):\n        return self\n",
    "def other():\n    with open('f') as f:\n        return f.read()\n",
    "def other():\n    return 2 @ 3\n",
    "@decorator\nclass Other:\n    pass\n",
    "def other():\n    def inner():\n        nonlocal x\n",
    "x = [1]\nx[0:1] = [2]\n",
    "if __name__ == '__main__':\n    import sys\n    sys.exit(other())\n",
};

static void check(struct kit_set *set, const char *text, const char *expected)
{
    const char *got;

    kit_end(set);
    got = kit_diagnostics(set, true);
    ck_assert_msg(strcmp(got, expected) == 0, "%s\nexpected %s\ngot      %s", text,
                  expected, got);
    ck_assert_int_eq(set->ruleset != NULL && ounce_ruleset_count(set->ruleset) == 1,
                     expected[0] == '\0');
    kit_finish(set);
}

static void compile(struct kit_set *set, uint32_t flags, const char *text)
{
    kit_begin(set, flags, NULL);
    kit_add(set, "r.py", text);
    kit_add(set, "r.yml", head);
}

START_TEST(statements_are_refused)
{
    struct kit_set set;
    char text[1024];
    size_t at = (size_t)snprintf(text, sizeof text, "def rule(event):\n    ");

    for (const char *c = statements[_i].body; *c != '\0'; c++) {
        at += (size_t)snprintf(text + at, sizeof text - at,
                               *c == '\n' ? "\n    " : "%c", *c);
    }
    compile(&set, 0, text);
    check(&set, text, statements[_i].expected);
}
END_TEST

START_TEST(files_are_refused)
{
    struct kit_set set;

    compile(&set, 0, files[_i].text);
    check(&set, files[_i].text, files[_i].expected);
}
END_TEST

START_TEST(what_no_rule_reaches_is_not)
{
    struct kit_set set;
    char text[1024];

    snprintf(text, sizeof text, "%s\ndef fine(event):\n    return True\n",
             unreached[_i]);
    compile(&set, 0,
            "from h import fine\n\ndef rule(event):\n    return fine(event)\n");
    kit_add(&set, "h.yml", helper);
    kit_add(&set, "h.py", text);
    check(&set, text, "");
}
END_TEST

/* One bad rule costs no other. */
START_TEST(other_rules_load)
{
    struct kit_set set;

    compile(&set, OUNCE_COMPILE_PARTIAL, "def rule(event):\n    yield 1\n");
    kit_add(&set, "s.py", "def rule(event):\n    return True\n");
    kit_add(
        &set, "s.yml",
        "Filename: s.py\nAnalysisType: rule\nRuleID: S\nEnabled: true\nSeverity: Low\n"
        "LogTypes: [L]\n");
    kit_end(&set);
    ck_assert_ptr_nonnull(set.ruleset);
    ck_assert_uint_eq(ounce_ruleset_count(set.ruleset), 1);
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("python/refused");
    TCase *group = tcase_create("refused");

    tcase_add_loop_test(group, statements_are_refused, 0, KIT_LENGTH(statements));
    tcase_add_loop_test(group, files_are_refused, 0, KIT_LENGTH(files));
    tcase_add_loop_test(group, what_no_rule_reaches_is_not, 0, KIT_LENGTH(unreached));
    tcase_add_test(group, other_rules_load);
    suite_add_tcase(suite, group);
    return kit_run(suite);
}
