/* lower_alert.c — AlertTitle, DynamicSeverities, AlertContext, GroupBy → values.
 *
 *     AlertTitle: "{actor.email} in {region}"  =>  text(actor.email, " in ", region)
 *     DynamicSeverities: [{ChangeTo: High, Conditions: [c]}]
 *                                              =>  if(c, "HIGH", null)
 *     AlertContext: [{KeyName: who, KeyValue: {KeyPath: actor.email}}]
 *                                              =>  object("who", actor.email)
 *     GroupBy: [{Key: a}, {Key: b}]            =>  key(a, b)
 */
#include "expr/lower.h"

#include "base/str.h"
#include "base/utf8.h"
#include "rule/schema_parts.h"

static oz_expr_id text_constant(struct oz_lower *lower, const char *text, size_t size)
{
    ounce_str copy;

    if (!oz_arena_text(lower->expr->arena, text, size, &copy)) {
        return oz_lower_nomem(lower);
    }
    return oz_lower_built(lower, oz_expr_text(lower->expr, copy));
}

/* ---- AlertTitle ---- */

struct title {
    struct oz_lower *lower;
    oz_yaml_id node;
    ounce_str text;
    size_t at;
    struct oz_lower_list parts;
    struct oz_buf literal; /* since the last part */
};

static bool add_part(struct title *title, oz_expr_id id)
{
    return id != OZ_NONE && oz_lower_push(title->lower, &title->parts, id);
}

static bool flush_literal(struct title *title)
{
    size_t size = title->literal.size;

    if (title->literal.failed) {
        oz_lower_nomem(title->lower);
        return false;
    }
    if (size == 0) {
        return true;
    }
    title->literal.size = 0;
    return add_part(title, text_constant(title->lower, title->literal.data, size));
}

static bool bad_title(struct title *title, const char *problem)
{
    oz_lower_error(
        title->lower, "bad-title", title->node,
        "\"AlertTitle\" has %s (at character %zu); {path} is replaced by a field, "
        "{{ and }} stand for braces",
        problem, oz_utf8_count(title->text.data, title->at) + 1);
    return false;
}

/* At '{'. Braces inside a quoted name of the path do not close it. */
static bool add_field(struct title *title)
{
    size_t from = title->at + 1;
    size_t to = from;
    char quote = '\0';
    const char *problem = NULL;
    size_t where = 0;
    struct oz_path path;
    enum oz_path_status status;

    for (; to < title->text.size; to++) {
        char c = title->text.data[to];

        if (quote != '\0') {
            to += c == '\\' ? 1 : 0;
            quote = c == quote ? '\0' : quote;
        } else if (c == '{') {
            return bad_title(title, "a '{' inside another");
        } else if (c == '}') {
            break;
        } else if ((c == '"' || c == '\'') && to > from &&
                   title->text.data[to - 1] == '[') {
            quote = c;
        }
    }
    if (to >= title->text.size) {
        return bad_title(title, "a '{' that is never closed");
    }
    if (to == from) {
        return bad_title(title, "an empty {}");
    }
    status = oz_path_parse(title->lower->expr->arena,
                           (ounce_str){title->text.data + from, to - from}, &path,
                           &problem, &where);
    if (status == OZ_PATH_NOMEM) {
        oz_lower_nomem(title->lower);
        return false;
    }
    if (status == OZ_PATH_BAD) {
        oz_lower_error(title->lower, "bad-path", title->node,
                       "\"AlertTitle\": the path \"%.*s\" %s",
                       (int)(to - from > 80 ? 80 : to - from), title->text.data + from,
                       problem);
        return false;
    }
    title->at = to + 1;
    return flush_literal(title) &&
           add_part(title, oz_lower_built(title->lower,
                                          oz_expr_field(title->lower->expr, 0, &path)));
}

static bool parse_title(struct title *title)
{
    while (title->at < title->text.size) {
        char c = title->text.data[title->at];
        bool doubled =
            title->at + 1 < title->text.size && title->text.data[title->at + 1] == c;

        if ((c == '{' || c == '}') && doubled) {
            oz_buf_char(&title->literal, c);
            title->at += 2;
        } else if (c == '{') {
            if (!add_field(title)) {
                return false;
            }
        } else if (c == '}') {
            return bad_title(title, "a '}' without a '{'");
        } else {
            oz_buf_char(&title->literal, c);
            title->at++;
        }
    }
    return flush_literal(title);
}

oz_expr_id oz_lower_title(struct oz_lower *lower, oz_yaml_id node)
{
    struct title title = {lower, node,         oz_yaml_node(lower->doc, node)->text,
                          0,     {NULL, 0, 0}, {0}};
    bool fine;

    oz_buf_init(&title.literal, lower->expr->arena->alloc);
    fine = parse_title(&title);
    oz_buf_finish(&title.literal);
    return fine ? oz_lower_built(lower,
                                 oz_expr_call(lower->expr, OZ_FN_TEXT,
                                              title.parts.items, title.parts.count))
                : OZ_NONE;
}

/* ---- DynamicSeverities ---- */

