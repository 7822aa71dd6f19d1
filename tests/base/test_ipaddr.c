/* test_ipaddr.c — which texts are addresses and networks, and what lies in what.
 *
 * Every expectation is the answer of Python 3.11's ipaddress (networks with
 * strict=False), but for host masks and zones in networks, which are refused here.
 */
#include "base/ipaddr.h"

#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* All bytes in hexadecimal: 8 digits for IPv4 and 32 for IPv6. */
static const char *hex(const struct oz_ipaddr *address)
{
    static char text[33];
    const size_t size = address->version == 4 ? 4 : 16;

    for (size_t i = 0; i < size; i++) {
        snprintf(text + 2 * i, 3, "%02x", (unsigned)address->bytes[i]);
    }
    return text;
}

static bool parses(const char *text, struct oz_ipaddr *out)
{
    return oz_ipaddr_parse(text, strlen(text), out);
}

static bool parses_net(const char *text, struct oz_ipnet *out)
{
    return oz_ipnet_parse(text, strlen(text), out);
}

/* ---- Addresses ---- */

static const struct {
    const char *text;
    const char *bytes;
} addresses[] = {
    {"0.0.0.0", "00000000"},
    {"1.2.3.4", "01020304"},
    {"10.20.30.40", "0a141e28"},
    {"255.255.255.255", "ffffffff"},
    {"::", "00000000000000000000000000000000"},
    {"::1", "00000000000000000000000000000001"},
    {"1::", "00010000000000000000000000000000"},
    {"1::8", "00010000000000000000000000000008"},
    {"1:2:3:4:5:6:7:8", "00010002000300040005000600070008"},
    {"0001:0002:0003:0004:0005:0006:0007:0008", "00010002000300040005000600070008"},
    {"::2:3:4:5:6:7:8", "00000002000300040005000600070008"},
    {"1::3:4:5:6:7:8", "00010000000300040005000600070008"},
    {"1:2:3:4:5:6::8", "00010002000300040005000600000008"},
    {"1:2:3:4:5:6:7::", "00010002000300040005000600070000"},
    {"2001:DB8::aBcD", "20010db800000000000000000000abcd"},
    {"::ffff:192.0.2.1", "00000000000000000000ffffc0000201"},
    {"::192.0.2.1", "000000000000000000000000c0000201"},
    {"64:ff9b::1.2.3.4", "0064ff9b000000000000000001020304"},
    {"1:2:3:4:5:6:1.2.3.4", "00010002000300040005000601020304"},
    {"1:2:3:4:5::1.2.3.4", "00010002000300040005000001020304"},
    {"::2:3:4:5:6:1.2.3.4", "00000002000300040005000601020304"},
    {"fe80::1%eth0", "fe800000000000000000000000000001"},
    {"fe80::1%1", "fe800000000000000000000000000001"},
    {"fe80::1%a:b c.d", "fe800000000000000000000000000001"},
    {"::%x", "00000000000000000000000000000000"},
    {"::1.2.3.4%x", "00000000000000000000000001020304"},
};

START_TEST(an_address_is_read)
{
    struct oz_ipaddr address;

    ck_assert(parses(addresses[_i].text, &address));

    ck_assert_str_eq(hex(&address), addresses[_i].bytes);
    ck_assert_uint_eq(address.version, strlen(addresses[_i].bytes) == 8 ? 4 : 6);
}
END_TEST

/* clang-format off */
static const char *const not_addresses[] = {
    "", " ", ".", "...", "1", "1.2", "1.2.3", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.",
    ".1.2.3.4", "1.2.3.4.5", "1.2.3.256", "256.2.3.4", "1.2.3.999", "1.2.3.1000",
    "1.2.3.4294967296", "01.2.3.4", "1.2.3.04", "00.0.0.0", "1.2.3.00", "1.2.3.-4",
    "+1.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4\n", "1. 2.3.4", "0x1.2.3.4", "1.2.3.a",
    "1.2.3.4%eth0", "1.2.3.4/32", "1.2.3.4:80", "1,2,3,4",
    "\xd9\xa1.2.3.4", /* an Arabic-Indic digit */
    "localhost", "3232235777", ":", ":::", "::::", "1", "1:", ":1", "1:2",
    "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", ":2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:",
    ":1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
    "1::2:3:4:5:6:7:8", "1::2::3", "1:::2", ":::1", "1:::", "::1:", ":1::", "12345::",
    "::00001", "::g", "::-1", ":: 1", " ::1", "::1 ", "[::1]", "::1/128", "1.2.3.4::",
    "::1.2.3.4:5", "::1.2.3", "::1.2.3.4.5", "::1.2.3.256", "::01.2.3.4", "::.",
    "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5:1.2.3.4", "1:2:3:4:5:6::7:1.2.3.4",
    "::2:3:4:5:6:7:1.2.3.4", "fe80::1%", "%", "%eth0", "fe80::1%a%b", "fe80::1%%",
    "fe80::1%a/64", "fe80%a::1",
};
/* clang-format on */

