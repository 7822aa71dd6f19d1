/* scan_worker.h — one thread's part of a scan: judge events, put the output together.
 */
#ifndef CLI_SCAN_WORKER_H
#define CLI_SCAN_WORKER_H

#include "cli/alerts.h"
#include "cli/counts.h"
#include "cli/input.h"
#include "cli/parallel.h"
#include "cli/services.h"

/* What all workers of a scan share; none of it changes while they run. */
struct cli_scan_plan {
    const bool *wanted; /* one per rule of the ruleset */
    bool text;          /* a readable line per match, and not JSON */
    bool no_event;
    bool report; /* write a line for what could not be judged */
    ounce_str log_type;
    int64_t now; /* of struct cli_options */
    const struct cli_output *output;
    struct cli_alerts *alerts;   /* who gets the matches, in order; NULL: print them */
    struct cli_ordered *ordered; /* whose turn it is */
};

struct cli_scan_worker {
    const struct cli_scan_plan *plan;
    uint32_t index;         /* 0-based, in the order of the events */
    ounce_ruleset *ruleset; /* the caller's reference */
    ounce_matcher *matcher; /* owned */
    struct cli_services services;
    struct cli_text text; /* output that is not written yet */
    struct cli_counts counts;
    uint32_t reason; /* of the event under way, when it has no verdict */
};

void cli_scan_worker_init(struct cli_scan_worker *worker,
                          const struct cli_scan_plan *plan, ounce_ruleset *ruleset,
                          uint32_t index);
void cli_scan_worker_finish(struct cli_scan_worker *worker);

/* Judge one item of an input's block. */
void cli_scan_worker_judge(struct cli_scan_worker *worker,
                           const struct cli_input *input, const struct cli_item *item);

#endif
