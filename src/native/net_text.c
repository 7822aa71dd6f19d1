/* net_text.c — addresses and networks as text.
 *
 *     10.0.0.1    2001:db8::1%eth0
 * 2001:0db8:0000:0000:0000:0000:0000:0001    10.0.0.0/8
 */
#include "native/net.h"

#include "base/str.h"

static void print_v4(struct oz_buf *buf, const struct oz_ipaddr *ip)
{
    for (int i = 0; i < 4; i++) {
        oz_buf_text(buf, i > 0 ? "." : "");
        oz_buf_uint(buf, ip->bytes[i]);
    }
}

static unsigned hextet(const struct oz_ipaddr *ip, int i)
{
    return (unsigned)ip->bytes[2 * i] << 8 | ip->bytes[2 * i + 1];
}

static void print_hex(struct oz_buf *buf, unsigned value, bool padded)
{
    static const char digits[] = "0123456789abcdef";

    for (int shift = 12; shift >= 0; shift -= 4) {
        if (padded || value >> shift != 0 || shift == 0) {
            oz_buf_char(buf, digits[value >> shift & 15]);
        }
    }
}

/* The longest run of zeros, of two or more; the first of several. */
static void find_zeros(const struct oz_ipaddr *ip, int *start, int *length)
{
    *start = -1;
    *length = 1;
    for (int i = 0; i < 8; i++) {
        int n = 0;

        while (i + n < 8 && hextet(ip, i + n) == 0) {
            n++;
        }
        if (n > *length) {
            *start = i;
            *length = n;
        }
        i += n;
    }
}

static void print_v6(struct oz_buf *buf, const struct oz_ipaddr *ip)
{
    int start, length;

    find_zeros(ip, &start, &length);
    for (int i = 0; i < 8; i++) {
        if (i == start) {
            oz_buf_text(buf, "::");
            i += length - 1;
            continue;
        }
        oz_buf_text(buf, i > 0 && i != start + length ? ":" : "");
        print_hex(buf, hextet(ip, i), false);
    }
}

void oz_net_print(struct oz_buf *buf, const struct oz_ipaddr *ip, ounce_str zone)
{
    if (ip->version == 4) {
        print_v4(buf, ip);
        return;
    }
    print_v6(buf, ip);
    if (zone.size > 0) {
        oz_buf_char(buf, '%');
        oz_buf_str(buf, zone);
    }
}

void oz_network_print(struct oz_buf *buf, const struct oz_network *network)
{
    oz_net_print(buf, &network->net.base, network->zone);
    oz_buf_char(buf, '/');
    oz_buf_uint(buf, network->net.prefix);
}

static const struct oz_ipaddr *base_of(const ounce_value *value)
{
    return value->kind == OZ_ADDRESS ? &oz_address_of(value)->ip
                                     : &oz_network_of(value)->net.base;
}

bool oz_net_compressed(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const size_t base = work->text.size;

    if (args[0].kind == OZ_ADDRESS) {
        oz_net_print(&work->text, base_of(args), oz_address_of(args)->zone);
    } else {
        oz_network_print(&work->text, oz_network_of(args));
    }
    return oz_text_take(work, base, out);
}

bool oz_net_exploded(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const size_t base = work->text.size;
    const struct oz_ipaddr *ip = base_of(args);

    if (ip->version == 4) {
        return oz_net_compressed(work, args, out);
    }
    if (args[0].kind == OZ_ADDRESS ? oz_address_of(args)->zone.size > 0
                                   : oz_network_of(args)->zone.size > 0) {
        /* CPython reads the text again, and trips over the zone. */
        ounce_value text;

        oz_net_print(&work->text, ip,
                     args[0].kind == OZ_ADDRESS ? oz_address_of(args)->zone
                                                : oz_network_of(args)->zone);
        return oz_text_take(work, base, &text) &&
               oz_net_explain_zoned(work, (ounce_str){text.text, text.size});
    }
    for (int i = 0; i < 8; i++) {
        oz_buf_text(&work->text, i > 0 ? ":" : "");
        print_hex(&work->text, hextet(ip, i), true);
    }
    if (args[0].kind == OZ_NETWORK) {
        oz_buf_char(&work->text, '/');
        oz_buf_uint(&work->text, oz_network_of(args)->net.prefix);
    }
    return oz_text_take(work, base, out);
}

bool oz_net_repr(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const size_t base = work->text.size;
    ounce_value text;

    if (!oz_net_compressed(work, args, &text)) {
        return false;
    }
    oz_buf_text(&work->text, oz_type_name(&args[0]));
    oz_buf_char(&work->text, '(');
    if (!oz_repr(work, &text)) {
        return false;
    }
    oz_buf_char(&work->text, ')');
    return oz_text_take(work, base, out);
}

/* Of the presentations only 's' and none: numbers are asked by int(). */
bool oz_address_format(struct oz_work *work, const ounce_value *args, ounce_value *out)
{
    const size_t base = work->text.size;
    const ounce_str spec = {args[1].text, args[1].size};
    ounce_value text;

    if (spec.size > 0 && spec.data[spec.size - 1] != 's') {
        return oz_raise(work, OZ_EXC_TYPE,
                        "unsupported format string passed to %s.__format__",
                        oz_type_name(&args[0]));
    }
    return oz_net_compressed(work, args, &text) && oz_format(work, &text, spec) &&
           oz_text_take(work, base, out);
}

bool oz_address_reverse_pointer(struct oz_work *work, const ounce_value *args,
                                ounce_value *out)
{
    const size_t base = work->text.size;
    const struct oz_ipaddr *ip = base_of(args);

    if (ip->version == 6 && oz_address_of(args)->zone.size > 0) {
        return oz_net_exploded(work, args, out);
    }
    for (int i = ip->version == 4 ? 3 : 15; i >= 0; i--) {
        if (ip->version == 4) {
            oz_buf_uint(&work->text, ip->bytes[i]);
        } else {
            print_hex(&work->text, ip->bytes[i] & 15, false);
            oz_buf_char(&work->text, '.');
            print_hex(&work->text, ip->bytes[i] >> 4, false);
        }
        oz_buf_char(&work->text, '.');
    }
    oz_buf_text(&work->text, ip->version == 4 ? "in-addr.arpa" : "ip6.arpa");
    return oz_text_take(work, base, out);
}

static bool with_second(struct oz_work *work, const ounce_value *args, bool hosts,
                        ounce_value *out)
{
    const struct oz_network *network = oz_network_of(args);
    const unsigned version = network->net.base.version;
    const struct oz_bits bits = oz_bits_hosts(version, network->net.prefix);
    const struct oz_bits all = oz_bits_hosts(version, 0);
    const struct oz_ipaddr second =
        oz_bits_address(hosts ? bits : oz_bits_sub(all, bits), version);
    const size_t base = work->text.size;

    oz_net_print(&work->text, &network->net.base, network->zone);
    oz_buf_char(&work->text, '/');
    oz_net_print(&work->text, &second, (ounce_str){"", 0});
    return oz_text_take(work, base, out);
}

bool oz_network_with_netmask(struct oz_work *work, const ounce_value *args,
                             ounce_value *out)
{
    return with_second(work, args, false, out);
}

bool oz_network_with_hostmask(struct oz_work *work, const ounce_value *args,
                              ounce_value *out)
{
    return with_second(work, args, true, out);
}
