/* policy.c — a policy document → a rule that judges resources.
 *
 *     PolicyID, ResourceTypes, policy(resource)  =>  RuleID, LogTypes, not
 * policy(resource)
 *
 * item.c has said what is wrong with the document; what is right is read here, so that
 * a policy can be compiled, listed, tested and matched as rules are.
 */
#include "base/str.h"
#include "rule/item.h"
#include "rule/rule_reading.h"

static bool own(struct oz_rule_reading *reading, ounce_str text, ounce_str *out)
{
    return oz_arena_text(reading->arena, text.size > 0 ? text.data : "", text.size,
                         out);
}

static bool read_text(struct oz_rule_reading *reading, const char *key, ounce_str *out)
{
    const struct oz_yaml_node *node = oz_rule_node(reading, key);

    return own(reading, node == NULL ? (ounce_str){NULL, 0} : node->text, out);
}

static bool read_texts(struct oz_rule_reading *reading)
{
    static const struct {
        const char *key;
        uint32_t field;
    } rows[] = {
        {"PolicyID", OUNCE_RULE_ID},
        {"DisplayName", OUNCE_RULE_DISPLAY_NAME},
        {"Description", OUNCE_RULE_DESCRIPTION},
        {"Reference", OUNCE_RULE_REFERENCE},
        {"Runbook", OUNCE_RULE_RUNBOOK},
        {"Status", OUNCE_RULE_STATUS},
        {"CreatedBy", OUNCE_RULE_CREATED_BY},
    };
    struct ounce_rule *rule = reading->rule;
    ounce_str none = {"", 0};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!read_text(reading, rows[i].key, &rule->texts[rows[i].field])) {
            return false;
        }
    }
    if (oz_rule_node(reading, "DisplayName") == NULL) {
        rule->texts[OUNCE_RULE_DISPLAY_NAME] = rule->texts[OUNCE_RULE_ID];
    }
    rule->texts[OUNCE_RULE_SEVERITY] = (ounce_str){
        oz_severity_names[rule->severity], strlen(oz_severity_names[rule->severity])};
    rule->texts[OUNCE_RULE_FILE] = reading->diags->file;
    rule->texts[OUNCE_RULE_BASE] = none;
    return read_text(reading, "Filename", &rule->python);
}

static bool read_list(struct oz_rule_reading *reading, const char *key,
                      struct oz_text_list *out)
{
    const struct oz_yaml_node *list = oz_rule_node(reading, key);
    oz_yaml_id id = oz_yaml_get(reading->doc, reading->doc->root, key, NULL);
    uint32_t count = list == NULL ? 0 : list->as.run.count;

    out->items = oz_arena_array(reading->arena, count, sizeof *out->items);
    for (uint32_t i = 0; out->items != NULL && i < count; i++) {
        if (!own(reading,
                 oz_yaml_node(reading->doc, oz_yaml_item(reading->doc, id, i))->text,
                 &out->items[out->count++])) {
            return false;
        }
    }
    return out->items != NULL;
}

static bool read_lists(struct oz_rule_reading *reading)
{
    struct oz_text_list *lists = reading->rule->lists;

    return read_list(reading, "ResourceTypes", &lists[OUNCE_RULE_LOG_TYPES]) &&
           read_list(reading, "Tags", &lists[OUNCE_RULE_TAGS]) &&
           read_list(reading, "OutputIds", &lists[OUNCE_RULE_OUTPUT_IDS]) &&
           oz_rule_read_reports(reading, &lists[OUNCE_RULE_REPORTS]);
}

static void read_numbers(struct oz_rule_reading *reading)
{
    const struct oz_yaml_node *base_risk =
        oz_rule_node(reading, "OnlyUseBaseRiskScore");
    const struct oz_yaml_node *version = oz_rule_node(reading, "BaseVersion");
    struct ounce_rule *rule = reading->rule;

    rule->kind = OUNCE_RULE_KIND_POLICY;
    rule->enabled = oz_rule_node(reading, "Enabled")->as.boolean;
    rule->create_alert = true;
    rule->threshold = 1;
    rule->dedup_minutes = 60;
    rule->only_base_risk = base_risk != NULL && base_risk->as.boolean;
    rule->base_version = version == NULL ? 0 : version->as.integer;
}

enum oz_read oz_policy_read(struct oz_arena *arena, struct oz_diags *diags,
                            const struct oz_read_options *options,
                            const struct oz_yaml_document *doc, struct ounce_rule *rule)
{
    struct oz_rule_reading reading = {arena, diags, options, doc, rule, true};

    memset(rule, 0, sizeof *rule);
    rule->span = oz_rule_span(&reading, "PolicyID");
    oz_severity_rank(oz_rule_node(&reading, "Severity")->text, true, &rule->severity);
    read_numbers(&reading);
    if (!read_texts(&reading) || !read_lists(&reading) ||
        !oz_rule_read_tests(&reading)) {
        return OZ_READ_NOMEM;
    }
    return reading.fine ? OZ_READ_FINE : OZ_READ_BAD;
}
