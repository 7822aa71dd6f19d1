/* lookup.c — a table of rows, found by the text of a key or by a block of addresses.
 *
 * Blocks are found as routers do it: for each length of prefix that the table has, from
 * the longest down, the address is cut to that length and looked up like any other key.
 */
#include "lookup/lookup.h"

#include "base/str.h"

const struct oz_lookup *oz_lookups_find(const struct oz_lookups *lookups,
                                        ounce_str name)
{
    for (uint32_t i = 0; i < lookups->count; i++) {
        if (oz_str_equal(lookups->items[i].name, name)) {
            return &lookups->items[i];
        }
    }
    return NULL;
}

bool oz_lookup_key_text(const ounce_value *value, char *room, ounce_str *out)
{
    switch (value->kind) {
    case OUNCE_TEXT:
    case OUNCE_BIG:
        *out = (ounce_str){value->text, value->size};
        return true;
    case OUNCE_INT:
        *out = (ounce_str){room, oz_int_print(value->integer, room)};
        return true;
    case OUNCE_FLOAT:
        *out = (ounce_str){room, oz_real_print(value->real, true, room)};
        return true;
    default:
        return false;
    }
}

/* ---- keys ---- */

static bool same_key(const void *owner, uint32_t id, const void *wanted)
{
    const struct oz_lookup *lookup = owner;
    const ounce_str *text = wanted;

    return oz_str_equal(lookup->keys[id].text, *text);
}

static uint32_t find_key(const struct oz_lookup *lookup, ounce_str text)
{
    return oz_table_find(&lookup->key_table, oz_hash(text.data, text.size), same_key,
                         lookup, &text);
}

static bool same_net(const void *owner, uint32_t id, const void *wanted)
{
    const struct oz_lookup *lookup = owner;
    const struct oz_ipnet *a = &lookup->nets[id].net, *b = wanted;

    return a->prefix == b->prefix && a->base.version == b->base.version &&
           memcmp(a->base.bytes, b->base.bytes, sizeof a->base.bytes) == 0;
}

static uint64_t hash_net(const struct oz_ipnet *net)
{
    uint64_t hash = oz_hash(net->base.bytes, sizeof net->base.bytes);

    return oz_hash_mix(hash, (uint64_t)net->base.version << 8 | net->prefix);
}

static uint32_t find_net(const struct oz_lookup *lookup, const struct oz_ipnet *net)
{
    return oz_table_find(&lookup->net_table, hash_net(net), same_net, lookup, net);
}

static bool *prefixes(struct oz_lookup *lookup, uint8_t version)
{
    return lookup->prefixes[version == 6];
}

/* The block of this length that the address is in. */
static struct oz_ipnet block_of(const struct oz_ipaddr *address, uint8_t prefix)
{
    struct oz_ipnet net = {*address, prefix};

    for (unsigned i = 0; i < sizeof net.base.bytes; i++) {
        unsigned kept = prefix >= 8 * (i + 1) ? 8 : prefix > 8 * i ? prefix - 8 * i : 0;

        net.base.bytes[i] &= (uint8_t)(0xff00u >> kept);
    }
    return net;
}

static uint32_t find_block(const struct oz_lookup *lookup, ounce_str text)
{
    struct oz_ipaddr address;

    if (lookup->net_count == 0 || !oz_ipaddr_parse(text.data, text.size, &address)) {
        return OZ_NONE;
    }
    for (int prefix = address.version == 6 ? 128 : 32; prefix >= 0; prefix--) {
        if (lookup->prefixes[address.version == 6][prefix]) {
            struct oz_ipnet net = block_of(&address, (uint8_t)prefix);
            uint32_t found = find_net(lookup, &net);

            if (found != OZ_NONE) {
                return lookup->nets[found].row;
            }
        }
    }
    return OZ_NONE;
}

const ounce_str *oz_lookup_find(const struct oz_lookup *lookup, ounce_str key)
{
    uint32_t found = find_key(lookup, key);
    uint32_t row = found != OZ_NONE ? lookup->keys[found].row : find_block(lookup, key);

    return row == OZ_NONE ? NULL : &lookup->rows[row];
}

/* ---- filling ---- */

static bool is_block(ounce_str text, struct oz_ipnet *net)
{
    return memchr(text.data, '/', text.size) != NULL &&
           oz_ipnet_parse(text.data, text.size, net);
}

static bool add_net(struct oz_lookup *lookup, struct oz_arena *arena,
                    const struct oz_ipnet *net)
{
    void *nets = lookup->nets;

    if (!oz_arena_grow(arena, &nets, lookup->net_count, &lookup->net_capacity,
                       sizeof *lookup->nets)) {
        return false;
    }
    lookup->nets = nets;
    lookup->nets[lookup->net_count] = (struct oz_lookup_net){*net, lookup->row_count};
    if (!oz_table_add(&lookup->net_table, arena, hash_net(net), lookup->net_count)) {
        return false;
    }
    lookup->net_count++;
    prefixes(lookup, net->base.version)[net->prefix] = true;
    return true;
}

enum oz_lookup_added oz_lookup_add_key(struct oz_lookup *lookup, struct oz_arena *arena,
                                       ounce_str text)
{
    void *keys = lookup->keys;
    struct oz_ipnet net;
    bool block = is_block(text, &net);

    if (find_key(lookup, text) != OZ_NONE ||
        (block && find_net(lookup, &net) != OZ_NONE)) {
        return OZ_LOOKUP_THERE;
    }
    if (!oz_arena_grow(arena, &keys, lookup->key_count, &lookup->key_capacity,
                       sizeof *lookup->keys)) {
        return OZ_LOOKUP_NOMEM;
    }
    lookup->keys = keys;
    lookup->keys[lookup->key_count] = (struct oz_lookup_key){text, lookup->row_count};
    if (!oz_table_add(&lookup->key_table, arena, oz_hash(text.data, text.size),
                      lookup->key_count)) {
        return OZ_LOOKUP_NOMEM;
    }
    lookup->key_count++;
    return !block || add_net(lookup, arena, &net) ? OZ_LOOKUP_NEW : OZ_LOOKUP_NOMEM;
}

bool oz_lookup_add_row(struct oz_lookup *lookup, struct oz_arena *arena, ounce_str json)
{
    void *rows = lookup->rows;

    if (!oz_arena_grow(arena, &rows, lookup->row_count, &lookup->row_capacity,
                       sizeof *lookup->rows)) {
        return false;
    }
    lookup->rows = rows;
    lookup->rows[lookup->row_count++] = json;
    return true;
}
