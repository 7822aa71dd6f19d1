/* rule_read.c — document → rule.
 *
 * First everything that is wrong is said (yaml_schema.c and the checks here), then what is
 * right is read. A document that is not a rule is passed over, with a note when it is an
 * analysis item of a kind that has no verdict here.
 */
#include "rule/rule.h"

#include "base/str.h"
#include "rule/rule_metadata.h"
#include "yaml/yaml_schema.h"

struct reading {
    struct oz_arena *arena;
    struct oz_diags *diags;
    const struct oz_read_options *options;
    const struct oz_yaml_document *doc;
    struct ounce_rule *rule;
    bool fine;
};

/* The place of a key, or of the document when there is none. */
static struct oz_span span_of(const struct reading *reading, const char *key)
{
    oz_yaml_id name = OZ_NONE;
    oz_yaml_id value = oz_yaml_get(reading->doc, reading->doc->root, key, &name);

    return oz_yaml_node(reading->doc, value == OZ_NONE ? reading->doc->root : value)->span;
}

static const struct oz_yaml_node *node_of(const struct reading *reading, const char *key)
{
    oz_yaml_id id = oz_yaml_get(reading->doc, reading->doc->root, key, NULL);

    return id == OZ_NONE ? NULL : oz_yaml_node(reading->doc, id);
}

static void error(struct reading *reading, const char *code, const char *key,
                  const char *message)
{
    reading->fine = false;
    oz_diag(reading->diags, OUNCE_LEVEL_ERROR, code, span_of(reading, key), "%s", message);
}

/* Items that are no rules: known kinds, so that a typo is told from a neighbour. */
static const char *const item_kinds[] = {
    "rule",       "scheduled_rule", "policy",      "correlation_rule",
    "datamodel",  "global",         "lookup_table", "pack",
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

static enum oz_read unknown_kind(struct reading *reading, const struct oz_yaml_node *kind)
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
            nearest != NULL ? "did you mean \"" : "it is one of rule, scheduled_rule, policy, ",
            nearest != NULL ? nearest : "correlation_rule, datamodel, global, lookup_table, "
                                        "pack, saved_query, scheduled_query",
            nearest != NULL ? "\"?" : ", scheduled_prompt");
    return OZ_READ_BAD;
}

/* OZ_READ_RULE when the document should be read as one. */
static enum oz_read classify(struct reading *reading)
{
    const struct oz_yaml_document *doc = reading->doc;
    const struct oz_yaml_node *kind;

    if (doc->root == OZ_NONE || oz_yaml_node(doc, doc->root)->kind != OZ_YAML_MAP) {
        return OZ_READ_SKIPPED;
    }
    kind = node_of(reading, "AnalysisType");
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

static void check_unsupported(struct reading *reading)
{
    const struct oz_yaml_node *base = node_of(reading, "BaseDetection");
    const struct oz_yaml_node *body = node_of(reading, "Filename");

    if (base != NULL) {
        error(reading, "unsupported", "BaseDetection",
              "derived detections (\"BaseDetection\") are not supported by this version");
    }
    if (body != NULL && body->kind == OZ_YAML_TEXT && node_of(reading, "Detection") == NULL) {
        reading->fine = false;
        oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "unsupported", body->span,
                "the logic is Python (\"%.*s\"), which this version does not compile; "
                "\"Detection\" with match expressions is accepted",
                OZ_STR(body->text));
    }
}

static void check_alternatives(struct reading *reading)
{
    bool body = node_of(reading, "Filename") != NULL;
    bool detection = node_of(reading, "Detection") != NULL;
    bool log_types = node_of(reading, "LogTypes") != NULL;
    bool queries = node_of(reading, "ScheduledQueries") != NULL;
    const struct oz_yaml_node *kind = node_of(reading, "AnalysisType");

    if (node_of(reading, "BaseDetection") != NULL) {
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
              log_types ? "a rule has either \"LogTypes\" or \"ScheduledQueries\", not both"
                        : "the rule lacks \"LogTypes\" (or, for a scheduled rule, "
                          "\"ScheduledQueries\"), a list of text");
    } else if (oz_str_is(kind->text, "scheduled_rule") != queries) {
        oz_diag(reading->diags, OUNCE_LEVEL_WARNING, "log-types-mismatch", kind->span,
                "a %.*s usually has \"%s\"", OZ_STR(kind->text),
                queries ? "LogTypes" : "ScheduledQueries");
    }
}

