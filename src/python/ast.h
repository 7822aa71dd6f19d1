/* ast.h — the syntax tree of a Python module, and the parser that makes it.
 *
 *     return event.get("a") == 1   =>   Return(Compare(Call(Attribute(Name "event",
 * "get"), Constant "a"), comparison Eq(Constant 1)))
 *
 * The parser takes all of Python 3.11's grammar, since a helper module may hold
 * anything that no rule reaches; what the compiler does not know becomes an UNSUPPORTED
 * node, and is an error only for the rule that reaches it. Shapes are in ast_kind.def.
 */
#ifndef OZ_AST_H
#define OZ_AST_H

#include "base/diag.h"
#include "base/table.h"

enum oz_ast_kind {
#define OZ_AST(id, name, shape) OZ_AST_##id,
#include "python/ast_kind.def"
#undef OZ_AST
    OZ_AST_COUNT
};

enum oz_ast_param {
    OZ_PARAM_PLAIN,
    OZ_PARAM_POSITIONAL,
    OZ_PARAM_KEYWORD,
    OZ_PARAM_STAR,
    OZ_PARAM_STARS
};
enum oz_ast_bool { OZ_AST_AND, OZ_AST_OR };
enum oz_ast_unary { OZ_AST_NOT, OZ_AST_MINUS, OZ_AST_PLUS, OZ_AST_INVERT };
enum oz_ast_binary {
    OZ_AST_ADD,
    OZ_AST_SUB,
    OZ_AST_MUL,
    OZ_AST_DIV,
    OZ_AST_FLOOR_DIV,
    OZ_AST_MOD,
    OZ_AST_POW,
    OZ_AST_LEFT,
    OZ_AST_RIGHT,
    OZ_AST_BIT_OR,
    OZ_AST_BIT_XOR,
    OZ_AST_BIT_AND,
    OZ_AST_MAT_MUL
};
enum oz_ast_compare {
    OZ_AST_EQ,
    OZ_AST_NE,
    OZ_AST_LT,
    OZ_AST_LE,
    OZ_AST_GT,
    OZ_AST_GE,
    OZ_AST_IS,
    OZ_AST_IS_NOT,
    OZ_AST_IN,
    OZ_AST_NOT_IN
};
enum oz_ast_constant {
    OZ_AST_NONE_,
    OZ_AST_TRUE,
    OZ_AST_FALSE,
    OZ_AST_ELLIPSIS,
    OZ_AST_STR,   /* text: UTF-8, escapes resolved, neighbours joined */
    OZ_AST_BYTES, /* text: the bytes */
    OZ_AST_INT,   /* text: canonical decimal digits, also for hex, octal, binary */
    OZ_AST_FLOAT  /* text: the literal without underscores */
};

struct oz_ast_node {
    uint8_t kind; /* enum oz_ast_kind */
    uint8_t op;
    uint32_t line, column; /* 1-based; column in code points: as CPython's + 1 */
    uint32_t first, count; /* children[first .. first + count) */
    ounce_str text, extra; /* in the arena */
};

typedef uint32_t oz_ast_id; /* OZ_NONE: not there */

struct oz_ast {
    ounce_str file;
    struct oz_ast_node *nodes;
    oz_ast_id *children;
    uint32_t node_count, node_capacity;
    uint32_t child_count, child_capacity;
    oz_ast_id root; /* MODULE */
};

struct oz_ast_limits {
    size_t max_bytes; /* of a source */
    /* Of brackets, operators and blocks in the text, which bounds our own recursion (a
     * level takes less than a kilobyte of stack), and of the tree: a LIST is a level, a
     * chain such as a.b.c or a + b + c has one for each link, `elif` has two. */
    uint32_t max_depth;
    uint32_t max_nodes;
};

/* Parse a module in UTF-8 (a byte order mark is skipped, CRLF and CR are line ends).
 * Everything lives in `arena`, and nothing points into `source`. Names beyond ASCII are
 * kept as written: Python would normalise them (NFKC). Nodes in an f-string have the
 * place where they stand; the parts of the f-string itself have that of the first of
 * the strings side by side. Annotations are dropped, their nodes stay without a parent.
 * What Python's compiler refuses but its parser takes is for oz_ast_check().
 *
 * OUNCE_OK; OUNCE_ERR_RULE:
 * diagnosed with [py-syntax] or [py-limit] at its place, and only the first mistake;
 * OUNCE_ERR_NOMEM. */
ounce_status oz_ast_parse(struct oz_arena *arena, struct oz_diags *diags,
                          const struct oz_ast_limits *limits, ounce_str source,
                          struct oz_ast *out);

/* Refuse what Python's compiler refuses although its parser takes it: `return` outside
 * of a function, two parameters of one name, … Status and diagnosis as oz_ast_parse().
 */
ounce_status oz_ast_check(struct oz_arena *arena, struct oz_diags *diags,
                          const struct oz_ast *ast);

static inline const struct oz_ast_node *oz_ast_node(const struct oz_ast *ast,
                                                    oz_ast_id id)
{
    return &ast->nodes[id];
}

/* The id of a child; the node has it. */
static inline oz_ast_id oz_ast_child(const struct oz_ast *ast,
                                     const struct oz_ast_node *node, uint32_t index)
{
    return ast->children[node->first + index];
}

const char *oz_ast_kind_name(enum oz_ast_kind kind);

#endif
