/* test_match_operator.c — every condition against every kind of value.
 *
 * The verdicts were worked out from the written semantics (docs/semantics.md, "Values,
 * equality, ordering", and docs/operators.md), never from what the library answers.
 */
#include "compile.h"
#include "expr/condition.h"

#include <stdio.h>
#include <string.h>

/* ---- The table: conditions × kinds ---- */

#define KINDS 13

/* The order of the columns below; @ stands for the row's text. */
static const char *const kinds[KINDS] = {
    "{}",
    "{\"v\":null}",
    "{\"v\":false}",
    "{\"v\":true}",
    "{\"v\":7}",
    "{\"v\":92233720368547758080}",
    "{\"v\":7.5}",
    "{\"v\":\"@\"}",
    "{\"v\":\"\"}",
    "{\"v\":[\"@\"]}",
    "{\"v\":[]}",
    "{\"v\":{\"@\":1}}",
    "{\"v\":{}}",
};

/* A negative condition is the exact complement of its positive. */
static const struct {
    const char *positive, *negative;
    const char *operand;
    const char *text;
    const char *verdicts; /* missing null, false true, int big float, text "", list [],
                             map {} */
} rows[] = {
    /* clang-format off */
    {"Exists", "DoesNotExist", "", "abc",           "FT TT TTT TT TT TT"},
    {"IsNull", "IsNotNull", "", "abc",              "TT FF FFF FF FF FF"},
    {"IsNullOrEmpty", "IsNotNullOrEmpty", "", "abc", "TT FF FFF FT FT FT"},
    {"IsNullOrEmpty", "IsNotNullOrEmpty", "", " ",  "TT FF FFF FT FT FT"},

    {"Equals", "DoesNotEqual", "Value: abc", "abc", "FF FF FFF TF FF FF"},
    {"Equals", "DoesNotEqual", "Value: ABC", "abc", "FF FF FFF FF FF FF"},
    {"Equals", "DoesNotEqual", "Value: ''", "abc",  "FF FF FFF FT FF FF"},
    {"Equals", "DoesNotEqual", "Value: 7", "7",     "FF FF TFF FF FF FF"},
    {"Equals", "DoesNotEqual", "Value: 7.0", "7.0", "FF FF TFF FF FF FF"},
    {"Equals", "DoesNotEqual", "Value: '7'", "7",   "FF FF FFF TF FF FF"},
    {"Equals", "DoesNotEqual", "Value: 7.5", "7.5", "FF FF FFT FF FF FF"},
    {"Equals", "DoesNotEqual", "Value: 92233720368547758080", "92233720368547758080",
                                                    "FF FF FTF FF FF FF"},
    {"Equals", "DoesNotEqual", "Value: 92233720368547758081", "x",
                                                    "FF FF FFF FF FF FF"},
    {"Equals", "DoesNotEqual", "Value: true", "true", "FF FT FFF FF FF FF"},
    {"Equals", "DoesNotEqual", "Value: false", "",  "FF TF FFF FF FF FF"},
    {"Equals", "DoesNotEqual", "Value: 1", "1",     "FF FF FFF FF FF FF"},
    {"Equals", "DoesNotEqual", "Value: 0", "0",     "FF FF FFF FF FF FF"},
    {"IEquals", "IDoesNotEqual", "Value: aBC", "Abc", "FF FF FFF TF FF FF"},
    {"IEquals", "IDoesNotEqual", "Value: ÄÖ", "äö", "FF FF FFF TF FF FF"},
    {"IEquals", "IDoesNotEqual", "Value: 7", "7",   "FF FF TFF FF FF FF"},
    {"IEquals", "IDoesNotEqual", "Value: true", "TRUE", "FF FT FFF FF FF FF"},

    {"StartsWith", "DoesNotStartWith", "Value: ab", "abc", "FF FF FFF TF FF FF"},
    {"StartsWith", "DoesNotStartWith", "Value: AB", "abc", "FF FF FFF FF FF FF"},
    {"StartsWith", "DoesNotStartWith", "Value: abcd", "abc", "FF FF FFF FF FF FF"},
    {"StartsWith", "DoesNotStartWith", "Value: ''", "abc", "FF FF FFF TT FF FF"},
    {"StartsWith", "DoesNotStartWith", "Value: '7'", "79", "FF FF FFF TF FF FF"},
    {"StartsWith", "DoesNotStartWith", "Values: [x, ab]", "abc", "FF FF FFF TF FF FF"},
    {"StartsWith", "DoesNotStartWith", "Values: []", "abc", "FF FF FFF FF FF FF"},
    {"IStartsWith", "IDoesNotStartWith", "Value: aB", "AbC", "FF FF FFF TF FF FF"},
    {"EndsWith", "DoesNotEndWith", "Value: bc", "abc", "FF FF FFF TF FF FF"},
    {"EndsWith", "DoesNotEndWith", "Value: ''", "abc", "FF FF FFF TT FF FF"},
    {"EndsWith", "DoesNotEndWith", "Values: [x, bc]", "abc", "FF FF FFF TF FF FF"},
    {"IEndsWith", "IDoesNotEndWith", "Value: .EXE", "a.exe", "FF FF FFF TF FF FF"},
    {"IEndsWith", "IDoesNotEndWith", "Value: .EXE", "a.exe.txt", "FF FF FFF FF FF FF"},

    {"Contains", "DoesNotContain", "Value: abc", "abc", "FF FF FFF TF TF TF"},
    {"Contains", "DoesNotContain", "Value: b", "abc", "FF FF FFF TF FF FF"},
    {"Contains", "DoesNotContain", "Value: ABC", "abc", "FF FF FFF FF FF TF"},
    {"Contains", "DoesNotContain", "Value: ''", "abc", "FF FF FFF TT FF FF"},
    {"Contains", "DoesNotContain", "Value: 7", "7",  "FF FF FFF FF FF FF"},
    {"Contains", "DoesNotContain", "Value: true", "true", "FF FF FFF FF FF FF"},
    {"Contains", "DoesNotContain", "Values: [x, b]", "abc", "FF FF FFF TF FF FF"},
    {"Contains", "DoesNotContain", "Values: [abc, x]", "abc", "FF FF FFF TF TF TF"},
    {"Contains", "DoesNotContain", "Values: []", "abc", "FF FF FFF FF FF FF"},
    {"Has", "DoesNotHave", "Value: abc", "abc",      "FF FF FFF TF TF TF"},
    {"Has", "DoesNotHave", "Value: B", "abc",        "FF FF FFF FF FF FF"},
    {"IContains", "IDoesNotContain", "Value: aBC", "Abc", "FF FF FFF TF TF TF"},
    {"IContains", "IDoesNotContain", "Value: B", "abc", "FF FF FFF TF FF FF"},

    {"IsGreaterThan", NULL, "Value: 5", "9",         "FF FF TTT FF FF FF"},
    {"IsGreaterThan", NULL, "Value: 7", "9",         "FF FF FTT FF FF FF"},
    {"IsGreaterThan", NULL, "Value: 7.25", "9",      "FF FF FTT FF FF FF"},
    {"IsGreaterThan", NULL, "Value: -1", "9",        "FF FF TTT FF FF FF"},
    {"IsGreaterThan", NULL, "Value: aaa", "abc",     "FF FF FFF TF FF FF"},
    {"IsGreaterThan", NULL, "Value: ''", "abc",      "FF FF FFF TF FF FF"},
    {"IsGreaterThan", NULL, "Value: true", "z",      "FF FF FFF FF FF FF"},
    {"IsGreaterThanOrEquals", NULL, "Value: 7", "9", "FF FF TTT FF FF FF"},
    {"IsGreaterThanOrEquals", NULL, "Value: 7.5", "9", "FF FF FTT FF FF FF"},
    {"IsGreaterThanOrEquals", NULL, "Value: ''", "abc", "FF FF FFF TT FF FF"},
    {"IsGreaterThanOrEquals", NULL, "Value: 92233720368547758080", "9",
                                                     "FF FF FTF FF FF FF"},
    {"IsGreaterThanOrEqual", NULL, "Value: 7", "9",  "FF FF TTT FF FF FF"},
    {"IsLessThan", NULL, "Value: 7.5", "1",          "FF FF TFF FF FF FF"},
    {"IsLessThan", NULL, "Value: 8", "1",            "FF FF TFT FF FF FF"},
    {"IsLessThan", NULL, "Value: b", "abc",          "FF FF FFF TT FF FF"},
    {"IsLessThan", NULL, "Value: b", "B",            "FF FF FFF TT FF FF"},
    {"IsLessThan", NULL, "Value: false", "",         "FF FF FFF FF FF FF"},
    {"IsLessThanOrEquals", NULL, "Value: 7", "1",    "FF FF TFF FF FF FF"},
    {"IsLessThanOrEquals", NULL, "Value: 7.5", "1",  "FF FF TFT FF FF FF"},
    {"IsLessThanOrEquals", NULL, "Value: 92233720368547758080", "1",
                                                     "FF FF TTT FF FF FF"},
    {"IsLessThanOrEqual", NULL, "Value: 7", "1",     "FF FF TFF FF FF FF"},

    {"IsIn", "IsNotIn", "Values: [abc, x]", "abc",   "FF FF FFF TF FF FF"},
    {"IsIn", "IsNotIn", "Values: [ABC]", "abc",      "FF FF FFF FF FF FF"},
    {"IsIn", "IsNotIn", "Values: ['']", "abc",       "FF FF FFF FT FF FF"},
    {"IsIn", "IsNotIn", "Values: [8, 7]", "7",       "FF FF TFF FF FF FF"},
    {"IsIn", "IsNotIn", "Values: [7.0, 7.5]", "7",   "FF FF TFT FF FF FF"},
    {"IsIn", "IsNotIn", "Values: [true]", "true",    "FF FT FFF FF FF FF"},
    {"IsIn", "IsNotIn", "Values: [true, false]", "", "FF TT FFF FF FF FF"},
    {"IsIn", "IsNotIn", "Values: []", "abc",         "FF FF FFF FF FF FF"},
    {"IsIn", "IsNotIn", "Values: [10.0.0.0/8]", "10.0.0.1", "FF FF FFF FF FF FF"},
    /* lists long enough for a hash set */
    {"IsIn", "IsNotIn", "Values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", "7",
                                                     "FF FF TFF FF FF FF"},
    {"IsIn", "IsNotIn", "Values: [1, 2, 3, 4, 5, 6, 7.0, 8, 7.5, 92233720368547758080]",
     "7",                                            "FF FF TTT FF FF FF"},
    {"IsIn", "IsNotIn", "Values: [a, b, c, d, e, f, g, h, '', abc]", "abc",
                                                     "FF FF FFF TT FF FF"},

    {"IsIPAddress", NULL, "", "10.0.0.1",            "FF FF FFF TF FF FF"},
    {"IsIPAddress", NULL, "", "::1",                 "FF FF FFF TF FF FF"},
    {"IsIPAddress", NULL, "", "localhost",           "FF FF FFF FF FF FF"},
    {"IsIPAddress", NULL, "", "10.0.0.0/8",          "FF FF FFF FF FF FF"},
    {"IsIPAddress", NULL, "Value: true", "10.0.0.1", "FF FF FFF TF FF FF"},
    {"IsIPAddress", NULL, "Value: false", "10.0.0.1", "TT TT TTT FT TT TT"},
    {"IsIPv4Address", NULL, "", "10.0.0.1",          "FF FF FFF TF FF FF"},
    {"IsIPv4Address", NULL, "", "::1",               "FF FF FFF FF FF FF"},
    {"IsIPv4Address", NULL, "", "010.0.0.1",         "FF FF FFF FF FF FF"},
    {"IsIPv6Address", NULL, "", "10.0.0.1",          "FF FF FFF FF FF FF"},
    {"IsIPv6Address", NULL, "", "fe80::1%eth0",      "FF FF FFF TF FF FF"},
    {"IsIPAddressPrivate", NULL, "", "10.0.0.1",     "FF FF FFF TF FF FF"},
    {"IsIPAddressPrivate", NULL, "", "203.0.113.9",  "FF FF FFF TF FF FF"},
    {"IsIPAddressPrivate", NULL, "", "8.8.8.8",      "FF FF FFF FF FF FF"},
    {"IsIPAddressPrivate", NULL, "", "localhost",    "FF FF FFF FF FF FF"},
    {"IsIPAddressPrivate", NULL, "Value: false", "10.0.0.1", "TT TT TTT FT TT TT"},
    {"IsIPAddressPublic", NULL, "", "8.8.8.8",       "FF FF FFF TF FF FF"},
    {"IsIPAddressPublic", NULL, "", "100.64.0.1",    "FF FF FFF TF FF FF"},
    {"IsIPAddressPublic", NULL, "", "224.0.0.1",     "FF FF FFF TF FF FF"},
    {"IsIPAddressPublic", NULL, "", "::ffff:10.0.0.1", "FF FF FFF FF FF FF"},
    {"IsIPAddressPublic", NULL, "", "localhost",     "FF FF FFF FF FF FF"},
    {"IsIPAddressInCIDR", "IsIPAddressNotInCIDR", "Value: 10.0.0.0/8", "10.9.9.9",
                                                     "FF FF FFF TF FF FF"},
    {"IsIPAddressInCIDR", "IsIPAddressNotInCIDR", "Value: 10.1.2.3/8", "10.9.9.9",
                                                     "FF FF FFF TF FF FF"},
    {"IsIPAddressInCIDR", "IsIPAddressNotInCIDR", "Value: 10.9.9.9", "10.9.9.9",
                                                     "FF FF FFF TF FF FF"},
    {"IsIPAddressInCIDR", "IsIPAddressNotInCIDR", "Value: '::/0'", "10.9.9.9",
                                                     "FF FF FFF FF FF FF"},
    {"IsIPAddressInCIDR", "IsIPAddressNotInCIDR", "Values: ['::1', 10.0.0.0/255.0.0.0]",
     "10.9.9.9",                                     "FF FF FFF TF FF FF"},
    {"IsIPAddressInCIDR", "IsIPAddressNotInCIDR", "Values: []", "10.9.9.9",
                                                     "FF FF FFF FF FF FF"},
    {"CIDRContainsIPAddresses", "CIDRDoesNotContainIPAddresses", "Value: 10.1.0.5",
     "10.1.0.0/16",                                  "FF FF FFF TF FF FF"},
    {"CIDRContainsIPAddresses", "CIDRDoesNotContainIPAddresses", "Value: 10.1.0.5",
     "10.1.0.5",                                     "FF FF FFF TF FF FF"},
    {"CIDRContainsIPAddresses", "CIDRDoesNotContainIPAddresses",
     "Values: [10.2.0.5, 10.1.0.5]", "10.1.0.0/16",  "FF FF FFF TF FF FF"},
    {"CIDRContainsIPAddresses", "CIDRDoesNotContainIPAddresses", "Value: 10.1.0.5",
     "10.1.0.0/33",                                  "FF FF FFF FF FF FF"},

    {"AnyElement", NULL, "Expressions: []", "abc",     "FF FF FFF FF TF FF"},
    {"AllElements", NULL, "Expressions: []", "abc",    "FF FF FFF FF TT FF"},
    {"OnlyOneElement", NULL, "Expressions: []", "abc", "FF FF FFF FF TF FF"},
    {"NoElement", NULL, "Expressions: []", "abc",      "TT TT TTT TT FT TT"},
    {"AnyElement", NULL, "Expressions: [{Key: a, Condition: Exists}]", "a",
                                                       "FF FF FFF FF FF FF"},
    {"AllElements", NULL, "Expressions: [{Key: a, Condition: Exists}]", "a",
                                                       "FF FF FFF FF FT FF"},
    {"OnlyOneElement", NULL, "Expressions: [{Key: a, Condition: Exists}]", "a",
                                                       "FF FF FFF FF FF FF"},
    {"NoElement", NULL, "Expressions: [{Key: a, Condition: Exists}]", "a",
                                                       "TT TT TTT TT TT TT"},
    /* clang-format on */
};

