"""conditions.py — condition lines of the catalog, read and evaluated from their text.

    'eventName eq "x" or not (a.b any_element ($1.c is_null))'  =>  a function of an event

Nothing of the engine is used: words and paths are read as docs/catalog.md writes them.
A verdict is True, False or None, which is *undecided by the text*: `is_not_null` may be
a truth test, which differs on 0, false, "", [] and {}; a quantifier may be a loop over
what is no list; `contains` on a map may be Python's `in`, which is exact about case; a
case that is ignored may be Python's lower() or upper(), which differ on İ, ß and a few.
"""

import fnmatch
import ipaddress
import json
import re

MISSING = object()
DECODER = json.JSONDecoder()
WORD = re.compile(r"[a-z_0-9]+")
BARE = re.compile(r"(?:\\[.\[\]\\]|[^.\[\]\\ ()])+")

PRIVATE = [ipaddress.ip_network(text) for text in (
    "0.0.0.0/8 10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/29 "
    "192.0.0.170/31 192.0.2.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 "
    "203.0.113.0/24 240.0.0.0/4 ::1/128 ::/128 100::/64 2001::/23 2001:db8::/32 fc00::/7 "
    "fe80::/10").split()]


class BadLine(Exception):
    """The text is no condition."""


# ---- values ----

def fold_name(text):
    return "".join("i" if c == "\u0130" else c.lower() for c in text)


SPELLING = {"exact": False}


def lookup(value, name):
    """The member of that name, else the first whose name differs only in case."""
    if not isinstance(value, dict):
        return MISSING
    if name in value:
        return value[name]
    if SPELLING["exact"]:
        return MISSING
    wanted = fold_name(name)
    for other in value:
        if fold_name(other) == wanted:
            return value[other]
    return MISSING


def resolve(value, path, at=0):
    while at < len(path):
        step = path[at]
        at += 1
        if step is None:
            return every(value, path, at)
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else MISSING
        else:
            value = lookup(value, step)
        if value is MISSING:
            return MISSING
    return value


def every(value, path, at):
    found = []
    if not isinstance(value, list):
        return MISSING
    for element in value:
        one = resolve(element, path, at)
        if one is MISSING:
            continue
        if None in path[at:]:
            found.extend(one)
        else:
            found.append(one)
    return found or MISSING


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def equal(a, b):
    if is_number(a) and is_number(b):
        return a == b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(a[k], b[k]) for k in a)
    return type(a) is type(b) and a == b


def contains(value, x):
    if isinstance(value, str):
        return isinstance(x, str) and x in value
    if isinstance(value, list):
        return any(equal(element, x) for element in value)
    return isinstance(x, str) and lookup(value, x) is not MISSING


def named_oddly(value, names):
    """Is a member of that name there in another case? Python's `in` is exact."""
    return any(isinstance(x, str) and x not in value and lookup(value, x) is not MISSING
               for x in names)


def ordered(test):
    def holds(value, x):
        fine = (is_number(value) and is_number(x)) or (
            isinstance(value, str) and isinstance(x, str))
        return fine and test(value, x)
    return holds


def of_texts(test):
    return lambda value, x: isinstance(value, str) and isinstance(x, str) and test(value, x)


def address(text):
    if not isinstance(text, str) or not text.isascii() or "/" in text:
        return None
    try:
        found = ipaddress.ip_address(text.partition("%")[0] if ":" in text else text)
    except ValueError:
        return None
    return None if text.endswith("%") else found


def network(text):
    if not isinstance(text, str):
        return None
    base, slash, length = text.partition("/")
    found = address(base)
    if found is None or (slash and not re.fullmatch(r"[0-9.]+", length)):
        return None
    if "." in length:
        mask = address(length)
        bits = int(mask) if mask is not None else 1
        if mask is None or (bits | (bits - 1)) & 0xFFFFFFFF != 0xFFFFFFFF:
            return None
    try:
        return ipaddress.ip_network(f"{found}/{length}" if slash else str(found), strict=False)
    except ValueError:
        return None


def is_private(found):
    embedded = getattr(found, "ipv4_mapped", None)
    found = embedded if embedded is not None else found
    return any(found in one for one in PRIVATE if one.version == found.version)


