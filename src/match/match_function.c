/* match_function.c — what the rows of function.def do.
 *
 * Text is built at the end of one buffer, used as a stack so that calls nest, and
 * copied into the scratch arena when it is done.
 */
#include "match/eval_function.h"

#include "base/number.h"
#include "base/str.h"

#include <ounce/matcher.h>

/* Append a value as docs/semantics.md, "Text of a value", has it. */
static bool add_text(struct oz_eval *eval, const ounce_value *value)
{
    char real[OZ_REAL_TEXT];

    switch ((enum ounce_kind)value->kind) {
    case OUNCE_MISSING:
    case OUNCE_NULL:
        return true;
    case OUNCE_TEXT:
        oz_buf_add(&eval->work.text, value->text, value->size);
        return true;
    case OUNCE_FLOAT:
        oz_buf_add(&eval->work.text, real, oz_real_print(value->real, false, real));
        return true;
    case OUNCE_BOOL:
    case OUNCE_INT:
    case OUNCE_BIG:
    case OUNCE_LIST:
    case OUNCE_MAP:
        break;
    }
    return oz_value_json(&eval->work.walk, value, &eval->work.text);
}

/* Take what was built since `base` as a text value. */
static bool take_text(struct oz_eval *eval, size_t base, ounce_value *out)
{
    const char *built = eval->work.text.size > base ? eval->work.text.data + base : "";
    ounce_str text;

    if (eval->work.text.failed ||
        !oz_arena_text(&eval->scratch, built, eval->work.text.size - base, &text)) {
        return oz_walk_fail(&eval->work.walk, OUNCE_REASON_NOMEM);
    }
    eval->work.text.size = base;
    memset(out, 0, sizeof *out);
    out->kind = OUNCE_TEXT;
    out->text = text.data;
    out->size = text.size;
    return true;
}

static bool call_text(struct oz_eval *eval, const struct oz_expr_node *node,
                      ounce_value *out)
{
    size_t base = eval->work.text.size;

    for (uint32_t i = 0; i < node->count; i++) {
        ounce_value value;

        if (!oz_eval_value(eval, eval->plan->expr->children[node->first + i], &value) ||
            !add_text(eval, &value)) {
            return false;
        }
    }
    return take_text(eval, base, out);
}

/* Escape '\' and ':' in what was added since `from`. */
static void escape_part(struct oz_buf *text, size_t from)
{
    size_t size = text->size - from;
    size_t extra = 0;

    for (size_t i = 0; i < size; i++) {
        extra += text->data[from + i] == '\\' || text->data[from + i] == ':' ? 1 : 0;
    }
    for (size_t i = 0; i < extra; i++) {
        oz_buf_char(text, '\\');
    }
    if (text->failed) {
        return;
    }
    for (size_t i = size, to = from + size + extra; i-- > 0;) {
        char c = text->data[from + i];

        text->data[--to] = c;
        if (c == '\\' || c == ':') {
            text->data[--to] = '\\';
        }
    }
}

static bool call_key(struct oz_eval *eval, const struct oz_expr_node *node,
                     ounce_value *out)
{
    size_t base = eval->work.text.size;
    bool all_null = true;

    for (uint32_t i = 0; i < node->count; i++) {
        size_t from;
        ounce_value value;

        if (i > 0) {
            oz_buf_char(&eval->work.text, ':');
        }
        from = eval->work.text.size;
        if (!oz_eval_value(eval, eval->plan->expr->children[node->first + i], &value) ||
            !add_text(eval, &value)) {
            return false;
        }
        all_null =
            all_null && (value.kind == OUNCE_MISSING || value.kind == OUNCE_NULL);
        if (node->count > 1) {
            escape_part(&eval->work.text, from);
        }
    }
    if (all_null) {
        eval->work.text.size = base;
    }
    return take_text(eval, base, out);
}

static bool call_object(struct oz_eval *eval, const struct oz_expr_node *node,
                        ounce_value *out)
{
    const oz_expr_id *children = oz_expr_children(eval->plan->expr, node);
    uint32_t count = node->count / 2;
    struct oz_json_member *items = oz_arena_array(&eval->scratch, count, sizeof *items);

    if (items == NULL) {
        return oz_walk_fail(&eval->work.walk, OUNCE_REASON_NOMEM);
    }
    for (uint32_t i = 0; i < count; i++) {
        ounce_value name;

        if (!oz_eval_value(eval, children[2 * i], &name) ||
            !oz_eval_value(eval, children[2 * i + 1], &items[i].value)) {
            return false;
        }
        items[i].name = (ounce_str){name.text, name.size};
    }
    return oz_json_map(&eval->work.walk, items, count, out);
}

