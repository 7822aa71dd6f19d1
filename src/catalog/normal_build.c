/* normal_build.c — the nodes of the normal form, simplified as they are made.
 *
 *     and(true, p)        =>  p
 *     not (p or not q)    =>  not (p) and q
 */
#include "catalog/normal_build.h"

#include "base/str.h"
#include "event/event.h"

#include <string.h>

struct oz_normal *oz_normal_new(struct oz_normal_builder *builder,
                                enum oz_normal_kind kind)
{
    struct oz_normal *made = oz_arena_zero(builder->scope->arena, sizeof *made);

    if (made != NULL) {
        made->kind = kind;
        builder->made++;
    }
    return made;
}

static uint64_t hash_text(uint64_t hash, ounce_str text)
{
    return oz_hash_mix(hash, oz_hash(text.data, text.size));
}

const struct oz_normal *oz_normal_done(struct oz_normal *made)
{
    uint64_t hash;

    if (made == NULL) {
        return NULL;
    }
    hash = oz_hash_mix(made->kind, made->truth);
    hash = hash_text(hash_text(hash_text(hash, made->field), made->word), made->text);
    made->size = 1;
    for (uint32_t i = 0; i < made->count; i++) {
        hash = oz_hash_mix(hash, made->children[i]->hash);
        made->size += made->children[i]->size;
        made->size = made->size > UINT32_MAX / 2 ? UINT32_MAX / 2 : made->size;
    }
    made->hash = oz_hash_mix(hash, made->value_count);
    return made;
}

const struct oz_normal *oz_normal_constant(struct oz_normal_builder *builder,
                                           bool value)
{
    return oz_normal_done(
        oz_normal_new(builder, value ? OZ_NORMAL_TRUE : OZ_NORMAL_FALSE));
}

static struct oz_normal *new_leaf(struct oz_normal_builder *builder, ounce_str field,
                                  const char *word)
{
    struct oz_normal *leaf =
        field.data != NULL ? oz_normal_new(builder, OZ_NORMAL_LEAF) : NULL;

    if (leaf != NULL) {
        leaf->field = field;
        leaf->word = oz_normal_word(word);
    }
    return leaf;
}

const struct oz_normal *oz_normal_leaf(struct oz_normal_builder *builder,
                                       ounce_str field, const char *word)
{
    return oz_normal_done(new_leaf(builder, field, word));
}

const struct oz_normal *oz_normal_true_leaf(struct oz_normal_builder *builder,
                                            ounce_str field)
{
    struct oz_normal *leaf = new_leaf(builder, field, "is_not_null");

    if (leaf != NULL) {
        leaf->truth = true;
    }
    return oz_normal_done(leaf);
}

/* The expression's text; data NULL: out of memory. What would fill a page by itself is
 * not written out. */
ounce_str oz_normal_text(struct oz_normal_builder *builder, oz_expr_id id)
{
    struct oz_arena *arena = builder->scope->arena;
    struct oz_buf buf;
    ounce_str text = {NULL, 0};

    if (builder->scope->extents[id].size > OZ_READING_SIZE ||
        builder->text > OZ_NORMAL_MOST_TEXT) {
        return OZ_LIT("\xe2\x80\xa6");
    }
    oz_buf_init(&buf, arena->alloc);
    oz_expr_print(builder->scope->expr, id, &buf);
    builder->text += buf.size;
    if (buf.failed || !oz_arena_text(arena, buf.data, buf.size, &text)) {
        text.data = NULL;
    }
    oz_buf_finish(&buf);
    return oz_expr_node(builder->scope->expr, id)->kind == OZ_EXPR_FIELD
               ? oz_normal_plain(text)
               : text;
}

/* `$.a.b` is `a.b`, by its exact spelling. */
ounce_str oz_normal_plain(ounce_str field)
{
    return field.size > 2 && field.data[0] == '$' && field.data[1] == '.'
               ? (ounce_str){field.data + 2, field.size - 2}
               : field;
}

