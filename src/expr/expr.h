/* expr.h — the expression IR: what every rule becomes, whatever it was written in.
 *
 *     all(eq(eventName, "DeleteFlowLogs"), none(not(is_null(errorCode))))
 *
 * Nodes live in arrays of one pool per ruleset and are hash-consed: the same expression
 * is the same id, so 900 rules that test `eventName` share their predicates and the
 * matcher evaluates each once an event. Nodes never change; a rewrite makes new ones.
 * Children come before their parents.
 *
 * A predicate is true or false and cannot fail; a value is any JSON value or missing.
 */
#ifndef OZ_EXPR_H
#define OZ_EXPR_H

#include "base/path.h"
#include "base/table.h"

#include <ounce/event.h>

#define OZ_MAX_LEVELS  63 /* quantifiers inside quantifiers */
#define OZ_LEVEL_FRAME UINT64_C(1)

typedef uint32_t oz_expr_id; /* index into oz_expr.nodes; OZ_NONE: no expression */

enum oz_expr_kind {
    OZ_EXPR_CONST, /* value: values[data] */
    OZ_EXPR_FIELD, /* value: paths[data] under the event, or under an element; an exact
                      path is of the event */
    OZ_EXPR_CALL,  /* value: function `op` of the children */
    OZ_EXPR_IF,    /* value: children are condition, then, else */
    OZ_EXPR_TEST,  /* predicate: operator `op`, one operand and constants, or two */
    OZ_EXPR_NOT,   /* predicate of one child */
    OZ_EXPR_ALL,   /* predicate of n children; true when there are none */
    OZ_EXPR_ANY,   /* … false when there are none */
    OZ_EXPR_ONLY_ONE, /* … exactly one holds */
    OZ_EXPR_NO_ONE,   /* … none holds */
    OZ_EXPR_ELEMENTS  /* predicate: quantifier `op`; children are list and body */
};

enum oz_operator {
#define OZ_OPERATOR(id, name, family, operands, sentence) OZ_OP_##id,
#include "expr/operator.def"
#undef OZ_OPERATOR
    OZ_OP_COUNT
};

enum oz_family {
    OZ_FAMILY_PRESENCE,
    OZ_FAMILY_ADDRESS,
    OZ_FAMILY_NETWORK,
    OZ_FAMILY_PAIR
};

enum oz_operands {
    OZ_OPERANDS_NONE,
    OZ_OPERANDS_SCALAR,
    OZ_OPERANDS_TEXT,
    OZ_OPERANDS_ORDERED,
    OZ_OPERANDS_NETWORK,
    OZ_OPERANDS_ADDRESS
};

enum oz_function {
#define OZ_FUNCTION(id, name, least, most, traits, sentence) OZ_FN_##id,
#include "expr/function.def"
#undef OZ_FUNCTION
    OZ_FN_COUNT
};

/* Traits of a function: see function.def. */
#define OZ_FAILS 1
#define OZ_TRUTH 2
#define OZ_FRAME 4

enum oz_quantifier {
    OZ_ANY_ELEMENT,  /* n >= 1 */
    OZ_ALL_ELEMENTS, /* n = N, and the list is there */
    OZ_ONE_ELEMENT,  /* n = 1 */
    OZ_NO_ELEMENT    /* n = 0, also when there is no list */
};

struct oz_expr_node {
    uint8_t kind;        /* enum oz_expr_kind */
    uint8_t op;          /* operator, function or quantifier */
    uint8_t ignore_case; /* TEST */
    uint8_t fails;       /* it may end in an exception */
    uint8_t level;  /* FIELD: 0 the event, n the element of the n-th quantifier around
                       it, counted from outside; ELEMENTS: the level it binds */
    uint32_t first; /* children[first .. first + count) */
    uint32_t count;
    uint32_t data; /* FIELD: a path; TEST: values[data .. data + data_count); CONST: a
                      value */
    uint32_t data_count;
    uint64_t levels; /* elements it depends on, bit n for level n, and OZ_LEVEL_FRAME;
                        0: only on the event */
};

/* How a parameter takes its argument. */
enum oz_param_kind {
    OZ_PARAM_ANY,
    OZ_PARAM_NAME_ONLY,
    OZ_PARAM_REST,
    OZ_PARAM_REST_NAMED
};

struct oz_expr_param {
    ounce_str name;
    uint8_t kind;
    bool optional; /* its default is the next argument of function() */
    uint32_t slot;
};

/* A function that is a value: what function() makes one of. */
struct oz_expr_function {
    ounce_str name;
    const struct oz_expr_param *params;
    uint32_t param_count;
    uint32_t locals; /* slots of its frame */
    oz_expr_id body; /* returns, or is null */
};

struct oz_expr {
    struct oz_arena *arena; /* borrowed: the ruleset's */
    struct oz_expr_node *nodes;
    oz_expr_id *children;
    ounce_value *values; /* constants; scalars only, text in the arena */
    struct oz_path *paths;
    uint32_t node_count, node_capacity;
    uint32_t child_count, child_capacity;
    uint32_t value_count, value_capacity;
    uint32_t path_count, path_capacity;
    struct oz_expr_function *functions; /* that are called as values */
    uint32_t function_count, function_capacity;
    uint32_t global_count; /* slots of globals, of all rules */
    struct oz_table node_table;
    struct oz_table path_table;
};

