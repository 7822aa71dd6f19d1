"""Values and conditions of generated rules; rule_grower.py makes rules of them."""
import random

from rule_events import (ACTIONS, ADDRESSES, FLAGS, LISTS, MAPS, NAMES, NUMBERS, ROW_TEXTS, ROWS, TEXTS,
                         WORDS)

NONES = ["== None", "is None", "is not None", 'in (None, "login")', 'in {None, "eu"}']
PATTERNS = ['r"[a-z]+"', 'r"(?i)login"', r'r"^10\."', r'r"(\d+)$"']


class Scope:
    """Names of a function by kind; those of an outer block stay visible inside."""

    def __init__(self, helper=False):
        self.names = {"text": [], "int": [], "list": [], "rows": [], "map": [], "row": [], "any": [], "set": [], "dict": []}
        self.helper = helper
        self.count = 0
        self.loop = False
        self.nested = 0
        self.plain = False  # only what becomes predicates

    def mark(self):
        return {kind: len(names) for kind, names in self.names.items()}

    def back(self, mark):
        for kind, size in mark.items():
            del self.names[kind][size:]


class Values:
    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.scope = Scope()
        self.helpers = []
        self.own = 0
        self.globals = []
        self.constants = {}

    # ---- small things ----

    def pick(self, choices):
        return self.dice.choice(choices)

    def chance(self, probability):
        return self.dice.random() < probability

    def use(self, *choices):
        return self.pick(choices)()

    def known(self, kind):
        names = self.scope.names[kind]
        return self.pick(names) if names else None

    def fresh(self, kind):
        """A new name or, one time of three, an old one of that kind."""
        names = self.scope.names[kind]
        if names and self.chance(0.35):
            return self.pick(names)
        self.scope.count += 1
        name = f"{kind[0]}{self.scope.count}"
        return name

    def declare(self, kind, name):
        if name not in self.scope.names[kind]:
            self.scope.names[kind].append(name)

    # ---- reads of the event ----

    def case_of(self, name):
        return name if not self.chance(0.05) else name.upper()

    def read(self, path, default=None):
        """One of the ways to get at a member."""
        quoted = [f'"{self.case_of(name)}"' for name in path]
        *before, last = quoted
        given = f", {default}" if default is not None and self.chance(0.6) else ""
        ways = [lambda: f"event.deep_get({', '.join(quoted)}{given and ', default=' + default})"]
        if len(path) == 1:
            ways = [lambda: f"event.get({last}{given})"] * 6 + [lambda: f"event[{last}]", lambda: ways[-1]] + ways
            ways = [way for way in ways if way is not ways[7]]
        elif len(path) == 2:
            ways += [lambda: f"event.get({before[0]}, {{}}).get({last}{given})", lambda: f"event[{before[0]}][{last}]",
                     lambda: f"event.get({before[0]}).get({last}{given})", lambda: f"(event.get({before[0]}) or {{}}).get({last}{given})",
                     lambda: f"deep_get(event, {', '.join(quoted)}{given and ', default=' + default})",
                     lambda: f"event.deep_walk({', '.join(quoted)}{given and ', default=' + default})"]
        else:
            ways += [lambda: f"event.deep_get({', '.join(before)}, default={{}}).get({last}{given})",
                     lambda: f"event.get({before[0]}, {{}}).get({before[1]}, {{}}).get({last}{given})"]
        return self.pick(ways)()

    # ---- values ----

    def constant_text(self):
        return '"' + self.pick([*ACTIONS, *NAMES, *ADDRESSES[:2], *WORDS, "denied", "eu", "DE"]) + '"'

    def text(self, depth=2):
        if self.chance(0.02):
            return self.any(depth - 1)
        name = self.known("text")
        row = self.known("row")
        leaves = [lambda: self.read(self.pick(TEXTS), self.pick(['""', '"x"', '"<none>"'])), lambda: self.read(self.pick(TEXTS), '""')]
        if name:
            leaves += [lambda: name] * 3
        if row:
            leaves += [lambda: f'{row}.get("{self.pick(ROW_TEXTS)}"{self.pick(["", ", " + repr("")])})'] * 3 + \
                [lambda: f'{row}["{self.pick(ROW_TEXTS)}"]']
        if depth <= 0 or self.chance(0.45):
            return self.pick(leaves)()
        d = depth - 1
        choices = [
            lambda: f"{self.text(d)}.{self.pick(['lower', 'upper', 'strip', 'title'])}()",
            lambda: f"str({self.use(lambda: self.text(d), lambda: self.int(d), lambda: self.any(d))})",
            lambda: f"({self.text(d)} or {self.constant_text()})",
            lambda: f"({self.text(d)} if {self.test(d)} else {self.text(d)})",
            lambda: f'''f"{{{self.name_or(d)}}}:{{{self.name_or(d)}{self.pick(['', '!r', ':>6', ':<8', ':.3', ':^7', '!s:>4'])}}}"''',
            lambda: f'''f"{{{self.number_name(d)}:{self.pick(['03d', '>5', ',', '.2f', 'x', '+'])}}}"''',
            lambda: f"{self.text(d)}.split({self.pick(['', repr(','), repr('.'), repr(':'), repr('@')])})[{self.pick(['0', '-1', '1', '0'])}]",
            lambda: f"{self.text(d)}[{self.pick([':3', '1:', '-2:', '::2', '0', ':-1'])}]",
            lambda: f"{self.text(d)}.replace({self.constant_text()}, {self.constant_text()})",
            lambda: f'''"{self.pick([',', '', '-'])}".join({self.use(lambda: self.list(d), lambda: f'str(x) for x in {self.list(d)}')})''',
            lambda: f"({self.text(d)} + {self.constant_text()})",
            lambda: f'''"%s/%s" % ({self.text(d)}, {self.any(d)})''',
            lambda: f'''"{{}} {{}}".format({self.text(d)}, {self.any(d)})''',
            lambda: f'''event.udm({self.pick(['"user"', '"kind"', '"ip"', '"action"'])}{self.pick(['', ', default="none"'])})'''
            if not self.scope.helper else self.text(0),
            lambda: f'''next(({self.element()} for x in {self.list(d)} if {self.element_test()}), {self.pick(['None', '"x"', self.text(0)])})''',
            lambda: f'''{self.pick(['min', 'max'])}({self.list(d)}, key={self.pick(['len', 'str', 'lambda x: str(x)[::-1]'])}{self.pick(['', ', default=""'])})''',
            lambda: self.lookup(d), lambda: self.call("text", d)]
        return self.pick(choices)()

    def name_or(self, depth):
        """Fit for an f-string in double quotes."""
        names = [name for kind in self.scope.names for name in self.scope.names[kind] if kind != "set"]
        return self.pick([*names, *names, "len(\'ab\')", "event.get('action')", "event.get('count')"] if not names or depth else names)

    def number_name(self, _depth):
        return self.known("int") or self.pick(["event.get('count')", "event.get('score', 0)", "3"])

    def lookup(self, depth):
        table = self.constants.get("dict")
        if not table:
            return self.constant_text()
        return self.use(lambda: f'''{table}.get({self.text(depth)}, {self.pick(['""', 'None', '"unknown"'])})''', lambda: f"{table}[{self.text(depth)}]")

    def int(self, depth=2):
        if self.chance(0.02):
            return self.any(depth - 1)
        name, row = self.known("int"), self.known("row")
        leaves = [lambda: self.pick(["0", "1", "2", "3", "7"]), lambda: self.read(self.pick(NUMBERS), self.pick(["0", "1", "-1"]))]
        if name:
            leaves += [lambda: name] * 3
        if row:
            leaves += [lambda: f'{row}.get("n"{self.pick(["", ", 0"])})'] * 2
        if depth <= 0 or self.chance(0.4):
            return self.pick(leaves)()
        d = depth - 1
        return self.use(
            lambda: f"len({self.use(lambda: self.text(d), lambda: self.list(d), lambda: self.rows(d), lambda: self.map(d))})",
            lambda: f"int({self.use(lambda: self.int(d), lambda: self.text(d), lambda: self.int(d))})",
            lambda: f"float({self.use(lambda: self.int(d), lambda: self.text(d))})",
            lambda: f"({self.int(d)} {self.pick(['+', '-', '*', '%', '//', '+'])} {self.int(d)})",
            lambda: f'''sum({self.use(lambda: '[1 for x in ' + self.list(d) + ' if ' + self.element_test() + ']', lambda: 'x.get("n", 0) for x in ' + self.rows(d), lambda: '1 for x in ' + self.list(d) + ' if x')})''',
            lambda: f"{self.pick(['min', 'max'])}({self.int(d)}, {self.int(d)})",
            lambda: f"{self.list(d)}.count({self.text(d)})", lambda: f"{self.text(d)}.{self.pick(['count', 'find', 'index'])}({self.constant_text()})",
            lambda: f"({self.int(d)} or {self.int(d)})", lambda: f"({self.int(d)} if {self.test(d)} else {self.int(d)})",
            lambda: f"round({self.int(d)}{self.pick(['', ', 1'])})", lambda: f"abs({self.int(d)})", lambda: self.call("int", d),
            lambda: f"len({{{self.element()} for x in {self.list(d)}}})")

    def element(self):
        return self.pick(["x", "x", "str(x)", "x.lower()", "x[0]", "len(x)", "x"])

    def element_test(self):
        return self.pick(["x", "x == \"admin\"", "x != \"x\"", "len(x) > 2", "x in (\"sms\", \"totp\")", "isinstance(x, str)", "x.startswith(\"a\")",
                          "\"a\" in x", "not x", f"x == {self.text(0)}", "x.isdigit()", "x is not None"])

    def list(self, depth=2):
        name, rows = self.known("list"), self.known("rows")
        leaves = [lambda: self.read(self.pick(LISTS), self.pick(["[]", "[]", "()"])), lambda: f"({self.read(self.pick(LISTS))} or [])"]
        if name:
            leaves += [lambda: name] * 3
        if depth <= 0 or self.chance(0.45):
            return self.pick(leaves)()
        d = depth - 1
        choices = [
            lambda: f"[{self.element()} for x in {self.list(d)}{self.use(lambda: '', lambda: ' if ' + self.element_test())}]",
            lambda: f'''[x.get("{self.pick(ROW_TEXTS)}"{self.pick(['', ', ""'])}) for x in {self.rows(d)}{self.use(lambda: '', lambda: ' if ' + self.row_test())}]''',
            lambda: f"sorted({self.list(d)}{self.pick(['', ', key=len', ', reverse=True', ', key=lambda x: (len(x), x)', ', key=str'])})",
            lambda: f"{self.list(d)}[{self.pick(['1:', ':1', '::-1', '-2:'])}]", lambda: f"{self.text(d)}.split({self.pick(['', repr(','), repr('.')])})",
            lambda: f'''list({self.use(lambda: self.list(d), lambda: self.map(d), lambda: f'{self.map(d)}.keys()', lambda: f'set({self.list(d)}) & {{"sms"}}')})''',
            lambda: f"[{self.text(d)}, {self.text(d)}]", lambda: f"sorted({{{self.element()} for x in {self.list(d)}}})",
            lambda: f'''event.deep_walk("items", "{self.pick(ROW_TEXTS)}"{self.pick(['', ', default=[]', ', return_val="first"', ', default=[]'])})'''
            if not self.scope.helper else self.list(0),
            lambda: f'''[k for k, v in {self.map(d)}.items() if {self.pick(['v', 'k', 'v is None', 'v == "x"', 'isinstance(v, str)'])}]''',
            lambda: f"({self.list(d)} + {self.list(d)})", lambda: f"[y for x in {self.list(d)} for y in x]", lambda: f"list(map(str, {self.list(d)}))",
            lambda: f"list(filter(None, {self.list(d)}))", lambda: f"[a + b for a, b in zip({self.list(d)}, {self.list(d)})]"]
        if rows and self.chance(0.3):
            return f'''[x["type"] for x in {rows}]'''
        return self.pick(choices)()

    def rows(self, depth=2):
        name = self.known("rows")
        leaves = [lambda: self.read(self.pick(ROWS), "[]"), lambda: self.read(("items",), "[]"), lambda: f"({self.read(('items',))} or [])"]
        if name:
            leaves += [lambda: name] * 3
        if depth <= 0 or self.chance(0.7):
            return self.pick(leaves)()
        return self.use(lambda: f"[x for x in {self.rows(depth - 1)} if {self.row_test()}]", lambda: f"{self.rows(depth - 1)}[{self.pick(['1:', ':2'])}]",
                        lambda: f'''sorted({self.rows(depth - 1)}, key=lambda x: {self.pick(['x.get("n", 0)', 'x["type"]', '(x.get("type", ""), -x.get("n", 0))'])})''')

    def row_test(self):
        row = "x"
        return self.use(lambda: f'{row}.get("type") == "{self.pick(["sms", "totp"])}"', lambda: f'{row}["type"] != "x"', lambda: f'{row}.get("n", 0) > {self.pick("0123")}',
                        lambda: f'{row}.get("value") in ("admin", "x", "ann")', lambda: f'{row}.get("value", "").startswith("a")', lambda: f'{row}.get("type") is None',
                        lambda: f'not {row}.get("n")', lambda: f'"a" in {row}.get("value", "")', lambda: f'isinstance({row}.get("n"), int)',
                        lambda: f'{row}.get("type") == "sms" and {row}.get("n") > 1', lambda: f'{row}.get("value") == {self.text(0)}',
                        lambda: f'{row}["value"].lower() == "bob" or {row}.get("type") == "totp"', lambda: f'any(c in "at" for c in {row}.get("type"))')

    def map(self, depth=2):
        name, row = self.known("map"), self.known("row")
        leaves = [lambda: self.read(self.pick(MAPS), "{}"), lambda: f"({self.read(self.pick(MAPS))} or {{}})", lambda: self.read(("actor",), "{}")]
        if name:
            leaves += [lambda: name] * 2
        if row:
            leaves += [lambda: row]
        if self.known("dict"):
            leaves += [lambda: self.known("dict")]
        if depth <= 0 or self.chance(0.7):
            return self.pick(leaves)()
        d = depth - 1
        return self.use(lambda: f"{{k: v for k, v in {self.map(d)}.items() if v}}", lambda: f'''{{"a": {self.text(d)}, "n": {self.int(d)}}}''',
                        lambda: f"{{x: len(x) for x in {self.list(d)}}}", lambda: f"dict(zip({self.list(d)}, {self.list(d)}))")

    def any(self, depth=2):
        d = max(depth, 0)
        known = self.known("any")
        if known and self.chance(0.4):
            return known
        return self.use(lambda: self.text(d), lambda: self.int(d), lambda: self.list(d), lambda: self.map(d), lambda: "None", lambda: "True", lambda: self.text(d),
                        lambda: self.int(d), lambda: self.read(self.pick(FLAGS), "False"), lambda: f"({self.any(d - 1)} {self.pick(['and', 'or'])} {self.any(d - 1)})"
                        if d else "False", lambda: f'''event.get("{self.pick(['nothing', 'extra', 'p_udm', 'ok'])}")''', lambda: f"({self.test(d - 1)})" if d else "\"\"")

    # ---- tests ----

    def display(self):
        one = lambda: ", ".join(self.constant_text() for _ in range(self.dice.randint(1, 4)))  # noqa: E731
        known = ["SHARED", *(name for kind in ("set", "tuple", "list") for name in [self.constants.get(kind)] if name)]
        return self.use(lambda: "{" + one() + "}", lambda: "(" + one() + ",)", lambda: "[" + one() + "]", lambda: self.pick(known),
                        lambda: self.pick(known), lambda: self.constants.get("dict") or '("x", None)', lambda: "(1, 2.0, \"x\", None)")

    def test(self, depth=2):
        d = depth - 1
        if depth <= 0 or self.chance(0.5):
            return self.simple_test(max(d, 0))
        known = self.known("any")
        return self.use(
            lambda: f"{self.test(d)} and {self.test(d)}", lambda: f"({self.test(d)} or {self.test(d)})", lambda: f"not {self.simple_test(d)}",
            lambda: f"not ({self.test(d)})", lambda: f"{self.test(d)} and {self.test(d)} and {self.test(d)}",
            lambda: f"{self.pick(['any', 'all'])}({self.element_test()} for x in {self.list(d)}{self.use(lambda: '', lambda: ' if ' + self.element_test())})",
            lambda: f"{self.pick(['any', 'all'])}({self.row_test()} for x in {self.rows(d)}{self.use(lambda: '', lambda: ' if ' + self.row_test())})",
            lambda: f"{self.pick(['any', 'all'])}([{self.test(d)}, {self.test(d)}, {self.test(d)}])", lambda: self.simple_test(d),
            lambda: f'''any(y == {self.text(0)} for x in {self.rows(0)} for y in x.get("value", "").split(","))''',
            lambda: f"bool({self.any(d)})", lambda: self.walrus(d), lambda: self.call("bool", d), lambda: known or self.simple_test(d),
            lambda: f"({self.test(d)} if {self.test(d)} else {self.test(d)})", lambda: f"{self.int(d)} {self.pick(['<', '<='])} {self.int(d)} {self.pick(['<', '<=', '!='])} {self.int(d)}",
            lambda: f"any([{self.simple_test(d)} for x in {self.list(d)}])")

    def walrus(self, depth):
        name = self.fresh("any")
        return f'''({name} := {self.any(depth)}) {self.pick(['is not None', '== "login"', '!= "x"', ''])}'''.strip()

    def simple_test(self, depth):
        d = depth
        regex = self.constants.get("regex")
        return self.use(
            lambda: f'''{self.read(self.pick(TEXTS), self.pick(['""', '[]', '5']))} {self.pick(['==', '!='])} {self.constant_text()}''',
            lambda: f"{self.read(self.pick(TEXTS[:5]))} == {self.constant_text()}", lambda: f'''event.get("action") {self.pick(['==', '!=', '=='])} {self.constant_text()}''',
            lambda: f'''event.get("action") in {self.display()}''', lambda: f'''{self.read(self.pick(TEXTS), self.pick(['""', '[]', '"x"']))} {self.pick(['in', 'not in'])} {self.display()}''',
            lambda: f"{self.text(d)} {self.pick(['==', '!=', 'in', 'not in'])} {self.text(0)}", lambda: f"{self.text(d)} {self.pick(['in', 'not in'])} {self.list(d)}",
            lambda: f"{self.int(d)} {self.pick(['>', '<', '>=', '==', '!='])} {self.int(0)}", lambda: f"{self.read(self.pick(NUMBERS))} == {self.pick(['1', '7', '0', '22', '2.5'])}",
            lambda: f"{self.read(self.pick(NUMBERS), '0')} in {self.pick(['(1, 2, 3)', '{0, 7}', '[22, 443]', 'range(5)'])}",
            lambda: f'''{self.text(d)}.{self.pick(['startswith', 'endswith'])}({self.pick([self.constant_text(), '("a", "10.")', '("x",)'])})''',
            lambda: f'''{self.read(self.pick(TEXTS), self.pick(['""', '0', 'None']))}.{self.pick(['startswith', 'endswith'])}({self.pick([self.constant_text(), '("a", "10.")'])})''',
            lambda: f"{self.any(d)} {self.pick(['is', 'is not'])} {self.pick(['None', 'None', 'True', 'False'])}", lambda: self.read(self.pick(FLAGS), "False"),
            lambda: f"{self.read(self.pick(FLAGS))} {self.pick(['is True', 'is False', '== True', '== False', '== 1'])}",
            lambda: f"isinstance({self.any(d)}, {self.pick(['str', 'int', '(str, int)', 'list', 'dict', 'float', 'bool'])})", lambda: self.any(d),
            lambda: f"{self.constant_text()} in {self.use(lambda: self.text(d), lambda: self.list(d), lambda: self.map(d), lambda: 'event')}",
            lambda: f'''"{self.pick(['action', 'actor', 'nothing', 'TAGS'])}" in event''', lambda: f"{self.text(d)}.{self.pick(['isdigit', 'islower', 'isupper'])}()",
            lambda: f'''re.{self.pick(['match', 'search', 'fullmatch'])}({self.pick(PATTERNS)}, {self.text(d)})''',
            lambda: f"{regex}.{self.pick(['match', 'search'])}({self.text(d)})" if regex else self.read(("ok",)),
            lambda: f'''{self.list(d)} == {self.pick(['[]', '["x"]', '["admin", "x"]'])}''', lambda: f'''set({self.list(d)}) {self.pick(['&', '-', '<=', '>='])} {{"admin", "x"}}''',
            lambda: f'''{{"admin"}}.{self.pick(['issubset', 'isdisjoint', 'intersection'])}({self.list(d)})''', lambda: f"{self.map(d)} == {{}}", lambda: self.known("any") or self.text(0))

    # ---- calls of own functions ----

    def call(self, kind, depth):
        fitting = [helper for helper in self.helpers if helper[2] == kind]
        if not fitting:
            return {"text": self.text, "int": self.int, "bool": self.simple_test, "list": self.list}[kind](0)
        name, params, _ = self.pick(fitting)
        args, named = [], False
        for param, wanted, default in params:
            if default is not None and self.chance(0.4):
                named = True
                continue
            value = "event" if wanted == "event" else getattr(self, wanted)(max(depth, 0))
            named = named or (default is not None and self.chance(0.3))
            args.append(f"{param}={value}" if named and wanted != "event" else value)
        return f"{name}({', '.join(args)})"

    def plain_test(self, depth):
        """What the index can use, and checks that raise, before and behind it."""
        if depth > 0 and self.chance(0.6):
            one = lambda: self.plain_test(depth - 1)  # noqa: E731
            return self.use(lambda: f"{one()} and {one()}", lambda: f"({one()} or {one()})", lambda: f"not ({one()})", lambda: f"{one()} and {one()}",
                            lambda: f"{self.pick(['any', 'all'])}([{one()}, {one()}])", lambda: f"({one()} if {one()} else {one()})",
                            lambda: f"any({self.row_test()} for x in {self.rows(0)})", lambda: self.call("bool", 0))
        path = self.pick(TEXTS)
        default = self.pick(['""', '"x"', "0", "None", "[]", "()", "{}", "True"])
        read = self.use(lambda: self.read(path, default), lambda: f'event.get("{path[0]}")', lambda: f'event.get("{path[0]}", {default})',
                        lambda: f'event["{path[0]}"]',
                        lambda: 'event.get("action")')
        starts = self.pick([self.constant_text(), '("a", "10.", "l")'])
        udm = self.pick(['"user"', '"kind"', '"ip"', '"action"']) + self.pick(["", ', default="login"', ", default=[]"])
        against = self.pick(["== 1", "== 0", "!= 7", "in (None, 1)", "in {0, 7.0}", "is None", "== None", "== 22"])
        return self.use(lambda: f"{read} == {self.constant_text()}", lambda: f"{read} != {self.constant_text()}", lambda: f"{read} in {self.display()}",
                        lambda: f"{read} not in {self.display()}", lambda: f"{read}.startswith({starts})", lambda: f"{self.read(self.pick(NUMBERS), default)} {against}",
                        lambda: f"{read} {self.pick(NONES)}", lambda: f"{read} is {self.pick(['True', 'False'])}",
                        lambda: f"{self.read(self.pick(FLAGS), default)} == {self.pick(['True', '1', '0'])}", lambda: f"event.udm({udm}) == {self.constant_text()}",
                        lambda: f"event.udm({udm}) in {self.display()}", lambda: self.read(self.pick(MAPS), "{}"),
                        lambda: f"isinstance({read}, {self.pick(['str', 'dict', 'list'])})")
