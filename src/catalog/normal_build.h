/* normal_build.h — what the files that make the normal form share. All return NULL when
 * out of memory, and when given NULL. */
#ifndef OZ_NORMAL_BUILD_H
#define OZ_NORMAL_BUILD_H

#include "catalog/normal.h"

/* What is larger is computed, whole: a page is read by people. So is what has more
 * parts. */
#define OZ_NORMAL_MOST      1000    /* nodes of a normal form */
#define OZ_NORMAL_MOST_MADE 20000   /* nodes made on the way there */
#define OZ_NORMAL_MOST_TEXT 1000000 /* bytes of computed texts */

struct oz_normal_builder {
    const struct oz_normal_scope *scope;
    uint32_t made;
    size_t text; /* bytes of computed texts */
};

/* What stands where the field is not there. */
enum oz_normal_fallback {
    OZ_NORMAL_NO_FALLBACK,
    OZ_NORMAL_FOR_MISSING, /* default(field, constant) */
    OZ_NORMAL_FOR_NULL,    /* first(field, constant): null as well */
    OZ_NORMAL_UNKNOWN      /* no constant */
};

/* An expression that is a field. */
struct oz_normal_operand {
    ounce_str field;
    enum oz_normal_fallback fallback;
    ounce_value constant; /* an empty list or map is of kind LIST or MAP */
};

typedef const struct oz_normal *oz_normal_fn(struct oz_normal_builder *builder,
                                             oz_expr_id id);

/* normal.c */
oz_normal_fn oz_normal_truth;
oz_expr_id oz_normal_behind_checks(const struct oz_normal_builder *builder,
                                   oz_expr_id id);
const struct oz_normal *oz_normal_choice(struct oz_normal_builder *builder,
                                         const struct oz_normal *condition,
                                         const struct oz_normal *then,
                                         const struct oz_normal *otherwise);

/* normal_test.c */
oz_normal_fn oz_normal_test;
/* An IF: by log type where it asks for that, else a choice. `of` makes the branches. */
const struct oz_normal *oz_normal_branch(struct oz_normal_builder *builder,
                                         oz_expr_id id, oz_normal_fn *of);
/* false: it is no field. */
bool oz_normal_operand(struct oz_normal_builder *builder, oz_expr_id id,
                       struct oz_normal_operand *out);
/* `given` of a field, where its fallback makes it `fallback`, and null alone, `null`.
 */
const struct oz_normal *oz_normal_or_absent(struct oz_normal_builder *builder,
                                            const struct oz_normal_operand *operand,
                                            bool fallback, bool null,
                                            const struct oz_normal *given);

/* normal_value.c */
bool oz_normal_is_true(const ounce_value *constant);
/* A constant, or a display without elements, which is one. */
bool oz_normal_constant_of(const struct oz_expr *expr, oz_expr_id id, ounce_value *out);
/* What a test says of a constant. false: it is not known. */
bool oz_normal_holds_of(struct oz_normal_builder *builder,
                        const struct oz_expr_node *test, const ounce_value *constant,
                        bool *holds);
/* Does the test say that of null, or, where `of_all`, of all that is not true? */
bool oz_normal_of_absent(struct oz_normal_builder *builder,
                         const struct oz_expr_node *test, bool of_all, bool verdict);

/* normal_build.c */
struct oz_normal *oz_normal_new(struct oz_normal_builder *builder,
                                enum oz_normal_kind kind);
/* Size and hash of what is complete now; NULL stays NULL. */
const struct oz_normal *oz_normal_done(struct oz_normal *made);
const struct oz_normal *oz_normal_true_leaf(struct oz_normal_builder *builder,
                                            ounce_str field);
const struct oz_normal *oz_normal_constant(struct oz_normal_builder *builder,
                                           bool value);
const struct oz_normal *oz_normal_leaf(struct oz_normal_builder *builder,
                                       ounce_str field, const char *word);
const struct oz_normal *oz_normal_computed(struct oz_normal_builder *builder,
                                           oz_expr_id id);
const struct oz_normal *oz_normal_not(struct oz_normal_builder *builder,
                                      const struct oz_normal *child);
/* Flattened, without what decides nothing; `children` may be NULL: out of memory. */
const struct oz_normal *oz_normal_group(struct oz_normal_builder *builder,
                                        enum oz_normal_kind kind,
                                        const struct oz_normal *const *children,
                                        uint32_t count);
/* normal_merge.c: alternatives that ask one field the same, as one. false: out of
 * memory. */
bool oz_normal_merge(struct oz_normal_builder *builder, const struct oz_normal **items,
                     uint32_t *count);
ounce_str oz_normal_text(struct oz_normal_builder *builder, oz_expr_id id);
/* A field without the mark of its exact spelling. */
ounce_str oz_normal_plain(ounce_str field);
static inline ounce_str oz_normal_word(const char *name)
{
    size_t size = 0;

    while (name[size] != '\0') {
        size++;
    }
    return (ounce_str){name, size};
}

static inline oz_expr_id oz_normal_child(const struct oz_normal_builder *builder,
                                         const struct oz_expr_node *node,
                                         uint32_t index)
{
    return builder->scope->expr->children[node->first + index];
}

#endif
