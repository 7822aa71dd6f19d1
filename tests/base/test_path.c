/* test_path.c — the lexis of field paths, row by row, and the one canonical text. */
#include "base/path.h"

#include "base/str.h"
#include "kit.h"

#include <stdio.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static struct kit_memory memory;
static struct oz_arena arena;
static const char *problem;
static size_t at;

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

static enum oz_path_status parse(const char *text, size_t size, struct oz_path *out)
{
    return oz_path_parse(&arena, (ounce_str){text, size}, out, &problem, &at);
}

/* Segments as `name|#3|*`, so that a table can say them without the syntax tested. */
static void print_plainly(const struct oz_path *path, char *out, size_t size)
{
    size_t used = 0;

    for (uint32_t i = 0; i < path->count; i++) {
        const struct oz_segment *segment = &path->segments[i];
        const char *bar = i > 0 ? "|" : "";

        if (segment->kind == OZ_SEGMENT_NAME) {
            used += (size_t)snprintf(out + used, size - used, "%s%.*s", bar,
                                     (int)segment->name.size, segment->name.data);
        } else if (segment->kind == OZ_SEGMENT_INDEX) {
            used +=
                (size_t)snprintf(out + used, size - used, "%s#%u", bar, segment->index);
        } else {
            used += (size_t)snprintf(out + used, size - used, "%s*", bar);
        }
    }
}

static const struct {
    const char *text, *segments, *canonical;
} paths[] = {
    {"a", "a", "a"},
    {"a.b.c", "a|b|c", "a.b.c"},
    {"a[2]", "a|#2", "a[2]"},
    {"a.b[2].c", "a|b|#2|c", "a.b[2].c"},
    {"a[*].b", "a|*|b", "a[*].b"},
    {"a[*][*]", "a|*|*", "a[*][*]"},
    {"a[0][1]", "a|#0|#1", "a[0][1]"},
    {"a[4294967294]", "a|#4294967294", "a[4294967294]"},
    {"a[007]", "a|#7", "a[7]"},
    /* bare names: anything but . [ ] and the backslash; nothing is trimmed */
    {"user-agent", "user-agent", "user-agent"},
    {"a b", "a b", "[\"a b\"]"},
    {" a ", " a ", "[\" a \"]"},
    {"@timestamp", "@timestamp", "[\"@timestamp\"]"},
    {"aws:tag", "aws:tag", "aws:tag"},
    {"a.$ref", "a|$ref", "a[\"$ref\"]"},
    {"it's", "it's", "[\"it's\"]"},
    {"say\"x\"", "say\"x\"", "[\"say\\\"x\\\"\"]"},
    {"a/b,c(d)", "a/b,c(d)", "[\"a/b,c(d)\"]"},
    {"-a", "-a", "[\"-a\"]"},
    {"a.-b", "a|-b", "a[\"-b\"]"},
    {"\xc3\xa9tat", "\xc3\xa9tat", "[\"\xc3\xa9tat\"]"},
    {"a*", "a*", "[\"a*\"]"},
    {"**", "**", "[\"**\"]"},
    {"true", "true", "[\"true\"]"},
    {"false.x", "false|x", "[\"false\"].x"},
    {"a.null", "a|null", "a.null"},
    {"nullx", "nullx", "nullx"},
    /* dotted or odd names in brackets; first or behind any segment */
    {"[\"a.b\"]", "a.b", "[\"a.b\"]"},
    {"['a.b']", "a.b", "[\"a.b\"]"},
    {"['a']", "a", "a"},
    {"[\"a\"].b", "a|b", "a.b"},
    {"a[\"b.c\"].d", "a|b.c|d", "a[\"b.c\"].d"},
    {"a.[\"b\"]", "a|b", "a.b"},
    {"a[2]['x y']", "a|#2|x y", "a[2][\"x y\"]"},
    {"a[*]['x']", "a|*|x", "a[*].x"},
    {"['it\\'s']", "it's", "[\"it's\"]"},
    {"[\"it's\"]", "it's", "[\"it's\"]"},
    {"['say \"x\"']", "say \"x\"", "[\"say \\\"x\\\"\"]"},
    {"[\"say \\\"x\\\"\"]", "say \"x\"", "[\"say \\\"x\\\"\"]"},
    {"[\"a\\\\b\"]", "a\\b", "[\"a\\\\b\"]"},
    {"[\"]\"]", "]", "[\"]\"]"},
    {"[\"\"]", "", "[\"\"]"},
    {"a['']", "a|", "a[\"\"]"},
    {"[\"*\"]", "*", "[\"*\"]"},
    {"[\"0\"]", "0", "[\"0\"]"},
    {"[\"\\u00e9\\n\\t\\/\"]", "\xc3\xa9\n\t/", "[\"\xc3\xa9\\n\\t/\"]"},
    {"[\"\\ud83d\\ude00\"]", "\xf0\x9f\x98\x80", "[\"\xf0\x9f\x98\x80\"]"},
    {"[\"\\uD83D\"]", "\xef\xbf\xbd", "[\"\xef\xbf\xbd\"]"},
    {"[\"\\ude00\\ud83d\"]", "\xef\xbf\xbd\xef\xbf\xbd",
     "[\"\xef\xbf\xbd\xef\xbf\xbd\"]"},
    {"[\"\\ud83dx\"]", "\xef\xbf\xbdx", "[\"\xef\xbf\xbdx\"]"},
    {"[\"\\ud83d\\u0041\"]",
     "\xef\xbf\xbd"
     "A",
     "[\"\xef\xbf\xbd"
     "A\"]"},
    /* escapes in bare names */
    {"a\\.b", "a.b", "[\"a.b\"]"},
    {"a\\[0\\]", "a[0]", "[\"a[0]\"]"},
    {"a\\\\b", "a\\b", "[\"a\\\\b\"]"},
    {"a\\..b", "a.|b", "[\"a.\"].b"},
    {"\\.", ".", "[\".\"]"},
    /* a habit from JSONPath */
    {"$.a", "a", "a"},
    {"$.a.b[0]", "a|b|#0", "a.b[0]"},
    {"$[0]", "#0", "[0]"},
    {"$[*].a", "*|a", "[*].a"},
    {"$['a']", "a", "a"},
    {"$.$", "$", "[\"$\"]"},
    {"$.$.a", "$|a", "[\"$\"].a"},
    {"$a", "a", "a"},
    {"[\"$\"].a", "$|a", "[\"$\"].a"},
    /* a leading index: the scope decides */
    {"[0].x", "#0|x", "[0].x"},
    {"[*].x", "*|x", "[*].x"},
    /* digits alone are a member, never an index */
    {"a.0", "a|0", "a.0"},
    {"0", "0", "[\"0\"]"},
    {"0x", "0x", "[\"0x\"]"},
    {"a.0[0]", "a|0|#0", "a.0[0]"},
};

