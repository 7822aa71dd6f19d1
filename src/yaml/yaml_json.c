/* yaml_json.c — a node of a document as compact JSON.
 *
 *     {KeyPath: a.b, 403: [0x10, ~, .5]}  =>  {"KeyPath":"a.b","403":[16,null,0.5]}
 *
 * The events in a rule's tests are YAML; the engine reads JSON. Written once here, a
 * test's event takes the same road as one from the wire.
 */
#include "yaml/yaml_document.h"

#include "base/number.h"

struct writer {
    const struct oz_yaml_document *doc;
    struct oz_buf *buf;
    oz_yaml_id bad;
};

static void write_real(struct oz_buf *buf, double value)
{
    char text[OZ_REAL_TEXT];

    oz_buf_add(buf, text, oz_real_print(value, true, text));
}

static bool write_scalar(struct writer *writer, const struct oz_yaml_node *node)
{
    switch (node->kind) {
    case OZ_YAML_NULL:
        oz_buf_text(writer->buf, "null");
        return true;
    case OZ_YAML_BOOL:
        oz_buf_text(writer->buf, node->as.boolean ? "true" : "false");
        return true;
    case OZ_YAML_INT:
        oz_buf_int(writer->buf, node->as.integer);
        return true;
    case OZ_YAML_BIG:
        oz_buf_str(writer->buf, node->text);
        return true;
    case OZ_YAML_REAL:
        write_real(writer->buf, node->as.real);
        return oz_real_is_finite(node->as.real);
    case OZ_YAML_TEXT:
        oz_buf_json(writer->buf, node->text.data, node->text.size);
        return true;
    case OZ_YAML_LIST:
    case OZ_YAML_MAP:
        break;
    }
    return false;
}

/* What is not text becomes its text; a key may well be infinite. */
static void write_key(struct writer *writer, const struct oz_yaml_node *node)
{
    if (node->kind == OZ_YAML_TEXT) {
        oz_buf_json(writer->buf, node->text.data, node->text.size);
    } else {
        oz_buf_char(writer->buf, '"');
        write_scalar(writer, node);
        oz_buf_char(writer->buf, '"');
    }
    oz_buf_char(writer->buf, ':');
}

static bool write_node(struct writer *writer, oz_yaml_id id);

static bool write_list(struct writer *writer, oz_yaml_id list)
{
    const uint32_t count = writer->doc->nodes[list].as.run.count;

    oz_buf_char(writer->buf, '[');
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) {
            oz_buf_char(writer->buf, ',');
        }
        if (!write_node(writer, oz_yaml_item(writer->doc, list, i))) {
            return false;
        }
    }
    oz_buf_char(writer->buf, ']');
    return true;
}

static bool write_map(struct writer *writer, oz_yaml_id map)
{
    const uint32_t count = oz_yaml_pairs(writer->doc, map);

    oz_buf_char(writer->buf, '{');
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) {
            oz_buf_char(writer->buf, ',');
        }
        write_key(writer, oz_yaml_node(writer->doc, oz_yaml_key(writer->doc, map, i)));
        if (!write_node(writer, oz_yaml_value(writer->doc, map, i))) {
            return false;
        }
    }
    oz_buf_char(writer->buf, '}');
    return true;
}

/* The depth is bounded by limits.max_depth, enforced when the document was built. */
static bool write_node(struct writer *writer, oz_yaml_id id)
{
    const struct oz_yaml_node *node = oz_yaml_node(writer->doc, id);

    if (node->kind == OZ_YAML_LIST) {
        return write_list(writer, id);
    }
    if (node->kind == OZ_YAML_MAP) {
        return write_map(writer, id);
    }
    if (!write_scalar(writer, node)) {
        writer->bad = id;
        return false;
    }
    return true;
}

bool oz_yaml_json(const struct oz_yaml_document *doc, oz_yaml_id id, struct oz_buf *buf,
                  oz_yaml_id *bad)
{
    struct writer writer = {doc, buf, 0};

    if (!write_node(&writer, id)) {
        *bad = writer.bad;
        return false;
    }
    return true;
}
