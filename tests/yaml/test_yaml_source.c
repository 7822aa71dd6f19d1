/* test_yaml_source.c — which bytes are refused before YAML begins, and where.
 *
 * Every sequence of one and two bytes goes through the whole parser in four positions;
 * the verdict is compared with a second, naive reading of the rule.
 */
#include "yaml/yaml_source.h"

#include "kit.h"
#include "yaml/yaml_document.h"

#include <stdio.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static const struct {
    const char *text;
    size_t size;       /* 0: up to the NUL */
    const char *found; /* "code line:column", or NULL when nothing is wrong */
} sources[] = {
    {"", 0, NULL},
    {"a: b", 0, NULL},
    {"\xef\xbb\xbf", 0, NULL},
    {"\xef\xbb\xbf"
     "a: b",
     0, NULL},
    {"\xef\xbb\xbf\xef\xbb\xbf"
     "a",
     0, "yaml-character 1:1"},
    {"a: \xef\xbb\xbf", 0, "yaml-character 1:4"},
    {"\xff\xfe"
     "a\0",
     4, "yaml-encoding 1:1"},
    {"\xfe\xff\0a", 4, "yaml-encoding 1:1"},
    {"a\0:\0", 4, "yaml-encoding 1:1"},
    {"\0a\0:", 4, "yaml-encoding 1:1"},
    {"\0\0\xfe\xff", 4, "yaml-encoding 1:1"},
    {"a: \0", 4, "yaml-character 1:4"},
    {"a: \x01", 0, "yaml-character 1:4"},
    {"a: \x1b[2J", 0, "yaml-character 1:4"},
    {"a: \x7f", 0, "yaml-character 1:4"},
    {"a: \xc2\x9f", 0, "yaml-character 1:4"},
    {"a: \xef\xbf\xbe", 0, "yaml-character 1:4"},
    {"a: \xef\xbf\xbf", 0, "yaml-character 1:4"},
    {"a: \xef\xb7\x90", 0, NULL},     /* U+FDD0: not a character, but harmless */
    {"a: \xf0\x9f\xbf\xbf", 0, NULL}, /* U+1FFFF likewise */
    {"a: \xf0\x9f\x98\x80", 0, NULL},
    {"a: \xc2\x85 b", 0, NULL},
    {"a: \xc3\xa9\xff", 0, "yaml-encoding 1:5"},
    {"a: \xc0\x80", 0, "yaml-encoding 1:4"},
    {"a: \xed\xa0\x80", 0, "yaml-encoding 1:4"},
    {"a: \xe2\x82", 0, "yaml-encoding 1:4"},
    {"a\nb\rc\r\nd\xff", 0, "yaml-encoding 4:2"},
    {"a\xc2\x85"
     "b\xe2\x80\xa8"
     "c\xe2\x80\xa9"
     "d\xff",
     0, "yaml-encoding 4:2"},
    {"\xef\xbb\xbf\xff", 0, "yaml-encoding 1:1"},
    {"a\x01\xff", 0, "yaml-character 1:2"}, /* the first fault counts */
    {"\xff\x01", 0, "yaml-encoding 1:1"},
    {"%YAML 1.2\n---\na", 0, NULL},
    {"%TAG ! x\n---\na", 0, "yaml-directive 1:1"},
    {"# c\n\n  # d\r\n%YAML 1.1\n%TAG ! x\n---\na", 0, "yaml-directive 5:1"},
    {"a: |\n%TAG", 0, NULL},
};

START_TEST(bytes_are_judged_with_their_place)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct oz_diags diags;
    struct oz_arena arena;
    const char *text = sources[_i].text;
    const size_t size = sources[_i].size > 0 ? sources[_i].size : strlen(text);
    ounce_status status;
    char found[64];

    oz_arena_init(&arena, &oz_alloc_default);
    oz_diags_init(&diags, &arena, 10);

    status = oz_yaml_source_check(&limits, &diags, text, size);

    if (sources[_i].found == NULL) {
        ck_assert_int_eq(status, OUNCE_OK);
        ck_assert_uint_eq(diags.count, 0);
    } else {
        ck_assert_int_eq(status, OUNCE_ERR_RULE);
        ck_assert_uint_eq(diags.count, 1);
        snprintf(found, sizeof found, "%s %u:%u", diags.items[0].code.data,
                 diags.items[0].line, diags.items[0].column);
        ck_assert_str_eq(found, sources[_i].found);
    }
    oz_arena_finish(&arena);
}
END_TEST

