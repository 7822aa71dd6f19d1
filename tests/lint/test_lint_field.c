/* test_lint_field.c — fields that no test event has, names that differ only in case. */
#include "lint_kit.h"

#define NOT_IN(field)                                                                  \
    "no test event has the field \"" field                                             \
    "\": were it misspelled, no test would tell\n"
#define ONE(parts, event) KIT_RULE("Detection:\n" parts LINT_TESTS(event))
#define CASE(a, line, b)                                                               \
    "the fields \"" a "\" and, on line " line ", \"" b "\" differ only in case\n"
#define KEYS(a, line, b)                                                               \
    "the keys \"" a "\" and, on line " line ", \"" b                                   \
    "\" differ only in case; is one of them a slip?\n"

static const struct lint_row missing_rows[] = {
    {ONE("- {Key: a, Condition: Exists}", "b: 1"), "2:9: " NOT_IN("a")},
    {ONE("- {Key: a, Condition: Exists}", "a: null"), ""},
    {ONE("- {Key: User, Condition: Exists}", "uSER: 1"), ""},
    {ONE("- {KeyPath: a.b, Condition: Exists}", "a: {c: 1}"), "2:13: " NOT_IN("a.b")},
    {ONE("- {KeyPath: a.b, Condition: Exists}", "a: {B: 1}"), ""},
    {ONE("- {DeepKey: [a, 1], Condition: Exists}", "a: [x]"), "2:13: " NOT_IN("a[1]")},
    {ONE("- {DeepKey: [a, 0], Condition: Exists}", "a: [x]"), ""},
    {ONE("- {KeyPath: 'a[*].b', Condition: Contains, Value: 1}", "a: [{c: 1}, {b: 1}]"),
     ""},
    {ONE("- {KeyPath: 'a[*].b', Condition: Contains, Value: 1}", "a: [{c: 1}]"),
     "2:13: " NOT_IN("a[*].b")},
    {ONE("- {KeyPath: l, Condition: AnyElement, Expressions: [{Key: k, Condition: "
         "Exists}]}",
         "l: [{k: 1}]"),
     ""},
    {ONE("- {KeyPath: l, Condition: AnyElement, Expressions: [{Key: k, Condition: "
         "Exists}]}",
         "l: [{j: 1}], k: 1"),
     "2:59: " NOT_IN("l[*].k")},
    {ONE("- {KeyPath: l, Condition: AnyElement, Expressions: [{Key: k, Condition: "
         "Exists}]}\n"
         "- {Key: k, Condition: Exists}",
         "l: [{k: 1}]"),
     "3:9: " NOT_IN("k")},
    {ONE("- {Condition: Equals, Values: [{Key: a}, {KeyPath: b.c}]}", "a: 1"),
     "2:52: " NOT_IN("b.c")},
    {ONE("- {Key: a, Condition: Exists}\n- {Key: a, Condition: IsNotNull}", "b: 1"),
     "2:9: " NOT_IN("a")},
    {ONE("- {Condition: Equals, Value: 1, Enrichment: {Table: t, Selector: s, "
         "FieldPath: "
         "f.g}}",
         "p_enrichment: {t: {s: [{f: {g: 1}}]}}"),
     ""},
    {ONE("- {Condition: Equals, Value: 1, Enrichment: {Table: t, Selector: s, "
         "FieldPath: "
         "f.g}}",
         "p_enrichment: {t: {s: {f: {g: 1}}}}"),
     ""},
    {ONE("- {Condition: Equals, Value: 1, Enrichment: {Table: t, Selector: s, "
         "FieldPath: "
         "f.g}}",
         "p_enrichment: {t: {s: {f: 1}}}"),
     "2:45: " NOT_IN("p_enrichment.t.s.f.g")},
    {KIT_DETECTION("- {Key: a, Condition: Exists}\n"), ""}, /* no tests at all */
    {KIT_RULE("InlineFilters:\n- {KeyPath: env, Condition: Equals, Value: x}\n"
              "AlertTitle: '{who}'" KIT_ALWAYS LINT_TESTS("a: 1")),
     ""},
    {KIT_RULE("Detection:\n- {Key: a, Condition: Exists}\nTests:\n"
              "- {Name: x, ExpectedResult: true, Resource: {a: 1}, Log: {b: 1}}\n"),
     ""},
};
LINT_TABLE(missing, "field-not-in-tests")

static const struct lint_row letters_rows[] = {
    {KIT_DETECTION(
         "- {Key: user, Condition: Exists}\n- {Key: User, Condition: Exists}\n"),
     "3:9: " CASE("User", "2", "user")},
    {KIT_DETECTION(
         "- {Key: user, Condition: Exists}\n- {Key: user, Condition: IsNotNull}\n"),
     ""},
    {KIT_DETECTION(
         "- {KeyPath: a.b, Condition: Exists}\n- {Key: b, Condition: Exists}\n"),
     ""},
    {KIT_RULE(
         "AlertTitle: 'by {A.b}'\nDetection:\n- {KeyPath: a.B, Condition: Exists}\n"),
     "1:13: " CASE("A.b", "3", "a.B")},
    {KIT_RULE("GroupBy:\n- {Key: ID}\nAlertContext:\n- {KeyName: n, KeyValue: {Key: "
              "Id}}" KIT_ALWAYS),
     "4:32: " CASE("Id", "2", "ID")},
    {KIT_DETECTION(
         "- {KeyPath: l, Condition: AnyElement, Expressions: [{Key: K, Condition: "
         "Exists}]}\n- {KeyPath: 'l[*].k', Condition: Contains, Value: 1}\n"),
     "3:13: " CASE("l[*].k", "2", "l[*].K")},
    {KIT_DETECTION("- {Condition: Equals, Values: [{Key: a}, {Key: A}]}\n"),
     "2:48: " CASE("A", "2", "a")},
    {KIT_RULE("Tests:\n- Name: t\n  ExpectedResult: true\n  Log:\n    user: 1\n    "
              "User: 2" KIT_ALWAYS),
     "6:5: " KEYS("User", "5", "user")},
    {KIT_RULE("Tests:\n- Name: t\n  ExpectedResult: true\n  Log:\n    x:\n    - {a: 1, "
              "A: 2}" KIT_ALWAYS),
     "6:14: " KEYS("A", "6", "a")},
    {KIT_RULE("Tests:\n- Name: t\n  ExpectedResult: true\n  Log:\n    a: {b: 1}\n    "
              "B: 2" KIT_ALWAYS),
     ""},
};
LINT_TABLE(letters, "case-only-fields")

static void add(TCase *tcase)
{
    LINT_ADD(tcase, missing);
    LINT_ADD(tcase, letters);
}

int main(void)
{
    return lint_run("lint/lint_field", add);
}
