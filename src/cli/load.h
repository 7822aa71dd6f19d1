/* load.h — rule paths from the command line in, a ruleset and its diagnostics out. */
#ifndef CLI_LOAD_H
#define CLI_LOAD_H

#include "cli/options.h"
#include "cli/output.h"

struct cli_load {
    ounce_compiler *compiler; /* owned; holds the diagnostics */
    ounce_ruleset *ruleset;   /* one reference; what loads of the rules */
    bool unreadable;          /* a path or a file could not be read */
    bool incomplete;          /* a rule does not load, or there are too many */
};

/* Compile everything below @paths; @flags of ounce_compile_flag on top of PARTIAL.
 * Returns CLI_FINE also when rules do not load: the caller asks the struct. */
int cli_load(struct cli_load *load, const struct cli_options *options,
             const struct cli_words *paths, uint32_t flags);

void cli_load_finish(struct cli_load *load);

/* Errors to standard error, and warnings unless --quiet. */
void cli_load_report(const struct cli_load *load, const struct cli_options *options);

/* The exit code of a command for which loading is only the means. */
int cli_load_code(const struct cli_load *load);

/* `FILE:LINE:COLUMN: error: message [code]` and a line break. */
void cli_diagnostic_text(const struct cli_output *output, struct cli_text *text,
                         const ounce_diagnostic *diagnostic);

/* Is there an error about this rule? Then it is known, though it does not load. */
bool cli_load_refused(const struct cli_load *load, const char *id);

#endif
