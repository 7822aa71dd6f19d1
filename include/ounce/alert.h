/* ounce/alert.h — matches → alerts: thresholds, dedup windows, saved state. */
#ifndef OUNCE_ALERT_H
#define OUNCE_ALERT_H

#include <ounce/allocator.h>
#include <ounce/error.h>
#include <ounce/match.h>
#include <ounce/matcher.h>

OUNCE_BEGIN_DECLS

/** The last millisecond of the year 9999. Times of matches are 0 to this. */
#define OUNCE_TIME_MAX INT64_C(253402300799999)

/** The dedup windows of one stream of matches. Opaque. It belongs to no ruleset:
 * windows go by rule id and outlive a reload of the rules. */
typedef struct ounce_tracker ounce_tracker;

/** How to track. Start from OUNCE_TRACKER_OPTIONS_INIT and change fields. */
typedef struct ounce_tracker_options {
    uint32_t size;      /**< sizeof(ounce_tracker_options). */
    uint32_t max_keys;  /**< Pairs of rule and dedup text; at least 1. */
    uint64_t max_bytes; /**< Of windows and their texts, tables left out. */
    int64_t max_late;   /**< Milliseconds: a match further than this before the window
                             it would be counted in opens a window instead, since the
                             other came from the future. 0: no bound. */
    uint64_t seed;      /**< Of the hash of keys: a random number keeps events from
                             aiming at it. 0: from the tracker's place in memory. */
    const ounce_allocator *allocator; /**< Copied; NULL means malloc. */
} ounce_tracker_options;

#define OUNCE_TRACKER_OPTIONS_INIT                                                     \
    {                                                                                  \
        (uint32_t)sizeof(ounce_tracker_options), 1000000, 1073741824, 0, 0, NULL       \
    }

/**
 * Make a tracker.
 *
 * @param options  Copied; NULL means the defaults.
 * @param out      Out, owned: ounce_tracker_free(). NULL on failure.
 * @param err      Filled on failure; NULL if not wanted.
 *
 * @return OUNCE_OK, OUNCE_ERR_NOMEM, or OUNCE_ERR_ARGUMENT for a size that this version
 *         does not know, no keys at all, or a negative max_late.
 *
 * Thread:  pure; the tracker made is confined.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_tracker_new(const ounce_tracker_options *options,
                                         ounce_tracker **out, ounce_error *err);

/**
 * Free a tracker. Its open alerts are not told of: ounce_tracker_flush() does that.
 *
 * @param tracker  Taken; NULL is a no-op. Not from inside its callback.
 *
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API void ounce_tracker_free(ounce_tracker *tracker);

/** What happened to an alert. Numbers are stable forever. */
typedef enum ounce_alert_change {
    OUNCE_ALERT_OPENED = 0,  /**< The count reached the rule's threshold. */
    OUNCE_ALERT_UPDATED = 1, /**< One more match in its window. */
    OUNCE_ALERT_CLOSED = 2   /**< Its window is over. */
} ounce_alert_change;

/** Why a window is over. Numbers are stable forever. */
typedef enum ounce_alert_end {
    OUNCE_ALERT_GOES_ON = 0,  /**< It is not. */
    OUNCE_ALERT_REPLACED = 1, /**< A match opened the next window of its key. */
    OUNCE_ALERT_EXPIRED = 2,  /**< ounce_tracker_advance() passed its end. */
    OUNCE_ALERT_EVICTED = 3,  /**< Closed early: max_keys or max_bytes was reached. */
    OUNCE_ALERT_FLUSHED = 4   /**< ounce_tracker_flush(). */
} ounce_alert_end;

/** An alert as it stands. The texts are those of the match that opened its window, all
 *  borrowed until the callback returns. */
