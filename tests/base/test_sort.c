/* test_sort.c — sorted, stable, and never more than n log n comparisons. */
#include "base/sort.h"

#include "kit.h"

#include <stdbool.h>
#include <stdlib.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

struct keys {
    uint32_t *values;
    uint64_t *compared;
};

static int compare(const void *owner, uint32_t a, uint32_t b)
{
    const struct keys *keys = owner;

    ++*keys->compared;
    return keys->values[a] < keys->values[b] ? -1 : keys->values[a] > keys->values[b];
}

/* The key at a place, for count keys: shapes that make simple sorts slow. */
static uint32_t ascending(uint32_t i, uint32_t count)
{
    (void)count;
    return i;
}

static uint32_t descending(uint32_t i, uint32_t count)
{
    return count - i;
}

static uint32_t all_equal(uint32_t i, uint32_t count)
{
    (void)i;
    (void)count;
    return 7;
}

static uint32_t two_values(uint32_t i, uint32_t count)
{
    (void)count;
    return i % 2;
}

static uint32_t organ_pipe(uint32_t i, uint32_t count)
{
    return i < count / 2 ? i : count - i;
}

static uint32_t scattered(uint32_t i, uint32_t count)
{
    return i * 2654435761u % (count + 1);
}

static uint32_t few_scattered(uint32_t i, uint32_t count)
{
    return scattered(i, count) % 5;
}

static uint32_t (*const shapes[])(uint32_t, uint32_t) = {
    ascending, descending, all_equal, two_values, organ_pipe, scattered, few_scattered,
};

static uint64_t sort_and_check(uint32_t count, uint32_t (*shape)(uint32_t, uint32_t))
{
    uint32_t *block = malloc((3 * (size_t)count + 1) * sizeof *block);
    uint32_t *ids = block + count;
    uint64_t compared = 0;
    struct keys keys = {block, &compared};
    bool sorted = true;

    ck_assert_ptr_nonnull(block);
    for (uint32_t i = 0; i < count; i++) {
        keys.values[i] = shape(i, count);
        ids[i] = i;
    }

    oz_sort(ids, ids + count, count, compare, &keys);

    for (uint32_t i = 1; i < count; i++) {
        const uint32_t before = keys.values[ids[i - 1]];
        const uint32_t here = keys.values[ids[i]];

        /* stable, so that no id can be there twice */
        sorted = sorted && (before < here || (before == here && ids[i - 1] < ids[i]));
    }
    ck_assert(sorted);
    free(block);
    return compared;
}

START_TEST(every_small_count_is_sorted_and_stable)
{
    for (uint32_t count = 0; count <= 130; count++) {
        sort_and_check(count, shapes[_i]);
    }
}
END_TEST

START_TEST(no_shape_costs_more_than_n_log_n)
{
    ck_assert_uint_le(sort_and_check(1 << 16, shapes[_i]), 16u << 16);
    ck_assert_uint_le(sort_and_check((1 << 16) + 1, shapes[_i]), 17u << 16);
}
END_TEST

START_TEST(nothing_is_compared_where_nothing_is_to_sort)
{
    ck_assert_uint_eq(sort_and_check(0, ascending), 0);
    ck_assert_uint_eq(sort_and_check(1, ascending), 0);
    oz_sort(NULL, NULL, 0, compare, NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/sort");
    TCase *tests = tcase_create("sort");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, every_small_count_is_sorted_and_stable, 0,
                        LENGTH(shapes));
    tcase_add_loop_test(tests, no_shape_costs_more_than_n_log_n, 0, LENGTH(shapes));
    tcase_add_test(tests, nothing_is_compared_where_nothing_is_to_sort);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