const struct oz_normal *oz_normal_computed(struct oz_normal_builder *builder,
                                           oz_expr_id id)
{
    struct oz_normal *made = oz_normal_new(builder, OZ_NORMAL_COMPUTED);

    if (made != NULL) {
        made->text = oz_normal_text(builder, id);
    }
    return made != NULL && made->text.data != NULL ? oz_normal_done(made) : NULL;
}

/* ---- groups ---- */

struct gathered {
    const struct oz_normal **items;
    uint32_t count, capacity;
};

static bool add(struct oz_normal_builder *builder, struct gathered *to,
                const struct oz_normal *item)
{
    void *items = to->items;

    if (!oz_arena_grow(builder->scope->arena, &items, to->count, &to->capacity,
                       sizeof(const struct oz_normal *))) {
        return false;
    }
    to->items = items;
    to->items[to->count++] = item;
    return true;
}

static bool same(const struct oz_normal *a, const struct oz_normal *b);

static bool same_value(const ounce_value *a, const ounce_value *b)
{
    return a->kind == b->kind && (a->kind == OUNCE_NULL || oz_scalar_equal(a, b));
}

static bool same_values(const struct oz_normal *a, const struct oz_normal *b)
{
    for (uint32_t i = 0; a->values != b->values && i < a->value_count; i++) {
        if (i >= b->value_count || !same_value(&a->values[i], &b->values[i])) {
            return false;
        }
    }
    return a->value_count == b->value_count;
}

static bool same_text(ounce_str a, ounce_str b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static bool same_children(const struct oz_normal *a, const struct oz_normal *b)
{
    for (uint32_t i = 0; i < a->count; i++) {
        if (i >= b->count || !same(a->children[i], b->children[i])) {
            return false;
        }
    }
    return a->count == b->count;
}

static bool same(const struct oz_normal *a, const struct oz_normal *b)
{
    return a == b ||
           (a->hash == b->hash && a->kind == b->kind && a->truth == b->truth &&
            same_text(a->field, b->field) && same_text(a->word, b->word) &&
            same_text(a->text, b->text) && same_values(a, b) && same_children(a, b));
}

static bool holds(const struct gathered *all, const struct oz_normal *item)
{
    for (uint32_t i = 0; i < all->count; i++) {
        if (same(all->items[i], item)) {
            return true;
        }
    }
    return false;
}

/* Does it say that the field is text, or another value that is true? */
static bool says_true(const struct oz_normal *item, ounce_str field)
{
    static const char *const words[] = {"eq",  "in",          "ieq",
                                        "iin", "starts_with", "ends_with"};
    bool known = false;

    if (item->kind != OZ_NORMAL_LEAF || !same_text(item->field, field)) {
        return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        known = known || same_text(item->word, oz_normal_word(words[i]));
    }
    for (uint32_t i = 0; known && i < item->value_count; i++) {
        known = oz_normal_is_true(&item->values[i]);
    }
    return known && item->value_count > 0;
}

#define MOST_COMPARED 64 /* conjuncts */

/* a is_not_null and a eq "x"  =>  a eq "x" */
static void drop_implied(struct gathered *parts)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < parts->count && parts->count <= MOST_COMPARED; i++) {
        const struct oz_normal *item = parts->items[i];
        bool implied = false;

        for (uint32_t j = 0;
             item->kind == OZ_NORMAL_LEAF &&
             same_text(item->word, oz_normal_word("is_not_null")) && j < parts->count;
             j++) {
            implied = implied || says_true(parts->items[j], item->field);
        }
        parts->items[kept] = item;
        kept += implied ? 0 : 1;
    }
    parts->count = parts->count <= MOST_COMPARED ? kept : parts->count;
}

