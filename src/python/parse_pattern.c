/* parse_pattern.c — `match`, its cases and their patterns.
 *
 *     match a:                        MATCH_VALUE 1, -1, "a", b.c   MATCH_SINGLETON
 * None case 1 | 2 if b: …          MATCH_AS name, _, p as name   MATCH_OR
 *
 * `match` is no reserved word: a line that begins with it is a match statement when it
 * ends with a colon and a block follows, which nothing else can do. Patterns of
 * sequences, mappings and classes are read whole and become UNSUPPORTED.
 */
#include "python/parse.h"

#include "base/str.h"

bool oz_parse_at_match(const struct oz_parser *parser)
{
    const struct oz_token *token = parser->token;

    if (!oz_parse_at_word(parser, "match")) {
        return false;
    }
    while (token->kind != OZ_TOKEN_NEWLINE && token->kind != OZ_TOKEN_END) {
        token++;
    }
    return token->kind == OZ_TOKEN_NEWLINE && token > parser->token + 1 &&
           token[-1].kind == OZ_TOKEN_COLON && token[1].kind == OZ_TOKEN_INDENT;
}

static oz_ast_id parse_pattern(struct oz_parser *parser);
static oz_ast_id parse_or(struct oz_parser *parser);

/* ---- Values ---- */

static oz_ast_id parse_signed_number(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const bool minus = oz_parse_accept(parser, OZ_TOKEN_MINUS);
    oz_ast_id id;

    if (!oz_parse_at(parser, OZ_TOKEN_NUMBER)) {
        oz_parse_unexpected(parser, "a number in a pattern");
        return OZ_NONE;
    }
    id = oz_parse_number(parser);
    if (minus) {
        id = oz_parse_one(parser, OZ_AST_UNARY, at, id);
        oz_parse_set_op(parser, id, OZ_AST_MINUS);
    }
    return id;
}

static bool at_imaginary(const struct oz_parser *parser)
{
    const ounce_str text = oz_parse_text(parser, parser->token);

    return oz_parse_at(parser, OZ_TOKEN_NUMBER) &&
           (text.data[text.size - 1] | 0x20) == 'j';
}

/* 1, -1, or a complex number: -1 + 2j. */
static oz_ast_id parse_number_value(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id id = parse_signed_number(parser);

    if (oz_parse_at(parser, OZ_TOKEN_PLUS) || oz_parse_at(parser, OZ_TOKEN_MINUS)) {
        const unsigned op =
            oz_parse_at(parser, OZ_TOKEN_PLUS) ? OZ_AST_ADD : OZ_AST_SUB;

        oz_parse_advance(parser);
        if (!at_imaginary(parser)) {
            oz_parse_unexpected(parser, "an imaginary number");
            return OZ_NONE;
        }
        id = oz_parse_two(parser, OZ_AST_BINARY, at, id, oz_parse_number(parser));
        oz_parse_set_op(parser, id, op);
    }
    return id;
}

static oz_ast_id parse_dotted(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id id = oz_parse_leaf(parser, OZ_AST_NAME, at);

    oz_parse_set_text(parser, id, oz_parse_text(parser, at));
    oz_parse_advance(parser);
    while (oz_parse_accept(parser, OZ_TOKEN_DOT)) {
        const struct oz_token *name =
            oz_parse_expect(parser, OZ_TOKEN_NAME, "after '.'");

        id = oz_parse_one(parser, OZ_AST_ATTRIBUTE, at, id);
        oz_parse_set_text(parser, id, oz_parse_text(parser, name));
    }
    return id;
}

static bool at_singleton(const struct oz_parser *parser)
{
    return oz_parse_at(parser, OZ_TOKEN_NONE) || oz_parse_at(parser, OZ_TOKEN_TRUE) ||
           oz_parse_at(parser, OZ_TOKEN_FALSE);
}

/* ---- Patterns with others inside ---- */

static void parse_star_pattern(struct oz_parser *parser)
{
    if (oz_parse_accept(parser, OZ_TOKEN_STAR)) {
        oz_parse_expect(parser, OZ_TOKEN_NAME, "after '*' in a pattern");
    } else {
        parse_pattern(parser);
    }
}

static void parse_sequence(struct oz_parser *parser, enum oz_token_kind close)
{
    while (!oz_parse_failed(parser) && !oz_parse_at(parser, close)) {
        parse_star_pattern(parser);
        if (!oz_parse_accept(parser, OZ_TOKEN_COMMA)) {
            break;
        }
    }
}

static oz_ast_id parse_list_pattern(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;

    oz_parse_advance(parser);
    parse_sequence(parser, OZ_TOKEN_CLOSE_BRACKET);
    oz_parse_close(parser, OZ_TOKEN_CLOSE_BRACKET, at);
    return oz_parse_unsupported(parser, at, "pattern of a sequence");
}

