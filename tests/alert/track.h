/* track.h — timelines for the tracker, written as text.
 *
 *     "A=3/60; A@0 a; A@10 a; A@50 a; A@60 a; advance@200; ?"
 *
 * `A=3/60` makes rule A with threshold 3 and a period of 60 minutes, `S=signal` one
 * that raises no alerts; `max=2`, `bytes=4000` and `late=10` (minutes) set options.
 * `A@50 a` is a match of A with dedup text a, 50 minutes behind START; `A@60-1 a` is a
 * millisecond before 60 minutes. What is told is written down:
 *
 *     "open A a 3 [0,50]; close A a 3 [0,50] replaced; "
 */
#ifndef TRACK_H
#define TRACK_H

#include "compile.h"

#include <ounce/alert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START  INT64_C(1705312800000) /* 2024-01-15T10:00:00Z */
#define MINUTE INT64_C(60000)

struct track {
    struct kit_set set;
    struct kit_memory memory; /* the tracker's */
    ounce_tracker *tracker;
    ounce_error err;
    ounce_status status; /* of the last feed */
    char log[200000];
    size_t used;
    int stop; /* the so many-eth alert told answers OUNCE_STOP */
    bool quiet;
};

static inline void track_log(struct track *track, const char *text)
{
    size_t size = strlen(text);

    ck_assert_uint_lt(track->used + size, sizeof track->log);
    memcpy(track->log + track->used, text, size + 1);
    track->used += size;
}

static inline void track_log_time(struct track *track, int64_t time)
{
    char text[64];
    long long ms = (long long)(time - START);

    if (ms % MINUTE == 0) {
        snprintf(text, sizeof text, "%lld", ms / MINUTE);
    } else {
        snprintf(text, sizeof text, "%lldms", ms);
    }
    track_log(track, text);
}

static inline ounce_control track_told(void *user, const ounce_alert *alert)
{
    static const char *const changes[] = {"open", "update", "close"};
    static const char *const ends[] = {"", " replaced", " expired", " evicted",
                                       " flushed"};
    struct track *track = user;
    char text[256];

    ck_assert_int_eq(alert->change == OUNCE_ALERT_CLOSED,
                     alert->end != OUNCE_ALERT_GOES_ON);
    if (track->quiet) {
        return OUNCE_CONTINUE;
    }
    snprintf(text, sizeof text, "%s %.*s %.*s %llu [", changes[alert->change],
             (int)alert->rule_id.size, alert->rule_id.data, (int)alert->dedup.size,
             alert->dedup.data, (unsigned long long)alert->count);
    track_log(track, text);
    track_log_time(track, alert->first_time);
    track_log(track, ",");
    track_log_time(track, alert->last_time);
    track_log(track, "]");
    track_log(track, ends[alert->end]);
    track_log(track, "; ");
    return track->stop > 0 && --track->stop == 0 ? OUNCE_STOP : OUNCE_CONTINUE;
}

static inline void track_add_rule(struct track *track, const char *id,
                                  const char *value)
{
    char text[1000];
    unsigned threshold = 1;
    unsigned period = 60;
    bool signal = strcmp(value, "signal") == 0;

    if (!signal) {
        ck_assert_int_eq(sscanf(value, "%u/%u", &threshold, &period), 2);
    }
    snprintf(
        text, sizeof text,
        "AnalysisType: rule\nRuleID: %s\nEnabled: true\nSeverity: Low\n"
        "LogTypes: [L]\nDetection: [{Condition: AlwaysTrue}]\nGroupBy: [{Key: k}]\n"
        "AlertTitle: 'on {t}'\nAlertContext: [{KeyName: t, KeyValue: {Key: t}}]\n"
        "Description: about %s\nReference: see %s\nRunbook: do %s\n"
        "DynamicSeverities: [{ChangeTo: High, Conditions: [{Key: h, Condition: "
        "Exists}]}]\n"
        "Threshold: %u\nDedupPeriodMinutes: %u\nCreateAlert: %s\n",
        id, id, id, id, threshold, period, signal ? "false" : "true");
    kit_add(&track->set, id, text);
}

static inline void track_new_tracker(struct track *track,
                                     ounce_tracker_options *options)
{
    options->allocator = &track->memory.allocator;
    ck_assert_int_eq(ounce_tracker_new(options, &track->tracker, &track->err),
                     OUNCE_OK);
}

struct track_feeding {
    struct track *track;
    int64_t time;
    int calls;
};

static inline ounce_control track_match(void *user, ounce_match *match)
{
    struct track_feeding *feeding = user;
    struct track *track = feeding->track;

    track->status = ounce_tracker_feed(track->tracker, match, feeding->time, track_told,
                                       track, &track->err);
    feeding->calls++;
    return OUNCE_CONTINUE;
}

