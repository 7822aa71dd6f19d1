/* options.h — the options that commands have in common, on top of glibc's argp.
 *
 * A command puts struct cli_options first in a struct of its own, lists the option
 * tables it wants as argp children, and hands every key it does not know to
 * cli_options_parse_key().
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <argp.h>
#include <ounce.h>

/* Words from the command line, in order; they live as long as argv. */
struct cli_words {
    const char **items;
    size_t count;
};

struct cli_options {
    const char *name;           /* "ounce scan": argv[0] */
    const char *const *formats; /* accepted, ended by NULL; the first is the default */
    const char *format;         /* one of them */
    struct cli_words paths;     /* arguments that are no options */
    struct cli_words rules;     /* -r */
    struct cli_words ids;
    struct cli_words tags;
    struct cli_words allow; /* lints not to report */
    const char *log_type;   /* NULL when not given */
    int64_t severity;       /* lowest rank wanted; 0 is all */
    int64_t now; /* --now, microseconds since the epoch; INT64_MIN: the clock runs */
    uint32_t jobs;
    bool quiet;
    bool allow_empty;
    const char *limits_file; /* NULL when not given */
    ounce_limits limits;
};

/* Keys of long options that have no letter. */
enum cli_option_key {
    CLI_KEY_FORMAT = 0x1000,
    CLI_KEY_ID,
    CLI_KEY_TAG,
    CLI_KEY_SEVERITY,
    CLI_KEY_LOG_TYPE,
    CLI_KEY_LIMITS,
    CLI_KEY_ALLOW_EMPTY,
    CLI_KEY_NOW,
    CLI_KEY_OWN /* a command's own keys begin here */
};

/* Option tables for a command's argp children. */
extern const struct argp cli_argp_select; /* --id, --tag, --severity */
extern const struct argp cli_argp_rules;  /* the same, and -r PATH */
extern const struct argp cli_argp_common; /* -j, --quiet, --limits, --allow-empty */

/* Rows of the command's own table: its help text is the command's. */
#define CLI_OPTION_FORMAT(doc)                                                         \
    {                                                                                  \
        "format", CLI_KEY_FORMAT, "FORMAT", 0, doc, 0                                  \
    }
#define CLI_OPTION_H                                                                   \
    {                                                                                  \
        NULL, 'h', NULL, OPTION_HIDDEN, NULL, 0                                        \
    }
#define CLI_OPTION_LOG_TYPE(doc)                                                       \
    {                                                                                  \
        "log-type", CLI_KEY_LOG_TYPE, "TYPE", 0, doc, 0                                \
    }

#define CLI_OPTION_NOW                                                                 \
    {                                                                                  \
        "now", CLI_KEY_NOW, "TIME", 0,                                                 \
            "What the clock says to rules, as 2026-01-31T09:00:00Z; random numbers "   \
            "are "                                                                     \
            "then the same every time",                                                \
            0                                                                          \
    }

/* The parser of all tables above; struct cli_options is at state->input. */
error_t cli_options_parse_key(int key, char *arg, struct argp_state *state);

/* Add a word from the command line. */
void cli_words_add(struct cli_words *words, const char *word);

/* Parse a command line and read the limits file, if any. Ends the program after --help
 * and after a usage error. Returns CLI_FINE, or the exit code after a message. */
int cli_options_parse(struct cli_options *options, const char *const *formats,
                      const struct argp *argp, int argc, char **argv);

void cli_options_finish(struct cli_options *options);

/* A usage error found after parsing: say it and return CLI_USAGE. */
int cli_usage_error(const struct cli_options *options, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Is this the chosen format? */
bool cli_format_is(const struct cli_options *options, const char *format);

/* Its place in the command's list of formats. */
size_t cli_format_index(const struct cli_options *options);

#endif
