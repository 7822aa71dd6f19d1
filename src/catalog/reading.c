/* reading.c — a rule copied into the catalog's pool, names replaced by what they hold.
 *
 *     sequence(set_local(0, a), eq(known(0), 1))  =>  eq(a, 1)
 *     global(3, tuple("x", "y"))                  =>  tuple("x", "y")
 *
 * What does not depend on locals or globals is read once, whichever rules share it.
 */
#include "catalog/reading.h"

#include <string.h>

static oz_expr_id read_node(struct oz_reading *reading, oz_expr_id id);

static uint32_t add_capped(uint32_t a, uint32_t b)
{
    return a > OZ_READING_SIZE || b > OZ_READING_SIZE ? OZ_READING_SIZE + 1 : a + b;
}

/* Every node that was made since, its extent known. */
static bool extend(struct oz_reading *reading)
{
    const struct oz_expr *to = &reading->to;

    while (reading->extent_count < to->node_count) {
        const struct oz_expr_node *node = &to->nodes[reading->extent_count];
        void *extents = reading->extents;
        struct oz_extent extent = {1, 1};

        if (!oz_arena_grow(reading->arena, &extents, reading->extent_count,
                           &reading->extent_capacity, sizeof extent)) {
            reading->failed = true;
            return false;
        }
        reading->extents = extents;
        for (uint32_t i = 0; i < node->count; i++) {
            const struct oz_extent *child =
                &reading->extents[to->children[node->first + i]];

            extent.size = add_capped(extent.size, child->size);
            extent.depth =
                child->depth >= extent.depth ? child->depth + 1 : extent.depth;
        }
        reading->extents[reading->extent_count++] = extent;
    }
    return true;
}

oz_expr_id oz_reading_made(struct oz_reading *reading, oz_expr_id id)
{
    if (id == OZ_NONE || !extend(reading)) {
        reading->failed = true;
        return OZ_NONE;
    }
    if (reading->extents[id].size > OZ_READING_SIZE ||
        reading->extents[id].depth > OZ_READING_DEPTH) {
        reading->too_big = true;
        return OZ_NONE;
    }
    return id;
}

/* ---- the same node, of other children ---- */

static oz_expr_id build(struct oz_reading *reading, const struct oz_expr_node *node,
                        const oz_expr_id *children)
{
    const struct oz_expr *from = reading->from;
    struct oz_expr *to = &reading->to;

    switch ((enum oz_expr_kind)node->kind) {
    case OZ_EXPR_CONST:
        return oz_expr_const(to, from->values[node->data]);
    case OZ_EXPR_FIELD:
        return oz_expr_field(to, node->level, &from->paths[node->data]);
    case OZ_EXPR_CALL:
        return oz_expr_call(to, (enum oz_function)node->op, children, node->count);
    case OZ_EXPR_IF:
        return oz_expr_if(to, children[0], children[1], children[2]);
    case OZ_EXPR_TEST:
        return node->count == 2
                   ? oz_expr_compare(to, (enum oz_operator)node->op, node->ignore_case,
                                     children[0], children[1])
                   : oz_expr_test(to, (enum oz_operator)node->op, node->ignore_case,
                                  children[0], oz_reading_values(from, node),
                                  node->data_count);
    case OZ_EXPR_NOT:
        return oz_expr_not(to, children[0]);
    case OZ_EXPR_ALL:
    case OZ_EXPR_ANY:
    case OZ_EXPR_ONLY_ONE:
    case OZ_EXPR_NO_ONE:
        return oz_expr_group(to, (enum oz_expr_kind)node->kind, children, node->count);
    case OZ_EXPR_ELEMENTS:
        return oz_expr_elements(to, (enum oz_quantifier)node->op, node->level,
                                children[0], children[1]);
    }
    return OZ_NONE;
}

static oz_expr_id *room(struct oz_reading *reading, uint32_t count)
{
    oz_expr_id *ids = oz_arena_array(reading->arena, count, sizeof *ids);

    reading->failed = reading->failed || ids == NULL;
    return ids;
}

