/* token.c — lines, indentation, names and signs; literals are in token_scan.c.
 *
 *     line = indentation? token* NEWLINE        inside brackets a line does not end
 *
 * Follows CPython's tokenizer where the two could differ in what is accepted: two
 * measures of a tab, a form feed that begins a line anew, a backslash in indentation.
 */
#include "python/token.h"

#include "base/str.h"
#include "base/utf8.h"
#include "python/token_scan.h"

#include <stdio.h>

static const char *const names[OZ_TOKEN_COUNT] = {
    [OZ_TOKEN_END] = "the end of the file",
    [OZ_TOKEN_NEWLINE] = "the end of the line",
    [OZ_TOKEN_INDENT] = "an indented line",
    [OZ_TOKEN_DEDENT] = "the end of the block",
    [OZ_TOKEN_ERROR] = "what cannot be read",
    [OZ_TOKEN_NAME] = "a name",
    [OZ_TOKEN_NUMBER] = "a number",
    [OZ_TOKEN_STRING] = "a string",
#define OZ_KEYWORD(id, text)  [OZ_TOKEN_##id] = text,
#define OZ_OPERATOR(id, text) [OZ_TOKEN_##id] = text,
#include "python/token.def"
#undef OZ_KEYWORD
#undef OZ_OPERATOR
};

#define FIRST_KEYWORD  OZ_TOKEN_FALSE
#define FIRST_OPERATOR OZ_TOKEN_ELLIPSIS

const char *oz_token_name(enum oz_token_kind kind)
{
    return names[kind];
}

/* ---- Places ---- */

/* The column of the cursor. The mark follows it, so a line is counted once. */
static uint32_t column(struct oz_scan *scan)
{
    for (; scan->mark < scan->at; scan->mark++) {
        if (((unsigned char)scan->text[scan->mark] & 0xc0) != 0x80) {
            scan->mark_column++;
        }
    }
    return scan->mark_column;
}

/* Step over a line end. */
static void end_line(struct oz_scan *scan)
{
    scan->at++;
    scan->line++;
    scan->mark = scan->at;
    scan->mark_column = 1;
}

void oz_scan_add(struct oz_scan *scan, enum oz_token_kind kind, uint32_t size)
{
    struct oz_tokens *out = scan->out;
    void *items = out->items;

    if (!oz_arena_grow(scan->arena, &items, out->count, &out->capacity,
                       sizeof *out->items)) {
        scan->nomem = true;
        scan->done = true;
        return;
    }
    out->items = items;
    out->items[out->count++] =
        (struct oz_token){(uint8_t)kind, scan->line, column(scan), scan->at, size};
}

void oz_scan_fail(struct oz_scan *scan, const char *problem)
{
    if (!scan->done) {
        snprintf(scan->out->problem, sizeof scan->out->problem, "%s", problem);
        oz_scan_add(scan, OZ_TOKEN_ERROR, 0);
        oz_scan_add(scan, OZ_TOKEN_END, 0);
        scan->done = true;
    }
}

/* ---- The beginning of a line ---- */

/* A backslash at the end of a line: go on with the next. */
static bool join_lines(struct oz_scan *scan)
{
    scan->at++;
    if (scan->at < scan->end && scan->text[scan->at] != '\n') {
        oz_scan_fail(scan, "expected the end of the line after '\\'");
        return false;
    }
    if (scan->end - scan->at <= 1) {
        oz_scan_fail(scan, "expected another line after the '\\' that continues one");
        return false;
    }
    end_line(scan);
    return true;
}

/* Measure the blanks before the first token. */
static struct oz_token_indent measure(struct oz_scan *scan)
{
    struct oz_token_indent width = {0, 0};
    struct oz_token_indent before = {0, 0}; /* a backslash: that of the first line */

    for (;; scan->at++) {
        unsigned char c = oz_scan_peek(scan, 0);

        if (c == ' ') {
            width.column++;
            width.another++;
        } else if (c == '\t') {
            width.column = (width.column / 8 + 1) * 8;
            width.another++;
        } else if (c == '\f') {
            width = (struct oz_token_indent){0, 0};
        } else if (c == '\\') {
            before = before.column > 0 ? before : width;
            width = (struct oz_token_indent){0, 0};
            if (!join_lines(scan)) {
                return width;
            }
            scan->at--;
        } else {
            return before.column > 0 ? before : width;
        }
    }
}

static void skip_comment(struct oz_scan *scan)
{
    while (scan->at < scan->end && scan->text[scan->at] != '\n') {
        scan->at++;
    }
}