/* The event of a column, with the row's text put in. */
static const char *event_of(int kind, const char *text)
{
    static char event[256];
    const char *at = strchr(kinds[kind], '@');

    if (at == NULL) {
        return kinds[kind];
    }
    snprintf(event, sizeof event, "%.*s%s%s", (int)(at - kinds[kind]), kinds[kind],
             text, at + 1);
    return event;
}

static bool verdict_of(const char *verdicts, int kind)
{
    for (; *verdicts == ' ' || kind > 0; verdicts++) {
        kind -= *verdicts == ' ' ? 0 : 1;
    }
    return *verdicts == 'T';
}

static void check_row(int row, const char *condition, bool negative)
{
    struct kit_set set;
    char list[256];

    snprintf(list, sizeof list, "- {Key: v, Condition: %s%s%s}", condition,
             rows[row].operand[0] != '\0' ? ", " : "", rows[row].operand);
    kit_compile_detection(&set, list);
    for (int kind = 0; kind < KINDS; kind++) {
        const char *event = event_of(kind, rows[row].text);
        bool expected = verdict_of(rows[row].verdicts, kind) != negative;

        ck_assert_msg(kit_judge(&set, event) == expected, "%s on %s is not %s", list,
                      event, expected ? "true" : "false");
    }
    kit_finish(&set);
}

