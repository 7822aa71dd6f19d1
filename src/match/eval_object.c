/* eval_object.c — operators on objects: comparing, indexing, making containers and
 * text.
 */
#include "base/str.h"
#include "match/eval_function.h"
#include "native/native.h"
#include "native/native_constant.h"

#include <ounce/matcher.h>

static bool give(ounce_value *out, ounce_value value)
{
    *out = value;
    return true;
}

/* ---- comparing ---- */

static bool is_scalar(const ounce_value *value)
{
    return value->kind <= OUNCE_TEXT;
}

static bool same(const ounce_value *a, const ounce_value *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    if (oz_is_builtin_class(a) && oz_is_builtin_class(b)) {
        return oz_str_equal((ounce_str){a->text, a->size},
                            (ounce_str){b->text, b->size});
    }
    if (a->kind == OZ_NATIVE) {
        return a->integer == b->integer;
    }
    return is_scalar(a) ? oz_scalar_equal(a, b) : a->node == b->node;
}

bool oz_eval_same(const struct oz_function_call *call, ounce_value *out)
{
    ounce_value a, b;

    return oz_arg(call, 0, &a) && oz_arg(call, 1, &b) &&
           give(out, oz_bool(same(&a, &b)));
}

bool oz_eval_equal(const struct oz_function_call *call, ounce_value *out)
{
    ounce_value a, b;
    bool equal;

    return oz_arg(call, 0, &a) && oz_arg(call, 1, &b) &&
           oz_equal(&call->eval->work, &a, &b, &equal) && give(out, oz_bool(equal));
}

bool oz_eval_compare(const struct oz_function_call *call, ounce_value *out)
{
    uint8_t op = oz_expr_node(call->eval->plan->expr, call->id)->op;
    const char *sign = op == OZ_FN_LESS         ? "<"
                       : op == OZ_FN_LESS_EQUAL ? "<="
                       : op == OZ_FN_GREATER    ? ">"
                                                : ">=";
    ounce_value a, b;
    bool holds;

    return oz_arg(call, 0, &a) && oz_arg(call, 1, &b) &&
           oz_order(&call->eval->work, sign, &a, &b, &holds) &&
           give(out, oz_bool(holds));
}

bool oz_eval_in(const struct oz_function_call *call, ounce_value *out)
{
    ounce_value item, container;
    bool holds;

    return oz_arg(call, 0, &item) && oz_arg(call, 1, &container) &&
           oz_contains(&call->eval->work, &container, &item, &holds) &&
           give(out, oz_bool(holds));
}

/* ---- items ---- */

bool oz_eval_item(const struct oz_function_call *call, ounce_value *out)
{
    ounce_value container, index;

    return oz_arg(call, 0, &container) && oz_arg(call, 1, &index) &&
           oz_item(&call->eval->work, &container, &index, out);
}

bool oz_eval_slice(const struct oz_function_call *call, ounce_value *out)
{
    ounce_value container, parts[3];

    return oz_arg(call, 0, &container) && oz_arg(call, 1, &parts[0]) &&
           oz_arg(call, 2, &parts[1]) && oz_arg(call, 3, &parts[2]) &&
           oz_slice(&call->eval->work, &container, &parts[0], &parts[1], &parts[2],
                    out);
}

bool oz_eval_set_item(const struct oz_function_call *call, ounce_value *out)
{
    ounce_value container, index, item;

    return oz_arg(call, 2, &item) && oz_arg(call, 0, &container) &&
           oz_arg(call, 1, &index) &&
           oz_set_item(&call->eval->work, &container, &index, &item) &&
           give(out, oz_none());
}

