/* test_match_eval.c — where a rule looks, and how verdicts are combined.
 *
 * Each row is a Detection, an event and the verdict that the written semantics give it;
 * the choices that the semantics number are named here one by one.
 */
#include "compile.h"
#include "evaluate.h"

#include <ounce/jansson.h>
#include <stdio.h>
#include <string.h>

struct verdict {
    const char *list;
    const char *event;
    bool holds;
};

static void check(const struct verdict *row)
{
    struct kit_set set;

    kit_compile_detection(&set, row->list);
    ck_assert_msg(kit_judge(&set, row->event) == row->holds, "%s on %s is not %s",
                  row->list, row->event, row->holds ? "true" : "false");
    kit_finish(&set);
}

/* clang-format off */

/* ---- Keys ---- */

static const struct verdict keys[] = {
    /* Key: a literal name */
    {"- {Key: a.b, Condition: Exists}", "{\"a.b\":1}", true},
    {"- {Key: a.b, Condition: Exists}", "{\"a\":{\"b\":1}}", false},
    {"- {Key: 'a[0]', Condition: Exists}", "{\"a[0]\":1}", true},
    {"- {Key: '', Condition: Exists}", "{\"\":1}", true},
    {"- {Key: $.a, Condition: Exists}", "{\"a\":1}", false},
    {"- {Key: $.a, Condition: Exists}", "{\"$.a\":1}", true},
    {"- {Key: '*', Condition: Exists}", "{\"*\":1}", true},
    /* DeepKey: names and places, nothing split */
    {"- {DeepKey: [a, b], Condition: Equals, Value: 1}", "{\"a\":{\"b\":1}}", true},
    {"- {DeepKey: [a, 1, b], Condition: Equals, Value: 1}",
     "{\"a\":[0,{\"b\":1}]}", true},
    {"- {DeepKey: [a, '0'], Condition: Exists}", "{\"a\":[1]}", false},
    {"- {DeepKey: [a, '0'], Condition: Exists}", "{\"a\":{\"0\":1}}", true},
    {"- {DeepKey: [a, 0], Condition: Exists}", "{\"a\":{\"0\":1}}", false},
    {"- {DeepKey: [a.b, c], Condition: Exists}", "{\"a.b\":{\"c\":1}}", true},
    {"- {DeepKey: [a.b, c], Condition: Exists}", "{\"a\":{\"b\":{\"c\":1}}}", false},
    {"- {DeepKey: [a, 2], Condition: Exists}", "{\"a\":[1,2]}", false},
    {"- {DeepKey: [a, b], Condition: Exists}", "{\"a\":\"b\"}", false},
    {"- {DeepKey: [a, 0], Condition: Exists}", "{\"a\":\"b\"}", false},
    /* KeyPath */
    {"- {KeyPath: a.b.c, Condition: Equals, Value: 1}", "{\"a\":{\"b\":{\"c\":1}}}", true},
    {"- {KeyPath: 'a[2]', Condition: Equals, Value: 3}", "{\"a\":[1,2,3]}", true},
    {"- {KeyPath: 'a.b[2].c', Condition: Equals, Value: 1}",
     "{\"a\":{\"b\":[0,0,{\"c\":1}]}}", true},
    {"- {KeyPath: a.0, Condition: Exists}", "{\"a\":[1]}", false},
    {"- {KeyPath: a.0, Condition: Exists}", "{\"a\":{\"0\":1}}", true},
    {"- {KeyPath: 'a[0]', Condition: Exists}", "{\"a\":{\"0\":1}}", false},
    {"- {KeyPath: '[\"a.b\"].c', Condition: Exists}", "{\"a.b\":{\"c\":1}}", true},
    {"- {KeyPath: \"x['a.b']\", Condition: Exists}", "{\"x\":{\"a.b\":1}}", true},
    {"- {KeyPath: \"['it\\\\'s']\", Condition: Exists}", "{\"it's\":1}", true},
    {"- {KeyPath: 'a\\.b', Condition: Exists}", "{\"a.b\":1}", true},
    {"- {KeyPath: 'a\\[0\\]', Condition: Exists}", "{\"a[0]\":1}", true},
    {"- {KeyPath: 'a\\\\b', Condition: Exists}", "{\"a\\\\b\":1}", true},
    {"- {KeyPath: 'a b', Condition: Exists}", "{\"a b\":1}", true},
    {"- {KeyPath: ' a', Condition: Exists}", "{\"a\":1}", false},
    {"- {KeyPath: '@x:y-z', Condition: Exists}", "{\"@x:y-z\":1}", true},
    {"- {KeyPath: $.a.b, Condition: Exists}", "{\"a\":{\"b\":1}}", true},
    {"- {KeyPath: '$[\"a\"]', Condition: Exists}", "{\"a\":1}", true},
    {"- {KeyPath: $a, Condition: Exists}", "{\"a\":1}", true},
    {"- {KeyPath: '[\"$a\"]', Condition: Exists}", "{\"$a\":1}", true},
    {"- {KeyPath: '[0].a', Condition: Exists}", "{\"a\":1}", false},
    {"- {KeyPath: '[0].a', Condition: DoesNotExist}", "{\"0\":{\"a\":1}}", true},
    {"- {KeyPath: n.x, Condition: DoesNotExist}", "{\"n\":null}", true},
    /* a wildcard gathers a list, never a scalar */
    {"- {KeyPath: 'g[*].p', Condition: Contains, Value: vm.delete}",
     "{\"g\":[{\"p\":\"x\"},{\"p\":\"vm.delete\"}]}", true},
    {"- {KeyPath: 'g[*].p', Condition: Equals, Value: x}", "{\"g\":[{\"p\":\"x\"}]}", false},
    {"- {KeyPath: 'g[*].p', Condition: Exists}", "{\"g\":[{\"q\":1}]}", false},
    {"- {KeyPath: 'g[*].p', Condition: Exists}", "{\"g\":[]}", false},
    {"- {KeyPath: 'g[*].p', Condition: Exists}", "{\"g\":[{\"p\":null}]}", true},
    {"- {KeyPath: 'g[*].p', Condition: Exists}", "{\"g\":{\"p\":1}}", false},
    {"- {KeyPath: 'g[*].p', Condition: Exists}", "{}", false},
    {"- {KeyPath: 'g[*].p', Condition: Contains, Value: ''}", "{\"g\":[{\"p\":null}]}", false},
    {"- {KeyPath: 'g[*]', Condition: Contains, Value: 2}", "{\"g\":[1,2]}", true},
    /* an empty list has no element that contributes, last or not */
    {"- {KeyPath: 'g[*]', Condition: Exists}", "{\"g\":[]}", false},
    {"- {KeyPath: 'g[*]', Condition: Exists}", "{\"g\":[null]}", true},
    {"- {KeyPath: 'g[*]', Condition: IsNullOrEmpty}", "{\"g\":[]}", true},
    {"- {KeyPath: 'g[*]', Condition: Exists}", "{\"g\":{}}", false},
    {"- {KeyPath: 'a[*].b[*].c', Condition: Contains, Value: 3}",
     "{\"a\":[{\"b\":[{\"c\":1}]},{},{\"b\":[{\"c\":2},{\"c\":3}]}]}", true},
    {"- Condition: Equals\n  Values: [{KeyPath: 'a[*].b[*].c'}, {Key: flat}]",
     "{\"a\":[{\"b\":[{\"c\":1}]},{\"b\":[{\"c\":2},{\"c\":3}]}],\"flat\":[1,2,3]}", true},
    {"- Condition: Equals\n  Values: [{KeyPath: 'a[*][*]'}, {Key: flat}]",
     "{\"a\":[[1],[2,3],4],\"flat\":[1,2,3]}", true},
    {"- {KeyPath: 'a[*][1]', Condition: Contains, Value: 3}", "{\"a\":[[1],[2,3]]}", true},
    {"- {KeyPath: 'ips[*]', Condition: AnyElement, Expressions: [{Key: x, Condition: IsNull}]}",
     "{\"ips\":[1]}", true},
    /* names: exact, else the first that differs only in case */
    {"- {KeyPath: actor.email, Condition: Equals, Value: 1}", "{\"Actor\":{\"EMAIL\":1}}", true},
    {"- {KeyPath: Actor.Email, Condition: Equals, Value: 1}", "{\"actor\":{\"email\":1}}", true},
    {"- {Key: a, Condition: Equals, Value: 2}", "{\"A\":1,\"a\":2}", true},
    {"- {Key: a, Condition: Equals, Value: 2}", "{\"a\":2,\"A\":1}", true},
    {"- {Key: ab, Condition: Equals, Value: 1}", "{\"AB\":1,\"Ab\":2}", true},
    {"- {Key: ab, Condition: Equals, Value: 2}", "{\"AB\":1,\"Ab\":2}", false},
    {"- {DeepKey: [x, Y], Condition: Exists}", "{\"X\":{\"y\":1}}", true},
    {"- {Key: ÄB, Condition: Exists}", "{\"äb\":1}", true},
    {"- {KeyPath: a.b, Condition: Equals, Value: 1}", "{\"A\":{\"b\":1},\"a\":{\"c\":1}}", false},
    /* the last of two equal names wins */
    {"- {Key: a, Condition: Equals, Value: 2}", "{\"a\":1,\"a\":2}", true},
    {"- {KeyPath: a.b, Condition: Exists}", "{\"a\":{\"b\":1},\"a\":{}}", false},
    /* enrichment */
    {"- {Enrichment: {Table: t, Selector: s.ip, FieldPath: o.team}, Condition: Equals, Value: x}",
     "{\"p_enrichment\":{\"t\":{\"s.ip\":{\"o\":{\"team\":\"x\"}}}}}", true},
    {"- {Enrichment: {Table: t, Selector: s.ip, FieldPath: o}, Condition: Equals, Value: x}",
     "{\"p_enrichment\":{\"t\":{\"s\":{\"ip\":{\"o\":\"x\"}}}}}", false},
    {"- {Enrichment: {Table: t, Selector: $.s.ip, FieldPath: o}, Condition: Equals, Value: x}",
     "{\"p_enrichment\":{\"t\":{\"s.ip\":{\"o\":\"x\"}}}}", true},
    {"- {Enrichment: {Table: t.u, Selector: s, FieldPath: o}, Condition: IsIn, Values: [x, y]}",
     "{\"p_enrichment\":{\"t.u\":{\"s\":{\"o\":\"y\"}}}}", true},
    {"- {Enrichment: {Table: t, Selector: s, FieldPath: o}, Condition: DoesNotEqual, Value: x}",
     "{}", true},
};

