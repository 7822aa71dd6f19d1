/* parse_expression.c — what may stand where Python's grammar says "expression".
 *
 *     named      = NAME ':=' expression | expression
 *     expression = lambda | disjunction ('if' disjunction 'else' expression)?
 *     list       = ('*' operand | expression) (',' …)* ','?       a tuple without ()
 *     yield      = 'yield' ('from' expression | list)?
 *
 * Operators are in parse_operator.c.
 */
#include "python/parse.h"

bool oz_parse_starts(const struct oz_parser *parser)
{
    static const bool starts[OZ_TOKEN_COUNT] = {
        [OZ_TOKEN_NAME] = true,         [OZ_TOKEN_NUMBER] = true,
        [OZ_TOKEN_STRING] = true,       [OZ_TOKEN_FALSE] = true,
        [OZ_TOKEN_NONE] = true,         [OZ_TOKEN_TRUE] = true,
        [OZ_TOKEN_AWAIT] = true,        [OZ_TOKEN_LAMBDA] = true,
        [OZ_TOKEN_NOT] = true,          [OZ_TOKEN_ELLIPSIS] = true,
        [OZ_TOKEN_PLUS] = true,         [OZ_TOKEN_MINUS] = true,
        [OZ_TOKEN_TILDE] = true,        [OZ_TOKEN_STAR] = true,
        [OZ_TOKEN_OPEN_PAREN] = true,   [OZ_TOKEN_OPEN_BRACE] = true,
        [OZ_TOKEN_OPEN_BRACKET] = true,
    };

    return starts[parser->token->kind];
}

static oz_ast_id parse_lambda(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id id;

    if (!oz_parse_enter(parser)) {
        return OZ_NONE;
    }
    oz_parse_advance(parser);
    id = oz_parse_params(parser, OZ_TOKEN_COLON, false);
    oz_parse_expect(parser, OZ_TOKEN_COLON, "after the parameters of 'lambda'");
    id = oz_parse_two(parser, OZ_AST_LAMBDA, at, id, oz_parse_expression(parser));
    oz_parse_leave(parser);
    return id;
}

/* `body` is read and `if` is at hand. */
static oz_ast_id parse_choice(struct oz_parser *parser, const struct oz_token *at,
                              oz_ast_id body)
{
    const uint32_t mark = parser->stack_count;

    if (!oz_parse_enter(parser)) {
        return OZ_NONE;
    }
    oz_parse_advance(parser);
    oz_parse_push(parser, oz_parse_disjunction(parser));
    oz_parse_push(parser, body);
    oz_parse_expect(parser, OZ_TOKEN_ELSE, "after the condition of 'if' in a value");
    oz_parse_push(parser, oz_parse_expression(parser));
    oz_parse_leave(parser);
    return oz_parse_make(parser, OZ_AST_IF_EXP, at, mark);
}

oz_ast_id oz_parse_expression(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id id;

    if (oz_parse_at(parser, OZ_TOKEN_LAMBDA)) {
        return parse_lambda(parser);
    }
    id = oz_parse_disjunction(parser);
    return oz_parse_at(parser, OZ_TOKEN_IF) ? parse_choice(parser, at, id) : id;
}

oz_ast_id oz_parse_named(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id name;

    if (!oz_parse_at(parser, OZ_TOKEN_NAME) ||
        oz_parse_next(parser)->kind != OZ_TOKEN_WALRUS) {
        return oz_parse_expression(parser);
    }
    name = oz_parse_set_text(parser, oz_parse_leaf(parser, OZ_AST_NAME, at),
                             oz_parse_text(parser, at));
    oz_parse_advance(parser);
    oz_parse_advance(parser);
    return oz_parse_two(parser, OZ_AST_NAMED, at, name, oz_parse_expression(parser));
}

static oz_ast_id parse_star(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;

    oz_parse_advance(parser);
    return oz_parse_one(parser, OZ_AST_STARRED, at, oz_parse_operand(parser));
}

oz_ast_id oz_parse_star_named(struct oz_parser *parser)
{
    return oz_parse_at(parser, OZ_TOKEN_STAR) ? parse_star(parser)
                                              : oz_parse_named(parser);
}

oz_ast_id oz_parse_star_expression(struct oz_parser *parser)
{
    return oz_parse_at(parser, OZ_TOKEN_STAR) ? parse_star(parser)
                                              : oz_parse_expression(parser);
}

oz_ast_id oz_parse_expressions(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    oz_ast_id first = oz_parse_star_expression(parser);

    if (!oz_parse_at(parser, OZ_TOKEN_COMMA)) {
        return first;
    }
    oz_parse_push(parser, first);
    while (oz_parse_accept(parser, OZ_TOKEN_COMMA) && oz_parse_starts(parser)) {
        oz_parse_push(parser, oz_parse_star_expression(parser));
    }
    return oz_parse_make(parser, OZ_AST_TUPLE, at, mark);
}

oz_ast_id oz_parse_yield(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;

    oz_parse_advance(parser);
    if (oz_parse_accept(parser, OZ_TOKEN_FROM)) {
        oz_parse_expression(parser);
        return oz_parse_unsupported(parser, at, "yield from");
    }
    if (oz_parse_starts(parser)) {
        oz_parse_expressions(parser);
    }
    return oz_parse_unsupported(parser, at, "yield");
}

oz_ast_id oz_parse_right_side(struct oz_parser *parser)
{
    return oz_parse_at(parser, OZ_TOKEN_YIELD) ? oz_parse_yield(parser)
                                               : oz_parse_expressions(parser);
}
