/* test_arena.c — chunks: alignment, growth, the reset that ends allocation, overflow.
 */
#include "base/arena.h"

#include "kit.h"

#include <stdalign.h>
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
    ck_assert_uint_eq(memory.blocks, 0);
}

static void run_load(size_t count, size_t size)
{
    bool fine = true; /* Check's own asserts are too slow for a loop like this */

    oz_arena_reset(&arena);
    for (size_t i = 0; i < count; i++) {
        fine = fine && oz_arena_alloc(&arena, size) != NULL;
    }
    ck_assert(fine);
}

/* ---- Handing out ---- */

START_TEST(every_block_is_aligned_and_its_own)
{
    unsigned char *blocks[200];

    for (size_t i = 0; i < 200; i++) {
        blocks[i] = oz_arena_alloc(&arena, i);
        ck_assert_ptr_nonnull(blocks[i]);
        ck_assert_uint_eq((uintptr_t)blocks[i] % alignof(max_align_t), 0);
        memset(blocks[i], (int)i, i);
    }

    for (size_t i = 0; i < 200; i++) {
        bool own = true;

        for (size_t k = 0; k < i; k++) {
            own = own && blocks[i][k] == i;
        }
        ck_assert(own);
    }
}
END_TEST

START_TEST(an_untouched_arena_holds_nothing)
{
    ck_assert_uint_eq(memory.calls, 0);
    oz_arena_reset(&arena);
    ck_assert_uint_eq(memory.calls, 0);
}
END_TEST

START_TEST(zeroed_memory_is_zero_though_it_was_used)
{
    static const char zeros[256] = {0};

    memset(oz_arena_alloc(&arena, 256), 0xaa, 256);
    oz_arena_reset(&arena);

    ck_assert_mem_eq(oz_arena_zero(&arena, 256), zeros, 256);
}
END_TEST

START_TEST(a_megabyte_of_small_blocks_takes_few_calls)
{
    run_load(65536, 16);

    ck_assert_uint_le(memory.calls, 9); /* 4 KiB, 8 KiB, … 1 MiB */
}
END_TEST

START_TEST(text_is_copied_with_a_nul_behind_it)
{
    ounce_str out;

    ck_assert(oz_arena_text(&arena, "a\0bc", 3, &out));
    ck_assert_uint_eq(out.size, 3);
    ck_assert_mem_eq(out.data, "a\0b", 4);

    ck_assert(oz_arena_text(&arena, NULL, 0, &out));
    ck_assert_uint_eq(out.size, 0);
    ck_assert_str_eq(out.data, "");
}
END_TEST

START_TEST(an_array_grows_and_keeps_its_items)
{
    void *items = NULL;
    uint32_t capacity = 0;

    for (uint32_t i = 0; i < 1000; i++) {
        ck_assert(oz_arena_grow(&arena, &items, i, &capacity, sizeof(uint32_t)));
        ck_assert_uint_lt(i, capacity);
        ((uint32_t *)items)[i] = i;
    }

    ck_assert_uint_eq(capacity, 1024);
    for (uint32_t i = 0; i < 1000; i++) {
        ck_assert_uint_eq(((uint32_t *)items)[i], i);
    }
}
END_TEST

/* ---- Resetting ---- */

/* A load: this many blocks of this size, the same for every event. */
static const struct {
    size_t count, size;
} loads[] = {
    {1, 1},       {1, 4096},   {1, 4097},    {2, 4000},    {3, 4096},     {1000, 100},
    {10, 100000}, {5000, 999}, {3, 2000000}, {200, 30000}, {1, 10000000}, {300000, 17},
};

START_TEST(a_steady_load_stops_allocating)
{
    const size_t count = loads[_i].count;
    const size_t size = loads[_i].size;
    uint64_t warm;

    run_load(count, size);
    run_load(count, size);
    warm = memory.calls;

    for (int i = 0; i < 5; i++) {
        run_load(count, size);
    }

    ck_assert_uint_eq(memory.calls, warm);
    ck_assert_uint_eq(memory.blocks, 1);
}
END_TEST

START_TEST(a_smaller_load_after_a_larger_one_allocates_nothing)
{
    uint64_t warm;

    run_load(1000, 100);
    run_load(1000, 100);
    warm = memory.calls;

    run_load(1, 100000);
    run_load(50, 20);
    run_load(0, 0);
    run_load(1000, 100);

    ck_assert_uint_eq(memory.calls, warm);
}
END_TEST

START_TEST(after_a_reset_that_failed_to_come_back_it_goes_on)
{
    run_load(1000, 100);
    oz_arena_reset(&arena);
    memory.fail_at = memory.calls + 1;

    ck_assert_ptr_null(oz_arena_alloc(&arena, 10));
    ck_assert_ptr_nonnull(oz_arena_alloc(&arena, 10));
}
END_TEST

START_TEST(finish_makes_it_new)
{
    run_load(1000, 100);
    oz_arena_finish(&arena);

    ck_assert_uint_eq(memory.live, 0);
    ck_assert_ptr_nonnull(oz_arena_alloc(&arena, 1));
    ck_assert_uint_le(memory.live, 8192); /* a first chunk again */
}
END_TEST

