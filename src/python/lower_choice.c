/* lower_choice.c — a lookup in a dict of constants → a choice between its values.
 *
 *     {"A": f, "B": g, "C": g}.get(k)   =>   sequence(is_hashable(k),
 *                                              if(eq(k, "A"), f,
 *                                                if(in(k, ["B", "C"]), g, null)))
 *
 * What a rule asks of the value it finds is then asked of the key: `if not f: return
 * False` is in(k, ["A", "B", "C"]), which other rules may share and which may guard.
 */
#include "base/str.h"
#include "python/lower.h"

#define MOST_KEYS   512
#define MOST_VALUES 64 /* different ones: so deep the choice nests */

/* ---- which dicts ---- */

static bool all_constants(const struct oz_py *py, const struct oz_expr_node *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        if (oz_expr_child(py->expr, node, i)->kind != OZ_EXPR_CONST) {
            return false;
        }
    }
    return true;
}

/* What can be made anew wherever it is used: nobody sees the difference. */
static bool is_plain_value(const struct oz_py *py, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, id);

    return oz_py_is_cheap(py, id) ||
           (oz_py_is_call(py, id, OZ_FN_FUNCTION) && node->count == 1) ||
           (oz_py_is_call(py, id, OZ_FN_TUPLE) && all_constants(py, node));
}

static const ounce_value *key_at(const struct oz_py *py, oz_expr_id table, uint32_t i)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, table);

    return oz_py_constant(py, py->expr->children[node->first + 2 * i]);
}

static oz_expr_id value_at(const struct oz_py *py, oz_expr_id table, uint32_t i)
{
    return py->expr->children[oz_expr_node(py->expr, table)->first + 2 * i + 1];
}

/* Of keys that are equal the last one counts. */
static bool is_hidden(const struct oz_py *py, oz_expr_id table, uint32_t i)
{
    uint32_t count = oz_expr_node(py->expr, table)->count / 2;

    for (uint32_t k = i + 1; k < count; k++) {
        if (oz_py_same_key(key_at(py, table, i), key_at(py, table, k))) {
            return true;
        }
    }
    return false;
}

/* List the different values; MOST_VALUES + 1: too many. */
static uint32_t distinct_values(const struct oz_py *py, oz_expr_id table,
                                oz_expr_id out[MOST_VALUES])
{
    uint32_t count = oz_expr_node(py->expr, table)->count / 2, used = 0;

    for (uint32_t i = 0; i < count; i++) {
        oz_expr_id value = value_at(py, table, i);
        uint32_t k = 0;

        while (k < used && out[k] != value) {
            k++;
        }
        if (k == MOST_VALUES) {
            return MOST_VALUES + 1;
        }
        out[k] = value;
        used += k == used ? 1 : 0;
    }
    return used;
}

bool oz_py_is_table(const struct oz_py *py, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, id);
    oz_expr_id values[MOST_VALUES];

    if (!oz_py_is_call(py, id, OZ_FN_DICT) || node->count == 0 ||
        node->count % 2 != 0 || node->count / 2 > MOST_KEYS) {
        return false;
    }
    for (uint32_t i = 0; i < node->count / 2; i++) {
        const ounce_value *key = key_at(py, id, i);

        if (key == NULL || key->kind > OUNCE_TEXT ||
            !is_plain_value(py, value_at(py, id, i))) {
            return false;
        }
    }
    return distinct_values(py, id, values) <= MOST_VALUES;
}

/* The dict that an expression is, or that a name of a module stands for. */
static oz_expr_id table_of(struct oz_py *py, struct oz_py_scope *scope,
                           oz_ast_id source, oz_expr_id value)
{
    struct oz_py_module *module;
    uint32_t keys;

    if (oz_py_is_call(py, value, OZ_FN_GLOBAL)) {
        if (oz_py_keys_of(py, scope, source, &module) == NULL || !py->fine) {
            return OZ_NONE;
        }
        value = py->expr->children[oz_expr_node(py->expr, value)->first + 1];
    }
    if (py->looked > OZ_PY_MOST_LOOKED || !oz_py_is_table(py, value)) {
        return OZ_NONE;
    }
    keys = oz_expr_node(py->expr, value)->count / 2;
    py->looked += keys * keys / 8 + keys; /* each is compared with those behind it */
    return value;
}

/* ---- the choice ---- */

static oz_expr_id find_constant(const struct oz_py *py, oz_expr_id table,
                                const ounce_value *key, oz_expr_id otherwise)
{
    for (uint32_t i = oz_expr_node(py->expr, table)->count / 2; i-- > 0;) {
        if (oz_py_same_key(key, key_at(py, table, i))) {
            return value_at(py, table, i);
        }
    }
    return otherwise;
}

