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
    OZ_SCHEMA_MAP, /* of the inner schema, if there is one */
    OZ_SCHEMA_MAPS /* a list of maps of the inner schema */
};

#define OZ_SCHEMA_REQUIRED 1u
#define OZ_SCHEMA_NAME     2u /* text: not empty, without < > & " % */
#define OZ_SCHEMA_SET      4u /* texts: no item twice */
#define OZ_SCHEMA_FOLDED   8u /* texts: not even when case is ignored */

struct oz_schema_key {
    const char *name; /* NULL ends the table */
    enum oz_schema_type type;
    uint32_t flags;
    const struct oz_schema *inner; /* of a map or of the maps of a list; NULL: any */
};

/* One table can serve several kinds of map: `only` picks its rows by a flag of the
 * owner's, from OZ_SCHEMA_OWN up. */
struct oz_schema {
    const char *what; /* names the map in messages: "rule", "test" */
    const struct oz_schema_key *keys;
    uint32_t only;     /* rows without this flag are unknown keys; 0: all rows */
    uint32_t required; /* the flag of required rows; 0: OZ_SCHEMA_REQUIRED */
};

#define OZ_SCHEMA_OWN 256u

#define OZ_SCHEMA_END                                                                  \
    {                                                                                  \
        NULL, OZ_SCHEMA_ANY, 0, NULL                                                   \
    }

/* Check a map against a schema and diagnose all that is wrong with it and the maps
 * inside it. Unknown keys of the map itself are `unknown`, errors or warnings; of maps
 * inside it they are errors. Returns whether there was no error. `diags` NULL only
 * asks. */
bool oz_schema_check(const struct oz_yaml_document *doc, oz_yaml_id map,
                     const struct oz_schema *schema, ounce_level unknown,
                     struct oz_diags *diags);

/* "a list of text", for messages. */
const char *oz_schema_type_text(enum oz_schema_type type);

#endif
