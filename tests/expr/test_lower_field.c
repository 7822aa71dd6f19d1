/* test_lower_field.c — key specifiers to canonical paths. */
#include "compile.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *specifier;
    const char *path;
} paths[] = {
    /* clang-format off */
    {"Key: a", "a"},
    {"Key: a.b", "[\"a.b\"]"},
    {"Key: 'a[0]'", "[\"a[0]\"]"},
    {"Key: ''", "[\"\"]"},
    {"Key: 'true'", "[\"true\"]"},
    {"Key: '7'", "[\"7\"]"},
    {"Key: $a", "[\"$a\"]"},
    {"Key: ä", "[\"ä\"]"},
    {"Key: \"a\\\"b\"", "[\"a\\\"b\"]"},
    {"DeepKey: [a, b, 0]", "a.b[0]"},
    {"DeepKey: [a.b, '0', 0]", "[\"a.b\"].0[0]"},
    {"DeepKey: [0, a]", "[0].a"},
    {"DeepKey: [4294967294]", "[4294967294]"},
    {"KeyPath: a.b.c", "a.b.c"},
    {"KeyPath: 'a[2]'", "a[2]"},
    {"KeyPath: 'a[*].b'", "a[*].b"},
    {"KeyPath: 'a[*][*]'", "a[*][*]"},
    {"KeyPath: '[\"a.b\"].c'", "[\"a.b\"].c"},
    {"KeyPath: \"x['y z']\"", "x[\"y z\"]"},
    {"KeyPath: '[\"plain\"].b'", "plain.b"},
    {"KeyPath: $.a", "a"},
    {"KeyPath: '$[\"a\"]'", "a"},
    {"KeyPath: $a", "a"},
    {"KeyPath: '[\"$a\"]'", "[\"$a\"]"},
    {"KeyPath: 'a\\.b'", "[\"a.b\"]"},
    {"KeyPath: a-b", "a-b"},
    {"KeyPath: 'a[007]'", "a[7]"},
    {"KeyPath: '[\"*\"]'", "[\"*\"]"},
    {"KeyPath: a:b", "a:b"},
    /* clang-format on */
};

START_TEST(a_specifier_becomes_a_path)
{
    char list[128];
    char ir[128];
    struct kit_set set;

    snprintf(list, sizeof list, "- {%s, Condition: Exists}", paths[_i].specifier);
    snprintf(ir, sizeof ir, "exists(%s)", paths[_i].path);
    kit_compile_detection(&set, list);
    ck_assert_str_eq(kit_ir(&set), ir);
    kit_finish(&set);
}
END_TEST

static const struct {
    const char *enrichment;
    const char *path;
} enrichments[] = {
    {"Table: t, Selector: s, FieldPath: f", "p_enrichment.t.s.f"},
    {"Table: t, Selector: client.ip, FieldPath: a.b",
     "p_enrichment.t[\"client.ip\"].a.b"},
    {"Table: t, Selector: $.client.ip, FieldPath: f",
     "p_enrichment.t[\"client.ip\"].f"},
    {"Table: t, Selector: $., FieldPath: f", "p_enrichment.t[\"$.\"].f"},
    {"Table: t.u, Selector: s, FieldPath: 'f[0]'", "p_enrichment[\"t.u\"].s.f[0]"},
    {"Table: t, Selector: s, FieldPath: '[0].f'", "p_enrichment.t.s[0].f"},
    {"Table: t, Selector: s, FieldPath: 'f[*].g'", "p_enrichment.t.s.f[*].g"},
};

START_TEST(an_enrichment_becomes_a_path)
{
    char list[256];
    char start[128];
    struct kit_set set;

    snprintf(list, sizeof list, "- {Enrichment: {%s}, Condition: Equals, Value: 1}",
             enrichments[_i].enrichment);
    snprintf(start, sizeof start, "any(eq(%s, 1), ", enrichments[_i].path);
    kit_compile_detection(&set, list);
    ck_assert_msg(strncmp(kit_ir(&set), start, strlen(start)) == 0, "%s: %s", list,
                  kit_ir(&set));
    kit_finish(&set);
}
END_TEST

