/* alert_tracker.c — matches counted: threshold 3 in an hour, one alert a window.
 *
 * Matches at 10:00, 10:10 and 10:50 make the alert, 10:59 is added to it. 11:00 is the
 * hour's end and opens the next window, which 11:20 and 11:59 bring to its alert. A
 * host that restarts would call ounce_tracker_load() before the first match and
 * ounce_tracker_save() after the last, in place of ounce_tracker_flush().
 */
#include <ounce.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char rule[] = "AnalysisType: rule\n"
                           "RuleID: Login.Failed\n"
                           "Enabled: true\n"
                           "Severity: Medium\n"
                           "LogTypes: [Custom.Login]\n"
                           "Threshold: 3\n"
                           "DedupPeriodMinutes: 60\n"
                           "AlertTitle: \"{user} cannot log in\"\n"
                           "Detection:\n"
                           "  - {KeyPath: ok, Condition: Equals, Value: false}\n";
static const char *const times[] = {"10:00", "10:10", "10:50", "10:59",
                                    "11:00", "11:20", "11:59"};

static ounce_control on_alert(void *user, const ounce_alert *alert)
{
    static const char *const changes[] = {"opened", "updated", "closed"};

    (void)user;
    printf("  %s: %.*s, %" PRIu64 " matches\n", changes[alert->change],
           (int)alert->title.size, alert->title.data, alert->count);
    return OUNCE_CONTINUE;
}

/* What the match callback needs. */
struct host {
    ounce_tracker *tracker;
    ounce_error *err;
};

static ounce_control on_match(void *user, ounce_match *match)
{
    struct host *host = user;
    int64_t time;

    if (!ounce_match_time(match, &time)) {
        return OUNCE_CONTINUE; /* a host with a clock would ask it */
    }
    return ounce_tracker_feed(host->tracker, match, time, on_alert, NULL, host->err) ==
                   OUNCE_OK
               ? OUNCE_CONTINUE
               : OUNCE_STOP;
}

static void judge(ounce_matcher *matcher, const char *time, struct host *host)
{
    char json[128];
    ounce_event event;
    int size = snprintf(json, sizeof(json),
                        "{\"p_event_time\": \"2024-01-15 %s:00\", \"user\": \"ann\", "
                        "\"ok\": false}",
                        time);

    printf("%s\n", time);
    ounce_event_init_json(&event, json, (size_t)size);
    ounce_matcher_run(matcher, &event, on_match, host, host->err);
}

int main(void)
{
    ounce_error err = OUNCE_ERROR_INIT;
    ounce_ruleset *ruleset = NULL;
    ounce_matcher *matcher = NULL;
    struct host host = {NULL, &err};

    if (ounce_ruleset_parse("login.yml", 9, rule, strlen(rule), NULL, &ruleset, &err) ==
            OUNCE_OK &&
        ounce_matcher_new(ruleset, &matcher, &err) == OUNCE_OK &&
        ounce_tracker_new(NULL, &host.tracker, &err) == OUNCE_OK) {
        for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
            judge(matcher, times[i], &host);
        }
        printf("end\n");
        ounce_tracker_flush(host.tracker, on_alert, NULL);
    }
    if (err.code != OUNCE_OK) {
        fprintf(stderr, "%s:%u: %s\n", err.file, err.line, err.message);
    }
    ounce_tracker_free(host.tracker);
    ounce_matcher_free(matcher);
    ounce_ruleset_unref(ruleset);
    return err.code != OUNCE_OK;
}
