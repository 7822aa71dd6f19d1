/* object.h — what an evaluation computes with beyond the values of an event: lists that
 * grow, sets, dates, exceptions.
 *
 * They are ounce_values whose kind goes on after OUNCE_MAP and which never leave the
 * library: what does (oz_object_plain) is seen as a list or map through an accessor.
 * The semantics are those of Python 3.11, exactly.
 *
 * A list or map of the event itself (OUNCE_LIST, OUNCE_MAP) is Panther's read-only
 * wrapper: it looks names up ignoring case, prints as its class, and is no `list` or
 * `dict`.
 *
 * Everything lives in the scratch arena of the event. A function returning bool returns
 * false after oz_raise() or oz_walk_fail(): the evaluation then unwinds.
 */
#ifndef OZ_OBJECT_H
#define OZ_OBJECT_H

#include "base/buf.h"
#include "base/diag.h"
#include "event/event.h"

#include <ounce/services.h>

enum oz_object_kind {
    OZ_TUPLE = 16, /* node: struct oz_array */
    OZ_ARRAY,      /* list; node: struct oz_array */
    OZ_DICT,       /* node: struct oz_dict */
    OZ_SET,        /* node: struct oz_dict, without values */
    OZ_FROZENSET,  /* the same */
    OZ_BYTES,      /* text, size */
    OZ_REGEX,      /* node: native/regex.h */
    OZ_FOUND,      /* match of a regex; node: native/regex.h */
    OZ_DATETIME,   /* node: native/time.h */
    OZ_DATE,
    OZ_DELTA, /* size: 1 when it is zero, which is false */
    OZ_ZONE,
    OZ_ADDRESS,   /* node: native/net.h; size: 4 or 6, the version */
    OZ_NETWORK,   /* the same */
    OZ_OBJECT,    /* of a library class, as policyuniverse's; node: struct oz_record */
    OZ_RECORD,    /* tuple with named fields, as of urlparse; the same */
    OZ_EXCEPTION, /* instance of a class of exception.def; node: struct oz_exception */
    OZ_NATIVE,    /* function; integer: its place in the table of native.h */
    OZ_BOUND,     /* method of an object; node: struct oz_bound */
    OZ_CLOSURE,   /* function of a rule; node: the evaluator's */
    OZ_CLASS,     /* class; node: the evaluator's; or integer for those of oz_type */
    OZ_INSTANCE,  /* node: the evaluator's */
    OZ_MODULE,    /* text: its dotted name */
    OZ_ITERATOR,  /* node: struct oz_iter */
    OZ_ELLIPSIS,
    OZ_VIEW, /* keys(), values(), items(); node: struct oz_dict_view */
    OZ_KIND_COUNT
};

/* ounce_value.flags: this MAP is the event itself, which prints as PantherEvent. */
#define OZ_VALUE_EVENT 8u

enum oz_exception_class {
#define OZ_EXCEPTION(id, name, parent) OZ_EXC_##id,
#include "object/exception.def"
#undef OZ_EXCEPTION
    OZ_EXC_COUNT
};

struct oz_array {
    ounce_value *items;
    size_t count, capacity;
};

/* Insertion ordered. Entries that were removed stay as holes (key.kind OUNCE_MISSING)
 * until the next growth. */
struct oz_dict_entry {
    uint64_t hash;
    ounce_value key, value;
};

struct oz_dict {
    struct oz_dict_entry *entries;
    size_t used, capacity; /* entries, holes included */
    size_t count;          /* live entries */
    uint32_t *index;       /* a power of two of places + 1; 0: free */
    size_t index_size;
};

struct oz_record {
    ounce_str
        type; /* a literal: "ParseResult"; of an object, dotted: its rows' prefix */
    const char *const *names;
    struct oz_array fields;
};

struct oz_exception {
    uint32_t class_id; /* enum oz_exception_class */
    struct oz_array args;
};

struct oz_bound {
    ounce_value self, function;
};

