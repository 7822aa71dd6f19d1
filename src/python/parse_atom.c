/* parse_atom.c — names, constants, and what stands in brackets.
 *
 *     ( )  (a)  (a, b)  (a for …)  (yield)      [a, *b]  [a for …]
 *     {}  {a: b, **c}  {a: b for …}  {a, *b}  {a for …}
 */
#include "python/parse.h"

#include "python/literal.h"

oz_ast_id oz_parse_number(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const ounce_str text = oz_parse_text(parser, at);
    enum oz_ast_constant op = OZ_AST_INT;
    ounce_str value;

    oz_parse_advance(parser);
    switch (oz_literal_number(parser->arena, text, &value)) {
    case OZ_LITERAL_INTEGER:
        break;
    case OZ_LITERAL_REAL:
        op = OZ_AST_FLOAT;
        break;
    case OZ_LITERAL_IMAGINARY:
        return oz_parse_unsupported(parser, at, "complex number");
    case OZ_LITERAL_TOO_LONG:
        oz_parse_fail_limit(parser, at, "an integer has more than %d digits",
                            OZ_LITERAL_DIGITS);
        return OZ_NONE;
    case OZ_LITERAL_NOMEM:
        oz_parse_fail_nomem(parser);
        return OZ_NONE;
    }
    return oz_parse_set_text(
        parser, oz_parse_set_op(parser, oz_parse_leaf(parser, OZ_AST_CONSTANT, at), op),
        value);
}

static oz_ast_id parse_constant(struct oz_parser *parser, enum oz_ast_constant op)
{
    const struct oz_token *at = parser->token;

    oz_parse_advance(parser);
    return oz_parse_set_op(parser, oz_parse_leaf(parser, OZ_AST_CONSTANT, at), op);
}

static oz_ast_id parse_name(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;

    oz_parse_advance(parser);
    return oz_parse_set_text(parser, oz_parse_leaf(parser, OZ_AST_NAME, at),
                             oz_parse_text(parser, at));
}

/* ---- Comprehensions ---- */

bool oz_parse_at_comprehension(const struct oz_parser *parser)
{
    return oz_parse_at(parser, OZ_TOKEN_FOR) ||
           (oz_parse_at(parser, OZ_TOKEN_ASYNC) &&
            oz_parse_next(parser)->kind == OZ_TOKEN_FOR);
}

static void parse_clause(struct oz_parser *parser, bool *is_async)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;

    *is_async |= oz_parse_accept(parser, OZ_TOKEN_ASYNC);
    oz_parse_advance(parser);
    oz_parse_push(parser, oz_parse_targets(parser));
    oz_parse_expect(parser, OZ_TOKEN_IN, "after the target of 'for'");
    oz_parse_push(parser, oz_parse_disjunction(parser));
    while (oz_parse_accept(parser, OZ_TOKEN_IF)) {
        oz_parse_push(parser, oz_parse_disjunction(parser));
    }
    oz_parse_push(parser, oz_parse_make(parser, OZ_AST_COMPREHENSION, at, mark));
}

oz_ast_id oz_parse_comprehension(struct oz_parser *parser, enum oz_ast_kind kind,
                                 const struct oz_token *at, uint32_t mark)
{
    bool is_async = false;
    oz_ast_id id;

    if (oz_parse_at_comprehension(parser) &&
        oz_parse_kind(parser, parser->stack[mark]) == OZ_AST_STARRED) {
        oz_parse_fail(parser, at, "a '*' is not allowed in a comprehension");
    }
    while (oz_parse_at_comprehension(parser)) {
        parse_clause(parser, &is_async);
    }
    id = oz_parse_make(parser, kind, at, mark);
    return is_async ? oz_parse_unsupported(parser, at, "async comprehension") : id;
}

/* ---- Brackets ---- */

/* More elements after a first that was pushed, and perhaps a comma at the end. */
static void parse_elements(struct oz_parser *parser)
{
    while (oz_parse_accept(parser, OZ_TOKEN_COMMA) && oz_parse_starts(parser)) {
        oz_parse_push(parser, oz_parse_star_named(parser));
    }
}

static oz_ast_id parse_list(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    oz_ast_id id;

    oz_parse_advance(parser);
    if (oz_parse_starts(parser)) {
        oz_parse_push(parser, oz_parse_star_named(parser));
        if (oz_parse_at_comprehension(parser)) {
            id = oz_parse_comprehension(parser, OZ_AST_LIST_COMP, at, mark);
            oz_parse_close(parser, OZ_TOKEN_CLOSE_BRACKET, at);
            return id;
        }
        parse_elements(parser);
    }
    oz_parse_close(parser, OZ_TOKEN_CLOSE_BRACKET, at);
    return oz_parse_make(parser, OZ_AST_LIST_DISPLAY, at, mark);
}

/* `(` and something are read. */
static oz_ast_id end_group(struct oz_parser *parser, const struct oz_token *at,
                           oz_ast_id first)
{
    const uint32_t mark = parser->stack_count;
    oz_ast_id id = first;

    if (oz_parse_at_comprehension(parser)) {
        oz_parse_push(parser, first);
        id = oz_parse_comprehension(parser, OZ_AST_GENERATOR, at, mark);
    } else if (oz_parse_at(parser, OZ_TOKEN_COMMA)) {
        oz_parse_push(parser, first);
        parse_elements(parser);
        id = oz_parse_make(parser, OZ_AST_TUPLE, at, mark);
    } else if (oz_parse_kind(parser, first) == OZ_AST_STARRED) {
        oz_parse_unexpected(parser, "',' after what is starred in parentheses");
    }
    oz_parse_close(parser, OZ_TOKEN_CLOSE_PAREN, at);
    return id;
}

