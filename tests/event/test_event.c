/* test_event.c — the view contract: paths, names that differ in case, and hosts that
 * lie.
 */
#include "event/event.h"

#include "base/str.h"
#include "kit_event.h"

#include <math.h>
#include <ounce/matcher.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

#define KELVIN "\xe2\x84\xaa" /* lower case: k */

static const char *const no_names[] = {NULL};

static struct kit_event event;

static void setup(void)
{
    kit_event_init(&event, no_names);
    event.walk.steps = 10000;
    event.walk.max_depth = 128;
}

static void teardown(void)
{
    kit_event_finish(&event);
}

/* ---- Describing ---- */

START_TEST(raw_json_is_described)
{
    ounce_event described;

    memset(&described, 0xaa, sizeof described);
    ounce_event_init_json(&described, "{}", 2);

    ck_assert_uint_eq(described.size, sizeof described);
    ck_assert_uint_eq(described.json.size, 2);
    ck_assert_ptr_null(described.root);
    ck_assert_ptr_null(described.view.accessor);
    ck_assert_uint_eq(described.log_type.size + described.file.size + described.line,
                      0);
    ck_assert_uint_eq(described.reserved, 0);
}
END_TEST

START_TEST(no_text_is_an_empty_text)
{
    ounce_event described;

    ounce_event_init_json(&described, NULL, 5);

    ck_assert_ptr_nonnull(described.json.data);
    ck_assert_uint_eq(described.json.size, 0);
}
END_TEST

START_TEST(a_hosts_object_is_described)
{
    static const ounce_accessor accessor = {(uint32_t)sizeof accessor, NULL, NULL,
                                            NULL};
    ounce_event described;
    int ctx = 0;
    int root = 0;

    memset(&described, 0xaa, sizeof described);
    ounce_event_init_host(&described, &accessor, &ctx, &root);

    ck_assert_uint_eq(described.size, sizeof described);
    ck_assert_ptr_null(described.json.data);
    ck_assert_ptr_eq(described.view.accessor, &accessor);
    ck_assert_ptr_eq(described.view.ctx, &ctx);
    ck_assert_ptr_eq(described.root, &root);
    ck_assert_uint_eq(described.line, 0);
}
END_TEST

/* ---- Paths ---- */

