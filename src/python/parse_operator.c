/* parse_operator.c — operators by how strongly they bind, weakest first.
 *
 *     or   and   not   < in is == …   |   ^   &   << >>   + -   * / // % @   -x   **
 *
 * Chains are read in loops: `a or b or c` is one node, `a + b + c` is a tree that leans
 * to the left. Only what leans to the right recurses, one level each: signs and `**`.
 */
#include "python/parse.h"

/* The first operand is read; more may follow. */
static oz_ast_id parse_chain(struct oz_parser *parser, enum oz_token_kind kind,
                             enum oz_ast_bool op,
                             oz_ast_id (*operand)(struct oz_parser *parser))
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    oz_ast_id first = operand(parser);

    if (!oz_parse_at(parser, kind)) {
        return first;
    }
    oz_parse_push(parser, first);
    while (oz_parse_accept(parser, kind)) {
        oz_parse_push(parser, operand(parser));
    }
    return oz_parse_set_op(parser, oz_parse_make(parser, OZ_AST_BOOL_OP, at, mark), op);
}

/* ---- Comparisons ---- */

/* Take a comparison's operator, of one word or two. */
static bool accept_comparison(struct oz_parser *parser, enum oz_ast_compare *op)
{
    static const uint8_t signs[OZ_TOKEN_COUNT] = {
        [OZ_TOKEN_EQUALS] = OZ_AST_EQ + 1,  [OZ_TOKEN_NOT_EQUAL] = OZ_AST_NE + 1,
        [OZ_TOKEN_LESS] = OZ_AST_LT + 1,    [OZ_TOKEN_LESS_EQUAL] = OZ_AST_LE + 1,
        [OZ_TOKEN_GREATER] = OZ_AST_GT + 1, [OZ_TOKEN_IS] = OZ_AST_IS + 1,
        [OZ_TOKEN_IN] = OZ_AST_IN + 1,      [OZ_TOKEN_GREATER_EQUAL] = OZ_AST_GE + 1,
    };
    const uint8_t found = signs[parser->token->kind];

    if (found > 0) {
        *op = (enum oz_ast_compare)(found - 1);
        oz_parse_advance(parser);
        if (*op == OZ_AST_IS && oz_parse_accept(parser, OZ_TOKEN_NOT)) {
            *op = OZ_AST_IS_NOT;
        }
        return true;
    }
    if (oz_parse_at(parser, OZ_TOKEN_NOT) &&
        oz_parse_next(parser)->kind == OZ_TOKEN_IN) {
        oz_parse_advance(parser);
        oz_parse_advance(parser);
        *op = OZ_AST_NOT_IN;
        return true;
    }
    return false;
}

static oz_ast_id parse_comparison(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    const oz_ast_id left = oz_parse_operand(parser);
    const struct oz_token *sign = parser->token;
    enum oz_ast_compare op;

    if (!accept_comparison(parser, &op)) {
        return left;
    }
    oz_parse_push(parser, left);
    do {
        oz_ast_id right = oz_parse_operand(parser);

        right = oz_parse_one(parser, OZ_AST_COMPARISON, sign, right);
        oz_parse_push(parser, oz_parse_set_op(parser, right, op));
        sign = parser->token;
    } while (accept_comparison(parser, &op));
    return oz_parse_make(parser, OZ_AST_COMPARE, at, mark);
}

static oz_ast_id parse_inversion(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id operand;

    if (!oz_parse_at(parser, OZ_TOKEN_NOT)) {
        return parse_comparison(parser);
    }
    if (!oz_parse_enter(parser)) {
        return OZ_NONE;
    }
    oz_parse_advance(parser);
    operand = oz_parse_one(parser, OZ_AST_UNARY, at, parse_inversion(parser));
    oz_parse_leave(parser);
    return oz_parse_set_op(parser, operand, OZ_AST_NOT);
}

static oz_ast_id parse_conjunction(struct oz_parser *parser)
{
    return parse_chain(parser, OZ_TOKEN_AND, OZ_AST_AND, parse_inversion);
}

oz_ast_id oz_parse_disjunction(struct oz_parser *parser)
{
    return parse_chain(parser, OZ_TOKEN_OR, OZ_AST_OR, parse_conjunction);
}

/* ---- Arithmetic ---- */

static const struct {
    uint8_t level; /* 0: no operator */
    uint8_t op;
} binary[OZ_TOKEN_COUNT] = {
    [OZ_TOKEN_PIPE] = {1, OZ_AST_BIT_OR},
    [OZ_TOKEN_CARET] = {2, OZ_AST_BIT_XOR},
    [OZ_TOKEN_AMPERSAND] = {3, OZ_AST_BIT_AND},
    [OZ_TOKEN_LEFT] = {4, OZ_AST_LEFT},
    [OZ_TOKEN_RIGHT] = {4, OZ_AST_RIGHT},
    [OZ_TOKEN_PLUS] = {5, OZ_AST_ADD},
    [OZ_TOKEN_MINUS] = {5, OZ_AST_SUB},
    [OZ_TOKEN_STAR] = {6, OZ_AST_MUL},
    [OZ_TOKEN_SLASH] = {6, OZ_AST_DIV},
    [OZ_TOKEN_SLASHES] = {6, OZ_AST_FLOOR_DIV},
    [OZ_TOKEN_PERCENT] = {6, OZ_AST_MOD},
    [OZ_TOKEN_AT] = {6, OZ_AST_MAT_MUL},
};

