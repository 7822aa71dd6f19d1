/* test_alert_destinations.c — who is told: the function, the file, or nobody. */
#include "compile.h"

#include <string.h>

static const struct {
    const char *outputs, *python, *expected;
} cases[] = {
    {"", "", "null"},
    {"OutputIds: [a, b]", "", "[\"a\",\"b\"]"},
    {"OutputIds: [a]", "None", "[\"a\"]"},
    {"", "None", "null"},
    {"OutputIds: [a]", "[]", "[]"},
    {"OutputIds: [a]", "['SKIP']", "[]"},
    {"OutputIds: [a]", "['x', 'SKIP', 'y', 'x']", "[\"x\",\"y\"]"},
    {"", "['a\"b']", "[\"a\\\"b\"]"},
    {"", "[str(n) for n in range(12)]",
     "[\"0\",\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]"},
    {"OutputIds: [a]", "[e.get('to')]", "[\"pager\"]"},
};

/* What is wrong is said, and in a match the file's own take its place. */
static const struct {
    const char *python, *message;
} wrong[] = {
    {"'x'",
     "the rule raised TypeError: destinations() returned 'str', expected 'list'"},
    {"('x',)",
     "the rule raised TypeError: destinations() returned 'tuple', expected 'list'"},
    {"['x', 1]", "the rule raised TypeError: destinations() returned a list with "
                 "'int', expected 'str'"},
    {"[e['none']]", "the rule raised KeyError: 'none'"},
};

static void compile(struct kit_set *set, const char *outputs, const char *python)
{
    char rule[300] = "Filename: r.py\n", code[300] = "def rule(e): return True\n";

    strcat(rule, outputs);
    strcat(rule, KIT_TAIL);
    if (python[0] != '\0') {
        strcat(code, "def destinations(e): return ");
        strcat(code, python);
        strcat(code, "\n");
    }
    kit_begin(set, 0, NULL);
    kit_add(set, "r.yml", rule);
    kit_add(set, "r.py", code);
    kit_end(set);
    ck_assert_msg(set->status == OUNCE_OK, "%s", set->err.message);
}

START_TEST(somebody_is_told)
{
    struct kit_set set;

    compile(&set, cases[_i].outputs, cases[_i].python);
    ck_assert_str_eq(kit_alert(&set, "{\"to\":\"pager\"}", OUNCE_ALERT_DESTINATIONS),
                     cases[_i].expected);
    kit_finish(&set);
}
END_TEST

static ounce_control note_error(void *user, ounce_match *match)
{
    ounce_error *err = user;
    ounce_str text;

    ck_assert_int_eq(ounce_match_text(match, OUNCE_ALERT_DESTINATIONS, &text, err),
                     OUNCE_ERR_RULE);
    return OUNCE_CONTINUE;
}

static ounce_control note_alert(void *user, const ounce_alert *alert)
{
    ounce_str *out = user;

    ck_assert_uint_lt(alert->destinations.size, 20);
    memcpy((char *)(uintptr_t)out->data, alert->destinations.data,
           alert->destinations.size);
    out->size = alert->destinations.size;
    return OUNCE_CONTINUE;
}

static ounce_control feed(void *user, ounce_match *match)
{
    char room[20];
    ounce_str told = {room, 0};

    ck_assert_int_eq(ounce_tracker_feed(user, match, 0, note_alert, &told, NULL),
                     OUNCE_OK);
    ck_assert_uint_eq(told.size, 5);
    ck_assert_int_eq(memcmp(room, "[\"a\"]", 5), 0);
    return OUNCE_CONTINUE;
}

START_TEST(errors_leave_it_to_the_file)
{
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_tracker *tracker;
    ounce_event event;
    struct kit_set set;

    compile(&set, "OutputIds: [a]", wrong[_i].python);
    ounce_event_init_json(&event, "{}", 2);
    ounce_matcher_run_rule(set.matcher, 0, &event, note_error, &err, NULL);
    ck_assert_str_eq(err.message, wrong[_i].message);
    ck_assert_int_eq(ounce_tracker_new(NULL, &tracker, NULL), OUNCE_OK);
    ounce_matcher_run_rule(set.matcher, 0, &event, feed, tracker, NULL);
    ounce_tracker_free(tracker);
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("alert/alert_destinations");
    TCase *tests = tcase_create("alert_destinations");

    tcase_add_loop_test(tests, somebody_is_told, 0, KIT_LENGTH(cases));
    tcase_add_loop_test(tests, errors_leave_it_to_the_file, 0, KIT_LENGTH(wrong));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
