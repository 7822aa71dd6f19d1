/* test_json_scan.c — which bytes are JSON, where they cease to be, and what it costs.
 *
 * The published conformance suite decides what is accepted: tests/data/json-test-suite.
 */
#include "event/json_scan.h"

#include "kit_event.h"

#include <ounce/matcher.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static const struct oz_json_limits defaults = {16777216, 128, 1000000};

static size_t at;

/* The bytes are copied to a block of their size, whose end a sanitizer guards. */
static uint32_t check(const struct oz_json_limits *limits, const char *text,
                      size_t size)
{
    char *exact = malloc(size + (size == 0));
    uint32_t reason;

    ck_assert_ptr_nonnull(exact);
    memcpy(exact, text, size);
    reason = oz_json_check(limits, (ounce_str){exact, size}, &at);
    free(exact);
    return reason;
}

static const struct {
    const char *text;
    size_t size; /* 0: up to the NUL */
    uint32_t reason;
    size_t at;
} texts[] = {
    {"", 0, OUNCE_REASON_BAD_JSON, 0},
    {" \t\r\n", 0, OUNCE_REASON_BAD_JSON, 4},
    {"0", 0, 0, 1},
    {"-0", 0, 0, 2},
    {" 1 ", 0, 0, 3},
    {"true", 0, 0, 4},
    {"[]", 0, 0, 2},
    {"{}", 0, 0, 2},
    {"[ ]", 0, 0, 3},
    {"{ }", 0, 0, 3},
    {"\"\"", 0, 0, 2},
    {"[1,[2,{\"a\":[]}],{}]", 0, 0, 19},
    {"{\"a\" : 1 , \"b\":[ ] }", 0, 0, 20},
    /* words */
    {"tru", 0, OUNCE_REASON_BAD_JSON, 0},
    {"truE", 0, OUNCE_REASON_BAD_JSON, 0},
    {"nul", 0, OUNCE_REASON_BAD_JSON, 0},
    {"falsefalse", 0, OUNCE_REASON_BAD_JSON, 5},
    {"NaN", 0, OUNCE_REASON_BAD_JSON, 0},
    {"-Infinity", 0, OUNCE_REASON_BAD_JSON, 1},
    /* numbers */
    {"01", 0, OUNCE_REASON_BAD_JSON, 1},
    {"-", 0, OUNCE_REASON_BAD_JSON, 1},
    {"+1", 0, OUNCE_REASON_BAD_JSON, 0},
    {".5", 0, OUNCE_REASON_BAD_JSON, 0},
    {"1.", 0, OUNCE_REASON_BAD_JSON, 2},
    {"1.e1", 0, OUNCE_REASON_BAD_JSON, 2},
    {"1e", 0, OUNCE_REASON_BAD_JSON, 2},
    {"1e+", 0, OUNCE_REASON_BAD_JSON, 3},
    {"0x1", 0, OUNCE_REASON_BAD_JSON, 1},
    {"1e308", 0, 0, 5},
    {"1e-999", 0, 0, 6},
    {"0e999", 0, 0, 5},
    {"1e999", 0, OUNCE_REASON_BAD_JSON, 0},
    {"-1e999", 0, OUNCE_REASON_BAD_JSON, 0},
    {"[1e999]", 0, OUNCE_REASON_BAD_JSON, 1},
    {"1.7976931348623158e308", 0, 0, 22},
    {"1.7976931348623159e308", 0, OUNCE_REASON_BAD_JSON, 0},
    {"18446744073709551616", 0, 0, 20},
    /* strings */
    {"\"a", 0, OUNCE_REASON_BAD_JSON, 2},
    {"\"a\nb\"", 0, OUNCE_REASON_BAD_JSON, 2},
    {"\"\x1f\"", 0, OUNCE_REASON_BAD_JSON, 1},
    {"\"\0\"", 3, OUNCE_REASON_BAD_JSON, 1},
    {"\"\x7f\"", 0, 0, 3},
    {"\"\\", 0, OUNCE_REASON_BAD_JSON, 2},
    {"\"\\x\"", 0, OUNCE_REASON_BAD_JSON, 2},
    {"\"\\u12\"", 0, OUNCE_REASON_BAD_JSON, 5},
    {"\"\\u12g4\"", 0, OUNCE_REASON_BAD_JSON, 5},
    {"\"\\u12", 0, OUNCE_REASON_BAD_JSON, 5},
    {"\"\\U0041\"", 0, OUNCE_REASON_BAD_JSON, 2},
    {"\"\\ud800\"", 0, 0, 8},
    {"\"12345678\\\"90\"", 0, 0, 14},
    {"'a'", 0, OUNCE_REASON_BAD_JSON, 0},
    /* raw bytes that are not UTF-8 */
    {"\"\xff\"", 0, OUNCE_REASON_BAD_UTF8, 1},
    {"\"\x80\"", 0, OUNCE_REASON_BAD_UTF8, 1},
    {"\"\xc0\x80\"", 0, OUNCE_REASON_BAD_UTF8, 1},
    {"\"\xe2\x82\"", 0, OUNCE_REASON_BAD_UTF8, 1},
    {"\"\xed\xa0\x80\"", 0, OUNCE_REASON_BAD_UTF8, 1},
    {"\"\xf4\x90\x80\x80\"", 0, OUNCE_REASON_BAD_UTF8, 1},
    {"\"\xc3\xa9\xff\"", 0, OUNCE_REASON_BAD_UTF8, 3},
    {"\"12345678901234567\xc3\"", 0, OUNCE_REASON_BAD_UTF8, 18},
    {"\"\xc3\xa9\xf0\x9f\x98\x80\xef\xbf\xbf\"", 0, 0, 11},
    {"\xef\xbb\xbf{}", 0, OUNCE_REASON_BAD_JSON, 0},
    {"{\"\xff\":1}", 0, OUNCE_REASON_BAD_UTF8, 2},
    /* structure */
    {"[", 0, OUNCE_REASON_BAD_JSON, 1},
    {"]", 0, OUNCE_REASON_BAD_JSON, 0},
    {"[1", 0, OUNCE_REASON_BAD_JSON, 2},
    {"[1,", 0, OUNCE_REASON_BAD_JSON, 3},
    {"[1,]", 0, OUNCE_REASON_BAD_JSON, 3},
    {"[,1]", 0, OUNCE_REASON_BAD_JSON, 1},
    {"[1 2]", 0, OUNCE_REASON_BAD_JSON, 3},
    {"[1}", 0, OUNCE_REASON_BAD_JSON, 2},
    {"{", 0, OUNCE_REASON_BAD_JSON, 1},
    {"{\"a\":1]", 0, OUNCE_REASON_BAD_JSON, 6},
    {"{\"a\"}", 0, OUNCE_REASON_BAD_JSON, 4},
    {"{\"a\":}", 0, OUNCE_REASON_BAD_JSON, 5},
    {"{\"a\":1,}", 0, OUNCE_REASON_BAD_JSON, 7},
    {"{a:1}", 0, OUNCE_REASON_BAD_JSON, 1},
    {"{1:1}", 0, OUNCE_REASON_BAD_JSON, 1},
    {"{\"a\":1 \"b\":2}", 0, OUNCE_REASON_BAD_JSON, 7},
    {"{} {}", 0, OUNCE_REASON_BAD_JSON, 3},
    {"[]]", 0, OUNCE_REASON_BAD_JSON, 2},
    {"1 x", 0, OUNCE_REASON_BAD_JSON, 2},
    {"// c\n1", 0, OUNCE_REASON_BAD_JSON, 0},
    {"[1/**/]", 0, OUNCE_REASON_BAD_JSON, 2},
    {"1\0", 2, OUNCE_REASON_BAD_JSON, 1},
    {"1\x0c", 0, OUNCE_REASON_BAD_JSON, 1},
};

