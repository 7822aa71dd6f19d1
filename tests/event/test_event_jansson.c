/* test_event_jansson.c — json_t looked at where it is: the same answers as from its
 * text. */
#include "base/str.h"
#include "kit_event.h"

#include <ounce/jansson.h>
#include <ounce/matcher.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static const char *const no_names[] = {NULL};

static struct kit_event event;

static void setup(void)
{
    kit_event_init(&event, no_names);
    event.walk.steps = 10000;
    event.walk.max_depth = 128;
}

static void teardown(void)
{
    kit_event_finish(&event);
}

static ounce_value root_of(const ounce_event *described)
{
    ounce_value root = {0};

    root.kind = OUNCE_MAP;
    root.node = described->root;
    root.size = json_object_size(described->root);
    root.view = &described->view;
    return root;
}

static json_t *load(const char *text)
{
    json_t *json = json_loads(text, JSON_ALLOW_NUL, NULL);

    ck_assert_msg(json != NULL, "%s", text);
    return json;
}

static const char *const texts[] = {
    "{}",
    "{\"a\":null,\"b\":true,\"c\":false,\"d\":-5,\"e\":1.5,\"f\":[],\"g\":{}}",
    "{\"z\":1,\"y\":2,\"x\":{\"w\":[1,[2,{\"v\":3}]],\"u\":\"\\n\"}}",
    "{\"a\":9223372036854775807,\"b\":-9223372036854775808,\"c\":1e300,\"d\":-0.0}",
    "{\"\":{\"\":\"\"},\"ab\":\"c\\u0000d\",\"\xc3\xa9\":\"\xf0\x9f\x98\x80\"}",
};

START_TEST(an_object_prints_as_its_text_does)
{
    json_t *json = load(texts[_i]);
    ounce_value ours = kit_json(&event, texts[_i]);
    ounce_event described;
    ounce_value theirs;
    char *printed;

    ounce_event_init_jansson(&described, json);
    theirs = root_of(&described);
    printed = strdup(kit_value_print(&event, &ours));

    ck_assert_str_eq(kit_value_print(&event, &theirs), printed);
    ck_assert(oz_value_equal(&event.walk, &ours, &theirs));
    ck_assert(oz_value_equal(&event.walk, &theirs, &ours));
    ck_assert_uint_eq(json->refcount, 1);
    free(printed);
    json_decref(json);
}
END_TEST

static const struct {
    const char *path, *found;
} walks[] = {
    {"a", "1"},
    {"A", "1"},
    {"name", "2"},
    {"NAME", "3"},
    {"Name", "2"}, /* none is exact: the first in the document */
    {"list[1]", "[5,6]"},
    {"list[1][0]", "5"},
    {"list[9]", "-"},
    {"list.x", "-"},
    {"items[*].N", "[1,2,null]"},
    {"items[*]", "[{\"n\":1},{\"N\":2},{\"n\":null},{}]"},
    {"matrix[*][*]", "[1,2,3]"},
    {"deep.er.est", "\"x\""},
    {"deep[\"a.b\"]", "true"},
    {"[\"n\\u0000l\"]", "7"},
    {"absent", "-"},
    {"empty[*]", "-"},
};

START_TEST(a_path_finds_what_it_names)
{
    json_t *json =
        load("{\"a\":1,\"name\":2,\"NAME\":3,\"list\":[4,[5,6]],\"items\":[{\"n\":1},{"
             "\"N\":2},"
             "{\"n\":null},{}],\"matrix\":[[1,2],[3]],\"deep\":{\"Er\":{\"EST\":\"x\"},"
             "\"a.b\":true},\"empty\":[]}");
    struct oz_path path = kit_path(&event, walks[_i].path);
    ounce_event described;
    ounce_value root, found;

    json_object_setn_new(json, "n\0l", 3, json_integer(7));
    ounce_event_init_jansson(&described, json);
    root = root_of(&described);
    ck_assert(oz_value_walk(&event.walk, &root, &path, 0, &found));

    ck_assert_str_eq(kit_value_print(&event, &found), walks[_i].found);
    json_decref(json);
}
END_TEST

START_TEST(an_object_is_described)
{
    json_t *json = json_object();
    ounce_event described;

    ounce_event_init_jansson(&described, json);

    ck_assert_uint_eq(described.size, sizeof described);
    ck_assert_ptr_null(described.json.data);
    ck_assert_ptr_eq(described.root, json);
    ck_assert_uint_eq(described.view.accessor->size, sizeof(ounce_accessor));
    json_decref(json);
}
END_TEST

START_TEST(what_is_no_object_has_no_root)
{
    json_t *others[] = {NULL,          json_array(), json_string("x"), json_integer(1),
                        json_real(.5), json_true(),  json_null()};
    ounce_event described;

    for (int i = 0; i < LENGTH(others); i++) {
        ounce_event_init_jansson(&described, others[i]);
        ck_assert_ptr_null(described.root);
        json_decref(others[i]);
    }
}
END_TEST

START_TEST(text_that_was_never_checked_is_checked_here)
{
    json_t *json = json_object();
    struct oz_path path = kit_path(&event, "a");
    ounce_event described;
    ounce_value root, found;

    json_object_set_new(json, "a", json_string_nocheck("\xff"));
    ounce_event_init_jansson(&described, json);
    root = root_of(&described);

    ck_assert(!oz_value_walk(&event.walk, &root, &path, 0, &found));
    ck_assert_uint_eq(event.walk.reason, OUNCE_REASON_BAD_UTF8);
    json_decref(json);
}
END_TEST

START_TEST(a_name_that_was_never_checked_is_checked_here)
{
    json_t *json = json_object();
    struct oz_path path = kit_path(&event, "a");
    ounce_event described;
    ounce_value root, found;

    json_object_set_new_nocheck(json, "\xff", json_true());
    ounce_event_init_jansson(&described, json);
    root = root_of(&described);

    ck_assert(!oz_value_walk(&event.walk, &root, &path, 0, &found));
    ck_assert_uint_eq(event.walk.reason, OUNCE_REASON_BAD_UTF8);
    json_decref(json);
}
END_TEST

START_TEST(an_object_that_contains_itself_meets_a_limit)
{
    json_t *json = json_object();
    json_t *list = json_array();
    ounce_event described;
    ounce_value root;

    json_object_set_new(json, "l", list);
    json_array_append(list, json); /* jansson forbids only direct loops */
    ounce_event_init_jansson(&described, json);
    root = root_of(&described);

    ck_assert(!oz_value_json(&event.walk, &root, &event.text));
    ck_assert_uint_eq(event.walk.reason, OUNCE_REASON_TOO_DEEP);
    json_array_clear(list);
    json_decref(json);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event/event_jansson");
    TCase *tests = tcase_create("event_jansson");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, an_object_prints_as_its_text_does, 0, LENGTH(texts));
    tcase_add_loop_test(tests, a_path_finds_what_it_names, 0, LENGTH(walks));
    tcase_add_test(tests, an_object_is_described);
    tcase_add_test(tests, what_is_no_object_has_no_root);
    tcase_add_test(tests, text_that_was_never_checked_is_checked_here);
    tcase_add_test(tests, a_name_that_was_never_checked_is_checked_here);
    tcase_add_test(tests, an_object_that_contains_itself_meets_a_limit);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