static oz_ast_id parse_group(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id id;

    oz_parse_advance(parser);
    if (oz_parse_accept(parser, OZ_TOKEN_CLOSE_PAREN)) {
        return oz_parse_leaf(parser, OZ_AST_TUPLE, at);
    }
    if (oz_parse_at(parser, OZ_TOKEN_YIELD)) {
        id = oz_parse_yield(parser);
        oz_parse_close(parser, OZ_TOKEN_CLOSE_PAREN, at);
        return id;
    }
    return end_group(parser, at, oz_parse_star_named(parser));
}

/* Push a key and its value, or no key and `**value`. */
static void parse_item(struct oz_parser *parser)
{
    if (oz_parse_accept(parser, OZ_TOKEN_STARS)) {
        oz_parse_push(parser, OZ_NONE);
        oz_parse_push(parser, oz_parse_operand(parser));
        return;
    }
    oz_parse_push(parser, oz_parse_expression(parser));
    oz_parse_expect(parser, OZ_TOKEN_COLON, "after a key");
    oz_parse_push(parser, oz_parse_expression(parser));
}

/* The first key and its value are pushed. */
static oz_ast_id end_dict(struct oz_parser *parser, const struct oz_token *at,
                          uint32_t mark, bool has_key)
{
    oz_ast_id id;

    if (has_key && oz_parse_at_comprehension(parser)) {
        id = oz_parse_comprehension(parser, OZ_AST_DICT_COMP, at, mark);
        oz_parse_close(parser, OZ_TOKEN_CLOSE_BRACE, at);
        return id;
    }
    while (oz_parse_accept(parser, OZ_TOKEN_COMMA) &&
           !oz_parse_at(parser, OZ_TOKEN_CLOSE_BRACE)) {
        parse_item(parser);
    }
    oz_parse_close(parser, OZ_TOKEN_CLOSE_BRACE, at);
    return oz_parse_make(parser, OZ_AST_DICT, at, mark);
}

/* The first element is pushed. */
static oz_ast_id end_set(struct oz_parser *parser, const struct oz_token *at,
                         uint32_t mark)
{
    oz_ast_id id;

    if (oz_parse_at_comprehension(parser)) {
        id = oz_parse_comprehension(parser, OZ_AST_SET_COMP, at, mark);
        oz_parse_close(parser, OZ_TOKEN_CLOSE_BRACE, at);
        return id;
    }
    parse_elements(parser);
    oz_parse_close(parser, OZ_TOKEN_CLOSE_BRACE, at);
    return oz_parse_make(parser, OZ_AST_SET, at, mark);
}

static oz_ast_id parse_braces(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    bool is_key;

    oz_parse_advance(parser);
    if (oz_parse_accept(parser, OZ_TOKEN_CLOSE_BRACE)) {
        return oz_parse_make(parser, OZ_AST_DICT, at, mark);
    }
    if (oz_parse_at(parser, OZ_TOKEN_STARS)) {
        parse_item(parser);
        return end_dict(parser, at, mark, false);
    }
    is_key = !oz_parse_at(parser, OZ_TOKEN_STAR) &&
             oz_parse_next(parser)->kind != OZ_TOKEN_WALRUS;
    oz_parse_push(parser, oz_parse_star_named(parser));
    if (is_key && oz_parse_accept(parser, OZ_TOKEN_COLON)) {
        oz_parse_push(parser, oz_parse_expression(parser));
        return end_dict(parser, at, mark, true);
    }
    return end_set(parser, at, mark);
}

static oz_ast_id parse_brackets(struct oz_parser *parser)
{
    oz_ast_id id;

    if (!oz_parse_enter(parser)) {
        return OZ_NONE;
    }
    id = oz_parse_at(parser, OZ_TOKEN_OPEN_PAREN)     ? parse_group(parser)
         : oz_parse_at(parser, OZ_TOKEN_OPEN_BRACKET) ? parse_list(parser)
                                                      : parse_braces(parser);
    oz_parse_leave(parser);
    return id;
}

oz_ast_id oz_parse_atom(struct oz_parser *parser)
{
    switch (parser->token->kind) {
    case OZ_TOKEN_NAME:
        return parse_name(parser);
    case OZ_TOKEN_NUMBER:
        return oz_parse_number(parser);
    case OZ_TOKEN_STRING:
        return oz_parse_strings(parser);
    case OZ_TOKEN_NONE:
        return parse_constant(parser, OZ_AST_NONE_);
    case OZ_TOKEN_TRUE:
        return parse_constant(parser, OZ_AST_TRUE);
    case OZ_TOKEN_FALSE:
        return parse_constant(parser, OZ_AST_FALSE);
    case OZ_TOKEN_ELLIPSIS:
        return parse_constant(parser, OZ_AST_ELLIPSIS);
    case OZ_TOKEN_OPEN_PAREN:
    case OZ_TOKEN_OPEN_BRACKET:
    case OZ_TOKEN_OPEN_BRACE:
        return parse_brackets(parser);
    default: /* a token of many that begin no value */
        oz_parse_unexpected(parser, "a value");
        return OZ_NONE;
    }
}
