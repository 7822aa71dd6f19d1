/* html_json.c — a JSON value laid out for people, its tokens marked.
 *
 *     {"a":[1,"b"]}  =>  {
 *                          "a": [
 *                            1,
 *                            "b"
 *                          ]
 *                        }
 *
 * The text is the library's own compact JSON. Numbers stay as they are spelt: a reader
 * that knew doubles only would change them.
 */
#include "cli/site/html.h"

static void new_line(struct cli_text *out, uint32_t depth)
{
    cli_text_char(out, '\n');
    cli_text_indent(out, 2 * depth);
}

/* The end of a string that begins at @at, after its closing quote. */
static size_t string_end(ounce_str json, size_t at)
{
    for (at++; at < json.size && json.data[at] != '"'; at++) {
        at += json.data[at] == '\\';
    }
    return at < json.size ? at + 1 : json.size;
}

static bool ends_word(char c)
{
    return c == ',' || c == ':' || c == ']' || c == '}' || c == '[' || c == '{' ||
           c == '"' || c == ' ' || c == '\n';
}

static size_t add_word(struct cli_text *out, ounce_str json, size_t at)
{
    size_t end = at;

    while (end < json.size && !ends_word(json.data[end])) {
        end++;
    }
    html_token(out, "n", json.data + at, end - at);
    return end;
}

static size_t add_string(struct cli_text *out, ounce_str json, size_t at)
{
    size_t end = string_end(json, at);
    bool key = end < json.size && json.data[end] == ':';

    html_token(out, key ? "k" : "s", json.data + at, end - at);
    return end;
}

static size_t add_bracket(struct cli_text *out, ounce_str json, size_t at,
                          uint32_t *depth)
{
    char c = json.data[at];

    if (c == ']' || c == '}') {
        *depth -= *depth > 0;
        new_line(out, *depth);
        cli_text_char(out, c);
        return at + 1;
    }
    cli_text_char(out, c);
    if (at + 1 < json.size && (json.data[at + 1] == ']' || json.data[at + 1] == '}')) {
        cli_text_char(out, json.data[at + 1]);
        return at + 2;
    }
    ++*depth;
    new_line(out, *depth);
    return at + 1;
}

void html_json(struct cli_text *out, ounce_str json)
{
    uint32_t depth = 0;
    size_t at = 0;

    while (at < json.size) {
        switch (json.data[at]) {
        case '"':
            at = add_string(out, json, at);
            break;
        case '{':
        case '[':
        case '}':
        case ']':
            at = add_bracket(out, json, at, &depth);
            break;
        case ',':
            cli_text_char(out, ',');
            new_line(out, depth);
            at++;
            break;
        case ':':
            cli_text_put(out, ": ");
            at++;
            break;
        case ' ':
        case '\n':
            at++;
            break;
        default:
            at = add_word(out, json, at);
        }
    }
}
