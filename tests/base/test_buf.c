/* test_buf.c — growing text, and the escaper that keeps output on one line. */
#include "base/buf.h"

#include "base/str.h"
#include "kit.h"

#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static struct kit_memory memory;
static struct oz_buf buf;

static void setup(void)
{
    kit_memory_init(&memory);
    oz_buf_init(&buf, &memory.allocator);
}

static void teardown(void)
{
    oz_buf_finish(&buf);
    ck_assert_uint_eq(memory.live, 0);
}

static void check_text(const char *expected)
{
    ck_assert(!buf.failed);
    oz_buf_char(&buf, '\0');
    ck_assert_str_eq(buf.data, expected);
}

/* ---- Adding ---- */

START_TEST(what_is_added_stands_in_order)
{
    oz_buf_text(&buf, "a");
    oz_buf_add(&buf, "bcd", 2);
    oz_buf_str(&buf, OZ_LIT("e"));
    oz_buf_str(&buf, (ounce_str){NULL, 0});
    oz_buf_add(&buf, NULL, 0);
    oz_buf_indent(&buf, 3);
    oz_buf_char(&buf, 'f');
    oz_buf_indent(&buf, 0);

    check_text("abce   f");
}
END_TEST

START_TEST(numbers_are_added_up_to_their_ends)
{
    oz_buf_int(&buf, INT64_MIN);
    oz_buf_char(&buf, ' ');
    oz_buf_int(&buf, INT64_MAX);
    oz_buf_char(&buf, ' ');
    oz_buf_int(&buf, 0);
    oz_buf_char(&buf, ' ');
    oz_buf_uint(&buf, 0);
    oz_buf_char(&buf, ' ');
    oz_buf_uint(&buf, UINT64_MAX);

    check_text("-9223372036854775808 9223372036854775807 0 0 18446744073709551615");
}
END_TEST

START_TEST(a_long_text_takes_few_calls)
{
    for (int i = 0; i < 100000; i++) {
        oz_buf_char(&buf, (char)('a' + i % 26));
    }

    ck_assert_uint_eq(buf.size, 100000);
    ck_assert_uint_le(memory.calls, 10);
    ck_assert_int_eq(buf.data[99999], 'a' + 99999 % 26);
}
END_TEST

START_TEST(a_cleared_buffer_keeps_its_memory)
{
    oz_buf_text(&buf, "before");
    oz_buf_quote(&buf);
    oz_buf_clear(&buf);

    oz_buf_text(&buf, "\"after\"");

    check_text("\"after\"");
    ck_assert_uint_eq(memory.calls, 1);
}
END_TEST

START_TEST(failure_is_sticky_until_cleared)
{
    oz_buf_text(&buf, "kept");
    memory.fail_at = memory.calls + 1;
    oz_buf_indent(&buf, 1000);

    ck_assert(buf.failed);
    oz_buf_text(&buf, "lost");
    ck_assert(buf.failed);
    ck_assert_uint_le(buf.size, 256);
    ck_assert_mem_eq(buf.data, "kept", 4);

    oz_buf_clear(&buf);
    oz_buf_text(&buf, "again");
    check_text("again");
}
END_TEST

START_TEST(a_size_that_overflows_fails_unread)
{
    oz_buf_char(&buf, 'x');

    oz_buf_add(&buf, "y", SIZE_MAX);

    ck_assert(buf.failed);
    ck_assert_uint_eq(buf.size, 1);
    ck_assert_uint_eq(memory.calls, 1);
}
END_TEST

/* ---- Fixed memory ---- */

START_TEST(fixed_memory_keeps_what_fits_and_counts_the_rest)
{
    char block[8] = "........";
    struct oz_buf fixed;

    oz_buf_init_fixed(&fixed, block, 5);
    oz_buf_text(&fixed, "abc");
    oz_buf_text(&fixed, "defg");
    oz_buf_text(&fixed, "h");
    oz_buf_int(&fixed, -12);

    ck_assert_uint_eq(fixed.size, 11);
    ck_assert(!fixed.failed);
    ck_assert_mem_eq(block, "abcde...", 8);
    oz_buf_finish(&fixed);
}
END_TEST