typedef struct ounce_alert {
    uint32_t change; /**< ounce_alert_change. */
    uint32_t end;    /**< ounce_alert_end. */
    ounce_str rule_id;
    ounce_str dedup; /**< Never empty. */
    ounce_str title;
    ounce_str severity; /**< "INFO" … "CRITICAL". */
    ounce_str description;
    ounce_str reference;
    ounce_str runbook;
    ounce_str context;    /**< One compact JSON object. */
    ounce_str log_type;   /**< Empty when unknown. */
    int64_t first_time;   /**< Of the match that opened the window. */
    int64_t last_time;    /**< The latest time of a match in it. */
    int64_t created_time; /**< Of the match that reached the threshold. */
    uint64_t count;    /**< Matches in the window, those before the alert included. */
    uint64_t sequence; /**< Of the window: 1-based, never used twice by a tracker. */
    ounce_str destinations; /**< A JSON list, `[]` for nobody; empty: the rule does not
                                 say. */
    uint64_t reserved[2];   /**< Zero. */
} ounce_alert;

/** Told of alerts. It must not use the tracker. OUNCE_STOP is heeded by
 *  ounce_tracker_advance() and ounce_tracker_flush() only: they say how. */
typedef ounce_control ounce_alert_fn(void *user, const ounce_alert *alert);

/**
 * Count a match.
 *
 * @param tracker  Mutated.
 * @param match    Borrowed; its matcher is mutated. Only its dedup text is computed
 * while a window is open; the match that opens one gives all its texts. A text that
 * cannot be computed becomes its default: no match is lost by it.
 * @param time     When the event happened, milliseconds since the Unix epoch:
 *                 ounce_match_time(), or the host's clock. 0 to OUNCE_TIME_MAX.
 * @param fn       Called for the alert that the match opens or updates, and before that
 *                 for alerts that are closed to make place for it. NULL: only count.
 * @param user     Passed to @p fn untouched. May be NULL.
 * @param err      Filled on failure; NULL if not wanted.
 *
 * @return OUNCE_OK, also for a signal, which is counted and raises nothing;
 *         OUNCE_ERR_ARGUMENT for a time that is none; OUNCE_ERR_NOMEM: the tracker is
 * as it was, nobody was told anything, and the call may be repeated.
 *
 * Source:  docs/alerts.md, "Windows".
 * Cost:    O(1) for a match in a window; O(log keys) to open one, two allocations.
 * Thread:  confined, to the matcher's thread while the match lives.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_tracker_feed(ounce_tracker *tracker, ounce_match *match,
                                          int64_t time, ounce_alert_fn *fn, void *user,
                                          ounce_error *err);

/**
 * Say how late it is, and close every window that is over: start + period <= @p now.
 *
 * Without it, a window closes when the next one of its key opens, when room is needed,
 * or by ounce_tracker_flush(). A match of a time that has passed already opens a window
 * all the same; that one closes when @p now has moved on by its period, so that what
 * comes late can still reach a threshold.
 *
 * @param tracker  Mutated.
 * @param now      Milliseconds since the Unix epoch; any number. The greatest so far
 *                 counts.
 * @param fn       Called with OUNCE_ALERT_CLOSED for each alert among them, in the
 * order in which they close. OUNCE_STOP keeps that one open and ends the call, which
 * may be repeated: what a host could not write down is not lost. NULL: only count.
 * @param user     Passed to @p fn untouched. May be NULL.
 *
 * Source:  docs/alerts.md, "The clock".
 * Cost:    O(log keys) for each window closed; no allocation.
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API void ounce_tracker_advance(ounce_tracker *tracker, int64_t now,
                                     ounce_alert_fn *fn, void *user);

/**
 * Close every window, as at the end of the stream.
 *
 * @param tracker  Mutated.
 * @param fn       As for ounce_tracker_advance().
 * @param user     Passed to @p fn untouched. May be NULL.
 *
 * Cost:    O(keys log keys); no allocation.
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API void ounce_tracker_flush(ounce_tracker *tracker, ounce_alert_fn *fn,
                                   void *user);

/** What a tracker has done since it was made; a state that was loaded brings none of
 * it, but alerts that are open. Without a load, opened == closed + open. */
