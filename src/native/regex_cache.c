/* regex_cache.c — patterns that are compiled while rules run.
 *
 *     (pattern, flags) => struct oz_regex
 *
 * A rule that makes its pattern from data makes the same few again and again. The cache
 * holds them from event to event. What the event in progress uses must stay, since
 * values point at it; of the rest the least recently used goes when there are too many.
 */
#include "native/regex.h"

#include "base/str.h"
#include "base/table.h"

#include <ounce/matcher.h>

#define KEPT    64  /* entries that stay from event to event */
#define AT_ONCE 512 /* entries that one event may use */
/* Compiling is dear, per byte of a pattern. */
#define COMPILE_STEPS 20

struct entry {
    struct oz_regex *regex;
    uint32_t flags; /* as given: not those that the pattern turns on itself */
    uint64_t hash;
    uint64_t used; /* when, by oz_regexes.clock */
};

struct oz_regexes {
    const ounce_allocator *alloc;
    struct entry *entries;
    uint32_t count, capacity;
    uint64_t clock;
    uint64_t event_began;
    struct oz_regex_memory memory;
};

struct oz_regexes *oz_regexes_get(struct oz_work *work)
{
    const ounce_allocator *alloc = work->walk.scratch->alloc;

    if (work->regexes == NULL) {
        work->regexes = oz_alloc_zero(alloc, sizeof(*work->regexes));
        if (work->regexes == NULL) {
            oz_no_memory(work);
            return NULL;
        }
        work->regexes->alloc = alloc;
    }
    return work->regexes;
}

struct oz_regex_memory *oz_regexes_memory(struct oz_regexes *regexes)
{
    return &regexes->memory;
}

static void drop(struct oz_regexes *regexes, uint32_t place)
{
    oz_regex_free(regexes->entries[place].regex);
    regexes->entries[place] = regexes->entries[--regexes->count];
}

/* The entry that was used longest ago; count when all are of this event. */
static uint32_t oldest(const struct oz_regexes *regexes)
{
    uint32_t place = regexes->count;
    uint64_t least = regexes->event_began;

    for (uint32_t i = 0; i < regexes->count; i++) {
        if (regexes->entries[i].used < least) {
            least = regexes->entries[i].used;
            place = i;
        }
    }
    return place;
}

void oz_regexes_rest(struct oz_regexes *regexes)
{
    if (regexes == NULL) {
        return;
    }
    if (regexes->memory.grown) {
        oz_regex_memory_finish(&regexes->memory); /* one event, up to 32 MiB */
    }
    regexes->event_began = ++regexes->clock;
    while (regexes->count > KEPT) {
        drop(regexes, oldest(regexes));
    }
}

void oz_regexes_free(struct oz_regexes *regexes)
{
    if (regexes == NULL) {
        return;
    }
    while (regexes->count > 0) {
        drop(regexes, regexes->count - 1);
    }
    oz_regex_memory_finish(&regexes->memory);
    oz_alloc_free(regexes->alloc, regexes->entries,
                  regexes->capacity * sizeof(regexes->entries[0]));
    oz_alloc_free(regexes->alloc, regexes, sizeof(*regexes));
}

/* Room for one more entry. */
static bool make_room(struct oz_work *work, struct oz_regexes *regexes)
{
    const uint32_t capacity = regexes->capacity == 0 ? 8 : 2 * regexes->capacity;
    const size_t size = sizeof(regexes->entries[0]);
    struct entry *entries;

    if (regexes->count >= KEPT && oldest(regexes) < regexes->count) {
        drop(regexes, oldest(regexes));
    }
    if (regexes->count >= AT_ONCE) {
        return oz_walk_fail(&work->walk, OUNCE_REASON_BUDGET);
    }
    if (regexes->count < regexes->capacity) {
        return true;
    }
    entries = oz_alloc_resize(regexes->alloc, regexes->entries,
                              regexes->capacity * size, capacity * size);
    if (entries == NULL) {
        return oz_no_memory(work);
    }
    regexes->entries = entries;
    regexes->capacity = capacity;
    return true;
}

static struct entry *find(struct oz_regexes *regexes, uint64_t hash, ounce_str pattern,
                          uint32_t flags, bool metered)
{
    for (uint32_t i = 0; i < regexes->count; i++) {
        struct entry *entry = &regexes->entries[i];

        if (entry->hash == hash && entry->flags == flags &&
            entry->regex->metered == metered &&
            oz_str_equal(entry->regex->pattern, pattern)) {
            return entry;
        }
    }
    return NULL;
}

static bool refuse(struct oz_work *work, enum oz_regex_status status,
                   const char *message)
{
    switch (status) {
    case OZ_REGEX_BAD:
        return oz_raise(work, OZ_EXC_RE, "%s", message);
    case OZ_REGEX_VALUE:
        return oz_raise(work, OZ_EXC_VALUE, "%s", message);
    case OZ_REGEX_OVERFLOW:
        return oz_raise(work, OZ_EXC_OVERFLOW, "%s", message);
    case OZ_REGEX_OK:
    case OZ_REGEX_NOMEM:
        break;
    }
    return oz_no_memory(work);
}

static bool get(struct oz_work *work, ounce_str pattern, uint32_t flags, bool metered,
                struct oz_regex **out)
{
    struct oz_regexes *regexes = oz_regexes_get(work);
    const uint64_t hash = oz_hash(pattern.size > 0 ? pattern.data : "", pattern.size);
    char message[OZ_REGEX_MESSAGE];
    enum oz_regex_status status;
    struct oz_regex *regex;
    struct entry *entry;

    if (regexes == NULL) {
        return false;
    }
    entry = find(regexes, hash, pattern, flags, metered);
    if (entry == NULL) {
        if (!oz_walk_step(&work->walk, COMPILE_STEPS * (10 + pattern.size)) ||
            !make_room(work, regexes)) {
            return false;
        }
        status = oz_regex_new(regexes->alloc, pattern, flags, metered, &regex, message);
        if (status == OZ_REGEX_OK) {
            status = oz_regex_prepare(regex, OZ_REGEX_SEARCH, message);
        }
        if (status != OZ_REGEX_OK) {
            oz_regex_free(regex);
            if (metered && status != OZ_REGEX_NOMEM) {
                /* Its plain form was good: there are too many callouts for PCRE2. */
                return oz_walk_fail(&work->walk, OUNCE_REASON_BUDGET);
            }
            return refuse(work, status, message);
        }
        entry = &regexes->entries[regexes->count++];
        *entry = (struct entry){regex, flags, hash, 0};
    }
    entry->used = ++regexes->clock;
    *out = entry->regex;
    return true;
}

bool oz_regex_get(struct oz_work *work, ounce_str pattern, uint32_t flags,
                  const struct oz_regex **out)
{
    struct oz_regex *regex = NULL;

    if (!get(work, pattern, flags, false, &regex)) {
        return false;
    }
    *out = regex;
    return true;
}

bool oz_regexes_metered(struct oz_work *work, const struct oz_regex *regex,
                        struct oz_regex **out)
{
    return get(work, regex->pattern, regex->given, true, out);
}