static void check_severity(struct reading *reading)
{
    const struct oz_yaml_node *node = node_of(reading, "Severity");
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
            nearest != NULL ? "did you mean \"" : "it is one of Info, Low, Medium, High, ",
            nearest != NULL ? nearest : "Critical", nearest != NULL ? "\"?" : "");
}

static void check_numbers(struct reading *reading)
{
    const struct oz_yaml_node *threshold = node_of(reading, "Threshold");
    const struct oz_yaml_node *minutes = node_of(reading, "DedupPeriodMinutes");

    if (threshold != NULL && threshold->kind == OZ_YAML_INT && threshold->as.integer < 1) {
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

static void check_reports(struct reading *reading)
{
    oz_yaml_id reports = oz_yaml_get(reading->doc, reading->doc->root, "Reports", NULL);
    const struct oz_yaml_document *doc = reading->doc;

    if (reports == OZ_NONE || oz_yaml_node(doc, reports)->kind != OZ_YAML_MAP) {
        return;
    }
    for (uint32_t i = 0; i < oz_yaml_pairs(doc, reports); i++) {
        const struct oz_yaml_node *name = oz_yaml_node(doc, oz_yaml_key(doc, reports, i));
        oz_yaml_id list = oz_yaml_value(doc, reports, i);
        bool fine = name->kind == OZ_YAML_TEXT && oz_yaml_node(doc, list)->kind == OZ_YAML_LIST;

        for (uint32_t k = 0; fine && k < oz_yaml_node(doc, list)->as.run.count; k++) {
            enum oz_yaml_kind kind = oz_yaml_node(doc, oz_yaml_item(doc, list, k))->kind;

            fine = kind == OZ_YAML_TEXT || kind == OZ_YAML_INT || kind == OZ_YAML_REAL ||
                   kind == OZ_YAML_BIG;
        }
        if (!fine) {
            reading->fine = false;
            oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "wrong-type", name->span,
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

/* What a test is judged on: Resource (an older habit) wins over Log. */
static oz_yaml_id test_input(const struct oz_yaml_document *doc, oz_yaml_id test)
{
    oz_yaml_id resource = oz_yaml_get(doc, test, "Resource", NULL);

    return resource != OZ_NONE ? resource : oz_yaml_get(doc, test, "Log", NULL);
}

static void check_mocks(struct reading *reading, oz_yaml_id test)
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
                    oz_yaml_node(reading->doc, mock)->span, "a mock must be a map, not %s",
                    oz_yaml_kind_text(oz_yaml_node(reading->doc, mock)->kind));
        } else if (!oz_schema_check(reading->doc, mock, keys, "mock", OUNCE_LEVEL_ERROR,
                                    reading->diags)) {
            reading->fine = false;
        }
    }
}

static void check_test(struct reading *reading, oz_yaml_id test)
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
    if (test_input(reading->doc, test) == OZ_NONE) {
        reading->fine = false;
        oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "missing-key", node->span,
                "the test lacks \"Log\", the event as a map");
    }
}

static oz_yaml_id tests_of(const struct reading *reading, uint32_t *count)
{
    oz_yaml_id tests = oz_yaml_get(reading->doc, reading->doc->root, "Tests", NULL);

    *count = 0;
    if (tests != OZ_NONE && oz_yaml_node(reading->doc, tests)->kind == OZ_YAML_LIST) {
        *count = oz_yaml_node(reading->doc, tests)->as.run.count;
    }
    return tests;
}

static void check_tests(struct reading *reading)
{
    uint32_t count;
    oz_yaml_id tests = tests_of(reading, &count);

    for (uint32_t i = 0; i < count; i++) {
        check_test(reading, oz_yaml_item(reading->doc, tests, i));
    }
}

static bool copy_text(struct reading *reading, const char *text, ounce_str *out)
{
    if (text == NULL) {
        *out = (ounce_str){"", 0};
        return true;
    }
    return oz_arena_text(reading->arena, text, strlen(text), out);
}

static bool copy_list(struct reading *reading, char **items, unsigned count,
                      struct oz_text_list *out)
{
    out->count = count;
    out->items = oz_arena_array(reading->arena, count, sizeof *out->items);
    if (out->items == NULL) {
        return false;
    }
    for (unsigned i = 0; i < count; i++) {
        if (!copy_text(reading, items[i], &out->items[i])) {
            return false;
        }
    }
    return true;
}

static bool copy_node_text(struct reading *reading, const struct oz_yaml_node *node,
                           ounce_str *out)
{
    return oz_arena_text(reading->arena, node->text.data, node->text.size, out);
}