const struct oz_normal *oz_normal_group(struct oz_normal_builder *builder,
                                        enum oz_normal_kind kind,
                                        const struct oz_normal *const *children,
                                        uint32_t count)
{
    enum oz_normal_kind neutral =
        kind == OZ_NORMAL_AND ? OZ_NORMAL_TRUE : OZ_NORMAL_FALSE;
    enum oz_normal_kind decides =
        kind == OZ_NORMAL_AND ? OZ_NORMAL_FALSE : OZ_NORMAL_TRUE;
    struct gathered parts = {NULL, 0, 0};
    struct oz_normal *made;

    for (uint32_t i = 0; children != NULL && i < count; i++) {
        const struct oz_normal *child = children[i];
        uint32_t inside = child != NULL && child->kind == kind ? child->count : 0;

        if (child == NULL || child->kind == decides) {
            return child;
        }
        for (uint32_t j = 0; j < inside; j++) {
            if (!holds(&parts, child->children[j]) &&
                !add(builder, &parts, child->children[j])) {
                return NULL;
            }
        }
        if (inside == 0 && child->kind != neutral && !holds(&parts, child) &&
            !add(builder, &parts, child)) {
            return NULL;
        }
    }
    if (children == NULL) {
        return NULL;
    }
    if (kind == OZ_NORMAL_AND) {
        drop_implied(&parts);
    }
    if (kind == OZ_NORMAL_OR && !oz_normal_merge(builder, parts.items, &parts.count)) {
        return NULL;
    }
    if (parts.count < 2) {
        return parts.count == 1 ? parts.items[0]
                                : oz_normal_constant(builder, kind == OZ_NORMAL_AND);
    }
    made = oz_normal_new(builder, kind);
    if (made != NULL) {
        made->children = parts.items;
        made->count = parts.count;
    }
    return oz_normal_done(made);
}

/* ---- not ---- */

static const struct oz_normal *plain_not(struct oz_normal_builder *builder,
                                         const struct oz_normal *child)
{
    struct oz_normal *made = oz_normal_new(builder, OZ_NORMAL_NOT);

    if (made == NULL ||
        (made->children = oz_arena_array(builder->scope->arena, 1,
                                         sizeof *made->children)) == NULL) {
        return NULL;
    }
    made->children[0] = child;
    made->count = 1;
    return oz_normal_done(made);
}

/* not (p or q or not r)  =>  not (p or q) and r: what was negated comes out. */
static const struct oz_normal *not_group(struct oz_normal_builder *builder,
                                         const struct oz_normal *child)
{
    bool is_or = child->kind == OZ_NORMAL_OR;
    struct gathered in = {NULL, 0, 0}, out = {NULL, 0, 0};

    for (uint32_t i = 0; i < child->count; i++) {
        const struct oz_normal *part = child->children[i];
        bool negated = part->kind == OZ_NORMAL_NOT;

        if (!add(builder, negated ? &out : &in, negated ? part->children[0] : part)) {
            return NULL;
        }
    }
    if (out.count == 0) {
        return plain_not(builder, child);
    }
    if (in.count > 0) {
        const struct oz_normal *rest =
            oz_normal_group(builder, child->kind, in.items, in.count);

        rest = rest != NULL ? plain_not(builder, rest) : NULL;
        if (rest == NULL || !add(builder, &out, rest)) {
            return NULL;
        }
    }
    return oz_normal_group(builder, is_or ? OZ_NORMAL_AND : OZ_NORMAL_OR, out.items,
                           out.count);
}

const struct oz_normal *oz_normal_not(struct oz_normal_builder *builder,
                                      const struct oz_normal *child)
{
    if (child == NULL) {
        return NULL;
    }
    switch (child->kind) {
    case OZ_NORMAL_TRUE:
    case OZ_NORMAL_FALSE:
        return oz_normal_constant(builder, child->kind == OZ_NORMAL_FALSE);
    case OZ_NORMAL_NOT:
        return child->children[0];
    case OZ_NORMAL_AND:
    case OZ_NORMAL_OR:
        return not_group(builder, child);
    case OZ_NORMAL_LEAF:
        /* The exact complement has a word. */
        if (!child->truth && same_text(child->word, oz_normal_word("is_null"))) {
            return oz_normal_leaf(builder, child->field, "is_not_null");
        }
        if (!child->truth && same_text(child->word, oz_normal_word("is_not_null"))) {
            return oz_normal_leaf(builder, child->field, "is_null");
        }
        break;
    case OZ_NORMAL_ELEMENTS:
    case OZ_NORMAL_COMPUTED:
        break;
    }
    return plain_not(builder, child);
}
