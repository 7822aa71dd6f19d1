/* test_lint_technique.c — identifiers of MITRE ATT&CK. */
#include "lint/attack/attack.h"
#include "lint_kit.h"

#define REPORT(item) KIT_RULE("Reports:\n  MITRE ATT&CK:\n  - " item KIT_ALWAYS)
#define FORM(item)                                                                     \
    "3:5: \"" item "\" is not of the form TA0006:T1110 or TA0006:T1110.003"
#define MEANT(id) "; did you mean \"" id "\"?\n"

static const struct lint_row technique_rows[] = {
    {REPORT("TA0006:T1110"), ""},
    {REPORT("TA0006:T1110.003"), ""},
    {REPORT("TA0112:T1562.008"), ""}, /* a tactic of a newer edition */
    {REPORT("TA0001:T1110"), ""},     /* which serves which is not judged */
    {REPORT("T1110"), FORM("T1110") MEANT("TA0006:T1110")},
    {REPORT("TA0006:T1110.999"),
     "3:5: \"TA0006:T1110.999\" names a technique that is not known" MEANT(
         "TA0006:T1110")},
    {REPORT("TA0666:T1110"),
     "3:5: \"TA0666:T1110\" names a tactic that is not known" MEANT("TA0006:T1110")},
    {REPORT("ta0006:t1110"), FORM("ta0006:t1110") MEANT("TA0006:T1110")},
    {REPORT("'TA0006: T1110'"), FORM("TA0006: T1110") MEANT("TA0006:T1110")},
    {REPORT("TA0006"), FORM("TA0006") "\n"},
    {REPORT("TA0006:T1110:T1111"), FORM("TA0006:T1110:T1111") MEANT("TA0006:T1110")},
    {REPORT("Credential Access"), FORM("Credential Access") "\n"},
    {REPORT("''"), FORM("") "\n"},
    {REPORT("1110"), FORM("1110") "\n"},
    {REPORT("TA0006:T11100"), FORM("TA0006:T11100") "\n"},
    {REPORT("TA0006:T1110.0031"), FORM("TA0006:T1110.0031") MEANT("TA0006:T1110")},
    {KIT_RULE("Reports:\n  CIS:\n  - T1" KIT_ALWAYS), ""},
    {KIT_RULE("Reports:\n  Mitre Att&ck:\n  - TA0006:T0000" KIT_ALWAYS),
     "3:5: \"TA0006:T0000\" names a technique that is not known; did you mean "
     "\"TA0006:T1001\"?\n"},
};
LINT_TABLE(technique, "unknown-technique")

START_TEST(tables_are_found_by_identifier)
{
    ck_assert_str_eq(oz_attack_tactic((ounce_str){"TA0005", 6})->name, "Stealth");
    ck_assert_str_eq(oz_attack_tactic((ounce_str){"TA0005", 6})->former,
                     "Defense Evasion");
    ck_assert_str_eq(oz_attack_technique((ounce_str){"T1562.008", 9})->name,
                     "Impair Defenses: Disable or Modify Cloud Logs");
    ck_assert_ptr_null(oz_attack_technique((ounce_str){"", 0}));
    ck_assert_ptr_null(oz_attack_tactic((ounce_str){"TA9999", 6}));
    for (uint32_t i = 0; oz_attack_ids[i] != NULL; i++) {
        ounce_str id = {oz_attack_ids[i], strlen(oz_attack_ids[i])};

        ck_assert_ptr_nonnull(oz_attack_technique(id));
        ck_assert_ptr_nonnull(
            oz_attack_tactic((ounce_str){oz_attack_technique(id)->tactics, 6}));
    }
}
END_TEST

static void add(TCase *tcase)
{
    LINT_ADD(tcase, technique);
    tcase_add_test(tcase, tables_are_found_by_identifier);
}

int main(void)
{
    return lint_run("lint/lint_technique", add);
}
