/* net.c — the constructors of Python's ipaddress.
 *
 *     ip_address("10.0.0.1")  ip_network("10.0.0.0/8", strict=False)  IPv6Address(1)
 *
 * An argument may be a text, a number, packed bytes, or, for networks, a pair of
 * address and mask; anything else counts by its str().
 */
#include "native/net.h"

#include "base/str.h"
#include "native/argument.h"

#include <ounce/matcher.h>

bool oz_address_new(struct oz_work *work, const struct oz_ipaddr *ip, ounce_str zone,
                    ounce_value *out)
{
    struct oz_address *address = oz_work_alloc(work, sizeof(*address));

    if (address == NULL) {
        return false;
    }
    *address = (struct oz_address){*ip, zone};
    *out = (ounce_value){.kind = OZ_ADDRESS, .size = ip->version, .node = address};
    return true;
}

bool oz_network_new(struct oz_work *work, const struct oz_network *network,
                    ounce_value *out)
{
    struct oz_network *copy = oz_work_alloc(work, sizeof(*copy));

    if (copy == NULL) {
        return false;
    }
    *copy = *network;
    *out = (ounce_value){
        .kind = OZ_NETWORK, .size = network->net.base.version, .node = copy};
    return true;
}

struct oz_ipaddr oz_network_first(const struct oz_network *network)
{
    return network->net.base;
}

struct oz_ipaddr oz_network_last(const struct oz_network *network)
{
    const unsigned version = network->net.base.version;
    const struct oz_bits last = oz_bits_add(
        oz_bits_of(&network->net.base), oz_bits_hosts(version, network->net.prefix));

    return oz_bits_address(last, version);
}

/* ---- Addresses ---- */

/* A failure that is caught by our own caller, who then says something else. */
static bool fail_quietly(struct oz_work *work)
{
    return oz_raise(work, OZ_EXC_ADDRESS_VALUE, "%s", "");
}

/* str(argument); texts are taken as they are. */
static bool text_of(struct oz_work *work, const ounce_value *argument, ounce_str *out)
{
    const size_t base = work->text.size;
    ounce_value text = *argument;

    if (argument->kind != OUNCE_TEXT &&
        (!oz_str(work, argument) || !oz_text_take(work, base, &text))) {
        return false;
    }
    *out = (ounce_str){text.text, text.size};
    return true;
}

static bool number_out_of_range(struct oz_work *work, const ounce_value *number,
                                unsigned version, bool negative)
{
    const size_t base = work->text.size;
    ounce_value plain = *number;

    plain.kind = plain.kind == OUNCE_BOOL ? OUNCE_INT : plain.kind;
    if (!oz_repr(work, &plain)) {
        return false;
    }
    if (negative) {
        oz_buf_text(&work->text, " (< 0) is not permitted as an IPv");
    } else {
        oz_buf_text(&work->text, version == 4
                                     ? " (>= 2**32) is not permitted as an IPv"
                                     : " (>= 2**128) is not permitted as an IPv");
    }
    oz_buf_uint(&work->text, version);
    oz_buf_text(&work->text, " address");
    return oz_raise_text(work, OZ_EXC_ADDRESS_VALUE, base);
}

static bool address_of_number(struct oz_work *work, const ounce_value *number,
                              unsigned version, struct oz_address *out)
{
    struct oz_bits wide = {0, 0};
    bool negative = false, fits = true;

    if (number->kind == OUNCE_BIG) {
        negative = number->size > 0 && number->text[0] == '-';
        fits =
            !negative && oz_bits_read((ounce_str){number->text, number->size}, &wide);
    } else {
        negative = number->integer < 0;
        wide.lo = (uint64_t)number->integer;
    }
    if (version == 4 && (wide.hi != 0 || wide.lo > UINT32_MAX)) {
        fits = false;
    }
    if (negative || !fits) {
        return number_out_of_range(work, number, version, negative);
    }
    *out = (struct oz_address){oz_bits_address(wide, version), {"", 0}};
    return true;
}

static bool address_of_bytes(struct oz_work *work, const ounce_value *bytes,
                             unsigned version, struct oz_address *out)
{
    const size_t wanted = version == 4 ? 4 : 16, base = work->text.size;

    if (bytes->size == wanted) {
        *out = (struct oz_address){{.version = (uint8_t)version}, {"", 0}};
        memcpy(out->ip.bytes, bytes->text, wanted);
        return true;
    }
    if (!oz_repr(work, bytes)) {
        return false;
    }
    oz_buf_text(&work->text, " (len ");
    oz_buf_uint(&work->text, bytes->size);
    oz_buf_text(&work->text, " != ");
    oz_buf_uint(&work->text, wanted);
    oz_buf_text(&work->text, ") is not permitted as an IPv");
    oz_buf_uint(&work->text, version);
    oz_buf_text(&work->text, " address");
    return oz_raise_text(work, OZ_EXC_ADDRESS_VALUE, base);
}

