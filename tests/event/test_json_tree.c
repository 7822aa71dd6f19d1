/* test_json_tree.c — containers decoded on demand: order, duplicates, lookups,
 * failures. */
#include "base/str.h"
#include "kit_event.h"

#include <ounce/matcher.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static struct kit_event event;

static void setup(void)
{
    static const char *const names[] = {"v", NULL};

    kit_event_init(&event, names);
}

static void teardown(void)
{
    kit_event_finish(&event);
}

/* ---- Decoding ---- */

static const struct {
    const char *text, *printed;
} values[] = {
    {"null", "null"},
    {"true", "true"},
    {"false", "false"},
    {"0", "0"},
    {"-0", "0"},
    {"-0.0", "-0.0"},
    {"1.0", "1.0"},
    {"1e2", "100.0"},
    {"9223372036854775807", "9223372036854775807"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"9223372036854775808", "9223372036854775808"},
    {"-123456789012345678901234567890", "-123456789012345678901234567890"},
    {"1e-999", "0.0"},
    {"\"\"", "\"\""},
    {"\"a\\u0041\\n\"", "\"aA\\n\""},
    {"\"\\ud83d\"", "\"\xef\xbf\xbd\""},
    {"[]", "[]"},
    {"[ ]", "[]"},
    {"{}", "{}"},
    {"[ 1 , \"b\" ,\n[ ] , { } , null ]", "[1,\"b\",[],{},null]"},
    {"{\"b\":1,\"a\":{\"y\":[2],\"x\":3}}", "{\"b\":1,\"a\":{\"y\":[2],\"x\":3}}"},
    {"{\"\":1}", "{\"\":1}"},
    {"{\"\":{\"\":2}}", "{\"\":{\"\":2}}"},
    {"{\"\\u0061\\n\":1}", "{\"a\\n\":1}"},
    {"{\"a\":1,\"A\":2}", "{\"a\":1,\"A\":2}"},
    /* duplicates: the first place, the last value */
    {"{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":3,\"b\":2}"},
    {"{\"a\":1,\"a\":2,\"a\":3}", "{\"a\":3}"},
    {"{\"\":1,\"\":2}", "{\"\":2}"},
    {"{\"a\":{\"x\":1},\"a\":{\"y\":2}}", "{\"a\":{\"y\":2}}"},
    {"{\"\\u0061\":1,\"a\":2}", "{\"a\":2}"},
    {"{\"a\":1,\"\\u0061\":[]}", "{\"a\":[]}"},
    {"{\"\\ud800\":1,\"\\udc00\":2}", "{\"\xef\xbf\xbd\":2}"},
    /* more than eight members: the same, by an index */
    {"{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"a\":9}",
     "{\"a\":9,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8}"},
    {"{\"i\":1,\"h\":2,\"g\":3,\"f\":4,\"e\":5,\"d\":6,\"c\":7,\"b\":8,\"a\":9,\"\":0}",
     "{\"i\":1,\"h\":2,\"g\":3,\"f\":4,\"e\":5,\"d\":6,\"c\":7,\"b\":8,\"a\":9,\"\":"
     "0}"},
    {"{\"a\":1,\"a\":2,\"a\":3,\"a\":4,\"a\":5,\"a\":6,\"a\":7,\"a\":8,\"a\":9,\"a\":"
     "10}",
     "{\"a\":10}"},
    {"{\"b\":1,\"a\":2,\"b\":3,\"c\":4,\"a\":5,\"b\":6,\"\":7,\"\":8,\"ab\":9,\"aa\":"
     "10}",
     "{\"b\":6,\"a\":5,\"c\":4,\"\":8,\"ab\":9,\"aa\":10}"},
};

START_TEST(a_value_is_decoded_in_document_order)
{
    ounce_value value = kit_json(&event, values[_i].text);

    ck_assert_str_eq(kit_value_print(&event, &value), values[_i].printed);
    ck_assert_uint_eq(value.flags, 0);
}
END_TEST

