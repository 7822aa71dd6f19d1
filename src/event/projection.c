/* projection.c — a trie of member names, built once and read for every event.
 *
 * While it is built, nodes hang in sibling lists in the order they came. Building walks
 * them in preorder and gives each its final number and a small hash table of children.
 */
#include "event/projection.h"

#include "base/str.h"
#include "base/utf8.h"

struct draft {
    ounce_str name;
    uint32_t parent, first_child, last_child, next;
    uint32_t slot; /* final number */
    bool wanted, exact;
};

struct oz_projection_builder {
    struct oz_arena *arena;
    struct draft *drafts;
    uint32_t count, capacity;
    struct oz_table table; /* drafts by parent, spelling and exactness */
};

static uint32_t add_draft(struct oz_projection_builder *builder, uint32_t parent,
                          ounce_str name, bool exact)
{
    void *drafts = builder->drafts;
    uint32_t id = builder->count;
    struct draft *draft;

    if (!oz_arena_grow(builder->arena, &drafts, id, &builder->capacity,
                       sizeof *draft)) {
        return OZ_NONE;
    }
    builder->drafts = drafts;
    draft = &builder->drafts[id];
    *draft = (struct draft){name, parent, OZ_NONE, OZ_NONE, OZ_NONE, 0, false, exact};
    builder->count++;
    if (parent == OZ_NONE) {
        return id;
    }
    if (builder->drafts[parent].last_child == OZ_NONE) {
        builder->drafts[parent].first_child = id;
    } else {
        builder->drafts[builder->drafts[parent].last_child].next = id;
    }
    builder->drafts[parent].last_child = id;
    return id;
}

struct oz_projection_builder *oz_projection_builder_new(struct oz_arena *arena)
{
    struct oz_projection_builder *builder = oz_arena_zero(arena, sizeof *builder);

    if (builder == NULL) {
        return NULL;
    }
    builder->arena = arena;
    return add_draft(builder, OZ_NONE, (ounce_str){NULL, 0}, false) == OZ_NONE
               ? NULL
               : builder;
}

struct wanted_child {
    uint32_t parent;
    ounce_str name;
    bool exact;
};

static bool same_draft(const void *owner, uint32_t id, const void *wanted)
{
    const struct oz_projection_builder *builder = owner;
    const struct wanted_child *child = wanted;

    return builder->drafts[id].parent == child->parent &&
           builder->drafts[id].exact == child->exact &&
           oz_str_equal(builder->drafts[id].name, child->name);
}

uint32_t oz_projection_add(struct oz_projection_builder *builder,
                           const struct oz_path *path, uint32_t names)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < names; i++) {
        struct wanted_child child = {at, path->segments[i].name, path->exact};
        uint64_t hash = oz_hash_mix(oz_hash(child.name.data, child.name.size),
                                    (uint64_t)at << 1 | (child.exact ? 1 : 0));
        uint32_t id = oz_table_find(&builder->table, hash, same_draft, builder, &child);

        if (id == OZ_NONE) {
            id = add_draft(builder, at, child.name, child.exact);
            if (id == OZ_NONE ||
                !oz_table_add(&builder->table, builder->arena, hash, id)) {
                return OZ_NONE;
            }
        }
        at = id;
    }
    builder->drafts[at].wanted = true;
    return at;
}

uint32_t oz_projection_slot(const struct oz_projection_builder *builder,
                            uint32_t ticket)
{
    return builder->drafts[ticket].slot;
}

static bool is_ascii(ounce_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if ((unsigned char)text.data[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

static bool link_child(struct oz_arena *arena, struct oz_projection_node *parent,
                       const struct oz_projection_node *child, uint32_t id)
{
    uint64_t size_bit = (uint64_t)1 << (child->name.size % 64);

    parent->sizes |= is_ascii(child->name) ? size_bit : UINT64_MAX;
    return oz_table_add(&parent->children, arena,
                        oz_fold_hash(child->name.data, child->name.size), id);
}

bool oz_projection_build(struct oz_projection_builder *builder,
                         struct oz_projection *out)
{
    struct draft *drafts = builder->drafts;
    struct oz_projection_node *nodes =
        oz_arena_array(builder->arena, builder->count, sizeof *nodes);
    uint32_t next_id = 0;
    uint32_t at = 0;

    if (nodes == NULL) {
        return false;
    }
    for (;;) {
        struct oz_projection_node *node = &nodes[next_id];

        memset(node, 0, sizeof *node);
        node->name = drafts[at].name;
        node->parent =
            drafts[at].parent == OZ_NONE ? OZ_NONE : drafts[drafts[at].parent].slot;
        node->wanted = drafts[at].wanted;
        node->exact = drafts[at].exact;
        drafts[at].slot = next_id++;
        if (node->parent != OZ_NONE &&
            !link_child(builder->arena, &nodes[node->parent], node, drafts[at].slot)) {
            return false;
        }
        if (drafts[at].first_child != OZ_NONE) {
            at = drafts[at].first_child;
            continue;
        }
        while (at != OZ_NONE && drafts[at].next == OZ_NONE) {
            nodes[drafts[at].slot].end = next_id;
            at = drafts[at].parent;
        }
        if (at == OZ_NONE) {
            break;
        }
        nodes[drafts[at].slot].end = next_id;
        at = drafts[at].next;
    }
    out->nodes = nodes;
    out->count = next_id;
    return true;
}

/* The table may hold several names that differ only in case, so this steps along the
 * probe sequence instead of asking for one. */
uint32_t oz_projection_match(const struct oz_projection *projection, uint32_t node,
                             ounce_str key, uint64_t hash, uint32_t *cursor)
{
    const struct oz_table *table = &projection->nodes[node].children;
    uint32_t short_hash = (uint32_t)(hash >> 32);

    while (*cursor < table->capacity) {
        const struct oz_table_slot *slot =
            &table->slots[(short_hash + (*cursor)++) & (table->capacity - 1)];

        if (slot->id == OZ_NONE) {
            *cursor = table->capacity;
            return OZ_NONE;
        }
        if (slot->hash == short_hash) {
            ounce_str name = projection->nodes[slot->id].name;

            if (oz_str_equal(name, key) || /* as it mostly is written */
                oz_fold_equal(name.data, name.size, key.data, key.size)) {
                return slot->id;
            }
        }
    }
    return OZ_NONE;
}