/* ---- Combinators ---- */

#define A "{Key: a, Condition: Exists}"
#define B "{Key: b, Condition: Exists}"
#define C "{Key: c, Condition: Exists}"

static const struct verdict groups[] = {
    {"- " A "\n- " B, "{\"a\":1,\"b\":1}", true},
    {"- " A "\n- " B, "{\"a\":1}", false},
    {"- All: [" A ", " B "]", "{\"a\":1,\"b\":1}", true},
    {"- All: [" A ", " B "]", "{\"b\":1}", false},
    {"- All: []", "{}", true},
    {"- Any: [" A ", " B "]", "{\"b\":1}", true},
    {"- Any: [" A ", " B "]", "{}", false},
    {"- Any: []", "{}", false},
    {"- OnlyOne: [" A ", " B ", " C "]", "{\"b\":1}", true},
    {"- OnlyOne: [" A ", " B ", " C "]", "{\"a\":1,\"b\":1}", false},
    {"- OnlyOne: [" A ", " B ", " C "]", "{\"a\":1,\"b\":1,\"c\":1}", false}, /* no parity */
    {"- OnlyOne: [" A ", " B ", " C "]", "{}", false},
    {"- OnlyOne: [" A ", " A "]", "{\"a\":1}", false},
    {"- OnlyOne: []", "{}", false},
    {"- None: [" A ", " B "]", "{\"c\":1}", true},
    {"- None: [" A ", " B "]", "{\"a\":1}", false},
    {"- None: []", "{}", true},
    {"- None: [{Any: []}]", "{}", true},
    {"- None: [{All: []}]", "{}", false},
    {"- None: [{None: [" A "]}]", "{\"a\":1}", true},
    {"- Any: [{All: [" A ", " B "]}, {None: [" C "]}]", "{\"a\":1,\"c\":1}", false},
    {"- Any: [{All: [" A ", " B "]}, {None: [" C "]}]", "{\"a\":1,\"b\":1,\"c\":1}", true},
    /* the complement rule: None of an ordering is not the opposite ordering */
    {"- None: [{Key: a, Condition: IsGreaterThan, Value: 5}]", "{}", true},
    {"- {Key: a, Condition: IsLessThanOrEquals, Value: 5}", "{}", false},
    {"- {Key: kind, Condition: Equals, Value: login}\n"
     "- Any:\n"
     "    - {KeyPath: geo.country, Condition: IsNotIn, Values: [NL, DE]}\n"
     "    - All:\n"
     "        - {KeyPath: hour, Condition: IsGreaterThanOrEquals, Value: 22}\n"
     "        - None: [{KeyPath: user.oncall, Condition: Equals, Value: true}]\n",
     "{\"kind\":\"login\",\"geo\":{\"country\":\"NL\"},\"hour\":23}", true},
    {"- {Key: kind, Condition: Equals, Value: login}\n"
     "- Any:\n"
     "    - {KeyPath: geo.country, Condition: IsNotIn, Values: [NL, DE]}\n"
     "    - All:\n"
     "        - {KeyPath: hour, Condition: IsGreaterThanOrEquals, Value: 22}\n"
     "        - None: [{KeyPath: user.oncall, Condition: Equals, Value: true}]\n",
     "{\"kind\":\"login\",\"geo\":{\"country\":\"NL\"},\"hour\":23,\"user\":{\"oncall\":true}}",
     false},
};

