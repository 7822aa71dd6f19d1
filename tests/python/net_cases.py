"""Write net_cases.tsv: what CPython 3.11 answers about addresses and networks.

    python3 tests/python/net_cases.py > tests/python/net_cases.tsv

    op TAB (arguments) TAB expected

An argument "a:TEXT" stands for ip_address(TEXT), "n:TEXT" for ip_network(TEXT, False). An
op is a function, or .NAME: what that property or method of the first argument gives, or
an operator.
"""
import ipaddress
import random
import sys

assert sys.version_info[:2] == (3, 11)
RANDOM = random.Random(4)
OPERATORS = {
    "==": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "in": lambda a, b: a in b,
    "[]": lambda a, b: a[b],
    "hash==": lambda a, b: hash(a) == hash(b),
    "str": str,
    "int": int,
    "format": format,
    "list": list,
}
seen = set()


def thing(arg):
    if isinstance(arg, str) and arg[:2] == "a:":
        return ipaddress.ip_address(arg[2:])
    if isinstance(arg, str) and arg[:2] == "n:":
        return ipaddress.ip_network(arg[2:], False)
    return arg


def answer(op, args):
    args = [thing(a) for a in args]
    try:
        if op in OPERATORS:
            result = OPERATORS[op](*args)
        elif op[0] == ".":
            result = getattr(args[0], op[1:])
            if callable(result):
                result = result(*args[1:])
        else:
            result = getattr(ipaddress, op)(*args)
        if type(result).__name__ == "generator" or op == ".hosts":
            result = list(result)
        return repr(result)
    except Exception as e:
        return "!%s: %s" % (type(e).__name__, e)


def case(op, *args):
    if (op, repr(args)) not in seen:
        seen.add((op, repr(args)))
        print("%s\t%r\t%s" % (op, args, answer(op, args)))


ADDRESSES = """0.0.0.0 0.0.0.1 1.2.3.4 8.8.8.8 9.255.255.255 10.0.0.1 10.255.255.255 11.0.0.0 100.63.255.255 100.64.0.0 100.127.255.255
100.128.0.0 126.1.1.1 127.0.0.1 127.255.255.255 169.254.0.0 169.254.255.255 169.255.0.0 172.15.255.255 172.16.0.0 172.31.255.255 172.32.0.0
192.0.0.0 192.0.0.7 192.0.0.8 192.0.0.9 192.0.0.170 192.0.0.171 192.0.0.172 192.0.2.1 192.88.99.1 192.168.1.1 198.17.255.255 198.18.0.1
198.19.255.255 198.20.0.0 198.51.100.1 203.0.113.255 203.0.114.0 223.255.255.255 224.0.0.1 239.1.1.1 240.0.0.0 255.255.255.254 255.255.255.255
:: ::1 ::2 1:: ff:: 100::1 100:0:0:1:: 200:: 400:: 800:: 1000:: 2000:: 2001:: 2001:1::1 2001:2::1 2001:10::1 2001:1ff:: 2001:200:: 2001:db8::1 2001:db9::
2002:102:304:: 2002:: 2001:0:102:304:5:6:7:8 2620:0:2d0:200::7 3fff:: 4000:: 6000:: 8000:: a000:: c000:: e000:: f000:: f800:: fc00::1 fdff::1 fe00:: fe7f:: fe80::1 fe80::1%eth0 febf::1
fec0::1 feff::1 ff02::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ::ffff:1.2.3.4 ::ffff:10.0.0.1 ::ffff:100.64.0.1 ::1.2.3.4 64:ff9b::1.2.3.4 1:2:3:4:5:6:7:8
1:0:0:2:0:0:0:3 0:0:1:0:0:0:0:0 1:0:2:0:3:0:4:0 0:1:0:0:0:0:1:0 ABCD:EF01::2345 fe80::1%1 ::1%lo 2001:db8::1%a.b""".split()

