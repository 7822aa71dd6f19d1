/* ipaddr.c — IP addresses and networks, read strictly.
 *
 *     2001:db8::192.0.2.1 => fields before the gap, zeros, fields after it
 *
 * One pass over the text, filling the bytes from the left; what follows "::" is moved
 * to the right end afterwards. Every rule of Python 3.11's ipaddress that refuses a
 * text is a line here that returns false.
 */
#include "base/ipaddr.h"

#include <string.h>

/* The private set: the special-purpose registries of IANA as Python 3.11.0 (2022-10-24)
 * lists them in is_private. Later Pythons changed it; ours is fixed. Documentation nets
 * are private, 100.64.0.0/10 and multicast are not. */
static const struct oz_ipnet private_nets[] = {
    {{{0}, 4}, 8},                                                /* 0.0.0.0/8 */
    {{{10}, 4}, 8},                                               /* 10.0.0.0/8 */
    {{{127}, 4}, 8},                                              /* 127.0.0.0/8 */
    {{{169, 254}, 4}, 16},                                        /* 169.254.0.0/16 */
    {{{172, 16}, 4}, 12},                                         /* 172.16.0.0/12 */
    {{{192, 0, 0, 0}, 4}, 29},                                    /* 192.0.0.0/29 */
    {{{192, 0, 0, 170}, 4}, 31},                                  /* 192.0.0.170/31 */
    {{{192, 0, 2}, 4}, 24},                                       /* 192.0.2.0/24 */
    {{{192, 168}, 4}, 16},                                        /* 192.168.0.0/16 */
    {{{198, 18}, 4}, 15},                                         /* 198.18.0.0/15 */
    {{{198, 51, 100}, 4}, 24},                                    /* 198.51.100.0/24 */
    {{{203, 0, 113}, 4}, 24},                                     /* 203.0.113.0/24 */
    {{{240}, 4}, 4},                                              /* 240.0.0.0/4 */
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 6}, 128}, /* ::1/128 */
    {{{0}, 6}, 128},                                              /* ::/128 */
    {{{0x01, 0x00}, 6}, 64},                                      /* 100::/64 */
    {{{0x20, 0x01}, 6}, 23},                                      /* 2001::/23 */
    {{{0x20, 0x01, 0x0d, 0xb8}, 6}, 32},                          /* 2001:db8::/32 */
    {{{0xfc}, 6}, 7},                                             /* fc00::/7 */
    {{{0xfe, 0x80}, 6}, 10},                                      /* fe80::/10 */
};

/* ::ffff:0:0/96, the IPv4-mapped addresses, which answer for what they embed. */
static const struct oz_ipnet mapped_net = {
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 6}, 96};

/* ---- Addresses ---- */

/* The offset of a byte at or after start; size when there is none. */
static size_t find(const char *text, size_t start, size_t size, char byte)
{
    while (start < size && text[start] != byte) {
        start++;
    }
    return start;
}

/* All of text as decimal digits, at most limit. */
static bool parse_decimal(const char *text, size_t size, unsigned limit, uint8_t *out)
{
    unsigned value = 0;

    if (size == 0) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        value = value * 10 + (unsigned)(text[i] - '0');
        if (value > limit) {
            return false;
        }
    }
    *out = (uint8_t)value;
    return true;
}

static bool parse_v4(const char *text, size_t size, uint8_t *out)
{
    size_t at = 0;

    for (int i = 0; i < 4; i++) {
        const size_t end = find(text, at, size, '.');

        if ((i < 3) != (end < size) || (end - at > 1 && text[at] == '0') ||
            !parse_decimal(text + at, end - at, 255, &out[i])) {
            return false;
        }
        at = end + 1;
    }
    return true;
}

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    if (byte >= 'a' && byte <= 'f') {
        return byte - 'a' + 10;
    }
    if (byte >= 'A' && byte <= 'F') {
        return byte - 'A' + 10;
    }
    return -1;
}

/* One to four hexadecimal digits. */
static bool parse_hextet(const char *text, size_t size, uint8_t *out)
{
    unsigned value = 0;

    if (size == 0 || size > 4) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        const int digit = hex_digit(text[i]);

        if (digit < 0) {
            return false;
        }
        value = value << 4 | (unsigned)digit;
    }
    out[0] = (uint8_t)(value >> 8);
    out[1] = (uint8_t)(value & 0xff);
    return true;
}

/* A field is a hextet or, in last place, an IPv4 address. Returns the bytes it filled,
 * or 0 when it is neither or does not fit. */
static size_t parse_field(const char *text, size_t size, bool last, uint8_t *out,
                          size_t room)
{
    if (last && find(text, 0, size, '.') < size) {
        return room >= 4 && parse_v4(text, size, out) ? 4 : 0;
    }
    return room >= 2 && parse_hextet(text, size, out) ? 2 : 0;
}

