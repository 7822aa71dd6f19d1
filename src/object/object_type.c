/* object_type.c — names of types as messages show them, and what is true. */
#include "base/str.h"
#include "object/object.h"

#include <string.h>

static const char *network_name(const ounce_value *value)
{
    if (value->kind == OZ_ADDRESS) {
        return value->size == 6 ? "IPv6Address" : "IPv4Address";
    }
    return value->size == 6 ? "IPv6Network" : "IPv4Network";
}

/* A literal, so it ends with a NUL. */
static const char *record_name(const ounce_value *value)
{
    const char *type = ((const struct oz_record *)value->node)->type.data;
    const char *dot = value->kind == OZ_OBJECT ? strrchr(type, '.') : NULL;

    return dot == NULL ? type : dot + 1;
}

static const char *view_name(const ounce_value *value)
{
    static const char *const built[] = {"dict_keys", "dict_values", "dict_items"};
    static const char *const event[] = {"KeysView", "ValuesView", "ItemsView"};
    const struct oz_dict_view *view = value->node;

    return view->over.kind == OUNCE_MAP ? event[view->part] : built[view->part];
}

static const char *class_name(const ounce_value *value)
{
    const struct oz_exception *exception = value->node;

    return oz_exception_short_name((enum oz_exception_class)exception->class_id);
}

static const char *iterator_name(const ounce_value *value)
{
    const char *type = ((const struct oz_iter *)value->node)->type;

    return type != NULL ? type : "iterator";
}

static const char *const names[OZ_KIND_COUNT] = {
    [OUNCE_MISSING] = "NoneType",
    [OUNCE_NULL] = "NoneType",
    [OUNCE_BOOL] = "bool",
    [OUNCE_INT] = "int",
    [OUNCE_BIG] = "int",
    [OUNCE_FLOAT] = "float",
    [OUNCE_TEXT] = "str",
    [OUNCE_LIST] = "ImmutableList",
    [OZ_TUPLE] = "tuple",
    [OZ_ARRAY] = "list",
    [OZ_DICT] = "dict",
    [OZ_SET] = "set",
    [OZ_FROZENSET] = "frozenset",
    [OZ_BYTES] = "bytes",
    [OZ_REGEX] = "re.Pattern",
    [OZ_FOUND] = "re.Match",
    [OZ_DATETIME] = "datetime.datetime",
    [OZ_DATE] = "datetime.date",
    [OZ_DELTA] = "datetime.timedelta",
    [OZ_ZONE] = "datetime.timezone",
    [OZ_NATIVE] = "builtin_function_or_method",
    [OZ_BOUND] = "builtin_function_or_method",
    [OZ_CLOSURE] = "function",
    [OZ_CLASS] = "type",
    [OZ_INSTANCE] = "object",
    [OZ_MODULE] = "module",
    [OZ_ELLIPSIS] = "ellipsis",
};

const char *oz_type_name(const ounce_value *value)
{
    switch (value->kind) {
    case OUNCE_MAP:
        return (value->flags & OZ_VALUE_EVENT) != 0 ? "PantherEvent"
                                                    : "ImmutableCaseInsensitiveDict";
    case OZ_ADDRESS:
    case OZ_NETWORK:
        return network_name(value);
    case OZ_OBJECT:
    case OZ_RECORD:
        return record_name(value);
    case OZ_EXCEPTION:
        return class_name(value);
    case OZ_VIEW:
        return view_name(value);
    case OZ_ITERATOR:
        return iterator_name(value);
    default:
        return value->kind < OZ_KIND_COUNT && names[value->kind] != NULL
                   ? names[value->kind]
                   : "object";
    }
}

static bool view_truth(const ounce_value *value)
{
    const struct oz_dict_view *view = value->node;

    return oz_truth(&view->over);
}

bool oz_truth(const ounce_value *value)
{
    switch (value->kind) {
    case OUNCE_MISSING:
    case OUNCE_NULL:
        return false;
    case OUNCE_BOOL:
    case OUNCE_INT:
        return value->integer != 0;
    case OUNCE_FLOAT:
        return value->real < 0 || value->real > 0 || value->real != value->real;
    case OUNCE_TEXT:
    case OUNCE_LIST:
    case OUNCE_MAP:
    case OZ_BYTES:
        return value->size > 0;
    case OZ_TUPLE:
    case OZ_ARRAY:
        return oz_array_of(value)->count > 0;
    case OZ_DICT:
    case OZ_SET:
    case OZ_FROZENSET:
        return oz_dict_of(value)->count > 0;
    case OZ_VIEW:
        return view_truth(value);
    case OZ_DELTA:
        return value->size == 0;
    default:
        return true;
    }
}
