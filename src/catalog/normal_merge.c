/* normal_merge.c — alternatives that ask one field the same, as one test of several
 * values.
 *
 *     a eq "x" or a in ["y", "z"]                    =>  a in ["x", "y", "z"]
 *     a starts_with "x" or b eq 1 or a starts_with "y"
 *                                    =>  a starts_with ["x", "y"] or b eq 1
 */
#include "base/str.h"
#include "catalog/normal_build.h"
#include "event/event.h"

static const char *const any_of[] = {
    "contains",     "cidr",        "cidr_contains", "ends_with", "eq",
    "icontains",    "iends_with",  "ieq",           "iin",       "in",
    "istarts_with", "starts_with", "wildcard",
};

/* One value or several: the word is that of several. */
static ounce_str plural(ounce_str word)
{
    return oz_str_is(word, "eq")    ? OZ_LIT("in")
           : oz_str_is(word, "ieq") ? OZ_LIT("iin")
                                    : word;
}

static bool merges(const struct oz_normal *item)
{
    for (size_t i = 0; i < sizeof any_of / sizeof *any_of; i++) {
        if (item->kind == OZ_NORMAL_LEAF && oz_str_is(item->word, any_of[i])) {
            return true;
        }
    }
    return false;
}

static bool same_question(const struct oz_normal *a, const struct oz_normal *b)
{
    return oz_str_equal(a->field, b->field) &&
           oz_str_equal(plural(a->word), plural(b->word));
}

static bool has_value(const ounce_value *values, uint32_t count,
                      const ounce_value *value)
{
    for (uint32_t i = 0; i < count; i++) {
        if (values[i].kind == value->kind &&
            (value->kind == OUNCE_NULL || oz_scalar_equal(&values[i], value))) {
            return true;
        }
    }
    return false;
}

/* The values of all that ask the same, from `first` on; the others are taken out. */
static const struct oz_normal *merged(struct oz_normal_builder *builder,
                                      const struct oz_normal **items, uint32_t count,
                                      uint32_t first, uint32_t room)
{
    const struct oz_normal *one = items[first];
    struct oz_normal *made = oz_normal_new(builder, OZ_NORMAL_LEAF);
    ounce_value *values = oz_arena_array(builder->scope->arena, room, sizeof *values);

    if (made == NULL || values == NULL) {
        return NULL;
    }
    made->field = one->field;
    made->word = one->word;
    for (uint32_t i = first; i < count; i++) {
        const struct oz_normal *item = items[i];

        if (item == NULL || item->kind != OZ_NORMAL_LEAF || !same_question(one, item)) {
            continue;
        }
        for (uint32_t j = 0; j < item->value_count; j++) {
            /* Repeated values are looked for among the first of them only. */
            if (!has_value(values, made->value_count < 100 ? made->value_count : 100,
                           &item->values[j])) {
                values[made->value_count++] = item->values[j];
            }
        }
        items[i] = NULL;
    }
    made->values = values;
    made->word = made->value_count > 1 ? plural(made->word) : made->word;
    return oz_normal_done(made);
}

bool oz_normal_merge(struct oz_normal_builder *builder, const struct oz_normal **items,
                     uint32_t *count)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < *count; i++) {
        uint32_t room = 0, same = 0;
        bool mergeable;

        if (items[i] == NULL) {
            continue;
        }
        mergeable = merges(items[i]);
        for (uint32_t j = i; mergeable && j < *count; j++) {
            if (items[j] != NULL && items[j]->kind == OZ_NORMAL_LEAF &&
                same_question(items[i], items[j])) {
                room += items[j]->value_count;
                same++;
            }
        }
        if (same > 1) {
            items[i] = merged(builder, items, *count, i, room);
            if (items[i] == NULL) {
                return false;
            }
        }
        items[kept++] = items[i];
    }
    *count = kept;
    return true;
}
