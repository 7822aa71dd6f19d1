/* event_jansson.c — events that are json_t.
 *
 * Nothing is converted: the accessor looks members up where they are. jansson's get
 * functions take a json_t that is not const but do not change it.
 */
#include <ounce/jansson.h>

#include "base/alloc.h"

static json_t *unconst(const void *node)
{
    union {
        const void *in;
        json_t *out;
    } node_as = {node};

    return node_as.out;
}

static void from_jansson(const json_t *json, ounce_value *out)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        out->kind = OUNCE_MAP;
        out->size = json_object_size(json);
        out->node = json;
        return;
    case JSON_ARRAY:
        out->kind = OUNCE_LIST;
        out->size = json_array_size(json);
        out->node = json;
        return;
    case JSON_STRING:
        out->kind = OUNCE_TEXT;
        out->text = json_string_value(json);
        out->size = json_string_length(json);
        return;
    case JSON_INTEGER:
        out->kind = OUNCE_INT;
        out->integer = json_integer_value(json);
        return;
    case JSON_REAL:
        out->kind = OUNCE_FLOAT;
        out->real = json_real_value(json);
        return;
    case JSON_TRUE:
    case JSON_FALSE:
        out->kind = OUNCE_BOOL;
        out->integer = json_is_true(json);
        return;
    case JSON_NULL:
        break;
    }
    out->kind = OUNCE_NULL;
}

static ounce_found found(const json_t *json, ounce_value *out)
{
    if (json == NULL) {
        return OUNCE_ABSENT;
    }
    from_jansson(json, out);
    return OUNCE_FOUND;
}

static ounce_found jansson_member(void *ctx, const void *map, const char *name,
                                  size_t name_size, ounce_value *out)
{
    (void)ctx;
    return found(json_object_getn(unconst(map), name, name_size), out);
}

static ounce_found jansson_element(void *ctx, const void *list, size_t index,
                                   ounce_value *out)
{
    (void)ctx;
    return found(json_array_get(unconst(list), index), out);
}

static ounce_found jansson_next(void *ctx, const void *map, const void **cursor,
                                ounce_str *name, ounce_value *out)
{
    json_t *object = unconst(map);
    void *iter = *cursor == NULL ? json_object_iter(object)
                                 : json_object_iter_next(object, unconst(*cursor));

    (void)ctx;
    if (iter == NULL) {
        return OUNCE_ABSENT;
    }
    *cursor = iter;
    name->data = json_object_iter_key(iter);
    name->size = json_object_iter_key_len(iter);
    return found(json_object_iter_value(iter), out);
}

static const ounce_accessor accessor = {(uint32_t)sizeof(ounce_accessor),
                                        jansson_member, jansson_element, jansson_next};

void ounce_event_init_jansson(ounce_event *event, const json_t *object)
{
    ounce_event_init_host(event, &accessor, NULL,
                          json_is_object(object) ? object : NULL);
}
