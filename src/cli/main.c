/* main.c — `ounce COMMAND [OPTION...]`: the table of commands. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/suggest.h"

struct command {
    const char *name;
    const char *argv0; /* what messages call it */
    const char *summary;
    int (*run)(int argc, char **argv);
};

static const struct command commands[] = {
    {"check", "ounce check", "compile rules and print every mistake in them",
     cli_cmd_check},
    {"test", "ounce test", "run the tests that rules carry", cli_cmd_test},
    {"scan", "ounce scan", "match events against rules and print every match or alert",
     cli_cmd_scan},
    {"explain", "ounce explain",
     "print what a rule became, or why it did or did not match", cli_cmd_explain},
    {"catalog", "ounce catalog", "write what every rule does, as pages or JSON",
     cli_cmd_catalog},
    {"version", "ounce version", "print the version and what it was built with",
     cli_cmd_version},
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static void print_help(FILE *stream)
{
    fputs("Usage: ounce COMMAND [OPTION...] [ARGUMENT...]\n"
          "Judge JSON events by Panther-format detections.\n"
          "\n"
          "Commands:\n",
          stream);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        fprintf(stream, "  %-9s%s\n", commands[i].name, commands[i].summary);
    }
    fputs(
        "\n"
        "`ounce COMMAND --help' tells the options of a command; `ounce --version' the\n"
        "version. Results go to standard output, all talk to standard error.\n"
        "\n"
        "Examples:\n"
        "  ounce check rules/\n"
        "  ounce test rules/\n"
        "  ounce scan -r rules/ events.ndjson\n"
        "  ounce explain -r rules/ --id AWS.VPCFlow.LogsDeleted\n"
        "\n"
        "Exit codes, the same for all:\n"
        "  0  fine\n"
        "  1  findings: a failing test, an error under check; or nothing to do\n"
        "  2  usage\n"
        "  3  some rules do not load\n"
        "  4  input or output error\n",
        stream);
}

static void print_version(FILE *stream, struct argp_state *state)
{
    (void)state;
    fprintf(stream, "ounce %s\n", ounce_version());
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

static int unknown(const char *name)
{
    struct cli_suggest suggest;
    char nearest[160];
    bool option = name[0] == '-';

    cli_suggest_init(&suggest, name);
    for (size_t i = 0; i < COMMAND_COUNT && !option; i++) {
        cli_suggest_offer(&suggest, commands[i].name, strlen(commands[i].name));
    }
    cli_say(NULL, "unknown %s \"%s\"%s", option ? "option" : "command", name,
            cli_suggest_text(&suggest, nearest, sizeof(nearest)));
    fputs("Try `ounce --help' for the commands.\n", stderr);
    return CLI_USAGE;
}

static int run_command(const struct command *command, int argc, char **argv)
{
    char name[32];

    snprintf(name, sizeof(name), "%s", command->argv0);
    argv[0] = name; /* argp and getopt begin their messages with it */
    return command->run(argc, argv);
}

/* `ounce help scan` is `ounce scan --help`. */
static int run_help(int argc, char **argv)
{
    char help[] = "--help";
    char *arguments[] = {argv[0], help, NULL};
    const struct command *command;

    if (argc < 2) {
        print_help(stdout);
        return CLI_FINE;
    }
    command = find_command(argv[1]);
    return command == NULL ? unknown(argv[1]) : run_command(command, 2, arguments);
}

static int dispatch(int argc, char **argv)
{
    const struct command *command;

    if (argc < 2) {
        print_help(stderr);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_help(stdout);
        return CLI_FINE;
    }
    if (strcmp(argv[1], "help") == 0) {
        return run_help(argc - 1, argv + 1);
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        print_version(stdout, NULL);
        return CLI_FINE;
    }
    command = find_command(argv[1]);
    return command == NULL ? unknown(argv[1])
                           : run_command(command, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
    setenv("ARGP_HELP_FMT", "no-dup-args-note", 0); /* help without the fine print */
    argp_err_exit_status = CLI_USAGE;
    argp_program_version_hook = print_version;
    atexit(cli_output_close);
    return dispatch(argc, argv);
}
