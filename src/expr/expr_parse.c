/* expr_parse.c — canonical text of the IR → nodes. The inverse of expr_print.c.
 *
 *     expr    = literal / field / name "(" [ arg *( "," arg ) ] ")"
 *     arg     = expr / "[" [ literal 1*( "," literal ) ] "]"
 *     field   = [ "$" [ digits ] ] path
 *     literal = JSON string, number, true, false, null
 *
 * It reads what the library printed: for tests, tools and the curious.
 */
#include "expr/expr.h"

#include "base/number.h"
#include "base/str.h"
#include "base/utf8.h"
#include "event/json_text.h"

#define MOST_DEPTH 200

struct parser {
    struct oz_expr *expr;
    ounce_str text;
    size_t at;
    uint32_t depth;
    const char *problem;
};

/* Arguments of a call: expressions, and the constants of a predicate. */
struct args {
    oz_expr_id *items;
    uint32_t count, capacity;
    ounce_value *values;
    uint32_t value_count, value_capacity;
    bool is_in; /* of `in`: brackets are a list even around one constant */
};

static oz_expr_id parse_expr(struct parser *parser);

static oz_expr_id bad(struct parser *parser, const char *problem)
{
    parser->problem = problem;
    return OZ_NONE;
}

static char peek(const struct parser *parser)
{
    return parser->at < parser->text.size ? parser->text.data[parser->at] : '\0';
}

static void skip_blank(struct parser *parser)
{
    while (peek(parser) == ' ' || peek(parser) == '\n') {
        parser->at++;
    }
}

static bool take(struct parser *parser, char c)
{
    skip_blank(parser);
    if (peek(parser) != c) {
        return false;
    }
    parser->at++;
    return true;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c == '-' || c == ':' || c == '.' || c == '+';
}

/* ---- literals ---- */

static bool parse_string(struct parser *parser, ounce_value *out)
{
    size_t from = ++parser->at;
    ounce_str text;

    while (peek(parser) != '"') {
        if (parser->at >= parser->text.size) {
            parser->at = parser->text.size; /* a last backslash skips one too many */
            bad(parser, "a string is never closed");
            return false;
        }
        parser->at += peek(parser) == '\\' ? 2 : 1;
    }
    text = (ounce_str){parser->text.data + from, parser->at++ - from};
    if (oz_utf8_valid(text.data, text.size) != text.size) {
        bad(parser, "a string is not UTF-8");
        return false;
    }
    if (!oz_json_unescape(parser->expr->arena, &text)) {
        return false;
    }
    out->kind = OUNCE_TEXT;
    out->text = text.data;
    out->size = text.size;
    return true;
}

static bool parse_number(struct parser *parser, ounce_str word, ounce_value *out)
{
    struct oz_number number;
    ounce_str digits;

    if (!oz_number_parse(word.data, word.size, &number)) {
        bad(parser, "this is no number");
        return false;
    }
    switch (number.kind) {
    case OZ_NUMBER_INT:
        out->kind = OUNCE_INT;
        out->integer = number.integer;
        return true;
    case OZ_NUMBER_REAL:
        out->kind = OUNCE_FLOAT;
        out->real = number.real;
        return true;
    case OZ_NUMBER_BIG:
        break;
    }
    if (!oz_arena_text(parser->expr->arena, word.data, word.size, &digits)) {
        return false;
    }
    out->kind = OUNCE_BIG;
    out->text = digits.data;
    out->size = digits.size;
    return true;
}

static ounce_str word_at(const struct parser *parser)
{
    size_t end = parser->at;

    while (end < parser->text.size && is_word(parser->text.data[end])) {
        end++;
    }
    return (ounce_str){parser->text.data + parser->at, end - parser->at};
}

static bool is_literal(const struct parser *parser)
{
    ounce_str word = word_at(parser);
    char c = peek(parser);

    return c == '"' || c == '-' || (c >= '0' && c <= '9') || oz_str_is(word, "true") ||
           oz_str_is(word, "false") || oz_str_is(word, "null");
}

static bool parse_literal(struct parser *parser, ounce_value *out)
{
    ounce_str word = word_at(parser);

    memset(out, 0, sizeof *out);
    if (peek(parser) == '"') {
        return parse_string(parser, out);
    }
    parser->at += word.size;
    if (oz_str_is(word, "null")) {
        out->kind = OUNCE_NULL;
        return true;
    }
    if (oz_str_is(word, "true") || oz_str_is(word, "false")) {
        out->kind = OUNCE_BOOL;
        out->integer = word.data[0] == 't';
        return true;
    }
    return parse_number(parser, word, out);
}

/* ---- fields ---- */

/* The path ends at a blank, a comma or a closing bracket outside of its own brackets.
 */