START_TEST(what_is_not_exactly_an_address_is_refused)
{
    struct oz_ipaddr address = {.version = 9};

    ck_assert_msg(!parses(not_addresses[_i], &address), "%s", not_addresses[_i]);

    ck_assert_uint_eq(address.version, 9);
}
END_TEST

/* An octet text in each of the four places, the others being 0. */
static void check_octet(const char *octet, bool valid, unsigned value)
{
    for (size_t place = 0; place < 4; place++) {
        const char *texts[] = {"0", "0", "0", "0"};
        struct oz_ipaddr address;
        char text[32];

        texts[place] = octet;
        snprintf(text, sizeof(text), "%s.%s.%s.%s", texts[0], texts[1], texts[2],
                 texts[3]);
        ck_assert_msg(parses(text, &address) == valid, "%s", text);
        ck_assert(!valid || address.bytes[place] == value);
    }
}

START_TEST(an_octet_is_0_to_255_without_leading_zeros)
{
    for (unsigned value = 0; value < 1000; value++) {
        const int digits = value < 10 ? 1 : value < 100 ? 2 : 3;

        for (int width = digits; width <= 4; width++) {
            char octet[8];

            snprintf(octet, sizeof(octet), "%0*u", width, value);
            check_octet(octet, value <= 255 && width == digits, value);
        }
    }
}
END_TEST

START_TEST(a_nul_inside_is_refused)
{
    struct oz_ipaddr address;
    struct oz_ipnet net;

    ck_assert(!oz_ipaddr_parse(NULL, 0, &address));
    ck_assert(!oz_ipnet_parse(NULL, 0, &net));
    ck_assert(!oz_ipaddr_parse("1.2.3.4\0", 8, &address));
    ck_assert(!oz_ipaddr_parse("::1\0", 4, &address));
    ck_assert(!oz_ipnet_parse("1.2.3.4/8\0", 10, &net));
}
END_TEST

START_TEST(only_the_given_bytes_are_read)
{
    static const char *const texts[] = {"192.168.100.200/255.255.255.255",
                                        "2001:db8:1:2:3:4:192.168.100.200/128",
                                        "1:2:3:4:5:6:7:8::", "::ffff:1.2.3.4%zone"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        for (size_t size = 1; size <= strlen(texts[i]); size++) {
            struct oz_ipaddr address;
            struct oz_ipnet net;
            char *exact = malloc(size); /* a sanitizer guards its end */

            ck_assert_ptr_nonnull(exact);
            memcpy(exact, texts[i], size);
            oz_ipaddr_parse(exact, size, &address);
            oz_ipnet_parse(exact, size, &net);
            free(exact);
        }
    }
}
END_TEST

/* ---- Networks ---- */

static const struct {
    const char *text;
    const char *base;
    unsigned prefix;
} nets[] = {
    {"10.0.0.0/8", "0a000000", 8},
    {"10.1.2.3/8", "0a000000", 8}, /* host bits are cleared */
    {"10.1.2.3", "0a010203", 32},
    {"10.1.2.3/32", "0a010203", 32},
    {"10.1.2.3/31", "0a010202", 31},
    {"255.255.255.255/1", "80000000", 1},
    {"255.255.255.255/0", "00000000", 0},
    {"10.1.2.3/08", "0a000000", 8},
    {"10.1.2.3/00000024", "0a010200", 24},
    {"10.1.2.3/255.0.0.0", "0a000000", 8},
    {"10.1.255.3/255.255.240.0", "0a01f000", 20},
    {"10.1.2.3/255.255.255.255", "0a010203", 32},
    {"10.1.2.3/128.0.0.0", "00000000", 1},
    {"10.1.2.3/0.0.0.0", "00000000", 0},
    {"::1", "00000000000000000000000000000001", 128},
    {"::/0", "00000000000000000000000000000000", 0},
    {"2001:db8::1/32", "20010db8000000000000000000000000", 32},
    {"ffff:ffff::/17", "ffff8000000000000000000000000000", 17},
    {"::ffff:1.2.3.4/96", "00000000000000000000ffff00000000", 96},
    {"::1.2.3.4/127", "00000000000000000000000001020304", 127},
};

