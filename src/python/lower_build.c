/* lower_build.c — small makers of nodes, which fold what is plain. */
#include "base/str.h"
#include "python/lower.h"

oz_expr_id oz_py_built(struct oz_py *py, oz_expr_id id)
{
    if (id == OZ_NONE && py->fine) {
        py->fine = false;
        py->nomem = true;
    }
    return id;
}

static oz_expr_id constant(struct oz_py *py, ounce_value value)
{
    return oz_py_built(py, oz_expr_const(py->expr, value));
}

oz_expr_id oz_py_none(struct oz_py *py)
{
    ounce_value value = {0};

    value.kind = OUNCE_NULL;
    return constant(py, value);
}

oz_expr_id oz_py_int(struct oz_py *py, int64_t number)
{
    ounce_value value = {0};

    value.kind = OUNCE_INT;
    value.integer = number;
    return constant(py, value);
}

oz_expr_id oz_py_str(struct oz_py *py, ounce_str text)
{
    return oz_py_built(py, oz_expr_text(py->expr, text.size > 0 ? text : OZ_LIT("")));
}

oz_expr_id oz_py_word(struct oz_py *py, const char *text)
{
    return oz_py_str(py, (ounce_str){text, strlen(text)});
}

static oz_expr_id call(struct oz_py *py, enum oz_function op, const oz_expr_id *args,
                       uint32_t count)
{
    return py->fine ? oz_py_built(py, oz_expr_call(py->expr, op, args, count))
                    : OZ_NONE;
}

oz_expr_id oz_py_call1(struct oz_py *py, enum oz_function op, oz_expr_id a)
{
    return call(py, op, &a, 1);
}

oz_expr_id oz_py_call2(struct oz_py *py, enum oz_function op, oz_expr_id a,
                       oz_expr_id b)
{
    oz_expr_id args[] = {a, b};

    return call(py, op, args, 2);
}

oz_expr_id oz_py_call3(struct oz_py *py, enum oz_function op, oz_expr_id a,
                       oz_expr_id b, oz_expr_id c)
{
    oz_expr_id args[] = {a, b, c};

    return call(py, op, args, 3);
}

const ounce_value *oz_py_constant(const struct oz_py *py, oz_expr_id id)
{
    const struct oz_expr_node *node;

    if (id == OZ_NONE) {
        return NULL;
    }
    node = oz_expr_node(py->expr, id);
    return node->kind == OZ_EXPR_CONST ? &py->expr->values[node->data] : NULL;
}

bool oz_py_is_call(const struct oz_py *py, oz_expr_id id, enum oz_function op)
{
    const struct oz_expr_node *node;

    if (id == OZ_NONE) { /* it was diagnosed, or memory ran out */
        return false;
    }
    node = oz_expr_node(py->expr, id);
    return node->kind == OZ_EXPR_CALL && node->op == op;
}

static bool is_bool(const struct oz_py *py, oz_expr_id id, bool value)
{
    const ounce_value *constant_value = oz_py_constant(py, id);

    return constant_value != NULL && constant_value->kind == OUNCE_BOOL &&
           (constant_value->integer != 0) == value;
}

/* How many children a group gets: an element that decides it is the last one. */
static uint32_t kept(const struct oz_py *py, enum oz_expr_kind kind,
                     const oz_expr_id *ids, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (is_bool(py, ids[i], kind == OZ_EXPR_ANY)) {
            return i + 1;
        }
    }
    return count;
}

/* Order is that of evaluation. What is left alone stands for the group if it is the
 * last one, whose value counts, or a truth. */
oz_expr_id oz_py_group(struct oz_py *py, enum oz_expr_kind kind, const oz_expr_id *ids,
                       uint32_t count)
{
    oz_expr_id *children;
    size_t room = 0;
    uint32_t used = 0;

    if (!py->fine) {
        return OZ_NONE;
    }
    count = kept(py, kind, ids, count);
    for (uint32_t i = 0; i < count; i++) {
        const struct oz_expr_node *node = oz_expr_node(py->expr, ids[i]);

        room += node->kind == kind ? node->count : 1;
    }
    children = oz_arena_array(py->arena, room + 1, sizeof *children);
    if (children == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct oz_expr_node *node = oz_expr_node(py->expr, ids[i]);

        if (is_bool(py, ids[i], kind == OZ_EXPR_ALL)) {
            continue;
        }
        if (node->kind != kind) {
            children[used++] = ids[i];
            continue;
        }
        for (uint32_t k = 0; k < node->count; k++) {
            children[used++] = py->expr->children[node->first + k];
        }
    }
    if (used == 0) {
        return oz_py_built(py, oz_expr_bool(py->expr, kind == OZ_EXPR_ALL));
    }
    return used == 1 && (count == 1 || oz_expr_is_truth(py->expr, children[0]) ||
                         children[0] == ids[count - 1])
               ? children[0]
               : oz_py_built(py, oz_expr_group(py->expr, kind, children, used));
}

