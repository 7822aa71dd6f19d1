"""gen_natives.py — what CPython answers to calls of methods and library functions.

    PYTHONIOENCODING=utf-8 python3.11 tests/python/gen_natives.py > tests/native/natives.cases
    python3.11 tests/python/gen_natives.py --seed 7 --count 200000 > /tmp/cases
    OUNCE_NATIVE_CASES=/tmp/cases build/tests/test_native_natives

A line is: function, arguments, named arguments, answer, by tabs. A function may go on
with `>name`, an attribute or method of what it returned. The answer is its repr, or
!Class: message. Rows written by hand come first, then drawn ones, half a share for each
family; the draw is the same for a seed.
"""

import argparse
import base64
import binascii
import collections
import difflib
import fnmatch
import json
import math
import random
import shlex
import string
import sys
import urllib.parse

FIXED = []


def fixed(name, *args, **kwargs):
    FIXED.append((name, args, kwargs))


MODULES = {
    m.__name__: m
    for m in (base64, binascii, collections, difflib, fnmatch, json, math, shlex, string)
} | {"urllib.parse": urllib.parse, "str": str, "bytes": bytes}


def call(name, args, kwargs):
    name, _, then = name.partition(">")
    module, _, function = name.rpartition(".")
    result = getattr(MODULES[module], function)(*args, **kwargs)
    if then:
        result = getattr(result, then)
        if callable(result):
            result = result()
    return result


def answer(name, args, kwargs):
    try:
        return repr(call(name, args, kwargs))
    except Exception as error:  # its text is the answer
        return f"!{type(error).__name__}: {error}"


def line(name, args, kwargs):
    text = "\t".join((name, repr(args), repr(kwargs), answer(name, args, kwargs)))
    # Lines must stay lines, and a lone surrogate is no text here.
    if "\n" in text or "\r" in text or text.count("\t") != 3 or "\0" in text:
        return None
    if any(0xD800 <= ord(c) < 0xE000 for c in text) or "\\ud" in text.lower():
        return None
    return text


# ---- by hand ----

TEXTS = ["", "a", "abc", "ABC", "aBc dEf", "ß", "ΟΔΟΣ", "ΑΣ ΣΑ", "ǆ", "ﬁx", "İ", "ŉ", "²", "५",
         "\u2029x", " \t a \x85 b\u3000", "a.b.c", "--a--", "x\ty", "'", "1a", "é", "😀", "_a1",
         "Ab Cd", "aa", "aaa", "+12", "-5", "ab\ncd\r\nef\rgh", "\x1c\x1d a", "Ǆ ǅ", "ͅΑ", "Σ",
         "aΣ\u0301", "ŽLUŤ", "it's", "hello world", "a,b,,c", "\u1e9e", "ᾳ", "ΐ", "Ⅷ", "ⓐ"]
PLAIN = ("lower upper title capitalize casefold swapcase isalpha isdecimal isdigit isnumeric "
         "isalnum isspace isprintable isascii isupper islower istitle isidentifier strip lstrip "
         "rstrip split rsplit splitlines expandtabs encode").split()
for text in TEXTS:
    for name in PLAIN:
        fixed("str." + name, text)
BAD = [None, 1, 1.5, b"a", ["a"], ("a", 1), {"a": 1}, True, 2**70, -(2**70), float("nan")]
for bad in BAD:
    for name in ("find rfind index rindex count startswith endswith removeprefix removesuffix "
                 "split rsplit splitlines partition rpartition strip lstrip rstrip join zfill "
                 "expandtabs encode").split():
        fixed("str." + name, "a1a", bad)
    for name in ("split", "rsplit"):
        fixed("str." + name, "a b a c", "a", bad)
    fixed("str.encode", "é", "ascii", bad)
    fixed("str.ljust", "a", 3, bad)
    fixed("str.center", "a", bad)
    fixed("str.replace", "abc", bad, "x")
    fixed("str.replace", "abc", "x", bad)
    fixed("str.replace", "abcbb", "b", "x", bad)
    fixed("str.find", "abcabc", "c", bad)
    fixed("str.startswith", "abcabc", "a", None, bad)
    fixed("bytes.startswith", b"abc", bad)
    fixed("bytes.decode", b"abc\xff", "utf-8", bad)
    fixed("bytes.decode", b"abc\xff", bad)
    for name in ("json.loads json.dumps base64.b64decode base64.b64encode base64.b32decode "
                 "base64.urlsafe_b64decode binascii.unhexlify urllib.parse.urlparse "
                 "urllib.parse.urlsplit urllib.parse.unquote urllib.parse.quote "
                 "urllib.parse.parse_qs urllib.parse.unquote_plus math.sqrt math.floor "
                 "math.ceil math.trunc math.log math.radians math.isnan").split():
        fixed(name, bad)
    fixed("fnmatch.fnmatch", "a", bad)
    fixed("fnmatch.fnmatch", bad, "a")
    fixed("fnmatch.filter", bad, "a")
    fixed("fnmatch.filter", ["a", bad], "a")
    fixed("json.dumps", {"a": [1, {"b": ()}]}, indent=bad)
    fixed("json.dumps", {bad if bad.__hash__ else 0: 1}, skipkeys=True)
    fixed("difflib.SequenceMatcher>ratio", None, "a", "b" if bad is not None else bad)
