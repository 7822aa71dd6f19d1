/* yaml_schema.c — typed reading begins with saying what is wrong.
 *
 * Everything that is wrong with a map is reported in one run, each at its own place,
 * with the nearest valid word for a key that is unknown.
 */
#include "yaml/yaml_schema.h"

#include "base/str.h"
#include "base/utf8.h"

#define MOST_KEYS 64

const char *oz_schema_type_text(enum oz_schema_type type)
{
    switch (type) {
    case OZ_SCHEMA_ANY:
        return "a value";
    case OZ_SCHEMA_TEXT:
        return "text";
    case OZ_SCHEMA_BOOL:
        return "true or false";
    case OZ_SCHEMA_INT:
        return "an integer";
    case OZ_SCHEMA_TEXTS:
        return "a list of text";
    case OZ_SCHEMA_LIST:
        return "a list";
    case OZ_SCHEMA_MAP:
        return "a map";
    case OZ_SCHEMA_MAPS:
        return "a list of maps";
    }
    return "";
}

struct check {
    const struct oz_yaml_document *doc;
    struct oz_diags *diags;
    const char *key; /* being checked */
    bool fine;
};

static void wrong_type(struct check *check, const struct oz_yaml_node *node,
                       enum oz_schema_type type)
{
    check->fine = false;
    if (node->kind == OZ_YAML_TEXT && type == OZ_SCHEMA_BOOL) {
        oz_diag(check->diags, OUNCE_LEVEL_ERROR, "wrong-type", node->span,
                "\"%s\" must be true or false, not the text \"%.*s\"", check->key,
                OZ_STR(node->text));
        return;
    }
    if (node->kind == OZ_YAML_BIG && type == OZ_SCHEMA_INT) {
        oz_diag(check->diags, OUNCE_LEVEL_ERROR, "wrong-type", node->span,
                "\"%s\" must be an integer that fits 64 bits", check->key);
        return;
    }
    oz_diag(check->diags, OUNCE_LEVEL_ERROR, "wrong-type", node->span,
            "\"%s\" must be %s, not %s", check->key, oz_schema_type_text(type),
            oz_yaml_kind_text(node->kind));
}

static void check_text(struct check *check, const struct oz_yaml_node *node)
{
    if (node->text.size > 0 && memchr(node->text.data, '\0', node->text.size) != NULL) {
        check->fine = false;
        oz_diag(check->diags, OUNCE_LEVEL_ERROR, "bad-text", node->span,
                "\"%s\" holds a NUL character", check->key);
    }
}

static void check_name(struct check *check, const struct oz_yaml_node *node)
{
    if (node->text.size == 0) {
        check->fine = false;
        oz_diag(check->diags, OUNCE_LEVEL_ERROR, "bad-name", node->span,
                "\"%s\" must not be empty", check->key);
    }
    for (size_t i = 0; i < node->text.size; i++) {
        if (memchr("<>&\"%", node->text.data[i], 5) != NULL) {
            check->fine = false;
            oz_diag(check->diags, OUNCE_LEVEL_ERROR, "bad-name", node->span,
                    "\"%s\" holds '%c'; none of < > & \" %% may stand in it",
                    check->key, node->text.data[i]);
            return;
        }
    }
}

static bool same_item(ounce_str a, ounce_str b, bool folded)
{
    return folded ? oz_fold_equal(a.data, a.size, b.data, b.size) : oz_str_equal(a, b);
}

/* Lists that must be sets are short in practice; a long one is compared by pairs too,
 * and the number of YAML nodes bounds it. */
#define LONGEST_SET 2000

static void check_set(struct check *check, oz_yaml_id list, bool folded)
{
    uint32_t count = oz_yaml_node(check->doc, list)->as.run.count;

    if (count > LONGEST_SET) {
        check->fine = false;
        oz_diag(check->diags, OUNCE_LEVEL_ERROR, "too-long",
                oz_yaml_node(check->doc, list)->span,
                "\"%s\" has %u items; at most %d are accepted", check->key, count,
                LONGEST_SET);
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        const struct oz_yaml_node *item =
            oz_yaml_node(check->doc, oz_yaml_item(check->doc, list, i));

        for (uint32_t j = 0; j < i; j++) {
            const struct oz_yaml_node *other =
                oz_yaml_node(check->doc, oz_yaml_item(check->doc, list, j));

            if (same_item(item->text, other->text, folded)) {
                check->fine = false;
                oz_diag(check->diags, OUNCE_LEVEL_ERROR, "duplicate-item", item->span,
                        "\"%s\" lists \"%.*s\" twice; the first is on line %u",
                        check->key, OZ_STR(item->text), other->span.line);
                break;
            }
        }
    }
}

static void check_texts(struct check *check, oz_yaml_id id, uint32_t flags)
{
    const struct oz_yaml_node *list = oz_yaml_node(check->doc, id);
    bool all_text = true;

    for (uint32_t i = 0; i < list->as.run.count; i++) {
        const struct oz_yaml_node *item =
            oz_yaml_node(check->doc, oz_yaml_item(check->doc, id, i));

        if (item->kind != OZ_YAML_TEXT) {
            all_text = false;
            wrong_type(check, item, OZ_SCHEMA_TEXTS);
        } else {
            check_text(check, item);
        }
    }
    if (all_text && (flags & (OZ_SCHEMA_SET | OZ_SCHEMA_FOLDED)) != 0) {
        check_set(check, id, (flags & OZ_SCHEMA_FOLDED) != 0);
    }
}

static const char *article(const char *what)
{
    return memchr("aeio", what[0], 4) != NULL ? "an" : "a";
}