/* ---- List comprehensions ---- */

#define FACTORS                                                                         \
    "- KeyPath: session.factors\n  Condition: AnyElement\n  Expressions:\n"              \
    "    - {KeyPath: type, Condition: Equals, Value: sms}\n"                             \
    "    - {KeyPath: verified, Condition: Equals, Value: false}\n"
#define OVER(condition)                                                                 \
    "- {Key: v, Condition: " condition                                                  \
    ", Expressions: [{Key: k, Condition: Equals, Value: 1}]}"
#define BOTH(condition)                                                                 \
    "- {Key: v, Condition: " condition                                                  \
    ", Expressions: [{Key: k, Condition: Equals, Value: 1}, "                           \
    "{Key: l, Condition: Equals, Value: 2}]}"

static const struct verdict lists[] = {
    {FACTORS, "{\"session\":{\"factors\":[{\"type\":\"sms\",\"verified\":false}]}}", true},
    {FACTORS,
     "{\"session\":{\"factors\":[{\"type\":\"sms\",\"verified\":true},"
     "{\"type\":\"app\",\"verified\":false}]}}", false},
    {OVER("AnyElement"), "{\"v\":[{\"k\":2},{\"k\":1}]}", true},
    {OVER("AnyElement"), "{\"v\":[{\"k\":2}]}", false},
    {OVER("AnyElement"), "{\"v\":[1]}", false},
    {OVER("AllElements"), "{\"v\":[{\"k\":1},{\"K\":1.0}]}", true},
    {OVER("AllElements"), "{\"v\":[{\"k\":1},{\"k\":2}]}", false},
    {OVER("AllElements"), "{\"v\":[{\"k\":1},7]}", false},
    {OVER("OnlyOneElement"), "{\"v\":[{\"k\":1},{\"k\":2}]}", true},
    {OVER("OnlyOneElement"), "{\"v\":[{\"k\":1},{\"k\":1}]}", false},
    {OVER("OnlyOneElement"), "{\"v\":[{\"k\":1},{\"k\":1},{\"k\":1}]}", false},
    {OVER("NoElement"), "{\"v\":[{\"k\":2},{}]}", true},
    {OVER("NoElement"), "{\"v\":[{\"k\":2},{\"k\":1}]}", false},
    {OVER("NoElement"), "{\"v\":{\"k\":1}}", true},
    /* NoElement: none satisfies all of them together */
    {BOTH("NoElement"), "{\"v\":[{\"k\":1},{\"l\":2}]}", true},
    {BOTH("NoElement"), "{\"v\":[{\"k\":1,\"l\":2}]}", false},
    {BOTH("AnyElement"), "{\"v\":[{\"k\":1},{\"l\":2}]}", false},
    /* the element is the scope: the event cannot be reached from there */
    {"- {Key: v, Condition: AnyElement, Expressions: [{Key: top, Condition: Exists}]}",
     "{\"v\":[{}],\"top\":1}", false},
    {"- {Key: v, Condition: AnyElement, Expressions: [{KeyPath: '[1]', Condition: Equals, Value: 5}]}",
     "{\"v\":[[0],[0,5]]}", true},
    {"- {Key: v, Condition: AnyElement, Expressions: [{Condition: Equals, Values: [{Key: a}, {Key: b}]}]}",
     "{\"v\":[{\"a\":1,\"b\":2},{\"a\":3,\"b\":3}]}", true},
    {"- {Key: v, Condition: AnyElement, Expressions: [{Condition: AlwaysTrue}]}",
     "{\"v\":[1]}", true},
    {"- {Key: v, Condition: AllElements, Expressions: [{None: [{Key: k, Condition: Exists}]}]}",
     "{\"v\":[1,{\"l\":1}]}", true},
    {"- {DeepKey: [a, b], Condition: AnyElement, Expressions: [{Key: k, Condition: Exists}]}",
     "{\"a\":{\"b\":[{\"k\":1}]}}", true},
    /* they nest */
    {"- Key: v\n  Condition: AnyElement\n  Expressions:\n"
     "    - {Key: n, Condition: Equals, Value: 1}\n"
     "    - Key: w\n      Condition: AllElements\n      Expressions:\n"
     "        - {Key: k, Condition: Equals, Value: 2}\n",
     "{\"v\":[{\"n\":1,\"w\":[{\"k\":3}]},{\"n\":1,\"w\":[{\"k\":2},{\"k\":2}]}]}", true},
    {"- Key: v\n  Condition: AnyElement\n  Expressions:\n"
     "    - {Key: n, Condition: Equals, Value: 1}\n"
     "    - Key: w\n      Condition: AllElements\n      Expressions:\n"
     "        - {Key: k, Condition: Equals, Value: 2}\n",
     "{\"v\":[{\"n\":1,\"w\":[{\"k\":3}]},{\"n\":2,\"w\":[{\"k\":2},{\"k\":2}]}]}", false},
    /* the same expression at two levels is two predicates */
    {"- {Key: k, Condition: Equals, Value: 1}\n" OVER("NoElement"),
     "{\"k\":1,\"v\":[{\"k\":2}]}", true},
    {"- {KeyPath: 'a[*].b', Condition: AnyElement, Expressions: [{Key: c, Condition: Exists}]}",
     "{\"a\":[{\"b\":{\"c\":1}}]}", true},
};

