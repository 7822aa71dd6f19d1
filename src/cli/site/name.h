/* name.h — names of files from the ids of rules, which anyone may have written. */
#ifndef CLI_SITE_NAME_H
#define CLI_SITE_NAME_H

#include <ounce/export.h>

/* A file name without its ending for each of @ids, owned. They are made of a-z, 0-9 and
 * "-_.~" alone, begin with a letter or a digit, are no longer than SITE_NAME_MAX bytes,
 * and differ from each other also where case does not count. The same ids in the same
 * order give the same names. */
char **site_names(const ounce_str *ids, uint32_t count);

void site_names_free(char **names, uint32_t count);

#define SITE_NAME_MAX 120

#endif