def in_network(value, x):
    found, inside = address(value), network(x)
    return found is not None and found.version == inside.version and found in inside


def has_address(value, x):
    inside, found = network(value), address(x)
    return inside is not None and inside.version == found.version and found in inside


# Words with operands: any of them will do.
PAIRS = {
    "eq": equal, "in": equal, "contains": contains,
    "starts_with": of_texts(str.startswith), "ends_with": of_texts(str.endswith),
    "gt": ordered(lambda a, b: a > b), "gte": ordered(lambda a, b: a >= b),
    "lt": ordered(lambda a, b: a < b), "lte": ordered(lambda a, b: a <= b),
    "wildcard": of_texts(fnmatch.fnmatchcase), "cidr": in_network, "cidr_contains": has_address,
}
ADDRESSES = {
    "is_ip": lambda a: True,
    "is_ipv4": lambda a: a.version == 4,
    "is_ipv6": lambda a: a.version == 6,
    "ip_private": is_private,
    "ip_public": lambda a: not is_private(a),
}
QUANTIFIERS = ("any_element", "all_elements", "one_element", "no_element")


def fold(value):
    if isinstance(value, str):
        return value.lower() if value.isascii() else fold_name(value)
    if isinstance(value, list):
        return [fold(one) if isinstance(one, str) else one for one in value]
    return value


def is_odd(c):
    """Does lower() or upper() make of it what folding one to one does not?"""
    lower, upper = c.lower(), c.upper()
    return not c.isascii() and (
        c == "\u03a3" or len(lower) > 1 or len(upper) > 1 or lower.isascii() or
        upper.isascii())


def folds_oddly(value):
    texts = value if isinstance(value, list) else [value]
    return any(isinstance(t, str) and not t.isascii() and any(map(is_odd, t)) for t in texts)


# ---- leaves ----

def negated(test):
    def opposite(stack):
        verdict = test(stack)
        return None if verdict is None else not verdict
    return opposite


def reader(level, path):
    if level == 0 and len(path) == 1 and isinstance(path[0], str):
        name = path[0]

        def top(stack):
            found = stack[0].get(name, MISSING)
            return lookup(stack[0], name) if found is MISSING else found
        return top
    return lambda stack: resolve(stack[level], path)


def null_test(read):
    def is_null(stack):
        value = read(stack)
        if value is MISSING or value is None:
            return True
        return None if not value else False
    return is_null


def pair_test(read, word, values):
    test = PAIRS[word]

    def holds(stack):
        value = read(stack)
        value = None if value is MISSING else value
        if word == "contains" and isinstance(value, dict) and named_oddly(value, values):
            return None
        return any(test(value, x) for x in values)
    return holds


def folded_test(read, word, values):
    test = PAIRS[word]
    values = [fold(x) for x in values]

    def holds(stack):
        value = read(stack)
        value = None if value is MISSING else value
        if folds_oddly(value):
            return None
        return any(test(fold(value), x) for x in values)
    return holds


def address_test(read, word):
    test = ADDRESSES[word]

    def holds(stack):
        found = address(read(stack))
        return found is not None and test(found)
    return holds


def leaf(read, word, values):
    if word in ("ne", "ine"):
        return negated(leaf(read, word.replace("ne", "eq"), values))
    folded = word[0] == "i" and word[1:].removeprefix("not_") in PAIRS and word != "in"
    positive = word[1:] if folded else word
    if positive.startswith("not_"):
        rest = positive[4:]
        return negated(leaf(read, "i" + rest if folded else rest, values))
    if word == "exists":
        return lambda stack: read(stack) is not MISSING
    if word == "is_null":
        return null_test(read)
    if word == "is_not_null":
        return negated(null_test(read))
    if word in ADDRESSES:
        return address_test(read, word)
    if positive not in PAIRS:
        raise BadLine(f"no such word: {word}")
    return (folded_test if folded else pair_test)(read, positive, values)


# ---- groups ----

def group(parts, decides):
    def holds(stack):
        unknown = False
        for part in parts:
            verdict = part(stack)
            if verdict is decides:
                return decides
            unknown = unknown or verdict is None
        return None if unknown else not decides
    return parts[0] if len(parts) == 1 else holds


