/* item.c — policies, correlation rules, data models, helpers, tables, packs, queries.
 *
 * All of them are read and validated, so that a whole repository can be checked, and
 * kept for hosts that want to know what is there. A policy becomes a rule as well
 * (policy.c); a correlation rule is not evaluated by this version, which a note says.
 */
#include "rule/item.h"

#include "base/str.h"
#include "rule/item_schema.h"
#include "rule/rule_reading.h"

static const char *const kind_names[] = {
    "rule",        "scheduled_rule",  "policy",           "correlation_rule",
    "datamodel",   "global",          "lookup_table",     "pack",
    "saved_query", "scheduled_query", "scheduled_prompt", NULL};

static enum oz_item_kind bad_kind(struct oz_diags *diags,
                                  const struct oz_yaml_node *kind)
{
    const char *nearest;

    if (kind->kind != OZ_YAML_TEXT) {
        oz_diag(diags, OUNCE_LEVEL_ERROR, "wrong-type", kind->span,
                "\"AnalysisType\" must be text, not %s", oz_yaml_kind_text(kind->kind));
        return OZ_ITEM_BAD;
    }
    if (oz_str_is(kind->text, "skill")) {
        oz_diag(diags, OUNCE_LEVEL_WARNING, "not-evaluated", kind->span,
                "a skill is not a detection; it is passed over");
        return OZ_ITEM_NONE;
    }
    nearest = oz_nearest(kind->text, kind_names);
    if (nearest != NULL) {
        oz_diag(diags, OUNCE_LEVEL_ERROR, "unknown-analysis-type", kind->span,
                "unknown AnalysisType \"%.*s\"; did you mean \"%s\"?",
                OZ_STR(kind->text), nearest);
    } else {
        oz_diag(
            diags, OUNCE_LEVEL_ERROR, "unknown-analysis-type", kind->span,
            "unknown AnalysisType \"%.*s\"; it is one of rule, scheduled_rule, policy, "
            "correlation_rule, datamodel, global, lookup_table, pack, saved_query, "
            "scheduled_query, scheduled_prompt",
            OZ_STR(kind->text));
    }
    return OZ_ITEM_BAD;
}

enum oz_item_kind oz_item_classify(struct oz_diags *diags,
                                   const struct oz_yaml_document *doc)
{
    const struct oz_yaml_node *kind;
    oz_yaml_id id;

    if (doc->root == OZ_NONE || oz_yaml_node(doc, doc->root)->kind != OZ_YAML_MAP) {
        return OZ_ITEM_NONE;
    }
    id = oz_yaml_get(doc, doc->root, "AnalysisType", NULL);
    if (id == OZ_NONE) {
        return OZ_ITEM_NONE;
    }
    kind = oz_yaml_node(doc, id);
    if (kind->kind == OZ_YAML_TEXT &&
        (oz_str_is(kind->text, "rule") || oz_str_is(kind->text, "scheduled_rule"))) {
        return OZ_ITEM_RULE;
    }
    for (int i = OZ_ITEM_POLICY; i <= OZ_ITEM_PROMPT; i++) {
        if (kind->kind == OZ_YAML_TEXT &&
            oz_str_is(kind->text, oz_item_shape((enum oz_item_kind)i)->type)) {
            return (enum oz_item_kind)i;
        }
    }
    return bad_kind(diags, kind);
}

/* ---- checks of single kinds; keys of the wrong type have been diagnosed ---- */

static bool has(const struct oz_rule_reading *reading, const char *key)
{
    return oz_rule_node(reading, key) != NULL;
}

static void check_query(struct oz_rule_reading *reading)
{
    if (!oz_item_is_query(reading)) {
        oz_rule_error(reading, "missing-key", "",
                      "the query lacks its text: one of \"Query\", \"AthenaQuery\", "
                      "\"SnowflakeQuery\", \"DatabricksQuery\"");
    }
}

/* The integer under a key of a map; `missing` when there is none. */
static int64_t number_in(const struct oz_yaml_document *doc, oz_yaml_id map,
                         const char *key, int64_t missing)
{
    oz_yaml_id id = oz_yaml_get(doc, map, key, NULL);

    return id != OZ_NONE && oz_yaml_node(doc, id)->kind == OZ_YAML_INT
               ? oz_yaml_node(doc, id)->as.integer
               : missing;
}

