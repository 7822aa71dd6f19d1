/* cmd_explain.c — `ounce explain`: what a rule became, and why it did or did not match.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/input.h"
#include "cli/memory.h"
#include "cli/select.h"
#include "cli/services.h"

#define BLOCK_SIZE ((size_t)1048576)

struct explain {
    const struct cli_options *options;
    const struct cli_load *load;
    const struct cli_selection *selection;
    ounce_matcher *matcher; /* owned; only with an INPUT */
    struct cli_services services;
    struct cli_output output;
    struct cli_text text;
    uint32_t form; /* ounce_print */
    bool begun;    /* something was printed: a blank line parts it from what follows */
    bool broken;   /* an input could not be read */
};

static const struct argp_option table[] = {
    CLI_OPTION_FORMAT(
        "text (default), an indented tree; json, one object a line; or ir, "
        "the expressions as the compiler sees them, without an INPUT"),
    CLI_OPTION_LOG_TYPE(
        "Only rules for this log type; also that of events that have no "
        "p_log_type"),
    CLI_OPTION_NOW,
    {0},
};

static const struct argp_child children[] = {
    {&cli_argp_rules, 0, "Choosing rules:", 1},
    {&cli_argp_common, 0, "Common options:", 2},
    {0},
};

static const struct argp explain_argp = {
    table,
    cli_options_parse_key,
    "-r PATH [INPUT...]",
    "Print the predicate tree of rules; with an INPUT, judge its events and print the "
    "value of each node and why the rule did or did not match."
    "\v"
    "INPUT is a file of JSON events as `ounce scan' reads it; `-' is standard input. "
    "Every event is judged by every chosen rule, enabled or not and whatever its log "
    "type: choose with --id.\n"
    "\n"
    "Examples:\n"
    "  ounce explain -r rules/ --id AWS.VPCFlow.LogsDeleted\n"
    "  head -1 events.ndjson | ounce explain -r rules/ --id AWS.VPCFlow.LogsDeleted -\n"
    "\n"
    "Exit codes:\n"
    "  0  fine, whether or not anything matched\n"
    "  1  nothing to do: no rule was found or chosen\n"
    "  2  usage, or an id that no rule has\n"
    "  3  some rules do not load; the others were explained\n"
    "  4  input or output error",
    children,
    NULL,
    NULL,
};

static const char *const formats[] = {"text", "json", "ir", NULL};

static const ounce_str *rule_id(const struct explain *explain, uint32_t index)
{
    return ounce_rule_text(ounce_ruleset_rule(explain->load->ruleset, index),
                           OUNCE_RULE_ID);
}

/* Print what the library wrote, however it ends. */
static void print_block(struct explain *explain, ounce_str block)
{
    if (explain->form == OUNCE_PRINT_JSON) {
        cli_text_json_visible(&explain->text, block);
    } else {
        cli_text_visible(&explain->text, block, CLI_VISIBLE_BLOCK);
    }
    if (block.size == 0 || block.data[block.size - 1] != '\n') {
        cli_text_char(&explain->text, '\n');
    }
    cli_output_text(&explain->output, &explain->text);
    explain->begun = true;
}

static void print_gap(struct explain *explain)
{
    if (explain->begun && explain->form == OUNCE_PRINT_TEXT) {
        cli_text_char(&explain->text, '\n');
    }
}

static void print_rule(struct explain *explain, uint32_t index)
{
    const ounce_ruleset *ruleset = explain->load->ruleset;
    size_t size = 0;
    char *room = NULL;
    ounce_status status =
        ounce_rule_print(ruleset, index, explain->form, NULL, 0, &size);

    if (status == OUNCE_ERR_SPACE) {
        room = cli_resize(NULL, size, 1);
        status = ounce_rule_print(ruleset, index, explain->form, room, size, &size);
    }
    if (status == OUNCE_ERR_NOMEM) {
        cli_out_of_memory();
    }
    if (status == OUNCE_OK) {
        print_gap(explain);
        print_block(explain, (ounce_str){room, size});
    }
    free(room);
}

static void print_rules(struct explain *explain)
{
    uint32_t count = ounce_ruleset_count(explain->load->ruleset);

    for (uint32_t i = 0; i < count && !explain->output.failed; i++) {
        if (explain->selection->wanted[i]) {
            print_rule(explain, i);
        }
    }
}

static void add_heading(struct explain *explain, const ounce_event *event)
{
    print_gap(explain);
    if (explain->form == OUNCE_PRINT_TEXT) {
        cli_text_visible(&explain->text, event->file, CLI_VISIBLE_LINE);
        cli_text_char(&explain->text, ':');
        cli_text_uint(&explain->text, event->line);
        cli_text_char(&explain->text, '\n');
    }
}

/* Being impossible to judge is the explanation. */
static void print_unjudged(struct explain *explain, uint32_t index,
                           const ounce_event *event, const char *why)
{
    struct cli_text *text = &explain->text;

    if (explain->form == OUNCE_PRINT_TEXT) {
        cli_text_visible(text, *rule_id(explain, index), CLI_VISIBLE_LINE);
        cli_text_put(text, "\nnot evaluated: ");
        cli_text_visible(text, (ounce_str){why, strlen(why)}, CLI_VISIBLE_LINE);
        cli_text_char(text, '\n');
    } else {
        cli_text_char(text, '{');
        cli_text_member_words(text, "kind", "not_evaluated");
        cli_text_member_words(text, "reason", why);
        cli_text_member_str(text, "rule_id", *rule_id(explain, index));
        cli_text_member_str(text, "file", event->file);
        cli_text_member_uint(text, "line", event->line);
        cli_text_put(text, "}\n");
    }
    cli_output_text(&explain->output, text);
    explain->begun = true;
}

