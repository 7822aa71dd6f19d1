/* page_index.c — the index: every rule in a table, which a script filters, and the data
 * it does so with.
 *
 * The table is whole without the script, so the page can be read and printed as it is.
 * What is searched beyond what the table shows stands in assets/search.js, as a call
 * with one array: a page from disk may load a script but not fetch a file.
 */
#include <stdlib.h>

#include "cli/site/html.h"
#include "cli/site/site.h"

static const char *const ranks[] = {"Info", "Low", "Medium", "High", "Critical"};

/* ---- filters ---- */

static void begin_filter(struct cli_text *out, const char *id, const char *label,
                         const char *all)
{
    cli_text_put(out, "<label>");
    cli_text_put(out, label);
    cli_text_put(out, " <select id=\"");
    cli_text_put(out, id);
    cli_text_put(out, "\"><option value=\"\">");
    cli_text_put(out, all);
    cli_text_put(out, "</option>\n");
}

static void option(struct cli_text *out, ounce_str value, ounce_str words,
                   uint32_t count)
{
    cli_text_put(out, "<option");
    html_attribute(out, "value", value);
    cli_text_char(out, '>');
    html_text(out, words);
    cli_text_put(out, " (");
    cli_text_uint(out, count);
    cli_text_put(out, ")</option>\n");
}

static void end_filter(struct cli_text *out)
{
    cli_text_put(out, "</select></label>\n");
}

static void group_filter(struct cli_text *out, const struct site_groups *groups,
                         const char *id, const char *label, const char *all)
{
    begin_filter(out, id, label, all);
    for (uint32_t i = 0; i < groups->count; i++) {
        option(out, groups->items[i].key, groups->items[i].key, groups->items[i].count);
    }
    end_filter(out);
}

static ounce_str tactic_name(const struct site *site, const struct site_group *group)
{
    const ounce_catalog_entry *entry = site_entry(site, group->members[0].rule);

    for (uint32_t i = 0; i < entry->attack_count; i++) {
        if (site_same(entry->attack[i].tactic_id, group->key) &&
            entry->attack[i].tactic.size > 0) {
            return entry->attack[i].tactic;
        }
    }
    return group->key;
}

static void tactic_filter(struct site *site)
{
    begin_filter(&site->page, "tactic", "Tactic", "All tactics");
    for (uint32_t i = 0; i < site->tactics.count; i++) {
        const struct site_group *group = &site->tactics.items[i];

        option(&site->page, group->key, tactic_name(site, group), group->count);
    }
    end_filter(&site->page);
}

static void severity_filter(struct site *site, const uint32_t *counts)
{
    begin_filter(&site->page, "severity", "Severity", "All severities");
    for (size_t i = sizeof ranks / sizeof *ranks; i-- > 0;) {
        option(&site->page, html_words(ranks[i]), html_words(ranks[i]), counts[i]);
    }
    end_filter(&site->page);
}

/* ---- the table ---- */

static void tactics(struct site *site, uint32_t rule)
{
    const ounce_catalog_entry *entry = site_entry(site, rule);
    ounce_str last = {NULL, 0};

    for (uint32_t i = 0; i < entry->attack_count; i++) {
        const ounce_catalog_attack *row = &entry->attack[i];
        ounce_str words = row->tactic.size > 0 ? row->tactic : row->tactic_id;

        if (words.size > 0 && !site_same(words, last)) {
            cli_text_put(&site->page, last.size > 0 ? ", " : "");
            html_text(&site->page, words);
            last = words;
        }
    }
}

static void log_types(struct site *site, uint32_t rule)
{
    const ounce_str *type;

    for (uint32_t i = 0;
         (type = site_item(site, rule, OUNCE_RULE_LOG_TYPES, i)) != NULL; i++) {
        cli_text_put(&site->page, i > 0 ? ", " : "");
        html_text(&site->page, *type);
    }
}

static void row(struct site *site, uint32_t rule)
{
    struct cli_text *out = &site->page;

    cli_text_put(out, "<tr><td>");
    site_link_rule(site, "", rule, site_text(site, rule, OUNCE_RULE_DISPLAY_NAME));
    if (site_number(site, rule, OUNCE_RULE_ENABLED) == 0) {
        cli_text_put(out, " <span class=\"chip off\">Disabled</span>");
    }
    cli_text_put(out, "<br>");
    html_element(out, "code", NULL, site_text(site, rule, OUNCE_RULE_ID));
    cli_text_put(out, "</td><td>");
    site_severity(site, rule);
    cli_text_put(out, "</td><td>");
    log_types(site, rule);
    cli_text_put(out, "</td><td>");
    tactics(site, rule);
    cli_text_put(out, "</td><td class=\"num\">");
    cli_text_uint(out, (uint64_t)site_number(site, rule, OUNCE_RULE_TEST_COUNT));
    cli_text_put(out, "</td></tr>\n");
}

static void count_severities(const struct site *site, uint32_t *counts)
{
    for (uint32_t i = 0; i < site->count; i++) {
        int64_t rank = site_number(site, i, OUNCE_RULE_SEVERITY_RANK);

        if (site->selection->wanted[i] && rank >= 0 && rank < 5) {
            counts[rank]++;
        }
    }
}

