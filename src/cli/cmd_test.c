/* cmd_test.c — `ounce test`: run the rules' own tests. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/memory.h"
#include "cli/parallel.h"
#include "cli/select.h"
#include "cli/services.h"
#include "cli/test_report.h"

enum test_key { KEY_FAILURES_ONLY = CLI_KEY_OWN };

struct test_options {
    struct cli_options common; /* first: the shared parser reads it */
    bool failures_only;
};

struct test_counts {
    uint64_t tests;
    uint64_t passed;
    uint64_t rules;
    uint64_t untested; /* rules without tests */
};

struct test_worker {
    ounce_matcher *matcher; /* owned */
    struct cli_services services;
    struct cli_text text;  /* output that is not written yet */
    struct cli_text tests; /* of the rule under way, as they will be printed */
    struct cli_test_suite suite;
    struct cli_verdict verdict;
    struct test_counts counts;
};

struct test_run {
    const struct test_options *options;
    const struct cli_load *load;
    const struct cli_selection *selection;
    struct cli_output output;
    struct cli_ordered ordered;
    struct test_worker *workers;
    const struct cli_test_format *format;
};

static const struct argp_option table[] = {
    CLI_OPTION_FORMAT(
        "text (default), grouped by rule; json, one object per test; junit, one suite "
        "per rule; or github, failures as annotations of a workflow run"),
    CLI_OPTION_LOG_TYPE("Only rules for this log type"),
    CLI_OPTION_NOW,
    {"failures-only", KEY_FAILURES_ONLY, NULL, 0, "Print only tests that fail", 0},
    {0},
};

static const struct argp_child children[] = {
    {&cli_argp_select, 0, "Choosing rules:", 1},
    {&cli_argp_common, 0, "Common options:", 2},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct test_options *options = state->input;

    if (key == KEY_FAILURES_ONLY) {
        options->failures_only = true;
        return 0;
    }
    return cli_options_parse_key(key, arg, state);
}

static const struct argp test_argp = {
    table,
    parse,
    "PATH...",
    "Run the tests that rules carry in their `Tests:' and print the outcome on "
    "standard "
    "output."
    "\v"
    "PATH is a rule file, or a folder that is searched for .yml and .yaml files. A "
    "test "
    "passes when the rule matches as expected and, where a match is expected, every "
    "field of the alert could be computed. Disabled rules are tested, too. A test that "
    "fails is followed by the reason.\n"
    "\n"
    "Examples:\n"
    "  ounce test rules/\n"
    "  ounce test --failures-only --id AWS.VPCFlow.LogsDeleted rules/\n"
    "  ounce test --format junit rules/ >report.xml\n"
    "\n"
    "Exit codes:\n"
    "  0  every test passed\n"
    "  1  a test failed, or there was none to run\n"
    "  2  usage\n"
    "  3  some rules do not load, and all tests of the others passed\n"
    "  4  input or output error",
    children,
    NULL,
    NULL,
};

static const char *const formats[] = {"text", "json", "junit", "github", NULL};

static const struct cli_test_format *const writers[] = {
    &cli_test_text, &cli_test_json, &cli_test_junit, &cli_test_github};

static uint64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void print_test(struct test_run *run, struct test_worker *worker, uint32_t index,
                       const ounce_event *event, struct cli_test_case *what)
{
    struct cli_test_suite *suite = &worker->suite;

    if (!what->verdict->passed && run->format->explains &&
        ounce_matcher_explain(worker->matcher, index, event, OUNCE_PRINT_TEXT,
                              &what->explanation, NULL) != OUNCE_OK) {
        what->explanation = (ounce_str){NULL, 0}; /* the verdict's error says it all */
    }
    suite->tests++;
    suite->errors += cli_test_errored(what->verdict);
    suite->failures += !what->verdict->passed && !cli_test_errored(what->verdict);
    suite->nanoseconds += what->nanoseconds;
    run->format->test(&run->output, &worker->tests, what);
}

static void run_test(struct test_run *run, struct test_worker *worker, uint32_t index,
                     const ounce_rule *rule, const ounce_rule_test *test)
{
    struct cli_test_case what = {
        .rule = rule, .test = test, .verdict = &worker->verdict};
    uint64_t start = now();
    ounce_event event;

    /* No test sees what another left in the cache. */
    cli_services_lend(&worker->services, run->options->common.now, worker->matcher);
    ounce_event_init_json(&event, test->event.data, test->event.size);
    event.file = *ounce_rule_text(rule, OUNCE_RULE_FILE);
    event.line = test->line;
    event.mocks = test->mocks;
    cli_verdict_reach(&worker->verdict, worker->matcher, index,
                      ounce_rule_number(rule, OUNCE_RULE_KIND) ==
                          OUNCE_RULE_KIND_POLICY,
                      &event, test->expected != 0);
    what.nanoseconds = now() - start;
    worker->counts.tests++;
    worker->counts.passed += worker->verdict.passed;
    if (!worker->verdict.passed || !run->options->failures_only) {
        print_test(run, worker, index, &event, &what);
    }
}

