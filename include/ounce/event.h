/* ounce/event.h — what the engine looks at: raw JSON, or the host's own objects. */
#ifndef OUNCE_EVENT_H
#define OUNCE_EVENT_H

#include <ounce/export.h>

OUNCE_BEGIN_DECLS

/** What a value is. Numbers are stable forever. */
typedef enum ounce_kind {
    OUNCE_MISSING = 0, /**< Not there at all; differs from null. */
    OUNCE_NULL = 1,
    OUNCE_BOOL = 2,  /**< integer: 0 or 1. */
    OUNCE_INT = 3,   /**< integer. */
    OUNCE_BIG = 4,   /**< An integer beyond 64 bits: text, size; decimal digits with an
                          optional '-', no leading zero. */
    OUNCE_FLOAT = 5, /**< real: finite. */
    OUNCE_TEXT = 6,  /**< text, size: UTF-8. */
    OUNCE_LIST = 7,  /**< node; size is the number of elements. */
    OUNCE_MAP = 8    /**< node; size is the number of members. */
} ounce_kind;

/**
 * One value. Small, travels by copy; what it points at is borrowed from the event.
 * Members other than the one that @c kind names have no meaning.
 */
typedef struct ounce_value {
    uint32_t kind;  /**< ounce_kind. */
    uint32_t flags; /**< Zero; the library's own. */
    size_t size;    /**< Bytes of a text, elements of a list, members of a map. */
    union {
        int64_t integer;
        double real;
        const char *text;
        const void
            *node; /**< A container's handle; what it is only its accessor knows. */
    };
    const struct ounce_view
        *view; /**< Who reads @c node; NULL in values that the host's
                    accessor returns: the library fills it in. */
} ounce_value;

/** What an accessor's function found. */
typedef enum ounce_found {
    OUNCE_ABSENT = 0, /**< No such member or element; end of the iteration. */
    OUNCE_FOUND = 1,  /**< The value was written. */
    OUNCE_BROKEN = 2  /**< The event cannot be read: it ends as *not evaluated*. */
} ounce_found;

/**
 * How the library walks the host's own objects. All functions are called on the thread
 * that runs the matcher, with @c ctx as given in the event, and must not keep pointers
 * to their arguments. Values they write stay valid until the matcher's call returns.
 */
typedef struct ounce_accessor {
    uint32_t size; /**< sizeof(ounce_accessor). */

    /** Find the member of @p map with exactly this name. (Where it is absent the
     * library looks for one that differs only in case, by iterating.) */
    ounce_found (*member)(void *ctx, const void *map, const char *name,
                          size_t name_size, ounce_value *out);

    /** Read the @p index-th element of @p list, 0-based. */
    ounce_found (*element)(void *ctx, const void *list, size_t index, ounce_value *out);

    /** Step through the members of @p map in document order. @p cursor points at NULL
     *  before the first step and is the accessor's own between steps. */
    ounce_found (*next)(void *ctx, const void *map, const void **cursor,
                        ounce_str *name, ounce_value *out);
} ounce_accessor;

/** An accessor together with its context: what a container value is read through. */
typedef struct ounce_view {
    const ounce_accessor *accessor; /**< Borrowed. */
    void *ctx;                      /**< Passed to the accessor untouched. */
} ounce_view;

/**
 * One event, described by the caller, who owns the struct and everything it points at
 * until the call it is given to returns. Fill it with one of the init functions, then
 * set the optional fields. It holds no resource: there is nothing to finish.
 */
typedef struct ounce_event {
    uint32_t size;      /**< sizeof(ounce_event), set by init. */
    uint32_t reserved;  /**< Zero. */
    ounce_str json;     /**< Raw bytes of one JSON object; or data NULL, and then: */
    ounce_view view;    /**< how to read */
    const void *root;   /**< this map. */
    ounce_str log_type; /**< Log type if the event has no `p_log_type`; optional. */
    ounce_str file;     /**< Where the event came from, for reports; optional. */
    uint64_t line;      /**< 1-based line in @c file; 0 when unknown. */
    ounce_str mocks; /**< For tests: a JSON object of names of a rule's Python module,
                          each replaced by a function that returns the member's value.
                          Rules know only names that their own tests mock. Where it is
                          not empty, `_mocked_lookup_data_` of the event says what
                          lookup tables hold. */
} ounce_event;

/**
 * Describe an event that is raw JSON.
 *
 * @param event  Out, the caller's.
 * @param text   Borrowed for as long as @p event is used: one JSON object (RFC 8259) in
 *               UTF-8, blanks around it allowed. It is read in place and never written.
 * @param size   In bytes.
 *
 * Source:  docs/semantics.md, "Events".
 * Cost:    O(1); reading happens in the matcher.
 * Thread:  pure.
 * Since:   0.1
 */
OUNCE_API void ounce_event_init_json(ounce_event *event, const char *text, size_t size);

/**
 * Describe an event that is an object of the host.
 *
 * @param event     Out, the caller's.
 * @param accessor  Borrowed; all three functions present.
 * @param ctx       Passed to the accessor. May be NULL.
 * @param root      The event's map, as the accessor knows it.
 *
 * Cost:    O(1); only what rules ask for is ever read.
 * Thread:  pure.
 * Since:   0.1
 */
OUNCE_API void ounce_event_init_host(ounce_event *event, const ounce_accessor *accessor,
                                     void *ctx, const void *root);

OUNCE_END_DECLS
#endif