static void explain_rule(struct explain *explain, uint32_t index,
                         const ounce_event *event, const char *unjudged)
{
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_str block = {NULL, 0};
    ounce_status status = OUNCE_OK;

    add_heading(explain, event);
    if (unjudged == NULL) {
        status = ounce_matcher_explain(explain->matcher, index, event, explain->form,
                                       &block, &err);
    }
    if (status == OUNCE_ERR_NOMEM) {
        cli_out_of_memory();
    }
    if (status != OUNCE_OK) {
        unjudged = err.message[0] == '\0' ? ounce_status_text(status) : err.message;
    }
    if (unjudged != NULL) {
        print_unjudged(explain, index, event, unjudged);
    } else {
        print_block(explain, block);
    }
}

static const char *unjudged_item(const struct cli_item *item)
{
    switch (item->kind) {
    case CLI_ITEM_EVENT:
        return NULL;
    case CLI_ITEM_TOO_BIG:
        return ounce_reason_text(OUNCE_REASON_TOO_BIG);
    case CLI_ITEM_UNCLOSED:
        return ounce_reason_text(OUNCE_REASON_BAD_JSON);
    }
    return NULL;
}

static void explain_item(struct explain *explain, const struct cli_input *input,
                         const struct cli_item *item)
{
    const char *log_type = explain->options->log_type;
    uint32_t count = ounce_ruleset_count(explain->load->ruleset);
    ounce_event event;

    ounce_event_init_json(&event, input->text + item->offset, item->size);
    event.log_type = (ounce_str){log_type, log_type == NULL ? 0 : strlen(log_type)};
    event.file = (ounce_str){input->name, strlen(input->name)};
    event.line = item->line;
    for (uint32_t i = 0; i < count && !explain->output.failed; i++) {
        if (explain->selection->wanted[i]) {
            explain_rule(explain, i, &event, unjudged_item(item));
        }
    }
}

static void explain_input(struct explain *explain, const char *path)
{
    struct cli_input input;

    if (!cli_input_open(&input, path, BLOCK_SIZE,
                        explain->options->limits.max_event_bytes)) {
        explain->broken = true;
        return;
    }
    while (!explain->output.failed && cli_input_next(&input)) {
        for (size_t i = 0; i < input.items.count; i++) {
            explain_item(explain, &input, &input.items.list[i]);
        }
    }
    explain->broken = explain->broken || input.failed;
    cli_input_close(&input);
}

static void explain_inputs(struct explain *explain)
{
    if (ounce_matcher_new(explain->load->ruleset, &explain->matcher, NULL) !=
        OUNCE_OK) {
        cli_out_of_memory();
    }
    cli_services_lend(&explain->services, explain->options->now, explain->matcher);
    for (size_t i = 0; i < explain->options->paths.count; i++) {
        explain_input(explain, explain->options->paths.items[i]);
    }
    ounce_matcher_free(explain->matcher);
}

static int run(const struct cli_options *options, const struct cli_selection *selection,
               const struct cli_load *load)
{
    struct explain explain = {.options = options, .load = load, .selection = selection};

    cli_output_init(&explain.output);
    explain.form = cli_format_is(options, "json") ? OUNCE_PRINT_JSON
                   : cli_format_is(options, "ir") ? OUNCE_PRINT_IR
                                                  : OUNCE_PRINT_TEXT;
    if (options->paths.count == 0) {
        print_rules(&explain);
    } else {
        explain_inputs(&explain);
    }
    cli_text_finish(&explain.text);
    return cli_output_end(&explain.output,
                          explain.broken ? CLI_IO : cli_load_code(load));
}

static int check_usage(const struct cli_options *options)
{
    if (options->rules.count == 0) {
        return cli_usage_error(options, "no rules: give -r PATH");
    }
    if (options->paths.count > 0 && cli_format_is(options, "ir")) {
        return cli_usage_error(
            options, "--format ir prints rules; with an INPUT, accepted: text or json");
    }
    return CLI_FINE;
}

int cli_cmd_explain(int argc, char **argv)
{
    struct cli_options options = {0};
    struct cli_selection selection = {0};
    struct cli_load load = {0};
    int code = cli_options_parse(&options, formats, &explain_argp, argc, argv);

    if (code == CLI_FINE) {
        code = check_usage(&options);
    }
    if (code == CLI_FINE) {
        code = cli_load(&load, &options, &options.rules, 0);
    }
    if (code == CLI_FINE) {
        cli_load_report(&load, &options);
        code = cli_select(&selection, &options, &load, CLI_LOG_TYPE_OF_RULES);
    }
    if (code == CLI_FINE) {
        code = cli_nothing_to_do(&selection, &options, &load);
    }
    if (code == CLI_FINE) {
        code = run(&options, &selection, &load);
    }
    cli_selection_finish(&selection);
    cli_load_finish(&load);
    cli_options_finish(&options);
    return code;
}