START_TEST(a_path_is_read_and_has_one_canonical_text)
{
    const char *text = paths[_i].text;
    struct oz_path path, again;
    char plain[200];

    ck_assert_msg(parse(text, strlen(text), &path) == OZ_PATH_OK, "%s %s", text,
                  problem);
    print_plainly(&path, plain, sizeof plain);

    ck_assert_str_eq(plain, paths[_i].segments);
    ck_assert_str_eq(path.text.data, paths[_i].canonical);

    ck_assert_int_eq(parse(path.text.data, path.text.size, &again), OZ_PATH_OK);
    ck_assert(oz_str_equal(again.text, path.text));
    ck_assert_uint_eq(again.count, path.count);
}
END_TEST

static const struct {
    const char *text;
    const char *problem; /* how it begins */
    size_t at;
} mistakes[] = {
    {"", "is empty", 0},
    {"$", "is empty", 1},
    {"$.", "is empty", 2},
    {".", "has an empty segment", 0},
    {".a", "has an empty segment", 0},
    {"a.", "has an empty segment", 2},
    {"a..b", "has an empty segment", 2},
    {"..", "has an empty segment", 0},
    {"$..a", "has an empty segment", 2},
    {"a[0].", "has an empty segment", 5},
    {"a[0]..b", "has an empty segment", 5},
    {"]", "has an empty segment", 0},
    {"a]", "has something other than", 1},
    {"a[0]b", "has something other than", 4},
    {"['a']b", "has something other than", 5},
    {"a[0]]", "has something other than", 4},
    {"[", "has an unclosed bracket", 1},
    {"a[", "has an unclosed bracket", 2},
    {"a[0", "has an unclosed bracket", 3},
    {"a[*", "has an unclosed bracket", 3},
    {"a[\"b\"", "has an unclosed bracket", 5},
    {"a[0.b", "has an unclosed bracket", 3},
    {"a[0:2]", "has an unclosed bracket", 3},
    {"a[1,2]", "has an unclosed bracket", 3},
    {"a[*]*", "has something other than", 4},
    {"a[**]", "has an unclosed bracket", 3},
    {"a[\"b", "has an unclosed quote", 4},
    {"a['b\"]", "has an unclosed quote", 6},
    {"a[\"b\\", "has an unclosed quote", 5},
    {"a[]", "has brackets around", 2},
    {"a[-1]", "has brackets around", 2},
    {"a[+1]", "has brackets around", 2},
    {"a[ 1]", "has brackets around", 2},
    {"a[1 ]", "has an unclosed bracket", 3},
    {"a[b]", "has brackets around", 2},
    {"a[:2]", "has brackets around", 2},
    {"a[?(@.x)]", "has brackets around", 2},
    {"a[[0]]", "has brackets around", 2},
    {"a[4294967295]", "has an index that is too large", 12},
    {"a[18446744073709551616]", "has an index that is too large", 13},
    {"*", "has a bare '*'", 0},
    {"a.*", "has a bare '*'", 2},
    {"[*].*", "has a bare '*'", 4},
    {"a.*.b", "has a bare '*'", 2},
    {"a\\", "has a backslash", 2},
    {"a\\b", "has a backslash", 2},
    {"\\*", "has a backslash", 1},
    {"[\"\\x\"]", "has an unknown escape", 4},
    {"[\"\\u12\"]", "has a \\u escape", 0},
    {"[\"\\u12g4\"]", "has a \\u escape", 0},
    {"[\"\\u", "has a \\u escape", 4},
};