static const struct {
    const char *event, *path, *found;
} walks[] = {
    {"{\"a\":1}", "a", "1"},
    {"{\"a\":null}", "a", "null"},
    {"{\"a\":1}", "b", "-"},
    {"{\"a\":{\"b\":{\"c\":1}}}", "a.b.c", "1"},
    {"{\"a\":{\"b\":{\"c\":1}}}", "a.b", "{\"c\":1}"},
    {"{\"a\":1}", "a.b", "-"},
    {"{\"a\":null}", "a.b", "-"},
    {"{\"a\":\"text\"}", "a[0]", "-"},
    {"{\"a\":[1,2,3]}", "a[0]", "1"},
    {"{\"a\":[1,2,3]}", "a[2]", "3"},
    {"{\"a\":[1,2,3]}", "a[3]", "-"},
    {"{\"a\":[1,2,3]}", "a[4294967294]", "-"},
    {"{\"a\":[1,[2]]}", "a[1][0]", "2"},
    {"{\"a\":[1]}", "a.b", "-"},
    {"{\"a\":[1]}", "a.0", "-"},
    {"{\"a\":{\"0\":1}}", "a.0", "1"},
    {"{\"a\":{\"0\":1}}", "a[0]", "-"},
    {"{\"a.b\":1,\"a\":{\"b\":2}}", "[\"a.b\"]", "1"},
    {"{\"a.b\":1}", "a.b", "-"},
    {"{\"\":{\"\":1}}", "[\"\"][\"\"]", "1"},
    {"{\"*\":1}", "[\"*\"]", "1"},
    {"{\"a\":1}", "[0]", "-"},
    {"[7]", "[0]", "7"},
    /* another case: the exact name, else the first in the document */
    {"{\"A\":1}", "a", "1"},
    {"{\"A\":1,\"a\":2}", "a", "2"},
    {"{\"a\":2,\"A\":1}", "a", "2"},
    {"{\"AB\":1,\"Ab\":2,\"aB\":3}", "ab", "1"},
    {"{\"aB\":3,\"AB\":1,\"Ab\":2}", "ab", "3"},
    {"{\"AB\":1,\"Ab\":2,\"AB\":3}", "ab", "3"},
    {"{\"A\":{\"B\":[{\"C\":1}]}}", "a.b[0].c", "1"},
    {"{\"A\":{\"B\":1},\"a\":{}}", "a.b", "-"},
    {"{\"a\":\"VALUE\"}", "a", "\"VALUE\""},
    {"{\"" KELVIN "\":1}", "k", "1"},
    {"{\"k\":1}", KELVIN, "1"},
    {"{\"\xc3\x89TAT\":1}", "\xc3\xa9tat", "1"},
    {"{\"b1\":0,\"b2\":0,\"b3\":0,\"b4\":0,\"b5\":0,\"b6\":0,\"b7\":0,\"B9\":1,\"B8\":"
     "2}",
     "b8", "2"},
    /* [*]: every element on which the rest is there, as a list */
    {"{\"a\":[{\"b\":1},{\"b\":2}]}", "a[*].b", "[1,2]"},
    {"{\"a\":[{\"b\":1},{\"c\":2},{\"b\":null},3,[]]}", "a[*].b", "[1,null]"},
    {"{\"a\":[{\"B\":1},{\"b\":2}]}", "a[*].b", "[1,2]"},
    {"{\"a\":[[1,2],[3],[]]}", "a[*][0]", "[1,3]"},
    {"{\"a\":[[1,[2]],[3]]}", "a[*]", "[[1,[2]],[3]]"},
    {"{\"a\":[1,null,\"x\"]}", "a[*]", "[1,null,\"x\"]"},
    {"{\"a\":[[1,[2]],[3],4,[]]}", "a[*][*]", "[1,[2],3]"},
    {"{\"a\":[{\"b\":[{\"c\":1},{\"c\":2}]},{\"b\":[{\"c\":3}]}]}", "a[*].b[*].c",
     "[1,2,3]"},
    {"{\"a\":[{\"b\":[1]},{\"b\":2},{\"b\":[3,4]}]}", "a[*].b[*]", "[1,3,4]"},
    {"{\"a\":[[[1],[2]],[[3]]]}", "a[*][*][*]", "[1,2,3]"},
    {"{\"a\":[{\"b\":[[1]]}]}", "a[*].b", "[[[1]]]"},
    {"{\"a\":[{\"b\":5}]}", "a[*].b", "[5]"}, /* never a scalar */
    {"[{\"b\":1}]", "[*].b", "[1]"},
    {"{\"a\":{\"b\":1}}", "a[*].b", "-"},
    {"{\"a\":\"text\"}", "a[*]", "-"},
    {"{\"a\":null}", "a[*]", "-"},
    {"{}", "a[*].b", "-"},
    {"{\"a\":[]}", "a[*].b", "-"},
    {"{\"a\":[]}", "a[*]", "-"},
    {"{\"a\":[[],[]]}", "a[*][*]", "-"},
    {"{\"a\":[{\"b\":[]}]}", "a[*].b", "[[]]"},
    {"{\"a\":[{\"c\":1}]}", "a[*].b", "-"},
    {"{\"a\":[1,2]}", "a[*].b", "-"},
};

START_TEST(a_path_finds_what_it_names)
{
    ounce_value root = kit_json(&event, walks[_i].event);
    struct oz_path path = kit_path(&event, walks[_i].path);
    ounce_value found;

    ck_assert(oz_value_walk(&event.walk, &root, &path, 0, &found));

    ck_assert_str_eq(kit_value_print(&event, &found), walks[_i].found);
}
END_TEST

/* An exact path: another spelling is another name. */
static const struct {
    const char *event, *path, *found;
} spelled[] = {
    {"{\"A\":1}", "a", "-"},
    {"{\"A\":1,\"a\":2}", "a", "2"},
    {"{\"a\":2,\"A\":1}", "A", "1"},
    {"{\"a\":{\"B\":1}}", "a.b", "-"},
    {"{\"A\":{\"b\":1},\"a\":{\"b\":2}}", "a.b", "2"},
    {"{\"a\":[{\"B\":1},{\"b\":2}]}", "a[*].b", "[2]"},
    {"{\"a\":[{\"B\":1}]}", "a[0].b", "-"},
    {"{\"a\":[1]}", "a.b", "-"},
    {"{\"" KELVIN "\":1}", "k", "-"},
};