/* (p) is p; (), (p,) and (p, q) are sequences. */
static oz_ast_id parse_paren_pattern(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id inner = OZ_NONE;
    bool is_group;

    oz_parse_advance(parser);
    is_group = !oz_parse_at(parser, OZ_TOKEN_CLOSE_PAREN) &&
               !oz_parse_at(parser, OZ_TOKEN_STAR);
    if (is_group) {
        inner = parse_pattern(parser);
        is_group = !oz_parse_accept(parser, OZ_TOKEN_COMMA);
    }
    if (oz_parse_at(parser, OZ_TOKEN_STAR) && parser->token == at + 1) {
        parse_star_pattern(parser);
        oz_parse_expect(parser, OZ_TOKEN_COMMA, "after a starred pattern");
    }
    if (!is_group) {
        parse_sequence(parser, OZ_TOKEN_CLOSE_PAREN);
    }
    oz_parse_close(parser, OZ_TOKEN_CLOSE_PAREN, at);
    return is_group ? inner : oz_parse_unsupported(parser, at, "pattern of a sequence");
}

static void parse_key(struct oz_parser *parser)
{
    if (oz_parse_at(parser, OZ_TOKEN_STRING)) {
        oz_parse_strings(parser);
    } else if (oz_parse_at(parser, OZ_TOKEN_NAME)) {
        if (oz_parse_next(parser)->kind != OZ_TOKEN_DOT) {
            oz_parse_unexpected(parser, "a constant as a pattern's key");
        }
        parse_dotted(parser);
    } else if (at_singleton(parser)) {
        oz_parse_advance(parser);
    } else {
        parse_number_value(parser);
    }
}

static oz_ast_id parse_mapping(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;

    oz_parse_advance(parser);
    while (!oz_parse_failed(parser) && !oz_parse_at(parser, OZ_TOKEN_CLOSE_BRACE)) {
        bool rest = oz_parse_accept(parser, OZ_TOKEN_STARS);

        if (rest) {
            oz_parse_expect(parser, OZ_TOKEN_NAME, "after '**' in a pattern");
        } else {
            parse_key(parser);
            oz_parse_expect(parser, OZ_TOKEN_COLON, "after a key");
            parse_pattern(parser);
        }
        if (!oz_parse_accept(parser, OZ_TOKEN_COMMA) || rest) {
            break;
        }
    }
    oz_parse_close(parser, OZ_TOKEN_CLOSE_BRACE, at);
    return oz_parse_unsupported(parser, at, "pattern of a mapping");
}

/* The class is read. */
static oz_ast_id parse_class_pattern(struct oz_parser *parser,
                                     const struct oz_token *at)
{
    const struct oz_token *open = parser->token;
    bool keyword = false;

    oz_parse_advance(parser);
    while (!oz_parse_failed(parser) && !oz_parse_at(parser, OZ_TOKEN_CLOSE_PAREN)) {
        if (oz_parse_at(parser, OZ_TOKEN_NAME) &&
            oz_parse_next(parser)->kind == OZ_TOKEN_ASSIGN) {
            keyword = true;
            oz_parse_advance(parser);
            oz_parse_advance(parser);
        } else if (keyword) {
            oz_parse_unexpected(parser, "a pattern with a name, as the one before");
        }
        parse_pattern(parser);
        if (!oz_parse_accept(parser, OZ_TOKEN_COMMA)) {
            break;
        }
    }
    oz_parse_close(parser, OZ_TOKEN_CLOSE_PAREN, open);
    return oz_parse_unsupported(parser, at, "pattern of a class");
}

/* ---- One pattern ---- */

static oz_ast_id parse_capture(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const ounce_str name = oz_parse_text(parser, at);
    oz_ast_id id;

    oz_parse_advance(parser);
    id = oz_parse_one(parser, OZ_AST_MATCH_AS, at, OZ_NONE);
    return oz_str_is(name, "_") ? id : oz_parse_set_text(parser, id, name);
}

static oz_ast_id parse_named_pattern(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint8_t next = oz_parse_next(parser)->kind;
    oz_ast_id id;

    if (next != OZ_TOKEN_DOT && next != OZ_TOKEN_OPEN_PAREN) {
        return parse_capture(parser);
    }
    id = parse_dotted(parser);
    return oz_parse_at(parser, OZ_TOKEN_OPEN_PAREN)
               ? parse_class_pattern(parser, at)
               : oz_parse_one(parser, OZ_AST_MATCH_VALUE, at, id);
}

