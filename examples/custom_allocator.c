/* custom_allocator.c — the memory hook: a budget, and a count of what it costs.
 *
 * Given to the compiler and inherited by the ruleset and the matchers. A request beyond
 * the budget is OUNCE_ERR_NOMEM, nothing worse; a warm matcher asks for nothing at all.
 */
#include <ounce.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char rule[] = "AnalysisType: rule\n"
                           "RuleID: SSH.FromInternet\n"
                           "Enabled: true\n"
                           "Severity: High\n"
                           "LogTypes: [AWS.VPCFlow]\n"
                           "Detection:\n"
                           "  - {KeyPath: dstPort, Condition: Equals, Value: 22}\n"
                           "  - {KeyPath: srcAddr, Condition: IsIPAddressPublic}\n";
static const char json[] = "{\"srcAddr\":\"52.95.4.17\",\"dstPort\":22}";

struct budget {
    size_t limit, used; /* bytes */
    uint64_t requests;
};

/* new_size 0 frees; ptr NULL allocates. The old size is told, so no header is needed.
 */
static void *resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    struct budget *budget = ctx;
    void *result;

    if (new_size == 0) {
        budget->used -= old_size;
        free(ptr);
        return NULL;
    }
    budget->requests++;
    if (new_size > old_size && new_size - old_size > budget->limit - budget->used) {
        return NULL;
    }
    result = realloc(ptr, new_size);
    if (result != NULL) {
        budget->used = budget->used - old_size + new_size;
    }
    return result;
}

/* Compile, and judge the same event a thousand times. */
static ounce_status run(struct budget *budget, uint64_t *while_warm, ounce_error *err)
{
    ounce_allocator allocator = {resize, budget};
    ounce_compiler_options options = OUNCE_COMPILER_OPTIONS_INIT;
    ounce_compiler *compiler = NULL;
    ounce_ruleset *ruleset = NULL;
    ounce_matcher *matcher = NULL;
    ounce_event event;
    ounce_status status;

    options.allocator = &allocator;
    ounce_event_init_json(&event, json, strlen(json));
    status = ounce_compiler_new(&options, &compiler, err);
    if (status == OUNCE_OK) {
        status =
            ounce_compiler_add_text(compiler, "ssh.yml", 7, rule, strlen(rule), err);
    }
    if (status == OUNCE_OK) {
        status = ounce_compiler_finish(compiler, &ruleset, err);
    }
    ounce_compiler_free(compiler); /* the ruleset lives on */
    if (status == OUNCE_OK) {
        status = ounce_matcher_new(ruleset, &matcher, err);
    }
    for (int i = 0; i < 1001 && status == OUNCE_OK; i++) {
        if (i == 1) { /* warm */
            *while_warm = budget->requests;
        }
        status = ounce_matcher_run(matcher, &event, NULL, NULL, err);
    }
    *while_warm = budget->requests - *while_warm;
    ounce_matcher_free(matcher);
    ounce_ruleset_unref(ruleset);
    return status;
}

int main(void)
{
    static const size_t limits[] = {4096, 1 << 20};

    for (size_t i = 0; i < 2; i++) {
        struct budget budget = {limits[i], 0, 0};
        ounce_error err = OUNCE_ERROR_INIT;
        uint64_t while_warm = 0;
        ounce_status status = run(&budget, &while_warm, &err);

        printf("budget of %zu bytes: %s\n", limits[i], ounce_status_text(status));
        if (status == OUNCE_OK) {
            printf("  requests in 1000 further events: %" PRIu64 "\n", while_warm);
        }
        printf("  bytes not given back: %zu\n", budget.used);
        if (status != (i == 0 ? OUNCE_ERR_NOMEM : OUNCE_OK) || budget.used != 0) {
            return 1;
        }
    }
    return 0;
}
