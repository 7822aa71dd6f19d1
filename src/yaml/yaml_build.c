/* yaml_build.c — a stack of open collections, and what happens when one closes.
 *
 * Finished parts wait in `pending` until their collection closes; then they become one
 * contiguous run of `children`. Each node knows its size and height with aliases
 * expanded, so what an alias adds is known without walking it, and a limit that is
 * passed names the alias that did it.
 */
#include "yaml/yaml_build.h"

#include "base/str.h"
#include "yaml/yaml_scalar.h"

struct oz_yaml_built {
    struct oz_yaml_node node;
    uint64_t size;   /* nodes, this one included; 0 while it is open */
    uint32_t height; /* levels of collections, this one included */
    bool merge;      /* the key that merges other maps */
};

struct oz_yaml_frame {
    oz_yaml_id id;
    uint32_t first; /* into pending */
};

struct oz_yaml_anchor {
    ounce_str name;
    oz_yaml_id id;
};

struct oz_yaml_pair {
    oz_yaml_id key;
    oz_yaml_id value;
    bool merged; /* from another map */
};

void oz_yaml_build_init(struct oz_yaml_build *build, struct oz_arena *arena,
                        const ounce_limits *limits, struct oz_diags *diags)
{
    memset(build, 0, sizeof *build);
    build->arena = arena;
    build->limits = limits;
    build->diags = diags;
    build->root = OZ_NONE;
    oz_arena_init(&build->scratch, arena->alloc);
}

void oz_yaml_build_finish(struct oz_yaml_build *build)
{
    oz_arena_finish(&build->scratch);
}

static const struct oz_yaml_node *node_at(const struct oz_yaml_build *build,
                                          oz_yaml_id id)
{
    return &build->nodes[id].node;
}

static bool is_collection(enum oz_yaml_kind kind)
{
    return kind == OZ_YAML_LIST || kind == OZ_YAML_MAP;
}

static bool push_id(struct oz_yaml_build *build, struct oz_yaml_ids *ids, oz_yaml_id id)
{
    void *items = ids->items;

    if (!oz_arena_grow(&build->scratch, &items, ids->count, &ids->capacity,
                       sizeof *ids->items)) {
        return false;
    }
    ids->items = items;
    ids->items[ids->count++] = id;
    return true;
}

/* ---- Limits ---- */

/* Count nodes; `alias` is the name of the one they come through, or NULL. */
static ounce_status count_nodes(struct oz_yaml_build *build, struct oz_span span,
                                uint64_t more, const char *alias)
{
    const uint32_t limit = build->limits->max_yaml_nodes;

    build->size += more; /* both are at most the limit: no overflow */
    if (build->size <= limit) {
        return OUNCE_OK;
    }
    if (alias != NULL) {
        oz_diag(build->diags, OUNCE_LEVEL_ERROR, "yaml-nodes", span,
                "with the alias \"*%.60s\" expanded the file has %llu nodes, more than "
                "the %lu allowed",
                alias, (unsigned long long)build->size, (unsigned long)limit);
    } else {
        oz_diag(build->diags, OUNCE_LEVEL_ERROR, "yaml-nodes", span,
                "the file has more than the %lu nodes allowed", (unsigned long)limit);
    }
    return OUNCE_ERR_RULE;
}

static ounce_status check_depth(struct oz_yaml_build *build, struct oz_span span,
                                uint32_t height)
{
    const uint32_t limit = build->limits->max_depth;

    if (height <= limit && build->frame_count <= limit - height) {
        return OUNCE_OK;
    }
    oz_diag(build->diags, OUNCE_LEVEL_ERROR, "yaml-depth", span,
            "lists and maps nest deeper than the %lu levels allowed",
            (unsigned long)limit);
    return OUNCE_ERR_RULE;
}

/* ---- Anchors ---- */

static bool same_anchor(const void *owner, uint32_t id, const void *wanted)
{
    const struct oz_yaml_build *build = owner;
    const ounce_str *name = wanted;

    return oz_str_equal(build->anchors[id].name, *name);
}

static uint32_t find_anchor(const struct oz_yaml_build *build, ounce_str name)
{
    return oz_table_find(&build->anchor_table, oz_hash(name.data, name.size),
                         same_anchor, build, &name);
}

