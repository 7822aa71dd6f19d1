/* expr.c — the pool: hash-consed nodes, interned paths, runs of constants.
 *
 * A new node is built on the stack and looked up; only what is not there yet is copied
 * into the arrays. Runs of children and constants are part of a node's identity.
 */
#include "expr/expr.h"

#include "base/str.h"

void oz_expr_init(struct oz_expr *expr, struct oz_arena *arena)
{
    memset(expr, 0, sizeof *expr);
    expr->arena = arena;
}

struct oz_program oz_program_empty(void)
{
    return (struct oz_program){OZ_NONE, OZ_NONE, OZ_NONE, OZ_NONE, OZ_NONE,
                               OZ_NONE, OZ_NONE, OZ_NONE, OZ_NONE, OZ_NONE,
                               OZ_NONE, 0,       0,       NULL,    {NULL, 0}};
}

const struct oz_place *oz_program_place(const struct oz_program *program, oz_expr_id id)
{
    uint32_t low = 0, high = program->place_count;

    while (low < high) {
        uint32_t mid = low + (high - low) / 2;

        if (program->places[mid].expr < id) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low < program->place_count && program->places[low].expr == id
               ? &program->places[low]
               : NULL;
}

static const char *const operator_names[] = {
#define OZ_OPERATOR(id, name, family, operands, sentence) name,
#include "expr/operator.def"
#undef OZ_OPERATOR
};

static const enum oz_family operator_families[] = {
#define OZ_OPERATOR(id, name, family, operands, sentence) OZ_FAMILY_##family,
#include "expr/operator.def"
#undef OZ_OPERATOR
};

static const enum oz_operands operator_operands[] = {
#define OZ_OPERATOR(id, name, family, operands, sentence) OZ_OPERANDS_##operands,
#include "expr/operator.def"
#undef OZ_OPERATOR
};

static const char *const function_names[] = {
#define OZ_FUNCTION(id, name, least, most, traits, sentence) name,
#include "expr/function.def"
#undef OZ_FUNCTION
};

static const uint8_t function_traits[] = {
#define OZ_FUNCTION(id, name, least, most, traits, sentence) traits,
#include "expr/function.def"
#undef OZ_FUNCTION
};

const char *oz_operator_name(enum oz_operator op)
{
    return operator_names[op];
}

enum oz_family oz_operator_family(enum oz_operator op)
{
    return operator_families[op];
}

enum oz_operands oz_operator_operands(enum oz_operator op)
{
    return operator_operands[op];
}

const char *oz_function_name(enum oz_function function)
{
    return function_names[function];
}

uint8_t oz_function_traits(enum oz_function function)
{
    return function_traits[function];
}

const char *oz_quantifier_name(enum oz_quantifier quantifier)
{
    static const char *const names[] = {"any_element", "all_elements", "one_element",
                                        "no_element"};

    return names[quantifier];
}

const char *oz_group_name(enum oz_expr_kind kind)
{
    switch (kind) {
    case OZ_EXPR_NOT:
        return "not";
    case OZ_EXPR_ALL:
        return "all";
    case OZ_EXPR_ANY:
        return "any";
    case OZ_EXPR_ONLY_ONE:
        return "only_one";
    case OZ_EXPR_NO_ONE:
        return "none";
    case OZ_EXPR_IF:
        return "if";
    case OZ_EXPR_CONST:
    case OZ_EXPR_FIELD:
    case OZ_EXPR_CALL:
    case OZ_EXPR_TEST:
    case OZ_EXPR_ELEMENTS:
        break;
    }
    return "";
}

bool oz_expr_is_truth(const struct oz_expr *expr, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    if (node->kind == OZ_EXPR_CONST) {
        return expr->values[node->data].kind == OUNCE_BOOL;
    }
    if (node->kind == OZ_EXPR_IF) {
        return oz_expr_is_truth(expr, expr->children[node->first + 1]) &&
               oz_expr_is_truth(expr, expr->children[node->first + 2]);
    }
    if (node->kind == OZ_EXPR_CALL && node->op == OZ_FN_SEQUENCE) {
        return oz_expr_is_truth(expr, expr->children[node->first + node->count - 1]);
    }
    return oz_expr_is_predicate(node) ||
           (node->kind == OZ_EXPR_CALL && (function_traits[node->op] & OZ_TRUTH) != 0);
}

/* Identity of constants is their spelling: 1 and 1.0 are equal but print differently.
 */
static bool same_value(const ounce_value *a, const ounce_value *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    switch ((enum ounce_kind)a->kind) {
    case OUNCE_BOOL:
    case OUNCE_INT:
        return a->integer == b->integer;
    case OUNCE_FLOAT:
        return memcmp(&a->real, &b->real, sizeof a->real) == 0;
    case OUNCE_BIG:
    case OUNCE_TEXT:
        return a->size == b->size && memcmp(a->text, b->text, a->size) == 0;
    case OUNCE_MISSING:
    case OUNCE_NULL:
    case OUNCE_LIST:
    case OUNCE_MAP:
        break;
    }
    return true;
}

static uint64_t hash_value(uint64_t hash, const ounce_value *value)
{
    hash = oz_hash_mix(hash, value->kind);
    switch ((enum ounce_kind)value->kind) {
    case OUNCE_BOOL:
    case OUNCE_INT:
        return oz_hash_mix(hash, (uint64_t)value->integer);
    case OUNCE_FLOAT:
        return oz_hash_mix(hash, oz_hash(&value->real, sizeof value->real));
    case OUNCE_BIG:
    case OUNCE_TEXT:
        return oz_hash_mix(hash, oz_hash(value->text, value->size));
    case OUNCE_MISSING:
    case OUNCE_NULL:
    case OUNCE_LIST:
    case OUNCE_MAP:
        break;
    }
    return hash;
}

/* A node that is not in the pool yet, with its runs. */
struct proto {
    struct oz_expr_node node;
    const oz_expr_id *children;
    const ounce_value *values;
};

static bool same_node(const void *owner, uint32_t id, const void *wanted)
{
    const struct oz_expr *expr = owner;
    const struct proto *proto = wanted;
    const struct oz_expr_node *a = &expr->nodes[id];
    const struct oz_expr_node *b = &proto->node;

    if (a->kind != b->kind || a->op != b->op || a->ignore_case != b->ignore_case ||
        a->level != b->level || a->count != b->count ||
        a->data_count != b->data_count) {
        return false;
    }
    if (a->kind == OZ_EXPR_FIELD && a->data != b->data) {
        return false;
    }
    if (a->count > 0 && memcmp(&expr->children[a->first], proto->children,
                               a->count * sizeof *proto->children) != 0) {
        return false;
    }
    for (uint32_t i = 0; i < a->data_count; i++) {
        if (!same_value(&expr->values[a->data + i], &proto->values[i])) {
            return false;
        }
    }
    return true;
}

static uint64_t hash_node(const struct proto *proto)
{
    const struct oz_expr_node *node = &proto->node;
    uint64_t hash =
        oz_hash_mix(node->kind, (uint64_t)node->op << 16 |
                                    (uint64_t)node->ignore_case << 8 | node->level);

    if (node->kind == OZ_EXPR_FIELD) {
        hash = oz_hash_mix(hash, node->data);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        hash = oz_hash_mix(hash, proto->children[i]);
    }
    for (uint32_t i = 0; i < node->data_count; i++) {
        hash = hash_value(hash, &proto->values[i]);
    }
    return oz_hash_mix(hash, node->count);
}

/* Append `count` items to one of the arrays; *first is where they are. */
static bool append(struct oz_expr *expr, void **items, uint32_t *used,
                   uint32_t *capacity, size_t item_size, const void *from,
                   uint32_t count, uint32_t *first)
{
    *first = *used;
    for (uint32_t i = 0; i < count; i++) {
        if (!oz_arena_grow(expr->arena, items, *used, capacity, item_size)) {
            *used = *first;
            return false;
        }
        memcpy((char *)*items + *used * item_size, (const char *)from + i * item_size,
               item_size);
        ++*used;
    }
    return true;
}

static bool append_runs(struct oz_expr *expr, struct proto *proto)
{
    struct oz_expr_node *node = &proto->node;
    void *children = expr->children;
    void *values = expr->values;
    bool fine =
        append(expr, &children, &expr->child_count, &expr->child_capacity,
               sizeof *expr->children, proto->children, node->count, &node->first);

    expr->children = children;
    if (!fine || node->data_count == 0) {
        return fine;
    }
    fine = append(expr, &values, &expr->value_count, &expr->value_capacity,
                  sizeof *expr->values, proto->values, node->data_count, &node->data);
    expr->values = values;
    return fine;
}

static bool spreads(const struct oz_expr_node *node)
{
    return node->kind == OZ_EXPR_CALL &&
           (node->op == OZ_FN_SPREAD || node->op == OZ_FN_SPREAD_NAMED);
}

/* Displays raise when something is spread into them, or for a key without a hash:
 * constants have one. */
static bool display_fails(const struct oz_expr *expr, const struct proto *proto)
{
    const struct oz_expr_node *node = &proto->node;
    uint32_t step = node->op == OZ_FN_DICT ? 2 : 1;

    for (uint32_t i = 0; i < node->count; i++) {
        if (spreads(&expr->nodes[proto->children[i]])) {
            return true;
        }
    }
    if (node->op == OZ_FN_LIST || node->op == OZ_FN_TUPLE) {
        return false;
    }
    for (uint32_t i = 0; i < node->count; i += step) {
        if (expr->nodes[proto->children[i]].kind != OZ_EXPR_CONST) {
            return true;
        }
    }
    return false;
}

/* A value that no class of a rule has made, and that so has no method to fail. */
static bool is_plain(const struct oz_expr *expr, const struct oz_expr_node *node)
{
    if (node->kind != OZ_EXPR_CALL) {
        return node->kind != OZ_EXPR_IF;
    }
    switch (node->op) {
    case OZ_FN_STR:
    case OZ_FN_TEXT:
        return true;
    case OZ_FN_DEFAULT:
    case OZ_FN_FIRST:
        for (uint32_t i = 0; i < node->count; i++) {
            if (!is_plain(expr, oz_expr_child(expr, node, i))) {
                return false;
            }
        }
        return true;
    default:
        return false;
    }
}

/* str() calls a method of an instance. */
static bool str_fails(const struct oz_expr *expr, const struct proto *proto)
{
    for (uint32_t i = 0; i < proto->node.count; i++) {
        if (!is_plain(expr, &expr->nodes[proto->children[i]])) {
            return true;
        }
    }
    return false;
}

/* May a function itself raise, whatever its arguments do? */
static bool function_fails(const struct oz_expr *expr, const struct proto *proto)
{
    switch (proto->node.op) {
    case OZ_FN_LIST:
    case OZ_FN_TUPLE:
    case OZ_FN_SET:
    case OZ_FN_DICT:
        return display_fails(expr, proto);
    case OZ_FN_STR:
        return str_fails(expr, proto);
    default:
        return (function_traits[proto->node.op] & OZ_FAILS) != 0;
    }
}

/* May the node end in an exception? */
static uint8_t fails_of(const struct oz_expr *expr, const struct proto *proto)
{
    const struct oz_expr_node *node = &proto->node;

    if (node->kind == OZ_EXPR_CALL && function_fails(expr, proto)) {
        return 1;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (expr->nodes[proto->children[i]].fails != 0) {
            return 1;
        }
    }
    return 0;
}

/* The elements a node depends on: its own, and its children's but those it binds. */
static uint64_t levels_of(const struct oz_expr *expr, const struct proto *proto)
{
    const struct oz_expr_node *node = &proto->node;
    uint64_t levels = 0;

    if (node->kind == OZ_EXPR_FIELD) {
        return node->level == 0 ? 0 : (uint64_t)1 << node->level;
    }
    if (node->kind == OZ_EXPR_CALL && (function_traits[node->op] & OZ_FRAME) != 0) {
        levels = OZ_LEVEL_FRAME;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        levels |= expr->nodes[proto->children[i]].levels;
    }
    return node->kind == OZ_EXPR_ELEMENTS ? levels & ~((uint64_t)1 << node->level)
                                          : levels;
}

static oz_expr_id add(struct oz_expr *expr, struct proto *proto)
{
    uint64_t hash;
    oz_expr_id id;
    void *nodes = expr->nodes;
    uint32_t first;
    bool fine;

    for (uint32_t i = 0; i < proto->node.count; i++) {
        if (proto->children[i] == OZ_NONE) {
            return OZ_NONE;
        }
    }
    hash = hash_node(proto);
    id = oz_table_find(&expr->node_table, hash, same_node, expr, proto);
    if (id != OZ_NONE) {
        return id;
    }
    proto->node.levels = levels_of(expr, proto);
    proto->node.fails = fails_of(expr, proto);
    if (!append_runs(expr, proto)) {
        return OZ_NONE;
    }
    fine = append(expr, &nodes, &expr->node_count, &expr->node_capacity,
                  sizeof *expr->nodes, &proto->node, 1, &first);
    expr->nodes = nodes;
    if (!fine || !oz_table_add(&expr->node_table, expr->arena, hash, first)) {
        return OZ_NONE;
    }
    return first;
}

oz_expr_id oz_expr_const(struct oz_expr *expr, ounce_value value)
{
    struct proto proto = {0};

    proto.node.kind = OZ_EXPR_CONST;
    proto.node.data_count = 1;
    proto.values = &value;
    return add(expr, &proto);
}

oz_expr_id oz_expr_bool(struct oz_expr *expr, bool value)
{
    ounce_value constant = {0};

    constant.kind = OUNCE_BOOL;
    constant.integer = value;
    return oz_expr_const(expr, constant);
}

oz_expr_id oz_expr_text(struct oz_expr *expr, ounce_str text)
{
    ounce_value constant = {0};

    constant.kind = OUNCE_TEXT;
    constant.text = text.data;
    constant.size = text.size;
    return oz_expr_const(expr, constant);
}

static bool same_path(const void *owner, uint32_t id, const void *wanted)
{
    const struct oz_expr *expr = owner;
    const struct oz_path *path = wanted;

    return expr->paths[id].exact == path->exact &&
           oz_str_equal(expr->paths[id].text, path->text);
}

static uint32_t intern_path(struct oz_expr *expr, const struct oz_path *path)
{
    uint64_t hash =
        oz_hash_mix(oz_hash(path->text.data, path->text.size), path->exact ? 1 : 0);
    uint32_t id = oz_table_find(&expr->path_table, hash, same_path, expr, path);
    void *paths = expr->paths;
    bool fine;

    if (id != OZ_NONE) {
        return id;
    }
    fine = append(expr, &paths, &expr->path_count, &expr->path_capacity,
                  sizeof *expr->paths, path, 1, &id);
    expr->paths = paths;
    if (!fine || !oz_table_add(&expr->path_table, expr->arena, hash, id)) {
        return OZ_NONE;
    }
    return id;
}

oz_expr_id oz_expr_field(struct oz_expr *expr, uint32_t level,
                         const struct oz_path *path)
{
    struct proto proto = {0};

    proto.node.kind = OZ_EXPR_FIELD;
    proto.node.level = (uint8_t)level;
    proto.node.data = intern_path(expr, path);
    return proto.node.data == OZ_NONE ? OZ_NONE : add(expr, &proto);
}

oz_expr_id oz_expr_test(struct oz_expr *expr, enum oz_operator op, bool ignore_case,
                        oz_expr_id operand, const ounce_value *values, uint32_t count)
{
    struct proto proto = {0};

    proto.node.kind = OZ_EXPR_TEST;
    proto.node.op = (uint8_t)op;
    proto.node.ignore_case = ignore_case;
    proto.node.count = 1;
    proto.node.data_count = count;
    proto.children = &operand;
    proto.values = values;
    return add(expr, &proto);
}

static oz_expr_id add_parent(struct oz_expr *expr, enum oz_expr_kind kind, uint8_t op,
                             const oz_expr_id *children, uint32_t count)
{
    struct proto proto = {0};

    proto.node.kind = (uint8_t)kind;
    proto.node.op = op;
    proto.node.count = count;
    proto.children = children;
    return add(expr, &proto);
}

oz_expr_id oz_expr_compare(struct oz_expr *expr, enum oz_operator op, bool ignore_case,
                           oz_expr_id a, oz_expr_id b)
{
    oz_expr_id operands[] = {a, b};
    struct proto proto = {0};

    proto.node.kind = OZ_EXPR_TEST;
    proto.node.op = (uint8_t)op;
    proto.node.ignore_case = ignore_case;
    proto.node.count = 2;
    proto.children = operands;
    return add(expr, &proto);
}

oz_expr_id oz_expr_not(struct oz_expr *expr, oz_expr_id child)
{
    return add_parent(expr, OZ_EXPR_NOT, 0, &child, 1);
}

oz_expr_id oz_expr_group(struct oz_expr *expr, enum oz_expr_kind kind,
                         const oz_expr_id *children, uint32_t count)
{
    return add_parent(expr, kind, 0, children, count);
}

oz_expr_id oz_expr_elements(struct oz_expr *expr, enum oz_quantifier quantifier,
                            uint32_t level, oz_expr_id list, oz_expr_id body)
{
    oz_expr_id children[] = {list, body};
    struct proto proto = {0};

    proto.node.kind = OZ_EXPR_ELEMENTS;
    proto.node.op = (uint8_t)quantifier;
    proto.node.level = (uint8_t)level;
    proto.node.count = 2;
    proto.children = children;
    return add(expr, &proto);
}

oz_expr_id oz_expr_call(struct oz_expr *expr, enum oz_function function,
                        const oz_expr_id *children, uint32_t count)
{
    return add_parent(expr, OZ_EXPR_CALL, (uint8_t)function, children, count);
}

oz_expr_id oz_expr_if(struct oz_expr *expr, oz_expr_id condition, oz_expr_id then,
                      oz_expr_id otherwise)
{
    oz_expr_id children[] = {condition, then, otherwise};

    return add_parent(expr, OZ_EXPR_IF, 0, children, 3);
}