/* Is the key one of those with this value? */
static oz_expr_id has_value(struct oz_py *py, oz_expr_id table, oz_expr_id key,
                            oz_expr_id value)
{
    uint32_t count = oz_expr_node(py->expr, table)->count / 2, used = 0;
    ounce_value *keys = oz_arena_array(py->arena, count, sizeof *keys);

    if (keys == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (value_at(py, table, i) == value && !is_hidden(py, table, i)) {
            keys[used++] = *key_at(py, table, i);
        }
    }
    return used > 0 ? oz_py_equals_any(py, key, keys, used)
                    : oz_py_built(py, oz_expr_bool(py->expr, false));
}

static oz_expr_id choice(struct oz_py *py, oz_expr_id table, oz_expr_id key,
                         oz_expr_id otherwise)
{
    const ounce_value *constant = oz_py_constant(py, key);
    oz_expr_id values[MOST_VALUES];
    uint32_t count;

    if (constant != NULL && constant->kind <= OUNCE_TEXT) {
        return find_constant(py, table, constant, otherwise);
    }
    count = distinct_values(py, table, values);
    while (count-- > 0 && py->fine) {
        oz_expr_id test = has_value(py, table, key, values[count]);

        otherwise = oz_py_choose(py, test, values[count], otherwise);
    }
    return py->fine ? otherwise : OZ_NONE;
}

oz_expr_id oz_py_behind_check(struct oz_py *py, oz_expr_id id, oz_expr_id *check)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, id);

    *check = OZ_NONE;
    if (!oz_py_is_call(py, id, OZ_FN_SEQUENCE) || node->count != 2 ||
        !oz_py_is_check(py, py->expr->children[node->first])) {
        return id;
    }
    *check = py->expr->children[node->first];
    return py->expr->children[node->first + 1];
}

oz_expr_id oz_py_checked(struct oz_py *py, oz_expr_id check, oz_expr_id value)
{
    if (check == OZ_NONE || !py->fine) {
        return py->fine ? value : OZ_NONE;
    }
    return oz_expr_is_truth(py->expr, value) ? oz_py_all(py, check, value)
                                             : oz_py_then(py, check, value);
}

/* dict[key], or get(key, missing). Without the key the dict itself says so; a key
 * without a hash is not among its own. */
static oz_expr_id look_up(struct oz_py *py, oz_expr_id dict, oz_expr_id table,
                          oz_expr_id key, oz_expr_id missing)
{
    oz_expr_id hash = missing != OZ_NONE && !oz_py_has_hash(py, key)
                          ? oz_py_call1(py, OZ_FN_IS_HASHABLE, key)
                          : OZ_NONE;

    return oz_py_checked(
        py, hash,
        choice(py, table, key,
               missing != OZ_NONE ? missing : oz_py_call2(py, OZ_FN_ITEM, dict, key)));
}

/* The key is looked at more than once. One that takes long gets a slot, if that saves
 * making the dict; OZ_NONE with py->fine: it does not. */
static oz_expr_id look_up_once(struct oz_py *py, struct oz_py_scope *scope,
                               oz_expr_id dict, oz_expr_id table, oz_expr_id key,
                               oz_expr_id missing)
{
    oz_expr_id check, inside = oz_py_behind_check(py, key, &check);
    uint32_t slot;

    if (!py->fine) {
        return OZ_NONE;
    }
    if (oz_py_is_cheap(py, inside)) {
        return oz_py_checked(py, check, look_up(py, dict, table, inside, missing));
    }
    if (dict != table) {
        return OZ_NONE;
    }
    slot = scope->frame->locals++;
    return oz_py_call2(py, OZ_FN_SEQUENCE, oz_py_set_slot(py, slot, key),
                       look_up(py, dict, table, oz_py_slot(py, slot), missing));
}

oz_expr_id oz_py_table_item(struct oz_py *py, struct oz_py_scope *scope,
                            oz_ast_id source, oz_expr_id value, oz_expr_id key)
{
    oz_expr_id table = table_of(py, scope, source, value);

    return table == OZ_NONE || !py->fine
               ? OZ_NONE
               : look_up_once(py, scope, value, table, key, OZ_NONE);
}

static bool is_plain_argument(const struct oz_ast *ast, const struct oz_ast_node *call,
                              uint32_t index)
{
    uint8_t kind = oz_ast_node(ast, oz_ast_child(ast, call, index))->kind;

    return kind != OZ_AST_STARRED && kind != OZ_AST_KEYWORD;
}

