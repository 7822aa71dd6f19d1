/* rule_check.c — what is wrong with a rule file, said in one run.
 *
 * The schema says most of it; the checks here are those that look at more than one key
 * or at what a value means. A document that is no rule is told from one that tries to
 * be.
 */
#include "base/str.h"
#include "rule/rule_metadata.h"
#include "rule/rule_reading.h"
#include "yaml/yaml_schema.h"

struct oz_span oz_rule_span(const struct oz_rule_reading *reading, const char *key)
{
    oz_yaml_id name = OZ_NONE;
    oz_yaml_id value = oz_yaml_get(reading->doc, reading->doc->root, key, &name);

    return oz_yaml_node(reading->doc, value == OZ_NONE ? reading->doc->root : value)
        ->span;
}

const struct oz_yaml_node *oz_rule_node(const struct oz_rule_reading *reading,
                                        const char *key)
{
    oz_yaml_id id = oz_yaml_get(reading->doc, reading->doc->root, key, NULL);

    return id == OZ_NONE ? NULL : oz_yaml_node(reading->doc, id);
}

static void error(struct oz_rule_reading *reading, const char *code, const char *key,
                  const char *message)
{
    reading->fine = false;
    oz_diag(reading->diags, OUNCE_LEVEL_ERROR, code, oz_rule_span(reading, key), "%s",
            message);
}

/* Items that are no rules: known kinds, so that a typo is told from a neighbour. */
static const char *const item_kinds[] = {
    "rule",        "scheduled_rule",  "policy",           "correlation_rule",
    "datamodel",   "global",          "lookup_table",     "pack",
    "saved_query", "scheduled_query", "scheduled_prompt", NULL};

static bool is_known_kind(ounce_str kind)
{
    for (const char *const *known = item_kinds; *known != NULL; known++) {
        if (oz_str_is(kind, *known)) {
            return true;
        }
    }
    return false;
}

static enum oz_read unknown_kind(struct oz_rule_reading *reading,
                                 const struct oz_yaml_node *kind)
{
    const char *nearest;

    if (kind->kind != OZ_YAML_TEXT) {
        oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "wrong-type", kind->span,
                "\"AnalysisType\" must be text, not %s", oz_yaml_kind_text(kind->kind));
        return OZ_READ_BAD;
    }
    if (oz_str_is(kind->text, "skill")) {
        oz_diag(reading->diags, OUNCE_LEVEL_WARNING, "not-evaluated", kind->span,
                "a skill is not a detection; it is passed over");
        return OZ_READ_SKIPPED;
    }
    nearest = oz_nearest(kind->text, item_kinds);
    oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "unknown-analysis-type", kind->span,
            "unknown AnalysisType \"%.*s\"; %s%s%s", OZ_STR(kind->text),
            nearest != NULL ? "did you mean \""
                            : "it is one of rule, scheduled_rule, policy, ",
            nearest != NULL ? nearest
                            : "correlation_rule, datamodel, global, lookup_table, "
                              "pack, saved_query, scheduled_query",
            nearest != NULL ? "\"?" : ", scheduled_prompt");
    return OZ_READ_BAD;
}

enum oz_read oz_rule_classify(struct oz_rule_reading *reading)
{
    const struct oz_yaml_document *doc = reading->doc;
    const struct oz_yaml_node *kind;

    if (doc->root == OZ_NONE || oz_yaml_node(doc, doc->root)->kind != OZ_YAML_MAP) {
        return OZ_READ_SKIPPED;
    }
    kind = oz_rule_node(reading, "AnalysisType");
    if (kind == NULL) {
        return OZ_READ_SKIPPED;
    }
    if (kind->kind != OZ_YAML_TEXT || !is_known_kind(kind->text)) {
        return unknown_kind(reading, kind);
    }
    if (oz_str_is(kind->text, "rule") || oz_str_is(kind->text, "scheduled_rule")) {
        return OZ_READ_RULE;
    }
    oz_diag(reading->diags, OUNCE_LEVEL_NOTE, "not-evaluated", kind->span,
            "a %.*s is not evaluated by this version; it is passed over",
            OZ_STR(kind->text));
    return OZ_READ_SKIPPED;
}

static void check_unsupported(struct oz_rule_reading *reading)
{
    const struct oz_yaml_node *base = oz_rule_node(reading, "BaseDetection");
    const struct oz_yaml_node *body = oz_rule_node(reading, "Filename");

    if (base != NULL) {
        error(
            reading, "unsupported", "BaseDetection",
            "derived detections (\"BaseDetection\") are not supported by this version");
    }
    if (body != NULL && body->kind == OZ_YAML_TEXT &&
        oz_rule_node(reading, "Detection") == NULL) {
        reading->fine = false;
        oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "unsupported", body->span,
                "the logic is Python (\"%.*s\"), which this version does not compile; "
                "\"Detection\" with match expressions is accepted",
                OZ_STR(body->text));
    }
}

