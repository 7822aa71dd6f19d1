/* test_json_memo.c — what earlier events have left changes how an event is read, never
 * what is read from it.
 *
 * Each event goes to a reader that has seen those before it and to one that has seen
 * none: verdict, place and slots must be the same, and what is in them is what looking
 * the names up in the decoded event finds.
 */
#include "event/json_memo.h"

#include "kit_event.h"

#include <ounce/matcher.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* Names in two cases, exact ones, some below others; too many spellings of "many". */
static const char *const names[] = {"a",    "a/b",       "=a/b", "A/c",    "c",
                                    "=c",   "user/type", "=c/b", "many/x", "MANY",
                                    "Many", "mANY",      "k",    NULL};

static struct kit_event warm;
static struct kit_event cold;

static void setup(void)
{
    kit_event_init(&warm, names);
    kit_event_init(&cold, names);
}

static void teardown(void)
{
    kit_event_finish(&warm);
    kit_event_finish(&cold);
}

/* What the reader has for a slot, looked up under its parent. */
static ounce_value look_up(uint32_t slot)
{
    const struct oz_projection_node *node = &warm.projection.nodes[slot];
    ounce_value value;

    if (slot == 0) {
        value = warm.slots[0].value;
        ck_assert(oz_json_settle(&warm.walk, &warm.stack, &value));
    } else {
        const ounce_value parent = look_up(node->parent);

        ck_assert((node->exact ? oz_value_spelled : oz_value_member)(
            &warm.walk, &parent, node->name, &value));
    }
    return value;
}

/* The text is read from a block of its size, whose end a sanitizer guards. */
static uint32_t check(const char *text, size_t size)
{
    char *exact = malloc(size + (size == 0));
    uint32_t reason;

    ck_assert_ptr_nonnull(exact);
    memcpy(exact, text, size);
    memset(&cold.memo, 0, sizeof cold.memo);
    reason = kit_event_read(&cold, exact, size);
    ck_assert_uint_eq(kit_event_read(&warm, exact, size), reason);
    ck_assert_uint_eq(warm.at, cold.at);
    for (uint32_t i = 0; reason == 0 && names[i] != NULL; i++) {
        const ounce_value value = look_up(warm.slot_of[i]);
        char *first = strdup(kit_value_print(&warm, &value));

        ck_assert_str_eq(kit_event_print(&cold, i), first);
        ck_assert_msg(strcmp(kit_event_print(&warm, i), first) == 0, "%s: %s in %.*s",
                      names[i], first, (int)size, text);
        ck_assert_int_eq(warm.slots[warm.slot_of[i]].exact,
                         cold.slots[cold.slot_of[i]].exact);
        free(first);
    }
    free(exact);
    return reason;
}

static void check_text(const char *text)
{
    check(text, strlen(text));
}

/* ---- What a reader may have seen before ---- */

static const char usual[] =
    "{\"a\":{\"b\":1,\"c\":2},\"c\":{\"b\":3},\"user\":{\"type\":4,\"id\":5},\"z\":6}";

