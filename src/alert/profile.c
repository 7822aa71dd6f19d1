/* profile.c — one block a profile, found by its content, counted by its users. */
#include "alert/profile.h"

#include "base/str.h"

void oz_profiles_finish(struct oz_profiles *profiles)
{
    oz_key_table_finish(&profiles->table, profiles->alloc);
}

static bool same_texts(const void *item, const void *wanted)
{
    const struct oz_profile *profile = item;
    const ounce_str *texts = wanted;

    for (int i = 0; i < OZ_PROFILE_TEXTS; i++) {
        if (!oz_str_equal(profile->texts[i], texts[i])) {
            return false;
        }
    }
    return true;
}

static uint64_t hash_texts(const struct oz_hash_key *key, const ounce_str *texts)
{
    uint64_t hash = 0;

    for (int i = 0; i < OZ_PROFILE_TEXTS; i += 2) {
        ounce_str second = i + 1 < OZ_PROFILE_TEXTS ? texts[i + 1] : OZ_LIT("");

        hash = (hash << 1 | hash >> 63) ^ oz_keyed_hash(key, texts[i], second);
    }
    return hash;
}

static struct oz_profile *make(struct oz_profiles *profiles, uint64_t hash,
                               const ounce_str *texts)
{
    size_t size = sizeof(struct oz_profile);
    struct oz_profile *profile;
    char *at;

    for (int i = 0; i < OZ_PROFILE_TEXTS; i++) {
        if (!oz_size_add(size, texts[i].size, &size)) {
            return NULL;
        }
    }
    profile = oz_alloc_new(profiles->alloc, size);
    if (profile == NULL) {
        return NULL;
    }
    profile->hash = hash;
    profile->id = profiles->made++;
    profile->refs = 0;
    profile->size = size;
    at = profile->data;
    for (int i = 0; i < OZ_PROFILE_TEXTS; i++) {
        profile->texts[i] = (ounce_str){at, texts[i].size};
        if (texts[i].size > 0) {
            memcpy(at, texts[i].data, texts[i].size);
        }
        at += texts[i].size;
    }
    profiles->bytes += size;
    return profile;
}

struct oz_profile *oz_profile_take(struct oz_profiles *profiles,
                                   const struct oz_hash_key *key,
                                   const ounce_str *texts)
{
    uint64_t hash = hash_texts(key, texts);
    struct oz_profile *profile =
        oz_key_table_find(&profiles->table, hash, same_texts, texts);

    if (profile == NULL) {
        if (!oz_key_table_reserve(&profiles->table, profiles->alloc)) {
            return NULL;
        }
        profile = make(profiles, hash, texts);
        if (profile == NULL) {
            return NULL;
        }
        oz_key_table_add(&profiles->table, hash, profile);
    }
    profile->refs++;
    return profile;
}

void oz_profile_drop(struct oz_profiles *profiles, struct oz_profile *profile)
{
    if (profile == NULL || --profile->refs > 0) {
        return;
    }
    oz_key_table_remove(&profiles->table, profile->hash, profile);
    profiles->bytes -= profile->size;
    oz_alloc_free(profiles->alloc, profile, profile->size);
}