START_TEST(a_text_is_judged_with_its_place)
{
    const size_t size = texts[_i].size > 0 ? texts[_i].size : strlen(texts[_i].text);

    ck_assert_uint_eq(check(&defaults, texts[_i].text, size), texts[_i].reason);

    ck_assert_uint_eq(at, texts[_i].at);
}
END_TEST

START_TEST(a_special_byte_is_found_at_every_distance)
{
    for (size_t size = 2; size < 40; size++) {
        for (size_t place = 1; place < size - 1; place++) {
            static const char special[] = {'"',  '\\',   '\x1f', '\0',
                                           '\n', '\xff', '\x80'};

            for (size_t k = 0; k < sizeof special; k++) {
                char text[40];

                memset(text, '!', size); /* one above the quote: a near miss */
                text[0] = text[size - 1] = '"';
                ck_assert_uint_eq(check(&defaults, text, size), 0);
                text[place] = special[k];
                ck_assert_uint_ne(check(&defaults, text, size), 0);
            }
        }
    }
}
END_TEST

START_TEST(every_pair_of_raw_bytes_in_a_string_is_judged_as_utf8_and_json_say)
{
    for (unsigned a = 0; a < 256; a++) {
        for (unsigned b = 0; b < 256; b++) {
            const char text[] = {'"', (char)a, (char)b, '"'};
            const bool plain_a = a >= 0x20 && a < 0x80 && a != '"' && a != '\\';
            const bool plain_b = b >= 0x20 && b < 0x80 && b != '"' && b != '\\';
            const bool pair = a >= 0xc2 && a < 0xe0 && b >= 0x80 && b < 0xc0;
            const bool escape =
                a == '\\' && b != 0 && strchr("\"\\/bfnrt", (int)b) != NULL;

            ck_assert_msg((check(&defaults, text, 4) == 0) ==
                              ((plain_a && plain_b) || pair || escape),
                          "%02x %02x", a, b);
        }
    }
}
END_TEST