static const struct {
    const char *texts[5]; /* between two usual events */
} sequences[] = {
    {{NULL}},
    /* the same names, in another order; one gone; one new */
    {{"{\"z\":6,\"user\":{\"id\":5,\"type\":4},\"c\":{\"b\":3},\"a\":{\"c\":2,\"b\":1}"
      "}"}},
    {{"{\"a\":{\"c\":2},\"user\":{\"type\":4}}", "{\"user\":{}}", "{}"}},
    {{"{\"new\":0,\"a\":{\"new\":1,\"b\":2},\"c\":3,\"user\":{\"type\":4,\"new\":5}}"}},
    /* a name that begins or ends as the expected one does */
    {{"{\"aa\":1,\"\":2,\"cc\":3}", "{\"a\":1,\"b\":2}", "{\"aa\":{\"b\":1},\"a\":2}"}},
    /* another case, which is exact to other rules */
    {{"{\"A\":{\"B\":1,\"C\":2},\"C\":3,\"USER\":{\"TYPE\":4}}"}},
    {{"{\"a\":{\"b\":1},\"A\":{\"b\":2}}", "{\"A\":{\"b\":1},\"a\":{\"b\":2}}"}},
    {{"{\"A\":{\"c\":1},\"a\":{\"c\":2}}", "{\"a\":{\"c\":1},\"A\":{\"c\":2}}"}},
    {{"{\"a\":{\"B\":1},\"a\":{\"b\":2}}", "{\"a\":{\"b\":1,\"B\":2,\"b\":3}}"}},
    {{"{\"C\":{\"b\":1},\"c\":{\"b\":2}}", "{\"c\":{\"b\":1},\"C\":{\"b\":2}}",
      "{\"C\":{\"b\":1},\"C\":{\"b\":2}}"}},
    /* a name twice: what the first had filled is forgotten */
    {{"{\"a\":{\"b\":1},\"a\":{\"c\":2}}", "{\"a\":{\"b\":1},\"a\":{}}",
      "{\"a\":0,\"a\":1}"}},
    /* the same name elsewhere */
    {{"{\"user\":{\"a\":{\"b\":1}},\"a\":{\"user\":{\"type\":2}}}",
      "{\"b\":1,\"type\":2}"}},
    {{"{\"a\":[{\"b\":1}],\"c\":\"b\",\"user\":null}"}},
    /* escapes: the same name, written differently */
    {{"{\"\\u0061\":{\"\\u0062\":1},\"c\":2}",
      "{\"a\":{\"\\u0062\":1},\"\\u0063\":2}"}},
    {{"{\"a\\\"\":1,\"c\\\\\":2}", "{\"a\\n\":1}", "{\"a\"\":1}", "{\"a\n\":1}"}},
    /* more slots than are remembered, and names that are too long */
    {{"{\"many\":{\"x\":1}}", "{\"many\":{\"x\":2}}",
      "{\"MANY\":{\"x\":3},\"mANY\":4}"}},
    {{"{\"a_name_that_is_longer_than_any_that_is_kept\":1,\"a\":2}",
      "{\"a_name_that_is_longer_than_any_that_is_kept\":1,\"a\":{\"b\":3}}"}},
    {{"{\"thirty-one-bytes-are-still-kept\":1,\"thirty-two-bytes-are-not-any-more\":"
      "2}"}},
    {{"{\"\xe2\x84\xaa\":1,\"a\":2}", "{\"\xe2\x84\xaa\":{},\"k\":2}", "{\"K\":3}"}},
    /* blanks */
    {{" { \"a\" : { \"b\" : 1 , \"c\" : 2 } , \"c\" : { \"b\" : 3 } } "}},
    /* hostile: a usual beginning, and then no JSON */
    {{"{\"a\":{\"b\":1,\"c\":2},\"c\":{\"b\":3},\"user\":{\"type\":4,\"id\":5},"
      "\"z\"6}"}},
    {{"{\"a\"", "{\"a", "{\"a\":{\"b\"}", "{\"a\":{\"b\":1,}"}},
    {{"{\"a\n\":1}", "{\"\xff\":1,\"a\":1}", "{\"a\":{\"b\xc3\":1}}",
      "{\"a\":{\"b\\x\":1}}"}},
    {{"{a\":1}", "{\"a':1}", "[\"a\",1]", "{\"a\":{\"b\":1],\"c\":2}"}},
};

START_TEST(a_reader_that_has_seen_events_reads_as_one_that_has_not)
{
    for (int round = 0; round < 3; round++) {
        check_text(usual);
        for (size_t i = 0; i < 5 && sequences[_i].texts[i] != NULL; i++) {
            check_text(sequences[_i].texts[i]);
        }
        check_text(usual);
    }
}
END_TEST

START_TEST(what_is_expected_may_end_at_any_byte)
{
    check_text(usual);
    for (size_t size = 0; size < sizeof usual - 1; size++) {
        check(usual, size);
        check_text(usual);
    }
}
END_TEST

START_TEST(any_byte_may_be_another_than_expected)
{
    static const char bytes[] = "\"\\{}[],: 0aAbck\x01\x1f\x7f\x80\xc3\xff";

    for (size_t place = 0; place < sizeof usual - 1; place++) {
        for (size_t k = 0; k < sizeof bytes; k++) { /* the NUL too */
            char text[sizeof usual];

            memcpy(text, usual, sizeof usual);
            text[place] = bytes[k];
            check_text(usual);
            check(text, sizeof usual - 1);
        }
    }
}
END_TEST

