/* options.c — the options that commands have in common, on top of glibc's argp.
 *
 * Every refusal lists what is accepted: the person reading it has the shell open and
 * should not need the manual.
 */
#include "cli/options.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/exit_code.h"
#include "cli/limits_file.h"
#include "cli/memory.h"
#include "cli/output.h"
#include "cli/parallel.h"
#include "cli/services.h"

static const char *const severities[] = {"info", "low", "medium", "high", "critical"};

#define SEVERITY_COUNT (sizeof(severities) / sizeof(severities[0]))

#define SELECT_ROWS                                                                    \
    {"id", CLI_KEY_ID, "ID", 0, "Only the rule with this id; repeatable", 0},          \
        {"tag", CLI_KEY_TAG, "TAG", 0, "Only rules with this tag; repeatable", 0},     \
    {                                                                                  \
        "severity", CLI_KEY_SEVERITY, "MIN", 0,                                        \
            "Only rules of at least this severity: info, low, medium, high, critical", \
            0                                                                          \
    }

static const struct argp_option rules_table[] = {
    {"rules", 'r', "PATH", 0,
     "Rule file, or folder searched for .yml and .yaml files; repeatable", 0},
    SELECT_ROWS,
    {0},
};

static const struct argp_option select_table[] = {SELECT_ROWS, {0}};

static const struct argp_option common_table[] = {
    {"jobs", 'j', "N", 0,
     "Threads where work can be shared out: test, scan (default 1)", 0},
    {"quiet", 'q', NULL, 0, "No summary, progress or warnings", 0},
    {"limits", CLI_KEY_LIMITS, "FILE", 0,
     "YAML file of limits on rules and events, such as `max_event_bytes: 1048576'", 0},
    {"allow-empty", CLI_KEY_ALLOW_EMPTY, NULL, 0,
     "Nothing to do is fine: exit 0 and not 1", 0},
    CLI_OPTION_H,
    {0},
};

const struct argp cli_argp_rules = {
    rules_table, cli_options_parse_key, NULL, NULL, NULL, NULL, NULL};
const struct argp cli_argp_select = {
    select_table, cli_options_parse_key, NULL, NULL, NULL, NULL, NULL};
const struct argp cli_argp_common = {
    common_table, cli_options_parse_key, NULL, NULL, NULL, NULL, NULL};

void cli_words_add(struct cli_words *words, const char *word)
{
    words->items = cli_resize(words->items, words->count + 1, sizeof(words->items[0]));
    words->items[words->count++] = word;
}

/* "text, json or ir" */
static void list_words(const char *const *words, char *buffer, size_t capacity)
{
    size_t used = 0;

    buffer[0] = '\0';
    for (size_t i = 0; words[i] != NULL; i++) {
        const char *glue = i == 0 ? "" : words[i + 1] == NULL ? " or " : ", ";
        int size = snprintf(buffer + used, capacity - used, "%s%s", glue, words[i]);

        if (size < 0 || (size_t)size >= capacity - used) {
            return;
        }
        used += (size_t)size;
    }
}

static void parse_format(struct cli_options *options, const char *arg,
                         struct argp_state *state)
{
    char accepted[160];

    for (size_t i = 0; options->formats[i] != NULL; i++) {
        if (strcmp(options->formats[i], arg) == 0) {
            options->format = options->formats[i];
            return;
        }
    }
    list_words(options->formats, accepted, sizeof(accepted));
    argp_error(state, "unknown format \"%s\"; accepted: %s", arg, accepted);
}

static void parse_severity(struct cli_options *options, const char *arg,
                           struct argp_state *state)
{
    for (size_t i = 0; i < SEVERITY_COUNT; i++) {
        if (strcasecmp(severities[i], arg) == 0) {
            options->severity = (int64_t)i;
            return;
        }
    }
    argp_error(state,
               "unknown severity \"%s\"; accepted: info, low, medium, high or critical",
               arg);
}

static void parse_jobs(struct cli_options *options, const char *arg,
                       struct argp_state *state)
{
    uint32_t jobs = 0;

    for (const char *at = arg; *at != '\0'; at++) {
        if (*at < '0' || *at > '9' || jobs > CLI_JOBS_MAX) {
            jobs = 0;
            break;
        }
        jobs = jobs * 10 + (uint32_t)(*at - '0');
    }
    if (jobs < 1 || jobs > CLI_JOBS_MAX) {
        argp_error(state, "-j \"%s\" is not a whole number from 1 to %d", arg,
                   CLI_JOBS_MAX);
    }
    options->jobs = jobs;
}

error_t cli_options_parse_key(int key, char *arg, struct argp_state *state)
{
    struct cli_options *options = state->input;

    switch (key) {
    case ARGP_KEY_INIT: /* the children share what the command was given */
        for (size_t i = 0; state->root_argp->children != NULL &&
                           state->root_argp->children[i].argp != NULL;
             i++) {
            if (state->child_inputs != NULL) {
                state->child_inputs[i] = options;
            }
        }
        return 0;
    case ARGP_KEY_ARG:
        cli_words_add(&options->paths, arg);
        return 0;
    case CLI_KEY_FORMAT:
        parse_format(options, arg, state);
        return 0;
    case CLI_KEY_ID:
        cli_words_add(&options->ids, arg);
        return 0;
    case CLI_KEY_TAG:
        cli_words_add(&options->tags, arg);
        return 0;
    case CLI_KEY_SEVERITY:
        parse_severity(options, arg, state);
        return 0;
    case CLI_KEY_LOG_TYPE:
        options->log_type = arg;
        return 0;
    case CLI_KEY_LIMITS:
        options->limits_file = arg;
        return 0;
    case CLI_KEY_ALLOW_EMPTY:
        options->allow_empty = true;
        return 0;
    case CLI_KEY_NOW:
        if (!cli_time_parse(arg, &options->now)) {
            argp_error(state, "--now \"%s\" is not a time such as 2026-01-31T09:00:00Z",
                       arg);
        }
        return 0;
    case 'r':
        cli_words_add(&options->rules, arg);
        return 0;
    case 'j':
        parse_jobs(options, arg, state);
        return 0;
    case 'q':
        options->quiet = true;
        return 0;
    case 'h':
        argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int cli_options_parse(struct cli_options *options, const char *const *formats,
                      const struct argp *argp, int argc, char **argv)
{
    const ounce_limits defaults = OUNCE_LIMITS_INIT;

    options->name = argv[0];
    options->formats = formats;
    options->format = formats[0];
    options->jobs = 1;
    options->now = INT64_MIN;
    options->limits = defaults;
    if (argp_parse(argp, argc, argv, 0, NULL, options) != 0) {
        return CLI_USAGE;
    }
    if (options->limits_file != NULL) {
        return cli_limits_file_read(options->limits_file, &options->limits);
    }
    return CLI_FINE;
}

void cli_options_finish(struct cli_options *options)
{
    free(options->paths.items);
    free(options->rules.items);
    free(options->ids.items);
    free(options->tags.items);
    free(options->allow.items);
}

int cli_usage_error(const struct cli_options *options, const char *format, ...)
{
    char message[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    cli_say(options->name, "%s", message);
    fprintf(stderr, "Try `%s --help' for more information.\n", options->name);
    return CLI_USAGE;
}

bool cli_format_is(const struct cli_options *options, const char *format)
{
    return strcmp(options->format, format) == 0;
}

size_t cli_format_index(const struct cli_options *options)
{
    size_t index = 0;

    while (options->formats[index] != options->format) {
        index++;
    }
    return index;
}