static void check_schedule(struct oz_rule_reading *reading)
{
    const struct oz_yaml_document *doc = reading->doc;
    oz_yaml_id schedule = oz_yaml_get(doc, doc->root, "Schedule", NULL);
    bool rate, cron;

    if (schedule == OZ_NONE || oz_yaml_node(doc, schedule)->kind != OZ_YAML_MAP) {
        return;
    }
    rate = oz_yaml_get(doc, schedule, "RateMinutes", NULL) != OZ_NONE;
    cron = oz_yaml_get(doc, schedule, "CronExpression", NULL) != OZ_NONE;
    if (rate == cron) {
        oz_rule_error(reading, rate ? "conflicting-keys" : "missing-key", "Schedule",
                      "a schedule has exactly one of \"RateMinutes\" and "
                      "\"CronExpression\"");
    } else if (rate) {
        int64_t minutes = number_in(doc, schedule, "RateMinutes", 2);

        if (minutes <= 1) {
            oz_rule_error(reading, "out-of-range", "Schedule",
                          "\"RateMinutes\" must be greater than 1");
        } else if (minutes < number_in(doc, schedule, "TimeoutMinutes", 0)) {
            oz_rule_error(reading, "out-of-range", "Schedule",
                          "\"RateMinutes\" must be at least \"TimeoutMinutes\"");
        }
    }
}

static void check_mappings(struct oz_rule_reading *reading)
{
    const struct oz_yaml_document *doc = reading->doc;
    oz_yaml_id list = oz_yaml_get(doc, doc->root, "Mappings", NULL);
    bool methods = false;

    if (list == OZ_NONE || oz_yaml_node(doc, list)->kind != OZ_YAML_LIST) {
        return;
    }
    for (uint32_t i = 0; i < oz_yaml_node(doc, list)->as.run.count; i++) {
        oz_yaml_id mapping = oz_yaml_item(doc, list, i);
        bool path, method;

        if (oz_yaml_node(doc, mapping)->kind != OZ_YAML_MAP) {
            continue;
        }
        path = oz_yaml_get(doc, mapping, "Path", NULL) != OZ_NONE;
        method = oz_yaml_get(doc, mapping, "Method", NULL) != OZ_NONE;
        methods = methods || method;
        if (path == method) {
            reading->fine = false;
            oz_diag(reading->diags, OUNCE_LEVEL_ERROR,
                    path ? "conflicting-keys" : "missing-key",
                    oz_yaml_node(doc, mapping)->span,
                    "a mapping has exactly one of \"Path\" and \"Method\"");
        }
    }
    if (methods && !has(reading, "Filename")) {
        oz_rule_error(reading, "missing-key", "Mappings",
                      "a mapping names a \"Method\", and the data model lacks "
                      "\"Filename\", where it would be");
    }
}

