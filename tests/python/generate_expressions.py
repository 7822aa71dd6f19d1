"""Generated expressions, under CPython 3.11 and under Ounce.

    python3.11 tests/python/generate_expressions.py OUNCE [SEED [COUNT]]

Expressions over text, numbers, containers, f-strings, slices, comparisons and
comprehensions, grown from a grammar that knows what kind of value a part has, and now
and then does not care. Each is asked for inside a `try`, so an exception is an answer
too, with its text. One that is beyond what Ounce computes with (integers of more than 64
bits) is left out. The seed is printed when something differs.
"""
import contextlib
import io
import json
import random
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from event_wrapper import PantherEvent  # noqa: E402

A_FILE = 50  # expressions
EVENT = {"p_log_type": "Test.Log", "Name": "Zoë", "n": 7, "neg": -3, "real": 2.5, "t": True, "null": None,
         "tags": ["b", "a", "ä"], "nums": [3, 1, 2], "map": {"Key": "v", "other": [1, {"x": 2}]}, "empty": "",
         "rows": [{"id": 1, "tag": "x"}, {"id": 2}]}

TEXTS = ["''", "'a'", "'Hello World'", "'a,b,,c'", "' pad '", "'ß é'", "'12'", "'it\\'s'", "'x\\ty\\n'", "'%s-%d'",
         "event.get('Name')", "event.get('missing', 'd')", "event['map']['key']", "event.get('empty')"]
INTS = ["0", "1", "-1", "2", "3", "7", "100", "event.get('n')", "event['neg']", "len(event.get('tags'))", "True"]
REALS = ["0.5", "2.0", "-1.25", "1e3", "event.get('real')", "3.0"]
LISTS = ["[]", "[1, 2, 3]", "['a', 'b']", "[1, 'a', None]", "[[1], [2, 3]]", "event.get('tags')", "event['nums']",
         "list(event['nums'])", "event.get('map').get('other')", "event['rows']"]
DICTS = ["{}", "{'a': 1}", "{'a': 1, 'b': [2]}", "{1: 'x', None: 'y'}", "event.get('map')", "dict(event['map'])",
         "event['rows'][0]"]
SETS = ["set()", "{1}", "{'a'}", "{2}"]
TUPLES = ["()", "(1,)", "('a', 2)", "(1, (2, 3))"]
BOOLS = ["True", "False", "event.get('t')", "event.get('n') == 7", "'tags' in event", "event.get('null') is None"]
NONES = ["None", "event.get('null')", "event.get('missing')"]