/* ---- The worked evaluation ---- */

#define EVENT                                                                           \
    "{\"actor\":{\"id\":7,\"Email\":\"Ann@x.io\"},"                                      \
    "\"ips\":[\"10.0.0.5\",\"8.8.8.8\"],\"n\":null}"

static const struct verdict worked[] = {
    {"- {KeyPath: actor.email, Condition: IEquals, Value: ann@X.IO}", EVENT, true},
    {"- {KeyPath: actor.email, Condition: Equals, Value: ann@x.io}", EVENT, false},
    {"- {KeyPath: 'ips[0]', Condition: IsIPAddressPrivate}", EVENT, true},
    {"- {KeyPath: ips, Condition: IsIPAddressPrivate}", EVENT, false},
    {"- {KeyPath: ips, Condition: Contains, Value: 8.8.8.8}", EVENT, true},
    {"- {KeyPath: ips, Condition: Contains, Value: '8.8'}", EVENT, false},
    {"- {Key: n, Condition: Exists}", EVENT, true},
    {"- {Key: n, Condition: IsNull}", EVENT, true},
    {"- {KeyPath: n.x, Condition: DoesNotExist}", EVENT, true},
    {"- {KeyPath: actor.id, Condition: IsNotIn, Values: ['7']}", EVENT, true},
    {"- {KeyPath: gone, Condition: DoesNotStartWith, Value: a}", EVENT, true},
    {"- {DeepKey: [ips, 1], Condition: Equals, Value: 8.8.8.8}", EVENT, true},
    {"- {KeyPath: 'ips[*]', Condition: Equals, Value: 8.8.8.8}", EVENT, false},
    {"- None: [{Key: n, Condition: IsNotNull}]", EVENT, true},
    {"- {KeyPath: error.code, Condition: IsNull}", "{}", true},
    {"- {KeyPath: error.code, Condition: IsNull}", "{\"error\":{\"code\":null}}", true},
    {"- {KeyPath: error.code, Condition: IsNull}", "{\"error\":{\"code\":\"\"}}", false},
    {"- Condition: DoesNotEqual\n  Values: [{KeyPath: change.old}, {KeyPath: change.new}]",
     "{\"change\":{\"old\":1,\"new\":2}}", true},
    {"- Condition: DoesNotEqual\n  Values: [{KeyPath: change.old}, {KeyPath: change.new}]",
     "{\"change\":{\"old\":2,\"new\":2}}", false},
};