for encoding in ("utf-8 UTF8 ascii US-ASCII latin-1 Latin1 iso-8859-1 utf-16 utf-16-le utf-16-be "
                 "utf_16_le nonsense utf").split():
    for text in ("abc", "é€😀x", ""):
        for errors in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace",
                       "wrong"):
            fixed("str.encode", text, encoding, errors)
    for data in (b"abc", b"", b"\xff\xfea\0", b"\xfe\xff\0a", b"a\xe2\x82", b"\xe2\x82A\xff",
                 b"\xf0\x90\x80", b"\xf4\x90\x80\x80", b"\xed\xa0\x80", b"\xc0\x80", b"\x3d\xd8\0\xde",
                 b"\x3d\xd8a\0", b"\x3d\xd8", b"\0\xdc", b"a"):
        for errors in ("strict", "ignore", "replace", "backslashreplace", "wrong"):
            if errors != "wrong" or encoding in ("utf-8", "ascii"):
                fixed("bytes.decode", data, encoding, errors)
for text in ("{} {}", "{0} {1} {0}", "{a} {b}", "{} {0}", "{0} {}", "{", "}", "{{}}", "a}b", "{a",
             "{a!r}", "{a!x}", "{a!}", "{a!r:>5}", "{a!rx}", "{0[k]}", "{0[0]}", "{0.x}", "{0[k}",
             "{0[]}", "{0]}", "{0[k]x}", "{:>{w}}", "{:{:{}}}", "{9}", "{99999999999999999999}",
             "{a:{}}", "{:06f}", "{:,}", "{!a}", "{a.b.c}", "{a[x][y]}", "{{{a}}}", "{:}", "{!", "{:",
             "{a:{b}", "{a{b}", "x{0}{1}y", "{ }", "{0 }", "{٣}", "{a!\n}"):
    for args in ((), (1,), ("é", 2), ({"k": "v"}, [5]), ([7, 8], 1.5)):
        for kwargs in ({}, {"a": "x", "b": 3}, {"w": 8, "a": {"x": {"y": 1}}}):
            fixed("str.format", text, *args, **kwargs)
    fixed("str.format_map", text, {"a": 1, "b": {"x": 2}})
for text in ("abcABC", "é😀", ""):
    for table in ({97: "x", 98: None}, {97: 98}, {97: 1.5}, {97: -1}, {233: "ee"}, {97: "", 66: 8364}):
        fixed("str.translate", text, table)
for args in (("abc", "xyz"), ("abc", "xy"), ("abc", "xyz", "d"), ({"a": 1, 2: None},), ({"ab": 1},),
             ("a",), (1, "a"), ("a", 1), ("a", "b", 1), ({1.5: 1},)):
    fixed("str.maketrans", *args)
