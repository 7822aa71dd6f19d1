/* net_address.c — what addresses, and networks by their first and last address, are.
 *
 *     is_private  is_global  is_loopback  version  packed  ipv4_mapped
 *
 * The sets are those of Python 3.11.7's tables.
 */
#include "native/net.h"

#include "base/str.h"
#include "base/table.h"

typedef bool predicate(const struct oz_ipaddr *ip);

static bool in_net(const struct oz_ipaddr *ip, unsigned version, uint8_t first,
                   uint8_t second, uint8_t prefix)
{
    const struct oz_ipnet net = {{{first, second}, (uint8_t)version}, prefix};

    return oz_ipnet_contains(&net, ip);
}

static bool is_zero(const struct oz_ipaddr *ip)
{
    const struct oz_bits wide = oz_bits_of(ip);

    return wide.hi == 0 && wide.lo == 0;
}

static bool is_loopback(const struct oz_ipaddr *ip)
{
    const struct oz_bits wide = oz_bits_of(ip);

    return ip->version == 4 ? ip->bytes[0] == 127 : wide.hi == 0 && wide.lo == 1;
}

static bool is_multicast(const struct oz_ipaddr *ip)
{
    return ip->version == 4 ? ip->bytes[0] >> 4 == 14 : ip->bytes[0] == 0xff;
}

static bool is_link_local(const struct oz_ipaddr *ip)
{
    return ip->version == 4 ? in_net(ip, 4, 169, 254, 16)
                            : in_net(ip, 6, 0xfe, 0x80, 10);
}

static bool is_site_local(const struct oz_ipaddr *ip)
{
    return in_net(ip, 6, 0xfe, 0xc0, 10);
}

/* IPv6: all but 2000::/3, fc00::/7, fe80::/9 and ff00::/8. */
static bool is_reserved(const struct oz_ipaddr *ip)
{
    if (ip->version == 4) {
        return ip->bytes[0] >= 240;
    }
    return ip->bytes[0] >> 5 != 1 && ip->bytes[0] >> 1 != 0x7e &&
           !in_net(ip, 6, 0xfe, 0x80, 9) && ip->bytes[0] != 0xff;
}

/* 100.64.0.0/10 is neither private nor global. */
static bool is_shared(const struct oz_ipaddr *ip)
{
    return in_net(ip, 4, 100, 64, 10);
}

/* Of a network: of both its ends. */
static bool ask(const ounce_value *self, predicate *is)
{
    struct oz_ipaddr last;

    if (self->kind == OZ_ADDRESS) {
        return is(&oz_address_of(self)->ip);
    }
    last = oz_network_last(oz_network_of(self));
    return is(&oz_network_of(self)->net.base) && is(&last);
}

static bool is_private(const ounce_value *self)
{
    return self->kind == OZ_ADDRESS ? oz_ipaddr_is_private(&oz_address_of(self)->ip)
                                    : oz_ipnet_is_private(&oz_network_of(self)->net);
}

bool oz_net_is_unspecified(struct oz_work *work, const ounce_value *args,
                           ounce_value *out)
{
    (void)work;
    *out = oz_bool(ask(args, is_zero));
    return true;
}

bool oz_net_is_loopback(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    *out = oz_bool(ask(args, is_loopback));
    return true;
}

bool oz_net_is_multicast(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    (void)work;
    *out = oz_bool(ask(args, is_multicast));
    return true;
}

bool oz_net_is_link_local(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    (void)work;
    *out = oz_bool(ask(args, is_link_local));
    return true;
}

bool oz_net_is_site_local(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    (void)work;
    *out = oz_bool(ask(args, is_site_local));
    return true;
}

bool oz_net_is_reserved(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    *out = oz_bool(ask(args, is_reserved));
    return true;
}

bool oz_net_is_private(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    *out = oz_bool(is_private(args));
    return true;
}

