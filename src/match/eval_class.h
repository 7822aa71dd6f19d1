/* eval_class.h — what the files about classes share. */
#ifndef OZ_EVAL_CLASS_H
#define OZ_EVAL_CLASS_H

#include "match/eval_function.h"

static inline ounce_value oz_node_value(uint32_t kind, const void *node)
{
    ounce_value value = {0};

    value.kind = kind;
    value.node = node;
    return value;
}

static inline const struct oz_class *oz_class_of(const ounce_value *value)
{
    return value->node;
}

static inline bool oz_class_is_builtin(const ounce_value *class_)
{
    return (class_->flags & OZ_CLASS_BUILTIN) != 0;
}

static inline ounce_str oz_class_name(const ounce_value *class_)
{
    return oz_class_is_builtin(class_) ? (ounce_str){class_->text, class_->size}
                                       : oz_class_of(class_)->name;
}

/* A member by name, of the class or of those it is derived from; `depth` of them so
 * far.
 */
bool oz_class_find(struct oz_eval *eval, const struct oz_class *class_, ounce_str name,
                   ounce_value *out, bool *found, uint32_t depth);
/* The class of exceptions that it is, or is derived from. OZ_EXC_COUNT: none. */
uint32_t oz_class_exception(const ounce_value *class_, uint32_t depth);

#endif