class Grower:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = []

    def pick(self, choices):
        return self.random.choice(choices)

    def any(self, depth):
        return self.pick([self.text, self.int, self.real, self.list, self.dict, self.set, self.tuple, self.bool,
                          self.none, self.text, self.int, self.list, self.bool])(depth)

    def maybe(self, wanted, depth):
        """What is wanted, but for one in thirty."""
        return self.any(depth) if self.random.random() < 1 / 30 else wanted(depth)

    def leaf(self, leaves):
        if self.names and self.random.random() < 0.3:
            return self.pick(self.names)
        return self.pick(leaves)

    def text(self, depth):
        if depth <= 0 or self.random.random() < 0.2:
            return self.leaf(TEXTS)
        d = depth - 1
        t, i = (lambda: self.maybe(self.text, d)), (lambda: self.maybe(self.int, d))
        return self.pick([
            lambda: f"({t()} + {t()})", lambda: f"({t()} * {self.pick(['0', '1', '2', '3'])})",
            lambda: f"{t()}.{self.pick(['lower', 'upper', 'strip', 'title', 'capitalize', 'swapcase', 'casefold', 'lstrip'])}()",
            lambda: f"{t()}.replace({t()}, {t()})", lambda: f"{t()}[{self.slice(d)}]", lambda: f"{t()}[{i()}]",
            lambda: f"str({self.any(d)})", lambda: f"repr({self.any(d)})",
            lambda: f"({t()} if {self.bool(d)} else {t()})", lambda: f"({self.any(d)} or {t()})",
            lambda: f"f'{{{self.quoted(d)}}}-{{{self.quoted(d)}!r}}'",
            lambda: f"f'{{{self.quoted(self.int, d)}:{self.pick(['>5', '<4', '^6', '03d', ',', 'x', '+', '.2f', '*^7', '08.3f', 'b', '%'])}}}'",
            lambda: f"f'{{{self.quoted(self.text, d)}:{self.pick(['>5', '<12', '^6', '*^7', '.2', '10.3'])}}}'",
            lambda: f"{t()}.join({self.pick([self.texts, self.texts, self.list])(d)})",
            lambda: f"'%s|%r' % ({self.any(d)}, {self.any(d)})", lambda: f"'{{}}{{!r:>6}}'.format({self.any(d)}, {t()})",
            lambda: f"{t()}.{self.pick(['ljust', 'rjust', 'center', 'zfill'])}({self.pick(['0', '3', '9'])})",
            lambda: f"{t()}.{self.pick(['strip', 'lstrip', 'rstrip', 'removeprefix', 'removesuffix'])}({t()})",
        ])()

    def quoted(self, *wanted):
        """A part of an f-string in single quotes: no such quotes in it, nor backslashes."""
        depth, kind = wanted[-1], wanted[0] if len(wanted) > 1 else self.any
        for _ in range(10):
            part = kind(depth)
            if "\\" not in part and "'" not in part and not part.startswith("{"):
                return part
        return self.pick(["1", "None", "True", "[1]", "(2, 3)"])

    def int(self, depth):
        if depth <= 0 or self.random.random() < 0.25:
            return self.leaf(INTS)
        d = depth - 1
        i, t = (lambda: self.maybe(self.int, d)), (lambda: self.maybe(self.text, d))
        return self.pick([
            lambda: f"({i()} {self.pick(['+', '-', '*', '//', '%', '&', '|', '^', '+', '-'])} {i()})", lambda: f"(-{i()})",
            lambda: f"len({self.pick([self.text, self.list, self.dict, self.tuple])(d)})", lambda: f"abs({i()})",
            lambda: f"int({self.pick([self.text, self.real, self.int])(d)})", lambda: f"sum({self.numbers(d)})",
            lambda: f"{self.pick(['min', 'max'])}({i()}, {i()})", lambda: f"{t()}.{self.pick(['find', 'count', 'index', 'rfind'])}({t()})",
            lambda: f"({i()} if {self.bool(d)} else {i()})", lambda: f"round({self.real(d)})", lambda: f"({i()} and {i()})",
            lambda: f"{self.list(d)}.{self.pick(['count', 'index'])}({self.any(d)})", lambda: f"divmod({i()}, {i()})[{self.pick('01')}]",
            lambda: f"({i()} {self.pick(['<<', '>>'])} {self.pick(['0', '1', '5'])})", lambda: f"(~{i()})",
        ])()

    def real(self, depth):
        if depth <= 0 or self.random.random() < 0.4:
            return self.leaf(REALS)
        d = depth - 1
        n = lambda: self.maybe(self.pick([self.int, self.real]), d)  # noqa: E731
        return self.pick([lambda: f"({n()} / {n()})", lambda: f"({self.real(d)} {self.pick(['+', '-', '*', '//', '%'])} {n()})",
                          lambda: f"float({n()})", lambda: f"round({self.real(d)}, {self.pick(['1', '2', '0'])})"])()

    def bool(self, depth):
        if depth <= 0 or self.random.random() < 0.15:
            return self.leaf(BOOLS)
        d = depth - 1
        a = lambda: self.any(d)  # noqa: E731
        same = lambda: self.pick([self.text, self.int, self.real, self.list, self.tuple])  # noqa: E731

        def ordered():
            kind = same()
            return f"({self.maybe(kind, d)} {self.pick(['<', '<=', '>', '>='])} {self.maybe(kind, d)})"

        def chained():
            kind = self.pick([self.int, self.text])
            return f"({kind(d)} {self.pick(['<', '<=', '=='])} {kind(d)} {self.pick(['<', '>=', '!='])} {kind(d)})"

        def equal():
            kind = same()
            return f"({kind(d)} {self.pick(['==', '!='])} {kind(d)})"

        return self.pick([
            ordered, chained, equal, lambda: f"({a()} == {a()})", lambda: f"(not {a()})", lambda: f"bool({a()})",
            lambda: f"({self.bool(d)} {self.pick(['and', 'or'])} {self.bool(d)})", lambda: f"({a()} is {self.pick(['None', 'True', 'not None'])})",
            lambda: f"({a()} {self.pick(['in', 'not in'])} {self.pick([self.list, self.dict, self.set, self.tuple])(d)})",
            lambda: f"({self.maybe(self.text, d)} in {self.maybe(self.text, d)})",
            lambda: f"{self.maybe(self.text, d)}.{self.pick(['startswith', 'endswith'])}({self.maybe(self.text, d)})",
            lambda: f"isinstance({a()}, {self.pick(['str', 'int', '(list, dict)', 'float', 'bool', 'tuple'])})",
            lambda: f"{self.pick(['any', 'all'])}({self.comprehension(d, '', '', self.bool)})",
            lambda: f"{self.pick(['any', 'all'])}([{self.bool(d)}, {a()}])", lambda: f"{self.text(d)}.isdigit()",
        ])()

    def none(self, _depth):
        return self.pick(NONES)

    def slice(self, depth):
        part = lambda: self.pick(["", "", "1", "-1", "2", "-3", self.int(depth)])  # noqa: E731
        return f"{part()}:{part()}" + self.pick(["", "", ":2", ":-1", ":" + self.pick(["1", "3", "-2"])])

    def comprehension(self, depth, before, after, element):
        name = f"v{len(self.names)}"
        over = self.pick([self.list, self.text, self.tuple, self.list, self.dict])(depth)
        self.names.append(name)
        inside = element(depth)
        condition = f" if {self.bool(depth)}" if self.random.random() < 0.3 else ""
        self.names.pop()
        return f"{before}{inside} for {name} in {over}{condition}{after}"

    def numbers(self, depth):
        return self.pick([lambda: "[1, 2, 3]", lambda: "event['nums']", lambda: f"[{self.int(depth)}, {self.real(depth)}]",
                          lambda: "(" + self.comprehension(depth, "", "", self.int) + ")"])()

    def texts(self, depth):
        return self.pick([lambda: "event['tags']", lambda: f"[{self.text(depth)}, {self.text(depth)}]",
                          lambda: f"{self.text(depth)}.split({self.pick(['', repr(','), repr(' ')])})",
                          lambda: "[" + self.comprehension(depth, "", "", lambda d: f"str({self.any(d)})") + "]"])()

    def list(self, depth):
        if depth <= 0 or self.random.random() < 0.2:
            return self.leaf(LISTS)
        d = depth - 1
        return self.pick([
            lambda: f"[{self.any(d)}, {self.any(d)}]", lambda: "[" + self.comprehension(d, "", "", self.any) + "]",
            lambda: f"({self.list(d)} + {self.list(d)})", lambda: f"{self.list(d)}[{self.slice(d)}]",
            lambda: f"list({self.pick([self.text, self.list, self.dict, self.tuple])(d)})", lambda: f"sorted({self.numbers(d)})",
            lambda: f"sorted({self.texts(d)}, reverse={self.bool(d)})", lambda: self.texts(d),
            lambda: f"[*{self.list(d)}, {self.any(d)}]", lambda: f"list(zip({self.list(d)}, {self.text(d)}))",
            lambda: f"list(enumerate({self.list(d)}))", lambda: f"list({self.dict(d)}.{self.pick(['keys', 'values', 'items'])}())",
            lambda: f"({self.list(d)} or {self.list(d)})", lambda: f"{self.text(d)}.{self.pick(['split', 'splitlines', 'rsplit'])}()",
            lambda: f"list(reversed({self.list(d)}))", lambda: f"({self.list(d)} * {self.pick(['0', '1', '2'])})",
        ])()

    def dict(self, depth):
        if depth <= 0 or self.random.random() < 0.3:
            return self.leaf(DICTS)
        d = depth - 1
        return self.pick([
            lambda: f"{{{self.text(d)}: {self.any(d)}, {self.int(d)}: {self.any(d)}}}",
            lambda: "{" + self.comprehension(d, "", "", lambda e: f"{self.any(e)}: {self.any(e)}") + "}",
            lambda: f"({{'a': {self.any(d)}}} | {self.dict(d)})", lambda: f"{{**{self.dict(d)}, 'z': {self.any(d)}}}",
            lambda: f"dict(zip({self.list(d)}, {self.text(d)}))", lambda: f"dict(a={self.any(d)})",
        ])()

    def set(self, depth):
        return self.leaf(SETS) if depth <= 0 else self.pick([
            lambda: self.leaf(SETS), lambda: f"({self.leaf(SETS)} - {self.set(depth - 1)})", lambda: f"{{{self.any(depth - 1)}}}"])()

    def tuple(self, depth):
        if depth <= 0 or self.random.random() < 0.3:
            return self.leaf(TUPLES)
        d = depth - 1
        return self.pick([lambda: f"({self.any(d)}, {self.any(d)})", lambda: f"tuple({self.list(d)})",
                          lambda: f"({self.tuple(d)} + {self.tuple(d)})", lambda: f"{self.tuple(d)}[{self.slice(d)}]",
                          lambda: f"{self.text(d)}.{self.pick(['partition', 'rpartition'])}({self.text(d)})"])()