for text in ('', ' ', '{', '[', '{"a"', '{"a" 1}', '{"a":1,}', '{a:1}', '[1,]', '[1 2]', '[1', 'nul',
             'null x', 'null', 'true', 'false', 'NaN', '-Infinity', 'Infinity', 'Infinit', '-Inf', '-',
             '01', '1.', '1.e5', '1e', '1e5', '-0', '-0.0', '1E+2', '1e999', '-1e999', '123456789012345678901',
             '"a', '"a\\', '"\\q"', '"\\u12"', '"\\u12g4"', '"\\u1234"', '"\\ud83d\\ude00"', '"\\u00e9"',
             '"\x01"', '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '{"a":1,"b":{"c":[1,2,{"d":null}]},"a":3}', '[]', '{}',
             ' \t\r\n{ "a" : [ 1 , 2 ] } ', '\ufeff{}', '{"é😀": "x"} y', '[1,\n 2,\n  é]', '\n\n{"a"\n:}',
             '{"a":1 "b":2}', '{,}', '[,]', '{"a":,}', '"\\u123', '"\\u1234', '[[[[]]]]', 'é', '\x0b1',
             '{"a":1}}', '"tab\there"', '1' * 4300 + '.5', '9' * 4301, '"\\', '"\\u', "{'a':1}", '[tru]',
             '{"k": tru}', '[1,2', '{"a":[1,2}', '"\\ud83d\\u"', '"\\ud83dx"', '"\\ud83d\\n"'):
    fixed("json.loads", text)
    fixed("json.loads", text.encode())
fixed("json.loads", '{"a":1}'.encode("utf-16"))
fixed("json.loads", '{"a":1}'.encode("utf-16-le"))
fixed("json.loads", '{"a":1}'.encode("utf-16-be"))
fixed("json.loads", '{"a":1}'.encode("utf-8-sig"))
fixed("json.loads", b'\xff"a"')
VALUES = [{}, [], (), {"a": 1}, {"b": [1, (2, None)], "a": {"é": "😀\x7f\"\\\n\x01/"}}, [1.5, 1e16, float("inf"),
          float("-inf"), float("nan"), True, None, 2**70], {1: 2, None: 3, True: 4, 1.5: 5, "x": 6}, {(1,): 2},
          {1, 2}, {"a": b"x"}, "é", 3, {"b": 1, "a": 2, "é": 3}, {2: 1, 1: 2}, [[]], [{}], {"a": []}]
for value in VALUES:
    for kwargs in ({}, {"indent": 2}, {"indent": 0}, {"indent": "\t"}, {"indent": -1}, {"sort_keys": True},
                   {"separators": (",", ":")}, {"ensure_ascii": False}, {"allow_nan": False},
                   {"indent": 1, "sort_keys": True, "ensure_ascii": False}, {"skipkeys": True},
                   {"indent": 2, "separators": (",", ":")}):
        fixed("json.dumps", value, **kwargs)
for data in ("", "a", "aa", "aaa", "aaaa", "aGk=", "aGk", "aG=k", "=", "==", "a===", "aa=", "aa==a", "aa==aaaa",
             "a b\nc=d", "aGkh!", "-_-_", "+/+/", "é", b"aGk=", b"\xff", "aaaaa", "aaa=aaa=", "ab=c", "abc=d",
             "====", "YWJj\n", "aa=a", "a=a=", "!!!!", "aaaa=", "aaaa==", "aaaa===", "aaaaa=", "aGVsbG8=" * 3, "aa=aaaa=", "aa=aaaa=="):
    fixed("base64.b64decode", data)
    fixed("base64.b64decode", data, validate=True)
    fixed("base64.b64decode", data, "-_")
    fixed("base64.urlsafe_b64decode", data)
    fixed("base64.b32decode", data)
    fixed("binascii.unhexlify", data)
for data in ("MFRGG===", "MFRGGZDF", "mfrgg===", "MFRGG==", "M=======", "MF======", "MFR=====", "MFRG====", "MFRGGZ==",
             "MFRGGZD=", "A=BCDEFG", "MFRGG===MFRGG===", "========", "MFRG1===", "ASIAQ3EGVZNPIHNH"[:16]):
    fixed("base64.b32decode", data)
for data in (b"", b"a", b"ab", b"abc", b"\xff\xfe\xfd\xfb\xef", bytes(range(256))):
    fixed("base64.b64encode", data)
    fixed("base64.urlsafe_b64encode", data)
    fixed("base64.b64encode", data, b"-_")
    fixed("bytes.hex", data)
for text in ("0a", "0A1b", "xyz1", "1", "a g0", "é0"):
    fixed("binascii.unhexlify", text)
