/* test_eval_apply.c — calls, parameters, classes, attributes. */
#include "evaluate.h"

/* 0 … 6: tuples of their parameters; then what classes need. */
static const struct function_row functions[] = {
    {"one", "a", 1, "known(0)"},
    {"two", "a,b=", 2, "tuple(known(0), known(1))"},
    {"rest", "a,*more,/only=,**named", 4,
     "tuple(known(0), known(1), known(2), known(3))"},
    {"three", "a,b,c", 3, "tuple(known(0), known(1), known(2))"},
    {"deep", "n", 1,
     "if(equal(known(0), 0), 0, apply(function(4), subtract(known(0), 1)))"},
    {"counter", "start", 2, "sequence(set_local(1, function(6)), known(1))"},
    {"step", "", 0,
     "sequence(set_outer(1, 0, add(outer(1, 0, \"start\"), 1)), "
     "outer(1, 0, \"start\"))"},
    {"__init__", "self,x=", 2,
     "sequence(set_attribute(known(0), \"x\", known(1)), null)"},
    {"get", "self", 1, "attribute(known(0), \"x\")"},
    {"__str__", "self", 1, "str(\"<\", attribute(known(0), \"x\"), \">\")"},
    {"__bool__", "self", 1, "attribute(known(0), \"x\")"},
    {"shape", "self", 1, "add(attribute(known(0), \"x\"), 100)"},
    {"bad", "self", 1, "attribute(known(0), \"nothing\")"},
    {"two_only", "/a,/b", 2, "null"},
    {"self_only", "self", 1, "known(0)"},
    {"pair", "a=,b=", 2, "tuple(known(0), known(1))"},
};

#define BOX                                                                            \
    "class(\"Box\", list(), \"kind\", \"box\", \"__init__\", function(7, null), "      \
    "\"get\", function(8), \"shape\", apply(native(\"property\"), function(11)), "     \
    "\"bad\", apply(native(\"property\"), function(12)), \"free\", "                   \
    "apply(native(\"staticmethod\"), function(0)), \"own\", "                          \
    "apply(native(\"classmethod\"), function(14)))"
#define SHOWN          "class(\"Shown\", list(known(0)), \"__str__\", function(9))"
#define WITH_BOX(text) "sequence(set_local(0, " BOX "), " text ")"
#define ERROR          "class(\"Oops\", list(type(\"ValueError\")))"

