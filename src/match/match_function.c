/* match_function.c — what the rows of function.def do.
 *
 * Text is built at the end of one buffer, used as a stack so that calls nest, and
 * copied into the scratch arena when it is done.
 */
#include "match/match_eval.h"

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
        oz_buf_add(&eval->text, value->text, value->size);
        return true;
    case OUNCE_FLOAT:
        oz_buf_add(&eval->text, real, oz_real_print(value->real, false, real));
        return true;
    case OUNCE_BOOL:
    case OUNCE_INT:
    case OUNCE_BIG:
    case OUNCE_LIST:
    case OUNCE_MAP:
        break;
    }
    return oz_value_json(&eval->walk, value, &eval->text);
}

/* Take what was built since `base` as a text value. */
static bool take_text(struct oz_eval *eval, size_t base, ounce_value *out)
{
    const char *built = eval->text.size > base ? eval->text.data + base : "";
    ounce_str text;

    if (eval->text.failed ||
        !oz_arena_text(&eval->scratch, built, eval->text.size - base, &text)) {
        return oz_walk_fail(&eval->walk, OUNCE_REASON_NOMEM);
    }
    eval->text.size = base;
    memset(out, 0, sizeof *out);
    out->kind = OUNCE_TEXT;
    out->text = text.data;
    out->size = text.size;
    return true;
}

static bool call_text(struct oz_eval *eval, const struct oz_expr_node *node,
                      ounce_value *out)
{
    size_t base = eval->text.size;

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
    size_t base = eval->text.size;
    bool all_null = true;

    for (uint32_t i = 0; i < node->count; i++) {
        size_t from;
        ounce_value value;

        if (i > 0) {
            oz_buf_char(&eval->text, ':');
        }
        from = eval->text.size;
        if (!oz_eval_value(eval, eval->plan->expr->children[node->first + i], &value) ||
            !add_text(eval, &value)) {
            return false;
        }
        all_null =
            all_null && (value.kind == OUNCE_MISSING || value.kind == OUNCE_NULL);
        if (node->count > 1) {
            escape_part(&eval->text, from);
        }
    }
    if (all_null) {
        eval->text.size = base;
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
        return oz_walk_fail(&eval->walk, OUNCE_REASON_NOMEM);
    }
    for (uint32_t i = 0; i < count; i++) {
        ounce_value name;

        if (!oz_eval_value(eval, children[2 * i], &name) ||
            !oz_eval_value(eval, children[2 * i + 1], &items[i].value)) {
            return false;
        }
        items[i].name = (ounce_str){name.text, name.size};
    }
    return oz_json_map(&eval->walk, items, count, out);
}

bool oz_eval_call(struct oz_eval *eval, const struct oz_expr_node *node,
                  ounce_value *out)
{
    switch ((enum oz_function)node->op) {
    case OZ_FN_TEXT:
        return call_text(eval, node, out);
    case OZ_FN_KEY:
        return call_key(eval, node, out);
    case OZ_FN_OBJECT:
        return call_object(eval, node, out);
    case OZ_FN_COUNT:
        break;
    }
    return true;
}
