/* test_lint_memory.c — linting when memory runs out: said, undone, and repeatable. */
#include "lint_kit.h"

#define C(key, condition) "{Key: " key ", Condition: " condition "}"

/* Something for every lint. */
static const char rule[] =
    "AnalysisType: rule\nRuleID: R\nEnabled: true\nSeverity: Low\nLogTypes: "
    "[Cloud.Trial]\n"
    "# ounce: allow nothing\n"
    "Reports: {MITRE ATT&CK: [T1110]}\n"
    "DynamicSeverities:\n"
    "- {ChangeTo: High, Conditions: [" C(
        "a",
        "Exists") "]}\n"
                  "- {ChangeTo: Low, Conditions: [" C("a", "Exists") ", " C(
                      "b",
                      "Exists") "]}\n"
                                "Detection:\n"
                                "- Any: [" C("a", "Exists") ", All: [" C(
                                    "A",
                                    "Exists") ", {Key: b, Condition: Has, "
                                              "Value: 1}], " C(
                                                  "a",
                                                  "Exists") "]\n"
                                                            "- {Key: c, Condition: "
                                                            "IsIn, Values: [x, y]}\n"
                                                            "- {Key: c, Condition: "
                                                            "IEquals, Value: Z}\n"
                                                            "- {KeyPath: l, Condition: "
                                                            "AnyElement, Expressions: "
                                                            "[" C(
                                                                "k",
                                                                "Exists") "]}\n"
                                                                          "Tests:\n"
                                                                          "- {Name: t, "
                                                                          "ExpectedResu"
                                                                          "lt: true, "
                                                                          "Log: {a: 1, "
                                                                          "B: 2, b: 3, "
                                                                          "l: [{j: "
                                                                          "1}]}}\n"
                                                                          "- {Name: t, "
                                                                          "ExpectedResu"
                                                                          "lt: true, "
                                                                          "Log: {a: "
                                                                          "1}}\n";

#define USUAL                                                                          \
    "AnalysisType: rule\nRuleID: %s\nEnabled: true\nSeverity: Low\n"                   \
    "LogTypes: [Cloud.Trail]\nDetection: [{Condition: AlwaysTrue}]\n"

/* Compile the set; a call that runs out of memory is made again. */
static uint64_t compile(struct kit_set *set, uint64_t fail_at)
{
    static const char *const names[] = {"A", "B", "R"};
    uint64_t failures = 0;
    ounce_status status;

    kit_begin(set, OUNCE_COMPILE_LINT, NULL);
    set->memory.calls = 0;
    set->memory.fail_at = fail_at;
    for (int i = 0; i < 3; i++) {
        char text[2048];

        if (i < 2) {
            snprintf(text, sizeof text, USUAL, names[i]);
        } else {
            snprintf(text, sizeof text, "%s", rule);
        }
        while ((status = ounce_compiler_add_text(set->compiler, names[i], 1, text,
                                                 strlen(text), &set->err)) !=
               OUNCE_OK) {
            ck_assert_int_eq(status, OUNCE_ERR_NOMEM);
            failures++;
        }
    }
    while ((status = ounce_compiler_finish(set->compiler, &set->ruleset, &set->err)) !=
           OUNCE_OK) {
        ck_assert_int_eq(status, OUNCE_ERR_NOMEM);
        failures++;
    }
    return failures;
}

START_TEST(every_allocation_may_fail)
{
    static char expected[20000];
    struct kit_set set;
    uint64_t failed = 1;

    compile(&set, 0);
    snprintf(expected, sizeof expected, "%s", kit_diagnostics(&set, true));
    kit_finish(&set);
    for (uint64_t at = 1; failed > 0; at++) {
        failed = compile(&set, at);
        ck_assert_str_eq(kit_diagnostics(&set, true), expected);
        kit_finish(&set);
    }
    ck_assert_ptr_nonnull(strstr(expected, "[log-type-spelling]"));
    ck_assert_ptr_nonnull(strstr(expected, "[never-holds]"));
    ck_assert_ptr_nonnull(strstr(expected, "[shadowed-branch]"));
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_test(tcase, every_allocation_may_fail);
}

int main(void)
{
    return lint_run("lint/lint_memory", add);
}
