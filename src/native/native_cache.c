/* native_cache.c — Panther's cache: string sets, counters and dictionaries that outlive
 * an event.
 *
 *     add_to_string_set("ips", "192.0.2.1")  =>  {"192.0.2.1"}, for 90 days
 *
 * The semantics are those of the public package panther-detection-helpers 1.0, with two
 * simplifications. There an expired item lingers until the database gets round to it,
 * and `force_ttl_check` says to look; here it is gone at once, so that the argument
 * makes no difference. And there an item without an expiry counts from 1 again and
 * again, by mistake; here it counts on.
 */
#include "native/argument.h"
#include "native/store.h"
#include "native/time.h"

#include <ounce/matcher.h>

#define SHORT_LIMIT  INT64_C(1000000000)          /* below it: seconds from now */
#define DEFAULT_LIFE (INT64_C(90) * 24 * 60 * 60) /* seconds */

static bool seconds_now(struct oz_work *work, int64_t *seconds)
{
    int64_t micros;

    if (!oz_time_now(work, &micros)) {
        return false;
    }
    *seconds = micros / 1000000 - (micros % 1000000 < 0);
    return true;
}

/* ---- the cache, whichever it is ---- */

static bool refuse(struct oz_work *work, ounce_status status)
{
    if (status == OUNCE_ERR_NOMEM) {
        return oz_no_memory(work);
    }
    if (status == OUNCE_ERR_LIMIT) {
        return oz_raise(work, OZ_EXC_RUNTIME,
                        "the cache refuses the item: it is too large, or its counter "
                        "leaves 64 bits");
    }
    return oz_raise(work, OZ_EXC_RUNTIME, "the host's cache failed: %s",
                    ounce_status_text(status));
}

static bool ask(struct oz_work *work, uint32_t op, const ounce_value *key,
                const ounce_cache_item *change, ounce_cache_item *item)
{
    const ounce_services *services = work->services;
    ounce_status status;
    ounce_str name;
    int64_t now;

    if (key->kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_TYPE, "a key of the cache is a str, not '%s'",
                        oz_type_name(key));
    }
    name = oz_str_of(key);
    *item = (ounce_cache_item)OUNCE_CACHE_ITEM_INIT;
    if (services != NULL && services->cache != NULL) {
        status = services->cache(services->ctx, op, &name, change, item);
    } else if (work->store == NULL) {
        return oz_raise(work, OZ_EXC_RUNTIME, "the host has given no cache");
    } else if (!seconds_now(work, &now)) {
        return false;
    } else {
        status = oz_store_apply(work->store, now, op, &name, change, item);
    }
    return status == OUNCE_OK || refuse(work, status);
}

static bool ask_only(struct oz_work *work, uint32_t op, const ounce_value *key,
                     ounce_cache_item *item)
{
    ounce_cache_item nothing = OUNCE_CACHE_ITEM_INIT;

    nothing.expires = OUNCE_CACHE_KEEP;
    return ask(work, op, key, &nothing, item);
}

/* ---- expiry ---- */

/* float() of a text or int() of a float: whole seconds. */
static bool whole_seconds(struct oz_work *work, const ounce_value *given,
                          ounce_value *whole)
{
    ounce_value real = *given;

    if (given->kind == OUNCE_TEXT && !oz_builtin_float(work, given, &real)) {
        return false;
    }
    *whole = real;
    if (real.kind == OUNCE_FLOAT &&
        !oz_builtin_int(work, (ounce_value[2]){real, {0}}, whole)) {
        return false;
    }
    return true;
}

/* Seconds since the epoch: what is given, from now on if that is short, and 90 days
 * from now for what is no number. */
static bool expiry(struct oz_work *work, const ounce_value *given, int64_t *expires)
{
    ounce_value whole;
    int64_t now;

    if (!whole_seconds(work, given, &whole)) {
        return false;
    }
    if (whole.kind == OUNCE_BIG) {
        return oz_raise(work, OZ_EXC_OVERFLOW, "expiry of an item is beyond 64 bits");
    }
    if (whole.kind != OUNCE_INT && whole.kind != OUNCE_BOOL) {
        whole = oz_int(DEFAULT_LIFE);
    }
    *expires = whole.integer;
    if (*expires < SHORT_LIMIT) {
        if (!seconds_now(work, &now)) {
            return false;
        }
        *expires = *expires < -now ? 1 : now + *expires; /* 0 would be never */
    }
    *expires = *expires < 1 ? 1 : *expires;
    return true;
}

/* For add, remove and increment: None leaves the expiry as it is. */
static bool expiry_or_keep(struct oz_work *work, const ounce_value *given,
                           int64_t *expires)
{
    *expires = OUNCE_CACHE_KEEP;
    return given->kind == OUNCE_NULL || expiry(work, given, expires);
}

/* ---- counters ---- */

