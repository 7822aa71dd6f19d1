/* test_plan_constant.c — long lists are sets, networks are parsed once. */
#include "api/ruleset.h"
#include "compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t test_node(const struct oz_plan *plan)
{
    for (uint32_t i = 0; i < plan->expr->node_count; i++) {
        if (plan->expr->nodes[i].kind == OZ_EXPR_TEST) {
            return i;
        }
    }
    return OZ_NONE;
}

static const struct {
    const char *operand; /* of a */
    uint32_t sets;
    bool aux;
} rows[] = {
    {"Condition: IsIn, Values: [1, 2, 3, 4, 5, 6, 7, 8]", 0, false},
    {"Condition: IsIn, Values: [1, 2, 3, 4, 5, 6, 7, 8, 9]", 1, true},
    {"Condition: Contains, Values: [a, b, c, d, e, f, g, h, i]", 0, false},
    {"Condition: IsIPAddressInCIDR, Values: [10.0.0.0/8, 11.0.0.0/8]", 0, true},
    {"Condition: CIDRContainsIPAddresses, Value: 10.0.0.1", 0, true},
    {"Condition: Exists", 0, false},
};

START_TEST(constants_are_prepared_where_it_pays)
{
    struct kit_set set;
    const struct oz_plan *plan;
    char list[256];

    snprintf(list, sizeof list, "- {Key: a, %s}", rows[_i].operand);
    kit_compile_detection(&set, list);
    plan = &set.ruleset->plan;
    ck_assert_uint_eq(plan->set_count, rows[_i].sets);
    ck_assert_int_eq(plan->nodes[test_node(plan)].aux != OZ_NONE, rows[_i].aux);
    kit_finish(&set);
}
END_TEST

static ounce_value integer(int64_t number)
{
    ounce_value value = {0};

    value.kind = OUNCE_INT;
    value.integer = number;
    return value;
}

static ounce_value real(double number)
{
    ounce_value value = {0};

    value.kind = OUNCE_FLOAT;
    value.real = number;
    return value;
}

static ounce_value text(uint32_t kind, const char *data)
{
    ounce_value value = {0};

    value.kind = kind;
    value.text = data;
    value.size = strlen(data);
    return value;
}

START_TEST(a_set_holds_what_equals_an_item)
{
    struct kit_set set;
    const struct oz_plan *plan;
    ounce_value value;
    uint32_t id;

    kit_compile_detection(&set,
                          "- {Key: a, Condition: IsIn, Values: [1, 2.0, 2.5, 4, 4, 6, "
                          "92233720368547758080, 8, 9.0, 0]}");
    plan = &set.ruleset->plan;
    id = plan->nodes[test_node(plan)].aux;
    ck_assert(oz_plan_set_holds(plan, id, (value = integer(1), &value)));
    ck_assert(oz_plan_set_holds(plan, id, (value = real(1.0), &value)));
    ck_assert(oz_plan_set_holds(plan, id, (value = integer(2), &value)));
    ck_assert(oz_plan_set_holds(plan, id, (value = real(2.5), &value)));
    ck_assert(oz_plan_set_holds(plan, id, (value = integer(4), &value)));
    ck_assert(oz_plan_set_holds(plan, id, (value = real(-0.0), &value)));
    ck_assert(oz_plan_set_holds(
        plan, id, (value = text(OUNCE_BIG, "92233720368547758080"), &value)));
    ck_assert(
        oz_plan_set_holds(plan, id, (value = real(92233720368547758080.0), &value)));
    ck_assert(!oz_plan_set_holds(plan, id, (value = integer(3), &value)));
    ck_assert(!oz_plan_set_holds(plan, id, (value = text(OUNCE_TEXT, "1"), &value)));
    ck_assert(!oz_plan_set_holds(
        plan, id, (value = text(OUNCE_BIG, "92233720368547758081"), &value)));
    value = integer(1);
    value.kind = OUNCE_BOOL;
    ck_assert(!oz_plan_set_holds(plan, id, &value));
    value.kind = OUNCE_NULL;
    ck_assert(!oz_plan_set_holds(plan, id, &value));
    kit_finish(&set);
}
END_TEST

START_TEST(a_list_of_90000_values_is_a_set)
{
    enum { COUNT = 90000 };
    struct kit_set set;
    size_t used;
    size_t size = (size_t)COUNT * 16 + 100;
    char *list = malloc(size);

    ck_assert_ptr_nonnull(list);
    used = (size_t)snprintf(list, size, "- {Key: a, Condition: IsIn, Values: [");
    for (int i = 0; i < COUNT; i++) {
        used += (size_t)snprintf(list + used, size - used, "%d,", i * 3);
    }
    snprintf(list + used, size - used, "-1]}");
    kit_compile_detection(&set, list);
    ck_assert(kit_judge(&set, "{\"a\":-1}"));
    ck_assert(kit_judge(&set, "{\"a\":3000}"));
    ck_assert(kit_judge(&set, "{\"a\":30000.0}"));
    ck_assert(!kit_judge(&set, "{\"a\":3001}"));
    kit_finish(&set);
    free(list);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plan/plan_constant");
    TCase *tests = tcase_create("plan_constant");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, constants_are_prepared_where_it_pays, 0,
                        KIT_LENGTH(rows));
    tcase_add_test(tests, a_set_holds_what_equals_an_item);
    tcase_add_test(tests, a_list_of_90000_values_is_a_set);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
