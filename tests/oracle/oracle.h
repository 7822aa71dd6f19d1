/* oracle.h — what a rule means, in the fewest lines: the naive evaluator.
 *
 *     detection (as parsed YAML) × event (as parsed JSON) => true or false
 *
 * Nothing is compiled, shared or remembered: every answer is worked out from the text
 * of the rule, in the order of the written specification, so that one can be read
 * against the other. Rules are expected to load; on one that does not, the answers mean
 * nothing.
 *
 * Thread: pure, all of it. Memory is malloc's and is assumed not to run out.
 */
#ifndef ORACLE_H
#define ORACLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Whether the list under `Detection:` (or any other list of expressions) holds. */
bool oracle_detection(const json_t *detection, const json_t *event);

/* Whether the list under `InlineFilters:` lets the event pass; NULL always does. */
bool oracle_filters(const json_t *filters, const json_t *event);

/* Whether the rule is offered the event at all: enabled, and of its log type. log_type
 * is the caller's word for events that have no `p_log_type`; NULL if there is none. */
bool oracle_selects(const json_t *rule, const json_t *event, const char *log_type);

/* All three: the verdict of a whole rule, given as the map at the top of its file. */
bool oracle_rule(const json_t *rule, const json_t *event, const char *log_type);

/* Fields of the alert, owned by the caller: NUL-terminated, and *size (unless NULL)
 * tells the length, since event text may itself hold a NUL. The context is compact
 * JSON. */
char *oracle_title(const json_t *rule, const json_t *event, size_t *size);
char *oracle_severity(const json_t *rule, const json_t *event, size_t *size);
char *oracle_dedup(const json_t *rule, const json_t *event, size_t *size);
char *oracle_context(const json_t *rule, const json_t *event, size_t *size);

/* The steps of a KeyPath, owned: a text is a member, an integer an element, null is
 * `[*]`. NULL for text that is no KeyPath. */
json_t *oracle_path(const char *text);

#endif
