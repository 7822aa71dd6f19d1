/* test_lower_detection.c — match expressions to IR text, and every way to get one
 * wrong.
 *
 * What the predicates mean on events is match/test_match_operator.c and
 * match/test_match_eval.c.
 */
#include "compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Shapes ---- */

static const struct {
    const char *list;
    const char *ir;
} shapes[] = {
    /* clang-format off */
    /* absolute */
    {"- {Condition: AlwaysTrue}", "true"},
    {"- {Condition: AlwaysFalse}", "false"},
    /* existence */
    {"- {Key: a, Condition: Exists}", "exists(a)"},
    {"- {Key: a, Condition: DoesNotExist}", "not(exists(a))"},
    {"- {Key: a, Condition: IsNull}", "is_null(a)"},
    {"- {Key: a, Condition: IsNotNull}", "not(is_null(a))"},
    {"- {Key: a, Condition: IsNullOrEmpty}", "is_null_or_empty(a)"},
    {"- {Key: a, Condition: IsNotNullOrEmpty}", "not(is_null_or_empty(a))"},
    {"- {Key: a, Condition: IsIPAddress}", "is_ip(a)"},
    {"- {Key: a, Condition: IsIPv4Address}", "is_ipv4(a)"},
    {"- {Key: a, Condition: IsIPv6Address}", "is_ipv6(a)"},
    {"- {Key: a, Condition: IsIPAddressPrivate}", "ip_private(a)"},
    {"- {Key: a, Condition: IsIPAddressPublic}", "ip_public(a)"},
    {"- {Key: a, Condition: IsIPAddressPublic, Value: true}", "ip_public(a)"},
    {"- {Key: a, Condition: IsIPAddressPublic, Value: false}", "not(ip_public(a))"},
    /* key and value */
    {"- {Key: a, Condition: Equals, Value: x}", "eq(a, \"x\")"},
    {"- {Key: a, Condition: Equals, Value: 403}", "eq(a, 403)"},
    {"- {Key: a, Condition: Equals, Value: 1.0}", "eq(a, 1.0)"},
    {"- {Key: a, Condition: Equals, Value: -0.5}", "eq(a, -0.5)"},
    {"- {Key: a, Condition: Equals, Value: true}", "eq(a, true)"},
    {"- {Key: a, Condition: Equals, Value: 92233720368547758080}", "eq(a, 92233720368547758080)"},
    {"- {Key: a, Condition: Equals, Value: 0x1F}", "eq(a, 31)"},
    {"- {Key: a, Condition: Equals, Value: yes}", "eq(a, \"yes\")"},
    {"- {Key: a, Condition: Equals, Value: ''}", "eq(a, \"\")"},
    {"- {Key: a, Condition: Equals, Value: \"q\\\"\\n\"}", "eq(a, \"q\\\"\\n\")"},
    {"- {Key: a, Condition: DoesNotEqual, Value: x}", "not(eq(a, \"x\"))"},
    {"- {Key: a, Condition: IEquals, Value: XÄ}", "ieq(a, \"xä\")"},
    {"- {Key: a, Condition: IDoesNotEqual, Value: X}", "not(ieq(a, \"x\"))"},
    {"- {Key: a, Condition: StartsWith, Value: x}", "starts_with(a, \"x\")"},
    {"- {Key: a, Condition: DoesNotStartWith, Value: x}", "not(starts_with(a, \"x\"))"},
    {"- {Key: a, Condition: IStartsWith, Value: X}", "istarts_with(a, \"x\")"},
    {"- {Key: a, Condition: IDoesNotStartWith, Value: X}", "not(istarts_with(a, \"x\"))"},
    {"- {Key: a, Condition: EndsWith, Value: x}", "ends_with(a, \"x\")"},
    {"- {Key: a, Condition: DoesNotEndWith, Value: x}", "not(ends_with(a, \"x\"))"},
    {"- {Key: a, Condition: IEndsWith, Value: X}", "iends_with(a, \"x\")"},
    {"- {Key: a, Condition: IDoesNotEndWith, Value: X}", "not(iends_with(a, \"x\"))"},
    {"- {Key: a, Condition: Contains, Value: x}", "contains(a, \"x\")"},
    {"- {Key: a, Condition: DoesNotContain, Value: x}", "not(contains(a, \"x\"))"},
    {"- {Key: a, Condition: Has, Value: x}", "contains(a, \"x\")"},
    {"- {Key: a, Condition: DoesNotHave, Value: x}", "not(contains(a, \"x\"))"},
    {"- {Key: a, Condition: IContains, Value: X}", "icontains(a, \"x\")"},
    {"- {Key: a, Condition: IDoesNotContain, Value: X}", "not(icontains(a, \"x\"))"},
    {"- {Key: a, Condition: IsGreaterThan, Value: 5}", "gt(a, 5)"},
    {"- {Key: a, Condition: IsGreaterThanOrEquals, Value: 5}", "gte(a, 5)"},
    {"- {Key: a, Condition: IsGreaterThanOrEqual, Value: 5}", "gte(a, 5)"},
    {"- {Key: a, Condition: IsLessThan, Value: m}", "lt(a, \"m\")"},
    {"- {Key: a, Condition: IsLessThanOrEquals, Value: 5}", "lte(a, 5)"},
    {"- {Key: a, Condition: IsLessThanOrEqual, Value: 5}", "lte(a, 5)"},
    {"- {Key: a, Condition: IsIPAddressInCIDR, Value: 10.0.0.0/8}", "cidr(a, \"10.0.0.0/8\")"},
    {"- {Key: a, Condition: IsIPAddressNotInCIDR, Value: 10.0.0.0/8}",
     "not(cidr(a, \"10.0.0.0/8\"))"},
    {"- {Key: a, Condition: CIDRContainsIPAddresses, Value: 10.1.0.5}",
     "cidr_contains(a, \"10.1.0.5\")"},
    {"- {Key: a, Condition: CIDRDoesNotContainIPAddresses, Value: 10.1.0.5}",
     "not(cidr_contains(a, \"10.1.0.5\"))"},
    /* key and values */
    {"- {Key: a, Condition: IsIn, Values: [22, 3389]}", "in(a, [22, 3389])"},
    {"- {Key: a, Condition: IsIn, Values: [1, 2.5]}", "in(a, [1, 2.5])"},
    {"- {Key: a, Condition: IsIn, Values: [22]}", "eq(a, 22)"},
    {"- {Key: a, Condition: IsIn, Values: []}", "in(a, [])"},
    {"- {Key: a, Condition: IsNotIn, Values: [x, y]}", "not(in(a, [\"x\", \"y\"]))"},
    {"- {Key: a, Condition: IsNotIn, Values: []}", "not(in(a, []))"},
    {"- {Key: a, Condition: Contains, Values: [x, y]}", "contains(a, [\"x\", \"y\"])"},
    {"- {Key: a, Condition: IDoesNotEndWith, Values: [X, Y]}",
     "not(iends_with(a, [\"x\", \"y\"]))"},
    {"- {Key: a, Condition: IsIPAddressInCIDR, Values: [10.0.0.0/8, 192.168.0.0/16]}",
     "cidr(a, [\"10.0.0.0/8\", \"192.168.0.0/16\"])"},
    {"- {Key: a, Condition: CIDRContainsIPAddresses, Values: []}", "cidr_contains(a, [])"},
    /* enrichment */
    {"- {Enrichment: {Table: t, Selector: s.ip, FieldPath: o.p}, Condition: Equals, Value: x}",
     "any(eq(p_enrichment.t[\"s.ip\"].o.p, \"x\"), "
     "any_element(p_enrichment.t[\"s.ip\"], eq($1.o.p, \"x\")))"},
    {"- {Enrichment: {Table: t, Selector: s, FieldPath: f}, Condition: IsNotIn, Values: [x, y]}",
     "not(any(in(p_enrichment.t.s.f, [\"x\", \"y\"]), "
     "any_element(p_enrichment.t.s, in($1.f, [\"x\", \"y\"]))))"},
    {"- {Enrichment: {Table: t, Selector: s, FieldPath: f}, Condition: IsIPAddress, Value: true}",
     "any(is_ip(p_enrichment.t.s.f), any_element(p_enrichment.t.s, is_ip($1.f)))"},
    {"- {Enrichment: {Table: t, Selector: s, FieldPath: f}, Condition: IsIPAddress, Value: false}",
     "not(any(is_ip(p_enrichment.t.s.f), any_element(p_enrichment.t.s, is_ip($1.f))))"},
    /* list comprehension */
    {"- {Key: v, Condition: AnyElement, Expressions: [{Key: k, Condition: Exists}]}",
     "any_element(v, exists($1.k))"},
    {"- {Key: v, Condition: AllElements, Expressions: []}", "all_elements(v, all())"},
    {"- {Key: v, Condition: OnlyOneElement, Expressions: [{KeyPath: '[0].x', Condition: IsNull}]}",
     "one_element(v, is_null($1[0].x))"},
    {"- {Key: v, Condition: NoElement, Expressions: [{Key: a.b, Condition: IsNull}, "
     "{Condition: AlwaysTrue}]}",
     "no_element(v, all(is_null($1[\"a.b\"]), true))"},
    {"- {KeyPath: session.factors, Condition: AnyElement, Expressions: [{KeyPath: type, "
     "Condition: Equals, Value: sms}, {KeyPath: verified, Condition: Equals, Value: false}]}",
     "any_element(session.factors, all(eq($1.type, \"sms\"), eq($1.verified, false)))"},
    {"- {Key: v, Condition: AnyElement, Expressions: [{Key: w, Condition: AllElements, "
     "Expressions: [{Key: k, Condition: Exists}]}]}",
     "any_element(v, all_elements($1.w, exists($2.k)))"},
    /* two fields */
    {"- {Condition: DoesNotEqual, Values: [{KeyPath: c.old}, {KeyPath: c.new}]}",
     "not(eq(c.old, c.new))"},
    {"- {Condition: IContains, Values: [{Key: a}, {DeepKey: [b, 0]}]}", "icontains(a, b[0])"},
    {"- {Condition: IsLessThanOrEqual, Values: [{Key: a}, {Key: b.c}]}", "lte(a, [\"b.c\"])"},
    /* combinators */
    {"- {Any: [{Key: a, Condition: Exists}, {Key: b, Condition: Exists}]}",
     "any(exists(a), exists(b))"},
    {"- {All: []}", "all()"},
    {"- {Any: []}", "any()"},
    {"- {OnlyOne: [{Key: a, Condition: Exists}]}", "only_one(exists(a))"},
    {"- {None: [{All: [{Any: []}]}]}", "none(all(any()))"},
    {"- {Key: a, Condition: Exists}\n- {Key: b, Condition: Exists}", "all(exists(a), exists(b))"},
    {"- {Key: a, Condition: Exists}\n- {Key: a, Condition: Exists}", "all(exists(a), exists(a))"},
    /* clang-format on */
};