oz_expr_id oz_py_all(struct oz_py *py, oz_expr_id a, oz_expr_id b)
{
    return oz_py_group(py, OZ_EXPR_ALL, (oz_expr_id[]){a, b}, 2);
}

oz_expr_id oz_py_any(struct oz_py *py, oz_expr_id a, oz_expr_id b)
{
    return oz_py_group(py, OZ_EXPR_ANY, (oz_expr_id[]){a, b}, 2);
}

oz_expr_id oz_py_not(struct oz_py *py, oz_expr_id a)
{
    const struct oz_expr_node *node;

    if (!py->fine) {
        return OZ_NONE;
    }
    node = oz_expr_node(py->expr, a);
    if (is_bool(py, a, true) || is_bool(py, a, false)) {
        return oz_py_built(py, oz_expr_bool(py->expr, is_bool(py, a, false)));
    }
    if (node->kind == OZ_EXPR_NOT &&
        oz_expr_is_truth(py->expr, py->expr->children[node->first])) {
        return py->expr->children[node->first];
    }
    return oz_py_built(py, oz_expr_not(py->expr, a));
}

/* Branches that are true or false become groups, which the index understands. */
oz_expr_id oz_py_choose(struct oz_py *py, oz_expr_id condition, oz_expr_id then,
                        oz_expr_id otherwise)
{
    if (!py->fine) {
        return OZ_NONE;
    }
    if (then == otherwise && oz_expr_node(py->expr, condition)->fails == 0 &&
        oz_expr_node(py->expr, condition)->levels == 0) {
        return then;
    }
    if (is_bool(py, condition, true) || is_bool(py, condition, false)) {
        return is_bool(py, condition, true) ? then : otherwise;
    }
    if (!oz_expr_is_truth(py->expr, then) || !oz_expr_is_truth(py->expr, otherwise)) {
        return oz_py_built(py, oz_expr_if(py->expr, condition, then, otherwise));
    }
    if (is_bool(py, then, false)) {
        return oz_py_all(py, oz_py_not(py, condition), otherwise);
    }
    if (is_bool(py, otherwise, false)) {
        return oz_py_all(py, condition, then);
    }
    if (is_bool(py, then, true)) {
        return oz_py_any(py, condition, otherwise);
    }
    if (is_bool(py, otherwise, true)) {
        return oz_py_any(py, oz_py_not(py, condition), then);
    }
    return oz_py_built(py, oz_expr_if(py->expr, condition, then, otherwise));
}

/* `first` for what it may raise, then the value of `second`. */
oz_expr_id oz_py_then(struct oz_py *py, oz_expr_id first, oz_expr_id second)
{
    const struct oz_expr_node *node;

    if (!py->fine) {
        return OZ_NONE;
    }
    node = oz_expr_node(py->expr, first);
    if (node->fails == 0 && node->levels == 0) {
        return second;
    }
    return oz_py_call2(py, OZ_FN_SEQUENCE, first, second);
}

oz_expr_id oz_py_native(struct oz_py *py, const char *name)
{
    return oz_py_call1(py, OZ_FN_NATIVE, oz_py_word(py, name));
}

oz_expr_id oz_py_apply(struct oz_py *py, const char *native, const oz_expr_id *args,
                       uint32_t count)
{
    oz_expr_id *all = oz_arena_array(py->arena, count + (size_t)1, sizeof *all);

    if (all == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    all[0] = oz_py_native(py, native);
    for (uint32_t i = 0; i < count; i++) {
        all[i + 1] = args[i];
    }
    return call(py, OZ_FN_APPLY, all, count + 1);
}

bool oz_py_is_check(const struct oz_py *py, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, id);

    return node->kind == OZ_EXPR_CALL &&
           (node->op == OZ_FN_HAS_KEY || node->op == OZ_FN_IS_MAPPING ||
            node->op == OZ_FN_IS_STRING || node->op == OZ_FN_IS_HASHABLE);
}

