/* explain.c — what a rule was compiled to, and why it did or did not match. */
#include <ounce.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char rule[] =
    "AnalysisType: rule\n"
    "RuleID: SSH.FromInternet\n"
    "Enabled: true\n"
    "Severity: High\n"
    "LogTypes: [AWS.VPCFlow]\n"
    "Detection:\n"
    "  - {KeyPath: dstPort, Condition: IsIn, Values: [22, 3389]}\n"
    "  - Any:\n"
    "      - {KeyPath: srcAddr, Condition: IsIPAddressPublic}\n"
    "      - {KeyPath: tags, Condition: Contains, Value: untrusted}\n";

static const char *const events[] = {
    "{\"srcAddr\":\"52.95.4.17\",\"dstPort\":22}",
    "{\"srcAddr\":\"10.0.9.4\",\"dstPort\":22,\"tags\":[\"office\"]}",
};

/* The size is told first, then the text fits. */
static ounce_status print_rule(const ounce_ruleset *ruleset, uint32_t index)
{
    size_t size;
    char *text;
    ounce_status status =
        ounce_rule_print(ruleset, index, OUNCE_PRINT_TEXT, NULL, 0, &size);

    if (status != OUNCE_ERR_SPACE) {
        return status;
    }
    text = malloc(size);
    if (text == NULL) {
        return OUNCE_ERR_NOMEM;
    }
    status = ounce_rule_print(ruleset, index, OUNCE_PRINT_TEXT, text, size, &size);
    if (status == OUNCE_OK) {
        fwrite(text, 1, size, stdout);
    }
    free(text);
    return status;
}

static ounce_status explain(ounce_ruleset *ruleset, uint32_t index, ounce_error *err)
{
    ounce_matcher *matcher;
    ounce_status status = ounce_matcher_new(ruleset, &matcher, err);

    for (size_t i = 0; i < 2 && status == OUNCE_OK; i++) {
        ounce_event event;
        ounce_str text;

        ounce_event_init_json(&event, events[i], strlen(events[i]));
        status =
            ounce_matcher_explain(matcher, index, &event, OUNCE_PRINT_TEXT, &text, err);
        if (status == OUNCE_OK) {
            printf("\n%s\n%.*s", events[i], (int)text.size, text.data);
        }
    }
    ounce_matcher_free(matcher);
    return status;
}

int main(void)
{
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_compiler *compiler = NULL;
    ounce_ruleset *ruleset = NULL;
    uint32_t index;
    ounce_status status = ounce_compiler_new(NULL, &compiler, &err);

    if (status == OUNCE_OK) {
        status =
            ounce_compiler_add_text(compiler, "ssh.yml", 7, rule, strlen(rule), &err);
    }
    if (status == OUNCE_OK) {
        status = ounce_compiler_finish(compiler, &ruleset, &err);
    }
    if (status == OUNCE_OK) {
        status = ounce_ruleset_find(ruleset, "SSH.FromInternet", 16, &index)
                     ? print_rule(ruleset, index)
                     : OUNCE_ERR_ARGUMENT;
    }
    if (status == OUNCE_OK) {
        status = explain(ruleset, index, &err);
    }
    if (status != OUNCE_OK) {
        fprintf(stderr, "explain: %s: %s\n", ounce_status_text(status), err.message);
    }
    ounce_ruleset_unref(ruleset);
    ounce_compiler_free(compiler);
    return status != OUNCE_OK;
}
