/* test_github.c — `ounce test` in a GitHub Actions run: what fails becomes an
 * annotation at the place of the test, or of the mistake that keeps a rule from being
 * loaded. */
#include "cli/github.h"
#include "cli/select.h"
#include "cli/test_report.h"

static void begin(struct cli_text *text, const struct cli_load *load,
                  const struct cli_options *options)
{
    ounce_diagnostic diagnostic;

    for (uint32_t i = 0; ounce_compiler_diagnostic(load->compiler, i, &diagnostic);
         i++) {
        if (diagnostic.level == OUNCE_LEVEL_ERROR &&
            cli_id_is_chosen(options, diagnostic.rule_id)) {
            cli_github_diagnostic(text, &diagnostic);
        }
    }
}

static void add_message(struct cli_text *message, const struct cli_test_case *what)
{
    cli_test_mismatch(message, what->verdict);
    cli_text_char(message, '\n');
    if (what->verdict->error.size > 0) {
        cli_text_put(message, "error: ");
        cli_text_add(message, what->verdict->error.data, what->verdict->error.size);
        cli_text_char(message, '\n');
    }
    cli_text_add(message, what->explanation.data, what->explanation.size);
    while (message->size > 0 && message->data[message->size - 1] == '\n') {
        message->size--;
    }
}

static void test(const struct cli_output *output, struct cli_text *text,
                 const struct cli_test_case *what)
{
    const ounce_str *id = ounce_rule_text(what->rule, OUNCE_RULE_ID);
    struct cli_text title = CLI_TEXT_INIT, message = CLI_TEXT_INIT;
    struct cli_annotation annotation = {.level = OUNCE_LEVEL_ERROR};

    (void)output;
    if (what->verdict->passed) {
        return;
    }
    cli_text_add(&title, id->data, id->size);
    cli_text_put(&title, ": ");
    cli_text_add(&title, what->test->name.data, what->test->name.size);
    add_message(&message, what);
    annotation.file = *ounce_rule_text(what->rule, OUNCE_RULE_FILE);
    annotation.line = what->test->line;
    annotation.column = what->test->column;
    annotation.title = cli_text_str(&title);
    annotation.message = cli_text_str(&message);
    cli_github_annotation(text, &annotation);
    cli_text_finish(&title);
    cli_text_finish(&message);
}

static void rule(const struct cli_output *output, struct cli_text *text,
                 const struct cli_test_suite *suite, const struct cli_text *tests)
{
    (void)output, (void)suite;
    cli_text_add(text, tests->data, tests->size);
}

const struct cli_test_format cli_test_github = {
    .explains = true, .begin = begin, .test = test, .rule = rule};
