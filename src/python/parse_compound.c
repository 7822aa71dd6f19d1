/* parse_compound.c — statements that hold others.
 *
 *     if/elif/else   while/else   for/else   try/except/else/finally   with
 *     def   class   decorators   async …         (match is in parse_pattern.c)
 *
 * `with`, everything `async` and `except*` are read whole and become UNSUPPORTED.
 */
#include "python/parse.h"

bool oz_parse_at_compound(const struct oz_parser *parser)
{
    static const bool starts[OZ_TOKEN_COUNT] = {
        [OZ_TOKEN_IF] = true,    [OZ_TOKEN_WHILE] = true, [OZ_TOKEN_FOR] = true,
        [OZ_TOKEN_TRY] = true,   [OZ_TOKEN_WITH] = true,  [OZ_TOKEN_DEF] = true,
        [OZ_TOKEN_CLASS] = true, [OZ_TOKEN_ASYNC] = true, [OZ_TOKEN_AT] = true,
    };

    return starts[parser->token->kind] || oz_parse_at_match(parser);
}

oz_ast_id oz_parse_block(struct oz_parser *parser, const char *where)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;

    oz_parse_expect(parser, OZ_TOKEN_COLON, where);
    if (!oz_parse_accept(parser, OZ_TOKEN_NEWLINE)) {
        if (oz_parse_at_compound(parser)) {
            oz_parse_unexpected(parser, "a new line before the next statement");
        }
        oz_parse_simple_line(parser);
        return oz_parse_make(parser, OZ_AST_LIST, at, mark);
    }
    oz_parse_expect(parser, OZ_TOKEN_INDENT, where);
    while (!oz_parse_at(parser, OZ_TOKEN_DEDENT) &&
           !oz_parse_at(parser, OZ_TOKEN_END)) {
        oz_parse_statement(parser);
    }
    oz_parse_accept(parser, OZ_TOKEN_DEDENT);
    return oz_parse_make(parser, OZ_AST_LIST, at, mark);
}

static oz_ast_id empty_list(struct oz_parser *parser)
{
    return oz_parse_leaf(parser, OZ_AST_LIST, parser->token);
}

static oz_ast_id parse_else(struct oz_parser *parser)
{
    return oz_parse_accept(parser, OZ_TOKEN_ELSE)
               ? oz_parse_block(parser, "and a block after 'else'")
               : empty_list(parser);
}

/* ---- if ---- */

/* Put the last `elif` into the `else` of the one before, from the last to the first:
 * a long chain is read in a loop, and is refused only for its height. Each has
 * pushed its test and body. */
static oz_ast_id nest(struct oz_parser *parser, const struct oz_token *const *places,
                      uint32_t count, oz_ast_id otherwise)
{
    oz_ast_id id = OZ_NONE;

    while (count-- > 0) {
        oz_parse_push(parser, otherwise);
        id = oz_parse_make(parser, OZ_AST_IF, places[count],
                           parser->stack_count > 3 ? parser->stack_count - 3 : 0);
        if (count > 0) {
            otherwise = oz_parse_one(parser, OZ_AST_LIST, places[count], id);
        }
    }
    return id;
}

static oz_ast_id parse_if(struct oz_parser *parser)
{
    const uint32_t mark = parser->stack_count;
    const struct oz_token **places = NULL;
    uint32_t count = 0;
    uint32_t capacity = 0;
    oz_ast_id id;

    do {
        void *items = places;
        const char *where = count == 0 ? "after the condition of 'if'"
                                       : "after the condition of 'elif'";

        if (!oz_arena_grow(parser->arena, &items, count, &capacity, sizeof *places)) {
            oz_parse_fail_nomem(parser);
            break;
        }
        places = items;
        places[count++] = parser->token;
        oz_parse_advance(parser);
        oz_parse_push(parser, oz_parse_named(parser));
        oz_parse_push(parser, oz_parse_block(parser, where));
    } while (oz_parse_at(parser, OZ_TOKEN_ELIF));
    id = oz_parse_failed(parser) ? OZ_NONE
                                 : nest(parser, places, count, parse_else(parser));
    return oz_parse_failed(parser)
               ? oz_parse_make(parser, OZ_AST_IF, parser->token, mark)
               : id;
}

/* ---- Loops ---- */

static oz_ast_id parse_while(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;

    oz_parse_advance(parser);
    oz_parse_push(parser, oz_parse_named(parser));
    oz_parse_push(parser, oz_parse_block(parser, "after the condition of 'while'"));
    oz_parse_push(parser, parse_else(parser));
    return oz_parse_make(parser, OZ_AST_WHILE, at, mark);
}

static oz_ast_id parse_for(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;

    oz_parse_advance(parser);
    oz_parse_push(parser, oz_parse_targets(parser));
    oz_parse_expect(parser, OZ_TOKEN_IN, "after the target of 'for'");
    oz_parse_push(parser, oz_parse_expressions(parser));
    oz_parse_push(parser, oz_parse_block(parser, "after what 'for' goes over"));
    oz_parse_push(parser, parse_else(parser));
    return oz_parse_make(parser, OZ_AST_FOR, at, mark);
}