START_TEST(an_expected_member_counts_as_any_other)
{
    for (uint32_t limit = 0; limit < 12; limit++) {
        warm.limits.max_members = 100;
        cold.limits.max_members = 100;
        check_text(usual);
        warm.limits.max_members = limit;
        cold.limits.max_members = limit;
        ck_assert_uint_eq(check(usual, sizeof usual - 1),
                          limit < 9 ? OUNCE_REASON_TOO_WIDE : 0);
    }
}
END_TEST

static uint32_t seed = 1;

static uint32_t draw(uint32_t below)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % below;
}

/* A map of some of the names, and of numbered ones, more than there are entries for. */
static size_t random_map(char *out, int depth)
{
    static const char *const known[] = {"a", "A",    "b",      "B",    "c",
                                        "C", "user", "type",   "many", "MANY",
                                        "x", "k",    "\\u0061"};
    const uint32_t count = draw(7);
    size_t size = 0;

    out[size++] = '{';
    for (uint32_t i = 0; i < count; i++) {
        size += (size_t)(draw(4) > 0 ? sprintf(out + size,
                                               "\"%s\":", known[draw(LENGTH(known))])
                                     : sprintf(out + size, "\"n%u\":", draw(2000)));
        size += depth > 0 && draw(2) > 0 ? random_map(out + size, depth - 1)
                                         : (size_t)sprintf(out + size, "%u", draw(9));
        out[size++] = ',';
    }
    size -= count > 0 ? 1 : 0;
    out[size++] = '}';
    return size;
}

START_TEST(random_events_one_after_the_other)
{
    for (int i = 0; i < 2000; i++) {
        char text[8192];
        const size_t size = random_map(text, 3);

        ck_assert_uint_eq(check(text, size), 0);
    }
}
END_TEST

/* ---- The memo by itself ---- */

static struct oz_json_memo memo;

static void setup_memo(void)
{
    memset(&memo, 0, sizeof memo);
}

START_TEST(a_member_is_found_by_name_and_place)
{
    const ounce_str name = {"name", 4};
    struct oz_memo_member *member;

    ck_assert_ptr_null(oz_memo_find(&memo, OZ_MEMO_ROOT, name));
    member = oz_memo_put(&memo, OZ_MEMO_ROOT, name);

    ck_assert_ptr_nonnull(member);
    ck_assert_uint_gt(member->serial, OZ_MEMO_ROOT);
    ck_assert_ptr_eq(oz_memo_find(&memo, OZ_MEMO_ROOT, name), member);
    ck_assert_ptr_null(oz_memo_find(&memo, OZ_MEMO_ROOT + 1, name));
    ck_assert_ptr_null(oz_memo_find(&memo, OZ_MEMO_NOWHERE, name));
    ck_assert_ptr_null(oz_memo_find(&memo, OZ_MEMO_ROOT, (ounce_str){"nam", 3}));
    ck_assert_ptr_null(oz_memo_find(&memo, OZ_MEMO_ROOT, (ounce_str){"namE", 4}));
}
END_TEST

/* Only the ends of a name are hashed: these all want the same few entries. */
START_TEST(names_that_hash_alike_are_told_apart_and_push_each_other_out)
{
    const char *const alike[] = {"beginning-1-the-end", "beginning-2-the-end",
                                 "beginning-3-the-end", "beginning-4-the-end",
                                 "beginning-5-the-end", "beginning-6-the-end"};
    uint64_t serials[LENGTH(alike)];
    int found = 0;

    for (int i = 0; i < LENGTH(alike); i++) {
        const ounce_str name = {alike[i], strlen(alike[i])};

        serials[i] = oz_memo_put(&memo, OZ_MEMO_ROOT, name)->serial;
        ck_assert_uint_eq(oz_memo_find(&memo, OZ_MEMO_ROOT, name)->serial, serials[i]);
    }
    for (int i = 0; i < LENGTH(alike); i++) {
        const ounce_str name = {alike[i], strlen(alike[i])};
        const struct oz_memo_member *member = oz_memo_find(&memo, OZ_MEMO_ROOT, name);

        ck_assert(member == NULL || member->serial == serials[i]);
        found += member != NULL;
    }
    ck_assert_int_ge(found, 1);
    ck_assert_int_lt(found, LENGTH(alike));
}
END_TEST

