/* page_rule.c — the page of a rule: the head, then the sections of the reference page
 * in its order, then what else the file says.
 */
#include <string.h>

#include "cli/site/html.h"
#include "cli/site/page_rule.h"

#define ROOT "../"

/* ---- sections ---- */

void page_section(struct cli_text *out, const char *id, const char *title)
{
    cli_text_put(out, "<section aria-labelledby=\"");
    cli_text_put(out, id);
    cli_text_put(out, "\"><h2 id=\"");
    cli_text_put(out, id);
    cli_text_put(out, "\">");
    cli_text_put(out, title);
    cli_text_put(out, "</h2>\n");
}

void page_none(struct cli_text *out, const char *words)
{
    cli_text_put(out, "<p class=\"none\">");
    cli_text_put(out, words);
    cli_text_put(out, "</p>\n");
}

/* ---- head ---- */

static const char *kind_words(int64_t kind)
{
    switch (kind) {
    case OUNCE_RULE_KIND_SCHEDULED:
        return "Scheduled rule";
    case OUNCE_RULE_KIND_POLICY:
        return "Policy";
    default:
        return "Rule";
    }
}

static void log_types(struct site *site, uint32_t rule)
{
    const ounce_str *type;

    for (uint32_t i = 0;
         (type = site_item(site, rule, OUNCE_RULE_LOG_TYPES, i)) != NULL; i++) {
        cli_text_put(&site->page, " <span class=\"chip\">");
        site_link_group(site, ROOT, "log-types", &site->log_types, *type);
        cli_text_put(&site->page, "</span>");
    }
}

static void head(struct site *site, uint32_t rule)
{
    struct cli_text *out = &site->page;
    ounce_str description = site_text(site, rule, OUNCE_RULE_DESCRIPTION);

    cli_text_put(out,
                 "<p class=\"crumb\"><a href=\"" ROOT "index.html\">Rules</a></p>");
    html_element(out, "h1", NULL, site_text(site, rule, OUNCE_RULE_DISPLAY_NAME));
    cli_text_put(out, "\n<p class=\"id\">");
    html_element(out, "code", NULL, site_text(site, rule, OUNCE_RULE_ID));
    cli_text_put(out, "</p>\n<p class=\"chips\">");
    site_severity(site, rule);
    cli_text_put(out, site_number(site, rule, OUNCE_RULE_ENABLED) != 0
                          ? " <span class=\"chip\">Enabled</span>"
                          : " <span class=\"chip off\">Disabled</span>");
    cli_text_put(out, " <span class=\"chip\">");
    cli_text_put(out, kind_words(site_number(site, rule, OUNCE_RULE_KIND)));
    cli_text_put(out, "</span>");
    log_types(site, rule);
    cli_text_put(out, "</p>\n");
    if (description.size > 0) {
        html_element(out, "p", "lead", description);
        cli_text_char(out, '\n');
    }
}

/* ---- rule body ---- */

static void body_of(struct cli_text *out, ounce_str path, const char *language,
                    void (*mark)(struct cli_text *, ounce_str))
{
    struct cli_text source = site_source(path);

    cli_text_put(out, "<details open><summary>");
    cli_text_put(out, language);
    cli_text_put(out, " <code>");
    html_text(out, path);
    cli_text_put(out, "</code></summary><pre tabindex=\"0\"><code>");
    mark(out, cli_text_str(&source));
    cli_text_put(out, "</code></pre></details>\n");
    cli_text_finish(&source);
}

static void body(struct site *site, uint32_t rule)
{
    ounce_str python = site_text(site, rule, OUNCE_RULE_PYTHON_FILE);

    page_section(&site->page, "body", "Rule body");
    body_of(&site->page, site_text(site, rule, OUNCE_RULE_FILE), "YAML", html_yaml);
    if (python.size > 0) {
        body_of(&site->page, python, "Python", html_python);
    }
    cli_text_put(&site->page, "</section>\n");
}

/* ---- tests ---- */