URLS = ["", "http://a", "https://u:p@Host.Example:81/a;b?q=1#f", "//net/path", "/path?x#y", "a:b", "A:b", "1a:b",
        "http://[::1]:80/x", "http://[::1%eTh0]/", "http://[1.2.3.4]/", "http://[v1.a]/", "http://[v.a]/",
        "http://[x]/", "http://[::1/", "http://::1]/", "http://a b/c", " http://x", "http://x ", "ht\ntp://x/\ty",
        "mailto:a@b", "tel:1;p", "ftp://a/b;c/d;e", "http://a/b;c/d", "http:///x", "http:x", "http://a:b:c/",
        "http://a:99999/", "http://a:/", "http://a:x/", "http://@a/", "http://:p@a/", "http://u@v@a/", "http://a?x",
        "http://a#x?y", "http://é/ü", "http://a\u2100b/", "http://a\uff03b/", "?q", "#f", ";p", "/;p?q#f", "HTTP://A",
        "svn+ssh://h/p", "x+y://h/p", "http://a/b?c?d#e#f", "http://[::1]x:5/", "http://a:٣/", "foo://h/p;q", "http:",
        "/api/v1/namespaces/x/pods/y/exec?command=tar&command=cf&container=c&stdout=true", "http://[fe80::1%]/",
        "http://[]/", "\x00http://a", "javascript:alert(1)", "http://a:080/", "http://a:00000000000000000065536/"]
for url in URLS:
    for name in ("urlparse", "urlsplit"):
        fixed("urllib.parse." + name, url)
        for attribute in ("hostname", "port", "username", "password", "geturl"):
            fixed(f"urllib.parse.{name}>{attribute}", url)
    fixed("urllib.parse.urlparse", url, "ftp", False)
    fixed("urllib.parse.urlparse", url, scheme=" x\ty ")
    if url.isascii():
        fixed("urllib.parse.urlparse", url.encode())
fixed("urllib.parse.urlparse", "x", b"y")
fixed("urllib.parse.urlparse", b"x", "y")
QUERIES = ["", "a=1", "a=1&a=2&b=3", "a", "a&b=", "a=&b", "a=b=c", "&&a=1&", "a+b=c+d", "a%20b=%41", "%zz=%", "a=%ff%fe",
           "a=%c3%a9&é=ü", "a=1;b=2", "=", "=x", "a=%E2%82%AC%E2%82", "%", "%4", "100%", "%2525", "a%C3é%A9", "x=%00y"]
for query in QUERIES:
    for kwargs in ({}, {"keep_blank_values": True}, {"strict_parsing": True}, {"separator": ";"}, {"max_num_fields": 2},
                   {"encoding": "latin-1"}, {"errors": "strict"}, {"separator": ""}):
        fixed("urllib.parse.parse_qs", query, **kwargs)
        fixed("urllib.parse.parse_qsl", query, **kwargs)
    for name in ("unquote", "unquote_plus", "quote", "quote_plus"):
        fixed("urllib.parse." + name, query)
    fixed("urllib.parse.unquote", query.encode())
    fixed("urllib.parse.quote", query.encode())
    fixed("urllib.parse.quote", query, safe="")
    fixed("urllib.parse.quote", query, "%=é")
    if query.isascii():
        fixed("urllib.parse.parse_qs", query.encode())
for name, pattern in ((n, p) for n in ("", "a", "abc", "a.b", "[", "]", "-", "!", "é", "a\nb", "x/y/z", "A", "^", "b", "z", "\\")
                      for p in ("", "*", "?", "a*", "*c", "a?c", "[a]", "[!a]", "[a-c]", "[c-a]", "[!c-a]", "[]]", "[!]]",
                                "[", "[a", "[]", "[!]", "[a-]", "[-a]", "[a-c-e]", "[^a]", "[\\]", "[a-b-z]", "**", "*?*",
                                "a*b*", "x/*/z", "[&&a]", "[[]", "[!-a]", "[]-]", "[é-ü]", "[a-cx-z]", "\\*", "[--0]")):
    fixed("fnmatch.fnmatch", name, pattern)
