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

void oz_rule_error(struct oz_rule_reading *reading, const char *code, const char *key,
                   const char *message)
{
    reading->fine = false;
    oz_diag(reading->diags, OUNCE_LEVEL_ERROR, code, oz_rule_span(reading, key), "%s",
            message);
}

static bool is_derived(const struct oz_rule_reading *reading)
{
    const struct oz_yaml_node *base = oz_rule_node(reading, "BaseDetection");

    return base != NULL && (base->kind != OZ_YAML_TEXT || base->text.size > 0);
}

static void check_logic(struct oz_rule_reading *reading)
{
    const struct oz_yaml_node *body = oz_rule_node(reading, "Filename");
    bool detection = oz_rule_node(reading, "Detection") != NULL;

    if (body != NULL && detection) {
        oz_rule_error(reading, "conflicting-keys", "Detection",
                      "a rule has either \"Filename\" or \"Detection\", not both");
    } else if (body == NULL && !detection) {
        oz_rule_error(reading, "missing-key", "",
                      "the rule lacks \"Detection\", a list of match expressions, or "
                      "\"Filename\", the Python file of its logic");
    } else if (body != NULL && body->kind == OZ_YAML_TEXT && body->text.size == 0) {
        oz_rule_error(reading, "missing-key", "Filename",
                      "\"Filename\" is empty; it names the Python file of the rule's "
                      "logic");
    }
}

static void check_log_types(struct oz_rule_reading *reading)
{
    bool log_types = oz_rule_node(reading, "LogTypes") != NULL;
    bool queries = oz_rule_node(reading, "ScheduledQueries") != NULL;
    const struct oz_yaml_node *kind = oz_rule_node(reading, "AnalysisType");

    if (log_types && queries) {
        oz_rule_error(
            reading, "conflicting-keys", "ScheduledQueries",
            "a rule has either \"LogTypes\" or \"ScheduledQueries\", not both");
    } else if (!log_types && !queries) {
        oz_rule_error(reading, "missing-key", "",
                      "the rule lacks \"LogTypes\" (or, for a scheduled rule, "
                      "\"ScheduledQueries\"), a list of text");
    } else if (oz_str_is(kind->text, "scheduled_rule") != queries) {
        oz_diag(reading->diags, OUNCE_LEVEL_WARNING, "log-types-mismatch", kind->span,
                "a %.*s usually has \"%s\"", OZ_STR(kind->text),
                queries ? "LogTypes" : "ScheduledQueries");
    }
}

void oz_rule_check_severity(struct oz_rule_reading *reading)
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
        oz_rule_error(reading, "out-of-range", "Threshold",
                      "\"Threshold\" must be at least 1");
    }
    if (minutes == NULL || minutes->kind != OZ_YAML_INT) {
        return;
    }
    if (minutes->as.integer < 0 || minutes->as.integer > 525600) {
        oz_rule_error(
            reading, "out-of-range", "DedupPeriodMinutes",
            "\"DedupPeriodMinutes\" must be from 5 to 525600, which is a year");
    } else if (minutes->as.integer < 5) {
        oz_diag(reading->diags, OUNCE_LEVEL_WARNING, "out-of-range", minutes->span,
                "\"DedupPeriodMinutes\" is below 5; %s is used",
                minutes->as.integer == 0 ? "the default, 60," : "5");
    }
}

void oz_rule_check_reports(struct oz_rule_reading *reading)
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

static void check_test(struct oz_rule_reading *reading, oz_yaml_id test)
{
    const struct oz_yaml_node *node = oz_yaml_node(reading->doc, test);

    if (node->kind == OZ_YAML_MAP &&
        oz_rule_test_input(reading->doc, test) == OZ_NONE) {
        reading->fine = false;
        oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "missing-key", node->span,
                "the test lacks \"Log\", the event as a map");
    }
}

void oz_rule_check_tests(struct oz_rule_reading *reading)
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
    bool derived = is_derived(reading);

    reading->fine = oz_schema_check(reading->doc, reading->doc->root,
                                    derived ? &oz_schema_derived : &oz_schema_rule,
                                    reading->options->lenient ? OUNCE_LEVEL_WARNING
                                                              : OUNCE_LEVEL_ERROR,
                                    reading->diags);
    if (!derived) {
        check_logic(reading);
        check_log_types(reading);
    } else if (!oz_str_is(oz_rule_node(reading, "AnalysisType")->text, "rule")) {
        oz_rule_error(reading, "wrong-type", "AnalysisType",
                      "a derived detection must be of AnalysisType rule");
    }
    oz_rule_check_severity(reading);
    check_numbers(reading);
    oz_rule_check_reports(reading);
    oz_rule_check_tests(reading);
}
