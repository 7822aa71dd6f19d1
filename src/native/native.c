/* native.c — the table of functions that rules may call, and how it is looked up. */
#include "native/native.h"

#include "base/str.h"
#include "base/table.h"

const struct oz_native oz_natives[OZ_NATIVE_COUNT] = {
#define OZ_NATIVE(id, name, params, function) {name, params, function, false},
#define OZ_PROPERTY(id, name, function)       {name, "self", function, true},
#include "native/native.def"
#undef OZ_NATIVE
#undef OZ_PROPERTY
};

/* Lengths of the names, so that most rows are passed over without a look at them. */
static const uint8_t sizes[OZ_NATIVE_COUNT] = {
#define OZ_NATIVE(id, name, params, function) sizeof(name) - 1,
#define OZ_PROPERTY(id, name, function)       sizeof(name) - 1,
#include "native/native.def"
#undef OZ_NATIVE
#undef OZ_PROPERTY
};

/* The row "<type>.<name>"; with no type, "<name>". Rows are few and the evaluator keeps
 * what it has found, so they are simply tried. */
static uint32_t find(ounce_str type, ounce_str name)
{
    size_t dot = type.size > 0 ? type.size + 1 : 0;

    for (uint32_t i = 0; i < OZ_NATIVE_COUNT; i++) {
        const char *row = oz_natives[i].name;

        if (sizes[i] == dot + name.size && name.size > 0 &&
            memcmp(row + dot, name.data, name.size) == 0 &&
            (dot == 0 ||
             (row[dot - 1] == '.' && memcmp(row, type.data, type.size) == 0))) {
            return i;
        }
    }
    return OZ_NONE;
}

uint32_t oz_native_find(ounce_str name)
{
    return find((ounce_str){NULL, 0}, name);
}

const char *oz_native_type(const ounce_value *self)
{
    switch (self->kind) {
    case OUNCE_MAP:
        return "ImmutableCaseInsensitiveDict";
    case OZ_ADDRESS:
        return self->size == 6 ? "ipaddress.IPv6Address" : "ipaddress.IPv4Address";
    case OZ_NETWORK:
        return self->size == 6 ? "ipaddress.IPv6Network" : "ipaddress.IPv4Network";
    case OZ_OBJECT:
        return ((const struct oz_record *)self->node)->type.data;
    default:
        return oz_type_name(self);
    }
}

bool oz_native_is_plain(uint32_t kind)
{
    switch (kind) {
    case OUNCE_NULL:
    case OUNCE_BOOL:
    case OUNCE_INT:
    case OUNCE_FLOAT:
    case OUNCE_TEXT:
    case OUNCE_LIST:
    case OUNCE_MAP:
    case OZ_TUPLE:
    case OZ_ARRAY:
    case OZ_DICT:
    case OZ_SET:
    case OZ_FROZENSET:
    case OZ_BYTES:
    case OZ_REGEX:
    case OZ_FOUND:
        return true;
    default:
        return false;
    }
}

/* Where a method is looked for next: the class that a class is derived from. */
static const char *base_of(const ounce_value *self)
{
    switch (self->kind) {
    case OUNCE_BOOL:
        return "int";
    case OZ_DATETIME:
        return "datetime.date";
    case OZ_RECORD:
        return "tuple";
    default:
        return NULL;
    }
}

uint32_t oz_native_method(const ounce_value *self, ounce_str name)
{
    const char *type = oz_native_type(self);
    const char *base = base_of(self);
    uint32_t id = OZ_NONE;

    if (self->kind == OUNCE_MAP && (self->flags & OZ_VALUE_EVENT) != 0) {
        id = find(OZ_LIT("PantherEvent"), name);
    }
    if (id == OZ_NONE) {
        id = find((ounce_str){type, strlen(type)}, name);
    }

    return id != OZ_NONE || base == NULL ? id
                                         : find((ounce_str){base, strlen(base)}, name);
}

bool oz_native_applies(struct oz_work *work, uint32_t id, const ounce_value *self)
{
    const struct oz_native *native = &oz_natives[id];
    const char *dot = strrchr(native->name, '.'), *base;
    ounce_str class_;

    if (strncmp(native->params, "self", 4) != 0 || dot == NULL) {
        return true;
    }
    if (self == NULL) {
        return oz_raise(work, OZ_EXC_TYPE, "unbound method %s() needs an argument",
                        native->name);
    }
    class_ = (ounce_str){native->name, (size_t)(dot - native->name)};
    base = base_of(self);
    if (oz_str_is(class_, "object") || oz_str_is(class_, oz_native_type(self)) ||
        (base != NULL && oz_str_is(class_, base)) ||
        (oz_str_is(class_, "PantherEvent") && self->kind == OUNCE_MAP &&
         (self->flags & OZ_VALUE_EVENT) != 0)) {
        return true;
    }
    return oz_raise(work, OZ_EXC_TYPE,
                    "descriptor '%s' for '%.*s' objects doesn't apply to a '%s' object",
                    dot + 1, OZ_STR(class_), oz_type_name(self));
}

/* What would need every action that AWS has: a catalogue of megabytes. */
static const char *const catalogued[] = {"policyuniverse.expander_minimizer",
                                         "policyuniverse.action_categories",
                                         "policyuniverse.action",
                                         "policyuniverse.expand_policy",
                                         "policyuniverse.get_actions_from_statement",
                                         "policyuniverse.all_permissions"};

const char *oz_native_reason(ounce_str name)
{
    for (size_t i = 0; i < sizeof catalogued / sizeof *catalogued; i++) {
        size_t size = strlen(catalogued[i]);

        if (name.size >= size && memcmp(name.data, catalogued[i], size) == 0 &&
            (name.size == size || name.data[size] == '.')) {
            return ": it needs the catalogue of all AWS actions";
        }
    }
    return "";
}