/* Alternating names and identifiers, in file order. */
static bool read_reports(struct reading *reading, struct oz_text_list *out)
{
    const struct oz_yaml_document *doc = reading->doc;
    oz_yaml_id reports = oz_yaml_get(doc, doc->root, "Reports", NULL);
    uint32_t capacity = 0;
    void *items = NULL;

    *out = (struct oz_text_list){NULL, 0};
    for (uint32_t i = 0; reports != OZ_NONE && i < oz_yaml_pairs(doc, reports); i++) {
        oz_yaml_id name = oz_yaml_key(doc, reports, i);
        oz_yaml_id list = oz_yaml_value(doc, reports, i);

        for (uint32_t k = 0; k < 2 * oz_yaml_node(doc, list)->as.run.count; k++) {
            oz_yaml_id from = k % 2 == 0 ? name : oz_yaml_item(doc, list, k / 2);

            if (!oz_arena_grow(reading->arena, &items, out->count, &capacity,
                               sizeof *out->items)) {
                return false;
            }
            out->items = items;
            if (!copy_node_text(reading, oz_yaml_node(doc, from),
                                &out->items[out->count++])) {
                return false;
            }
        }
    }
    return true;
}

static bool read_test(struct reading *reading, oz_yaml_id test, ounce_rule_test *out)
{
    const struct oz_yaml_document *doc = reading->doc;
    oz_yaml_id name = oz_yaml_get(doc, test, "Name", NULL);
    oz_yaml_id bad = OZ_NONE;
    struct oz_buf json;
    bool fine;

    memset(out, 0, sizeof *out);
    out->expected = oz_yaml_node(doc, oz_yaml_get(doc, test, "ExpectedResult", NULL))
                        ->as.boolean;
    out->line = oz_yaml_node(doc, name)->span.line;
    out->column = oz_yaml_node(doc, name)->span.column;
    oz_buf_init(&json, reading->arena->alloc);
    if (!oz_yaml_json(doc, test_input(doc, test), &json, &bad)) {
        reading->fine = false;
        oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "bad-event",
                oz_yaml_node(doc, bad)->span,
                "an event cannot hold an infinite number or NaN: JSON has none");
        json.size = 0;
    }
    fine = !json.failed && copy_node_text(reading, oz_yaml_node(doc, name), &out->name) &&
           oz_arena_text(reading->arena, json.size > 0 ? json.data : "", json.size,
                         &out->event);
    oz_buf_finish(&json);
    return fine;
}

static bool read_tests(struct reading *reading)
{
    uint32_t count;
    oz_yaml_id tests = tests_of(reading, &count);
    struct ounce_rule *rule = reading->rule;

    if (!reading->options->keep_tests) {
        return true;
    }
    rule->tests = oz_arena_array(reading->arena, count, sizeof *rule->tests);
    if (rule->tests == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!read_test(reading, oz_yaml_item(reading->doc, tests, i), &rule->tests[i])) {
            return false;
        }
        rule->test_count++;
    }
    return true;
}

static int64_t dedup_minutes(const struct reading *reading,
                             const struct oz_rule_metadata *metadata)
{
    if (node_of(reading, "DedupPeriodMinutes") == NULL || metadata->dedup_minutes == 0) {
        return 60;
    }
    return metadata->dedup_minutes < 5 ? 5 : metadata->dedup_minutes;
}