/* Raise "what repr(argument)". */
static bool refuse(struct oz_work *work, enum oz_exception_class class_id,
                   const char *before, const ounce_value *argument, const char *after)
{
    const size_t base = work->text.size;

    oz_buf_text(&work->text, before);
    if (!oz_repr(work, argument)) {
        return false;
    }
    oz_buf_text(&work->text, after);
    return oz_raise_text(work, class_id, base);
}

static bool has_byte(ounce_str text, char byte)
{
    return text.size > 0 && memchr(text.data, byte, text.size) != NULL;
}

static bool address_of_text(struct oz_work *work, ounce_str text, unsigned version,
                            bool quiet, struct oz_address *out)
{
    struct oz_ipaddr ip;

    if (!oz_walk_step(&work->walk, 1 + text.size / 16)) {
        return false;
    }
    if (text.size == 0 || !oz_ipaddr_parse(text.data, text.size, &ip) ||
        ip.version != version) {
        return quiet ? fail_quietly(work) : oz_net_explain(work, version, text);
    }
    *out = (struct oz_address){ip, {"", 0}};
    if (has_byte(text, '%')) {
        const char *percent = memchr(text.data, '%', text.size);
        const size_t before = (size_t)(percent - text.data) + 1;

        out->zone = (ounce_str){text.data + before, text.size - before};
    }
    return true;
}

bool oz_address_read(struct oz_work *work, const ounce_value *argument,
                     unsigned version, bool quiet, struct oz_address *out)
{
    ounce_str text;

    if (oz_arg_is_int(argument)) {
        return address_of_number(work, argument, version, out);
    }
    if (argument->kind == OZ_BYTES) {
        return address_of_bytes(work, argument, version, out);
    }
    if (!text_of(work, argument, &text)) {
        return false;
    }
    if (has_byte(text, '/')) {
        return quiet ? fail_quietly(work)
                     : refuse(work, OZ_EXC_ADDRESS_VALUE, "Unexpected '/' in ",
                              argument, "");
    }
    return address_of_text(work, text, version, quiet, out);
}

/* ---- Networks ---- */

static bool bad_netmask(struct oz_work *work, const ounce_value *mask)
{
    return refuse(work, OZ_EXC_NETMASK_VALUE, "", mask, " is not a valid netmask");
}

/* Digits that are at most the longest prefix. */
static bool prefix_of_digits(ounce_str text, unsigned longest, uint8_t *prefix)
{
    unsigned value = 0;

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
        value = value * 10 + (unsigned)(text.data[i] - '0');
        value = value > 1000 ? 1000 : value;
    }
    *prefix = (uint8_t)value;
    return text.size > 0 && text.size <= 4300 && value <= longest;
}

/* The prefix of ones and then zeros, of 32 bits; false for other masks. */
static bool prefix_of_mask(uint32_t mask, uint8_t *prefix)
{
    for (unsigned bits = 0; bits <= 32; bits++) {
        if (mask == (bits == 0 ? 0 : UINT32_MAX << (32 - bits))) {
            *prefix = (uint8_t)bits;
            return true;
        }
    }
    return false;
}

/* 255.255.255.0, or 0.0.0.255. */
static bool prefix_of_v4(ounce_str text, uint8_t *prefix)
{
    struct oz_ipaddr ip;
    uint32_t mask;

    if (text.size == 0 || !oz_ipaddr_parse(text.data, text.size, &ip) ||
        ip.version != 4) {
        return false;
    }
    mask = (uint32_t)oz_bits_of(&ip).lo;
    return prefix_of_mask(mask, prefix) || prefix_of_mask(~mask, prefix);
}

static bool read_prefix(struct oz_work *work, const ounce_value *mask, unsigned version,
                        uint8_t *prefix)
{
    const unsigned longest = version == 4 ? 32 : 128;
    ounce_str text;

    if (oz_arg_is_int(mask)) {
        if (mask->kind == OUNCE_BIG || mask->integer < 0 || mask->integer > longest) {
            return bad_netmask(work, mask);
        }
        *prefix = (uint8_t)mask->integer;
        return true;
    }
    if (mask->kind != OUNCE_TEXT) {
        return oz_raise(work, OZ_EXC_ATTRIBUTE,
                        "'%s' object has no attribute 'isascii'", oz_type_name(mask));
    }
    text = (ounce_str){mask->text, mask->size};
    if (prefix_of_digits(text, longest, prefix) ||
        (version == 4 && prefix_of_v4(text, prefix))) {
        return true;
    }
    return bad_netmask(work, mask);
}