class Beyond(Exception):
    """A value that Ounce does not compute with, or whose text is undefined."""


def too_large(value, depth=0):
    if isinstance(value, int):
        return not -2 ** 63 <= value < 2 ** 63
    if isinstance(value, (set, frozenset)):
        return len(value) > 1
    if isinstance(value, str):
        return " at 0x" in value
    if isinstance(value, dict):
        return any(too_large(key) or too_large(item) for key, item in value.items())
    return isinstance(value, (list, tuple)) and any(too_large(item) for item in value)


def expected(expression):
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            value = eval(expression, {"event": PantherEvent(EVENT)})
        except SyntaxError:
            return None
        except Exception as error:  # noqa: BLE001
            return f"!{type(error).__name__}: {error}"
    return None if too_large(value) else repr(value)


def source(batch):
    text = "".join(f"def f{i}(event):\n    return {one}\n\n\n" for i, (one, _) in enumerate(batch))
    text += "def rule(event):\n    return True\n\n\ndef alert_context(event):\n    out = {}\n"
    for i in range(len(batch)):
        text += f"    try:\n        out['{i}'] = repr(f{i}(event))\n    except Exception as error:\n" \
                f"        out['{i}'] = '!' + type(error).__name__ + ': ' + str(error)\n"
    return text + "    return out\n"