START_TEST(each_shape_has_its_text)
{
    struct kit_set set;

    kit_compile_detection(&set, shapes[_i].list);
    ck_assert_str_eq(kit_ir(&set), shapes[_i].ir);
    kit_finish(&set);
}
END_TEST

START_TEST(a_condition_may_be_given_its_key_in_three_ways)
{
    struct kit_set set;

    kit_compile_detection(&set, "- {Key: a, Condition: Exists}\n"
                                "- {KeyPath: a, Condition: Exists}\n"
                                "- {DeepKey: [a], Condition: Exists}");
    ck_assert_str_eq(kit_ir(&set), "all(exists(a), exists(a), exists(a))");
    kit_finish(&set);
}
END_TEST

/* ---- InlineFilters ---- */

static const struct {
    const char *filters;
    const char *ir;
} filters[] = {
    {"[{KeyPath: env, Condition: Equals, Value: prod}]",
     "all(any(not(exists(env)), eq(env, \"prod\")), true)"},
    {"[{KeyPath: env, Condition: DoesNotEqual, Value: prod}]",
     "all(any(not(exists(env)), not(eq(env, \"prod\"))), true)"},
    {"[]", "all(all(), true)"},
    {"[{Any: []}]", "all(any(), true)"},
    {"[{All: [{KeyPath: a.b, Condition: IsNullOrEmpty}]}]",
     "all(all(any(not(exists(a.b)), is_null_or_empty(a.b))), true)"},
    {"[{Enrichment: {Table: t, Selector: s, FieldPath: f}, Condition: Equals, Value: "
     "1}]",
     "all(any(not(any(exists(p_enrichment.t.s.f), any_element(p_enrichment.t.s, "
     "exists($1.f)))), any(eq(p_enrichment.t.s.f, 1), any_element(p_enrichment.t.s, "
     "eq($1.f, 1)))), true)"},
};

