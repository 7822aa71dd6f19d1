/* lower_field.c — key specifiers → paths.
 *
 *     Key: a.b                 =>  ["a.b"]
 *     DeepKey: [a, b, 0]       =>  a.b[0]
 *     KeyPath: a.b[*].c        =>  a.b[*].c
 *     Enrichment: {Table: t, Selector: s.ip, FieldPath: x}  => p_enrichment.t["s.ip"].x
 */
#include "expr/lower.h"

#include "base/str.h"
#include "base/utf8.h"
#include "rule/schema_parts.h"

static const char *const specifiers[] = {"Key", "DeepKey", "KeyPath", NULL};

const char *oz_lower_specifier_name(struct oz_lower *lower, oz_yaml_id map,
                                    uint32_t *count)
{
    const char *found = NULL;

    *count = 0;
    for (size_t i = 0; specifiers[i] != NULL; i++) {
        if (oz_yaml_get(lower->doc, map, specifiers[i], NULL) != OZ_NONE) {
            found = specifiers[i];
            ++*count;
        }
    }
    return *count == 1 ? found : NULL;
}

static bool wants(struct oz_lower *lower, const char *name, oz_yaml_id value,
                  enum oz_yaml_kind kind, const char *accepted)
{
    const struct oz_yaml_node *node = oz_yaml_node(lower->doc, value);

    if (node->kind == kind) {
        return true;
    }
    oz_lower_error(lower, "wrong-type", value, "\"%s\" must be %s, not %s", name,
                   accepted, oz_yaml_kind_text(node->kind));
    return false;
}

static bool own_text(struct oz_lower *lower, ounce_str text, ounce_str *out)
{
    if (!oz_arena_text(lower->expr->arena, text.data, text.size, out)) {
        oz_lower_nomem(lower);
        return false;
    }
    return true;
}

static bool make_path(struct oz_lower *lower, const struct oz_segment *segments,
                      uint32_t count, struct oz_path *out)
{
    if (!oz_path_make(lower->expr->arena, segments, count, out)) {
        oz_lower_nomem(lower);
        return false;
    }
    return true;
}

static bool parse_path(struct oz_lower *lower, const char *name, oz_yaml_id value,
                       struct oz_path *out)
{
    const struct oz_yaml_node *node = oz_yaml_node(lower->doc, value);
    const char *problem = NULL;
    size_t at = 0;

    switch (oz_path_parse(lower->expr->arena, node->text, out, &problem, &at)) {
    case OZ_PATH_OK:
        return true;
    case OZ_PATH_NOMEM:
        oz_lower_nomem(lower);
        return false;
    case OZ_PATH_BAD:
        break;
    }
    oz_lower_error(lower, "bad-path", value, "%s \"%.*s\" %s (at character %zu)", name,
                   OZ_STR(node->text), problem, oz_utf8_count(node->text.data, at) + 1);
    return false;
}

static bool deep_segment(struct oz_lower *lower, oz_yaml_id item, bool names_only,
                         struct oz_segment *out)
{
    const struct oz_yaml_node *node = oz_yaml_node(lower->doc, item);

    *out = (struct oz_segment){OZ_SEGMENT_NAME, 0, {NULL, 0}};
    if (node->kind == OZ_YAML_TEXT) {
        return own_text(lower, node->text, &out->name);
    }
    if (node->kind == OZ_YAML_INT && !names_only && node->as.integer >= 0 &&
        node->as.integer < UINT32_MAX) {
        out->kind = OZ_SEGMENT_INDEX;
        out->index = (uint32_t)node->as.integer;
        return true;
    }
    if (node->kind == OZ_YAML_INT && !names_only) {
        oz_lower_error(lower, "bad-path", item,
                       "an index in \"DeepKey\" must be from 0 to 4294967294");
    } else {
        oz_lower_error(lower, "wrong-type", item, "\"DeepKey\" lists names%s, not %s",
                       names_only ? " (here, above a list comprehension, no indexes)"
                                  : " and indexes",
                       oz_yaml_kind_text(node->kind));
    }
    return false;
}

static bool deep_path(struct oz_lower *lower, oz_yaml_id list, bool names_only,
                      struct oz_path *out)
{
    struct oz_segment segments[OZ_PATH_MAX_SEGMENTS];
    uint32_t count = oz_yaml_node(lower->doc, list)->as.run.count;

