/* lower_expression.c — expressions → values of the IR. */
#include "base/number.h"
#include "base/str.h"
#include "python/lower.h"

#define MOST_JOINED 4096 /* bytes of a text made of constants */

#include <stdarg.h>
#include <stdio.h>

static const struct oz_ast_node *node_of(const struct oz_py_scope *scope, oz_ast_id id)
{
    return oz_ast_node(&scope->module->ast, id);
}

static oz_ast_id child(const struct oz_py_scope *scope, const struct oz_ast_node *node,
                       uint32_t index)
{
    return oz_ast_child(&scope->module->ast, node, index);
}

oz_expr_id oz_py_error(struct oz_py *py, const char *code, oz_ast_id at,
                       const char *format, ...)
{
    char text[OUNCE_ERROR_MESSAGE_SIZE];
    struct oz_span span = {0, 0, 0};
    ounce_str file = py->diags->file;
    va_list args;

    if (!py->fine) {
        return OZ_NONE; /* one mistake is enough */
    }
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (py->at != NULL && at != OZ_NONE) {
        span.line = oz_ast_node(py->at, at)->line;
        span.column = oz_ast_node(py->at, at)->column;
    }
    if (py->at != NULL) {
        py->diags->file = py->at->file;
    }
    oz_diag(py->diags, OUNCE_LEVEL_ERROR, code, span, "%s", text);
    py->diags->file = file;
    py->fine = false;
    return OZ_NONE;
}

static oz_expr_id number(struct oz_py *py, const struct oz_ast_node *node)
{
    struct oz_number parsed;
    ounce_value value = {0};

    if (!oz_number_parse(node->text.data, node->text.size, &parsed)) {
        return oz_py_call2(py, OZ_FN_FAIL, oz_py_word(py, "OverflowError"),
                           oz_py_str(py, node->text));
    }
    switch (parsed.kind) {
    case OZ_NUMBER_INT:
        return oz_py_int(py, parsed.integer);
    case OZ_NUMBER_REAL:
        value.kind = OUNCE_FLOAT;
        value.real = parsed.real;
        break;
    case OZ_NUMBER_BIG:
        value.kind = OUNCE_BIG;
        value.text = node->text.data;
        value.size = node->text.size;
        break;
    }
    return oz_py_built(py, oz_expr_const(py->expr, value));
}

