/* stop.c — SIGINT and SIGTERM: finish what was begun, report, end with 128 + signal. */
#include "cli/stop.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t caught;

static void on_signal(int number)
{
    caught = number;
}

void cli_stop_catch(void)
{
    struct sigaction action = {.sa_handler = on_signal};

    sigemptyset(&action.sa_mask);
    action.sa_flags = (int)SA_RESETHAND; /* and no SA_RESTART: a read must return */
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int cli_stop_signal(void)
{
    return (int)caught;
}
