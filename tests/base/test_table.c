/* test_table.c — what was put in is found, whatever the hashes do. */
#include "base/table.h"

#include "kit.h"

#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static struct kit_memory memory;
static struct oz_arena arena;

static void setup(void)
{
    kit_memory_init(&memory);
    oz_arena_init(&arena, &memory.allocator);
}

static void teardown(void)
{
    oz_arena_finish(&arena);
    ck_assert_uint_eq(memory.live, 0);
}

/* What an id stands for: a number, in an array that owns it. */
static bool same(const void *owner, uint32_t id, const void *wanted)
{
    return ((const uint64_t *)owner)[id] == *(const uint64_t *)wanted;
}

static uint64_t real_hash(uint64_t key)
{
    return oz_hash(&key, sizeof key);
}

static uint64_t one_hash(uint64_t key)
{
    (void)key;
    return 0x1234567800000000u;
}

static uint64_t last_hash(uint64_t key)
{
    (void)key;
    return UINT64_MAX; /* probing goes around the end */
}

static uint64_t low_half(uint64_t key)
{
    return key; /* the upper half is what the table keeps: zero for all */
}

static uint64_t (*const hashes[])(uint64_t) = {real_hash, one_hash, last_hash,
                                               low_half};

START_TEST(everything_added_is_found_and_nothing_else)
{
    enum { COUNT = 700 };
    uint64_t keys[COUNT];
    struct oz_table table = {NULL, 0, 0};

    for (uint32_t i = 0; i < COUNT; i++) {
        keys[i] = 7 * (uint64_t)i;
        ck_assert_uint_eq(
            oz_table_find(&table, hashes[_i](keys[i]), same, keys, &keys[i]), OZ_NONE);
        ck_assert(oz_table_add(&table, &arena, hashes[_i](keys[i]), i));
    }

    ck_assert_uint_eq(table.count, COUNT);
    ck_assert_uint_le(2 * table.count, table.capacity);
    for (uint64_t key = 0; key < 7 * COUNT; key++) {
        uint32_t found = oz_table_find(&table, hashes[_i](key), same, keys, &key);

        ck_assert_uint_eq(found, key % 7 == 0 ? (uint32_t)(key / 7) : OZ_NONE);
    }
}
END_TEST

START_TEST(an_empty_table_finds_nothing_and_holds_nothing)
{
    const struct oz_table table = {NULL, 0, 0};
    const uint64_t key = 1;

    ck_assert_uint_eq(oz_table_find(&table, 1, same, &key, &key), OZ_NONE);
    ck_assert_uint_eq(memory.calls, 0);
}
END_TEST

START_TEST(a_table_that_cannot_grow_stays_as_it_was)
{
    uint64_t keys[4096];
    struct oz_table table = {NULL, 0, 0};
    struct oz_table before;
    uint32_t count = 0;

    memory.fail_at = 2;
    memory.keep_failing = true;
    for (bool added = true; added;) {
        before = table;
        keys[count] = count;
        added = oz_table_add(&table, &arena, real_hash(count), count);
        count += added;
    }

    ck_assert_mem_eq(&table, &before, sizeof table);
    ck_assert_uint_eq(table.count, count);
    for (uint64_t key = 0; key < count; key++) {
        ck_assert_uint_eq(oz_table_find(&table, real_hash(key), same, keys, &key), key);
    }
    memory.fail_at = 0;
    ck_assert(oz_table_add(&table, &arena, real_hash(count), count));
}
END_TEST

START_TEST(a_table_too_large_for_its_type_does_not_grow)
{
    struct oz_table_slot slot = {0, OZ_NONE};
    struct oz_table table = {&slot, UINT32_MAX / 2 + 1, UINT32_MAX / 4 + 1};

    ck_assert(!oz_table_add(&table, &arena, 1, 1));

    ck_assert_ptr_eq(table.slots, &slot);
    ck_assert_uint_eq(table.capacity, UINT32_MAX / 2 + 1);
    ck_assert_uint_eq(memory.calls, 0);
}
END_TEST

/* ---- Hashing ---- */

START_TEST(hashes_tell_apart_texts_that_differ_in_a_byte_or_in_size)
{
    unsigned char text[40];
    uint64_t seen[40 * 9];
    size_t count = 0;

    memset(text, 'x', sizeof text);
    for (size_t size = 0; size < sizeof text; size++) {
        seen[count++] = oz_hash(text, size);
        for (size_t bit = 0; bit < 8 && size > 0; bit++) {
            text[size - 1] ^= (unsigned char)(1u << bit);
            seen[count++] = oz_hash(text, size);
            text[size - 1] ^= (unsigned char)(1u << bit);
        }
    }

    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            ck_assert(seen[i] != seen[j]);
            ck_assert(seen[i] >> 32 != seen[j] >> 32); /* the half that is kept */
        }
    }
}
END_TEST

START_TEST(a_hash_depends_on_the_bytes_alone)
{
    char block[32];

    memset(block, 'x', sizeof block);
    for (size_t shift = 0; shift < 8; shift++) {
        memcpy(block + shift, "eventName", 9);
        ck_assert_uint_eq(oz_hash(block + shift, 9), oz_hash("eventName", 9));
    }
    ck_assert_uint_eq(oz_hash(NULL, 0), oz_hash("x", 0));
}
END_TEST

START_TEST(mixing_depends_on_the_order)
{
    ck_assert(oz_hash_mix(oz_hash_mix(0, 1), 2) != oz_hash_mix(oz_hash_mix(0, 2), 1));
    ck_assert(oz_hash_mix(1, 0) != oz_hash_mix(2, 0));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/table");
    TCase *tests = tcase_create("table");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, everything_added_is_found_and_nothing_else, 0,
                        LENGTH(hashes));
    tcase_add_test(tests, an_empty_table_finds_nothing_and_holds_nothing);
    tcase_add_test(tests, a_table_that_cannot_grow_stays_as_it_was);
    tcase_add_test(tests, a_table_too_large_for_its_type_does_not_grow);
    tcase_add_test(tests, hashes_tell_apart_texts_that_differ_in_a_byte_or_in_size);
    tcase_add_test(tests, a_hash_depends_on_the_bytes_alone);
    tcase_add_test(tests, mixing_depends_on_the_order);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
