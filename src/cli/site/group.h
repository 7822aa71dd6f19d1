/* group.h — what rules have in common: log types, fields, tactics, techniques, tags. */
#ifndef CLI_SITE_GROUP_H
#define CLI_SITE_GROUP_H

#include "cli/site/site.h"

/* Fill the groups of @site from the rules that are wanted. */
void site_gather(struct site *site);
void site_forget(struct site *site);

/* The field of an output: its path in the event. */
ounce_str site_output_path(const ounce_catalog_output *output);

#endif
