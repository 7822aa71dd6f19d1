/* candidates.h — which rules an event can match at all. */
#ifndef OZ_CANDIDATES_H
#define OZ_CANDIDATES_H

#include "match/match_eval.h"

/* The event's log type: its `p_log_type` if that is text, else `given`, else empty.
 * false: the evaluation gave up. */
bool oz_event_log_type(struct oz_eval *eval, ounce_str given, ounce_str *out);

/* Write the rules to try, ascending, each once. `rules` has room for all rules of the
 * plan, `seen` a bit for each, all zero, and zero again afterwards. false: it gave up.
 */
bool oz_candidates(struct oz_eval *eval, ounce_str log_type, uint32_t *rules,
                   uint64_t *seen, uint32_t *count);

#endif
