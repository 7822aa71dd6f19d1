/* item_lookup.c — lookup tables: where their rows are, and by what they are found. */
#include "base/str.h"
#include "rule/item.h"
#include "rule/rule_reading.h"

static bool has(const struct oz_rule_reading *reading, const char *key)
{
    return oz_rule_node(reading, key) != NULL;
}

bool oz_item_is_query(const struct oz_rule_reading *reading)
{
    return has(reading, "Query") || has(reading, "AthenaQuery") ||
           has(reading, "SnowflakeQuery") || has(reading, "DatabricksQuery");
}

void oz_item_check_lookup(struct oz_rule_reading *reading)
{
    const struct oz_yaml_document *doc = reading->doc;
    oz_yaml_id refresh = oz_yaml_get(doc, doc->root, "Refresh", NULL);
    const char *first = oz_item_is_query(reading) ? "PeriodMinutes" : "RoleARN";
    const char *second =
        oz_item_is_query(reading) ? "CronExpression" : "GCSCredentials";

    if (!oz_item_is_query(reading) && refresh == OZ_NONE && !has(reading, "Filename")) {
        oz_rule_error(reading, "missing-key", "",
                      "the lookup table lacks \"Filename\" or \"Refresh\": where its "
                      "rows are");
    }
    if (refresh == OZ_NONE || oz_yaml_node(doc, refresh)->kind != OZ_YAML_MAP) {
        return;
    }
    if ((oz_yaml_get(doc, refresh, first, NULL) == OZ_NONE) ==
        (oz_yaml_get(doc, refresh, second, NULL) == OZ_NONE)) {
        reading->fine = false;
        oz_diag(reading->diags, OUNCE_LEVEL_ERROR, "conflicting-keys",
                oz_yaml_node(doc, refresh)->span,
                "this \"Refresh\" needs exactly one of \"%s\" and \"%s\"", first,
                second);
    }
}

static bool keep(struct oz_rule_reading *reading, oz_yaml_id id, ounce_str *out)
{
    const struct oz_yaml_node *node =
        id == OZ_NONE ? NULL : oz_yaml_node(reading->doc, id);

    return node == NULL || node->kind != OZ_YAML_TEXT ||
           oz_arena_text(reading->arena, node->text.data, node->text.size, out);
}

bool oz_item_keep_table(struct oz_rule_reading *reading, struct oz_item_table *out)
{
    const struct oz_yaml_document *doc = reading->doc;
    oz_yaml_id map = oz_yaml_get(doc, doc->root, "LogTypeMap", NULL);
    oz_yaml_id file = oz_yaml_get(doc, doc->root, "Filename", NULL);

    if (file != OZ_NONE) {
        out->span = oz_yaml_node(doc, file)->span;
    }
    if (!keep(reading, file, &out->file)) {
        return false;
    }
    return map == OZ_NONE || oz_yaml_node(doc, map)->kind != OZ_YAML_MAP ||
           keep(reading, oz_yaml_get(doc, map, "PrimaryKey", NULL), &out->column);
}
