/* csv.c — see csv.h. */
#include "lookup/csv.h"

#include "base/utf8.h"

#include <string.h>

void oz_csv_init(struct oz_csv *csv, const ounce_allocator *alloc, ounce_str text)
{
    memset(csv, 0, sizeof *csv);
    csv->text = text;
    csv->line = 1;
    if (text.size >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0) {
        csv->at = 3;
    }
    oz_buf_init(&csv->cells, alloc);
    oz_buf_init(&csv->ends, alloc);
}

void oz_csv_finish(struct oz_csv *csv)
{
    oz_buf_finish(&csv->cells);
    oz_buf_finish(&csv->ends);
}

size_t oz_csv_count(const struct oz_csv *csv)
{
    return csv->ends.size / sizeof(size_t);
}

static size_t end_of(const struct oz_csv *csv, size_t index)
{
    size_t end;

    memcpy(&end, csv->ends.data + index * sizeof end, sizeof end);
    return end;
}

ounce_str oz_csv_cell(const struct oz_csv *csv, size_t index)
{
    size_t begin = index == 0 ? 0 : end_of(csv, index - 1);
    size_t size = end_of(csv, index) - begin;

    return (ounce_str){size == 0 ? "" : csv->cells.data + begin, size};
}

/* The place of a byte of the record at hand. */
static struct oz_span span_at(const struct oz_csv *csv, size_t at)
{
    struct oz_span span = {csv->line, 1, at};
    size_t begin = csv->at;

    for (size_t i = csv->at; i < at; i++) {
        if (csv->text.data[i] == '\n') {
            span.line++;
            begin = i + 1;
        }
    }
    span.column = 1 + (uint32_t)oz_utf8_count(csv->text.data + begin, at - begin);
    return span;
}

static bool bad(struct oz_csv *csv, size_t at, const char *problem)
{
    csv->span = span_at(csv, at);
    csv->problem = problem;
    return false;
}

/* LF, CR LF, or the end of the text; a CR by itself is part of its cell. */
static bool is_end(const struct oz_csv *csv, size_t at)
{
    const char *text = csv->text.data;
    size_t size = csv->text.size;

    return at == size || text[at] == '\n' ||
           (text[at] == '\r' && (at + 1 == size || text[at + 1] == '\n'));
}

/* At a quote; *at moves behind the one that closes it. */
static bool read_quoted(struct oz_csv *csv, size_t *at)
{
    const char *text = csv->text.data;
    size_t begin = *at;
    size_t i = begin + 1;

    for (;;) {
        const char *quote =
            i < csv->text.size ? memchr(text + i, '"', csv->text.size - i) : NULL;

        if (quote == NULL) {
            return bad(csv, begin, "a quote is not closed");
        }
        oz_buf_add(&csv->cells, text + i, (size_t)(quote - text) - i);
        i = (size_t)(quote - text) + 1;
        if (i == csv->text.size || text[i] != '"') {
            break;
        }
        oz_buf_char(&csv->cells, '"');
        i++;
    }
    if (!is_end(csv, i) && text[i] != ',') {
        return bad(csv, i,
                   "there is text behind a quote; a quote in a cell is doubled");
    }
    *at = i;
    return true;
}

static bool read_plain(struct oz_csv *csv, size_t *at)
{
    size_t i = *at;

    while (!is_end(csv, i) && csv->text.data[i] != ',') {
        if (csv->text.data[i] == '"') {
            return bad(csv, i, "a quote inside of a cell without quotes around it");
        }
        i++;
    }
    oz_buf_add(&csv->cells, csv->text.data + *at, i - *at);
    *at = i;
    return true;
}

/* *at is the end of the record, before its line break. */
static bool read_cells(struct oz_csv *csv, size_t *at)
{
    for (;;) {
        bool quoted = *at < csv->text.size && csv->text.data[*at] == '"';

        if (!(quoted ? read_quoted : read_plain)(csv, at)) {
            return false;
        }
        oz_buf_add(&csv->ends, (const char *)&csv->cells.size, sizeof csv->cells.size);
        if (is_end(csv, *at)) {
            return true;
        }
        ++*at; /* the comma */
    }
}

/* Behind the line break at or after a place. */
static void go_behind(struct oz_csv *csv, size_t from)
{
    const char *text = csv->text.data;
    const char *end =
        from < csv->text.size ? memchr(text + from, '\n', csv->text.size - from) : NULL;
    size_t next = end == NULL ? csv->text.size : (size_t)(end - text) + 1;

    for (size_t i = csv->at; i < next; i++) {
        csv->line += text[i] == '\n';
    }
    csv->at = next;
}

enum oz_csv_found oz_csv_next(struct oz_csv *csv)
{
    size_t at;
    bool fine;

    while (csv->at < csv->text.size && is_end(csv, csv->at)) {
        go_behind(csv, csv->at);
    }
    if (csv->at >= csv->text.size) {
        return OZ_CSV_END;
    }
    oz_buf_clear(&csv->cells);
    oz_buf_clear(&csv->ends);
    at = csv->at;
    csv->span = (struct oz_span){csv->line, 1, at};
    fine = read_cells(csv, &at);
    csv->record = (ounce_str){csv->text.data + csv->at, at - csv->at};
    if (fine && oz_utf8_valid(csv->record.data, csv->record.size) < at - csv->at) {
        fine = bad(csv, csv->at, "the record is not UTF-8");
    }
    go_behind(csv, fine ? at : csv->at);
    return csv->cells.failed || csv->ends.failed ? OZ_CSV_NOMEM
           : fine                                ? OZ_CSV_RECORD
                                                 : OZ_CSV_BAD;
}
