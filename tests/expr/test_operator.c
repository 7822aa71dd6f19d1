/* test_operator.c — operators on scalars that are at hand; the whole table of
 * conditions and kinds is in match/test_match_operator.c.
 */
#include "expr/operator.h"

#include "kit.h"

#include <string.h>

#define TEXT(literal)                                                                  \
    {                                                                                  \
        .kind = OUNCE_TEXT, .size = sizeof(literal) - 1, .text = (literal)             \
    }
#define INT(number)                                                                    \
    {                                                                                  \
        .kind = OUNCE_INT, .integer = (number)                                         \
    }
#define REAL(number)                                                                   \
    {                                                                                  \
        .kind = OUNCE_FLOAT, .real = (number)                                          \
    }

static const struct {
    enum oz_operator op;
    ounce_value v, x;
    bool holds;
} pairs[] = {
    {OZ_OP_EQ, INT(1), REAL(1.0), true},
    {OZ_OP_EQ, INT(1), TEXT("1"), false},
    {OZ_OP_EQ, {.kind = OUNCE_BOOL, .integer = 1}, INT(1), false},
    {OZ_OP_EQ, {.kind = OUNCE_LIST}, {.kind = OUNCE_LIST}, false},
    {OZ_OP_PREFIX, TEXT("DescribeVpcs"), TEXT("Describe"), true},
    {OZ_OP_PREFIX, TEXT("Describe"), TEXT("DescribeVpcs"), false},
    {OZ_OP_PREFIX, TEXT(""), TEXT(""), true},
    {OZ_OP_PREFIX, INT(1), TEXT(""), false},
    {OZ_OP_SUFFIX, TEXT("a.exe"), TEXT(".exe"), true},
    {OZ_OP_SUFFIX, TEXT("a.exe.txt"), TEXT(".exe"), false},
    {OZ_OP_CONTAINS, TEXT("sysadmin"), TEXT("adm"), true},
    {OZ_OP_CONTAINS, TEXT("sysadmin"), TEXT("Adm"), false},
    {OZ_OP_CONTAINS, {.kind = OUNCE_MAP}, TEXT("a"), false},
    {OZ_OP_GT, REAL(5.01), INT(5), true},
    {OZ_OP_GT, INT(5), INT(5), false},
    {OZ_OP_GTE, INT(5), INT(5), true},
    {OZ_OP_LT, TEXT("Zebra"), TEXT("m"), true},
    {OZ_OP_LT, INT(3), TEXT("m"), false},
    {OZ_OP_LTE, REAL(8.9), REAL(8.9), true},
    {OZ_OP_LTE, {.kind = OUNCE_NULL}, {.kind = OUNCE_NULL}, false},
};

START_TEST(a_pair_of_scalars_has_a_verdict)
{
    bool holds = oz_operator_pair(pairs[_i].op, &pairs[_i].v, &pairs[_i].x);

    ck_assert_int_eq(holds, pairs[_i].holds);
}
END_TEST

static const struct {
    enum oz_operator op;
    ounce_value v;
    bool holds;
} addresses[] = {
    {OZ_OP_IS_IP, TEXT("10.0.0.1"), true},
    {OZ_OP_IS_IP, TEXT("10.0.0.1/8"), false},
    {OZ_OP_IS_IPV4, TEXT("::1"), false},
    {OZ_OP_IS_IPV6, TEXT("::1"), true},
    {OZ_OP_IP_PRIVATE, TEXT("10.0.0.1"), true},
    {OZ_OP_IP_PUBLIC, TEXT("10.0.0.1"), false},
    {OZ_OP_IP_PUBLIC, TEXT("8.8.8.8"), true},
    {OZ_OP_IP_PUBLIC, TEXT("host"), false},
    {OZ_OP_IS_IP, INT(167772161), false},
};

START_TEST(an_address_has_a_verdict)
{
    bool holds = oz_operator_address(addresses[_i].op, &addresses[_i].v);

    ck_assert_int_eq(holds, addresses[_i].holds);
}
END_TEST

static const struct {
    ounce_value v;
    bool exists, null, empty;
} presences[] = {
    {{.kind = OUNCE_MISSING}, false, true, true},
    {{.kind = OUNCE_NULL}, true, true, true},
    {TEXT(""), true, false, true},
    {TEXT("a"), true, false, false},
    {{.kind = OUNCE_LIST}, true, false, true},
    {{.kind = OUNCE_MAP, .size = 1}, true, false, false},
    {INT(0), true, false, false},
};

START_TEST(a_presence_has_a_verdict)
{
    const ounce_value *v = &presences[_i].v;

    ck_assert_int_eq(oz_operator_presence(OZ_OP_EXISTS, v), presences[_i].exists);
    ck_assert_int_eq(oz_operator_presence(OZ_OP_IS_NULL, v), presences[_i].null);
    ck_assert_int_eq(oz_operator_presence(OZ_OP_IS_EMPTY, v), presences[_i].empty);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expr/operator");
    TCase *tests = tcase_create("operator");

    tcase_add_loop_test(tests, a_pair_of_scalars_has_a_verdict, 0,
                        (int)(sizeof pairs / sizeof *pairs));
    tcase_add_loop_test(tests, an_address_has_a_verdict, 0,
                        (int)(sizeof addresses / sizeof *addresses));
    tcase_add_loop_test(tests, a_presence_has_a_verdict, 0,
                        (int)(sizeof presences / sizeof *presences));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
