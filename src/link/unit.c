/* unit.c — growing lists of what has been read, and going back on them. */
#include "link/unit.h"

#include "base/str.h"

void oz_unit_init(struct oz_unit *unit, struct oz_arena *arena, struct oz_arena *texts)
{
    memset(unit, 0, sizeof *unit);
    unit->arena = arena;
    unit->texts = texts;
}

struct oz_unit_mark oz_unit_mark(const struct oz_unit *unit)
{
    return (struct oz_unit_mark){unit->rule_count, unit->item_count, unit->name_count,
                                 unit->source_count};
}

void oz_unit_undo(struct oz_unit *unit, const struct oz_unit_mark *to)
{
    unit->rule_count = to->rules;
    unit->item_count = to->items;
    unit->name_count = to->names;
    unit->source_count = to->sources;
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

/* ---- texts of other files ---- */

bool oz_unit_beside(struct oz_arena *arena, ounce_str file, ounce_str name,
                    ounce_str *out)
{
    size_t folder = file.size;
    char *text;
    size_t size = 0;

    while (folder > 0 && file.data[folder - 1] != '/') {
        folder--;
    }
    if (name.size > 0 && name.data[0] == '/') {
        folder = 0;
    }
    text = oz_arena_alloc(arena, folder + name.size + 1);
    if (text == NULL) {
        return false;
    }
    if (folder > 0) {
        memcpy(text, file.data, folder);
        size = folder;
    }
    for (size_t i = 0; i < name.size;) {
        const char *slash = memchr(name.data + i, '/', name.size - i);
        size_t part =
            slash == NULL ? name.size - i : (size_t)(slash - name.data) - i + 1;
        ounce_str word = {name.data + i, part};

        i += part;
        if (oz_str_is(word, "./")) {
            continue;
        }
        memcpy(text + size, word.data, part);
        size += part;
    }
    text[size] = '\0';
    *out = (ounce_str){text, size};
    return true;
}

const struct oz_unit_source *oz_unit_find_source(const struct oz_unit *unit,
                                                 ounce_str path)
{
    for (uint32_t i = unit->source_count; i-- > 0;) {
        if (oz_str_equal(unit->sources[i].path, path)) {
            return &unit->sources[i];
        }
    }
    return NULL;
}

bool oz_unit_add_source(struct oz_unit *unit, ounce_str path, ounce_str text)
{
    void *sources = unit->sources;
    struct oz_unit_source *source;

    if (!oz_arena_grow(unit->texts, &sources, unit->source_count,
                       &unit->source_capacity, sizeof *unit->sources)) {
        return false;
    }
    unit->sources = sources;
    source = &unit->sources[unit->source_count];
    if (!oz_arena_text(unit->texts, path.data, path.size, &source->path) ||
        !oz_arena_text(unit->texts, text.data, text.size, &source->text)) {
        return false;
    }
    source->refused = false;
    unit->source_count++;
    return true;
}

bool oz_unit_refuse_source(struct oz_unit *unit, ounce_str path)
{
    if (!oz_unit_add_source(unit, path, (ounce_str){"", 0})) {
        return false;
    }
    unit->sources[unit->source_count - 1].refused = true;
    return true;
}

bool oz_unit_place(struct oz_diags *diags, ounce_str file, ounce_str id)
{
    return oz_arena_text(diags->arena, file.data, file.size, &diags->file) &&
           oz_arena_text(diags->arena, id.data, id.size, &diags->rule_id);
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
