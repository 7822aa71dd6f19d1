/* test_junit.c — `ounce test` as JUnit XML: one suite a rule, named by its id.
 *
 *     <testsuites>
 *       <testsuite name=ID …> <testcase name=TEST …> <failure …>…</failure> …
 *
 * A rule that does not load is a suite with one case, "load", and one error: a report
 * that left it out would look better than the rules are. There is no standard; element
 * and attribute names are those that Jenkins, GitLab and pytest agree on.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/select.h"
#include "cli/test_report.h"

/* Seconds with microseconds, which is what readers of `time` expect. */
static void add_time(struct cli_text *text, uint64_t nanoseconds)
{
    uint64_t micros = (nanoseconds + 500) / 1000;

    cli_text_put(text, " time=\"");
    cli_text_uint(text, micros / 1000000);
    cli_text_char(text, '.');
    for (uint64_t digit = 100000; digit > 0; digit /= 10) {
        cli_text_uint(text, micros / digit % 10);
    }
    cli_text_char(text, '"');
}

static void open_suite(struct cli_text *text, ounce_str name,
                       const struct cli_test_suite *suite, ounce_str file)
{
    cli_text_put(text, "  <testsuite");
    cli_text_attribute(text, "name", name);
    cli_text_attribute_uint(text, "tests", suite->tests);
    cli_text_attribute_uint(text, "failures", suite->failures);
    cli_text_attribute_uint(text, "errors", suite->errors);
    cli_text_attribute_uint(text, "skipped", 0);
    add_time(text, suite->nanoseconds);
    cli_text_attribute(text, "file", file);
    cli_text_put(text, ">\n");
}

static void open_case(struct cli_text *text, ounce_str name, ounce_str class,
                      ounce_str file, uint32_t line, uint64_t nanoseconds)
{
    cli_text_put(text, "    <testcase");
    cli_text_attribute(text, "name", name);
    cli_text_attribute(text, "classname", class);
    cli_text_attribute(text, "file", file);
    if (line > 0) {
        cli_text_attribute_uint(text, "line", line);
    }
    add_time(text, nanoseconds);
}

/* --- rules that do not load */

struct refusal {
    ounce_str name; /* of the rule, or of the file when the id is not known */
    ounce_diagnostic diagnostic;
    uint32_t index; /* in the order in which they were found */
};

static int compare_strs(const ounce_str *a, const ounce_str *b)
{
    size_t size = a->size < b->size ? a->size : b->size;
    int order = size == 0 ? 0 : memcmp(a->data, b->data, size);

    return order != 0 ? order : a->size < b->size ? -1 : a->size > b->size;
}

/* The same suite: the same name in the same file. */
static int compare_suites(const struct refusal *a, const struct refusal *b)
{
    int order = compare_strs(&a->name, &b->name);

    return order != 0 ? order : compare_strs(&a->diagnostic.file, &b->diagnostic.file);
}

static int compare_refusals(const void *left, const void *right)
{
    const struct refusal *a = left, *b = right;
    int order = compare_suites(a, b);

    return order != 0 ? order : a->index < b->index ? -1 : a->index > b->index;
}

static size_t list_refusals(const struct cli_load *load,
                            const struct cli_options *options, struct refusal **list)
{
    size_t count = 0, capacity = 0;
    ounce_diagnostic diagnostic;

    for (uint32_t i = 0; ounce_compiler_diagnostic(load->compiler, i, &diagnostic);
         i++) {
        if (diagnostic.level != OUNCE_LEVEL_ERROR ||
            !cli_id_is_chosen(options, diagnostic.rule_id)) {
            continue;
        }
        if (count == capacity) {
            capacity = capacity == 0 ? 64 : capacity * 2;
            *list = cli_resize(*list, capacity, sizeof((*list)[0]));
        }
        (*list)[count++] = (struct refusal){
            diagnostic.rule_id.size > 0 ? diagnostic.rule_id : diagnostic.file,
            diagnostic, i};
    }
    return count;
}