static void check_alternatives(struct oz_rule_reading *reading)
{
    bool body = oz_rule_node(reading, "Filename") != NULL;
    bool detection = oz_rule_node(reading, "Detection") != NULL;
    bool log_types = oz_rule_node(reading, "LogTypes") != NULL;
    bool queries = oz_rule_node(reading, "ScheduledQueries") != NULL;
    const struct oz_yaml_node *kind = oz_rule_node(reading, "AnalysisType");

    if (oz_rule_node(reading, "BaseDetection") != NULL) {
        return; /* the base has them */
    }
    if (body && detection) {
        error(reading, "conflicting-keys", "Detection",
              "a rule has either \"Filename\" or \"Detection\", not both");
    }
    if (!body && !detection) {
        error(reading, "missing-key", "",
              "the rule lacks \"Detection\", a list of match expressions");
    }
    if (log_types == queries) {
        error(reading, log_types ? "conflicting-keys" : "missing-key",
              log_types ? "ScheduledQueries" : "",
              log_types
                  ? "a rule has either \"LogTypes\" or \"ScheduledQueries\", not both"
                  : "the rule lacks \"LogTypes\" (or, for a scheduled rule, "
                    "\"ScheduledQueries\"), a list of text");
    } else if (oz_str_is(kind->text, "scheduled_rule") != queries) {
        oz_diag(reading->diags, OUNCE_LEVEL_WARNING, "log-types-mismatch", kind->span,
                "a %.*s usually has \"%s\"", OZ_STR(kind->text),
                queries ? "LogTypes" : "ScheduledQueries");
    }
}

static void check_severity(struct oz_rule_reading *reading)
{
    const struct oz_yaml_node *node = oz_rule_node(reading, "Severity");
    uint32_t *rank = &reading->rule->severity;
    const char *nearest;

    if (node == NULL || node->kind != OZ_YAML_TEXT ||
        oz_severity_rank(node->text, false, rank)) {
        return;
    }
    if (reading->options->lenient && oz_severity_rank(node->text, true, rank)) {
        oz_diag(reading->diags, OUNCE_LEVEL_WARNING, "severity-case", node->span,
                "severity \"%.*s\" should be written \"%s\"", OZ_STR(node->text),
                oz_severity_names[*rank]);
        return;
    }
    nearest = oz_nearest(node->text, oz_severity_names);
    reading->fine = false;
    oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "unknown-severity", node->span,
            "unknown severity \"%.*s\"; %s%s%s", OZ_STR(node->text),
            nearest != NULL ? "did you mean \""
                            : "it is one of Info, Low, Medium, High, ",
            nearest != NULL ? nearest : "Critical", nearest != NULL ? "\"?" : "");
}

static void check_numbers(struct oz_rule_reading *reading)
{
    const struct oz_yaml_node *threshold = oz_rule_node(reading, "Threshold");
    const struct oz_yaml_node *minutes = oz_rule_node(reading, "DedupPeriodMinutes");

    if (threshold != NULL && threshold->kind == OZ_YAML_INT &&
        threshold->as.integer < 1) {
        error(reading, "out-of-range", "Threshold", "\"Threshold\" must be at least 1");
    }
    if (minutes == NULL || minutes->kind != OZ_YAML_INT) {
        return;
    }
    if (minutes->as.integer < 0 || minutes->as.integer > 525600) {
        error(reading, "out-of-range", "DedupPeriodMinutes",
              "\"DedupPeriodMinutes\" must be from 5 to 525600, which is a year");
    } else if (minutes->as.integer < 5) {
        oz_diag(reading->diags, OUNCE_LEVEL_WARNING, "out-of-range", minutes->span,
                "\"DedupPeriodMinutes\" is below 5; %s is used",
                minutes->as.integer == 0 ? "the default, 60," : "5");
    }
}

static void check_reports(struct oz_rule_reading *reading)
{
    oz_yaml_id reports = oz_yaml_get(reading->doc, reading->doc->root, "Reports", NULL);
    const struct oz_yaml_document *doc = reading->doc;

    if (reports == OZ_NONE || oz_yaml_node(doc, reports)->kind != OZ_YAML_MAP) {
        return;
    }
    for (uint32_t i = 0; i < oz_yaml_pairs(doc, reports); i++) {
        const struct oz_yaml_node *name =
            oz_yaml_node(doc, oz_yaml_key(doc, reports, i));
        oz_yaml_id list = oz_yaml_value(doc, reports, i);
        bool fine =
            name->kind == OZ_YAML_TEXT && oz_yaml_node(doc, list)->kind == OZ_YAML_LIST;

        for (uint32_t k = 0; fine && k < oz_yaml_node(doc, list)->as.run.count; k++) {
            enum oz_yaml_kind kind =
                oz_yaml_node(doc, oz_yaml_item(doc, list, k))->kind;

            fine = kind == OZ_YAML_TEXT || kind == OZ_YAML_INT ||
                   kind == OZ_YAML_REAL || kind == OZ_YAML_BIG;
        }
        if (!fine) {
            reading->fine = false;
            oz_diag(
                reading->diags, OUNCE_LEVEL_ERROR, "wrong-type", name->span,
                "\"Reports\" maps the name of a framework to a list of identifiers, "
                "text or numbers");
        }
    }
}

