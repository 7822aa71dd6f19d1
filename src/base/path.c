/* path.c — text to segments and back.
 *
 *     path    = segment *( "." segment / index )
 *     segment = bare name / "[" quoted name "]"
 *     index   = "[" digits "]" / "[*]"
 *
 * Bare names may escape `.` `[` `]` and the backslash with a backslash. Quoted names
 * take JSON's escapes and \'. A leading `$.` or `$` is a habit from JSONPath and is
 * dropped.
 */
#include "base/path.h"

#include "base/str.h"
#include "base/utf8.h"

struct parser {
    struct oz_arena *arena;
    const char *text;
    size_t size;
    size_t at;
    const char *problem;
    bool nomem;
    struct oz_segment segments[OZ_PATH_MAX_SEGMENTS];
    uint32_t count;
};

static bool fail(struct parser *parser, const char *problem)
{
    parser->problem = problem;
    return false;
}

static bool add_segment(struct parser *parser, enum oz_segment_kind kind,
                        ounce_str name, uint32_t index)
{
    if (parser->count == OZ_PATH_MAX_SEGMENTS) {
        return fail(parser, "has more than 64 segments");
    }
    parser->segments[parser->count++] = (struct oz_segment){kind, index, name};
    return true;
}

/* Room for a name that cannot be longer than what is left of the text. */
static char *name_room(struct parser *parser)
{
    char *room = oz_arena_alloc(parser->arena, parser->size - parser->at + 1);

    if (room == NULL) {
        parser->nomem = true;
    }
    return room;
}

static bool is_special(char c)
{
    return c == '.' || c == '[' || c == ']';
}

static bool parse_bare(struct parser *parser)
{
    char *name = name_room(parser);
    size_t size = 0;

    if (name == NULL) {
        return false;
    }
    while (parser->at < parser->size && !is_special(parser->text[parser->at])) {
        char c = parser->text[parser->at++];

        if (c == '\\') {
            if (parser->at == parser->size || (!is_special(parser->text[parser->at]) &&
                                               parser->text[parser->at] != '\\')) {
                return fail(parser, "has a backslash before something other than "
                                    "'.', '[', ']' or '\\'");
            }
            c = parser->text[parser->at++];
        }
        name[size++] = c;
    }
    if (size == 0) {
        return fail(parser, "has an empty segment");
    }
    return add_segment(parser, OZ_SEGMENT_NAME, (ounce_str){name, size}, 0);
}

static bool parse_hex4(struct parser *parser, uint32_t *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++) {
        char c = parser->at < parser->size ? parser->text[parser->at++] : '\0';
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10
                                                : 16;

        if (digit == 16) {
            return fail(parser, "has a \\u escape without four hex digits");
        }
        *code = *code * 16 + digit;
    }
    return true;
}

/* Behind `\u`. A surrogate pair is one character; a lone surrogate becomes U+FFFD. */
static bool parse_hex_escape(struct parser *parser, char *name, size_t *size)
{
    uint32_t code;
    uint32_t low;

    if (!parse_hex4(parser, &code)) {
        return false;
    }
    if (code >= 0xd800 && code < 0xdc00 && parser->size - parser->at >= 2 &&
        parser->text[parser->at] == '\\' && parser->text[parser->at + 1] == 'u') {
        const size_t after_high = parser->at;

        parser->at += 2;
        if (!parse_hex4(parser, &low)) {
            return false;
        }
        if (low >= 0xdc00 && low < 0xe000) {
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        } else {
            parser->at = after_high;
        }
    }
    *size += oz_utf8_encode(code, name + *size);
    return true;
}

static bool parse_escape(struct parser *parser, char *name, size_t *size)
{
    static const char from[] = "\"'\\/bfnrt";
    static const char to[] = "\"'\\/\b\f\n\r\t";
    const char *found;
    char c;

    if (parser->at == parser->size) {
        return fail(parser, "has an unclosed quote");
    }
    c = parser->text[parser->at++];
    if (c == 'u') {
        return parse_hex_escape(parser, name, size);
    }
    found = c == '\0' ? NULL : strchr(from, c);
    if (found == NULL) {
        return fail(parser, "has an unknown escape in a quoted name");
    }
    name[(*size)++] = to[found - from];
    return true;
}

/* After `[`, at the quote. */
static bool parse_quoted(struct parser *parser)
{
    char quote = parser->text[parser->at++];
    char *name = name_room(parser);
    size_t size = 0;

    if (name == NULL) {
        return false;
    }
    for (;;) {
        char c;

        if (parser->at == parser->size) {
            return fail(parser, "has an unclosed quote");
        }
        c = parser->text[parser->at++];
        if (c == quote) {
            break;
        }
        if (c != '\\') {
            name[size++] = c;
        } else if (!parse_escape(parser, name, &size)) {
            return false;
        }
    }
    return add_segment(parser, OZ_SEGMENT_NAME, (ounce_str){name, size}, 0);
}

static bool parse_index(struct parser *parser)
{
    uint64_t index = 0;
    size_t from = parser->at;

    while (parser->at < parser->size && parser->text[parser->at] >= '0' &&
           parser->text[parser->at] <= '9') {
        index = index * 10 + (uint64_t)(parser->text[parser->at++] - '0');
        if (index >= UINT32_MAX) {
            return fail(parser, "has an index that is too large");
        }
    }
    if (parser->at == from) {
        return fail(parser,
                    "has brackets around something other than an index, '*' or a "
                    "quoted name");
    }
    return add_segment(parser, OZ_SEGMENT_INDEX, (ounce_str){NULL, 0}, (uint32_t)index);
}