static bool function_text(const struct oz_function_call *call, ounce_value *out)
{
    return call_text(call->eval, oz_expr_node(call->eval->plan->expr, call->id), out);
}

static bool function_key(const struct oz_function_call *call, ounce_value *out)
{
    return call_key(call->eval, oz_expr_node(call->eval->plan->expr, call->id), out);
}

static bool function_object(const struct oz_function_call *call, ounce_value *out)
{
    return call_object(call->eval, oz_expr_node(call->eval->plan->expr, call->id), out);
}

static bool function_default(const struct oz_function_call *call, ounce_value *out)
{
    return oz_eval_value(call->eval, call->args[0], out) &&
           (out->kind != OUNCE_MISSING || oz_arg(call, 1, out));
}

static bool function_first(const struct oz_function_call *call, ounce_value *out)
{
    for (uint32_t i = 0; i < call->count; i++) {
        if (!oz_arg(call, i, out)) {
            return false;
        }
        if (out->kind != OUNCE_NULL) {
            return true;
        }
    }
    return true;
}

/* `and` and `or`: the first argument that decides, or the last. */
static bool decide(const struct oz_function_call *call, bool stop, ounce_value *out)
{
    for (uint32_t i = 0; i < call->count; i++) {
        bool truth;

        if (!oz_arg(call, i, out) || !oz_eval_truth(call->eval, out, &truth)) {
            return false;
        }
        if (truth == stop) {
            return true;
        }
    }
    return true;
}

static bool function_both(const struct oz_function_call *call, ounce_value *out)
{
    return decide(call, false, out);
}

static bool function_either(const struct oz_function_call *call, ounce_value *out)
{
    return decide(call, true, out);
}

static bool function_event(const struct oz_function_call *call, ounce_value *out)
{
    return oz_eval_event(call->eval, out);
}

/* spread() and its like mean something among the arguments of others only. */
static bool function_argument(const struct oz_function_call *call, ounce_value *out)
{
    return oz_arg(call, call->count - 1, out);
}

