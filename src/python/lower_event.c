/* lower_event.c — methods of the event, and of what hangs below it → fields.
 *
 *     event.get("a", {}).get("b")          =>   sequence(is_mapping(default(a, dict()),
 * "get"), a.b) event.deep_get("a", "b", default="") =>   first(a.b, "")
 */
#include "base/str.h"
#include "python/lower.h"

static oz_ast_id child(const struct oz_py_scope *scope, const struct oz_ast_node *node,
                       uint32_t index)
{
    return oz_ast_child(&scope->module->ast, node, index);
}

static const struct oz_ast_node *argument(const struct oz_py_scope *scope,
                                          const struct oz_ast_node *call, uint32_t n)
{
    return oz_ast_node(&scope->module->ast, child(scope, call, n + 1));
}

/* A key that is a constant text, perhaps by its name. */
static bool constant_key(struct oz_py *py, struct oz_py_scope *scope, oz_ast_id id,
                         ounce_str *key)
{
    const ounce_value *value = oz_py_constant(py, oz_py_value(py, scope, id));

    if (!py->fine || value == NULL || value->kind != OUNCE_TEXT) {
        return false;
    }
    *key = (ounce_str){value->text, value->size};
    return true;
}

static bool is_text(const struct oz_ast_node *node)
{
    return node->kind == OZ_AST_CONSTANT && node->op == OZ_AST_STR;
}

/* str() of an event's values and of constants raises nothing. */
static bool is_text_of_fields(const struct oz_py *py, const struct oz_expr_node *node)
{
    bool all = node->kind == OZ_EXPR_CALL && node->op == OZ_FN_STR;

    for (uint32_t i = 0; all && i < node->count; i++) {
        uint8_t kind = oz_expr_child(py->expr, node, i)->kind;

        all = kind == OZ_EXPR_CONST || kind == OZ_EXPR_FIELD;
    }
    return all;
}

bool oz_py_is_harmless(const struct oz_py *py, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, id);

    return oz_py_is_cheap(py, id) || is_text_of_fields(py, node) ||
           (node->kind == OZ_EXPR_CALL && node->count == 0 &&
            (node->op == OZ_FN_DICT || node->op == OZ_FN_LIST ||
             node->op == OZ_FN_SET || node->op == OZ_FN_TUPLE));
}

static bool is_none(const struct oz_py *py, oz_expr_id id)
{
    const ounce_value *value = oz_py_constant(py, id);

    return value != NULL && value->kind == OUNCE_NULL;
}

oz_expr_id oz_py_get(struct oz_py *py, oz_expr_id receiver, ounce_str name,
                     oz_expr_id otherwise)
{
    oz_expr_id field = oz_py_member(py, receiver, name);
    oz_expr_id value = !py->fine || is_none(py, otherwise)
                           ? field
                           : oz_py_call2(py, OZ_FN_DEFAULT, field, otherwise);

    if (!py->fine || oz_py_is_call(py, receiver, OZ_FN_EVENT)) {
        return value;
    }
    return oz_py_then(
        py, oz_py_call2(py, OZ_FN_IS_MAPPING, receiver, oz_py_word(py, "get")), value);
}

/* get("name") and get("name", default). */
static oz_expr_id get(struct oz_py *py, struct oz_py_scope *scope, oz_expr_id receiver,
                      const struct oz_ast_node *call)
{
    oz_expr_id otherwise = oz_py_none(py);

    if (call->count < 2 || call->count > 3 || !is_text(argument(scope, call, 0))) {
        return OZ_NONE;
    }
    if (call->count == 3) {
        const struct oz_ast_node *last = argument(scope, call, 1);

        if (last->kind == OZ_AST_STARRED ||
            (last->kind == OZ_AST_KEYWORD && !oz_str_is(last->text, "default"))) {
            return OZ_NONE;
        }
        otherwise = oz_py_value(py, scope,
                                last->kind == OZ_AST_KEYWORD ? child(scope, last, 0)
                                                             : child(scope, call, 2));
    }
    return py->fine && oz_py_is_harmless(py, otherwise)
               ? oz_py_get(py, receiver, argument(scope, call, 0)->text, otherwise)
               : OZ_NONE;
}