static void head(struct site *site)
{
    struct cli_text *out = &site->page;
    uint32_t counts[5] = {0};

    count_severities(site, counts);
    cli_text_put(out, "<h1>Rules</h1>\n<p class=\"tally\"><span id=\"count\" "
                      "aria-live=\"polite\">");
    cli_text_count(out, site->selection->chosen, "rule");
    cli_text_put(out, "</span><span> · ");
    cli_text_uint(out, site->selection->enabled);
    cli_text_put(out, " enabled · ");
    cli_text_count(out, site->log_types.count, "log type");
    cli_text_put(out, " · ");
    cli_text_count(out, site->techniques.count, "technique");
    cli_text_put(out, "</span></p>\n<div id=\"filters\" class=\"filters\" hidden>\n");
    severity_filter(site, counts);
    group_filter(out, &site->log_types, "log-type", "Log type", "All log types");
    tactic_filter(site);
    group_filter(out, &site->tags, "tag", "Tag", "All tags");
    cli_text_put(out, "<button id=\"clear\" type=\"button\">Clear</button></div>\n");
}

void site_index_page(struct site *site)
{
    struct cli_text *out = &site->page;

    html_begin(out, "", "Rules", html_words("Rules"));
    head(site);
    cli_text_put(out, "<div class=\"scroll\"><table id=\"rules\" class=\"rules\">"
                      "<thead><tr><th data-sort=\"name\">Rule</th>"
                      "<th data-sort=\"severity\">Severity</th>"
                      "<th data-sort=\"log\">Log types</th>"
                      "<th data-sort=\"tactic\">Tactics</th>"
                      "<th data-sort=\"tests\" class=\"num\">Tests</th></tr></thead>"
                      "<tbody>\n");
    for (uint32_t i = 0; i < site->count; i++) {
        if (site->selection->wanted[i]) {
            row(site, i);
        }
    }
    cli_text_put(out,
                 "</tbody></table></div>\n<p id=\"nothing\" class=\"none\" hidden>No "
                 "rule has all of this.</p>\n"
                 "<script defer src=\"assets/index.js\"></script>\n"
                 "<script defer src=\"assets/search.js\"></script>\n");
    html_end(out);
    site_save(site, NULL, "index", ".html");
}

/* ---- what is searched ---- */

static void words(struct cli_text *out, ounce_str str)
{
    cli_text_add(out, str.data, str.size);
    cli_text_char(out, '\n');
}

static void searched(struct site *site, struct cli_text *all, uint32_t rule)
{
    static const uint32_t texts[] = {OUNCE_RULE_ID, OUNCE_RULE_DISPLAY_NAME,
                                     OUNCE_RULE_DESCRIPTION, OUNCE_RULE_FILE};
    static const uint32_t lists[] = {OUNCE_RULE_LOG_TYPES, OUNCE_RULE_TAGS,
                                     OUNCE_RULE_REPORTS};
    const ounce_catalog_entry *entry = site_entry(site, rule);
    const ounce_str *item;

    cli_text_clear(all);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        words(all, site_text(site, rule, texts[i]));
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        for (uint32_t j = 0; (item = site_item(site, rule, lists[i], j)) != NULL; j++) {
            words(all, *item);
        }
    }
    for (uint32_t i = 0; i < entry->attack_count; i++) {
        words(all, entry->attack[i].tactic);
        words(all, entry->attack[i].technique);
    }
    for (uint32_t i = 0; i < entry->condition_count; i++) {
        words(all, entry->condition[i]);
    }
}

static void list(struct site *site, uint32_t rule, uint32_t field)
{
    const ounce_str *item;

    cli_text_put(&site->page, ",[");
    for (uint32_t i = 0; (item = site_item(site, rule, field, i)) != NULL; i++) {
        cli_text_put(&site->page, i > 0 ? "," : "");
        cli_text_json(&site->page, *item);
    }
    cli_text_char(&site->page, ']');
}

/* A row for the script: text, severity, log types, tactics, tags, tests. */
static void search_row(struct site *site, uint32_t rule, struct cli_text *all)
{
    struct cli_text *out = &site->page;
    const ounce_catalog_entry *entry = site_entry(site, rule);

    searched(site, all, rule);
    cli_text_char(out, '[');
    cli_text_json(out, cli_text_str(all));
    cli_text_char(out, ',');
    cli_text_json(out, site_text(site, rule, OUNCE_RULE_SEVERITY));
    list(site, rule, OUNCE_RULE_LOG_TYPES);
    cli_text_put(out, ",[");
    for (uint32_t i = 0; i < entry->attack_count; i++) {
        cli_text_put(out, i > 0 ? "," : "");
        cli_text_json(out, entry->attack[i].tactic_id);
    }
    cli_text_char(out, ']');
    list(site, rule, OUNCE_RULE_TAGS);
    cli_text_put(out, "],\n");
}

void site_search_data(struct site *site)
{
    struct cli_text all = CLI_TEXT_INIT;

    cli_text_clear(&site->page);
    cli_text_put(&site->page, "ounceCatalog([\n");
    for (uint32_t i = 0; i < site->count; i++) {
        if (site->selection->wanted[i]) {
            search_row(site, i, &all);
        }
    }
    cli_text_put(&site->page, "]);\n");
    site_save(site, "assets", "search", ".js");
    cli_text_finish(&all);
}