START_TEST(a_network_is_read)
{
    struct oz_ipnet net;

    ck_assert(parses_net(nets[_i].text, &net));

    ck_assert_str_eq(hex(&net.base), nets[_i].base);
    ck_assert_uint_eq(net.prefix, nets[_i].prefix);
}
END_TEST

/* clang-format off */
static const char *const not_nets[] = {
    "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8",
    "10.0.0.0/ 8", "10.0.0.0/8 ", " 10.0.0.0/8", "10.0.0.0 /8", "10.0.0.0/8/8",
    "10.0.0.0//8", "10.0.0.0/8x", "10.0.0.0/4294967304", "10.0.0/8", "10/8",
    "010.0.0.0/8", "10.0.0.0/255.0.255.0", "10.0.0.0/255.0.0.1", "10.0.0.0/0.0.0.255",
    "10.0.0.0/127.255.255.255", "10.0.0.0/255.0.0", "10.0.0.0/255.0.0.0.0",
    "10.0.0.0/256.0.0.0", "10.0.0.0/255.0.0.00", "10.0.0.0/ffff::", "::/129", "::/1000",
    "::/", "::/255.0.0.0", "::/ffff::", "::/-1", "::1/64/64", "fe80::1%eth0",
    "fe80::1%eth0/64", "fe80::/64%eth0", "fe80::%/64", "host/8",
};
/* clang-format on */

START_TEST(what_is_not_exactly_a_network_is_refused)
{
    struct oz_ipnet net = {.prefix = 99};

    ck_assert_msg(!parses_net(not_nets[_i], &net), "%s", not_nets[_i]);

    ck_assert_uint_eq(net.prefix, 99);
}
END_TEST

static const struct {
    const char *net, *address;
    bool inside;
} memberships[] = {
    {"172.16.0.0/12", "172.15.255.255", false},
    {"172.16.0.0/12", "172.16.0.0", true},
    {"172.16.0.0/12", "172.31.255.255", true},
    {"172.16.0.0/12", "172.32.0.0", false},
    {"10.0.0.0/8", "10.255.255.255", true},
    {"10.0.0.0/8", "11.0.0.0", false},
    {"1.2.3.4", "1.2.3.4", true},
    {"1.2.3.4", "1.2.3.5", false},
    {"1.2.3.4/31", "1.2.3.5", true},
    {"1.2.3.4/31", "1.2.3.6", false},
    {"0.0.0.0/0", "255.255.255.255", true},
    {"0.0.0.0/0", "::", false},
    {"::/0", "0.0.0.0", false},
    {"::/0", "ffff::", true},
    {"::ffff:0:0/96", "1.2.3.4", false},
    {"::ffff:0:0/96", "::ffff:1.2.3.4", true},
    {"2001:db8::/32", "2001:db8:ffff::", true},
    {"2001:db8::/32", "2001:db9::", false},
    {"fc00::/7", "fdff::", true},
    {"fc00::/7", "fe00::", false},
    {"::1", "::1%lo", true},
    {"::1", "::2", false},
    {"::2/127", "::3", true},
};

START_TEST(a_network_contains_the_addresses_with_its_prefix)
{
    struct oz_ipnet net;
    struct oz_ipaddr address;

    ck_assert(parses_net(memberships[_i].net, &net));
    ck_assert(parses(memberships[_i].address, &address));

    ck_assert_int_eq(oz_ipnet_contains(&net, &address), memberships[_i].inside);
}
END_TEST

/* ---- The private set: the first and last address of each net, and those around ----
 */

