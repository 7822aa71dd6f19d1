/* lookup_json.c — the rows of a JSON file: objects one behind the other, or one list.
 *
 *     {"id": 1}                    [{"id": 1},
 *     {"id": 2}          or         {"id": 2}]
 */
#include "lookup/lookup_rows.h"

#include "base/utf8.h"
#include "event/json_scan.h"

#include <ounce/matcher.h>
#include <stdio.h>
#include <string.h>

struct json_rows {
    struct oz_json_scan scan;
    size_t counted; /* up to where lines were counted */
    size_t begin;   /* of that line */
    uint32_t line;
    bool list;
};

static struct oz_span place(struct json_rows *rows, size_t at)
{
    const char *text = rows->scan.start;

    for (; rows->counted < at; rows->counted++) {
        if (text[rows->counted] == '\n') {
            rows->line++;
            rows->begin = rows->counted + 1;
        }
    }
    return (struct oz_span){
        rows->line, 1 + (uint32_t)oz_utf8_count(text + rows->begin, at - rows->begin),
        at};
}

/* What is no JSON costs a row, and reading goes on with the line behind its first. */
static bool recover(struct oz_lookup_reading *in, struct json_rows *rows, size_t from)
{
    struct oz_json_scan *scan = &rows->scan;
    char text[96];
    struct oz_span span = place(rows, from);
    const char *end =
        memchr(scan->start + from, '\n', (size_t)(scan->end - scan->start) - from);

    snprintf(
        text, sizeof text, "%s at byte %zu of it",
        ounce_reason_text(scan->reason == 0 ? OUNCE_REASON_BAD_JSON : scan->reason),
        (size_t)(scan->at - scan->start) - from + 1);
    scan->at = end == NULL ? scan->end : end + 1;
    scan->reason = 0;
    scan->depth = 0;
    return oz_lookup_pass_over(in, span, text);
}

/* In a list, behind a value: a comma or the end of the list. */
static bool separator(struct json_rows *rows)
{
    struct oz_json_scan *scan = &rows->scan;

    oz_json_blank(scan);
    if (!rows->list || scan->at == scan->end) {
        return true;
    }
    if (*scan->at == ']') {
        rows->list = false;
    } else if (*scan->at != ',') {
        return false;
    }
    scan->at++;
    return true;
}

bool oz_lookup_json(struct oz_lookup_reading *in, ounce_str text)
{
    const struct oz_json_limits limits = {UINT64_MAX, in->limits->max_event_depth,
                                          UINT32_MAX};
    struct json_rows rows = {{0}, 0, 0, 1, false};
    struct oz_json_scan *scan = &rows.scan;

    oz_json_scan_init(scan, &limits, text);
    if (text.size >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0) {
        scan->at += 3;
    }
    oz_json_blank(scan);
    if (scan->at < scan->end && *scan->at == '[') {
        rows.list = true;
        scan->at++;
    }
    for (oz_json_blank(scan); scan->at < scan->end; oz_json_blank(scan)) {
        size_t from = (size_t)(scan->at - scan->start);
        ounce_str row = {scan->at, 0};

        if (rows.list && *scan->at == ']') {
            scan->at++;
            rows.list = false;
            continue;
        }
        if (!oz_json_skip(scan)) {
            if (!recover(in, &rows, from)) {
                return false;
            }
            continue;
        }
        row.size = (size_t)(scan->at - row.data);
        if (!oz_lookup_row(in, row, place(&rows, from)) ||
            (!separator(&rows) &&
             !recover(in, &rows, (size_t)(scan->at - scan->start)))) {
            return false;
        }
    }
    return !rows.list ||
           oz_lookup_pass_over(in, place(&rows, text.size),
                               "the list that it would be in is not closed");
}
