/* progress.h — one line on standard error that says how far a long scan is. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct cli_progress {
    bool wanted;  /* someone is looking, and results do not go to the same screen */
    bool shown;   /* a line is there now */
    double begun; /* seconds */
    double drawn; /* seconds; when the line was last written */
};

/* Seconds of a clock that never goes back. */
double cli_seconds(void);

void cli_progress_init(struct cli_progress *progress, bool quiet);
void cli_progress_show(struct cli_progress *progress, uint64_t events,
                       uint64_t matches);
void cli_progress_clear(struct cli_progress *progress);

#endif
