/* ounce/services.h — what a host lends to the code of rules: a clock, random numbers, a
 * cache that outlives an event. */
#ifndef OUNCE_SERVICES_H
#define OUNCE_SERVICES_H

#include <ounce/error.h>

OUNCE_BEGIN_DECLS

/** What is asked of a cache. Numbers are stable forever. */
typedef enum ounce_cache_op {
    OUNCE_CACHE_GET = 1,            /**< Read; nothing changes. */
    OUNCE_CACHE_PUT = 2,            /**< Replace the whole item by the change. */
    OUNCE_CACHE_ADD_STRINGS = 3,    /**< Unite the strings with the change's. */
    OUNCE_CACHE_REMOVE_STRINGS = 4, /**< Take the change's strings out. */
    OUNCE_CACHE_RESET_STRINGS = 5,  /**< Leave no strings. */
    OUNCE_CACHE_ADD_COUNT = 6,      /**< Add the change's counter; 64 bits must hold. */
    OUNCE_CACHE_RESET_COUNT = 7,    /**< Set the counter to 0. */
    OUNCE_CACHE_EXPIRE = 8          /**< Change nothing but when the item expires. */
} ounce_cache_op;

/** In a change: an item keeps the expiry it has; a new one gets none. */
#define OUNCE_CACHE_KEEP INT64_MIN

/** What a cache holds under a key. What was never put is 0 or empty. */
typedef struct ounce_cache_item {
    uint32_t size;     /**< sizeof(ounce_cache_item). */
    uint32_t reserved; /**< Zero. */
    int64_t expires;   /**< Seconds since the epoch; 0 is never. From then on the item
                            counts as absent. */
    int64_t counter;
    ounce_str dictionary;     /**< A JSON object, or empty. */
    const ounce_str *strings; /**< A set: no text twice, in any order. */
    size_t string_count;
} ounce_cache_item;

#define OUNCE_CACHE_ITEM_INIT                                                          \
    {                                                                                  \
        sizeof(ounce_cache_item), 0, 0, 0, {NULL, 0}, NULL, 0                          \
    }

/**
 * One operation on one key, as a whole: hosts whose matchers share a cache make it
 * atomic.
 *
 * @param ctx     ounce_services.ctx.
 * @param op      ounce_cache_op.
 * @param key     Borrowed until return; UTF-8.
 * @param change  Borrowed until return. For GET all empty; for the RESETs only
 * `expires` matters, and it is OUNCE_CACHE_KEEP.
 * @param item    Out, zeroed: what there is afterwards; left alone for an absent key.
 *                What it points to stays valid until the next call with this ctx.
 *
 * @return OUNCE_OK; OUNCE_ERR_NOMEM ends the event; with any other status the rule gets
 *         a RuntimeError that names it.
 */
typedef ounce_status ounce_cache_fn(void *ctx, uint32_t op, const ounce_str *key,
                                    const ounce_cache_item *change,
                                    ounce_cache_item *item);

/** What a host lends to a matcher. A function that is NULL is not lent. */
typedef struct ounce_services {
    uint32_t size;     /**< sizeof(ounce_services). */
    uint32_t reserved; /**< Zero. */
    void *ctx;         /**< Passed to the functions untouched. */
    /** Microseconds since the Unix epoch: `datetime.now()`, `time.time()`, and when
     *  items of the embedded cache expire. Without it those raise RuntimeError. */
    int64_t (*now)(void *ctx);
    /** 64 random bits: `uuid.uuid4()`. Without it that raises RuntimeError. */
    uint64_t (*random)(void *ctx);
    ounce_cache_fn *cache;    /**< NULL: the matcher keeps a cache of its own. */
    uint64_t max_cache_keys;  /**< Of that one; 0 is OUNCE_CACHE_KEYS. */
    uint64_t max_cache_bytes; /**< Of that one, with what it takes to keep the items; 0
                                   is OUNCE_CACHE_BYTES. */
} ounce_services;

#define OUNCE_SERVICES_INIT                                                            \
    {                                                                                  \
        sizeof(ounce_services), 0, NULL, NULL, NULL, NULL, 0, 0                        \
    }

#define OUNCE_CACHE_KEYS  65536u
#define OUNCE_CACHE_BYTES (UINT64_C(64) << 20)

/** The cache a matcher keeps, and what became of items it no longer has. */
typedef struct ounce_cache_counts {
    uint64_t keys;    /**< Items there are. */
    uint64_t bytes;   /**< They take. */
    uint64_t expired; /**< Dropped when their time had come. */
    uint64_t evicted; /**< Dropped, least recently used first, to make room. */
    uint64_t refused; /**< Writes of an item that is over the limit all by itself. */
} ounce_cache_counts;

OUNCE_END_DECLS
#endif