/* clang-format on */

START_TEST(keys_find_members)
{
    check(&keys[_i]);
}
END_TEST

START_TEST(groups_combine)
{
    check(&groups[_i]);
}
END_TEST

START_TEST(comprehensions_count_elements)
{
    check(&lists[_i]);
}
END_TEST

START_TEST(the_worked_evaluation_holds)
{
    check(&worked[_i]);
}
END_TEST

/* ---- InlineFilters ---- */

static const struct {
    const char *filters;
    const char *event;
    bool passes;
} filters[] = {
    {"[{KeyPath: env, Condition: Equals, Value: prod}]", "{}", true},
    {"[{KeyPath: env, Condition: Equals, Value: prod}]", "{\"env\":null}", false},
    {"[{KeyPath: env, Condition: Equals, Value: prod}]", "{\"env\":\"prod\"}", true},
    {"[{KeyPath: env, Condition: Equals, Value: prod}]", "{\"env\":\"dev\"}", false},
    {"[{KeyPath: env, Condition: DoesNotEqual, Value: prod}]", "{}", true},
    {"[{KeyPath: env, Condition: DoesNotEqual, Value: prod}]", "{\"env\":null}", true},
    {"[{KeyPath: env, Condition: DoesNotEqual, Value: prod}]", "{\"env\":\"prod\"}",
     false},
    {"[{KeyPath: env, Condition: IsNotNullOrEmpty}]", "{}", true},
    {"[{KeyPath: env, Condition: IsNotNullOrEmpty}]", "{\"env\":null}", false},
    {"[{KeyPath: env, Condition: IsNotNullOrEmpty}]", "{\"env\":\"prod\"}", true},
    {"[{KeyPath: env, Condition: IsNullOrEmpty}]", "{\"env\":null}", true},
    {"[{KeyPath: env, Condition: IsNullOrEmpty}]", "{\"env\":\"prod\"}", false},
    {"[{All: []}]", "{}", true},
    {"[]", "{}", true},
    {"[{Any: []}]", "{}", false},
    /* before combinators: a missing field passes its own statement */
    {"[{Any: [{KeyPath: a, Condition: DoesNotEqual, Value: 1}, "
     "{KeyPath: b, Condition: DoesNotEqual, Value: 2}]}]",
     "{\"a\":1,\"b\":2}", false},
    {"[{Any: [{KeyPath: a, Condition: DoesNotEqual, Value: 1}, "
     "{KeyPath: b, Condition: DoesNotEqual, Value: 2}]}]",
     "{\"a\":1}", true},
    {"[{Any: [{KeyPath: a, Condition: Equals, Value: 1}, "
     "{KeyPath: b, Condition: Equals, Value: 2}]}]",
     "{\"a\":9}", true},
    {"[{All: [{KeyPath: a, Condition: Equals, Value: 1}, "
     "{KeyPath: b, Condition: Equals, Value: 2}]}]",
     "{\"a\":9}", false},
    {"[{KeyPath: 'a[*].b', Condition: Contains, Value: 1}]", "{\"a\":[]}", true},
    {"[{Enrichment: {Table: t, Selector: s, FieldPath: o}, Condition: Equals, Value: "
     "x}]",
     "{}", true},
    {"[{Enrichment: {Table: t, Selector: s, FieldPath: o}, Condition: Equals, Value: "
     "x}]",
     "{\"p_enrichment\":{\"t\":{\"s\":{\"o\":\"y\"}}}}", false},
    {"[{Enrichment: {Table: t, Selector: s, FieldPath: o}, Condition: Equals, Value: "
     "x}]",
     "{\"p_enrichment\":{\"t\":{\"s\":[{\"o\":\"y\"},{\"o\":\"x\"}]}}}", true},
};

