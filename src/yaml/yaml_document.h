/* yaml_document.h — text → document: scalars, mappings, sequences, each with its place.
 *
 * The document is what rules are read from: scalars resolved as docs/rule-format.md
 * says (YAML 1.2 in spirit, the official tool's quirks in the letter), aliases and
 * merge keys expanded, duplicate keys resolved, everything positioned.
 */
#ifndef OZ_YAML_DOCUMENT_H
#define OZ_YAML_DOCUMENT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/table.h"
#include "base/table.h" /* OZ_NONE */

enum oz_yaml_kind {
    OZ_YAML_NULL,
    OZ_YAML_BOOL,
    OZ_YAML_INT,  /* fits int64 */
    OZ_YAML_BIG,  /* an integer that does not: `text` is canonical decimal */
    OZ_YAML_REAL, /* may be infinite or NaN */
    OZ_YAML_TEXT,
    OZ_YAML_LIST,
    OZ_YAML_MAP
};

typedef uint32_t oz_yaml_id; /* index into oz_yaml_document.nodes */

struct oz_yaml_node {
    enum oz_yaml_kind kind;
    struct oz_span span;
    ounce_str text; /* scalars: the text, escapes resolved; for OZ_YAML_BIG see there */
    union {
        bool boolean;
        int64_t integer;
        double real;
        struct {
            uint32_t first; /* into oz_yaml_document.children */
            uint32_t
                count; /* items of a list; of a map pairs: key, value, key, value */
        } run;
    } as;
};

struct oz_yaml_document {
    struct oz_yaml_node *nodes;
    oz_yaml_id *children; /* an aliased node is a child of several parents */
    oz_yaml_id root;      /* OZ_NONE when the text holds no document */
};

/* Parse one document. Everything lives in `arena` (`text` itself is copied from).
 *
 * OUNCE_OK: `out` is filled, warnings may have been added. OUNCE_ERR_RULE: at least one
 * error was added to `diags`. OUNCE_ERR_NOMEM. */
ounce_status oz_yaml_parse(struct oz_arena *arena, const ounce_limits *limits,
                           struct oz_diags *diags, const char *text, size_t size,
                           struct oz_yaml_document *out);

static inline const struct oz_yaml_node *
oz_yaml_node(const struct oz_yaml_document *doc, oz_yaml_id id)
{
    return &doc->nodes[id];
}

/* Item of a list. */
oz_yaml_id oz_yaml_item(const struct oz_yaml_document *doc, oz_yaml_id list,
                        uint32_t index);
/* Number of pairs of a map, and the parts of one. */
uint32_t oz_yaml_pairs(const struct oz_yaml_document *doc, oz_yaml_id map);
oz_yaml_id oz_yaml_key(const struct oz_yaml_document *doc, oz_yaml_id map,
                       uint32_t index);
oz_yaml_id oz_yaml_value(const struct oz_yaml_document *doc, oz_yaml_id map,
                         uint32_t index);
/* Value under a text key; OZ_NONE when absent. Also the key's node if key is not NULL.
 */
oz_yaml_id oz_yaml_get(const struct oz_yaml_document *doc, oz_yaml_id map,
                       const char *name, oz_yaml_id *key);

/* Words for messages: "null", "a boolean", "an integer", "a float", "text", "a list",
 * "a map". */
const char *oz_yaml_kind_text(enum oz_yaml_kind kind);

/* Write a node as compact JSON: what the event of a rule's test is judged as. Keys that
 * are not text become their text. false when a number is infinite or NaN, which JSON
 * cannot say: *bad is that node, and the text is of no use. */
bool oz_yaml_json(const struct oz_yaml_document *doc, oz_yaml_id id, struct oz_buf *buf,
                  oz_yaml_id *bad);

#endif
