/* parse_string.c — strings side by side, and the expressions of f-strings.
 *
 *     "a" f"b{c!r:>{d}}"   =>   FSTRING("ab", FORMATTED(c, 'r', FSTRING(">", …)))
 *
 * Python 3.11's rules: an f-string is one token whose end was found without a look
 * inside, and so its expressions have no backslash, no `#` and no quote of its own. An
 * expression is read again as tokens, in parentheses; its nodes have the place where
 * they stand, also where CPython 3.11 counts wrongly. All parts of the f-string itself
 * have the place of the first string, and a specification that of its own, as there.
 *
 * The text of all parts goes into one block as large as the literals.
 */
#include "python/parse.h"

#include "python/literal.h"

#include <string.h>

struct strings {
    struct oz_parser *parser;
    const struct oz_token *at; /* the first one: the place of all nodes */
    struct oz_literal_text text;
    size_t done; /* bytes of the text that nodes have */
    bool format, bytes;

    /* Of the string at hand */
    struct oz_literal_string string;
    const struct oz_token *token;
    const char *cursor, *end;
    const char *mark; /* line and column are its; it follows the cursor */
    uint32_t line, column;
};

static void fail(struct strings *strings, const char *message)
{
    oz_parse_fail(strings->parser, strings->token, "%s", message);
    strings->cursor = strings->end;
}

/* Push what text was added since the last node. */
static void flush(struct strings *strings, const struct oz_token *at, bool even_empty)
{
    const ounce_str text = {strings->text.data + strings->done,
                            strings->text.size - strings->done};
    struct oz_parser *parser = strings->parser;
    oz_ast_id id;

    if (text.size == 0 && !even_empty) {
        return;
    }
    strings->done = strings->text.size;
    id = oz_parse_leaf(parser, OZ_AST_CONSTANT, at);
    oz_parse_set_op(parser, id, strings->bytes ? OZ_AST_BYTES : OZ_AST_STR);
    oz_parse_push(parser, oz_parse_set_text(parser, id, text));
}

static void decode(struct strings *strings, const char *start, const char *stop)
{
    const ounce_str part = {start, (size_t)(stop - start)};

    oz_literal_decode(&strings->text, &strings->string, part);
    if (strings->text.problem != NULL) {
        fail(strings, strings->text.problem);
    }
}

/* ---- The expression between braces ---- */

struct finder {
    char quote; /* of the string it is in; 0: in none */
    bool triple;
    uint32_t depth; /* open brackets */
};

static bool is_triple(const char *at, const char *end)
{
    return end - at >= 3 && at[1] == at[0] && at[2] == at[0];
}

/* Step over quotes. */
static const char *find_quote(struct finder *finder, const char *at, const char *end)
{
    const bool triple = is_triple(at, end);

    if (finder->quote == 0) {
        finder->quote = *at;
        finder->triple = triple;
        return at + (triple ? 3 : 1);
    }
    if (*at != finder->quote || (finder->triple && !triple)) {
        return at + 1;
    }
    finder->quote = 0;
    return at + (finder->triple ? 3 : 1);
}

/* Is this `!=`, `==`, `<=` or `>=`, and so no end of an expression? */
static bool is_comparison(const char *at, const char *end)
{
    return end - at >= 2 && at[1] == '=' && strchr("!=<>", at[0]) != NULL;
}

/* Where the expression ends: at `!`, `:`, `=` or `}` outside brackets and strings. */
static const char *find_end(struct strings *strings, const char *at)
{
    struct finder finder = {0};

    while (at < strings->end) {
        const char c = *at;

        if (c == '\\' || (c == '#' && finder.quote == 0)) {
            fail(strings, c == '#' ? "the expression of an f-string cannot hold '#'"
                                   : "the expression of an f-string cannot hold a "
                                     "backslash");
            return NULL;
        }
        if (c == '\'' || c == '"') {
            at = find_quote(&finder, at, strings->end);
            continue;
        }
        if (finder.quote == 0) {
            if (finder.depth == 0 && is_comparison(at, strings->end)) {
                at += 2;
                continue;
            }
            if (finder.depth == 0 && (c == '!' || c == ':' || c == '}' || c == '=')) {
                return at;
            }
            finder.depth += c == '(' || c == '[' || c == '{';
            if ((c == ')' || c == ']' || c == '}') && finder.depth-- == 0) {
                break;
            }
        }
        at++;
    }
    fail(strings, "expected '}' after an expression in an f-string");
    return NULL;
}

