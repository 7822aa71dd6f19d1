/* progress.c — one line on standard error that says how far a long scan is.
 *
 * Nothing in the first second, four times a second after it, and nothing at all unless
 * standard error is a terminal that the results do not go to as well.
 */
#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

double cli_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void cli_progress_init(struct cli_progress *progress, bool quiet)
{
    progress->wanted =
        !quiet && isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) != 1;
    progress->shown = false;
    progress->begun = cli_seconds();
    progress->drawn = progress->begun + 0.75;
}

void cli_progress_show(struct cli_progress *progress, uint64_t events, uint64_t matches)
{
    double now;

    if (!progress->wanted) {
        return;
    }
    now = cli_seconds();
    if (now - progress->drawn < 0.25) {
        return;
    }
    fprintf(stderr, "\r%" PRIu64 " events, %" PRIu64 " matches, %.0f events/s\x1b[K",
            events, matches, (double)events / (now - progress->begun));
    fflush(stderr);
    progress->drawn = now;
    progress->shown = true;
}

void cli_progress_clear(struct cli_progress *progress)
{
    if (progress->shown) {
        fputs("\r\x1b[K", stderr);
        fflush(stderr);
        progress->shown = false;
    }
}