static const struct {
    const char *address;
    bool answer;
} privacy[] = {
    {"0.0.0.0", true},
    {"0.255.255.255", true},
    {"1.0.0.0", false},
    {"9.255.255.255", false},
    {"10.0.0.0", true},
    {"10.255.255.255", true},
    {"11.0.0.0", false},
    {"126.255.255.255", false},
    {"127.0.0.1", true},
    {"127.255.255.255", true},
    {"128.0.0.0", false},
    {"169.253.255.255", false},
    {"169.254.0.0", true},
    {"169.254.255.255", true},
    {"169.255.0.0", false},
    {"172.15.255.255", false},
    {"172.16.0.0", true},
    {"172.31.255.255", true},
    {"172.32.0.0", false},
    {"191.255.255.255", false},
    {"192.0.0.0", true},
    {"192.0.0.7", true},
    {"192.0.0.8", false},
    {"192.0.0.169", false},
    {"192.0.0.170", true},
    {"192.0.0.171", true},
    {"192.0.0.172", false},
    {"192.0.1.255", false},
    {"192.0.2.0", true},
    {"192.0.2.255", true},
    {"192.0.3.0", false},
    {"192.167.255.255", false},
    {"192.168.0.0", true},
    {"192.168.255.255", true},
    {"192.169.0.0", false},
    {"198.17.255.255", false},
    {"198.18.0.0", true},
    {"198.19.255.255", true},
    {"198.20.0.0", false},
    {"198.51.99.255", false},
    {"198.51.100.0", true},
    {"198.51.100.255", true},
    {"198.51.101.0", false},
    {"203.0.112.255", false},
    {"203.0.113.0", true},
    {"203.0.113.255", true},
    {"203.0.114.0", false},
    {"239.255.255.255", false},
    {"240.0.0.0", true},
    {"255.255.255.255", true},
    {"100.64.0.1", false}, /* carrier-grade NAT */
    {"224.0.0.1", false},  /* multicast */
    {"8.8.8.8", false},
    {"::", true},
    {"::1", true},
    {"::2", false},
    {"::fffe:ffff:ffff", false},
    {"::1:0:0:0", false},
    {"ff:ffff::", false},
    {"100::", true},
    {"100::ffff:ffff:ffff:ffff", true},
    {"100:0:0:1::", false},
    {"2000:ffff::", false},
    {"2001::", true},
    {"2001:1ff:ffff::", true},
    {"2001:200::", false},
    {"2001:db7:ffff::", false},
    {"2001:db8::", true},
    {"2001:db8:ffff::", true},
    {"2001:db9::", false},
    {"fbff::", false},
    {"fc00::", true},
    {"fdff::", true},
    {"fe00::", false},
    {"fe7f::", false},
    {"fe80::1%eth0", true},
    {"febf::", true},
    {"fec0::", false},
    {"ff02::1", false},
    {"::ffff:10.0.0.1", true},
    {"::ffff:8.8.8.8", false},
    {"::ffff:0.0.0.0", true},
    {"::ffff:100.64.0.1", false},
    {"::ffff:203.0.113.9", true},
    {"::10.0.0.1", false},
};

START_TEST(the_private_set_is_that_of_python_3_11)
{
    struct oz_ipaddr address;

    ck_assert(parses(privacy[_i].address, &address));

    ck_assert_msg(oz_ipaddr_is_private(&address) == privacy[_i].answer, "%s",
                  privacy[_i].address);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/ipaddr");
    TCase *tests = tcase_create("ipaddr");

    tcase_add_loop_test(tests, an_address_is_read, 0, LENGTH(addresses));
    tcase_add_loop_test(tests, what_is_not_exactly_an_address_is_refused, 0,
                        LENGTH(not_addresses));
    tcase_add_test(tests, an_octet_is_0_to_255_without_leading_zeros);
    tcase_add_test(tests, a_nul_inside_is_refused);
    tcase_add_test(tests, only_the_given_bytes_are_read);
    tcase_add_loop_test(tests, a_network_is_read, 0, LENGTH(nets));
    tcase_add_loop_test(tests, what_is_not_exactly_a_network_is_refused, 0,
                        LENGTH(not_nets));
    tcase_add_loop_test(tests, a_network_contains_the_addresses_with_its_prefix, 0,
                        LENGTH(memberships));
    tcase_add_loop_test(tests, the_private_set_is_that_of_python_3_11, 0,
                        LENGTH(privacy));
    suite_add_tcase(suite, tests);
    return kit_run(suite);
}
