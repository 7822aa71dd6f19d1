/* rule_read.c — document → rule.
 *
 * First everything that is wrong is said (rule_check.c), then what is right is read:
 * metadata by way of libcyaml (rule_metadata.c), reports and tests from the document.
 */
#include "base/str.h"
#include "rule/rule_metadata.h"
#include "rule/rule_reading.h"

static bool copy_text(struct oz_rule_reading *reading, const char *text, ounce_str *out)
{
    if (text == NULL) {
        *out = (ounce_str){"", 0};
        return true;
    }
    return oz_arena_text(reading->arena, text, strlen(text), out);
}

static bool copy_list(struct oz_rule_reading *reading, char **items, unsigned count,
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

static bool copy_node_text(struct oz_rule_reading *reading,
                           const struct oz_yaml_node *node, ounce_str *out)
{
    return oz_arena_text(reading->arena, node->text.data, node->text.size, out);
}

/* Alternating names and identifiers, in file order. */
bool oz_rule_read_reports(struct oz_rule_reading *reading, struct oz_text_list *out)
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

static bool add_mock_name(struct oz_rule_reading *reading, ounce_str name,
                          uint32_t *capacity)
{
    struct oz_text_list *mocks = &reading->rule->mocks;
    void *items = mocks->items;

    for (uint32_t i = 0; i < mocks->count; i++) {
        if (oz_str_equal(mocks->items[i], name)) {
            return true;
        }
    }
    if (!oz_arena_grow(reading->arena, &items, mocks->count, capacity,
                       sizeof *mocks->items)) {
        return false;
    }
    mocks->items = items;
    return oz_arena_text(reading->arena, name.data, name.size,
                         &mocks->items[mocks->count++]);
}

/* One object: the name of each mock, and what it returns. */
static bool read_mocks(struct oz_rule_reading *reading, oz_yaml_id list,
                       uint32_t *capacity, ounce_str *out)
{
    const struct oz_yaml_document *doc = reading->doc;
    struct oz_buf json;
    bool fine = true;

    if (list == OZ_NONE || oz_yaml_node(doc, list)->kind != OZ_YAML_LIST) {
        return true;
    }
    oz_buf_init(&json, reading->arena->alloc);
    for (uint32_t i = 0; fine && i < oz_yaml_node(doc, list)->as.run.count; i++) {
        oz_yaml_id map = oz_yaml_item(doc, list, i);
        oz_yaml_id name = oz_yaml_node(doc, map)->kind == OZ_YAML_MAP
                              ? oz_yaml_get(doc, map, "objectName", NULL)
                              : OZ_NONE;
        oz_yaml_id value =
            name == OZ_NONE ? OZ_NONE : oz_yaml_get(doc, map, "returnValue", NULL);
        oz_yaml_id bad;

        if (value == OZ_NONE || oz_yaml_node(doc, name)->kind != OZ_YAML_TEXT) {
            continue;
        }
        oz_buf_char(&json, json.size == 0 ? '{' : ',');
        oz_buf_json(&json, oz_yaml_node(doc, name)->text.data,
                    oz_yaml_node(doc, name)->text.size);
        oz_buf_char(&json, ':');
        fine = oz_yaml_json(doc, value, &json, &bad) &&
               add_mock_name(reading, oz_yaml_node(doc, name)->text, capacity);
    }
    if (json.size > 0) {
        oz_buf_char(&json, '}');
    }
    fine =
        fine && !json.failed &&
        oz_arena_text(reading->arena, json.size > 0 ? json.data : "", json.size, out);
    oz_buf_finish(&json);
    return fine;
}

/* Without mocks a test looks like an event; what it says of tables needs the
 * difference. */
static bool says_of_tables(const struct oz_yaml_document *doc, oz_yaml_id test)
{
    oz_yaml_id event = oz_rule_test_input(doc, test);

    return oz_yaml_get(doc, event, "_mocked_lookup_data_", NULL) != OZ_NONE;
}

static bool read_test(struct oz_rule_reading *reading, oz_yaml_id test,
                      uint32_t *mock_capacity, ounce_rule_test *out)
{
    const struct oz_yaml_document *doc = reading->doc;
    oz_yaml_id name = oz_yaml_get(doc, test, "Name", NULL);
    oz_yaml_id bad = OZ_NONE;
    struct oz_buf json;
    bool fine;

    memset(out, 0, sizeof *out);
    out->expected =
        oz_yaml_node(doc, oz_yaml_get(doc, test, "ExpectedResult", NULL))->as.boolean;
    out->line = oz_yaml_node(doc, name)->span.line;
    out->column = oz_yaml_node(doc, name)->span.column;
    oz_buf_init(&json, reading->arena->alloc);
    if (!oz_yaml_json(doc, oz_rule_test_input(doc, test), &json, &bad)) {
        reading->fine = false;
        oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "bad-event",
                oz_yaml_node(doc, bad)->span,
                "an event cannot hold an infinite number or NaN: JSON has none");
        json.size = 0;
    }
    fine = !json.failed &&
           copy_node_text(reading, oz_yaml_node(doc, name), &out->name) &&
           read_mocks(reading, oz_yaml_get(doc, test, "Mocks", NULL), mock_capacity,
                      &out->mocks) &&
           oz_arena_text(reading->arena, json.size > 0 ? json.data : "", json.size,
                         &out->event);
    if (fine && out->mocks.size == 0 && says_of_tables(doc, test)) {
        out->mocks = OZ_LIT("{}");
    }
    oz_buf_finish(&json);
    return fine;
}

