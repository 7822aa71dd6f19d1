/* alerts.h — what `ounce scan --emit alerts` does with matches. */
#ifndef CLI_ALERTS_H
#define CLI_ALERTS_H

#include <ounce.h>

#include "cli/output.h"

struct cli_alerts {
    ounce_tracker *tracker; /* owned; NULL: matches are printed, not alerts */
    const char *state;      /* path; NULL: nothing is kept between runs */
    bool flush;             /* at the end, print also what could stay in the state */
    bool text;              /* for people, and not JSON */
    bool undated;           /* an event without a time was met */
    int64_t clock;          /* the greatest time of a match, far future left out */
    const struct cli_output *output;
};

/* Make the tracker and load its state, if there is any. Returns CLI_FINE, or the exit
 * code after a message. */
int cli_alerts_begin(struct cli_alerts *alerts);

/* Count a match; lines of alerts that are over are added to @text. */
void cli_alerts_feed(struct cli_alerts *alerts, ounce_match *match,
                     struct cli_text *text);

/* The end of all events: lines for what is over, or for all that is open. */
void cli_alerts_end(struct cli_alerts *alerts, struct cli_text *text);

/* Save the state, when everything is printed. Returns CLI_FINE, or the exit code after
 * a message. */
int cli_alerts_save(const struct cli_alerts *alerts);

/* The line that ends a scan, for standard error. */
void cli_alerts_summary(const struct cli_alerts *alerts, struct cli_text *text);

void cli_alerts_finish(struct cli_alerts *alerts);

#endif
