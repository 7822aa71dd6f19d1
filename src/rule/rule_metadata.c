/* rule_metadata.c — document → struct, by libcyaml. The only file that knows it.
 *
 * libcyaml reads text, knows neither merge keys nor our scalar rules, and tells
 * positions only in its log. So the document, in which all that is settled and checked,
 * is written out again as JSON (which is YAML) for the keys of fixed shape, and
 * libcyaml fills the struct from its schema. Both schema and check come from the rows
 * of rule_key.def.
 */
#include "rule/rule_metadata.h"

#include "base/str.h"
#include "rule/schema_parts.h"

#include <cyaml/cyaml.h>
#include <stdio.h>

#define BASE             OZ_SCHEMA_OWN
#define DERIVED          (OZ_SCHEMA_OWN * 2)
#define DERIVED_REQUIRED (OZ_SCHEMA_OWN * 4)
#define BOTH             (BASE | DERIVED)
#define REQUIRED         OZ_SCHEMA_REQUIRED
#define NAME             OZ_SCHEMA_NAME
#define SET              OZ_SCHEMA_SET
#define FOLDED           OZ_SCHEMA_FOLDED

static const struct oz_schema_key rule_keys[] = {
#define OZ_RULE_KEY(type, key, member, flags, inner)                                   \
    {key, OZ_SCHEMA_##type, flags, inner},
#include "rule/rule_key.def"
#undef OZ_RULE_KEY
    OZ_SCHEMA_END};

const struct oz_schema oz_schema_rule = {"rule", rule_keys, BASE, REQUIRED};
const struct oz_schema oz_schema_derived = {"derived rule", rule_keys, DERIVED,
                                            DERIVED_REQUIRED};

uint64_t oz_rule_keys_given(const struct oz_yaml_document *doc)
{
    uint64_t given = 0;

    for (size_t i = 0; rule_keys[i].name != NULL; i++) {
        if (oz_yaml_get(doc, doc->root, rule_keys[i].name, NULL) != OZ_NONE) {
            given |= (uint64_t)1 << i;
        }
    }
    return given;
}

uint64_t oz_rule_key_bit(const char *key)
{
    size_t row = 0;

    while (strcmp(rule_keys[row].name, key) != 0) {
        row++;
    }
    return (uint64_t)1 << row;
}

static const cyaml_schema_value_t text_item = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED)};

#define FIELD_TEXT(key, member)                                                        \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,              \
                           struct oz_rule_metadata, member, 0, CYAML_UNLIMITED),
#define FIELD_BOOL(key, member)                                                        \
    CYAML_FIELD_BOOL(key, CYAML_FLAG_OPTIONAL, struct oz_rule_metadata, member),
#define FIELD_INT(key, member)                                                         \
    CYAML_FIELD_INT(key, CYAML_FLAG_OPTIONAL, struct oz_rule_metadata, member),
#define FIELD_TEXTS(key, member)                                                       \
    CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,                \
                         struct oz_rule_metadata, member, &text_item, 0,               \
                         CYAML_UNLIMITED),
#define FIELD_LIST(key, member)
#define FIELD_MAP(key, member)
#define FIELD_MAPS(key, member)

static const cyaml_schema_field_t fields[] = {
#define OZ_RULE_KEY(type, key, member, flags, inner) FIELD_##type(key, member)
#include "rule/rule_key.def"
#undef OZ_RULE_KEY
    CYAML_FIELD_END};

static const cyaml_schema_value_t schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct oz_rule_metadata, fields)};

/* libcyaml does not tell old sizes, so each block carries its own in front. */
union header {
    size_t size;
    max_align_t align;
};

static void *resize(void *ctx, void *ptr, size_t size)
{
    const ounce_allocator *alloc = ctx;
    union header *old = ptr == NULL ? NULL : (union header *)ptr - 1;
    size_t old_size = old == NULL ? 0 : sizeof *old + old->size;
    union header *block;
    size_t total;

    if (size == 0) {
        oz_alloc_free(alloc, old, old_size);
        return NULL;
    }
    if (!oz_size_add(size, sizeof *block, &total)) {
        return NULL;
    }
    block = oz_alloc_resize(alloc, old, old_size, total);
    if (block == NULL) {
        return NULL;
    }
    block->size = size;
    return block + 1;
}

