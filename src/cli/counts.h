/* counts.h — what became of the events of a scan. */
#ifndef CLI_COUNTS_H
#define CLI_COUNTS_H

#include <ounce.h>

#include "cli/text.h"

#define CLI_REASONS 16 /* more than ounce_reason has, with room for later ones */

/* events == matched + not_matched + not_evaluated, always. The matcher counts too, but
 * it does not know which rules were chosen. */
struct cli_counts {
    uint64_t events;
    uint64_t matched;
    uint64_t not_matched;
    uint64_t not_evaluated;
    uint64_t matches;              /* pairs of an event and a chosen rule */
    uint64_t rules_not_evaluated;  /* pairs of a judged event and a chosen rule */
    uint64_t reasons[CLI_REASONS]; /* events without a verdict, by ounce_reason */
};

void cli_counts_add(struct cli_counts *sum, const struct cli_counts *more);

/* The lines that end a scan, for standard error. */
void cli_counts_text(const struct cli_counts *counts, uint32_t rules, double seconds,
                     struct cli_text *text);

#endif
