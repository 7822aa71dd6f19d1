/* test_lint_dedup.c — rules whose alerts nothing tells apart. */
#include "lint_kit.h"

#define NO_KEY                                                                         \
    "without GroupBy, or an AlertTitle with a field, matches of unrelated actors "     \
    "share "                                                                           \
    "one alert\n"
#define NO_FIELD                                                                       \
    "\"AlertTitle\" has no field and there is no GroupBy: matches of unrelated "       \
    "actors "                                                                          \
    "share one alert\n"
#define ALWAYS "Detection: [{Condition: AlwaysTrue}]\n"

static const struct lint_row coarse_rows[] = {
    {KIT_RULE(ALWAYS), "4:9: " NO_KEY},
    {KIT_RULE(ALWAYS "GroupBy: []\n"), "5:9: " NO_KEY},
    {KIT_RULE("AlertTitle: someone did it\n" ALWAYS), "1:13: " NO_FIELD},
    {KIT_RULE("AlertTitle: '{{who}} did it'\n" ALWAYS), "1:13: " NO_FIELD},
    {KIT_RULE("AlertTitle: '{who} did it'\n" ALWAYS), ""},
    {KIT_RULE("AlertTitle: did it\nGroupBy: [{Key: who}]\n" ALWAYS), ""},
    {KIT_RULE("GroupBy: [{Key: who}]\n" ALWAYS), ""},
    {KIT_RULE("CreateAlert: false\n" ALWAYS), ""},
    {KIT_RULE(
         "DisplayName: x\nAlertContext:\n- {KeyName: a, KeyValue: {Key: b}}\n" ALWAYS),
     "7:9: " NO_KEY},
    {"AnalysisType: rule\nRuleID: R\nEnabled: false\nSeverity: Low\nLogTypes: "
     "[L]\n" ALWAYS,
     ""},
};
LINT_TABLE(coarse, "coarse-dedup")

static void add(TCase *tcase)
{
    LINT_ADD(tcase, coarse);
}

int main(void)
{
    return lint_run("lint/lint_dedup", add);
}
