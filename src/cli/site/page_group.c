/* page_group.c — what rules have in common, from the other side: the rules of a log
 * type, the rules that read a field, and the lists of both.
 */
#include "cli/site/html.h"
#include "cli/site/site.h"

static void row(struct site *site, const struct site_member *member, bool roles)
{
    struct cli_text *out = &site->page;

    cli_text_put(out, "<tr><td>");
    site_link_rule(site, "../", member->rule,
                   site_text(site, member->rule, OUNCE_RULE_DISPLAY_NAME));
    cli_text_put(out, "<br>");
    html_element(out, "code", NULL, site_text(site, member->rule, OUNCE_RULE_ID));
    cli_text_put(out, "</td><td>");
    site_severity(site, member->rule);
    cli_text_put(out, "</td>");
    if (roles) {
        cli_text_put(out,
                     member->roles & SITE_INDICATOR ? "<td>yes</td>" : "<td></td>");
        cli_text_put(out,
                     member->roles & SITE_EXCLUSION ? "<td>yes</td>" : "<td></td>");
        cli_text_put(out, member->roles & SITE_OUTPUT ? "<td>yes</td>" : "<td></td>");
    }
    cli_text_put(out, "</tr>\n");
}

static void page(struct site *site, const struct site_group *group, const char *folder,
                 const char *here, bool roles)
{
    struct cli_text *out = &site->page;

    html_begin(out, "../", here, group->key);
    cli_text_put(out, "<p class=\"crumb\"><a href=\"../");
    cli_text_put(out, folder);
    cli_text_put(out, ".html\">");
    cli_text_put(out, here);
    cli_text_put(out, "</a></p><h1>");
    html_element(out, roles ? "code" : "span", NULL, group->key);
    cli_text_put(out, "</h1>\n<p class=\"tally\">");
    cli_text_count(out, group->count, "rule");
    cli_text_put(out, roles && group->count == 1 ? " reads this field" : "");
    cli_text_put(out, roles && group->count != 1 ? " read this field" : "");
    cli_text_put(out, "</p>\n<div class=\"scroll\"><table><thead><tr><th>Rule</th>"
                      "<th>Severity</th>");
    cli_text_put(out,
                 roles ? "<th>Indicator</th><th>Exclusion</th><th>Output</th>" : "");
    cli_text_put(out, "</tr></thead><tbody>\n");
    for (uint32_t i = 0; i < group->count; i++) {
        row(site, &group->members[i], roles);
    }
    cli_text_put(out, "</tbody></table></div>\n");
    html_end(out);
    site_save(site, folder, group->name, ".html");
}

static void list(struct site *site, const struct site_groups *groups,
                 const char *folder, const char *here, const char *noun)
{
    struct cli_text *out = &site->page;

    html_begin(out, "", here, html_words(here));
    cli_text_put(out, "<h1>");
    cli_text_put(out, here);
    cli_text_put(out, "</h1>\n<p class=\"tally\">");
    cli_text_count(out, groups->count, noun);
    cli_text_put(out,
                 "</p>\n<div class=\"scroll\"><table class=\"narrow\"><thead><tr><th>");
    cli_text_put(out, here);
    cli_text_put(out, "</th><th class=\"num\">Rules</th></tr></thead><tbody>\n");
    for (uint32_t i = 0; i < groups->count; i++) {
        cli_text_put(out, "<tr><td><code>");
        site_link_group(site, "", folder, groups, groups->items[i].key);
        cli_text_put(out, "</code></td><td class=\"num\">");
        cli_text_uint(out, groups->items[i].count);
        cli_text_put(out, "</td></tr>\n");
    }
    cli_text_put(out, "</tbody></table></div>\n");
    html_end(out);
    site_save(site, NULL, folder, ".html");
}

static void pages(struct site *site, const struct site_groups *groups,
                  const char *folder, const char *here, bool roles)
{
    for (uint32_t i = 0; i < groups->count && !site->folder.failed; i++) {
        page(site, &groups->items[i], folder, here, roles);
    }
}

void site_log_type_pages(struct site *site)
{
    list(site, &site->log_types, "log-types", "Log types", "log type");
    pages(site, &site->log_types, "log-types", "Log types", false);
}

void site_field_pages(struct site *site)
{
    list(site, &site->fields, "fields", "Fields", "field");
    pages(site, &site->fields, "fields", "Fields", true);
}
