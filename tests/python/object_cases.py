"""Write object_cases.tsv: what CPython 3.11 answers about values and built-in functions.

    python3 tests/python/object_cases.py > tests/python/object_cases.tsv

With --all it writes about six times as many, to be tried from time to time.

W('JSON') is a container of the event: Panther's read-only wrapper, if panther_core can
be imported; otherwise the lines that need it are kept from the file that is there. E is
the event itself. "<len>" stands for a function, "key=<len>" for a named argument.
"""
import builtins
import copy
import io
import itertools
import json
import math
import os
import random
import sys

assert sys.version_info[:2] == (3, 11)
ALL = "--all" in sys.argv
try:
    from panther_core.enriched_event import PantherEvent
    from panther_core.immutable import ImmutableCaseInsensitiveDict, ImmutableList, json_encoder
except ImportError:
    PantherEvent = None
    json_encoder = None

inf, nan = math.inf, math.nan


def W(text):
    value = json.loads(text)
    return ImmutableList(value) if isinstance(value, list) else ImmutableCaseInsensitiveDict(value)


def E(text):
    return PantherEvent(json.loads(text))


def plain(value):
    return json.loads(json.dumps(value, default=json_encoder))


OPS = {
    "==": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "in": lambda a, b: a in b,
    "[]": lambda a, b: a[b],
    "[:]": lambda a, b, c, d: a[b:c:d],
    "json": lambda a: json.dumps(a, default=json_encoder, separators=(",", ":"), ensure_ascii=False, allow_nan=False),
    "plain": lambda a: json.dumps(plain(a), separators=(",", ":"), ensure_ascii=False),
    "deepcopy": lambda a: a.copy() if type(a).__name__ in WRAPPERS else copy.deepcopy(a),
    "hash==": lambda a, b: hash(a) == hash(b),
}
WRAPPERS = ("ImmutableList", "ImmutableCaseInsensitiveDict", "PantherEvent")


def set_item(a, b, c):
    a[b] = c


OPS["[]="] = set_item
MUTATING = set(
    "append extend insert pop remove reverse clear sort update popitem setdefault add discard "
    "intersection_update difference_update symmetric_difference_update".split()
)


def answer(op, text):
    args = list(eval(text))
    named = {}
    positional = []
    for arg in args:
        if isinstance(arg, str) and arg.endswith(">") and "<" in arg and len(arg) > 2:
            name, function = arg[:-1].split("<")
            function = True if function == "True" else getattr(builtins, function)
            if name:
                named[name[:-1]] = function
                continue
            arg = function
        positional.append(arg)
    try:
        if op in OPS:
            result = OPS[op](*positional)
        elif op.startswith("."):
            result = getattr(positional[0], op[1:])(*positional[1:], **named)
        elif op == "dict.fromkeys":
            result = dict.fromkeys(*positional)
        else:
            result = getattr(builtins, op)(*positional, **named)
        if isinstance(result, range):
            result = tuple(result)
        if type(result).__name__ in ("zip", "map", "filter", "enumerate", "reversed", "list_reverseiterator") or (
            hasattr(result, "__next__")
        ):
            result = list(result)
        expected = repr(result)
    except Exception as error:  # what it raises is the answer
        expected = "!%s: %s" % (type(error).__name__, error)
    fields = [op, text, expected]
    if op == "[]=" or op[1:] in MUTATING:
        fields.append(repr(args[0]))
    return fields