static bool parse_v6(const char *text, size_t size, uint8_t *out)
{
    const size_t none = SIZE_MAX;
    size_t gap = none; /* bytes before the "::" */
    size_t count = 0;
    size_t at = 0;

    if (size >= 2 && text[0] == ':' && text[1] == ':') {
        gap = 0;
        at = 2;
    }
    while (at < size) {
        const size_t end = find(text, at, size, ':');
        const size_t filled =
            parse_field(text + at, end - at, end == size, out + count, 16 - count);

        if (filled == 0) {
            return false;
        }
        count += filled;
        at = end;
        if (at < size && ++at == size) {
            return false; /* a single colon at the end */
        }
        if (at < size && text[at] == ':') {
            if (gap != none) {
                return false;
            }
            gap = count;
            at++;
        }
    }
    if (gap == none) {
        return count == 16;
    }
    if (count == 16) {
        return false; /* the gap stands for one zero field at least */
    }
    memmove(out + 16 - (count - gap), out + gap, count - gap);
    memset(out + gap, 0, 16 - count);
    return true;
}

/* Cut "%zone" off: not empty, no second '%' and, as no address has one, no '/'. */
static bool strip_zone(const char *text, size_t *size)
{
    const size_t percent = find(text, 0, *size, '%');
    const size_t zone = percent + 1;

    if (percent == *size) {
        return true;
    }
    if (zone == *size || find(text, zone, *size, '%') < *size ||
        find(text, zone, *size, '/') < *size) {
        return false;
    }
    *size = percent;
    return true;
}

bool oz_ipaddr_parse(const char *text, size_t size, struct oz_ipaddr *out)
{
    struct oz_ipaddr address = {.version = 4};

    if (size == 0) {
        return false;
    }
    if (!parse_v4(text, size, address.bytes)) {
        address = (struct oz_ipaddr){.version = 6};
        if (!strip_zone(text, &size) || !parse_v6(text, size, address.bytes)) {
            return false;
        }
    }
    *out = address;
    return true;
}

/* ---- Networks ---- */

/* The mask of a network has ones in its first prefix bits; this is its byte i. */
static uint8_t mask_byte(unsigned prefix, unsigned i)
{
    const unsigned start = 8 * i;

    if (prefix >= start + 8) {
        return 0xff;
    }
    if (prefix <= start) {
        return 0;
    }
    return (uint8_t)(0xff00U >> (prefix - start));
}

/* 255.255.240.0 and the like: ones, then zeros. */
static bool parse_netmask(const char *text, size_t size, uint8_t *prefix)
{
    uint8_t mask[4];

    if (!parse_v4(text, size, mask)) {
        return false;
    }
    for (uint8_t bits = 0; bits <= 32; bits++) {
        unsigned i = 0;

        while (i < 4 && mask[i] == mask_byte(bits, i)) {
            i++;
        }
        if (i == 4) {
            *prefix = bits;
            return true;
        }
    }
    return false;
}

bool oz_ipnet_parse(const char *text, size_t size, struct oz_ipnet *out)
{
    const size_t slash = find(text, 0, size, '/');
    struct oz_ipnet net;

    if (find(text, 0, slash, '%') < slash || !oz_ipaddr_parse(text, slash, &net.base)) {
        return false;
    }
    net.prefix = net.base.version == 4 ? 32 : 128;
    if (slash < size) {
        const char *length = text + slash + 1;
        const size_t length_size = size - slash - 1;

        if (!parse_decimal(length, length_size, net.prefix, &net.prefix) &&
            (net.base.version != 4 ||
             !parse_netmask(length, length_size, &net.prefix))) {
            return false;
        }
    }
    for (unsigned i = 0; i < 16; i++) {
        net.base.bytes[i] &= mask_byte(net.prefix, i);
    }
    *out = net;
    return true;
}

bool oz_ipnet_contains(const struct oz_ipnet *net, const struct oz_ipaddr *address)
{
    const unsigned whole = net->prefix / 8;

    if (net->base.version != address->version ||
        memcmp(net->base.bytes, address->bytes, whole) != 0) {
        return false;
    }
    return net->prefix % 8 == 0 ||
           (address->bytes[whole] & mask_byte(net->prefix, whole)) ==
               net->base.bytes[whole];
}

bool oz_ipaddr_is_private(const struct oz_ipaddr *address)
{
    struct oz_ipaddr embedded = {.version = 4};

    if (oz_ipnet_contains(&mapped_net, address)) {
        memcpy(embedded.bytes, address->bytes + 12, 4);
        address = &embedded;
    }
    for (size_t i = 0; i < sizeof(private_nets) / sizeof(private_nets[0]); i++) {
        if (oz_ipnet_contains(&private_nets[i], address)) {
            return true;
        }
    }
    return false;
}

bool oz_ipnet_is_private(const struct oz_ipnet *net)
{
    if (net->prefix >= mapped_net.prefix &&
        oz_ipnet_contains(&mapped_net, &net->base)) {
        return true;
    }
    for (size_t i = 0; i < sizeof(private_nets) / sizeof(private_nets[0]); i++) {
        if (net->prefix >= private_nets[i].prefix &&
            oz_ipnet_contains(&private_nets[i], &net->base)) {
            return true;
        }
    }
    return false;
}
