/* test_error.c — names of status codes, diagnostics as JSON, the caller's error. */
#include "base/utf8.h"
#include "compile.h"

#include <jansson.h>
#include <string.h>

static const struct {
    ounce_status status;
    const char *text;
} statuses[] = {
    {OUNCE_OK, "ok"},
    {OUNCE_ERR_NOMEM, "out of memory"},
    {OUNCE_ERR_ARGUMENT, "bad argument"},
    {OUNCE_ERR_IO, "input/output error"},
    {OUNCE_ERR_RULE, "rule does not load"},
    {OUNCE_ERR_EVENT, "malformed event"},
    {OUNCE_ERR_LIMIT, "limit passed"},
    {OUNCE_ERR_SPACE, "buffer too small"},
    {(ounce_status)8, "unknown status"},
    {(ounce_status)-1, "unknown status"},
};

START_TEST(a_status_has_a_name)
{
    ck_assert_str_eq(ounce_status_text(statuses[_i].status), statuses[_i].text);
}
END_TEST

START_TEST(a_reason_has_a_name)
{
    ck_assert_str_eq(ounce_reason_text(OUNCE_REASON_NONE), "none");
    ck_assert_str_eq(ounce_reason_text(OUNCE_REASON_BAD_JSON), "bad JSON");
    ck_assert_str_eq(ounce_reason_text(OUNCE_REASON_NOMEM), "out of memory");
    ck_assert_str_eq(ounce_reason_text(OUNCE_REASON_RULE_ERROR), "rule error");
    ck_assert_str_eq(ounce_reason_text(OUNCE_REASON_RULE_ERROR + 1), "unknown reason");
    ck_assert_str_eq(ounce_reason_text(UINT32_MAX), "unknown reason");
}
END_TEST

static const struct {
    ounce_diagnostic diagnostic;
    const char *json;
} diagnostics[] = {
    {{OUNCE_LEVEL_ERROR,
      3,
      7,
      0,
      {"a.yml", 5},
      {"code", 4},
      {"it is \"so\"\n", 11},
      {"R", 1}},
     "{\"file\":\"a.yml\",\"line\":3,\"column\":7,\"level\":\"error\",\"code\":"
     "\"code\","
     "\"message\":\"it is \\\"so\\\"\\n\",\"rule_id\":\"R\"}"},
    {{OUNCE_LEVEL_WARNING, 0, 0, 0, {NULL, 0}, {"c", 1}, {"m", 1}, {NULL, 0}},
     "{\"file\":null,\"line\":null,\"column\":null,\"level\":\"warning\",\"code\":"
     "\"c\","
     "\"message\":\"m\",\"rule_id\":null}"},
    {{OUNCE_LEVEL_NOTE, 1, 1, 0, {"f", 1}, {"c", 1}, {"", 0}, {NULL, 0}},
     "{\"file\":\"f\",\"line\":1,\"column\":1,\"level\":\"note\",\"code\":\"c\","
     "\"message\":\"\",\"rule_id\":null}"},
};

START_TEST(a_diagnostic_is_one_json_object)
{
    const char *json = diagnostics[_i].json;
    char text[512];
    size_t size = 0;

    ck_assert_int_eq(
        ounce_diagnostic_json(&diagnostics[_i].diagnostic, text, sizeof text, &size),
        OUNCE_OK);
    ck_assert_uint_eq(size, strlen(json));
    ck_assert_mem_eq(text, json, size);
}
END_TEST

START_TEST(a_text_that_does_not_fit_tells_its_size)
{
    const ounce_diagnostic *diagnostic = &diagnostics[_i].diagnostic;
    size_t whole = strlen(diagnostics[_i].json);
    size_t size = 0;
    char text[512];

    ck_assert_int_eq(ounce_diagnostic_json(diagnostic, NULL, 0, &size),
                     OUNCE_ERR_SPACE);
    ck_assert_uint_eq(size, whole);
    memset(text, '#', sizeof text);
    ck_assert_int_eq(ounce_diagnostic_json(diagnostic, text, whole - 1, &size),
                     OUNCE_ERR_SPACE);
    ck_assert_int_eq(text[whole - 1], '#'); /* nothing beyond what was given */
    ck_assert_int_eq(ounce_diagnostic_json(diagnostic, text, whole, &size), OUNCE_OK);
    ck_assert_int_eq(text[whole], '#');
}
END_TEST

