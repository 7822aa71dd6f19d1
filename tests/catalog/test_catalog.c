/* test_catalog.c — what rules have in common, ATT&CK rows, outputs, JSON, memory. */
#include "kit_catalog.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RULE(id, type, detection)                                                      \
    "AnalysisType: rule\nRuleID: " id "\nEnabled: true\nSeverity: Low\nLogTypes: "     \
    "[" type "]\nDetection:\n" detection
#define EQUALS(field, value)                                                           \
    "  - {KeyPath: " field ", Condition: Equals, Value: " value "}\n"

static void add_rules(struct kit_set *set, const char *const *rules, uint32_t count)
{
    kit_begin(set, 0, NULL);
    for (uint32_t i = 0; i < count; i++) {
        kit_add(set, "rule.yml", rules[i]);
    }
    kit_end(set);
    ck_assert_ptr_nonnull(set->ruleset);
}

/* ---- corpus ---- */

static const char *const sharing[] = {
    RULE("A", "L", EQUALS("a", "x") "  - {Key: b, Condition: IsIn, Values: [p, q]}\n"),
    RULE("B", "M", EQUALS("a", "x") "  - {Key: b, Condition: IsIn, Values: [q, p]}\n"),
    RULE("C", "L",
         EQUALS("a", "x") "  - Any: [{Key: c, Condition: Exists}, {All: [{Key: "
                          "a, Condition: Equals, Value: x}]}]\n"),
    RULE("D", "L", EQUALS("a", "X") "  - {Key: b, Condition: IsIn, Values: [p]}\n"),
};

/* Other rules, each once; values in any order; of whatever log type. */
START_TEST(the_corpus_counts_other_rules)
{
    struct kit_set set;
    ounce_catalog *catalog;

    add_rules(&set, sharing, KIT_LENGTH(sharing));
    catalog = kit_catalog(&set);

    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 0, "I"),
                     "indicator a eq \"x\" 2\nindicator b in \"p\" \"q\" 1\n");
    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 2, "I"),
                     "indicator a eq \"x\" 2\nindicator c exists 0\n");
    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 3, "I"),
                     "indicator a eq \"X\" 0\nindicator b eq \"p\" 0\n");

    ounce_catalog_free(catalog);
    kit_finish(&set);
}
END_TEST

/* ---- same action ---- */

static const char *const acting[] = {
    RULE("A", "L", EQUALS("eventName", "Delete") EQUALS("region", "eu")),
    RULE("B", "L", "  - {Key: eventName, Condition: IsIn, Values: [Create, Delete]}\n"),
    RULE("C", "M", EQUALS("eventName", "Delete")),
    RULE("D", "L", EQUALS("region", "eu")),
    RULE("E", "'L, M'", EQUALS("eventName", "Create")),
    RULE("F", "L", "  - {Key: eventName, Condition: DoesNotEqual, Value: Delete}\n"),
};

START_TEST(the_same_action_is_a_constant_of_a_known_field)
{
    struct kit_set set;
    ounce_catalog *catalog;

    add_rules(&set, acting, KIT_LENGTH(acting));
    catalog = kit_catalog(&set);

    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 0, "S"), "same B\n");
    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 1, "S"), "same A\n");
    for (uint32_t i = 2; i < KIT_LENGTH(acting); i++) {
        ck_assert_str_eq(kit_facts(catalog, set.ruleset, i, "S"), "");
    }

    ounce_catalog_free(catalog);
    kit_finish(&set);
}
END_TEST

/* A field that no list knows: many rules compare it, most with values of their own. */
START_TEST(the_action_is_found_by_use)
{
    struct kit_set set;
    ounce_catalog *catalog;
    char text[300];

    kit_begin(&set, 0, NULL);
    for (int i = 0; i < 8; i++) {
        snprintf(text, sizeof text,
                 RULE("R%d", "L", EQUALS("verb.of", "v%d") EQUALS("tier", "prod")), i,
                 i == 7 ? 0 : i);
        kit_add(&set, "rule.yml", text);
    }
    kit_end(&set);
    catalog = kit_catalog(&set);

    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 0, "S"), "same R7\n");
    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 7, "S"), "same R0\n");
    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 1, "S"), "");

    ounce_catalog_free(catalog);
    kit_finish(&set);
}
END_TEST

/* ---- rows ---- */

#define REPORTS(list)                                                                  \
    KIT_RULE("Reports: {'MITRE ATT&CK': " list ", CIS: ['1.2', '3']}" KIT_ALWAYS)

static const struct {
    const char *rule, *rows;
} attacks[] = {
    {REPORTS("['TA0005:T1562.008']"),
     "attack TA0005 Stealth T1562.008 Impair Defenses: Disable or Modify Cloud Logs\n"},
    {REPORTS("['ta0005:t1562.008']"),
     "attack TA0005 Stealth T1562.008 Impair Defenses: Disable or Modify Cloud Logs\n"},
    {REPORTS("['TA9999:T9999.001', 'TA0005:T0001']"),
     "attack TA9999  T9999.001 \nattack TA0005 Stealth T0001 \n"},
    {KIT_RULE("Reports: {CIS: ['TA0005:T1562']}" KIT_ALWAYS), ""},
};

