/* parse.h — what the files of the parser share: the token at hand, the tree in the
 * making, and one function per thing of the grammar that another file needs.
 *
 * Recursive descent with one token of look-ahead. The first mistake is told, and from
 * then on the token at hand is END for ever: every loop ends and every function returns
 * without having to ask whether the one before succeeded. A node that was not made is
 * OZ_NONE, and so is a child that is not there; whoever looks into a node asks first.
 *
 * Two things are bounded by max_depth: our own recursion (oz_parse_enter), and the
 * height of the tree, which a loop can make as high as it likes (`a.b.c.d`).
 */
#ifndef OZ_PARSE_H
#define OZ_PARSE_H

#include "python/ast.h"
#include "python/token.h"

struct oz_parser {
    struct oz_arena *arena;
    struct oz_diags *diags;
    const struct oz_ast_limits *limits;
    struct oz_ast *ast;
    const struct oz_tokens *tokens;
    const struct oz_token *token; /* at hand */
    uint32_t *heights;            /* of nodes */
    uint32_t height_capacity;
    oz_ast_id *stack; /* children of nodes in the making */
    uint32_t stack_count, stack_capacity;
    uint32_t depth;
    ounce_status status;
};

/* ---- Tokens (parse.c) ---- */

static inline bool oz_parse_at(const struct oz_parser *parser, enum oz_token_kind kind)
{
    return parser->token->kind == (uint8_t)kind;
}

/* The token after the one at hand. */
const struct oz_token *oz_parse_next(const struct oz_parser *parser);
void oz_parse_advance(struct oz_parser *parser);
bool oz_parse_accept(struct oz_parser *parser, enum oz_token_kind kind);

/* Take this one, or tell that it was expected: "expected ':' <where>, not 'x'". */
const struct oz_token *oz_parse_expect(struct oz_parser *parser,
                                       enum oz_token_kind kind, const char *where);

/* Take the bracket that closes `open`. */
void oz_parse_close(struct oz_parser *parser, enum oz_token_kind kind,
                    const struct oz_token *open);

/* "expected <what>, not 'x'" */
void oz_parse_unexpected(struct oz_parser *parser, const char *what);
void oz_parse_fail(struct oz_parser *parser, const struct oz_token *at,
                   const char *format, ...) OZ_FORMAT(3, 4);
void oz_parse_fail_limit(struct oz_parser *parser, const struct oz_token *at,
                         const char *format, ...) OZ_FORMAT(3, 4);
void oz_parse_fail_nomem(struct oz_parser *parser);

static inline bool oz_parse_failed(const struct oz_parser *parser)
{
    return parser->status != OUNCE_OK;
}

ounce_str oz_parse_text(const struct oz_parser *parser, const struct oz_token *token);

/* Is the token at hand the name `word`? */
bool oz_parse_at_word(const struct oz_parser *parser, const char *word);

/* One level deeper; false when it is one too many, and then there is nothing to leave.
 */
bool oz_parse_enter(struct oz_parser *parser);
void oz_parse_leave(struct oz_parser *parser);

/* ---- Nodes (parse_node.c) ---- */

void oz_parse_push(struct oz_parser *parser, oz_ast_id id);

/* A node of all children pushed since the stack had `mark` items. */
oz_ast_id oz_parse_make(struct oz_parser *parser, enum oz_ast_kind kind,
                        const struct oz_token *at, uint32_t mark);
oz_ast_id oz_parse_leaf(struct oz_parser *parser, enum oz_ast_kind kind,
                        const struct oz_token *at);
oz_ast_id oz_parse_one(struct oz_parser *parser, enum oz_ast_kind kind,
                       const struct oz_token *at, oz_ast_id child);
oz_ast_id oz_parse_two(struct oz_parser *parser, enum oz_ast_kind kind,
                       const struct oz_token *at, oz_ast_id a, oz_ast_id b);