/* Move the place to `at`. */
static void move(struct strings *strings, const char *at)
{
    for (; strings->mark < at; strings->mark++) {
        if (*strings->mark == '\n') {
            strings->line++;
            strings->column = 1;
        } else if (((unsigned char)*strings->mark & 0xc0) != 0x80) {
            strings->column++;
        }
    }
}

static bool is_blank(const char *at, const char *stop)
{
    while (at < stop && strchr(" \t\n\f", *at) != NULL) {
        at++;
    }
    return at == stop;
}

/* Read it as tokens of their own. */
static oz_ast_id parse_part(struct strings *strings, const struct oz_token_part *part)
{
    struct oz_parser *parser = strings->parser;
    const struct oz_tokens *outer = parser->tokens;
    const struct oz_token *token = parser->token;
    struct oz_tokens inner;
    oz_ast_id id;

    if (!oz_token_read_part(parser->arena, outer->text, part, &inner)) {
        oz_parse_fail_nomem(parser);
        return OZ_NONE;
    }
    parser->tokens = &inner;
    parser->token = inner.items;
    id = oz_parse_expressions(parser);
    if (!oz_parse_failed(parser) && !oz_parse_at(parser, OZ_TOKEN_END)) {
        oz_parse_unexpected(parser, "'}' after an expression in an f-string");
    }
    parser->tokens = outer;
    if (!oz_parse_failed(parser)) {
        parser->token = token;
    }
    return id;
}

/* The cursor is on `{`; it moves to what ends the expression. */
static oz_ast_id parse_value(struct strings *strings)
{
    const char *text = strings->parser->tokens->text;
    const char *stop = find_end(strings, strings->cursor + 1);
    struct oz_token_part part;

    if (stop == NULL) {
        return OZ_NONE;
    }
    if (is_blank(strings->cursor + 1, stop)) {
        fail(strings, "expected an expression between '{' and '}' in an f-string");
        return OZ_NONE;
    }
    move(strings, strings->cursor);
    /* A source is smaller than 2^31 bytes. */
    part.start = (uint32_t)(strings->cursor + 1 - text);
    part.end = (uint32_t)(stop - text);
    part.line = strings->line;
    part.column = strings->column;
    strings->cursor = stop;
    return parse_part(strings, &part);
}

/* ---- What follows the expression ---- */

static char peek(const struct strings *strings)
{
    return strings->cursor < strings->end ? *strings->cursor : '\0';
}

/* `=`: the text of the expression, up to here, is shown before its value. */
static bool parse_shown(struct strings *strings, const char *start)
{
    const bool raw = strings->string.raw;

    if (peek(strings) != '=') {
        return false;
    }
    do {
        strings->cursor++;
    } while (peek(strings) != '\0' && strchr(" \t\n\f\v", peek(strings)) != NULL);
    strings->string.raw = true; /* it has no backslash */
    decode(strings, start, strings->cursor);
    strings->string.raw = raw;
    return true;
}

static unsigned parse_conversion(struct strings *strings)
{
    char c;

    if (peek(strings) != '!') {
        return 0;
    }
    strings->cursor++;
    c = peek(strings);
    if (c != 's' && c != 'r' && c != 'a') {
        fail(strings, "expected 's', 'r' or 'a' after '!' in an f-string");
        return 0;
    }
    strings->cursor++;
    return (unsigned char)c;
}

static void parse_format(struct strings *strings, uint32_t level);

static oz_ast_id parse_spec(struct strings *strings, uint32_t level)
{
    const uint32_t mark = strings->parser->stack_count;

    if (peek(strings) != ':') {
        return OZ_NONE;
    }
    strings->cursor++;
    parse_format(strings, level + 1);
    flush(strings, strings->token, false);
    return oz_parse_make(strings->parser, OZ_AST_FSTRING, strings->token, mark);
}

/* The cursor is on `{`. */
static void parse_field(struct strings *strings, uint32_t level)
{
    struct oz_parser *parser = strings->parser;
    const char *start = strings->cursor + 1;
    unsigned conversion;
    oz_ast_id value;
    oz_ast_id spec;
    bool shown;

    if (level >= 2) {
        fail(strings, "expected no field here: those of f-strings nest twice at most");
        return;
    }
    value = parse_value(strings);
    shown = parse_shown(strings, start);
    flush(strings, strings->at, false);
    conversion = parse_conversion(strings);
    spec = parse_spec(strings, level);
    if (!oz_parse_failed(parser) && peek(strings) != '}') {
        fail(strings, "expected '}' after an expression in an f-string");
    }
    strings->cursor += strings->cursor < strings->end;
    if (shown && conversion == 0 && spec == OZ_NONE) {
        conversion = 'r';
    }
    value = oz_parse_two(parser, OZ_AST_FORMATTED, strings->at, value, spec);
    oz_parse_push(parser, oz_parse_set_op(parser, value, conversion));
}