START_TEST(filters_let_pass)
{
    char text[512];
    struct kit_set set;

    snprintf(text, sizeof text, "InlineFilters: %s" KIT_ALWAYS KIT_TAIL,
             filters[_i].filters);
    kit_compile(&set, text);
    ck_assert_msg(set.matcher != NULL, "%s", kit_diagnostics(&set, false));
    ck_assert_msg(kit_judge(&set, filters[_i].event) == filters[_i].passes,
                  "%s on %s is not %s", filters[_i].filters, filters[_i].event,
                  filters[_i].passes ? "true" : "false");
    kit_finish(&set);
}
END_TEST

START_TEST(both_filters_and_detection_must_hold)
{
    struct kit_set set;

    kit_compile(&set,
                KIT_DETECTION("- {Key: a, Condition: Equals, Value: 1}\n"
                              "InlineFilters: [{KeyPath: b, Condition: Equals, Value: "
                              "2}]"));
    ck_assert(kit_judge(&set, "{\"a\":1,\"b\":2}"));
    ck_assert(kit_judge(&set, "{\"a\":1}"));
    ck_assert(!kit_judge(&set, "{\"b\":2}"));
    ck_assert(!kit_judge(&set, "{\"a\":1,\"b\":3}"));
    kit_finish(&set);
}
END_TEST

/* ---- The choices ---- */

