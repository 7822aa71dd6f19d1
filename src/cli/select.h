/* select.h — which of the rules a command is about: --id, --tag, --severity. */
#ifndef CLI_SELECT_H
#define CLI_SELECT_H

#include "cli/load.h"

struct cli_selection {
    bool *wanted;     /* one per place in the ruleset */
    uint32_t chosen;  /* how many are */
    uint32_t enabled; /* how many of those are enabled */
};

/* What --log-type means to the command. */
enum cli_log_type_use {
    CLI_LOG_TYPE_OF_EVENTS, /* nothing here: it describes events */
    CLI_LOG_TYPE_OF_RULES   /* only rules that list it */
};

/* Apply the options. An id that no rule has is CLI_USAGE after a message with the
 * nearest; one that is known from a diagnostic only is fine and chooses nothing. */
int cli_select(struct cli_selection *selection, const struct cli_options *options,
               const struct cli_load *load, enum cli_log_type_use use);

void cli_selection_finish(struct cli_selection *selection);

/* Does --id let a rule through of which no more than the id is known, such as one that
 * does not load? The empty id is that of a finding about no rule and always passes. */
bool cli_id_is_chosen(const struct cli_options *options, ounce_str id);

/* CLI_FINE when something is chosen or --allow-empty was given, or else, after a
 * message, the exit code for having nothing to do. */
int cli_nothing_to_do(const struct cli_selection *selection,
                      const struct cli_options *options, const struct cli_load *load);

#endif