static oz_function_fn *const functions[OZ_FN_COUNT] = {
    [OZ_FN_TEXT] = function_text,
    [OZ_FN_KEY] = function_key,
    [OZ_FN_OBJECT] = function_object,
    [OZ_FN_DEFAULT] = function_default,
    [OZ_FN_FIRST] = function_first,
    [OZ_FN_BOTH] = function_both,
    [OZ_FN_EITHER] = function_either,
    [OZ_FN_EVENT] = function_event,
    [OZ_FN_HAS_KEY] = oz_eval_has_key,
    [OZ_FN_IS_MAPPING] = oz_eval_is_mapping,
    [OZ_FN_IS_STRING] = oz_eval_is_string,
    [OZ_FN_IS_HASHABLE] = oz_eval_is_hashable,
    [OZ_FN_BOOLEAN] = oz_eval_boolean,
    [OZ_FN_ITERATE] = oz_eval_iterate,
    [OZ_FN_LOCAL] = oz_eval_local,
    [OZ_FN_KNOWN] = oz_eval_known,
    [OZ_FN_OUTER] = oz_eval_outer,
    [OZ_FN_GLOBAL] = oz_eval_global,
    [OZ_FN_SET_LOCAL] = oz_eval_set_local,
    [OZ_FN_SET_OUTER] = oz_eval_set_outer,
    [OZ_FN_SET_GLOBAL] = oz_eval_set_global,
    [OZ_FN_UNSET_LOCAL] = oz_eval_unset_local,
    [OZ_FN_SEQUENCE] = oz_eval_sequence,
    [OZ_FN_LOOP] = oz_eval_loop,
    [OZ_FN_WHILE] = oz_eval_while,
    [OZ_FN_BREAK] = oz_eval_break,
    [OZ_FN_CONTINUE] = oz_eval_continue,
    [OZ_FN_RETURN] = oz_eval_return,
    [OZ_FN_BLOCK] = oz_eval_block,
    [OZ_FN_TRY] = oz_eval_try,
    [OZ_FN_HANDLER] = oz_eval_handler,
    [OZ_FN_RAISE] = oz_eval_raise,
    [OZ_FN_FAIL] = oz_eval_fail,
    [OZ_FN_FUNCTION] = oz_eval_function,
    [OZ_FN_CLASS] = oz_eval_class,
    [OZ_FN_APPLY] = oz_eval_apply,
    [OZ_FN_METHOD] = oz_eval_method,
    [OZ_FN_SPREAD] = function_argument,
    [OZ_FN_NAMED] = function_argument,
    [OZ_FN_SPREAD_NAMED] = function_argument,
    [OZ_FN_MOCK] = oz_eval_mock,
    [OZ_FN_ADD] = oz_eval_arithmetic,
    [OZ_FN_SUBTRACT] = oz_eval_arithmetic,
    [OZ_FN_MULTIPLY] = oz_eval_arithmetic,
    [OZ_FN_DIVIDE] = oz_eval_arithmetic,
    [OZ_FN_FLOOR_DIVIDE] = oz_eval_arithmetic,
    [OZ_FN_MODULO] = oz_eval_arithmetic,
    [OZ_FN_POWER] = oz_eval_arithmetic,
    [OZ_FN_SHIFT_LEFT] = oz_eval_arithmetic,
    [OZ_FN_SHIFT_RIGHT] = oz_eval_arithmetic,
    [OZ_FN_BIT_OR] = oz_eval_arithmetic,
    [OZ_FN_BIT_XOR] = oz_eval_arithmetic,
    [OZ_FN_BIT_AND] = oz_eval_arithmetic,
    [OZ_FN_ADD_TO] = oz_eval_in_place,
    [OZ_FN_OR_TO] = oz_eval_in_place,
    [OZ_FN_TAKE_OVER] = oz_eval_take_over,
    [OZ_FN_NEGATE] = oz_eval_unary,
    [OZ_FN_POSITIVE] = oz_eval_unary,
    [OZ_FN_INVERT] = oz_eval_unary,
    [OZ_FN_SAME] = oz_eval_same,
    [OZ_FN_EQUAL] = oz_eval_equal,
    [OZ_FN_LESS] = oz_eval_compare,
    [OZ_FN_LESS_EQUAL] = oz_eval_compare,
    [OZ_FN_GREATER] = oz_eval_compare,
    [OZ_FN_GREATER_EQUAL] = oz_eval_compare,
    [OZ_FN_IN] = oz_eval_in,
    [OZ_FN_IS_A] = oz_eval_is_a,
    [OZ_FN_ATTRIBUTE] = oz_eval_attribute,
    [OZ_FN_ITEM] = oz_eval_item,
    [OZ_FN_SLICE] = oz_eval_slice,
    [OZ_FN_SET_ATTRIBUTE] = oz_eval_set_attribute,
    [OZ_FN_SET_ITEM] = oz_eval_set_item,
    [OZ_FN_DELETE_ITEM] = oz_eval_delete_item,
    [OZ_FN_APPEND] = oz_eval_append,
    [OZ_FN_UNPACK] = oz_eval_unpack,
    [OZ_FN_LIST] = oz_eval_list,
    [OZ_FN_TUPLE] = oz_eval_list,
    [OZ_FN_SET] = oz_eval_list,
    [OZ_FN_DICT] = oz_eval_dict,
    [OZ_FN_STR] = oz_eval_str,
    [OZ_FN_FORMAT] = oz_eval_format,
    [OZ_FN_NATIVE] = oz_eval_constant,
    [OZ_FN_MODULE] = oz_eval_constant,
    [OZ_FN_BUILTIN_CLASS] = oz_eval_constant,
    [OZ_FN_REGEX] = oz_eval_constant,
    [OZ_FN_BYTES] = oz_eval_constant,
    [OZ_FN_ELLIPSIS] = oz_eval_constant,
};

bool oz_eval_call(struct oz_eval *eval, oz_expr_id id, const struct oz_expr_node *node,
                  ounce_value *out)
{
    struct oz_function_call call = {eval, id, oz_expr_children(eval->plan->expr, node),
                                    node->count};

    return functions[node->op](&call, out);
}
