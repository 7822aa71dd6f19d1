/* page_markdown.c — the same pages as Markdown: index.md and one file a rule. */
#include <string.h>

#include "cli/site/html.h"
#include "cli/site/markdown.h"
#include "cli/site/site.h"

static void heading(struct cli_text *out, const char *title)
{
    cli_text_put(out, "\n## ");
    cli_text_put(out, title);
    cli_text_put(out, "\n\n");
}

static void none(struct cli_text *out)
{
    cli_text_put(out, "None.\n");
}

static void link_to(struct site *site, const char *root, uint32_t rule)
{
    if (!site->selection->wanted[rule]) {
        markdown_text(&site->page, site_text(site, rule, OUNCE_RULE_DISPLAY_NAME));
        return;
    }
    cli_text_char(&site->page, '[');
    markdown_text(&site->page, site_text(site, rule, OUNCE_RULE_DISPLAY_NAME));
    cli_text_put(&site->page, "](");
    cli_text_put(&site->page, root);
    cli_text_put(&site->page, site->rule_names[rule]);
    cli_text_put(&site->page, ".md)");
}

static void list_items(struct site *site, uint32_t rule, uint32_t field)
{
    const ounce_str *item;

    for (uint32_t i = 0; (item = site_item(site, rule, field, i)) != NULL; i++) {
        cli_text_put(&site->page, i > 0 ? ", " : "");
        markdown_text(&site->page, *item);
    }
}

/* ---- a rule ---- */

static void cell(struct cli_text *out, ounce_str id, ounce_str name)
{
    cli_text_put(out, "| ");
    markdown_text(out, id);
    cli_text_put(out, name.size > 0 ? " " : "");
    markdown_text(out, name);
    cli_text_char(out, ' ');
}

static void attack(struct cli_text *out, const ounce_catalog_entry *entry)
{
    heading(out, "MITRE ATT&CK coverage");
    if (entry->attack_count == 0) {
        none(out);
        return;
    }
    cli_text_put(out, "| Tactic | Techniques |\n|---|---|\n");
    for (uint32_t i = 0; i < entry->attack_count; i++) {
        const ounce_catalog_attack *row = &entry->attack[i];

        cell(out, row->tactic_id, row->tactic);
        cell(out, row->technique_id, row->technique);
        cli_text_put(out, "|\n");
    }
}

static void same_action(struct site *site, const ounce_catalog_entry *entry)
{
    heading(&site->page, "Rules detecting the same action");
    if (entry->same_action_count == 0) {
        none(&site->page);
    }
    for (uint32_t i = 0; i < entry->same_action_count; i++) {
        cli_text_put(&site->page, "- ");
        link_to(site, "", entry->same_action[i]);
        cli_text_char(&site->page, '\n');
    }
}

static void source(struct cli_text *out, const char *language, ounce_str path)
{
    struct cli_text text = site_source(path);

    markdown_text(out, path);
    cli_text_put(out, "\n\n");
    markdown_block(out, language, cli_text_str(&text));
    cli_text_finish(&text);
}

static void body(struct site *site, uint32_t rule)
{
    ounce_str python = site_text(site, rule, OUNCE_RULE_PYTHON_FILE);

    heading(&site->page, "Rule body");
    source(&site->page, "yaml", site_text(site, rule, OUNCE_RULE_FILE));
    if (python.size > 0) {
        source(&site->page, "python", python);
    }
}

static void lines(struct cli_text *out, const ounce_str *items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        cli_text_put(out, "- ");
        markdown_code(out, items[i]);
        cli_text_char(out, '\n');
    }
    if (count == 0) {
        none(out);
    }
}

static void facts(struct cli_text *out, const ounce_catalog_fact *items, uint32_t count,
                  bool corpus)
{
    if (count == 0) {
        none(out);
        return;
    }
    cli_text_put(out, corpus ? "| Field | Kind | Values | Corpus |\n|---|---|---|--:|\n"
                             : "| Field | Kind | Excluded values |\n|---|---|---|\n");
    for (uint32_t i = 0; i < count; i++) {
        cli_text_put(out, "| ");
        markdown_code(out, items[i].field);
        cli_text_put(out, " | ");
        markdown_code(out, items[i].kind);
        cli_text_put(out, " | ");
        for (uint32_t j = 0; j < items[i].value_count; j++) {
            cli_text_put(out, j > 0 ? ", " : "");
            markdown_code(out, items[i].values[j]);
        }
        if (corpus) {
            cli_text_put(out, " | ");
            cli_text_uint(out, items[i].corpus);
        }
        cli_text_put(out, " |\n");
    }
}