START_TEST(a_condition_has_a_verdict_on_every_kind)
{
    check_row(_i, rows[_i].positive, false);
}
END_TEST

START_TEST(a_negative_condition_is_the_complement)
{
    if (rows[_i].negative != NULL) {
        check_row(_i, rows[_i].negative, true);
    }
}
END_TEST

/* In InlineFilters a missing field passes, whatever the condition; all else is equal.
 */
static void check_filter(int row, const char *condition, bool negative)
{
    char text[512];
    struct kit_set set;

    snprintf(text, sizeof text,
             "InlineFilters: [{KeyPath: v, Condition: %s%s%s}]" KIT_ALWAYS KIT_TAIL,
             condition, rows[row].operand[0] != '\0' ? ", " : "", rows[row].operand);
    kit_begin(&set, OUNCE_COMPILE_LENIENT, NULL);
    kit_add(&set, "rule.yml", text);
    kit_end(&set);
    ck_assert_msg(set.matcher != NULL, "%s\n%s", text, kit_diagnostics(&set, false));
    for (int kind = 0; kind < KINDS; kind++) {
        const char *event = event_of(kind, rows[row].text);
        bool expected = kind == 0 || verdict_of(rows[row].verdicts, kind) != negative;

        ck_assert_msg(kit_judge(&set, event) == expected, "filter %s on %s is not %s",
                      condition, event, expected ? "true" : "false");
    }
    kit_finish(&set);
}