START_TEST(a_path_that_is_none_is_refused_with_its_place)
{
    const char *text = mistakes[_i].text;
    struct oz_path path;

    ck_assert_int_eq(parse(text, strlen(text), &path), OZ_PATH_BAD);

    ck_assert_msg(
        strncmp(problem, mistakes[_i].problem, strlen(mistakes[_i].problem)) == 0,
        "%s: %s", text, problem);
    ck_assert_uint_le(at, strlen(text));
    if (mistakes[_i].at > 0) {
        ck_assert_uint_eq(at, mistakes[_i].at);
    }
}
END_TEST

START_TEST(a_nul_is_a_character_like_any)
{
    struct oz_path path;

    ck_assert_int_eq(parse("a\0b", 3, &path), OZ_PATH_OK);
    ck_assert_str_eq(path.text.data, "[\"a\\u0000b\"]");
    ck_assert_int_eq(parse("[\"\\\0\"]", 6, &path), OZ_PATH_BAD);
}
END_TEST

START_TEST(sixty_four_segments_are_the_limit)
{
    char text[2 * (OZ_PATH_MAX_SEGMENTS + 1)];
    struct oz_path path;

    for (size_t i = 0; i < sizeof text; i += 2) {
        memcpy(text + i, "a.", 2);
    }

    ck_assert_int_eq(parse(text, 2 * OZ_PATH_MAX_SEGMENTS - 1, &path), OZ_PATH_OK);
    ck_assert_uint_eq(path.count, OZ_PATH_MAX_SEGMENTS);
    ck_assert_int_eq(parse(text, 2 * OZ_PATH_MAX_SEGMENTS + 1, &path), OZ_PATH_BAD);
    ck_assert_str_eq(problem, "has more than 64 segments");
}
END_TEST

START_TEST(every_kind_of_segment_counts_to_the_limit)
{
    static const char *const kinds[] = {"[0]", "[*]", "['x']"};

    for (int kind = 0; kind < LENGTH(kinds); kind++) {
        char text[400];
        size_t size = strlen(kinds[kind]);
        struct oz_path path;

        for (size_t i = 0; i <= OZ_PATH_MAX_SEGMENTS; i++) {
            memcpy(text + i * size, kinds[kind], size);
        }
        ck_assert_int_eq(parse(text, size * OZ_PATH_MAX_SEGMENTS, &path), OZ_PATH_OK);
        ck_assert_int_eq(parse(text, size * (OZ_PATH_MAX_SEGMENTS + 1), &path),
                         OZ_PATH_BAD);
    }
}
END_TEST

START_TEST(only_the_given_bytes_are_read)
{
    static const char text[] = "a.b[12]['c\\'d']";

    for (size_t size = 0; size < sizeof text; size++) {
        struct oz_path path;
        char *exact = oz_alloc_new(&memory.allocator, size + (size == 0));

        memcpy(exact, text, size);
        parse(exact, size, &path);
        oz_alloc_free(&memory.allocator, exact, size + (size == 0));
    }
}
END_TEST

