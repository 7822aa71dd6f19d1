/* lint_comment.c — `# ounce: allow NAME[, NAME…]`: what an author has decided.
 *
 *     # ounce: allow coarse-dedup (one alert an account is what we want)
 *
 * Anywhere in the file, on a line of its own; what stands in parentheses behind a name
 * is the reason, and for people. libyaml drops comments, so the text itself is
 * searched.
 */
#include "lint/lint_rule.h"

#include "base/str.h"
#include "base/utf8.h"

#define TAG "ounce:"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static ounce_str trim(ounce_str text)
{
    while (text.size > 0 && is_blank(text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && is_blank(text.data[text.size - 1])) {
        text.size--;
    }
    return text;
}

static ounce_str drop(ounce_str text, size_t size)
{
    return (ounce_str){text.data + size, text.size - size};
}

/* What follows `# ounce: allow` in a line; false for any other line. */
static bool is_allow(ounce_str line, ounce_str *names)
{
    line = trim(line);
    if (line.size == 0 || line.data[0] != '#') {
        return false;
    }
    line = trim(drop(line, 1));
    if (line.size < strlen(TAG) || memcmp(line.data, TAG, strlen(TAG)) != 0) {
        return false;
    }
    line = trim(drop(line, strlen(TAG)));
    if (line.size < 5 || memcmp(line.data, "allow", 5) != 0 ||
        (line.size > 5 && !is_blank(line.data[5]))) {
        return false;
    }
    *names = trim(drop(line, 5));
    return true;
}

static void unknown(struct oz_lint_rule *rule, struct oz_span span, ounce_str name)
{
    const char *nearest = oz_nearest(name, oz_lint_names);

    oz_lint_say(rule, OZ_LINT_UNKNOWN_LINT, span, "there is no lint \"%.*s\"%s%s%s",
                OZ_STR(name), nearest != NULL ? "; did you mean \"" : "",
                nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
}

/* `start` is where the line begins. */
static void take_names(struct oz_lint_rule *rule, const char *start, uint32_t line,
                       ounce_str names)
{
    while (names.size > 0) {
        const char *comma = memchr(names.data, ',', names.size);
        const char *reason = memchr(names.data, '(', names.size);
        const char *stop =
            reason != NULL && (comma == NULL || reason < comma) ? reason : comma;
        size_t size = stop == NULL ? names.size : (size_t)(stop - names.data);
        ounce_str name = trim((ounce_str){names.data, size});
        enum oz_lint_id id = oz_lint_find(name);
        size_t before = (size_t)(name.data - start);
        struct oz_span span = {line, (uint32_t)oz_utf8_count(start, before) + 1,
                               (size_t)(name.data - rule->in->text.data)};

        if (id != OZ_LINT_COUNT) {
            rule->allowed |= (uint64_t)1 << id;
        } else if (name.size > 0) {
            unknown(rule, span, name);
        }
        if (stop == NULL || stop == reason) {
            return;
        }
        names = trim(drop(names, size + 1));
    }
}

static uint32_t count_lines(const char *from, const char *to)
{
    uint32_t lines = 0;

    while (from < to && (from = memchr(from, '\n', (size_t)(to - from))) != NULL) {
        lines++;
        from++;
    }
    return lines;
}

void oz_lint_comments(struct oz_lint_rule *rule)
{
    ounce_str text = rule->in->text;
    const char *end = text.data + text.size;
    const char *at = text.data;
    uint32_t line = 1;

    if (text.size >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0) {
        at += 3;
    }
    while (at < end) {
        const char *tag = memmem(at, (size_t)(end - at), TAG, strlen(TAG));
        const char *start = tag;
        const char *stop;
        ounce_str names;

        if (tag == NULL) {
            return;
        }
        while (start > at && start[-1] != '\n') {
            start--;
        }
        line += count_lines(at, start);
        stop = memchr(tag, '\n', (size_t)(end - tag));
        stop = stop == NULL ? end : stop;
        if (is_allow((ounce_str){start, (size_t)(stop - start)}, &names)) {
            take_names(rule, start, line, names);
        }
        at = stop; /* the line break is counted on the way to the next */
    }
}
