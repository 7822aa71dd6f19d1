/* test_store.c — the matcher's own cache: limits, what goes first, and want of memory.
 */
#include "base/str.h"
#include "kit.h"
#include "native/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ounce_status apply(struct oz_store *store, int64_t now, uint32_t op,
                          const char *key, const ounce_cache_item *change,
                          ounce_cache_item *item)
{
    ounce_str name = {key, strlen(key)};

    *item = (ounce_cache_item)OUNCE_CACHE_ITEM_INIT;
    return oz_store_apply(store, now, op, &name, change, item);
}

static void put(struct oz_store *store, int64_t now, const char *key, int64_t expires)
{
    ounce_cache_item change = OUNCE_CACHE_ITEM_INIT, item;

    change.counter = 1;
    change.expires = expires;
    ck_assert_int_eq(apply(store, now, OUNCE_CACHE_PUT, key, &change, &item), OUNCE_OK);
}

static bool has(struct oz_store *store, int64_t now, const char *key)
{
    ounce_cache_item change = OUNCE_CACHE_ITEM_INIT, item;

    ck_assert_int_eq(apply(store, now, OUNCE_CACHE_GET, key, &change, &item), OUNCE_OK);
    return item.counter == 1;
}

START_TEST(the_least_recently_used_goes_first)
{
    struct oz_store store;

    oz_store_init(&store, &oz_alloc_default);
    oz_store_reset(&store, 3, 0, 7);
    put(&store, 1, "a", 0);
    put(&store, 1, "b", 0);
    put(&store, 1, "c", 0);
    ck_assert(has(&store, 1, "a"));
    put(&store, 1, "d", 0);

    ck_assert(has(&store, 1, "a"));
    ck_assert(!has(&store, 1, "b"));
    ck_assert(has(&store, 1, "c") && has(&store, 1, "d"));
    ck_assert_uint_eq(store.counts.keys, 3);
    ck_assert_uint_eq(store.counts.evicted, 1);
    oz_store_finish(&store);
}
END_TEST

START_TEST(what_has_expired_is_counted_as_that)
{
    struct oz_store store;

    oz_store_init(&store, &oz_alloc_default);
    oz_store_reset(&store, 2, 0, 7);
    put(&store, 1, "a", 10);
    put(&store, 1, "b", 10);
    ck_assert(has(&store, 9, "a"));
    ck_assert(!has(&store, 10, "a"));
    put(&store, 10, "c", 0);
    put(&store, 10, "d", 0);

    ck_assert(has(&store, 10, "c") && has(&store, 10, "d"));
    ck_assert_uint_eq(store.counts.expired, 2);
    ck_assert_uint_eq(store.counts.evicted, 0);
    oz_store_finish(&store);
}
END_TEST

START_TEST(bytes_are_bounded)
{
    struct oz_store store;
    char key[16];

    oz_store_init(&store, &oz_alloc_default);
    oz_store_reset(&store, 0, 2000, 7);
    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "%d", i);
        put(&store, 1, key, 0);
        ck_assert_uint_le(store.counts.bytes, 2000);
    }

    ck_assert(has(&store, 1, "999") && !has(&store, 1, "0"));
    ck_assert_uint_gt(store.counts.keys, 3);
    ck_assert_uint_eq(store.counts.keys + store.counts.evicted, 1000);
    oz_store_finish(&store);
    ck_assert_uint_eq(store.counts.keys, 0);
    ck_assert_uint_eq(store.counts.bytes, 0);
}
END_TEST

/* A write that is refused leaves what there was, and nothing is evicted for it. */
START_TEST(an_item_over_the_limit_is_refused)
{
    static char large[4000];
    ounce_cache_item change = OUNCE_CACHE_ITEM_INIT, item;
    ounce_str text = {large, sizeof large};
    struct oz_store store;

    oz_store_init(&store, &oz_alloc_default);
    oz_store_reset(&store, 0, 2000, 7);
    put(&store, 1, "a", 0);
    put(&store, 1, "b", 0);
    change.strings = &text;
    change.string_count = 1;
    change.expires = OUNCE_CACHE_KEEP;

    ck_assert_int_eq(apply(&store, 1, OUNCE_CACHE_ADD_STRINGS, "a", &change, &item),
                     OUNCE_ERR_LIMIT);

    ck_assert(has(&store, 1, "a") && has(&store, 1, "b"));
    ck_assert_uint_eq(store.counts.refused, 1);
    ck_assert_uint_eq(store.counts.evicted, 0);
    oz_store_finish(&store);
}
END_TEST

