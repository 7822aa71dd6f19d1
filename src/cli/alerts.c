/* alerts.c — matches in, one line per alert out, when its window is over.
 *
 * A line that can be printed once must wait for its count. Windows are over when the
 * events say so: the clock is the greatest event time, less what logs may be late.
 * Order of the last steps: print, flush, then save. A run that dies in between repeats
 * lines when it is run again, and loses none.
 */
#include "cli/alerts.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "cli/exit_code.h"
#include "cli/memory.h"

#define HOUR_MS INT64_C(3600000)
#define LATE_MS HOUR_MS        /* a window is closed this long after its end */
#define FAR_MS  (24 * HOUR_MS) /* beyond this, event times are not believed */

struct sink {
    struct cli_alerts *alerts;
    struct cli_text *text;
};

static int64_t wall_clock(void)
{
    struct timespec at;

    clock_gettime(CLOCK_REALTIME, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

static int load_state(struct cli_alerts *alerts)
{
    ounce_error err = OUNCE_ERROR_INIT;
    bool found;

    if (alerts->state == NULL) {
        return CLI_FINE;
    }
    if (ounce_tracker_load(alerts->tracker, alerts->state, strlen(alerts->state),
                           &found, &err) == OUNCE_OK) {
        return CLI_FINE;
    }
    if (err.line > 0) {
        cli_say(NULL,
                "%s:%u: %s; nothing was changed: move the file away to begin anew",
                alerts->state, err.line, err.message);
    } else {
        cli_say(NULL, "%s: %s", alerts->state, err.message);
    }
    return CLI_IO;
}

int cli_alerts_begin(struct cli_alerts *alerts)
{
    ounce_tracker_options options = OUNCE_TRACKER_OPTIONS_INIT;

    options.max_late = FAR_MS;
    if (ounce_tracker_new(&options, &alerts->tracker, NULL) != OUNCE_OK) {
        cli_out_of_memory();
    }
    return load_state(alerts);
}

void cli_alerts_finish(struct cli_alerts *alerts)
{
    ounce_tracker_free(alerts->tracker);
}

static void add_json(const ounce_alert *alert, const struct cli_output *output,
                     struct cli_text *text)
{
    size_t size = 0;
    char *line;

    ounce_alert_json(alert, NULL, 0, &size);
    line = cli_text_room(text, size);
    ounce_alert_json(alert, line, size, &size);
    if (output->terminal) {
        struct cli_text copy = CLI_TEXT_INIT;

        cli_text_add(&copy, line, size);
        cli_text_json_visible(text, cli_text_str(&copy));
        cli_text_finish(&copy);
    } else {
        text->size += size;
    }
    cli_text_char(text, '\n');
}

/* 2024-01-15 10:30:00 */
static void add_time(struct cli_text *text, int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm parts;
    char words[32];

    if (gmtime_r(&seconds, &parts) != NULL &&
        strftime(words, sizeof(words), "%Y-%m-%d %H:%M:%S", &parts) > 0) {
        cli_text_put(text, words);
    }
}

/* `HIGH AWS.Console.Login title of the alert (3 matches, TIME to TIME)` */
static void add_text(const ounce_alert *alert, const struct cli_output *output,
                     struct cli_text *text)
{
    cli_output_severity(output, text, alert->severity);
    cli_text_char(text, ' ');
    cli_text_visible(text, alert->rule_id, CLI_VISIBLE_LINE);
    cli_text_char(text, ' ');
    cli_text_visible(text, alert->title, CLI_VISIBLE_LINE);
    cli_text_put(text, " (");
    cli_text_count(text, alert->count, "match");
    cli_text_put(text, ", ");
    add_time(text, alert->first_time);
    cli_text_put(text, " to ");
    add_time(text, alert->last_time);
    cli_text_put(text, ")\n");
}

static ounce_control on_alert(void *user, const ounce_alert *alert)
{
    struct sink *sink = user;

    if (alert->change != OUNCE_ALERT_CLOSED) {
        return OUNCE_CONTINUE;
    }
    if (sink->alerts->text) {
        add_text(alert, sink->alerts->output, sink->text);
    } else {
        add_json(alert, sink->alerts->output, sink->text);
    }
    return OUNCE_CONTINUE;
}

void cli_alerts_feed(struct cli_alerts *alerts, ounce_match *match,
                     struct cli_text *text)
{
    struct sink sink = {alerts, text};
    int64_t time;

    if (!ounce_match_time(match, &time)) {
        time = wall_clock();
        alerts->undated = true;
    }
    if (ounce_tracker_feed(alerts->tracker, match, time, on_alert, &sink, NULL) ==
        OUNCE_ERR_NOMEM) {
        cli_out_of_memory();
    }
    if (time > alerts->clock && time <= wall_clock() + FAR_MS) {
        alerts->clock = time;
        ounce_tracker_advance(alerts->tracker, time - LATE_MS, on_alert, &sink);
    }
}

void cli_alerts_end(struct cli_alerts *alerts, struct cli_text *text)
{
    struct sink sink = {alerts, text};

    if (alerts->state == NULL || alerts->flush) {
        ounce_tracker_flush(alerts->tracker, on_alert, &sink);
    }
}

int cli_alerts_save(const struct cli_alerts *alerts)
{
    ounce_error err = OUNCE_ERROR_INIT;

    if (alerts->state == NULL ||
        ounce_tracker_save(alerts->tracker, alerts->state, strlen(alerts->state),
                           &err) == OUNCE_OK) {
        return CLI_FINE;
    }
    cli_say(NULL, "%s: %s; the alerts printed are not in it and will come again",
            alerts->state, err.message);
    return CLI_IO;
}

void cli_alerts_summary(const struct cli_alerts *alerts, struct cli_text *text)
{
    ounce_alert_counts counts;

    ounce_tracker_counts(alerts->tracker, &counts);
    cli_text_count(text, counts.closed, "alert");
    cli_text_put(text, ", ");
    cli_text_uint(text, counts.open);
    cli_text_put(text, " still open, ");
    cli_text_uint(text, counts.discarded);
    cli_text_put(text, " below threshold, ");
    cli_text_uint(text, counts.evicted);
    cli_text_put(text, " evicted, ");
    cli_text_uint(text, counts.late);
    cli_text_put(text, " late, ");
    cli_text_count(text, counts.signals, "signal");
    cli_text_char(text, '\n');
    if (alerts->state != NULL && counts.keys > 0) {
        cli_text_count(text, counts.keys, "window");
        cli_text_put(text, " kept for the next run\n");
    }
    if (alerts->undated) {
        cli_text_put(text,
                     "some events have no p_event_time: they were counted as of now\n");
    }
}
