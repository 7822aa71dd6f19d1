/* check_sarif.h — the findings of `ounce check` as SARIF 2.1.0. */
#ifndef CLI_CHECK_SARIF_H
#define CLI_CHECK_SARIF_H

#include <ounce/error.h>

#include "cli/text.h"

/* The document names its rules before its results, so findings are kept to the end. */
struct cli_sarif {
    struct cli_sarif_finding *items; /* owned */
    size_t count;
    size_t capacity;
};

/* Keep a finding; its text is borrowed until cli_sarif_write(). */
void cli_sarif_add(struct cli_sarif *sarif, const ounce_diagnostic *diagnostic);

/* The whole document, also when there is no finding; forgets what was kept. */
void cli_sarif_write(struct cli_sarif *sarif, struct cli_text *text);

#endif
