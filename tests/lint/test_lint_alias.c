/* test_lint_alias.c — conditions under an older name. */
#include "lint_kit.h"

#define OLD(old, now) "\"" old "\" is an older name of \"" now "\"\n"

static const struct lint_row alias_rows[] = {
    {KIT_DETECTION("- {Key: a, Condition: Has, Value: x}\n"),
     "2:23: " OLD("Has", "Contains")},
    {KIT_DETECTION("- {Key: a, Condition: DoesNotHave, Value: x}\n"),
     "2:23: " OLD("DoesNotHave", "DoesNotContain")},
    {KIT_DETECTION(
         "- Any:\n  - Key: a\n    Condition: IsGreaterThanOrEqual\n    Value: 1\n"),
     "4:16: " OLD("IsGreaterThanOrEqual", "IsGreaterThanOrEquals")},
    {KIT_DETECTION("- {Key: a, Condition: IsLessThanOrEqual, Value: 1}\n"),
     "2:23: " OLD("IsLessThanOrEqual", "IsLessThanOrEquals")},
    {KIT_DETECTION("- {Key: a, Condition: Contains, Value: x}\n"), ""},
    {KIT_DETECTION("- {Key: a, Condition: IsLessThanOrEquals, Value: 1}\n"), ""},
    {KIT_DETECTION("- {Key: a, Condition: Equals, Value: Has}\n"), ""},
    {KIT_RULE(
         "DynamicSeverities:\n- ChangeTo: Low\n  Conditions: [{Key: a, Condition: Has, "
         "Value: 1}]" KIT_ALWAYS),
     "3:36: " OLD("Has", "Contains")},
    {KIT_DETECTION(
         "- {Key: l, Condition: AnyElement, Expressions: [{Key: a, Condition: Has, "
         "Value: 1}]}\n"),
     "2:69: " OLD("Has", "Contains")},
    {KIT_DETECTION("- {Condition: Has, Values: [{Key: a}, {Key: b}]}\n"),
     "2:15: " OLD("Has", "Contains")},
};
LINT_TABLE(alias, "deprecated-alias")

static void add(TCase *tcase)
{
    LINT_ADD(tcase, alias);
}

int main(void)
{
    return lint_run("lint/lint_alias", add);
}
