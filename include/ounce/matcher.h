/* ounce/matcher.h — run a compiled ruleset over events. */
#ifndef OUNCE_MATCHER_H
#define OUNCE_MATCHER_H

#include <ounce/event.h>
#include <ounce/match.h>
#include <ounce/ruleset.h>
#include <ounce/services.h>

OUNCE_BEGIN_DECLS

/** Per-thread working memory for one ruleset. Opaque; reuse it for every event. */
typedef struct ounce_matcher ounce_matcher;

/** What a callback answers. */
typedef enum ounce_control {
    OUNCE_CONTINUE = 0,
    OUNCE_STOP = 1 /**< Enough; the call returns OUNCE_OK. */
} ounce_control;

/** Called once per matching rule, in rule-id order. @p match dies when it returns. */
typedef ounce_control ounce_match_fn(void *user, ounce_match *match);

/** Why an event, or a rule on an event, has no verdict. Numbers are stable forever. */
typedef enum ounce_reason {
    OUNCE_REASON_NONE = 0,
    OUNCE_REASON_BAD_JSON = 1,   /**< Not one well-formed JSON value. */
    OUNCE_REASON_BAD_UTF8 = 2,   /**< Raw bytes that are not UTF-8. */
    OUNCE_REASON_NOT_OBJECT = 3, /**< Well formed, but not an object. */
    OUNCE_REASON_TOO_BIG = 4,    /**< limits.max_event_bytes. */
    OUNCE_REASON_TOO_DEEP = 5,   /**< limits.max_event_depth. */
    OUNCE_REASON_TOO_WIDE = 6,   /**< limits.max_event_members. */
    OUNCE_REASON_BUDGET = 7,     /**< limits.max_event_steps. */
    OUNCE_REASON_HOST = 8,       /**< The host's accessor said OUNCE_BROKEN. */
    OUNCE_REASON_NOMEM = 9,      /**< Out of memory while judging. */
    OUNCE_REASON_RULE_ERROR = 10 /**< The rule's own code raised an exception. */
} ounce_reason;

/**
 * Name a reason.
 *
 * @return Lower-case words such as "bad JSON", NUL-terminated, borrowed forever.
 *
 * Thread:  pure.
 * Since:   0.1
 */
OUNCE_API const char *ounce_reason_text(uint32_t reason);

/** Called for what could not be judged. @p rule is OUNCE_NO_RULE when that is the whole
 *  event, else the place of the rule that got no verdict. */
typedef void ounce_unevaluated_fn(void *user, const ounce_event *event, uint32_t rule,
                                  uint32_t reason);

#define OUNCE_NO_RULE UINT32_MAX

/**
 * Make a matcher.
 *
 * @param ruleset  Shared; the matcher takes a reference of its own.
 * @param out      Out, owned: ounce_matcher_free(). NULL on failure.
 * @param err      Filled on failure; NULL if not wanted.
 *
 * @return OUNCE_OK or OUNCE_ERR_NOMEM.
 *
 * Cost:    O(predicates and fields of the ruleset) memory.
 * Thread:  immutable; the matcher made is confined.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_matcher_new(ounce_ruleset *ruleset, ounce_matcher **out,
                                         ounce_error *err);

/**
 * Free a matcher and drop its reference to the ruleset.
 *
 * @param matcher  Taken; NULL is a no-op. Not from inside one of its callbacks.
 *
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API void ounce_matcher_free(ounce_matcher *matcher);

/**
 * Name who is told of what could not be judged.
 *
 * @param matcher  Mutated.
 * @param fn       Called during the run functions; NULL for nobody. Everything is
 * counted either way.
 * @param user     Passed to @p fn untouched. May be NULL.
 *
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API void ounce_matcher_on_unevaluated(ounce_matcher *matcher,
                                            ounce_unevaluated_fn *fn, void *user);

/**
 * Lend services to the code of rules: a clock, random numbers, a cache.
 *
 * @param matcher   Mutated. Its own cache is emptied, also its counters: what an event
 *                  left there is not seen by the next.
 * @param services  Copied; its ctx is borrowed for the life of the matcher. NULL takes
 *                  all services back: then what asks for the time raises RuntimeError.
 * @param err       Filled on failure; NULL if not wanted.
 *
 * The functions are called during the run functions and those of ounce_match, on their
 * thread; `random` here, too.
 *
 * @return OUNCE_OK or OUNCE_ERR_ARGUMENT: not made by OUNCE_SERVICES_INIT.
 *
 * Source:  docs/services.md.
 * Thread:  confined. Not from inside one of the matcher's callbacks.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_matcher_services(ounce_matcher *matcher,
                                              const ounce_services *services,
                                              ounce_error *err);

/**
 * Read what the matcher's own cache holds, and dropped since it was last emptied.
 *
 * @param out  Out.
 *
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API void ounce_matcher_cache_counts(const ounce_matcher *matcher,
                                          ounce_cache_counts *out);

/**
 * Evaluate every enabled rule of the event's log type against one event.
 *
 * The log type is the event's `p_log_type`, else event->log_type, else unknown; when it
 * is unknown every enabled rule is tried.
 *
 * @param matcher   Borrowed, mutated. Holds no state from one event to the next but
 *                  counters.
 * @param event     Borrowed until return; any kind.
 * @param on_match  Called 0..ounce_ruleset_count() times; OUNCE_STOP ends early. It may
 * use other matchers, not this one. NULL only counts.
 * @param user      Passed to @p on_match untouched. May be NULL.
 * @param err       Filled on failure: for JSON events with line, column and offset
 * within the event. NULL if not wanted.
 *
 * @return OUNCE_OK (also for no match and for OUNCE_STOP),
 *         OUNCE_ERR_EVENT if the event is malformed,
 *         OUNCE_ERR_LIMIT if it passes one of the limits max_event_…: nothing was
 * judged, but for max_event_steps: the rules that were reached were, OUNCE_ERR_NOMEM;
 * the matcher remains usable after every error.
 *
 * Source:  docs/semantics.md, "Missing fields" and "Evaluation order".
 * Cost:    one pass over the bytes, then O(candidate rules); no allocation once warm.
 * Thread:  confined — one matcher per thread, one ruleset for all of them.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_matcher_run(ounce_matcher *matcher,
                                         const ounce_event *event,
                                         ounce_match_fn *on_match, void *user,
                                         ounce_error *err);

/**
 * Evaluate one rule against one event, whether or not the rule is enabled and whatever
 * the event's log type: what a rule's own tests need. Counters are left alone.
 *
 * @param rule  Place of the rule in the ruleset, 0-based.
 *
 * The other parameters, and what is returned, as ounce_matcher_run();
 * OUNCE_ERR_ARGUMENT for a rule that is none, OUNCE_ERR_RULE if its own code raised an
 * exception.
 *
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_matcher_run_rule(ounce_matcher *matcher, uint32_t rule,
                                              const ounce_event *event,
                                              ounce_match_fn *on_match, void *user,
                                              ounce_error *err);

/**
 * Evaluate every enabled rule and write the places of those that match.
 *
 * @param matcher   Borrowed, mutated.
 * @param event     Borrowed until return.
 * @param rules     Caller's array of @p capacity places; filled in rule-id order.
 * @param capacity  ounce_ruleset_count() is always enough.
 * @param count     Out: how many rules match, also when they did not all fit.
 * @param err       Filled on failure; NULL if not wanted.
 *
 * @return As ounce_matcher_run(); OUNCE_ERR_SPACE when @p count is over @p capacity:
 * the first @p capacity are there.
 *
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_matcher_hits(ounce_matcher *matcher,
                                          const ounce_event *event, uint32_t *rules,
                                          size_t capacity, size_t *count,
                                          ounce_error *err);

/** One line of a batch and one rule that matched it, or why there is no verdict. */
typedef struct ounce_hit {
    size_t offset;   /**< Where the line begins in the batch, bytes. */
    size_t size;     /**< The line's size, bytes, without its line break. */
    uint64_t line;   /**< 1-based, within the batch. */
    uint32_t rule;   /**< Place in the ruleset, or OUNCE_NO_RULE: the whole event. */
    uint32_t reason; /**< ounce_reason; OUNCE_REASON_NONE is a match. */
} ounce_hit;