static void logic(struct cli_text *out, const ounce_catalog_entry *entry)
{
    heading(out, "Detection logic");
    lines(out, entry->condition, entry->condition_count);
    if (entry->opaque_count > 0) {
        cli_text_put(out, "\nWhat no predicate says:\n\n");
        lines(out, entry->opaque, entry->opaque_count);
    }
    heading(out, "Exclusions");
    facts(out, entry->exclusions, entry->exclusion_count, false);
    heading(out, "Indicators");
    facts(out, entry->indicators, entry->indicator_count, true);
    heading(out, "Output fields");
    if (entry->output_count == 0) {
        none(out);
        return;
    }
    cli_text_put(out, "| Field | Source |\n|---|---|\n");
    for (uint32_t i = 0; i < entry->output_count; i++) {
        cli_text_put(out, "| ");
        markdown_code(out, entry->outputs[i].field);
        cli_text_put(out, " | ");
        markdown_code(out, entry->outputs[i].source);
        cli_text_put(out, " |\n");
    }
}

/* The tree as `ounce explain` prints it. */
static void tree(struct site *site, uint32_t rule)
{
    struct cli_text text = CLI_TEXT_INIT;
    size_t size = 0;

    heading(&site->page, "Predicate tree");
    ounce_rule_print(site->ruleset, rule, OUNCE_PRINT_TEXT, NULL, 0, &size);
    if (ounce_rule_print(site->ruleset, rule, OUNCE_PRINT_TEXT,
                         cli_text_room(&text, size), size, &size) == OUNCE_OK) {
        text.size = size;
    }
    markdown_block(&site->page, "", cli_text_str(&text));
    cli_text_finish(&text);
}

static void tests(struct site *site, uint32_t rule)
{
    const ounce_rule *of = ounce_ruleset_rule(site->ruleset, rule);
    bool policy = site_number(site, rule, OUNCE_RULE_KIND) == OUNCE_RULE_KIND_POLICY;
    ounce_rule_test test;

    heading(&site->page, "Tests");
    for (uint32_t i = 0; ounce_rule_test_get(of, i, &test); i++) {
        cli_text_put(&site->page, "### ");
        markdown_text(&site->page, test.name);
        cli_text_put(&site->page, test.expected != 0
                                      ? policy ? ": complies\n\n" : ": matches\n\n"
                                  : policy ? ": does not comply\n\n"
                                           : ": does not match\n\n");
        markdown_block(&site->page, "json", test.event);
    }
    if (!ounce_rule_test_get(of, 0, &test)) {
        none(&site->page);
    }
}

static void reports(struct site *site, uint32_t rule)
{
    const ounce_str *item = site_item(site, rule, OUNCE_RULE_REPORTS, 0);

    heading(&site->page, "Reports");
    if (item == NULL) {
        none(&site->page);
    }
    for (uint32_t i = 0; (item = site_item(site, rule, OUNCE_RULE_REPORTS, i)) != NULL;
         i += 2) {
        cli_text_put(&site->page, "- ");
        markdown_text(&site->page, *item);
        cli_text_put(&site->page, ": ");
        markdown_text(&site->page, *site_item(site, rule, OUNCE_RULE_REPORTS, i + 1));
        cli_text_char(&site->page, '\n');
    }
}

static void text_row(struct site *site, uint32_t rule, const char *name, uint32_t field)
{
    if (site_text(site, rule, field).size > 0) {
        cli_text_put(&site->page, "- ");
        cli_text_put(&site->page, name);
        cli_text_put(&site->page, ": ");
        markdown_text(&site->page, site_text(site, rule, field));
        cli_text_char(&site->page, '\n');
    }
}

static void list_row(struct site *site, uint32_t rule, const char *name, uint32_t field)
{
    if (site_item(site, rule, field, 0) != NULL) {
        cli_text_put(&site->page, "- ");
        cli_text_put(&site->page, name);
        cli_text_put(&site->page, ": ");
        list_items(site, rule, field);
        cli_text_char(&site->page, '\n');
    }
}