static size_t path_end(const struct parser *parser)
{
    size_t at = parser->at;
    bool quoted = false;

    for (; at < parser->text.size; at++) {
        char c = parser->text.data[at];

        if (quoted) {
            at += c == '\\' ? 1 : 0;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == ' ' || c == ',' || c == ')' || c == '\n') {
            break;
        }
    }
    return at < parser->text.size ? at : parser->text.size;
}

static uint32_t parse_level(struct parser *parser)
{
    uint32_t level = 0;

    while (peek(parser) >= '0' && peek(parser) <= '9' && level <= OZ_MAX_LEVELS) {
        level = level * 10 + (uint32_t)(peek(parser) - '0');
        parser->at++;
    }
    return level;
}

static oz_expr_id parse_field(struct parser *parser)
{
    static const struct oz_path whole = {NULL, 0, {"", 0}, false};
    uint32_t level = 0;
    bool exact = false;
    struct oz_path path;
    const char *problem = NULL;
    size_t where = 0;
    size_t end;

    if (take(parser, '$')) {
        exact = peek(parser) == '.' || peek(parser) == '[';
        level = parse_level(parser);
        if ((level == 0 && !exact) || level > OZ_MAX_LEVELS) {
            return bad(parser, "$ needs the number of a quantifier around it");
        }
        if (peek(parser) == '.') {
            parser->at++;
        }
    }
    end = path_end(parser);
    if (level > 0 && end == parser->at) { /* the element itself */
        return oz_expr_field(parser->expr, level, &whole);
    }
    switch (oz_path_parse(parser->expr->arena,
                          (ounce_str){parser->text.data + parser->at, end - parser->at},
                          &path, &problem, &where)) {
    case OZ_PATH_OK:
        parser->at = end;
        path.exact = exact;
        return oz_expr_field(parser->expr, level, &path);
    case OZ_PATH_BAD:
        parser->at += where;
        return bad(parser, "this is no field path");
    case OZ_PATH_NOMEM:
        break;
    }
    return OZ_NONE;
}

/* ---- calls ---- */

static bool add_item(struct parser *parser, struct args *args, oz_expr_id id)
{
    void *items = args->items;

    if (id == OZ_NONE || !oz_arena_grow(parser->expr->arena, &items, args->count,
                                        &args->capacity, sizeof *args->items)) {
        return false;
    }
    args->items = items;
    args->items[args->count++] = id;
    return true;
}

static bool add_value(struct parser *parser, struct args *args, ounce_value value)
{
    void *values = args->values;

    if (!oz_arena_grow(parser->expr->arena, &values, args->value_count,
                       &args->value_capacity, sizeof *args->values)) {
        return false;
    }
    args->values = values;
    args->values[args->value_count++] = value;
    return true;
}

static bool parse_list(struct parser *parser, struct args *args)
{
    parser->at++;
    if (take(parser, ']')) {
        return true;
    }
    do {
        ounce_value value;

        skip_blank(parser);
        if (!is_literal(parser)) {
            bad(parser, "a list holds literals");
            return false;
        }
        if (!parse_literal(parser, &value) || !add_value(parser, args, value)) {
            return false;
        }
    } while (take(parser, ','));
    return take(parser, ']') || bad(parser, "a list is never closed") != OZ_NONE;
}

/* At '['. A list holds several constants or none; `["a.b"]` and `[0]` are paths. */
static bool is_list(const struct parser *parser)
{
    bool quoted = false;

    for (size_t at = parser->at + 1; at < parser->text.size; at++) {
        char c = parser->text.data[at];

        if (quoted) {
            at += c == '\\' ? 1 : 0;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == ',' || c == ']') {
            return c == ',' || at == parser->at + 1;
        }
    }
    return false;
}

/* The first argument of a predicate is never a constant. */
static bool parse_arg(struct parser *parser, struct args *args, bool constants)
{
    ounce_value value;

    skip_blank(parser);
    if (!constants || args->count == 0) {
        return add_item(parser, args, parse_expr(parser));
    }
    if (peek(parser) == '[' && (args->is_in || is_list(parser))) {
        return parse_list(parser, args);
    }
    if (is_literal(parser)) {
        return parse_literal(parser, &value) && add_value(parser, args, value);
    }
    return add_item(parser, args, parse_expr(parser));
}

static bool parse_args(struct parser *parser, struct args *args, bool constants)
{
    if (take(parser, ')')) {
        return true;
    }
    do {
        if (!parse_arg(parser, args, constants)) {
            return false;
        }
    } while (take(parser, ','));
    return take(parser, ')') || bad(parser, "a ')' is missing") != OZ_NONE;
}

static oz_expr_id build_test(struct parser *parser, ounce_str name, enum oz_operator op,
                             bool ignore_case)
{
    struct args args = {0};

    args.is_in = oz_str_is(name, "in");
    if (!parse_args(parser, &args, true)) {
        return OZ_NONE;
    }
    if (args.count == 2 && args.value_count == 0) {
        return oz_expr_compare(parser->expr, op, ignore_case, args.items[0],
                               args.items[1]);
    }
    if (args.count != 1) {
        return bad(parser,
                   "a predicate has one operand and constants, or two operands");
    }
    return oz_expr_test(parser->expr, op, ignore_case, args.items[0], args.values,
                        args.value_count);
}