/* All three return `id`, and do nothing when it is OZ_NONE. */
oz_ast_id oz_parse_set_op(struct oz_parser *parser, oz_ast_id id, unsigned op);
oz_ast_id oz_parse_set_text(struct oz_parser *parser, oz_ast_id id, ounce_str text);
oz_ast_id oz_parse_set_extra(struct oz_parser *parser, oz_ast_id id, ounce_str extra);

/* What the compiler does not know. */
oz_ast_id oz_parse_unsupported(struct oz_parser *parser, const struct oz_token *at,
                               const char *feature);

/* The kind; OZ_AST_COUNT for OZ_NONE. */
enum oz_ast_kind oz_parse_kind(const struct oz_parser *parser, oz_ast_id id);

/* ---- Expressions (parse_expression.c, parse_operator.c) ---- */

bool oz_parse_starts(const struct oz_parser *parser); /* an expression, or a star */
oz_ast_id oz_parse_expression(struct oz_parser *parser);
oz_ast_id oz_parse_named(struct oz_parser *parser);      /* or a := b */
oz_ast_id oz_parse_star_named(struct oz_parser *parser); /* or *a */
oz_ast_id oz_parse_star_expression(struct oz_parser *parser);
oz_ast_id oz_parse_expressions(struct oz_parser *parser); /* a tuple without () */
oz_ast_id oz_parse_right_side(struct oz_parser *parser);  /* or a yield */
oz_ast_id oz_parse_yield(struct oz_parser *parser);
oz_ast_id oz_parse_disjunction(struct oz_parser *parser);
oz_ast_id oz_parse_operand(struct oz_parser *parser); /* no `not`, no comparison */
oz_ast_id oz_parse_primary(struct oz_parser *parser);
enum oz_ast_binary oz_parse_binary_op(enum oz_token_kind kind);

/* ---- Atoms (parse_atom.c, parse_call.c, parse_string.c) ---- */

oz_ast_id oz_parse_atom(struct oz_parser *parser);
oz_ast_id oz_parse_number(struct oz_parser *parser);
oz_ast_id oz_parse_strings(struct oz_parser *parser);
bool oz_parse_at_comprehension(const struct oz_parser *parser);

/* The clauses, after the elements were pushed; makes the node. */
oz_ast_id oz_parse_comprehension(struct oz_parser *parser, enum oz_ast_kind kind,
                                 const struct oz_token *at, uint32_t mark);

/* Push the arguments, up to and with the `)`. A class takes no bare generator. */
void oz_parse_arguments(struct oz_parser *parser, const struct oz_token *open,
                        bool is_class);
oz_ast_id oz_parse_subscript(struct oz_parser *parser, const struct oz_token *at,
                             oz_ast_id value);

/* PARAMS, up to but without the token `close`. */
oz_ast_id oz_parse_params(struct oz_parser *parser, enum oz_token_kind close,
                          bool annotated);

/* ---- Targets (parse_target.c) ---- */

/* Targets of `for`: one, or a tuple without (). */
oz_ast_id oz_parse_targets(struct oz_parser *parser);

/* Refuse what nothing can be assigned to; `what`: "assign to", "delete". */
void oz_parse_check_target(struct oz_parser *parser, oz_ast_id id, const char *what);

/* ---- Statements (parse_statement.c, parse_import.c, parse_compound.c) ---- */

void oz_parse_statement(struct oz_parser *parser); /* push one, or several in a line */
void oz_parse_simple_line(struct oz_parser *parser); /* push `a; b` up to its end */
oz_ast_id oz_parse_import(struct oz_parser *parser);
bool oz_parse_at_compound(const struct oz_parser *parser);
oz_ast_id oz_parse_compound(struct oz_parser *parser);

/* `:` and a LIST of statements; `where`: "after 'else'". */
oz_ast_id oz_parse_block(struct oz_parser *parser, const char *where);
oz_ast_id oz_parse_with(struct oz_parser *parser, const struct oz_token *at,
                        const char *feature);

bool oz_parse_at_match(const struct oz_parser *parser);
oz_ast_id oz_parse_match(struct oz_parser *parser);

#endif
