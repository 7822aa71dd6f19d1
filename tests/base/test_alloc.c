/* test_alloc.c — the memory hook: what it is asked, and what it is not asked. */
#include "base/alloc.h"

#include "kit.h"

#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

START_TEST(the_default_allocates_grows_and_frees)
{
    char *block = oz_alloc_new(&oz_alloc_default, 3);

    ck_assert_ptr_nonnull(block);
    memcpy(block, "abc", 3);
    block = oz_alloc_resize(&oz_alloc_default, block, 3, 3000);

    ck_assert_ptr_nonnull(block);
    ck_assert_mem_eq(block, "abc", 3);
    oz_alloc_free(&oz_alloc_default, block, 3000);
}
END_TEST

START_TEST(nothing_is_asked_for_nothing)
{
    struct kit_memory memory;

    kit_memory_init(&memory);

    ck_assert_ptr_null(oz_alloc_new(&memory.allocator, 0));
    ck_assert_ptr_null(oz_alloc_zero(&memory.allocator, 0));
    ck_assert_ptr_null(oz_alloc_resize(&memory.allocator, NULL, 0, 0));
    oz_alloc_free(&memory.allocator, NULL, 0);

    ck_assert_uint_eq(memory.calls, 0);
    ck_assert_uint_eq(memory.blocks, 0);
}
END_TEST

START_TEST(zeroed_memory_is_zero)
{
    static const char zeros[100] = {0};
    char *block = oz_alloc_zero(&oz_alloc_default, sizeof zeros);

    ck_assert_mem_eq(block, zeros, sizeof zeros);
    oz_alloc_free(&oz_alloc_default, block, sizeof zeros);
}
END_TEST

START_TEST(a_size_of_zero_frees)
{
    struct kit_memory memory;
    void *block;

    kit_memory_init(&memory);
    block = oz_alloc_new(&memory.allocator, 10);

    ck_assert_ptr_null(oz_alloc_resize(&memory.allocator, block, 10, 0));

    ck_assert_uint_eq(memory.blocks, 0);
    ck_assert_uint_eq(memory.live, 0);
}
END_TEST

START_TEST(a_block_that_cannot_grow_stays)
{
    struct kit_memory memory;
    char *block;

    kit_memory_init(&memory);
    memory.fail_at = 2;
    block = oz_alloc_new(&memory.allocator, 4);
    memcpy(block, "stay", 4);

    ck_assert_ptr_null(oz_alloc_resize(&memory.allocator, block, 4, 400));

    ck_assert_mem_eq(block, "stay", 4);
    oz_alloc_free(&memory.allocator, block, 4);
    ck_assert_uint_eq(memory.live, 0);
}
END_TEST

START_TEST(a_failed_zero_is_null)
{
    struct kit_memory memory;

    kit_memory_init(&memory);
    memory.fail_at = 1;

    ck_assert_ptr_null(oz_alloc_zero(&memory.allocator, 8));
}
END_TEST

#define HALF (SIZE_MAX / 2)

static const struct {
    size_t a, b;
    bool product, sum; /* fits */
} sizes[] = {
    {0, 0, true, true},
    {0, SIZE_MAX, true, true},
    {SIZE_MAX, 0, true, true},
    {1, SIZE_MAX, true, false},
    {SIZE_MAX, 1, true, false},
    {2, HALF, true, true},
    {2, HALF + 1, false, true},
    {HALF + 1, 2, false, true},
    {3, SIZE_MAX / 3, true, true},
    {3, SIZE_MAX / 3 + 1, false, true},
    {HALF, HALF, false, true},
    {HALF + 1, HALF, false, true},
    {HALF + 1, HALF + 1, false, false},
    {SIZE_MAX, SIZE_MAX, false, false},
    {SIZE_MAX - 5, 5, false, true},
    {SIZE_MAX - 5, 6, false, false},
};

START_TEST(sizes_that_overflow_are_refused)
{
    const size_t a = sizes[_i].a;
    const size_t b = sizes[_i].b;
    size_t product = 42;
    size_t sum = 42;

    ck_assert(oz_size_mul(a, b, &product) == sizes[_i].product);
    ck_assert(oz_size_add(a, b, &sum) == sizes[_i].sum);

    ck_assert_uint_eq(product, sizes[_i].product ? a * b : 42);
    ck_assert_uint_eq(sum, sizes[_i].sum ? a + b : 42);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/alloc");
    TCase *tests = tcase_create("alloc");

    tcase_add_test(tests, the_default_allocates_grows_and_frees);
    tcase_add_test(tests, nothing_is_asked_for_nothing);
    tcase_add_test(tests, zeroed_memory_is_zero);
    tcase_add_test(tests, a_size_of_zero_frees);
    tcase_add_test(tests, a_block_that_cannot_grow_stays);
    tcase_add_test(tests, a_failed_zero_is_null);
    tcase_add_loop_test(tests, sizes_that_overflow_are_refused, 0, LENGTH(sizes));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
