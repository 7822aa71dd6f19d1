/* net.h — addresses and networks as values: Python's ipaddress, on base/ipaddr.h.
 *
 * The size of a value is its version, 4 or 6, as object.h says.
 */
#ifndef OZ_NET_H
#define OZ_NET_H

#include "base/ipaddr.h"
#include "native/native.h"

/* OZ_ADDRESS */
struct oz_address {
    struct oz_ipaddr ip;
    ounce_str zone; /* of IPv6, behind the '%'; size 0: none */
};
static inline const struct oz_address *oz_address_of(const ounce_value *value)
{
    return (const struct oz_address *)value->node;
}

/* OZ_NETWORK */
struct oz_network {
    struct oz_ipnet net;
    ounce_str zone; /* of its address */
};
static inline const struct oz_network *oz_network_of(const ounce_value *value)
{
    return (const struct oz_network *)value->node;
}

/* An address as a number of 128 bits; those of IPv4 have 32. */
struct oz_bits {
    uint64_t hi, lo;
};
struct oz_bits oz_bits_of(const struct oz_ipaddr *ip);
struct oz_ipaddr oz_bits_address(struct oz_bits wide, unsigned version);
int oz_bits_compare(struct oz_bits a, struct oz_bits b);
struct oz_bits oz_bits_add(struct oz_bits a, struct oz_bits b);
struct oz_bits oz_bits_sub(struct oz_bits a, struct oz_bits b);
/* The bits of an address that a prefix leaves to its hosts. */
struct oz_bits oz_bits_hosts(unsigned version, unsigned prefix);
/* An INT or BIG. */
bool oz_bits_value(struct oz_work *work, struct oz_bits wide, ounce_value *out);
/* Decimal digits. false when there are more than fit. */
bool oz_bits_read(ounce_str digits, struct oz_bits *out);

/* New values; the zone is borrowed. */
bool oz_address_new(struct oz_work *work, const struct oz_ipaddr *ip, ounce_str zone,
                    ounce_value *out);
bool oz_network_new(struct oz_work *work, const struct oz_network *network,
                    ounce_value *out);

/* The first and the last address of a network. */
struct oz_ipaddr oz_network_first(const struct oz_network *network);
struct oz_ipaddr oz_network_last(const struct oz_network *network);

/* (net_text.c) Append the usual, shortest text. */
void oz_net_print(struct oz_buf *buf, const struct oz_ipaddr *ip, ounce_str zone);
void oz_network_print(struct oz_buf *buf, const struct oz_network *network);

/* (net_explain.c) Raise AddressValueError for a text that is no address of that
 * version. Always false. */
bool oz_net_explain(struct oz_work *work, unsigned version, ounce_str text);
/* The same for an IPv6 text whose zone is not taken off first. */
bool oz_net_explain_zoned(struct oz_work *work, ounce_str text);

/* (net.c) What the constructors of one version do; quiet: raise AddressValueError
 * without a message, for who will try the other version. */
bool oz_address_read(struct oz_work *work, const ounce_value *argument,
                     unsigned version, bool quiet, struct oz_address *out);

#endif