START_TEST(settling_twice_changes_nothing)
{
    ounce_value value = kit_json(&event, "[1,{\"a\":2}]");
    ounce_value again = value;

    ck_assert(oz_json_settle(&event.walk, &event.stack, &again));

    ck_assert_mem_eq(&again, &value, sizeof value);
}
END_TEST

/* ---- Looking up ---- */

/* A map of members k0, k1, …, each twice: first with text, then with its number. */
static char *doubled_map(uint32_t count)
{
    char *text = malloc(64 * (size_t)count + 64);
    char *to = text;

    ck_assert_ptr_nonnull(text);
    *to++ = '{';
    for (uint32_t i = 0; i < 2 * count; i++) {
        const uint32_t key = (i * 7919u) % count;

        to += i < count ? sprintf(to, "%s\"k%u\":\"old\"", i > 0 ? "," : "", i)
                        : sprintf(to, ",\"k%u\":%u", key, key);
    }
    strcpy(to, "}");
    return text;
}

static const uint32_t counts[] = {1, 2, 4, 5, 8, 9, 10, 100, 5000};

START_TEST(every_member_is_found_with_its_last_value)
{
    const uint32_t count = counts[_i];
    char *text = doubled_map(count);
    ounce_value map = kit_json(&event, text);
    const void *cursor = NULL;
    ounce_value value;
    char name[32];
    bool more, found;

    event.walk.steps = UINT64_MAX;
    ck_assert_uint_eq(map.size, count);
    for (uint32_t i = 0; i < count; i++) {
        ounce_str key = {name, (size_t)sprintf(name, "k%u", i)};
        ounce_str next;

        ck_assert(oz_value_exact(&event.walk, &map, key, &value, &found) && found);
        ck_assert_int_eq(value.kind, OUNCE_INT);
        ck_assert_int_eq(value.integer, i);
        ck_assert(oz_value_next(&event.walk, &map, &cursor, &next, &value, &more));
        ck_assert(more && oz_str_equal(next, key)); /* first places */
    }
    ck_assert(
        oz_value_next(&event.walk, &map, &cursor, &(ounce_str){0}, &value, &more));
    ck_assert(!more);
    for (int i = 0; i < 4; i++) {
        static const char *const absent[] = {"", "k", "kx", "~"};

        ck_assert(oz_value_exact(&event.walk, &map,
                                 (ounce_str){absent[i], strlen(absent[i])}, &value,
                                 &found));
        ck_assert(!found);
        ck_assert_int_eq(value.kind, OUNCE_MISSING);
    }
    free(text);
}
END_TEST

START_TEST(made_containers_are_read_like_any)
{
    struct oz_json_member items[10];
    ounce_value list, map, value;

    for (int i = 0; i < 10; i++) {
        static const char *const names[] = {"j", "i", "h", "g", "f",
                                            "e", "d", "c", "b", ""};

        items[i].name = (ounce_str){names[i], strlen(names[i])};
        memset(&items[i].value, 0, sizeof items[i].value);
        items[i].value.kind = OUNCE_INT;
        items[i].value.integer = i;
    }
    event.walk.steps = 1000;
    event.walk.max_depth = 10;

    ck_assert(oz_json_list(&event.walk, items, 3, &list));
    ck_assert(oz_json_map(&event.walk, items, 10, &map));

    ck_assert_str_eq(kit_value_print(&event, &list), "[0,1,2]");
    ck_assert_str_eq(kit_value_print(&event, &map),
                     "{\"j\":0,\"i\":1,\"h\":2,\"g\":3,\"f\":4,\"e\":5,\"d\":6,\"c\":7,"
                     "\"b\":8,\"\":9}");
    ck_assert(oz_value_member(&event.walk, &map, OZ_LIT("F"), &value));
    ck_assert_int_eq(value.integer, 4);
    ck_assert(oz_json_map(&event.walk, items, 0, &map));
    ck_assert_str_eq(kit_value_print(&event, &map), "{}");
}
END_TEST

/* ---- Failing ---- */

