/* parse.c — the parser's door, its tokens and its one error.
 *
 *     source => checked, line ends made '\n' => tokens => tree
 *
 * The text is copied into the arena first, so names and comments of the tree can stay
 * what they are: places in it.
 */
#include "python/parse.h"

#include "base/str.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

static const struct oz_token end_token = {.kind = OZ_TOKEN_END};

/* ---- Errors ---- */

static void fail(struct oz_parser *parser, const struct oz_token *at, const char *code,
                 const char *message)
{
    const struct oz_span span = {at->line, at->column, at->start};

    if (!oz_parse_failed(parser)) {
        parser->status = OUNCE_ERR_RULE;
        oz_diag(parser->diags, OUNCE_LEVEL_ERROR, code, span, "%s", message);
    }
    parser->token = &end_token;
}

void oz_parse_fail(struct oz_parser *parser, const struct oz_token *at,
                   const char *format, ...)
{
    char message[256];
    va_list args;

    if (oz_parse_failed(parser)) {
        return;
    }
    if (at->kind == OZ_TOKEN_ERROR) { /* it says better what is wrong */
        fail(parser, at, parser->tokens->is_limit ? "py-limit" : "py-syntax",
             parser->tokens->problem);
        return;
    }
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    fail(parser, at, "py-syntax", message);
}

void oz_parse_fail_limit(struct oz_parser *parser, const struct oz_token *at,
                         const char *format, ...)
{
    char message[256];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    fail(parser, at, "py-limit", message);
}

void oz_parse_fail_nomem(struct oz_parser *parser)
{
    parser->status = OUNCE_ERR_NOMEM;
    parser->token = &end_token;
}

/* ---- Tokens ---- */

const struct oz_token *oz_parse_next(const struct oz_parser *parser)
{
    return oz_parse_at(parser, OZ_TOKEN_END) ? parser->token : parser->token + 1;
}

void oz_parse_advance(struct oz_parser *parser)
{
    parser->token = oz_parse_next(parser);
}

bool oz_parse_accept(struct oz_parser *parser, enum oz_token_kind kind)
{
    if (!oz_parse_at(parser, kind)) {
        return false;
    }
    oz_parse_advance(parser);
    return true;
}

ounce_str oz_parse_text(const struct oz_parser *parser, const struct oz_token *token)
{
    return (ounce_str){parser->tokens->text + token->start, token->size};
}

bool oz_parse_at_word(const struct oz_parser *parser, const char *word)
{
    return oz_parse_at(parser, OZ_TOKEN_NAME) &&
           oz_str_is(oz_parse_text(parser, parser->token), word);
}

/* Is it a word or a sign, and so to be quoted? */
static bool is_written(enum oz_token_kind kind)
{
    return kind >= OZ_TOKEN_FALSE;
}

/* The token as a message says it. */
static void describe(const struct oz_parser *parser, char *out, size_t size)
{
    const struct oz_token *token = parser->token;
    const ounce_str text = oz_parse_text(parser, token);
    bool quoted = token->kind >= OZ_TOKEN_NAME && text.size > 0 && text.size <= 40;

    for (size_t i = 0; i < text.size && quoted; i++) {
        quoted = text.data[i] != '\n';
    }
    if (quoted) {
        snprintf(out, size, "%s%.*s%s", token->kind == OZ_TOKEN_STRING ? "" : "'",
                 OZ_STR(text), token->kind == OZ_TOKEN_STRING ? "" : "'");
    } else {
        snprintf(out, size, "%s", oz_token_name((enum oz_token_kind)token->kind));
    }
}

void oz_parse_unexpected(struct oz_parser *parser, const char *what)
{
    char found[64];

    if (!oz_parse_failed(parser)) {
        describe(parser, found, sizeof found);
        oz_parse_fail(parser, parser->token, "expected %s, not %s", what, found);
    }
}

const struct oz_token *oz_parse_expect(struct oz_parser *parser,
                                       enum oz_token_kind kind, const char *where)
{
    const struct oz_token *token = parser->token;
    const char *quote = is_written(kind) ? "'" : "";
    char what[128];

    if (!oz_parse_accept(parser, kind)) {
        snprintf(what, sizeof what, "%s%s%s %s", quote, oz_token_name(kind), quote,
                 where);
        oz_parse_unexpected(parser, what);
    }
    return token;
}

void oz_parse_close(struct oz_parser *parser, enum oz_token_kind kind,
                    const struct oz_token *open)
{
    char where[64];

    if (!oz_parse_accept(parser, kind)) {
        snprintf(where, sizeof where, "to close '%s' of line %lu",
                 oz_token_name((enum oz_token_kind)open->kind),
                 (unsigned long)open->line);
        oz_parse_expect(parser, kind, where);
    }
}