bool oz_py_is_cheap(const struct oz_py *py, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, id);

    switch ((enum oz_expr_kind)node->kind) {
    case OZ_EXPR_CONST:
    case OZ_EXPR_FIELD:
        return true;
    case OZ_EXPR_TEST:
    case OZ_EXPR_NOT:
    case OZ_EXPR_ALL:
    case OZ_EXPR_ANY:
    case OZ_EXPR_ONLY_ONE:
    case OZ_EXPR_NO_ONE:
    case OZ_EXPR_ELEMENTS:
        return node->levels == 0 && node->fails == 0;
    case OZ_EXPR_IF:
        return false;
    case OZ_EXPR_CALL:
        break;
    }
    switch (node->op) {
    case OZ_FN_DEFAULT:
    case OZ_FN_FIRST:
        for (uint32_t i = 0; i < node->count; i++) {
            if (!oz_py_is_cheap(py, py->expr->children[node->first + i])) {
                return false;
            }
        }
        return true;
    case OZ_FN_EVENT:
    case OZ_FN_KNOWN:
    case OZ_FN_NATIVE:
    case OZ_FN_MODULE:
    case OZ_FN_BUILTIN_CLASS:
    case OZ_FN_REGEX:
        return true;
    default:
        return false;
    }
}

static bool is_empty_dict(const struct oz_py *py, oz_expr_id id)
{
    return oz_py_is_call(py, id, OZ_FN_DICT) && oz_expr_node(py->expr, id)->count == 0;
}

const struct oz_expr_node *oz_py_field(const struct oz_py *py, oz_expr_id id)
{
    const struct oz_expr_node *node;

    if (id == OZ_NONE) {
        return NULL;
    }
    node = oz_expr_node(py->expr, id);
    if ((oz_py_is_call(py, id, OZ_FN_DEFAULT) ||
         (oz_py_is_call(py, id, OZ_FN_FIRST) && node->count == 2)) &&
        is_empty_dict(py, py->expr->children[node->first + 1])) {
        node = oz_expr_child(py->expr, node, 0);
    }
    return node->kind == OZ_EXPR_FIELD && !py->expr->paths[node->data].exact ? node
                                                                             : NULL;
}

/* The text of a path is its identity: names that are no plain words are quoted. */
static bool path_text(struct oz_py *py, ounce_str before, ounce_str name,
                      ounce_str *out)
{
    struct oz_buf buf;
    bool plain = name.size > 0;

    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i];

        plain = plain && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          c == '_' || (c >= '0' && c <= '9'));
    }
    oz_buf_init(&buf, py->arena->alloc);
    oz_buf_str(&buf, before);
    if (plain) {
        oz_buf_text(&buf, before.size > 0 ? "." : "");
        oz_buf_str(&buf, name);
    } else {
        oz_buf_char(&buf, '[');
        oz_buf_json(&buf, name.data, name.size);
        oz_buf_char(&buf, ']');
    }
    plain = !buf.failed && oz_arena_text(py->expr->arena, buf.data, buf.size, out);
    oz_buf_finish(&buf);
    return plain;
}

static oz_expr_id longer(struct oz_py *py, uint32_t level, const struct oz_path *path,
                         ounce_str name)
{
    uint32_t count = path == NULL ? 0 : path->count;
    struct oz_segment *segments =
        oz_arena_array(py->expr->arena, count + (size_t)1, sizeof *segments);
    struct oz_path out = {segments, count + 1, {NULL, 0}, false};

    if (segments == NULL ||
        !path_text(py, count > 0 ? path->text : (ounce_str){NULL, 0}, name,
                   &out.text)) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 0; i < count; i++) {
        segments[i] = path->segments[i];
    }
    segments[count] = (struct oz_segment){OZ_SEGMENT_NAME, 0, name};
    return oz_py_built(py, oz_expr_field(py->expr, level, &out));
}

oz_expr_id oz_py_member(struct oz_py *py, oz_expr_id field, ounce_str name)
{
    const struct oz_expr_node *node = oz_py_field(py, field);

    return node == NULL ? longer(py, 0, NULL, name)
                        : longer(py, node->level, &py->expr->paths[node->data], name);
}

static oz_expr_id path_of(struct oz_py *py, ounce_str dotted, bool exact)
{
    const char *problem;
    size_t where;
    struct oz_path path;

    switch (oz_path_parse(py->expr->arena, dotted, &path, &problem, &where)) {
    case OZ_PATH_OK:
        path.exact = exact;
        return oz_py_built(py, oz_expr_field(py->expr, 0, &path));
    case OZ_PATH_BAD:
        break;
    case OZ_PATH_NOMEM:
        return oz_py_built(py, OZ_NONE);
    }
    return OZ_NONE;
}

oz_expr_id oz_py_path(struct oz_py *py, ounce_str dotted)
{
    return path_of(py, dotted, false);
}

oz_expr_id oz_py_exact(struct oz_py *py, ounce_str dotted)
{
    return path_of(py, dotted, true);
}
