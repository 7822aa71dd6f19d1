/* cmd_scan.c — `ounce scan`: events in, one line per match, or per alert, out.
 *
 * A block of events is read, shared out among the workers, and written in order;
 * reading and judging take turns, so a block is never older than the read that brought
 * it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/memory.h"
#include "cli/progress.h"
#include "cli/scan_worker.h"
#include "cli/select.h"
#include "cli/stop.h"

#define BLOCK_SIZE ((size_t)1048576) /* bytes, for each worker */
#define BLOCK_MOST ((size_t)16777216)

enum scan_key {
    KEY_NO_EVENT = CLI_KEY_OWN,
    KEY_REPORT,
    KEY_EMIT,
    KEY_STATE,
    KEY_FLUSH
};

struct scan_options {
    struct cli_options common; /* first: the shared parser reads it */
    bool no_event;
    bool report;
    bool alerts;
    bool flush;
    const char *state; /* NULL when not given */
};

struct scan {
    const struct scan_options *options;
    struct cli_output output;
    struct cli_scan_plan plan;
    struct cli_scan_worker *workers;
    struct cli_ordered ordered;
    struct cli_alerts alerts;
    struct cli_progress progress;
    const struct cli_input *input; /* the one under way */
    bool broken;                   /* an input could not be read, or not to its end */
};

static const struct argp_option table[] = {
    CLI_OPTION_FORMAT(
        "What a match is printed as: json (default), one object a line, or "
        "text, one readable line"),
    CLI_OPTION_LOG_TYPE("Log type of events that have no p_log_type; without it every "
                        "rule is tried on them"),
    CLI_OPTION_NOW,
    {"emit", KEY_EMIT, "WHAT", 0,
     "What is printed: matches (default), or alerts, which are matches counted by "
     "threshold and dedup window",
     0},
    {"state", KEY_STATE, "FILE", 0,
     "With --emit alerts: begin with the windows kept in FILE, if it is there, and "
     "keep "
     "those that are open at the end",
     0},
    {"flush", KEY_FLUSH, NULL, 0,
     "With --state: at the end, close all windows and print their alerts", 0},
    {"no-event", KEY_NO_EVENT, NULL, 0, "Leave the event out of the JSON", 0},
    {"report-unevaluated", KEY_REPORT, NULL, 0,
     "Also print a line for every event, or rule on an event, that could not be "
     "judged; "
     "they are always counted",
     0},
    {0},
};

static const struct argp_child children[] = {
    {&cli_argp_rules, 0, "Choosing rules:", 1},
    {&cli_argp_common, 0, "Common options:", 2},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct scan_options *options = state->input;

    switch (key) {
    case KEY_NO_EVENT:
        options->no_event = true;
        return 0;
    case KEY_REPORT:
        options->report = true;
        return 0;
    case KEY_EMIT:
        options->alerts = strcmp(arg, "alerts") == 0;
        if (!options->alerts && strcmp(arg, "matches") != 0) {
            argp_error(state, "--emit \"%s\" is unknown; accepted: matches or alerts",
                       arg);
        }
        return 0;
    case KEY_STATE:
        options->state = arg;
        return 0;
    case KEY_FLUSH:
        options->flush = true;
        return 0;
    default:
        return cli_options_parse_key(key, arg, state);
    }
}

static const struct argp scan_argp = {
    table,
    parse,
    "-r PATH [INPUT...]",
    "Match events against rules and print every match, or every alert, on standard "
    "output."
    "\v"
    "INPUT is a file of JSON events, one a line, or a document `{\"Records\":[...]}' "
    "as "
    "CloudTrail writes it; either may be compressed with gzip. `-', or no INPUT, is "
    "standard input. A summary goes to standard error: every event is counted as "
    "matched, not matched or not evaluated.\n"
    "\n"
    "Examples:\n"
    "  ounce scan -r rules/ events.ndjson\n"
    "  zcat flow.gz | ounce scan -r rules/ --log-type AWS.VPCFlow --format text\n"
    "  ounce scan -r rules/ --emit alerts --state windows.json today.ndjson\n"
    "\n"
    "Exit codes:\n"
    "  0  all inputs were read, whether or not anything matched\n"
    "  1  nothing to do: no rule was found or chosen\n"
    "  2  usage\n"
    "  3  some rules do not load; the others ran\n"
    "  4  input or output error, also of the state; what could be read was judged\n"
    "  130, 143  stopped by SIGINT, SIGTERM, after the summary",
    children,
    NULL,
    NULL,
};