static void test(struct site *site, uint32_t rule, const ounce_rule_test *test)
{
    struct cli_text *out = &site->page;
    bool policy = site_number(site, rule, OUNCE_RULE_KIND) == OUNCE_RULE_KIND_POLICY;

    cli_text_put(out, "<details><summary>");
    html_text(out, test->name);
    cli_text_put(out, test->expected == 0 ? " <span class=\"verdict no\">"
                                          : " <span class=\"verdict yes\">");
    cli_text_put(out, policy ? test->expected != 0 ? "complies" : "does not comply"
                      : test->expected != 0 ? "matches"
                                            : "does not match");
    cli_text_put(out, "</span></summary><pre tabindex=\"0\"><code>");
    html_json(out, test->event);
    cli_text_put(out, "</code></pre>");
    if (test->mocks.size > 0) {
        cli_text_put(out, "<p>Mocks</p><pre tabindex=\"0\"><code>");
        html_json(out, test->mocks);
        cli_text_put(out, "</code></pre>");
    }
    cli_text_put(out, "</details>\n");
}

static void tests(struct site *site, uint32_t rule)
{
    const ounce_rule *of = ounce_ruleset_rule(site->ruleset, rule);
    ounce_rule_test one;

    page_section(&site->page, "tests", "Tests");
    if (!ounce_rule_test_get(of, 0, &one)) {
        page_none(&site->page, "The rule has no tests.");
    }
    for (uint32_t i = 0; ounce_rule_test_get(of, i, &one); i++) {
        test(site, rule, &one);
    }
    cli_text_put(&site->page, "</section>\n");
}

/* ---- reports ---- */

static void reports(struct site *site, uint32_t rule)
{
    struct cli_text *out = &site->page;
    const ounce_str *framework;

    page_section(out, "reports", "Reports");
    if (site_item(site, rule, OUNCE_RULE_REPORTS, 0) == NULL) {
        page_none(out, "The rule reports to no framework.");
        cli_text_put(out, "</section>\n");
        return;
    }
    cli_text_put(out, "<div class=\"scroll\"><table><thead><tr><th>Framework</th>"
                      "<th>Identifier</th></tr></thead><tbody>\n");
    for (uint32_t i = 0;
         (framework = site_item(site, rule, OUNCE_RULE_REPORTS, i)) != NULL; i += 2) {
        cli_text_put(out, "<tr><td>");
        html_text(out, *framework);
        cli_text_put(out, "</td><td>");
        html_element(out, "code", NULL,
                     *site_item(site, rule, OUNCE_RULE_REPORTS, i + 1));
        cli_text_put(out, "</td></tr>\n");
    }
    cli_text_put(out, "</tbody></table></div></section>\n");
}

/* ---- metadata ---- */

/* An address that a click may follow: nothing that a browser would run. */
static bool is_address(ounce_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] <= ' ') {
            return false;
        }
    }
    return (text.size > 8 && memcmp(text.data, "https://", 8) == 0) ||
           (text.size > 7 && memcmp(text.data, "http://", 7) == 0);
}

static void value(struct cli_text *out, ounce_str text)
{
    if (!is_address(text)) {
        html_text(out, text);
        return;
    }
    cli_text_put(out, "<a rel=\"noopener noreferrer\"");
    html_attribute(out, "href", text);
    cli_text_char(out, '>');
    html_text(out, text);
    cli_text_put(out, "</a>");
}

static void term(struct cli_text *out, const char *name)
{
    cli_text_put(out, "<dt>");
    cli_text_put(out, name);
    cli_text_put(out, "</dt><dd>");
}

static void text_row(struct site *site, uint32_t rule, const char *name, uint32_t field)
{
    ounce_str text = site_text(site, rule, field);

    if (text.size > 0) {
        term(&site->page, name);
        value(&site->page, text);
        cli_text_put(&site->page, "</dd>\n");
    }
}

