/* test_lint_verdict.c — what never holds and what always does. */
#include "lint_kit.h"

#define C(key, condition) "{Key: " key ", Condition: " condition "}"
#define V(key, condition, value)                                                       \
    "{Key: " key ", Condition: " condition ", Value: " value "}"
#define L(key, condition, list)                                                        \
    "{Key: " key ", Condition: " condition ", Values: [" list "]}"
#define BOTH(place) "this and the condition at " place " cannot both hold"
#define ABOUT(key)  ": both are about \"" key "\""
#define NEVER       "; so the rule never matches\n"
#define EVERY       "; so the rule matches every event\n"

static const struct lint_row never_rows[] = {
    /* constants, empty groups, empty lists */
    {KIT_DETECTION("- {Condition: AlwaysFalse}\n"),
     "2:3: \"AlwaysFalse\" never holds" NEVER},
    {KIT_DETECTION("- Any: []\n"), "2:3: an empty \"Any\" never holds" NEVER},
    {KIT_DETECTION("- OnlyOne: []\n"), "2:3: an empty \"OnlyOne\" never holds" NEVER},
    {KIT_DETECTION("- Any:\n  - {Condition: AlwaysFalse}\n  - " C("a", "Exists") "\n"),
     "3:5: \"AlwaysFalse\" never holds\n"},
    {KIT_DETECTION("- " L("a", "IsIn", "") "\n"),
     "2:3: \"IsIn\" with empty \"Values\" never holds" NEVER},
    {KIT_DETECTION("- " L("a", "Contains", "") "\n- " C("b", "Exists") "\n"),
     "2:3: \"Contains\" with empty \"Values\" never holds" NEVER},
    {KIT_DETECTION("- None:\n  - {Condition: AlwaysTrue}\n  - " C("a", "Exists") "\n"),
     "2:1: the detection never holds" NEVER},
    /* one condition that no value satisfies */
    {KIT_DETECTION("- " V("a", "IsGreaterThan", "true") "\n"),
     "2:3: \"IsGreaterThan\" never holds here: a boolean has no order" NEVER},
    {KIT_DETECTION("- {KeyPath: 'a[*].b', Condition: Equals, Value: x}\n"),
     "2:3: \"Equals\" never holds here: a path with [*] gives a list, which Contains "
     "and "
     "AnyElement look into" NEVER},
    {KIT_DETECTION("- {KeyPath: 'a[*].b', Condition: Contains, Value: x}\n"), ""},
    {KIT_DETECTION("- {Condition: IsGreaterThan, Values: [{Key: a}, {Key: a}]}\n"),
     "2:3: \"IsGreaterThan\" never holds here: the field is compared with "
     "itself" NEVER},
    {KIT_DETECTION(
         "- {Condition: IsGreaterThanOrEquals, Values: [{Key: a}, {Key: a}]}\n"),
     ""},
    /* equalities */
    {KIT_DETECTION("- " V("a", "Equals", "1") "\n- " V("a", "Equals", "2") "\n"),
     "3:3: " BOTH("2:3") ABOUT("a") NEVER},
    {KIT_DETECTION("- " V("a", "Equals", "1") "\n- " V("a", "Equals", "1.0") "\n"), ""},
    {KIT_DETECTION("- " V("a", "Equals", "1") "\n- " V("a", "Equals", "'1'") "\n"),
     "3:3: " BOTH("2:3") ABOUT("a") NEVER},
    {KIT_DETECTION("- " V("a", "Equals", "1") "\n- " V("b", "Equals", "2") "\n"), ""},
    {KIT_DETECTION("- " L("a", "IsIn", "x, y") "\n- " L("a", "IsIn", "z, w") "\n"),
     "3:3: " BOTH("2:3") ABOUT("a") NEVER},
    {KIT_DETECTION("- " L("a", "IsIn", "x, y") "\n- " L("a", "IsIn", "y, z") "\n"), ""},
    {KIT_DETECTION(
         "- " L("a", "IsIn", "x, y") "\n- " L("a", "IsNotIn", "y, x, z") "\n"),
     "3:3: " BOTH("2:3") ABOUT("a") NEVER},
    {KIT_DETECTION("- " L("a", "IsIn", "x, y") "\n- " L("a", "IsNotIn", "y") "\n"), ""},
    {KIT_DETECTION("- " V("a", "IEquals", "AB") "\n- " V("a", "Equals", "aB") "\n"),
     ""},
    {KIT_DETECTION("- " V("a", "IEquals", "AB") "\n- " V("a", "Equals", "aC") "\n"),
     "3:3: " BOTH("2:3") ABOUT("a") NEVER},
    {KIT_DETECTION("- " V("a", "Equals", "abc") "\n- " V("a", "StartsWith", "b") "\n"),
     "3:3: " BOTH("2:3") ABOUT("a") NEVER},
    {KIT_DETECTION("- " V("a", "IEquals", "ABC") "\n- " V("a", "StartsWith", "b") "\n"),
     ""},
    {KIT_DETECTION(
         "- " V("a", "Equals", "10.0.0.1") "\n- " C("a", "IsIPAddressPublic") "\n"),
     "3:3: " BOTH("2:3") ABOUT("a") NEVER},
    {KIT_DETECTION("- " V("a", "Equals", "5") "\n- " V("a", "IsLessThan", "5") "\n"),
     "3:3: " BOTH("2:3") ABOUT("a") NEVER},
    /* ranges and kinds */
    {KIT_DETECTION(
         "- " V("a", "IsGreaterThan", "5") "\n- " V("a", "IsLessThan", "3") "\n"),
     "3:3: " BOTH("2:3") ABOUT("a") NEVER},
    {KIT_DETECTION("- " V("a", "IsGreaterThanOrEquals",
                          "5") "\n- " V("a", "IsLessThanOrEquals", "5") "\n"),
     ""},
    {KIT_DETECTION("- " V("a", "IsGreaterThan", "5") "\n- " V("a", "IsLessThanOrEquals",
                                                              "5") "\n"),
     "3:3: " BOTH("2:3") ABOUT("a") NEVER},
    {KIT_DETECTION(
         "- " V("a", "IsGreaterThan", "5") "\n- " V("a", "StartsWith", "x") "\n"),
     "3:3: " BOTH("2:3") ABOUT("a") NEVER},
    {KIT_DETECTION("- " C("a", "DoesNotExist") "\n- " V("a", "Equals", "''") "\n"),
     "3:3: " BOTH("2:3") ABOUT("a") NEVER},
    {KIT_DETECTION("- " C("a", "DoesNotExist") "\n- " V("a", "DoesNotEqual", "x") "\n"),
     ""},
    {KIT_DETECTION("- " C("a", "IsNull") "\n- " C("a", "Exists") "\n"), ""},
    {KIT_DETECTION("- {KeyPath: a, Condition: AnyElement, Expressions: [" C(
         "k", "Exists") "]}\n- " V("a", "Equals", "x") "\n"),
     "3:3: " BOTH("2:3") ABOUT("a") NEVER},
    /* a condition and its negation */
    {KIT_DETECTION("- " C("a", "Exists") "\n- None:\n  - " C("a", "Exists") "\n"),
     "4:5: " BOTH("2:3") ABOUT("a") NEVER},
    {KIT_DETECTION(
         "- " V("a", "Contains", "x") "\n- " V("a", "DoesNotContain", "x") "\n"),
     "3:3: " BOTH("2:3") ABOUT("a") NEVER},
    {KIT_DETECTION("- {Condition: Equals, Values: [{Key: a}, {Key: b}]}\n"
                   "- {Condition: DoesNotEqual, Values: [{Key: a}, {Key: b}]}\n"),
     "3:3: " BOTH("2:3") NEVER},
    {KIT_DETECTION(
         "- " V("a", "Contains", "x") "\n- " V("a", "DoesNotContain", "y") "\n"),
     ""},
    {KIT_DETECTION(
         "- All:\n  - " C("a", "Exists") "\n- All:\n  - " C("a", "DoesNotExist") "\n"),
     "5:5: " BOTH("3:5") ABOUT("a") NEVER},
    {KIT_DETECTION(
         "- None:\n  - " C("a", "Exists") "\n  - " C("a", "DoesNotExist") "\n"),
     "4:5: this and the condition at 3:5 cannot both fail, so \"None\" never holds: "
     "both "
     "are about \"a\"" NEVER},
    /* branches, lists, filters, severities */
    {KIT_DETECTION("- Any:\n  - " C("b", "Exists") "\n  - All:\n    - " V(
         "a", "Equals", "1") "\n    - " V("a", "Equals", "2") "\n"),
     "6:7: " BOTH("5:7") ABOUT("a") "\n"},
    {KIT_DETECTION("- KeyPath: l\n  Condition: AnyElement\n  Expressions:\n  - " V(
         "a", "Equals", "1") "\n  - " V("a", "Equals", "2") "\n"),
     "6:5: " BOTH("5:5") ABOUT("a") NEVER},
    {KIT_DETECTION("- KeyPath: l\n  Condition: AnyElement\n  Expressions:\n  - " V(
         "a", "Equals", "1") "\n- " V("a", "Equals", "2") "\n"),
     ""},
    {KIT_RULE("InlineFilters:\n- {KeyPath: a, Condition: Equals, Value: 1}\n"
              "- {KeyPath: a, Condition: Equals, Value: 2}" KIT_ALWAYS),
     ""},
    {KIT_RULE("DynamicSeverities:\n- ChangeTo: High\n  Conditions:\n  - " C(
         "a", "Exists") "\n  - " C("a", "DoesNotExist") KIT_ALWAYS),
     "5:5: " BOTH("4:5") ABOUT("a") "\n"},
    {KIT_DETECTION(
         "- {Condition: IsIn, Values: [], Enrichment: {Table: t, Selector: s, "
         "FieldPath: f}}\n"),
     "2:3: \"IsIn\" with empty \"Values\" never holds" NEVER},
    {KIT_DETECTION("- OnlyOne:\n  - {Condition: AlwaysTrue}\n  - All: []\n"),
     "2:1: the detection never holds" NEVER},
};
LINT_TABLE(never, "never-holds")

