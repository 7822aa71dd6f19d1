/* test_report.h — what `ounce test` prints about rules and their tests, by format. */
#ifndef CLI_TEST_REPORT_H
#define CLI_TEST_REPORT_H

#include "cli/load.h"
#include "cli/verdict.h"

/* A test that was run. */
struct cli_test_case {
    const ounce_rule *rule;
    const ounce_rule_test *test;
    const struct cli_verdict *verdict;
    /* What ounce_matcher_explain() wrote of a failure, for formats that explain. */
    ounce_str explanation;
    uint64_t nanoseconds;
};

/* A rule and what became of its tests. Those that are not printed do not count. */
struct cli_test_suite {
    const ounce_rule *rule;
    uint64_t tests;
    uint64_t failures;
    uint64_t errors; /* see cli_test_errored() */
    uint64_t nanoseconds;
};

struct cli_test_format {
    bool explains;
    /* Before all rules; may be NULL. It tells of rules that do not load, where a format
     * is read by a program that sees nothing else. */
    void (*begin)(struct cli_text *text, const struct cli_load *load,
                  const struct cli_options *options);
    void (*test)(const struct cli_output *output, struct cli_text *text,
                 const struct cli_test_case *what);
    /* A rule whose tests are written already, to @tests; they may be none. */
    void (*rule)(const struct cli_output *output, struct cli_text *text,
                 const struct cli_test_suite *suite, const struct cli_text *tests);
    void (*end)(struct cli_text *text); /* after all rules; may be NULL */
};

extern const struct cli_test_format cli_test_text;   /* for people, grouped by rule */
extern const struct cli_test_format cli_test_json;   /* one object a line */
extern const struct cli_test_format cli_test_junit;  /* one suite a rule */
extern const struct cli_test_format cli_test_github; /* failures as annotations */

/* Did the test fail because something could not be computed, rather than by a verdict
 * that is not the one expected? */
bool cli_test_errored(const struct cli_verdict *verdict);

/* "expected a match, got no match" */
void cli_test_mismatch(struct cli_text *text, const struct cli_verdict *verdict);

#endif