START_TEST(attack_rows_have_names_where_known)
{
    struct kit_set set;
    ounce_catalog *catalog;

    kit_compile(&set, attacks[_i].rule);
    catalog = kit_catalog(&set);

    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 0, "A"), attacks[_i].rows);

    ounce_catalog_free(catalog);
    kit_finish(&set);
}
END_TEST

#define SHOWN(parts) KIT_RULE(parts KIT_ALWAYS)
#define CONTEXT      "AlertContext: [{KeyName: who, KeyValue: {KeyPath: user}}]\n"

static const struct {
    const char *rule, *rows;
} outputs[] = {
    {SHOWN(""), ""},
    {SHOWN(CONTEXT), "output who user\n"},
    {SHOWN("AlertTitle: '{a.b} {c} {a.b}'\n"), "output b a.b\noutput c\n"},
    /* The context shows the user whole. */
    {SHOWN(CONTEXT "AlertTitle: '{user.name} {user[0]} {users} {x}'\n"),
     "output who user\noutput users\noutput x\n"},
    {SHOWN("GroupBy: [{KeyPath: a.b}]\nAlertTitle: '{c}'\n"),
     "output c\noutput b a.b\n"},
};

START_TEST(outputs_are_what_an_alert_reads)
{
    struct kit_set set;
    ounce_catalog *catalog;

    kit_compile(&set, outputs[_i].rule);
    catalog = kit_catalog(&set);

    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 0, "O"), outputs[_i].rows);

    ounce_catalog_free(catalog);
    kit_finish(&set);
}
END_TEST

/* ---- JSON ---- */

#define FULL                                                                           \
    "AnalysisType: rule\nRuleID: \"a\\\\\\u20ac\"\nEnabled: false\n"                   \
    "Severity: High\nDisplayName: 'it''s'\nLogTypes: [L, M]\n"                         \
    "Reports: {CIS: ['1', '2'], 'MITRE ATT&CK': ['TA9999:T1']}\n"                      \
    "AlertTitle: '{a.b}'\nDetection:\n"                                                \
    "  - {Key: 'q\"', Condition: Equals, Value: \"x\\\"\\n\"}\n"                       \
    "  - {Key: z, Condition: DoesNotEqual, Value: 1}\n"                                \
    "  - {Condition: Equals, Values: [{Key: a}, {Key: b}]}\n"                          \
    "Tests: [{Name: one, ExpectedResult: false, Log: {a: 1}}]\n"

static const char full_json[] =
    "{\"rule_id\":\"a\\\\\xe2\x82\xac\",\"display_name\":\"it's\","
    "\"severity\":\"High\",\"enabled\":false,\"log_types\":[\"L\",\"M\"],"
    "\"file\":\"rule.yml\",\"attack\":[{\"tactic_id\":\"TA9999\",\"tactic\":null,"
    "\"technique_id\":\"T1\",\"technique\":null}],"
    "\"reports\":{\"CIS\":[\"1\",\"2\"],\"MITRE ATT&CK\":[\"TA9999:T1\"]},"
    "\"condition\":[\"[\\\"q\\\\\\\"\\\"] eq \\\"x\\\\\\\"\\\\n\\\"\","
    "\"not (z eq 1)\",\"computed(eq(a, b))\"],"
    "\"exclusions\":[{\"field\":\"z\",\"kind\":\"eq\",\"values\":[1]}],"
    "\"indicators\":[{\"field\":\"[\\\"q\\\\\\\"\\\"]\",\"kind\":\"eq\","
    "\"values\":[\"x\\\"\\n\"],\"corpus\":0}],"
    "\"output_fields\":[{\"field\":\"b\",\"source\":\"a.b\"}],"
    "\"same_action\":[],\"opaque\":[\"eq(a, b)\"],\"tests\":1}";

