/* unit.c — growing lists of what has been read, and going back on them. */
#include "link/unit.h"

#include "base/str.h"

void oz_unit_init(struct oz_unit *unit, struct oz_arena *arena)
{
    memset(unit, 0, sizeof *unit);
    unit->arena = arena;
}

struct oz_unit_mark oz_unit_mark(const struct oz_unit *unit)
{
    return (struct oz_unit_mark){unit->rule_count, unit->item_count, unit->name_count};
}

void oz_unit_undo(struct oz_unit *unit, const struct oz_unit_mark *to)
{
    unit->rule_count = to->rules;
    unit->item_count = to->items;
    unit->name_count = to->names;
}

struct wanted_name {
    ounce_str id;
    bool loads; /* only of an item that loads */
};

static bool same_name(const void *owner, uint32_t index, const void *wanted)
{
    const struct oz_unit *unit = owner;
    const struct wanted_name *name = wanted;

    return index < unit->name_count && (unit->names[index].loads || !name->loads) &&
           oz_str_equal(unit->names[index].id, name->id);
}

static uint32_t find_name(const struct oz_unit *unit, ounce_str id, bool loads)
{
    struct wanted_name wanted = {id, loads};

    return oz_table_find(&unit->name_table, oz_hash(id.data, id.size), same_name, unit,
                         &wanted);
}

bool oz_unit_has_name(const struct oz_unit *unit, ounce_str id)
{
    return find_name(unit, id, false) != OZ_NONE;
}

enum oz_read oz_unit_add_name(struct oz_unit *unit, struct oz_diags *diags,
                              ounce_str id, struct oz_span span, bool loads)
{
    uint32_t other = find_name(unit, id, true);
    void *names = unit->names;
    struct oz_unit_name *name;

    if (other != OZ_NONE) {
        oz_diag(diags, OUNCE_LEVEL_ERROR, "duplicate-id", span,
                "the id \"%.*s\" is taken: %.*s:%u has it", OZ_STR(id),
                OZ_STR(unit->names[other].file), unit->names[other].line);
        return OZ_READ_BAD;
    }
    if (!oz_arena_grow(unit->arena, &names, unit->name_count, &unit->name_capacity,
                       sizeof *unit->names)) {
        return OZ_READ_NOMEM;
    }
    unit->names = names;
    name = &unit->names[unit->name_count];
    name->line = span.line;
    name->loads = loads;
    if (!oz_arena_text(unit->arena, id.data, id.size, &name->id) ||
        !oz_arena_text(unit->arena, diags->file.data, diags->file.size, &name->file) ||
        !oz_table_add(&unit->name_table, unit->arena, oz_hash(id.data, id.size),
                      unit->name_count)) {
        return OZ_READ_NOMEM;
    }
    unit->name_count++;
    return OZ_READ_FINE;
}

bool oz_unit_add_rule(struct oz_unit *unit, const struct ounce_rule *rule,
                      const struct oz_program *program)
{
    struct ounce_rule *copy = oz_arena_alloc(unit->arena, sizeof *copy);
    ounce_str file = rule->texts[OUNCE_RULE_FILE];
    void *rules = unit->rules;

    if (copy == NULL || !oz_arena_grow(unit->arena, &rules, unit->rule_count,
                                       &unit->rule_capacity, sizeof *unit->rules)) {
        return false;
    }
    unit->rules = rules;
    *copy = *rule;
    if (!oz_arena_text(unit->arena, file.data, file.size,
                       &copy->texts[OUNCE_RULE_FILE])) {
        return false;
    }
    unit->rules[unit->rule_count++] = (struct oz_unit_rule){copy, *program};
    return true;
}

bool oz_unit_add_item(struct oz_unit *unit, const struct oz_item *item)
{
    void *items = unit->items;

    if (!oz_arena_grow(unit->arena, &items, unit->item_count, &unit->item_capacity,
                       sizeof *unit->items)) {
        return false;
    }
    unit->items = items;
    unit->items[unit->item_count++] = *item;
    return true;
}

/* Only derived rules look for others, so this may take its time. */
uint32_t oz_unit_find_rule(const struct oz_unit *unit, ounce_str id)
{
    for (uint32_t i = 0; i < unit->rule_count; i++) {
        if (oz_str_equal(unit->rules[i].rule->texts[OUNCE_RULE_ID], id)) {
            return i;
        }
    }
    return OZ_NONE;
}
