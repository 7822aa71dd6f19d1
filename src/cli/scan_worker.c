/* scan_worker.c — one thread's part of a scan: judge events, put the output together.
 *
 * The library writes the line of a match. What is ours is choosing among the matches,
 * lines for people, and lines about what could not be judged.
 */
#include "cli/scan_worker.h"

#include <string.h>

#include "cli/memory.h"

static void add_place(struct cli_text *text, ounce_str file, uint64_t line)
{
    cli_text_put(text, " (");
    cli_text_visible(text, file, CLI_VISIBLE_LINE);
    cli_text_char(text, ':');
    cli_text_uint(text, line);
    cli_text_put(text, ")\n");
}

/* The text of an alert, or what stands in for it when there is none to be had. */
static ounce_str alert_text(ounce_match *match, uint32_t field,
                            const ounce_str *instead)
{
    ounce_str text;
    ounce_status status = ounce_match_text(match, field, &text, NULL);

    if (status == OUNCE_ERR_NOMEM) {
        cli_out_of_memory();
    }
    return status == OUNCE_OK ? text : *instead;
}

/* `HIGH AWS.Console.Login title of the alert (events.ndjson:12)` */
static void add_match_text(struct cli_scan_worker *worker, ounce_match *match)
{
    const ounce_rule *rule = ounce_match_rule(match);
    const ounce_event *event = ounce_match_event(match);
    const ounce_str *severity = ounce_rule_text(rule, OUNCE_RULE_SEVERITY);
    ounce_str shown = alert_text(match, OUNCE_ALERT_SEVERITY, severity);

    cli_output_severity(worker->plan->output, &worker->text, shown);
    cli_text_char(&worker->text, ' ');
    cli_text_visible(&worker->text, *ounce_rule_text(rule, OUNCE_RULE_ID),
                     CLI_VISIBLE_LINE);
    cli_text_char(&worker->text, ' ');
    cli_text_visible(&worker->text,
                     alert_text(match, OUNCE_ALERT_TITLE,
                                ounce_rule_text(rule, OUNCE_RULE_DISPLAY_NAME)),
                     CLI_VISIBLE_LINE);
    add_place(&worker->text, event->file, event->line);
}

static void add_alert_field(struct cli_text *text, const char *name, ounce_match *match,
                            uint32_t field)
{
    const ounce_str nothing = {NULL, 0};
    ounce_str value = alert_text(match, field, &nothing);

    if (value.size == 0) {
        cli_text_member_null(text, name);
    } else if (field == OUNCE_ALERT_CONTEXT) {
        cli_text_member(text, name);
        cli_text_json_visible(text, value);
    } else {
        cli_text_member_str(text, name, value);
    }
}

/* The event as it came, on one line. */
static void add_event(struct cli_text *text, ounce_str json)
{
    size_t begin;

    cli_text_member(text, "event");
    begin = text->size;
    cli_text_json_visible(text, json);
    for (size_t i = begin; i < text->size; i++) {
        if (text->data[i] == '\n' || text->data[i] == '\r') {
            text->data[i] = ' ';
        }
    }
}

/* A match some of whose alert fields cannot be computed is a match all the same: what
 * there is of it, and null for the rest. */
static void add_partial_match(struct cli_scan_worker *worker, ounce_match *match)
{
    const ounce_rule *rule = ounce_match_rule(match);
    const ounce_event *event = ounce_match_event(match);
    struct cli_text *text = &worker->text;

    cli_text_char(text, '{');
    cli_text_member_words(text, "kind", "match");
    cli_text_member_str(text, "rule_id", *ounce_rule_text(rule, OUNCE_RULE_ID));
    add_alert_field(text, "severity", match, OUNCE_ALERT_SEVERITY);
    add_alert_field(text, "title", match, OUNCE_ALERT_TITLE);
    add_alert_field(text, "dedup", match, OUNCE_ALERT_DEDUP);
    add_alert_field(text, "alert_context", match, OUNCE_ALERT_CONTEXT);
    add_alert_field(text, "log_type", match, OUNCE_ALERT_LOG_TYPE);
    cli_text_member_str(text, "file", event->file);
    cli_text_member_uint(text, "line", event->line);
    if (!worker->plan->no_event) {
        add_event(text, event->json);
    }
    cli_text_put(text, "}\n");
}

static void add_match_json(struct cli_scan_worker *worker, ounce_match *match)
{
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_str json;
    uint32_t flags = worker->plan->no_event ? 0 : OUNCE_MATCH_JSON_EVENT;
    ounce_status status = ounce_match_json(match, flags, &json, &err);

    if (status == OUNCE_ERR_NOMEM) {
        cli_out_of_memory();
    }
    if (status != OUNCE_OK) {
        const ounce_event *event = ounce_match_event(match);

        cli_say(NULL, "%.*s:%llu: alert incomplete: %s", (int)event->file.size,
                event->file.data, (unsigned long long)event->line, err.message);
        add_partial_match(worker, match);
        return;
    }
    if (worker->plan->output->terminal) {
        cli_text_json_visible(&worker->text, json);
    } else {
        cli_text_add(&worker->text, json.data, json.size);
    }
    cli_text_char(&worker->text, '\n');
}

