/* kit_catalog.h — the entry of a rule as text, a fact a line.
 *
 *     condition a eq 1
 *     indicator a eq 1 0
 */
#ifndef KIT_CATALOG_H
#define KIT_CATALOG_H

#include "compile.h"

#include <ounce/catalog.h>

/* Facts of these kinds, by their first letters: Attack, Condition, eXclusions,
 * Indicators, Outputs, Same action, oPaque. Borrowed until the next. */
const char *kit_facts(const ounce_catalog *catalog, const ounce_ruleset *ruleset,
                      uint32_t rule, const char *kinds);

/* The catalog of a set; it must succeed. */
ounce_catalog *kit_catalog(struct kit_set *set);

#endif
