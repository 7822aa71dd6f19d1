/* parse_statement.c — statements of one line.
 *
 *     a = b = c    a: int = b    a += b    del a, b    assert a, b    raise a from b
 *     return a     global a, b   pass      break       continue       import … (*)
 *
 * (*) in parse_import.c
 */
#include "python/parse.h"

/* ---- Assignments ---- */

/* The operator of `a += b`, by its sign without the `=`. */
static bool accept_augmented(struct oz_parser *parser, enum oz_ast_binary *op)
{
    static const uint8_t signs[OZ_TOKEN_COUNT] = {
        [OZ_TOKEN_PLUS_ASSIGN] = OZ_TOKEN_PLUS,
        [OZ_TOKEN_MINUS_ASSIGN] = OZ_TOKEN_MINUS,
        [OZ_TOKEN_STAR_ASSIGN] = OZ_TOKEN_STAR,
        [OZ_TOKEN_SLASH_ASSIGN] = OZ_TOKEN_SLASH,
        [OZ_TOKEN_SLASHES_ASSIGN] = OZ_TOKEN_SLASHES,
        [OZ_TOKEN_PERCENT_ASSIGN] = OZ_TOKEN_PERCENT,
        [OZ_TOKEN_AT_ASSIGN] = OZ_TOKEN_AT,
        [OZ_TOKEN_AMPERSAND_ASSIGN] = OZ_TOKEN_AMPERSAND,
        [OZ_TOKEN_PIPE_ASSIGN] = OZ_TOKEN_PIPE,
        [OZ_TOKEN_CARET_ASSIGN] = OZ_TOKEN_CARET,
        [OZ_TOKEN_LEFT_ASSIGN] = OZ_TOKEN_LEFT,
        [OZ_TOKEN_RIGHT_ASSIGN] = OZ_TOKEN_RIGHT,
        [OZ_TOKEN_STARS_ASSIGN] = OZ_TOKEN_STARS,
    };
    const uint8_t sign = signs[parser->token->kind];

    if (sign == 0) {
        return false;
    }
    *op = sign == OZ_TOKEN_STARS ? OZ_AST_POW
                                 : oz_parse_binary_op((enum oz_token_kind)sign);
    oz_parse_advance(parser);
    return true;
}

/* Where no list of targets may stand. */
static void check_single(struct oz_parser *parser, const struct oz_token *at,
                         oz_ast_id target, const char *what)
{
    const enum oz_ast_kind kind = oz_parse_kind(parser, target);

    if (kind == OZ_AST_TUPLE || kind == OZ_AST_LIST_DISPLAY || kind == OZ_AST_STARRED) {
        oz_parse_fail(parser, at, "expected a single target %s", what);
    }
    oz_parse_check_target(parser, target, "assign to");
}

static oz_ast_id parse_assign(struct oz_parser *parser, const struct oz_token *at,
                              oz_ast_id target)
{
    const uint32_t mark = parser->stack_count;

    oz_parse_push(parser, target);
    while (oz_parse_accept(parser, OZ_TOKEN_ASSIGN)) {
        oz_parse_check_target(parser, target, "assign to");
        target = oz_parse_right_side(parser);
        oz_parse_push(parser, target);
    }
    return oz_parse_make(parser, OZ_AST_ASSIGN, at, mark);
}

static oz_ast_id parse_annotated(struct oz_parser *parser, const struct oz_token *at,
                                 oz_ast_id target)
{
    oz_ast_id value = OZ_NONE;

    check_single(parser, at, target, "before an annotation");
    oz_parse_advance(parser);
    oz_parse_expression(parser);
    if (oz_parse_accept(parser, OZ_TOKEN_ASSIGN)) {
        value = oz_parse_right_side(parser);
    }
    return oz_parse_two(parser, OZ_AST_ANN_ASSIGN, at, target, value);
}

static oz_ast_id parse_expression_statement(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id id = oz_parse_right_side(parser);
    enum oz_ast_binary op;

    if (oz_parse_at(parser, OZ_TOKEN_ASSIGN)) {
        return parse_assign(parser, at, id);
    }
    if (oz_parse_at(parser, OZ_TOKEN_COLON)) {
        return parse_annotated(parser, at, id);
    }
    if (accept_augmented(parser, &op)) {
        check_single(parser, at, id, "of an operation with '='");
        id = oz_parse_two(parser, OZ_AST_AUG_ASSIGN, at, id,
                          oz_parse_right_side(parser));
        return oz_parse_set_op(parser, id, op);
    }
    return oz_parse_one(parser, OZ_AST_EXPRESSION, at, id);
}