START_TEST(a_filter_passes_what_is_missing)
{
    if (strstr(rows[_i].operand, "Expressions") != NULL) {
        return; /* no list comprehension in InlineFilters */
    }
    check_filter(_i, rows[_i].positive, false);
    if (rows[_i].negative != NULL) {
        check_filter(_i, rows[_i].negative, true);
    }
}
END_TEST

START_TEST(the_table_has_every_condition)
{
    for (const char *const *name = oz_condition_names; *name != NULL; name++) {
        bool found = strncmp(*name, "Always", 6) == 0; /* they stand alone, below */

        for (int i = 0; i < KIT_LENGTH(rows); i++) {
            found = found || strcmp(rows[i].positive, *name) == 0 ||
                    (rows[i].negative != NULL && strcmp(rows[i].negative, *name) == 0);
        }
        ck_assert_msg(found, "%s", *name);
    }
}
END_TEST

START_TEST(absolute_conditions_look_at_nothing)
{
    struct kit_set yes, no;

    kit_compile_detection(&yes, "- {Condition: AlwaysTrue}");
    kit_compile_detection(&no, "- {Condition: AlwaysFalse}");
    for (int kind = 0; kind < KINDS; kind++) {
        ck_assert(kit_judge(&yes, event_of(kind, "abc")));
        ck_assert(!kit_judge(&no, event_of(kind, "abc")));
    }
    kit_finish(&yes);
    kit_finish(&no);
}
END_TEST

