/* condition.c — the rows of condition.def as tables. */
#include "expr/condition.h"

#include "base/str.h"

#define EXISTENCE OZ_SHAPE_EXISTENCE
#define VALUE     OZ_SHAPE_VALUE
#define VALUES    OZ_SHAPE_VALUES
#define MULTI     OZ_SHAPE_MULTI
#define FILTER    OZ_SHAPE_FILTER
#define BOOLEAN   OZ_SHAPE_BOOLEAN

static const struct oz_condition conditions[] = {
#define OZ_CONDITION(name, op, negated, ignore_case, shapes)                           \
    {name,    OZ_CONDITION_PLAIN, OZ_OP_##op, OZ_ANY_ELEMENT,                          \
     negated, ignore_case,        false,      shapes},
#define OZ_CONDITION_LIST(name, quantifier)                                            \
    {name, OZ_CONDITION_LIST, OZ_OP_EXISTS, OZ_##quantifier, false, false, false, 0},
#define OZ_CONDITION_ALWAYS(name, verdict)                                             \
    {name, OZ_CONDITION_ALWAYS, OZ_OP_EXISTS, OZ_ANY_ELEMENT, false, false, verdict, 0},
#define OZ_CONDITION_ALIAS(name, canonical)
#include "expr/condition.def"
#undef OZ_CONDITION
#undef OZ_CONDITION_LIST
#undef OZ_CONDITION_ALWAYS
#undef OZ_CONDITION_ALIAS
};

static const struct {
    const char *name, *canonical;
} aliases[] = {
#define OZ_CONDITION(name, op, negated, ignore_case, shapes)
#define OZ_CONDITION_LIST(name, quantifier)
#define OZ_CONDITION_ALWAYS(name, verdict)
#define OZ_CONDITION_ALIAS(name, canonical) {name, canonical},
#include "expr/condition.def"
#undef OZ_CONDITION
#undef OZ_CONDITION_LIST
#undef OZ_CONDITION_ALWAYS
#undef OZ_CONDITION_ALIAS
};

const char *const oz_condition_names[] = {
#define OZ_CONDITION(name, op, negated, ignore_case, shapes) name,
#define OZ_CONDITION_LIST(name, quantifier)                  name,
#define OZ_CONDITION_ALWAYS(name, verdict)                   name,
#define OZ_CONDITION_ALIAS(name, canonical)                  name,
#include "expr/condition.def"
#undef OZ_CONDITION
#undef OZ_CONDITION_LIST
#undef OZ_CONDITION_ALWAYS
#undef OZ_CONDITION_ALIAS
    NULL};

const char *oz_condition_canonical(ounce_str name)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (oz_str_is(name, aliases[i].name)) {
            return aliases[i].canonical;
        }
    }
    return NULL;
}

const struct oz_condition *oz_condition_find(ounce_str name)
{
    const char *canonical = oz_condition_canonical(name);

    if (canonical != NULL) {
        name = (ounce_str){canonical, strlen(canonical)};
    }
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        if (oz_str_is(name, conditions[i].name)) {
            return &conditions[i];
        }
    }
    return NULL;
}