static const struct {
    const char *list, *expected; /* the list begins on line 2 */
} mistakes[] = {
    /* clang-format off */
    {"  - {DeepKey: a.b, Condition: Exists}",
     "2:15: error: \"DeepKey\" must be a list of names and indexes, not text "
     "[wrong-type]\n"},
    {"  - {DeepKey: [], Condition: Exists}",
     "2:15: error: \"DeepKey\" must list 1 to 64 segments [bad-path]\n"},
    {"  - {DeepKey: [a, -1], Condition: Exists}",
     "2:19: error: an index in \"DeepKey\" must be from 0 to 4294967294 "
     "[bad-path]\n"},
    {"  - {DeepKey: [a, 1.5], Condition: Exists}",
     "2:19: error: \"DeepKey\" lists names and indexes, not a float "
     "[wrong-type]\n"},
    {"  - {DeepKey: [a, 0], Condition: AnyElement, Expressions: []}",
     "2:19: error: \"DeepKey\" lists names (here, above a list comprehension, "
     "no indexes), not an integer [wrong-type]\n"},
    {"  - {KeyPath: a..b, Condition: Exists}",
     "2:15: error: KeyPath \"a..b\" has an empty segment (at character 3) "
     "[bad-path]\n"},
    {"  - {KeyPath: ä..b, Condition: Exists}",
     "2:15: error: KeyPath \"ä..b\" has an empty segment (at character 3) "
     "[bad-path]\n"},
    {"  - {KeyPath: 'a[-1]', Condition: Exists}",
     "2:15: error: KeyPath \"a[-1]\" has brackets around something other than "
     "an index, '*' or a quoted name (at character 3) [bad-path]\n"},
    {"  - {KeyPath: 'a[0', Condition: Exists}",
     "2:15: error: KeyPath \"a[0\" has an unclosed bracket (at character 4) "
     "[bad-path]\n"},
    {"  - {KeyPath: '', Condition: Exists}",
     "2:15: error: KeyPath \"\" is empty (at character 1) [bad-path]\n"},
    {"  - {KeyPath: 'a[*].*', Condition: Exists}",
     "2:15: error: KeyPath \"a[*].*\" has a bare '*'; a wildcard is written "
     "'[*]', and a member of that name '[\"*\"]' (at character 6) [bad-path]\n"},
    {"  - {KeyPath: 7, Condition: Exists}",
     "2:15: error: \"KeyPath\" must be text, a path such as a.b[0].c, not an "
     "integer [wrong-type]\n"},
    {"  - {Key: [a], Condition: Exists}",
     "2:11: error: \"Key\" must be text, the name of a member, not a list "
     "[wrong-type]\n"},
    {"  - {KeyPath: 'a[]', Condition: Exists}",
     "2:15: error: KeyPath \"a[]\" has brackets around something other than an "
     "index, '*' or a quoted name (at character 3) [bad-path]\n"},
    {"  - {KeyPath: 'a[+1]', Condition: Exists}",
     "2:15: error: KeyPath \"a[+1]\" has brackets around something other than "
     "an index, '*' or a quoted name (at character 3) [bad-path]\n"},
    {"  - {KeyPath: 'a[\"b]', Condition: Exists}",
     "2:15: error: KeyPath \"a[\"b]\" has an unclosed quote (at character 6) "
     "[bad-path]\n"},
    {"  - {KeyPath: 'a[\"b\"]c', Condition: Exists}",
     "2:15: error: KeyPath \"a[\"b\"]c\" has something other than '.' or '[' "
     "after a bracket (at character 7) [bad-path]\n"},
    {"  - {KeyPath: 'a[4294967295]', Condition: Exists}",
     "2:15: error: KeyPath \"a[4294967295]\" has an index that is too large (at "
     "character 13) [bad-path]\n"},
    {"  - {KeyPath: '.a', Condition: Exists}",
     "2:15: error: KeyPath \".a\" has an empty segment (at character 1) "
     "[bad-path]\n"},
    {"  - {KeyPath: '$', Condition: Exists}",
     "2:15: error: KeyPath \"$\" is empty (at character 2) [bad-path]\n"},
    {"  - {KeyPath: 'a\\x', Condition: Exists}",
     "2:15: error: KeyPath \"a\\x\" has a backslash before something other than "
     "'.', '[', ']' or '\\' (at character 3) [bad-path]\n"},
    {"  - {KeyPath: 'a[*]b', Condition: Exists}",
     "2:15: error: KeyPath \"a[*]b\" has something other than '.' or '[' after "
     "a bracket (at character 5) [bad-path]\n"},
    {"  - {KeyPath: '$.', Condition: Exists}",
     "2:15: error: KeyPath \"$.\" is empty (at character 3) [bad-path]\n"},
    {"  - {KeyPath: 'a[1:2]', Condition: Exists}",
     "2:15: error: KeyPath \"a[1:2]\" has an unclosed bracket (at character 4) "
     "[bad-path]\n"},
    {"  - {KeyPath: 'a[?(@.b)]', Condition: Exists}",
     "2:15: error: KeyPath \"a[?(@.b)]\" has brackets around something other "
     "than an index, '*' or a quoted name (at character 3) [bad-path]\n"},
    {"  - {DeepKey: [4294967295], Condition: Exists}",
     "2:16: error: an index in \"DeepKey\" must be from 0 to 4294967294 "
     "[bad-path]\n"},
    {"  - {Enrichment: {Table: t, Selector: s}, Condition: Equals, Value: 1}",
     "2:18: error: the enrichment specifier lacks \"FieldPath\", text "
     "[missing-key]\n"},
    {"  - {Enrichment: t, Condition: Equals, Value: 1}",
     "2:18: error: \"Enrichment\" must be a map of Table, Selector and "
     "FieldPath, not text [wrong-type]\n"},
    {"  - {Enrichment: {Table: t, Selector: s, FieldPath: 'f.'}, Condition: "
     "Equals, Value: 1}",
     "2:53: error: FieldPath \"f.\" has an empty segment (at character 3) "
     "[bad-path]\n"},
    {"  - {Enrichment: {Table: t, Selector: s, FieldPath: f, Selektor: x}, "
     "Condition: Equals, Value: 1}",
     "2:56: error: unknown key \"Selektor\" in an enrichment specifier; did you "
     "mean \"Selector\"? [unknown-key]\n"},
    {"  - {Enrichment: {Table: 7, Selector: s, FieldPath: f}, Condition: "
     "Equals, Value: 1}",
     "2:26: error: \"Table\" must be text, not an integer [wrong-type]\n"},
    /* clang-format on */
};