/**
 * Evaluate a batch of events in NDJSON: one JSON object a line, blank lines passed
 * over.
 *
 * A binding crosses the language boundary once per batch. A line is judged only while
 * @p capacity leaves room for everything it could yield, so hits are never lost: when
 * @p used is less than @p size, take the hits and call again with the rest.
 *
 * @param matcher   Borrowed, mutated.
 * @param text      Borrowed until return.
 * @param size      In bytes.
 * @param log_type  Log type of events without `p_log_type`; NULL if unknown.
 * @param hits      Caller's array of @p capacity entries.
 * @param capacity  At least ounce_ruleset_count() + 1.
 * @param count     Out: entries written.
 * @param used      Out: bytes of @p text that are judged.
 * @param err       Filled on failure; NULL if not wanted.
 *
 * @return OUNCE_OK, also when lines could not be judged: those are hits with a reason.
 *         OUNCE_ERR_ARGUMENT for a capacity that is too small for one line;
 *         OUNCE_ERR_NOMEM: @p count and @p used tell how far it went.
 *
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_matcher_batch(ounce_matcher *matcher, const char *text,
                                           size_t size, const ounce_str *log_type,
                                           ounce_hit *hits, size_t capacity,
                                           size_t *count, size_t *used,
                                           ounce_error *err);

/**
 * What a matcher has done since it was made. Every event ends in exactly one of the
 * three: events == matched + not_matched + not_evaluated.
 */
typedef struct ounce_counts {
    uint64_t events;        /**< Given to run, hits and batch. */
    uint64_t matched;       /**< Events that at least one rule matched. */
    uint64_t not_matched;   /**< Events that were judged and matched nothing. */
    uint64_t not_evaluated; /**< Events with no verdict: malformed, or over a limit. */
    uint64_t matches;       /**< Pairs (event, rule) that matched. */
    uint64_t
        rules_not_evaluated; /**< Pairs of a judged event and a rule without verdict. */
    uint64_t candidates;     /**< Pairs whose predicate tree was walked. */
} ounce_counts;

/**
 * Read the counters.
 *
 * @param out  Out.
 *
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API void ounce_matcher_counts(const ounce_matcher *matcher, ounce_counts *out);

/**
 * Judge one rule on one event and print every node of its tree with its verdict and the
 * value it saw, and on a non-match the conditions that failed.
 *
 * @param rule      Place of the rule in the ruleset, 0-based.
 * @param event     Borrowed until return.
 * @param form      OUNCE_PRINT_TEXT or OUNCE_PRINT_JSON.
 * @param out       Out: borrowed until the matcher is used again.
 * @param err       Filled on failure; NULL if not wanted.
 *
 * @return As ounce_matcher_run(); OUNCE_ERR_ARGUMENT for a rule or a form that is none.
 *
 * Source:  docs/cli/ounce-explain.md.
 * Cost:    evaluates every node; allocates.
 * Thread:  confined.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_matcher_explain(ounce_matcher *matcher, uint32_t rule,
                                             const ounce_event *event, uint32_t form,
                                             ounce_str *out, ounce_error *err);

OUNCE_END_DECLS
#endif