enum oz_ast_binary oz_parse_binary_op(enum oz_token_kind kind)
{
    return (enum oz_ast_binary)binary[kind].op;
}

static oz_ast_id parse_factor(struct oz_parser *parser);

static oz_ast_id parse_power(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const oz_ast_id base = oz_parse_primary(parser);
    oz_ast_id id;

    if (!oz_parse_accept(parser, OZ_TOKEN_STARS)) {
        return base;
    }
    if (!oz_parse_enter(parser)) {
        return OZ_NONE;
    }
    id = oz_parse_two(parser, OZ_AST_BINARY, at, base, parse_factor(parser));
    oz_parse_leave(parser);
    return oz_parse_set_op(parser, id, OZ_AST_POW);
}

static oz_ast_id parse_factor(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const enum oz_ast_unary op = at->kind == OZ_TOKEN_MINUS  ? OZ_AST_MINUS
                                 : at->kind == OZ_TOKEN_PLUS ? OZ_AST_PLUS
                                                             : OZ_AST_INVERT;
    oz_ast_id id;

    if (op == OZ_AST_INVERT && at->kind != OZ_TOKEN_TILDE) {
        return parse_power(parser);
    }
    if (!oz_parse_enter(parser)) {
        return OZ_NONE;
    }
    oz_parse_advance(parser);
    id = oz_parse_one(parser, OZ_AST_UNARY, at, parse_factor(parser));
    oz_parse_leave(parser);
    return oz_parse_set_op(parser, id, op);
}

/* Operators of this level and above; recursion goes up the levels, of which there are
 * six. */
static oz_ast_id parse_level(struct oz_parser *parser, unsigned level)
{
    const struct oz_token *at = parser->token;
    oz_ast_id left = parse_factor(parser);

    while (binary[parser->token->kind].level >= level) {
        const unsigned found = binary[parser->token->kind].level;
        const unsigned op = binary[parser->token->kind].op;

        oz_parse_advance(parser);
        left = oz_parse_two(parser, OZ_AST_BINARY, at, left,
                            parse_level(parser, found + 1));
        oz_parse_set_op(parser, left, op);
    }
    return left;
}

oz_ast_id oz_parse_operand(struct oz_parser *parser)
{
    return parse_level(parser, 1);
}

/* ---- Primaries ---- */

static oz_ast_id parse_attribute(struct oz_parser *parser, const struct oz_token *at,
                                 oz_ast_id value)
{
    const struct oz_token *name;

    oz_parse_advance(parser);
    name = oz_parse_expect(parser, OZ_TOKEN_NAME, "after '.'");
    value = oz_parse_one(parser, OZ_AST_ATTRIBUTE, at, value);
    return oz_parse_set_text(parser, value, oz_parse_text(parser, name));
}

static oz_ast_id parse_call(struct oz_parser *parser, const struct oz_token *at,
                            oz_ast_id callee)
{
    const struct oz_token *open = parser->token;
    const uint32_t mark = parser->stack_count;

    if (!oz_parse_enter(parser)) {
        return OZ_NONE;
    }
    oz_parse_advance(parser);
    oz_parse_push(parser, callee);
    oz_parse_arguments(parser, open, false);
    oz_parse_leave(parser);
    return oz_parse_make(parser, OZ_AST_CALL, at, mark);
}

static oz_ast_id parse_item(struct oz_parser *parser, const struct oz_token *at,
                            oz_ast_id value)
{
    if (!oz_parse_enter(parser)) {
        return OZ_NONE;
    }
    value = oz_parse_subscript(parser, at, value);
    oz_parse_leave(parser);
    return value;
}

static oz_ast_id parse_trailers(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id id = oz_parse_atom(parser);

    while (!oz_parse_failed(parser)) {
        if (oz_parse_at(parser, OZ_TOKEN_DOT)) {
            id = parse_attribute(parser, at, id);
        } else if (oz_parse_at(parser, OZ_TOKEN_OPEN_PAREN)) {
            id = parse_call(parser, at, id);
        } else if (oz_parse_at(parser, OZ_TOKEN_OPEN_BRACKET)) {
            id = parse_item(parser, at, id);
        } else {
            break;
        }
    }
    return id;
}

oz_ast_id oz_parse_primary(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;

    if (!oz_parse_accept(parser, OZ_TOKEN_AWAIT)) {
        return parse_trailers(parser);
    }
    parse_trailers(parser);
    return oz_parse_unsupported(parser, at, "await");
}
