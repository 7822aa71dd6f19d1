/* ounce/match.h — what matched: the rule, the event, and the fields of the alert. */
#ifndef OUNCE_MATCH_H
#define OUNCE_MATCH_H

#include <ounce/error.h>
#include <ounce/event.h>
#include <ounce/ruleset.h>

OUNCE_BEGIN_DECLS

/** A rule that held for an event. Opaque; dies when the match callback returns. */
typedef struct ounce_match ounce_match;

/** Text of an alert. Computed from the event when first asked for. */
typedef enum ounce_alert_field {
    OUNCE_ALERT_TITLE = 0,    /**< AlertTitle filled in, else the display name. */
    OUNCE_ALERT_SEVERITY = 1, /**< "INFO" … "CRITICAL", after DynamicSeverities. */
    OUNCE_ALERT_DEDUP = 2,    /**< What this match is grouped by; never empty. */
    OUNCE_ALERT_DESCRIPTION = 3,
    OUNCE_ALERT_REFERENCE = 4,
    OUNCE_ALERT_RUNBOOK = 5,
    OUNCE_ALERT_CONTEXT = 6,     /**< AlertContext as one compact JSON object. */
    OUNCE_ALERT_LOG_TYPE = 7,    /**< The event's; empty when unknown. */
    OUNCE_ALERT_DESTINATIONS = 8 /**< Who is told, as JSON: what `destinations` of a
                                      Python rule gives, else OutputIds. A list of at
                                      most 10; `[]`: nobody; `null`: the rule does not
                                      say, and the host routes by severity. */
} ounce_alert_field;

/**
 * Get the place of the matching rule in its ruleset.
 *
 * @return 0-based, for ounce_ruleset_rule().
 *
 * Thread:  confined, to the matcher's thread.
 * Since:   0.1
 */
OUNCE_API uint32_t ounce_match_rule_index(const ounce_match *match);

/**
 * Get the matching rule.
 *
 * @return Borrowed from the ruleset.
 *
 * Thread:  confined, to the matcher's thread.
 * Since:   0.1
 */
OUNCE_API const ounce_rule *ounce_match_rule(const ounce_match *match);

/**
 * Get the event that matched, as it was given.
 *
 * @return Borrowed until the callback returns.
 *
 * Thread:  confined, to the matcher's thread.
 * Since:   0.1
 */
OUNCE_API const ounce_event *ounce_match_event(const ounce_match *match);

/**
 * Get a field of the alert.
 *
 * Title and dedup are cut to 1,000 characters, the last 15 of them "... (truncated)"; a
 * context of more than 204,800 bytes becomes an object with the one member "_error".
 *
 * @param match  Borrowed; its matcher is mutated.
 * @param field  ounce_alert_field.
 * @param out    Out: borrowed until the callback returns. Empty on failure.
 * @param err    Filled on failure; NULL if not wanted.
 *
 * @return OUNCE_OK; OUNCE_ERR_NOMEM; OUNCE_ERR_ARGUMENT for a field that is none;
 *         OUNCE_ERR_EVENT if the host's accessor reports a broken event;
 *         OUNCE_ERR_LIMIT if a value nests deeper than limits.max_event_depth.
 *
 * Source:  docs/semantics.md, "Alert fields".
 * Cost:    O(size of what the field is made of).
 * Thread:  confined, to the matcher's thread.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_match_text(ounce_match *match, uint32_t field,
                                        ounce_str *out, ounce_error *err);

/** Bits for ounce_match_json(). */
typedef enum ounce_match_json_flag {
    OUNCE_MATCH_JSON_EVENT = 1 /**< Put the event itself in; a JSON event byte for byte,
                                    but for line breaks, which become blanks. */
} ounce_match_json_flag;

/**
 * Write a match as one JSON object, without a newline: the line that `ounce scan`
 * prints.
 *
 * @param match     Borrowed; its matcher is mutated.
 * @param flags     ounce_match_json_flag, or-ed.
 * @param out       Out: borrowed until the callback returns.
 * @param err       Filled on failure; NULL if not wanted.
 *
 * @return As ounce_match_text().
 *
 * Thread:  confined, to the matcher's thread.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_match_json(ounce_match *match, uint32_t flags,
                                        ounce_str *out, ounce_error *err);

OUNCE_END_DECLS
#endif
