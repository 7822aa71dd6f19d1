/* command.h — the commands that main.c lists in its table. Each takes its own
 * arguments, argv[0] being "ounce NAME", and returns an exit code. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

int cli_cmd_check(int argc, char **argv);
int cli_cmd_test(int argc, char **argv);
int cli_cmd_scan(int argc, char **argv);
int cli_cmd_explain(int argc, char **argv);
int cli_cmd_catalog(int argc, char **argv);
int cli_cmd_version(int argc, char **argv);

#endif