/* The first thing libcyaml has to say; what follows is its backtrace. */
struct complaint {
    char text[200];
};

OZ_FORMAT(3, 0)
static void log_first(cyaml_log_t level, void *ctx, const char *format, va_list args)
{
    struct complaint *complaint = ctx;

    (void)level;
    if (complaint->text[0] == '\0') {
        vsnprintf(complaint->text, sizeof complaint->text, format, args);
        complaint->text[strcspn(complaint->text, "\n")] = '\0';
    }
}

static cyaml_config_t config_for(const ounce_allocator *alloc,
                                 struct complaint *complaint)
{
    cyaml_config_t config = {0};
    union {
        const ounce_allocator *in;
        void *out;
    } ctx = {alloc}; /* only handed back to resize(), which takes it as const again */

    config.mem_fn = resize;
    config.mem_ctx = ctx.out;
    config.log_fn = log_first;
    config.log_ctx = complaint;
    config.log_level = CYAML_LOG_ERROR;
    return config;
}

static bool is_metadata(const struct oz_yaml_node *key)
{
    for (const struct oz_schema_key *row = rule_keys; row->name != NULL; row++) {
        if (key->kind == OZ_YAML_TEXT && oz_str_is(key->text, row->name)) {
            return row->type == OZ_SCHEMA_TEXT || row->type == OZ_SCHEMA_BOOL ||
                   row->type == OZ_SCHEMA_INT || row->type == OZ_SCHEMA_TEXTS;
        }
    }
    return false;
}

static bool write_metadata(const struct oz_yaml_document *doc, struct oz_buf *buf)
{
    const char *comma = "{";
    oz_yaml_id bad;

    for (uint32_t i = 0; i < oz_yaml_pairs(doc, doc->root); i++) {
        const struct oz_yaml_node *key =
            oz_yaml_node(doc, oz_yaml_key(doc, doc->root, i));

        if (!is_metadata(key)) {
            continue;
        }
        oz_buf_text(buf, comma);
        oz_buf_json(buf, key->text.data, key->text.size);
        oz_buf_text(buf, ": ");
        if (!oz_yaml_json(doc, oz_yaml_value(doc, doc->root, i), buf, &bad)) {
            return false;
        }
        comma = ", ";
    }
    oz_buf_char(buf, '}');
    return true;
}

ounce_status oz_rule_metadata_load(const ounce_allocator *alloc, struct oz_diags *diags,
                                   const struct oz_yaml_document *doc,
                                   struct oz_rule_metadata **out)
{
    struct complaint complaint = {{0}};
    cyaml_config_t config = config_for(alloc, &complaint);
    cyaml_err_t result = CYAML_ERR_INVALID_VALUE;
    cyaml_data_t *data = NULL;
    struct oz_buf text;
    bool nomem;

    *out = NULL;
    oz_buf_init(&text, alloc);
    if (write_metadata(doc, &text) && !text.failed) {
        result = cyaml_load_data((const uint8_t *)text.data, text.size, &config,
                                 &schema, &data, NULL);
    }
    nomem = text.failed || result == CYAML_ERR_OOM;
    oz_buf_finish(&text);
    *out = data;
    if (nomem) {
        return OUNCE_ERR_NOMEM;
    }
    if (result != CYAML_OK) {
        oz_diag(diags, OUNCE_LEVEL_ERROR, "metadata",
                oz_yaml_node(doc, doc->root)->span,
                "the rule's metadata cannot be read: %s",
                complaint.text[0] != '\0' ? complaint.text : cyaml_strerror(result));
        return OUNCE_ERR_RULE;
    }
    return OUNCE_OK;
}

void oz_rule_metadata_free(const ounce_allocator *alloc,
                           struct oz_rule_metadata *metadata)
{
    struct complaint complaint = {{0}};
    cyaml_config_t config = config_for(alloc, &complaint);

    cyaml_free(&config, &schema, metadata, 0);
}
