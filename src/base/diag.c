/* diag.c — errors are data: what, where, and what would have been accepted. */
#include "base/diag.h"

#include "base/str.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

#define MESSAGE_SIZE 512

void oz_diags_init(struct oz_diags *diags, struct oz_arena *arena, uint32_t limit)
{
    memset(diags, 0, sizeof *diags);
    diags->arena = arena;
    diags->limit = limit;
}

/* Cut at the last whole character: quoted words may have been cut anywhere. Bytes that
 * are not UTF-8 (from a file that is not) become question marks. */
static size_t clean_text(char *text, size_t size)
{
    size_t at = oz_utf8_valid(text, size);

    while (at < size) {
        if (size - at < 4) {
            bool cut = true;

            for (size_t i = at + 1; i < size; i++) {
                cut = cut && ((unsigned char)text[i] & 0xc0) == 0x80;
            }
            if (cut && (unsigned char)text[at] >= 0xc2) {
                return at;
            }
        }
        text[at++] = '?';
        at += oz_utf8_valid(text + at, size - at);
    }
    return size;
}

OZ_FORMAT(3, 0)
static size_t format_message(char *out, size_t capacity, const char *format,
                             va_list args)
{
    int written = vsnprintf(out, capacity, format, args);
    size_t size = written < 0 ? 0 : (size_t)written;

    size = clean_text(out, size < capacity ? size : capacity - 1);
    out[size] = '\0';
    return size;
}

static bool keep(struct oz_diags *diags, const ounce_diagnostic *diagnostic,
                 const char *message, size_t size)
{
    void *items = diags->items;
    ounce_diagnostic *kept;

    if (!oz_arena_grow(diags->arena, &items, diags->count, &diags->capacity,
                       sizeof *diags->items)) {
        return false;
    }
    diags->items = items;
    kept = &diags->items[diags->count];
    *kept = *diagnostic;
    if (!oz_arena_text(diags->arena, message, size, &kept->message)) {
        return false;
    }
    diags->count++;
    return true;
}

void oz_diag(struct oz_diags *diags, ounce_level level, const char *code,
             struct oz_span span, const char *format, ...)
{
    ounce_diagnostic diagnostic = {0};
    char message[MESSAGE_SIZE];
    size_t size;
    va_list args;

    if (diags == NULL) {
        return;
    }
    diags->found[level]++;
    if (diags->count >= diags->limit) {
        return;
    }
    va_start(args, format);
    size = format_message(message, sizeof message, format, args);
    va_end(args);
    diagnostic.level = (uint32_t)level;
    diagnostic.line = span.line;
    diagnostic.column = span.column;
    diagnostic.file = diags->file;
    diagnostic.rule_id = diags->rule_id;
    diagnostic.code.data = code;
    diagnostic.code.size = strlen(code);
    if (!keep(diags, &diagnostic, message, size)) {
        diags->failed = true;
    }
}

static void set_file(ounce_error *err, ounce_str file)
{
    size_t room = sizeof err->file - 1;
    size_t cut = file.size > room ? file.size - room : 0;

    if (file.size > 0) {
        memcpy(err->file, file.data + cut, file.size - cut);
    }
    err->file[file.size - cut] = '\0';
}

OZ_FORMAT(5, 0)
static void fill(ounce_error *err, ounce_status code, ounce_str file,
                 struct oz_span span, const char *format, va_list args)
{
    memset(err, 0, sizeof *err);
    err->code = code;
    err->line = span.line;
    err->column = span.column;
    err->offset = span.offset;
    set_file(err, file);
    format_message(err->message, sizeof err->message, format, args);
}

ounce_status oz_error(ounce_error *err, ounce_status code, const char *format, ...)
{
    va_list args;

    if (err != NULL) {
        va_start(args, format);
        fill(err, code, (ounce_str){NULL, 0}, (struct oz_span){0, 0, 0}, format, args);
        va_end(args);
    }
    return code;
}

ounce_status oz_error_at(ounce_error *err, ounce_status code, ounce_str file,
                         struct oz_span span, const char *format, ...)
{
    va_list args;

    if (err != NULL) {
        va_start(args, format);
        fill(err, code, file, span, format, args);
        va_end(args);
    }
    return code;
}

ounce_status oz_error_nomem(ounce_error *err)
{
    return oz_error(err, OUNCE_ERR_NOMEM, "out of memory");
}

#define LONGEST_WORD 48

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;

    return ab < c ? ab : c;
}

static char lower_ascii(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Optimal string alignment: insertions, deletions, changes, swaps of neighbours. A
 * change of case alone is half a typo: costs are doubled so that it can be. */
static size_t distance(ounce_str a, ounce_str b)
{
    size_t rows[3][LONGEST_WORD + 1];
    size_t *before = rows[0];
    size_t *last = rows[1];
    size_t *now = rows[2];

    for (size_t j = 0; j <= b.size; j++) {
        last[j] = 2 * j;
    }
    for (size_t i = 1; i <= a.size; i++) {
        size_t *spare = before;

        now[0] = 2 * i;
        for (size_t j = 1; j <= b.size; j++) {
            char x = a.data[i - 1];
            char y = b.data[j - 1];
            size_t change = x == y ? 0 : lower_ascii(x) == lower_ascii(y) ? 1 : 2;

            now[j] = smallest(last[j] + 2, now[j - 1] + 2, last[j - 1] + change);
            if (i > 1 && j > 1 && x == b.data[j - 2] && a.data[i - 2] == y &&
                before[j - 2] + 2 < now[j]) {
                now[j] = before[j - 2] + 2;
            }
        }
        before = last;
        last = now;
        now = spare;
    }
    return last[b.size];
}

/* Words that differ in nothing but case are as near as one typo. */
static size_t word_distance(ounce_str a, ounce_str b)
{
    bool same = a.size == b.size;

    for (size_t i = 0; same && i < a.size; i++) {
        same = lower_ascii(a.data[i]) == lower_ascii(b.data[i]);
    }
    return same ? 1 : distance(a, b);
}

/* Are all letters of `part` in the word, in order? "IsWithin" has those of "IsIn". */
static bool is_inside(ounce_str part, ounce_str word)
{
    size_t found = 0;

    for (size_t i = 0; i < word.size && found < part.size; i++) {
        if (lower_ascii(word.data[i]) == lower_ascii(part.data[found])) {
            found++;
        }
    }
    return found == part.size;
}

/* The longest word that is inside this one and at least half of it. */
static const char *longest_inside(ounce_str word, const char *const *words)
{
    size_t best = 3; /* shorter ones are inside too much */
    const char *found = NULL;

    for (; *words != NULL; words++) {
        ounce_str candidate = {*words, strlen(*words)};

        if (candidate.size > best && 2 * candidate.size >= word.size &&
            is_inside(candidate, word)) {
            best = candidate.size;
            found = *words;
        }
    }
    return found;
}

const char *oz_nearest(ounce_str word, const char *const *words)
{
    const char *const *first = words;
    size_t best = (word.size / 3 + 1) * 2 + 1; /* a third of the letters may be wrong */
    const char *found = NULL;

    if (word.size == 0 || word.size > LONGEST_WORD) {
        return NULL;
    }
    for (; *words != NULL; words++) {
        ounce_str candidate = {*words, strlen(*words)};
        size_t cost;

        if (candidate.size > LONGEST_WORD) {
            continue;
        }
        cost = word_distance(word, candidate);
        if (cost < best) {
            best = cost;
            found = *words;
        }
    }
    return found != NULL ? found : longest_inside(word, first);
}
