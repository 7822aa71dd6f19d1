/* lookup.h — lookup tables: rows by their primary key, for event.lookup().
 *
 *     lookup("blocks", "10.1.2.3")   =>   the row of 10.1.0.0/16, not that
 * of 10.0.0.0/8
 *
 * A table is filled when rules are compiled and never changes again, so all matchers of
 * a ruleset read the same one. A row is kept as its JSON and decoded when a rule asks:
 * most rows of most tables are never looked at.
 */
#ifndef OZ_LOOKUP_H
#define OZ_LOOKUP_H

#include "base/diag.h"
#include "base/ipaddr.h"
#include "base/number.h"
#include "base/table.h"

#include <ounce/event.h>

struct oz_lookup_key {
    ounce_str text;
    uint32_t row;
};

/* A key that is a block of addresses: it is found by its text, and by each address. */
struct oz_lookup_net {
    struct oz_ipnet net;
    uint32_t row;
};

struct oz_lookup {
    ounce_str name;
    ounce_str column; /* of the primary key */
    ounce_str *rows;  /* a JSON object each */
    struct oz_lookup_key *keys;
    struct oz_lookup_net *nets;
    uint32_t row_count, row_capacity;
    uint32_t key_count, key_capacity;
    uint32_t net_count, net_capacity;
    struct oz_table key_table, net_table;
    bool prefixes[2][129]; /* lengths of nets there are, of IPv4 and of IPv6 */
};

/* All tables of a ruleset. */
struct oz_lookups {
    const struct oz_lookup *items;
    uint32_t count;
};

/* NULL when there is none of this name. */
const struct oz_lookup *oz_lookups_find(const struct oz_lookups *lookups,
                                        ounce_str name);

/* The row of a key: that with exactly this text, else the smallest block that the
 * address is in. NULL when there is none. */
const ounce_str *oz_lookup_find(const struct oz_lookup *lookup, ounce_str key);

/* What a value is looked up by: a text, or the text of a number. false: it is neither.
 * `room` has OZ_REAL_TEXT bytes, which the text may stand in. */
bool oz_lookup_key_text(const ounce_value *value, char *room, ounce_str *out);

/* ---- filling one ---- */

enum oz_lookup_added { OZ_LOOKUP_NEW, OZ_LOOKUP_THERE, OZ_LOOKUP_NOMEM };

/* Give the row that is added next a key; the text lives as long as the table does. */
enum oz_lookup_added oz_lookup_add_key(struct oz_lookup *lookup, struct oz_arena *arena,
                                       ounce_str text);
/* Add the row, which has its keys; likewise. false: out of memory. */
bool oz_lookup_add_row(struct oz_lookup *lookup, struct oz_arena *arena,
                       ounce_str json);

#endif
