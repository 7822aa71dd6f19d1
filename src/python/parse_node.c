/* parse_node.c — nodes and their children, as the parser makes them.
 *
 *     push a, push b, make(CALL)   =>   node {first, 2}, children … a b
 *
 * Children wait on a stack while their parent is read, because those of one node must
 * lie side by side. Heights are kept beside the nodes: the tree is refused when it
 * grows too high, whoever walks it may then recurse.
 */
#include "python/parse.h"

#include "base/str.h"

static const char *const kind_names[OZ_AST_COUNT] = {
#define OZ_AST(id, name, shape) [OZ_AST_##id] = name,
#include "python/ast_kind.def"
#undef OZ_AST
};

const char *oz_ast_kind_name(enum oz_ast_kind kind)
{
    return kind_names[kind];
}

void oz_parse_push(struct oz_parser *parser, oz_ast_id id)
{
    void *stack = parser->stack;

    if (oz_parse_failed(parser)) {
        return;
    }
    if (!oz_arena_grow(parser->arena, &stack, parser->stack_count,
                       &parser->stack_capacity, sizeof *parser->stack)) {
        oz_parse_fail_nomem(parser);
        return;
    }
    parser->stack = stack;
    parser->stack[parser->stack_count++] = id;
}

/* Move what was pushed into the list of children. */
static bool move_children(struct oz_parser *parser, uint32_t mark)
{
    struct oz_ast *ast = parser->ast;

    for (uint32_t i = mark; i < parser->stack_count; i++) {
        void *children = ast->children;

        if (!oz_arena_grow(parser->arena, &children, ast->child_count,
                           &ast->child_capacity, sizeof *ast->children)) {
            return false;
        }
        ast->children = children;
        ast->children[ast->child_count++] = parser->stack[i];
    }
    return true;
}

static uint32_t height_of(const struct oz_parser *parser, uint32_t mark)
{
    uint32_t height = 0;

    for (uint32_t i = mark; i < parser->stack_count; i++) {
        oz_ast_id id = parser->stack[i];

        if (id != OZ_NONE && parser->heights[id] > height) {
            height = parser->heights[id];
        }
    }
    return height + 1;
}

static bool grow(struct oz_parser *parser)
{
    struct oz_ast *ast = parser->ast;
    void *nodes = ast->nodes;
    void *heights = parser->heights;

    if (!oz_arena_grow(parser->arena, &nodes, ast->node_count, &ast->node_capacity,
                       sizeof *ast->nodes)) {
        return false;
    }
    ast->nodes = nodes;
    if (!oz_arena_grow(parser->arena, &heights, ast->node_count,
                       &parser->height_capacity, sizeof *parser->heights)) {
        return false;
    }
    parser->heights = heights;
    return true;
}

static bool within_limits(struct oz_parser *parser, const struct oz_token *at,
                          uint32_t height)
{
    const struct oz_ast_limits *limits = parser->limits;

    if (parser->ast->node_count >= limits->max_nodes) {
        oz_parse_fail_limit(parser, at, "the tree has more than max_nodes, %lu nodes",
                            (unsigned long)limits->max_nodes);
    } else if (height > limits->max_depth) {
        oz_parse_fail_limit(parser, at, "the tree is higher than max_depth, %lu levels",
                            (unsigned long)limits->max_depth);
    }
    return !oz_parse_failed(parser);
}

static oz_ast_id add_node(struct oz_parser *parser, enum oz_ast_kind kind,
                          const struct oz_token *at, uint32_t mark)
{
    struct oz_ast *ast = parser->ast;
    const uint32_t height = height_of(parser, mark);
    struct oz_ast_node node = {.kind = (uint8_t)kind,
                               .line = at->line,
                               .column = at->column,
                               .first = ast->child_count,
                               .count = parser->stack_count - mark};

    if (!within_limits(parser, at, height)) {
        return OZ_NONE;
    }
    if (!grow(parser) || !move_children(parser, mark)) {
        oz_parse_fail_nomem(parser);
        return OZ_NONE;
    }
    ast->nodes[ast->node_count] = node;
    parser->heights[ast->node_count] = height;
    return ast->node_count++;
}

oz_ast_id oz_parse_make(struct oz_parser *parser, enum oz_ast_kind kind,
                        const struct oz_token *at, uint32_t mark)
{
    oz_ast_id id = OZ_NONE;

    if (!oz_parse_failed(parser)) {
        id = add_node(parser, kind, at, mark);
    }
    parser->stack_count = mark < parser->stack_count ? mark : parser->stack_count;
    return id;
}

oz_ast_id oz_parse_leaf(struct oz_parser *parser, enum oz_ast_kind kind,
                        const struct oz_token *at)
{
    return oz_parse_make(parser, kind, at, parser->stack_count);
}

oz_ast_id oz_parse_one(struct oz_parser *parser, enum oz_ast_kind kind,
                       const struct oz_token *at, oz_ast_id child)
{
    const uint32_t mark = parser->stack_count;

    oz_parse_push(parser, child);
    return oz_parse_make(parser, kind, at, mark);
}

oz_ast_id oz_parse_two(struct oz_parser *parser, enum oz_ast_kind kind,
                       const struct oz_token *at, oz_ast_id a, oz_ast_id b)
{
    const uint32_t mark = parser->stack_count;

    oz_parse_push(parser, a);
    oz_parse_push(parser, b);
    return oz_parse_make(parser, kind, at, mark);
}

oz_ast_id oz_parse_set_op(struct oz_parser *parser, oz_ast_id id, unsigned op)
{
    if (id != OZ_NONE) {
        parser->ast->nodes[id].op = (uint8_t)op;
    }
    return id;
}

oz_ast_id oz_parse_set_text(struct oz_parser *parser, oz_ast_id id, ounce_str text)
{
    if (id != OZ_NONE) {
        parser->ast->nodes[id].text = text;
    }
    return id;
}

oz_ast_id oz_parse_set_extra(struct oz_parser *parser, oz_ast_id id, ounce_str extra)
{
    if (id != OZ_NONE) {
        parser->ast->nodes[id].extra = extra;
    }
    return id;
}

oz_ast_id oz_parse_unsupported(struct oz_parser *parser, const struct oz_token *at,
                               const char *feature)
{
    const ounce_str text = {feature, strlen(feature)};

    return oz_parse_set_text(parser, oz_parse_leaf(parser, OZ_AST_UNSUPPORTED, at),
                             text);
}

enum oz_ast_kind oz_parse_kind(const struct oz_parser *parser, oz_ast_id id)
{
    return id == OZ_NONE ? OZ_AST_COUNT : (enum oz_ast_kind)parser->ast->nodes[id].kind;
}
