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

static void check_value(struct check *check, oz_yaml_id id,
                        const struct oz_schema_key *key)
{
    static const enum oz_yaml_kind kinds[] = {
        [OZ_SCHEMA_ANY] = OZ_YAML_NULL,   [OZ_SCHEMA_TEXT] = OZ_YAML_TEXT,
        [OZ_SCHEMA_BOOL] = OZ_YAML_BOOL,  [OZ_SCHEMA_INT] = OZ_YAML_INT,
        [OZ_SCHEMA_TEXTS] = OZ_YAML_LIST, [OZ_SCHEMA_LIST] = OZ_YAML_LIST,
        [OZ_SCHEMA_MAP] = OZ_YAML_MAP};
    const struct oz_yaml_node *node = oz_yaml_node(check->doc, id);

    check->key = key->name;
    if (key->type == OZ_SCHEMA_ANY) {
        return;
    }
    if (node->kind != kinds[key->type]) {
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
    }
}

static const struct oz_schema_key *find_key(const struct oz_schema_key *keys,
                                            const struct oz_yaml_node *name)
{
    if (name->kind != OZ_YAML_TEXT) {
        return NULL;
    }
    for (; keys->name != NULL; keys++) {
        if (oz_str_is(name->text, keys->name)) {
            return keys;
        }
    }
    return NULL;
}

static void unknown_key(struct check *check, const struct oz_yaml_node *name,
                        const struct oz_schema_key *keys, const char *what,
                        ounce_level level)
{
    const char *words[MOST_KEYS + 1] = {NULL};
    const char *article = memchr("aeio", what[0], 4) != NULL ? "an" : "a";
    const char *nearest;
    size_t count = 0;

    for (; keys->name != NULL && count < MOST_KEYS; keys++) {
        words[count++] = keys->name;
    }
    check->fine = check->fine && level != OUNCE_LEVEL_ERROR;
    nearest = oz_nearest(name->text, words);
    if (nearest != NULL) {
        oz_diag(check->diags, level, "unknown-key", name->span,
                "unknown key \"%.*s\" in %s %s; did you mean \"%s\"?",
                OZ_STR(name->text), article, what, nearest);
    } else {
        oz_diag(check->diags, level, "unknown-key", name->span,
                "unknown key \"%.*s\" in %s %s", OZ_STR(name->text), article, what);
    }
}

bool oz_schema_check(const struct oz_yaml_document *doc, oz_yaml_id map,
                     const struct oz_schema_key *keys, const char *what,
                     ounce_level unknown, struct oz_diags *diags)
{
    struct check check = {doc, diags, NULL, true};

    for (uint32_t i = 0; i < oz_yaml_pairs(doc, map); i++) {
        const struct oz_yaml_node *name = oz_yaml_node(doc, oz_yaml_key(doc, map, i));
        const struct oz_schema_key *key = find_key(keys, name);

        if (key == NULL) {
            unknown_key(&check, name, keys, what, unknown);
        } else {
            check_value(&check, oz_yaml_value(doc, map, i), key);
        }
    }
    for (; keys->name != NULL; keys++) {
        if ((keys->flags & OZ_SCHEMA_REQUIRED) != 0 &&
            oz_yaml_get(doc, map, keys->name, NULL) == OZ_NONE) {
            check.fine = false;
            oz_diag(diags, OUNCE_LEVEL_ERROR, "missing-key",
                    oz_yaml_node(doc, map)->span, "the %s lacks \"%s\", %s", what,
                    keys->name, oz_schema_type_text(keys->type));
        }
    }
    return check.fine;
}