/* ---- Long numbers ---- */

static const struct {
    const char *head;
    size_t count;
    char fill;
    const char *tail;
    bool accepted;
} longs[] = {
    {"1", 400, '0', "", true}, /* an integer has no limit */
    {"-1", 100000, '9', "", true},  {"1", 308, '0', ".5", true},
    {"1", 309, '0', ".5", false},   {"9", 310, '9', ".0", false},
    {"0.", 100000, '0', "1", true}, {"1e", 1000, '0', "3", true},
    {"1e", 1000, '9', "", false},   {"1e-", 1000, '9', "", true},
    {"1", 400, '0', "e-300", true}, {"1", 400, '0', "e0", false},
};

START_TEST(only_a_number_that_no_double_holds_is_refused)
{
    const size_t head = strlen(longs[_i].head);
    const size_t tail = strlen(longs[_i].tail);
    const size_t size = head + longs[_i].count + tail;
    char *text = malloc(size);

    ck_assert_ptr_nonnull(text);
    memcpy(text, longs[_i].head, head);
    memset(text + head, longs[_i].fill, longs[_i].count);
    memcpy(text + head + longs[_i].count, longs[_i].tail, tail);

    ck_assert((check(&defaults, text, size) == 0) == longs[_i].accepted);
    free(text);
}
END_TEST

/* ---- Limits ---- */

/* Brackets of every kind, `depth` of them, closed again. */
static char *nested(size_t depth, const char *open, const char *close, size_t *size)
{
    const size_t o = strlen(open);
    const size_t c = strlen(close);
    char *text = malloc(depth * (o + c) + 1);

    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < depth; i++) {
        memcpy(text + i * o, open, o);
        memcpy(text + depth * o + i * c, close, c);
    }
    *size = depth * (o + c);
    return text;
}

static const struct {
    const char *open, *close;
} brackets[] = {{"[", "]"}, {"{\"a\":", "}"}, {"[ {\"k\":", " } ]"}, {"[1,", ",2]"}};

START_TEST(the_limit_of_depth_is_exact)
{
    static const uint32_t limits[] = {0, 1, 2, 63, 64, 65, 128, 1023, 1024, 5000};
    const char *open = brackets[_i].open;
    const size_t levels =
        strchr(open, '[') != NULL && strchr(open, '{') != NULL ? 2 : 1;

    for (int i = 0; i < LENGTH(limits); i++) {
        const uint32_t limit =
            limits[i] < OZ_JSON_MAX_DEPTH ? limits[i] : OZ_JSON_MAX_DEPTH;
        const struct oz_json_limits deep = {16777216, limits[i], 1000000};

        for (size_t depth = 1; depth <= limit / levels + 1;
             depth += depth < 5 ? 1 : 7) {
            size_t size;
            char *text = nested(depth, open, brackets[_i].close, &size);
            const uint32_t reason = check(&deep, text, size);

            free(text);
            if (depth * levels > limit) {
                ck_assert_uint_eq(reason, OUNCE_REASON_TOO_DEEP);
            } else { /* innermost values are missing in all but lists */
                ck_assert_uint_eq(reason,
                                  strcmp(open, "[") == 0 ? 0 : OUNCE_REASON_BAD_JSON);
            }
        }
    }
}
END_TEST