bool oz_cache_get_counter(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    ounce_cache_item item;

    if (!ask_only(work, OUNCE_CACHE_GET, &args[0], &item)) {
        return false;
    }
    *out = oz_int(item.counter);
    return true;
}

static bool increment(struct oz_work *work, const ounce_value *key, int64_t by,
                      const ounce_value *epoch_seconds, int64_t *total)
{
    ounce_cache_item change = OUNCE_CACHE_ITEM_INIT, item;

    change.counter = by;
    if (!expiry_or_keep(work, epoch_seconds, &change.expires) ||
        !ask(work, OUNCE_CACHE_ADD_COUNT, key, &change, &item)) {
        return false;
    }
    *total = item.counter;
    return true;
}

bool oz_cache_increment_counter(struct oz_work *work, const ounce_value *args,
                                ounce_value *out)
{
    int64_t by, total;

    if (!oz_arg_size(work, &args[1], 1, &by) ||
        !increment(work, &args[0], by, &args[2], &total)) {
        return false;
    }
    *out = oz_int(total);
    return true;
}

static bool reset(struct oz_work *work, uint32_t op, const ounce_value *key,
                  ounce_value *out)
{
    ounce_cache_item item;

    *out = oz_none();
    return ask_only(work, op, key, &item);
}

bool oz_cache_reset_counter(struct oz_work *work, const ounce_value *args,
                            ounce_value *out)
{
    return reset(work, OUNCE_CACHE_RESET_COUNT, &args[0], out);
}

bool oz_cache_evaluate_threshold(struct oz_work *work, const ounce_value *args,
                                 ounce_value *out)
{
    ounce_value life = oz_arg_given(&args[2]) ? args[2] : oz_int(3600);
    ounce_value threshold = oz_arg_given(&args[1]) ? args[1] : oz_int(10), count;
    int64_t total;
    bool met;

    if (!increment(work, &args[0], 1, &life, &total)) {
        return false;
    }
    count = oz_int(total);
    if (!oz_order(work, ">=", &count, &threshold, &met) ||
        (met && !reset(work, OUNCE_CACHE_RESET_COUNT, &args[0], out))) {
        return false;
    }
    *out = oz_bool(met);
    return true;
}

bool oz_cache_set_key_expiration(struct oz_work *work, const ounce_value *args,
                                 ounce_value *out)
{
    ounce_cache_item change = OUNCE_CACHE_ITEM_INIT, item;

    *out = oz_none();
    return expiry(work, &args[1], &change.expires) &&
           ask(work, OUNCE_CACHE_EXPIRE, &args[0], &change, &item);
}

/* ---- dictionaries ---- */

/* Whether the exception under way is one of these, and then no more. */
static bool recover(struct oz_work *work, enum oz_exception_class class_id)
{
    const struct oz_exception *failure = work->failure.node;

    if (work->walk.reason != OUNCE_REASON_RULE_ERROR ||
        work->failure.kind != OZ_EXCEPTION ||
        !oz_exception_is((enum oz_exception_class)failure->class_id, class_id)) {
        return false;
    }
    work->walk.reason = OUNCE_REASON_NONE;
    return true;
}

bool oz_cache_put_dictionary(struct oz_work *work, const ounce_value *args,
                             ounce_value *out)
{
    ounce_cache_item change = OUNCE_CACHE_ITEM_INIT, item;
    ounce_value dumps[OZ_MAX_PARAMS] = {args[1]}, text;

    if (args[1].kind != OZ_DICT && args[1].kind != OUNCE_MAP) {
        return oz_raise(
            work, OZ_EXC_TYPE,
            "panther_oss_helpers.put_dictionary: value is not a dictionary");
    }
    if (!oz_json_dumps(work, dumps, &text)) {
        return recover(work, OZ_EXC_TYPE) &&
               oz_raise(work, OZ_EXC_VALUE,
                        "panther_oss_helpers.put_dictionary: value is a dictionary, "
                        "but it is not JSON serializable");
    }
    change.dictionary = oz_str_of(&text);
    *out = oz_none();
    return expiry(work, &args[2], &change.expires) &&
           ask(work, OUNCE_CACHE_PUT, &args[0], &change, &item);
}

bool oz_cache_get_dictionary(struct oz_work *work, const ounce_value *args,
                             ounce_value *out)
{
    ounce_cache_item item;
    ounce_value loads[OZ_MAX_PARAMS] = {0};
    ounce_str text;

    if (!ask_only(work, OUNCE_CACHE_GET, &args[0], &item)) {
        return false;
    }
    if (item.dictionary.size == 0) {
        return oz_dict_new(work, OZ_DICT, out);
    }
    if (!oz_charge_bytes(work, item.dictionary.size)) {
        return false;
    }
    if (!oz_arena_text(work->walk.scratch, item.dictionary.data, item.dictionary.size,
                       &text)) {
        return oz_no_memory(work);
    }
    loads[0] = oz_text(text);
    return oz_json_loads(work, loads, out) ||
           (recover(work, OZ_EXC_JSON_DECODE) &&
            oz_raise(work, OZ_EXC_VALUE,
                     "panther_oss_helpers.get_dictionary: Data found in DynamoDB could "
                     "not be decoded into JSON"));
}

