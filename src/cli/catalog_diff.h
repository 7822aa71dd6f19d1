/* catalog_diff.h — `ounce catalog --against PATH`: what changed between two rulesets.
 */
#ifndef CLI_CATALOG_DIFF_H
#define CLI_CATALOG_DIFF_H

#include "cli/select.h"

/* Compare the chosen rules with those below @against, which is loaded here. Returns the
 * exit code: CLI_FINDINGS when anything differs and everything loads. */
int cli_catalog_diff(const struct cli_options *options, const struct cli_load *load,
                     const struct cli_selection *selection, const char *against,
                     bool json);

#endif