static const char rich[] = "{\"v\":{\"a\\n\":[1,2.5,\"x\\ty\",null,{\"b\":[[[]]]}],"
                           "\"b\":{},\"c\":1,\"d\":2,\"e\":3,"
                           "\"f\":4,\"g\":5,\"h\":6,\"i\":\"\\u00e9\",\"j\":"
                           "18446744073709551616,\"a\\n\":[7]}}";

START_TEST(every_failed_allocation_is_told_and_leaves_a_usable_reader)
{
    ounce_value value;

    for (int once = 0; once < 2; once++) {
        bool done = false;

        for (uint64_t n = 1; !done; n++) {
            uint32_t reason;

            oz_arena_finish(&event.scratch);
            oz_buf_finish(&event.stack);
            oz_buf_init(&event.stack, &event.memory.allocator);
            event.memory.calls = 0;
            event.memory.fail_at = n;
            event.memory.keep_failing = once == 0;
            reason = kit_event_read(&event, rich, sizeof rich - 1);
            done = reason == 0 && kit_event_value(&event, 0, &value);
            ck_assert(done || reason == OUNCE_REASON_NOMEM ||
                      (reason == 0 && event.walk.reason == OUNCE_REASON_NOMEM));
            ck_assert(done == (event.memory.calls < n));
            ck_assert_uint_lt(n, 100);
            event.memory.fail_at = 0;
            ck_assert_uint_eq(kit_event_read(&event, rich, sizeof rich - 1), 0);
            ck_assert(kit_event_value(&event, 0, &value));
        }
    }
}
END_TEST

START_TEST(every_node_costs_a_step)
{
    ounce_value value;

    for (uint64_t steps = 0;; steps++) {
        bool fine;

        ck_assert_uint_eq(
            kit_event_read_text(&event, "{\"v\":[1,[2,3],{\"a\":4,\"b\":[]}]}"), 0);
        event.walk.steps = steps;
        fine = kit_event_value(&event, 0, &value);
        ck_assert(fine == (steps >= 7));
        if (fine) {
            ck_assert_uint_eq(event.walk.steps, 0);
            break;
        }
        ck_assert_uint_eq(event.walk.reason, OUNCE_REASON_BUDGET);
    }
}
END_TEST

START_TEST(a_steady_event_stops_allocating)
{
    uint64_t warm = 0;
    ounce_value value;

    for (int i = 0; i < 10; i++) {
        ck_assert_uint_eq(kit_event_read(&event, rich, sizeof rich - 1), 0);
        ck_assert(kit_event_value(&event, 0, &value));
        if (i == 1) {
            warm = event.memory.calls;
        }
    }

    ck_assert_uint_eq(event.memory.calls, warm);
}
END_TEST

START_TEST(as_deep_as_a_text_may_be_it_is_decoded)
{
    char text[2 * OZ_JSON_MAX_DEPTH + 16];
    const size_t depth = OZ_JSON_MAX_DEPTH - 1;
    ounce_value value;

    event.limits.max_depth = 5000; /* more than there can be */
    memcpy(text, "{\"v\":", 5);
    memset(text + 5, '[', depth);
    memset(text + 5 + depth, ']', depth);
    text[5 + 2 * depth] = '}';

    ck_assert_uint_eq(kit_event_read(&event, text, 6 + 2 * depth), 0);
    ck_assert(kit_event_value(&event, 0, &value));
    ck_assert_uint_eq(strlen(kit_value_print(&event, &value)), 2 * depth);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event/json_tree");
    TCase *tests = tcase_create("json_tree");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, a_value_is_decoded_in_document_order, 0, LENGTH(values));
    tcase_add_test(tests, settling_twice_changes_nothing);
    tcase_add_loop_test(tests, every_member_is_found_with_its_last_value, 0,
                        LENGTH(counts));
    tcase_add_test(tests, made_containers_are_read_like_any);
    tcase_add_test(tests, every_failed_allocation_is_told_and_leaves_a_usable_reader);
    tcase_add_test(tests, every_node_costs_a_step);
    tcase_add_test(tests, a_steady_event_stops_allocating);
    tcase_add_test(tests, as_deep_as_a_text_may_be_it_is_decoded);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