START_TEST(an_exact_path_finds_what_is_spelled_so)
{
    ounce_value root = kit_json(&event, spelled[_i].event);
    struct oz_path path = kit_path(&event, spelled[_i].path);
    ounce_value found;

    path.exact = true;
    ck_assert(oz_value_walk(&event.walk, &root, &path, 0, &found));

    ck_assert_str_eq(kit_value_print(&event, &found), spelled[_i].found);
}
END_TEST

START_TEST(a_path_may_begin_at_any_segment_and_write_over_what_was_asked)
{
    ounce_value value = kit_json(&event, "{\"b\":[{\"c\":1}]}");
    struct oz_path path = kit_path(&event, "skipped.b[*].c");

    ck_assert(oz_value_walk(&event.walk, &value, &path, 3, &value) ||
              event.walk.reason != 0);
    value = kit_json(&event, "{\"b\":[{\"c\":1}]}");
    ck_assert(oz_value_walk(&event.walk, &value, &path, 1, &value));

    ck_assert_str_eq(kit_value_print(&event, &value), "[1]");
}
END_TEST

START_TEST(a_walk_ends_when_its_steps_are_spent)
{
    static const struct {
        const char *event, *path;
        uint64_t steps;
    } costs[] = {
        {"{\"a\":1}", "a", 1},
        {"{\"a\":{\"b\":1}}", "a.b", 2},
        {"{\"x\":0,\"A\":1}", "a", 3}, /* the lookup, then two members passed */
        {"{\"a\":[1,2,3]}", "a[1]", 2},
        {"{\"a\":[1,2,3]}", "a[*]", 4},
        {"{\"a\":[{\"b\":1},{\"b\":2}]}", "a[*].b", 5},
    };

    for (int i = 0; i < LENGTH(costs); i++) {
        ounce_value root = kit_json(&event, costs[i].event);
        struct oz_path path = kit_path(&event, costs[i].path);

        for (uint64_t steps = 0; steps <= costs[i].steps; steps++) {
            ounce_value found;
            bool fine;

            event.walk.steps = steps;
            event.walk.reason = 0;
            fine = oz_value_walk(&event.walk, &root, &path, 0, &found);
            ck_assert_msg(fine == (steps == costs[i].steps), "%s", costs[i].path);
            ck_assert_uint_eq(event.walk.reason, fine ? 0 : OUNCE_REASON_BUDGET);
            ck_assert_uint_eq(event.walk.steps, 0);
        }
    }
}
END_TEST

START_TEST(the_first_reason_is_kept)
{
    ck_assert(!oz_walk_fail(&event.walk, OUNCE_REASON_HOST));
    ck_assert(!oz_walk_fail(&event.walk, OUNCE_REASON_NOMEM));

    ck_assert_uint_eq(event.walk.reason, OUNCE_REASON_HOST);
}
END_TEST

START_TEST(a_list_that_cannot_be_gathered_is_out_of_memory)
{
    ounce_value root = kit_json(&event, "{\"a\":[{\"b\":1},{\"b\":2}]}");
    struct oz_path path = kit_path(&event, "a[*].b");
    struct oz_arena starved;
    ounce_value found;
    bool fine = false;

    for (uint64_t n = 1; !fine; n++) {
        oz_arena_init(&starved, &event.memory.allocator);
        event.walk.scratch = &starved;
        event.walk.reason = 0;
        event.memory.calls = 0;
        event.memory.fail_at = n;
        fine = oz_value_walk(&event.walk, &root, &path, 0, &found);
        ck_assert_uint_eq(event.walk.reason, fine ? 0 : OUNCE_REASON_NOMEM);
        ck_assert_uint_lt(n, 10);
        oz_arena_finish(&starved);
    }
    event.walk.scratch = &event.scratch;
}
END_TEST

/* ---- Hosts ---- */