def counted(word, verdicts):
    true, unknown = verdicts.count(True), verdicts.count(None)
    if word == "all_elements":
        return False if False in verdicts else None if unknown else True
    if word == "one_element":
        return False if true > 1 else None if unknown else true == 1
    found = True if true else None if unknown else False
    return found if word == "any_element" or found is None else not found


def elements(read, word, level, body):
    def holds(stack):
        value = read(stack)
        if value is MISSING or value is None:
            return word == "no_element"
        if not isinstance(value, list):
            return None
        return counted(word, [body(stack[:level] + [one]) for one in value])
    return holds


# ---- the text ----

class Line:
    """A reader of one line."""

    def __init__(self, text, computed):
        self.text = text
        self.computed = computed
        self.at = 0
        self.level = 0

    def take(self, token):
        if self.text.startswith(token, self.at):
            self.at += len(token)
            return True
        return False

    def need(self, token):
        if not self.take(token):
            raise BadLine(f"no {token!r} at {self.at}")

    def whole(self):
        found = self.expression()
        if self.at != len(self.text):
            raise BadLine(f"something behind it at {self.at}")
        return found

    def expression(self):
        parts = [self.part()]
        for token, decides in ((" and ", False), (" or ", True)):
            if self.text.startswith(token, self.at):
                while self.take(token):
                    parts.append(self.part())
                return group(parts, decides)
        return parts[0]

    def brackets(self):
        self.need("(")
        found = self.expression()
        self.need(")")
        return found

    def part(self):
        if self.text.startswith("(", self.at):
            return self.brackets()
        if self.take("not ("):
            self.at -= 1
            return negated(self.brackets())
        if any(self.take(text) for text in self.computed):
            return lambda stack: None
        for token, verdict in (("true", True), ("false", False)):
            end = self.at + len(token)
            if self.text.startswith(token, self.at) and (
                    end == len(self.text) or self.text[end] == ")" or
                    self.text.startswith((" and ", " or "), end)):
                self.at = end
                return lambda stack: verdict
        return self.test()

    def test(self):
        level, path = self.field()
        self.need(" ")
        match = WORD.match(self.text, self.at)
        if match is None:
            raise BadLine(f"no word at {self.at}")
        word = match.group()
        self.at = match.end()
        read = reader(level, path)
        if word in QUANTIFIERS:
            self.need(" ")
            self.level += 1
            inner = self.level
            body = self.brackets()
            self.level -= 1
            return elements(read, word, inner, body)
        return leaf(read, word, self.values())

    def values(self):
        rest = self.text[self.at:self.at + 5]
        if not rest or rest[0] == ")" or rest.startswith((" and ", " or ")):
            return []
        self.need(" ")
        value, self.at = DECODER.raw_decode(self.text, self.at)
        return value if isinstance(value, list) else [value]

    def field(self):
        match = re.compile(r"\$([0-9]+)").match(self.text, self.at)
        level = 0
        if match is not None:
            level = int(match.group(1))
            self.at = match.end()
            if self.text[self.at:self.at + 1] not in (".", "["):
                return level, []
            self.take(".")
        path = [] if self.text.startswith("[", self.at) else [self.bare()]
        while True:
            if self.take("."):
                path.append(self.bracketed() if self.take("[") else self.bare())
            elif self.take("["):
                path.append(self.bracketed())
            else:
                return level, path

    def bare(self):
        match = BARE.match(self.text, self.at)
        if match is None:
            raise BadLine(f"no name at {self.at}")
        self.at = match.end()
        return re.sub(r"\\(.)", r"\1", match.group())

    def bracketed(self):
        if self.take("*]"):
            return None
        step, self.at = DECODER.raw_decode(self.text, self.at)
        self.need("]")
        return step


def as_printed(text):
    """What a computed text is in a line: cut after 200 bytes, not inside a character."""
    whole = text.encode()
    if len(whole) > 200:
        text = whole[:200].decode(errors="ignore") + "\u2026"
    return f"computed({text})"


def compile_lines(lines, opaque):
    """A function of an event: True, False or None. What is computed decides nothing."""
    computed = sorted(map(as_printed, opaque), key=len, reverse=True)
    whole = group([Line(line, computed).whole() for line in lines], False)
    return lambda event: whole([event])