START_TEST(an_error_holds_the_first_diagnostic)
{
    struct kit_set set;

    kit_begin(&set, 0, NULL);
    kit_add(&set, "good.yml", KIT_RULE("RuleID: Q" KIT_ALWAYS));
    kit_add(&set, "dir/bad.yml", KIT_RULE("Detection: [{Key: a}]\nSevrity: x"));
    kit_end(&set);
    ck_assert_int_eq(set.err.code, OUNCE_ERR_RULE);
    ck_assert_str_eq(set.err.file, "dir/bad.yml");
    ck_assert_uint_eq(set.err.line, 2);
    ck_assert_uint_eq(set.err.column, 1);
    ck_assert_str_eq(set.err.message,
                     "unknown key \"Sevrity\" in a rule; did you mean \"Severity\"?");
    kit_finish(&set);
}
END_TEST

START_TEST(a_long_file_name_keeps_its_end)
{
    struct kit_set set;
    char name[400];

    memset(name, 'd', sizeof name);
    memcpy(name + sizeof name - 10, "/name.yml", 10);
    kit_begin(&set, 0, NULL);
    kit_add(&set, name, "AnalysisType: [");
    kit_end(&set);
    ck_assert_uint_eq(strlen(set.err.file), OUNCE_ERROR_FILE_SIZE - 1);
    ck_assert_str_eq(set.err.file + OUNCE_ERROR_FILE_SIZE - 1 - 9, "/name.yml");
    kit_finish(&set);
}
END_TEST

/* Messages echo the rule; they stay one sentence of valid UTF-8 whatever it says. */
static const char *const echoes[] = {
    "Detection: [{Key: a, Condition: \"\\x1b[31m\\n\\u202e\"}]",
    "\"\\u0001\\u0085\\u2028\": x",
    "Severity: \"\\x07\"",
};

START_TEST(what_a_message_quotes_is_harmless)
{
    struct kit_set set;
    ounce_diagnostic found;
    char text[1024];
    size_t size = 0;
    json_t *json;

    kit_begin(&set, 0, NULL);
    strcpy(text, echoes[_i]);
    strcat(text, KIT_ALWAYS KIT_TAIL);
    kit_add(&set, "r.yml", text);
    kit_end(&set);
    ck_assert(ounce_compiler_diagnostic(set.compiler, 0, &found));
    ck_assert_int_eq(ounce_diagnostic_json(&found, text, sizeof text - 1, &size),
                     OUNCE_OK);
    text[size] = '\0';
    for (size_t i = 0; i < size; i++) {
        ck_assert_msg((unsigned char)text[i] >= ' ' && text[i] != 0x7f, "%s", text);
    }
    json = json_loads(text, 0, NULL);
    ck_assert_ptr_nonnull(json);
    json_decref(json);
    kit_finish(&set);
}
END_TEST

START_TEST(a_long_word_is_cut)
{
    struct kit_set set;
    const char *told;
    char text[2048];

    strcpy(text, "Detection: [{Key: a, Condition: x");
    strcat(text, kit_repeat("é", 400));
    strcat(text, "}]" KIT_TAIL);
    kit_compile(&set, text);
    told = kit_diagnostics(&set, false);
    ck_assert_uint_lt(strlen(told), 400);
    ck_assert_uint_eq(oz_utf8_valid(told, strlen(told)), strlen(told));
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api/error");
    TCase *tests = tcase_create("error");

    tcase_add_loop_test(tests, a_status_has_a_name, 0, KIT_LENGTH(statuses));
    tcase_add_test(tests, a_reason_has_a_name);
    tcase_add_loop_test(tests, a_diagnostic_is_one_json_object, 0,
                        KIT_LENGTH(diagnostics));
    tcase_add_loop_test(tests, a_text_that_does_not_fit_tells_its_size, 0,
                        KIT_LENGTH(diagnostics));
    tcase_add_test(tests, an_error_holds_the_first_diagnostic);
    tcase_add_test(tests, a_long_file_name_keeps_its_end);
    tcase_add_loop_test(tests, what_a_message_quotes_is_harmless, 0,
                        KIT_LENGTH(echoes));
    tcase_add_test(tests, a_long_word_is_cut);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
