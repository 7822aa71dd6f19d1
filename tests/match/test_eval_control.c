/* test_eval_control.c — locals, globals, loops, jumps, exceptions. */
#include "evaluate.h"

static const struct {
    const char *text, *event, *wanted;
} rows[] = {
    /* locals */
    {"sequence(set_local(0, 5), known(0))", "{}", "5"},
    {"local(0, \"x\")", "{}",
     "!UnboundLocalError: cannot access local variable 'x' where it is not associated "
     "with a value"},
    {"sequence(set_local(0, gone), known(0))", "{}", "None"},
    {"sequence(set_local(0, 1), unset_local(0), local(0, \"x\"))", "{}",
     "!UnboundLocalError: cannot access local variable 'x' where it is not associated "
     "with a value"},
    {"global(1, 7)", "{}", "7"},
    {"sequence(set_global(1, 8), global(1, 7))", "{}", "8"},
    /* the value of a block */
    {"block(sequence(return(1), return(2)))", "{}", "1"},
    {"block(set_local(0, 1))", "{}", "None"},
    {"block(if(eq(a, 1), return(\"one\"), set_local(0, 1)))", "{\"a\":1}", "'one'"},
    {"block(return(gone))", "{}", "None"},
    /* loops */
    {"sequence(set_local(0, list()), loop(1, a, append(known(0), known(1))), known(0))",
     "{\"a\":[1,\"x\",null]}", "[1, 'x', None]"},
    {"sequence(set_local(0, list()), loop(1, \"h\\u00e9\", append(known(0), "
     "known(1))), "
     "known(0))",
     "{}", "['h', 'é']"},
    {"sequence(set_local(0, list()), loop(1, a, append(known(0), known(1))), known(0))",
     "{\"a\":{\"k\":1,\"l\":2}}", "['k', 'l']"},
    {"loop(0, a, null)", "{}", "!TypeError: 'NoneType' object is not iterable"},
    {"loop(0, a, null)", "{\"a\":5}", "!TypeError: 'int' object is not iterable"},
    {"block(loop(0, a, if(equal(known(0), 2), return(known(0)), null), "
     "return(\"rest\")))",
     "{\"a\":[1,2,3]}", "2"},
    {"block(loop(0, a, if(equal(known(0), 2), return(known(0)), null), "
     "return(\"rest\")))",
     "{\"a\":[1,3]}", "'rest'"},
    {"block(sequence(loop(0, a, if(equal(known(0), 2), break(), null), "
     "return(\"rest\")), return(known(0))))",
     "{\"a\":[1,2,3]}", "2"},
    {"sequence(set_local(1, list()), loop(0, a, sequence(if(equal(known(0), 2), "
     "continue(), null), append(known(1), known(0)))), known(1))",
     "{\"a\":[1,2,3]}", "[1, 3]"},
    /* an inner loop's break is its own */
    {"sequence(set_local(2, list()), loop(0, a, loop(1, b, sequence(append(known(2), "
     "add(known(0), known(1))), break()))), known(2))",
     "{\"a\":[1,2],\"b\":[10,20]}", "[11, 12]"},
    {"sequence(set_local(0, 0), while(less(known(0), 5), set_local(0, add(known(0), "
     "2))), "
     "known(0))",
     "{}", "6"},
    {"sequence(set_local(0, 0), while(true, sequence(set_local(0, add(known(0), 1)), "
     "if(equal(known(0), 3), break(), null)), set_local(0, 99)), known(0))",
     "{}", "3"},
    {"while(true, null)", "{}", "!step budget spent"},
    /* exceptions */
    {"raise()", "{}", "!RuntimeError: No active exception to reraise"},
    {"raise(5)", "{}", "!TypeError: exceptions must derive from BaseException"},
    {"raise(type(\"ValueError\"))", "{}", "!ValueError"},
    {"raise(apply(type(\"ValueError\"), \"no\", 2))", "{}", "!ValueError: ('no', 2)"},
    {"fail(\"KeyError\", \"k\")", "{}", "!KeyError: 'k'"},
    {"block(try(item(a, \"k\"), null, null, handler(type(\"KeyError\"), null, "
     "return(\"caught\"))))",
     "{\"a\":{}}", "'caught'"},
    {"block(try(item(a, \"k\"), null, null, handler(type(\"LookupError\"), null, "
     "return(\"caught\"))))",
     "{\"a\":{}}", "'caught'"},
    {"block(try(item(a, \"k\"), null, null, handler(type(\"ValueError\"), null, "
     "return(\"caught\"))))",
     "{\"a\":{}}", "!KeyError: 'k'"},
    {"block(try(item(a, \"k\"), null, null, handler(tuple(type(\"ValueError\"), "
     "type(\"KeyError\")), 0, return(known(0)))))",
     "{\"a\":{}}", "KeyError('k')"},
    {"block(try(item(a, \"k\"), null, null, handler(type(\"ValueError\"), null, "
     "return(1)), handler(null, null, return(2))))",
     "{\"a\":{}}", "2"},
    /* rest runs without an exception, and what it raises is not caught here */
    {"block(try(set_local(0, 1), return(\"rest\"), null, handler(null, null, "
     "return(\"caught\"))))",
     "{}", "'rest'"},
    {"block(try(set_local(0, 1), raise(type(\"ValueError\")), null, handler(null, "
     "null, "
     "return(\"caught\"))))",
     "{}", "!ValueError"},
    /* the last part always runs: on return, on an exception, and its return wins */
    {"sequence(set_local(0, 0), block(try(return(1), null, set_local(0, 5))), "
     "known(0))",
     "{}", "5"},
    {"block(try(return(1), null, set_local(0, 5)))", "{}", "1"},
    {"block(try(return(1), null, return(2)))", "{}", "2"},
    {"block(try(raise(type(\"ValueError\")), null, return(2)))", "{}", "2"},
    {"block(try(raise(type(\"ValueError\")), null, set_local(0, 1)))", "{}",
     "!ValueError"},
    {"block(try(raise(type(\"ValueError\")), null, raise(type(\"KeyError\"))))", "{}",
     "!KeyError"},
    /* raising again, the one at hand */
    {"try(raise(type(\"ValueError\")), null, null, handler(null, null, raise()))", "{}",
     "!ValueError"},
    {"block(sequence(try(raise(type(\"ValueError\")), null, null, handler(null, null, "
     "null)), raise()))",
     "{}", "!RuntimeError: No active exception to reraise"},
    /* a budget is never caught */
    {"block(try(while(true, null), null, return(1), handler(null, null, return(2))))",
     "{}", "!step budget spent"},
    /* a loop that an exception leaves */
    {"block(try(loop(0, a, item(known(0), 0)), null, null, handler(null, null, "
     "return(known(0)))))",
     "{\"a\":[[1],[],[2]]}", "ImmutableList(())"},
    /* checks */
    {"has_key(a, \"a\")", "{}", "!KeyError: 'a'"},
    {"has_key(a, \"a\")", "{\"a\":null}", "True"},
    {"is_mapping(a, \"get\")", "{\"a\":{}}", "True"},
    {"is_mapping(a, \"get\")", "{\"a\":[]}",
     "!AttributeError: 'ImmutableList' object has no attribute 'get'"},
    {"is_mapping(a, \"get\")", "{}",
     "!AttributeError: 'NoneType' object has no attribute 'get'"},
    {"is_string(a, \"lower\")", "{\"a\":5}",
     "!AttributeError: 'int' object has no attribute 'lower'"},
    {"is_hashable(list())", "{}", "!TypeError: unhashable type: 'list'"},
    {"boolean(1)", "{}",
     "!TypeError: a verdict must be True or False, not of type 'int'"},
    {"boolean(true)", "{}", "True"},
    {"any_element(iterate(a), eq($1, 2))", "{\"a\":[1,2]}", "True"},
    {"any_element(iterate(list(1, 2)), eq($1, 2))", "{}", "True"},
    {"any_element(iterate(a), eq($1, \"k\"))", "{\"a\":{\"k\":1}}", "True"},
    {"all_elements(iterate(\"aa\"), eq($1, \"a\"))", "{}", "True"},
    {"any_element(iterate(list(dict(\"k\", 1))), eq($1.k, 1))", "{}", "True"},
    {"any_element(iterate(list(dict(\"k\", 1))), eq($1.K, 1))", "{}", "False"},
    {"any_element(iterate(list(dict())), eq(is_a($1, type(\"dict\")), true))", "{}",
     "True"},
    {"any_element(iterate(a), eq(is_a($1, type(\"dict\")), true))", "{\"a\":[{}]}",
     "False"},
    {"any_element(iterate(a), eq($1, 2))", "{}",
     "!TypeError: 'NoneType' object is not iterable"},
    /* choosing */
    {"both(a, b)", "{\"a\":0,\"b\":5}", "0"},
    {"both(a, b)", "{\"a\":\"x\",\"b\":5}", "5"},
    {"either(a, b)", "{\"a\":\"\",\"b\":5}", "5"},
    {"either(a, b)", "{\"a\":[1],\"b\":5}", "ImmutableList((1,))"},
    {"either(a, b)", "{}", "None"},
    {"default(a, 1)", "{}", "1"},
    {"default(a, 1)", "{\"a\":null}", "None"},
    {"first(a, b, 3)", "{\"a\":null}", "3"},
    {"first(a, b, 3)", "{\"b\":0}", "0"},
    {"event()", " {\"a\": {\"k\": [1]}}", "PantherEvent({'a': {'k': [1]}})"},
    {"is_a(event(), type(\"collections.abc.Mapping\"))", "{}", "True"},
    {"is_a(event(), type(\"dict\"))", "{}", "False"},
};

