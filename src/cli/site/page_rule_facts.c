/* page_rule_facts.c — what the catalog says of a rule: coverage, rules detecting the
 * same action, condition, exclusions, indicators, output fields.
 */
#include "cli/site/html.h"
#include "cli/site/page_rule.h"

#define ROOT "../"

static void table(struct cli_text *out, const char *head)
{
    cli_text_put(out, "<div class=\"scroll\"><table><thead><tr>");
    cli_text_put(out, head);
    cli_text_put(out, "</tr></thead><tbody>\n");
}

static void end_table(struct cli_text *out)
{
    cli_text_put(out, "</tbody></table></div>\n");
}

static void id_and_name(struct cli_text *out, ounce_str id, ounce_str name)
{
    html_element(out, "span", "tid", id);
    if (name.size > 0) {
        cli_text_char(out, ' ');
        html_text(out, name);
    }
}

/* ---- coverage ---- */

static void attack(struct site *site, const ounce_catalog_entry *entry)
{
    struct cli_text *out = &site->page;

    page_section(out, "attack", "MITRE ATT&amp;CK coverage");
    if (entry->attack_count == 0) {
        page_none(out, "The rule reports no tactic and no technique.");
        cli_text_put(out, "</section>\n");
        return;
    }
    table(out, "<th>Tactic</th><th>Techniques</th>");
    for (uint32_t i = 0; i < entry->attack_count; i++) {
        const ounce_catalog_attack *row = &entry->attack[i];

        cli_text_put(out, "<tr><td>");
        id_and_name(out, row->tactic_id, row->tactic);
        cli_text_put(out, "</td><td>");
        id_and_name(out, row->technique_id, row->technique);
        cli_text_put(out, "</td></tr>\n");
    }
    end_table(out);
    cli_text_put(out, "</section>\n");
}

static void same_action(struct site *site, const ounce_catalog_entry *entry)
{
    struct cli_text *out = &site->page;

    page_section(out, "same", "Rules detecting the same action");
    if (entry->same_action_count == 0) {
        page_none(out, "No other rule filters on the same API call or operation.");
        cli_text_put(out, "</section>\n");
        return;
    }
    cli_text_put(out, "<p>Other rules of the same log type that filter on the same API "
                      "call or operation.</p>\n<ul class=\"same\">\n");
    for (uint32_t i = 0; i < entry->same_action_count; i++) {
        uint32_t other = entry->same_action[i];

        cli_text_put(out, "<li>");
        site_severity(site, other);
        cli_text_char(out, ' ');
        site_link_rule(site, ROOT, other,
                       site_text(site, other, OUNCE_RULE_DISPLAY_NAME));
        cli_text_char(out, ' ');
        html_element(out, "code", NULL, site_text(site, other, OUNCE_RULE_ID));
        cli_text_put(out, "</li>\n");
    }
    cli_text_put(out, "</ul></section>\n");
}

void page_rule_coverage(struct site *site, uint32_t rule)
{
    attack(site, site_entry(site, rule));
    same_action(site, site_entry(site, rule));
}

/* ---- detection logic ---- */

static void lines(struct cli_text *out, const ounce_str *items, uint32_t count)
{
    cli_text_put(out, "<ol class=\"lines\">\n");
    for (uint32_t i = 0; i < count; i++) {
        cli_text_put(out, "<li>");
        html_element(out, "code", NULL, items[i]);
        cli_text_put(out, "</li>\n");
    }
    cli_text_put(out, "</ol>\n");
}

static void condition(struct cli_text *out, const ounce_catalog_entry *entry)
{
    page_section(out, "logic", "Detection logic");
    cli_text_put(out, "<h3>Condition</h3>\n<p>The rule matches when every line "
                      "holds.</p>\n");
    if (entry->condition_count == 0) {
        page_none(out, "No line: the rule matches every event it is given.");
    } else {
        lines(out, entry->condition, entry->condition_count);
    }
    if (entry->opaque_count > 0) {
        cli_text_put(out, "<details><summary>What no predicate says (");
        cli_text_uint(out, entry->opaque_count);
        cli_text_put(out, ")</summary>\n");
        lines(out, entry->opaque, entry->opaque_count);
        cli_text_put(out, "</details>\n");
    }
    cli_text_put(out, "</section>\n");
}

