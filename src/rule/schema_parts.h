/* schema_parts.h — maps of fixed shape that stand inside rules and other items. */
#ifndef OZ_SCHEMA_PARTS_H
#define OZ_SCHEMA_PARTS_H

#include "yaml/yaml_schema.h"

extern const struct oz_schema oz_schema_test; /* Tests: [] of rules, policies */
extern const struct oz_schema oz_schema_correlation_test; /* … of correlation rules */
extern const struct oz_schema oz_schema_severity;         /* DynamicSeverities: [] */
extern const struct oz_schema oz_schema_context;          /* AlertContext: [] */
extern const struct oz_schema oz_schema_enrichment;       /* Enrichment: {} */
extern const struct oz_schema oz_schema_schedule;         /* Schedule: {} of queries */

#endif