    if (count == 0 || count > OZ_PATH_MAX_SEGMENTS) {
        oz_lower_error(lower, "bad-path", list,
                       "\"DeepKey\" must list 1 to %d segments", OZ_PATH_MAX_SEGMENTS);
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!deep_segment(lower, oz_yaml_item(lower->doc, list, i), names_only,
                          &segments[i])) {
            return false;
        }
    }
    return make_path(lower, segments, count, out);
}

static bool key_path(struct oz_lower *lower, oz_yaml_id value, struct oz_path *out)
{
    struct oz_segment segment = {OZ_SEGMENT_NAME, 0, {NULL, 0}};

    return own_text(lower, oz_yaml_node(lower->doc, value)->text, &segment.name) &&
           make_path(lower, &segment, 1, out);
}

oz_expr_id oz_lower_field(struct oz_lower *lower, const char *name, oz_yaml_id value,
                          bool names_only)
{
    struct oz_path path;
    bool fine;

    if (strcmp(name, "DeepKey") == 0) {
        fine = wants(lower, name, value, OZ_YAML_LIST, "a list of names and indexes") &&
               deep_path(lower, value, names_only, &path);
    } else if (strcmp(name, "Key") == 0) {
        fine = wants(lower, name, value, OZ_YAML_TEXT, "text, the name of a member") &&
               key_path(lower, value, &path);
    } else {
        fine =
            wants(lower, name, value, OZ_YAML_TEXT, "text, a path such as a.b[0].c") &&
            parse_path(lower, name, value, &path);
    }
    return fine ? oz_lower_built(lower, oz_expr_field(lower->expr, lower->level, &path))
                : OZ_NONE;
}

oz_expr_id oz_lower_specifier(struct oz_lower *lower, oz_yaml_id map, const char *what)
{
    const struct oz_yaml_node *node = oz_yaml_node(lower->doc, map);
    uint32_t count = 0;
    const char *name =
        node->kind == OZ_YAML_MAP ? oz_lower_specifier_name(lower, map, &count) : NULL;

    if (name == NULL || oz_yaml_pairs(lower->doc, map) != 1) {
        return oz_lower_error(lower, "bad-specifier", map,
                              "%s must be a map with exactly one of Key, DeepKey and "
                              "KeyPath",
                              what);
    }
    return oz_lower_field(lower, name, oz_yaml_get(lower->doc, map, name, NULL), false);
}

/* A selector is written as JSONPath here and there; the event never has the `$.`. */
static ounce_str without_dollar(ounce_str selector)
{
    if (selector.size > 2 && memcmp(selector.data, "$.", 2) == 0) {
        selector.data += 2;
        selector.size -= 2;
    }
    return selector;
}

bool oz_lower_enrichment(struct oz_lower *lower, oz_yaml_id map, struct oz_path *rows,
                         struct oz_path *field, struct oz_path *whole)
{
    struct oz_segment segments[OZ_PATH_MAX_SEGMENTS] = {
        {OZ_SEGMENT_NAME, 0, {"p_enrichment", sizeof "p_enrichment" - 1}},
        {OZ_SEGMENT_NAME, 0, {NULL, 0}},
        {OZ_SEGMENT_NAME, 0, {NULL, 0}}};
    oz_yaml_id field_path;

    if (oz_yaml_node(lower->doc, map)->kind != OZ_YAML_MAP) {
        return wants(lower, "Enrichment", map, OZ_YAML_MAP,
                     "a map of Table, Selector and FieldPath");
    }
    if (!oz_schema_check(lower->doc, map, &oz_schema_enrichment, OUNCE_LEVEL_ERROR,
                         lower->diags)) {
        lower->fine = false;
        return false;
    }
    field_path = oz_yaml_get(lower->doc, map, "FieldPath", NULL);
    if (!own_text(
            lower,
            oz_yaml_node(lower->doc, oz_yaml_get(lower->doc, map, "Table", NULL))->text,
            &segments[1].name) ||
        !own_text(lower,
                  without_dollar(oz_yaml_node(lower->doc, oz_yaml_get(lower->doc, map,
                                                                      "Selector", NULL))
                                     ->text),
                  &segments[2].name) ||
        !make_path(lower, segments, 3, rows) ||
        !parse_path(lower, "FieldPath", field_path, field)) {
        return false;
    }
    if (field->count + 3 > OZ_PATH_MAX_SEGMENTS) {
        oz_lower_error(lower, "bad-path", field_path,
                       "FieldPath has more than %d segments", OZ_PATH_MAX_SEGMENTS - 3);
        return false;
    }
    memcpy(&segments[3], field->segments, field->count * sizeof *field->segments);
    return make_path(lower, segments, field->count + 3, whole);
}