/* ---- Known segments ---- */

static struct oz_segment name(const char *text)
{
    return (struct oz_segment){OZ_SEGMENT_NAME, 0, {text, strlen(text)}};
}

START_TEST(known_segments_are_copied_and_named_literally)
{
    char text[] = "a.b[0]";
    struct oz_segment segments[] = {
        name(text), name("*"), name(""), name("$"), {OZ_SEGMENT_INDEX, 3, {NULL, 0}}};
    struct oz_path path, again;

    ck_assert(oz_path_make(&arena, segments, LENGTH(segments), &path));

    ck_assert_str_eq(path.text.data, "[\"a.b[0]\"][\"*\"][\"\"][\"$\"][3]");
    ck_assert_ptr_ne(path.segments, segments);
    ck_assert_int_eq(parse(path.text.data, path.text.size, &again), OZ_PATH_OK);
    ck_assert_str_eq(again.text.data, path.text.data);
}
END_TEST

START_TEST(no_segments_print_as_nothing)
{
    struct oz_path path;

    ck_assert(oz_path_make(&arena, NULL, 0, &path));

    ck_assert_uint_eq(path.count, 0);
    ck_assert_uint_eq(path.text.size, 0);
}
END_TEST

START_TEST(every_byte_in_a_name_survives_the_canonical_text)
{
    for (unsigned first = 1; first < 0x800; first++) {
        char text[8] = {0};
        struct oz_segment segments[2] = {name("p"), name(text)};
        struct oz_path path, again;

        if (first < 0x80) {
            text[0] = (char)first;
        } else {
            text[0] = (char)(0xc0 | first >> 6);
            text[1] = (char)(0x80 | (first & 0x3f));
        }
        segments[1].name.size = strlen(text);
        ck_assert(
            oz_path_make(&arena, segments + first % 2, 1 + (first + 1) % 2, &path));
        ck_assert_int_eq(parse(path.text.data, path.text.size, &again), OZ_PATH_OK);
        ck_assert(oz_str_is(again.segments[again.count - 1].name, text));
        ck_assert(oz_str_equal(again.text, path.text));
    }
}
END_TEST

START_TEST(a_path_prints_from_any_segment_on)
{
    struct oz_segment segments[] = {name("a"), name("b"), name("c d"), name("e")};
    static const char *const tails[] = {"a.b[\"c d\"].e", "b[\"c d\"].e", "[\"c d\"].e",
                                        "e", ""};
    struct oz_buf buf;

    for (uint32_t from = 0; from <= 4; from++) {
        oz_buf_init(&buf, &memory.allocator);
        oz_path_print(segments, from, 4, &buf);
        oz_buf_char(&buf, '\0');
        ck_assert_str_eq(buf.data, tails[from]);
        oz_buf_finish(&buf);
    }
}
END_TEST

/* ---- Memory ---- */

START_TEST(every_failed_allocation_is_told)
{
    static const char text[] = "a.b[\"c.d\"][*].e";
    enum oz_path_status status = OZ_PATH_NOMEM;
    struct oz_path path;

    for (uint64_t n = 1; status != OZ_PATH_OK; n++) {
        oz_arena_finish(&arena);
        memory.calls = 0;
        memory.fail_at = n;
        status = parse(text, sizeof text - 1, &path);
        ck_assert(status == OZ_PATH_OK || memory.calls >= n);
        ck_assert(status != OZ_PATH_BAD);
        ck_assert_uint_lt(n, 10);
    }
    ck_assert_str_eq(path.text.data, text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/path");
    TCase *tests = tcase_create("path");

    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_loop_test(tests, a_path_is_read_and_has_one_canonical_text, 0,
                        LENGTH(paths));
    tcase_add_loop_test(tests, a_path_that_is_none_is_refused_with_its_place, 0,
                        LENGTH(mistakes));
    tcase_add_test(tests, a_nul_is_a_character_like_any);
    tcase_add_test(tests, sixty_four_segments_are_the_limit);
    tcase_add_test(tests, every_kind_of_segment_counts_to_the_limit);
    tcase_add_test(tests, only_the_given_bytes_are_read);
    tcase_add_test(tests, known_segments_are_copied_and_named_literally);
    tcase_add_test(tests, no_segments_print_as_nothing);
    tcase_add_test(tests, every_byte_in_a_name_survives_the_canonical_text);
    tcase_add_test(tests, a_path_prints_from_any_segment_on);
    tcase_add_test(tests, every_failed_allocation_is_told);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
