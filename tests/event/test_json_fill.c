/* test_json_fill.c — which slots a member fills, found in the projection or remembered.
 *
 * What comes of it for whole events: test_event_json.c, test_json_memo.c.
 */
#include "event/json_fill.h"

#include "kit_event.h"

#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static const char *const names[] = {"a", "=a", "A",  "b",  "m",  "M",
                                    "n", "mm", "Mm", "mM", "MM", NULL};

static struct kit_event event;
static struct oz_fill fill;
static struct oz_target root;

static void begin(void)
{
    fill.stamp += 2;
    root = oz_fill_root(&fill);
}

static void setup(void)
{
    kit_event_init(&event, names);
    fill = (struct oz_fill){&event.projection, event.slots, &event.memo, 0};
    begin();
}

static void teardown(void)
{
    kit_event_finish(&event);
}

static ounce_str text(const char *name)
{
    return (ounce_str){name, strlen(name)};
}

/* The names of the target's slots, in their order. */
static const char *chain(const struct oz_target *target)
{
    static char out[100];

    out[0] = '\0';
    for (uint32_t i = 0; names[i] != NULL; i++) {
        for (uint32_t id = target->first; id != OZ_NONE; id = event.slots[id].next) {
            if (id == event.slot_of[i]) {
                strcat(strcat(out, out[0] != '\0' ? " " : ""), names[i]);
            }
        }
    }
    return out;
}

static const struct {
    const char *before; /* in the same event; NULL: nothing */
    const char *name, *slots;
    bool whole; /* it takes all of its slots: what is below can be remembered */
} rows[] = {
    {NULL, "a", "a =a A", true}, {NULL, "A", "a A", true},  {NULL, "b", "b", true},
    {NULL, "x", "", true},       {"A", "a", "a =a", false}, {"a", "A", "A", false},
    {"b", "B", "", false},       {"B", "B", "b", true},     {"B", "b", "b", true},
    {"m", "M", "M", false},
};

START_TEST(a_member_fills_the_same_slots_remembered_or_not)
{
    const char *const before = rows[_i].before;
    const ounce_str name = text(rows[_i].name);
    struct oz_target found, known;

    if (before != NULL) {
        oz_fill_found(&fill, &root, text(before), &found);
    }
    oz_fill_found(&fill, &root, name, &found);
    ck_assert_str_eq(chain(&found), rows[_i].slots);
    ck_assert_uint_eq(found.place, OZ_MEMO_NOWHERE);
    for (int round = 0; round < 2; round++) {
        begin();
        if (before != NULL) {
            oz_fill_known(&fill, oz_fill_recall(&fill, &root, text(before)),
                          text(before), &known);
        }
        oz_fill_known(&fill, oz_fill_recall(&fill, &root, name), name, &known);
        ck_assert_str_eq(chain(&known), rows[_i].slots);
        ck_assert_int_eq(known.place != OZ_MEMO_NOWHERE, rows[_i].whole);
    }
}
END_TEST

START_TEST(what_is_remembered_is_the_same_member)
{
    struct oz_memo_member *member = oz_fill_recall(&fill, &root, text("a"));
    const uint64_t serial = member->serial;

    ck_assert_ptr_eq(oz_fill_recall(&fill, &root, text("a")), member);
    ck_assert_uint_eq(member->serial, serial);
    ck_assert_uint_eq(member->slot_count, 3);
}
END_TEST

START_TEST(too_many_slots_are_found_and_not_remembered)
{
    struct oz_target found;

    ck_assert_ptr_null(oz_fill_recall(&fill, &root, text("mm")));
    ck_assert_ptr_null(oz_fill_recall(&fill, &root, text("mm")));
    oz_fill_found(&fill, &root, text("mm"), &found);
    ck_assert_str_eq(chain(&found), "mm Mm mM MM");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event/json_fill");
    TCase *tests = tcase_create("tests");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, a_member_fills_the_same_slots_remembered_or_not, 0,
                        LENGTH(rows));
    tcase_add_test(tests, what_is_remembered_is_the_same_member);
    tcase_add_test(tests, too_many_slots_are_found_and_not_remembered);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