/* A host whose every answer is in one struct. */
struct host {
    ounce_found found;
    ounce_value value;
    ounce_str name; /* of the one member that `next` gives */
    bool exact;     /* `member` finds it */
    bool endless;   /* `next` never ends */
};

static ounce_found host_member(void *ctx, const void *map, const char *name,
                               size_t name_size, ounce_value *out)
{
    const struct host *host = ctx;

    (void)map;
    (void)name;
    (void)name_size;
    if (!host->exact) {
        return OUNCE_ABSENT;
    }
    *out = host->value;
    return host->found;
}

static ounce_found host_element(void *ctx, const void *list, size_t index,
                                ounce_value *out)
{
    const struct host *host = ctx;

    (void)list;
    (void)index;
    *out = host->value;
    return host->found;
}

static ounce_found host_next(void *ctx, const void *map, const void **cursor,
                             ounce_str *name, ounce_value *out)
{
    const struct host *host = ctx;

    (void)map;
    if (*cursor != NULL && !host->endless) {
        return OUNCE_ABSENT;
    }
    *cursor = host;
    *name = host->name;
    *out = host->value;
    return host->found;
}

static const ounce_accessor host_accessor = {(uint32_t)sizeof host_accessor,
                                             host_member, host_element, host_next};

static ounce_value host_value(const ounce_view *view, uint32_t kind)
{
    ounce_value value = {0};

    value.kind = kind;
    value.size = 1;
    value.node = view;
    value.view = view;
    return value;
}

static ounce_value text_value(uint32_t kind, const char *text, size_t size)
{
    ounce_value value = {0};

    value.kind = kind;
    value.text = text;
    value.size = size;
    return value;
}

static ounce_value real_value(double real)
{
    ounce_value value = {0};

    value.kind = OUNCE_FLOAT;
    value.real = real;
    return value;
}

static ounce_value plain_value(uint32_t kind)
{
    ounce_value value = {0};

    value.kind = kind;
    value.flags = 0xffffffff; /* the library's own: dropped */
    return value;
}

/* Ask a host in each of the ways there are; the verdicts must agree. */
static uint32_t ask(struct host *host)
{
    const ounce_view view = {&host_accessor, host};
    const ounce_value map = host_value(&view, OUNCE_MAP);
    const ounce_value list = host_value(&view, OUNCE_LIST);
    const ounce_str asked = {"n", 1};
    const void *cursor = NULL;
    struct oz_walk walk = {&event.scratch, 1000, 8, 0};
    uint32_t reasons[4];
    ounce_value found;
    ounce_str name;
    bool more;

    host->exact = true;
    host->name = (ounce_str){"N", 1};
    ck_assert(oz_value_member(&walk, &map, asked, &found) == (walk.reason == 0));
    ck_assert(walk.reason != 0 || found.flags == 0);
    reasons[0] = walk.reason;
    walk.reason = 0;
    ck_assert(oz_value_element(&walk, &list, 0, &found) == (walk.reason == 0));
    reasons[1] = walk.reason;
    walk.reason = 0;
    ck_assert(oz_value_next(&walk, &map, &cursor, &name, &found, &more) ==
              (walk.reason == 0));
    reasons[2] = walk.reason;
    walk.reason = 0;
    host->exact = false; /* found by another case */
    ck_assert(oz_value_member(&walk, &map, asked, &found) == (walk.reason == 0));
    reasons[3] = walk.reason;
    for (int i = 1; i < 4; i++) {
        ck_assert_uint_eq(reasons[i], reasons[0]);
    }
    return reasons[0];
}

START_TEST(a_host_that_keeps_the_contract_is_believed)
{
    const ounce_value fine[] = {
        plain_value(OUNCE_NULL),
        plain_value(OUNCE_BOOL),
        plain_value(OUNCE_INT),
        plain_value(OUNCE_LIST),
        plain_value(OUNCE_MAP),
        plain_value(OUNCE_MISSING),
        real_value(-0.0),
        real_value(0x1.fffffffffffffp1023),
        text_value(OUNCE_TEXT, NULL, 0),
        text_value(OUNCE_TEXT, "a\0\xc3\xa9", 4),
        text_value(OUNCE_BIG, "18446744073709551616", 20),
        text_value(OUNCE_BIG, "-9223372036854775809", 20),
    };

    for (int i = 0; i < LENGTH(fine); i++) {
        struct host host = {OUNCE_FOUND, fine[i], {NULL, 0}, false, false};

        ck_assert_uint_eq(ask(&host), 0);
    }
}
END_TEST

