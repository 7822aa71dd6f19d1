/* parse_import.c — `import a.b as c, d` and `from ..a import (b as c, d)`. */
#include "python/parse.h"

#include <string.h>

/* Names and dots, which may have blanks between them: the text without those. */
static ounce_str dotted_text(struct oz_parser *parser, const struct oz_token *first)
{
    size_t size = 0;
    char *text;

    for (const struct oz_token *token = first; token < parser->token; token++) {
        size += token->size;
    }
    text = oz_arena_alloc(parser->arena, size + 1);
    if (text == NULL) {
        oz_parse_fail_nomem(parser);
        return (ounce_str){"", 0};
    }
    size = 0;
    for (const struct oz_token *token = first; token < parser->token; token++) {
        memcpy(text + size, parser->tokens->text + token->start, token->size);
        size += token->size;
    }
    text[size] = '\0';
    return (ounce_str){text, size};
}

static void skip_dotted(struct oz_parser *parser, const char *where)
{
    do {
        oz_parse_expect(parser, OZ_TOKEN_NAME, where);
    } while (oz_parse_accept(parser, OZ_TOKEN_DOT));
}

/* Push the ALIAS whose name ends here. */
static void end_alias(struct oz_parser *parser, const struct oz_token *at)
{
    ounce_str bound = {"", 0};
    ounce_str name;
    oz_ast_id id;

    if (oz_parse_failed(parser)) {
        return;
    }
    name = dotted_text(parser, at);
    if (oz_parse_accept(parser, OZ_TOKEN_AS)) {
        bound =
            oz_parse_text(parser, oz_parse_expect(parser, OZ_TOKEN_NAME, "after 'as'"));
    }
    id = oz_parse_set_text(parser, oz_parse_leaf(parser, OZ_AST_ALIAS, at), name);
    oz_parse_push(parser, oz_parse_set_extra(parser, id, bound));
}

static oz_ast_id parse_plain(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;

    oz_parse_advance(parser);
    do {
        const struct oz_token *first = parser->token;

        skip_dotted(parser, "of a module after 'import'");
        end_alias(parser, first);
    } while (oz_parse_accept(parser, OZ_TOKEN_COMMA));
    return oz_parse_make(parser, OZ_AST_IMPORT, at, mark);
}

static void parse_names(struct oz_parser *parser, const struct oz_token *open)
{
    do {
        const struct oz_token *name = parser->token;

        if (open != NULL && name > open + 1 &&
            oz_parse_at(parser, OZ_TOKEN_CLOSE_PAREN)) {
            break;
        }
        oz_parse_expect(parser, OZ_TOKEN_NAME, "to be imported");
        end_alias(parser, name);
    } while (oz_parse_accept(parser, OZ_TOKEN_COMMA));
    if (open != NULL) {
        oz_parse_close(parser, OZ_TOKEN_CLOSE_PAREN, open);
    }
}

static ounce_str parse_module_name(struct oz_parser *parser)
{
    const struct oz_token *first = parser->token;

    while (oz_parse_accept(parser, OZ_TOKEN_DOT) ||
           oz_parse_accept(parser, OZ_TOKEN_ELLIPSIS)) {
    }
    if (parser->token == first || oz_parse_at(parser, OZ_TOKEN_NAME)) {
        skip_dotted(parser, "of a module after 'from'");
    }
    return oz_parse_failed(parser) ? (ounce_str){"", 0} : dotted_text(parser, first);
}

static oz_ast_id parse_from(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    const struct oz_token *open;
    ounce_str module;
    oz_ast_id id;

    oz_parse_advance(parser);
    module = parse_module_name(parser);
    oz_parse_expect(parser, OZ_TOKEN_IMPORT, "after the module");
    open = parser->token;
    if (oz_parse_accept(parser, OZ_TOKEN_STAR)) {
        end_alias(parser, open);
    } else if (oz_parse_accept(parser, OZ_TOKEN_OPEN_PAREN)) {
        parse_names(parser, open);
    } else {
        parse_names(parser, NULL);
    }
    id = oz_parse_make(parser, OZ_AST_IMPORT_FROM, at, mark);
    return oz_parse_set_text(parser, id, module);
}

oz_ast_id oz_parse_import(struct oz_parser *parser)
{
    return oz_parse_at(parser, OZ_TOKEN_FROM) ? parse_from(parser)
                                              : parse_plain(parser);
}
