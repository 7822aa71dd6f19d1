/* stop.h — SIGINT and SIGTERM: finish what was begun, report, end with 128 + signal. */
#ifndef CLI_STOP_H
#define CLI_STOP_H

/* Catch them from now on. The second one ends the program at once. */
void cli_stop_catch(void);

/* The signal that came, or 0. */
int cli_stop_signal(void);

#endif
