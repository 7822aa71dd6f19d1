/* test_net.c — addresses and networks: every case of tests/python/net_cases.tsv, whose
 * answers are CPython's. How a line reads is said in tests/python/net_cases.py.
 */
#include "native/net.h"

#include "base/str.h"
#include "base/table.h"
#include "kit.h"
#include "kit_cases.h"
#include "kit_object.h"

#include <ounce/matcher.h>
#include <stdio.h>

/* "a:TEXT" and "n:TEXT" become addresses and networks. */
static void make_things(struct oz_work *work, struct oz_array *args)
{
    for (size_t i = 0; i < args->count; i++) {
        ounce_value *arg = &args->items[i], in[2] = {{0}, oz_bool(false)};

        if (arg->kind != OUNCE_TEXT || arg->size < 2 || arg->text[1] != ':' ||
            (arg->text[0] != 'a' && arg->text[0] != 'n')) {
            continue;
        }
        in[0] = oz_text((ounce_str){arg->text + 2, arg->size - 2});
        ck_assert(arg->text[0] == 'a'
                      ? kit_call(work, "ipaddress.ip_address", in, 1, arg)
                      : kit_call(work, "ipaddress.ip_network", in, 2, arg));
    }
}

static bool run_order(struct oz_work *work, const char *op, const ounce_value *args,
                      ounce_value *out)
{
    uint64_t a, b;
    bool holds;

    if (strcmp(op, "hash==") == 0) {
        if (!oz_hash_value(work, &args[0], &a) || !oz_hash_value(work, &args[1], &b)) {
            return false;
        }
        holds = a == b;
    } else if (strcmp(op, "==") == 0 ? !oz_equal(work, &args[0], &args[1], &holds)
               : strcmp(op, "in") == 0
                   ? !oz_contains(work, &args[1], &args[0], &holds)
                   : !oz_order(work, op, &args[0], &args[1], &holds)) {
        return false;
    }
    *out = oz_bool(holds);
    return true;
}

static bool run(struct oz_work *work, const char *op, ounce_value *args, uint32_t count,
                ounce_value *out)
{
    static const char *const orders[] = {"==", "<", "<=", ">", ">=", "in", "hash=="};
    static const char *const plain[] = {"str", "int", "format", "list"};
    char name[64];

    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        if (strcmp(op, orders[i]) == 0) {
            return run_order(work, op, args, out);
        }
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (strcmp(op, plain[i]) == 0) {
            return kit_call(work, op, args, count, out);
        }
    }
    if (strcmp(op, "[]") == 0) {
        return oz_item(work, &args[0], &args[1], out);
    }
    if (op[0] == '.') {
        uint32_t id = oz_native_method(&args[0], (ounce_str){op + 1, strlen(op) - 1});

        ck_assert_msg(id != OZ_NONE, "no such method: %s", op);
        return kit_call_row(work, id, args, count, out);
    }
    snprintf(name, sizeof name, "ipaddress.%s", op);
    return kit_call(work, name, args, count, out);
}

static bool check_line(void *user, char *line, unsigned number)
{
    struct oz_work *work = user;
    const char *op = kit_cut(&line, '\t'), *literal = kit_cut(&line, '\t');
    ounce_value args, out = oz_none();
    struct oz_array *items;
    char what[4096];
    bool ok;

    oz_arena_reset(work->walk.scratch);
    work->walk.steps = 100000;
    args = kit_literal(work, literal);
    items = oz_array_of(&args);
    make_things(work, items);

    ok = run(work, op, items->items, (uint32_t)items->count, &out);
    if (ok && out.kind == OZ_ITERATOR) {
        ok = oz_collect(work, OZ_ARRAY, &out, &out);
    }

    snprintf(what, sizeof what, "%s%s", op, literal);
    return kit_answer(number, what, line, kit_repr(work, ok, &out));
}

START_TEST(answers_are_those_of_cpython)
{
    struct oz_work *work = kit_work();

    kit_cases("tests/python/net_cases.tsv", 500, check_line, work);

    kit_work_free(work);
}
END_TEST

/* A network holds up to 2^128 addresses: listing them ends with the budget. */
START_TEST(a_large_network_spends_the_budget)
{
    struct oz_work *work = kit_work();
    ounce_value args[2] = {oz_text(OZ_LIT("::/0"))}, network, out;

    ck_assert(kit_call(work, "ipaddress.ip_network", args, 1, &network));
    work->walk.steps = 100000;

    ck_assert(!oz_collect(work, OZ_ARRAY, &network, &out));
    ck_assert_uint_eq(work->walk.reason, OUNCE_REASON_BUDGET);
    kit_work_free(work);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("native/net");
    TCase *tests = tcase_create("net");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, answers_are_those_of_cpython);
    tcase_add_test(tests, a_large_network_spends_the_budget);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