BAD = """1.2.3 1.2.3.4.5 1.2.3. .1.2.3 1..2.3 1.2.3.256 1.2.3.999 1.2.3.1000 01.2.3.4 1.2.3.04 1.2.3.00 1.2.3.a 1.2.3.-1 1.2.3.+1 1.2.3.4/24 1.2.3.4%1 a
1.2.3.4/ / : ::: 1: :1 1:2 1:2:3 1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 1:2:3:4:5:6:7:8: :1:2:3:4:5:6:7:8 1:2:3:4:5:6:7:8:9:a 1::2::3 1:::2 ::1::
1:2:3:4:5:6:7:: ::2:3:4:5:6:7:8 1::3:4:5:6:7:8 1:2:3:4::5:6:7:8 1:2:3:4:5:6:7::8:9 :1::2 1::2: g:: ::g 12345:: ::12345 ::1.2.3 ::1.2.3.256 ::1.2.3.04 1.2.3.4:: ::1.2.3.4:5
1:2:3:4:5:6:1.2.3.4 1:2:3:4:5:6:7:1.2.3.4 1:2:3:4:5:1.2.3.4 ::1% ::1%a%b ::1%%a % %a ::1%a/64 ::1/64 fe80::%a/10 0x1.2.3.4 1.2.3.\u0664 \uff11.2.3.4 ::\u0661 1,2,3,4 localhost ::ffff:1.2.3.4.5
2001:db8::/129 2001:db8::/-1 2001:db8::/ 2001:db8::/a 2001:db8::/ffff:: 10.0.0.0/33 10.0.0.0/-1 10.0.0.0/+8 10.0.0.0/08 10.0.0.0/008 10.0.0.0/a 10.0.0.0/8/8 10.0.0.0//8
10.0.0.0/255.0.0.0 10.0.0.0/255.0.255.0 10.0.0.0/0.255.255.255 10.0.0.0/0.0.0.0 10.0.0.0/255.255.255.255 10.0.0.0/256.0.0.0 10.0.0.0/255.0.0 10.0.0.1/8 10.0.0.1/0.0.0.255 10.0.0.1/1.0.0.0
0.0.0.0/0 ::/0 10.0.0.1/32 10.0.0.0/31 2001:db8::1/127 2001:db8::1/64 fe80::1%e/64 fe80::%e/64 1.2.3/8 a/8 10.0.0.0/9999999999999 2001:db8::/00000064""".split()
BAD += ["", " 1.2.3.4", "1.2.3.4 ", "1.2.3.4\n", "\n", "1.2.3.4\x00", "'", "a'b", "\u00e9", "10.0.0.0 /8", "10.0.0.0/ 8", ":" * 40, "1:" * 40, "." * 30, "1" * 300]
OTHERS = [None, True, False, 0, 1, -1, 4294967295, 4294967296, 2 ** 63, 2 ** 64, 2 ** 127, 2 ** 128 - 1, 2 ** 128, -2 ** 70, 1.5, [1], {"a": 1}, (), ("10.0.0.0", 8), ("10.0.0.0",),
          ("10.0.0.1", 8), ("10.0.0.0", "8"), ("10.0.0.0", "255.0.0.0"), ("10.0.0.0", 33), ("10.0.0.0", -1), ("::", 64), ("::", 129), ("10.0.0.0", 8, 9), (167772160, 8), (1, None), ("10.0.0.0", 2 ** 70),
          b"", b"\x01\x02\x03\x04", b"\x01\x02\x03", b"\x00" * 16, b"1.2.3.4", "a:1.2.3.4", "a:::1", "a:fe80::1%x", "n:10.0.0.0/8", "n:::/0"]