static void number_row(struct site *site, uint32_t rule, const char *name,
                       uint32_t field)
{
    cli_text_put(&site->page, "- ");
    cli_text_put(&site->page, name);
    cli_text_put(&site->page, ": ");
    cli_text_uint(&site->page, (uint64_t)site_number(site, rule, field));
    cli_text_char(&site->page, '\n');
}

static void metadata(struct site *site, uint32_t rule)
{
    heading(&site->page, "Metadata");
    text_row(site, rule, "Severity", OUNCE_RULE_SEVERITY);
    list_row(site, rule, "Log types", OUNCE_RULE_LOG_TYPES);
    text_row(site, rule, "Runbook", OUNCE_RULE_RUNBOOK);
    text_row(site, rule, "Reference", OUNCE_RULE_REFERENCE);
    list_row(site, rule, "Tags", OUNCE_RULE_TAGS);
    text_row(site, rule, "Status", OUNCE_RULE_STATUS);
    text_row(site, rule, "Created by", OUNCE_RULE_CREATED_BY);
    text_row(site, rule, "Derived from", OUNCE_RULE_BASE);
    list_row(site, rule, "Destinations", OUNCE_RULE_OUTPUT_IDS);
    list_row(site, rule, "Summary attributes", OUNCE_RULE_SUMMARY_ATTRIBUTES);
    list_row(site, rule, "Scheduled queries", OUNCE_RULE_SCHEDULED_QUERIES);
    number_row(site, rule, "Threshold", OUNCE_RULE_THRESHOLD);
    number_row(site, rule, "Dedup window in minutes", OUNCE_RULE_DEDUP_MINUTES);
    number_row(site, rule, "Enabled", OUNCE_RULE_ENABLED);
    number_row(site, rule, "Creates alerts", OUNCE_RULE_CREATE_ALERT);
}

static void page(struct site *site, uint32_t rule)
{
    const ounce_catalog_entry *entry = site_entry(site, rule);

    cli_text_clear(&site->page);
    cli_text_put(&site->page, "# ");
    markdown_text(&site->page, site_text(site, rule, OUNCE_RULE_DISPLAY_NAME));
    cli_text_put(&site->page, "\n\n");
    markdown_code(&site->page, site_text(site, rule, OUNCE_RULE_ID));
    cli_text_put(&site->page, "\n\n");
    markdown_text(&site->page, site_text(site, rule, OUNCE_RULE_DESCRIPTION));
    cli_text_char(&site->page, '\n');
    attack(&site->page, entry);
    same_action(site, entry);
    body(site, rule);
    logic(&site->page, entry);
    tree(site, rule);
    tests(site, rule);
    reports(site, rule);
    metadata(site, rule);
    site_save(site, "rules", site->rule_names[rule], ".md");
}

static void index_page(struct site *site)
{
    cli_text_clear(&site->page);
    cli_text_put(&site->page, "# Rules\n\n");
    cli_text_count(&site->page, site->selection->chosen, "rule");
    cli_text_put(&site->page,
                 ".\n\n| Rule | Id | Severity | Log types |\n|---|---|---|---|\n");
    for (uint32_t i = 0; i < site->count; i++) {
        if (!site->selection->wanted[i]) {
            continue;
        }
        cli_text_put(&site->page, "| ");
        link_to(site, "rules/", i);
        cli_text_put(&site->page, " | ");
        markdown_code(&site->page, site_text(site, i, OUNCE_RULE_ID));
        cli_text_put(&site->page, " | ");
        markdown_text(&site->page, site_text(site, i, OUNCE_RULE_SEVERITY));
        cli_text_put(&site->page, " | ");
        list_items(site, i, OUNCE_RULE_LOG_TYPES);
        cli_text_put(&site->page, " |\n");
    }
    site_save(site, NULL, "index", ".md");
}

void site_markdown(struct site *site)
{
    site_folder_make(&site->folder, "rules");
    index_page(site);
    for (uint32_t i = 0; i < site->count && !site->folder.failed; i++) {
        if (site->selection->wanted[i]) {
            page(site, i);
        }
    }
}