static bool delete_from_list(struct oz_work *work, ounce_value *list,
                             const ounce_value *index)
{
    struct oz_array *array = oz_array_of(list);
    int64_t at =
        index->integer < 0 ? index->integer + (int64_t)array->count : index->integer;

    if (index->kind != OUNCE_INT) {
        return oz_raise(work, OZ_EXC_TYPE,
                        "list indices must be integers or slices, not %s",
                        oz_type_name(index));
    }
    if (at < 0 || at >= (int64_t)array->count) {
        return oz_raise(work, OZ_EXC_INDEX, "list assignment index out of range");
    }
    memmove(&array->items[at], &array->items[at + 1],
            (array->count - (size_t)at - 1) * sizeof *array->items);
    array->count--;
    return oz_walk_step(&work->walk, array->count);
}

bool oz_eval_delete_item(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_work *work = &call->eval->work;
    ounce_value container, index;
    bool found;

    if (!oz_arg(call, 0, &container) || !oz_arg(call, 1, &index)) {
        return false;
    }
    *out = oz_none();
    if (container.kind == OZ_ARRAY) {
        return delete_from_list(work, &container, &index);
    }
    if (container.kind != OZ_DICT) {
        return oz_raise(work, OZ_EXC_TYPE, "'%s' object doesn't support item deletion",
                        oz_type_name(&container));
    }
    return oz_dict_remove(work, &container, &index, NULL, &found) &&
           (found || oz_raise_value(work, OZ_EXC_KEY, &index));
}

bool oz_eval_append(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_work *work = &call->eval->work;
    ounce_value container, item;

    return oz_arg(call, 1, &item) && oz_arg(call, 0, &container) &&
           (container.kind == OZ_ARRAY ? oz_array_add(work, &container, &item)
                                       : oz_dict_set(work, &container, &item, NULL)) &&
           give(out, oz_none());
}

/* Those that the starred target takes. */
static bool take_rest(struct oz_work *work, const struct oz_array *from, size_t first,
                      size_t count, ounce_value *out)
{
    if (!oz_array_new(work, OZ_ARRAY, count, out)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!oz_array_add(work, out, &from->items[first + i])) {
            return false;
        }
    }
    return true;
}

bool oz_eval_unpack(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_work *work = &call->eval->work;
    size_t wanted = oz_arg_index(call, 1);
    const ounce_value *star = oz_arg_constant(call, 2);
    bool starred = star->kind == OUNCE_INT;
    ounce_value value, all, rest;
    const struct oz_array *items;

    if (!oz_arg(call, 0, &value)) {
        return false;
    }
    if (!oz_collect(work, OZ_TUPLE, &value, &all)) {
        if (work->walk.reason == OUNCE_REASON_RULE_ERROR && value.kind <= OUNCE_FLOAT) {
            work->walk.reason = OUNCE_REASON_NONE;
            return oz_raise(work, OZ_EXC_TYPE, "cannot unpack non-iterable %s object",
                            oz_type_name(&value));
        }
        return false;
    }
    items = oz_array_of(&all);
    if (items->count < wanted - (starred ? 1 : 0)) {
        return oz_raise(
            work, OZ_EXC_VALUE, "not enough values to unpack (expected %s%zu, got %zu)",
            starred ? "at least " : "", wanted - (starred ? 1 : 0), items->count);
    }
    if (!starred && items->count > wanted) {
        return oz_raise(work, OZ_EXC_VALUE, "too many values to unpack (expected %zu)",
                        wanted);
    }
    if (!starred) {
        return give(out, all);
    }
    if (!oz_array_new(work, OZ_TUPLE, wanted, out) ||
        !take_rest(work, items, (size_t)star->integer, items->count - (wanted - 1),
                   &rest)) {
        return false;
    }
    for (size_t i = 0; i < wanted; i++) {
        size_t at = i < (size_t)star->integer ? i : items->count - wanted + i;

        if (!oz_array_add(work, out,
                          i == (size_t)star->integer ? &rest : &items->items[at])) {
            return false;
        }
    }
    return true;
}

/* ---- making containers ---- */

static bool is_op(const struct oz_function_call *call, uint32_t n, enum oz_function op)
{
    const struct oz_expr_node *node =
        oz_expr_node(call->eval->plan->expr, call->args[n]);

    return node->kind == OZ_EXPR_CALL && node->op == op;
}