typedef struct ounce_alert_counts {
    uint64_t matches;     /**< Fed, signals included. */
    uint64_t signals;     /**< Of these, from rules with CreateAlert false. */
    uint64_t opened;      /**< Alerts. */
    uint64_t updated;     /**< Matches added to an open alert. */
    uint64_t closed;      /**< Alerts. */
    uint64_t discarded;   /**< Windows that ended below the threshold. */
    uint64_t evicted;     /**< Windows, closed or discarded, that ended early. */
    uint64_t late;        /**< Matches counted in a window that began after them. */
    uint64_t open;        /**< Alerts now. */
    uint64_t keys;        /**< Windows now. */
    uint64_t reserved[4]; /**< Zero. */
} ounce_alert_counts;

/**
 * Read the counters.
 *
 * @param out  Out.
 *
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API void ounce_tracker_counts(const ounce_tracker *tracker,
                                    ounce_alert_counts *out);

/**
 * Read when the event of a match happened: its `p_event_time`.
 *
 * @param match  Borrowed; its matcher is mutated.
 * @param time   Out: milliseconds since the Unix epoch; untouched when false.
 *
 * @return false when the event has no `p_event_time`, or one that is no timestamp of
 * the years 1970 to 9999.
 *
 * Source:  docs/alerts.md, "Time".
 * Thread:  confined, to the matcher's thread.
 * Since:   0.1
 */
OUNCE_API bool ounce_match_time(ounce_match *match, int64_t *time);

/**
 * Write an alert as one JSON object, without a newline: the line that
 * `ounce scan --emit alerts` prints.
 *
 * @param alert     Borrowed.
 * @param buffer    Caller's, @p capacity bytes; may be NULL when capacity is 0.
 * @param capacity  In bytes.
 * @param size      Out: the size of the whole text in bytes, also when it did not fit.
 *
 * @return OUNCE_OK; OUNCE_ERR_SPACE when the text is larger than @p capacity, and then
 *         the buffer's content is of no use.
 *
 * Thread:  pure.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_alert_json(const ounce_alert *alert, char *buffer,
                                        size_t capacity, size_t *size);

/**
 * Save all windows in a file.
 *
 * The state is written to a neighbour, @p path and `.new`, which then replaces the
 * file: whenever the process or the machine dies, the file is the old state or the new
 * one.
 *
 * @param tracker    Borrowed.
 * @param path       Text in the file system's encoding; no NUL inside. One tracker a
 * path.
 * @param path_size  In bytes.
 * @param err        Filled on failure; NULL if not wanted.
 *
 * @return OUNCE_OK: the state is on disk. OUNCE_ERR_IO; OUNCE_ERR_NOMEM;
 *         OUNCE_ERR_ARGUMENT for a path that is none. The tracker is unchanged, and
 *         short of a failure of the last step, the sync of the folder, so is the file.
 *
 * Source:  docs/alerts.md, "State file".
 * Cost:    O(keys), a few hundred bytes each, and two syncs.
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_tracker_save(const ounce_tracker *tracker,
                                          const char *path, size_t path_size,
                                          ounce_error *err);

/**
 * Load the windows that ounce_tracker_save() wrote, in place of those that are there,
 * which are dropped without a word.
 *
 * @param tracker    Mutated; unchanged on failure.
 * @param path       Text in the file system's encoding; no NUL inside.
 * @param path_size  In bytes.
 * @param found      Out: whether there is a file. With none the call succeeds and
 * changes nothing: a first start. NULL if not wanted; then it is an error.
 * @param err        Filled on failure, for a damaged file with its line. NULL if not
 *                   wanted.
 *
 * @return OUNCE_OK; OUNCE_ERR_IO for a file that cannot be read, is damaged or of
 *         another version; OUNCE_ERR_NOMEM; OUNCE_ERR_ARGUMENT for a path that is none.
 *
 * More windows than max_keys are accepted: the next one that opens evicts the rest.
 * jansson alone, while a line is taken apart, uses malloc.
 *
 * Source:  docs/alerts.md, "State file".
 * Cost:    O(size of the file).
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_tracker_load(ounce_tracker *tracker, const char *path,
                                          size_t path_size, bool *found,
                                          ounce_error *err);

OUNCE_END_DECLS
#endif
