/* yaml_schema.h — maps of fixed shape: which keys, of which type, which are required.
 */
#ifndef OZ_YAML_SCHEMA_H
#define OZ_YAML_SCHEMA_H

#include "yaml/yaml_document.h"

enum oz_schema_type {
    OZ_SCHEMA_ANY,
    OZ_SCHEMA_TEXT, /* without NUL */
    OZ_SCHEMA_BOOL,
    OZ_SCHEMA_INT,   /* fits int64; 60.0 is none */
    OZ_SCHEMA_TEXTS, /* a list of text */
    OZ_SCHEMA_LIST,
    OZ_SCHEMA_MAP
};

#define OZ_SCHEMA_REQUIRED 1u
#define OZ_SCHEMA_NAME     2u /* text: not empty, without < > & " % */
#define OZ_SCHEMA_SET      4u /* texts: no item twice */
#define OZ_SCHEMA_FOLDED   8u /* texts: not even when case is ignored */

struct oz_schema_key {
    const char *name; /* NULL ends the table */
    enum oz_schema_type type;
    uint32_t flags;
};

/* Check a map against a table and diagnose all that is wrong with it. `what` names the
 * map in messages: "rule", "test". Unknown keys are `unknown`: errors or warnings.
 * Returns whether there was no error. */
bool oz_schema_check(const struct oz_yaml_document *doc, oz_yaml_id map,
                     const struct oz_schema_key *keys, const char *what,
                     ounce_level unknown, struct oz_diags *diags);

/* "a list of text", for messages. */
const char *oz_schema_type_text(enum oz_schema_type type);

#endif
