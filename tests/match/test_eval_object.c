/* test_eval_object.c — operators: every case of tests/python/eval_cases.tsv, whose
 * answers are CPython's; and what has no pair of operands.
 */
#include "evaluate.h"

#include <stdlib.h>

static const struct {
    const char *text, *event, *wanted;
} rows[] = {
    /* identity */
    {"same(a, null)", "{}", "True"},
    {"same(a, true)", "{\"a\":1}", "False"},
    {"same(a, true)", "{\"a\":true}", "True"},
    {"same(list(), list())", "{}", "False"},
    {"sequence(set_local(0, list()), same(known(0), known(0)))", "{}", "True"},
    /* items of the event */
    {"item(a, \"K\")", "{\"a\":{\"k\":1}}", "1"},
    {"item(event(), \"A\")", "{\"a\":5}", "5"},
    {"item(a, -1)", "{\"a\":[1,2]}", "2"},
    {"item(a, 5)", "{\"a\":[1,2]}", "!IndexError: tuple index out of range"},
    {"inside(\"K\", a)", "{\"a\":{\"k\":1}}", "True"},
    {"inside(\"k\", a)", "{}",
     "!TypeError: argument of type 'NoneType' is not iterable"},
    /* changing */
    {"sequence(set_local(0, list(1, 2, 3)), set_item(known(0), 1, 9), known(0))", "{}",
     "[1, 9, 3]"},
    {"sequence(set_local(0, dict()), set_item(known(0), \"k\", gone), known(0))", "{}",
     "{'k': None}"},
    {"set_item(tuple(1), 0, 2)", "{}",
     "!TypeError: 'tuple' object does not support item assignment"},
    {"sequence(set_local(0, list(1, 2, 3)), delete_item(known(0), 0), known(0))", "{}",
     "[2, 3]"},
    {"delete_item(list(1), 4)", "{}",
     "!IndexError: list assignment index out of range"},
    {"delete_item(dict(), \"k\")", "{}", "!KeyError: 'k'"},
    {"delete_item(5, 0)", "{}",
     "!TypeError: 'int' object doesn't support item deletion"},
    {"sequence(set_local(0, list(1)), set_local(1, known(0)), set_local(0, "
     "add_to(known(0), \"xy\")), known(1))",
     "{}", "[1, 'x', 'y']"},
    {"sequence(set_local(0, list(1, 2)), add_to(known(0), known(0)))", "{}",
     "[1, 2, 1, 2]"},
    {"sequence(set_local(0, dict(\"a\", 1)), or_to(known(0), dict(\"b\", 2)), "
     "known(0))",
     "{}", "{'a': 1, 'b': 2}"},
    /* displays */
    {"list(1, spread(tuple(2, 3)), gone)", "{}", "[1, 2, 3, None]"},
    {"tuple(spread(\"ab\"))", "{}", "('a', 'b')"},
    {"dict(\"a\", 1, spread_named(dict(\"a\", 2, \"b\", 3)), \"c\", 4)", "{}",
     "{'a': 2, 'b': 3, 'c': 4}"},
    {"dict(\"x\", 1, spread_named(a))", "{\"a\":{\"K\":[1]}}",
     "{'x': 1, 'K': ImmutableList((1,))}"},
    {"dict(spread_named(5))", "{}", "!TypeError: 'int' object is not a mapping"},
    {"set(list())", "{}", "!TypeError: unhashable type: 'list'"},
    {"set(1, 1, 2)", "{}", "{1, 2}"},
    /* unpacking */
    {"unpack(tuple(1, 2), 2, null)", "{}", "(1, 2)"},
    {"unpack(a, 2, null)", "{\"a\":[1,2]}", "(1, 2)"},
    {"unpack(tuple(1), 2, null)", "{}",
     "!ValueError: not enough values to unpack (expected 2, got 1)"},
    {"unpack(tuple(1, 2, 3), 2, null)", "{}",
     "!ValueError: too many values to unpack (expected 2)"},
    {"unpack(5, 2, null)", "{}", "!TypeError: cannot unpack non-iterable int object"},
    {"unpack(gone, 2, null)", "{}",
     "!TypeError: cannot unpack non-iterable NoneType object"},
    {"unpack(tuple(1, 2, 3, 4), 3, 1)", "{}", "(1, [2, 3], 4)"},
    {"unpack(tuple(1, 4), 3, 1)", "{}", "(1, [], 4)"},
    {"unpack(tuple(1, 2, 3), 2, 0)", "{}", "([1, 2], 3)"},
    {"unpack(tuple(1, 2, 3), 2, 1)", "{}", "(1, [2, 3])"},
    {"unpack(tuple(1), 3, 1)", "{}",
     "!ValueError: not enough values to unpack (expected at least 2, got 1)"},
    /* text */
    {"str(1, \"a\", a, 1.0)", "{\"a\":[\"x\",{\"k\":1}]}",
     "\"1aImmutableList(('x', {'k': 1}))1.0\""},
    {"str(gone, true)", "{}", "'NoneTrue'"},
    {"format(1234567, null, \",\")", "{}", "'1,234,567'"},
    {"format(\"a\", \"r\", \"\")", "{}", "\"'a'\""},
    {"format(5, \"s\", \">3\")", "{}", "'  5'"},
    {"format(gone, null, \"\")", "{}", "'None'"},
    {"format(\"a\", null, \"d\")", "{}",
     "!ValueError: Unknown format code 'd' for object of type 'str'"},
    /* constants */
    {"bytes(\"a\\u0000\\u00ff\")", "{}", "b'a\\x00\\xff'"},
    {"same(ellipsis(), ellipsis())", "{}", "True"},
    /* no end */
    {"multiply(\"abc\", 1000000000000)", "{}", "!step budget spent"},
    {"multiply(list(1), 1000000000000)", "{}", "!step budget spent"},
};