static const struct lint_row always_rows[] = {
    {KIT_DETECTION("- {Condition: AlwaysTrue}\n"), ""}, /* it is meant */
    {KIT_DETECTION("- {Condition: AlwaysTrue}\n- " C("a", "Exists") "\n"),
     "2:3: \"AlwaysTrue\" always holds\n"},
    {KIT_DETECTION("- Any:\n  - {Condition: AlwaysTrue}\n  - " C("a", "Exists") "\n"),
     "3:5: \"AlwaysTrue\" always holds" EVERY},
    {KIT_DETECTION("- All: []\n"), "2:3: an empty \"All\" always holds" EVERY},
    {KIT_RULE("InlineFilters:\n- All: []" KIT_ALWAYS), ""}, /* files have it */
    {KIT_DETECTION("- None: []\n- " C("a", "Exists") "\n"),
     "2:3: an empty \"None\" always holds\n"},
    {KIT_DETECTION("- " L("a", "IsNotIn", "") "\n"),
     "2:3: \"IsNotIn\" with empty \"Values\" always holds" EVERY},
    {KIT_DETECTION("- " L("a", "IsNotIn", "x") "\n"), ""},
    {KIT_DETECTION("- {KeyPath: 'a[*]', Condition: DoesNotEqual, Value: x}\n"),
     "2:3: \"DoesNotEqual\" always holds here: a path with [*] gives a list, which "
     "Contains and AnyElement look into" EVERY},
    {KIT_DETECTION("- {Condition: Equals, Values: [{Key: a}, {Key: a}]}\n"),
     "2:3: \"Equals\" always holds here: the field is compared with itself" EVERY},
    {KIT_DETECTION("- Any:\n  - " V("a", "DoesNotEqual",
                                    "x") "\n  - " V("a", "DoesNotEqual", "y") "\n"),
     "4:5: this and the condition at 3:5 cannot both fail, so \"Any\" always holds: "
     "both "
     "are about \"a\"" EVERY},
    {KIT_DETECTION("- All:\n  - " V("a", "DoesNotEqual",
                                    "x") "\n  - " V("a", "DoesNotEqual", "y") "\n"),
     ""},
    {KIT_DETECTION(
         "- Any:\n  - " C("a", "Exists") "\n  - None:\n    - " C("a", "Exists") "\n"),
     "5:7: this and the condition at 3:5 cannot both fail, so \"Any\" always holds: "
     "both "
     "are about \"a\"" EVERY},
    {KIT_DETECTION("- Any:\n  - " C("a", "IsNull") "\n  - " C("a", "Exists") "\n"),
     "4:5: this and the condition at 3:5 cannot both fail, so \"Any\" always holds: "
     "both "
     "are about \"a\"" EVERY},
    {KIT_RULE(
         "InlineFilters:\n- {KeyPath: a, Condition: Equals, Value: 1}\nDetection:\n"
         "- All: []\n"),
     "4:3: an empty \"All\" always holds; so only the filters decide\n"},
    {KIT_DETECTION("- {KeyPath: l, Condition: AnyElement, Expressions: []}\n"), ""},
    {KIT_DETECTION("- {KeyPath: l, Condition: NoElement, Expressions: [{Condition: "
                   "AlwaysFalse}]}\n"),
     "2:1: the detection always holds" EVERY},
    {KIT_RULE("DynamicSeverities:\n- {ChangeTo: High, Conditions: []}" KIT_ALWAYS), ""},
};
LINT_TABLE(always, "always-holds")

static void add(TCase *tcase)
{
    LINT_ADD(tcase, never);
    LINT_ADD(tcase, always);
}

int main(void)
{
    return lint_run("lint/lint_verdict", add);
}