/* Step over a backslash and what it protects. A brace is never protected, but those of
 * a character's name are part of the escape. */
static void skip_escape(struct strings *strings)
{
    strings->cursor++;
    if (peek(strings) == 'N') {
        strings->cursor++;
        if (peek(strings) == '{') {
            while (peek(strings) != '\0' && peek(strings) != '}') {
                strings->cursor++;
            }
            strings->cursor += strings->cursor < strings->end;
        }
    } else if (strings->cursor < strings->end && peek(strings) != '{' &&
               peek(strings) != '}') {
        strings->cursor++;
    }
}

/* Text and fields up to the end, or in a specification to its `}`. Braces are doubled
 * outside specifications only. */
static void parse_format(struct strings *strings, uint32_t level)
{
    const char *start = strings->cursor;

    while (strings->cursor < strings->end && !oz_parse_failed(strings->parser)) {
        const char c = *strings->cursor;

        if (c == '\\' && !strings->string.raw) {
            skip_escape(strings);
        } else if (c != '{' && c != '}') {
            strings->cursor++;
        } else if (level == 0 && strings->end - strings->cursor >= 2 &&
                   strings->cursor[1] == c) {
            decode(strings, start, strings->cursor + 1);
            strings->cursor += 2;
            start = strings->cursor;
        } else {
            decode(strings, start, strings->cursor);
            if (c == '}' && level > 0) {
                return;
            }
            if (c == '}') {
                fail(strings, "expected '}}' for a brace in an f-string");
                return;
            }
            parse_field(strings, level);
            start = strings->cursor;
        }
    }
    if (!oz_parse_failed(strings->parser)) {
        decode(strings, start, strings->end);
    }
}

/* ---- The whole ---- */

static void parse_string(struct strings *strings)
{
    struct oz_parser *parser = strings->parser;

    strings->token = parser->token;
    strings->string = oz_literal_string(oz_parse_text(parser, parser->token));
    strings->cursor = strings->string.body.data;
    strings->end = strings->cursor + strings->string.body.size;
    strings->mark = parser->tokens->text + parser->token->start;
    strings->line = parser->token->line;
    strings->column = parser->token->column;
    if (strings->token != strings->at && strings->bytes != strings->string.bytes) {
        fail(strings, "expected strings or bytes side by side, and not both");
        return;
    }
    strings->bytes = strings->string.bytes;
    strings->format = strings->format || strings->string.format;
    oz_parse_advance(parser);
    if (strings->string.format) {
        parse_format(strings, 0);
    } else {
        decode(strings, strings->cursor, strings->end);
    }
}

/* Room for the text of all strings side by side. */
static bool make_room(struct strings *strings)
{
    size_t size = 1;

    for (const struct oz_token *token = strings->at; token->kind == OZ_TOKEN_STRING;
         token++) {
        size += token->size;
    }
    strings->text.data = oz_arena_alloc(strings->parser->arena, size);
    return strings->text.data != NULL;
}

oz_ast_id oz_parse_strings(struct oz_parser *parser)
{
    const uint32_t mark = parser->stack_count;
    struct strings strings = {.parser = parser, .at = parser->token};
    oz_ast_id id;

    if (!make_room(&strings)) {
        oz_parse_fail_nomem(parser);
        return OZ_NONE;
    }
    while (oz_parse_at(parser, OZ_TOKEN_STRING)) {
        parse_string(&strings);
    }
    flush(&strings, strings.at, !strings.format);
    if (strings.text.unsupported != NULL) {
        parser->stack_count = mark < parser->stack_count ? mark : parser->stack_count;
        return oz_parse_unsupported(parser, strings.at, strings.text.unsupported);
    }
    if (strings.format) {
        return oz_parse_make(parser, OZ_AST_FSTRING, strings.at, mark);
    }
    id = oz_parse_failed(parser) ? OZ_NONE : parser->stack[mark];
    parser->stack_count = mark;
    return id;
}