/* Lives as its dict or map does: what is added later is seen. */
enum oz_view_part { OZ_VIEW_KEYS, OZ_VIEW_VALUES, OZ_VIEW_ITEMS };

struct oz_dict_view {
    ounce_value over; /* OZ_DICT or OUNCE_MAP */
    enum oz_view_part part;
};

struct oz_work;
struct oz_store;   /* native/store.h */
struct oz_lookups; /* lookup/lookup.h */

/* A container that is being printed, inside others. */
struct oz_printed {
    const void *node;
    const struct oz_printed *outer;
};

/* Working memory of the evaluation of one event. */
struct oz_work {
    struct oz_walk walk;
    struct oz_buf text;  /* text being built, used as a stack: see oz_text_take */
    struct oz_buf stack; /* of the JSON decoder */
    const struct oz_printed *printed; /* by repr(), innermost first */
    ounce_value
        failure; /* OZ_EXCEPTION or OZ_INSTANCE; valid when walk.reason says so */
    const ounce_services *services;   /* of the host; NULL: none */
    struct oz_store *store;           /* the cache when the host lends none */
    const struct oz_lookups *lookups; /* tables of the ruleset; NULL: none */
    bool is_test; /* the event is a test's: what it says of tables counts */
    struct oz_regexes *regexes; /* native/regex.h; NULL until a pattern is used */
    /* Call any callable: the evaluator's. */
    bool (*call)(struct oz_work *work, const ounce_value *callee,
                 const ounce_value *args, uint32_t count, ounce_value *out);
    /* str(), repr() and == of what only the evaluator knows: OZ_CLOSURE, OZ_CLASS,
     * OZ_INSTANCE. */
    bool (*print)(struct oz_work *work, const ounce_value *value, bool repr);
};

/* Raise an exception whose single argument is a text. Always false. */
bool oz_raise(struct oz_work *work, enum oz_exception_class class_id,
              const char *format, ...) OZ_FORMAT(3, 4);
/* KeyError and the like: the argument is the value itself. Always false. */
bool oz_raise_value(struct oz_work *work, enum oz_exception_class class_id,
                    const ounce_value *argument);
/* The same, the argument being what was added to work->text since `base`: for messages
 * that hold the repr() of a value. Always false. */
bool oz_raise_text(struct oz_work *work, enum oz_exception_class class_id, size_t base);
/* Give up for want of memory. Always false. */
bool oz_no_memory(struct oz_work *work);
bool oz_exception_is(enum oz_exception_class class_id,
                     enum oz_exception_class ancestor);
/* As `except` clauses spell it: "json.decoder.JSONDecodeError". */
const char *oz_exception_name(enum oz_exception_class class_id);
/* By its last part, whatever stands before it; OZ_EXC_COUNT. */
uint32_t oz_exception_find(ounce_str name);
/* Its last part, which messages show: "JSONDecodeError". */
const char *oz_exception_short_name(enum oz_exception_class class_id);

/* ---- making values (object.c); the simple ones cannot fail ---- */
static inline ounce_value oz_none(void)
{
    ounce_value out = {0};

    out.kind = OUNCE_NULL;
    return out;
}
static inline ounce_value oz_bool(bool value)
{
    ounce_value out = {0};

    out.kind = OUNCE_BOOL;
    out.integer = value;
    return out;
}
static inline ounce_value oz_int(int64_t value)
{
    ounce_value out = {0};

    out.kind = OUNCE_INT;
    out.integer = value;
    return out;
}
ounce_value oz_real(double value); /* any double: inf and nan as well */
/* Borrowed: a literal, or in the arena. */
static inline ounce_value oz_text(ounce_str text)
{
    ounce_value out = {0};

    out.kind = OUNCE_TEXT;
    out.text = text.size > 0 ? text.data : "";
    out.size = text.size;
    return out;
}
ounce_value oz_bytes(ounce_str bytes);
/* What was added to work->text since `base`, copied into the arena; the buffer is cut
 * back to `base`. */
