/* test_lower_alert.c — AlertTitle, DynamicSeverities, AlertContext, GroupBy to IR text.
 */
#include "compile.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *parts;
    const char *part, *ir; /* "": the rule does not say */
} rows[] = {
    /* clang-format off */
    {"AlertTitle: plain", "title", "text(\"plain\")"},
    {"AlertTitle: ''", "title", "text()"},
    {"AlertTitle: '{a}'", "title", "text(a)"},
    {"AlertTitle: '{actor.email} in {region}'", "title", "text(actor.email, \" in \", region)"},
    {"AlertTitle: '{a}{b}'", "title", "text(a, b)"},
    {"AlertTitle: '{{{a}}}'", "title", "text(\"{\", a, \"}\")"},
    {"AlertTitle: '{{a}}'", "title", "text(\"{a}\")"},
    {"AlertTitle: '}}{{'", "title", "text(\"}{\")"},
    {"AlertTitle: 'x {a[0].b} y'", "title", "text(\"x \", a[0].b, \" y\")"},
    {"AlertTitle: '{a[*].b}'", "title", "text(a[*].b)"},
    {"AlertTitle: '{[\"}\"]}!'", "title", "text([\"}\"], \"!\")"},
    {"AlertTitle: '{[\"a\\\"}\"]}'", "title", "text([\"a\\\"}\"])"},
    {"AlertTitle: '{$.a}'", "title", "text(a)"},
    {"AlertTitle: 'ä {ö} ü'", "title", "text(\"ä \", [\"ö\"], \" ü\")"},
    {"AlertTitle: '{a b}'", "title", "text([\"a b\"])"},
    {"Description: x", "title", ""},
    {"DynamicSeverities: [{ChangeTo: High, Conditions: [{Key: a, Condition: Exists}]}]",
     "severity", "if(exists(a), \"HIGH\", null)"},
    {"DynamicSeverities: [{ChangeTo: critical, Conditions: [{Key: a, Condition: Exists}]}, "
     "{ChangeTo: INFO, Conditions: []}]",
     "severity", "if(exists(a), \"CRITICAL\", if(all(), \"INFO\", null))"},
    {"DynamicSeverities: [{ChangeTo: Medium, Conditions: [{Key: a, Condition: Exists}, "
     "{Any: []}]}]",
     "severity", "if(all(exists(a), any()), \"MEDIUM\", null)"},
    {"DynamicSeverities: []", "severity", "null"},
    {"Description: x", "severity", ""},
    {"AlertContext: [{KeyName: who, KeyValue: {KeyPath: actor.email}}, {KeyName: first, "
     "KeyValue: {DeepKey: [ips, 0]}}, {KeyName: a.b, KeyValue: {Key: a.b}}]",
     "context", "object(\"who\", actor.email, \"first\", ips[0], \"a.b\", [\"a.b\"])"},
    {"AlertContext: []", "context", "object()"},
    {"Description: x", "context", ""},
    {"GroupBy: [{Key: a}]", "dedup", "key(a)"},
    {"GroupBy: [{Key: a.b}, {KeyPath: 'c[0]'}, {DeepKey: [d, e]}]", "dedup",
     "key([\"a.b\"], c[0], d.e)"},
    {"GroupBy: []", "dedup", ""},
    {"Description: x", "dedup", ""},
    /* clang-format on */
};

START_TEST(each_part_has_its_text)
{
    char text[512];
    struct kit_set set;

    snprintf(text, sizeof text, "%s" KIT_ALWAYS KIT_TAIL, rows[_i].parts);
    kit_compile(&set, text);
    ck_assert_msg(set.ruleset != NULL, "%s", kit_diagnostics(&set, false));
    ck_assert_str_eq(kit_part(&set, rows[_i].part), rows[_i].ir);
    kit_finish(&set);
}
END_TEST

