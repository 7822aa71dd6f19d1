/* tracker.c — the rules by which matches become alerts.
 *
 *     threshold 3, period 60:   10:00  10:10  10:50 alert  10:59 +1  11:00 new window
 *
 * A window is anchored at its first match and does not move. docs/alerts.md, "Windows",
 * is the list of rules; what there is to decide is decided here and nowhere else.
 */
#include "alert/tracker.h"

static ounce_control tell(const struct oz_sink *sink, const struct oz_window *window,
                          uint32_t change, uint32_t why)
{
    const ounce_str *texts = window->profile->texts;
    ounce_alert alert = {0};

    if (sink->fn == NULL) {
        return OUNCE_CONTINUE;
    }
    alert.change = change;
    alert.end = why;
    alert.rule_id = texts[OZ_PROFILE_RULE_ID];
    alert.severity = texts[OZ_PROFILE_SEVERITY];
    alert.log_type = texts[OZ_PROFILE_LOG_TYPE];
    alert.description = texts[OZ_PROFILE_DESCRIPTION];
    alert.reference = texts[OZ_PROFILE_REFERENCE];
    alert.runbook = texts[OZ_PROFILE_RUNBOOK];
    alert.destinations = texts[OZ_PROFILE_DESTINATIONS];
    alert.dedup = oz_window_dedup(window);
    alert.title = oz_window_title(window);
    alert.context = oz_window_context(window);
    alert.first_time = window->start;
    alert.last_time = window->last;
    alert.created_time = window->created;
    alert.count = window->count;
    alert.sequence = window->sequence;
    return sink->fn(sink->user, &alert);
}

/* The match has been counted: does that make, or change, an alert? */
static void meet_threshold(ounce_tracker *tracker, struct oz_window *window,
                           const struct oz_tracked *match, const struct oz_sink *sink)
{
    if (window->created != OZ_NOT_OPEN) {
        tracker->counts.updated++;
        tell(sink, window, OUNCE_ALERT_UPDATED, OUNCE_ALERT_GOES_ON);
    } else if (window->count >= match->threshold) {
        window->created = match->time;
        tracker->windows.open++;
        tracker->counts.opened++;
        tell(sink, window, OUNCE_ALERT_OPENED, OUNCE_ALERT_GOES_ON);
    }
}

/* The window is over. false: the host wants it kept, and that is so. */
static bool end_window(ounce_tracker *tracker, struct oz_window *window, uint32_t why,
                       const struct oz_sink *sink)
{
    ounce_control control = OUNCE_CONTINUE;

    if (window->created == OZ_NOT_OPEN) {
        tracker->counts.discarded++;
    } else {
        control = tell(sink, window, OUNCE_ALERT_CLOSED, why);
        if (control == OUNCE_STOP &&
            (why == OUNCE_ALERT_EXPIRED || why == OUNCE_ALERT_FLUSHED)) {
            return false;
        }
        tracker->counts.closed++;
        tracker->windows.open--;
    }
    oz_window_remove(&tracker->windows, window);
    return true;
}

static bool takes(const ounce_tracker *tracker, const struct oz_window *window,
                  int64_t time)
{
    return time < window->end &&
           (tracker->max_late == 0 || window->start - time <= tracker->max_late);
}

static struct oz_window *find(const ounce_tracker *tracker,
                              const struct oz_tracked *match)
{
    const struct oz_window_set *set = &tracker->windows;
    uint64_t hash = oz_window_hash(set, match->rule_id, match->dedup);

    return oz_window_find(set, hash, match->rule_id, match->dedup);
}

bool oz_tracker_count(ounce_tracker *tracker, const struct oz_tracked *match,
                      const struct oz_sink *sink)
{
    struct oz_window *window = find(tracker, match);

    if (window == NULL || !takes(tracker, window, match->time)) {
        return false;
    }
    tracker->counts.matches++;
    if (window->count < INT64_MAX) { /* what a saved state can hold */
        window->count++;
    }
    if (match->time < window->start) {
        tracker->counts.late++;
    }
    if (match->time > window->last) {
        window->last = match->time;
    }
    meet_threshold(tracker, window, match, sink);
    return true;
}

/* A window for the match, not in the set yet, and room for it there. */
static struct oz_window *prepare(ounce_tracker *tracker, const struct oz_tracked *match,
                                 const struct oz_alert_texts *texts)
{
    struct oz_window_set *set = &tracker->windows;
    struct oz_profile *profile =
        oz_profile_take(&set->profiles, &set->key, texts->profile);
    struct oz_window *window =
        oz_window_make(set, profile, match->dedup, texts->title, texts->context);

    if (window == NULL || !oz_window_reserve(set)) {
        oz_window_free(set, window);
        return NULL;
    }
    window->start = match->time;
    window->end = match->time + match->period;
    window->last = match->time;
    window->count = 1;
    return window;
}

static void make_room(ounce_tracker *tracker, const struct oz_sink *sink)
{
    struct oz_window_set *set = &tracker->windows;

    while (set->count > 0 && (set->count >= tracker->max_keys ||
                              oz_window_bytes(set) > tracker->max_bytes)) {
        tracker->counts.evicted++;
        end_window(tracker, set->heap[0].window, OUNCE_ALERT_EVICTED, sink);
    }
}

/* A window is kept until the clock passes its end. One that opens in what the clock has
 * passed already, because logs come file by file, must still live to see the matches
 * that belong to it: it stays for as long as it would have, counted from now. */
static int64_t stays_until(const ounce_tracker *tracker, const struct oz_tracked *match)
{
    int64_t end = match->time + match->period;

    return end > tracker->clock ? end : tracker->clock + match->period;
}

bool oz_tracker_open(ounce_tracker *tracker, const struct oz_tracked *match,
                     const struct oz_alert_texts *texts, const struct oz_sink *sink)
{
    struct oz_window_set *set = &tracker->windows;
    struct oz_window *window = prepare(tracker, match, texts);
    struct oz_window *old = find(tracker, match);

    if (window == NULL) {
        return false;
    }
    if (old != NULL) {
        end_window(tracker, old, OUNCE_ALERT_REPLACED, sink);
    }
    make_room(tracker, sink);
    if (set->sequence < INT64_MAX) {
        set->sequence++;
    }
    window->sequence = set->sequence;
    oz_window_add(set, window, stays_until(tracker, match));
    tracker->counts.matches++;
    meet_threshold(tracker, window, match, sink);
    return true;
}

static void end_until(ounce_tracker *tracker, int64_t until, uint32_t why,
                      const struct oz_sink *sink)
{
    const struct oz_window_set *set = &tracker->windows;

    while (set->count > 0 && set->heap[0].until <= until) {
        if (!end_window(tracker, set->heap[0].window, why, sink)) {
            return;
        }
    }
}

void oz_tracker_advance(ounce_tracker *tracker, int64_t now, const struct oz_sink *sink)
{
    if (now > tracker->clock) {
        tracker->clock = now < OUNCE_TIME_MAX ? now : OUNCE_TIME_MAX;
    }
    end_until(tracker, now, OUNCE_ALERT_EXPIRED, sink);
}

void oz_tracker_flush(ounce_tracker *tracker, const struct oz_sink *sink)
{
    end_until(tracker, INT64_MAX, OUNCE_ALERT_FLUSHED, sink);
}