/* Where a rule says what a node is. */
struct oz_place {
    oz_expr_id expr;
    uint32_t line, column; /* as a diagnostic has them */
    ounce_str file;
};

/* What a rule was compiled to: named expressions. OZ_NONE where the rule says nothing.
 */
struct oz_program {
    oz_expr_id match;     /* predicate: filters and detection */
    oz_expr_id filters;   /* predicate; OZ_NONE */
    oz_expr_id detection; /* predicate; OZ_NONE until a derived rule has its base's */
    oz_expr_id title;     /* text */
    oz_expr_id dedup;     /* text */
    oz_expr_id severity;  /* text */
    oz_expr_id context;   /* map */
    oz_expr_id description, reference, runbook; /* text */
    oz_expr_id destinations;                    /* list of texts, or null */
    uint32_t locals; /* slots of the frame that all of them share */
    uint32_t place_count;
    const struct oz_place *places; /* of some of its nodes, in the order of these */
    ounce_str missing; /* a library function that it calls and that is not there; the
                          first that was found, or empty */
};

/* A program that says nothing. */
struct oz_program oz_program_empty(void);
/* Where the rule says this; NULL: it is not known. */
const struct oz_place *oz_program_place(const struct oz_program *program,
                                        oz_expr_id id);

void oz_expr_init(struct oz_expr *expr, struct oz_arena *arena);

/* Builders. All return OZ_NONE when out of memory, or when an argument is OZ_NONE, so a
 * chain of them needs one check. Texts and paths must live in the pool's arena. */
oz_expr_id oz_expr_const(struct oz_expr *expr, ounce_value value);
oz_expr_id oz_expr_bool(struct oz_expr *expr, bool value);
oz_expr_id oz_expr_text(struct oz_expr *expr, ounce_str text);
oz_expr_id oz_expr_field(struct oz_expr *expr, uint32_t level,
                         const struct oz_path *path);
oz_expr_id oz_expr_test(struct oz_expr *expr, enum oz_operator op, bool ignore_case,
                        oz_expr_id operand, const ounce_value *values, uint32_t count);
oz_expr_id oz_expr_compare(struct oz_expr *expr, enum oz_operator op, bool ignore_case,
                           oz_expr_id a, oz_expr_id b);
oz_expr_id oz_expr_not(struct oz_expr *expr, oz_expr_id child);
oz_expr_id oz_expr_group(struct oz_expr *expr, enum oz_expr_kind kind,
                         const oz_expr_id *children, uint32_t count);
oz_expr_id oz_expr_elements(struct oz_expr *expr, enum oz_quantifier quantifier,
                            uint32_t level, oz_expr_id list, oz_expr_id body);
oz_expr_id oz_expr_call(struct oz_expr *expr, enum oz_function function,
                        const oz_expr_id *children, uint32_t count);
oz_expr_id oz_expr_if(struct oz_expr *expr, oz_expr_id condition, oz_expr_id then,
                      oz_expr_id otherwise);

/* Reading. */
static inline const struct oz_expr_node *oz_expr_node(const struct oz_expr *expr,
                                                      oz_expr_id id)
{
    return &expr->nodes[id];
}

/* NULL when there are none. */
static inline const oz_expr_id *oz_expr_children(const struct oz_expr *expr,
                                                 const struct oz_expr_node *node)
{
    return node->count > 0 ? &expr->children[node->first] : NULL;
}

static inline const struct oz_expr_node *oz_expr_child(const struct oz_expr *expr,
                                                       const struct oz_expr_node *node,
                                                       uint32_t index)
{
    return &expr->nodes[expr->children[node->first + index]];
}

/* Is it true or false, rather than a value? */
static inline bool oz_expr_is_predicate(const struct oz_expr_node *node)
{
    return node->kind >= OZ_EXPR_TEST; /* the kinds of values come first */
}
/* Is its value always true or false? */
bool oz_expr_is_truth(const struct oz_expr *expr, oz_expr_id id);

/* The tables. */
const char *oz_operator_name(enum oz_operator op);
enum oz_family oz_operator_family(enum oz_operator op);
enum oz_operands oz_operator_operands(enum oz_operator op);
const char *oz_function_name(enum oz_function function);
uint8_t oz_function_traits(enum oz_function function);
const char *oz_quantifier_name(enum oz_quantifier quantifier);
const char *oz_group_name(enum oz_expr_kind kind); /* of NOT, IF and the groups too */

/* Printing: one line of canonical text; the label of a single node (for trees: groups
 * without their children); a constant as JSON. */
void oz_expr_print(const struct oz_expr *expr, oz_expr_id id, struct oz_buf *buf);
void oz_expr_print_label(const struct oz_expr *expr, oz_expr_id id, struct oz_buf *buf);
void oz_expr_print_constant(const ounce_value *value, struct oz_buf *buf);

/* Parse canonical text back. OZ_NONE on a mistake (*at: where, *problem: what) or when
 * out of memory (*problem NULL). */
oz_expr_id oz_expr_parse(struct oz_expr *expr, ounce_str text, size_t *at,
                         const char **problem);

#endif