START_TEST(a_member_that_is_put_anew_is_another_place)
{
    const ounce_str name = {"name", 4};
    const uint64_t before = oz_memo_put(&memo, OZ_MEMO_ROOT, name)->serial;

    ck_assert_uint_ne(oz_memo_put(&memo, OZ_MEMO_ROOT, name)->serial, before);
}
END_TEST

/* Names of every size, and what differs from them at one byte. */
START_TEST(what_stands_is_compared_up_to_the_quote_behind_it)
{
    char text[OZ_MEMO_TEXT + 2] = "\"abcdefghijklmnopqrstuvwxyz-_ABCD";

    for (size_t size = 0; size <= OZ_MEMO_TEXT - 2; size++) {
        const ounce_str name = {text + 1, size};
        const char behind = text[1 + size];
        const char *end = text + size + 3;
        const struct oz_memo_member *member = oz_memo_put(&memo, OZ_MEMO_ROOT, name);

        ck_assert(!oz_memo_stands(member, OZ_MEMO_ROOT, text, end));
        text[1 + size] = '"';
        ck_assert(oz_memo_stands(member, OZ_MEMO_ROOT, text, end));
        ck_assert(!oz_memo_stands(member, OZ_MEMO_ROOT + 1, text, end));
        ck_assert(!oz_memo_stands(member, OZ_MEMO_ROOT, text, end - 1));
        ck_assert(!oz_memo_stands(member, OZ_MEMO_ROOT, text, text));
        for (size_t i = 0; i < size + 2; i++) {
            text[i] ^= 1;
            ck_assert(!oz_memo_stands(member, OZ_MEMO_ROOT, text, end));
            text[i] ^= 1;
        }
        text[1 + size] = behind;
    }
}
END_TEST

START_TEST(long_names_are_not_remembered_nor_are_places_unknown)
{
    const char text[OZ_MEMO_TEXT] = {0};

    ck_assert_ptr_nonnull(
        oz_memo_put(&memo, OZ_MEMO_ROOT, (ounce_str){text, OZ_MEMO_TEXT - 2}));
    ck_assert_ptr_null(
        oz_memo_put(&memo, OZ_MEMO_ROOT, (ounce_str){text, OZ_MEMO_TEXT - 1}));
    ck_assert_ptr_null(
        oz_memo_find(&memo, OZ_MEMO_ROOT, (ounce_str){text, OZ_MEMO_TEXT - 1}));
    ck_assert_ptr_null(oz_memo_put(&memo, OZ_MEMO_NOWHERE, (ounce_str){text, 1}));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event/json_memo");
    TCase *reading = tcase_create("reading");
    TCase *entries = tcase_create("entries");

    tcase_set_timeout(reading, 60);
    tcase_add_checked_fixture(reading, setup, teardown);
    tcase_add_loop_test(reading,
                        a_reader_that_has_seen_events_reads_as_one_that_has_not, 0,
                        LENGTH(sequences));
    tcase_add_test(reading, what_is_expected_may_end_at_any_byte);
    tcase_add_test(reading, any_byte_may_be_another_than_expected);
    tcase_add_test(reading, an_expected_member_counts_as_any_other);
    tcase_add_test(reading, random_events_one_after_the_other);
    suite_add_tcase(suite, reading);

    tcase_add_checked_fixture(entries, setup_memo, NULL);
    tcase_add_test(entries, a_member_is_found_by_name_and_place);
    tcase_add_test(entries,
                   names_that_hash_alike_are_told_apart_and_push_each_other_out);
    tcase_add_test(entries, a_member_that_is_put_anew_is_another_place);
    tcase_add_test(entries, what_stands_is_compared_up_to_the_quote_behind_it);
    tcase_add_test(entries, long_names_are_not_remembered_nor_are_places_unknown);
    suite_add_tcase(suite, entries);
    return kit_run(suite);
}
