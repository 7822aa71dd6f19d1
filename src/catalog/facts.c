/* facts.c — the normal form → lines, exclusions and indicators.
 *
 *     not (a is_not_null or b eq 1)   two exclusions
 *     c eq "x"                        an indicator
 *
 * An exclusion is a test by which alone a match is suppressed. What is only excluded
 * together with something else shows in the condition.
 */
#include "catalog/facts.h"

#include "base/str.h"

void *oz_gather_add(struct oz_gather *gather)
{
    if (!oz_arena_grow(gather->arena, &gather->items, gather->count, &gather->capacity,
                       gather->item_size)) {
        gather->failed = true;
        return NULL;
    }
    return (char *)gather->items + gather->item_size * gather->count++;
}

ounce_str oz_facts_keep(struct oz_arena *arena, struct oz_buf *buf)
{
    ounce_str text = {NULL, 0};

    if (buf->failed || !oz_arena_text(arena, buf->data, buf->size, &text)) {
        text.data = NULL;
    }
    oz_buf_finish(buf);
    return text;
}

struct facts {
    struct oz_arena *arena;
    struct oz_gather lines, exclusions, indicators, opaque;
};

static ounce_str constant_text(struct oz_arena *arena, const ounce_value *value)
{
    struct oz_buf buf;

    oz_buf_init(&buf, arena->alloc);
    oz_expr_print_constant(value, &buf);
    return oz_facts_keep(arena, &buf);
}

static bool same_fact(const ounce_catalog_fact *a, const ounce_catalog_fact *b)
{
    if (!oz_str_equal(a->field, b->field) || !oz_str_equal(a->kind, b->kind) ||
        a->value_count != b->value_count) {
        return false;
    }
    for (uint32_t i = 0; i < a->value_count; i++) {
        if (!oz_str_equal(a->values[i], b->values[i])) {
            return false;
        }
    }
    return true;
}

static void add_fact(struct facts *facts, struct oz_gather *to,
                     const struct oz_normal *leaf)
{
    ounce_str *values = oz_arena_array(facts->arena, leaf->value_count, sizeof *values);
    ounce_catalog_fact fact = {leaf->field, leaf->word, values, leaf->value_count, 0};
    ounce_catalog_fact *made;

    for (uint32_t i = 0; values != NULL && i < leaf->value_count; i++) {
        values[i] = constant_text(facts->arena, &leaf->values[i]);
        to->failed = to->failed || values[i].data == NULL;
    }
    for (uint32_t i = 0; values != NULL && !to->failed && i < to->count; i++) {
        if (same_fact((ounce_catalog_fact *)to->items + i, &fact)) {
            return;
        }
    }
    made = values != NULL ? oz_gather_add(to) : NULL;
    if (made == NULL) {
        to->failed = true;
        return;
    }
    *made = fact;
}

static void add_text(struct oz_gather *to, ounce_str text)
{
    ounce_str *made = text.data != NULL ? oz_gather_add(to) : NULL;

    if (made == NULL) {
        to->failed = true;
        return;
    }
    *made = text;
}

static void add_line(struct facts *facts, const struct oz_normal *conjunct)
{
    struct oz_buf buf;

    oz_buf_init(&buf, facts->arena->alloc);
    oz_normal_print(conjunct, &buf);
    add_text(&facts->lines, oz_facts_keep(facts->arena, &buf));
}

/* Every computed text, whatever is around it. Recursion as deep as the normal form. */
static void add_opaque(struct facts *facts, const struct oz_normal *normal)
{
    if (normal->kind == OZ_NORMAL_COMPUTED) {
        add_text(&facts->opaque, normal->text);
    }
    for (uint32_t i = 0; i < normal->count; i++) {
        add_opaque(facts, normal->children[i]);
    }
}

/* Not of an element: its fields are none of the event. */
static void add_indicators(struct facts *facts, const struct oz_normal *normal)
{
    if (normal->kind == OZ_NORMAL_LEAF) {
        add_fact(facts, &facts->indicators, normal);
    }
    for (uint32_t i = 0;
         (normal->kind == OZ_NORMAL_AND || normal->kind == OZ_NORMAL_OR) &&
         i < normal->count;
         i++) {
        add_indicators(facts, normal->children[i]);
    }
}

static void add_exclusions(struct facts *facts, const struct oz_normal *excluded)
{
    if (excluded->kind == OZ_NORMAL_LEAF) {
        add_fact(facts, &facts->exclusions, excluded);
    }
    for (uint32_t i = 0; excluded->kind == OZ_NORMAL_OR && i < excluded->count; i++) {
        add_exclusions(facts, excluded->children[i]);
    }
}

static void add_conjunct(struct facts *facts, const struct oz_normal *conjunct)
{
    add_line(facts, conjunct);
    if (conjunct->kind == OZ_NORMAL_NOT) {
        add_exclusions(facts, conjunct->children[0]);
    } else {
        add_indicators(facts, conjunct);
    }
}

bool oz_facts_condition(const struct oz_normal_scope *scope, oz_expr_id match,
                        ounce_catalog_entry *entry)
{
    struct oz_arena *arena = scope->arena;
    struct facts facts = {arena,
                          {arena, NULL, 0, 0, sizeof(ounce_str), false},
                          {arena, NULL, 0, 0, sizeof(ounce_catalog_fact), false},
                          {arena, NULL, 0, 0, sizeof(ounce_catalog_fact), false},
                          {arena, NULL, 0, 0, sizeof(ounce_str), false}};
    const struct oz_normal *normal = oz_normal_of(scope, match);
    const struct oz_normal *const *conjuncts;
    uint32_t count;

    if (normal == NULL) {
        return false;
    }
    count = oz_normal_conjuncts(normal, &conjuncts);
    for (uint32_t i = 0; i < count; i++) {
        add_conjunct(&facts, conjuncts[i]);
    }
    if (count == 0) {
        add_conjunct(&facts, normal);
    }
    add_opaque(&facts, normal);
    entry->condition = facts.lines.items;
    entry->condition_count = facts.lines.count;
    entry->exclusions = facts.exclusions.items;
    entry->exclusion_count = facts.exclusions.count;
    entry->indicators = facts.indicators.items;
    entry->indicator_count = facts.indicators.count;
    entry->opaque = facts.opaque.items;
    entry->opaque_count = facts.opaque.count;
    return !facts.lines.failed && !facts.exclusions.failed &&
           !facts.indicators.failed && !facts.opaque.failed;
}