START_TEST(a_bad_specifier_is_told_with_its_place)
{
    char text[1024];

    snprintf(text, sizeof text, "Detection:\n%s", mistakes[_i].list);
    kit_check_diagnostics(text, 0, NULL, mistakes[_i].expected);
}
END_TEST

/* `count` segments, in either spelling. */
static void check_segments(size_t count, bool deep, const char *expected)
{
    char text[1024];

    snprintf(text, sizeof text, "Detection: [{%s%s%s, Condition: Exists}]",
             deep ? "DeepKey: [" : "KeyPath: ",
             kit_repeat(deep ? "a," : "a.", count - 1), deep ? "a]" : "a");
    kit_check_diagnostics(text, 0, NULL, expected);
}

START_TEST(a_path_has_at_most_64_segments)
{
    check_segments(64, false, "");
    check_segments(64, true, "");
    check_segments(65, true,
                   "1:23: error: \"DeepKey\" must list 1 to 64 segments [bad-path]\n");
}
END_TEST

START_TEST(an_enrichment_counts_the_segments_of_its_prefix)
{
    char text[512];

    snprintf(text, sizeof text,
             "Detection:\n  - Enrichment:\n      Table: t\n      Selector: s\n"
             "      FieldPath: %sa\n    Condition: Equals\n    Value: 1",
             kit_repeat("a.", 60));
    kit_check_diagnostics(text, 0, NULL, "");
    snprintf(text, sizeof text,
             "Detection:\n  - Enrichment:\n      Table: t\n      Selector: s\n"
             "      FieldPath: %sa\n    Condition: Equals\n    Value: 1",
             kit_repeat("a.", 61));
    kit_check_diagnostics(
        text, 0, NULL, "5:18: error: FieldPath has more than 61 segments [bad-path]\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expr/lower_field");
    TCase *tests = tcase_create("lower_field");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, a_specifier_becomes_a_path, 0, KIT_LENGTH(paths));
    tcase_add_loop_test(tests, an_enrichment_becomes_a_path, 0,
                        KIT_LENGTH(enrichments));
    tcase_add_loop_test(tests, a_bad_specifier_is_told_with_its_place, 0,
                        KIT_LENGTH(mistakes));
    tcase_add_test(tests, a_path_has_at_most_64_segments);
    tcase_add_test(tests, an_enrichment_counts_the_segments_of_its_prefix);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
