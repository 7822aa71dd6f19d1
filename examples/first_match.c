/* first_match.c — one rule from text, one event, one alert title.
 *
 * The README shows what stands between the two rulers; tests/install.sh compares them.
 */
#include <stdio.h>
#include <string.h>

static const char rule[] = "AnalysisType: rule\n"
                           "RuleID: SSH.FromInternet\n"
                           "Enabled: true\n"
                           "Severity: High\n"
                           "LogTypes: [AWS.VPCFlow]\n"
                           "AlertTitle: SSH to {dstAddr} from {srcAddr}\n"
                           "Detection:\n"
                           "  - {KeyPath: dstPort, Condition: Equals, Value: 22}\n"
                           "  - {KeyPath: srcAddr, Condition: IsIPAddressPublic}\n";
static const char json[] =
    "{\"srcAddr\": \"52.95.4.17\", \"dstAddr\": \"10.0.1.25\", \"dstPort\": 22}";

/* -------- */
#include <ounce.h>

static ounce_control print_title(void *user, ounce_match *match)
{
    ounce_error *err = user;
    ounce_str title;

    if (ounce_match_text(match, OUNCE_ALERT_TITLE, &title, err) != OUNCE_OK) {
        return OUNCE_STOP;
    }
    printf("%.*s\n", (int)title.size, title.data);
    return OUNCE_CONTINUE;
}

int main(void)
{
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_ruleset *ruleset = NULL; /* immutable, shared by all threads */
    ounce_matcher *matcher = NULL; /* one per thread */
    ounce_event event;

    ounce_event_init_json(&event, json, strlen(json));
    if (ounce_ruleset_parse("ssh.yml", 7, rule, strlen(rule), NULL, &ruleset, &err) ==
            OUNCE_OK &&
        ounce_matcher_new(ruleset, &matcher, &err) == OUNCE_OK) {
        ounce_matcher_run(matcher, &event, print_title, &err, &err);
    }
    if (err.code != OUNCE_OK) {
        fprintf(stderr, "%s:%u: %s\n", err.file, err.line, err.message);
    }
    ounce_matcher_free(matcher);
    ounce_ruleset_unref(ruleset);
    return err.code != OUNCE_OK;
}
/* -------- */