static ounce_control on_match(void *user, ounce_match *match)
{
    struct cli_scan_worker *worker = user;

    if (!worker->plan->wanted[ounce_match_rule_index(match)]) {
        return OUNCE_CONTINUE;
    }
    worker->counts.matches++;
    if (worker->plan->alerts != NULL) {
        cli_ordered_wait(worker->plan->ordered, worker->index);
        cli_alerts_feed(worker->plan->alerts, match, &worker->text);
    } else if (worker->plan->text) {
        add_match_text(worker, match);
    } else {
        add_match_json(worker, match);
    }
    return OUNCE_CONTINUE;
}

static void add_unevaluated(struct cli_scan_worker *worker, const ounce_str *rule_id,
                            uint32_t reason, const char *file, uint64_t line)
{
    struct cli_text *text = &worker->text;

    if (!worker->plan->report) {
        return;
    }
    if (worker->plan->text) {
        cli_text_put(text, "not evaluated: ");
        cli_text_put(text, ounce_reason_text(reason));
        if (rule_id != NULL) {
            cli_text_char(text, ' ');
            cli_text_visible(text, *rule_id, CLI_VISIBLE_LINE);
        }
        add_place(text, (ounce_str){file, strlen(file)}, line);
        return;
    }
    cli_text_char(text, '{');
    cli_text_member_words(text, "kind", "not_evaluated");
    cli_text_member_words(text, "reason", ounce_reason_text(reason));
    if (rule_id == NULL) {
        cli_text_member_null(text, "rule_id");
    } else {
        cli_text_member_str(text, "rule_id", *rule_id);
    }
    cli_text_member_words(text, "file", file);
    cli_text_member_uint(text, "line", line);
    cli_text_put(text, "}\n");
}

/* Called by the library: the whole event, or the rules behind the one that used up what
 * an event may cost. */
static void on_unevaluated(void *user, const ounce_event *event, uint32_t rule,
                           uint32_t reason)
{
    struct cli_scan_worker *worker = user;
    const ounce_str *rule_id = NULL;

    if (rule == OUNCE_NO_RULE) {
        worker->reason = reason;
    } else if (worker->plan->wanted[rule]) {
        worker->counts.rules_not_evaluated++;
        rule_id =
            ounce_rule_text(ounce_ruleset_rule(worker->ruleset, rule), OUNCE_RULE_ID);
    } else {
        return;
    }
    add_unevaluated(worker, rule_id, reason, event->file.data, event->line);
}

void cli_scan_worker_init(struct cli_scan_worker *worker,
                          const struct cli_scan_plan *plan, ounce_ruleset *ruleset,
                          uint32_t index)
{
    memset(worker, 0, sizeof(*worker));
    worker->plan = plan;
    worker->index = index;
    worker->ruleset = ruleset;
    if (ounce_matcher_new(ruleset, &worker->matcher, NULL) != OUNCE_OK) {
        cli_out_of_memory();
    }
    cli_services_lend(&worker->services, plan->now, worker->matcher);
    ounce_matcher_on_unevaluated(worker->matcher, on_unevaluated, worker);
}

void cli_scan_worker_finish(struct cli_scan_worker *worker)
{
    ounce_matcher_free(worker->matcher);
    cli_text_finish(&worker->text);
}

static void judge_event(struct cli_scan_worker *worker, const struct cli_input *input,
                        const struct cli_item *item)
{
    ounce_event event;

    ounce_event_init_json(&event, input->text + item->offset, item->size);
    event.log_type = worker->plan->log_type;
    event.file = (ounce_str){input->name, strlen(input->name)};
    event.line = item->line;
    if (ounce_matcher_run(worker->matcher, &event, on_match, worker, NULL) ==
        OUNCE_ERR_NOMEM) {
        cli_out_of_memory();
    }
}

void cli_scan_worker_judge(struct cli_scan_worker *worker,
                           const struct cli_input *input, const struct cli_item *item)
{
    struct cli_counts *counts = &worker->counts;
    uint64_t matches = counts->matches;

    worker->reason = OUNCE_REASON_NONE;
    switch (item->kind) {
    case CLI_ITEM_EVENT:
        judge_event(worker, input, item);
        break;
    case CLI_ITEM_TOO_BIG:
        worker->reason = OUNCE_REASON_TOO_BIG;
        add_unevaluated(worker, NULL, worker->reason, input->name, item->line);
        break;
    case CLI_ITEM_UNCLOSED:
        worker->reason = OUNCE_REASON_BAD_JSON;
        add_unevaluated(worker, NULL, worker->reason, input->name, item->line);
        break;
    }
    counts->events++;
    if (counts->matches > matches) {
        counts->matched++;
    } else if (worker->reason == OUNCE_REASON_NONE) {
        counts->not_matched++;
    } else {
        counts->not_evaluated++;
        counts->reasons[worker->reason < CLI_REASONS ? worker->reason : 0]++;
    }
}
