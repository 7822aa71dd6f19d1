/* fuzz_match.c — any bytes as a rule file and an event: everything there is to run.
 *
 *     rule text NUL event text [NUL …]
 *
 * Limits are small, so that they are met. Beyond not crashing it is checked that the
 * counters add up, that what is printed is UTF-8 on one line where it should be, that
 * the index changes no verdict, and that out of memory leaves nothing behind. The size
 * of the input decides when memory runs out, if it does.
 */
#include "base/utf8.h"

#include <ounce.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct memory {
    uint64_t left; /* calls before it runs out */
    int64_t blocks;
};

static void *resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    struct memory *memory = ctx;

    (void)old_size;
    if (new_size == 0) {
        memory->blocks -= ptr != NULL ? 1 : 0;
        free(ptr);
        return NULL;
    }
    if (memory->left == 0) {
        return NULL;
    }
    memory->left--;
    memory->blocks += ptr == NULL ? 1 : 0;
    return realloc(ptr, new_size);
}

static void must(bool truth, const char *what)
{
    if (!truth) {
        fprintf(stderr, "fuzz_match: not true: %s\n", what);
        abort();
    }
}

static void check_text(ounce_str text, bool one_line)
{
    must(oz_utf8_valid(text.data, text.size) == text.size, "what is printed is UTF-8");
    for (size_t i = 0; one_line && i < text.size; i++) {
        must(text.data[i] != '\n', "one line is one line");
    }
}

struct run {
    uint32_t matches;
    bool nomem;
};

static ounce_control on_match(void *user, ounce_match *match)
{
    struct run *run = user;
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_str text;

    run->matches++;
    for (uint32_t field = 0; field <= OUNCE_ALERT_LOG_TYPE; field++) {
        if (ounce_match_text(match, field, &text, &err) == OUNCE_OK) {
            check_text(text, false);
            must(field != OUNCE_ALERT_DEDUP || text.size > 0, "a dedup key is there");
        }
    }
    for (uint32_t flags = 0; flags <= OUNCE_MATCH_JSON_EVENT; flags++) {
        if (ounce_match_json(match, flags, &text, &err) == OUNCE_OK) {
            check_text(text, true);
        }
    }
    return OUNCE_CONTINUE;
}

static void on_unevaluated(void *user, const ounce_event *event, uint32_t rule,
                           uint32_t reason)
{
    struct run *run = user;

    (void)event;
    (void)rule;
    must(reason != OUNCE_REASON_NONE, "what is not judged has a reason");
    run->nomem = run->nomem || reason == OUNCE_REASON_NOMEM;
}

/* Alone and with all others a rule has the same verdict, unless a limit cut in. */
static void check_alone(ounce_matcher *matcher, const ounce_ruleset *ruleset,
                        const ounce_event *event, uint32_t together)
{
    struct run run = {0, false};
    bool fine = true;
    ounce_str text;

    for (uint32_t i = 0; i < ounce_ruleset_count(ruleset); i++) {
        const ounce_rule *rule = ounce_ruleset_rule(ruleset, i);

        fine = ounce_matcher_run_rule(matcher, i, event, on_match, &run, NULL) ==
                   OUNCE_OK &&
               ounce_rule_number(rule, OUNCE_RULE_ENABLED) == 1 && fine;
        for (uint32_t form = OUNCE_PRINT_TEXT; form <= OUNCE_PRINT_JSON; form++) {
            if (ounce_matcher_explain(matcher, i, event, form, &text, NULL) ==
                OUNCE_OK) {
                check_text(text, form == OUNCE_PRINT_JSON);
            }
        }
    }
    must(!fine || run.matches >= together, "the index finds no more than there is");
}

static void check_counts(const ounce_matcher *matcher)
{
    ounce_counts counts;

    ounce_matcher_counts(matcher, &counts);
    must(counts.events == counts.matched + counts.not_matched + counts.not_evaluated,
         "every event is counted once");
}

static void run_event(ounce_matcher *matcher, const ounce_ruleset *ruleset,
                      const char *text, size_t size)
{
    struct run run = {0, false};
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_event event;
    ounce_hit hits[8];
    size_t count, used;

    ounce_event_init_json(&event, text, size);
    ounce_matcher_on_unevaluated(matcher, on_unevaluated, &run);
    if (ounce_matcher_run(matcher, &event, on_match, &run, &err) == OUNCE_OK) {
        check_alone(matcher, ruleset, &event, run.matches);
    } else {
        must(err.offset <= size, "a place is inside the event");
    }
    if (ounce_matcher_batch(matcher, text, size, NULL, hits, 8, &count, &used, &err) ==
        OUNCE_OK) {
        must(count <= 8 && used <= size, "a batch keeps to its room");
    }
    check_counts(matcher);
}