static const char *const formats[] = {"json", "text", NULL};

static void work(void *ctx, uint32_t index, size_t first, size_t end)
{
    struct scan *scan = ctx;
    struct cli_scan_worker *worker = &scan->workers[index];

    for (size_t i = first; i < end; i++) {
        cli_scan_worker_judge(worker, scan->input, &scan->input->items.list[i]);
        cli_ordered_offer(&scan->ordered, index, &worker->text);
    }
    cli_ordered_done(&scan->ordered, index, &worker->text);
}

static void sum_counts(const struct scan *scan, struct cli_counts *sum)
{
    memset(sum, 0, sizeof(*sum));
    for (uint32_t i = 0; i < scan->options->common.jobs; i++) {
        cli_counts_add(sum, &scan->workers[i].counts);
    }
}

static void scan_blocks(struct scan *scan, struct cli_input *input)
{
    struct cli_counts sum;

    scan->input = input;
    while (!scan->output.failed && cli_stop_signal() == 0 && cli_input_next(input)) {
        cli_ordered_begin(&scan->ordered);
        cli_parallel(scan->options->common.jobs, input->items.count, work, scan);
        if (!input->stream.regular) { /* someone may be waiting at the other end */
            cli_output_flush(&scan->output);
        }
        if (scan->progress.wanted) {
            sum_counts(scan, &sum);
            cli_progress_show(&scan->progress, sum.events, sum.matches);
        }
    }
}

static void scan_input(struct scan *scan, const char *path)
{
    const struct cli_options *common = &scan->options->common;
    size_t block = BLOCK_SIZE * common->jobs;
    struct cli_input input;

    if (!cli_input_open(&input, path, block < BLOCK_MOST ? block : BLOCK_MOST,
                        common->limits.max_event_bytes)) {
        scan->broken = true;
        return;
    }
    scan_blocks(scan, &input);
    scan->broken = scan->broken || input.failed;
    cli_input_close(&input);
}

static void scan_all(struct scan *scan)
{
    const struct cli_words *paths = &scan->options->common.paths;

    if (paths->count == 0) {
        scan_input(scan, "-");
    }
    for (size_t i = 0; i < paths->count; i++) {
        if (scan->output.failed || cli_stop_signal() != 0) {
            return;
        }
        scan_input(scan, paths->items[i]);
    }
}

static void print_summary(struct scan *scan, uint32_t rules)
{
    struct cli_text text = CLI_TEXT_INIT;
    struct cli_counts sum;

    cli_progress_clear(&scan->progress);
    if (scan->options->common.quiet) {
        return;
    }
    sum_counts(scan, &sum);
    cli_counts_text(&sum, rules, cli_seconds() - scan->progress.begun, &text);
    if (scan->options->alerts) {
        cli_alerts_summary(&scan->alerts, &text);
    }
    fwrite(text.data, 1, text.size, stderr);
    cli_text_finish(&text);
}

/* Print what is over, see it out, and only then let the state say so. */
static int end_alerts(struct scan *scan, int code)
{
    struct cli_text text = CLI_TEXT_INIT;
    int saved = CLI_FINE;

    cli_alerts_end(&scan->alerts, &text);
    cli_output_text(&scan->output, &text);
    cli_text_finish(&text);
    code = cli_output_end(&scan->output, code);
    if (scan->output.failed && scan->alerts.state != NULL) {
        cli_say(NULL, "%s: left as it was, since not all alerts could be printed",
                scan->alerts.state);
    } else {
        saved = cli_alerts_save(&scan->alerts);
    }
    return saved == CLI_FINE ? code : saved;
}

