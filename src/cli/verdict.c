/* verdict.c — run one of a rule's own tests and judge the outcome.
 *
 * A test that expects a match passes when the rule matched and every field of the alert
 * could be computed. One that expects none passes when the rule was judged and did not
 * match; a rule without a value fails both. A policy matches what does not comply, so
 * its tests expect the opposite of a match.
 */
#include "cli/verdict.h"

#include <string.h>

#include "cli/memory.h"

static const struct {
    uint32_t field; /* ounce_alert_field */
    const char *name;
} alert_fields[CLI_VERDICT_FIELDS] = {
    [CLI_VERDICT_TITLE] = {OUNCE_ALERT_TITLE, "title"},
    [CLI_VERDICT_DEDUP] = {OUNCE_ALERT_DEDUP, "dedup"},
    [CLI_VERDICT_SEVERITY] = {OUNCE_ALERT_SEVERITY, "severity"},
    [CLI_VERDICT_DESCRIPTION] = {OUNCE_ALERT_DESCRIPTION, "description"},
    [CLI_VERDICT_REFERENCE] = {OUNCE_ALERT_REFERENCE, "reference"},
    [CLI_VERDICT_RUNBOOK] = {OUNCE_ALERT_RUNBOOK, "runbook"},
    [CLI_VERDICT_DESTINATIONS] = {OUNCE_ALERT_DESTINATIONS, "destinations"},
    [CLI_VERDICT_CONTEXT] = {OUNCE_ALERT_CONTEXT, "alert_context"},
};

static void add_error(struct cli_verdict *verdict, const char *what,
                      ounce_status status, const ounce_error *err)
{
    if (status == OUNCE_ERR_NOMEM) {
        cli_out_of_memory();
    }
    if (verdict->error.size > 0) {
        cli_text_put(&verdict->error, "; ");
    }
    if (what != NULL) {
        cli_text_put(&verdict->error, what);
        cli_text_put(&verdict->error, ": ");
    }
    cli_text_put(&verdict->error,
                 err->message[0] == '\0' ? ounce_status_text(status) : err->message);
}

static ounce_control on_match(void *user, ounce_match *match)
{
    struct cli_verdict *verdict = user;

    verdict->matched = true;
    for (size_t i = 0; i < CLI_VERDICT_FIELDS; i++) {
        ounce_error err = OUNCE_ERROR_INIT;
        ounce_str text;
        ounce_status status =
            ounce_match_text(match, alert_fields[i].field, &text, &err);

        verdict->known[i] = status == OUNCE_OK;
        if (status == OUNCE_OK) {
            cli_text_add(&verdict->fields[i], text.data, text.size);
        } else {
            add_error(verdict, alert_fields[i].name, status, &err);
        }
    }
    return OUNCE_CONTINUE;
}

void cli_verdict_reach(struct cli_verdict *verdict, ounce_matcher *matcher,
                       uint32_t rule, bool policy, const ounce_event *event,
                       bool expected)
{
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_status status;

    for (size_t i = 0; i < CLI_VERDICT_FIELDS; i++) {
        verdict->known[i] = false;
        cli_text_clear(&verdict->fields[i]);
    }
    cli_text_clear(&verdict->error);
    verdict->matched = false;
    verdict->policy = policy;
    verdict->expected = expected;
    status = ounce_matcher_run_rule(matcher, rule, event, on_match, verdict, &err);
    verdict->judged = status == OUNCE_OK;
    if (!verdict->judged) {
        add_error(verdict, NULL, status, &err);
    }
    verdict->got = verdict->matched != policy;
    verdict->passed = verdict->judged && verdict->got == expected &&
                      (!verdict->matched || verdict->error.size == 0);
}

void cli_verdict_finish(struct cli_verdict *verdict)
{
    for (size_t i = 0; i < CLI_VERDICT_FIELDS; i++) {
        cli_text_finish(&verdict->fields[i]);
    }
    cli_text_finish(&verdict->error);
}