static const struct oz_schema_key test_keys[] = {
    {"Name", OZ_SCHEMA_TEXT, OZ_SCHEMA_REQUIRED},
    {"ExpectedResult", OZ_SCHEMA_BOOL, OZ_SCHEMA_REQUIRED},
    {"Log", OZ_SCHEMA_MAP, 0},
    {"Resource", OZ_SCHEMA_MAP, 0},
    {"LogType", OZ_SCHEMA_TEXT, 0},
    {"ResourceType", OZ_SCHEMA_TEXT, 0},
    {"Mocks", OZ_SCHEMA_LIST, 0},
    {NULL, OZ_SCHEMA_ANY, 0}};

static void check_mocks(struct oz_rule_reading *reading, oz_yaml_id test)
{
    static const struct oz_schema_key keys[] = {{"objectName", OZ_SCHEMA_TEXT, 0},
                                                {"returnValue", OZ_SCHEMA_ANY, 0},
                                                {NULL, OZ_SCHEMA_ANY, 0}};
    oz_yaml_id mocks = oz_yaml_get(reading->doc, test, "Mocks", NULL);

    if (mocks == OZ_NONE || oz_yaml_node(reading->doc, mocks)->kind != OZ_YAML_LIST) {
        return;
    }
    for (uint32_t i = 0; i < oz_yaml_node(reading->doc, mocks)->as.run.count; i++) {
        oz_yaml_id mock = oz_yaml_item(reading->doc, mocks, i);

        if (oz_yaml_node(reading->doc, mock)->kind != OZ_YAML_MAP) {
            reading->fine = false;
            oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "wrong-type",
                    oz_yaml_node(reading->doc, mock)->span,
                    "a mock must be a map, not %s",
                    oz_yaml_kind_text(oz_yaml_node(reading->doc, mock)->kind));
        } else if (!oz_schema_check(reading->doc, mock, keys, "mock", OUNCE_LEVEL_ERROR,
                                    reading->diags)) {
            reading->fine = false;
        }
    }
}

static void check_test(struct oz_rule_reading *reading, oz_yaml_id test)
{
    const struct oz_yaml_node *node = oz_yaml_node(reading->doc, test);

    if (node->kind != OZ_YAML_MAP) {
        reading->fine = false;
        oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "wrong-type", node->span,
                "a test must be a map, not %s", oz_yaml_kind_text(node->kind));
        return;
    }
    if (!oz_schema_check(reading->doc, test, test_keys, "test", OUNCE_LEVEL_ERROR,
                         reading->diags)) {
        reading->fine = false;
    }
    check_mocks(reading, test);
    if (oz_rule_test_input(reading->doc, test) == OZ_NONE) {
        reading->fine = false;
        oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "missing-key", node->span,
                "the test lacks \"Log\", the event as a map");
    }
}

static void check_tests(struct oz_rule_reading *reading)
{
    uint32_t count;
    oz_yaml_id tests = oz_rule_tests(reading, &count);

    for (uint32_t i = 0; i < count; i++) {
        check_test(reading, oz_yaml_item(reading->doc, tests, i));
    }
}

oz_yaml_id oz_rule_test_input(const struct oz_yaml_document *doc, oz_yaml_id test)
{
    oz_yaml_id resource = oz_yaml_get(doc, test, "Resource", NULL);

    return resource != OZ_NONE ? resource : oz_yaml_get(doc, test, "Log", NULL);
}

oz_yaml_id oz_rule_tests(const struct oz_rule_reading *reading, uint32_t *count)
{
    oz_yaml_id tests = oz_yaml_get(reading->doc, reading->doc->root, "Tests", NULL);

    *count = 0;
    if (tests != OZ_NONE && oz_yaml_node(reading->doc, tests)->kind == OZ_YAML_LIST) {
        *count = oz_yaml_node(reading->doc, tests)->as.run.count;
    }
    return tests;
}

void oz_rule_check(struct oz_rule_reading *reading)
{
    reading->fine = oz_schema_check(
        reading->doc, reading->doc->root, oz_rule_keys, "rule",
        reading->options->lenient ? OUNCE_LEVEL_WARNING : OUNCE_LEVEL_ERROR,
        reading->diags);
    check_unsupported(reading);
    check_alternatives(reading);
    check_severity(reading);
    check_numbers(reading);
    check_reports(reading);
    check_tests(reading);
}
