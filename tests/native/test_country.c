/* test_country.c — countries: every case of tests/python/country_cases.tsv, whose
 * answers are pycountry's, and what a country is besides its fields.
 */
#include "base/str.h"
#include "base/table.h"
#include "kit.h"
#include "kit_object.h"
#include "native/native.h"

#include <ounce/matcher.h>
#include <stdio.h>
#include <stdlib.h>

static bool invoke(struct oz_work *work, const char *function, const ounce_value *args,
                   const ounce_value *named, ounce_value *out)
{
    const struct oz_array *given = oz_array_of(args);
    uint32_t count = (uint32_t)given->count, named_count = 0, id;
    ounce_value all[8], bound[OZ_MAX_PARAMS];
    ounce_str names[8];
    const struct oz_dict_entry *entry;
    size_t place = 0;
    char name[64];

    snprintf(name, sizeof name, "pycountry.countries.%s", function);
    id = oz_native_find((ounce_str){name, strlen(name)});
    ck_assert_msg(id != OZ_NONE, "no such function: %s", name);
    for (uint32_t i = 0; i < count; i++) {
        all[i] = given->items[i];
    }
    while ((entry = oz_dict_next(named, &place)) != NULL) {
        names[named_count] = (ounce_str){entry->key.text, entry->key.size};
        all[count + named_count++] = entry->value;
    }
    return oz_native_bind(work, &oz_natives[id], all, count, names, named_count,
                          bound) &&
           oz_natives[id].call(work, bound, out);
}

static char *cut(char **line)
{
    char *field = *line, *tab = strchr(field, '\t');

    ck_assert_msg(tab != NULL, "no tab: %s", field);
    *tab = '\0';
    *line = tab + 1;
    return field;
}

static void check_line(struct oz_work *work, char *line, unsigned number,
                       unsigned *failed)
{
    const char *function = cut(&line), *literal = cut(&line), *named = cut(&line), *got;
    ounce_value args, kwargs, out = oz_none();
    bool ok;

    oz_arena_reset(work->walk.scratch);
    work->walk.steps = 100000;
    args = kit_literal(work, literal);
    kwargs = kit_literal(work, named);

    ok = invoke(work, function, &args, &kwargs, &out);

    got = kit_repr(work, ok, &out);
    if (strcmp(got, line) != 0) {
        printf("%u: %s%s%s\n    expected %s\n    got      %s\n", number, function,
               literal, named, line, got);
        fflush(stdout);
        ++*failed;
    }
}

START_TEST(answers_are_those_of_pycountry)
{
    const char *root = getenv("OUNCE_SOURCE_ROOT");
    struct oz_work *work = kit_work();
    char path[4096], *line = NULL;
    size_t capacity = 0;
    unsigned number = 0, failed = 0;
    FILE *file;

    snprintf(path, sizeof path, "%s/tests/python/country_cases.tsv",
             root != NULL ? root : ".");
    file = fopen(path, "r");
    ck_assert_msg(file != NULL, "cannot open %s", path);
    while (getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        number++;
        if (line[0] != '#') {
            check_line(work, line, number, &failed);
        }
    }
    free(line);
    fclose(file);
    kit_work_free(work);

    ck_assert_uint_gt(number, 300);
    ck_assert_uint_eq(failed, 0);
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