START_TEST(a_filter_passes_what_is_missing)
{
    char text[512];
    struct kit_set set;

    snprintf(text, sizeof text, "InlineFilters: %s" KIT_ALWAYS KIT_TAIL,
             filters[_i].filters);
    kit_compile(&set, text);
    ck_assert_str_eq(kit_ir(&set), filters[_i].ir);
    kit_finish(&set);
}
END_TEST

static const struct {
    const char *filters, *expected;
} bad_filters[] = {
    /* clang-format off */
    {"InlineFilters:\n"
     "  - {Key: a, Condition: Equals, Value: 1}",
     "2:5: error: InlineFilters take KeyPath or Enrichment with a plain "
     "condition, and All and Any around them [bad-filter]\n"},
    {"InlineFilters:\n"
     "  - {KeyPath: a, Condition: IEquals, Value: 1}",
     "2:29: error: \"IEquals\" is not among the conditions published for "
     "InlineFilters; docs/operators.md lists them [filter-condition]\n"},
    {"InlineFilters:\n"
     "  - {None: []}",
     "2:5: error: \"None\" cannot stand in InlineFilters; All and Any can "
     "[bad-filter]\n"},
    {"InlineFilters:\n"
     "  - {Condition: AlwaysTrue}",
     "2:5: error: InlineFilters take KeyPath or Enrichment with a plain "
     "condition, and All and Any around them [bad-filter]\n"},
    {"InlineFilters:\n"
     "  - {KeyPath: a, Condition: AnyElement, Expressions: []}",
     "2:5: error: InlineFilters take KeyPath or Enrichment with a plain "
     "condition, and All and Any around them [bad-filter]\n"},
    {"InlineFilters:\n"
     "  - {Condition: Equals, Values: [{KeyPath: a}, {KeyPath: b}]}",
     "2:5: error: InlineFilters take KeyPath or Enrichment with a plain "
     "condition, and All and Any around them [bad-filter]\n"},
    {"InlineFilters:\n"
     "  - {DeepKey: [a], Condition: Equals, Value: 1}\n"
     "  - {OnlyOne: []}\n"
     "  - {KeyPath: a, Condition: DoesNotStartWith, Value: x}\n"
     "  - {KeyPath: a, Condition: Exists}",
     "2:5: error: InlineFilters take KeyPath or Enrichment with a plain "
     "condition, and All and Any around them [bad-filter]\n"
     "3:5: error: \"OnlyOne\" cannot stand in InlineFilters; All and Any can "
     "[bad-filter]\n"
     "4:29: error: \"DoesNotStartWith\" is not among the conditions published "
     "for InlineFilters; docs/operators.md lists them [filter-condition]\n"
     "5:29: error: \"Exists\" is not among the conditions published for "
     "InlineFilters; docs/operators.md lists them [filter-condition]\n"},
    /* clang-format on */
};