/* ---- try ---- */

/* That a bare `except:` comes last is for the compiler, as in CPython. */
static oz_ast_id parse_handler(struct oz_parser *parser, bool *is_group)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    oz_ast_id class_ = OZ_NONE;
    ounce_str name = {"", 0};
    oz_ast_id id;

    oz_parse_advance(parser);
    *is_group = oz_parse_accept(parser, OZ_TOKEN_STAR);
    if (*is_group || oz_parse_starts(parser)) {
        class_ = oz_parse_expression(parser);
        if (oz_parse_accept(parser, OZ_TOKEN_AS)) {
            name = oz_parse_text(parser,
                                 oz_parse_expect(parser, OZ_TOKEN_NAME, "after 'as'"));
        }
    }
    oz_parse_push(parser, class_);
    oz_parse_push(parser, oz_parse_block(parser, "after 'except'"));
    id = oz_parse_make(parser, OZ_AST_HANDLER, at, mark);
    return oz_parse_set_text(parser, id, name);
}

/* A LIST of all, and how many are `except*`. */
static oz_ast_id parse_handlers(struct oz_parser *parser, uint32_t *groups)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    uint32_t count = 0;

    *groups = 0;
    for (; oz_parse_at(parser, OZ_TOKEN_EXCEPT); count++) {
        const struct oz_token *word = parser->token;
        bool is_group;

        oz_parse_push(parser, parse_handler(parser, &is_group));
        *groups += is_group;
        if (*groups != 0 && *groups != count + 1) {
            oz_parse_fail(parser, word, "'except' and 'except*' do not mix in a 'try'");
        }
    }
    return oz_parse_make(parser, OZ_AST_LIST, at, mark);
}

static oz_ast_id parse_try(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    const struct oz_token *handler;
    uint32_t groups;
    oz_ast_id id;

    oz_parse_advance(parser);
    oz_parse_push(parser, oz_parse_block(parser, "and a block after 'try'"));
    handler = parser->token;
    oz_parse_push(parser, parse_handlers(parser, &groups));
    oz_parse_push(parser, handler->kind == OZ_TOKEN_EXCEPT ? parse_else(parser)
                                                           : empty_list(parser));
    if (oz_parse_accept(parser, OZ_TOKEN_FINALLY)) {
        oz_parse_push(parser, oz_parse_block(parser, "and a block after 'finally'"));
    } else if (handler->kind != OZ_TOKEN_EXCEPT) {
        oz_parse_unexpected(parser, "'except' or 'finally' after the block of 'try'");
    } else {
        oz_parse_push(parser, empty_list(parser));
    }
    id = oz_parse_make(parser, OZ_AST_TRY, at, mark);
    return groups > 0 ? oz_parse_unsupported(parser, at, "except*") : id;
}

/* ---- with ---- */

/* Are the brackets at hand those around all items, as in `with (a as b, c):`? */
static bool has_group(const struct oz_parser *parser)
{
    const struct oz_token *token = parser->token;
    uint32_t depth = 0;

    if (token->kind != OZ_TOKEN_OPEN_PAREN) {
        return false;
    }
    for (; token->kind != OZ_TOKEN_END && token->kind != OZ_TOKEN_NEWLINE; token++) {
        depth += token->kind == OZ_TOKEN_OPEN_PAREN;
        depth -= token->kind == OZ_TOKEN_CLOSE_PAREN;
        if (depth == 0) {
            return token[1].kind == OZ_TOKEN_COLON;
        }
    }
    return false;
}

/* In brackets an item may look like the inside of a tuple or of a generator. */
static void parse_with_item(struct oz_parser *parser, bool grouped)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    oz_ast_id target;

    if (!grouped) {
        oz_parse_expression(parser);
    } else if (oz_parse_at(parser, OZ_TOKEN_YIELD)) {
        oz_parse_yield(parser);
    } else {
        oz_parse_push(parser, oz_parse_star_named(parser));
        oz_parse_comprehension(parser, OZ_AST_LIST, at, mark);
    }
    if (oz_parse_accept(parser, OZ_TOKEN_AS)) {
        target = oz_parse_operand(parser);
        oz_parse_check_target(parser, target, "assign to");
    }
}

oz_ast_id oz_parse_with(struct oz_parser *parser, const struct oz_token *at,
                        const char *feature)
{
    const struct oz_token *open;
    bool grouped;

    oz_parse_advance(parser);
    grouped = has_group(parser);
    open = parser->token;
    if (grouped) {
        oz_parse_advance(parser);
    }
    do {
        if (grouped && oz_parse_at(parser, OZ_TOKEN_CLOSE_PAREN)) {
            break; /* an empty tuple, or a comma at the end */
        }
        parse_with_item(parser, grouped);
    } while (oz_parse_accept(parser, OZ_TOKEN_COMMA));
    if (grouped) {
        oz_parse_close(parser, OZ_TOKEN_CLOSE_PAREN, open);
    }
    oz_parse_block(parser, "after what 'with' opens");
    return oz_parse_unsupported(parser, at, feature);
}

