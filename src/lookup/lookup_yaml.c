/* lookup_yaml.c — the rows of a YAML file, a list of maps. */
#include "lookup/lookup_rows.h"

#include "yaml/yaml_document.h"

static bool yaml_row(struct oz_lookup_reading *in, const struct oz_yaml_document *doc,
                     oz_yaml_id item)
{
    struct oz_span span = oz_yaml_node(doc, item)->span;
    oz_yaml_id wrong = OZ_NONE;

    oz_buf_clear(&in->json);
    if (!oz_yaml_json(doc, item, &in->json, &wrong)) {
        return in->json.failed
                   ? oz_lookup_nomem(in)
                   : oz_lookup_pass_over(in, oz_yaml_node(doc, wrong)->span,
                                         "JSON has no infinite number and no NaN");
    }
    return in->json.failed
               ? oz_lookup_nomem(in)
               : oz_lookup_row(in, (ounce_str){in->json.data, in->json.size}, span);
}

static bool read_yaml(struct oz_lookup_reading *in, const struct oz_yaml_document *doc)
{
    const struct oz_span whole = {1, 1, 0};

    if (doc->root == OZ_NONE || oz_yaml_node(doc, doc->root)->kind != OZ_YAML_LIST) {
        return oz_lookup_refuse(
            in, "table-format",
            doc->root == OZ_NONE ? whole : oz_yaml_node(doc, doc->root)->span,
            "a lookup table in YAML is a list of maps");
    }
    for (uint32_t i = 0; i < oz_yaml_node(doc, doc->root)->as.run.count; i++) {
        if (!yaml_row(in, doc, oz_yaml_item(doc, doc->root, i))) {
            return false;
        }
    }
    return true;
}

bool oz_lookup_yaml(struct oz_lookup_reading *in, ounce_str text)
{
    ounce_limits limits = *in->limits;
    struct oz_yaml_document doc;
    struct oz_arena arena;
    ounce_status status;
    bool fine = false;

    limits.max_rule_bytes = limits.max_table_bytes;
    oz_arena_init(&arena, in->arena->alloc);
    status = oz_yaml_parse(&arena, &limits, in->diags, text.data, text.size, &doc);
    if (status == OUNCE_OK) {
        fine = read_yaml(in, &doc);
    } else if (status == OUNCE_ERR_RULE) {
        in->fine = false; /* diagnosed */
    } else {
        oz_lookup_nomem(in);
    }
    oz_arena_finish(&arena);
    return fine;
}
