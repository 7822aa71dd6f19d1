/* native.h — functions that rules may call and that we supply: methods of text and
 * containers, `re`, `json`, `datetime`, `ipaddress` …
 *
 * One row per function in the .def file of its family:
 *
 *   OZ_NATIVE(ID, name, parameters, function)
 *   OZ_PROPERTY(ID, name, function)        an attribute that is computed from `self`
 *
 *   name        dotted: "re.match", "json.loads"; methods under the type's name:
 *               "str.lower", "list.append", "re.Match.group", "datetime.datetime.year"
 *   parameters  comma-separated names. "self" first for methods; "sep=" is optional and
 *               arrives as OUNCE_MISSING; "*args" takes the rest as one OZ_TUPLE,
 *               "**kwargs" as one OZ_DICT
 *
 * A function gets exactly one argument per parameter: the caller has bound names and
 * raised TypeError for what is missing or too much. `self` has the kind that the name
 * says; every other argument may be anything, and a wrong type raises what CPython
 * raises, with its message.
 */
#ifndef OZ_NATIVE_H
#define OZ_NATIVE_H

#include "object/object.h"

typedef bool oz_native_fn(struct oz_work *work, const ounce_value *args,
                          ounce_value *out);

struct oz_native {
    const char *name;
    const char *params;
    oz_native_fn *call;
    bool property;
};

enum oz_native_id {
#define OZ_NATIVE(id, name, params, function) OZ_NATIVE_##id,
#define OZ_PROPERTY(id, name, function)       OZ_NATIVE_##id,
#include "native/native.def"
#undef OZ_NATIVE
#undef OZ_PROPERTY
    OZ_NATIVE_COUNT
};

/* The functions themselves, each defined in the file of its family. */
#define OZ_NATIVE(id, name, params, function) oz_native_fn function;
#define OZ_PROPERTY(id, name, function)       oz_native_fn function;
#include "native/native.def"
#undef OZ_NATIVE
#undef OZ_PROPERTY

extern const struct oz_native oz_natives[OZ_NATIVE_COUNT];

/* By dotted name; OZ_NONE. */
uint32_t oz_native_find(ounce_str name);
/* A method or property of a value's type: by oz_native_type(value), a dot and the name;
 * OZ_NONE. */
uint32_t oz_native_method(const ounce_value *self, ounce_str name);
/* Can the native be called on this value, or NULL for none? A method can where the
 * value is of its class. false: it raised. */
bool oz_native_applies(struct oz_work *work, uint32_t id, const ounce_value *self);
/* Do all values of a kind have the same type? */
bool oz_native_is_plain(uint32_t kind);
/* The prefix of a value's rows: "str", "list", "re.Match", "ImmutableList". */
const char *oz_native_type(const ounce_value *self);

/* Why a function that has no row is left out, to go on with where it is said that it is
 * not supported: "" or ": it needs …". */
const char *oz_native_reason(ounce_str name);

/* Bind arguments to the parameters of a function: positional ones, then named ones
 * (names[i] belongs to args[positional + i]). `bound` has room for OZ_MAX_PARAMS. */
#define OZ_MAX_PARAMS 12
bool oz_native_bind(struct oz_work *work, const struct oz_native *native,
                    const ounce_value *args, uint32_t positional,
                    const ounce_str *names, uint32_t named, ounce_value *bound);

#endif
