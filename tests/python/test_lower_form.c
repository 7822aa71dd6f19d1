/* test_lower_form.c — what rules in Python become: predicates, where they can be. */
#include "compile.h"

struct form {
    const char *python, *expected;
};

static void check(const struct form *form)
{
    struct kit_set set;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "r.yml", KIT_RULE("Filename: r.py"));
    kit_add(&set, "r.py", form->python);
    kit_end(&set);
    ck_assert_str_eq(kit_diagnostics(&set, true), "");
    ck_assert_str_eq(kit_ir(&set), form->expected);
    kit_finish(&set);
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
     "sequence(set_local(0, function(0)), all(in(a, [1, true]), eq(b, 2)))"},
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
     "sequence(set_local(0, a), sequence(set_local(1, function(0)), eq(b, 2)))"},
};

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
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