bool oz_text_take(struct oz_work *work, size_t base, ounce_value *out);
/* Memory costs steps, so that a budget bounds it as well: the default of 10,000,000
 * steps is 80 MB. false: the budget is spent. */
#define OZ_BYTES_PER_STEP 8
bool oz_charge_memory(struct oz_work *work, size_t size);

/* Room for n bytes in the arena; NULL after oz_no_memory. */
void *oz_work_alloc(struct oz_work *work, size_t size);

/* ---- containers (object_array.c, object_dict.c) ---- */
bool oz_array_new(struct oz_work *work, uint32_t kind, size_t capacity,
                  ounce_value *out);
bool oz_array_add(struct oz_work *work, ounce_value *array, const ounce_value *item);
static inline struct oz_array *oz_array_of(const ounce_value *value)
{
    return (struct oz_array *)(uintptr_t)value->node;
}
/* The items of a list, tuple or record; NULL for any other value. */
const struct oz_array *oz_items_of(const ounce_value *value);
/* A new OZ_RECORD or OZ_OBJECT; `type` is a literal, the names are borrowed and the
 * fields copied. (object_record.c) */
bool oz_record_new(struct oz_work *work, uint32_t kind, ounce_str type,
                   const char *const *names, const ounce_value *fields, size_t count,
                   ounce_value *out);
/* A field by name; NULL when there is none, or the value has no fields. */
const ounce_value *oz_record_field(const ounce_value *value, ounce_str name);
bool oz_dict_new(struct oz_work *work, uint32_t kind, ounce_value *out);
/* A class of Python itself: text is its name, and says which one it is. */
#define OZ_CLASS_BUILTIN 1u
static inline bool oz_is_builtin_class(const ounce_value *value)
{
    return value->kind == OZ_CLASS && (value->flags & OZ_CLASS_BUILTIN) != 0;
}

static inline struct oz_dict *oz_dict_of(const ounce_value *value)
{
    return (struct oz_dict *)(uintptr_t)value->node;
}
/* *found; raises TypeError for a key that has no hash. `out` may be NULL. */
bool oz_dict_get(struct oz_work *work, const ounce_value *dict, const ounce_value *key,
                 ounce_value *out, bool *found);
/* For sets `value` is NULL. */
bool oz_dict_set(struct oz_work *work, ounce_value *dict, const ounce_value *key,
                 const ounce_value *value);
bool oz_dict_remove(struct oz_work *work, ounce_value *dict, const ounce_value *key,
                    ounce_value *out, bool *found);
/* Add a key only when it is new, and find its entry; valid until the next change. */
bool oz_dict_slot(struct oz_work *work, ounce_value *dict, const ounce_value *key,
                  struct oz_dict_entry **entry, bool *found);
void oz_dict_clear(ounce_value *dict);
/* The next live entry at or after *place, which moves past it; NULL at the end. */
const struct oz_dict_entry *oz_dict_next(const ounce_value *dict, size_t *place);

/* Levels that built values may nest beyond those of the event. */
#define OZ_OBJECT_DEPTH 128

/* ---- semantics (object_compare.c, object_iter.c, object_item.c) ---- */
bool oz_truth(const ounce_value *value); /* never fails for kinds other than INSTANCE */
bool oz_equal(struct oz_work *work, const ounce_value *a, const ounce_value *b,
              bool *equal);
/* For < <= > >=: TypeError "'<' not supported between instances of 'str' and 'int'". */
bool oz_order(struct oz_work *work, const char *op, const ounce_value *a,
              const ounce_value *b, bool *holds);
/* TypeError "unhashable type: 'list'". Equal values have equal hashes: True, 1, 1.0. */
bool oz_hash_value(struct oz_work *work, const ounce_value *value, uint64_t *hash);
bool oz_contains(struct oz_work *work, const ounce_value *container,
                 const ounce_value *item, bool *holds);