/* ---- Refusing ---- */

static const size_t too_large[] = {
    SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 14, SIZE_MAX - 15, SIZE_MAX - 16,
};

START_TEST(a_size_that_overflows_is_refused_without_a_call)
{
    ck_assert_ptr_null(oz_arena_alloc(&arena, too_large[_i]));
    ck_assert_ptr_null(oz_arena_zero(&arena, too_large[_i]));
    ck_assert_ptr_null(oz_arena_array(&arena, too_large[_i], 1));

    ck_assert_uint_eq(memory.calls, 0);
}
END_TEST

START_TEST(a_size_that_no_host_has_is_refused_by_the_host)
{
    ck_assert_ptr_null(oz_arena_alloc(&arena, SIZE_MAX - 31));
    ck_assert_ptr_null(oz_arena_alloc(&arena, SIZE_MAX / 2));

    ck_assert_uint_eq(memory.calls, 2);
    ck_assert_ptr_nonnull(oz_arena_alloc(&arena, 1));
}
END_TEST

static const struct {
    size_t count, size;
} products[] = {
    {SIZE_MAX, 2},
    {2, SIZE_MAX},
    {SIZE_MAX / 8 + 1, 8},
    {(size_t)1 << (sizeof(size_t) * 4), (size_t)1 << (sizeof(size_t) * 4)},
    {SIZE_MAX / 2 + 1, 2},
};

START_TEST(an_array_that_overflows_is_refused_without_a_call)
{
    ck_assert_ptr_null(oz_arena_array(&arena, products[_i].count, products[_i].size));

    ck_assert_uint_eq(memory.calls, 0);
}
END_TEST

START_TEST(a_text_that_overflows_is_refused_unread)
{
    ounce_str out = {"before", 6};

    ck_assert(!oz_arena_text(&arena, "x", SIZE_MAX, &out));
    ck_assert(!oz_arena_text(&arena, "x", SIZE_MAX - 1, &out));

    ck_assert_str_eq(out.data, "before");
    ck_assert_uint_eq(memory.calls, 0);
}
END_TEST

START_TEST(an_array_of_too_many_items_does_not_grow)
{
    char item = 'x';
    void *items = &item;
    uint32_t capacity = UINT32_MAX / 2 + 1;

    ck_assert(!oz_arena_grow(&arena, &items, capacity, &capacity, 1));

    ck_assert_ptr_eq(items, &item);
    ck_assert_uint_eq(capacity, UINT32_MAX / 2 + 1);
    ck_assert_uint_eq(memory.calls, 0);
}
END_TEST

START_TEST(a_refusal_changes_nothing)
{
    char *first = oz_arena_alloc(&arena, 16);
    void *items = NULL;
    uint32_t capacity = 0;
    ounce_str text = {NULL, 0};

    memset(first, 'x', 16);
    memory.fail_at = memory.calls + 1;
    memory.keep_failing = true;

    ck_assert_ptr_null(oz_arena_alloc(&arena, 100000));
    ck_assert_ptr_null(oz_arena_zero(&arena, 100000));
    ck_assert(!oz_arena_text(&arena, first, 100000, &text));
    ck_assert(!oz_arena_grow(&arena, &items, 0, &capacity, 10000));

    ck_assert_ptr_null(items);
    ck_assert_uint_eq(capacity, 0);
    ck_assert_ptr_nonnull(oz_arena_alloc(&arena, 16)); /* what is left of the chunk */
    ck_assert_mem_eq(first, "xxxxxxxxxxxxxxxx", 16);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/arena");
    TCase *tests = tcase_create("arena");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, every_block_is_aligned_and_its_own);
    tcase_add_test(tests, an_untouched_arena_holds_nothing);
    tcase_add_test(tests, zeroed_memory_is_zero_though_it_was_used);
    tcase_add_test(tests, a_megabyte_of_small_blocks_takes_few_calls);
    tcase_add_test(tests, text_is_copied_with_a_nul_behind_it);
    tcase_add_test(tests, an_array_grows_and_keeps_its_items);
    tcase_add_loop_test(tests, a_steady_load_stops_allocating, 0, LENGTH(loads));
    tcase_add_test(tests, a_smaller_load_after_a_larger_one_allocates_nothing);
    tcase_add_test(tests, after_a_reset_that_failed_to_come_back_it_goes_on);
    tcase_add_test(tests, finish_makes_it_new);
    tcase_add_loop_test(tests, a_size_that_overflows_is_refused_without_a_call, 0,
                        LENGTH(too_large));
    tcase_add_test(tests, a_size_that_no_host_has_is_refused_by_the_host);
    tcase_add_loop_test(tests, an_array_that_overflows_is_refused_without_a_call, 0,
                        LENGTH(products));
    tcase_add_test(tests, a_text_that_overflows_is_refused_unread);
    tcase_add_test(tests, an_array_of_too_many_items_does_not_grow);
    tcase_add_test(tests, a_refusal_changes_nothing);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
