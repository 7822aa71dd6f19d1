/* test_expr.c — the pool: the same expression is the same id. */
#include "expr/expr.h"

#include "base/str.h"
#include "kit.h"

#include <string.h>

static struct kit_memory memory;
static struct oz_arena arena;
static struct oz_expr expr;

static void setup(void)
{
    kit_memory_init(&memory);
    oz_arena_init(&arena, &memory.allocator);
    oz_expr_init(&expr, &arena);
}

static void teardown(void)
{
    oz_arena_finish(&arena);
    ck_assert_uint_eq(memory.blocks, 0);
}

static oz_expr_id field(uint32_t level, const char *text)
{
    const char *problem = NULL;
    struct oz_path path;
    size_t at = 0;

    if (oz_path_parse(&arena, (ounce_str){text, strlen(text)}, &path, &problem, &at) !=
        OZ_PATH_OK) {
        return OZ_NONE;
    }
    return oz_expr_field(&expr, level, &path);
}

static ounce_value integer(int64_t value)
{
    ounce_value out = {0};

    out.kind = OUNCE_INT;
    out.integer = value;
    return out;
}

static ounce_value real(double value)
{
    ounce_value out = {0};

    out.kind = OUNCE_FLOAT;
    out.real = value;
    return out;
}

static oz_expr_id equals(const char *path, ounce_value value)
{
    return oz_expr_test(&expr, OZ_OP_EQ, false, field(0, path), &value, 1);
}

START_TEST(the_same_expression_is_the_same_id)
{
    oz_expr_id a = equals("a", integer(1));
    oz_expr_id b = oz_expr_not(&expr, a);
    uint32_t nodes = expr.node_count;

    ck_assert_uint_eq(equals("a", integer(1)), a);
    ck_assert_uint_eq(equals("[\"a\"]", integer(1)), a);
    ck_assert_uint_eq(oz_expr_not(&expr, a), b);
    ck_assert_uint_eq(expr.node_count, nodes);
    ck_assert_uint_eq(expr.path_count, 1);
}
END_TEST

START_TEST(whatever_differs_is_another)
{
    oz_expr_id a = field(0, "a");
    ounce_value one = integer(1);
    oz_expr_id ids[] = {
        a,
        field(0, "b"),
        field(1, "a"),
        field(0, "a.a"),
        oz_expr_bool(&expr, true),
        oz_expr_bool(&expr, false),
        oz_expr_const(&expr, integer(1)),
        oz_expr_const(&expr, real(1.0)), /* equal, but printed otherwise */
        oz_expr_const(&expr, real(0.0)),
        oz_expr_const(&expr, real(-0.0)),
        oz_expr_text(&expr, OZ_LIT("1")),
        oz_expr_text(&expr, OZ_LIT("")),
        oz_expr_test(&expr, OZ_OP_EQ, false, a, &one, 1),
        oz_expr_test(&expr, OZ_OP_EQ, true, a, &one, 1),
        oz_expr_test(&expr, OZ_OP_GT, false, a, &one, 1),
        oz_expr_test(&expr, OZ_OP_EQ, false, a, NULL, 0),
        oz_expr_compare(&expr, OZ_OP_EQ, false, a, a),
        oz_expr_group(&expr, OZ_EXPR_ALL, &a, 1),
        oz_expr_group(&expr, OZ_EXPR_ANY, &a, 1),
        oz_expr_group(&expr, OZ_EXPR_ALL, NULL, 0),
        oz_expr_group(&expr, OZ_EXPR_ANY, NULL, 0),
        oz_expr_not(&expr, a),
        oz_expr_elements(&expr, OZ_ANY_ELEMENT, 1, a, a),
        oz_expr_elements(&expr, OZ_NO_ELEMENT, 1, a, a),
        oz_expr_elements(&expr, OZ_ANY_ELEMENT, 2, a, a),
        oz_expr_call(&expr, OZ_FN_TEXT, &a, 1),
        oz_expr_call(&expr, OZ_FN_KEY, &a, 1),
        oz_expr_if(&expr, a, a, a),
    };

    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        ck_assert_uint_ne(ids[i], OZ_NONE);
        for (size_t k = 0; k < i; k++) {
            ck_assert_msg(ids[i] != ids[k], "%zu and %zu", i, k);
        }
    }
}
END_TEST

START_TEST(children_come_before_their_parents)
{
    oz_expr_id a = equals("a", integer(1));
    oz_expr_id b = oz_expr_not(&expr, a);

    for (uint32_t i = 0; i < expr.node_count; i++) {
        const struct oz_expr_node *node = oz_expr_node(&expr, i);

        for (uint32_t k = 0; k < node->count; k++) {
            ck_assert_uint_lt(expr.children[node->first + k], i);
        }
    }
    ck_assert_ptr_eq(oz_expr_child(&expr, oz_expr_node(&expr, b), 0),
                     oz_expr_node(&expr, a));
}
END_TEST