/* map[key] of one of the event's maps, ignoring case; *found. Raises as the wrapper
 * does for a key that is no text. */
bool oz_wrapper_get(struct oz_work *work, const ounce_value *map,
                    const ounce_value *key, ounce_value *out, bool *found);
/* The nearest double of a BIG; false when it is too large for one. */
bool oz_big_real(const ounce_value *big, double *out);
/* An integer of any size from decimal digits, zeros before them and a '-' allowed: INT
 * or BIG. */
bool oz_integer(struct oz_work *work, ounce_str digits, ounce_value *out);
/* The whole part of a finite double, exactly. */
bool oz_integer_of_real(struct oz_work *work, double real, ounce_value *out);
/* A finite double rounded to so many decimal places, exactly, ties to even; false when
 * that is too large for a double. */
bool oz_real_round(double value, int64_t places, double *out);
/* len(); TypeError. */
bool oz_length(struct oz_work *work, const ounce_value *value, size_t *length);
/* The name of the type, as in messages: "str", "NoneType", "ImmutableList". */
const char *oz_type_name(const ounce_value *value);

/* container[index], also with a SLICE's three parts; read-only wrappers included. */
bool oz_item(struct oz_work *work, const ounce_value *container,
             const ounce_value *index, ounce_value *out);
bool oz_slice(struct oz_work *work, const ounce_value *container,
              const ounce_value *lower, const ounce_value *upper,
              const ounce_value *step, ounce_value *out);
/* container[index] = item: lists and dicts; else TypeError. */
bool oz_set_item(struct oz_work *work, ounce_value *container, const ounce_value *index,
                 const ounce_value *item);

/* Iteration: text by code point, maps by key, in order. */
struct oz_iter {
    ounce_value over;
    size_t place;       /* index, byte offset or entry */
    const void *cursor; /* of a host's map */
    size_t count;       /* of a dict when it began: it must not change */
    const char *type;   /* of an iterator that is a value of its own */
};
bool oz_iter_begin(struct oz_work *work, const ounce_value *value,
                   struct oz_iter *iter);
bool oz_iter_next(struct oz_work *work, struct oz_iter *iter, ounce_value *out,
                  bool *more);
/* An OZ_ITERATOR over a value; `type` names it, as "zip", and is a literal. */
bool oz_iterator_new(struct oz_work *work, const ounce_value *over, const char *type,
                     ounce_value *out);
/* All elements into a new OZ_ARRAY, OZ_TUPLE, OZ_SET or OZ_FROZENSET. */
bool oz_collect(struct oz_work *work, uint32_t kind, const ounce_value *iterable,
                ounce_value *out);

/* ---- text of values (object_text.c) ---- */
/* Append str() or repr() to work->text. */
bool oz_str(struct oz_work *work, const ounce_value *value);
bool oz_repr(struct oz_work *work, const ounce_value *value);
/* Append format(value, spec): f-strings and str.format. ValueError for a bad spec. */
bool oz_format(struct oz_work *work, const ounce_value *value, ounce_str spec);

/* str.isprintable of one code point. */
bool oz_printable(uint32_t cp);

/* ---- leaving the library (object_plain.c) ---- */
/* See built containers as OUNCE_LIST and OUNCE_MAP through an accessor, deeply and
 * without copying; tuples are lists. What has no plain form is its str(). */
bool oz_object_plain(struct oz_work *work, ounce_value *value);
/* A deep, mutable copy with plain lists and dicts: to_dict(), copy(), json.loads. */
bool oz_object_copy(struct oz_work *work, const ounce_value *value, ounce_value *out);
/* Append compact JSON, as for alert_context: TypeError "object of type <class 'set'> is
 * not JSON serializable", ValueError for inf and nan. The event's containers are plain.
 */
bool oz_object_json(struct oz_work *work, const ounce_value *value);
/* Append a dict's key that is no text, as json.dumps writes it, without quotes. */
bool oz_object_json_key(struct oz_work *work, const ounce_value *key);

#endif
