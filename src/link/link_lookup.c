/* link_lookup.c — lookup tables: each item that names a file gets its rows.
 *
 * The file may come before its item or behind it, so tables are filled when all are
 * read.
 */
#include "base/str.h"
#include "link/unit.h"
#include "lookup/lookup_read.h"

static bool is_filled(const struct oz_item *item)
{
    return item->kind == OZ_ITEM_LOOKUP && item->enabled && !item->table.unreadable;
}

/* The text of its file. NULL: there is none, which is diagnosed. */
static const struct oz_unit_source *source_of(const struct oz_unit *unit,
                                              struct oz_diags *diags,
                                              const struct oz_item *item, bool *nomem)
{
    const struct oz_unit_source *source = NULL;
    ounce_str path;

    if (item->table.file.size == 0) {
        oz_diag(
            diags, OUNCE_LEVEL_WARNING, "table-query", item->span,
            "the rows of \"%.*s\" come from a query or a bucket, which this version "
            "does not ask: event.lookup() finds nothing until the host names a file "
            "of rows with \"Filename\"",
            OZ_STR(item->id));
        return NULL;
    }
    if (!oz_unit_beside(diags->arena, item->file, item->table.file, &path)) {
        *nomem = true;
        return NULL;
    }
    source = oz_unit_find_source(unit, path);
    if (source == NULL) {
        oz_diag(diags, OUNCE_LEVEL_ERROR, "table-missing", item->table.span,
                "the file \"%.*s\" is not there", OZ_STR(path));
    }
    return source;
}

static enum oz_read fill(struct oz_unit *unit, struct oz_diags *diags,
                         const ounce_limits *limits, struct oz_lookup_total *total,
                         const struct oz_item *item, struct oz_lookup *out)
{
    const struct oz_unit_source *source;
    bool nomem = !oz_unit_place(diags, item->file, item->id);

    source = nomem ? NULL : source_of(unit, diags, item, &nomem);
    if (source == NULL) {
        return nomem ? OZ_READ_NOMEM : OZ_READ_BAD;
    }
    memset(out, 0, sizeof *out);
    out->name = item->id;
    out->column = item->table.column;
    diags->file = source->path;
    return oz_lookup_read(unit->arena, diags, limits, total, source->text, out);
}

bool oz_unit_link_lookups(struct oz_unit *unit, struct oz_diags *diags,
                          const ounce_limits *limits)
{
    struct oz_lookup_total total = {0, 0};
    struct oz_lookup *tables;
    uint32_t count = 0;

    for (uint32_t i = 0; i < unit->item_count; i++) {
        count += is_filled(&unit->items[i]);
    }
    tables = oz_arena_array(unit->arena, count, sizeof *tables);
    if (tables == NULL) {
        return false;
    }
    unit->lookups = (struct oz_lookups){tables, 0};
    for (uint32_t i = 0; i < unit->item_count; i++) {
        if (is_filled(&unit->items[i])) {
            enum oz_read read = fill(unit, diags, limits, &total, &unit->items[i],
                                     &tables[unit->lookups.count]);

            if (read == OZ_READ_NOMEM) {
                return false;
            }
            unit->lookups.count += read == OZ_READ_FINE;
        }
    }
    return true;
}