bool oz_net_is_global(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    *out = oz_bool(!is_private(args) && !ask(args, is_shared));
    return true;
}

bool oz_net_version(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    (void)work;
    *out = oz_int((int64_t)args[0].size);
    return true;
}

bool oz_net_max_prefixlen(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    (void)work;
    *out = oz_int(args[0].size == 4 ? 32 : 128);
    return true;
}

/* ---- Of addresses alone ---- */

bool oz_address_packed(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_ipaddr *ip = &oz_address_of(args)->ip;

    (void)work;
    *out = oz_bytes((ounce_str){(const char *)ip->bytes, ip->version == 4 ? 4u : 16u});
    return true;
}

bool oz_address_int(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return oz_bits_value(work, oz_bits_of(&oz_address_of(args)->ip), out);
}

bool oz_address_scope_id(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    const ounce_str zone = oz_address_of(args)->zone;

    (void)work;
    *out = zone.size > 0 ? oz_text(zone) : oz_none();
    return true;
}

/* The IPv4 address in 32 bits of an IPv6 one. */
static bool embedded(struct oz_work *work, uint64_t bits, ounce_value *out)
{
    const struct oz_ipaddr ip =
        oz_bits_address((struct oz_bits){0, bits & UINT32_MAX}, 4);

    return oz_address_new(work, &ip, (ounce_str){"", 0}, out);
}

bool oz_address_ipv4_mapped(struct oz_work *work, const ounce_value *args,
                            ounce_value *out)
{
    const struct oz_bits wide = oz_bits_of(&oz_address_of(args)->ip);

    *out = oz_none();
    return wide.hi != 0 || wide.lo >> 32 != 0xffff || embedded(work, wide.lo, out);
}

bool oz_address_sixtofour(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    const struct oz_bits wide = oz_bits_of(&oz_address_of(args)->ip);

    *out = oz_none();
    return wide.hi >> 48 != 0x2002 || embedded(work, wide.hi >> 16, out);
}

bool oz_address_teredo(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_bits wide = oz_bits_of(&oz_address_of(args)->ip);
    ounce_value server, client;

    *out = oz_none();
    return wide.hi >> 32 != 0x20010000 ||
           (embedded(work, wide.hi, &server) && embedded(work, ~wide.lo, &client) &&
            oz_array_new(work, OZ_TUPLE, 2, out) && oz_array_add(work, out, &server) &&
            oz_array_add(work, out, &client));
}

/* ---- Comparing ---- */

bool oz_address_eq(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_address *a = oz_address_of(&args[0]), *b = oz_address_of(&args[1]);

    (void)work;
    *out = oz_bool(a->ip.version == b->ip.version &&
                   memcmp(a->ip.bytes, b->ip.bytes, sizeof(a->ip.bytes)) == 0 &&
                   oz_str_equal(a->zone, b->zone));
    return true;
}

bool oz_address_lt(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_address *a = oz_address_of(&args[0]), *b = oz_address_of(&args[1]);
    const size_t base = work->text.size;

    if (a->ip.version != b->ip.version) {
        oz_net_print(&work->text, &a->ip, a->zone);
        oz_buf_text(&work->text, " and ");
        oz_net_print(&work->text, &b->ip, b->zone);
        oz_buf_text(&work->text, " are not of the same version");
        return oz_raise_text(work, OZ_EXC_TYPE, base);
    }
    *out = oz_bool(memcmp(a->ip.bytes, b->ip.bytes, sizeof(a->ip.bytes)) < 0);
    return true;
}

bool oz_address_hash(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_address *a = oz_address_of(&args[0]);
    uint64_t hash = oz_hash(a->ip.bytes, sizeof(a->ip.bytes));

    (void)work;
    if (a->zone.size > 0) {
        hash = oz_hash_mix(hash, oz_hash(a->zone.data, a->zone.size));
    }
    *out = oz_int((int64_t)(hash >> 1));
    return true;
}
