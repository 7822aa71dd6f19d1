/* fuzz_yaml.c — any bytes as a rule file: a document or an error with a place.
 *
 * The last byte chooses the limits and when memory runs out, so that refusals are as
 * well explored as documents. Beyond not crashing it is checked that places agree with
 * the text, that limits hold for the expanded tree, and that the JSON is UTF-8.
 */
#include "base/utf8.h"
#include "yaml/yaml_document.h"
#include "yaml/yaml_source.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PLACES 64 /* checked in each document: every check reads the text again */

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
        fprintf(stderr, "fuzz_yaml: not true: %s\n", what);
        abort();
    }
}

static void check_places(const struct oz_yaml_document *doc, const char *text,
                         size_t size)
{
    for (oz_yaml_id id = 0; id <= doc->root && id < PLACES; id++) {
        struct oz_span span = doc->nodes[id].span;
        struct oz_span again;

        must(span.offset <= size, "a node is inside the text");
        again = oz_yaml_source_place(text, span.offset);
        must(again.line == span.line && again.column == span.column, "places agree");
    }
}

/* Counts the expanded tree as the reader of a rule walks it. */
static void check_limits(const struct oz_yaml_document *doc, oz_yaml_id id,
                         uint32_t depth, const ounce_limits *limits, uint64_t *nodes)
{
    const struct oz_yaml_node *node = oz_yaml_node(doc, id);

    must(++*nodes <= limits->max_yaml_nodes, "the number of nodes is limited");
    if (node->kind != OZ_YAML_LIST && node->kind != OZ_YAML_MAP) {
        return;
    }
    must(depth < limits->max_depth, "depth is limited");
    for (uint32_t i = 0; i < node->as.run.count; i++) {
        check_limits(doc, oz_yaml_item(doc, id, i), depth + 1, limits, nodes);
    }
}

static void check_json(const struct oz_yaml_document *doc, const ounce_allocator *alloc)
{
    oz_yaml_id bad = OZ_NONE;
    struct oz_buf buf;

    oz_buf_init(&buf, alloc);
    if (!oz_yaml_json(doc, doc->root, &buf, &bad)) {
        must(doc->nodes[bad].kind == OZ_YAML_REAL, "only a float is beyond JSON");
    } else if (!buf.failed) {
        must(oz_utf8_valid(buf.data, buf.size) == buf.size, "JSON is UTF-8");
    }
    oz_buf_finish(&buf);
}

static void check_status(ounce_status status, const struct oz_diags *diags)
{
    const bool errors = diags->found[OUNCE_LEVEL_ERROR] > 0;

    switch (status) {
    case OUNCE_OK:
        must(!errors, "success comes without errors");
        return;
    case OUNCE_ERR_RULE:
        must(errors, "failure comes with an error");
        return;
    case OUNCE_ERR_NOMEM:
        return;
    case OUNCE_ERR_ARGUMENT:
    case OUNCE_ERR_IO:
    case OUNCE_ERR_EVENT:
    case OUNCE_ERR_LIMIT:
    case OUNCE_ERR_SPACE:
        must(false, "the status is one of three");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t choice = size > 0 ? data[--size] : 0;
    struct memory memory = {(choice & 0xc0) == 0xc0 ? choice & 0x0f : UINT64_MAX};
    ounce_allocator alloc = {resize, &memory};
    ounce_limits limits = OUNCE_LIMITS_INIT;
    struct oz_yaml_document doc;
    struct oz_arena arena;
    struct oz_diags diags;
    ounce_status status;
    uint64_t nodes = 0;

    if ((choice & 1) != 0) {
        limits.max_depth = 1 + (choice >> 1 & 7);
        limits.max_yaml_nodes = 1 + 10 * (uint32_t)(choice >> 4 & 3);
    }
    oz_arena_init(&arena, &alloc);
    oz_diags_init(&diags, &arena, 100);
    status = oz_yaml_parse(&arena, &limits, &diags, (const char *)data, size, &doc);
    check_status(status, &diags);
    if (status == OUNCE_OK && doc.root != OZ_NONE) {
        check_places(&doc, (const char *)data, size);
        check_limits(&doc, doc.root, 0, &limits, &nodes);
        check_json(&doc, &alloc);
    }
    oz_arena_finish(&arena);
    return 0;
}
