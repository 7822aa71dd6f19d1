/* outputs.c — which fields of the event an alert shows, and under which names.
 *
 *     context  {"actor": userIdentity.arn}        actor      userIdentity.arn
 *     title    "… {userIdentity.accountId}"       accountId  userIdentity.accountId
 *
 * The members of the alert context come first, in their order; then what title,
 * description and dedup read besides. A field has one row; what the text reads of a
 * field that the context shows whole has none.
 */
#include "base/str.h"
#include "catalog/facts.h"
#include "catalog/normal_build.h"

#include <string.h>

struct outputs {
    const struct oz_expr *expr;
    struct oz_arena *arena;
    struct oz_gather rows;
    struct oz_gather shown; /* ounce_str: paths that have a row */
    uint32_t visited;       /* nodes looked at: shared ones are met again */
};

#define MOST_VISITED 20000

/* Is that path the same, or above? */
static bool covers(ounce_str above, ounce_str path)
{
    return above.size <= path.size && above.size > 0 &&
           memcmp(above.data, path.data, above.size) == 0 &&
           (above.size == path.size || path.data[above.size] == '.' ||
            path.data[above.size] == '[');
}

static bool is_shown(const struct outputs *outputs, ounce_str path)
{
    const ounce_str *shown = outputs->shown.items;

    for (uint32_t i = 0; i < outputs->shown.count; i++) {
        if (covers(shown[i], path)) {
            return true;
        }
    }
    return false;
}

static void show(struct outputs *outputs, ounce_str path)
{
    ounce_str *made = oz_gather_add(&outputs->shown);

    if (made != NULL) {
        *made = path;
    }
}

static void add_row(struct outputs *outputs, ounce_str name, ounce_str source)
{
    ounce_catalog_output *row = oz_gather_add(&outputs->rows);

    if (row != NULL) {
        row->field = name;
        row->source = oz_str_equal(name, source) ? OZ_LIT("") : source;
    }
}

/* The last name of a path. */
static ounce_str name_of(const struct oz_path *path)
{
    for (uint32_t i = path->count; i-- > 0;) {
        if (path->segments[i].kind == OZ_SEGMENT_NAME) {
            return path->segments[i].name;
        }
    }
    return oz_normal_plain(path->text);
}

typedef void visit_fn(struct outputs *outputs, const struct oz_path *path, void *ctx);

static const struct oz_expr_node *child(const struct outputs *outputs,
                                        const struct oz_expr_node *node, uint32_t index)
{
    return oz_expr_child(outputs->expr, node, index);
}

/* Every field of the event that an expression reads. Recursion is bounded by its depth.
 */
static void visit(struct outputs *outputs, oz_expr_id id, visit_fn *each, void *ctx)
{
    const struct oz_expr_node *node = oz_expr_node(outputs->expr, id);

    if (outputs->visited++ > MOST_VISITED) {
        return;
    }
    if (node->kind == OZ_EXPR_FIELD && node->level == 0) {
        each(outputs, &outputs->expr->paths[node->data], ctx);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        visit(outputs, outputs->expr->children[node->first + i], each, ctx);
    }
}

static void add_source(struct outputs *outputs, const struct oz_path *path, void *ctx)
{
    struct oz_buf *buf = ctx;

    if (buf->size > 0) {
        oz_buf_text(buf, ", ");
    }
    oz_buf_str(buf, oz_normal_plain(path->text));
    show(outputs, path->text);
}

/* A member of the context, unless it reads nothing of the event. */
static void add_member(struct outputs *outputs, ounce_str name, oz_expr_id value)
{
    struct oz_buf buf;
    ounce_str source;

    oz_buf_init(&buf, outputs->arena->alloc);
    visit(outputs, value, add_source, &buf);
    source = oz_facts_keep(outputs->arena, &buf);
    if (source.data == NULL) {
        outputs->rows.failed = true;
    } else if (source.size > 0) {
        add_row(outputs, name, source);
    }
}

/* {"name": value, …}: of the IR's object() and of Python's dict(). */
static bool is_members(const struct oz_expr_node *node)
{
    return node->kind == OZ_EXPR_CALL && node->count % 2 == 0 &&
           (node->op == OZ_FN_OBJECT || node->op == OZ_FN_DICT);
}

static void add_context(struct outputs *outputs, oz_expr_id id)
{
    const struct oz_expr_node *node = oz_expr_node(outputs->expr, id);

    for (uint32_t i = 0; is_members(node) && i < node->count; i += 2) {
        const struct oz_expr_node *name = child(outputs, node, i);
        const ounce_value *text = &outputs->expr->values[name->data];

        if (name->kind == OZ_EXPR_CONST && text->kind == OUNCE_TEXT) {
            add_member(outputs, (ounce_str){text->text, text->size},
                       outputs->expr->children[node->first + i + 1]);
        }
    }
}

static void add_read(struct outputs *outputs, const struct oz_path *path, void *ctx)
{
    (void)ctx;
    if (!is_shown(outputs, path->text)) {
        show(outputs, path->text);
        add_row(outputs, name_of(path), oz_normal_plain(path->text));
    }
}

bool oz_facts_outputs(const struct oz_expr *expr, struct oz_arena *arena,
                      const struct oz_program *program, ounce_catalog_entry *entry)
{
    const oz_expr_id parts[] = {program->context, program->title, program->description,
                                program->dedup};
    struct outputs outputs = {expr,
                              arena,
                              {arena, NULL, 0, 0, sizeof(ounce_catalog_output), false},
                              {arena, NULL, 0, 0, sizeof(ounce_str), false},
                              0};

    if (program->context != OZ_NONE) {
        add_context(&outputs, program->context);
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] != OZ_NONE) {
            outputs.visited = 0;
            visit(&outputs, parts[i], add_read, NULL);
        }
    }
    entry->outputs = outputs.rows.items;
    entry->output_count = outputs.rows.count;
    return !outputs.rows.failed && !outputs.shown.failed;
}
