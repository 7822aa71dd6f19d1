/* lookup_rows.h — a table being read: what the files that know one form each share. */
#ifndef OZ_LOOKUP_ROWS_H
#define OZ_LOOKUP_ROWS_H

#include "base/buf.h"
#include "lookup/lookup_read.h"

struct oz_lookup_reading {
    struct oz_arena *arena; /* of what is kept */
    struct oz_diags *diags;
    const ounce_limits *limits;
    struct oz_lookup_total *total;
    struct oz_lookup *lookup;
    struct oz_arena scratch; /* of the row at hand */
    struct oz_buf json, stack;
    bool fine, nomem;
};

/* Everything below returns false when there is no going on. */

/* Out of memory. Always false. */
bool oz_lookup_nomem(struct oz_lookup_reading *in);
/* The file as a whole is wrong. Always false. */
bool oz_lookup_refuse(struct oz_lookup_reading *in, const char *code,
                      struct oz_span span, const char *what);
/* A row is wrong: it is left out. */
bool oz_lookup_pass_over(struct oz_lookup_reading *in, struct oz_span span,
                         const char *what);
/* Add a row: the text of a JSON value, which was checked. */
bool oz_lookup_row(struct oz_lookup_reading *in, ounce_str json, struct oz_span span);

/* All rows of a text: one form a file, lookup_csv.c, lookup_json.c, lookup_yaml.c. */
bool oz_lookup_csv(struct oz_lookup_reading *in, ounce_str text);
bool oz_lookup_json(struct oz_lookup_reading *in, ounce_str text);
bool oz_lookup_yaml(struct oz_lookup_reading *in, ounce_str text);

#endif
