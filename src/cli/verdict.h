/* verdict.h — run one of a rule's own tests and judge the outcome. */
#ifndef CLI_VERDICT_H
#define CLI_VERDICT_H

#include <ounce.h>

#include "cli/text.h"

/* Alert fields in the order in which `ounce test --format json` prints them; the
 * destinations and the context are JSON already. */
enum cli_verdict_field {
    CLI_VERDICT_TITLE,
    CLI_VERDICT_DEDUP,
    CLI_VERDICT_SEVERITY,
    CLI_VERDICT_DESCRIPTION,
    CLI_VERDICT_REFERENCE,
    CLI_VERDICT_RUNBOOK,
    CLI_VERDICT_DESTINATIONS,
    CLI_VERDICT_CONTEXT,
    CLI_VERDICT_FIELDS
};

/* The outcome of one test. Reusable: its texts keep their memory. */
struct cli_verdict {
    bool policy;   /* then true is compliance, and false a match */
    bool expected; /* what the rule should return */
    bool judged;   /* false: the rule gave no value, and error says why */
    bool got;      /* what it did return */
    bool matched;
    bool passed;
    bool known[CLI_VERDICT_FIELDS]; /* false: could not be computed */
    struct cli_text fields[CLI_VERDICT_FIELDS];
    struct cli_text error; /* empty when there was none */
};

/* @event describes the test's event, its file and its line; @policy, whether the rule
 * is a policy. */
void cli_verdict_reach(struct cli_verdict *verdict, ounce_matcher *matcher,
                       uint32_t rule, bool policy, const ounce_event *event,
                       bool expected);

void cli_verdict_finish(struct cli_verdict *verdict);

#endif
