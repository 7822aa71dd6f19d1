/* test_object.c — values of an evaluation: every case of tests/python/object_cases.tsv,
 * whose answers are CPython's.
 *
 *     op TAB arguments, a tuple TAB expected [TAB the first argument afterwards]
 *
 * An op is a function of native.h, a method of the first argument when it begins with a
 * dot, or one of the operators below. tests/python/object_cases.py writes the file.
 */
#include "base/str.h"
#include "base/table.h"
#include "base/utf8.h"
#include "kit.h"
#include "kit_cases.h"
#include "kit_object.h"
#include "native/native.h"

#include <math.h>
#include <ounce/matcher.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The only functions that may be called back: those of the table, as `len` or `str`. */
static bool call(struct oz_work *work, const ounce_value *callee,
                 const ounce_value *args, uint32_t count, ounce_value *out)
{
    ounce_value bound[OZ_MAX_PARAMS];
    const struct oz_native *native;

    if (callee->kind != OZ_NATIVE) {
        return oz_raise(work, OZ_EXC_TYPE, "'%s' object is not callable",
                        oz_type_name(callee));
    }
    native = &oz_natives[callee->integer];
    return oz_native_bind(work, native, args, count, NULL, 0, bound) &&
           native->call(work, bound, out);
}

static bool run_order(struct oz_work *work, const char *op, const ounce_value *args,
                      ounce_value *out)
{
    bool holds;

    if (strcmp(op, "==") == 0   ? !oz_equal(work, &args[0], &args[1], &holds)
        : strcmp(op, "in") == 0 ? !oz_contains(work, &args[1], &args[0], &holds)
                                : !oz_order(work, op, &args[0], &args[1], &holds)) {
        return false;
    }
    *out = oz_bool(holds);
    return true;
}

static bool run_json(struct oz_work *work, const ounce_value *value, ounce_value *out)
{
    size_t base = work->text.size;

    return oz_object_json(work, value) && oz_text_take(work, base, out);
}

/* Leaves as plain values and comes back as JSON through the public view. */
static bool run_plain(struct oz_work *work, const ounce_value *value, ounce_value *out)
{
    size_t base = work->text.size;
    ounce_value plain = *value;

    return oz_object_plain(work, &plain) &&
           oz_value_json(&work->walk, &plain, &work->text) &&
           oz_text_take(work, base, out);
}

static bool run_set(struct oz_work *work, ounce_value *args, ounce_value *out)
{
    *out = oz_none();
    return oz_set_item(work, &args[0], &args[1], &args[2]);
}

static bool run_hashes(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    uint64_t a, b;

    if (!oz_hash_value(work, &args[0], &a) || !oz_hash_value(work, &args[1], &b)) {
        return false;
    }
    *out = oz_bool(a == b);
    return true;
}

/* Arguments that are a text "<len>" become the function; "key=<len>" a named one. */
static uint32_t bind_names(ounce_value *args, uint32_t count, ounce_str *names)
{
    uint32_t named = 0;

    for (uint32_t i = 0; i < count; i++) {
        ounce_str text = {args[i].text, args[i].size};
        const char *sign;

        if (args[i].kind != OUNCE_TEXT || text.size < 3 ||
            text.data[text.size - 1] != '>') {
            continue;
        }
        sign = memchr(text.data, '<', text.size);
        if (sign != text.data) {
            names[named++] = (ounce_str){text.data, (size_t)(sign - text.data) - 1};
        }
        text = (ounce_str){sign + 1, (size_t)(text.data + text.size - sign) - 2};
        memset(&args[i], 0, sizeof args[i]);
        args[i].kind = OZ_NATIVE;
        args[i].integer = oz_native_find(text);
        if (oz_str_is(text, "True")) {
            args[i] = oz_bool(true);
        }
    }
    return named;
}

static bool run_native(struct oz_work *work, const char *op, ounce_value *args,
                       uint32_t count, ounce_value *out)
{
    ounce_str name = {op, strlen(op)}, names[OZ_MAX_PARAMS];
    ounce_value bound[OZ_MAX_PARAMS];
    uint32_t named = bind_names(args, count, names);
    uint32_t id = oz_native_find(name);

    if (op[0] == '.') {
        id = oz_native_method(&args[0], (ounce_str){op + 1, name.size - 1});
    }
    ck_assert_msg(id != OZ_NONE, "no such function: %s", op);
    return oz_native_bind(work, &oz_natives[id], args, count - named, names, named,
                          bound) &&
           oz_natives[id].call(work, bound, out);
}

