/* fuzz_python_rule.c — any bytes as the Python file of a rule: compiled, and evaluated
 * on one small event.
 *
 * Limits are small, so that they are met. Beyond not crashing it is checked that what
 * is printed is UTF-8 on one line where it should be, that asking twice gives the same
 * verdict, and that out of memory leaves nothing behind. The size of the input decides
 * when memory runs out, if it does.
 */
#include "base/utf8.h"

#include <ounce.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char rule_text[] = "AnalysisType: rule\nRuleID: R\nFilename: r.py\n"
                                "Enabled: true\nLogTypes: [T]\nSeverity: Info\n";
static const char event_text[] =
    "{\"p_log_type\":\"T\",\"a\":1,\"s\":\"text\",\"none\":null,\"list\":[3,1,2],"
    "\"words\":[\"x\",\"y\"],\"map\":{\"Key\":\"v\",\"n\":{\"deep\":true}},"
    "\"rows\":[{\"id\":1,\"tag\":\"red\"},{\"id\":2}],\"big\":12345678901234567890,"
    "\"real\":2.5}";

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
        fprintf(stderr, "fuzz_python_rule: not true: %s\n", what);
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

static ounce_control on_match(void *user, ounce_match *match)
{
    uint32_t *matches = user;
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_str text;

    ++*matches;
    for (uint32_t field = 0; field <= OUNCE_ALERT_LOG_TYPE; field++) {
        if (ounce_match_text(match, field, &text, &err) == OUNCE_OK) {
            check_text(text, field == OUNCE_ALERT_CONTEXT);
        }
    }
    if (ounce_match_json(match, 0, &text, &err) == OUNCE_OK) {
        check_text(text, true);
    }
    return OUNCE_CONTINUE;
}

static void run_rule(ounce_ruleset *ruleset, bool starved)
{
    ounce_matcher *matcher;
    ounce_event event;
    ounce_str text;
    uint32_t first = 0, second = 0;
    ounce_status once, again;

    if (ounce_matcher_new(ruleset, &matcher, NULL) != OUNCE_OK) {
        return;
    }
    ounce_event_init_json(&event, event_text, sizeof event_text - 1);
    once = ounce_matcher_run(matcher, &event, on_match, &first, NULL);
    again = ounce_matcher_run(matcher, &event, on_match, &second, NULL);
    /* A pattern that was compiled the first time costs fewer steps the second time. */
    must(starved || once != OUNCE_OK || again != OUNCE_OK || first == second,
         "a verdict stays the same");
    for (uint32_t form = OUNCE_PRINT_TEXT; form <= OUNCE_PRINT_JSON; form++) {
        if (ounce_ruleset_count(ruleset) > 0 &&
            ounce_matcher_explain(matcher, 0, &event, form, &text, NULL) == OUNCE_OK) {
            check_text(text, form == OUNCE_PRINT_JSON);
        }
    }
    ounce_matcher_free(matcher);
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool starved = size % 7 == 0;
    struct memory memory = {starved ? size : UINT64_MAX, 0};
    ounce_allocator alloc = {resize, &memory};
    ounce_limits limits = OUNCE_LIMITS_INIT;
    ounce_compiler_options options = OUNCE_COMPILER_OPTIONS_INIT;
    ounce_compiler *compiler;
    ounce_ruleset *ruleset = NULL;

    limits.max_rule_bytes = 16384;
    limits.max_event_steps = 50000;
    options.flags = OUNCE_COMPILE_PARTIAL | (size % 2 == 0 ? OUNCE_COMPILE_LINT : 0);
    options.allocator = &alloc;
    options.limits = &limits;
    if (ounce_compiler_new(&options, &compiler, NULL) != OUNCE_OK) {
        must(memory.blocks == 0, "nothing is left");
        return 0;
    }
    ounce_compiler_add_text(compiler, "r.yml", 5, rule_text, sizeof rule_text - 1,
                            NULL);
    ounce_compiler_add_text(compiler, "r.py", 4, size > 0 ? (const char *)data : "",
                            size, NULL);
    if (ounce_compiler_finish(compiler, &ruleset, NULL) == OUNCE_OK) {
        run_rule(ruleset, starved);
    }
    print_diagnostics(compiler);
    ounce_ruleset_unref(ruleset);
    ounce_compiler_free(compiler);
    must(memory.blocks == 0, "nothing is left");
    return 0;
}