/* ---- Definitions ---- */

/* `decorators` is a LIST. */
static oz_ast_id parse_function(struct oz_parser *parser, oz_ast_id decorators)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    const struct oz_token *name;
    const struct oz_token *open;
    oz_ast_id id;

    oz_parse_advance(parser);
    name = oz_parse_expect(parser, OZ_TOKEN_NAME, "of a function after 'def'");
    open = oz_parse_expect(parser, OZ_TOKEN_OPEN_PAREN, "after the function's name");
    oz_parse_push(parser, oz_parse_params(parser, OZ_TOKEN_CLOSE_PAREN, true));
    oz_parse_close(parser, OZ_TOKEN_CLOSE_PAREN, open);
    if (oz_parse_accept(parser, OZ_TOKEN_ARROW)) {
        oz_parse_expression(parser);
    }
    oz_parse_push(parser, decorators);
    oz_parse_push(parser, oz_parse_block(parser, "after the parameters of 'def'"));
    id = oz_parse_make(parser, OZ_AST_FUNCTION, at, mark);
    return oz_parse_failed(parser)
               ? id
               : oz_parse_set_text(parser, id, oz_parse_text(parser, name));
}

static oz_ast_id parse_class(struct oz_parser *parser, oz_ast_id decorators)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    const struct oz_token *name;
    const struct oz_token *open;
    oz_ast_id id;

    oz_parse_advance(parser);
    name = oz_parse_expect(parser, OZ_TOKEN_NAME, "after 'class'");
    open = parser->token;
    if (oz_parse_accept(parser, OZ_TOKEN_OPEN_PAREN)) {
        oz_parse_arguments(parser, open, true);
    }
    oz_parse_push(parser, oz_parse_make(parser, OZ_AST_LIST, open, mark));
    oz_parse_push(parser, decorators);
    oz_parse_push(parser, oz_parse_block(parser, "after the name of a class"));
    id = oz_parse_make(parser, OZ_AST_CLASS, at, mark);
    return oz_parse_failed(parser)
               ? id
               : oz_parse_set_text(parser, id, oz_parse_text(parser, name));
}

static oz_ast_id parse_async(struct oz_parser *parser, oz_ast_id decorators)
{
    const struct oz_token *at = parser->token;
    const bool decorated =
        decorators != OZ_NONE && oz_ast_node(parser->ast, decorators)->count > 0;

    oz_parse_advance(parser);
    if (oz_parse_at(parser, OZ_TOKEN_DEF)) {
        parse_function(parser, decorators);
        return oz_parse_unsupported(parser, at, "async def");
    }
    if (!decorated && oz_parse_at(parser, OZ_TOKEN_FOR)) {
        parse_for(parser);
        return oz_parse_unsupported(parser, at, "async for");
    }
    if (!decorated && oz_parse_at(parser, OZ_TOKEN_WITH)) {
        return oz_parse_with(parser, at, "async with");
    }
    oz_parse_unexpected(parser, decorated ? "'def' after 'async'"
                                          : "'def', 'for' or 'with' after 'async'");
    return OZ_NONE;
}

static oz_ast_id parse_decorators(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;

    while (oz_parse_accept(parser, OZ_TOKEN_AT)) {
        oz_parse_push(parser, oz_parse_named(parser));
        oz_parse_expect(parser, OZ_TOKEN_NEWLINE, "after a decorator");
    }
    return oz_parse_make(parser, OZ_AST_LIST, at, mark);
}

static oz_ast_id parse_definition(struct oz_parser *parser)
{
    const bool decorated = oz_parse_at(parser, OZ_TOKEN_AT);
    oz_ast_id decorators = parse_decorators(parser);

    if (oz_parse_at(parser, OZ_TOKEN_DEF)) {
        return parse_function(parser, decorators);
    }
    if (oz_parse_at(parser, OZ_TOKEN_CLASS)) {
        return parse_class(parser, decorators);
    }
    if (oz_parse_at(parser, OZ_TOKEN_ASYNC) || !decorated) {
        return parse_async(parser, decorators);
    }
    oz_parse_unexpected(parser, "'def', 'async def' or 'class' after a decorator");
    return OZ_NONE;
}

oz_ast_id oz_parse_compound(struct oz_parser *parser)
{
    switch (parser->token->kind) {
    case OZ_TOKEN_IF:
        return parse_if(parser);
    case OZ_TOKEN_WHILE:
        return parse_while(parser);
    case OZ_TOKEN_FOR:
        return parse_for(parser);
    case OZ_TOKEN_TRY:
        return parse_try(parser);
    case OZ_TOKEN_WITH:
        return oz_parse_with(parser, parser->token, "with");
    case OZ_TOKEN_NAME:
        return oz_parse_match(parser);
    default: /* def, class, async, @ */
        return parse_definition(parser);
    }
}