/* One suite; @count diagnostics, the first of which stands for all. */
static void add_refused(struct cli_text *text, const struct refusal *first,
                        size_t count)
{
    const struct cli_output plain = {0};
    const struct cli_test_suite suite = {.tests = 1, .errors = 1};
    const ounce_diagnostic *diagnostic = &first->diagnostic;
    struct cli_text lines = CLI_TEXT_INIT;

    for (size_t i = 0; i < count; i++) {
        cli_diagnostic_text(&plain, &lines, &first[i].diagnostic);
    }
    open_suite(text, first->name, &suite, diagnostic->file);
    open_case(text, (ounce_str){"load", 4}, first->name, diagnostic->file,
              diagnostic->line, 0);
    cli_text_put(text, ">\n      <error");
    cli_text_attribute(text, "message", diagnostic->message);
    cli_text_attribute(text, "type", diagnostic->code);
    cli_text_char(text, '>');
    cli_text_xml(text, cli_text_str(&lines));
    cli_text_put(text, "</error>\n    </testcase>\n  </testsuite>\n");
    cli_text_finish(&lines);
}

static void begin(struct cli_text *text, const struct cli_load *load,
                  const struct cli_options *options)
{
    struct refusal *list = NULL;
    size_t count = list_refusals(load, options, &list), end;

    cli_text_put(text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<testsuites name=\"ounce test\">\n");
    if (count > 0) {
        qsort(list, count, sizeof(list[0]), compare_refusals);
    }
    for (size_t first = 0; first < count; first = end) {
        end = first + 1;
        while (end < count && compare_suites(&list[first], &list[end]) == 0) {
            end++;
        }
        add_refused(text, &list[first], end - first);
    }
    free(list);
}

/* --- rules and their tests */

static void add_outcome(struct cli_text *text, const struct cli_test_case *what)
{
    const struct cli_verdict *verdict = what->verdict;
    const char *element = cli_test_errored(verdict) ? "error" : "failure";
    struct cli_text mismatch = CLI_TEXT_INIT;

    cli_test_mismatch(&mismatch, verdict);
    cli_text_put(text, "      <");
    cli_text_put(text, element);
    if (cli_test_errored(verdict)) {
        cli_text_attribute(text, "message", cli_text_str(&verdict->error));
        cli_text_attribute_words(text, "type", "not-evaluated");
    } else {
        cli_text_attribute(text, "message", cli_text_str(&mismatch));
        cli_text_attribute_words(text, "type", "unexpected-verdict");
    }
    cli_text_char(text, '>');
    cli_text_xml(text, cli_text_str(&mismatch));
    cli_text_char(text, '\n');
    if (verdict->error.size > 0) {
        cli_text_put(text, "error: ");
        cli_text_xml(text, cli_text_str(&verdict->error));
        cli_text_char(text, '\n');
    }
    cli_text_xml(text, what->explanation);
    cli_text_put(text, "</");
    cli_text_put(text, element);
    cli_text_put(text, ">\n");
    cli_text_finish(&mismatch);
}

static void test(const struct cli_output *output, struct cli_text *text,
                 const struct cli_test_case *what)
{
    (void)output;
    open_case(text, what->test->name, *ounce_rule_text(what->rule, OUNCE_RULE_ID),
              *ounce_rule_text(what->rule, OUNCE_RULE_FILE), what->test->line,
              what->nanoseconds);
    if (what->verdict->passed) {
        cli_text_put(text, "/>\n");
        return;
    }
    cli_text_put(text, ">\n");
    add_outcome(text, what);
    cli_text_put(text, "    </testcase>\n");
}

static void rule(const struct cli_output *output, struct cli_text *text,
                 const struct cli_test_suite *suite, const struct cli_text *tests)
{
    (void)output;
    open_suite(text, *ounce_rule_text(suite->rule, OUNCE_RULE_ID), suite,
               *ounce_rule_text(suite->rule, OUNCE_RULE_FILE));
    cli_text_add(text, tests->data, tests->size);
    cli_text_put(text, "  </testsuite>\n");
}

static void end(struct cli_text *text)
{
    cli_text_put(text, "</testsuites>\n");
}

const struct cli_test_format cli_test_junit = {
    .explains = true, .begin = begin, .test = test, .rule = rule, .end = end};