static bool find_operator(ounce_str name, enum oz_operator *op)
{
    if (oz_str_is(name, "in")) {
        *op = OZ_OP_EQ;
        return true;
    }
    for (int i = 0; i < OZ_OP_COUNT; i++) {
        if (oz_str_is(name, oz_operator_name((enum oz_operator)i))) {
            *op = (enum oz_operator)i;
            return true;
        }
    }
    return false;
}

static oz_expr_id build_group(struct parser *parser, enum oz_expr_kind kind)
{
    struct args args = {0};

    if (!parse_args(parser, &args, false)) {
        return OZ_NONE;
    }
    if ((kind == OZ_EXPR_NOT && args.count != 1) ||
        (kind == OZ_EXPR_IF && args.count != 3)) {
        return bad(parser, kind == OZ_EXPR_NOT ? "not() has one argument"
                                               : "if() has three arguments");
    }
    return oz_expr_group(parser->expr, kind, args.items, args.count);
}

/* The quantifier's level is its depth among quantifiers: one more than the level that
 * fields of its list may have. */
static oz_expr_id build_elements(struct parser *parser, enum oz_quantifier quantifier)
{
    struct args args = {0};
    uint32_t level;

    parser->depth += 1u << 16; /* quantifiers around here, in the upper half */
    level = parser->depth >> 16;
    if (level > OZ_MAX_LEVELS) {
        return bad(parser, "quantifiers nest too deep");
    }
    if (!parse_args(parser, &args, false)) {
        return OZ_NONE;
    }
    parser->depth -= 1u << 16;
    if (args.count != 2) {
        return bad(parser, "a quantifier has a list and a body");
    }
    return oz_expr_elements(parser->expr, quantifier, level, args.items[0],
                            args.items[1]);
}

static oz_expr_id build_call(struct parser *parser, enum oz_function function)
{
    struct args args = {0};

    return parse_args(parser, &args, false)
               ? oz_expr_call(parser->expr, function, args.items, args.count)
               : OZ_NONE;
}

static oz_expr_id parse_call(struct parser *parser, ounce_str name)
{
    static const enum oz_expr_kind groups[] = {OZ_EXPR_NOT,      OZ_EXPR_ALL,
                                               OZ_EXPR_ANY,      OZ_EXPR_IF,
                                               OZ_EXPR_ONLY_ONE, OZ_EXPR_NO_ONE};
    ounce_str folded = {name.data + 1, name.size - 1};
    enum oz_operator op;

    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        if (oz_str_is(name, oz_group_name(groups[i]))) {
            return build_group(parser, groups[i]);
        }
    }
    for (int i = OZ_ANY_ELEMENT; i <= OZ_NO_ELEMENT; i++) {
        if (oz_str_is(name, oz_quantifier_name((enum oz_quantifier)i))) {
            return build_elements(parser, (enum oz_quantifier)i);
        }
    }
    for (int i = 0; i < OZ_FN_COUNT; i++) {
        if (oz_str_is(name, oz_function_name((enum oz_function)i))) {
            return build_call(parser, (enum oz_function)i);
        }
    }
    if (find_operator(name, &op)) {
        return build_test(parser, name, op, false);
    }
    if (name.data[0] == 'i' && find_operator(folded, &op)) {
        return build_test(parser, folded, op, true);
    }
    return bad(parser, "there is no function of this name");
}

static oz_expr_id parse_term(struct parser *parser)
{
    ounce_str word;
    ounce_value value;

    skip_blank(parser);
    word = word_at(parser);
    if (word.size > 0 && parser->at + word.size < parser->text.size &&
        word.data[word.size] == '(') {
        parser->at += word.size + 1;
        return parse_call(parser, word);
    }
    if (is_literal(parser)) {
        return parse_literal(parser, &value) ? oz_expr_const(parser->expr, value)
                                             : OZ_NONE;
    }
    return parse_field(parser);
}

static oz_expr_id parse_expr(struct parser *parser)
{
    oz_expr_id id;

    if ((parser->depth & 0xffff) >= MOST_DEPTH) {
        return bad(parser, "expressions nest too deep");
    }
    parser->depth++;
    id = parse_term(parser);
    parser->depth--;
    return id;
}

oz_expr_id oz_expr_parse(struct oz_expr *expr, ounce_str text, size_t *at,
                         const char **problem)
{
    struct parser parser = {expr, text, 0, 0, NULL};
    oz_expr_id id = parse_expr(&parser);

    skip_blank(&parser);
    if (id != OZ_NONE && parser.at < text.size) {
        id = bad(&parser, "something stands behind the expression");
    }
    *at = parser.at;
    *problem = parser.problem;
    return id;
}
