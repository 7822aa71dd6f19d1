/* lookup_csv.c — the rows of a CSV file; the first one names the columns, cells are
 * texts.
 */
#include "lookup/lookup_rows.h"

#include "base/str.h"
#include "lookup/csv.h"

#include <stdio.h>

#define MOST_COLUMNS 2000

struct columns {
    ounce_str *names;
    size_t count;
};

static bool read_header(struct oz_lookup_reading *in, struct oz_csv *csv,
                        struct columns *columns)
{
    bool key = false;

    columns->count = oz_csv_count(csv);
    if (columns->count > MOST_COLUMNS) {
        return oz_lookup_refuse(in, "table-format", csv->span,
                                "there are more than 2,000 columns");
    }
    columns->names = oz_arena_array(in->arena, columns->count, sizeof(ounce_str));
    for (size_t i = 0; columns->names != NULL && i < columns->count; i++) {
        ounce_str name = oz_csv_cell(csv, i);

        for (size_t k = 0; k < i; k++) {
            if (oz_str_equal(columns->names[k], name)) {
                return oz_lookup_refuse(in, "table-format", csv->span,
                                        "two columns have the same name");
            }
        }
        if (!oz_arena_text(in->arena, name.data, name.size, &columns->names[i])) {
            return oz_lookup_nomem(in);
        }
        key = key || oz_str_equal(name, in->lookup->column);
    }
    if (columns->names == NULL) {
        return oz_lookup_nomem(in);
    }
    return key ||
           oz_lookup_refuse(in, "table-format", csv->span,
                            "the first row, which names the columns, lacks that of the "
                            "primary key");
}

static bool add_record(struct oz_lookup_reading *in, const struct oz_csv *csv,
                       const struct columns *columns)
{
    char text[96];

    if (oz_csv_count(csv) != columns->count) {
        snprintf(text, sizeof text, "it has %zu cells, and there are %zu columns",
                 oz_csv_count(csv), columns->count);
        return oz_lookup_pass_over(in, csv->span, text);
    }
    oz_buf_clear(&in->json);
    for (size_t i = 0; i < columns->count; i++) {
        ounce_str cell = oz_csv_cell(csv, i);

        oz_buf_char(&in->json, i == 0 ? '{' : ',');
        oz_buf_json(&in->json, columns->names[i].data, columns->names[i].size);
        oz_buf_char(&in->json, ':');
        oz_buf_json(&in->json, cell.data, cell.size);
    }
    oz_buf_char(&in->json, '}');
    return in->json.failed
               ? oz_lookup_nomem(in)
               : oz_lookup_row(in, (ounce_str){in->json.data, in->json.size},
                               csv->span);
}

static bool read_csv(struct oz_lookup_reading *in, struct oz_csv *csv)
{
    struct columns columns = {NULL, 0};
    enum oz_csv_found found = oz_csv_next(csv);

    if (found == OZ_CSV_END || found == OZ_CSV_BAD) {
        return oz_lookup_refuse(
            in, "table-format", csv->span,
            found == OZ_CSV_BAD ? csv->problem
                                : "the file is empty; its first row names the columns");
    }
    if (found == OZ_CSV_RECORD && !read_header(in, csv, &columns)) {
        return false;
    }
    while (found != OZ_CSV_NOMEM && (found = oz_csv_next(csv)) != OZ_CSV_END) {
        if (found == OZ_CSV_RECORD && !add_record(in, csv, &columns)) {
            return false;
        }
        if (found == OZ_CSV_BAD && !oz_lookup_pass_over(in, csv->span, csv->problem)) {
            return false;
        }
    }
    return found != OZ_CSV_NOMEM || oz_lookup_nomem(in);
}

bool oz_lookup_csv(struct oz_lookup_reading *in, ounce_str text)
{
    struct oz_csv csv;
    bool fine;

    oz_csv_init(&csv, in->arena->alloc, text);
    fine = read_csv(in, &csv);
    oz_csv_finish(&csv);
    return fine;
}