static void close_blocks(struct oz_scan *scan, struct oz_token_indent width)
{
    while (scan->indent_count > 1 &&
           scan->indents[scan->indent_count - 1].column > width.column) {
        scan->indent_count--;
        oz_scan_add(scan, OZ_TOKEN_DEDENT, 0);
    }
    if (scan->indents[scan->indent_count - 1].column != width.column) {
        oz_scan_fail(scan, "unindent does not match any outer level");
    } else if (scan->indents[scan->indent_count - 1].another != width.another) {
        oz_scan_fail(scan, "tabs and spaces are mixed in the indentation");
    }
}

static void open_block(struct oz_scan *scan, struct oz_token_indent width)
{
    if (width.another <= scan->indents[scan->indent_count - 1].another) {
        oz_scan_fail(scan, "tabs and spaces are mixed in the indentation");
    } else if (scan->indent_count == OZ_TOKEN_INDENTS) {
        scan->out->is_limit = true;
        oz_scan_fail(scan, "blocks nest deeper than 100 levels of indentation");
    } else {
        scan->indents[scan->indent_count++] = width;
        oz_scan_add(scan, OZ_TOKEN_INDENT, 0);
    }
}

static void begin_line(struct oz_scan *scan)
{
    struct oz_token_indent width = measure(scan);
    unsigned char c = oz_scan_peek(scan, 0);

    if (scan->done) {
        return;
    }
    if (c == '#') {
        skip_comment(scan);
        c = oz_scan_peek(scan, 0);
    }
    if (c == '\n') {
        end_line(scan);
        return;
    }
    scan->line_start = false;
    if (scan->at == scan->end) {
        return;
    }
    if (width.column > scan->indents[scan->indent_count - 1].column) {
        open_block(scan, width);
    } else {
        close_blocks(scan, width);
    }
}

/* ---- Names and signs ---- */

bool oz_token_is_letter(uint32_t cp)
{
    static const struct {
        uint32_t first, last;
    } signs[] = {
        {0x80, 0xa9},     {0xab, 0xb4},       {0xb6, 0xb6},       {0xb8, 0xb9},
        {0xbb, 0xbf},     {0xd7, 0xd7},       {0xf7, 0xf7},       {0x2000, 0x203e},
        {0x2041, 0x2053}, {0x2055, 0x2070},   {0x20a0, 0x20cf},   {0x2190, 0x2bff},
        {0x2e00, 0x2e7f}, {0x3000, 0x3004},   {0x3008, 0x3020},   {0xd800, 0xf8ff},
        {0xfe10, 0xfe1f}, {0xfeff, 0xfeff},   {0xff01, 0xff0f},   {0xff1a, 0xff20},
        {0xffe0, 0xffff}, {0x1f000, 0x1faff}, {0xe0000, 0xe00ff}, {0xf0000, 0x10ffff},
    };

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (cp >= signs[i].first && cp <= signs[i].last) {
            return false;
        }
    }
    return true;
}

bool oz_scan_is_name(const struct oz_scan *scan)
{
    unsigned char c = oz_scan_peek(scan, 0);
    size_t used;

    if (c < 0x80) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               oz_scan_is_digit(c);
    }
    return oz_token_is_letter(
        oz_utf8_decode(scan->text + scan->at, scan->end - scan->at, &used));
}

/* Bytes of the name at the cursor, which stays there. */
static uint32_t name_size(struct oz_scan *scan)
{
    const uint32_t start = scan->at;
    uint32_t size;

    while (scan->at < scan->end && oz_scan_is_name(scan)) {
        do {
            scan->at++;
        } while ((oz_scan_peek(scan, 0) & 0xc0) == 0x80);
    }
    size = scan->at - start;
    scan->at = start;
    return size;
}

/* Letters of a string's prefix at the cursor, when a quote follows them. */
static bool is_string(const struct oz_scan *scan, uint32_t *prefix)
{
    static const char *const prefixes[] = {"",   "r",  "b",  "u", "f",
                                           "br", "rb", "fr", "rf"};

    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        uint32_t k = 0;

        while (prefixes[i][k] != '\0' &&
               (oz_scan_peek(scan, k) | 0x20) == (unsigned char)prefixes[i][k]) {
            k++;
        }
        if (prefixes[i][k] == '\0' &&
            (oz_scan_peek(scan, k) == '\'' || oz_scan_peek(scan, k) == '"')) {
            *prefix = k;
            return true;
        }
    }
    return false;
}

static void read_name(struct oz_scan *scan)
{
    const ounce_str name = {scan->text + scan->at, name_size(scan)};
    uint32_t kind = OZ_TOKEN_NAME;

    for (uint32_t i = FIRST_KEYWORD; i < FIRST_OPERATOR; i++) {
        if (names[i][0] == name.data[0] && oz_str_is(name, names[i])) {
            kind = i;
        }
    }
    oz_scan_add(scan, (enum oz_token_kind)kind, (uint32_t)name.size);
    scan->at += (uint32_t)name.size;
}