static void print_rules(const ounce_ruleset *ruleset)
{
    static char text[1 << 16];
    size_t size;

    for (uint32_t i = 0; i < ounce_ruleset_count(ruleset); i++) {
        for (uint32_t form = OUNCE_PRINT_TEXT; form <= OUNCE_PRINT_IR; form++) {
            if (ounce_rule_print(ruleset, i, form, text, sizeof text, &size) ==
                OUNCE_OK) {
                check_text((ounce_str){text, size}, form == OUNCE_PRINT_JSON);
            }
        }
    }
}

static void print_diagnostics(const ounce_compiler *compiler)
{
    ounce_diagnostic found;
    char text[4096];
    size_t size;

    for (uint32_t i = 0; ounce_compiler_diagnostic(compiler, i, &found); i++) {
        must(found.message.size > 0 && found.code.size > 0,
             "a diagnostic says something");
        if (ounce_diagnostic_json(&found, text, sizeof text, &size) == OUNCE_OK) {
            check_text((ounce_str){text, size}, true);
        }
    }
}

/* The rule's own tests and the event behind the rule. */
static void run_ruleset(ounce_ruleset *ruleset, const char *text, size_t size)
{
    ounce_matcher *matcher;
    ounce_rule_test test;

    if (ounce_matcher_new(ruleset, &matcher, NULL) != OUNCE_OK) {
        return;
    }
    print_rules(ruleset);
    run_event(matcher, ruleset, text, size);
    for (uint32_t i = 0; ounce_ruleset_count(ruleset) > 0 && i < 4; i++) {
        if (ounce_rule_test_get(ounce_ruleset_rule(ruleset, 0), i, &test)) {
            run_event(matcher, ruleset, test.event.data, test.event.size);
        }
    }
    ounce_matcher_free(matcher);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *rule = (const char *)data;
    const char *end = size > 0 ? memchr(rule, '\0', size) : NULL;
    size_t rule_size = end == NULL ? size : (size_t)(end - rule);
    const char *event = end == NULL ? "{}" : end + 1;
    size_t event_size = end == NULL ? 2 : size - rule_size - 1;
    struct memory memory = {size % 5 == 0 ? size : UINT64_MAX, 0};
    ounce_allocator alloc = {resize, &memory};
    ounce_limits limits = OUNCE_LIMITS_INIT;
    ounce_compiler_options options = OUNCE_COMPILER_OPTIONS_INIT;
    ounce_compiler *compiler;
    ounce_ruleset *ruleset = NULL;

    limits.max_depth = 24;
    limits.max_rule_bytes = 16384;
    limits.max_yaml_nodes = 2000;
    limits.max_rule_nodes = 200;
    limits.max_values = 50;
    limits.max_diagnostics = 20;
    limits.max_event_depth = 12;
    limits.max_event_bytes = 16384;
    limits.max_event_steps = 20000;
    limits.max_event_members = 200;
    options.flags = OUNCE_COMPILE_PARTIAL | OUNCE_COMPILE_KEEP_TESTS |
                    OUNCE_COMPILE_KEEP_ITEMS | OUNCE_COMPILE_LINT |
                    (size % 2 == 0 ? OUNCE_COMPILE_LENIENT : 0);
    options.allocator = &alloc;
    options.limits = &limits;
    if (ounce_compiler_new(&options, &compiler, NULL) != OUNCE_OK) {
        must(memory.blocks == 0, "nothing is left");
        return 0;
    }
    ounce_compiler_add_text(compiler, "rule.yml", 8, rule_size > 0 ? rule : "",
                            rule_size, NULL);
    if (ounce_compiler_finish(compiler, &ruleset, NULL) == OUNCE_OK) {
        run_ruleset(ruleset, event, event_size);
    }
    print_diagnostics(compiler);
    ounce_ruleset_unref(ruleset);
    ounce_compiler_free(compiler);
    must(memory.blocks == 0, "nothing is left");
    return 0;
}