START_TEST(a_host_that_breaks_it_ends_the_event)
{
    const struct {
        ounce_value value;
        uint32_t reason;
    } wild[] = {
        {plain_value(9), OUNCE_REASON_HOST},
        {plain_value(0x7fffffff), OUNCE_REASON_HOST},
        {plain_value(UINT32_MAX), OUNCE_REASON_HOST},
        {real_value((double)NAN), OUNCE_REASON_HOST},
        {real_value((double)INFINITY), OUNCE_REASON_HOST},
        {real_value(-(double)INFINITY), OUNCE_REASON_HOST},
        {text_value(OUNCE_TEXT, "\xff", 1), OUNCE_REASON_BAD_UTF8},
        {text_value(OUNCE_TEXT, "ab\xc3", 3), OUNCE_REASON_BAD_UTF8},
        {text_value(OUNCE_TEXT, "\xed\xa0\x80", 3), OUNCE_REASON_BAD_UTF8},
        {text_value(OUNCE_TEXT, NULL, 3), OUNCE_REASON_HOST},
        {text_value(OUNCE_BIG, NULL, 0), OUNCE_REASON_HOST},
        {text_value(OUNCE_BIG, NULL, 20), OUNCE_REASON_HOST},
        {text_value(OUNCE_BIG, "", 0), OUNCE_REASON_HOST},
        {text_value(OUNCE_BIG, "-", 1), OUNCE_REASON_HOST},
        {text_value(OUNCE_BIG, "5", 1), OUNCE_REASON_HOST}, /* within 64 bits */
        {text_value(OUNCE_BIG, "018446744073709551616", 21), OUNCE_REASON_HOST},
        {text_value(OUNCE_BIG, "1844674407370955161x", 20), OUNCE_REASON_HOST},
        {text_value(OUNCE_BIG, "18446744073709551616.0", 22), OUNCE_REASON_HOST},
        {text_value(OUNCE_BIG, "\xff", 1), OUNCE_REASON_HOST},
    };

    for (int i = 0; i < LENGTH(wild); i++) {
        struct host host = {OUNCE_FOUND, wild[i].value, {NULL, 0}, false, false};

        ck_assert_msg(ask(&host) == wild[i].reason, "%d", i);
        host.value.view = (const ounce_view *)&host; /* not the host's to fill in */
        ck_assert_msg(ask(&host) == wild[i].reason, "%d", i);
    }
}
END_TEST

START_TEST(a_host_that_says_broken_is_broken)
{
    struct host host = {OUNCE_BROKEN, plain_value(OUNCE_INT), {NULL, 0}, false, false};

    ck_assert_uint_eq(ask(&host), OUNCE_REASON_HOST);
}
END_TEST

START_TEST(a_view_that_a_host_fills_in_is_replaced)
{
    struct host host = {OUNCE_FOUND, plain_value(OUNCE_MAP), {NULL, 0}, true, false};
    const ounce_view view = {&host_accessor, &host};
    const ounce_value map = host_value(&view, OUNCE_MAP);
    ounce_value found;

    host.value.view = (const ounce_view *)&host;
    ck_assert(oz_value_member(&event.walk, &map, OZ_LIT("n"), &found));

    ck_assert_ptr_eq(found.view, &view);
}
END_TEST

START_TEST(a_truth_value_is_zero_or_one)
{
    struct host host = {OUNCE_FOUND, plain_value(OUNCE_BOOL), {NULL, 0}, true, false};
    const ounce_view view = {&host_accessor, &host};
    const ounce_value map = host_value(&view, OUNCE_MAP);
    ounce_value found;

    host.value.integer = 4; /* a C host's idea of true */
    ck_assert(oz_value_member(&event.walk, &map, OZ_LIT("n"), &found));

    ck_assert_int_eq(found.integer, 1);
}
END_TEST