START_TEST(a_bad_filter_is_refused)
{
    char text[1024];

    snprintf(text, sizeof text, "%s" KIT_ALWAYS, bad_filters[_i].filters);
    kit_check_diagnostics(text, 0, NULL, bad_filters[_i].expected);
}
END_TEST

START_TEST(a_lenient_compiler_warns_of_filter_conditions)
{
    kit_check_diagnostics(
        "InlineFilters:\n"
        "  - {KeyPath: a, Condition: IEquals, Value: 1}\n"
        "  - {KeyPath: a, Condition: Equals, Value: 1}" KIT_ALWAYS,
        OUNCE_COMPILE_LENIENT, NULL,
        "2:29: warning: \"IEquals\" is not among the conditions published for "
        "InlineFilters [filter-condition]\n");
}
END_TEST

/* What the smaller grammar leaves out is refused in either mode. */
START_TEST(a_lenient_compiler_keeps_to_the_grammar_of_filters)
{
    kit_check_diagnostics(
        "InlineFilters:\n  - {None: []}" KIT_ALWAYS, OUNCE_COMPILE_LENIENT, NULL,
        "2:5: error: \"None\" cannot stand in InlineFilters; All and Any can "
        "[bad-filter]\n");
}
END_TEST

/* ---- Mistakes ---- */