oz_expr_id oz_py_table_get(struct oz_py *py, struct oz_py_scope *scope,
                           oz_ast_id source, oz_expr_id value,
                           const struct oz_ast_node *call)
{
    const struct oz_ast *ast = &scope->module->ast;
    oz_expr_id table = table_of(py, scope, source, value);
    oz_expr_id key, missing;

    if (table == OZ_NONE || !py->fine || call->count < 2 || call->count > 3 ||
        !is_plain_argument(ast, call, 1) ||
        !is_plain_argument(ast, call, call->count - 1)) {
        return OZ_NONE;
    }
    key = oz_py_value(py, scope, oz_ast_child(ast, call, 1));
    missing = call->count == 3 ? oz_py_value(py, scope, oz_ast_child(ast, call, 2))
                               : oz_py_none(py);
    return py->fine && oz_py_is_harmless(py, missing)
               ? look_up_once(py, scope, value, table, key, missing)
               : OZ_NONE;
}

/* ---- its uses ---- */

bool oz_py_is_choice(const struct oz_py *py, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, id);

    for (uint32_t i = 0; i < MOST_VALUES && node->kind == OZ_EXPR_IF; i++) {
        oz_expr_id condition = py->expr->children[node->first];

        if (oz_expr_node(py->expr, condition)->kind != OZ_EXPR_TEST ||
            !oz_py_is_cheap(py, condition) ||
            !is_plain_value(py, py->expr->children[node->first + 1])) {
            return false;
        }
        id = py->expr->children[node->first + 2];
        node = oz_expr_node(py->expr, id);
    }
    return is_plain_value(py, id);
}

bool oz_py_has_function(const struct oz_py *py, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, id);

    while (node->kind == OZ_EXPR_IF) {
        if (oz_py_is_call(py, py->expr->children[node->first + 1], OZ_FN_FUNCTION)) {
            return true;
        }
        id = py->expr->children[node->first + 2];
        node = oz_expr_node(py->expr, id);
    }
    return oz_py_is_call(py, id, OZ_FN_FUNCTION);
}

/* The truth of what is the same for every event, or true or false anyway. */
static oz_expr_id known_truth(struct oz_py *py, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, id);
    const ounce_value *value = oz_py_constant(py, id);

    if (oz_expr_is_truth(py->expr, id)) {
        return id;
    }
    if (value != NULL && (value->kind == OUNCE_NULL || value->kind == OUNCE_TEXT ||
                          value->kind == OUNCE_INT)) {
        bool some = value->kind == OUNCE_TEXT ? value->size > 0 : value->integer != 0;

        return oz_py_built(py,
                           oz_expr_bool(py->expr, value->kind != OUNCE_NULL && some));
    }
    if (oz_py_is_call(py, id, OZ_FN_FUNCTION)) {
        return oz_py_built(py, oz_expr_bool(py->expr, true));
    }
    return oz_py_is_call(py, id, OZ_FN_TUPLE) && all_constants(py, node)
               ? oz_py_built(py, oz_expr_bool(py->expr, node->count > 0))
               : OZ_NONE;
}

static oz_expr_id truth_of_choice(struct oz_py *py, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, id);
    oz_expr_id condition, then, otherwise;

    if (node->kind != OZ_EXPR_IF) {
        return known_truth(py, id);
    }
    condition = py->expr->children[node->first];
    then = known_truth(py, py->expr->children[node->first + 1]);
    otherwise = py->expr->children[oz_expr_node(py->expr, id)->first + 2];
    otherwise = then == OZ_NONE ? OZ_NONE : truth_of_choice(py, otherwise);
    return otherwise == OZ_NONE ? OZ_NONE
                                : oz_py_choose(py, condition, then, otherwise);
}

/* any(eq(k, "A"), eq(k, "B"))   =>   in(k, ["A", "B"]) */
static oz_expr_id joined(struct oz_py *py, oz_expr_id any)
{
    const struct oz_expr_node *node = oz_expr_node(py->expr, any);
    oz_expr_id *ids = oz_arena_array(py->arena, node->count, sizeof *ids);
    oz_expr_id out;

    if (ids == NULL) {
        return oz_py_built(py, OZ_NONE);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        ids[i] = py->expr->children[node->first + i];
    }
    out = node->kind == OZ_EXPR_ANY ? oz_py_join_tests(py, ids, node->count) : any;
    return out == OZ_NONE && py->fine ? any : out;
}

oz_expr_id oz_py_truth_of(struct oz_py *py, oz_expr_id id)
{
    oz_expr_id check, truth, inside;

    if (!py->fine || oz_expr_is_truth(py->expr, id)) {
        return id;
    }
    inside = oz_py_behind_check(py, id, &check);
    if (!oz_py_is_choice(py, inside)) {
        return id;
    }
    truth = truth_of_choice(py, inside);
    return truth == OZ_NONE ? (py->fine ? id : OZ_NONE)
                            : oz_py_checked(py, check, joined(py, truth));
}