/* An item that grows makes room by others, though it is the one used least recently. */
START_TEST(an_item_that_grows_stays)
{
    static const ounce_str text = {"some text", 9};
    ounce_cache_item change = OUNCE_CACHE_ITEM_INIT, item;
    struct oz_store store;
    char key[2] = "a";

    oz_store_init(&store, &oz_alloc_default);
    oz_store_reset(&store, 0, 2000, 7);
    for (; store.counts.evicted == 0; key[0]++) { /* full */
        put(&store, 1, key, 0);
    }
    change.strings = &text;
    change.string_count = 1;
    change.expires = OUNCE_CACHE_KEEP;

    ck_assert_int_eq(apply(&store, 1, OUNCE_CACHE_ADD_STRINGS, "b", &change, &item),
                     OUNCE_OK);

    ck_assert_int_eq(item.counter, 1);
    ck_assert_uint_eq(item.string_count, 1);
    ck_assert(has(&store, 1, "b") && !has(&store, 1, "c"));
    ck_assert_uint_le(store.counts.bytes, 2000);
    oz_store_finish(&store);
}
END_TEST

static int by_text(const void *a, const void *b)
{
    return oz_str_compare(*(const ounce_str *)a, *(const ounce_str *)b);
}

/* Random unions and differences against a plain table of flags. */
START_TEST(sets_are_united_and_parted)
{
    enum { TEXTS = 64, ROUNDS = 2000 };
    static char names[TEXTS][8];
    bool wanted[TEXTS] = {false};
    struct oz_store store;
    uint32_t seed = 12345;

    oz_store_init(&store, &oz_alloc_default);
    for (int i = 0; i < TEXTS; i++) {
        snprintf(names[i], sizeof names[i], "%d", i * 7919 % 1000);
    }
    for (int round = 0; round < ROUNDS; round++) {
        ounce_cache_item change = OUNCE_CACHE_ITEM_INIT, item;
        ounce_str some[12], all[TEXTS];
        bool add = round % 3 != 0;
        size_t count = 0;

        for (size_t i = 0; i < 12; i++) {
            seed = seed * 1103515245 + 12345;
            wanted[seed >> 16 & 63] = add;
            some[i] =
                (ounce_str){names[seed >> 16 & 63], strlen(names[seed >> 16 & 63])};
        }
        change.strings = some;
        change.string_count = 12;
        ck_assert_int_eq(
            apply(&store, 1, add ? OUNCE_CACHE_ADD_STRINGS : OUNCE_CACHE_REMOVE_STRINGS,
                  "k", &change, &item),
            OUNCE_OK);
        for (int i = 0; i < TEXTS; i++) {
            if (wanted[i]) {
                all[count++] = (ounce_str){names[i], strlen(names[i])};
            }
        }
        qsort(all, count, sizeof *all, by_text);
        ck_assert_uint_eq(item.string_count, count);
        for (size_t i = 0; i < count; i++) {
            ck_assert(oz_str_equal(item.strings[i], all[i]));
        }
    }
    oz_store_finish(&store);
}
END_TEST

/* Whichever allocation fails, the item is what it was and nothing leaks. */
START_TEST(want_of_memory_changes_nothing)
{
    struct kit_memory memory;
    ounce_cache_item change = OUNCE_CACHE_ITEM_INIT, item;
    ounce_str text = OZ_LIT("text");
    struct oz_store store;
    uint64_t fail = 0;
    ounce_status status = OUNCE_ERR_NOMEM;

    kit_memory_init(&memory);
    oz_store_init(&store, &memory.allocator);
    put(&store, 1, "a", 0);
    change.strings = &text;
    change.string_count = 1;
    while (status != OUNCE_OK) {
        memory.fail_at = memory.calls + ++fail;
        status = apply(&store, 1, OUNCE_CACHE_ADD_STRINGS, "a", &change, &item);
        memory.fail_at = 0;
        ck_assert(status == OUNCE_OK || status == OUNCE_ERR_NOMEM);
        ck_assert(has(&store, 1, "a"));
        ck_assert_uint_eq(store.counts.keys, 1);
    }
    ck_assert_uint_gt(fail, 1);
    oz_store_finish(&store);
    ck_assert_uint_eq(memory.blocks, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("native/store");
    TCase *tests = tcase_create("store");

    tcase_add_test(tests, the_least_recently_used_goes_first);
    tcase_add_test(tests, what_has_expired_is_counted_as_that);
    tcase_add_test(tests, bytes_are_bounded);
    tcase_add_test(tests, an_item_over_the_limit_is_refused);
    tcase_add_test(tests, an_item_that_grows_stays);
    tcase_add_test(tests, sets_are_united_and_parted);
    tcase_add_test(tests, want_of_memory_changes_nothing);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