/* A choice shows in a verdict, or in the diagnostic code of a rule that is refused. */
static const struct {
    int choice;
    const char *parts; /* of a rule */
    const char *event; /* NULL: it is refused */
    bool holds;
    const char *code;
} choices[] = {
    /* clang-format off */
    /* 1, the depth limit: test_compiler.c, as it needs a deep text */
    {2, "Detection: [{Key: a, Condition: equals, Value: 1}]", NULL, false, "unknown-condition"},
    {2, "Detection: [{Key: a, Condition: Exists, Value: 1}]", NULL, false, "bad-shape"},
    {3, "Detection: [{DeepKey: [a, -1], Condition: Exists}]", NULL, false, "bad-path"},
    {4, "Detection: [{KeyPath: a..b, Condition: Exists}]", NULL, false, "bad-path"},
    {4, "Detection: [{KeyPath: a.0, Condition: Exists}]", "{\"a\":{\"0\":1}}", true, NULL},
    {5, "Detection: [{KeyPath: 'a[*].b', Condition: Exists}]", "{\"a\":[]}", false, NULL},
    {5, "Detection: [{KeyPath: 'a[*]', Condition: Exists}]", "{\"a\":[]}", false, NULL},
    {6, "Detection: [{Key: Ä, Condition: IEquals, Value: Ö}]", "{\"ä\":\"ö\"}", true, NULL},
    {7, "Detection: [{Enrichment: {Table: t, Selector: s, FieldPath: o}, "
        "Condition: Equals, Value: x}]",
     "{\"p_enrichment\":{\"t\":{\"s\":[{\"o\":\"y\"},{\"o\":\"x\"}]}}}", true, NULL},
    {7, "Detection: [{Enrichment: {Table: t, Selector: s, FieldPath: o}, "
        "Condition: DoesNotEqual, Value: x}]",
     "{\"p_enrichment\":{\"t\":{\"s\":[{\"o\":\"y\"},{\"o\":\"x\"}]}}}", false, NULL},
    {7, "Detection: [{Enrichment: {Table: t, Selector: s, FieldPath: o}, "
        "Condition: DoesNotEqual, Value: x}]",
     "{\"p_enrichment\":{\"t\":{\"s\":[{\"o\":\"y\"},{\"o\":\"z\"}]}}}", true, NULL},
    {7, "Detection: [{Enrichment: {Table: t, Selector: s, FieldPath: o}, "
        "Condition: Contains, Value: x}]",
     "{\"p_enrichment\":{\"t\":{\"s\":[{\"o\":[\"x\"]}]}}}", true, NULL},
    {8, "Detection: [{Key: a, Condition: AnyElement, Expressions: [{Enrichment: {Table: t, "
        "Selector: s, FieldPath: o}, Condition: Equals, Value: x}]}]",
     NULL, false, "bad-expression"},
    {9, "Detection: [{Key: a, Condition: Equals, Value: true}]", "{\"a\":1}", false, NULL},
    {9, "Detection: [{Key: a, Condition: Equals, Value: 0}]", "{\"a\":false}", false, NULL},
    {9, "Detection: [{Key: a, Condition: IsIn, Values: [0, 1]}]", "{\"a\":true}", false, NULL},
    {10, "Detection: [{Key: a, Condition: IsGreaterThan, Value: 5}]", "{\"a\":\"30\"}",
     false, NULL},
    {11, "Detection: [{Key: a, Condition: Exists}]", "{\"a\":null}", true, NULL},
    {12, "Detection: [{Key: a, Condition: IsNullOrEmpty}]", "{\"a\":false}", false, NULL},
    {12, "Detection: [{Key: a, Condition: IsNullOrEmpty}]", "{\"a\":0}", false, NULL},
    {13, "Detection: [{Key: a, Condition: StartsWith, Value: 4}]", NULL, false, "bad-operand"},
    {13, "Detection: [{Key: a, Condition: IEndsWith, Value: true}]", NULL, false, "bad-operand"},
    {14, "Detection: [{Key: a, Condition: Contains, Value: true}]", "{\"a\":[true]}", true, NULL},
    {14, "Detection: [{Key: a, Condition: Contains, Value: 1}]", "{\"a\":\"1\"}", false, NULL},
    {15, "Detection: [{Key: a, Condition: Contains, Values: [x, y]}]", "{\"a\":\"by\"}", true, NULL},
    {15, "Detection: [{Key: a, Condition: DoesNotContain, Values: [x, y]}]", "{\"a\":\"by\"}",
     false, NULL},
    {15, "Detection: [{Key: a, Condition: DoesNotEndWith, Values: [x, y]}]", "{\"a\":\"b\"}",
     true, NULL},
    {15, "Detection: [{Key: a, Condition: Equals, Values: [x, y]}]", NULL, false, "bad-shape"},
    {16, "Detection: [{Key: a, Condition: IsIn, Values: [x]}]", "{\"a\":[\"x\"]}", false, NULL},
    {17, "Detection: [{Key: a, Condition: IsIPAddressPublic, Value: false}]",
     "{\"a\":\"8.8.8.8\"}", false, NULL},
    {17, "Detection: [{Key: a, Condition: IsIPAddressPublic, Value: false}]", "{}", true, NULL},
    {17, "Detection: [{Key: a, Condition: IsIPAddress, Value: 'true'}]", NULL, false,
     "bad-operand"},
    {18, "Detection: [{Key: a, Condition: IsIPAddressPrivate}]", "{\"a\":\"198.51.100.7\"}",
     true, NULL},
    {18, "Detection: [{Key: a, Condition: IsIPAddressPublic}]", "{\"a\":\"100.64.0.1\"}",
     true, NULL},
    {18, "Detection: [{Key: a, Condition: IsIPAddressPublic}]", "{\"a\":\"::ffff:8.8.8.8\"}",
     true, NULL},
    {19, "Detection: [{Key: a, Condition: IsIPAddressInCIDR, Value: 10.1.2.3/8}]",
     "{\"a\":\"10.255.0.1\"}", true, NULL},
    {19, "Detection: [{Key: a, Condition: IsIPAddressInCIDR, Value: 10.0.0.0/33}]", NULL,
     false, "bad-operand"},
    {20, "Detection: [{Key: a, Condition: IsIPAddressInCIDR, Values: [10.0.0.0/8, "
         "192.168.0.0/16]}]", "{\"a\":\"192.168.7.7\"}", true, NULL},
    {20, "Detection: [{Key: a, Condition: IsIPAddressNotInCIDR, Values: [10.0.0.0/8, "
         "192.168.0.0/16]}]", "{\"a\":\"192.168.7.7\"}", false, NULL},
    {21, "Detection: [{Key: a, Condition: AllElements, Expressions: [{Key: b, Condition: "
         "Exists}]}]", "{\"a\":[]}", true, NULL},
    {21, "Detection: [{Key: a, Condition: AllElements, Expressions: [{Key: b, Condition: "
         "Exists}]}]", "{}", false, NULL},
    {21, "Detection: [{Key: a, Condition: NoElement, Expressions: [{Key: b, Condition: "
         "Exists}]}]", "{}", true, NULL},
    {22, "Detection: [{Key: a, Condition: AnyElement, Expressions: [{Condition: Equals, "
         "Value: 1}]}]", NULL, false, "missing-key"},
    {23, "Detection: [{Condition: Equals, Values: [{Key: a}, {Key: b}]}]", "{}", true, NULL},
    {24, "InlineFilters: [{KeyPath: a, Condition: IEquals, Value: 1}]" KIT_ALWAYS, NULL,
     false, "filter-condition"},
    {25, "InlineFilters: [{KeyPath: a, Condition: Equals, Value: 1}]" KIT_ALWAYS,
     "{\"a\":2}", false, NULL},
    /* clang-format on */
};

