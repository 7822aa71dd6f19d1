/* ipaddr.h — IP addresses and networks, read strictly.
 *
 *     "10.1.2.3"  "fe80::1%eth0"  "::ffff:192.0.2.1"     one address
 *     "10.1.2.3/8"  "10.0.0.0/255.0.0.0"  "2001:db8::/32"  "::1"   one network
 *
 * The accepted texts are those of Python 3.11's ipaddress module, since rules were
 * written against it: no leading zeros in an octet, no spaces, no brackets, no port.
 * The system's own parsers accept more, and differ from each other.
 *
 * Thread: pure, all of it. Nothing allocates.
 */
#ifndef OZ_BASE_IPADDR_H
#define OZ_BASE_IPADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct oz_ipaddr {
    uint8_t bytes[16]; /* network order; IPv4 uses the first four, the rest are zero */
    uint8_t version;   /* 4 or 6 */
};

struct oz_ipnet {
    struct oz_ipaddr base; /* host bits are zero */
    uint8_t prefix;        /* 0..32 or 0..128 bits */
};

/* Read text that is exactly one address. A zone (%eth0) may follow IPv6 and is dropped.
 * False, with *out untouched, for anything else. */
bool oz_ipaddr_parse(const char *text, size_t size, struct oz_ipaddr *out);

/* Read address/length, IPv4 address/netmask, or a bare address (all bits fixed). Host
 * bits are cleared rather than refused; a zone or a host mask (0.0.0.255) is refused.
 * False, with *out untouched, for anything else. */
bool oz_ipnet_parse(const char *text, size_t size, struct oz_ipnet *out);

/* False when the versions differ. */
bool oz_ipnet_contains(const struct oz_ipnet *net, const struct oz_ipaddr *address);

/* Whether the address is in the private set; the table is in the source. */
bool oz_ipaddr_is_private(const struct oz_ipaddr *address);
/* Whether all of a network is in one entry of the set. The IPv4-mapped addresses are an
 * entry here. */
bool oz_ipnet_is_private(const struct oz_ipnet *net);

#endif
