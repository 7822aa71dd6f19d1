/* profile.h — the texts that many windows have in common.
 *
 * A million windows differ in dedup text and title; their rule, severity, log type,
 * description, reference, runbook and destinations are few. Each combination is kept
 * once, for as long as a window uses it.
 */
#ifndef OZ_PROFILE_H
#define OZ_PROFILE_H

#include "base/key_table.h"
#include "base/keyed_hash.h"

enum oz_profile_text {
    OZ_PROFILE_RULE_ID,
    OZ_PROFILE_SEVERITY,
    OZ_PROFILE_LOG_TYPE,
    OZ_PROFILE_DESCRIPTION,
    OZ_PROFILE_REFERENCE,
    OZ_PROFILE_RUNBOOK,
    OZ_PROFILE_DESTINATIONS, /* a JSON list, or empty */
    OZ_PROFILE_TEXTS
};

struct oz_profile {
    uint64_t hash;
    uint64_t id; /* in the order in which they were made */
    uint64_t refs;
    size_t size; /* of this block */
    ounce_str texts[OZ_PROFILE_TEXTS];
    char data[];
};

struct oz_profiles {
    const ounce_allocator *alloc; /* borrowed */
    struct oz_key_table table;
    uint64_t made;
    uint64_t bytes; /* held by all of them */
};

/* Free what is left. Nobody holds a reference any more. */
void oz_profiles_finish(struct oz_profiles *profiles);

/* One reference to the profile with these OZ_PROFILE_TEXTS texts, which are copied if
 * it is new. NULL when out of memory. */
struct oz_profile *oz_profile_take(struct oz_profiles *profiles,
                                   const struct oz_hash_key *key,
                                   const ounce_str *texts);

/* Drop one; the last one frees it. NULL is a no-op. */
void oz_profile_drop(struct oz_profiles *profiles, struct oz_profile *profile);

#endif