out = io.StringIO()
seen = set()
kept = {}
here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "object_cases.tsv")
if PantherEvent is None:
    for line in open(here, encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        kept[tuple(fields[:2])] = fields


def skip(op, text):
    """What is known to differ: JSON escapes more here; hex of integers beyond 64 bits."""
    if op in ("json", "plain"):
        return "x7f" in text or "u2028" in text
    return op == "format" and text.endswith("'x')") and len(text) > 24 and text[1:2].isdigit()


def case(op, *args):
    text = "(" + ", ".join(args) + ("," if len(args) == 1 else "") + ")"
    if (op, text) in seen or skip(op, text):
        return
    seen.add((op, text))
    if PantherEvent is None and ("W(" in text or "E(" in text):
        fields = kept[op, text]
    else:
        fields = answer(op, text)
    line = "\t".join(fields)
    assert "\n" not in line, line
    out.write(line + "\n")


# ---- values of every kind ----
VALUES = [
    "None", "True", "False", "0", "1", "-7", "255", "9223372036854775807", "-9223372036854775808",
    "9223372036854775808", "18446744073709551616", "0.0", "-0.0", "1.0", "0.5", "-2.5", "1e16", "1e-05",
    "1.8446744073709552e+19", "inf", "nan", "''", "'a'", "'abc'", "'ABC'", "'it\\'s'", "'\"'", "'\\'\"'", "'\\n\\t\\r\\\\\\x00\\x7f'",
    "'stra\\xdfe'", "'\\u200b\\xa0\\xad\\u2028\\ud7ff\\ufffd'", "'\\U0001f600\\U000e0001'", "b''", "b'abc'", "b'\\x00\\xff\\'\\n'",
    "[]", "[1]", "[1, 2]", "['a', 1, None]", "()", "(1,)", "(1, 2)", "(1.0, 2)", "{}", "{'a': 1}", "{'b': [1], 'a': (1,)}",
    "{1: 'x', None: 2}", "set()", "{1}", "{'a'}", "frozenset({1})", "[[1], [2, [3]]]", "{'k': {'l': [1, 2.0, 'x']}}",
    "W('[]')", "W('[1, 2]')", "W('[\"a\", {\"k\": 1}]')", "W('[[1], [2, [3]]]')", "W('{}')", "W('{\"a\": 1}')",
    "W('{\"A\": 1, \"b\": [1]}')", "W('{\"k\": {\"l\": [1, 2.0, \"x\"]}}')", "E('{\"a\": 1}')", "E('{\"p\": [\"x\", {\"y\": null}]}')",
]
for value in VALUES:
    for op in "str repr bool len json plain deepcopy list tuple dict sorted sum min max any all abs iter reversed float enumerate".split():
        if op == "plain" and ("set" in value or value in ("{1}", "{'a'}", "inf", "nan") or value.startswith("b'")):
            continue
        if op == "deepcopy" and "{1}" == value:
            continue
        if op == "dict" and value in ("'a'", "'abc'", "'ABC'"):
            pass
        case(op, value)
    case("int", value)
    case("round", value)
    for format_spec in ("''", "'5'", "'x'"):
        case("format", value, format_spec)
    case("zip", value, "'xyz'")
    case("map", "'<str>'", value)
    case("filter", "None", value)
    case("next", value)
    for index in ("0", "-1", "5", "'a'", "'A'", "None", "True", "1.0"):
        case("[]", value, index)
        case("[]=", value, index, "9")
    for parts in (("1", "None", "None"), ("None", "-1", "None"), ("None", "None", "-1"), ("None", "None", "2"), ("-2", "99", "1")):
        case("[:]", value, *parts)
for a, b in itertools.product(VALUES, repeat=2):
    for op in ("==", "<", "in"):
        if ALL or random.Random(op + a + b).random() < 0.15:
            case(op, a, b)
    if a != b and random.Random(a + b).random() < (0.1 if ALL else 0.03):
        for op in ("<=", ">", ">="):
            case(op, a, b)
for a, b in (("1", "True"), ("1", "1.0"), ("0", "-0.0"), ("(1, 'a')", "(True, 'a')"), ("18446744073709551616", "1.8446744073709552e+19"),
             ("frozenset({1, 2})", "frozenset({2.0, 1})"), ("[1]", "1"), ("{}", "1"), ("{1}", "1"), ("W('[1]')", "1"), ("W('{}')", "1"), ("([1],)", "1")):
    case("hash==", a, b)

# ---- the wrappers ----
NEST = """W('{"Name": "x", "name": "y", "List": [1, {"K": [2]}], "n": null, "d": {"E": {"f": 1}}}')"""
for key in ("'Name'", "'name'", "'NAME'", "'list'", "'N'", "'zz'", "None", "1", "[]", "('a',)"):
    case("[]", NEST, key)
    case(".get", NEST, key)
    case(".get", NEST, key, "'default'")
    case("in", key, NEST)
    for empty in ("W('{}')",):
        case("[]", empty, key)
        case(".get", empty, key)
for method in "keys values items copy to_dict".split():
    for value in (NEST, "W('{}')", "E('{\"a\": 1}')"):
        case("." + method, value)
LIST = """W('[1, "a", {"K": 1}, [1, 2], null, 1]')"""
for method in "copy as_list".split():
    case("." + method, LIST)
for item in ("1", "'a'", "[1, 2]", "(1, 2)", "{'K': 1}", "{'k': 1}", "None", "7"):
    case(".index", LIST, item)
    case(".count", LIST, item)
    case("in", item, LIST)
for a, b in (("W('[[1]]')", "[(1,)]"), ("W('[[1]]')", "[[1]]"), ("W('[[1]]')", "([1],)"), ("W('{\"a\": [1]}')", "{'a': (1,)}"),
             ("W('{\"a\": [1]}')", "{'a': [1]}"), ("W('[{\"a\": [1]}]')", "[{'a': (1,)}]"), ("W('[[1]]')", "[W('[1]')]"),
             ("W('[{\"a\": 1}]')", "[W('{\"a\": 1}')]"), ("W('{\"a\": 1}')", "W('{\"A\": 1}')"), ("W('[1]')", "W('[1.0]')"),
             ("W('[true]')", "[1]"), ("W('[[[1]]]')", "[W('[[1]]')]"), ("{'a': W('[1]')}", "W('{\"a\": [1]}')")):
    case("==", a, b)
    case("==", b, a)

# ---- numbers and text ----
NUMBERS = ["0", "1", "-1", "5", "1234567", "-1234567", "123456789012345678901234567890", "True",
           "0.0", "-0.0", "1.5", "2.675", "0.1", "-1234.5678", "1e22", "1e-7", "123456789.0", "5e-324", "1.7976931348623157e+308", "inf", "nan", "-inf", "999999.5", "0.00001234", "100.0", "99.99"]
SPECS = [",", "_", "d", "n", "x", "#x", "#X", "o", "b", "#b", "c", "e", ".2e", "f", ".2f", ".0f", "#.0f", "g", ".3g", "#.3g", "%", ".1%", "+", " ", "-",
         "10", "<10", ">10", "^10", "=10", "*^12", "010", "+010,", "08.3f", "+.3e", "012,.2f", "06d", "#010x", "_x", "015,", "016_x", ".3", "10.4", ".0", "z.1f", "zd",
         "s", "y", ".2d", ",x", "20.10g", "G", "E", "F", "F<9", "\\u2022>6", ",.3f", ",e", "+g", "06f", ":06f", ".1000f", "5.", "1.2.3"]
for number in NUMBERS:
    for spec in SPECS:
        if not ALL and random.Random(number + spec).random() > 0.35:
            continue
        if number in ("1234567", "-1234567", "True") and spec == "c":
            continue
        if "12345678901234567890" in number and any(c in spec for c in "xXob"):
            continue
        if spec == "c" and number == "123456789012345678901234567890":
            continue
        case("format", number, "'%s'" % spec)
for text in ("''", "'abc'", "'stra\\xdfe'"):
    for spec in SPECS + ["s", "10s", ".2s", "*>8.2", "<6s", "^7"]:
        case("format", text, "'%s'" % spec)
for text in ["' 7 '", "'7.0'", "''", "' '", "'+5'", "'-0'", "'1_000'", "'1__0'", "'_1'", "'1_'", "'0x1f'", "'007'", "'99999999999999999999'", "'-9223372036854775808'",
             "'-9223372036854775809'", "'9223372036854775808'", "'abc'", "'1e5'", "'\\xa05\\u3000'", "'inf'", "'-Infinity'", "'nan'", "'NaN'", "'1.'", "'.5'", "'.'", "'1.5e-3'", "'1e999'", "'00.50'", "'1_0.0_1'",
             "'1._5'", "'1e1_0'", "'0x10'", "'- 1'", "'--1'", "'1e'", "'infinit'", "b'12'", "b'x'"]:
    case("int", text)
    if not text.startswith("b"):
        case("float", text)
for text, radix in (("'ff'", "16"), ("'0xff'", "16"), ("'0b101'", "0"), ("'0o17'", "0"), ("'12'", "0"), ("'012'", "0"), ("'0'", "0"), ("'00'", "0"), ("'z'", "36"), ("'8'", "8"), ("'1'", "1"), ("5", "10"), ("'-0xF'", "16"), ("'0x_f'", "16"), ("'12'", "'a'")):
    case("int", text, radix)
for value in ("2.5", "3.5", "-2.5", "1e300", "-1e20", "9.3e18", "inf", "nan", "-0.4"):
    case("int", value)
    case("round", value)
for value, places in (("2.675", "2"), ("1.005", "2"), ("1234.5", "-2"), ("1250.0", "-2"), ("5e-324", "3"), ("0.5", "0"), ("1.5", "None"), ("1e22", "3"), ("15", "-1"), ("25", "-1"), ("-25", "-1"), ("1234", "-5"), ("7", "2"), ("inf", "2"), ("nan", "1"), ("1.7976931348623157e+308", "-308"), ("2.5", "'a'"), ("-0.0", "1"), ("-0.04", "1")):
    case("round", value, places)
for a, b in (("7", "2"), ("-7", "2"), ("7", "-2"), ("-7", "-2"), ("7.5", "2"), ("-7.5", "2"), ("7", "0"), ("7.0", "0"), ("0.0", "-3"), ("'a'", "1"), ("True", "2"), ("1e300", "1e-300"), ("inf", "2"), ("6", "3.0")):
    case("divmod", a, b)
for value in ("-5", "True", "-2.5", "-9223372036854775808", "-18446744073709551616", "'a'", "None", "-0.0"):
    case("abs", value)
for value in ("'a'", "'\\u20ac'", "''", "'ab'", "5", "b'x'"):
    case("ord", value)
for value in ("97", "8364", "1114112", "-1", "'a'", "None"):
    case("chr", value)
for value in ("255", "-255", "0", "True", "'a'", "1.0"):
    for op in ("hex", "bin", "oct"):
        case(op, value)
for value in ("0", "1", "-1", "2305843009213693951", "2305843009213693952", "-9223372036854775808", "True"):
    case("hash", value)
case("str")
case("int")
case("float")
case("bool")
case("list")
case("tuple")
case("set")
case("dict")
case("frozenset")

# ---- iterables ----
ITERABLES = ["[3, 1, 2]", "(3, 1, 2)", "'cab'", "{'b': 1, 'a': 2}", "[]", "['b', 'a', 'c']", "[1, 'a']", "[None, 1]", "[[2], [1, 5], [1]]", "[(1, 'b'), (1, 'a')]", "[True, 0, 2.5, -1]", "5", "None", "[1.5, 2, 3]", "W('[3, 1, 2]')", "[9223372036854775807, 0.5]"]
for value in ITERABLES:
    for op in "sorted min max sum any all reversed list tuple enumerate iter".split():
        case(op, value)
    case("sorted", value, "'reverse=<True>'")
    case("enumerate", value, "5")
    case("zip", value, "[1, 2]", value)
    case("map", "'<str>'", value)
    case("map", "'<len>'", value)
    case("filter", "None", value)
    case("filter", "'<bool>'", value)
    case("next", value, "1")
for value in ("['bb', 'a', 'ccc', 'dd']", "[[1, 2], [], [3]]", "'abc'"):
    for op in ("sorted", "min", "max"):
        case(op, value, "'key=<len>'")
    case("sorted", value, "'key=<len>'", "'reverse=<True>'")
    if value[0] == "[":
        case(".sort", value, "'key=<len>'", "'reverse=<True>'")
for args in (("1", "2"), ("2", "1", "3"), ("'a'", "1"), (), ("5",), ("1", "1.0"), ("1.0", "1")):
    case("min", *args)
    case("max", *args)
for args in (("3",), ("0",), ("1", "4"), ("4", "1"), ("4", "1", "-1"), ("1", "10", "4"), ("1", "2", "0"), ("'a'",), ("1.0",), ("-3",), ("None",)):
    case("range", *args)
for args in (("['a']", "''"), ("[1]", "1"), ("[[1], [2]]", "[]"), ("[[1], 2]", "[]"), ("[1, 2.5, True]",), ("[(1,), (2,)]", "()")):
    case("sum", *args)
for args in (("[('a', 1), ('b', 2)]",), ("[['a', 1]]",), ("['ab']",), ("['abc']",), ("[1]",), ("{'a': 1}",), ("W('{\"A\": [1]}')",), ("5",), ("{}", "{}"), ("[([], 1)]",)):
    case("dict", *args)
    case(".update", "{'z': 0}", *args)
case("zip")
case("map", "'<len>'")
case("map", "'<max>'", "[1, 5]", "[3, 2, 9]")
case("next", "5")
case("set", "[[]]")
case("set", "[1, 1.0, True]")

# ---- methods ----
L = "[1, 2, 3, 2]"
for method, args in [
    ("append", ["5"]), ("append", []), ("append", ["1", "2"]), ("extend", ["'ab'"]), ("extend", ["5"]), ("extend", ["W('[7, [8]]')"]), ("insert", ["0", "9"]), ("insert", ["-1", "9"]), ("insert", ["99", "9"]), ("insert", ["'a'", "9"]),
    ("insert", ["1"]), ("index", ["2"]), ("index", ["2", "2"]), ("index", ["9"]), ("index", ["'it\\'s'"]), ("index", ["2", "-1"]), ("index", ["1", "1", "3"]), ("index", ["2", "0", "-1"]), ("count", ["2"]), ("count", ["True"]), ("copy", []), ("pop", []), ("pop", ["0"]),
    ("pop", ["-4"]), ("pop", ["9"]), ("pop", ["'a'"]), ("remove", ["2"]), ("remove", ["9"]), ("reverse", []), ("clear", []), ("clear", ["1"]), ("sort", []), ("sort", ["'reverse=<True>'"]), ("copy", ["1"])]:
    case("." + method, L, *args)
case(".pop", "[]")
case(".sort", "[1, 'a']")
for args in (("2",), ("9",), ("2", "2")):
    case(".index", "(1, 2, 3)", *args)
    case(".count", "(1, 2, 2)", *args)
D = "{'a': 1, 'b': None, 1: 'x'}"
for method, args in [("get", ["'a'"]), ("get", ["'A'"]), ("get", ["'b'", "5"]), ("get", ["'z'", "5"]), ("get", ["[]"]), ("get", []), ("get", ["1", "2", "3"]), ("get", ["True"]), ("items", []), ("keys", []), ("values", []), ("keys", ["1"]), ("pop", ["'a'"]), ("pop", ["'z'"]),
                     ("pop", ["'z'", "None"]), ("pop", ["[]"]), ("pop", []), ("popitem", []), ("copy", []), ("setdefault", ["'a'", "9"]), ("setdefault", ["'q'"]), ("setdefault", ["'q'", "9"]), ("clear", []), ("update", []), ("update", ["{'a': 5, 'c': 6}"]), ("update", ["W('{\"c\": {\"D\": 1}}')"]), ("update", ["'zz=<True>'"])]:
    case("." + method, D, *args)
case(".popitem", "{}")
case("dict.fromkeys", "'ab'")
case("dict.fromkeys", "['x']", "0")
S = "{1}"
for method, args in [("add", ["2"]), ("add", ["1.0"]), ("add", ["[]"]), ("discard", ["1"]), ("discard", ["9"]), ("discard", ["{}"]), ("remove", ["1"]), ("remove", ["'x'"]), ("pop", []), ("clear", []), ("copy", []), ("union", ["[2]"]), ("union", []), ("union", ["5"]), ("intersection", ["[1, 2]", "(1,)"]),
                     ("intersection", ["{2}"]), ("difference", ["[1]"]), ("symmetric_difference", ["{1, 2}"]), ("issubset", ["[1, 2]"]), ("issubset", ["[2]"]), ("issuperset", ["[]"]), ("issuperset", ["[1, 1]"]), ("isdisjoint", ["[2]"]), ("isdisjoint", ["W('[1]')"]), ("update", ["[1]", "{1}"]),
                     ("intersection_update", ["[2]"]), ("difference_update", ["[1]"]), ("symmetric_difference_update", ["{1}"]), ("union", ["[[]]"])]:
    case("." + method, S, *args)
    if not (method in MUTATING or "_update" in method):
        case("." + method, "frozenset({1})", *args)
case(".pop", "set()")
for a, b in (("{1}", "{1, 2}"), ("{1, 2}", "{1}"), ("{1}", "{1}"), ("frozenset({1})", "{1}"), ("{1}", "[1]")):
    for op in ("<", "<=", ">", ">=", "=="):
        case(op, a, b)
case("in", "{1}", "{1, 2}")
case("in", "[1]", "{1, 2}")
case("in", "[1]", "{'a': 1}")
case("in", "300", "b'abc'")
case("in", "97", "b'abc'")
case("in", "'a'", "b'abc'")

# ---- at random, from a fixed seed ----
dice = random.Random(3511)


def literal(depth=0):
    kind = dice.randrange(12 if depth < 3 else 7)
    if kind < 2:
        return repr(dice.choice([0, 1, -1, 7, 2**31, -2**63, 2**63, 2**80, dice.randrange(-1000, 1000)]))
    if kind == 2:
        return repr(dice.choice([0.5, -1.25, 1e100, dice.random(), dice.uniform(-1e6, 1e6), dice.random() * 10.0 ** dice.randrange(-30, 30)]))
    if kind < 5:
        return ascii("".join(dice.choice("abAB '\"\\\n\t\u00e9\u0130\u4e2d\u200b\U0001f600") for _ in range(dice.randrange(6))))
    if kind == 5:
        return dice.choice(["None", "True", "False"])
    if kind == 6:
        return "[]"
    items = [literal(depth + 1) for _ in range(dice.randrange(4))]
    if kind < 9:
        return "[" + ", ".join(items) + "]"
    if kind == 9:
        return "(" + ", ".join(items) + ("," if len(items) == 1 else "") + ")"
    return "{" + ", ".join("%s: %s" % (ascii(dice.choice("abcdAB") + str(i)), v) for i, v in enumerate(items)) + "}"


for _ in range(1200 if ALL else 100):
    a, b = literal(), literal()
    for op in ("==", "<", "in"):
        case(op, a, b)
    for op in ("repr", "str", "json", "deepcopy", "bool", "sorted"):
        case(op, a)
for _ in range(4000 if ALL else 250):
    number = dice.choice([dice.random(), dice.uniform(-1e9, 1e9), dice.random() * 10.0 ** dice.randrange(-320, 300), float(dice.randrange(10**6)) / 2**dice.randrange(12), dice.randrange(-10**12, 10**12)])
    kinds = "eEfFgG%" if isinstance(number, float) else "d"
    spec = dice.choice(["", "0", "*<", "=", "^", ">"]) + dice.choice(["", "+", " "] if False else [""]) + dice.choice(["", "5", "12", "20"]) + dice.choice(["", ",", "_"])
    if isinstance(number, float):
        spec += dice.choice(["", ".%d" % dice.randrange(0, 20)])
        spec += dice.choice(kinds + " ").strip()
    case("format", repr(number), "'%s'" % spec)
    if isinstance(number, float):
        case("round", repr(number), str(dice.randrange(-5, 18)))
for _ in range(600 if ALL else 100):
    text = "".join(dice.choice("abc\u00e9\u4e2d\U0001f600") for _ in range(dice.randrange(8)))
    value = dice.choice([ascii(text), repr(list(range(len(text)))), repr(tuple(text)) if text.isascii() else ascii(text), repr(text.encode())])
    case("[:]", value, *(dice.choice(["None", str(dice.randrange(-9, 9))]) for _ in range(2)), dice.choice(["None", "1", "-1", "2", "-3", "0"]))

sys.stdout.buffer.write(("# Written by object_cases.py; answers are CPython's.\n" + out.getvalue()).encode("utf-8"))