static void list_row(struct site *site, uint32_t rule, const char *name, uint32_t field)
{
    const ounce_str *item = site_item(site, rule, field, 0);

    if (item == NULL) {
        return;
    }
    term(&site->page, name);
    for (uint32_t i = 0; (item = site_item(site, rule, field, i)) != NULL; i++) {
        cli_text_put(&site->page, i == 0 ? "" : " ");
        html_element(&site->page, "span", "chip", *item);
    }
    cli_text_put(&site->page, "</dd>\n");
}

static void number_row(struct site *site, uint32_t rule, const char *name,
                       uint32_t field, const char *unit)
{
    term(&site->page, name);
    cli_text_count(&site->page, (uint64_t)site_number(site, rule, field), unit);
    cli_text_put(&site->page, "</dd>\n");
}

static void metadata(struct site *site, uint32_t rule)
{
    page_section(&site->page, "metadata", "Metadata");
    cli_text_put(&site->page, "<dl>\n");
    text_row(site, rule, "Runbook", OUNCE_RULE_RUNBOOK);
    text_row(site, rule, "Reference", OUNCE_RULE_REFERENCE);
    list_row(site, rule, "Tags", OUNCE_RULE_TAGS);
    text_row(site, rule, "Status", OUNCE_RULE_STATUS);
    text_row(site, rule, "Created by", OUNCE_RULE_CREATED_BY);
    text_row(site, rule, "Derived from", OUNCE_RULE_BASE);
    list_row(site, rule, "Destinations", OUNCE_RULE_OUTPUT_IDS);
    list_row(site, rule, "Summary attributes", OUNCE_RULE_SUMMARY_ATTRIBUTES);
    list_row(site, rule, "Scheduled queries", OUNCE_RULE_SCHEDULED_QUERIES);
    number_row(site, rule, "Threshold", OUNCE_RULE_THRESHOLD, "event");
    number_row(site, rule, "Dedup window", OUNCE_RULE_DEDUP_MINUTES, "minute");
    term(&site->page, "Creates alerts");
    cli_text_put(&site->page, site_number(site, rule, OUNCE_RULE_CREATE_ALERT) != 0
                                  ? "yes</dd>\n"
                                  : "no: its matches are signals</dd>\n");
    text_row(site, rule, "File", OUNCE_RULE_FILE);
    cli_text_put(&site->page, "</dl></section>\n");
}

static void contents(struct cli_text *out)
{
    static const char *const entries[][2] = {{"attack", "ATT&amp;CK coverage"},
                                             {"same", "Same action"},
                                             {"body", "Rule body"},
                                             {"logic", "Detection logic"},
                                             {"exclusions", "Exclusions"},
                                             {"indicators", "Indicators"},
                                             {"outputs", "Output fields"},
                                             {"tree", "Predicate tree"},
                                             {"tests", "Tests"},
                                             {"reports", "Reports"},
                                             {"metadata", "Metadata"}};

    cli_text_put(out, "<nav class=\"contents\" aria-label=\"On this page\"><ul>");
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        cli_text_put(out, "<li><a href=\"#");
        cli_text_put(out, entries[i][0]);
        cli_text_put(out, "\">");
        cli_text_put(out, entries[i][1]);
        cli_text_put(out, "</a></li>");
    }
    cli_text_put(out, "</ul></nav>\n<div class=\"sections\">\n");
}

void site_rule_page(struct site *site, uint32_t rule)
{
    html_begin(&site->page, ROOT, "Rules",
               site_text(site, rule, OUNCE_RULE_DISPLAY_NAME));
    head(site, rule);
    cli_text_put(&site->page, "<div class=\"with-contents\">\n");
    contents(&site->page);
    page_rule_coverage(site, rule);
    body(site, rule);
    page_rule_logic(site, rule);
    page_section(&site->page, "tree", "Predicate tree");
    page_rule_tree(site, rule);
    cli_text_put(&site->page, "</section>\n");
    tests(site, rule);
    reports(site, rule);
    metadata(site, rule);
    cli_text_put(&site->page, "</div></div>\n");
    html_end(&site->page);
    site_save(site, "rules", site->rule_names[rule], ".html");
}