fixed("fnmatch.filter", ["abc", "b", "ax"], "a*")
fixed("fnmatch.filter", ("abc", "b", "ax"), "?")
NUMBERS = [0, 1, -1, 2, 0.5, -0.5, 1.5, 2.5, -2.5, 1e308, 1e300, -1e300, float("inf"), float("-inf"), float("nan"), True, 2**70,
           -(2**70), 10**400, 3.7, -3.7, 100, 1e16, 123456789.987, -0.0, 710]
for x in NUMBERS:
    for name in ("sqrt sin cos tan asin acos atan exp fabs radians degrees floor ceil trunc isnan isinf log log2 "
                 "log10").split():
        if x != 10**400 or name not in ("log", "log2", "log10"):
            fixed("math." + name, x)
    for y in (0, 1, -1, 0.5, 2, float("inf"), float("nan"), 1000):
        fixed("math.atan2", x, y)
        fixed("math.pow", x, y)
        fixed("math.log", x, y) if x != 10**400 else None
for text in ("", " ", "a", "a b", "a  b\tc\nd", "'a b' c", '"a b"c', "a\\ b", "'", '"', "\\", "''", "'' a", '"\\"', '"\\a"',
             '"\\\\"', "'\\'", "a'b'c", "a # b", "#a", "é 'ü ö'", "aws s3 cp --a=\"b c\" 'd'", '"\\$x"', "a\\\nb", "a\\", '""',
             "a'' b", "\r", "x;y|z"):
    fixed("shlex.split", text)
    fixed("shlex.split", text, True)
for a, b in (("", ""), ("a", ""), ("abc", "abd"), ("abcd", "bcde"), ("example.com", "exarnple.com"), ("é😀", "😀é"),
             ("private Thread currentThread;", "private volatile Thread currentThread;"), ("a" * 250, "a" * 260),
             ("ab" * 150, "ba" * 160), ("x" * 150 + "y" * 150, "y" * 150 + "x" * 150),
             ("qrs", "".join(map(chr, range(0x4E00, 0x4E00 + 190))) + "qqq" + "rrrr" + "sss")):
    fixed("difflib.SequenceMatcher>ratio", None, a, b)
    fixed("difflib.SequenceMatcher>ratio", None, a, b, False)
for pair in (("hex", b"ab"),):
    fixed("bytes." + pair[0], pair[1])

# ---- drawn ----

ALPHABETS = ["abAB", "abc ,.", "aA1_ \t", "ΣσςaΑ'.\u0301", "éÉßﬁǆǅ İı", "a\n\r\x85\u2028", "{}[]:!0a.", "%+=&;a0é", "*?[]!-abc",
             "'\"\\ a", string.printable, "😀aé"]


def points():
    while True:
        cp = random.randrange(0x30000 if random.random() < 0.5 else 0x3000)
        if not 0xD800 <= cp < 0xE000:
            return chr(cp)


def text(limit=12):
    size = random.randrange(limit)
    if random.random() < 0.2:
        return "".join(points() for _ in range(size))
    alphabet = random.choice(ALPHABETS)
    return "".join(random.choice(alphabet) for _ in range(size))


def piece(of):
    if of and random.random() < 0.7:
        start = random.randrange(len(of))
        return of[start : start + random.randrange(4)]
    return text(3)


def bound():
    return random.choice([None, random.randrange(-15, 15)])


def value(depth=0):
    kind = random.randrange(9 if depth < 3 else 6)
    if kind >= 6:
        items = [value(depth + 1) for _ in range(random.randrange(4))]
        return items if kind == 6 else {text(4): item for item in items} if kind == 7 else tuple(items)
    return random.choice([None, True, False, random.randrange(-100, 100), random.random() * 10 ** random.randrange(-9, 20),
                          2 ** random.randrange(80)]) if kind < 3 else text(8)


def mutate(source):
    at = random.randrange(len(source) + 1)
    how = random.randrange(3)
    if how == 0:
        return source[:at] + random.choice('{}[],:"\\0 é-eu\n') + source[at:]
    return source[:at] + source[at + 1 :] if how == 1 else source[:at]