START_TEST(a_source_has_a_largest_size)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct oz_diags diags;
    struct oz_arena arena;

    oz_arena_init(&arena, &oz_alloc_default);
    oz_diags_init(&diags, &arena, 10);
    limits.max_rule_bytes = 4;

    ck_assert_int_eq(oz_yaml_source_check(&limits, &diags, "a: b", 4), OUNCE_OK);
    ck_assert_int_eq(oz_yaml_source_check(&limits, &diags, "a: bc", 5), OUNCE_ERR_RULE);
    ck_assert_str_eq(diags.items[0].code.data, "yaml-size");
    ck_assert_uint_eq(diags.items[0].line, 0);
    oz_arena_finish(&arena);
}
END_TEST

static const struct {
    const char *text;
    size_t size;
} blanks[] = {
    {"", 0},       {"a", 0}, {" \t\r\n a", 5},
    {"# x\na", 4}, {"#", 1}, {"\xc2\x85 \xc2\xa0", 3},
};

START_TEST(blanks_end_where_something_is_written)
{
    ck_assert_uint_eq(oz_yaml_source_blanks(blanks[_i].text, strlen(blanks[_i].text)),
                      blanks[_i].size);
}
END_TEST

static bool is_fine_ascii(unsigned byte)
{
    return (byte >= 0x20 && byte < 0x7f) || byte == '\t' || byte == '\n' ||
           byte == '\r';
}

static bool is_fine(const unsigned char *bytes, size_t size)
{
    if (bytes[0] >= 0x80 && size == 2) {
        unsigned cp = (bytes[0] & 0x1fu) << 6 | (bytes[1] & 0x3fu);

        return bytes[0] >= 0xc2 && bytes[0] < 0xe0 && (bytes[1] & 0xc0) == 0x80 &&
               (cp >= 0xa0 || cp == 0x85);
    }
    for (size_t i = 0; i < size; i++) {
        if (!is_fine_ascii(bytes[i])) {
            return false;
        }
    }
    return true;
}

static const struct {
    const char *before, *after;
} positions[] = {
    {"ab", ": c\n"}, {"a: b", "c\n"}, {"a: \"", "\"\n"}, {"# ", "\na: b\n"}};

/* Whether the encoding was found wanting; YAML may still have its own opinion. */
static bool is_refused(const char *text, size_t size)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct oz_yaml_document doc;
    struct oz_diags diags;
    struct oz_arena arena;
    bool refused = false;

    oz_arena_init(&arena, &oz_alloc_default);
    oz_diags_init(&diags, &arena, 10);
    if (oz_yaml_parse(&arena, &limits, &diags, text, size, &doc) != OUNCE_OK) {
        refused = strcmp(diags.items[0].code.data, "yaml-encoding") == 0 ||
                  strcmp(diags.items[0].code.data, "yaml-character") == 0;
    }
    oz_arena_finish(&arena);
    return refused;
}

START_TEST(one_and_two_bytes_are_refused_by_the_rule)
{
    const size_t before = strlen(positions[_i].before);
    const size_t after = strlen(positions[_i].after);

    for (unsigned pair = 0; pair < 0x10000 + 0x100; pair++) {
        const unsigned char bytes[2] = {(unsigned char)pair,
                                        (unsigned char)(pair >> 8)};
        const size_t size = pair < 0x10000 ? 2 : 1;
        char text[32];

        memcpy(text, positions[_i].before, before);
        memcpy(text + before, bytes, size);
        memcpy(text + before + size, positions[_i].after, after);

        ck_assert_msg(is_refused(text, before + size + after) == !is_fine(bytes, size),
                      "bytes %02x %02x (%zu)", bytes[0], bytes[1], size);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("yaml/source");
    TCase *tests = tcase_create("source");

    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, bytes_are_judged_with_their_place, 0, LENGTH(sources));
    tcase_add_test(tests, a_source_has_a_largest_size);
    tcase_add_loop_test(tests, blanks_end_where_something_is_written, 0,
                        LENGTH(blanks));
    tcase_add_loop_test(tests, one_and_two_bytes_are_refused_by_the_rule, 0,
                        LENGTH(positions));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