START_TEST(one_hundred_and_twenty_eight_levels_are_read_and_one_more_is_not)
{
    size_t size;
    char *text = nested(128, "[", "]", &size);

    ck_assert_uint_eq(check(&defaults, text, size), 0);
    free(text);

    text = nested(129, "[", "]", &size);
    ck_assert_uint_eq(check(&defaults, text, size), OUNCE_REASON_TOO_DEEP);
    ck_assert_uint_eq(at, 128);
    free(text);
}
END_TEST

START_TEST(depth_that_was_closed_does_not_count)
{
    char text[3 * 300 + 2];

    text[0] = '[';
    for (size_t i = 0; i < 300; i++) {
        memcpy(text + 1 + 3 * i, "[],", 3);
    }
    text[3 * 300] = ']';

    ck_assert_uint_eq(check(&(struct oz_json_limits){1000, 2, 0}, text, 3 * 300 + 1),
                      0);
}
END_TEST

START_TEST(a_million_brackets_are_refused_at_once)
{
    const size_t size = 1000000;
    char *text = malloc(size);
    clock_t before;

    ck_assert_ptr_nonnull(text);
    memset(text, '[', size);
    before = clock();
    ck_assert_uint_eq(check(&defaults, text, size), OUNCE_REASON_TOO_DEEP);
    ck_assert(clock() - before < CLOCKS_PER_SEC / 10);
    free(text);
}
END_TEST

START_TEST(the_limit_of_members_counts_all_objects)
{
    static const char text[] = "{\"a\":1,\"b\":{\"c\":[{\"d\":1},{\"e\":2}]},\"f\":{}}";

    for (uint32_t limit = 0; limit < 10; limit++) {
        const struct oz_json_limits few = {1000, 10, limit};

        ck_assert_uint_eq(check(&few, text, sizeof text - 1),
                          limit < 6 ? OUNCE_REASON_TOO_WIDE : 0);
    }
}
END_TEST

START_TEST(the_limit_of_bytes_is_exact)
{
    ck_assert_uint_eq(check(&(struct oz_json_limits){4, 1, 0}, "[1 ]", 4), 0);
    ck_assert_uint_eq(check(&(struct oz_json_limits){3, 1, 0}, "[1 ]", 4),
                      OUNCE_REASON_TOO_BIG);
    ck_assert_uint_eq(at, 0);
}
END_TEST

/* ---- The suite ---- */

static const char groups[] = "yni";

struct tally {
    int count[3], accepted[3];
};

static void judge_file(void *user, const char *name, const char *text, size_t size)
{
    const char *group = strchr(groups, name[0]);
    struct tally *tally = user;
    uint32_t reason;

    if (group == NULL || name[1] != '_') {
        return;
    }
    reason = check(&defaults, text, size);
    tally->count[group - groups]++;
    tally->accepted[group - groups] += reason == 0;
    ck_assert_msg(*group != 'y' || reason == 0, "%s refused", name);
    ck_assert_msg(*group != 'n' || reason != 0, "%s accepted", name);
    ck_assert_uint_le(at, size);
}

START_TEST(the_json_test_suite_is_judged_as_it_says)
{
    struct tally tally = {{0}, {0}};

    kit_each_file("json-test-suite", judge_file, &tally);

    ck_assert_int_eq(tally.count[0], 95);
    ck_assert_int_eq(tally.accepted[0], 95);
    ck_assert_int_eq(tally.count[1], 188);
    ck_assert_int_eq(tally.accepted[1], 0);
    ck_assert_int_eq(tally.count[2], 35);
}
END_TEST

/* The suite leaves these to the reader. This is what ours does: huge integers and
 * values that underflow are kept, lone surrogates become U+FFFD; what a double cannot
 * hold, what is not UTF-8, a byte order mark and more than 128 levels are refused. */
static const char *const either[] = {
    "i_number_double_huge_neg_exp.json",
    "i_number_real_underflow.json",
    "i_number_too_big_neg_int.json",
    "i_number_too_big_pos_int.json",
    "i_number_very_big_negative_int.json",
    "i_object_key_lone_2nd_surrogate.json",
    "i_string_1st_surrogate_but_2nd_missing.json",
    "i_string_1st_valid_surrogate_2nd_invalid.json",
    "i_string_incomplete_surrogate_and_escape_valid.json",
    "i_string_incomplete_surrogate_pair.json",
    "i_string_incomplete_surrogates_escape_valid.json",
    "i_string_invalid_lonely_surrogate.json",
    "i_string_invalid_surrogate.json",
    "i_string_inverted_surrogates_U+1D11E.json",
    "i_string_lone_second_surrogate.json",
};

struct listed {
    bool seen[LENGTH(either)];
};