static bool add_anchor(struct oz_yaml_build *build, const char *text, oz_yaml_id id)
{
    ounce_str name = {text, strlen(text)};
    uint32_t known = find_anchor(build, name);
    void *items = build->anchors;
    struct oz_yaml_anchor *anchor;

    if (known != OZ_NONE) {
        build->anchors[known].id = id;
        return true;
    }
    if (!oz_arena_grow(&build->scratch, &items, build->anchor_count,
                       &build->anchor_capacity, sizeof *build->anchors)) {
        return false;
    }
    build->anchors = items;
    anchor = &build->anchors[build->anchor_count];
    anchor->id = id;
    if (!oz_arena_text(&build->scratch, name.data, name.size, &anchor->name) ||
        !oz_table_add(&build->anchor_table, &build->scratch,
                      oz_hash(name.data, name.size), build->anchor_count)) {
        return false;
    }
    build->anchor_count++;
    return true;
}

/* ---- Tags ---- */

#define STANDARD "tag:yaml.org,2002:"

static const struct {
    const char *name; /* behind STANDARD */
    enum oz_yaml_kind kind;
} tags[] = {
    {"str", OZ_YAML_TEXT},   {"int", OZ_YAML_INT},   {"bool", OZ_YAML_BOOL},
    {"float", OZ_YAML_REAL}, {"null", OZ_YAML_NULL}, {"map", OZ_YAML_MAP},
    {"seq", OZ_YAML_LIST},
};

static ounce_status bad_tag(struct oz_yaml_build *build, struct oz_span span,
                            const char *tag, const char *problem)
{
    const size_t standard = strlen(STANDARD);
    const bool is_standard = strncmp(tag, STANDARD, standard) == 0;

    oz_diag(build->diags, OUNCE_LEVEL_ERROR, "yaml-tag", span, "the tag \"%s%.80s\" %s",
            is_standard ? "!!" : "", is_standard ? tag + standard : tag, problem);
    return OUNCE_ERR_RULE;
}

/* The kind a tag asks for. */
static ounce_status read_tag(struct oz_yaml_build *build, struct oz_span span,
                             const char *tag, enum oz_yaml_kind *kind)
{
    const size_t standard = strlen(STANDARD);

    if (strncmp(tag, STANDARD, standard) == 0) {
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
            if (strcmp(tag + standard, tags[i].name) == 0) {
                *kind = tags[i].kind;
                return OUNCE_OK;
            }
        }
    }
    return bad_tag(build, span, tag,
                   "is not supported; leave it out, or use !!str, !!int, !!bool, "
                   "!!float, !!null, !!map or !!seq");
}

/* ---- Adding nodes ---- */

/* A node of size 0, which is to say open. */
static ounce_status add_node(struct oz_yaml_build *build,
                             const struct oz_yaml_properties *properties,
                             enum oz_yaml_kind kind, oz_yaml_id *id)
{
    void *items = build->nodes;
    struct oz_yaml_built *built;

    if (count_nodes(build, properties->span, 1, NULL) != OUNCE_OK) {
        return OUNCE_ERR_RULE;
    }
    if (!oz_arena_grow(&build->scratch, &items, build->node_count,
                       &build->node_capacity, sizeof *build->nodes)) {
        return OUNCE_ERR_NOMEM;
    }
    build->nodes = items;
    *id = build->node_count++;
    built = &build->nodes[*id];
    memset(built, 0, sizeof *built);
    built->node.kind = kind;
    built->node.span = properties->span;
    if (properties->anchor != NULL && !add_anchor(build, properties->anchor, *id)) {
        return OUNCE_ERR_NOMEM;
    }
    return OUNCE_OK;
}

/* Is the innermost collection a map that waits for a key? */
static bool wants_key(const struct oz_yaml_build *build)
{
    const struct oz_yaml_frame *frame;

    if (build->frame_count == 0) {
        return false;
    }
    frame = &build->frames[build->frame_count - 1];
    return node_at(build, frame->id)->kind == OZ_YAML_MAP &&
           (build->pending.count - frame->first) % 2 == 0;
}

static bool follows_merge_key(const struct oz_yaml_build *build)
{
    const struct oz_yaml_frame *frame;

    if (build->frame_count == 0 || wants_key(build)) {
        return false;
    }
    frame = &build->frames[build->frame_count - 1];
    return node_at(build, frame->id)->kind == OZ_YAML_MAP &&
           build->nodes[build->pending.items[build->pending.count - 1]].merge;
}

static bool is_mergeable(const struct oz_yaml_build *build, oz_yaml_id id)
{
    const struct oz_yaml_node *node = node_at(build, id);

    if (node->kind != OZ_YAML_LIST) {
        return node->kind == OZ_YAML_MAP;
    }
    for (uint32_t i = 0; i < node->as.run.count; i++) {
        if (node_at(build, build->children.items[node->as.run.first + i])->kind !=
            OZ_YAML_MAP) {
            return false;
        }
    }
    return true;
}