static oz_ast_id parse_closed(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;

    if (at_singleton(parser)) {
        return oz_parse_one(parser, OZ_AST_MATCH_SINGLETON, at, oz_parse_atom(parser));
    }
    switch (at->kind) {
    case OZ_TOKEN_NAME:
        return parse_named_pattern(parser);
    case OZ_TOKEN_STRING:
        return oz_parse_one(parser, OZ_AST_MATCH_VALUE, at, oz_parse_strings(parser));
    case OZ_TOKEN_NUMBER:
    case OZ_TOKEN_MINUS:
        return oz_parse_one(parser, OZ_AST_MATCH_VALUE, at, parse_number_value(parser));
    case OZ_TOKEN_OPEN_PAREN:
        return parse_paren_pattern(parser);
    case OZ_TOKEN_OPEN_BRACKET:
        return parse_list_pattern(parser);
    case OZ_TOKEN_OPEN_BRACE:
        return parse_mapping(parser);
    default: /* a token of many that begins no pattern */
        oz_parse_unexpected(parser, "a pattern");
        return OZ_NONE;
    }
}

static oz_ast_id parse_or(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    oz_ast_id first = parse_closed(parser);

    if (!oz_parse_at(parser, OZ_TOKEN_PIPE)) {
        return first;
    }
    oz_parse_push(parser, first);
    while (oz_parse_accept(parser, OZ_TOKEN_PIPE)) {
        oz_parse_push(parser, parse_closed(parser));
    }
    return oz_parse_make(parser, OZ_AST_MATCH_OR, at, mark);
}

static oz_ast_id parse_pattern(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id id;

    if (!oz_parse_enter(parser)) {
        return OZ_NONE;
    }
    id = parse_or(parser);
    if (oz_parse_accept(parser, OZ_TOKEN_AS)) {
        const struct oz_token *name = parser->token;

        if (oz_parse_at_word(parser, "_")) {
            oz_parse_unexpected(parser, "a name after 'as'");
        }
        oz_parse_expect(parser, OZ_TOKEN_NAME, "after 'as'");
        id = oz_parse_one(parser, OZ_AST_MATCH_AS, at, id);
        oz_parse_set_text(parser, id, oz_parse_text(parser, name));
    }
    oz_parse_leave(parser);
    return id;
}

/* The pattern of a case: a sequence may stand without brackets. */
static oz_ast_id parse_open_pattern(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id id = OZ_NONE;

    if (!oz_parse_at(parser, OZ_TOKEN_STAR)) {
        id = parse_pattern(parser);
        if (!oz_parse_accept(parser, OZ_TOKEN_COMMA)) {
            return id;
        }
    } else {
        parse_star_pattern(parser);
        oz_parse_expect(parser, OZ_TOKEN_COMMA, "after a starred pattern");
    }
    while (!oz_parse_failed(parser) && !oz_parse_at(parser, OZ_TOKEN_COLON) &&
           !oz_parse_at(parser, OZ_TOKEN_IF)) {
        parse_star_pattern(parser);
        if (!oz_parse_accept(parser, OZ_TOKEN_COMMA)) {
            break;
        }
    }
    return oz_parse_unsupported(parser, at, "pattern of a sequence");
}

/* ---- The statement ---- */

static oz_ast_id parse_case(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;

    if (!oz_parse_at_word(parser, "case")) {
        oz_parse_unexpected(parser, "'case' in the block of 'match'");
    }
    oz_parse_advance(parser);
    oz_parse_push(parser, parse_open_pattern(parser));
    oz_parse_push(parser, oz_parse_accept(parser, OZ_TOKEN_IF) ? oz_parse_named(parser)
                                                               : OZ_NONE);
    oz_parse_push(parser, oz_parse_block(parser, "after the pattern of 'case'"));
    return oz_parse_make(parser, OZ_AST_CASE, at, mark);
}

static oz_ast_id parse_subject(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    oz_ast_id first = oz_parse_star_named(parser);

    if (!oz_parse_at(parser, OZ_TOKEN_COMMA)) {
        return first;
    }
    oz_parse_push(parser, first);
    while (oz_parse_accept(parser, OZ_TOKEN_COMMA) && oz_parse_starts(parser)) {
        oz_parse_push(parser, oz_parse_star_named(parser));
    }
    return oz_parse_make(parser, OZ_AST_TUPLE, at, mark);
}

oz_ast_id oz_parse_match(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;

    oz_parse_advance(parser);
    oz_parse_push(parser, parse_subject(parser));
    oz_parse_expect(parser, OZ_TOKEN_COLON, "after the subject of 'match'");
    oz_parse_expect(parser, OZ_TOKEN_NEWLINE, "after 'match'");
    oz_parse_expect(parser, OZ_TOKEN_INDENT, "after 'match'");
    do {
        oz_parse_push(parser, parse_case(parser));
    } while (!oz_parse_at(parser, OZ_TOKEN_DEDENT) &&
             !oz_parse_at(parser, OZ_TOKEN_END));
    oz_parse_accept(parser, OZ_TOKEN_DEDENT);
    return oz_parse_make(parser, OZ_AST_MATCH, at, mark);
}
