/* test_rule.c — the five severities. */
#include "rule/rule.h"

#include "compile.h"

#include <string.h>

static const struct {
    const char *name;
    bool any_case, found;
    uint32_t rank;
} names[] = {
    {"Info", false, true, 0},       {"Low", false, true, 1},
    {"Medium", false, true, 2},     {"High", false, true, 3},
    {"Critical", false, true, 4},   {"INFO", false, false, 0},
    {"INFO", true, true, 0},        {"cRITICAL", true, true, 4},
    {"low", false, false, 0},       {"low", true, true, 1},
    {"", true, false, 0},           {"Lo", true, false, 0},
    {"Lower", true, false, 0},      {"Default", true, false, 0},
    {"\xc5\x82ow", true, false, 0},
};

START_TEST(a_severity_has_a_rank)
{
    ounce_str name = {names[_i].name, strlen(names[_i].name)};
    uint32_t rank = 99;

    ck_assert_int_eq(oz_severity_rank(name, names[_i].any_case, &rank),
                     names[_i].found);
    ck_assert_uint_eq(rank, names[_i].found ? names[_i].rank : 99);
}
END_TEST

START_TEST(files_and_alerts_spell_the_same_names)
{
    int count = 0;

    for (; oz_severity_names[count] != NULL; count++) {
        ounce_str upper = {oz_severity_upper[count], strlen(oz_severity_upper[count])};
        uint32_t rank = 99;

        ck_assert(oz_severity_rank(upper, true, &rank));
        ck_assert_uint_eq(rank, (uint32_t)count);
        ck_assert(upper.data[1] >= 'A' && upper.data[1] <= 'Z');
    }
    ck_assert_int_eq(count, 5);
    ck_assert_ptr_null(oz_severity_upper[count]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rule/rule");
    TCase *tests = tcase_create("rule");

    tcase_add_loop_test(tests, a_severity_has_a_rank, 0, KIT_LENGTH(names));
    tcase_add_test(tests, files_and_alerts_spell_the_same_names);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