NETWORKS = """0.0.0.0/0 0.0.0.0/8 0.0.0.0/32 8.8.8.0/24 10.0.0.0/8 10.0.0.0/7 10.1.2.0/24 10.1.2.3/32 10.1.2.4/31 10.1.2.4/30 100.64.0.0/10 100.64.0.0/9 100.64.0.0/16 127.0.0.0/8 127.0.0.1/32
169.254.0.0/16 172.16.0.0/12 172.16.0.0/11 192.0.0.0/24 192.0.0.0/29 192.168.0.0/16 192.168.1.0/25 198.18.0.0/15 224.0.0.0/4 224.0.0.0/3 240.0.0.0/4 255.255.255.255/32 192.88.99.0/24
::/0 ::/128 ::1/128 ::/127 ::ffff:0:0/96 ::ffff:0:0/95 ::ffff:10.0.0.0/104 100::/64 2001::/23 2001:db8::/32 2001:db8::/126 2001:db8:1::/48 2600::/12 fc00::/7 fc00::/6 fe80::/10 fe80::/64 fec0::/10 ff00::/8
fe00::/9 8000::/1 2000::/3 fe80::%e/64 1::/128 1::/127 4000::/2 ::/1""".split()
CONSTRUCTORS = ["ip_address", "ip_network", "IPv4Address", "IPv6Address", "IPv4Network", "IPv6Network"]
SHARED = "compressed exploded is_global is_link_local is_loopback is_multicast is_private is_reserved is_unspecified max_prefixlen version".split()
OF_ADDRESS = "packed reverse_pointer".split()
OF_V6 = "ipv4_mapped scope_id is_site_local sixtofour teredo".split()
OF_NETWORK = "broadcast_address hostmask netmask network_address num_addresses prefixlen with_hostmask with_netmask with_prefixlen".split()

print("# Written by tests/python/net_cases.py.")
for text in ADDRESSES + BAD:
    for name in CONSTRUCTORS:
        case(name, text)
    case("ip_network", text, False)
for other in OTHERS:
    for name in CONSTRUCTORS:
        case(name, other)
    case("ip_network", other, False)
    case("ip_network", other, 1)
for text in ADDRESSES:
    v6 = ":" in text
    for name in SHARED + OF_ADDRESS + (OF_V6 if v6 else []):
        case("." + name, "a:" + text)
    case("str", "a:" + text)
    case("int", "a:" + text)
for text in NETWORKS:
    for name in SHARED + OF_NETWORK + (["is_site_local"] if ":" in text else []):
        case("." + name, "n:" + text)
    case("str", "n:" + text)
    for n in (0, 1, 2, -1, -2, 255, 256, 2 ** 31, 2 ** 32, 2 ** 64, 2 ** 127, 2 ** 128, -2 ** 128, -2 ** 32, True):
        case("[]", "n:" + text, n)
    if int(text.rpartition("/")[2]) > (122 if ":" in text else 26):
        case("list", "n:" + text)
        case(".hosts", "n:" + text)
case("int", "n:10.0.0.0/8")
for spec in ("", "s", ">20s", "20", "d"):
    if spec != "20":
        case("format", "a:10.0.0.1", spec)
    case("format", "n:10.0.0.0/8", spec)
things = ["a:" + a for a in ADDRESSES] + ["n:" + n for n in NETWORKS]
others = [None, 1, "10.0.0.1", [], (), {}, 1.5, ["x"]]
for _ in range(1500):
    a, b = RANDOM.choice(things), RANDOM.choice(things)
    op = RANDOM.choice(["==", "<", "<=", ">", ">=", "in", "in", ".overlaps", ".subnet_of", ".supernet_of", "hash=="])
    if op[0] == ".":
        a = "n:" + RANDOM.choice(NETWORKS)
    if op == "in":
        b = "n:" + RANDOM.choice(NETWORKS)
    if op == "hash==":
        b = a
    case(op, a, b)
for a in ("a:10.0.0.1", "n:10.0.0.0/8", "a:::1", "n:::/0"):
    for b in others:
        for op in ("==", "<", ">="):
            case(op, a, b)
            case(op, b, a)
        if b not in (None,):
            case("in", a, b) if not isinstance(b, (int, float)) else None
        case("in", b, a)
        if a[0] == "n":
            for op in (".overlaps", ".subnet_of", ".supernet_of"):
                case(op, a, b)
