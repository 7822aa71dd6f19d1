/* keyed_hash.c — SipHash-1-3 over two texts.
 *
 * Dedup texts are made of event values and stay in a table, so events could fill one
 * bucket of it. The plan's hash (base/table.c) is quicker and has no secret: it serves
 * where only rules put things in.
 *
 * Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012.
 */
#include "base/keyed_hash.h"

#include <string.h>

struct state {
    uint64_t v0, v1, v2, v3;
};

static uint64_t rotate(uint64_t word, int bits)
{
    return word << bits | word >> (64 - bits);
}

static void mix(struct state *s)
{
    s->v0 += s->v1;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v2 = rotate(s->v2, 32);
}

static void add_word(struct state *s, uint64_t word)
{
    s->v3 ^= word;
    mix(s);
    s->v0 ^= word;
}

/* Each text is closed by a word of its last bytes and its length. */
static void add_text(struct state *s, ounce_str text)
{
    uint64_t last = (uint64_t)text.size << 56;
    size_t at = 0;
    uint64_t word;

    for (; text.size - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text.data + at, sizeof word);
        add_word(s, word);
    }
    for (size_t i = 0; at + i < text.size; i++) {
        last |= (uint64_t)(unsigned char)text.data[at + i] << (8 * i);
    }
    add_word(s, last);
    add_word(s, text.size);
}

uint64_t oz_keyed_hash(const struct oz_hash_key *key, ounce_str a, ounce_str b)
{
    struct state s = {0x736f6d6570736575u ^ key->low, 0x646f72616e646f6du ^ key->high,
                      0x6c7967656e657261u ^ key->low, 0x7465646279746573u ^ key->high};

    add_text(&s, a);
    add_text(&s, b);
    s.v2 ^= 0xff;
    mix(&s);
    mix(&s);
    mix(&s);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

struct oz_hash_key oz_hash_key_make(uint64_t seed)
{
    const struct oz_hash_key zero = {seed, ~seed};
    struct oz_hash_key key;

    key.low = oz_keyed_hash(&zero, (ounce_str){"low", 3}, (ounce_str){NULL, 0});
    key.high = oz_keyed_hash(&zero, (ounce_str){"high", 4}, (ounce_str){NULL, 0});
    return key;
}