static bool is_prompt_name(ounce_str name)
{
    bool fine = name.size > 0 && name.data[0] >= 'a' && name.data[0] <= 'z';

    for (size_t i = 0; fine && i < name.size; i++) {
        char c = name.data[i];

        fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
    return fine;
}

static void check_prompt(struct oz_rule_reading *reading)
{
    const struct oz_yaml_node *name = oz_rule_node(reading, "PromptName");
    const struct oz_yaml_node *user = oz_rule_node(reading, "RunAsUser");
    const struct oz_yaml_node *length = oz_rule_node(reading, "OutputLength");
    const struct oz_yaml_node *private = oz_rule_node(reading, "Private");

    if (name != NULL && name->kind == OZ_YAML_TEXT && !is_prompt_name(name->text)) {
        oz_rule_error(
            reading, "bad-name", "PromptName",
            "\"PromptName\" is a lower-case letter and then lower-case letters, "
            "digits and underscores");
    }
    if (user != NULL && user->kind == OZ_YAML_TEXT && user->text.size == 0) {
        oz_rule_error(reading, "bad-name", "RunAsUser",
                      "\"RunAsUser\" must not be empty");
    }
    if (length != NULL && length->kind == OZ_YAML_TEXT &&
        !oz_str_is(length->text, "small") && !oz_str_is(length->text, "medium") &&
        !oz_str_is(length->text, "largest")) {
        oz_rule_error(reading, "out-of-range", "OutputLength",
                      "\"OutputLength\" is one of small, medium, largest");
    }
    if (private != NULL && private->kind == OZ_YAML_BOOL && private->as.boolean) {
        oz_rule_error(reading, "out-of-range", "Private",
                      "\"Private\" can only be false");
    }
}

static void check_kind(struct oz_rule_reading *reading, enum oz_item_kind kind)
{
    switch (kind) {
    case OZ_ITEM_POLICY:
        oz_rule_check_severity(reading);
        oz_rule_check_reports(reading);
        oz_rule_check_tests(reading);
        return;
    case OZ_ITEM_CORRELATION:
        oz_rule_check_severity(reading);
        oz_rule_check_reports(reading);
        return;
    case OZ_ITEM_DATAMODEL:
        check_mappings(reading);
        return;
    case OZ_ITEM_LOOKUP:
        oz_item_check_lookup(reading);
        return;
    case OZ_ITEM_SAVED_QUERY:
        check_query(reading);
        return;
    case OZ_ITEM_SCHEDULED_QUERY:
        check_query(reading);
        check_schedule(reading);
        return;
    case OZ_ITEM_PROMPT:
        check_prompt(reading);
        check_schedule(reading);
        return;
    case OZ_ITEM_GLOBAL:
    case OZ_ITEM_PACK:
    case OZ_ITEM_NONE:
    case OZ_ITEM_RULE:
    case OZ_ITEM_BAD:
        break;
    }
}

/* ---- what is kept ---- */

static bool own(struct oz_arena *arena, ounce_str text, ounce_str *out)
{
    return oz_arena_text(arena, text.data, text.size, out);
}

/* The texts of a list, if it is one. */
static bool keep_list(struct oz_rule_reading *reading, oz_yaml_id list,
                      struct oz_text_list *out)
{
    const struct oz_yaml_document *doc = reading->doc;
    uint32_t count;

    if (list == OZ_NONE || oz_yaml_node(doc, list)->kind != OZ_YAML_LIST) {
        return true;
    }
    count = oz_yaml_node(doc, list)->as.run.count;
    out->items = oz_arena_array(reading->arena, count, sizeof *out->items);
    for (uint32_t i = 0; out->items != NULL && i < count; i++) {
        const struct oz_yaml_node *item = oz_yaml_node(doc, oz_yaml_item(doc, list, i));

        if (item->kind == OZ_YAML_TEXT &&
            !own(reading->arena, item->text, &out->items[out->count++])) {
            return false;
        }
    }
    return out->items != NULL;
}

static bool keep_links(struct oz_rule_reading *reading, enum oz_item_kind kind,
                       struct oz_text_list *out)
{
    const struct oz_yaml_document *doc = reading->doc;
    oz_yaml_id definition;

    if (kind == OZ_ITEM_DATAMODEL) {
        return keep_list(reading, oz_yaml_get(doc, doc->root, "LogTypes", NULL), out);
    }
    if (kind == OZ_ITEM_CORRELATION) {
        return oz_item_check_correlation(reading, out);
    }
    definition = oz_yaml_get(doc, doc->root, "PackDefinition", NULL);
    if (kind != OZ_ITEM_PACK || definition == OZ_NONE ||
        oz_yaml_node(doc, definition)->kind != OZ_YAML_MAP) {
        return true;
    }
    return keep_list(reading, oz_yaml_get(doc, definition, "IDs", NULL), out);
}

static bool keep_member(struct oz_rule_reading *reading, oz_yaml_id map,
                        const char *key, ounce_str *out)
{
    oz_yaml_id id = oz_yaml_get(reading->doc, map, key, NULL);

    *out = (ounce_str){"", 0};
    return id == OZ_NONE || oz_yaml_node(reading->doc, id)->kind != OZ_YAML_TEXT ||
           own(reading->arena, oz_yaml_node(reading->doc, id)->text, out);
}

/* Where its code is, and what a data model maps. */
static bool keep_code(struct oz_rule_reading *reading, enum oz_item_kind kind,
                      struct oz_item *out)
{
    const struct oz_yaml_document *doc = reading->doc;
    oz_yaml_id list = oz_yaml_get(doc, doc->root, "Mappings", NULL);
    uint32_t count;

    if (kind != OZ_ITEM_GLOBAL && kind != OZ_ITEM_DATAMODEL && kind != OZ_ITEM_POLICY) {
        return true;
    }
    if (!keep_member(reading, doc->root, "Filename", &out->python)) {
        return false;
    }
    if (kind != OZ_ITEM_DATAMODEL || list == OZ_NONE ||
        oz_yaml_node(doc, list)->kind != OZ_YAML_LIST) {
        return true;
    }
    count = oz_yaml_node(doc, list)->as.run.count;
    out->mappings.items =
        oz_arena_array(reading->arena, 3 * (size_t)count, sizeof *out->mappings.items);
    for (uint32_t i = 0; out->mappings.items != NULL && i < count; i++) {
        oz_yaml_id map = oz_yaml_item(doc, list, i);
        ounce_str *into = &out->mappings.items[out->mappings.count];

        if (oz_yaml_node(doc, map)->kind != OZ_YAML_MAP) {
            continue; /* diagnosed */
        }
        if (!keep_member(reading, map, "Name", &into[0]) ||
            !keep_member(reading, map, "Path", &into[1]) ||
            !keep_member(reading, map, "Method", &into[2])) {
            return false;
        }
        out->mappings.count += 3;
    }
    return out->mappings.items != NULL;
}

static bool keep_json(struct oz_rule_reading *reading, ounce_str *out)
{
    struct oz_buf json;
    oz_yaml_id bad = OZ_NONE;
    bool fine;

    if (!reading->options->keep_items) {
        return true;
    }
    oz_buf_init(&json, reading->arena->alloc);
    if (!oz_yaml_json(reading->doc, reading->doc->root, &json, &bad)) {
        reading->fine = false;
        oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "bad-event",
                oz_yaml_node(reading->doc, bad)->span,
                "an infinite number or NaN cannot be kept: JSON has none");
        json.size = 0;
    }
    fine = !json.failed && oz_arena_text(reading->arena, json.size > 0 ? json.data : "",
                                         json.size, out);
    oz_buf_finish(&json);
    return fine;
}