static bool add_item(struct oz_work *work, ounce_value *out, const ounce_value *item)
{
    return out->kind == OZ_SET ? oz_dict_set(work, out, item, NULL)
                               : oz_array_add(work, out, item);
}

static bool add_all(struct oz_work *work, ounce_value *out, const ounce_value *from)
{
    struct oz_iter iter;
    bool more;

    if (!oz_iter_begin(work, from, &iter)) {
        return false;
    }
    for (;;) {
        ounce_value item;

        if (!oz_iter_next(work, &iter, &item, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (!add_item(work, out, &item)) {
            return false;
        }
    }
}

/* A run of arguments that are not spread: all of them are evaluated before any of them
 * is put anywhere, so what has no hash fails last. */
static bool evaluate_run(const struct oz_function_call *call, uint32_t from,
                         enum oz_function spread, ounce_value *all, uint32_t *end)
{
    for (*end = from; *end < call->count && !is_op(call, *end, spread); ++*end) {
        if (!oz_arg(call, *end, &all[*end])) {
            return false;
        }
    }
    return true;
}

static ounce_value *room_for_all(const struct oz_function_call *call)
{
    return oz_work_alloc(&call->eval->work,
                         (call->count + (size_t)1) * sizeof(ounce_value));
}

static bool spread_into(struct oz_work *work, ounce_value *made,
                        const ounce_value *from)
{
    if (from->kind <= OUNCE_FLOAT) { /* None, numbers */
        return oz_raise(work, OZ_EXC_TYPE, "Value after * must be an iterable, not %s",
                        oz_type_name(from));
    }
    return add_all(work, made, from);
}

static bool make_set(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_work *work = &call->eval->work;
    ounce_value *all = room_for_all(call);
    uint32_t end;

    if (all == NULL || !evaluate_run(call, 0, OZ_FN_SPREAD, all, &end) ||
        !oz_dict_new(work, OZ_SET, out)) {
        return false;
    }
    for (uint32_t i = 0; i < call->count; i++) {
        if ((i >= end && !oz_arg(call, i, &all[i])) ||
            !(is_op(call, i, OZ_FN_SPREAD) ? add_all(work, out, &all[i])
                                           : oz_dict_set(work, out, &all[i], NULL))) {
            return false;
        }
    }
    return true;
}

bool oz_eval_list(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_work *work = &call->eval->work;
    uint8_t op = oz_expr_node(call->eval->plan->expr, call->id)->op;
    ounce_value made;

    if (op == OZ_FN_SET) {
        return make_set(call, &made) && give(out, made);
    }
    if (!oz_array_new(work, op == OZ_FN_LIST ? OZ_ARRAY : OZ_TUPLE, call->count,
                      &made)) {
        return false;
    }
    for (uint32_t i = 0; i < call->count; i++) {
        ounce_value item;

        if (!oz_arg(call, i, &item) ||
            !(is_op(call, i, OZ_FN_SPREAD) ? spread_into(work, &made, &item)
                                           : oz_array_add(work, &made, &item))) {
            return false;
        }
    }
    return give(out, made);
}

static bool merge(struct oz_work *work, ounce_value *into, const ounce_value *from)
{
    struct oz_iter iter;
    bool more;

    if (from->kind != OZ_DICT && from->kind != OUNCE_MAP) {
        return oz_raise(work, OZ_EXC_TYPE, "'%s' object is not a mapping",
                        oz_type_name(from));
    }
    if (!oz_iter_begin(work, from, &iter)) {
        return false;
    }
    for (;;) {
        ounce_value key, value;

        if (!oz_iter_next(work, &iter, &key, &more)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (!oz_item(work, from, &key, &value) ||
            !oz_dict_set(work, into, &key, &value)) {
            return false;
        }
    }
}

bool oz_eval_dict(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_work *work = &call->eval->work;
    ounce_value *all = room_for_all(call);
    ounce_value made;
    uint32_t end;

    if (all == NULL || !oz_dict_new(work, OZ_DICT, &made)) {
        return false;
    }
    for (uint32_t i = 0; i < call->count; i = end) {
        if (!evaluate_run(call, i, OZ_FN_SPREAD_NAMED, all, &end)) {
            return false;
        }
        for (; i < end; i += 2) {
            if (!oz_dict_set(work, &made, &all[i], &all[i + 1])) {
                return false;
            }
        }
        if (end < call->count) {
            if (!oz_arg(call, end, &all[end]) || !merge(work, &made, &all[end])) {
                return false;
            }
            end++;
        }
    }
    return give(out, made);
}

/* ---- text ---- */

bool oz_eval_str(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_work *work = &call->eval->work;
    size_t base = work->text.size;

    for (uint32_t i = 0; i < call->count; i++) {
        ounce_value part;

        if (!oz_arg(call, i, &part) || !oz_str(work, &part)) {
            work->text.size = base < work->text.size ? base : work->text.size;
            return false;
        }
    }
    return oz_text_take(work, base, out);
}

bool oz_eval_format(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_work *work = &call->eval->work;
    const ounce_value *conversion = oz_arg_constant(call, 1);
    size_t base = work->text.size;
    ounce_value value, spec;

    if (!oz_arg(call, 0, &value) || !oz_arg(call, 2, &spec)) {
        return false;
    }
    if (conversion->kind == OUNCE_TEXT) {
        bool fine =
            conversion->text[0] == 's' ? oz_str(work, &value) : oz_repr(work, &value);

        if (!fine || !oz_text_take(work, base, &value)) {
            return false;
        }
    }
    return oz_format(work, &value, (ounce_str){spec.text, spec.size}) &&
           oz_text_take(work, base, out);
}

/* ---- constants that are no scalars ---- */

static ounce_value named(uint32_t kind, uint32_t flags, ounce_str name)
{
    ounce_value value = {0};

    value.kind = kind;
    value.flags = flags;
    value.text = name.data;
    value.size = name.size;
    return value;
}

/* Bytes are kept as text, a code point each. */
static bool bytes_of(struct oz_work *work, ounce_str text, ounce_value *out)
{
    char *data = oz_work_alloc(work, text.size + 1);
    size_t size = 0;

    for (size_t i = 0; data != NULL && i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];

        if (c >= 0xc2 && i + 1 < text.size) { /* U+0080 … U+00FF */
            c = (unsigned char)(c << 6 | (text.data[++i] & 0x3f));
        }
        data[size++] = (char)c;
    }
    *out = oz_bytes((ounce_str){data, size});
    return data != NULL;
}

bool oz_eval_constant(const struct oz_function_call *call, ounce_value *out)
{
    struct oz_eval *eval = call->eval;
    enum oz_function op =
        (enum oz_function)oz_expr_node(eval->plan->expr, call->id)->op;
    uint32_t native;

    switch ((int)op) {
    case OZ_FN_MODULE:
        return give(out, named(OZ_MODULE, 0, oz_arg_text(call, 0)));
    case OZ_FN_BUILTIN_CLASS:
        return give(out, named(OZ_CLASS, OZ_CLASS_BUILTIN, oz_arg_text(call, 0)));
    case OZ_FN_BYTES:
        return bytes_of(&eval->work, oz_arg_text(call, 0), out);
    case OZ_FN_ELLIPSIS:
        return give(out, named(OZ_ELLIPSIS, 0, (ounce_str){NULL, 0}));
    default:
        break;
    }
    native = eval->plan->nodes[call->id].aux;
    if (native < OZ_NATIVE_COUNT) {
        *out = named(OZ_NATIVE, 0, (ounce_str){NULL, 0});
        out->integer = native;
        return true;
    }
    if (op == OZ_FN_NATIVE && oz_native_constant(oz_arg_text(call, 0), out)) {
        return true;
    }
    return give(out, named(OZ_CLASS, OZ_CLASS_BUILTIN, oz_arg_text(call, 0)));
}