def draw_text():
    self = text(20)
    name = random.choice("find rfind index rindex count startswith endswith split rsplit splitlines strip lstrip rstrip replace "
                         "partition rpartition removeprefix removesuffix ljust rjust center zfill expandtabs join format".split()
                         + PLAIN)
    part = piece(self)
    args = {
        "startswith": (part, bound(), bound()),
        "endswith": ((part, text(3)), bound(), bound()),
        "split": (random.choice([None, part]), random.randrange(-1, 4)),
        "rsplit": (random.choice([None, part]), random.randrange(-1, 4)),
        "splitlines": (random.random() < 0.5,),
        "replace": (part, text(3), random.randrange(-1, 4)),
        "zfill": (random.randrange(-2, 25),),
        "expandtabs": (random.randrange(-2, 10),),
        "join": ([text(4) for _ in range(random.randrange(4))],),
        "format": tuple(value(2) for _ in range(3)),
    }
    if name in ("find", "rfind", "index", "rindex", "count"):
        given = (part, bound(), bound())
    elif name in ("ljust", "rjust", "center"):
        given = (random.randrange(-2, 25), random.choice(["*", "é", "😀"]))
    elif name in ("strip", "lstrip", "rstrip", "partition", "rpartition", "removeprefix", "removesuffix"):
        given = (part,)
    else:
        given = args.get(name, ())
    return ("str." + name, (self,) + given, {})


def draw_json():
    source = json.dumps(value(), ensure_ascii=random.random() < 0.5, indent=random.choice([None, 1]))
    for _ in range(random.randrange(3)):
        source = mutate(source)
    return random.choice([("json.loads", (source,), {}), ("json.dumps", (value(),), {"indent": random.choice([None, 2])})])


def draw_codec():
    data = bytes(random.choice([random.randrange(256), 0x41, 0xE2, 0x82, 0xF0, 0x9F, 0xC3, 0xED]) for _ in range(random.randrange(8)))
    errors = random.choice(["strict", "replace", "ignore", "backslashreplace"])
    code = base64.b64encode(data).decode()
    for _ in range(random.randrange(3)):
        code = mutate(code)
    return random.choice([
        ("bytes.decode", (data, random.choice(["utf-8", "ascii", "utf-16-le", "utf-16-be", "latin-1"]), errors), {}),
        ("str.encode", (text(), random.choice(["utf-8", "ascii", "utf-16-le", "latin-1"]), errors), {}),
        ("base64.b64decode", (code,), {"validate": random.random() < 0.5}),
    ])


def draw_url():
    parts = ["http", "https", "ftp", "x", ":", "//", "/", "@", "host", "A.b", ":80", "?", "a=1", "&", "#", ";", "[::1]", "[", "]", "%41",
             "%", "+", " ", "\t", "é", "\uff0f", ".."]
    url = "".join(random.choice(parts) for _ in range(random.randrange(9)))
    name = random.choice(["urlparse", "urlsplit", "parse_qs", "unquote", "quote", "urlparse>hostname", "urlparse>port", "urlsplit>geturl"])
    return ("urllib.parse." + name, (url,), {})


def draw_other():
    a, b = text(30), text(30)
    letters = lambda n: "".join(random.choice("abc") for _ in range(random.randrange(n)))
    return random.choice([
        ("fnmatch.fnmatch", (letters(6), "".join(random.choice("abc*?[]!-") for _ in range(random.randrange(7)))), {}),
        ("shlex.split", ("".join(random.choice("ab '\"\\#\n") for _ in range(random.randrange(12))),), {}),
        ("difflib.SequenceMatcher>ratio", (None, a, b), {}),
        ("difflib.SequenceMatcher>ratio", (None, letters(40), letters(40)), {}),
        ("difflib.SequenceMatcher>ratio", (None, letters(400), letters(400)), {}) if random.random() < 0.05 else
        ("math.radians", (random.uniform(-400, 400),), {}),
        (random.choice(["math.sin", "math.cos", "math.sqrt", "math.floor", "math.log10", "math.acos"]), (random.uniform(-2, 1e6),), {}),
    ])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1500)
    options = parser.parse_args()
    random.seed(options.seed)
    rows = list(FIXED)
    draws = [draw_text, draw_text, draw_text, draw_json, draw_codec, draw_url, draw_other]
    rows += [random.choice(draws)() for _ in range(options.count)]
    seen = set()
    for row in rows:
        made = line(*row)
        if made is not None and made not in seen:
            seen.add(made)
            sys.stdout.write(made + "\n")


if __name__ == "__main__":
    main()
