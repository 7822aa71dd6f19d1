/* item_schema.h — the shape of every analysis item that is not a rule. */
#ifndef OZ_ITEM_SCHEMA_H
#define OZ_ITEM_SCHEMA_H

#include "rule/item.h"
#include "yaml/yaml_schema.h"

struct oz_item_shape {
    const char *type; /* AnalysisType */
    const char *id;   /* the key that names it */
    const struct oz_schema *schema;
};

/* By kind; for OZ_ITEM_LOOKUP the form with a file. */
const struct oz_item_shape *oz_item_shape(enum oz_item_kind kind);
/* The form of a lookup table that is filled by a query. */
extern const struct oz_schema oz_schema_lookup_query;

#endif