/* ---- string sets ---- */

static bool give_set(struct oz_work *work, const ounce_cache_item *item,
                     ounce_value *out)
{
    if (!oz_dict_new(work, OZ_SET, out)) {
        return false;
    }
    for (size_t i = 0; i < item->string_count; i++) {
        ounce_str text;
        ounce_value value;

        if (!oz_walk_step(&work->walk, 1) ||
            !oz_charge_bytes(work, item->strings[i].size)) {
            return false;
        }
        if (!oz_arena_text(work->walk.scratch, item->strings[i].data,
                           item->strings[i].size, &text)) {
            return oz_no_memory(work);
        }
        value = oz_text(text);
        if (!oz_dict_set(work, out, &value, NULL)) {
            return false;
        }
    }
    return true;
}

/* set(val), of strings only; one string is itself when `single`. */
static bool take_set(struct oz_work *work, const ounce_value *given, bool single,
                     ounce_cache_item *change)
{
    const struct oz_dict_entry *entry;
    ounce_value set;
    ounce_str *strings;
    size_t place = 0, count = 0;

    if (single && given->kind == OUNCE_TEXT) {
        if (!oz_dict_new(work, OZ_SET, &set) || !oz_dict_set(work, &set, given, NULL)) {
            return false;
        }
    } else if (!oz_collect(work, OZ_SET, given, &set)) {
        return false;
    }
    strings = oz_work_alloc(work, oz_dict_of(&set)->count * sizeof *strings);
    if (strings == NULL) {
        return false;
    }
    for (; (entry = oz_dict_next(&set, &place)) != NULL; count++) {
        if (entry->key.kind != OUNCE_TEXT) {
            return oz_raise(work, OZ_EXC_TYPE,
                            "a string set of the cache holds str, not '%s'",
                            oz_type_name(&entry->key));
        }
        strings[count] = oz_str_of(&entry->key);
    }
    change->strings = strings;
    change->string_count = count;
    return oz_walk_step(&work->walk, count);
}

bool oz_cache_get_string_set(struct oz_work *work, const ounce_value *args,
                             ounce_value *out)
{
    ounce_cache_item item;

    return ask_only(work, OUNCE_CACHE_GET, &args[0], &item) &&
           give_set(work, &item, out);
}

bool oz_cache_put_string_set(struct oz_work *work, const ounce_value *args,
                             ounce_value *out)
{
    ounce_cache_item change = OUNCE_CACHE_ITEM_INIT, item;

    if (!oz_truth(&args[1])) {
        return reset(work, OUNCE_CACHE_RESET_STRINGS, &args[0], out);
    }
    *out = oz_none();
    return take_set(work, &args[1], false, &change) &&
           expiry(work, &args[2], &change.expires) &&
           ask(work, OUNCE_CACHE_PUT, &args[0], &change, &item);
}

static bool change_set(struct oz_work *work, uint32_t op, const ounce_value *args,
                       ounce_value *out)
{
    ounce_cache_item change = OUNCE_CACHE_ITEM_INIT, item;

    if (!take_set(work, &args[1], true, &change)) {
        return false;
    }
    if (change.string_count == 0) {
        return oz_cache_get_string_set(work, args, out);
    }
    return expiry_or_keep(work, &args[2], &change.expires) &&
           ask(work, op, &args[0], &change, &item) && give_set(work, &item, out);
}

bool oz_cache_add_to_string_set(struct oz_work *work, const ounce_value *args,
                                ounce_value *out)
{
    return change_set(work, OUNCE_CACHE_ADD_STRINGS, args, out);
}

bool oz_cache_remove_from_string_set(struct oz_work *work, const ounce_value *args,
                                     ounce_value *out)
{
    return change_set(work, OUNCE_CACHE_REMOVE_STRINGS, args, out);
}

bool oz_cache_reset_string_set(struct oz_work *work, const ounce_value *args,
                               ounce_value *out)
{
    return reset(work, OUNCE_CACHE_RESET_STRINGS, &args[0], out);
}

bool oz_cache_check_account_age(struct oz_work *work, const ounce_value *args,
                                ounce_value *out)
{
    ounce_cache_item item = OUNCE_CACHE_ITEM_INIT;

    if (args[0].kind == OUNCE_TEXT && args[0].size > 0 &&
        !ask_only(work, OUNCE_CACHE_GET, &args[0], &item)) {
        return false;
    }
    *out = oz_bool(item.string_count > 0);
    return true;
}