RULE = """AnalysisType: rule
RuleID: Batch{0}
Filename: batch{0}.py
Enabled: true
LogTypes: [Test.Log]
Severity: Info
Tests:
  - Name: one
    ExpectedResult: true
    Log: {1}
"""


def main(ounce, seed="1", count="2000"):
    warnings.simplefilter("ignore")
    grower = Grower(int(seed))
    cases = []
    while len(cases) < int(count):
        expression = grower.any(4)
        with contextlib.suppress(RecursionError):
            want = expected(expression)
            if want is not None and len(want) < 5000:
                cases.append((expression, want))
    batches = [cases[i:i + A_FILE] for i in range(0, len(cases), A_FILE)]
    with tempfile.TemporaryDirectory() as place:
        for i, batch in enumerate(batches):
            Path(place, f"batch{i}.py").write_text(source(batch))
            Path(place, f"batch{i}.yml").write_text(RULE.format(i, json.dumps(EVENT)))
        run = subprocess.run([ounce, "test", "--format", "json", place], capture_output=True, text=True, check=False)
    got = {line["rule_id"]: line for line in map(json.loads, filter(None, run.stdout.split("\n")))}
    bad = 0
    for i, batch in enumerate(batches):
        line = got.get(f"Batch{i}")
        answers = line and line["alert_context"]
        if not answers:
            print(f"batch {i}: {line and line['error'] or run.stderr[-1000:]}")
            bad += len(batch)
            continue
        for k, (expression, want) in enumerate(batch):
            if answers[str(k)] != want:
                bad += 1
                print(f"{expression}\n    is {answers[str(k)]}\n    not {want}")
    if bad:
        print(f"seed {seed}")
    print(f"{len(cases) - bad} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