static const struct oz_schema *schema_of(const struct oz_rule_reading *reading,
                                         enum oz_item_kind kind)
{
    return kind == OZ_ITEM_LOOKUP && oz_item_is_query(reading)
               ? &oz_schema_lookup_query
               : oz_item_shape(kind)->schema;
}

enum oz_read oz_item_read(struct oz_arena *arena, struct oz_diags *diags,
                          const struct oz_read_options *options,
                          const struct oz_yaml_document *doc, enum oz_item_kind kind,
                          struct oz_item *out)
{
    struct ounce_rule rule = {0};
    struct oz_rule_reading reading = {arena, diags, options, doc, &rule, true};
    const struct oz_item_shape *shape = oz_item_shape(kind);
    const struct oz_yaml_node *id = oz_rule_node(&reading, shape->id);
    const struct oz_yaml_node *enabled = oz_rule_node(&reading, "Enabled");

    memset(out, 0, sizeof *out);
    out->kind = kind;
    if (id != NULL && id->kind == OZ_YAML_TEXT &&
        (!own(diags->arena, id->text, &diags->rule_id) ||
         !own(arena, id->text, &out->id))) {
        return OZ_READ_NOMEM;
    }
    reading.fine =
        oz_schema_check(doc, doc->root, schema_of(&reading, kind),
                        options->lenient && kind == OZ_ITEM_POLICY ? OUNCE_LEVEL_WARNING
                                                                   : OUNCE_LEVEL_ERROR,
                        diags);
    check_kind(&reading, kind);
    if (!keep_links(&reading, kind, &out->links) || !keep_json(&reading, &out->json) ||
        !keep_code(&reading, kind, out) ||
        (kind == OZ_ITEM_LOOKUP && !oz_item_keep_table(&reading, &out->table)) ||
        !own(arena, diags->file, &out->file)) {
        return OZ_READ_NOMEM;
    }
    out->type = (ounce_str){shape->type, strlen(shape->type)};
    out->span = oz_rule_span(&reading, shape->id);
    out->enabled =
        enabled == NULL || enabled->kind != OZ_YAML_BOOL || enabled->as.boolean;
    return reading.fine ? OZ_READ_FINE : OZ_READ_BAD;
}