static const char *change_to(struct oz_lower *lower, oz_yaml_id entry)
{
    oz_yaml_id id = oz_yaml_get(lower->doc, entry, "ChangeTo", NULL);
    ounce_str text = oz_yaml_node(lower->doc, id)->text;
    const char *nearest;
    uint32_t rank;

    if (oz_severity_rank(text, true, &rank)) {
        return oz_severity_upper[rank];
    }
    nearest = oz_nearest(text, oz_severity_names);
    oz_lower_error(
        lower, "unknown-severity", id, "unknown severity \"%.*s\"; %s%s%s",
        OZ_STR(text),
        nearest != NULL ? "did you mean \"" : "it is one of Info, Low, Medium, ",
        nearest != NULL ? nearest : "High, Critical", nearest != NULL ? "\"?" : "");
    return NULL;
}

/* An entry of the wrong shape has been diagnosed with the rest of the metadata. */
static bool fits(const struct oz_lower *lower, oz_yaml_id entry,
                 const struct oz_schema *schema)
{
    return oz_yaml_node(lower->doc, entry)->kind == OZ_YAML_MAP &&
           oz_schema_check(lower->doc, entry, schema, OUNCE_LEVEL_ERROR, NULL);
}

/* One entry; what is wrong with it has been said where `name` is NULL. */
struct change {
    const char *name;
    oz_expr_id condition;
};

static struct change lower_change(struct oz_lower *lower, oz_yaml_id entry)
{
    struct change change = {NULL, OZ_NONE};

    if (fits(lower, entry, &oz_schema_severity)) {
        change.name = change_to(lower, entry);
        change.condition = oz_lower_detection(
            lower, oz_yaml_get(lower->doc, entry, "Conditions", NULL));
    }
    return change;
}

/* The first entry whose conditions hold wins, so the chain is built from the last; what
 * is wrong is said from the first. It ends in null: the rule's own severity, which a
 * derived rule may set without the chain. */
oz_expr_id oz_lower_severity(struct oz_lower *lower, oz_yaml_id list)
{
    const ounce_value own = {.kind = OUNCE_NULL};
    oz_expr_id chain = oz_lower_built(lower, oz_expr_const(lower->expr, own));
    uint32_t count = oz_yaml_node(lower->doc, list)->as.run.count;
    struct change *changes;

    if (count > lower->limits->max_depth) {
        return oz_lower_error(
            lower, "limit", list,
            "\"DynamicSeverities\" has %u entries; at most %u are accepted", count,
            lower->limits->max_depth);
    }
    changes = oz_arena_array(lower->expr->arena, count, sizeof *changes);
    if (changes == NULL) {
        return oz_lower_nomem(lower);
    }
    for (uint32_t i = 0; i < count; i++) {
        changes[i] = lower_change(lower, oz_yaml_item(lower->doc, list, i));
    }
    for (uint32_t i = count; i-- > 0;) {
        const char *name = changes[i].name;

        if (name == NULL || changes[i].condition == OZ_NONE || chain == OZ_NONE) {
            return OZ_NONE;
        }
        chain = oz_lower_built(
            lower, oz_expr_if(lower->expr, changes[i].condition,
                              text_constant(lower, name, strlen(name)), chain));
    }
    return chain;
}

/* ---- AlertContext, GroupBy ---- */

oz_expr_id oz_lower_context(struct oz_lower *lower, oz_yaml_id list)
{
    struct oz_lower_list parts = {NULL, 0, 0};

    for (uint32_t i = 0; i < oz_yaml_node(lower->doc, list)->as.run.count; i++) {
        oz_yaml_id entry = oz_yaml_item(lower->doc, list, i);
        ounce_str name;
        oz_expr_id field;

        if (!fits(lower, entry, &oz_schema_context)) {
            continue;
        }
        name = oz_yaml_node(lower->doc, oz_yaml_get(lower->doc, entry, "KeyName", NULL))
                   ->text;
        field = oz_lower_specifier(
            lower, oz_yaml_get(lower->doc, entry, "KeyValue", NULL), "\"KeyValue\"");
        if (field == OZ_NONE ||
            !oz_lower_push(lower, &parts, text_constant(lower, name.data, name.size)) ||
            !oz_lower_push(lower, &parts, field)) {
            continue;
        }
    }
    return lower->fine ? oz_lower_built(lower, oz_expr_call(lower->expr, OZ_FN_OBJECT,
                                                            parts.items, parts.count))
                       : OZ_NONE;
}

oz_expr_id oz_lower_group_by(struct oz_lower *lower, oz_yaml_id list)
{
    struct oz_lower_list parts = {NULL, 0, 0};

    for (uint32_t i = 0; i < oz_yaml_node(lower->doc, list)->as.run.count; i++) {
        oz_expr_id field = oz_lower_specifier(lower, oz_yaml_item(lower->doc, list, i),
                                              "an entry of \"GroupBy\"");

        if (field != OZ_NONE) {
            oz_lower_push(lower, &parts, field);
        }
    }
    if (!lower->fine || parts.count == 0) {
        return OZ_NONE; /* an empty list means not set */
    }
    return oz_lower_built(
        lower, oz_expr_call(lower->expr, OZ_FN_KEY, parts.items, parts.count));
}