START_TEST(no_memory_at_all_still_counts)
{
    struct oz_buf fixed;

    oz_buf_init_fixed(&fixed, NULL, 0);
    oz_buf_json(&fixed, "a\n\xc2\x80", 4);

    ck_assert_uint_eq(fixed.size, strlen("\"a\\n\\u0080\""));
    ck_assert(!fixed.failed);
}
END_TEST

START_TEST(counting_first_gives_the_size_that_fits)
{
    static const char text[] = "x \"y\" \x1b \xe2\x80\xa8 z";
    char block[64] = {0};
    struct oz_buf fixed;
    size_t size;

    oz_buf_init_fixed(&fixed, NULL, 0);
    oz_buf_json(&fixed, text, sizeof text);
    size = fixed.size;

    oz_buf_init_fixed(&fixed, block, size);
    oz_buf_json(&fixed, text, sizeof text);
    oz_buf_json(&buf, text, sizeof text);

    ck_assert_uint_eq(fixed.size, size);
    ck_assert_uint_eq(buf.size, size);
    ck_assert_mem_eq(block, buf.data, size);
}
END_TEST

/* ---- JSON strings ---- */

static const struct {
    const char *text;
    size_t size; /* 0: up to the NUL */
    const char *json;
} strings[] = {
    {"", 0, "\"\""},
    {"plain", 0, "\"plain\""},
    {"\"\\/", 0, "\"\\\"\\\\/\""},
    {"\n\r\t\b\f", 0, "\"\\n\\r\\t\\b\\f\""},
    {"\0", 1, "\"\\u0000\""},
    {"a\0b", 3, "\"a\\u0000b\""},
    {"\x01\x1f\x7f", 0, "\"\\u0001\\u001f\\u007f\""},
    {" ~", 0, "\" ~\""},
    {"\xc2\x80\xc2\x85\xc2\x9f", 0, "\"\\u0080\\u0085\\u009f\""},
    {"\xc2\xa0\xc3\xa9", 0, "\"\xc2\xa0\xc3\xa9\""},
    {"\xe2\x80\xa7\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa", 0,
     "\"\xe2\x80\xa7\\u2028\\u2029\xe2\x80\xaa\""},
    {"\xe2\x81\xa8\xe3\x80\xa8", 0, "\"\xe2\x81\xa8\xe3\x80\xa8\""},
    {"\xf0\x9f\x98\x80", 0, "\"\xf0\x9f\x98\x80\""},
    {"\x1b[2J", 0, "\"\\u001b[2J\""},
};

START_TEST(a_json_string_is_one_line_whatever_it_holds)
{
    const size_t size =
        strings[_i].size > 0 ? strings[_i].size : strlen(strings[_i].text);

    oz_buf_json(&buf, strings[_i].text, size);

    check_text(strings[_i].json);
}
END_TEST

START_TEST(every_control_character_is_escaped)
{
    for (unsigned code = 0; code < 0xa0; code++) {
        char text[2] = {(char)code, 0};
        bool control = code < 0x20 || code >= 0x7f;

        if (code >= 0x80) {
            text[0] = '\xc2';
            text[1] = (char)code;
        }
        oz_buf_clear(&buf);
        oz_buf_json(&buf, text, code < 0x80 ? 1 : 2);
        for (size_t i = 0; control && i < buf.size; i++) {
            ck_assert_int_ge(buf.data[i], 0x20);
            ck_assert_int_lt(buf.data[i], 0x7f);
        }
    }
}
END_TEST

/* ---- Quoting ---- */