bool oz_rule_read_tests(struct oz_rule_reading *reading)
{
    uint32_t count, mock_capacity = 0;
    oz_yaml_id tests = oz_rule_tests(reading, &count);
    struct ounce_rule *rule = reading->rule;

    if (!reading->options->keep_tests) {
        return true;
    }
    rule->tests = oz_arena_array(reading->arena, count, sizeof *rule->tests);
    if (rule->tests == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!read_test(reading, oz_yaml_item(reading->doc, tests, i), &mock_capacity,
                       &rule->tests[i])) {
            return false;
        }
        rule->test_count++;
    }
    return true;
}

static int64_t dedup_minutes(const struct oz_rule_reading *reading,
                             const struct oz_rule_metadata *metadata)
{
    if (oz_rule_node(reading, "DedupPeriodMinutes") == NULL ||
        metadata->dedup_minutes == 0) {
        return 60;
    }
    return metadata->dedup_minutes < 5 ? 5 : metadata->dedup_minutes;
}

static bool copy_metadata(struct oz_rule_reading *reading,
                          const struct oz_rule_metadata *metadata)
{
    struct ounce_rule *rule = reading->rule;
    const char *display_name =
        metadata->display_name != NULL ? metadata->display_name : metadata->rule_id;

    if (oz_str_is(oz_rule_node(reading, "AnalysisType")->text, "scheduled_rule")) {
        rule->kind = OUNCE_RULE_KIND_SCHEDULED;
    }
    rule->enabled = metadata->enabled;
    rule->create_alert =
        oz_rule_node(reading, "CreateAlert") == NULL || metadata->create_alert;
    rule->threshold =
        oz_rule_node(reading, "Threshold") == NULL ? 1 : metadata->threshold;
    rule->dedup_minutes = dedup_minutes(reading, metadata);
    rule->texts[OUNCE_RULE_FILE] = reading->diags->file;
    rule->given = oz_rule_keys_given(reading->doc);
    rule->only_base_risk = metadata->only_base_risk;
    rule->base_version = metadata->base_version;
    return copy_text(reading, metadata->rule_id, &rule->texts[OUNCE_RULE_ID]) &&
           copy_text(reading, metadata->base_detection,
                     &rule->texts[OUNCE_RULE_BASE]) &&
           copy_text(reading, display_name, &rule->texts[OUNCE_RULE_DISPLAY_NAME]) &&
           copy_text(reading, oz_severity_names[rule->severity],
                     &rule->texts[OUNCE_RULE_SEVERITY]) &&
           copy_text(reading, metadata->description,
                     &rule->texts[OUNCE_RULE_DESCRIPTION]) &&
           copy_text(reading, metadata->reference,
                     &rule->texts[OUNCE_RULE_REFERENCE]) &&
           copy_text(reading, metadata->runbook, &rule->texts[OUNCE_RULE_RUNBOOK]) &&
           copy_text(reading, metadata->status, &rule->texts[OUNCE_RULE_STATUS]) &&
           copy_text(reading, metadata->filename, &rule->python) &&
           copy_text(reading, metadata->created_by,
                     &rule->texts[OUNCE_RULE_CREATED_BY]) &&
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
           oz_rule_read_reports(reading, &rule->lists[OUNCE_RULE_REPORTS]) &&
           oz_rule_read_tests(reading);
}

static enum oz_read read_checked(struct oz_rule_reading *reading)
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
    return status == OUNCE_OK && reading->fine ? OZ_READ_FINE : OZ_READ_BAD;
}

/* The node under a key, if it is of the right kind: if not, that has been said. */
static oz_yaml_id source_of(const struct oz_yaml_document *doc, const char *key,
                            enum oz_yaml_kind kind)
{
    oz_yaml_id id = oz_yaml_get(doc, doc->root, key, NULL);

    return id != OZ_NONE && oz_yaml_node(doc, id)->kind == kind ? id : OZ_NONE;
}

static void find_sources(const struct oz_yaml_document *doc,
                         struct oz_rule_source *source)
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
    struct oz_rule_reading reading = {arena, diags, options, doc, rule, true};
    const struct oz_yaml_node *id;

    memset(rule, 0, sizeof *rule);
    id = oz_rule_node(&reading, "RuleID");
    rule->span = oz_rule_span(&reading, "RuleID");
    if (id != NULL && id->kind == OZ_YAML_TEXT &&
        !oz_arena_text(diags->arena, id->text.data, id->text.size, &diags->rule_id)) {
        return OZ_READ_NOMEM;
    }
    oz_rule_check(&reading);
    find_sources(doc, source);
    return reading.fine ? read_checked(&reading) : OZ_READ_BAD;
}
