/* net_network.c — networks: their parts, what lies in them, how they lie to each other.
 *
 *     ip_address("10.1.2.3") in ip_network("10.0.0.0/8")
 *     ip_network("10.1.0.0/16").subnet_of(ip_network("10.0.0.0/8"))
 */
#include "native/net.h"

#include "base/str.h"
#include "base/table.h"

/* An address made in a list is dearer than a step. */
#define HOST_STEPS 16

static const ounce_str no_zone = {"", 0};

/* 2^128: how many addresses IPv6 has. It is zero in 128 bits. */
#define ALL_OF_V6 "340282366920938463463374607431768211456"

/* ---- Parts ---- */

bool oz_network_address(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_network *network = oz_network_of(args);

    return oz_address_new(work, &network->net.base, network->zone, out);
}

bool oz_network_broadcast(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    const struct oz_ipaddr last = oz_network_last(oz_network_of(args));

    return oz_address_new(work, &last, no_zone, out);
}

static bool mask(struct oz_work *work, const ounce_value *args, bool hosts,
                 ounce_value *out)
{
    const struct oz_ipnet *net = &oz_network_of(args)->net;
    const unsigned version = net->base.version;
    const struct oz_bits bits = oz_bits_hosts(version, net->prefix);
    const struct oz_bits others = oz_bits_sub(oz_bits_hosts(version, 0), bits);
    const struct oz_ipaddr ip = oz_bits_address(hosts ? bits : others, version);

    return oz_address_new(work, &ip, no_zone, out);
}

bool oz_network_netmask(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return mask(work, args, false, out);
}

bool oz_network_hostmask(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    return mask(work, args, true, out);
}

bool oz_network_prefixlen(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    (void)work;
    *out = oz_int(oz_network_of(args)->net.prefix);
    return true;
}

bool oz_network_num_addresses(struct oz_work *work, const ounce_value *args,
                              ounce_value *out)
{
    const struct oz_ipnet *net = &oz_network_of(args)->net;
    const struct oz_bits one = {0, 1};

    if (net->base.version == 6 && net->prefix == 0) {
        return oz_integer(work, OZ_LIT(ALL_OF_V6), out);
    }
    return oz_bits_value(
        work, oz_bits_add(oz_bits_hosts(net->base.version, net->prefix), one), out);
}

/* ---- Members ---- */

static bool contains(const struct oz_network *network, const struct oz_ipaddr *ip)
{
    return oz_ipnet_contains(&network->net, ip);
}

bool oz_network_contains(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    if (args[1].kind != OZ_ADDRESS && args[1].kind != OZ_NETWORK) {
        return oz_raise(work, OZ_EXC_ATTRIBUTE,
                        "'%s' object has no attribute '_version'",
                        oz_type_name(&args[1]));
    }
    *out = oz_bool(args[1].kind == OZ_ADDRESS &&
                   contains(oz_network_of(&args[0]), &oz_address_of(&args[1])->ip));
    return true;
}

/* network[n] */
bool oz_network_getitem(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_ipnet *net = &oz_network_of(&args[0])->net;
    const unsigned version = net->base.version;
    const struct oz_bits hosts = oz_bits_hosts(version, net->prefix);
    const ounce_value *n = &args[1];
    struct oz_bits offset = {0, 0};
    struct oz_ipaddr ip;
    bool negative, fits = true;

    if (n->kind == OUNCE_BIG) {
        ounce_str digits = {n->text, n->size};

        negative = digits.data[0] == '-';
        digits.data += negative;
        digits.size -= negative;
        fits =
            oz_bits_read(digits, &offset) || (negative && oz_str_is(digits, ALL_OF_V6));
    } else if (n->kind == OUNCE_INT || n->kind == OUNCE_BOOL) {
        negative = n->integer < 0;
        offset.lo = negative ? 0 - (uint64_t)n->integer : (uint64_t)n->integer;
    } else {
        return oz_raise(work, OZ_EXC_TYPE,
                        "'>=' not supported between instances of '%s' and 'int'",
                        oz_type_name(n));
    }
    if (negative) { /* -1 is the last */
        offset = oz_bits_sub(offset, (struct oz_bits){0, 1});
    }
    if (!fits || oz_bits_compare(offset, hosts) > 0) {
        return oz_raise(work, OZ_EXC_INDEX, "address out of range");
    }
    offset = negative ? oz_bits_sub(hosts, offset) : offset;
    ip = oz_bits_address(oz_bits_add(oz_bits_of(&net->base), offset), version);
    return oz_address_new(work, &ip, no_zone, out);
}

/* Addresses base + from … base + to. */
static bool list(struct oz_work *work, const struct oz_ipnet *net, struct oz_bits from,
                 struct oz_bits to, ounce_value *out)
{
    const struct oz_bits base = oz_bits_of(&net->base), one = {0, 1};

    if (!oz_array_new(work, OZ_ARRAY, 0, out)) {
        return false;
    }
    while (oz_bits_compare(from, to) <= 0) {
        const struct oz_ipaddr ip =
            oz_bits_address(oz_bits_add(base, from), net->base.version);
        ounce_value address;

        if (!oz_walk_step(&work->walk, HOST_STEPS) ||
            !oz_address_new(work, &ip, no_zone, &address) ||
            !oz_array_add(work, out, &address)) {
            return false;
        }
        if (oz_bits_compare(from, to) == 0) {
            break;
        }
        from = oz_bits_add(from, one);
    }
    return true;
}

