/* ounce/error.h — status codes, the caller's error struct, diagnostics. */
#ifndef OUNCE_ERROR_H
#define OUNCE_ERROR_H

#include <ounce/export.h>

OUNCE_BEGIN_DECLS

/** What every call that can fail returns. Numbers are stable forever. */
typedef enum ounce_status {
    OUNCE_OK = 0,
    OUNCE_ERR_NOMEM = 1,    /**< The allocator said no. */
    OUNCE_ERR_ARGUMENT = 2, /**< The caller broke the contract of the call. */
    OUNCE_ERR_IO = 3,       /**< A file or folder could not be read. */
    OUNCE_ERR_RULE = 4,     /**< A rule does not load, see the diagnostics; or its code
                                 raised an exception on an event. */
    OUNCE_ERR_EVENT = 5,    /**< The event is malformed: not JSON, or not an object. */
    OUNCE_ERR_LIMIT = 6,    /**< A limit of ounce_limits was passed. */
    OUNCE_ERR_SPACE = 7     /**< The caller's buffer is too small; the size is told. */
} ounce_status;

/**
 * Name a status code.
 *
 * @return Lower-case words such as "out of memory", NUL-terminated, borrowed forever;
 *         "unknown status" for a number that is none.
 *
 * Thread:  pure.
 * Since:   0.1
 */
OUNCE_API const char *ounce_status_text(ounce_status status);

#define OUNCE_ERROR_FILE_SIZE    256
#define OUNCE_ERROR_MESSAGE_SIZE 256

/**
 * Where a call says what went wrong. Owned by the caller, so reporting out-of-memory
 * never needs memory. Every function that takes one accepts NULL, and leaves it alone
 * on success.
 */
typedef struct ounce_error {
    ounce_status code;
    uint32_t line;                    /**< 1-based; 0 when unknown. */
    uint32_t column;                  /**< 1-based, in code points; 0 when unknown. */
    size_t offset;                    /**< 0-based, in bytes. */
    char file[OUNCE_ERROR_FILE_SIZE]; /**< Truncated at the left, keeping the name. */
    char message[OUNCE_ERROR_MESSAGE_SIZE]; /**< One sentence, no trailing dot. */
    uint32_t reserved[8];                   /**< Zero. */
} ounce_error;

#define OUNCE_ERROR_INIT                                                               \
    {                                                                                  \
        OUNCE_OK, 0, 0, 0, {0}, {0},                                                   \
        {                                                                              \
            0                                                                          \
        }                                                                              \
    }

/** How bad a diagnostic is. */
typedef enum ounce_level {
    OUNCE_LEVEL_ERROR = 0,   /**< The rule does not load. */
    OUNCE_LEVEL_WARNING = 1, /**< It loads; its author should look. */
    OUNCE_LEVEL_NOTE = 2     /**< For information. */
} ounce_level;

/** One finding of a compile. All text is borrowed from the compiler. */
typedef struct ounce_diagnostic {
    uint32_t level;    /**< ounce_level. */
    uint32_t line;     /**< 1-based; 0 when the whole file is meant. */
    uint32_t column;   /**< 1-based, in code points; 0 likewise. */
    uint32_t reserved; /**< Zero. */
    ounce_str file;    /**< As given, or found below a folder given. */
    ounce_str code;    /**< Stable lower-case words, such as "unknown-key". */
    ounce_str message; /**< One sentence, no trailing dot. Wording may change. */
    ounce_str rule_id; /**< Empty when no rule is known. */
} ounce_diagnostic;

/**
 * Write a diagnostic as one JSON object, without a newline: the shape that
 * `ounce check --format json` prints.
 *
 * @param diagnostic  Borrowed.
 * @param buffer      Caller's, @p capacity bytes; may be NULL when capacity is 0.
 * @param capacity    In bytes.
 * @param size        Out: the size of the whole text in bytes, also when it did not
 * fit.
 *
 * @return OUNCE_OK; OUNCE_ERR_SPACE when the text is larger than @p capacity, and then
 *         the buffer's content is of no use.
 *
 * Thread:  pure.
 * Since:   0.1
 */
OUNCE_API ounce_status ounce_diagnostic_json(const ounce_diagnostic *diagnostic,
                                             char *buffer, size_t capacity,
                                             size_t *size);

OUNCE_END_DECLS
#endif