/* A default that the rest of the keys may not be looked up in. */
static bool ends_walk(const struct oz_py *py, oz_expr_id otherwise)
{
    return oz_py_is_harmless(py, otherwise) &&
           !oz_py_is_call(py, otherwise, OZ_FN_EVENT) &&
           (oz_py_constant(py, otherwise) != NULL ||
            oz_expr_node(py->expr, otherwise)->kind == OZ_EXPR_CALL);
}

static bool may_be_key(const struct oz_ast_node *node)
{
    return is_text(node) || node->kind == OZ_AST_NAME || node->kind == OZ_AST_ATTRIBUTE;
}

static oz_expr_id deep_get(struct oz_py *py, struct oz_py_scope *scope,
                           oz_expr_id receiver, const struct oz_ast_node *call,
                           uint32_t first)
{
    oz_expr_id field = receiver;
    oz_expr_id otherwise = oz_py_none(py);
    uint32_t keys = 0;

    for (uint32_t i = first; i + 1 < call->count && py->fine; i++) {
        const struct oz_ast_node *node = argument(scope, call, i);
        ounce_str key;

        if (node->kind == OZ_AST_KEYWORD && oz_str_is(node->text, "default")) {
            otherwise = oz_py_value(py, scope, child(scope, node, 0));
        } else if (may_be_key(node) &&
                   constant_key(py, scope, child(scope, call, i + 1), &key)) {
            field = oz_py_member(py, field, key);
            keys++;
        } else {
            return OZ_NONE;
        }
    }
    if (!py->fine || keys == 0 || !ends_walk(py, otherwise)) {
        return OZ_NONE;
    }
    return is_none(py, otherwise) ? field
                                  : oz_py_call2(py, OZ_FN_FIRST, field, otherwise);
}

/* startswith and endswith of one text or a tuple of them. */
static oz_expr_id affix(struct oz_py *py, struct oz_py_scope *scope,
                        oz_expr_id receiver, const struct oz_ast_node *attribute,
                        enum oz_operator op, const struct oz_ast_node *call)
{
    const struct oz_ast_node *node;
    uint32_t count;
    ounce_value *values;

    if (call->count != 2 || !oz_py_is_cheap(py, receiver)) {
        return OZ_NONE;
    }
    node = argument(scope, call, 0);
    if (!is_text(node) && node->kind != OZ_AST_TUPLE) {
        return OZ_NONE;
    }
    count = node->kind == OZ_AST_TUPLE ? node->count : 1;
    values = oz_arena_array(py->arena, count, sizeof *values);
    if (values == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct oz_ast_node *text =
            node->kind == OZ_AST_TUPLE
                ? oz_ast_node(&scope->module->ast, child(scope, node, i))
                : node;

        if (!is_text(text)) {
            return OZ_NONE;
        }
        memset(&values[i], 0, sizeof values[i]);
        values[i].kind = OUNCE_TEXT;
        values[i].text = text->text.size > 0 ? text->text.data : "";
        values[i].size = text->text.size;
    }
    return oz_py_all(
        py, oz_py_call2(py, OZ_FN_IS_STRING, receiver, oz_py_str(py, attribute->text)),
        oz_py_built(py, oz_expr_test(py->expr, op, false, receiver, values, count)));
}

oz_expr_id oz_py_deep_get(struct oz_py *py, struct oz_py_scope *scope,
                          const struct oz_ast_node *call)
{
    oz_expr_id from;

    if (call->count < 2 || argument(scope, call, 0)->kind == OZ_AST_KEYWORD ||
        argument(scope, call, 0)->kind == OZ_AST_STARRED) {
        return OZ_NONE;
    }
    from = oz_py_value(py, scope, child(scope, call, 1));
    return py->fine && oz_py_is_call(py, from, OZ_FN_EVENT)
               ? deep_get(py, scope, from, call, 1)
               : OZ_NONE;
}