static bool run(struct oz_work *work, const char *op, ounce_value *args, uint32_t count,
                ounce_value *out)
{
    static const char *const orders[] = {"==", "<", "<=", ">", ">=", "in", NULL};

    for (size_t i = 0; orders[i] != NULL; i++) {
        if (strcmp(op, orders[i]) == 0) {
            return run_order(work, op, args, out);
        }
    }
    return strcmp(op, "[]") == 0    ? oz_item(work, &args[0], &args[1], out)
           : strcmp(op, "[]=") == 0 ? run_set(work, args, out)
           : strcmp(op, "[:]") == 0
               ? oz_slice(work, &args[0], &args[1], &args[2], &args[3], out)
           : strcmp(op, "json") == 0     ? run_json(work, &args[0], out)
           : strcmp(op, "plain") == 0    ? run_plain(work, &args[0], out)
           : strcmp(op, "deepcopy") == 0 ? oz_object_copy(work, &args[0], out)
           : strcmp(op, "hash==") == 0   ? run_hashes(work, args, out)
                                         : run_native(work, op, args, count, out);
}

static bool check_line(void *user, char *line, unsigned number)
{
    struct oz_work *work = kit_work();
    const char *op = kit_cut(&line, '\t'), *literal = kit_cut(&line, '\t');
    char *expected = line, *after = strchr(line, '\t'), what[4096];
    ounce_value args = kit_literal(work, literal), out = oz_none();
    struct oz_array *items = oz_array_of(&args);
    bool ok;

    (void)user;
    if (after != NULL) {
        *after++ = '\0';
    }
    work->call = call;
    ok = run(work, op, items->items, (uint32_t)items->count, &out);
    if (ok && out.kind == OZ_ITERATOR) {
        ok = oz_collect(work, OZ_ARRAY, &out, &out);
    }
    snprintf(what, sizeof what, "%s%s", op, literal);
    ok = kit_answer(number, what, expected, kit_repr(work, ok, &out)) &&
         (after == NULL ||
          kit_answer(number, what, after, kit_repr(work, true, &items->items[0])));
    kit_work_free(work);
    return ok;
}

START_TEST(answers_are_those_of_cpython)
{
    kit_cases("tests/python/object_cases.tsv", 100, check_line, NULL);
}
END_TEST

/* What would be huge ends with the budget, not with the memory of the host. */
static const struct {
    const char *op, *args;
} hostile[] = {
    {"range", "(1000000000000,)"},       {"format", "('a', '1000000000000')"},
    {"format", "(1, '01000000000000')"}, {"format", "(1, '01000000000000,')"},
    {"format", "(1.5, '.1000000000f')"},
};

START_TEST(hostile_sizes_spend_the_budget)
{
    struct oz_work *work = kit_work();
    ounce_value args = kit_literal(work, hostile[_i].args), out;
    struct oz_array *items = oz_array_of(&args);
    bool ok;

    work->walk.steps = 100000;

    ok = run(work, hostile[_i].op, items->items, (uint32_t)items->count, &out);

    ck_assert(!ok);
    ck_assert_str_eq(ounce_reason_text(work->walk.reason), "step budget spent");
    kit_work_free(work);
}
END_TEST

/* Whether a list is printed already is looked up in all that it lies in. */
START_TEST(levels_that_are_looked_through_are_paid)
{
    struct oz_work *work = kit_work();
    ounce_value list = kit_literal(work, "[]"), inner = list, outer;

    for (int i = 0; i < 100; i++) {
        outer = kit_literal(work, "[]");
        ck_assert(oz_array_add(work, &outer, &inner));
        inner = outer;
    }
    for (int i = 0; i < 1000; i++) {
        ck_assert(oz_array_add(work, &list, i % 2 == 0 ? &list : &inner));
    }
    work->walk.steps = 10000;

    ck_assert(oz_repr(work, &inner));

    ck_assert_ptr_null(work->printed);
    ck_assert_uint_lt(work->walk.steps, 6000); /* 1100 values, and 500 times 100 */
    kit_work_free(work);
}
END_TEST

/* Each makes more than one chunk of the arena. */
static const struct {
    const char *op, *args;
} hungry[] = {
    {"sorted", "('hungry',)"},
    {"enumerate", "('hungry',)"},
    {"set", "('hungry',)"},
    {"repr", "(['hungry'],)"},
    {"format", "('x', '9000')"},
    {"dict.fromkeys", "('hungry',)"},
    {"deepcopy", "([[1], {'a': [2, {3}]}],)"},
    {"[:]", "('hungry', 1, None, 2)"},
};