#define MOST_ZEROS 3 /* that a literal needs */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A literal such as `1.`, `.5`, `1E5` or `01.5` is no JSON number, but nearly. */
static oz_expr_id real(struct oz_py *py, const struct oz_ast_node *node)
{
    char *text = oz_arena_alloc(py->expr->arena, node->text.size + MOST_ZEROS);
    size_t size = 0, first = 0;
    struct oz_ast_node copy = *node;

    if (text == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    while (first + 1 < node->text.size && node->text.data[first] == '0' &&
           is_digit(node->text.data[first + 1])) {
        first++;
    }
    for (size_t i = first; i < node->text.size; i++) {
        char c = node->text.data[i];

        if (c == '.' && (size == 0 || !is_digit(text[size - 1]))) {
            text[size++] = '0';
        }
        if ((c == 'e' || c == 'E') && size > 0 && text[size - 1] == '.') {
            text[size++] = '0';
        }
        text[size++] = c;
    }
    if (size > 0 && text[size - 1] == '.') {
        text[size++] = '0';
    }
    copy.text = (ounce_str){text, size};
    return number(py, &copy);
}

/* Each byte as a code point: text of the IR is UTF-8. */
static oz_expr_id bytes(struct oz_py *py, ounce_str from)
{
    char *data = oz_arena_alloc(py->expr->arena, 2 * from.size + 1);
    size_t size = 0;

    if (data == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (size_t i = 0; i < from.size; i++) {
        unsigned char c = (unsigned char)from.data[i];

        if (c >= 0x80) {
            data[size++] = (char)(0xc0 | c >> 6);
            c = 0x80 | (c & 0x3f);
        }
        data[size++] = (char)c;
    }
    return oz_py_call1(py, OZ_FN_BYTES, oz_py_str(py, (ounce_str){data, size}));
}

static oz_expr_id constant(struct oz_py *py, const struct oz_ast_node *node)
{
    switch ((enum oz_ast_constant)node->op) {
    case OZ_AST_NONE_:
        return oz_py_none(py);
    case OZ_AST_TRUE:
    case OZ_AST_FALSE:
        return oz_py_built(py, oz_expr_bool(py->expr, node->op == OZ_AST_TRUE));
    case OZ_AST_ELLIPSIS:
        return oz_py_built(py, oz_expr_call(py->expr, OZ_FN_ELLIPSIS, NULL, 0));
    case OZ_AST_STR:
        return oz_py_str(py, node->text);
    case OZ_AST_BYTES:
        return bytes(py, node->text);
    case OZ_AST_INT:
        return number(py, node);
    case OZ_AST_FLOAT:
        return real(py, node);
    }
    return OZ_NONE;
}

/* ---- and, or, not, if ---- */

static oz_expr_id bool_op(struct oz_py *py, struct oz_py_scope *scope,
                          const struct oz_ast_node *node, bool truth)
{
    oz_expr_id *values = oz_arena_array(py->arena, node->count, sizeof *values);
    bool all_truth = true;

    if (values == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        values[i] = truth ? oz_py_truth(py, scope, child(scope, node, i))
                          : oz_py_value(py, scope, child(scope, node, i));
        if (!py->fine) {
            return OZ_NONE;
        }
        all_truth = all_truth && oz_expr_is_truth(py->expr, values[i]);
    }
    if (!truth && !all_truth) {
        return oz_py_built(
            py,
            oz_expr_call(py->expr, node->op == OZ_AST_AND ? OZ_FN_BOTH : OZ_FN_EITHER,
                         values, node->count));
    }
    return oz_py_group(py, node->op == OZ_AST_AND ? OZ_EXPR_ALL : OZ_EXPR_ANY, values,
                       node->count);
}

/* The truth of an expression, where only that counts. */
oz_expr_id oz_py_truth(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *node = node_of(scope, id);

    if (node->kind == OZ_AST_BOOL_OP) {
        return oz_py_mark(py, scope, id, bool_op(py, scope, node, true));
    }
    if (node->kind == OZ_AST_UNARY && node->op == OZ_AST_NOT) {
        return oz_py_mark(py, scope, id,
                          oz_py_not(py, oz_py_truth(py, scope, child(scope, node, 0))));
    }
    return oz_py_truth_of(py, oz_py_value(py, scope, id));
}

static oz_expr_id unary(struct oz_py *py, struct oz_py_scope *scope,
                        const struct oz_ast_node *node)
{
    static const enum oz_function functions[] = {
        [OZ_AST_MINUS] = OZ_FN_NEGATE,
        [OZ_AST_PLUS] = OZ_FN_POSITIVE,
        [OZ_AST_INVERT] = OZ_FN_INVERT,
    };
    oz_expr_id operand;
    const ounce_value *value;

    if (node->op == OZ_AST_NOT) {
        return oz_py_not(py, oz_py_truth(py, scope, child(scope, node, 0)));
    }
    operand = oz_py_value(py, scope, child(scope, node, 0));
    value = oz_py_constant(py, operand);
    if (value != NULL && node->op == OZ_AST_MINUS && value->kind == OUNCE_INT &&
        value->integer != INT64_MIN) {
        return oz_py_int(py, -value->integer);
    }
    return oz_py_call1(py, functions[node->op], operand);
}

enum oz_function oz_py_operator(struct oz_py *py, oz_ast_id id, uint8_t op)
{
    static const enum oz_function functions[] = {
        [OZ_AST_ADD] = OZ_FN_ADD,
        [OZ_AST_SUB] = OZ_FN_SUBTRACT,
        [OZ_AST_MUL] = OZ_FN_MULTIPLY,
        [OZ_AST_DIV] = OZ_FN_DIVIDE,
        [OZ_AST_FLOOR_DIV] = OZ_FN_FLOOR_DIVIDE,
        [OZ_AST_MOD] = OZ_FN_MODULO,
        [OZ_AST_POW] = OZ_FN_POWER,
        [OZ_AST_LEFT] = OZ_FN_SHIFT_LEFT,
        [OZ_AST_RIGHT] = OZ_FN_SHIFT_RIGHT,
        [OZ_AST_BIT_OR] = OZ_FN_BIT_OR,
        [OZ_AST_BIT_XOR] = OZ_FN_BIT_XOR,
        [OZ_AST_BIT_AND] = OZ_FN_BIT_AND,
    };

    if (op == OZ_AST_MAT_MUL) {
        oz_py_error(py, "py-unsupported", id,
                    "Python feature 'matrix multiplication' is not supported");
        return OZ_FN_MULTIPLY;
    }
    return functions[op];
}

static bool are_texts(const struct oz_py *py, oz_expr_id a, oz_expr_id b)
{
    const ounce_value *x = oz_py_constant(py, a), *y = oz_py_constant(py, b);

    return x != NULL && y != NULL && x->kind == OUNCE_TEXT && y->kind == OUNCE_TEXT &&
           x->size + y->size <= MOST_JOINED;
}

/* "a" + "b" of constants. */
static oz_expr_id joined(struct oz_py *py, oz_expr_id a, oz_expr_id b)
{
    const ounce_value x = *oz_py_constant(py, a), y = *oz_py_constant(py, b);
    char *text = oz_arena_alloc(py->arena, x.size + y.size + 1);

    if (text == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    if (x.size > 0) {
        memcpy(text, x.text, x.size);
    }
    if (y.size > 0) {
        memcpy(text + x.size, y.text, y.size);
    }
    text[x.size + y.size] = '\0';
    return oz_py_str(py, (ounce_str){text, x.size + y.size});
}

static oz_expr_id binary(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *node = node_of(scope, id);
    enum oz_function function = oz_py_operator(py, id, node->op);
    oz_expr_id a = oz_py_value(py, scope, child(scope, node, 0));
    oz_expr_id b = oz_py_value(py, scope, child(scope, node, 1));

    return node->op == OZ_AST_ADD && py->fine && are_texts(py, a, b)
               ? joined(py, a, b)
               : oz_py_call2(py, function, a, b);
}

/* ---- parts of things ---- */

static oz_expr_id optional(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    return id == OZ_NONE ? oz_py_none(py) : oz_py_value(py, scope, id);
}

static oz_expr_id subscript(struct oz_py *py, struct oz_py_scope *scope,
                            const struct oz_ast_node *node)
{
    const struct oz_ast_node *index = node_of(scope, child(scope, node, 1));
    oz_expr_id value = oz_py_value(py, scope, child(scope, node, 0));
    const ounce_value *name;
    oz_expr_id args[4], item;

    if (index->kind == OZ_AST_SLICE) {
        args[0] = value;
        for (uint32_t i = 0; i < 3; i++) {
            args[i + 1] = optional(py, scope, child(scope, index, i));
        }
        return py->fine ? oz_py_built(py, oz_expr_call(py->expr, OZ_FN_SLICE, args, 4))
                        : OZ_NONE;
    }
    args[1] = oz_py_value(py, scope, child(scope, node, 1));
    if (!py->fine) {
        return OZ_NONE;
    }
    name = oz_py_constant(py, args[1]);
    if (oz_py_is_call(py, value, OZ_FN_EVENT) && name != NULL &&
        name->kind == OUNCE_TEXT) {
        oz_expr_id field = oz_py_member(py, value, (ounce_str){name->text, name->size});

        return oz_py_then(py, oz_py_call2(py, OZ_FN_HAS_KEY, field, args[1]), field);
    }
    item = oz_py_table_item(py, scope, child(scope, node, 0), value, args[1]);
    return item != OZ_NONE || !py->fine ? item
                                        : oz_py_call2(py, OZ_FN_ITEM, value, args[1]);
}

static oz_expr_id attribute(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *node = node_of(scope, id);
    struct oz_py_module *module;
    ounce_str library;
    struct oz_py_definition *definition =
        oz_py_resolve(py, scope, id, &module, &library);

    if (definition != NULL && library.size > 0) {
        return oz_py_behind(py, scope, id,
                            oz_py_call1(py, OZ_FN_NATIVE, oz_py_str(py, library)));
    }
    if (definition != NULL) {
        return oz_py_behind(py, scope, id,
                            oz_py_definition(py, module, definition, id));
    }
    return oz_py_call2(py, OZ_FN_ATTRIBUTE,
                       oz_py_value(py, scope, child(scope, node, 0)),
                       oz_py_str(py, node->text));
}

static oz_expr_id fstring(struct oz_py *py, struct oz_py_scope *scope,
                          const struct oz_ast_node *node)
{
    oz_expr_id *parts = oz_arena_array(py->arena, node->count, sizeof *parts);

    if (parts == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct oz_ast_node *part = node_of(scope, child(scope, node, i));
        oz_ast_id spec;

        if (part->kind != OZ_AST_FORMATTED) {
            parts[i] = oz_py_value(py, scope, child(scope, node, i));
            continue;
        }
        spec = part->count > 1 ? child(scope, part, 1) : OZ_NONE;
        parts[i] = oz_py_value(py, scope, child(scope, part, 0));
        if (part->op == 0 && spec == OZ_NONE) {
            continue;
        }
        parts[i] = oz_py_call3(py, OZ_FN_FORMAT, parts[i],
                               part->op == 0 ? oz_py_none(py)
                                             : oz_py_word(py, part->op == 'r'   ? "r"
                                                              : part->op == 's' ? "s"
                                                                                : "a"),
                               spec == OZ_NONE ? oz_py_word(py, "")
                                               : oz_py_value(py, scope, spec));
    }
    return py->fine
               ? oz_py_built(py, oz_expr_call(py->expr, OZ_FN_STR, parts, node->count))
               : OZ_NONE;
}

static oz_expr_id named(struct oz_py *py, struct oz_py_scope *scope,
                        const struct oz_ast_node *node)
{
    const struct oz_ast_node *name = node_of(scope, child(scope, node, 0));
    struct oz_py_scope *function = scope;

    return oz_py_set(py, function, name->text,
                     oz_py_value(py, scope, child(scope, node, 1)));
}

bool oz_py_deeper(struct oz_py *py, oz_ast_id at)
{
    if (++py->nesting > OZ_PY_MOST_NESTING) {
        oz_py_error(py, "py-limit", at,
                    "expressions, functions and constants stand too deep inside each "
                    "other");
    }
    return py->fine;
}

static oz_expr_id value_of(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id);

oz_expr_id oz_py_value(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    oz_expr_id out = oz_py_deeper(py, id) ? value_of(py, scope, id) : OZ_NONE;

    py->nesting--;
    return oz_py_mark(py, scope, id, out);
}

static oz_expr_id value_of(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id)
{
    const struct oz_ast_node *node = node_of(scope, id);

    if (py->work++ > OZ_PY_MOST_WORK) {
        return oz_py_error(
            py, "py-limit", id,
            "the rule is too large: its functions, put in place of their "
            "calls, have more than %u nodes",
            (unsigned)OZ_PY_MOST_WORK);
    }
    if (py->expr->node_count > py->max_nodes) {
        return oz_py_error(
            py, "py-limit", id,
            "the rule needs more nodes than limits.max_rule_nodes allows");
    }
    py->at = &scope->module->ast;
    switch (node->kind) {
    case OZ_AST_CONSTANT:
        return constant(py, node);
    case OZ_AST_NAME:
        return oz_py_note_value(py, scope, id, oz_py_name(py, scope, id));
    case OZ_AST_BOOL_OP:
        return bool_op(py, scope, node, false);
    case OZ_AST_UNARY:
        return unary(py, scope, node);
    case OZ_AST_BINARY:
        return binary(py, scope, id);
    case OZ_AST_COMPARE:
        return oz_py_comparison(py, scope, id);
    case OZ_AST_IF_EXP: {
        oz_expr_id condition = oz_py_truth(py, scope, child(scope, node, 0));
        oz_expr_id then = oz_py_value(py, scope, child(scope, node, 1));

        return oz_py_choose(py, condition, then,
                            oz_py_value(py, scope, child(scope, node, 2)));
    }
    case OZ_AST_CALL:
        return oz_py_call(py, scope, id);
    case OZ_AST_ATTRIBUTE:
        return oz_py_note_value(py, scope, id, attribute(py, scope, id));
    case OZ_AST_SUBSCRIPT:
        return subscript(py, scope, node);
    case OZ_AST_FSTRING:
        return fstring(py, scope, node);
    case OZ_AST_NAMED:
        return named(py, scope, node);
    case OZ_AST_LIST_DISPLAY:
    case OZ_AST_TUPLE:
    case OZ_AST_SET:
    case OZ_AST_DICT:
        return oz_py_display(py, scope, id);
    case OZ_AST_LIST_COMP:
    case OZ_AST_SET_COMP:
    case OZ_AST_DICT_COMP:
    case OZ_AST_GENERATOR:
        return oz_py_comprehension(py, scope, id);
    case OZ_AST_LAMBDA:
        return oz_py_closure(py, scope, scope->module, id, 0);
    case OZ_AST_UNSUPPORTED:
        return oz_py_error(py, "py-unsupported", id,
                           "Python feature '%.*s' is not supported",
                           OZ_STR(node->text));
    default:
        return oz_py_error(py, "py-unsupported", id,
                           "Python feature '%s' is not supported here",
                           oz_ast_kind_name((enum oz_ast_kind)node->kind));
    }
}