static int run(const struct scan_options *options,
               const struct cli_selection *selection, const struct cli_load *load)
{
    struct scan scan = {.options = options};
    const char *log_type = options->common.log_type;
    int code;

    cli_output_init(&scan.output);
    scan.plan = (struct cli_scan_plan){
        .wanted = selection->wanted,
        .text = cli_format_is(&options->common, "text"),
        .no_event = options->no_event,
        .report = options->report,
        .log_type = {log_type, log_type == NULL ? 0 : strlen(log_type)},
        .now = options->common.now,
        .output = &scan.output,
        .alerts = options->alerts ? &scan.alerts : NULL,
        .ordered = &scan.ordered,
    };
    scan.alerts = (struct cli_alerts){.state = options->state,
                                      .flush = options->flush,
                                      .text = scan.plan.text,
                                      .output = &scan.output};
    code = options->alerts ? cli_alerts_begin(&scan.alerts) : CLI_FINE;
    if (code != CLI_FINE) {
        cli_alerts_finish(&scan.alerts);
        return code;
    }
    scan.workers = cli_resize(NULL, options->common.jobs, sizeof(scan.workers[0]));
    for (uint32_t i = 0; i < options->common.jobs; i++) {
        cli_scan_worker_init(&scan.workers[i], &scan.plan, load->ruleset, i);
    }
    cli_ordered_init(&scan.ordered, &scan.output);
    cli_progress_init(&scan.progress, options->common.quiet);
    cli_stop_catch();
    scan_all(&scan);
    code = scan.broken ? CLI_IO : cli_load_code(load);
    code =
        options->alerts ? end_alerts(&scan, code) : cli_output_end(&scan.output, code);
    print_summary(&scan, selection->enabled);
    for (uint32_t i = 0; i < options->common.jobs; i++) {
        cli_scan_worker_finish(&scan.workers[i]);
    }
    cli_ordered_finish(&scan.ordered);
    cli_alerts_finish(&scan.alerts);
    free(scan.workers);
    return cli_stop_signal() != 0 ? 128 + cli_stop_signal() : code;
}

static int load_and_run(const struct scan_options *options)
{
    const struct cli_options *common = &options->common;
    struct cli_selection selection = {0};
    struct cli_load load;
    int code = cli_load(&load, common, &common->rules, 0);

    if (code == CLI_FINE) {
        cli_load_report(&load, common);
        code = cli_select(&selection, common, &load, CLI_LOG_TYPE_OF_EVENTS);
    }
    if (code == CLI_FINE) {
        code = cli_nothing_to_do(&selection, common, &load);
    }
    if (code == CLI_FINE) {
        code = run(options, &selection, &load);
    }
    cli_selection_finish(&selection);
    cli_load_finish(&load);
    return code;
}

int cli_cmd_scan(int argc, char **argv)
{
    struct scan_options options = {0};
    int code = cli_options_parse(&options.common, formats, &scan_argp, argc, argv);

    if (code == CLI_FINE && options.common.rules.count == 0) {
        code = cli_usage_error(&options.common, "no rules: give -r PATH");
    }
    if (code == CLI_FINE && options.state != NULL && !options.alerts) {
        code = cli_usage_error(&options.common,
                               "--state keeps the windows of alerts: it needs --emit "
                               "alerts");
    }
    if (code == CLI_FINE && options.flush && options.state == NULL) {
        code = cli_usage_error(&options.common,
                               "--flush needs --state: without it, all alerts are "
                               "printed at the end anyway");
    }
    if (code == CLI_FINE) {
        code = load_and_run(&options);
    }
    cli_options_finish(&options.common);
    return code;
}
