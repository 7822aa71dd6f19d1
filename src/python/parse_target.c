/* parse_target.c — what can be assigned to.
 *
 *     a    a.b    a[b]    *a    (a, [b, *c])
 *
 * A target is read as the value that it looks like, and looked at afterwards.
 */
#include "python/parse.h"

static const char *name_of(enum oz_ast_kind kind)
{
    return kind == OZ_AST_CALL       ? "a call"
           : kind == OZ_AST_CONSTANT ? "a constant"
           : kind == OZ_AST_FSTRING  ? "an f-string"
           : kind == OZ_AST_COMPARE  ? "a comparison"
           : kind == OZ_AST_BINARY || kind == OZ_AST_UNARY || kind == OZ_AST_BOOL_OP
               ? "an operation"
               : "this";
}

static void refuse(struct oz_parser *parser, const struct oz_ast_node *node,
                   const char *what)
{
    const struct oz_token at = {
        .kind = OZ_TOKEN_NAME, .line = node->line, .column = node->column};

    oz_parse_fail(parser, &at, "cannot %s %s: expected a name, an attribute or an item",
                  what, name_of((enum oz_ast_kind)node->kind));
}

/* Recursion follows the tree, whose height is bounded. */
void oz_parse_check_target(struct oz_parser *parser, oz_ast_id id, const char *what)
{
    const bool deletes = what[0] == 'd';
    const struct oz_ast_node *node;

    if (oz_parse_failed(parser)) {
        return;
    }
    node = oz_ast_node(parser->ast, id);
    if (node->kind == OZ_AST_TUPLE || node->kind == OZ_AST_LIST_DISPLAY ||
        (node->kind == OZ_AST_STARRED && !deletes)) {
        for (uint32_t i = 0; i < node->count; i++) {
            oz_parse_check_target(parser, oz_ast_child(parser->ast, node, i), what);
        }
    } else if (node->kind != OZ_AST_NAME && node->kind != OZ_AST_ATTRIBUTE &&
               node->kind != OZ_AST_SUBSCRIPT) {
        refuse(parser, node, what);
    }
}

static oz_ast_id parse_target(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    oz_ast_id id;

    if (oz_parse_accept(parser, OZ_TOKEN_STAR)) {
        id = oz_parse_one(parser, OZ_AST_STARRED, at, oz_parse_operand(parser));
    } else {
        id = oz_parse_operand(parser);
    }
    oz_parse_check_target(parser, id, "assign to");
    return id;
}

oz_ast_id oz_parse_targets(struct oz_parser *parser)
{
    const struct oz_token *at = parser->token;
    const uint32_t mark = parser->stack_count;
    oz_ast_id first = parse_target(parser);

    if (!oz_parse_at(parser, OZ_TOKEN_COMMA)) {
        return first;
    }
    oz_parse_push(parser, first);
    while (oz_parse_accept(parser, OZ_TOKEN_COMMA) && oz_parse_starts(parser)) {
        oz_parse_push(parser, parse_target(parser));
    }
    return oz_parse_make(parser, OZ_AST_TUPLE, at, mark);
}