START_TEST(a_name_that_is_no_text_ends_the_event)
{
    static const ounce_str bad[] = {{"\xff", 1}, {"a\xc3", 2}, {NULL, 3}};

    for (int i = 0; i < LENGTH(bad); i++) {
        struct host host = {OUNCE_FOUND, plain_value(OUNCE_INT), bad[i], false, false};
        const ounce_view view = {&host_accessor, &host};
        const ounce_value map = host_value(&view, OUNCE_MAP);
        ounce_value found;

        event.walk.reason = 0;
        ck_assert(!oz_value_member(&event.walk, &map, OZ_LIT("n"), &found));
        ck_assert_uint_eq(event.walk.reason, bad[i].data != NULL ? OUNCE_REASON_BAD_UTF8
                                                                 : OUNCE_REASON_HOST);
    }
}
END_TEST

START_TEST(an_endless_host_meets_the_budget)
{
    struct host host = {OUNCE_FOUND, plain_value(OUNCE_INT), {"x", 1}, false, true};
    const ounce_view view = {&host_accessor, &host};
    const ounce_value map = host_value(&view, OUNCE_MAP);
    ounce_value found;

    ck_assert(!oz_value_member(&event.walk, &map, OZ_LIT("n"), &found));

    ck_assert_uint_eq(event.walk.reason, OUNCE_REASON_BUDGET);
}
END_TEST

START_TEST(a_list_that_lies_about_its_size_meets_the_budget)
{
    struct host host = {OUNCE_ABSENT, plain_value(OUNCE_INT), {NULL, 0}, false, false};
    const ounce_view view = {&host_accessor, &host};
    ounce_value list = host_value(&view, OUNCE_LIST);
    struct oz_path path = kit_path(&event, "[*]");
    ounce_value found;

    list.size = SIZE_MAX;

    ck_assert(!oz_value_walk(&event.walk, &list, &path, 0, &found));
    ck_assert_uint_eq(event.walk.reason, OUNCE_REASON_BUDGET);
}
END_TEST

START_TEST(a_hosts_list_is_gathered_with_its_own_view)
{
    struct host host = {OUNCE_FOUND, plain_value(OUNCE_MAP), {NULL, 0}, true, false};
    const ounce_view view = {&host_accessor, &host};
    ounce_value list = host_value(&view, OUNCE_LIST);
    struct oz_path path = kit_path(&event, "[*]");
    ounce_value found, element;

    list.size = 3;
    ck_assert(oz_value_walk(&event.walk, &list, &path, 0, &found));
    ck_assert(oz_value_element(&event.walk, &found, 2, &element));

    ck_assert_uint_eq(found.size, 3);
    ck_assert_ptr_eq(element.view, &view);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event/event");
    TCase *tests = tcase_create("event");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, raw_json_is_described);
    tcase_add_test(tests, no_text_is_an_empty_text);
    tcase_add_test(tests, a_hosts_object_is_described);
    tcase_add_loop_test(tests, a_path_finds_what_it_names, 0, LENGTH(walks));
    tcase_add_loop_test(tests, an_exact_path_finds_what_is_spelled_so, 0,
                        LENGTH(spelled));
    tcase_add_test(tests,
                   a_path_may_begin_at_any_segment_and_write_over_what_was_asked);
    tcase_add_test(tests, a_walk_ends_when_its_steps_are_spent);
    tcase_add_test(tests, the_first_reason_is_kept);
    tcase_add_test(tests, a_list_that_cannot_be_gathered_is_out_of_memory);
    tcase_add_test(tests, a_host_that_keeps_the_contract_is_believed);
    tcase_add_test(tests, a_host_that_breaks_it_ends_the_event);
    tcase_add_test(tests, a_host_that_says_broken_is_broken);
    tcase_add_test(tests, a_view_that_a_host_fills_in_is_replaced);
    tcase_add_test(tests, a_truth_value_is_zero_or_one);
    tcase_add_test(tests, a_name_that_is_no_text_ends_the_event);
    tcase_add_test(tests, an_endless_host_meets_the_budget);
    tcase_add_test(tests, a_list_that_lies_about_its_size_meets_the_budget);
    tcase_add_test(tests, a_hosts_list_is_gathered_with_its_own_view);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