oz_expr_id oz_py_event_method(struct oz_py *py, struct oz_py_scope *scope,
                              oz_expr_id receiver, const struct oz_ast_node *attribute,
                              const struct oz_ast_node *call)
{
    bool event = oz_py_is_call(py, receiver, OZ_FN_EVENT);
    bool field = event || oz_py_field(py, receiver) != NULL;

    if (field && oz_str_is(attribute->text, "get")) {
        return get(py, scope, receiver, call);
    }
    if (event && oz_str_is(attribute->text, "deep_get")) {
        return deep_get(py, scope, receiver, call, 0);
    }
    if (event &&
        (oz_str_is(attribute->text, "udm") || oz_str_is(attribute->text, "udm_path"))) {
        return oz_py_udm(py, scope, call, attribute->text.size > 3);
    }
    if (oz_str_is(attribute->text, "startswith")) {
        return affix(py, scope, receiver, attribute, OZ_OP_PREFIX, call);
    }
    if (oz_str_is(attribute->text, "endswith")) {
        return affix(py, scope, receiver, attribute, OZ_OP_SUFFIX, call);
    }
    return OZ_NONE;
}

/* ---- data models ---- */

/* Does the event's log type have this model? */
static oz_expr_id is_of(struct oz_py *py, const struct oz_py_model *model)
{
    ounce_value *values =
        oz_arena_array(py->arena, model->log_type_count, sizeof *values);

    if (values == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 0; i < model->log_type_count; i++) {
        memset(&values[i], 0, sizeof values[i]);
        values[i].kind = OUNCE_TEXT;
        values[i].text = model->log_types[i].data;
        values[i].size = model->log_types[i].size;
    }
    return oz_py_built(py, oz_expr_test(py->expr, OZ_OP_EQ, false,
                                        oz_py_path(py, OZ_LIT("p_log_type")), values,
                                        model->log_type_count));
}

static oz_expr_id method_value(struct oz_py *py, const struct oz_py_model *model,
                               ounce_str name)
{
    oz_expr_id event = oz_py_built(py, oz_expr_call(py->expr, OZ_FN_EVENT, NULL, 0));
    struct oz_py_definition *definition =
        model->module == NULL ? NULL : oz_py_module_find(model->module, name);
    struct oz_py_module *module = model->module;
    oz_expr_id args[2], inlined;

    definition = definition == NULL ? NULL : oz_py_follow(py, definition, &module);
    if (definition == NULL || definition->kind != OZ_PY_FUNCTION) {
        return oz_py_call2(py, OZ_FN_FAIL, oz_py_word(py, "AttributeError"),
                           oz_py_str(py, name));
    }
    inlined = oz_py_call_inline(py, module, definition->node, &event, 1);
    if (inlined != OZ_NONE || !py->fine) {
        return inlined;
    }
    args[0] = oz_py_closure(py, NULL, module, definition->node, 1);
    args[1] = event;
    return py->fine ? oz_py_built(py, oz_expr_call(py->expr, OZ_FN_APPLY, args, 1))
                    : OZ_NONE;
}

/* What a model has for a name: a path, a method, or both; empty where it has not. */
static struct oz_py_mapping find_mapping(const struct oz_py_model *model,
                                         ounce_str name)
{
    const ounce_str empty = OZ_LIT("");
    struct oz_py_mapping out = {name, empty, empty};

    for (uint32_t i = 0; i < model->mapping_count; i++) {
        if (!oz_str_equal(model->mappings[i].name, name)) {
            continue;
        }
        if (model->mappings[i].path.size > 0) {
            out.path = model->mappings[i].path;
        } else {
            out.method = model->mappings[i].method;
        }
    }
    return out;
}

/* A mapping's path is asked of the raw event, where names have one spelling. */
static oz_expr_id mapped_field(struct oz_py *py, ounce_str path)
{
    oz_expr_id field = oz_py_exact(py, path);

    return field != OZ_NONE || !py->fine
               ? field
               : oz_py_error(py, "py-unsupported", OZ_NONE,
                             "the data model's path '%.*s' is not supported",
                             OZ_STR(path));
}

static oz_expr_id mapped_value(struct oz_py *py, const struct oz_py_model *model,
                               const struct oz_py_mapping *mapping,
                               oz_expr_id otherwise)
{
    oz_expr_id field;

    if (mapping->path.size == 0) {
        return method_value(py, model, mapping->method);
    }
    field = mapped_field(py, mapping->path);
    if (mapping->method.size > 0) {
        otherwise = method_value(py, model, mapping->method);
    }
    return !py->fine || is_none(py, otherwise)
               ? field
               : oz_py_call2(py, OZ_FN_DEFAULT, field, otherwise);
}