/* As it is. Recursion is bounded by the depth of the IR. */
static oz_expr_id copy(struct oz_reading *reading, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(reading->from, id);
    oz_expr_id *children;

    if (reading->copied[id] != OZ_NONE) {
        return reading->copied[id];
    }
    children = room(reading, node->count);
    for (uint32_t i = 0; children != NULL && i < node->count; i++) {
        children[i] = copy(reading, reading->from->children[node->first + i]);
    }
    if (!reading->failed) {
        oz_expr_id made = build(reading, node, children);

        reading->failed = made == OZ_NONE || !extend(reading);
        reading->copied[id] = made;
    }
    return reading->failed ? OZ_NONE : reading->copied[id];
}

/* ---- names ---- */

static int64_t slot_of(const struct oz_expr *expr, const struct oz_expr_node *node)
{
    const ounce_value *slot = oz_reading_constant(expr, expr->children[node->first]);

    return slot != NULL ? slot->integer : -1;
}

static oz_expr_id bound(const struct oz_reading *reading, bool global, int64_t slot)
{
    for (uint32_t i = reading->binding_count; i-- > 0;) {
        const struct oz_binding *binding = &reading->bindings[i];

        if (binding->global == global && binding->slot == slot) {
            return binding->value;
        }
    }
    return OZ_NONE;
}

static bool bind(struct oz_reading *reading, const struct oz_binding *binding)
{
    void *bindings = reading->bindings;

    if (!oz_arena_grow(reading->arena, &bindings, reading->binding_count,
                       &reading->binding_capacity, sizeof *binding)) {
        reading->failed = true;
        return false;
    }
    reading->bindings = bindings;
    reading->bindings[reading->binding_count++] = *binding;
    return true;
}

/* What a global holds, if that is a constant, or a display that nobody changes. */
static oz_expr_id read_global(struct oz_reading *reading,
                              const struct oz_expr_node *node)
{
    const struct oz_expr *from = reading->from;
    int64_t slot = slot_of(from, node);
    oz_expr_id value = bound(reading, true, slot);
    uint8_t use;

    if (value != OZ_NONE || slot < 0 || slot >= from->global_count) {
        return value;
    }
    use = reading->globals[slot];
    value = from->children[node->first + 1];
    if (oz_reading_is_call(from, value, OZ_FN_MOCK)) {
        value = from->children[from->nodes[value].first + 1];
    }
    if ((use & OZ_GLOBAL_WRITTEN) != 0 ||
        (from->nodes[value].kind != OZ_EXPR_CONST &&
         ((use & OZ_GLOBAL_ESCAPES) != 0 || (!oz_reading_is_fresh(from, value) &&
                                             !oz_reading_is_resource(from, value))))) {
        return OZ_NONE;
    }
    return read_node(reading, value);
}

/* OZ_NONE: it is no name, or stays one. */
static oz_expr_id read_name(struct oz_reading *reading, const struct oz_expr_node *node)
{
    if (node->kind != OZ_EXPR_CALL) {
        return OZ_NONE;
    }
    switch (node->op) {
    case OZ_FN_LOCAL:
    case OZ_FN_KNOWN:
        return bound(reading, false, slot_of(reading->from, node));
    case OZ_FN_GLOBAL:
        return read_global(reading, node);
    case OZ_FN_MOCK: /* only a test has anything else for it */
        return read_node(reading, reading->from->children[node->first + 1]);
    default:
        return OZ_NONE;
    }
}

/* ---- sequences ---- */

struct steps {
    oz_expr_id *ids; /* in `from` */
    uint32_t count, capacity;
};

static void flatten(struct oz_reading *reading, oz_expr_id id, struct steps *out)
{
    const struct oz_expr_node *node = oz_expr_node(reading->from, id);
    void *ids = out->ids;

    if (oz_reading_is_call(reading->from, id, OZ_FN_SEQUENCE)) {
        for (uint32_t i = 0; i < node->count && !reading->failed; i++) {
            flatten(reading, reading->from->children[node->first + i], out);
        }
        return;
    }
    if (++reading->work > OZ_READING_WORK) {
        reading->too_big = true;
        return;
    }
    if (!oz_arena_grow(reading->arena, &ids, out->count, &out->capacity, sizeof id)) {
        reading->failed = true;
        return;
    }
    out->ids = ids;
    out->ids[out->count++] = id;
}

