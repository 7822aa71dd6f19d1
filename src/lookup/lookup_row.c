/* lookup_row.c — one row of a table: its key is found, checked and filed.
 *
 *     {"network": "10.0.0.0/8", "owner": "ann"}   =>   key "10.0.0.0/8", and the text
 *
 * Whatever form the file has, a row comes here as the text of a JSON object. What is
 * wrong with it costs this row and no other.
 */
#include "lookup/lookup_rows.h"

#include "base/str.h"
#include "event/event_json.h"

#include <stdio.h>

bool oz_lookup_nomem(struct oz_lookup_reading *in)
{
    in->nomem = true;
    return false;
}

bool oz_lookup_refuse(struct oz_lookup_reading *in, const char *code,
                      struct oz_span span, const char *what)
{
    oz_diag(in->diags, OUNCE_LEVEL_ERROR, code, span, "%s", what);
    in->fine = false;
    return false;
}

bool oz_lookup_pass_over(struct oz_lookup_reading *in, struct oz_span span,
                         const char *what)
{
    oz_diag(in->diags, OUNCE_LEVEL_WARNING, "table-row", span,
            "the row is left out: %s", what);
    return !in->diags->failed || oz_lookup_nomem(in);
}

static bool within_limits(struct oz_lookup_reading *in, struct oz_span span,
                          uint64_t bytes)
{
    char text[160];

    if (in->total->rows >= in->limits->max_table_rows ||
        in->total->bytes + bytes > in->limits->max_table_bytes) {
        snprintf(text, sizeof text,
                 "lookup tables have more than %lu rows or %llu bytes together; see "
                 "max_table_rows and max_table_bytes",
                 (unsigned long)in->limits->max_table_rows,
                 (unsigned long long)in->limits->max_table_bytes);
        return oz_lookup_refuse(in, "limit", span, text);
    }
    in->total->rows++;
    in->total->bytes += bytes;
    return true;
}

/* One key. *added counts those that are new. */
static bool add_key(struct oz_lookup_reading *in, const ounce_value *value, bool list,
                    struct oz_span span, uint32_t *added)
{
    char room[OZ_REAL_TEXT];
    ounce_str text;

    if (!oz_lookup_key_text(value, room, &text) || text.size == 0) {
        oz_diag(in->diags, OUNCE_LEVEL_WARNING, "table-row", span,
                "%s is left out: its key is empty, or neither text nor a number",
                list ? "one of the keys of the row" : "the row");
        return true;
    }
    if (!oz_arena_text(in->arena, text.data, text.size, &text)) {
        return oz_lookup_nomem(in);
    }
    switch (oz_lookup_add_key(in->lookup, in->arena, text)) {
    case OZ_LOOKUP_NEW:
        in->total->bytes += text.size;
        ++*added;
        return true;
    case OZ_LOOKUP_THERE:
        oz_diag(in->diags, OUNCE_LEVEL_WARNING, "table-duplicate", span,
                "the key \"%.*s\" is that of a row before this one, which is the one "
                "that is found",
                OZ_STR(text));
        return true;
    case OZ_LOOKUP_NOMEM:
        break;
    }
    return oz_lookup_nomem(in);
}

/* A list is the keys of its row. */
static bool add_keys(struct oz_lookup_reading *in, struct oz_walk *walk,
                     const ounce_value *value, struct oz_span span, uint32_t *added)
{
    if (value->kind != OUNCE_LIST) {
        return add_key(in, value, false, span, added);
    }
    for (size_t i = 0; i < value->size; i++) {
        ounce_value item;

        if (!oz_value_element(walk, value, i, &item)) {
            return oz_lookup_nomem(in);
        }
        if (!add_key(in, &item, true, span, added)) {
            return false;
        }
    }
    return value->size > 0 ||
           oz_lookup_pass_over(in, span, "its list of keys is empty");
}

static bool keep_row(struct oz_lookup_reading *in, struct oz_walk *walk,
                     const ounce_value *row, ounce_str json, struct oz_span span)
{
    ounce_value key = {0};
    uint32_t added = 0;
    bool found = false;

    if (!oz_value_exact(walk, row, in->lookup->column, &key, &found)) {
        return oz_lookup_nomem(in);
    }
    if (!found) {
        return oz_lookup_pass_over(in, span, "it lacks the column of the primary key");
    }
    if (!within_limits(in, span, json.size) ||
        !add_keys(in, walk, &key, span, &added)) {
        return false;
    }
    if (added == 0) {
        in->total->rows--;
        in->total->bytes -= json.size;
        return true;
    }
    return (oz_arena_text(in->arena, json.data, json.size, &json) &&
            oz_lookup_add_row(in->lookup, in->arena, json)) ||
           oz_lookup_nomem(in);
}

bool oz_lookup_row(struct oz_lookup_reading *in, ounce_str json, struct oz_span span)
{
    struct oz_walk walk = {&in->scratch, UINT64_MAX, OZ_JSON_MAX_DEPTH, 0};
    ounce_value row = {0};

    if (json.data[0] != '{') {
        return oz_lookup_pass_over(in, span, "it is not an object");
    }
    oz_arena_reset(&in->scratch);
    row.kind = OUNCE_MAP;
    row.flags = OZ_VALUE_RAW;
    row.text = json.data;
    row.size = json.size;
    return oz_json_settle(&walk, &in->stack, &row)
               ? keep_row(in, &walk, &row, json, span)
               : oz_lookup_nomem(in);
}