static const struct {
    const char *list, *expected; /* the list begins on line 2 */
} mistakes[] = {
    /* clang-format off */
    {"  - {KeyPath: srcAddr, Condition: IsWithin, Value: 10.0.0.0/8}",
     "2:35: error: unknown condition \"IsWithin\" for key \"srcAddr\"; did you mean "
     "\"IsIn\"? [unknown-condition]\n"},
    {"  - {KeyPath: a, Condition: Frobnicate, Value: 1}",
     "2:29: error: unknown condition \"Frobnicate\" for key \"a\"; "
     "docs/operators.md lists them [unknown-condition]\n"},
    {"  - {Keypath: a, Condition: Equals, Value: 1}",
     "2:6: error: unknown key \"Keypath\" in a match expression; did you mean "
     "\"KeyPath\"? [unknown-key]\n"},
    {"  - {KeyPath: a, Condition: Equals, Value: 1, Comment: x}",
     "2:47: error: unknown key \"Comment\" in a match expression; it has Key, "
     "DeepKey, KeyPath or Enrichment, Condition, Value, Values, Expressions, or "
     "one of All, Any, OnlyOne, None [unknown-key]\n"},
    {"  - {KeyPath: a, Value: 1}",
     "2:5: error: the match expression lacks \"Condition\" [missing-key]\n"},
    {"  - {Condition: Equals, Value: 1}",
     "2:5: error: the match expression does not say what to test; it needs one "
     "of Key, DeepKey, KeyPath and Enrichment [missing-key]\n"},
    {"  - {Condition: IsIn, Values: [1, 2]}",
     "2:5: error: the match expression does not say what to test; it needs one "
     "of Key, DeepKey, KeyPath and Enrichment [missing-key]\n"},
    {"  - {KeyPath: a, Condition: Equals}",
     "2:29: error: \"Equals\" needs \"Value\" [bad-shape]\n"},
    {"  - {KeyPath: a, Condition: Exists, Value: 1}",
     "2:29: error: \"Exists\" takes no operand, not \"Value\" [bad-shape]\n"},
    {"  - {KeyPath: a, Condition: IsIn, Value: 1}",
     "2:29: error: \"IsIn\" takes \"Values\", a list, not \"Value\" "
     "[bad-shape]\n"},
    {"  - {KeyPath: a, Condition: Equals, Value: 1, Values: [1]}",
     "2:5: error: an expression has \"Value\" or \"Values\", not both "
     "[bad-shape]\n"},
    {"  - {KeyPath: a, Condition: IsIn, Values: 1}",
     "2:43: error: \"Values\" must be a list, not an integer [wrong-type]\n"},
    {"  - {KeyPath: a, Condition: IsIn, Values: [1, a]}",
     "2:47: error: \"Values\" must be all text, all numbers or all booleans "
     "[bad-operand]\n"},
    {"  - {KeyPath: a, Condition: IsIn, Values: [true, 1]}",
     "2:50: error: \"Values\" must be all text, all numbers or all booleans "
     "[bad-operand]\n"},
    {"  - {KeyPath: a, Condition: IsIn, Values: [null]}",
     "2:44: error: an operand must be text, a number or a boolean, not null "
     "[bad-operand]\n"},
    {"  - {KeyPath: a, Condition: IsIn, Values: [a, [b]]}",
     "2:47: error: an operand must be text, a number or a boolean, not a list "
     "[bad-operand]\n"},
    {"  - {KeyPath: a, Condition: Equals, Value: [1]}",
     "2:44: error: an operand must be text, a number or a boolean, not a list "
     "[bad-operand]\n"},
    {"  - {KeyPath: a, Condition: Equals, Value: }",
     "2:44: error: an operand must be text, a number or a boolean, not null "
     "[bad-operand]\n"},
    {"  - {KeyPath: a, Condition: StartsWith, Value: 7}",
     "2:48: error: \"StartsWith\" takes text, not an integer [bad-operand]\n"},
    {"  - {KeyPath: a, Condition: IsIPAddressInCIDR, Value: 10.0.0.0/33}",
     "2:55: error: \"IsIPAddressInCIDR\" takes a network such as 10.0.0.0/8, "
     "not \"10.0.0.0/33\" [bad-operand]\n"},
    {"  - {KeyPath: a, Condition: IsIPAddressInCIDR, Value: 7}",
     "2:55: error: \"IsIPAddressInCIDR\" takes a network such as 10.0.0.0/8, "
     "not an integer [bad-operand]\n"},
    {"  - {KeyPath: a, Condition: IsIPAddressInCIDR, Values: [10.0.0.0/8, "
     "10.0.0.0/-1]}",
     "2:69: error: \"IsIPAddressInCIDR\" takes a network such as 10.0.0.0/8, "
     "not \"10.0.0.0/-1\" [bad-operand]\n"},
    {"  - {KeyPath: a, Condition: IsIPAddressInCIDR, Value: 010.0.0.0/8}",
     "2:55: error: \"IsIPAddressInCIDR\" takes a network such as 10.0.0.0/8, "
     "not \"010.0.0.0/8\" [bad-operand]\n"},
    {"  - {KeyPath: a, Condition: CIDRContainsIPAddresses, Value: 10.0.0.0/8}",
     "2:61: error: \"CIDRContainsIPAddresses\" takes an IP address, not "
     "\"10.0.0.0/8\" [bad-operand]\n"},
    {"  - {KeyPath: a, Condition: IsIPAddress, Value: 1}",
     "2:49: error: \"IsIPAddress\" takes no operand (or true or false), not an "
     "integer [bad-operand]\n"},
    {"  - {KeyPath: a, Condition: IsIPAddress, Values: [1]}",
     "2:29: error: \"IsIPAddress\" takes no operand, not \"Values\" "
     "[bad-shape]\n"},
    {"  - {KeyPath: a, Condition: Equals, Value: .inf}",
     "2:44: error: an infinite number or NaN cannot be an operand "
     "[bad-operand]\n"},
    {"  - {KeyPath: a, Condition: Equals, Value: .nan}",
     "2:44: error: an infinite number or NaN cannot be an operand "
     "[bad-operand]\n"},
    {"  - {KeyPath: a, Condition: Contains}",
     "2:29: error: \"Contains\" needs \"Value\" or \"Values\", a list "
     "[bad-shape]\n"},
    {"  - {KeyPath: a, Condition: IsIPAddressInCIDR}",
     "2:29: error: \"IsIPAddressInCIDR\" needs \"Value\" or \"Values\", a list "
     "[bad-shape]\n"},
    {"  - {KeyPath: a, Key: b, Condition: Exists}",
     "2:5: error: a match expression has exactly one of Key, DeepKey, KeyPath "
     "and Enrichment [bad-expression]\n"},
    {"  - {Any: [], Key: b}",
     "2:5: error: a map with \"Any\" must have no other key [bad-expression]\n"},
    {"  - {Any: [], All: []}",
     "2:5: error: a map with \"All\" must have no other key [bad-expression]\n"},
    {"  - {Any: {Key: b}}",
     "2:11: error: \"Any\" must be a list of match expressions, not a map "
     "[wrong-type]\n"},
    {"  - {any: [], 403: x}",
     "2:6: error: unknown key \"any\" in a match expression; did you mean "
     "\"Any\"? [unknown-key]\n"
     "2:15: error: unknown key \"403\" in a match expression; it has Key, "
     "DeepKey, KeyPath or Enrichment, Condition, Value, Values, Expressions, or "
     "one of All, Any, OnlyOne, None [unknown-key]\n"},
    {"  - {Not: [{Key: a, Condition: Exists}]}",
     "2:6: error: unknown key \"Not\" in a match expression; did you mean "
     "\"None\"? [unknown-key]\n"},
    {"  - {PathSpecifier: a, Condition: Exists}",
     "2:6: error: unknown key \"PathSpecifier\" in a match expression; it has "
     "Key, DeepKey, KeyPath or Enrichment, Condition, Value, Values, "
     "Expressions, or one of All, Any, OnlyOne, None [unknown-key]\n"},
    {"  - {Condition: AlwaysTrue, Value: 1}",
     "2:17: error: \"AlwaysTrue\" stands alone: no key and no value "
     "[bad-shape]\n"},
    {"  - {Key: a, Condition: AlwaysFalse}",
     "2:25: error: \"AlwaysFalse\" stands alone: no key and no value "
     "[bad-shape]\n"},
    {"  - just text",
     "2:5: error: a match expression must be a map, not text [bad-expression]\n"},
    {"  - {Key: a, Condition: AnyElement}",
     "2:25: error: \"AnyElement\" takes one of Key, DeepKey and KeyPath, and "
     "\"Expressions\", a list [bad-shape]\n"},
    {"  - {Key: a, Condition: AnyElement, Expressions: {}}",
     "2:50: error: a list of match expressions is expected, not a map "
     "[wrong-type]\n"},
    {"  - {Key: a, Condition: Equals, Value: 1, Expressions: []}",
     "2:56: error: \"Expressions\" goes with AnyElement, AllElements, "
     "OnlyOneElement and NoElement, not with \"Equals\" [bad-shape]\n"},
    {"  - {KeyPath: a, Condition: 7}",
     "2:29: error: \"Condition\" must be text, not an integer [wrong-type]\n"},
    {"  - {Condition: Equals, Values: [1, 2]}",
     "2:34: error: a compared field must be a map with exactly one of Key, "
     "DeepKey and KeyPath [bad-specifier]\n"
     "2:37: error: a compared field must be a map with exactly one of Key, "
     "DeepKey and KeyPath [bad-specifier]\n"},
    {"  - {Condition: Equals, Values: [{Key: a}]}",
     "2:33: error: a comparison of fields needs exactly two of them under "
     "\"Values\" [bad-shape]\n"},
    {"  - {Condition: IsIn, Values: [{Key: a}, {Key: b}]}",
     "2:17: error: \"IsIn\" cannot compare two fields; Equals, StartsWith, "
     "EndsWith, Contains and the orderings can [bad-shape]\n"},
    {"  - {Condition: Equals, Values: [{Key: a}, 7]}",
     "2:44: error: a compared field must be a map with exactly one of Key, "
     "DeepKey and KeyPath [bad-specifier]\n"},
    {"  - {Condition: Equals, Values: [{Key: a}, {Key: b, KeyPath: c}]}",
     "2:44: error: a compared field must be a map with exactly one of Key, "
     "DeepKey and KeyPath [bad-specifier]\n"},
    {"  - {Enrichment: {Table: t, Selector: s, FieldPath: f}, Condition: Exists}",
     "2:68: error: an enrichment specifier needs \"Value\" or \"Values\"; to "
     "test existence write KeyPath: p_enrichment.Table.Selector [bad-shape]\n"},
    {"  - {Key: a, Condition: AnyElement, Expressions: [{Enrichment: {Table: t, "
     "Selector: s, FieldPath: f}, Condition: Equals, Value: 1}]}",
     "2:51: error: an enrichment specifier cannot stand inside \"Expressions\": "
     "it would be looked for in the element [bad-expression]\n"},
    {"  - {Enrichment: {Table: t, Selector: s, FieldPath: f}, Key: a, "
     "Condition: Equals, Value: 1}",
     "2:5: error: a match expression has exactly one of Key, DeepKey, KeyPath "
     "and Enrichment [bad-expression]\n"},
    {"  - {Enrichment: {Table: t, Selector: s, FieldPath: f}, Condition: "
     "AnyElement, Expressions: []}",
     "2:68: error: \"AnyElement\" takes one of Key, DeepKey and KeyPath, and "
     "\"Expressions\", a list [bad-shape]\n"},
    {"  - {Condition: Eqals, Key: a, Value: 1}\n"
     "  - {Key: b, Condition: Exsts}\n"
     "  - {Key: c, Condition: Exists}\n"
     "  - {Any: [{Key: d}, {KeyPath: e., Condition: Exists}]}",
     "2:17: error: unknown condition \"Eqals\" for key \"a\"; did you mean "
     "\"Equals\"? [unknown-condition]\n"
     "3:25: error: unknown condition \"Exsts\" for key \"b\"; did you mean "
     "\"Exists\"? [unknown-condition]\n"
     "5:12: error: the match expression lacks \"Condition\" [missing-key]\n"
     "5:32: error: KeyPath \"e.\" has an empty segment (at character 3) "
     "[bad-path]\n"},
    /* clang-format on */
};

