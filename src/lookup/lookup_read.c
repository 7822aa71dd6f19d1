/* lookup_read.c — which form the file of a table has, by its name. */
#include "lookup/lookup_rows.h"

#include "base/str.h"

static bool has_suffix(ounce_str name, const char *suffix)
{
    size_t size = strlen(suffix);

    return name.size > size && memcmp(name.data + name.size - size, suffix, size) == 0;
}

static const struct {
    const char *suffix;
    bool data; /* not a rule file's */
    bool (*rows)(struct oz_lookup_reading *in, ounce_str text);
} forms[] = {
    {".csv", true, oz_lookup_csv},    {".json", true, oz_lookup_json},
    {".jsonl", true, oz_lookup_json}, {".ndjson", true, oz_lookup_json},
    {".yml", false, oz_lookup_yaml},  {".yaml", false, oz_lookup_yaml},
};

bool oz_lookup_is_data(ounce_str name)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i].data && has_suffix(name, forms[i].suffix)) {
            return true;
        }
    }
    return false;
}

static void read_rows(struct oz_lookup_reading *in, ounce_str text)
{
    const struct oz_span whole = {0, 0, 0};

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (has_suffix(in->diags->file, forms[i].suffix)) {
            forms[i].rows(in, text);
            return;
        }
    }
    oz_lookup_refuse(
        in, "table-format", whole,
        "the file of a lookup table is .csv, .json, .jsonl, .ndjson, .yml or .yaml");
}

enum oz_read oz_lookup_read(struct oz_arena *arena, struct oz_diags *diags,
                            const ounce_limits *limits, struct oz_lookup_total *total,
                            ounce_str text, struct oz_lookup *lookup)
{
    struct oz_lookup_reading in = {arena, diags, limits, total, lookup,
                                   {0},   {0},   {0},    true,  false};

    oz_arena_init(&in.scratch, arena->alloc);
    oz_buf_init(&in.json, arena->alloc);
    oz_buf_init(&in.stack, arena->alloc);
    read_rows(&in, text);
    oz_buf_finish(&in.stack);
    oz_buf_finish(&in.json);
    oz_arena_finish(&in.scratch);
    if (in.nomem || diags->failed) {
        return OZ_READ_NOMEM;
    }
    return in.fine ? OZ_READ_FINE : OZ_READ_BAD;
}
