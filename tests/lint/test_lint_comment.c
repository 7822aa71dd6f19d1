/* test_lint_comment.c — what is not reported because somebody said so. */
#include "lint_kit.h"

#define NO_TESTS                                                                       \
    "the rule has no tests; one that matches and one that must not are a beginning\n"
#define UNKNOWN(name)  "there is no lint \"" name "\""
#define MEANT(name)    "; did you mean \"" name "\"?\n"
#define RULE(comments) KIT_RULE(comments "Detection: [{Condition: AlwaysTrue}]\n")

/* What no-tests says of rules with a comment. */
static const struct lint_row allowed_rows[] = {
    {RULE("# ounce: allow no-tests\n"), ""},
    {RULE("# ounce: allow coarse-dedup, no-tests\n"), ""},
    {RULE("#ounce:allow no-tests\n"), ""},
    {RULE("  #\t ounce:  allow\tno-tests  \r\n"), ""},
    {RULE("# ounce: allow no-tests (a signal, tried on live data)\n"), ""},
    {RULE("# ounce: allow coarse-dedup\n"), "5:9: " NO_TESTS},
    {RULE("# ounce: deny no-tests\n"), "5:9: " NO_TESTS},
    {RULE("# ounce: allowed no-tests\n"), "5:9: " NO_TESTS},
    {RULE("# see ounce: allow no-tests\n"), "5:9: " NO_TESTS},
    {RULE("Description: x # ounce: allow no-tests\n"), "5:9: " NO_TESTS},
    {RULE("# ounce: allow coarse-dedup (no-tests, too)\n"), "5:9: " NO_TESTS},
    {"\xef\xbb\xbf" RULE("# ounce: allow no-tests\n"), ""},
    {KIT_RULE("Detection: [{Condition: AlwaysTrue}]\n") "# ounce: allow no-tests", ""},
};
LINT_TABLE(allowed, "no-tests")

static const struct lint_row unknown_rows[] = {
    {RULE("# ounce: allow no-test\n"), "1:16: " UNKNOWN("no-test") MEANT("no-tests")},
    {RULE("\n  # ounce: allow no-tests, corse-dedup\n"),
     "2:28: " UNKNOWN("corse-dedup") MEANT("coarse-dedup")},
    {RULE("# ounce: allow zzz\n"), "1:16: " UNKNOWN("zzz") "\n"},
    {RULE("# ounce: allow no-tests coarse-dedup\n"),
     "1:16: " UNKNOWN("no-tests coarse-dedup") MEANT("coarse-dedup")},
    {RULE("# ounce: allow\n"), ""},
    {RULE("# ounce: allow no-tests,\n"), ""},
    {RULE("# ounce: allow unknown-lint, zzz\n"), ""},
    {RULE("# \xc3\xa9\n# ounce: allow ,zzz (\xc3\xa9, no-test)\n"),
     "2:17: " UNKNOWN("zzz") "\n"},
};
LINT_TABLE(unknown, "unknown-lint")

static ounce_status compile(const char *allow, uint32_t flags, ounce_error *err,
                            uint64_t *warnings)
{
    ounce_compiler_options options = OUNCE_COMPILER_OPTIONS_INIT;
    ounce_str name = {allow, strlen(allow)};
    const char *text = RULE("");
    ounce_compiler *compiler;
    ounce_status status;

    options.flags = flags;
    options.allow = &name;
    options.allow_count = 1;
    status = ounce_compiler_new(&options, &compiler, err);
    if (status == OUNCE_OK) {
        status = ounce_compiler_add_text(compiler, "r", 1, text, strlen(text), err);
        *warnings = ounce_compiler_count(compiler, OUNCE_LEVEL_WARNING);
    }
    ounce_compiler_free(compiler);
    return status;
}

START_TEST(the_host_allows_by_name)
{
    ounce_error err = OUNCE_ERROR_INIT;
    uint64_t warnings = 0;

    ck_assert_int_eq(compile("no-tests", OUNCE_COMPILE_LINT, &err, &warnings),
                     OUNCE_OK);
    ck_assert_uint_eq(warnings, 1);
    ck_assert_int_eq(compile("unknown-lint", OUNCE_COMPILE_LINT, &err, &warnings),
                     OUNCE_OK);
    ck_assert_uint_eq(warnings, 2);
}
END_TEST

START_TEST(without_the_flag_nothing_is_said)
{
    ounce_error err = OUNCE_ERROR_INIT;
    uint64_t warnings = 0;

    ck_assert_int_eq(compile("no-tests", 0, &err, &warnings), OUNCE_OK);
    ck_assert_uint_eq(warnings, 0);
}
END_TEST

START_TEST(a_name_that_is_none_is_refused)
{
    ounce_error err = OUNCE_ERROR_INIT;
    uint64_t warnings = 0;

    ck_assert_int_eq(compile("no-test", OUNCE_COMPILE_LINT, &err, &warnings),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_str_eq(err.message,
                     "unknown lint \"no-test\"; did you mean \"no-tests\"?");
}
END_TEST

START_TEST(every_lint_has_a_name_and_a_sentence)
{
    const char *name = NULL, *sentence = NULL, *other = NULL;
    uint32_t count = 0;

    while (ounce_lint_info(count, &name, &sentence)) {
        ck_assert_uint_gt(strlen(sentence), 10);
        ck_assert_int_ne(sentence[strlen(sentence) - 1], '.');
        ck_assert_uint_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz-"), strlen(name));
        for (uint32_t i = 0; i < count; i++) {
            ounce_lint_info(i, &other, &sentence);
            ck_assert_str_ne(name, other);
        }
        count++;
    }
    ck_assert_uint_ge(count, 14);
}
END_TEST

static void add(TCase *tcase)
{
    LINT_ADD(tcase, allowed);
    LINT_ADD(tcase, unknown);
    tcase_add_test(tcase, the_host_allows_by_name);
    tcase_add_test(tcase, without_the_flag_nothing_is_said);
    tcase_add_test(tcase, a_name_that_is_none_is_refused);
    tcase_add_test(tcase, every_lint_has_a_name_and_a_sentence);
}

int main(void)
{
    return lint_run("lint/lint_comment", add);
}
