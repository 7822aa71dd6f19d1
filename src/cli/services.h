/* services.h — the clock and the random numbers that the command lends to rules. */
#ifndef CLI_SERVICES_H
#define CLI_SERVICES_H

#include <ounce.h>

/* Read a time of RFC 3339, as 2026-01-31T09:00:00Z, to microseconds since the epoch.
 * false for anything else. */
bool cli_time_parse(const char *text, int64_t *micros);

/* Those of one thread; stays where it is for as long as its matcher lives. */
struct cli_services {
    int64_t now; /* where the clock stands; INT64_MIN: it runs */
    uint64_t
        state; /* of the random numbers that begin the same with a standing clock */
};

/* Lend them to a matcher, whose cache is then empty. Random numbers begin again. */
void cli_services_lend(struct cli_services *services, int64_t now,
                       ounce_matcher *matcher);

#endif