/* Hand a complete node to the innermost collection. `span` is where it is written,
 * which for an aliased node is not its own place. */
static ounce_status attach(struct oz_yaml_build *build, oz_yaml_id id,
                           struct oz_span span)
{
    if (wants_key(build) && is_collection(node_at(build, id)->kind)) {
        oz_diag(build->diags, OUNCE_LEVEL_ERROR, "yaml-key", span,
                "%s cannot be a key of a map; put text that begins with a bracket or a "
                "brace in quotes",
                oz_yaml_kind_text(node_at(build, id)->kind));
        return OUNCE_ERR_RULE;
    }
    if (follows_merge_key(build) && !is_mergeable(build, id)) {
        oz_diag(
            build->diags, OUNCE_LEVEL_ERROR, "yaml-merge", span,
            "the key \"<<\" takes a map or a list of maps, not %s; in quotes it is an "
            "ordinary key",
            node_at(build, id)->kind == OZ_YAML_LIST
                ? "a list of anything else"
                : oz_yaml_kind_text(node_at(build, id)->kind));
        return OUNCE_ERR_RULE;
    }
    if (build->frame_count == 0) {
        build->root = id;
        return OUNCE_OK;
    }
    return push_id(build, &build->pending, id) ? OUNCE_OK : OUNCE_ERR_NOMEM;
}

static ounce_status resolve(struct oz_yaml_build *build, struct oz_yaml_node *node,
                            const char *tag, bool plain)
{
    enum oz_yaml_fit fit = OZ_YAML_FITS;
    enum oz_yaml_kind kind = OZ_YAML_TEXT;

    if (tag == NULL && plain) {
        fit = oz_yaml_resolve(build->arena, node);
    } else if (tag != NULL && strcmp(tag, "!") != 0) {
        if (read_tag(build, node->span, tag, &kind) != OUNCE_OK) {
            return OUNCE_ERR_RULE;
        }
        fit = oz_yaml_force(build->arena, kind, node);
    }
    switch (fit) {
    case OZ_YAML_FITS:
        return OUNCE_OK;
    case OZ_YAML_UNFIT:
        return bad_tag(build, node->span, tag, "does not fit this text");
    case OZ_YAML_LONG:
        oz_diag(build->diags, OUNCE_LEVEL_ERROR, "yaml-integer", node->span,
                "an integer has more than %d digits; write it as text, in quotes",
                OZ_YAML_INTEGER_DIGITS);
        return OUNCE_ERR_RULE;
    case OZ_YAML_NOMEM:
        return OUNCE_ERR_NOMEM;
    }
    return OUNCE_ERR_NOMEM;
}

ounce_status oz_yaml_build_scalar(struct oz_yaml_build *build,
                                  const struct oz_yaml_properties *properties,
                                  ounce_str text, bool plain)
{
    oz_yaml_id id;
    struct oz_yaml_built *built;
    ounce_status status = add_node(build, properties, OZ_YAML_TEXT, &id);

    if (status != OUNCE_OK) {
        return status;
    }
    built = &build->nodes[id];
    built->size = 1;
    built->merge = plain && properties->tag == NULL && oz_str_is(text, "<<");
    if (!oz_arena_text(build->arena, text.data, text.size, &built->node.text)) {
        return OUNCE_ERR_NOMEM;
    }
    status = resolve(build, &built->node, properties->tag, plain);
    return status == OUNCE_OK ? attach(build, id, properties->span) : status;
}

ounce_status oz_yaml_build_alias(struct oz_yaml_build *build, struct oz_span span,
                                 const char *name)
{
    const uint32_t known = find_anchor(build, (ounce_str){name, strlen(name)});
    const struct oz_yaml_built *built;
    ounce_status status;

    if (known == OZ_NONE) {
        oz_diag(build->diags, OUNCE_LEVEL_ERROR, "yaml-alias", span,
                "no anchor \"&%.60s\" comes before the alias \"*%.60s\"", name, name);
        return OUNCE_ERR_RULE;
    }
    built = &build->nodes[build->anchors[known].id];
    if (built->size == 0) {
        oz_diag(build->diags, OUNCE_LEVEL_ERROR, "yaml-cycle", span,
                "the alias \"*%.60s\" stands inside what it refers to", name);
        return OUNCE_ERR_RULE;
    }
    status = check_depth(build, span, built->height);
    if (status == OUNCE_OK) {
        status = count_nodes(build, span, built->size, name);
    }
    return status == OUNCE_OK ? attach(build, build->anchors[known].id, span) : status;
}