START_TEST(steps_do_what_python_does)
{
    evaluate_check(NULL, 0, rows[_i].text, rows[_i].event, rows[_i].wanted);
}
END_TEST

START_TEST(globals_last_for_one_rule_on_one_event)
{
    struct evaluate set;

    evaluate_init(&set, NULL, 0, "set_global(0, add(global(0, 0), 1))");
    evaluate_begin(&set, "{}");
    ck_assert_str_eq(evaluate_rule(&set, 0), "1");
    ck_assert_str_eq(evaluate_rule(&set, 0), "2");
    ck_assert_str_eq(evaluate_rule(&set, 1), "1");
    evaluate_begin(&set, "{}");
    ck_assert_str_eq(evaluate_rule(&set, 1), "1");
    evaluate_finish(&set);
}
END_TEST

/* After an exception nothing of it is left for the next rule or event. */
START_TEST(an_exception_leaves_nothing_behind)
{
    static const struct function_row functions[] = {
        {"f", "n", 1,
         "if(equal(known(0), 0), raise(type(\"ValueError\")), "
         "apply(function(0), subtract(known(0), 1)))"}};
    struct evaluate set;

    evaluate_init(&set, functions, 1, "apply(function(0), a)");
    for (int i = 0; i < 100; i++) { /* more than calls may nest */
        evaluate_begin(&set, "{\"a\":5}");
        ck_assert_str_eq(evaluate_rule(&set, 0), "!ValueError");
        ck_assert_str_eq(evaluate_rule(&set, 1), "!ValueError");
    }
    evaluate_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match/eval_control");
    TCase *tests = tcase_create("eval_control");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, steps_do_what_python_does, 0,
                        sizeof rows / sizeof *rows);
    tcase_add_test(tests, globals_last_for_one_rule_on_one_event);
    tcase_add_test(tests, an_exception_leaves_nothing_behind);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
