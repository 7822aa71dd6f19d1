/* test_lint_shadow.c — branches that add nothing to another. */
#include "lint_kit.h"

#define A     "{Key: a, Condition: Exists}"
#define B     "{Key: b, Condition: Exists}"
#define NOT_A "{Key: a, Condition: DoesNotExist}"
#define X     "{Key: x, Condition: Equals, Value: 1}"
#define ONLY(place)                                                                    \
    "this branch holds only where the one at " place " does: it adds nothing\n"
#define SEVERITY(list) "- ChangeTo: High\n  Conditions: " list "\n"
#define WIN(place)     "these conditions hold only where those at " place " do, which win\n"
#define REACHED(place)                                                                 \
    "the conditions at " place " always hold, so this entry is never reached\n"

static const struct lint_row branch_rows[] = {
    {KIT_DETECTION("- Any:\n  - " A "\n  - " A "\n"), "4:5: " ONLY("3:5")},
    {KIT_DETECTION("- Any:\n  - " A "\n  - All: [" A ", " B "]\n"),
     "4:5: " ONLY("3:5")},
    {KIT_DETECTION("- Any:\n  - All: [" B ", " A "]\n  - " A "\n"),
     "3:5: " ONLY("4:5")},
    {KIT_DETECTION("- Any:\n  - All: [" A ", " B "]\n  - All: [" B ", " A "]\n"),
     "4:5: " ONLY("3:5")},
    {KIT_DETECTION("- Any:\n  - All: [" A ", " X "]\n  - All: [" X ", " B ", " A "]\n"),
     "4:5: " ONLY("3:5")},
    {KIT_DETECTION("- Any:\n  - All: [" A ", " X "]\n  - All: [" X ", " B "]\n"), ""},
    {KIT_DETECTION("- Any:\n  - " A "\n  - " B "\n"), ""},
    {KIT_DETECTION("- Any:\n  - " A "\n  - All: [" NOT_A ", " B "]\n"), ""},
    {KIT_DETECTION("- Any:\n  - " NOT_A "\n  - All: [{None: [" A "]}, " B "]\n"),
     "4:5: " ONLY("3:5")},
    {KIT_DETECTION("- None:\n  - " A "\n  - All: [" A ", " B "]\n"),
     "4:5: " ONLY("3:5")},
    {KIT_DETECTION("- OnlyOne:\n  - " A "\n  - All: [" A ", " B "]\n"), ""},
    {KIT_DETECTION("- All:\n  - " A "\n  - All: [" A ", " B "]\n"), ""},
    {KIT_DETECTION("- Any:\n  - " A "\n  - " A "\n  - " A "\n"),
     "4:5: " ONLY("3:5") "5:5: " ONLY("3:5")},
    {KIT_RULE("InlineFilters:\n- Any:\n  - {KeyPath: a, Condition: Equals, Value: 1}\n"
              "  - {KeyPath: a, Condition: Equals, Value: 1}" KIT_ALWAYS),
     "4:5: " ONLY("3:5")},
};
LINT_TABLE(branch, "shadowed-branch")

static const struct lint_row entry_rows[] = {
    {KIT_RULE("DynamicSeverities:\n" SEVERITY("[" A "]") SEVERITY("[" A "]")
                  KIT_ALWAYS),
     "5:15: " WIN("3:15")},
    {KIT_RULE("DynamicSeverities:\n" SEVERITY("[" A "]") SEVERITY("[" A ", " B "]")
                  KIT_ALWAYS),
     "5:15: " WIN("3:15")},
    {KIT_RULE("DynamicSeverities:\n" SEVERITY("[" A ", " B "]") SEVERITY("[" A "]")
                  KIT_ALWAYS),
     ""},
    {KIT_RULE("DynamicSeverities:\n" SEVERITY("[]") SEVERITY("[" A "]") KIT_ALWAYS),
     "5:15: " REACHED("3:15")},
    {KIT_RULE("DynamicSeverities:\n" SEVERITY("[{Condition: AlwaysTrue}]")
                  SEVERITY("[]") KIT_ALWAYS),
     "5:15: " REACHED("3:15")},
    {KIT_RULE("DynamicSeverities:\n" SEVERITY("[" A "]") SEVERITY("[]") KIT_ALWAYS),
     ""},
    {KIT_RULE("DynamicSeverities:\n" SEVERITY("[" A "]") SEVERITY("[" B "]")
                  KIT_ALWAYS),
     ""},
    {KIT_RULE("Detection: [" A "]\nDynamicSeverities:\n" SEVERITY("[" A "]")), ""},
};
LINT_TABLE(entry, "shadowed-branch")

static void add(TCase *tcase)
{
    LINT_ADD(tcase, branch);
    LINT_ADD(tcase, entry);
}

int main(void)
{
    return lint_run("lint/lint_shadow", add);
}
