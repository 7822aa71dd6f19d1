/* tracker.h — matches → alerts: thresholds and dedup windows. */
#ifndef OZ_TRACKER_H
#define OZ_TRACKER_H

#include "alert/window.h"

#include <ounce/alert.h>

struct ounce_tracker {
    ounce_allocator alloc;
    uint32_t max_keys;
    uint64_t max_bytes;
    int64_t max_late; /* 0: any */
    int64_t clock;    /* the latest time that was given to oz_tracker_advance */
    ounce_alert_counts counts;
    struct oz_window_set windows;
};

/* What a match is filed under, and what its rule says about it. */
struct oz_tracked {
    ounce_str rule_id, dedup;
    int64_t time;
    int64_t period; /* milliseconds */
    uint64_t threshold;
};

/* What a window keeps of the match that opened it. */
struct oz_alert_texts {
    ounce_str profile[OZ_PROFILE_TEXTS];
    ounce_str title, context;
};

/* Who is told. */
struct oz_sink {
    ounce_alert_fn *fn; /* NULL: nobody */
    void *user;
};

/* Count a match in the window it belongs to. false: it belongs to none, so it opens one
 * and its texts are needed. */
bool oz_tracker_count(ounce_tracker *tracker, const struct oz_tracked *match,
                      const struct oz_sink *sink);

/* Open a window with a match that oz_tracker_count did not take. false: out of memory,
 * and nothing changed. */
bool oz_tracker_open(ounce_tracker *tracker, const struct oz_tracked *match,
                     const struct oz_alert_texts *texts, const struct oz_sink *sink);

/* Move the clock, and end the windows that it passes, the earliest end first. */
void oz_tracker_advance(ounce_tracker *tracker, int64_t now,
                        const struct oz_sink *sink);

/* End all windows, in the same order. */
void oz_tracker_flush(ounce_tracker *tracker, const struct oz_sink *sink);

#endif
