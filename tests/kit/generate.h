/* generate.h — random rules and random events that have something to say to each other.
 *
 *     seed => rules that load, events that are valid JSON, and a good share of matches
 *
 * Both are drawn from one small vocabulary of names and values, with near misses of
 * every kind: other case, other type, a prefix, a neighbouring number. The same seed
 * gives the same text on every machine.
 *
 * Thread: pure; a kit_random belongs to one thread. Memory is malloc's.
 */
#ifndef KIT_GENERATE_H
#define KIT_GENERATE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A small generator of random numbers. Any state is a good seed. */
struct kit_random {
    uint64_t state;
};

uint64_t kit_random_next(struct kit_random *random);

/* 0 to count - 1; count > 0. */
size_t kit_random_below(struct kit_random *random, size_t count);

/* True this many times in a hundred. */
bool kit_random_chance(struct kit_random *random, unsigned percent);

/* What rules may use. The core is every key specifier, every condition, combinators,
 * list comprehensions and multi-key; it is always there. */
enum kit_feature {
    KIT_ENRICHMENT = 1,
    KIT_FILTERS = 2, /* InlineFilters */
    KIT_ALERTS = 4,  /* AlertTitle, AlertContext, GroupBy, DynamicSeverities */
    KIT_ODD_LOG_TYPES =
        8, /* events whose p_log_type is no text, or spelled otherwise */
    KIT_CORE = 0,
    KIT_ALL = 7,
};

/* A whole rule, owned: the map at the top of its file. The number makes its id unique.
 */
json_t *kit_rule(struct kit_random *random, unsigned features, unsigned number);

/* A rule as the text of its file, owned and NUL-terminated. It is JSON, and YAML that
 * reads back to the same values. */
char *kit_rule_text(const json_t *rule);

/* One event, owned and NUL-terminated: the text of a JSON object, in any spelling that
 * JSON allows, without a line break outside of its blanks. */
char *kit_event(struct kit_random *random, unsigned features);

/* A log type for the caller to name, borrowed forever; NULL for none. */
const char *kit_log_type(struct kit_random *random);

#endif