static bool copy_metadata(struct reading *reading, const struct oz_rule_metadata *metadata)
{
    struct ounce_rule *rule = reading->rule;
    const char *display_name = metadata->display_name != NULL ? metadata->display_name
                                                              : metadata->rule_id;

    rule->enabled = metadata->enabled;
    rule->create_alert = node_of(reading, "CreateAlert") == NULL || metadata->create_alert;
    rule->threshold = node_of(reading, "Threshold") == NULL ? 1 : metadata->threshold;
    rule->dedup_minutes = dedup_minutes(reading, metadata);
    rule->span = span_of(reading, "RuleID");
    rule->texts[OUNCE_RULE_FILE] = reading->diags->file;
    return copy_text(reading, metadata->rule_id, &rule->texts[OUNCE_RULE_ID]) &&
           copy_text(reading, display_name, &rule->texts[OUNCE_RULE_DISPLAY_NAME]) &&
           copy_text(reading, oz_severity_names[rule->severity],
                     &rule->texts[OUNCE_RULE_SEVERITY]) &&
           copy_text(reading, metadata->description, &rule->texts[OUNCE_RULE_DESCRIPTION]) &&
           copy_text(reading, metadata->reference, &rule->texts[OUNCE_RULE_REFERENCE]) &&
           copy_text(reading, metadata->runbook, &rule->texts[OUNCE_RULE_RUNBOOK]) &&
           copy_text(reading, metadata->status, &rule->texts[OUNCE_RULE_STATUS]) &&
           copy_text(reading, metadata->created_by, &rule->texts[OUNCE_RULE_CREATED_BY]) &&
           copy_list(reading, metadata->log_types, metadata->log_types_count,
                     &rule->lists[OUNCE_RULE_LOG_TYPES]) &&
           copy_list(reading, metadata->tags, metadata->tags_count,
                     &rule->lists[OUNCE_RULE_TAGS]) &&
           copy_list(reading, metadata->output_ids, metadata->output_ids_count,
                     &rule->lists[OUNCE_RULE_OUTPUT_IDS]) &&
           copy_list(reading, metadata->summary_attributes,
                     metadata->summary_attributes_count,
                     &rule->lists[OUNCE_RULE_SUMMARY_ATTRIBUTES]) &&
           copy_list(reading, metadata->scheduled_queries,
                     metadata->scheduled_queries_count,
                     &rule->lists[OUNCE_RULE_SCHEDULED_QUERIES]) &&
           read_reports(reading, &rule->lists[OUNCE_RULE_REPORTS]) && read_tests(reading);
}

static enum oz_read read_checked(struct reading *reading)
{
    const ounce_allocator *alloc = reading->arena->alloc;
    struct oz_rule_metadata *metadata;
    ounce_status status =
        oz_rule_metadata_load(alloc, reading->diags, reading->doc, &metadata);

    if (status == OUNCE_OK && !copy_metadata(reading, metadata)) {
        status = OUNCE_ERR_NOMEM;
    }
    oz_rule_metadata_free(alloc, metadata);
    if (status == OUNCE_ERR_NOMEM) {
        return OZ_READ_NOMEM;
    }
    return status == OUNCE_OK && reading->fine ? OZ_READ_RULE : OZ_READ_BAD;
}

/* The node under a key, if it is of the right kind: if not, that has been said. */
static oz_yaml_id source_of(const struct oz_yaml_document *doc, const char *key,
                            enum oz_yaml_kind kind)
{
    oz_yaml_id id = oz_yaml_get(doc, doc->root, key, NULL);

    return id != OZ_NONE && oz_yaml_node(doc, id)->kind == kind ? id : OZ_NONE;
}

static void find_sources(const struct oz_yaml_document *doc, struct oz_rule_source *source)
{
    source->doc = doc;
    source->detection = source_of(doc, "Detection", OZ_YAML_LIST);
    source->filters = source_of(doc, "InlineFilters", OZ_YAML_LIST);
    source->severities = source_of(doc, "DynamicSeverities", OZ_YAML_LIST);
    source->title = source_of(doc, "AlertTitle", OZ_YAML_TEXT);
    source->context = source_of(doc, "AlertContext", OZ_YAML_LIST);
    source->group_by = source_of(doc, "GroupBy", OZ_YAML_LIST);
}

enum oz_read oz_rule_read(struct oz_arena *arena, struct oz_diags *diags,
                          const struct oz_read_options *options,
                          const struct oz_yaml_document *doc, struct ounce_rule *rule,
                          struct oz_rule_source *source)
{
    struct reading reading = {arena, diags, options, doc, rule, true};
    const struct oz_yaml_node *id;
    enum oz_read kind = classify(&reading);

    if (kind != OZ_READ_RULE) {
        return kind;
    }
    memset(rule, 0, sizeof *rule);
    id = node_of(&reading, "RuleID");
    if (id != NULL && id->kind == OZ_YAML_TEXT &&
        !oz_arena_text(diags->arena, id->text.data, id->text.size, &diags->rule_id)) {
        return OZ_READ_NOMEM;
    }
    reading.fine = oz_schema_check(doc, doc->root, oz_rule_keys, "rule",
                                   options->lenient ? OUNCE_LEVEL_WARNING
                                                    : OUNCE_LEVEL_ERROR,
                                   diags);
    check_unsupported(&reading);
    check_alternatives(&reading);
    check_severity(&reading);
    check_numbers(&reading);
    check_reports(&reading);
    check_tests(&reading);
    find_sources(doc, source);
    return reading.fine ? read_checked(&reading) : OZ_READ_BAD;
}