START_TEST(a_mistake_is_told_with_its_place)
{
    char text[1024];

    snprintf(text, sizeof text, "Detection:\n%s", mistakes[_i].list);
    kit_check_diagnostics(text, 0, NULL, mistakes[_i].expected);
}
END_TEST

/* ---- Limits ---- */

START_TEST(a_list_of_values_is_limited)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;

    limits.max_values = 3;
    kit_check_diagnostics("Detection: [{Key: a, Condition: IsIn, Values: [1, 2, 3]}]",
                          0, &limits, "");
    kit_check_diagnostics("Detection:\n  - {Key: a, Condition: IsIn, Values: [1, 2, 3, "
                          "4]}",
                          0, &limits,
                          "2:39: error: \"Values\" has 4 items; at most 3 are accepted "
                          "[limit]\n");
}
END_TEST

START_TEST(the_expressions_of_a_rule_are_limited)
{
    ounce_limits limits = OUNCE_LIMITS_INIT;

    limits.max_rule_nodes = 3;
    kit_check_diagnostics("Detection:\n"
                          "  - {Key: a, Condition: Exists}\n"
                          "  - Any: [{Key: b, Condition: Exists}]\n",
                          0, &limits, "");
    kit_check_diagnostics(
        "Detection:\n"
        "  - {Key: a, Condition: Exists}\n"
        "  - Any: [{Key: b, Condition: Exists}, {Key: c, Condition: "
        "Exists}, {Key: d, Condition: Exists}]\n",
        0, &limits, "3:40: error: the rule has more than 3 expressions [limit]\n");
}
END_TEST