static void run_rule(struct test_run *run, struct test_worker *worker, uint32_t index)
{
    const ounce_rule *rule = ounce_ruleset_rule(run->load->ruleset, index);
    ounce_rule_test test;
    uint32_t count = 0;

    worker->suite = (struct cli_test_suite){.rule = rule};
    while (ounce_rule_test_get(rule, count, &test)) {
        run_test(run, worker, index, rule, &test);
        count++;
    }
    worker->counts.rules++;
    worker->counts.untested += count == 0;
    if (worker->suite.tests > 0 || !run->options->failures_only) {
        run->format->rule(&run->output, &worker->text, &worker->suite, &worker->tests);
    }
    cli_text_clear(&worker->tests);
}

static void work(void *ctx, uint32_t index, size_t first, size_t end)
{
    struct test_run *run = ctx;
    struct test_worker *worker = &run->workers[index];

    for (size_t i = first; i < end; i++) {
        if (run->selection->wanted[i]) {
            run_rule(run, worker, (uint32_t)i);
            cli_ordered_offer(&run->ordered, index, &worker->text);
        }
    }
    cli_ordered_done(&run->ordered, index, &worker->text);
}

static void run_all(struct test_run *run, struct test_counts *sum)
{
    uint32_t jobs = run->options->common.jobs;

    run->workers = calloc(jobs, sizeof(run->workers[0]));
    if (run->workers == NULL) {
        cli_out_of_memory();
    }
    for (uint32_t i = 0; i < jobs; i++) {
        if (ounce_matcher_new(run->load->ruleset, &run->workers[i].matcher, NULL) !=
            OUNCE_OK) {
            cli_out_of_memory();
        }
    }
    cli_ordered_init(&run->ordered, &run->output);
    cli_parallel(jobs, ounce_ruleset_count(run->load->ruleset), work, run);
    cli_ordered_finish(&run->ordered);
    for (uint32_t i = 0; i < jobs; i++) {
        struct test_worker *worker = &run->workers[i];

        sum->tests += worker->counts.tests;
        sum->passed += worker->counts.passed;
        sum->rules += worker->counts.rules;
        sum->untested += worker->counts.untested;
        ounce_matcher_free(worker->matcher);
        cli_verdict_finish(&worker->verdict);
        cli_text_finish(&worker->text);
        cli_text_finish(&worker->tests);
    }
    free(run->workers);
}

static void print_summary(const struct test_counts *sum)
{
    fprintf(stderr,
            "%" PRIu64 " test%s, %" PRIu64 " passed, %" PRIu64 " failed; %" PRIu64
            " rule%s, %" PRIu64 " without tests\n",
            sum->tests, sum->tests == 1 ? "" : "s", sum->passed,
            sum->tests - sum->passed, sum->rules, sum->rules == 1 ? "" : "s",
            sum->untested);
}

static void print_begin(struct test_run *run)
{
    struct cli_text text = CLI_TEXT_INIT;

    if (run->format->begin != NULL) {
        run->format->begin(&text, run->load, &run->options->common);
        cli_output_text(&run->output, &text);
    }
    cli_text_finish(&text);
}

static void print_end(struct test_run *run)
{
    struct cli_text text = CLI_TEXT_INIT;

    if (run->format->end != NULL) {
        run->format->end(&text);
        cli_output_text(&run->output, &text);
    }
    cli_text_finish(&text);
}

static int judge(const struct test_run *run, const struct test_counts *sum)
{
    int code = cli_load_code(run->load);

    if (run->load->unreadable) {
        return CLI_IO;
    }
    if (sum->passed < sum->tests) {
        return CLI_FINDINGS;
    }
    if (code == CLI_FINE && sum->tests == 0 && !run->options->common.allow_empty) {
        cli_say(run->options->common.name, "nothing to do: no rule has tests");
        return CLI_FINDINGS;
    }
    return code;
}

/* @nothing is the exit code for having no rule to test, CLI_FINE when there is one: a
 * report is written all the same, for it tells of rules that do not load. */
static int run_tests(const struct test_options *options,
                     const struct cli_selection *selection, const struct cli_load *load,
                     int nothing)
{
    struct test_run run = {.options = options, .load = load, .selection = selection};
    struct test_counts sum = {0};

    cli_output_init(&run.output);
    run.format = writers[cli_format_index(&options->common)];
    print_begin(&run);
    run_all(&run, &sum);
    print_end(&run);
    cli_output_flush(&run.output); /* before what is said about it */
    if (nothing != CLI_FINE) {
        return cli_output_end(&run.output, nothing);
    }
    if (!options->common.quiet) {
        print_summary(&sum);
    }
    return cli_output_end(&run.output, judge(&run, &sum));
}

int cli_cmd_test(int argc, char **argv)
{
    struct test_options options = {0};
    struct cli_options *common = &options.common;
    struct cli_selection selection = {0};
    struct cli_load load = {0};
    int code = cli_options_parse(common, formats, &test_argp, argc, argv);

    if (code == CLI_FINE && common->paths.count == 0) {
        code = cli_usage_error(common, "nothing to test: give a PATH");
    }
    if (code == CLI_FINE) {
        code = cli_load(&load, common, &common->paths, OUNCE_COMPILE_KEEP_TESTS);
    }
    if (code == CLI_FINE) {
        cli_load_report(&load, common);
        code = cli_select(&selection, common, &load, CLI_LOG_TYPE_OF_RULES);
    }
    if (code == CLI_FINE) {
        code = run_tests(&options, &selection, &load,
                         cli_nothing_to_do(&selection, common, &load));
    }
    cli_selection_finish(&selection);
    cli_load_finish(&load);
    cli_options_finish(common);
    return code;
}
