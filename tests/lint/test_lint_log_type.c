/* test_lint_log_type.c — log types that are nearly another's. */
#include "lint_kit.h"

#define LIKE(a, n, b)                                                                  \
    "no other rule has the log type \"" a "\", and " n " have \"" b "\": is it "       \
    "that?\n"

static const struct {
    const char *usual; /* two rules have it */
    const char *odd;   /* one has it */
    const char *expected;
} rows[] = {
    {"AWS.CloudTrail", "AWS.Cloudtrail",
     "4:12: " LIKE("AWS.Cloudtrail", "2", "AWS.CloudTrail")},
    {"AWS.CloudTrail", "AWS.CloudTrial",
     "4:12: " LIKE("AWS.CloudTrial", "2", "AWS.CloudTrail")},
    {"AWS.CloudTrail", "AWS.CloudTrai",
     "4:12: " LIKE("AWS.CloudTrai", "2", "AWS.CloudTrail")},
    {"AWS.CloudTrail", "AWS.ClaudTrali",
     "4:12: " LIKE("AWS.ClaudTrali", "2", "AWS.CloudTrail")},
    {"AWS.CloudTrail", "AWS.ClaudTreli", ""},
    {"AWS.CloudTrail", "AWS.CloudTrail", ""},
    {"AWS.CloudTrail", "Okta.SystemLog", ""},
    {"AWS.ALB", "AWS.ELB", ""}, /* short: near by chance */
    {"AWS.ALB", "AWS.Alb", "4:12: " LIKE("AWS.Alb", "2", "AWS.ALB")},
    {"Custom.Thing1", "Custom.Thing2", ""}, /* numbered */
    {"Custom.Gateway", "Custom.Gateway2", ""},
    {"Okta.System", "Okta.Sistem", "4:12: " LIKE("Okta.Sistem", "2", "Okta.System")},
    {"Okta.System", "Okta.Sistam", ""}, /* two letters of eleven */
};

static void add_rule(struct kit_set *set, const char *id, const char *log_type,
                     const char *more)
{
    char text[512];

    snprintf(text, sizeof text,
             "AnalysisType: rule\nRuleID: %s\nEnabled: true\nLogTypes: [%s]\n"
             "Severity: Low\nDetection: [{Condition: AlwaysTrue}]\n%s",
             id, log_type, more);
    kit_add(set, id, text);
}

START_TEST(a_name_near_to_a_usual_one)
{
    struct kit_set set;

    kit_begin(&set, OUNCE_COMPILE_LINT, NULL);
    add_rule(&set, "Odd", rows[_i].odd, "");
    add_rule(&set, "A", rows[_i].usual, "");
    add_rule(&set, "B", rows[_i].usual, "");
    kit_end(&set);

    ck_assert_str_eq(lint_said(&set, "log-type-spelling"), rows[_i].expected);
    if (rows[_i].expected[0] != '\0') {
        ck_assert_ptr_nonnull(
            strstr(kit_diagnostics(&set, true), "Odd:4:12: warning: no"));
    }
    kit_finish(&set);
}
END_TEST

START_TEST(two_odd_ones_are_not_judged)
{
    struct kit_set set;

    kit_begin(&set, OUNCE_COMPILE_LINT, NULL);
    add_rule(&set, "A", "AWS.CloudTrail", "");
    add_rule(&set, "B", "AWS.Cloudtrail", "");
    kit_end(&set);

    ck_assert_str_eq(lint_said(&set, "log-type-spelling"), "");
    kit_finish(&set);
}
END_TEST

START_TEST(a_comment_in_the_file_counts_at_the_end_too)
{
    struct kit_set set;

    kit_begin(&set, OUNCE_COMPILE_LINT, NULL);
    add_rule(&set, "A", "AWS.CloudTrail", "");
    add_rule(&set, "B", "AWS.CloudTrail", "");
    add_rule(&set, "Odd", "AWS.Cloudtrail", "# ounce: allow log-type-spelling\n");
    kit_end(&set);

    ck_assert_str_eq(lint_said(&set, "log-type-spelling"), "");
    kit_finish(&set);
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_name_near_to_a_usual_one, 0, KIT_LENGTH(rows));
    tcase_add_test(tcase, two_odd_ones_are_not_judged);
    tcase_add_test(tcase, a_comment_in_the_file_counts_at_the_end_too);
}

int main(void)
{
    return lint_run("lint/lint_log_type", add);
}