/* Feed a match of a rule on an event. */
static inline ounce_status track_event(struct track *track, const char *rule,
                                       const char *json, int64_t time)
{
    struct track_feeding feeding = {track, time, 0};
    ounce_event event;
    uint32_t index = 0;

    ck_assert_msg(ounce_ruleset_find(track->set.ruleset, rule, strlen(rule), &index),
                  "no rule %s", rule);
    ounce_event_init_json(&event, json, strlen(json));
    ck_assert_int_eq(ounce_matcher_run_rule(track->set.matcher, index, &event,
                                            track_match, &feeding, &track->set.err),
                     OUNCE_OK);
    ck_assert_int_eq(feeding.calls, 1);
    return track->status;
}

static inline ounce_status track_feed(struct track *track, const char *rule,
                                      const char *dedup, int64_t time)
{
    char json[500];

    snprintf(json, sizeof json,
             "{\"k\":\"%s\",\"t\":\"%s\",\"p_log_type\":\"L\",\"p_event_time\":"
             "\"2024-01-15 10:00:00\"}",
             dedup, dedup);
    return track_event(track, rule, json, time);
}

static inline void track_log_counts(struct track *track)
{
    ounce_alert_counts c;
    char text[256];

    ounce_tracker_counts(track->tracker, &c);
    snprintf(text, sizeof text,
             "matches %d signals %d opened %d updated %d closed %d discarded %d "
             "evicted %d late %d open %d keys %d; ",
             (int)c.matches, (int)c.signals, (int)c.opened, (int)c.updated,
             (int)c.closed, (int)c.discarded, (int)c.evicted, (int)c.late, (int)c.open,
             (int)c.keys);
    track_log(track, text);
}

static inline int64_t track_time(const char *text)
{
    char *end;
    long long minutes = strtoll(text, &end, 10);
    long long ms = strtoll(end, NULL, 10);

    return START + minutes * MINUTE + ms;
}

/* One step of a script: the words before and behind its sign. */
static inline void track_step(struct track *track, char *step,
                              ounce_tracker_options *options)
{
    char *sign = step + strcspn(step, "@=");
    char *dedup;

    if (*sign == '=') {
        *sign = '\0';
        if (strcmp(step, "max") == 0) {
            options->max_keys = (uint32_t)atoi(sign + 1);
        } else if (strcmp(step, "bytes") == 0) {
            options->max_bytes = (uint64_t)atoi(sign + 1);
        } else if (strcmp(step, "late") == 0) {
            options->max_late = atoi(sign + 1) * MINUTE;
        } else {
            track_add_rule(track, step, sign + 1);
        }
        return;
    }
    if (track->tracker == NULL) {
        kit_end(&track->set);
        ck_assert_msg(track->set.status == OUNCE_OK, "%s",
                      kit_diagnostics(&track->set, true));
        track_new_tracker(track, options);
    }
    if (*sign == '\0') {
        if (strcmp(step, "?") == 0) {
            track_log_counts(track);
        } else if (strcmp(step, "flush") == 0) {
            ounce_tracker_flush(track->tracker, track_told, track);
        } else if (strcmp(step, "stop") == 0) {
            track->stop = 1;
        } else {
            ck_assert_msg(step[0] == '\0', "no step %s", step);
        }
        return;
    }
    *sign = '\0';
    if (strcmp(step, "advance") == 0) {
        ounce_tracker_advance(track->tracker, track_time(sign + 1), track_told, track);
        return;
    }
    dedup = strchr(sign + 1, ' ');
    ck_assert_ptr_nonnull(dedup);
    *dedup++ = '\0';
    ck_assert_int_eq(track_feed(track, step, dedup, track_time(sign + 1)), OUNCE_OK);
}

/* Run steps, in more than one call if need be. */
static inline void track_run(struct track *track, ounce_tracker_options *options,
                             const char *script)
{
    char text[4000];

    ck_assert_uint_lt(strlen(script), sizeof text);
    strcpy(text, script);
    for (char *at = text; at != NULL;) {
        char *next = strchr(at, ';');

        if (next != NULL) {
            *next++ = '\0';
        }
        at += strspn(at, " ");
        track_step(track, at, options);
        at = next;
    }
}

static inline void track_begin(struct track *track)
{
    memset(track, 0, sizeof *track);
    kit_memory_init(&track->memory);
    kit_begin(&track->set, 0, NULL);
}

static inline void track_finish(struct track *track)
{
    ounce_tracker_free(track->tracker);
    ck_assert_uint_eq(track->memory.blocks, 0);
    ck_assert_uint_eq(track->memory.live, 0);
    kit_finish(&track->set);
}

/* A tracker with this behind it. */
static inline void track_script(struct track *track, const char *script)
{
    ounce_tracker_options options = OUNCE_TRACKER_OPTIONS_INIT;

    track_begin(track);
    track_run(track, &options, script);
}

#endif
