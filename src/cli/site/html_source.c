/* html_source.c — YAML and Python with their tokens marked: comments "c", strings "s",
 * keys and keywords "k", numbers and constants "n", names being defined "f".
 *
 * Marks for the eye, not a parser: what it takes for something else is merely in
 * another colour. Every byte comes out once, in order, through html_text().
 */
#include <string.h>

#include "cli/site/html.h"

struct scan {
    struct cli_text *out;
    const char *at, *end;
};

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || (c & 0x80) != 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void take(struct scan *scan, const char *kind, const char *to)
{
    html_token(scan->out, kind, scan->at, (size_t)(to - scan->at));
    scan->at = to;
}

static const char *line_end(const struct scan *scan)
{
    const char *found = memchr(scan->at, '\n', (size_t)(scan->end - scan->at));

    return found != NULL ? found : scan->end;
}

static const char *word_end(const struct scan *scan)
{
    const char *to = scan->at;

    while (to < scan->end && is_word(*to)) {
        to++;
    }
    return to;
}

/* After the closing quote of a string of one line, or where the line ends. */
static const char *quoted_end(const char *from, const char *end, bool escapes)
{
    const char *to = from + 1;

    while (to < end && *to != *from && *to != '\n') {
        to += escapes && *to == '\\' && to + 1 < end ? 2 : 1;
    }
    return to < end && *to == *from ? to + 1 : to;
}

static bool is_one_of(const char *words, const char *from, const char *to)
{
    size_t size = (size_t)(to - from);

    for (const char *at = words; (at = strchr(at, ' ')) != NULL; at++) {
        if (strncmp(at + 1, from, size) == 0 && at[1 + size] == ' ') {
            return true;
        }
    }
    return false;
}

/* ---- YAML ---- */

/* The colon that ends a key on this line, or NULL. */
static const char *key_end(const char *from, const char *end)
{
    const char *at = from;

    if (at < end && (*at == '{' || *at == '[')) { /* a map in a line */
        return NULL;
    }
    if (at < end && (*at == '"' || *at == '\'')) {
        at = quoted_end(at, end, *at == '"');
    } else {
        while (at < end && *at != '#' &&
               !(*at == ':' && (at + 1 == end || at[1] == ' '))) {
            at++;
        }
    }
    return at > from && at < end && *at == ':' ? at : NULL;
}

static void yaml_value(struct scan *scan, const char *end)
{
    const char *word;

    while (scan->at < end) {
        if (*scan->at == '#' && (scan->at[-1] == ' ' || scan->at[-1] == '\n')) {
            take(scan, "c", end);
        } else if (*scan->at == '"' || *scan->at == '\'') {
            take(scan, "s", quoted_end(scan->at, end, *scan->at == '"'));
        } else if (is_word(*scan->at)) {
            word = word_end(scan);
            take(scan,
                 is_one_of(" true false null True False yes no ", scan->at, word)
                     ? "n"
                     : NULL,
                 word);
        } else {
            take(scan, NULL, scan->at + 1);
        }
    }
}

/* Does the line end in `|` or `>`, so that what is indented further is text? */
static bool begins_block(const char *from, const char *end)
{
    while (end > from && (end[-1] == '-' || end[-1] == '+' || end[-1] == ' ')) {
        end--;
    }
    return end - from > 1 && (end[-1] == '|' || end[-1] == '>') && end[-2] == ' ';
}

static void yaml_line(struct scan *scan, const char *end)
{
    const char *colon;

    while (scan->at < end && (*scan->at == ' ' || *scan->at == '-')) {
        take(scan, NULL, scan->at + 1);
    }
    if (scan->at < end && *scan->at == '#') {
        take(scan, "c", end);
        return;
    }
    colon = key_end(scan->at, end);
    if (colon != NULL) {
        take(scan, "k", colon);
        take(scan, NULL, colon + 1);
    }
    yaml_value(scan, end);
}

void html_yaml(struct cli_text *out, ounce_str source)
{
    struct scan scan = {out, source.data, source.data + source.size};
    size_t block = SIZE_MAX; /* indent of the key whose text block this is */

    while (scan.at < scan.end) {
        const char *end = line_end(&scan);
        const char *from = scan.at;
        size_t indent = 0;

        while (from + indent < end && from[indent] == ' ') {
            indent++;
        }
        if (block != SIZE_MAX && (indent > block || from + indent == end)) {
            take(&scan, "s", end);
        } else {
            block = begins_block(from, end) ? indent : SIZE_MAX;
            yaml_line(&scan, end);
        }
        take(&scan, NULL, end < scan.end ? end + 1 : end);
    }
}

/* ---- Python ---- */

static const char keywords[] =
    " and as assert async await break class continue def del elif else except finally "
    "for from global if import in is lambda match nonlocal not or pass raise return "
    "try "
    "while with yield ";

/* After the last quote of a string that begins at @from. */
static const char *python_string(const char *from, const char *end)
{
    if (end - from < 3 || from[1] != *from || from[2] != *from) {
        return quoted_end(from, end, true);
    }
    for (const char *to = from + 3; to < end; to++) {
        if (*to == '\\' && to + 1 < end) {
            to++;
        } else if (end - to >= 3 && memcmp(to, from, 3) == 0) {
            return to + 3;
        }
    }
    return end;
}

static void python_word(struct scan *scan, bool *defines)
{
    const char *to = word_end(scan);
    size_t size = (size_t)(to - scan->at);
    const char *kind = NULL;
    bool was = *defines;

    *defines = is_one_of(" def class ", scan->at, to);
    if (to < scan->end && size <= 2 && (*to == '"' || *to == '\'') &&
        strspn(scan->at, "rRbBuUfF") >= size) {
        take(scan, "s", python_string(to, scan->end));
        return;
    }
    if (is_digit(*scan->at) || is_one_of(" True False None ", scan->at, to)) {
        kind = "n";
    } else if (was) {
        kind = "f";
    } else if (is_one_of(keywords, scan->at, to)) {
        kind = "k";
    }
    take(scan, kind, to);
}

void html_python(struct cli_text *out, ounce_str source)
{
    struct scan scan = {out, source.data, source.data + source.size};
    bool defines = false;

    while (scan.at < scan.end) {
        if (*scan.at == '#') {
            take(&scan, "c", line_end(&scan));
        } else if (*scan.at == '"' || *scan.at == '\'') {
            take(&scan, "s", python_string(scan.at, scan.end));
        } else if (is_word(*scan.at)) {
            python_word(&scan, &defines);
        } else {
            take(&scan, NULL, scan.at + 1);
        }
    }
}