static void values(struct cli_text *out, const ounce_catalog_fact *fact)
{
    for (uint32_t i = 0; i < fact->value_count; i++) {
        cli_text_put(out, i == 0 ? "" : "<br>");
        html_element(out, "code", NULL, fact->values[i]);
    }
}

static void fact_row(struct site *site, const ounce_catalog_fact *fact, bool corpus)
{
    struct cli_text *out = &site->page;

    cli_text_put(out, "<tr><td><code>");
    site_link_group(site, ROOT, "fields", &site->fields, fact->field);
    cli_text_put(out, "</code></td><td>");
    html_element(out, "code", "kind", fact->kind);
    cli_text_put(out, "</td><td>");
    values(out, fact);
    if (corpus) {
        cli_text_put(out, "</td><td class=\"num\">");
        cli_text_uint(out, fact->corpus);
    }
    cli_text_put(out, "</td></tr>\n");
}

static void exclusions(struct site *site, const ounce_catalog_entry *entry)
{
    struct cli_text *out = &site->page;

    page_section(out, "exclusions", "Exclusions");
    if (entry->exclusion_count == 0) {
        page_none(out, "The rule excludes nothing.");
        cli_text_put(out, "</section>\n");
        return;
    }
    cli_text_put(out,
                 "<p>Predicates of lines that begin with <code>not</code>: what the "
                 "rule suppresses.</p>\n");
    table(out, "<th>Field</th><th>Kind</th><th>Excluded values</th>");
    for (uint32_t i = 0; i < entry->exclusion_count; i++) {
        fact_row(site, &entry->exclusions[i], false);
    }
    end_table(out);
    cli_text_put(out, "</section>\n");
}

static void indicators(struct site *site, const ounce_catalog_entry *entry)
{
    struct cli_text *out = &site->page;

    page_section(out, "indicators", "Indicators");
    if (entry->indicator_count == 0) {
        page_none(out, "The rule looks for no field and value that can be listed.");
        cli_text_put(out, "</section>\n");
        return;
    }
    cli_text_put(out,
                 "<p>What the rule looks for. <em>Corpus</em> counts the other rules "
                 "of the catalog that look for the same.</p>\n");
    table(out,
          "<th>Field</th><th>Kind</th><th>Values</th><th class=\"num\">Corpus</th>");
    for (uint32_t i = 0; i < entry->indicator_count; i++) {
        fact_row(site, &entry->indicators[i], true);
    }
    end_table(out);
    cli_text_put(out, "</section>\n");
}

/* The path of the event is the link, under whichever heading it stands. */
static void outputs(struct site *site, const ounce_catalog_entry *entry)
{
    struct cli_text *out = &site->page;

    page_section(out, "outputs", "Output fields");
    if (entry->output_count == 0) {
        page_none(out, "Its alerts show no field of the event.");
        cli_text_put(out, "</section>\n");
        return;
    }
    cli_text_put(out, "<p>Fields of the event that its alerts show: in title, "
                      "description, dedup or alert context.</p>\n");
    table(out, "<th>Field</th><th>Source</th>");
    for (uint32_t i = 0; i < entry->output_count; i++) {
        const ounce_catalog_output *output = &entry->outputs[i];

        cli_text_put(out, "<tr><td><code>");
        if (output->source.size == 0) {
            site_link_group(site, ROOT, "fields", &site->fields, output->field);
        } else {
            html_text(out, output->field);
        }
        cli_text_put(out, "</code></td><td><code>");
        site_link_group(site, ROOT, "fields", &site->fields, output->source);
        cli_text_put(out, "</code></td></tr>\n");
    }
    end_table(out);
    cli_text_put(out, "</section>\n");
}

void page_rule_logic(struct site *site, uint32_t rule)
{
    const ounce_catalog_entry *entry = site_entry(site, rule);

    condition(&site->page, entry);
    exclusions(site, entry);
    indicators(site, entry);
    outputs(site, entry);
}
