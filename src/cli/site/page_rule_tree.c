/* page_rule_tree.c — the predicate tree as a picture: inline SVG from the JSON of
 * ounce_rule_print(), left to right, a row a leaf.
 *
 *                  ┌ eq(eventName, "DeleteFlowLogs")  guard
 *     match ── all ┤
 *                  └ is_null_or_empty(errorCode)
 *
 * Looks come from the style sheet, by class: the pages' policy lets no style stand in
 * them. The picture is bounded, since a rule in Python can have thousands of nodes.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"
#include "cli/site/html.h"
#include "cli/site/page_rule.h"

#define MOST_ROWS  150 /* leaves in a picture */
#define MOST_DEPTH 24
#define MOST_CODES 76 /* code points of a label */
#define ROW        30
#define GAP        34 /* between a node and its children */

struct picture {
    struct cli_text out;
    const json_t *guard; /* borrowed; null: none */
    uint32_t rows;
    uint32_t width;
    bool cut;
};

static ounce_str string_of(const json_t *json)
{
    return (ounce_str){json_string_value(json), json_string_length(json)};
}

/* ---- labels ---- */

static bool begins_code(char c)
{
    return ((unsigned char)c & 0xc0) != 0x80;
}

/* The part of a label that is shown; its width goes to @codes. */
static size_t shown_size(ounce_str text, uint32_t *codes)
{
    size_t size = 0;

    for (*codes = 0; size < text.size; size++) {
        if (begins_code(text.data[size])) {
            if (*codes == MOST_CODES) {
                break;
            }
            ++*codes;
        }
    }
    return size;
}

static bool has_prefix(ounce_str text, const char *prefix, size_t size)
{
    return text.size >= size && memcmp(text.data, prefix, size) == 0;
}

/* Is the node the test the plan looks the rule up by? It is an equality of that field.
 */
static bool is_guard(const struct picture *picture, ounce_str expr)
{
    const json_t *key;
    size_t i;

    json_array_foreach (picture->guard, i, key) {
        ounce_str field = string_of(json_object_get(key, "field"));
        size_t open = has_prefix(expr, "eq(", 3) || has_prefix(expr, "in(", 3) ? 3 : 0;

        if (open > 0 && expr.size > open + field.size &&
            memcmp(expr.data + open, field.data, field.size) == 0 &&
            expr.data[open + field.size] == ',') {
            return true;
        }
    }
    return false;
}

/* ---- drawing ---- */

static void number(struct cli_text *out, const char *name, uint32_t value)
{
    cli_text_char(out, ' ');
    cli_text_put(out, name);
    cli_text_put(out, "=\"");
    cli_text_uint(out, value);
    cli_text_char(out, '"');
}

/* A box with its label at @x, its middle at @y. Returns where it ends. */
static uint32_t box(struct picture *picture, ounce_str expr, uint32_t x, uint32_t y,
                    const char *class)
{
    struct cli_text *out = &picture->out;
    uint32_t codes;
    size_t size = shown_size(expr, &codes);
    uint32_t width = (codes + (size < expr.size)) * 15 / 2 + 18;

    cli_text_put(out, "<g class=\"");
    cli_text_put(out, class);
    cli_text_put(out, "\"><title>");
    html_text(out, expr);
    cli_text_put(out, "</title><rect rx=\"5\" height=\"22\"");
    number(out, "x", x);
    number(out, "y", y - 11);
    number(out, "width", width);
    cli_text_put(out, "/><text");
    number(out, "x", x + 9);
    number(out, "y", y + 4);
    cli_text_char(out, '>');
    html_text(out, (ounce_str){expr.data, size});
    cli_text_put(out, size < expr.size ? "…</text></g>\n" : "</text></g>\n");
    if (x + width + 12 > picture->width) {
        picture->width = x + width + 12;
    }
    return x + width;
}

static void guard_flag(struct picture *picture, uint32_t x, uint32_t y)
{
    cli_text_put(&picture->out, "<text class=\"flag\"");
    number(&picture->out, "x", x + 8);
    number(&picture->out, "y", y + 4);
    cli_text_put(&picture->out, ">guard</text>\n");
    if (x + 64 > picture->width) {
        picture->width = x + 64;
    }
}

static void edge(struct picture *picture, uint32_t x, uint32_t y, uint32_t to_x,
                 uint32_t to_y)
{
    struct cli_text *out = &picture->out;
    uint32_t middle = (x + to_x) / 2;
    const uint32_t at[] = {x, y, middle, y, middle, to_y, to_x, to_y};

    cli_text_put(out, "<path class=\"edge\" d=\"M");
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        cli_text_put(out, i == 0 ? "" : i == 2 ? " C" : " ");
        cli_text_uint(out, at[i]);
    }
    cli_text_put(out, "\"/>\n");
}

static uint32_t label_width(ounce_str expr)
{
    uint32_t codes;
    size_t size = shown_size(expr, &codes);

    return (codes + (size < expr.size)) * 15 / 2 + 18;
}

static uint32_t node(struct picture *picture, const json_t *json, uint32_t x,
                     uint32_t depth);

