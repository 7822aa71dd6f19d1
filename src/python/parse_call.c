/* parse_call.c — arguments, parameters and subscripts.
 *
 *     f(a, *b, c=1, **d)     f(x for x in y)     a[1:2, ::3]
 *     def f(a, /, b=1, *c, d, **e)               lambda a, b=1: a
 *
 * Annotations of parameters are read and dropped.
 */
#include "python/parse.h"

/* ---- Arguments ---- */

struct arguments {
    const struct oz_token *open;
    bool is_class;
    bool keyword; /* a=1 was read */
    bool stars;   /* **a was */
    bool first;
};

static void parse_keyword(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    ounce_str name = {"", 0};
    oz_ast_id id;

    if (!oz_parse_accept(parser, OZ_TOKEN_STARS)) {
        name = oz_parse_text(parser, at);
        oz_parse_advance(parser);
        oz_parse_advance(parser);
    }
    id = oz_parse_one(parser, OZ_AST_KEYWORD, at, oz_parse_expression(parser));
    oz_parse_push(parser, oz_parse_set_text(parser, id, name));
}

static void parse_positional(struct oz_parser *parser, struct arguments *arguments)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;

    if (arguments->stars || arguments->keyword) {
        oz_parse_fail(parser, at, "a positional argument follows %s",
                      arguments->stars ? "'**'" : "a keyword argument");
    }
    oz_parse_push(parser, oz_parse_named(parser));
    if (!oz_parse_at_comprehension(parser)) {
        return;
    }
    if (arguments->is_class || !arguments->first) {
        oz_parse_fail(parser, at,
                      "expected '(' around a generator that has neighbours");
    }
    oz_parse_push(parser, oz_parse_comprehension(parser, OZ_AST_GENERATOR,
                                                 arguments->open, mark));
    if (!oz_parse_at(parser, OZ_TOKEN_CLOSE_PAREN)) {
        oz_parse_unexpected(parser, "')' after a generator without its own '('");
    }
}

static void parse_argument(struct oz_parser *parser, struct arguments *arguments)
{
    const struct oz_token *at = parser->token;

    if (oz_parse_at(parser, OZ_TOKEN_STARS)) {
        arguments->stars = true;
        parse_keyword(parser);
    } else if (oz_parse_at(parser, OZ_TOKEN_NAME) &&
               oz_parse_next(parser)->kind == OZ_TOKEN_ASSIGN) {
        arguments->keyword = true;
        parse_keyword(parser);
    } else if (oz_parse_accept(parser, OZ_TOKEN_STAR)) {
        if (arguments->stars) {
            oz_parse_fail(parser, at, "a '*' argument follows '**'");
        }
        oz_parse_push(parser, oz_parse_one(parser, OZ_AST_STARRED, at,
                                           oz_parse_expression(parser)));
    } else {
        parse_positional(parser, arguments);
    }
    arguments->first = false;
}

void oz_parse_arguments(struct oz_parser *parser, const struct oz_token *open,
                        bool is_class)
{
    struct arguments arguments = {.open = open, .is_class = is_class, .first = true};

    while (!oz_parse_failed(parser) && !oz_parse_at(parser, OZ_TOKEN_CLOSE_PAREN)) {
        parse_argument(parser, &arguments);
        if (!oz_parse_accept(parser, OZ_TOKEN_COMMA)) {
            break;
        }
    }
    oz_parse_close(parser, OZ_TOKEN_CLOSE_PAREN, open);
}

/* ---- Subscripts ---- */

static bool at_bound(const struct oz_parser *parser)
{
    return oz_parse_starts(parser) && !oz_parse_at(parser, OZ_TOKEN_STAR);
}

static void parse_bound(struct oz_parser *parser)
{
    oz_parse_push(parser, at_bound(parser) ? oz_parse_expression(parser) : OZ_NONE);
}

static oz_ast_id parse_slice(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    oz_ast_id first = OZ_NONE;

    if (oz_parse_accept(parser, OZ_TOKEN_STAR)) {
        return oz_parse_one(parser, OZ_AST_STARRED, at, oz_parse_expression(parser));
    }
    if (!oz_parse_at(parser, OZ_TOKEN_COLON)) {
        first = oz_parse_named(parser);
    }
    if (oz_parse_kind(parser, first) == OZ_AST_NAMED &&
        at->kind == OZ_TOKEN_NAME) { /* no bound without its own '(' */
        return first;
    }
    if (!oz_parse_accept(parser, OZ_TOKEN_COLON)) {
        return first;
    }
    oz_parse_push(parser, first);
    parse_bound(parser);
    if (oz_parse_accept(parser, OZ_TOKEN_COLON)) {
        parse_bound(parser);
    } else {
        oz_parse_push(parser, OZ_NONE);
    }
    return oz_parse_make(parser, OZ_AST_SLICE, at, mark);
}