/* ---- Depth ---- */

bool oz_parse_enter(struct oz_parser *parser)
{
    if (oz_parse_failed(parser)) {
        return false;
    }
    if (parser->depth >= parser->limits->max_depth) {
        oz_parse_fail_limit(parser, parser->token,
                            "nests deeper than max_depth, %lu levels",
                            (unsigned long)parser->limits->max_depth);
        return false;
    }
    parser->depth++;
    return true;
}

void oz_parse_leave(struct oz_parser *parser)
{
    parser->depth--;
}

/* ---- The door ---- */

static struct oz_token place_of(ounce_str text, size_t at)
{
    struct oz_token token = {.kind = OZ_TOKEN_NAME, .line = 1, .column = 1};

    token.start = (uint32_t)at;
    for (size_t i = 0; i < at; i++) {
        if (text.data[i] == '\n' ||
            (text.data[i] == '\r' &&
             !(i + 1 < text.size && text.data[i + 1] == '\n'))) {
            token.line++;
            token.column = 1;
        } else if (((unsigned char)text.data[i] & 0xc0) != 0x80) {
            token.column++;
        }
    }
    return token;
}

static void check_source(struct oz_parser *parser, ounce_str source)
{
    const size_t most = INT32_MAX; /* places are 32 bits wide */
    const size_t limit =
        parser->limits->max_bytes < most ? parser->limits->max_bytes : most;
    const char *nul;
    struct oz_token at;
    size_t valid;

    if (source.size > limit) {
        oz_parse_fail_limit(parser, &(struct oz_token){.line = 0},
                            "the source is larger than max_bytes, %llu bytes",
                            (unsigned long long)limit);
        return;
    }
    if (source.size == 0) {
        return;
    }
    valid = oz_utf8_valid(source.data, source.size);
    nul = memchr(source.data, '\0', valid);
    if (nul != NULL) {
        at = place_of(source, (size_t)(nul - source.data));
        oz_parse_fail(parser, &at, "a source holds no NUL bytes");
    } else if (valid < source.size) {
        at = place_of(source, valid);
        oz_parse_fail(parser, &at, "the source is not UTF-8: byte 0x%02x",
                      (unsigned)(unsigned char)source.data[valid]);
    }
}

/* Copy the text, with '\n' for every line end and without a byte order mark. */
static bool copy_source(struct oz_arena *arena, ounce_str source, ounce_str *out)
{
    char *copy = oz_arena_alloc(arena, source.size + 1);
    size_t size = 0;

    if (copy == NULL) {
        return false;
    }
    for (size_t i = 0; i < source.size; i++) {
        char c = source.data[i];

        if (c == '\r') {
            c = '\n';
            i += i + 1 < source.size && source.data[i + 1] == '\n';
        }
        copy[size++] = c;
    }
    copy[size] = '\0';
    *out = (ounce_str){copy, size};
    return true;
}

static ounce_str without_mark(ounce_str source)
{
    if (source.size >= 3 && memcmp(source.data, "\xef\xbb\xbf", 3) == 0) {
        return (ounce_str){source.data + 3, source.size - 3};
    }
    return source;
}

static void parse_module(struct oz_parser *parser)
{
    const struct oz_token at = {.line = 1, .column = 1};

    while (!oz_parse_at(parser, OZ_TOKEN_END)) {
        oz_parse_statement(parser);
    }
    parser->ast->root = oz_parse_make(parser, OZ_AST_MODULE, &at, 0);
}

static void run(struct oz_parser *parser, ounce_str source)
{
    struct oz_tokens tokens;
    ounce_str text;

    check_source(parser, source);
    if (oz_parse_failed(parser)) {
        return;
    }
    if (!copy_source(parser->arena, source, &text) ||
        !oz_token_read(parser->arena, text, &tokens)) {
        oz_parse_fail_nomem(parser);
        return;
    }
    parser->tokens = &tokens;
    parser->token = tokens.items;
    parse_module(parser);
}

ounce_status oz_ast_parse(struct oz_arena *arena, struct oz_diags *diags,
                          const struct oz_ast_limits *limits, ounce_str source,
                          struct oz_ast *out)
{
    struct oz_parser parser = {
        .arena = arena, .diags = diags, .limits = limits, .ast = out};

    memset(out, 0, sizeof *out);
    out->root = OZ_NONE;
    out->file = diags != NULL ? diags->file : (ounce_str){NULL, 0};
    parser.status = OUNCE_OK;
    run(&parser, without_mark(source));
    return diags != NULL && diags->failed ? OUNCE_ERR_NOMEM : parser.status;
}