ounce_status oz_yaml_build_open(struct oz_yaml_build *build,
                                const struct oz_yaml_properties *properties,
                                enum oz_yaml_kind kind)
{
    const char *tag = properties->tag;
    enum oz_yaml_kind wanted = kind;
    void *items = build->frames;
    oz_yaml_id id;
    ounce_status status = check_depth(build, properties->span, 1);

    if (status == OUNCE_OK && tag != NULL && strcmp(tag, "!") != 0) {
        status = read_tag(build, properties->span, tag, &wanted);
    }
    if (status == OUNCE_OK && wanted != kind) {
        status = bad_tag(build, properties->span, tag,
                         kind == OZ_YAML_LIST ? "does not fit a list"
                                              : "does not fit a map");
    }
    if (status == OUNCE_OK) {
        status = add_node(build, properties, kind, &id);
    }
    if (status != OUNCE_OK) {
        return status;
    }
    if (!oz_arena_grow(&build->scratch, &items, build->frame_count,
                       &build->frame_capacity, sizeof *build->frames)) {
        return OUNCE_ERR_NOMEM;
    }
    build->frames = items;
    build->frames[build->frame_count++] =
        (struct oz_yaml_frame){id, build->pending.count};
    return OUNCE_OK;
}

/* ---- Closing a map ---- */

static uint64_t hash_key(const struct oz_yaml_node *key)
{
    double real;

    switch (key->kind) {
    case OZ_YAML_BOOL:
        return oz_hash_mix(OZ_YAML_BOOL, key->as.boolean);
    case OZ_YAML_INT:
        return oz_hash_mix(OZ_YAML_INT, (uint64_t)key->as.integer);
    case OZ_YAML_REAL:
        real = key->as.real == 0 ? 0 : key->as.real; /* -0.0 is 0.0 */
        return oz_hash_mix(OZ_YAML_REAL, oz_hash(&real, sizeof real));
    case OZ_YAML_TEXT:
    case OZ_YAML_BIG:
        return oz_hash(key->text.data, key->text.size);
    case OZ_YAML_NULL:
    case OZ_YAML_LIST:
    case OZ_YAML_MAP:
        break;
    }
    return oz_hash_mix(OZ_YAML_NULL, 0);
}

static bool keys_equal(const struct oz_yaml_node *a, const struct oz_yaml_node *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    switch (a->kind) {
    case OZ_YAML_BOOL:
        return a->as.boolean == b->as.boolean;
    case OZ_YAML_INT:
        return a->as.integer == b->as.integer;
    case OZ_YAML_REAL: /* a NaN equals nothing else; here all are one key */
        return a->as.real == b->as.real ||
               (a->as.real != a->as.real && b->as.real != b->as.real);
    case OZ_YAML_TEXT:
    case OZ_YAML_BIG:
        return oz_str_equal(a->text, b->text);
    case OZ_YAML_NULL:
    case OZ_YAML_LIST:
    case OZ_YAML_MAP:
        break;
    }
    return true;
}

static bool same_key(const void *owner, uint32_t id, const void *wanted)
{
    const struct oz_yaml_build *build = owner;

    return keys_equal(node_at(build, build->pairs[id].key), wanted);
}

static void warn_duplicate(struct oz_yaml_build *build, oz_yaml_id before,
                           oz_yaml_id again, const char *counts)
{
    const struct oz_yaml_node *key = node_at(build, again);

    oz_diag(build->diags, OUNCE_LEVEL_WARNING, "duplicate-key", key->span,
            "key \"%.*s\" appears twice, on lines %lu and %lu; %s", OZ_STR(key->text),
            (unsigned long)node_at(build, before)->span.line,
            (unsigned long)key->span.line, counts);
}

/* Add a pair, or replace the one with the same key in its place, as a Python dict. */
static bool put_pair(struct oz_yaml_build *build, struct oz_table *table,
                     struct oz_yaml_pair pair)
{
    const struct oz_yaml_node *key = node_at(build, pair.key);
    const uint64_t hash = hash_key(key);
    const uint32_t known = oz_table_find(table, hash, same_key, build, key);
    void *items = build->pairs;

    if (known != OZ_NONE) {
        if (!pair.merged && !build->pairs[known].merged) {
            warn_duplicate(build, build->pairs[known].key, pair.key,
                           "the last one counts");
        }
        build->pairs[known] = pair;
        return true;
    }
    if (!oz_arena_grow(&build->scratch, &items, build->pair_count,
                       &build->pair_capacity, sizeof *build->pairs)) {
        return false;
    }
    build->pairs = items;
    build->pairs[build->pair_count] = pair;
    return oz_table_add(table, &build->scratch, hash, build->pair_count++);
}

