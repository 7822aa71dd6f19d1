/* lookup_read.h — the text of a file → the rows of a table. */
#ifndef OZ_LOOKUP_READ_H
#define OZ_LOOKUP_READ_H

#include "lookup/lookup.h"
#include "rule/rule.h"

#include <ounce/allocator.h>

/* What all tables of a ruleset hold so far, against limits.max_table_…. */
struct oz_lookup_total {
    uint32_t rows;
    uint64_t bytes;
};

/* Is this the name of a file that can only be a table's: .csv, .json, .jsonl, .ndjson?
 */
bool oz_lookup_is_data(ounce_str name);

/* Fill a table, which has its name and column, from a file: its name, diags->file, says
 * of what form it is. What is wrong with a row costs that row. OZ_READ_BAD: there is no
 * table, which is diagnosed. What is kept lives in `arena`. */
enum oz_read oz_lookup_read(struct oz_arena *arena, struct oz_diags *diags,
                            const ounce_limits *limits, struct oz_lookup_total *total,
                            ounce_str text, struct oz_lookup *lookup);

#endif