START_TEST(the_choices_are_made)
{
    char text[512];
    struct kit_set set;

    snprintf(text, sizeof text, "%s%s", choices[_i].parts, KIT_TAIL);
    kit_compile(&set, text);
    if (choices[_i].code != NULL) {
        char code[64];

        snprintf(code, sizeof code, "[%s]\n", choices[_i].code);
        ck_assert_int_eq(set.status, OUNCE_ERR_RULE);
        ck_assert_msg(strstr(kit_diagnostics(&set, false), code) != NULL, "%s",
                      kit_diagnostics(&set, false));
    } else {
        ck_assert_msg(set.matcher != NULL, "%s", kit_diagnostics(&set, false));
        ck_assert_msg(kit_judge(&set, choices[_i].event) == choices[_i].holds,
                      "choice %d: %s on %s is not %s", choices[_i].choice,
                      choices[_i].parts, choices[_i].event,
                      choices[_i].holds ? "true" : "false");
    }
    kit_finish(&set);
}
END_TEST

START_TEST(every_choice_is_named)
{
    for (int choice = 2; choice <= 25; choice++) {
        bool found = false;

        for (int i = 0; i < KIT_LENGTH(choices); i++) {
            found = found || choices[i].choice == choice;
        }
        ck_assert_msg(found, "choice %d", choice);
    }
}
END_TEST

/* ---- Many events, one matcher ---- */

START_TEST(an_event_leaves_nothing_behind_for_the_next)
{
    struct kit_set set;

    kit_compile_detection(&set, "- {Key: a, Condition: Equals, Value: 1}\n"
                                "- {KeyPath: b.c, Condition: DoesNotExist}");
    for (int i = 0; i < 100; i++) {
        ck_assert(kit_judge(&set, "{\"a\":1}"));
        ck_assert(!kit_judge(&set, "{}"));
        ck_assert(!kit_judge(&set, "{\"a\":1,\"b\":{\"c\":null}}"));
        ck_assert(kit_judge(&set, "{\"a\":1.0,\"b\":[]}"));
    }
    kit_finish(&set);
}
END_TEST

/* ---- A path by its spelling, which only data models ask for ---- */

static const struct {
    const char *text, *event, *wanted;
} spelled[] = {
    {"$.a", "{\"A\":1}", "None"},
    {"a", "{\"A\":1}", "1"},
    {"$.a", "{\"A\":1,\"a\":2}", "2"},
    {"tuple($.a, a, $.A, A)", "{\"A\":1}", "(None, 1, 1, 1)"},
    {"tuple($.a.b, a.b)", "{\"a\":{\"B\":1}}", "(None, 1)"},
    {"tuple($.a[0].b, a[0].b)", "{\"a\":[{\"B\":1}]}", "(None, 1)"},
    {"$.a[*].b", "{\"a\":[{\"B\":1},{\"b\":2}]}", "ImmutableList((2,))"},
    {"item($.a, \"B\")", "{\"a\":{\"b\":1}}", "1"},
    {"exists($.a)", "{\"A\":1}", "False"},
    {"exists($.a)", "{\"a\":null}", "True"},
    {"eq($.a, 1)", "{\"A\":1}", "False"},
};

START_TEST(an_exact_path_ignores_no_case)
{
    json_t *json = json_loads(spelled[_i].event, 0, NULL);
    struct evaluate set;
    ounce_event host;
    size_t at;

    ck_assert_ptr_nonnull(json);
    evaluate_init(&set, NULL, 0, spelled[_i].text);
    evaluate_begin(&set, spelled[_i].event);
    ck_assert_str_eq(evaluate_rule(&set, 0), spelled[_i].wanted);
    ounce_event_init_jansson(&host, json);
    ck_assert_uint_eq(oz_eval_begin(&set.eval, &set.limits, &host, &at),
                      OUNCE_REASON_NONE);
    ck_assert_str_eq(evaluate_rule(&set, 0), spelled[_i].wanted);
    evaluate_finish(&set);
    json_decref(json);
}
END_TEST

/* Another spelling must not be taken for what the guard waits for, nor hide it. */
START_TEST(an_exact_path_guards)
{
    struct evaluate set;

    evaluate_init(&set, NULL, 0, "eq($.a, 1)");

    ck_assert(set.plan.rules[0].guarded);
    evaluate_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match/match_eval");
    TCase *tests = tcase_create("match_eval");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, keys_find_members, 0, KIT_LENGTH(keys));
    tcase_add_loop_test(tests, groups_combine, 0, KIT_LENGTH(groups));
    tcase_add_loop_test(tests, comprehensions_count_elements, 0, KIT_LENGTH(lists));
    tcase_add_loop_test(tests, the_worked_evaluation_holds, 0, KIT_LENGTH(worked));
    tcase_add_loop_test(tests, filters_let_pass, 0, KIT_LENGTH(filters));
    tcase_add_test(tests, both_filters_and_detection_must_hold);
    tcase_add_loop_test(tests, the_choices_are_made, 0, KIT_LENGTH(choices));
    tcase_add_test(tests, every_choice_is_named);
    tcase_add_loop_test(tests, an_exact_path_ignores_no_case, 0, KIT_LENGTH(spelled));
    tcase_add_test(tests, an_exact_path_guards);
    tcase_add_test(tests, an_event_leaves_nothing_behind_for_the_next);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
