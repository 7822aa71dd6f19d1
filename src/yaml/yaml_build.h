/* yaml_build.h — events of a parser → nodes of a document.
 *
 *     open map, scalar, scalar, alias, ..., close  =>  nodes, children
 *
 * What YAML leaves to the composer happens here: anchors and aliases, merge keys,
 * duplicate keys, tags, and the limits on depth and size. Aliased nodes are shared,
 * never copied, so a document of a few hundred bytes that stands for a billion nodes
 * costs no more than its bytes before it is refused.
 *
 * Every call that can fail returns OUNCE_OK, OUNCE_ERR_RULE with one error added to the
 * diagnostics, or OUNCE_ERR_NOMEM.
 */
#ifndef OZ_YAML_BUILD_H
#define OZ_YAML_BUILD_H

#include "base/table.h"
#include "yaml/yaml_document.h"

struct oz_yaml_built;
struct oz_yaml_frame;
struct oz_yaml_anchor;
struct oz_yaml_pair;

struct oz_yaml_ids {
    oz_yaml_id *items;
    uint32_t count;
    uint32_t capacity;
};

struct oz_yaml_build {
    struct oz_arena *arena;  /* borrowed; texts go here, and in the end the nodes */
    struct oz_arena scratch; /* everything below */
    const ounce_limits *limits;
    struct oz_diags *diags;
    struct oz_yaml_built *nodes;
    uint32_t node_count;
    uint32_t node_capacity;
    struct oz_yaml_frame *frames; /* the collections that are open */
    uint32_t frame_count;
    uint32_t frame_capacity;
    struct oz_yaml_anchor *anchors;
    uint32_t anchor_count;
    uint32_t anchor_capacity;
    struct oz_table anchor_table; /* by name; the last of a name counts */
    struct oz_yaml_pair *pairs;   /* of the map being closed */
    uint32_t pair_count;
    uint32_t pair_capacity;
    struct oz_yaml_ids pending;  /* parts of the open collections, outermost first */
    struct oz_yaml_ids children; /* of the closed ones */
    uint64_t size;               /* nodes so far, aliases expanded */
    oz_yaml_id root;
};

/* What comes with a node. Names are NULL when absent. */
struct oz_yaml_properties {
    struct oz_span span;
    const char *anchor;
    const char *tag; /* in full: tag:yaml.org,2002:str; or "!" */
};

void oz_yaml_build_init(struct oz_yaml_build *build, struct oz_arena *arena,
                        const ounce_limits *limits, struct oz_diags *diags);
void oz_yaml_build_finish(struct oz_yaml_build *build);

/* `plain`: neither quoted nor a block. */
ounce_status oz_yaml_build_scalar(struct oz_yaml_build *build,
                                  const struct oz_yaml_properties *properties,
                                  ounce_str text, bool plain);

/* Begin a OZ_YAML_LIST or OZ_YAML_MAP, and end the innermost one. */
ounce_status oz_yaml_build_open(struct oz_yaml_build *build,
                                const struct oz_yaml_properties *properties,
                                enum oz_yaml_kind kind);
ounce_status oz_yaml_build_close(struct oz_yaml_build *build);

ounce_status oz_yaml_build_alias(struct oz_yaml_build *build, struct oz_span span,
                                 const char *name);

/* Copy the document into the arena, once everything is closed. */
ounce_status oz_yaml_build_take(struct oz_yaml_build *build,
                                struct oz_yaml_document *out);

#endif