START_TEST(an_entry_prints_as_json)
{
    struct kit_set set;
    ounce_catalog *catalog;
    char *text;
    size_t whole = 0, size = 0;

    kit_begin(&set, OUNCE_COMPILE_KEEP_TESTS, NULL);
    kit_add(&set, "rule.yml", FULL);
    kit_end(&set);
    catalog = kit_catalog(&set);
    ck_assert_int_eq(ounce_catalog_print(catalog, 0, NULL, 0, &whole), OUNCE_ERR_SPACE);
    text = malloc(whole);
    ck_assert_ptr_nonnull(text);
    ck_assert_int_eq(ounce_catalog_print(catalog, 0, text, whole - 1, &size),
                     OUNCE_ERR_SPACE);
    ck_assert_int_eq(ounce_catalog_print(catalog, 0, text, whole, &size), OUNCE_OK);

    ck_assert_uint_eq(size, sizeof full_json - 1);
    ck_assert_mem_eq(text, full_json, size);
    ck_assert_int_eq(ounce_catalog_print(catalog, 1, text, whole, &size),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_ptr_null(ounce_catalog_entry_get(catalog, 1));

    free(text);
    ounce_catalog_free(catalog);
    ounce_catalog_free(NULL);
    kit_finish(&set);
}
END_TEST

/* ---- memory ---- */

#define PYTHON                                                                         \
    "AnalysisType: rule\nRuleID: P\nEnabled: true\nSeverity: Low\nLogTypes: [L]\n"     \
    "Filename: p.py\n"
#define BODY                                                                           \
    "NAMES = ['x', 'y']\ndef rule(event):\n    v = event.get('a', {}).get('b', '')\n"  \
    "    if v.lower() in ['p', 'q'] and v not in NAMES:\n        return False\n"       \
    "    return any(w in v for w in NAMES) or (event.get('n') or 0) > 5\n"             \
    "def title(event):\n    return f\"{event.get('c')}\"\n"

static void compile_both(struct kit_set *set)
{
    kit_begin(set, OUNCE_COMPILE_KEEP_TESTS, NULL);
    kit_add(set, "rule.yml", FULL);
    kit_add(set, "a.yml", acting[0]);
    kit_add(set, "b.yml", acting[1]);
    kit_add(set, "p.yml", PYTHON);
    kit_add(set, "p.py", BODY);
    kit_end(set);
    ck_assert_ptr_nonnull(set->ruleset);
}

START_TEST(every_allocation_may_fail)
{
    struct kit_set set;
    struct kit_memory memory;
    ounce_catalog *catalog = NULL;
    ounce_status status = OUNCE_ERR_NOMEM;
    uint64_t failures = 0;

    compile_both(&set);
    kit_memory_init(&memory);
    for (; status != OUNCE_OK; failures++) {
        ounce_error err = {0};

        memory.calls = 0;
        memory.fail_at = failures + 1;
        status = ounce_catalog_new(set.ruleset, &memory.allocator, &catalog, &err);
        if (status != OUNCE_OK) {
            ck_assert_int_eq(status, OUNCE_ERR_NOMEM);
            ck_assert_int_eq(err.code, OUNCE_ERR_NOMEM);
            ck_assert_ptr_null(catalog);
            ck_assert_uint_eq(memory.blocks, 0);
        }
    }

    ck_assert_uint_gt(failures, 10);
    ounce_catalog_free(catalog);
    ck_assert_uint_eq(memory.blocks, 0);
    kit_finish(&set);
}
END_TEST

/* ---- the reference ---- */

static char *whole_file(const char *path)
{
    char *text = kit_read_file(kit_source(path));

    ck_assert_msg(text != NULL, "%s cannot be read", path);
    return text;
}

#define REFERENCE "tests/catalog/reference/"

static const char *const references[] = {
    "examples/rulesets/vpc_flow/aws_vpc_flow_logs_deleted.yml",
    REFERENCE "logs_deleted.yml",
};

/* The page of AWS.VPCFlow.LogsDeleted, from YAML and from Python. */
START_TEST(the_reference_has_its_facts)
{
    struct kit_set set;
    ounce_catalog *catalog;
    char *rule = whole_file(references[_i]);
    char *python = whole_file(REFERENCE "logs_deleted.py");
    char *expected = whole_file(REFERENCE "expected.txt");

    kit_begin(&set, 0, NULL);
    kit_add(&set, "logs_deleted.yml", rule);
    kit_add(&set, "logs_deleted.py", python);
    kit_end(&set);
    ck_assert_msg(set.ruleset != NULL, "%s", kit_diagnostics(&set, true));
    catalog = kit_catalog(&set);

    ck_assert_str_eq(kit_facts(catalog, set.ruleset, 0, "ACXIOSP"), expected);

    free(rule);
    free(python);
    free(expected);
    ounce_catalog_free(catalog);
    kit_finish(&set);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("catalog/catalog");
    TCase *t = tcase_create("catalog");

    tcase_set_timeout(t, 120);
    tcase_add_test(t, the_corpus_counts_other_rules);
    tcase_add_test(t, the_same_action_is_a_constant_of_a_known_field);
    tcase_add_test(t, the_action_is_found_by_use);
    tcase_add_loop_test(t, attack_rows_have_names_where_known, 0, KIT_LENGTH(attacks));
    tcase_add_loop_test(t, outputs_are_what_an_alert_reads, 0, KIT_LENGTH(outputs));
    tcase_add_test(t, an_entry_prints_as_json);
    tcase_add_test(t, every_allocation_may_fail);
    tcase_add_loop_test(t, the_reference_has_its_facts, 0, KIT_LENGTH(references));
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    return kit_run(suite());
}