START_TEST(objects_do_what_python_does)
{
    evaluate_check(NULL, 0, rows[_i].text, rows[_i].event, rows[_i].wanted);
}
END_TEST

START_TEST(integers_beyond_64_bits_raise)
{
    static const char *const texts[] = {
        "add(9223372036854775807, 1)",
        "subtract(-9223372036854775807, 2)",
        "multiply(9223372036854775807, 2)",
        "power(3, 1000000000000)",
        "shift_left(1, 63)",
        "shift_left(1, 1000000000000)",
        "floor_divide(subtract(-9223372036854775807, 1), -1)",
        "negate(subtract(-9223372036854775807, 1))",
        "add(99999999999999999999, 1)",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct evaluate set;

        evaluate_init(&set, NULL, 0, texts[i]);
        evaluate_begin(&set, "{}");
        ck_assert_int_eq(strncmp(evaluate_rule(&set, 0), "!OverflowError", 14), 0);
        evaluate_finish(&set);
    }
}
END_TEST

START_TEST(operators_answer_as_cpython)
{
    const char *root = getenv("OUNCE_SOURCE_ROOT");
    char path[1024], line[1024];
    FILE *file;
    int wrong = 0;

    snprintf(path, sizeof path, "%s/tests/python/eval_cases.tsv",
             root == NULL ? "." : root);
    file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof line, file) != NULL) {
        struct evaluate set;
        char *tab = strchr(line, '\t');
        const char *got;

        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || tab == NULL) {
            continue;
        }
        *tab = '\0';
        evaluate_init(&set, NULL, 0, line);
        evaluate_begin(&set, "{}");
        got = evaluate_rule(&set, 0);
        if (strcmp(got, tab + 1) != 0) {
            printf("%s\n  gives  %s\n  wanted %s\n", line, got, tab + 1);
            wrong++;
        }
        evaluate_finish(&set);
    }
    fclose(file);
    ck_assert_int_eq(wrong, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match/eval_object");
    TCase *tests = tcase_create("eval_object");

    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, objects_do_what_python_does, 0,
                        sizeof rows / sizeof *rows);
    tcase_add_test(tests, integers_beyond_64_bits_raise);
    tcase_add_test(tests, operators_answer_as_cpython);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