/* ---- Statements with a word in front, which is at hand ---- */

static oz_ast_id parse_return(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id value = OZ_NONE;

    oz_parse_advance(parser);
    if (oz_parse_starts(parser)) {
        value = oz_parse_expressions(parser);
    }
    return oz_parse_one(parser, OZ_AST_RETURN, at, value);
}

static oz_ast_id parse_raise(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id exception = OZ_NONE;
    oz_ast_id cause = OZ_NONE;

    oz_parse_advance(parser);
    if (oz_parse_starts(parser)) {
        exception = oz_parse_expression(parser);
        if (oz_parse_accept(parser, OZ_TOKEN_FROM)) {
            cause = oz_parse_expression(parser);
        }
    }
    return oz_parse_two(parser, OZ_AST_RAISE, at, exception, cause);
}

static oz_ast_id parse_assert(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id message = OZ_NONE;
    oz_ast_id test;

    oz_parse_advance(parser);
    test = oz_parse_expression(parser);
    if (oz_parse_accept(parser, OZ_TOKEN_COMMA)) {
        message = oz_parse_expression(parser);
    }
    return oz_parse_two(parser, OZ_AST_ASSERT, at, test, message);
}

static oz_ast_id parse_delete(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;

    oz_parse_advance(parser);
    do {
        oz_ast_id target = oz_parse_operand(parser);

        oz_parse_check_target(parser, target, "delete");
        oz_parse_push(parser, target);
    } while (oz_parse_accept(parser, OZ_TOKEN_COMMA) && oz_parse_starts(parser));
    return oz_parse_make(parser, OZ_AST_DELETE, at, mark);
}

static oz_ast_id parse_scope(struct oz_parser *parser, enum oz_ast_kind kind)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;

    oz_parse_advance(parser);
    do {
        const struct oz_token *name =
            oz_parse_expect(parser, OZ_TOKEN_NAME, "to be declared");
        oz_ast_id id = oz_parse_leaf(parser, OZ_AST_NAME, name);

        oz_parse_push(parser,
                      oz_parse_set_text(parser, id, oz_parse_text(parser, name)));
    } while (oz_parse_accept(parser, OZ_TOKEN_COMMA));
    return oz_parse_make(parser, kind, at, mark);
}

static oz_ast_id parse_word(struct oz_parser *parser, enum oz_ast_kind kind)
{
    const struct oz_token *at = parser->token;

    oz_parse_advance(parser);
    return oz_parse_leaf(parser, kind, at);
}

static oz_ast_id parse_simple(struct oz_parser *parser)
{
    switch (parser->token->kind) {
    case OZ_TOKEN_RETURN:
        return parse_return(parser);
    case OZ_TOKEN_RAISE:
        return parse_raise(parser);
    case OZ_TOKEN_ASSERT:
        return parse_assert(parser);
    case OZ_TOKEN_DEL:
        return parse_delete(parser);
    case OZ_TOKEN_GLOBAL:
        return parse_scope(parser, OZ_AST_GLOBAL);
    case OZ_TOKEN_NONLOCAL:
        return parse_scope(parser, OZ_AST_NONLOCAL);
    case OZ_TOKEN_IMPORT:
    case OZ_TOKEN_FROM:
        return oz_parse_import(parser);
    case OZ_TOKEN_PASS:
        return parse_word(parser, OZ_AST_PASS);
    case OZ_TOKEN_BREAK:
        return parse_word(parser, OZ_AST_BREAK);
    case OZ_TOKEN_CONTINUE:
        return parse_word(parser, OZ_AST_CONTINUE);
    default: /* anything that is a value */
        return parse_expression_statement(parser);
    }
}

void oz_parse_simple_line(struct oz_parser *parser)
{
    do {
        oz_parse_push(parser, parse_simple(parser));
    } while (oz_parse_accept(parser, OZ_TOKEN_SEMICOLON) &&
             !oz_parse_at(parser, OZ_TOKEN_NEWLINE));
    oz_parse_expect(parser, OZ_TOKEN_NEWLINE, "or an operator");
}

void oz_parse_statement(struct oz_parser *parser)
{
    if (oz_parse_at(parser, OZ_TOKEN_INDENT)) {
        oz_parse_unexpected(parser, "a line that is not indented: no block was opened");
    } else if (!oz_parse_at_compound(parser)) {
        oz_parse_simple_line(parser);
    } else if (oz_parse_enter(parser)) {
        oz_parse_push(parser, oz_parse_compound(parser));
        oz_parse_leave(parser);
    }
}