/* ---- The examples of the reference ---- */

static const struct {
    const char *expression;         /* without the key, which is v */
    const char *matches, *does_not; /* values; "-" is a missing one; ends with NULL */
} examples[] = {
    /* clang-format off */
    {"Condition: IsNull", "- null", "\"\" 0 false [] {}"},
    {"Condition: Equals, Value: 403", "403 403.0 4.03e2", "\"403\" -"},
    {"Condition: Equals, Value: true", "true", "1 \"true\" 1.0"},
    {"Condition: Equals, Value: ''", "\"\"", "- null"},
    {"Condition: DoesNotEqual, Value: ok", "\"OK\" - null [\"ok\"]", "\"ok\""},
    {"Condition: IEquals, Value: Root", "\"root\" \"ROOT\"", "\"rooted\""},
    {"Condition: StartsWith, Value: Describe", "\"DescribeVpcs\"",
     "\"describeVpcs\" - [\"Describe\"]"},
    {"Condition: IEndsWith, Value: .EXE", "\"a.exe\"", "\"a.exe.txt\""},
    {"Condition: DoesNotEndWith, Value: .internal", "\"db.example\" - 7",
     "\"db.internal\""},
    {"Condition: Contains, Value: admin", "\"sysadmin\" [\"admin\"] {\"admin\":0}",
     "[\"sysadmin\"] \"Admin\""},
    {"Condition: Contains, Value: true", "[false,true]", "true \"true\" [1]"},
    {"Condition: IContains, Value: ADMIN", "\"SysAdmin\" [\"Admin\"]",
     "[\"SysAdmin\"]"},
    {"Condition: DoesNotContain, Value: x", "- 5 \"y\" []", "\"xyz\""},
    {"Condition: Contains, Value: 1", "[1] [1.0] [2,1]", "[true] [\"1\"] 1 {\"1\":1}"},
    {"Condition: Contains, Value: 92233720368547758080", "[92233720368547758080]",
     "[92233720368547758081]"},
    {"Condition: IsGreaterThan, Value: 5", "6 5.01", "5 \"6\" true -"},
    {"Condition: IsLessThanOrEquals, Value: 8.9", "8.9 -3", "9 null"},
    {"Condition: IsLessThan, Value: m", "\"apple\" \"Zebra\"", "\"melon\" 3"},
    {"Condition: IsIn, Values: [22, 3389]", "22 22.0", "\"22\" [22] -"},
    {"Condition: IsNotIn, Values: [svc-a]", "\"bob\" - null", "\"svc-a\""},
    {"Condition: IsIPAddressPublic", "\"52.9.8.7\"",
     "\"10.0.0.1\" \"203.0.113.9\" \"n/a\" -"},
    {"Condition: IsIPAddressInCIDR, Value: 172.16.0.0/12", "\"172.31.0.9\"",
     "\"172.32.0.1\" \"172.16.0.0/24\""},
    {"Condition: IsIPAddressNotInCIDR, Values: [10.0.0.0/8]",
     "\"8.8.8.8\" - \"host\"", "\"10.9.9.9\""},
    {"Condition: CIDRContainsIPAddresses, Values: [10.1.0.5, 10.2.0.5]",
     "\"10.1.0.0/16\"", "\"10.3.0.0/16\" \"x\""},
    {"Condition: IsNullOrEmpty", "- null \"\" [] {}", "false 0 0.0 \"x\" [null] \"\\t\""},
    /* integers are exact beyond 2^53, and never by way of a float */
    {"Condition: Equals, Value: 9007199254740993", "9007199254740993",
     "9007199254740992 9007199254740992.0 9007199254740993.0"},
    {"Condition: IsGreaterThan, Value: 9007199254740992", "9007199254740993",
     "9007199254740992 9007199254740992.0"},
    {"Condition: IEquals, Value: İ", "\"İ\" \"i\"", "\"ı\" \"i̇\""}, /* one to one */
    {"Condition: IEquals, Value: k", "\"K\" \"\\u212a\"", "\"q\""}, /* Kelvin */
    {"Condition: IEquals, Value: σ", "\"Σ\" \"σ\"", "\"ς\""},
    {"Condition: Equals, Value: é", "\"é\" \"\\u00e9\"", "\"e\\u0301\" \"É\""},
    {"Condition: Equals, Value: \"a\\0b\"", "\"a\\u0000b\"", "\"a\" \"a\\u0000c\""},
    /* clang-format on */
};

