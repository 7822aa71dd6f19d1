/* keyed_hash.h — a hash that whoever writes events cannot aim. */
#ifndef OZ_KEYED_HASH_H
#define OZ_KEYED_HASH_H

#include <ounce/export.h>

struct oz_hash_key {
    uint64_t low, high;
};

/* Spread a seed over a key. */
struct oz_hash_key oz_hash_key_make(uint64_t seed);

/* Of two texts one after the other; ("ab", "c") and ("a", "bc") differ. */
uint64_t oz_keyed_hash(const struct oz_hash_key *key, ounce_str a, ounce_str b);

#endif
