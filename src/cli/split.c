/* split.c — a stream of bytes → events, without a parser.
 *
 * Splitting looks at line breaks, brackets and quotes only: whether an event is JSON is
 * the library's to say, and a bad one must not take its neighbours along. A raw line
 * break ends a string, which JSON forbids inside one, so a lost quote is found again.
 * An item that does not end in the bytes at hand is scanned on from where the last look
 * stopped.
 */
#include "cli/split.h"

#include <string.h>

#include "cli/memory.h"

#define LOOK_AHEAD ((size_t)4096) /* blanks that may stand before "Records" */

void cli_split_init(struct cli_splitter *splitter)
{
    memset(splitter, 0, sizeof(*splitter));
    splitter->mode = CLI_SPLIT_BEGIN;
    splitter->line = 1;
}

static void add_item(struct cli_items *items, struct cli_item item)
{
    if (items->count == items->room) {
        items->room = items->room == 0 ? 256 : items->room * 2;
        items->list = cli_resize(items->list, items->room, sizeof(items->list[0]));
    }
    items->list[items->count++] = item;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_blanks(struct cli_splitter *splitter, const char *text, size_t size)
{
    size_t at = 0;

    for (; at < size && is_blank(text[at]); at++) {
        splitter->line += text[at] == '\n';
    }
    return at;
}

static void start_item(struct cli_splitter *splitter, enum cli_split_mode mode)
{
    splitter->mode = mode;
    splitter->scanned = 0;
    splitter->breaks = 0;
    splitter->depth = 0;
    splitter->bare = false;
    splitter->in_string = false;
    splitter->escaped = false;
}

/* The item under way ends after @size bytes. */
static void end_item(struct cli_splitter *splitter, size_t offset, size_t size,
                     enum cli_split_mode next, struct cli_items *items)
{
    if (!splitter->dropping) {
        add_item(items,
                 (struct cli_item){offset, size, splitter->line, CLI_ITEM_EVENT});
    }
    splitter->dropping = false;
    splitter->line += splitter->breaks;
    start_item(splitter, next);
}

/* Skip blanks from @at, and on no more than LOOK_AHEAD bytes of them. */
static size_t look_past_blanks(const char *text, size_t size, size_t at, bool *broken)
{
    while (at < size && at < LOOK_AHEAD && is_blank(text[at])) {
        *broken = *broken || text[at] == '\n';
        at++;
    }
    return at;
}

/* What begins at a brace? Returns false when more bytes are needed to tell; @used is
 * where the list of records begins. */
static bool recognise(const char *text, size_t size, bool final,
                      enum cli_split_mode *mode, size_t *used)
{
    static const char name[] = "\"Records\"";
    static const char *const marks = ":[";
    bool broken = false, ignored = false;
    size_t at = look_past_blanks(text, size, 1, &broken), same = 0;

    *used = 0;
    *mode = CLI_SPLIT_LINE;
    if (at == size) {
        return final;
    }
    if (text[0] != '{' || text[at] != '"') {
        return true;
    }
    *mode = broken ? CLI_SPLIT_VALUE : CLI_SPLIT_LINE;
    for (; same < sizeof(name) - 1 && at < size; same++, at++) {
        if (text[at] != name[same]) {
            return true;
        }
    }
    for (size_t i = 0; i < 2; i++) {
        at = look_past_blanks(text, size, at, &ignored);
        if (at == size) {
            return final;
        }
        if (text[at++] != marks[i]) {
            return true;
        }
    }
    *mode = CLI_SPLIT_RECORDS;
    *used = at;
    return true;
}

static size_t step_between(struct cli_splitter *splitter, const char *text, size_t size,
                           bool final)
{
    size_t blanks = skip_blanks(splitter, text, size), used = 0;
    enum cli_split_mode mode = CLI_SPLIT_LINE;

    if (blanks > 0 || size == 0) {
        return blanks;
    }
    if (text[0] == '{' && !recognise(text, size, final, &mode, &used)) {
        return 0;
    }
    for (size_t i = 0; i < used; i++) {
        splitter->line += text[i] == '\n';
    }
    start_item(splitter, mode);
    return used;
}

static size_t step_line(struct cli_splitter *splitter, const char *text, size_t size,
                        size_t offset, bool final, struct cli_items *items)
{
    const char *found =
        memchr(text + splitter->scanned, '\n', size - splitter->scanned);
    size_t end = found == NULL ? size : (size_t)(found - text), item = end;

    if (found == NULL && !final) {
        splitter->scanned = size;
        return 0;
    }
    while (item > 0 && is_blank(text[item - 1])) {
        item--;
    }
    end_item(splitter, offset, item, CLI_SPLIT_BETWEEN, items);
    return end; /* the line break is a blank of what comes next */
}

/* Scan on; true at the end of the value, which is then @scanned bytes long. */
static bool scan_value(struct cli_splitter *splitter, const char *text, size_t size)
{
    for (; splitter->scanned < size; splitter->scanned++) {
        char c = text[splitter->scanned];

        splitter->breaks += c == '\n';
        if (splitter->in_string) {
            splitter->in_string = c != '\n' && (splitter->escaped || c != '"');
            splitter->escaped = c == '\\' && !splitter->escaped;
        } else if (c == '"') {
            splitter->in_string = true;
            splitter->escaped = false;
        } else if (splitter->bare && (c == ',' || c == ']' || c == '}')) {
            return true;
        } else if (c == '{' || c == '[') {
            splitter->depth++;
        } else if ((c == '}' || c == ']') && --splitter->depth == 0) {
            splitter->scanned++;
            return true;
        }
    }
    return false;
}

static size_t step_value(struct cli_splitter *splitter, const char *text, size_t size,
                         size_t offset, bool final, struct cli_items *items)
{
    enum cli_split_mode next =
        splitter->mode == CLI_SPLIT_RECORD ? CLI_SPLIT_RECORDS : CLI_SPLIT_BETWEEN;
    size_t used;

    if (!scan_value(splitter, text, size)) {
        if (!final || size == 0 || splitter->mode == CLI_SPLIT_TAIL) {
            return 0;
        }
        next = CLI_SPLIT_BETWEEN; /* cut off: one item without a verdict says it all */
    }
    used = splitter->scanned;
    end_item(splitter, offset, used, next, items);
    return used;
}

static void add_unclosed(struct cli_splitter *splitter, size_t offset,
                         struct cli_items *items)
{
    splitter->line += splitter->breaks;
    add_item(items, (struct cli_item){offset, 0, splitter->line, CLI_ITEM_UNCLOSED});
    splitter->dropping = false;
    start_item(splitter, CLI_SPLIT_BETWEEN);
}

static size_t step_records(struct cli_splitter *splitter, const char *text, size_t size,
                           size_t offset, struct cli_items *items)
{
    size_t used = skip_blanks(splitter, text, size);

    if (used > 0 || size == 0) {
        return used;
    }
    if (text[0] == ',') {
        return 1;
    }
    if (text[0] == ']') {
        start_item(splitter, CLI_SPLIT_TAIL);
        splitter->depth = 1;
        splitter->dropping = true; /* nothing behind the list is an event */
        return 1;
    }
    if (text[0] == '}') {
        add_unclosed(splitter, offset, items);
        return 1;
    }
    start_item(splitter, CLI_SPLIT_RECORD);
    splitter->bare = text[0] != '{' && text[0] != '[';
    return 0;
}

static size_t step_begin(struct cli_splitter *splitter, const char *text, size_t size,
                         bool final)
{
    static const char mark[] = "\xef\xbb\xbf";
    size_t look = size < 3 ? size : 3;

    if (look < 3 && !final && memcmp(text, mark, look) == 0) {
        return 0;
    }
    splitter->mode = CLI_SPLIT_BETWEEN;
    return look == 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;
}

static size_t step(struct cli_splitter *splitter, const char *text, size_t size,
                   size_t offset, bool final, struct cli_items *items)
{
    switch (splitter->mode) {
    case CLI_SPLIT_BEGIN:
        return step_begin(splitter, text, size, final);
    case CLI_SPLIT_BETWEEN:
        return step_between(splitter, text, size, final);
    case CLI_SPLIT_LINE:
        return step_line(splitter, text, size, offset, final, items);
    case CLI_SPLIT_RECORDS:
        return step_records(splitter, text, size, offset, items);
    case CLI_SPLIT_VALUE:
    case CLI_SPLIT_RECORD:
    case CLI_SPLIT_TAIL:
        return step_value(splitter, text, size, offset, final, items);
    }
    return 0;
}

static size_t finish(struct cli_splitter *splitter, size_t size,
                     struct cli_items *items)
{
    if (splitter->mode == CLI_SPLIT_RECORDS || splitter->mode == CLI_SPLIT_TAIL) {
        add_unclosed(splitter, size, items);
    }
    return size;
}

size_t cli_split(struct cli_splitter *splitter, const char *text, size_t size,
                 bool final, struct cli_items *items)
{
    size_t at = 0;

    for (;;) {
        enum cli_split_mode before = splitter->mode;
        size_t used = step(splitter, text + at, size - at, at, final, items);

        at += used;
        if (used == 0 && splitter->mode == before) {
            break;
        }
    }
    if (splitter->dropping && at < size) { /* all of it is looked at */
        at = size;
        splitter->scanned = 0;
    }
    return final ? finish(splitter, size, items) : at;
}

void cli_split_too_big(struct cli_splitter *splitter, struct cli_items *items)
{
    add_item(items, (struct cli_item){0, 0, splitter->line, CLI_ITEM_TOO_BIG});
    splitter->dropping = true;
}
