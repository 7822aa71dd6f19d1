/* test_json_text.c — escapes become UTF-8, and the text only ever gets shorter. */
#include "event/json_text.h"

#include "base/utf8.h"
#include "kit.h"

#include <stdio.h>
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

#define BAD "\xef\xbf\xbd" /* U+FFFD */

static const struct {
    const char *raw, *text;
    size_t size; /* of text; 0: up to the NUL */
} escapes[] = {
    {"plain", "plain", 0},
    {"", "", 0},
    {"\\\"\\\\\\/", "\"\\/", 0},
    {"\\b\\f\\n\\r\\t", "\b\f\n\r\t", 0},
    {"a\\nb", "a\nb", 0},
    {"\\u0041\\u00e9\\u20ac", "A\xc3\xa9\xe2\x82\xac", 0},
    {"\\u20AC\\u20aC", "\xe2\x82\xac\xe2\x82\xac", 0},
    {"\\u0000", "\0", 1},
    {"a\\u0000b", "a\0b", 3},
    {"\\u0022\\u005c", "\"\\", 0},
    {"\\\\u0041", "\\u0041", 0},
    {"event\\u004eame", "eventName", 0},
    {"\xc3\xa9\\n\xf0\x9f\x98\x80", "\xc3\xa9\n\xf0\x9f\x98\x80", 0},
    {"\\uffff\\ufffe", "\xef\xbf\xbf\xef\xbf\xbe", 0},
    /* pairs */
    {"\\ud83d\\ude00", "\xf0\x9f\x98\x80", 0},
    {"\\uD83D\\uDE00!", "\xf0\x9f\x98\x80!", 0},
    {"\\ud800\\udc00", "\xf0\x90\x80\x80", 0},
    {"\\udbff\\udfff", "\xf4\x8f\xbf\xbf", 0},
    /* halves of pairs */
    {"\\ud83d", BAD, 0},
    {"\\ude00", BAD, 0},
    {"x\\ud83dy", "x" BAD "y", 0},
    {"\\ud83d\\n", BAD "\n", 0},
    {"\\ud83d\\u0041", BAD "A", 0},
    {"\\ud83d\\ud83d\\ude00", BAD "\xf0\x9f\x98\x80", 0},
    {"\\ude00\\ud83d", BAD BAD, 0},
    {"\\ud83d\\\\ude00", BAD "\\ude00", 0},
    {"\\ud83dude00", BAD "ude00", 0},
    {"\\udbff\\ue000", BAD "\xee\x80\x80", 0},
};

START_TEST(escapes_become_text)
{
    const size_t size =
        escapes[_i].size > 0 ? escapes[_i].size : strlen(escapes[_i].text);
    char *exact = oz_arena_alloc(&arena, strlen(escapes[_i].raw));
    ounce_str text = {exact, strlen(escapes[_i].raw)};

    memcpy(exact, escapes[_i].raw, text.size);
    ck_assert(oz_json_unescape(&arena, &text));

    ck_assert_uint_eq(text.size, size);
    ck_assert_mem_eq(text.data, escapes[_i].text, size);
    /* the event itself is never written */
    ck_assert_mem_eq(exact, escapes[_i].raw, strlen(escapes[_i].raw));
}
END_TEST

START_TEST(every_code_unit_becomes_its_code_point)
{
    for (uint32_t code = 0; code <= 0xffff; code++) {
        char raw[8];
        char expected[OZ_UTF8_MAX];
        ounce_str text = {raw, 6};
        size_t size;

        snprintf(raw, sizeof raw, code % 2 == 0 ? "\\u%04x" : "\\u%04X", code);
        size = oz_utf8_encode(code, expected);
        oz_arena_reset(&arena);
        ck_assert(oz_json_unescape(&arena, &text));
        ck_assert_uint_eq(text.size, size);
        ck_assert_mem_eq(text.data, expected, size);
    }
}
END_TEST

START_TEST(out_of_memory_leaves_the_raw_text)
{
    ounce_str text = {"\\n", 2};
    const char *before = text.data;

    memory.fail_at = 1;

    ck_assert(!oz_json_unescape(&arena, &text));
    ck_assert_ptr_eq(text.data, before);
    ck_assert_uint_eq(text.size, 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event/json_text");
    TCase *tests = tcase_create("json_text");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, escapes_become_text, 0, LENGTH(escapes));
    tcase_add_test(tests, every_code_unit_becomes_its_code_point);
    tcase_add_test(tests, out_of_memory_leaves_the_raw_text);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
