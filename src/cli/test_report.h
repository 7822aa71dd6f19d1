/* test_report.h — what `ounce test` prints about a rule and its tests. */
#ifndef CLI_TEST_REPORT_H
#define CLI_TEST_REPORT_H

#include "cli/output.h"
#include "cli/verdict.h"

/* One JSON object and a line break. */
void cli_test_report_json(struct cli_text *text, const ounce_rule *rule,
                          const ounce_rule_test *test,
                          const struct cli_verdict *verdict);

/* For people: the rule, then its tests below it. */
void cli_test_report_rule(const struct cli_output *output, struct cli_text *text,
                          const ounce_rule *rule);
void cli_test_report_no_tests(struct cli_text *text);

/* @explanation is what ounce_matcher_explain() wrote; empty under a test that passed.
 */
void cli_test_report_test(const struct cli_output *output, struct cli_text *text,
                          const ounce_rule *rule, const ounce_rule_test *test,
                          const struct cli_verdict *verdict, ounce_str explanation);

#endif