bool oz_network_iter(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_ipnet *net = &oz_network_of(args)->net;
    const struct oz_bits none = {0, 0};

    return list(work, net, none, oz_bits_hosts(net->base.version, net->prefix), out);
}

/* All but the address of the network itself and, of IPv4, the broadcast address; where
 * there are only one or two, all. */
bool oz_network_hosts(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_network *network = oz_network_of(args);
    const struct oz_ipnet *net = &network->net;
    const struct oz_bits one = {0, 1};
    struct oz_bits last = oz_bits_hosts(net->base.version, net->prefix);
    ounce_value all;

    if (last.hi == 0 && last.lo == 0) {
        return oz_array_new(work, OZ_ARRAY, 1, out) &&
               oz_address_new(work, &net->base, network->zone, &all) &&
               oz_array_add(work, out, &all);
    }
    if (last.hi == 0 && last.lo == 1) {
        return oz_network_iter(work, args, &all) &&
               oz_iterator_new(work, &all, "generator", out);
    }
    if (net->base.version == 4) {
        last = oz_bits_sub(last, one);
    }
    return list(work, net, one, last, &all) &&
           oz_iterator_new(work, &all, "generator", out);
}

/* ---- Networks among each other ---- */

static bool overlap(const struct oz_network *a, const struct oz_network *b)
{
    return contains(a, &b->net.base) || contains(b, &a->net.base);
}

bool oz_network_overlaps(struct oz_work *work, const ounce_value *args,
                         ounce_value *out)
{
    ounce_value end;
    bool holds;

    if (args[1].kind == OZ_NETWORK) {
        *out = oz_bool(overlap(oz_network_of(&args[0]), oz_network_of(&args[1])));
        return true;
    }
    /* As CPython has it: `in` decides for what is no network, until that is found out.
     */
    if (!oz_network_address(work, args, &end) ||
        !oz_contains(work, &args[1], &end, &holds)) {
        return false;
    }
    *out = oz_bool(true);
    if (holds) {
        return true;
    }
    if (!oz_network_broadcast(work, args, &end) ||
        !oz_contains(work, &args[1], &end, &holds)) {
        return false;
    }
    return holds || oz_raise(work, OZ_EXC_ATTRIBUTE,
                             "'%s' object has no attribute 'network_address'",
                             oz_type_name(&args[1]));
}

static bool fail_pair(struct oz_work *work, const char *before, const ounce_value *a,
                      const char *between, const ounce_value *b, const char *after)
{
    const size_t base = work->text.size;

    oz_buf_text(&work->text, before);
    if (!oz_str(work, a)) {
        return false;
    }
    oz_buf_text(&work->text, between);
    if (!oz_str(work, b)) {
        return false;
    }
    oz_buf_text(&work->text, after);
    return oz_raise_text(work, OZ_EXC_TYPE, base);
}

/* Is a within b? */
static bool is_subnet(struct oz_work *work, const ounce_value *a, const ounce_value *b,
                      ounce_value *out)
{
    const bool known = (a->kind == OZ_NETWORK || a->kind == OZ_ADDRESS) &&
                       (b->kind == OZ_NETWORK || b->kind == OZ_ADDRESS);

    if (known && a->size != b->size) {
        return fail_pair(work, "", a, " and ", b, " are not of the same version");
    }
    if (a->kind != OZ_NETWORK || b->kind != OZ_NETWORK) {
        return fail_pair(work, "Unable to test subnet containment between ", a, " and ",
                         b, "");
    }
    *out = oz_bool(oz_network_of(a)->net.prefix >= oz_network_of(b)->net.prefix &&
                   contains(oz_network_of(b), &oz_network_of(a)->net.base));
    return true;
}

bool oz_network_subnet_of(struct oz_work *work, const ounce_value *args,
                          ounce_value *out)
{
    return is_subnet(work, &args[0], &args[1], out);
}

bool oz_network_supernet_of(struct oz_work *work, const ounce_value *args,
                            ounce_value *out)
{
    return is_subnet(work, &args[1], &args[0], out);
}

/* ---- Comparing ---- */

bool oz_network_eq(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_network *a = oz_network_of(&args[0]), *b = oz_network_of(&args[1]);

    (void)work;
    *out = oz_bool(
        a->net.base.version == b->net.base.version &&
        memcmp(a->net.base.bytes, b->net.base.bytes, sizeof(a->net.base.bytes)) == 0 &&
        a->net.prefix == b->net.prefix && oz_str_equal(a->zone, b->zone));
    return true;
}

bool oz_network_lt(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_ipnet *a = &oz_network_of(&args[0])->net;
    const struct oz_ipnet *b = &oz_network_of(&args[1])->net;
    int order;

    if (a->base.version != b->base.version) {
        return fail_pair(work, "", &args[0], " and ", &args[1],
                         " are not of the same version");
    }
    order = memcmp(a->base.bytes, b->base.bytes, sizeof(a->base.bytes));
    *out = oz_bool(order != 0 ? order < 0 : a->prefix < b->prefix);
    return true;
}

bool oz_network_hash(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const struct oz_ipnet *net = &oz_network_of(args)->net;
    const uint64_t hash = oz_hash(net->base.bytes, sizeof(net->base.bytes));

    (void)work;
    *out = oz_int((int64_t)(oz_hash_mix(hash, net->prefix) >> 1));
    return true;
}