static const struct {
    const char *text, *wanted;
} rows[] = {
    /* parameters */
    {"apply(function(0), 5)", "5"},
    {"apply(function(0), named(\"a\", 5))", "5"},
    {"apply(function(0))",
     "!TypeError: one() missing 1 required positional argument: 'a'"},
    {"apply(function(0), 1, 2)",
     "!TypeError: one() takes 1 positional argument but 2 were given"},
    {"apply(function(0), named(\"b\", 5))",
     "!TypeError: one() got an unexpected keyword argument 'b'"},
    {"apply(function(0), 1, named(\"a\", 5))",
     "!TypeError: one() got multiple values for argument 'a'"},
    {"apply(function(1, 9), 1)", "(1, 9)"},
    {"apply(function(1, 9), 1, 2)", "(1, 2)"},
    {"apply(function(1, 9), named(\"b\", 2), named(\"a\", 1))", "(1, 2)"},
    {"apply(function(1, 9), 1, 2, 3)",
     "!TypeError: two() takes from 1 to 2 positional arguments but 3 were given"},
    {"apply(function(15, 1, 2), 7)", "(7, 2)"},
    {"apply(function(15, 1, 2), named(\"b\", 5))", "(1, 5)"},
    {"apply(function(3))",
     "!TypeError: three() missing 3 required positional arguments: 'a', 'b', and 'c'"},
    {"apply(function(3), 1)",
     "!TypeError: three() missing 2 required positional arguments: 'b' and 'c'"},
    {"apply(function(13))",
     "!TypeError: two_only() missing 2 required keyword-only arguments: 'a' and 'b'"},
    {"apply(function(13), named(\"b\", 1))",
     "!TypeError: two_only() missing 1 required keyword-only argument: 'a'"},
    {"apply(function(2, 7), 1)", "(1, (), 7, {})"},
    {"apply(function(2, 7), 1, 2, 3, named(\"only\", 4), named(\"z\", 5))",
     "(1, (2, 3), 4, {'z': 5})"},
    {"apply(function(2, 7), spread(list(1, 2)), spread(\"xy\"), "
     "spread_named(dict(\"only\", 0, \"k\", 1)))",
     "(1, (2, 'x', 'y'), 0, {'k': 1})"},
    {"apply(function(2, 7), named(\"k\", 1), spread(list(1, 2)))",
     "(1, (2,), 7, {'k': 1})"},
    {"apply(function(2, 7), spread(list(1,2,3,4,5,6,7,8,9,10,11,12)))",
     "(1, (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), 7, {})"},
    {"apply(5)", "!TypeError: 'int' object is not callable"},
    /* depth, closures */
    {"apply(function(4), 50)", "0"},
    {"apply(function(4), 5000)", "!RecursionError: maximum recursion depth exceeded"},
    {"block(try(apply(function(4), 5000), null, null, handler(type(\"RuntimeError\"), "
     "null, return(apply(function(4), 50)))))",
     "0"},
    {"sequence(set_local(0, apply(function(5), 10)), apply(known(0)), apply(known(0)))",
     "12"},
    {"sequence(set_local(0, apply(function(5), 10)), set_local(1, apply(function(5), "
     "20)), apply(known(0)), apply(known(1)), tuple(apply(known(0)), apply(known(1))))",
     "(12, 22)"},
    /* natives and methods */
    {"apply(native(\"len\"), \"abc\")", "3"},
    {"apply(native(\"len\"))",
     "!TypeError: len() takes exactly one argument (0 given)"},
    {"method(list(3, 1), \"index\", 1)", "1"},
    {"apply(native(\"sorted\"), list(3, 1, 2), named(\"key\", function(0)), "
     "named(\"reverse\", true))",
     "[3, 2, 1]"},
    {"method(5, \"nothing\")",
     "!AttributeError: 'int' object has no attribute 'nothing'"},
    {"apply(attribute(list(5), \"copy\"))", "[5]"},
    {"apply(native(\"sorted\"), list(1, 2), named(\"key\", function(14)))", "[1, 2]"},
    /* classes */
    {WITH_BOX("attribute(apply(known(0), 3), \"x\")"), "3"},
    {WITH_BOX("attribute(apply(known(0), named(\"x\", 3)), \"x\")"), "3"},
    {WITH_BOX("method(apply(known(0), 3), \"get\")"), "3"},
    {WITH_BOX("apply(attribute(apply(known(0), 3), \"get\"))"), "3"},
    {WITH_BOX("method(known(0), \"get\", apply(known(0), 4))"), "4"},
    {WITH_BOX("attribute(apply(known(0), 3), \"shape\")"), "103"},
    {WITH_BOX("attribute(apply(known(0), 3), \"kind\")"), "'box'"},
    {WITH_BOX("attribute(known(0), \"kind\")"), "'box'"},
    {WITH_BOX("method(apply(known(0), 3), \"free\", 8)"), "8"},
    {WITH_BOX("method(known(0), \"free\", 8)"), "8"},
    {WITH_BOX("same(method(apply(known(0), 3), \"own\"), known(0))"), "True"},
    {WITH_BOX("attribute(apply(known(0), 3), \"y\")"),
     "!AttributeError: 'Box' object has no attribute 'y'"},
    {WITH_BOX("method(apply(known(0), 3), \"y\")"),
     "!AttributeError: 'Box' object has no attribute 'y'"},
    {WITH_BOX("apply(known(0), 1, 2)"),
     "!TypeError: __init__() takes from 1 to 2 positional arguments but 3 were given"},
    {"apply(class(\"Bare\", list()), 1)", "!TypeError: Bare() takes no arguments"},
    {WITH_BOX("apply(native(\"hasattr\"), apply(known(0), 3), \"x\")"), "True"},
    {WITH_BOX("apply(native(\"hasattr\"), apply(known(0), 3), \"bad\")"), "False"},
    {WITH_BOX("apply(native(\"getattr\"), apply(known(0), 3), \"y\", 8)"), "8"},
    {WITH_BOX("apply(native(\"getattr\"), apply(known(0), 3), \"y\")"),
     "!AttributeError: 'Box' object has no attribute 'y'"},
    {"apply(native(\"hasattr\"), list(), \"append\")", "True"},
    {"apply(native(\"hasattr\"), null, \"get\")", "False"},
    {WITH_BOX("is_a(apply(known(0)), known(0))"), "True"},
    {WITH_BOX("is_a(5, known(0))"), "False"},
    {WITH_BOX("is_a(apply(known(0)), type(\"object\"))"), "True"},
    {WITH_BOX("is_a(apply(known(0)), type(\"str\"))"), "False"},
    /* derived */
    {WITH_BOX("str(apply(" SHOWN ", 3))"), "'<3>'"},
    {WITH_BOX("is_a(apply(" SHOWN ", 3), known(0))"), "True"},
    {WITH_BOX("sequence(set_local(1, " SHOWN "), set_local(2, apply(known(1), 3)), "
              "method(apply(native(\"super\"), known(1), known(2)), \"get\"))"),
     "3"},
    {WITH_BOX("sequence(set_local(1, " SHOWN "), set_local(2, apply(known(1), 3)), "
              "method(apply(native(\"super\"), known(1), known(2)), \"__init__\", 9), "
              "attribute(known(2), \"x\"))"),
     "9"},
    {"if(apply(class(\"No\", list(), \"__init__\", function(7, null), \"__bool__\", "
     "function(10)), false), 1, 2)",
     "2"},
    {"if(apply(class(\"Yes\", list(), \"__init__\", function(7, null), \"__bool__\", "
     "function(10)), true), 1, 2)",
     "1"},
    /* exceptions of rules */
    {"raise(apply(" ERROR ", \"why\"))", "!Oops: why"},
    {"raise(" ERROR ")", "!Oops"},
    {"block(try(raise(apply(" ERROR ", \"why\")), null, null, "
     "handler(type(\"ValueError\"), 1, return(tuple(str(known(1)), attribute(known(1), "
     "\"args\"))))))",
     "('why', ('why',))"},
    {"sequence(set_local(0, " ERROR
     "), block(try(raise(apply(known(0), 1)), null, null, "
     "handler(known(0), null, return(\"own\")))))",
     "'own'"},
    {"block(try(raise(" ERROR "), null, null, handler(type(\"KeyError\"), null, "
     "return(1))))",
     "!Oops"},
    /* isinstance */
    {"is_a(true, type(\"int\"))", "True"},
    {"is_a(1, type(\"bool\"))", "False"},
    {"is_a(1.5, tuple(type(\"str\"), type(\"float\")))", "True"},
    {"is_a(list(), type(\"collections.abc.Sequence\"))", "True"},
    {"is_a(set(), type(\"collections.abc.Sequence\"))", "False"},
    {"is_a(\"\", type(\"collections.abc.Iterable\"))", "True"},
    {"is_a(null, type(\"NoneType\"))", "True"},
    {"is_a(1, 2)",
     "!TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union"},
    {"is_a(a, type(\"list\"))", "False"},
    {"is_a(a, type(\"collections.abc.Sequence\"))", "True"},
    {"is_a(a, type(\"panther_core.immutable.ImmutableList\"))", "True"},
    {"is_a(apply(type(\"KeyError\"), 1), type(\"LookupError\"))", "True"},
    {"apply(type(\"str\"), 5)", "'5'"},
    /* the event */
    {"method(event(), \"get\", \"M\")", "ImmutableCaseInsensitiveDict({'K': 1})"},
    {"method(event(), \"deep_get\", \"m\", \"k\")", "1"},
    {"method(event(), \"deep_get\", \"m\", \"no\", named(\"default\", 5))", "5"},
    {"method(event(), \"deep_get\", \"nil\", named(\"default\", 5))", "5"},
    {"method(event(), \"get\", \"nil\", 5)", "None"},
    {"method(event(), \"deep_walk\", \"r\", \"n\")", "[1, 2]"},
    {"method(event(), \"deep_walk\", \"r\", \"n\", named(\"return_val\", \"first\"))",
     "1"},
    {"method(event(), \"deep_walk\", \"r\", \"n\", named(\"return_val\", \"last\"))",
     "2"},
    {"method(event(), \"deep_walk\", \"R\", \"n\")", "[1, 2]"},
    {"method(event(), \"deep_walk\", \"r\", \"N\")", "None"},
    {"method(event(), \"deep_walk\", \"m\", \"k\", named(\"default\", 0))", "0"},
    {"method(event(), \"deep_walk\", \"m\", \"K\")", "1"},
    {"method(event(), \"deep_walk\", \"a\")", "[1, [2]]"},
    {"method(event(), \"deep_walk\", \"e\", named(\"default\", \"d\"))", "'d'"},
    {"method(event(), \"to_dict\")", "{'a': [1, [2]], 'm': {'K': 1}, 'nil': None, 'e': "
                                     "[[], []], 'r': [{'n': 1}, {'n': 2}, "
                                     "{'n': 1}, {}]}"},
    {"method(event(), \"lookup\", \"t\", \"k\")", "None"},
    {"apply(native(\"panther.deep_get\"), dict(\"a\", dict(\"b\", 1)), \"a\", \"b\")",
     "1"},
    {"apply(native(\"panther.deep_walk\"), dict(\"a\", list(dict(\"b\", 1), "
     "dict(\"b\", "
     "2))), \"a\", \"b\")",
     "[1, 2]"},
};

