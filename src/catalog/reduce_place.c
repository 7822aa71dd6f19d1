/* reduce_place.c — members that are looked up step by step, as fields.
 *
 *     item(a, "b")                            =>  a.b
 *     method(default(a, dict()), "get", "b")  =>  a.b
 *     method(a, "get", "b", 0)                =>  default(a.b, 0)
 *
 * Where the member or the map is not there, the one raises, or both say null.
 */
#include "base/str.h"
#include "catalog/reading.h"

static bool is_word(const struct oz_expr *expr, oz_expr_id id, const char *word)
{
    const ounce_value *value = oz_reading_constant(expr, id);

    return value != NULL && value->kind == OUNCE_TEXT &&
           oz_str_is((ounce_str){value->text, value->size}, word);
}

static bool is_empty_map(const struct oz_expr *expr, oz_expr_id id)
{
    return oz_reading_is_call(expr, id, OZ_FN_DICT) && expr->nodes[id].count == 0;
}

/* The field that holds the map: checks and `… or {}` around it change nothing. OZ_NONE:
 * it is no field. Recursion is bounded by OZ_READING_DEPTH. */
static oz_expr_id map_of(const struct oz_reading *reading, oz_expr_id id)
{
    const struct oz_expr *expr = &reading->to;
    const struct oz_expr_node *node = oz_expr_node(expr, id);

    if (node->kind == OZ_EXPR_FIELD) {
        return expr->paths[node->data].count < OZ_PATH_MAX_SEGMENTS ? id : OZ_NONE;
    }
    if (node->kind != OZ_EXPR_CALL || node->count != 2 ||
        !oz_reduce_is_field(reading, id)) {
        return OZ_NONE;
    }
    if (node->op == OZ_FN_SEQUENCE) {
        return map_of(reading, oz_reading_child(reading, id, 1));
    }
    return is_empty_map(expr, oz_reading_child(reading, id, 1))
               ? map_of(reading, oz_reading_child(reading, id, 0))
               : OZ_NONE;
}

/* OZ_NONE also where `name` is no text. */
static oz_expr_id member(struct oz_reading *reading, oz_expr_id map, oz_expr_id name)
{
    struct oz_expr *expr = &reading->to;
    const ounce_value *text = oz_reading_constant(expr, name);
    oz_expr_id field = map_of(reading, map);
    struct oz_segment segments[OZ_PATH_MAX_SEGMENTS];
    const struct oz_expr_node *node;
    const struct oz_path *path;
    struct oz_path made;

    if (field == OZ_NONE || text == NULL || text->kind != OUNCE_TEXT) {
        return OZ_NONE;
    }
    node = oz_expr_node(expr, field);
    path = &expr->paths[node->data];
    for (uint32_t i = 0; i < path->count; i++) {
        if (path->segments[i].kind != OZ_SEGMENT_NAME) {
            return OZ_NONE;
        }
        segments[i] = path->segments[i];
    }
    segments[path->count] =
        (struct oz_segment){.kind = OZ_SEGMENT_NAME, .name = {text->text, text->size}};
    if (!oz_path_make(reading->arena, segments, path->count + 1, &made)) {
        reading->failed = true;
        return OZ_NONE;
    }
    return oz_expr_field(expr, node->level, &made);
}

/* A member of the event itself. */
static oz_expr_id top_member(struct oz_reading *reading, oz_expr_id name)
{
    const ounce_value *text = oz_reading_constant(&reading->to, name);
    struct oz_segment segment = {.kind = OZ_SEGMENT_NAME};
    struct oz_path made;

    if (text == NULL || text->kind != OUNCE_TEXT) {
        return OZ_NONE;
    }
    segment.name = (ounce_str){text->text, text->size};
    if (!oz_path_make(reading->arena, &segment, 1, &made)) {
        reading->failed = true;
        return OZ_NONE;
    }
    return oz_expr_field(&reading->to, 0, &made);
}

/* What stands for a missing map has no such member, and raises. A resource is a dict,
 * exact about case: where the field is found in another, it raises. */
oz_expr_id oz_reduce_item(struct oz_reading *reading, oz_expr_id id)
{
    oz_expr_id map = oz_reading_child(reading, id, 0);
    oz_expr_id name = oz_reading_child(reading, id, 1);

    return oz_reading_is_resource(&reading->to, map) ? top_member(reading, name)
                                                     : member(reading, map, name);
}

/* event.deep_get("a", "b", default=constant), of names that were put in place. */
static oz_expr_id deep_get(struct oz_reading *reading, oz_expr_id id)
{
    struct oz_expr *expr = &reading->to;
    uint32_t last = expr->nodes[id].count - 1;
    oz_expr_id parts[2] = {OZ_NONE, oz_reading_child(reading, id, last)};
    bool named = oz_reading_is_call(expr, parts[1], OZ_FN_NAMED);

    if (last < 2 + (named ? 1u : 0u) ||
        !oz_reading_is_call(expr, oz_reading_child(reading, id, 0), OZ_FN_EVENT)) {
        return OZ_NONE;
    }
    if (named) {
        bool otherwise =
            is_word(expr, oz_reading_child(reading, parts[1], 0), "default");

        parts[1] = oz_reading_child(reading, parts[1], 1);
        if (!otherwise || oz_reading_constant(expr, parts[1]) == NULL) {
            return OZ_NONE;
        }
    }
    for (uint32_t i = 2; i <= last - (named ? 1 : 0); i++) {
        oz_expr_id name = oz_reading_child(reading, id, i);

        parts[0] = i == 2 ? top_member(reading, name) : member(reading, parts[0], name);
        parts[0] = parts[0] != OZ_NONE ? oz_reading_made(reading, parts[0]) : OZ_NONE;
        if (parts[0] == OZ_NONE) {
            return OZ_NONE;
        }
    }
    return named ? oz_expr_call(expr, OZ_FN_FIRST, parts, 2) : parts[0];
}

oz_expr_id oz_reduce_get(struct oz_reading *reading, oz_expr_id id)
{
    struct oz_expr *expr = &reading->to;
    const struct oz_expr_node *node = oz_expr_node(expr, id);
    uint32_t count = node->count;
    oz_expr_id parts[2];

    if (count > 2 && is_word(expr, oz_reading_child(reading, id, 1), "deep_get")) {
        return deep_get(reading, id);
    }
    if (count < 3 || count > 4 ||
        !is_word(expr, oz_reading_child(reading, id, 1), "get")) {
        return OZ_NONE;
    }
    if (count == 4) {
        parts[1] = oz_reading_child(reading, id, 3);
        if (oz_reading_constant(expr, parts[1]) == NULL &&
            (expr->nodes[parts[1]].kind != OZ_EXPR_CALL ||
             expr->nodes[parts[1]].count > 0 ||
             (expr->nodes[parts[1]].op != OZ_FN_DICT &&
              expr->nodes[parts[1]].op != OZ_FN_LIST))) {
            return OZ_NONE;
        }
    }
    parts[0] = oz_reading_is_call(expr, oz_reading_child(reading, id, 0), OZ_FN_EVENT)
                   ? top_member(reading, oz_reading_child(reading, id, 2))
                   : member(reading, oz_reading_child(reading, id, 0),
                            oz_reading_child(reading, id, 2));
    parts[0] = parts[0] != OZ_NONE ? oz_reading_made(reading, parts[0]) : OZ_NONE;
    return parts[0] == OZ_NONE || count == 3
               ? parts[0]
               : oz_expr_call(expr, OZ_FN_DEFAULT, parts, 2);
}