/* Address and mask; the mask is MISSING when all bits are the network's. */
static bool split_network(struct oz_work *work, const ounce_value *argument,
                          ounce_value *address, ounce_value *mask)
{
    const char *slash;
    ounce_str text;
    size_t before;

    *address = *argument;
    *mask = (ounce_value){.kind = OUNCE_MISSING};
    if (oz_arg_is_int(argument) || argument->kind == OZ_BYTES) {
        return true;
    }
    if (argument->kind == OZ_TUPLE) {
        const struct oz_array *pair = oz_array_of(argument);

        if (pair->count == 0) {
            return oz_raise(work, OZ_EXC_INDEX, "tuple index out of range");
        }
        if (pair->count > 2) {
            return oz_raise(work, OZ_EXC_VALUE,
                            "too many values to unpack (expected 2)");
        }
        *address = pair->items[0];
        *mask = pair->count > 1 ? pair->items[1] : *mask;
        return true;
    }
    if (!text_of(work, argument, &text)) {
        return false;
    }
    *address = oz_text(text);
    slash = text.size > 0 ? memchr(text.data, '/', text.size) : NULL;
    if (slash == NULL) {
        return true;
    }
    before = (size_t)(slash - text.data);
    *address = oz_text((ounce_str){text.data, before});
    text = (ounce_str){text.data + before + 1, text.size - before - 1};
    if (has_byte(text, '/')) {
        return refuse(work, OZ_EXC_ADDRESS_VALUE, "Only one '/' permitted in ",
                      argument, "");
    }
    *mask = oz_text(text);
    return true;
}

static bool host_bits(struct oz_work *work, const struct oz_network *network)
{
    const size_t base = work->text.size;

    oz_network_print(&work->text, network);
    oz_buf_text(&work->text, " has host bits set");
    return oz_raise_text(work, OZ_EXC_VALUE, base);
}

static bool read_network(struct oz_work *work, const ounce_value *argument,
                         const ounce_value *strict, unsigned version, bool quiet,
                         struct oz_network *out)
{
    ounce_value address_value, mask;
    struct oz_address address;
    struct oz_bits all, hosts;

    if (!split_network(work, argument, &address_value, &mask) ||
        !oz_address_read(work, &address_value, version, quiet, &address)) {
        return false;
    }
    *out = (struct oz_network){{address.ip, version == 4 ? 32 : 128}, address.zone};
    if (mask.kind != OUNCE_MISSING &&
        !read_prefix(work, &mask, version, &out->net.prefix)) {
        return false;
    }
    all = oz_bits_of(&address.ip);
    hosts = oz_bits_hosts(version, out->net.prefix);
    if ((all.hi & hosts.hi) == 0 && (all.lo & hosts.lo) == 0) {
        return true;
    }
    if (strict->kind == OUNCE_MISSING || oz_truth(strict)) {
        return host_bits(work, out);
    }
    all = (struct oz_bits){all.hi & ~hosts.hi, all.lo & ~hosts.lo};
    out->net.base = oz_bits_address(all, version);
    out->zone = (ounce_str){"", 0}; /* the address is made anew from its number */
    return true;
}

/* ---- The functions ---- */

/* Forget a failure that only says that the other version is to be tried. */
static bool was_address_error(struct oz_work *work)
{
    const struct oz_exception *raised = work->failure.node;

    if (work->walk.reason != OUNCE_REASON_RULE_ERROR ||
        work->failure.kind != OZ_EXCEPTION ||
        (raised->class_id != OZ_EXC_ADDRESS_VALUE &&
         raised->class_id != OZ_EXC_NETMASK_VALUE)) {
        return false;
    }
    work->walk.reason = 0;
    return true;
}

bool oz_ip_address(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct oz_address address;

    for (unsigned version = 4; version <= 6; version += 2) {
        if (oz_address_read(work, &args[0], version, true, &address)) {
            return oz_address_new(work, &address.ip, address.zone, out);
        }
        if (!was_address_error(work)) {
            return false;
        }
    }
    return refuse(work, OZ_EXC_VALUE, "", &args[0],
                  " does not appear to be an IPv4 or IPv6 address");
}

bool oz_ip_network(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    struct oz_network network;

    for (unsigned version = 4; version <= 6; version += 2) {
        if (read_network(work, &args[0], &args[1], version, true, &network)) {
            return oz_network_new(work, &network, out);
        }
        if (!was_address_error(work)) {
            return false;
        }
    }
    return refuse(work, OZ_EXC_VALUE, "", &args[0],
                  " does not appear to be an IPv4 or IPv6 network");
}

static bool new_address(struct oz_work *work, const ounce_value *args, unsigned version,
                        ounce_value *out)
{
    struct oz_address address;

    return oz_address_read(work, &args[0], version, false, &address) &&
           oz_address_new(work, &address.ip, address.zone, out);
}

static bool new_network(struct oz_work *work, const ounce_value *args, unsigned version,
                        ounce_value *out)
{
    struct oz_network network;

    return read_network(work, &args[0], &args[1], version, false, &network) &&
           oz_network_new(work, &network, out);
}

bool oz_ipv4_address(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return new_address(work, args, 4, out);
}

bool oz_ipv6_address(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return new_address(work, args, 6, out);
}

bool oz_ipv4_network(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return new_network(work, args, 4, out);
}

bool oz_ipv6_network(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    return new_network(work, args, 6, out);
}
