/* csv.h — comma-separated values, record by record.
 *
 *     a,"b ""c"", d"\r\n   =>   `a` and `b "c", d`
 *
 * What RFC 4180 describes: cells in double quotes hold commas, line breaks and doubled
 * quotes, all blanks belong to their cell. A record that is none is told of with its
 * place, and reading goes on with the line behind the one it began on, so that one
 * quote too many does not swallow the rest of a file. Lines without anything are passed
 * over.
 *
 * It is two hundred lines; the CSV libraries that Debian has are as long to call, keep
 * no places, and bring a dependency that most hosts would never use.
 */
#ifndef OZ_CSV_H
#define OZ_CSV_H

#include "base/buf.h"
#include "base/diag.h"

struct oz_csv {
    ounce_str text; /* borrowed */
    size_t at;      /* where the next record begins */
    uint32_t line;  /* of that place, 1-based */

    struct oz_buf cells; /* of the record at hand, one behind the other */
    struct oz_buf ends;  /* size_t: where each of them ends there */
    ounce_str record;    /* as written */
    struct oz_span span; /* where it begins; of a bad one, where it is wrong */
    const char *problem; /* what is wrong with a bad one */
};

enum oz_csv_found { OZ_CSV_RECORD, OZ_CSV_BAD, OZ_CSV_END, OZ_CSV_NOMEM };

/* A byte-order mark in front is passed over. */
void oz_csv_init(struct oz_csv *csv, const ounce_allocator *alloc, ounce_str text);
void oz_csv_finish(struct oz_csv *csv);

enum oz_csv_found oz_csv_next(struct oz_csv *csv);

/* Of the record at hand: valid until the next. */
size_t oz_csv_count(const struct oz_csv *csv);
ounce_str oz_csv_cell(const struct oz_csv *csv, size_t index);

#endif
