/* test_country.c — countries: every case of tests/python/country_cases.tsv, whose
 * answers are pycountry's, and what a country is besides its fields.
 */
#include "base/str.h"
#include "base/table.h"
#include "kit.h"
#include "kit_cases.h"
#include "kit_object.h"
#include "native/native.h"

#include <ounce/matcher.h>
#include <stdio.h>

static bool invoke(struct oz_work *work, const char *function, const ounce_value *args,
                   const ounce_value *named, ounce_value *out)
{
    char name[64];
    uint32_t id;

    snprintf(name, sizeof name, "pycountry.countries.%s", function);
    id = oz_native_find((ounce_str){name, strlen(name)});
    ck_assert_msg(id != OZ_NONE, "no such function: %s", name);
    return kit_call_named(work, id, args, named, out);
}

static bool check_line(void *user, char *line, unsigned number)
{
    struct oz_work *work = user;
    const char *function = kit_cut(&line, '\t'), *literal = kit_cut(&line, '\t');
    const char *named = kit_cut(&line, '\t');
    ounce_value args, kwargs, out = oz_none();
    char what[4096];
    bool ok;

    oz_arena_reset(work->walk.scratch);
    work->walk.steps = 100000;
    args = kit_literal(work, literal);
    kwargs = kit_literal(work, named);

    ok = invoke(work, function, &args, &kwargs, &out);

    snprintf(what, sizeof what, "%s%s%s", function, literal, named);
    return kit_answer(number, what, line, kit_repr(work, ok, &out));
}

START_TEST(answers_are_those_of_pycountry)
{
    struct oz_work *work = kit_work();

    kit_cases("tests/python/country_cases.tsv", 300, check_line, work);

    kit_work_free(work);
}
END_TEST

static ounce_value country(struct oz_work *work, const char *name)
{
    ounce_value args = kit_literal(work, name), named = kit_literal(work, "{}"), out;

    ck_assert(invoke(work, "lookup", &args, &named, &out));
    return out;
}

START_TEST(a_country_is_found_again_in_a_set)
{
    struct oz_work *work = kit_work();
    ounce_value a = country(work, "('RU',)"), b = country(work, "('643',)");
    ounce_value c = country(work, "('FR',)"), set;
    bool equal, holds;

    ck_assert(oz_equal(work, &a, &b, &equal) && equal);
    ck_assert(oz_equal(work, &a, &c, &equal) && !equal);
    ck_assert(oz_dict_new(work, OZ_SET, &set) && oz_dict_set(work, &set, &a, NULL));
    ck_assert(oz_contains(work, &set, &b, &holds) && holds);
    ck_assert(oz_contains(work, &set, &c, &holds) && !holds);
    kit_work_free(work);
}
END_TEST

START_TEST(a_country_is_no_tuple)
{
    struct oz_work *work = kit_work();
    ounce_value value = country(work, "('VN',)"), list, zero = oz_int(0), out;
    size_t length;

    ck_assert(oz_truth(&value));
    ck_assert(oz_collect(work, OZ_ARRAY, &value, &list));
    ck_assert_str_eq(
        kit_repr(work, true, &list),
        "[('alpha_2', 'VN'), ('alpha_3', 'VNM'), ('common_name', 'Vietnam'), "
        "('flag', '🇻🇳'), ('name', 'Viet Nam'), ('numeric', '704'), "
        "('official_name', 'Socialist Republic of Viet Nam')]");
    ck_assert_str_eq(kit_repr(work, oz_length(work, &value, &length), &out),
                     "!TypeError: object of type 'Country' has no len()");
    ck_assert_str_eq(kit_repr(work, oz_item(work, &value, &zero, &out), &out),
                     "!TypeError: 'Country' object is not subscriptable");
    ck_assert_str_eq(kit_repr(work, oz_object_json(work, &value), &out),
                     "!TypeError: object of type <class 'pycountry.db.Country'> is not "
                     "JSON serializable");
    kit_work_free(work);
}
END_TEST

START_TEST(failing_memory_is_no_crash)
{
    bool ok = false;

    for (uint64_t n = 1; !ok; n++) {
        struct kit_memory memory;
        struct oz_work *work;
        ounce_value args, named, out;

        kit_memory_init(&memory);
        work = kit_work_over(&memory.allocator);
        args = kit_literal(work, "('CÔTE D\\'IVOIRE',)");
        named = kit_literal(work, "{}");
        memory.fail_at = memory.calls + n;
        ok = invoke(work, "lookup", &args, &named, &out);
        ck_assert(ok || work->walk.reason == OUNCE_REASON_NOMEM);
        kit_work_free(work);
        ck_assert_uint_eq(memory.live, 0);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("native/country");
    TCase *tests = tcase_create("country");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, answers_are_those_of_pycountry);
    tcase_add_test(tests, a_country_is_found_again_in_a_set);
    tcase_add_test(tests, a_country_is_no_tuple);
    tcase_add_test(tests, failing_memory_is_no_crash);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
