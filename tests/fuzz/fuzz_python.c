/* fuzz_python.c — any bytes as a Python module: a tree, or a mistake with a place.
 *
 * The first byte chooses the limits and when memory runs out. Beyond not crashing it is
 * checked that a tree is one (children before parents, none shared, no higher than the
 * limit), that its texts are UTF-8, and that a mistake is told once and has a place.
 */
#include "base/utf8.h"
#include "python/ast.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct memory {
    uint64_t left; /* calls before it runs out */
};

static void *resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    struct memory *memory = ctx;

    (void)old_size;
    if (new_size == 0) {
        free(ptr);
        return NULL;
    }
    if (memory->left == 0) {
        return NULL;
    }
    memory->left--;
    return realloc(ptr, new_size);
}

static void must(bool truth, const char *what)
{
    if (!truth) {
        fprintf(stderr, "fuzz_python: not true: %s\n", what);
        abort();
    }
}

/* `depth`: levels that it may still have. */
static void check_node(const struct oz_ast *ast, oz_ast_id id, uint8_t *seen,
                       uint32_t depth)
{
    const struct oz_ast_node *node = oz_ast_node(ast, id);

    must(node->kind < OZ_AST_COUNT, "a kind is one of ours");
    must(node->line > 0 && node->column > 0, "a node has a place");
    must(!seen[id], "a node has one parent");
    must(depth > 0, "the tree is no higher than the limit");
    seen[id] = 1;
    if (node->kind != OZ_AST_CONSTANT || node->op != OZ_AST_BYTES) {
        must(node->text.size == 0 ||
                 oz_utf8_valid(node->text.data, node->text.size) == node->text.size,
             "a text is UTF-8");
    }
    for (uint32_t i = 0; i < node->count; i++) {
        oz_ast_id child = oz_ast_child(ast, node, i);

        must(child == OZ_NONE || child < id, "children come before parents");
        if (child != OZ_NONE) {
            check_node(ast, child, seen, depth - 1);
        }
    }
}

static void check_tree(const struct oz_ast *ast, const struct oz_ast_limits *limits)
{
    uint8_t *seen = calloc(ast->node_count + 1, 1);

    must(seen != NULL, "memory for the check");
    must(ast->node_count <= limits->max_nodes, "no more nodes than the limit");
    must(ast->root < ast->node_count, "there is a root");
    must(oz_ast_node(ast, ast->root)->kind == OZ_AST_MODULE, "it is a module");
    check_node(ast, ast->root, seen, limits->max_depth);
    free(seen);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t choice = size > 0 ? data[0] : 0;
    struct memory memory = {(choice & 0xe0) == 0xe0 ? choice & 0x1f : UINT64_MAX};
    const ounce_allocator alloc = {resize, &memory};
    const struct oz_ast_limits limits = {
        .max_bytes = (choice & 0x60) == 0x20 ? 100 : 1 << 20,
        .max_depth = (choice & 0x60) == 0x40 ? 10 : 200,
        .max_nodes = (choice & 0x10) != 0 ? 60 : 100000,
    };
    const ounce_str text = {(const char *)data + (size > 0), size - (size > 0)};
    struct oz_arena arena;
    struct oz_diags diags;
    struct oz_ast ast;
    ounce_status status;

    oz_arena_init(&arena, &alloc);
    oz_diags_init(&diags, &arena, 10);
    status = oz_ast_parse(&arena, &diags, &limits, text, &ast);
    if (status == OUNCE_OK) {
        check_tree(&ast, &limits);
    } else if (status == OUNCE_ERR_RULE) {
        must(diags.count == 1, "one mistake is told");
        must(diags.items[0].line > 0 || text.size > limits.max_bytes,
             "a mistake has a place");
    } else {
        must(status == OUNCE_ERR_NOMEM && memory.left == 0, "memory ran out");
    }
    oz_arena_finish(&arena);
    return 0;
}