static void judge_either(void *user, const char *name, const char *text, size_t size)
{
    struct listed *listed = user;
    bool known = false;

    if (strncmp(name, "i_", 2) != 0) {
        return;
    }
    for (int i = 0; i < LENGTH(either); i++) {
        if (strcmp(either[i], name) == 0) {
            known = listed->seen[i] = true;
        }
    }
    ck_assert_msg((check(&defaults, text, size) == 0) == known, "%s", name);
}

START_TEST(what_the_suite_leaves_open_is_decided)
{
    struct listed listed = {{false}};

    kit_each_file("json-test-suite", judge_either, &listed);

    for (int i = 0; i < LENGTH(either); i++) {
        ck_assert_msg(listed.seen[i], "%s", either[i]);
    }
}
END_TEST

/* ---- Functions one by one ---- */

static struct oz_json_scan scan_of(const char *text)
{
    struct oz_json_scan scan;

    oz_json_scan_init(&scan, &defaults, (ounce_str){text, strlen(text)});
    return scan;
}

START_TEST(a_string_yields_its_raw_bytes)
{
    struct oz_json_scan scan = scan_of("\"a\\nb\" x");
    bool escaped = false;
    ounce_str raw;

    ck_assert(oz_json_string(&scan, &raw, &escaped));

    ck_assert_uint_eq(raw.size, 4);
    ck_assert_mem_eq(raw.data, "a\\nb", 4);
    ck_assert(escaped);
    ck_assert_int_eq(*scan.at, ' ');

    scan = scan_of("\"ab\"");
    ck_assert(oz_json_string(&scan, &raw, &escaped));
    ck_assert(!escaped);
}
END_TEST

START_TEST(a_number_ends_where_it_can_no_longer_go_on)
{
    struct oz_json_scan scan = scan_of("-12.5e+3,");
    ounce_str raw;

    ck_assert(oz_json_number(&scan, &raw));

    ck_assert_uint_eq(raw.size, 8);
    ck_assert_int_eq(*scan.at, ',');
}
END_TEST

START_TEST(a_key_takes_the_colon_and_the_blanks_with_it)
{
    struct oz_json_scan scan = scan_of("\"k\" \t:\r\n 5");
    bool escaped;
    ounce_str raw;

    ck_assert(oz_json_key(&scan, &raw, &escaped));

    ck_assert_uint_eq(raw.size, 1);
    ck_assert_int_eq(*scan.at, '5');
    ck_assert_uint_eq(scan.members, 1);
}
END_TEST

START_TEST(skipping_leaves_the_depth_as_it_was)
{
    struct oz_json_scan scan = scan_of("{\"a\":[{},[[]]]} tail");

    scan.depth = 5;
    ck_assert(oz_json_skip(&scan));

    ck_assert_uint_eq(scan.depth, 5);
    ck_assert_int_eq(*scan.at, ' ');
    ck_assert_uint_eq(scan.members, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("event/json_scan");
    TCase *tests = tcase_create("json_scan");

    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, a_text_is_judged_with_its_place, 0, LENGTH(texts));
    tcase_add_test(tests, a_special_byte_is_found_at_every_distance);
    tcase_add_test(tests,
                   every_pair_of_raw_bytes_in_a_string_is_judged_as_utf8_and_json_say);
    tcase_add_loop_test(tests, only_a_number_that_no_double_holds_is_refused, 0,
                        LENGTH(longs));
    tcase_add_loop_test(tests, the_limit_of_depth_is_exact, 0, LENGTH(brackets));
    tcase_add_test(tests,
                   one_hundred_and_twenty_eight_levels_are_read_and_one_more_is_not);
    tcase_add_test(tests, depth_that_was_closed_does_not_count);
    tcase_add_test(tests, a_million_brackets_are_refused_at_once);
    tcase_add_test(tests, the_limit_of_members_counts_all_objects);
    tcase_add_test(tests, the_limit_of_bytes_is_exact);
    tcase_add_test(tests, the_json_test_suite_is_judged_as_it_says);
    tcase_add_test(tests, what_the_suite_leaves_open_is_decided);
    tcase_add_test(tests, a_string_yields_its_raw_bytes);
    tcase_add_test(tests, a_number_ends_where_it_can_no_longer_go_on);
    tcase_add_test(tests, a_key_takes_the_colon_and_the_blanks_with_it);
    tcase_add_test(tests, skipping_leaves_the_depth_as_it_was);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