/* "hungry" stands for a text of thousands of different characters. */
static void feed(struct oz_work *work, ounce_value *value)
{
    size_t base = work->text.size;
    char text[OZ_UTF8_MAX];

    if (value->kind == OZ_ARRAY && oz_array_of(value)->count == 1) {
        value = oz_array_of(value)->items;
    }
    if (value->kind == OUNCE_TEXT && value->size == 6) {
        for (uint32_t cp = 0x4E00; cp < 0x4E00 + 3000; cp++) {
            oz_buf_add(&work->text, text, oz_utf8_encode(cp, text));
        }
        ck_assert(oz_text_take(work, base, value));
    }
}

START_TEST(out_of_memory_is_said)
{
    bool ok = false;
    unsigned tries = 0;

    for (uint64_t fail_at = 1; !ok; fail_at++, tries++) {
        struct kit_memory memory;
        struct oz_work *work;
        ounce_value args, out;
        struct oz_array *items;

        kit_memory_init(&memory);
        work = kit_work_over(&memory.allocator);
        args = kit_literal(work, hungry[_i].args);
        items = oz_array_of(&args);
        feed(work, &items->items[0]);
        memory.fail_at = memory.calls + fail_at;
        memory.keep_failing = true;

        ok = run(work, hungry[_i].op, items->items, (uint32_t)items->count, &out) &&
             !work->text.failed;

        ck_assert(ok || work->text.failed || work->walk.reason == OUNCE_REASON_NOMEM);
        kit_work_free(work);
        ck_assert_uint_eq(memory.blocks, 0);
    }
    ck_assert_uint_ge(tries, 1);
}
END_TEST

START_TEST(colliding_keys_spend_the_budget)
{
    struct oz_work *work = kit_work();
    ounce_value dict, key, value = oz_int(1);
    uint64_t spent;

    /* Tuples of one NaN each have the same hash and are never equal. */
    ck_assert(oz_dict_new(work, OZ_DICT, &dict));
    for (int i = 0; i < 1000; i++) {
        ounce_value nan = oz_real((double)NAN);

        ck_assert(oz_array_new(work, OZ_TUPLE, 1, &key));
        ck_assert(oz_array_add(work, &key, &nan));
        ck_assert(oz_dict_set(work, &dict, &key, &value));
    }

    spent = 10000000 - work->walk.steps;

    ck_assert_uint_eq(oz_dict_of(&dict)->count, 1000);
    ck_assert_uint_ge(spent, 1000 * 999 / 2);
    kit_work_free(work);
}
END_TEST

START_TEST(a_list_that_holds_itself_is_no_crash)
{
    struct oz_work *work = kit_work();
    ounce_value list, other;

    ck_assert(oz_array_new(work, OZ_ARRAY, 1, &list));
    ck_assert(oz_array_add(work, &list, &list));
    ck_assert(oz_array_new(work, OZ_ARRAY, 1, &other));
    ck_assert(oz_array_add(work, &other, &other));

    ck_assert_str_eq(kit_repr(work, oz_object_json(work, &list), &list),
                     "!RecursionError: maximum recursion depth exceeded while encoding "
                     "a JSON object");
    ck_assert(!oz_equal(work, &list, &other, &(bool){false}));
    kit_work_free(work);
}
END_TEST

START_TEST(holes_of_a_dict_are_passed_over)
{
    struct oz_work *work = kit_work();
    ounce_value dict, key, value;
    bool found;

    ck_assert(oz_dict_new(work, OZ_DICT, &dict));
    for (int64_t i = 0; i < 200; i++) {
        key = oz_int(i);
        ck_assert(oz_dict_set(work, &dict, &key, &key));
        if (i >= 3) {
            key = oz_int(i - 3);
            ck_assert(oz_dict_remove(work, &dict, &key, &value, &found));
            ck_assert(found);
            ck_assert_int_eq(value.integer, i - 3);
        }
    }

    ck_assert_str_eq(kit_repr(work, true, &dict), "{197: 197, 198: 198, 199: 199}");
    ck_assert_uint_le(oz_dict_of(&dict)->capacity, 16);
    kit_work_free(work);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("object/object");
    TCase *tests = tcase_create("object");

    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, answers_are_those_of_cpython);
    tcase_add_loop_test(tests, hostile_sizes_spend_the_budget, 0,
                        (int)(sizeof hostile / sizeof *hostile));
    tcase_add_loop_test(tests, out_of_memory_is_said, 0,
                        (int)(sizeof hungry / sizeof *hungry));
    tcase_add_test(tests, colliding_keys_spend_the_budget);
    tcase_add_test(tests, a_list_that_holds_itself_is_no_crash);
    tcase_add_test(tests, holes_of_a_dict_are_passed_over);
    tcase_add_test(tests, levels_that_are_looked_through_are_paid);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