static bool merge_map(struct oz_yaml_build *build, struct oz_table *table,
                      oz_yaml_id map)
{
    const struct oz_yaml_node *node = node_at(build, map);

    for (uint32_t i = 0; i < node->as.run.count; i += 2) {
        const oz_yaml_id *parts = &build->children.items[node->as.run.first + i];

        if (!put_pair(build, table, (struct oz_yaml_pair){parts[0], parts[1], true})) {
            return false;
        }
    }
    return true;
}

/* Of several maps an earlier one beats a later one, so the last goes first. */
static bool merge(struct oz_yaml_build *build, struct oz_table *table, oz_yaml_id value)
{
    const struct oz_yaml_node *node = node_at(build, value);

    if (node->kind == OZ_YAML_MAP) {
        return merge_map(build, table, value);
    }
    for (uint32_t i = node->as.run.count; i-- > 0;) {
        if (!merge_map(build, table, build->children.items[node->as.run.first + i])) {
            return false;
        }
    }
    return true;
}

/* Everything that is merged goes in first, wherever `<<` stands, so that the map's own
 * keys beat it. */
static bool merge_all(struct oz_yaml_build *build, struct oz_table *table,
                      uint32_t first)
{
    const oz_yaml_id *parts = build->pending.items;
    oz_yaml_id before = OZ_NONE;

    for (uint32_t i = first; i < build->pending.count; i += 2) {
        if (!build->nodes[parts[i]].merge) {
            continue;
        }
        if (before != OZ_NONE) {
            warn_duplicate(build, before, parts[i],
                           "both are merged; write one, with a list");
        }
        before = parts[i];
        if (!merge(build, table, parts[i + 1])) {
            return false;
        }
    }
    return true;
}

static bool close_map(struct oz_yaml_build *build, uint32_t first)
{
    const oz_yaml_id *parts = build->pending.items;
    struct oz_table table = {0};

    build->pair_count = 0;
    if (!merge_all(build, &table, first)) {
        return false;
    }
    for (uint32_t i = first; i < build->pending.count; i += 2) {
        if (!build->nodes[parts[i]].merge &&
            !put_pair(build, &table,
                      (struct oz_yaml_pair){parts[i], parts[i + 1], false})) {
            return false;
        }
    }
    for (uint32_t i = 0; i < build->pair_count; i++) {
        if (!push_id(build, &build->children, build->pairs[i].key) ||
            !push_id(build, &build->children, build->pairs[i].value)) {
            return false;
        }
    }
    return true;
}

static bool close_list(struct oz_yaml_build *build, uint32_t first)
{
    for (uint32_t i = first; i < build->pending.count; i++) {
        if (!push_id(build, &build->children, build->pending.items[i])) {
            return false;
        }
    }
    return true;
}

/* Size and height count what is written, before merging makes it less. */
static void measure(struct oz_yaml_build *build, struct oz_yaml_built *built,
                    uint32_t first)
{
    built->size = 1;
    for (uint32_t i = first; i < build->pending.count; i++) {
        const struct oz_yaml_built *part = &build->nodes[build->pending.items[i]];

        built->size += part->size;
        if (part->height > built->height) {
            built->height = part->height;
        }
    }
    built->height++;
}

ounce_status oz_yaml_build_close(struct oz_yaml_build *build)
{
    const struct oz_yaml_frame frame = build->frames[build->frame_count - 1];
    struct oz_yaml_built *built = &build->nodes[frame.id];
    const uint32_t first = build->children.count;

    if (!(built->node.kind == OZ_YAML_MAP ? close_map(build, frame.first)
                                          : close_list(build, frame.first))) {
        return OUNCE_ERR_NOMEM;
    }
    measure(build, built, frame.first);
    built->node.as.run.first = first;
    built->node.as.run.count = build->children.count - first;
    build->pending.count = frame.first;
    build->frame_count--;
    return attach(build, frame.id, built->node.span);
}

ounce_status oz_yaml_build_take(struct oz_yaml_build *build,
                                struct oz_yaml_document *out)
{
    out->nodes = oz_arena_array(build->arena, build->node_count, sizeof *out->nodes);
    out->children =
        oz_arena_array(build->arena, build->children.count, sizeof *out->children);
    out->root = build->root;
    if (out->nodes == NULL || out->children == NULL) {
        return OUNCE_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < build->node_count; i++) {
        out->nodes[i] = build->nodes[i].node;
    }
    if (build->children.count > 0) {
        memcpy(out->children, build->children.items,
               build->children.count * sizeof *out->children);
    }
    return OUNCE_OK;
}