static void check_values(struct kit_set *set, const char *values, bool expected)
{
    while (*values != '\0') {
        size_t size = strcspn(values, " ");
        char event[128];

        snprintf(event, sizeof event, "{\"v\":%.*s}", (int)size, values);
        if (size == 1 && *values == '-') {
            strcpy(event, "{}");
        }
        ck_assert_msg(kit_judge(set, event) == expected, "%s: not %d", event, expected);
        values += size + (values[size] == ' ' ? 1 : 0);
    }
}

START_TEST(the_examples_of_the_reference_hold)
{
    struct kit_set set;
    char list[256];

    snprintf(list, sizeof list, "- {KeyPath: v, %s}", examples[_i].expression);
    kit_compile_detection(&set, list);
    check_values(&set, examples[_i].matches, true);
    check_values(&set, examples[_i].does_not, false);
    kit_finish(&set);
}
END_TEST

/* ---- Two fields (multi-key) ---- */

static const struct {
    const char *condition;
    const char *event; /* fields a and b */
    bool holds;
} pairs[] = {
    {"Equals", "{\"a\":1,\"b\":1.0}", true},
    {"Equals", "{\"a\":1,\"b\":\"1\"}", false},
    {"Equals", "{\"a\":1,\"b\":true}", false},
    {"Equals", "{}", true},
    {"Equals", "{\"a\":null}", true},
    {"Equals", "{\"a\":null,\"b\":null}", true},
    {"Equals", "{\"a\":null,\"b\":0}", false},
    {"Equals", "{\"a\":null,\"b\":false}", false},
    {"Equals", "{\"a\":[1,{\"x\":1,\"y\":2}],\"b\":[1.0,{\"y\":2,\"x\":1}]}", true},
    {"Equals", "{\"a\":[1,2],\"b\":[2,1]}", false},
    {"Equals", "{\"a\":{\"x\":1},\"b\":{\"X\":1}}", false},
    {"Equals", "{\"a\":{\"x\":1},\"b\":{\"x\":1,\"y\":1}}", false},
    {"Equals", "{\"a\":[],\"b\":{}}", false},
    {"Equals", "{\"a\":\"A\",\"b\":\"a\"}", false},
    {"IEquals", "{\"a\":\"A\",\"b\":\"a\"}", true},
    {"DoesNotEqual", "{\"a\":1}", true},
    {"DoesNotEqual", "{}", false},
    {"IDoesNotEqual", "{\"a\":\"A\",\"b\":\"a\"}", false},
    {"IsGreaterThan", "{\"a\":2,\"b\":1}", true},
    {"IsGreaterThan", "{\"a\":1,\"b\":2}", false},
    {"IsGreaterThan", "{\"a\":1}", false},
    {"IsLessThan", "{\"b\":1}", false},
    {"IsLessThan", "{\"a\":\"a\",\"b\":\"b\"}", true},
    {"IsGreaterThanOrEquals", "{\"a\":2,\"b\":2.0}", true},
    {"IsLessThanOrEquals", "{\"a\":2,\"b\":\"2\"}", false},
    {"IsLessThanOrEquals", "{}", false},
    {"StartsWith", "{\"a\":\"abc\",\"b\":\"ab\"}", true},
    {"StartsWith", "{\"a\":\"ab\",\"b\":\"abc\"}", false},
    {"StartsWith", "{\"a\":\"ab\"}", false},
    {"DoesNotStartWith", "{\"a\":\"ab\"}", true},
    {"IStartsWith", "{\"a\":\"aBC\",\"b\":\"Ab\"}", true},
    {"EndsWith", "{\"a\":\"abc\",\"b\":\"bc\"}", true},
    {"DoesNotEndWith", "{\"a\":\"abc\",\"b\":\"bc\"}", false},
    {"IEndsWith", "{\"a\":\"abC\",\"b\":\"Bc\"}", true},
    {"Contains", "{\"a\":\"abc\",\"b\":\"b\"}", true},
    {"Contains", "{\"a\":\"b\",\"b\":\"abc\"}", false},
    {"Contains", "{\"a\":[[1]],\"b\":[1]}", true},
    {"Contains", "{\"a\":[null],\"b\":null}", true},
    {"Contains", "{\"a\":{\"K\":1},\"b\":\"k\"}", true},
    {"Contains", "{\"a\":{\"1\":1},\"b\":1}", false},
    {"IContains", "{\"a\":[\"AB\"],\"b\":\"ab\"}", true},
    {"DoesNotContain", "{}", true},
    {"IDoesNotContain", "{\"a\":[\"AB\"],\"b\":\"ab\"}", false},
    {"Has", "{\"a\":[1],\"b\":1}", true},
    {"DoesNotHave", "{\"a\":[1],\"b\":1}", false},
};

START_TEST(two_fields_are_compared_in_order)
{
    struct kit_set set;
    char list[256];

    snprintf(list, sizeof list, "- {Condition: %s, Values: [{Key: a}, {KeyPath: b}]}",
             pairs[_i].condition);
    kit_compile_detection(&set, list);
    ck_assert_msg(kit_judge(&set, pairs[_i].event) == pairs[_i].holds, "%s %s", list,
                  pairs[_i].event);
    kit_finish(&set);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match/match_operator");
    TCase *tests = tcase_create("match_operator");

    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, a_condition_has_a_verdict_on_every_kind, 0,
                        KIT_LENGTH(rows));
    tcase_add_loop_test(tests, a_negative_condition_is_the_complement, 0,
                        KIT_LENGTH(rows));
    tcase_add_loop_test(tests, a_filter_passes_what_is_missing, 0, KIT_LENGTH(rows));
    tcase_add_test(tests, the_table_has_every_condition);
    tcase_add_test(tests, absolute_conditions_look_at_nothing);
    tcase_add_loop_test(tests, the_examples_of_the_reference_hold, 0,
                        KIT_LENGTH(examples));
    tcase_add_loop_test(tests, two_fields_are_compared_in_order, 0, KIT_LENGTH(pairs));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