static uint32_t leaf(struct picture *picture, ounce_str expr, uint32_t x)
{
    uint32_t y = ++picture->rows * ROW - ROW / 2 + 4;
    bool guard = is_guard(picture, expr);
    uint32_t end = box(picture, expr, x, y,
                       guard                         ? "leaf guard"
                       : has_prefix(expr, "not(", 4) ? "leaf not"
                                                     : "leaf");

    if (guard) {
        guard_flag(picture, end, y);
    }
    return y;
}

static const json_t *child(const json_t *json, size_t index)
{
    const json_t *body = json_object_get(json, "body");

    return body != NULL ? index == 0 ? body : NULL
                        : json_array_get(json_object_get(json, "children"), index);
}

/* Draw a node with what is below it; returns the middle of its height. */
static uint32_t node(struct picture *picture, const json_t *json, uint32_t x,
                     uint32_t depth)
{
    ounce_str expr = string_of(json_object_get(json, "expr"));
    uint32_t from = x + label_width(expr);
    uint32_t ys[MOST_ROWS];
    uint32_t count = 0;
    uint32_t y;

    if (child(json, 0) == NULL || depth == MOST_DEPTH) {
        picture->cut = picture->cut || child(json, 0) != NULL;
        return leaf(picture, expr, x);
    }
    for (size_t i = 0; child(json, i) != NULL; i++) {
        if (picture->rows >= MOST_ROWS) {
            picture->cut = true;
            break;
        }
        ys[count++] = node(picture, child(json, i), from + GAP, depth + 1);
    }
    if (count == 0) {
        return leaf(picture, expr, x);
    }
    y = (ys[0] + ys[count - 1]) / 2;
    for (uint32_t i = 0; i < count; i++) {
        edge(picture, from, y, from + GAP, ys[i]);
    }
    box(picture, expr, x, y, has_prefix(expr, "not", 3) ? "group not" : "group");
    return y;
}

/* ---- the section ---- */

static json_t *print(const struct site *site, uint32_t rule)
{
    size_t size = 0;
    char *room;
    json_t *json = NULL;

    ounce_rule_print(site->ruleset, rule, OUNCE_PRINT_JSON, NULL, 0, &size);
    room = cli_resize(NULL, size, 1);
    if (ounce_rule_print(site->ruleset, rule, OUNCE_PRINT_JSON, room, size, &size) ==
        OUNCE_OK) {
        json = json_loadb(room, size, JSON_ALLOW_NUL, NULL);
    }
    free(room);
    return json;
}

static void guard_value(struct cli_text *out, const json_t *value)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);

    if (text == NULL) {
        cli_out_of_memory();
    }
    html_element(out, "code", NULL, html_words(text));
    free(text);
}

/* What a member must be: the words of one key of the guard. */
static void key_words(struct cli_text *out, const json_t *key)
{
    static const char *const forms[][2] = {{"values", " is "},
                                           {"starts_with", " starts with "},
                                           {"ends_with", " ends with "}};

    if (json_object_get(key, "present") != NULL) {
        cli_text_put(out, " is there");
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const json_t *values = json_object_get(key, forms[i][0]);
        const json_t *value;
        size_t k;

        json_array_foreach (values, k, value) {
            cli_text_put(out, k == 0 ? forms[i][1] : " or ");
            guard_value(out, value);
        }
    }
}

static void guard_words(struct site *site, const json_t *guard)
{
    struct cli_text *out = &site->page;
    const json_t *key;
    size_t i;

    if (!json_is_array(guard)) {
        cli_text_put(
            out, "<p>Tried on every event of its log types: it has no guard.</p>\n");
        return;
    }
    cli_text_put(out, json_array_size(guard) == 0 ? "<p>Never tried: it cannot match"
                                                  : "<p>Tried when ");
    json_array_foreach (guard, i, key) {
        cli_text_put(out, i == 0 ? "<code>" : " or <code>");
        site_link_group(site, "../", "fields", &site->fields,
                        string_of(json_object_get(key, "field")));
        cli_text_put(out, "</code>");
        key_words(out, key);
    }
    cli_text_put(out, ".</p>\n");
}

void page_rule_tree(struct site *site, uint32_t rule)
{
    json_t *json = print(site, rule);
    const json_t *match =
        json_object_get(json_object_get(json, "expressions"), "match");
    struct picture picture = {.guard = json_object_get(json, "guard")};
    uint32_t height;

    if (!json_is_object(match)) {
        page_none(&site->page, "The tree of this rule is too deep to be drawn.");
        json_decref(json);
        return;
    }
    guard_words(site, picture.guard);
    node(&picture, match, 12, 0);
    height = picture.rows * ROW + 8;
    cli_text_put(&site->page, "<div class=\"scroll picture\" tabindex=\"0\"><svg "
                              "role=\"img\" aria-label=\"Predicate tree\"");
    number(&site->page, "width", picture.width);
    number(&site->page, "height", height);
    cli_text_put(&site->page, " viewBox=\"0 0 ");
    cli_text_uint(&site->page, picture.width);
    cli_text_char(&site->page, ' ');
    cli_text_uint(&site->page, height);
    cli_text_put(&site->page, "\">\n");
    cli_text_add(&site->page, picture.out.data, picture.out.size);
    cli_text_put(&site->page, "</svg></div>\n");
    if (picture.cut) {
        page_none(&site->page, "The tree is larger than this picture.");
    }
    cli_text_finish(&picture.out);
    json_decref(json);
}