START_TEST(a_chain_of_builders_needs_one_check)
{
    oz_expr_id none[] = {OZ_NONE, OZ_NONE};

    ck_assert_uint_eq(oz_expr_not(&expr, OZ_NONE), OZ_NONE);
    ck_assert_uint_eq(oz_expr_test(&expr, OZ_OP_EXISTS, false, OZ_NONE, NULL, 0),
                      OZ_NONE);
    ck_assert_uint_eq(oz_expr_compare(&expr, OZ_OP_EQ, false, OZ_NONE, OZ_NONE),
                      OZ_NONE);
    ck_assert_uint_eq(oz_expr_group(&expr, OZ_EXPR_ANY, none, 2), OZ_NONE);
    ck_assert_uint_eq(oz_expr_elements(&expr, OZ_ANY_ELEMENT, 1, OZ_NONE, OZ_NONE),
                      OZ_NONE);
    ck_assert_uint_eq(oz_expr_call(&expr, OZ_FN_TEXT, none, 2), OZ_NONE);
    ck_assert_uint_eq(oz_expr_if(&expr, OZ_NONE, OZ_NONE, OZ_NONE), OZ_NONE);
    ck_assert_uint_eq(expr.node_count, 0);
}
END_TEST

/* Which elements an expression depends on decides whether it is judged once an event.
 */
START_TEST(levels_are_those_that_are_not_bound)
{
    ounce_value one = integer(1);
    oz_expr_id outer = oz_expr_test(&expr, OZ_OP_EQ, false, field(1, "a"), &one, 1);
    oz_expr_id inner = oz_expr_test(&expr, OZ_OP_EQ, false, field(2, "a"), &one, 1);
    oz_expr_id both[] = {outer, inner};
    oz_expr_id body = oz_expr_group(&expr, OZ_EXPR_ALL, both, 2);
    oz_expr_id second =
        oz_expr_elements(&expr, OZ_ANY_ELEMENT, 2, field(1, "list"), body);
    oz_expr_id first =
        oz_expr_elements(&expr, OZ_ANY_ELEMENT, 1, field(0, "list"), second);

    ck_assert_uint_eq(oz_expr_node(&expr, equals("a", integer(1)))->levels, 0);
    ck_assert_uint_eq(oz_expr_node(&expr, outer)->levels, 2);
    ck_assert_uint_eq(oz_expr_node(&expr, inner)->levels, 4);
    ck_assert_uint_eq(oz_expr_node(&expr, body)->levels, 6);
    ck_assert_uint_eq(oz_expr_node(&expr, second)->levels, 2);
    ck_assert_uint_eq(oz_expr_node(&expr, first)->levels, 0);
}
END_TEST

START_TEST(predicates_are_told_from_values)
{
    oz_expr_id a = field(0, "a");

    ck_assert(!oz_expr_is_predicate(oz_expr_node(&expr, a)));
    ck_assert(!oz_expr_is_predicate(oz_expr_node(&expr, oz_expr_bool(&expr, true))));
    ck_assert(!oz_expr_is_predicate(
        oz_expr_node(&expr, oz_expr_call(&expr, OZ_FN_KEY, &a, 1))));
    ck_assert(!oz_expr_is_predicate(oz_expr_node(&expr, oz_expr_if(&expr, a, a, a))));
    ck_assert(oz_expr_is_predicate(oz_expr_node(&expr, equals("a", integer(1)))));
    ck_assert(oz_expr_is_predicate(oz_expr_node(&expr, oz_expr_not(&expr, a))));
    ck_assert(oz_expr_is_predicate(
        oz_expr_node(&expr, oz_expr_group(&expr, OZ_EXPR_NO_ONE, &a, 1))));
    ck_assert(oz_expr_is_predicate(
        oz_expr_node(&expr, oz_expr_elements(&expr, OZ_ONE_ELEMENT, 1, a, a))));
}
END_TEST

START_TEST(many_expressions_are_found_again)
{
    enum { COUNT = 5000 };
    static oz_expr_id ids[COUNT];

    for (int64_t i = 0; i < COUNT; i++) {
        ids[i] = equals("a", integer(i * 7919));
    }
    for (int64_t i = 0; i < COUNT; i++) {
        ck_assert_uint_eq(equals("a", integer(i * 7919)), ids[i]);
    }
    ck_assert_uint_eq(expr.node_count, COUNT + 1);
}
END_TEST

/* What failed leaves no node behind that could be found, and the next try succeeds. */
START_TEST(out_of_memory_changes_nothing_that_counts)
{
    oz_expr_id id = OZ_NONE;
    int failures = 0;

    for (uint64_t n = 1; id == OZ_NONE; n++) {
        setup();
        memory.fail_at = n;
        id = equals("a.b", integer(1));
        memory.fail_at = 0;
        if (id == OZ_NONE) {
            failures++;
            ck_assert_uint_ne(equals("a.b", integer(1)), OZ_NONE);
            ck_assert_uint_eq(equals("a.b", integer(1)), equals("a.b", integer(1)));
        }
        teardown();
    }
    ck_assert_int_gt(failures, 0);
    setup(); /* for the fixture's teardown */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expr/expr");
    TCase *tests = tcase_create("expr");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, the_same_expression_is_the_same_id);
    tcase_add_test(tests, whatever_differs_is_another);
    tcase_add_test(tests, children_come_before_their_parents);
    tcase_add_test(tests, a_chain_of_builders_needs_one_check);
    tcase_add_test(tests, levels_are_those_that_are_not_bound);
    tcase_add_test(tests, predicates_are_told_from_values);
    tcase_add_test(tests, many_expressions_are_found_again);
    tcase_add_test(tests, out_of_memory_changes_nothing_that_counts);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
