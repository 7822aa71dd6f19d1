/* counts.c — what became of the events of a scan. */
#include "cli/counts.h"

#include <stdio.h>

void cli_counts_add(struct cli_counts *sum, const struct cli_counts *more)
{
    sum->events += more->events;
    sum->matched += more->matched;
    sum->not_matched += more->not_matched;
    sum->not_evaluated += more->not_evaluated;
    sum->matches += more->matches;
    sum->rules_not_evaluated += more->rules_not_evaluated;
    for (size_t i = 0; i < CLI_REASONS; i++) {
        sum->reasons[i] += more->reasons[i];
    }
}

static void add_reasons(const struct cli_counts *counts, struct cli_text *text)
{
    const char *glue = "not evaluated: ";

    for (uint32_t i = 0; i < CLI_REASONS; i++) {
        if (counts->reasons[i] > 0) {
            cli_text_put(text, glue);
            cli_text_uint(text, counts->reasons[i]);
            cli_text_char(text, ' ');
            cli_text_put(text, ounce_reason_text(i));
            glue = ", ";
        }
    }
    if (counts->rules_not_evaluated > 0) {
        cli_text_put(text, glue);
        cli_text_count(text, counts->rules_not_evaluated, "single rule");
        cli_text_put(text, " on judged events");
    }
    cli_text_put(text, "; --report-unevaluated lists them\n");
}

void cli_counts_text(const struct cli_counts *counts, uint32_t rules, double seconds,
                     struct cli_text *text)
{
    char speed[64];

    cli_text_count(text, counts->events, "event");
    cli_text_put(text, ", ");
    cli_text_uint(text, counts->matched);
    cli_text_put(text, " matched, ");
    cli_text_uint(text, counts->not_matched);
    cli_text_put(text, " not matched, ");
    cli_text_uint(text, counts->not_evaluated);
    cli_text_put(text, " not evaluated\n");
    cli_text_count(text, rules, "rule");
    cli_text_put(text, ", ");
    cli_text_count(text, counts->matches, "match");
    snprintf(speed, sizeof(speed), ", %.3f seconds, %.0f events/s\n", seconds,
             seconds > 0 ? (double)counts->events / seconds : 0.0);
    cli_text_put(text, speed);
    if (counts->not_evaluated > 0 || counts->rules_not_evaluated > 0) {
        add_reasons(counts, text);
    }
}
