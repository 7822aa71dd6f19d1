/* catalog_json.c — an entry as one JSON object; contract.md's shape in docs/catalog.md.
 */
#include "base/str.h"
#include "catalog/catalog.h"
#include "rule/rule.h"

static void text(struct oz_buf *buf, const char *name, ounce_str value)
{
    oz_buf_text(buf, name);
    oz_buf_json(buf, value.data, value.size);
}

static void text_or_null(struct oz_buf *buf, const char *name, ounce_str value)
{
    if (value.size > 0) {
        text(buf, name, value);
    } else {
        oz_buf_text(buf, name);
        oz_buf_text(buf, "null");
    }
}

static void texts(struct oz_buf *buf, const char *name, const ounce_str *items,
                  uint32_t count)
{
    oz_buf_text(buf, name);
    oz_buf_char(buf, '[');
    for (uint32_t i = 0; i < count; i++) {
        text(buf, i > 0 ? "," : "", items[i]);
    }
    oz_buf_char(buf, ']');
}

static void attack(struct oz_buf *buf, const ounce_catalog_entry *entry)
{
    oz_buf_text(buf, ",\"attack\":[");
    for (uint32_t i = 0; i < entry->attack_count; i++) {
        const ounce_catalog_attack *row = &entry->attack[i];

        oz_buf_text(buf, i > 0 ? ",{" : "{");
        text_or_null(buf, "\"tactic_id\":", row->tactic_id);
        text_or_null(buf, ",\"tactic\":", row->tactic);
        text_or_null(buf, ",\"technique_id\":", row->technique_id);
        text_or_null(buf, ",\"technique\":", row->technique);
        oz_buf_char(buf, '}');
    }
    oz_buf_char(buf, ']');
}

static bool seen_before(const struct oz_text_list *reports, uint32_t at)
{
    for (uint32_t i = 0; i < at; i += 2) {
        if (oz_str_equal(reports->items[i], reports->items[at])) {
            return true;
        }
    }
    return false;
}

/* Each framework with its identifiers. */
static void reports(struct oz_buf *buf, const struct ounce_rule *rule)
{
    const struct oz_text_list *list = &rule->lists[OUNCE_RULE_REPORTS];
    bool begun = false;

    oz_buf_text(buf, ",\"reports\":{");
    for (uint32_t i = 0; i + 1 < list->count; i += 2) {
        if (seen_before(list, i)) {
            continue;
        }
        text(buf, begun ? "," : "", list->items[i]);
        begun = true;
        for (uint32_t j = i; j + 1 < list->count; j += 2) {
            if (oz_str_equal(list->items[j], list->items[i])) {
                text(buf, j == i ? ":[" : ",", list->items[j + 1]);
            }
        }
        oz_buf_char(buf, ']');
    }
    oz_buf_char(buf, '}');
}

static void facts(struct oz_buf *buf, const char *name, const ounce_catalog_fact *facts,
                  uint32_t count, bool corpus)
{
    oz_buf_text(buf, name);
    oz_buf_char(buf, '[');
    for (uint32_t i = 0; i < count; i++) {
        const ounce_catalog_fact *fact = &facts[i];

        text(buf, i > 0 ? ",{\"field\":" : "{\"field\":", fact->field);
        text(buf, ",\"kind\":", fact->kind);
        oz_buf_text(buf, ",\"values\":[");
        for (uint32_t j = 0; j < fact->value_count; j++) {
            oz_buf_text(buf, j > 0 ? "," : "");
            oz_buf_str(buf, fact->values[j]);
        }
        oz_buf_char(buf, ']');
        if (corpus) {
            oz_buf_text(buf, ",\"corpus\":");
            oz_buf_uint(buf, fact->corpus);
        }
        oz_buf_char(buf, '}');
    }
    oz_buf_char(buf, ']');
}

static void outputs(struct oz_buf *buf, const ounce_catalog_entry *entry)
{
    oz_buf_text(buf, ",\"output_fields\":[");
    for (uint32_t i = 0; i < entry->output_count; i++) {
        text(buf, i > 0 ? ",{\"field\":" : "{\"field\":", entry->outputs[i].field);
        text_or_null(buf, ",\"source\":", entry->outputs[i].source);
        oz_buf_char(buf, '}');
    }
    oz_buf_char(buf, ']');
}

static void same_action(const struct ounce_catalog *catalog,
                        const ounce_catalog_entry *entry, struct oz_buf *buf)
{
    oz_buf_text(buf, ",\"same_action\":[");
    for (uint32_t i = 0; i < entry->same_action_count; i++) {
        text(buf, i > 0 ? "," : "",
             catalog->plan->rules[entry->same_action[i]].rule->texts[OUNCE_RULE_ID]);
    }
    oz_buf_char(buf, ']');
}

void oz_catalog_json(const struct ounce_catalog *catalog, uint32_t id,
                     struct oz_buf *buf)
{
    const struct ounce_rule *rule = catalog->plan->rules[id].rule;
    const ounce_catalog_entry *entry = &catalog->entries[id];

    text(buf, "{\"rule_id\":", rule->texts[OUNCE_RULE_ID]);
    text(buf, ",\"display_name\":", rule->texts[OUNCE_RULE_DISPLAY_NAME]);
    text(buf, ",\"severity\":", rule->texts[OUNCE_RULE_SEVERITY]);
    oz_buf_text(buf, rule->enabled ? ",\"enabled\":true" : ",\"enabled\":false");
    texts(buf, ",\"log_types\":", rule->lists[OUNCE_RULE_LOG_TYPES].items,
          rule->lists[OUNCE_RULE_LOG_TYPES].count);
    text(buf, ",\"file\":", rule->texts[OUNCE_RULE_FILE]);
    attack(buf, entry);
    reports(buf, rule);
    texts(buf, ",\"condition\":", entry->condition, entry->condition_count);
    facts(buf, ",\"exclusions\":", entry->exclusions, entry->exclusion_count, false);
    facts(buf, ",\"indicators\":", entry->indicators, entry->indicator_count, true);
    outputs(buf, entry);
    same_action(catalog, entry, buf);
    texts(buf, ",\"opaque\":", entry->opaque, entry->opaque_count);
    oz_buf_text(buf, ",\"tests\":");
    oz_buf_uint(buf, rule->test_count);
    oz_buf_char(buf, '}');
}
