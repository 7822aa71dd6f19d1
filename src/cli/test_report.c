/* test_report.c — what `ounce test` prints as text and as JSON. */
#include "cli/test_report.h"

#include <string.h>

#define UNDER_TEST 8 /* columns that what belongs to a test stands in */

static void add_field(struct cli_text *text, const char *name,
                      const struct cli_verdict *verdict, enum cli_verdict_field field)
{
    if (verdict->known[field]) {
        cli_text_member_str(text, name, cli_text_str(&verdict->fields[field]));
    } else {
        cli_text_member_null(text, name);
    }
}

/* A field that is JSON itself. */
static void add_json(struct cli_text *text, const char *name,
                     const struct cli_verdict *verdict, enum cli_verdict_field field)
{
    const struct cli_text *value = &verdict->fields[field];

    if (!verdict->known[field] || value->size == 0) {
        cli_text_member_null(text, name);
        return;
    }
    cli_text_member(text, name);
    cli_text_json_visible(text, cli_text_str(value));
}

static void json_test(const struct cli_output *output, struct cli_text *text,
                      const struct cli_test_case *what)
{
    const struct cli_verdict *verdict = what->verdict;

    (void)output;
    cli_text_char(text, '{');
    cli_text_member_str(text, "file", *ounce_rule_text(what->rule, OUNCE_RULE_FILE));
    cli_text_member_str(text, "rule_id", *ounce_rule_text(what->rule, OUNCE_RULE_ID));
    cli_text_member_str(text, "test", what->test->name);
    cli_text_member_bool(text, "expected", verdict->expected);
    if (verdict->judged) {
        cli_text_member_bool(text, "got", verdict->got);
    } else {
        cli_text_member_null(text, "got");
    }
    cli_text_member_bool(text, "passed", verdict->passed);
    if (verdict->error.size > 0) {
        cli_text_member_str(text, "error", cli_text_str(&verdict->error));
    } else {
        cli_text_member_null(text, "error");
    }
    add_field(text, "title", verdict, CLI_VERDICT_TITLE);
    add_field(text, "dedup", verdict, CLI_VERDICT_DEDUP);
    add_field(text, "severity", verdict, CLI_VERDICT_SEVERITY);
    add_field(text, "description", verdict, CLI_VERDICT_DESCRIPTION);
    add_field(text, "reference", verdict, CLI_VERDICT_REFERENCE);
    add_field(text, "runbook", verdict, CLI_VERDICT_RUNBOOK);
    add_json(text, "destinations", verdict, CLI_VERDICT_DESTINATIONS);
    add_json(text, "alert_context", verdict, CLI_VERDICT_CONTEXT);
    cli_text_put(text, "}\n");
}

static void json_rule(const struct cli_output *output, struct cli_text *text,
                      const struct cli_test_suite *suite, const struct cli_text *tests)
{
    (void)output, (void)suite;
    cli_text_add(text, tests->data, tests->size);
}

const struct cli_test_format cli_test_json = {.test = json_test, .rule = json_rule};

static void text_rule(const struct cli_output *output, struct cli_text *text,
                      const struct cli_test_suite *suite, const struct cli_text *tests)
{
    struct cli_text id = CLI_TEXT_INIT;

    cli_text_visible(&id, *ounce_rule_text(suite->rule, OUNCE_RULE_ID),
                     CLI_VISIBLE_LINE);
    cli_text_char(&id, '\0');
    cli_output_paint(output, text, CLI_COLOUR_BOLD, id.data);
    cli_text_finish(&id);
    cli_text_put(text, " (");
    cli_text_visible(text, *ounce_rule_text(suite->rule, OUNCE_RULE_FILE),
                     CLI_VISIBLE_LINE);
    cli_text_put(text, ")\n");
    if (suite->tests == 0) {
        cli_text_put(text, "  no tests\n");
    }
    cli_text_add(text, tests->data, tests->size);
}

static const char *outcome(bool matched)
{
    return matched ? "a match" : "no match";
}

void cli_test_mismatch(struct cli_text *text, const struct cli_verdict *verdict)
{
    cli_text_put(text, "expected ");
    cli_text_put(text, outcome(verdict->expected != verdict->policy));
    cli_text_put(text, ", got ");
    cli_text_put(text, verdict->judged ? outcome(verdict->matched) : "no verdict");
}

bool cli_test_errored(const struct cli_verdict *verdict)
{
    return !verdict->passed && (!verdict->judged || verdict->got == verdict->expected);
}

static void add_failure(struct cli_text *text, const struct cli_verdict *verdict)
{
    cli_text_indent(text, UNDER_TEST);
    cli_test_mismatch(text, verdict);
    cli_text_char(text, '\n');
    if (verdict->error.size > 0) {
        cli_text_indent(text, UNDER_TEST);
        cli_text_put(text, "error: ");
        cli_text_visible(text, cli_text_str(&verdict->error), CLI_VISIBLE_LINE);
        cli_text_char(text, '\n');
    }
}

static void add_indented(struct cli_text *text, ounce_str block)
{
    while (block.size > 0) {
        const char *stop = memchr(block.data, '\n', block.size);
        size_t size = stop == NULL ? block.size : (size_t)(stop - block.data);

        cli_text_indent(text, UNDER_TEST);
        cli_text_visible(text, (ounce_str){block.data, size}, CLI_VISIBLE_BLOCK);
        cli_text_char(text, '\n');
        size += stop == NULL ? 0 : 1;
        block = (ounce_str){block.data + size, block.size - size};
    }
}

static void text_test(const struct cli_output *output, struct cli_text *text,
                      const struct cli_test_case *what)
{
    const struct cli_verdict *verdict = what->verdict;

    cli_text_indent(text, 2);
    if (verdict->passed) {
        cli_output_paint(output, text, CLI_COLOUR_GREEN, "PASS");
    } else {
        cli_output_paint(output, text, CLI_COLOUR_RED, "FAIL");
    }
    cli_text_indent(text, 2);
    cli_text_visible(text, what->test->name, CLI_VISIBLE_LINE);
    if (!verdict->passed) {
        cli_text_put(text, " (");
        cli_text_visible(text, *ounce_rule_text(what->rule, OUNCE_RULE_FILE),
                         CLI_VISIBLE_LINE);
        cli_text_char(text, ':');
        cli_text_uint(text, what->test->line);
        cli_text_char(text, ')');
    }
    cli_text_char(text, '\n');
    if (!verdict->passed) {
        add_failure(text, verdict);
        add_indented(text, what->explanation);
    }
}

const struct cli_test_format cli_test_text = {
    .explains = true, .test = text_test, .rule = text_rule};