/* The path as jsonpath_ng prints where it has found something: "a.[0].b". */
static oz_expr_id path_name(struct oz_py *py, oz_expr_id field)
{
    const struct oz_path *path = &py->expr->paths[oz_expr_node(py->expr, field)->data];
    struct oz_buf buf;
    ounce_str text = {NULL, 0};
    bool fine;

    oz_buf_init(&buf, py->arena->alloc);
    for (uint32_t i = 0; i < path->count; i++) {
        oz_buf_text(&buf, i > 0 ? "." : "");
        if (path->segments[i].kind == OZ_SEGMENT_NAME) {
            oz_buf_str(&buf, path->segments[i].name);
        } else {
            oz_path_print(path->segments, i, i + 1, &buf);
        }
    }
    fine = !buf.failed && oz_arena_text(py->expr->arena, buf.data, buf.size, &text);
    oz_buf_finish(&buf);
    return fine ? oz_py_str(py, text) : oz_py_built(py, OZ_NONE);
}

/* For udm_path: the path, where it leads to something, else the method's name. */
static oz_expr_id mapped_name(struct oz_py *py, const struct oz_py_mapping *mapping)
{
    oz_expr_id otherwise =
        mapping->method.size > 0 ? oz_py_str(py, mapping->method) : oz_py_none(py);
    oz_expr_id field;

    if (mapping->path.size == 0) {
        return otherwise;
    }
    field = mapped_field(py, mapping->path);
    return !py->fine
               ? OZ_NONE
               : oz_py_choose(py,
                              oz_py_built(py, oz_expr_test(py->expr, OZ_OP_EXISTS,
                                                           false, field, NULL, 0)),
                              path_name(py, field), otherwise);
}

/* udm_path of an event whose log type has no model. */
static oz_expr_id no_model(struct oz_py *py)
{
    oz_expr_id known = oz_py_built(py, oz_expr_bool(py->expr, false));

    for (uint32_t i = 0; i < py->model_count && py->fine; i++) {
        known = oz_py_any(py, known, is_of(py, &py->models[i]));
    }
    return !py->fine
               ? OZ_NONE
               : oz_py_choose(
                     py, known, oz_py_none(py),
                     oz_py_call2(
                         py, OZ_FN_FAIL, oz_py_word(py, "Exception"),
                         oz_py_word(
                             py, "a data model hasn't been specified for log type")));
}

/* event.udm("name"): the model of the event's log type, else p_udm.name, else name. */
oz_expr_id oz_py_udm(struct oz_py *py, struct oz_py_scope *scope,
                     const struct oz_ast_node *call, bool path)
{
    oz_expr_id otherwise = oz_py_none(py);
    oz_expr_id event = oz_py_built(py, oz_expr_call(py->expr, OZ_FN_EVENT, NULL, 0));
    ounce_str name;
    oz_expr_id out, udm;

    if (call->count < 2 || call->count > 3 || !is_text(argument(scope, call, 0)) ||
        !py->fine) {
        return OZ_NONE;
    }
    name = argument(scope, call, 0)->text;
    if (call->count == 3) {
        const struct oz_ast_node *last = argument(scope, call, 1);

        if (last->kind != OZ_AST_KEYWORD || !oz_str_is(last->text, "default")) {
            return OZ_NONE;
        }
        otherwise = oz_py_value(py, scope, child(scope, last, 0));
    }
    udm = oz_py_member(py, oz_py_member(py, event, OZ_LIT("p_udm")), name);
    out = path ? no_model(py)
               : oz_py_built(
                     py, oz_expr_call(py->expr, OZ_FN_EITHER,
                                      (oz_expr_id[]){udm, oz_py_member(py, event, name),
                                                     otherwise},
                                      3));
    for (uint32_t i = py->model_count; i-- > 0 && py->fine;) {
        const struct oz_py_mapping mapping = find_mapping(&py->models[i], name);
        oz_expr_id value;

        if (mapping.path.size == 0 && mapping.method.size == 0) {
            continue;
        }
        value = path ? mapped_name(py, &mapping)
                     : mapped_value(py, &py->models[i], &mapping, otherwise);
        if (py->fine) {
            out = oz_py_choose(py, is_of(py, &py->models[i]), value, out);
        }
    }
    return out;
}
