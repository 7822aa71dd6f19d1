/* test_condition.c — the conditions by name. */
#include "expr/condition.h"

#include "base/diag.h"
#include "base/str.h"
#include "compile.h"

#include <string.h>

static const struct oz_condition *find(const char *name)
{
    return oz_condition_find((ounce_str){name, strlen(name)});
}

START_TEST(there_are_43_conditions_and_4_aliases)
{
    int conditions = 0;
    int aliases = 0;

    for (const char *const *name = oz_condition_names; *name != NULL; name++) {
        const struct oz_condition *condition = find(*name);

        ck_assert_ptr_nonnull(condition);
        conditions += strcmp(condition->name, *name) == 0;
        aliases += strcmp(condition->name, *name) != 0;
    }

    ck_assert_int_eq(conditions, 43);
    ck_assert_int_eq(aliases, 4);
}
END_TEST

static const struct {
    const char *alias, *canonical;
} aliases[] = {
    {"Has", "Contains"},
    {"DoesNotHave", "DoesNotContain"},
    {"IsGreaterThanOrEqual", "IsGreaterThanOrEquals"},
    {"IsLessThanOrEqual", "IsLessThanOrEquals"},
};

START_TEST(an_alias_is_the_condition_it_stands_for)
{
    ck_assert_ptr_eq(find(aliases[_i].alias), find(aliases[_i].canonical));
}
END_TEST

static const char *const no_conditions[] = {
    "", "equals", "EQUALS", "Equals ", "Equal", "MultiKey", "Not", "Regex", "Matches"};

START_TEST(a_name_must_be_exact)
{
    ck_assert_ptr_null(find(no_conditions[_i]));
}
END_TEST

START_TEST(a_name_is_compared_by_length)
{
    ck_assert_ptr_null(oz_condition_find((ounce_str){"Equals\0", 7}));
    ck_assert_ptr_nonnull(oz_condition_find((ounce_str){"Equals!", 6}));
}
END_TEST

/* Leaves out, adds, changes or swaps one letter in turn. Returns the size, 0 when there
 * is no such edit. */
static size_t edit(const char *name, size_t at, int how, char *out)
{
    size_t size = strlen(name);

    if (how == 3 && (at + 1 >= size || name[at] == name[at + 1])) {
        return 0;
    }
    memcpy(out, name, at);
    switch (how) {
    case 0: /* leave out */
        memcpy(out + at, name + at + 1, size - at - 1);
        return size - 1;
    case 1: /* add */
        out[at] = 'q';
        memcpy(out + at + 1, name + at, size - at);
        return size + 1;
    case 2: /* change */
        memcpy(out + at, name + at, size - at);
        out[at] = 'q';
        return size;
    default: /* swap */
        memcpy(out + at, name + at, size - at);
        out[at] = name[at + 1];
        out[at + 1] = name[at];
        return size;
    }
}

/* A few conditions are one letter apart; any other typo is refused with a hint. */
START_TEST(a_typo_finds_a_hint)
{
    const char *name = oz_condition_names[_i];
    char text[64];

    for (size_t at = 0; name[at] != '\0'; at++) {
        for (int how = 0; how < 4; how++) {
            ounce_str typo = {text, edit(name, at, how, text)};
            const struct oz_condition *found;

            if (typo.size == 0) {
                continue;
            }
            found = oz_condition_find(typo);
            if (found == NULL) {
                ck_assert_msg(oz_nearest(typo, oz_condition_names) != NULL, "%.*s",
                              (int)typo.size, text);
            }
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expr/condition");
    TCase *tests = tcase_create("condition");
    int names = 0;

    while (oz_condition_names[names] != NULL) {
        names++;
    }
    tcase_add_test(tests, there_are_43_conditions_and_4_aliases);
    tcase_add_loop_test(tests, an_alias_is_the_condition_it_stands_for, 0,
                        KIT_LENGTH(aliases));
    tcase_add_loop_test(tests, a_name_must_be_exact, 0, KIT_LENGTH(no_conditions));
    tcase_add_test(tests, a_name_is_compared_by_length);
    tcase_add_loop_test(tests, a_typo_finds_a_hint, 0, names);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
