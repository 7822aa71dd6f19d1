/* test_window.c — the set of windows: found by key, taken out anywhere, in order. */
#include "alert/window.h"

#include "base/str.h"
#include "kit.h"

#include <stdio.h>

#define WINDOWS 200

static struct oz_window *add(struct oz_window_set *set, unsigned number, int64_t until)
{
    const ounce_str texts[OZ_PROFILE_TEXTS] = {OZ_LIT("R"), OZ_LIT("LOW"), OZ_LIT("L"),
                                               OZ_LIT(""),  OZ_LIT(""),    OZ_LIT("")};
    struct oz_profile *profile = oz_profile_take(&set->profiles, &set->key, texts);
    struct oz_window *window;
    char text[16];
    ounce_str dedup = {text, (size_t)snprintf(text, sizeof text, "%u", number)};

    window = oz_window_make(set, profile, dedup, OZ_LIT("a title"), OZ_LIT("{}"));
    ck_assert_ptr_nonnull(window);
    ck_assert(oz_window_reserve(set));
    window->sequence = ++set->sequence;
    oz_window_add(set, window, until);
    return window;
}

static struct oz_window *find(const struct oz_window_set *set, unsigned number)
{
    char text[16];
    ounce_str dedup = {text, (size_t)snprintf(text, sizeof text, "%u", number)};

    return oz_window_find(set, oz_window_hash(set, OZ_LIT("R"), dedup), OZ_LIT("R"),
                          dedup);
}

/* No window goes before its parent, and each knows its place. (One check for all of
 * them: those of Check each write to a pipe.) */
static bool in_order(const struct oz_window_set *set)
{
    for (uint32_t i = 0; i < set->count; i++) {
        if (set->heap[i].window->place != i ||
            set->heap[i > 0 ? (i - 1) / 2 : 0].until > set->heap[i].until) {
            return false;
        }
    }
    return true;
}

START_TEST(windows_can_be_taken_out_anywhere)
{
    struct kit_memory memory;
    struct oz_window_set set;
    uint32_t random = 99 + (uint32_t)_i;
    bool there[WINDOWS] = {false};
    uint32_t count = 0;

    kit_memory_init(&memory);
    oz_window_set_init(&set, &memory.allocator, 1);
    for (int i = 0; i < 4000; i++) {
        unsigned number;

        random = random * 1664525u + 1013904223u;
        number = (random >> 16) % WINDOWS;
        ck_assert((find(&set, number) != NULL) == there[number]);
        if (there[number]) {
            oz_window_remove(&set, find(&set, number));
            count--;
        } else {
            add(&set, number, random >> 8 & 0xff);
            count++;
        }
        there[number] = !there[number];
        ck_assert_uint_eq(set.count, count);
        ck_assert(in_order(&set));
    }
    oz_window_set_finish(&set);
    ck_assert_uint_eq(memory.blocks, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("window");
    TCase *tcase = tcase_create("window");

    tcase_add_loop_test(tcase, windows_can_be_taken_out_anywhere, 0, 4);
    suite_add_tcase(suite, tcase);
    return kit_run(suite);
}