oz_ast_id oz_parse_subscript(struct oz_parser *parser, const struct oz_token *at,
                             oz_ast_id value)
{
    const struct oz_token *open = parser->token;
    const uint32_t mark = parser->stack_count;
    oz_ast_id index;

    oz_parse_advance(parser);
    index = parse_slice(parser);
    if (oz_parse_at(parser, OZ_TOKEN_COMMA) ||
        oz_parse_kind(parser, index) == OZ_AST_STARRED) {
        oz_parse_push(parser, index);
        while (oz_parse_accept(parser, OZ_TOKEN_COMMA) &&
               !oz_parse_at(parser, OZ_TOKEN_CLOSE_BRACKET)) {
            oz_parse_push(parser, parse_slice(parser));
        }
        index = oz_parse_make(parser, OZ_AST_TUPLE, open + 1, mark);
    }
    oz_parse_close(parser, OZ_TOKEN_CLOSE_BRACKET, open);
    return oz_parse_two(parser, OZ_AST_SUBSCRIPT, at, value, index);
}

/* ---- Parameters ---- */

struct params {
    enum oz_token_kind close;
    uint32_t mark; /* where they begin on the stack */
    bool annotated;
    bool slash, star, stars, default_;
    bool bare_star; /* and no parameter behind it yet */
};

static void parse_annotation(struct oz_parser *parser, bool starred)
{
    if (!oz_parse_accept(parser, OZ_TOKEN_COLON)) {
        return;
    }
    if (starred) {
        oz_parse_star_expression(parser);
    } else {
        oz_parse_expression(parser);
    }
}

static void parse_param(struct oz_parser *parser, struct params *params,
                        enum oz_ast_param op)
{
    const struct oz_token *name =
        oz_parse_expect(parser, OZ_TOKEN_NAME, "for a parameter");
    const bool starred = op == OZ_PARAM_STAR || op == OZ_PARAM_STARS;
    oz_ast_id id = OZ_NONE;

    if (params->annotated) {
        parse_annotation(parser, op == OZ_PARAM_STAR);
    }
    if (oz_parse_at(parser, OZ_TOKEN_ASSIGN) && starred) {
        oz_parse_fail(parser, parser->token, "a starred parameter has no default");
    }
    if (oz_parse_accept(parser, OZ_TOKEN_ASSIGN)) {
        id = oz_parse_expression(parser);
        params->default_ = params->default_ || op == OZ_PARAM_PLAIN;
    } else if (op == OZ_PARAM_PLAIN && params->default_) {
        oz_parse_fail(parser, name, "expected a default: a parameter before has one");
    }
    id = oz_parse_set_op(parser, oz_parse_one(parser, OZ_AST_PARAM, name, id), op);
    oz_parse_push(parser, oz_parse_set_text(parser, id, oz_parse_text(parser, name)));
    params->bare_star = false;
}

/* `/`: all before it are positional only. */
static void parse_slash(struct oz_parser *parser, struct params *params)
{
    if (params->slash || params->star || parser->stack_count == params->mark) {
        oz_parse_unexpected(parser, "a parameter; '/' stands once, behind some and "
                                    "before '*'");
        return;
    }
    oz_parse_advance(parser);
    params->slash = true;
    for (uint32_t i = params->mark; i < parser->stack_count; i++) {
        oz_parse_set_op(parser, parser->stack[i], OZ_PARAM_POSITIONAL);
    }
}

static void parse_star_param(struct oz_parser *parser, struct params *params)
{
    if (params->star) {
        oz_parse_unexpected(parser, "a parameter; '*' stands once");
    }
    oz_parse_advance(parser);
    params->star = true;
    if (oz_parse_at(parser, OZ_TOKEN_COMMA)) {
        params->bare_star = true;
    } else {
        parse_param(parser, params, OZ_PARAM_STAR);
    }
}

static void parse_any_param(struct oz_parser *parser, struct params *params)
{
    if (params->stars) {
        oz_parse_unexpected(parser, "the end of the parameters behind '**'");
    } else if (oz_parse_at(parser, OZ_TOKEN_SLASH)) {
        parse_slash(parser, params);
    } else if (oz_parse_at(parser, OZ_TOKEN_STAR)) {
        parse_star_param(parser, params);
    } else if (oz_parse_at(parser, OZ_TOKEN_STARS)) {
        if (params->bare_star) {
            oz_parse_unexpected(parser, "a named parameter after '*'");
        }
        oz_parse_advance(parser);
        params->stars = true;
        parse_param(parser, params, OZ_PARAM_STARS);
    } else {
        parse_param(parser, params, params->star ? OZ_PARAM_KEYWORD : OZ_PARAM_PLAIN);
    }
}

oz_ast_id oz_parse_params(struct oz_parser *parser, enum oz_token_kind close,
                          bool annotated)
{
    const struct oz_token *at = parser->token;
    struct params params = {.close = close, .annotated = annotated};

    params.mark = parser->stack_count;
    while (!oz_parse_failed(parser) && !oz_parse_at(parser, close)) {
        parse_any_param(parser, &params);
        if (!oz_parse_accept(parser, OZ_TOKEN_COMMA)) {
            break;
        }
    }
    if (params.bare_star) {
        oz_parse_unexpected(parser, "a named parameter after '*'");
    }
    return oz_parse_make(parser, OZ_AST_PARAMS, at, params.mark);
}
