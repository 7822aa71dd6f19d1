/* page_rule.h — the parts of a rule's page. */
#ifndef CLI_SITE_PAGE_RULE_H
#define CLI_SITE_PAGE_RULE_H

#include "cli/site/site.h"

/* `<section>` with its heading; the caller closes it. */
void page_section(struct cli_text *out, const char *id, const char *title);

/* What stands where there is nothing to list. */
void page_none(struct cli_text *out, const char *words);

/* ATT&CK coverage; rules detecting the same action. */
void page_rule_coverage(struct site *site, uint32_t rule);

/* Condition, exclusions, indicators, output fields. */
void page_rule_logic(struct site *site, uint32_t rule);

/* The predicate tree as a picture, and the guard in words. */
void page_rule_tree(struct site *site, uint32_t rule);

#endif