START_TEST(all_that_is_added_between_quotes_is_one_string)
{
    oz_buf_quote(&buf);
    oz_buf_text(&buf, "say \"");
    oz_buf_char(&buf, '\n');
    oz_buf_int(&buf, -5);
    oz_buf_str(&buf, OZ_LIT("\\"));
    oz_buf_unquote(&buf);
    oz_buf_text(&buf, "\"");

    check_text("\"say \\\"\\n-5\\\\\"\"");
}
END_TEST

static const struct {
    const char *text, *json;
} nested[] = {
    {"", "\"\\\"\\\"\""},
    {"a", "\"\\\"a\\\"\""},
    {"\"", "\"\\\"\\\\\\\"\\\"\""},
    {"\\", "\"\\\"\\\\\\\\\\\"\""},
    {"\n", "\"\\\"\\\\n\\\"\""},
    {"\x01", "\"\\\"\\\\u0001\\\"\""},
    {"\xc2\x85", "\"\\\"\\\\u0085\\\"\""},
    {"\xe2\x80\xa8", "\"\\\"\\\\u2028\\\"\""},
    {"\xc3\xa9", "\"\\\"\xc3\xa9\\\"\""},
};

START_TEST(a_json_string_inside_a_quote_is_escaped_twice)
{
    oz_buf_quote(&buf);
    oz_buf_json(&buf, nested[_i].text, strlen(nested[_i].text));
    oz_buf_unquote(&buf);

    check_text(nested[_i].json);
}
END_TEST

/* Characters that need care, at every distance from the start of a long text. */
static const char *const careful[] = {
    "\"",       "\\",           "\n",       "\x01",
    "\xc2\x85", "\xe2\x80\xa8", "\xc3\xa9", "\xf0\x9f\x98\x80",
};

START_TEST(a_long_string_inside_a_quote_is_the_json_of_the_json)
{
    struct oz_buf once, twice;

    for (size_t pad = 0; pad < 300; pad++) {
        char text[400];
        const size_t size = pad + strlen(careful[_i]) + 2;

        memset(text, 'p', sizeof text);
        memcpy(text + pad, careful[_i], strlen(careful[_i]));
        oz_buf_init(&once, &memory.allocator);
        oz_buf_init(&twice, &memory.allocator);
        oz_buf_clear(&buf);

        oz_buf_json(&once, text, size);
        oz_buf_json(&twice, once.data, once.size);
        oz_buf_quote(&buf);
        oz_buf_json(&buf, text, size);
        oz_buf_unquote(&buf);

        ck_assert_uint_eq(buf.size, twice.size);
        ck_assert_mem_eq(buf.data, twice.data, twice.size);
        oz_buf_finish(&once);
        oz_buf_finish(&twice);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/buf");
    TCase *tests = tcase_create("buf");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, what_is_added_stands_in_order);
    tcase_add_test(tests, numbers_are_added_up_to_their_ends);
    tcase_add_test(tests, a_long_text_takes_few_calls);
    tcase_add_test(tests, a_cleared_buffer_keeps_its_memory);
    tcase_add_test(tests, failure_is_sticky_until_cleared);
    tcase_add_test(tests, a_size_that_overflows_fails_unread);
    tcase_add_test(tests, fixed_memory_keeps_what_fits_and_counts_the_rest);
    tcase_add_test(tests, no_memory_at_all_still_counts);
    tcase_add_test(tests, counting_first_gives_the_size_that_fits);
    tcase_add_loop_test(tests, a_json_string_is_one_line_whatever_it_holds, 0,
                        LENGTH(strings));
    tcase_add_test(tests, every_control_character_is_escaped);
    tcase_add_test(tests, all_that_is_added_between_quotes_is_one_string);
    tcase_add_loop_test(tests, a_json_string_inside_a_quote_is_escaped_twice, 0,
                        LENGTH(nested));
    tcase_add_loop_test(tests, a_long_string_inside_a_quote_is_the_json_of_the_json, 0,
                        LENGTH(careful));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