static void count_brackets(struct oz_scan *scan, char c)
{
    if (c == '(' || c == '[' || c == '{') {
        scan->depth++;
    } else if ((c == ')' || c == ']' || c == '}') && scan->depth > 0) {
        scan->depth--; /* one too many is the parser's to tell */
    }
}

static void refuse_character(struct oz_scan *scan)
{
    char text[64];
    size_t used;
    uint32_t cp = oz_utf8_decode(scan->text + scan->at, scan->end - scan->at, &used);

    snprintf(text, sizeof text, "no token begins with this character (U+%04X)",
             (unsigned)cp);
    oz_scan_fail(scan, text);
}

static void read_sign(struct oz_scan *scan)
{
    for (uint32_t i = FIRST_OPERATOR; i < OZ_TOKEN_COUNT; i++) {
        uint32_t k = 0;

        while (names[i][k] != '\0' &&
               oz_scan_peek(scan, k) == (unsigned char)names[i][k]) {
            k++;
        }
        if (names[i][k] == '\0') {
            count_brackets(scan, names[i][0]);
            oz_scan_add(scan, (enum oz_token_kind)i, k);
            scan->at += k;
            return;
        }
    }
    refuse_character(scan);
}

/* ---- The whole ---- */

static void finish(struct oz_scan *scan)
{
    const struct oz_tokens *out = scan->out;

    if (scan->is_part) {
        oz_scan_add(scan, OZ_TOKEN_CLOSE_PAREN, 0);
    } else if (out->count > 0 && out->items[out->count - 1].kind != OZ_TOKEN_NEWLINE &&
               out->items[out->count - 1].kind != OZ_TOKEN_DEDENT && scan->depth == 0) {
        oz_scan_add(scan, OZ_TOKEN_NEWLINE, 0);
    }
    for (; scan->indent_count > 1 && !scan->done; scan->indent_count--) {
        oz_scan_add(scan, OZ_TOKEN_DEDENT, 0);
    }
    oz_scan_add(scan, OZ_TOKEN_END, 0);
    scan->done = true;
}

static void read_line_end(struct oz_scan *scan)
{
    if (scan->depth == 0) {
        oz_scan_add(scan, OZ_TOKEN_NEWLINE, 0);
        scan->line_start = true;
    }
    end_line(scan);
}

static void read_token(struct oz_scan *scan)
{
    unsigned char c = oz_scan_peek(scan, 0);
    uint32_t prefix;

    if (scan->at == scan->end) {
        finish(scan);
    } else if (c == ' ' || c == '\t' || c == '\f') {
        scan->at++;
    } else if (c == '#') {
        skip_comment(scan);
    } else if (c == '\\') {
        join_lines(scan);
    } else if (c == '\n') {
        read_line_end(scan);
    } else if (oz_scan_is_digit(c) ||
               (c == '.' && oz_scan_is_digit(oz_scan_peek(scan, 1)))) {
        oz_scan_number(scan);
    } else if (is_string(scan, &prefix)) {
        oz_scan_string(scan, prefix);
    } else if (oz_scan_is_name(scan)) {
        read_name(scan);
    } else {
        read_sign(scan);
    }
}

static bool run(struct oz_scan *scan)
{
    scan->out->text = scan->text;
    while (!scan->done) {
        if (scan->line_start) {
            begin_line(scan);
        } else {
            read_token(scan);
        }
    }
    return !scan->nomem;
}

bool oz_token_read(struct oz_arena *arena, ounce_str text, struct oz_tokens *out)
{
    struct oz_scan scan = {.arena = arena,
                           .out = out,
                           .text = text.size > 0 ? text.data : "",
                           .end = (uint32_t)text.size,
                           .line = 1,
                           .mark_column = 1,
                           .indent_count = 1,
                           .line_start = true};

    memset(out, 0, sizeof *out);
    return run(&scan);
}

bool oz_token_read_part(struct oz_arena *arena, const char *text,
                        const struct oz_token_part *part, struct oz_tokens *out)
{
    struct oz_scan scan = {.arena = arena,
                           .out = out,
                           .text = text,
                           .at = part->start - 1,
                           .end = part->end,
                           .line = part->line,
                           .mark = part->start - 1,
                           .mark_column = part->column,
                           .depth = 1,
                           .indent_count = 1,
                           .is_part = true};

    memset(out, 0, sizeof *out);
    oz_scan_add(&scan, OZ_TOKEN_OPEN_PAREN, 1);
    scan.at++;
    return run(&scan);
}