/* A step that names a value: what follows reads the value instead. */
static bool binds(struct oz_reading *reading, const struct steps *steps, uint32_t at)
{
    const struct oz_expr *from = reading->from;
    oz_expr_id id = steps->ids[at];
    const struct oz_expr_node *node = oz_expr_node(from, id);
    struct oz_binding binding;
    oz_expr_id value;

    if (!oz_reading_is_call(from, id, OZ_FN_SET_LOCAL) &&
        !oz_reading_is_call(from, id, OZ_FN_SET_GLOBAL)) {
        return false;
    }
    binding.global = node->op == OZ_FN_SET_GLOBAL;
    binding.slot = slot_of(from, node);
    value = from->children[node->first + 1];
    if (binding.slot < 0 ||
        !oz_reading_only_read(reading, &binding, value, steps->ids + at + 1,
                              steps->count - at - 1)) {
        return false;
    }
    binding.value = read_node(reading, value);
    return binding.value != OZ_NONE && bind(reading, &binding);
}

static oz_expr_id read_sequence(struct oz_reading *reading, oz_expr_id id)
{
    struct steps steps = {NULL, 0, 0};
    uint32_t outer = reading->binding_count, kept = 0;
    oz_expr_id *ids;

    flatten(reading, id, &steps);
    ids = room(reading, steps.count);
    for (uint32_t i = 0; i < steps.count && !reading->failed && !reading->too_big;
         i++) {
        if (i + 1 < steps.count && binds(reading, &steps, i)) {
            continue;
        }
        ids[kept] = read_node(reading, steps.ids[i]);
        kept++;
    }
    reading->binding_count = outer;
    if (reading->failed || reading->too_big) {
        return OZ_NONE;
    }
    return kept == 1 ? ids[0] : oz_expr_call(&reading->to, OZ_FN_SEQUENCE, ids, kept);
}

/* ---- nodes ---- */

static oz_expr_id read_children(struct oz_reading *reading,
                                const struct oz_expr_node *node)
{
    oz_expr_id *children = room(reading, node->count);
    oz_expr_id made;

    for (uint32_t i = 0; i < node->count && !reading->failed; i++) {
        children[i] = read_node(reading, reading->from->children[node->first + i]);
        if (children[i] == OZ_NONE) {
            return OZ_NONE;
        }
    }
    made = reading->failed ? OZ_NONE : build(reading, node, children);
    made = oz_reading_made(reading, made);
    return made != OZ_NONE ? oz_reduce(reading, made) : OZ_NONE;
}

/* Recursion is bounded by the depth of the IR, and OZ_READING_DEPTH. */
static oz_expr_id read_node(struct oz_reading *reading, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(reading->from, id);
    bool shared = (node->levels & OZ_LEVEL_FRAME) == 0;
    oz_expr_id made;

    if (reading->failed || reading->too_big) {
        return OZ_NONE;
    }
    if (shared && reading->read[id] != OZ_NONE) {
        return reading->read[id];
    }
    if (++reading->work > OZ_READING_WORK) {
        reading->too_big = true;
        return OZ_NONE;
    }
    made = read_name(reading, node);
    if (made == OZ_NONE && !reading->failed && !reading->too_big) {
        made = oz_reading_is_call(reading->from, id, OZ_FN_SEQUENCE)
                   ? read_sequence(reading, id)
                   : read_children(reading, node);
    }
    if (made == OZ_NONE || oz_reading_made(reading, made) == OZ_NONE) {
        return OZ_NONE;
    }
    if (shared) {
        reading->read[id] = made;
    }
    return made;
}

oz_expr_id oz_reading_of(struct oz_reading *reading, oz_expr_id id)
{
    oz_expr_id made;

    reading->work = 0;
    reading->binding_count = 0;
    reading->too_big = false;
    made = read_node(reading, id);
    if (made == OZ_NONE && !reading->failed) {
        made = copy(reading, id);
    }
    return reading->failed ? OZ_NONE : made;
}

bool oz_reading_init(struct oz_reading *reading, const struct oz_expr *from,
                     struct oz_arena *arena)
{
    size_t size = (size_t)from->node_count * sizeof *reading->read;

    memset(reading, 0, sizeof *reading);
    reading->from = from;
    reading->arena = arena;
    oz_expr_init(&reading->to, arena);
    reading->read = oz_arena_alloc(arena, size);
    reading->copied = oz_arena_alloc(arena, size);
    reading->globals = oz_arena_zero(arena, from->global_count);
    if (reading->read == NULL || reading->copied == NULL || reading->globals == NULL) {
        return false;
    }
    memset(reading->read, 0xff, size); /* OZ_NONE */
    memset(reading->copied, 0xff, size);
    oz_reading_globals(reading);
    return true;
}