static const struct {
    const char *parts, *expected;
} mistakes[] = {
    /* clang-format off */
    {"AlertTitle: 'a {b'",
     "1:13: error: \"AlertTitle\" has a '{' that is never closed (at character "
     "3); {path} is replaced by a field, {{ and }} stand for braces "
     "[bad-title]\n"},
    {"AlertTitle: 'é {} x'",
     "1:13: error: \"AlertTitle\" has an empty {} (at character 3); {path} is "
     "replaced by a field, {{ and }} stand for braces [bad-title]\n"},
    {"AlertTitle: 'a } x'",
     "1:13: error: \"AlertTitle\" has a '}' without a '{' (at character 3); "
     "{path} is replaced by a field, {{ and }} stand for braces [bad-title]\n"},
    {"AlertTitle: '{a..b}'",
     "1:13: error: \"AlertTitle\": the path \"a..b\" has an empty segment "
     "[bad-path]\n"},
    {"AlertTitle: '{a'",
     "1:13: error: \"AlertTitle\" has a '{' that is never closed (at character "
     "1); {path} is replaced by a field, {{ and }} stand for braces "
     "[bad-title]\n"},
    {"AlertTitle: '{a[\"}\"]'",
     "1:13: error: \"AlertTitle\" has a '{' that is never closed (at character "
     "1); {path} is replaced by a field, {{ and }} stand for braces "
     "[bad-title]\n"},
    {"AlertTitle: 7",
     "1:13: error: \"AlertTitle\" must be text, not an integer [wrong-type]\n"},
    {"DynamicSeverities:\n"
     "  - {ChangeTo: Hihg, Conditions: []}",
     "2:16: error: unknown severity \"Hihg\"; did you mean \"High\"? "
     "[unknown-severity]\n"},
    {"DynamicSeverities:\n"
     "  - {ChangeTo: Enormous, Conditions: []}",
     "2:16: error: unknown severity \"Enormous\"; it is one of Info, Low, "
     "Medium, High, Critical [unknown-severity]\n"},
    {"DynamicSeverities:\n"
     "  - {ChangeTo: High}",
     "2:5: error: the entry of DynamicSeverities lacks \"Conditions\", a list "
     "[missing-key]\n"},
    {"DynamicSeverities:\n"
     "  - High",
     "2:5: error: an entry of DynamicSeverities must be a map, not text "
     "[wrong-type]\n"},
    {"DynamicSeverities:\n"
     "  - {ChangeTo: High, Conditions: [{Key: a, Condition: Equls, Value: 1}], "
     "Why: x}",
     "2:74: error: unknown key \"Why\" in an entry of DynamicSeverities "
     "[unknown-key]\n"},
    {"AlertContext:\n"
     "  - {KeyName: who, KeyValue: {Key: a, DeepKey: [b]}}",
     "2:30: error: \"KeyValue\" must be a map with exactly one of Key, DeepKey "
     "and KeyPath [bad-specifier]\n"},
    {"AlertContext:\n"
     "  - {KeyName: who}",
     "2:5: error: the entry of AlertContext lacks \"KeyValue\", a map "
     "[missing-key]\n"},
    {"AlertContext:\n"
     "  - {KeyName: 7, KeyValue: {Key: a}}",
     "2:15: error: \"KeyName\" must be text, not an integer [wrong-type]\n"},
    {"AlertContext:\n"
     "  - {KeyName: who, KeyValue: a}",
     "2:30: error: \"KeyValue\" must be a map, not text [wrong-type]\n"},
    {"AlertContext:\n"
     "  - {KeyName: a, KeyValue: {Value: 1}, Extra: 1}",
     "2:40: error: unknown key \"Extra\" in an entry of AlertContext "
     "[unknown-key]\n"},
    {"GroupBy: [a.b]",
     "1:11: error: an entry of \"GroupBy\" must be a map with exactly one of "
     "Key, DeepKey and KeyPath [bad-specifier]\n"},
    {"GroupBy: a.b",
     "1:10: error: \"GroupBy\" must be a list, not text [wrong-type]\n"},
    {"GroupBy: [{Key: a, Condition: Exists}]",
     "1:11: error: an entry of \"GroupBy\" must be a map with exactly one of "
     "Key, DeepKey and KeyPath [bad-specifier]\n"},
    {"GroupBy: [{KeyPath: 'a.'}]",
     "1:21: error: KeyPath \"a.\" has an empty segment (at character 3) "
     "[bad-path]\n"},
    {"DynamicSeverities:\n"
     "  - {ChangeTo: Hig, Conditions: [{Key: a}]}\n"
     "  - {Conditions: []}\n"
     "  - {ChangeTo: Low, Conditions: [{Key: a, Condition: Exsts}]}",
     "3:5: error: the entry of DynamicSeverities lacks \"ChangeTo\", text [missing-key]\n"
     "2:16: error: unknown severity \"Hig\"; did you mean \"High\"? [unknown-severity]\n"
     "2:34: error: the match expression lacks \"Condition\" [missing-key]\n"
     "4:54: error: unknown condition \"Exsts\" for key \"a\"; did you mean \"Exists\"? "
     "[unknown-condition]\n"},
    /* clang-format on */
};

START_TEST(a_mistake_is_told_with_its_place)
{
    char text[1024];

    snprintf(text, sizeof text, "%s" KIT_ALWAYS, mistakes[_i].parts);
    kit_check_diagnostics(text, 0, NULL, mistakes[_i].expected);
}
END_TEST

START_TEST(dynamic_severities_are_limited)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;

    limits.max_depth = 4;
    kit_check_diagnostics(
        "DynamicSeverities:\n"
        "  - {ChangeTo: Low, Conditions: []}\n"
        "  - {ChangeTo: Low, Conditions: []}\n"
        "  - {ChangeTo: Low, Conditions: []}\n"
        "  - {ChangeTo: Low, Conditions: []}\n"
        "  - {ChangeTo: Low, Conditions: []}" KIT_ALWAYS,
        0, &limits,
        "2:3: error: \"DynamicSeverities\" has 5 entries; at most 4 are "
        "accepted [limit]\n");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expr/lower_alert");
    TCase *tests = tcase_create("lower_alert");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, each_part_has_its_text, 0, KIT_LENGTH(rows));
    tcase_add_loop_test(tests, a_mistake_is_told_with_its_place, 0,
                        KIT_LENGTH(mistakes));
    tcase_add_test(tests, dynamic_severities_are_limited);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
