/* coverage.h — `ounce check --coverage`: what rules compile to, and what keeps them. */
#ifndef CLI_COVERAGE_H
#define CLI_COVERAGE_H

#include "cli/select.h"

/* What keeps rules from being compiled, or from what they call; owned. */
struct cli_coverage {
    struct cli_obstacle *items;
    size_t count;
};

/* Keep an error of a rule that does not load. Texts are borrowed until the write. */
void cli_coverage_diagnostic(struct cli_coverage *coverage, const struct cli_load *load,
                             const ounce_diagnostic *diagnostic);

/* Write all of it, as text or one JSON object a line, and forget what was kept. */
void cli_coverage_write(struct cli_coverage *coverage, const struct cli_load *load,
                        const struct cli_selection *selection, bool json,
                        struct cli_text *text);

#endif