static bool parse_bracket(struct parser *parser)
{
    char c;
    bool fine;

    parser->at++;
    if (parser->at == parser->size) {
        return fail(parser, "has an unclosed bracket");
    }
    c = parser->text[parser->at];
    if (c == '*') {
        parser->at++;
        fine = add_segment(parser, OZ_SEGMENT_EACH, (ounce_str){NULL, 0}, 0);
    } else if (c == '"' || c == '\'') {
        fine = parse_quoted(parser);
    } else {
        fine = parse_index(parser);
    }
    if (!fine) {
        return false;
    }
    if (parser->at == parser->size || parser->text[parser->at] != ']') {
        return fail(parser, "has an unclosed bracket");
    }
    parser->at++;
    return true;
}

/* `[*].*` and `a..b` end here too: a name may hold no dot and may not be empty, and a
 * lone `*` is refused because it reads like a wildcard and would never be one. */
static bool parse_named(struct parser *parser)
{
    size_t from = parser->at;

    if (parser->at < parser->size && parser->text[parser->at] == '[') {
        return parse_bracket(parser);
    }
    if (!parse_bare(parser)) {
        return false;
    }
    if (parser->at - from == 1 && parser->text[from] == '*') {
        parser->at = from;
        return fail(parser, "has a bare '*'; a wildcard is written '[*]', and a member "
                            "of that name '[\"*\"]'");
    }
    return true;
}

/* Behind a dot stands a name, bare or quoted; an index or `[*]` needs no dot. */
static bool parse_after_dot(struct parser *parser)
{
    char next = parser->at + 1 < parser->size ? parser->text[parser->at + 1] : '\0';

    if (parser->at < parser->size && parser->text[parser->at] == '[' && next != '"' &&
        next != '\'') {
        return fail(parser,
                    "has an empty segment: an index stands behind a name without "
                    "a dot");
    }
    return parse_named(parser);
}

static bool parse_path(struct parser *parser)
{
    if (parser->size > 0 && parser->text[0] == '$') {
        parser->at = parser->size > 1 && parser->text[1] == '.' ? 2 : 1;
    }
    if (parser->at == parser->size) {
        return fail(parser, "is empty");
    }
    if (!parse_named(parser)) {
        return false;
    }
    while (parser->at < parser->size) {
        char c = parser->text[parser->at];

        if (c == '[') {
            if (!parse_bracket(parser)) {
                return false;
            }
            continue;
        }
        if (c != '.') {
            return fail(parser, "has something other than '.' or '[' after a bracket");
        }
        parser->at++;
        if (!parse_after_dot(parser)) {
            return false;
        }
    }
    return true;
}

bool oz_path_make(struct oz_arena *arena, const struct oz_segment *segments,
                  uint32_t count, struct oz_path *out)
{
    struct oz_segment *copy = oz_arena_array(arena, count, sizeof *copy);
    struct oz_buf text;
    bool fine;

    if (copy == NULL) {
        return false;
    }
    if (count > 0) {
        memcpy(copy, segments, count * sizeof *copy);
    }
    oz_buf_init(&text, arena->alloc);
    oz_path_print(copy, 0, count, &text);
    fine = !text.failed && oz_arena_text(arena, text.data, text.size, &out->text);
    oz_buf_finish(&text);
    out->segments = copy;
    out->count = count;
    out->exact = false;
    return fine;
}

enum oz_path_status oz_path_parse(struct oz_arena *arena, ounce_str text,
                                  struct oz_path *out, const char **problem, size_t *at)
{
    struct parser parser = {0};

    parser.arena = arena;
    parser.text = text.data;
    parser.size = text.size;
    if (!parse_path(&parser)) {
        *problem = parser.problem;
        *at = parser.at;
        return parser.nomem ? OZ_PATH_NOMEM : OZ_PATH_BAD;
    }
    return oz_path_make(arena, parser.segments, parser.count, out) ? OZ_PATH_OK
                                                                   : OZ_PATH_NOMEM;
}

/* Conservative, so that a path can stand inside IR text without quotes of its own. */
static bool prints_bare(ounce_str name, bool first)
{
    if (name.size == 0 || (first && name.data[0] >= '0' && name.data[0] <= '9') ||
        name.data[0] == '-') {
        return false;
    }
    if (first && (oz_str_is(name, "true") || oz_str_is(name, "false") ||
                  oz_str_is(name, "null"))) {
        return false;
    }
    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool digit = c >= '0' && c <= '9';

        if (!letter && !digit && c != '_' && c != '-' && c != ':') {
            return false;
        }
    }
    return true;
}

void oz_path_print(const struct oz_segment *segments, uint32_t from, uint32_t count,
                   struct oz_buf *buf)
{
    for (uint32_t i = from; i < count; i++) {
        const struct oz_segment *segment = &segments[i];

        switch (segment->kind) {
        case OZ_SEGMENT_EACH:
            oz_buf_text(buf, "[*]");
            break;
        case OZ_SEGMENT_INDEX:
            oz_buf_char(buf, '[');
            oz_buf_uint(buf, segment->index);
            oz_buf_char(buf, ']');
            break;
        case OZ_SEGMENT_NAME:
            if (!prints_bare(segment->name, i == 0)) {
                oz_buf_char(buf, '[');
                oz_buf_json(buf, segment->name.data, segment->name.size);
                oz_buf_char(buf, ']');
                break;
            }
            if (i > from) {
                oz_buf_char(buf, '.');
            }
            oz_buf_str(buf, segment->name);
            break;
        }
    }
}
