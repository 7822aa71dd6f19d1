/* dump.c — one function for all kinds; tests/python/compare_ast.py writes the same. */
#include "dump.h"

#include "base/str.h"

struct dump {
    const struct oz_ast *ast;
    struct oz_buf *out;
    bool places;
};

/* Kinds that CPython gives no place. */
static bool has_place(const struct oz_ast_node *node)
{
    return node->kind != OZ_AST_MODULE && node->kind != OZ_AST_PARAMS &&
           node->kind != OZ_AST_COMPREHENSION && node->kind != OZ_AST_COMPARISON &&
           node->kind != OZ_AST_CASE;
}

/* The name of `op`; NULL when the kind has none. */
static const char *op_name(const struct oz_ast_node *node)
{
    static const char *const bools[] = {"And", "Or"};
    static const char *const unary[] = {"Not", "USub", "UAdd", "Invert"};
    static const char *const binary[] = {
        "Add",    "Sub",    "Mult",  "Div",    "FloorDiv", "Mod",    "Pow",
        "LShift", "RShift", "BitOr", "BitXor", "BitAnd",   "MatMult"};
    static const char *const compare[] = {"Eq",  "NotEq", "Lt",    "LtE", "Gt",
                                          "GtE", "Is",    "IsNot", "In",  "NotIn"};
    static const char *const params[] = {"plain", "positional", "keyword", "star",
                                         "stars"};
    static const char *const constants[] = {"None", "True",  "False", "Ellipsis",
                                            "str",  "bytes", "int",   "float"};

    switch (node->kind) {
    case OZ_AST_BOOL_OP:
        return bools[node->op];
    case OZ_AST_UNARY:
        return unary[node->op];
    case OZ_AST_BINARY:
    case OZ_AST_AUG_ASSIGN:
        return binary[node->op];
    case OZ_AST_COMPARISON:
        return compare[node->op];
    case OZ_AST_PARAM:
        return params[node->op];
    case OZ_AST_CONSTANT:
        return constants[node->op];
    case OZ_AST_FORMATTED:
        return node->op == 's'   ? "s"
               : node->op == 'r' ? "r"
               : node->op == 'a' ? "a"
                                 : "-";
    default: /* all others have none */
        return NULL;
    }
}

static bool has_text(const struct oz_ast_node *node)
{
    switch (node->kind) {
    case OZ_AST_UNSUPPORTED:
    case OZ_AST_FUNCTION:
    case OZ_AST_PARAM:
    case OZ_AST_CLASS:
    case OZ_AST_HANDLER:
    case OZ_AST_IMPORT_FROM:
    case OZ_AST_ALIAS:
    case OZ_AST_MATCH_AS:
    case OZ_AST_KEYWORD:
    case OZ_AST_ATTRIBUTE:
    case OZ_AST_NAME:
        return true;
    default: /* all others have none */
        return node->kind == OZ_AST_CONSTANT && node->op >= OZ_AST_STR;
    }
}

static void dump_text(struct dump *dump, const struct oz_ast_node *node)
{
    static const char digits[] = "0123456789abcdef";

    oz_buf_char(dump->out, ' ');
    if (node->kind == OZ_AST_CONSTANT && node->op >= OZ_AST_INT) {
        oz_buf_str(dump->out, node->text);
    } else if (node->kind == OZ_AST_CONSTANT && node->op == OZ_AST_BYTES) {
        oz_buf_char(dump->out, '"');
        for (size_t i = 0; i < node->text.size; i++) {
            unsigned char c = (unsigned char)node->text.data[i];

            oz_buf_char(dump->out, digits[c >> 4]);
            oz_buf_char(dump->out, digits[c & 15]);
        }
        oz_buf_char(dump->out, '"');
    } else {
        oz_buf_json(dump->out, node->text.data, node->text.size);
    }
    if (node->kind == OZ_AST_ALIAS) {
        oz_buf_char(dump->out, ' ');
        oz_buf_json(dump->out, node->extra.data, node->extra.size);
    }
}

static void dump_place(struct dump *dump, const struct oz_ast_node *node)
{
    if (dump->places && has_place(node)) {
        oz_buf_char(dump->out, '@');
        oz_buf_uint(dump->out, node->line);
        oz_buf_char(dump->out, ':');
        oz_buf_uint(dump->out, node->column);
    }
}

/* Recursion follows the tree, whose height is bounded. */
static void dump_node(struct dump *dump, oz_ast_id id)
{
    const struct oz_ast_node *node;
    bool is_list;

    if (id == OZ_NONE) {
        oz_buf_char(dump->out, '-');
        return;
    }
    node = oz_ast_node(dump->ast, id);
    is_list = node->kind == OZ_AST_LIST;
    oz_buf_char(dump->out, is_list ? '[' : '(');
    if (!is_list) {
        oz_buf_text(dump->out, oz_ast_kind_name((enum oz_ast_kind)node->kind));
        dump_place(dump, node);
    }
    if (op_name(node) != NULL) {
        oz_buf_char(dump->out, ' ');
        oz_buf_text(dump->out, op_name(node));
    }
    if (has_text(node)) {
        dump_text(dump, node);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (!is_list || i > 0) {
            oz_buf_char(dump->out, ' ');
        }
        dump_node(dump, oz_ast_child(dump->ast, node, i));
    }
    oz_buf_char(dump->out, is_list ? ']' : ')');
}

void dump_tree(const struct oz_ast *ast, bool places, struct oz_buf *out)
{
    struct dump dump = {ast, out, places};

    dump_node(&dump, ast->root);
}