/* Combinators inside each other, `count` of them. */
static char *nested(size_t count)
{
    char *text = malloc(count * 10 + 100);

    ck_assert_ptr_nonnull(text);
    strcpy(text, "Detection: ");
    strcat(text, kit_repeat("[{Any: ", count));
    strcat(text, "[{Key: a, Condition: Exists}]");
    strcat(text, kit_repeat("}]", count));
    return text;
}

/* A combinator is two levels of the document: a list and a map. The whole is one more
 * map, and the innermost expression stands at the last level. */
START_TEST(choice_1_depth_is_limited)
{
    char *fits = nested(30);
    char *deep = nested(32);
    struct kit_set set;

    kit_check_diagnostics(fits, 0, NULL, "");
    kit_begin(&set, 0, NULL);
    kit_add(&set, "deep.yml", deep);
    kit_end(&set);
    ck_assert_int_eq(set.status, OUNCE_ERR_RULE);
    ck_assert_ptr_nonnull(strstr(kit_diagnostics(&set, true), "deep.yml:1:"));
    ck_assert_ptr_nonnull(strstr(kit_diagnostics(&set, true), "64"));
    kit_finish(&set);
    free(fits);
    free(deep);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("expr/lower_detection");
    TCase *tests = tcase_create("lower_detection");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, each_shape_has_its_text, 0, KIT_LENGTH(shapes));
    tcase_add_test(tests, a_condition_may_be_given_its_key_in_three_ways);
    tcase_add_loop_test(tests, a_filter_passes_what_is_missing, 0, KIT_LENGTH(filters));
    tcase_add_loop_test(tests, a_bad_filter_is_refused, 0, KIT_LENGTH(bad_filters));
    tcase_add_test(tests, a_lenient_compiler_warns_of_filter_conditions);
    tcase_add_test(tests, a_lenient_compiler_keeps_to_the_grammar_of_filters);
    tcase_add_loop_test(tests, a_mistake_is_told_with_its_place, 0,
                        KIT_LENGTH(mistakes));
    tcase_add_test(tests, a_list_of_values_is_limited);
    tcase_add_test(tests, the_expressions_of_a_rule_are_limited);
    tcase_add_test(tests, choice_1_depth_is_limited);
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
