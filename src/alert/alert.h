/* alert.h — match → the fields of an alert. */
#ifndef OZ_ALERT_H
#define OZ_ALERT_H

#include "match/matcher.h"

/* Compute a field (ounce_alert_field, but not the log type) of the rule for the event
 * that the evaluator is on. The text lives in the rule or in the scratch arena. The
 * title is worked out once a match, and kept. false: the evaluation gave up,
 * eval->walk.reason says why. */
bool oz_alert_field(struct oz_eval *eval, const struct oz_plan_rule *rule,
                    uint32_t field, struct oz_kept_text *title, ounce_str *out);

/* alert_destinations.c: who is told, as JSON; and what the file says of it. */
bool oz_alert_destinations(struct oz_eval *eval, const struct oz_plan_rule *rule,
                           ounce_str *out);
bool oz_alert_outputs(struct oz_eval *eval, const struct oz_plan_rule *rule,
                      ounce_str *out);

/* What the field is when computing it raised an exception, whose text is `message`. */
bool oz_alert_default(struct oz_eval *eval, const struct oz_plan_rule *rule,
                      uint32_t field, ounce_str message, ounce_str *out);

#endif
