/* site.h — a catalog as pages: what is known of all of them before one is written. */
#ifndef CLI_SITE_SITE_H
#define CLI_SITE_SITE_H

#include <ounce.h>

#include "cli/load.h"
#include "cli/select.h"
#include "cli/site/folder.h"

/* What a rule has to do with a field. */
enum site_role { SITE_INDICATOR = 1, SITE_EXCLUSION = 2, SITE_OUTPUT = 4 };

/* One rule below a heading that rules have in common: a log type, a field, a tag … */
struct site_member {
    ounce_str key;
    uint32_t rule;
    uint32_t roles; /* bits of site_role; 0 unless keys are fields */
};

/* Members of one key, in rule-id order. */
struct site_group {
    ounce_str key;
    char *name; /* of its file; NULL for keys without pages */
    const struct site_member *members;
    uint32_t count;
};

struct site_groups {
    struct site_member *members;
    struct site_group *items; /* in byte order of the keys */
    uint32_t member_count, member_capacity, count;
    char **names; /* owned; NULL for keys without pages */
};

struct site {
    const ounce_ruleset *ruleset;
    const ounce_catalog *catalog;
    const struct cli_selection *selection;
    uint32_t count;    /* rules of the ruleset */
    char **rule_names; /* owned: file names of all rules, wanted or not */
    struct site_groups log_types, fields, tactics, techniques, tags;
    struct site_folder folder;
    struct cli_text page; /* the one being put together */
};

/* Write the catalog as a site, or as Markdown pages, to a folder. Returns the exit
 * code; @fine is that of a run in which all could be written. */
int site_write(const struct cli_load *load, const struct cli_selection *selection,
               const ounce_catalog *catalog, const char *folder, const char *format,
               int fine);

/* ---- for the pages ---- */

ounce_str site_text(const struct site *site, uint32_t rule, uint32_t field);
int64_t site_number(const struct site *site, uint32_t rule, uint32_t field);
const ounce_str *site_item(const struct site *site, uint32_t rule, uint32_t field,
                           uint32_t index);
const ounce_catalog_entry *site_entry(const struct site *site, uint32_t rule);
bool site_same(ounce_str a, ounce_str b);

/* Find a key by halves; NULL: no wanted rule has it. */
const struct site_group *site_group(const struct site_groups *groups, ounce_str key);

/* Save the page that is in @site->page as FOLDER/NAME.ENDING; no folder: NULL. */
void site_save(struct site *site, const char *folder, const char *name,
               const char *ending);

/* `<a href="…">…</a>` to a page that may not exist: then only the words. */
void site_link_rule(struct site *site, const char *root, uint32_t rule,
                    ounce_str words);
void site_link_group(struct site *site, const char *root, const char *folder,
                     const struct site_groups *groups, ounce_str key);
void site_severity(struct site *site, uint32_t rule);

/* The text of a source file, owned; line ends are \n. Empty after a message. */
struct cli_text site_source(ounce_str path);

/* One kind of page each. */
void site_index_page(struct site *site);
void site_search_data(struct site *site);
void site_rule_page(struct site *site, uint32_t rule);
void site_log_type_pages(struct site *site);
void site_field_pages(struct site *site);
void site_coverage_page(struct site *site);
void site_navigator(struct site *site); /* attack-navigator.json */
void site_assets(struct site *site);
void site_markdown(struct site *site); /* all pages of --format md */

#endif
