/* site.c — a catalog as pages: gather what rules have in common, then write page by
 * page.
 *
 * Everything is in the order of rule ids or of the bytes of keys, and nothing asks the
 * locale or the clock, so two runs write the same bytes.
 */
#include "cli/site/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/exit_code.h"
#include "cli/memory.h"
#include "cli/site/group.h"
#include "cli/site/html.h"
#include "cli/site/name.h"

ounce_str site_text(const struct site *site, uint32_t rule, uint32_t field)
{
    return *ounce_rule_text(ounce_ruleset_rule(site->ruleset, rule), field);
}

int64_t site_number(const struct site *site, uint32_t rule, uint32_t field)
{
    return ounce_rule_number(ounce_ruleset_rule(site->ruleset, rule), field);
}

const ounce_str *site_item(const struct site *site, uint32_t rule, uint32_t field,
                           uint32_t index)
{
    return ounce_rule_item(ounce_ruleset_rule(site->ruleset, rule), field, index);
}

const ounce_catalog_entry *site_entry(const struct site *site, uint32_t rule)
{
    return ounce_catalog_entry_get(site->catalog, rule);
}

bool site_same(ounce_str a, ounce_str b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

void site_save(struct site *site, const char *folder, const char *name,
               const char *ending)
{
    char path[256];

    snprintf(path, sizeof path, "%s%s%s%s", folder != NULL ? folder : "",
             folder != NULL ? "/" : "", name, ending);
    site_folder_write(&site->folder, path, site->page.data, site->page.size);
}

void site_link_rule(struct site *site, const char *root, uint32_t rule, ounce_str words)
{
    if (!site->selection->wanted[rule]) {
        html_text(&site->page, words);
        return;
    }
    cli_text_put(&site->page, "<a href=\"");
    cli_text_put(&site->page, root);
    cli_text_put(&site->page, "rules/");
    cli_text_put(&site->page, site->rule_names[rule]);
    cli_text_put(&site->page, ".html\">");
    html_text(&site->page, words);
    cli_text_put(&site->page, "</a>");
}

void site_link_group(struct site *site, const char *root, const char *folder,
                     const struct site_groups *groups, ounce_str key)
{
    const struct site_group *group = site_group(groups, key);

    if (group == NULL || group->name == NULL) {
        html_text(&site->page, key);
        return;
    }
    cli_text_put(&site->page, "<a href=\"");
    cli_text_put(&site->page, root);
    cli_text_put(&site->page, folder);
    cli_text_char(&site->page, '/');
    cli_text_put(&site->page, group->name);
    cli_text_put(&site->page, ".html\">");
    html_text(&site->page, key);
    cli_text_put(&site->page, "</a>");
}

void site_severity(struct site *site, uint32_t rule)
{
    int64_t rank = site_number(site, rule, OUNCE_RULE_SEVERITY_RANK);

    cli_text_put(&site->page, "<span class=\"sev sev");
    cli_text_uint(&site->page, (uint64_t)(rank < 0 ? 0 : rank));
    cli_text_put(&site->page, "\">");
    html_text(&site->page, site_text(site, rule, OUNCE_RULE_SEVERITY));
    cli_text_put(&site->page, "</span>");
}

struct cli_text site_source(ounce_str path)
{
    struct cli_text text = CLI_TEXT_INIT;
    char *name = cli_resize(NULL, path.size + 1, 1);
    size_t kept = 0;
    size_t got = 1;
    FILE *file;

    memcpy(name, path.data, path.size);
    name[path.size] = '\0';
    file = fopen(name, "rb");
    while (file != NULL && got > 0) {
        got = fread(cli_text_room(&text, 1 << 14), 1, 1 << 14, file);
        text.size += got;
    }
    if (file == NULL || ferror(file)) {
        cli_say(NULL, "cannot read %s again: its page has no source", name);
        text.size = 0;
    }
    if (file != NULL) {
        fclose(file);
    }
    free(name);
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] != '\r' || i + 1 == text.size || text.data[i + 1] != '\n') {
            text.data[kept++] = text.data[i];
        }
    }
    text.size = kept;
    return text;
}

/* The lines of `--format json`, for programs. */
static void entries(struct site *site)
{
    cli_text_clear(&site->page);
    for (uint32_t i = 0; i < site->count; i++) {
        size_t size = 0;

        if (!site->selection->wanted[i]) {
            continue;
        }
        ounce_catalog_print(site->catalog, i, NULL, 0, &size);
        if (ounce_catalog_print(site->catalog, i, cli_text_room(&site->page, size),
                                size, &size) == OUNCE_OK) {
            site->page.size += size;
            cli_text_char(&site->page, '\n');
        }
    }
    site_save(site, NULL, "catalog", ".ndjson");
}

static void html(struct site *site)
{
    static const char *const folders[] = {"assets", "rules", "log-types", "fields"};

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        site_folder_make(&site->folder, folders[i]);
    }
    site_assets(site);
    site_index_page(site);
    site_search_data(site);
    for (uint32_t i = 0; i < site->count && !site->folder.failed; i++) {
        if (site->selection->wanted[i]) {
            site_rule_page(site, i);
        }
    }
    site_log_type_pages(site);
    site_field_pages(site);
    site_coverage_page(site);
}

static void name_rules(struct site *site)
{
    ounce_str *ids = cli_resize(NULL, site->count, sizeof *ids);

    for (uint32_t i = 0; i < site->count; i++) {
        ids[i] = site_text(site, i, OUNCE_RULE_ID);
    }
    site->rule_names = site_names(ids, site->count);
    free(ids);
}

int site_write(const struct cli_load *load, const struct cli_selection *selection,
               const ounce_catalog *catalog, const char *folder, const char *format,
               int fine)
{
    struct site site = {.ruleset = load->ruleset,
                        .catalog = catalog,
                        .selection = selection,
                        .count = ounce_ruleset_count(load->ruleset)};

    if (!site_folder_open(&site.folder, folder)) {
        return CLI_IO;
    }
    name_rules(&site);
    site_gather(&site);
    entries(&site);
    if (strcmp(format, "json") != 0) {
        site_navigator(&site);
    }
    if (strcmp(format, "html") == 0) {
        html(&site);
    } else if (strcmp(format, "md") == 0) {
        site_markdown(&site);
    }
    site_forget(&site);
    site_names_free(site.rule_names, site.count);
    cli_text_finish(&site.page);
    site_folder_close(&site.folder);
    return site.folder.failed ? CLI_IO : fine;
}
