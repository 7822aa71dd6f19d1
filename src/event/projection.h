/* projection.h — which members of an event anybody reads.
 *
 *     eventName, userIdentity.accountId, userIdentity.type
 *         => { eventName, userIdentity { accountId, type } }
 *
 * The plan adds the leading names of every field path; the result is a trie whose nodes
 * are numbered in preorder, so a node and all below it are one range. The number is
 * also the member's slot: where its value lands when an event is read.
 */
#ifndef OZ_PROJECTION_H
#define OZ_PROJECTION_H

#include "base/arena.h"
#include "base/path.h"
#include "base/table.h"

struct oz_projection_node {
    ounce_str name;  /* as the rule has it; empty for the root */
    uint32_t parent; /* OZ_NONE for the root */
    uint32_t end;    /* the node and everything below it: [id, end) */
    bool wanted;     /* the value itself is read, not only members below it */
    bool exact;      /* a member that differs in case is another one */
    uint64_t sizes;  /* bit (size % 64) of the names below; all ones if one of them, or
                        its lower-case form, may differ in size */
    struct oz_table children; /* by hash of the lower-cased name */
};

struct oz_projection {
    struct oz_projection_node *nodes; /* [0] is the root */
    uint32_t count;
};

/* Collects names; then oz_projection_build numbers them. */
struct oz_projection_builder;

struct oz_projection_builder *oz_projection_builder_new(struct oz_arena *arena);

/* Add the names path->segments[0 .. names), all of them OZ_SEGMENT_NAME. Returns a
 * ticket for oz_projection_slot(), OZ_NONE when out of memory. */
uint32_t oz_projection_add(struct oz_projection_builder *builder,
                           const struct oz_path *path, uint32_t names);

bool oz_projection_build(struct oz_projection_builder *builder,
                         struct oz_projection *out);
uint32_t oz_projection_slot(const struct oz_projection_builder *builder,
                            uint32_t ticket);

/* Step through the children of a node whose name equals `key` but for case. Start with
 * *cursor 0; OZ_NONE at the end. */
uint32_t oz_projection_match(const struct oz_projection *projection, uint32_t node,
                             ounce_str key, uint64_t hash, uint32_t *cursor);

/* Can a child of the node have this name at all? A quick no saves hashing it. */
static inline bool oz_projection_may_match(const struct oz_projection_node *node,
                                           size_t size)
{
    return (node->sizes >> (size % 64) & 1) != 0;
}

#endif