START_TEST(calls_do_what_python_does)
{
    evaluate_check(functions, sizeof functions / sizeof *functions, rows[_i].text,
                   "{\"a\":[1,[2]],\"m\":{\"K\":1},\"nil\":null,\"e\":[[],[]],"
                   "\"r\":[{\"n\":1},{\"n\":2},{\"n\":1},{}]}",
                   rows[_i].wanted);
}
END_TEST

START_TEST(a_mock_is_called_with_anything)
{
    struct evaluate set;
    ounce_event event;
    size_t at;

    evaluate_init(&set, functions, 1,
                  "apply(mock(\"f\", function(0)), 1, named(\"z\", 2))");
    ounce_event_init_json(&event, "{}", 2);
    event.mocks = OZ_LIT("{\"f\": [1]}");
    ck_assert_uint_eq(oz_eval_begin(&set.eval, &set.limits, &event, &at), 0);
    ck_assert_str_eq(evaluate_rule(&set, 0), "[1]");
    evaluate_begin(&set, "{}");
    ck_assert_str_eq(evaluate_rule(&set, 0),
                     "!TypeError: one() got an unexpected keyword argument 'z'");
    evaluate_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match/eval_apply");
    TCase *tests = tcase_create("eval_apply");

    tcase_add_loop_test(tests, calls_do_what_python_does, 0,
                        sizeof rows / sizeof *rows);
    tcase_add_test(tests, a_mock_is_called_with_anything);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