/* Recursion follows the schemas, which are a few levels deep. */
static void check_inner(struct check *check, oz_yaml_id id,
                        const struct oz_schema_key *key)
{
    if (oz_yaml_node(check->doc, id)->kind != OZ_YAML_MAP) {
        check->fine = false;
        oz_diag(check->diags, OUNCE_LEVEL_ERROR, "wrong-type",
                oz_yaml_node(check->doc, id)->span, "%s %s must be a map, not %s",
                article(key->inner->what), key->inner->what,
                oz_yaml_kind_text(oz_yaml_node(check->doc, id)->kind));
    } else if (!oz_schema_check(check->doc, id, key->inner, OUNCE_LEVEL_ERROR,
                                check->diags)) {
        check->fine = false;
    }
}

static void check_maps(struct check *check, oz_yaml_id list,
                       const struct oz_schema_key *key)
{
    for (uint32_t i = 0; i < oz_yaml_node(check->doc, list)->as.run.count; i++) {
        check_inner(check, oz_yaml_item(check->doc, list, i), key);
    }
}

static enum oz_yaml_kind kind_for(enum oz_schema_type type)
{
    switch (type) {
    case OZ_SCHEMA_TEXT:
        return OZ_YAML_TEXT;
    case OZ_SCHEMA_BOOL:
        return OZ_YAML_BOOL;
    case OZ_SCHEMA_INT:
        return OZ_YAML_INT;
    case OZ_SCHEMA_TEXTS:
    case OZ_SCHEMA_LIST:
    case OZ_SCHEMA_MAPS:
        return OZ_YAML_LIST;
    case OZ_SCHEMA_MAP:
        return OZ_YAML_MAP;
    case OZ_SCHEMA_ANY:
        break;
    }
    return OZ_YAML_NULL;
}

static void check_value(struct check *check, oz_yaml_id id,
                        const struct oz_schema_key *key)
{
    const struct oz_yaml_node *node = oz_yaml_node(check->doc, id);

    check->key = key->name;
    if (key->type == OZ_SCHEMA_ANY) {
        return;
    }
    if (node->kind != kind_for(key->type)) {
        wrong_type(check, node, key->type);
        return;
    }
    if (key->type == OZ_SCHEMA_TEXT) {
        check_text(check, node);
        if ((key->flags & OZ_SCHEMA_NAME) != 0) {
            check_name(check, node);
        }
    } else if (key->type == OZ_SCHEMA_TEXTS) {
        check_texts(check, id, key->flags);
    } else if (key->type == OZ_SCHEMA_MAPS) {
        check_maps(check, id, key);
    } else if (key->type == OZ_SCHEMA_MAP && key->inner != NULL) {
        check_inner(check, id, key);
    }
}

static bool is_in(const struct oz_schema *schema, const struct oz_schema_key *key)
{
    return schema->only == 0 || (key->flags & schema->only) != 0;
}

static const struct oz_schema_key *find_key(const struct oz_schema *schema,
                                            const struct oz_yaml_node *name)
{
    if (name->kind != OZ_YAML_TEXT) {
        return NULL;
    }
    for (const struct oz_schema_key *key = schema->keys; key->name != NULL; key++) {
        if (is_in(schema, key) && oz_str_is(name->text, key->name)) {
            return key;
        }
    }
    return NULL;
}

static void unknown_key(struct check *check, const struct oz_yaml_node *name,
                        const struct oz_schema *schema, ounce_level level)
{
    const char *words[MOST_KEYS + 1] = {NULL};
    const char *nearest;
    size_t count = 0;

    for (const struct oz_schema_key *key = schema->keys;
         key->name != NULL && count < MOST_KEYS; key++) {
        if (is_in(schema, key)) {
            words[count++] = key->name;
        }
    }
    check->fine = check->fine && level != OUNCE_LEVEL_ERROR;
    nearest = oz_nearest(name->text, words);
    oz_diag(check->diags, level, "unknown-key", name->span,
            "unknown key \"%.*s\" in %s %s%s%s%s", OZ_STR(name->text),
            article(schema->what), schema->what,
            nearest != NULL ? "; did you mean \"" : "", nearest != NULL ? nearest : "",
            nearest != NULL ? "\"?" : "");
}

bool oz_schema_check(const struct oz_yaml_document *doc, oz_yaml_id map,
                     const struct oz_schema *schema, ounce_level unknown,
                     struct oz_diags *diags)
{
    struct check check = {doc, diags, NULL, true};
    uint32_t required = schema->required != 0 ? schema->required : OZ_SCHEMA_REQUIRED;

    for (uint32_t i = 0; i < oz_yaml_pairs(doc, map); i++) {
        const struct oz_yaml_node *name = oz_yaml_node(doc, oz_yaml_key(doc, map, i));
        const struct oz_schema_key *key = find_key(schema, name);

        if (key == NULL) {
            unknown_key(&check, name, schema, unknown);
        } else {
            check_value(&check, oz_yaml_value(doc, map, i), key);
        }
    }
    for (const struct oz_schema_key *key = schema->keys; key->name != NULL; key++) {
        if ((key->flags & required) != 0 &&
            oz_yaml_get(doc, map, key->name, NULL) == OZ_NONE) {
            check.fine = false;
            oz_diag(diags, OUNCE_LEVEL_ERROR, "missing-key",
                    oz_yaml_node(doc, map)->span, "the %s lacks \"%s\", %s",
                    schema->what, key->name, oz_schema_type_text(key->type));
        }
    }
    return check.fine;
}
