"""Generated functions of statements, under CPython 3.11 and under Ounce.

    python3.11 tests/python/generate_functions.py OUNCE [SEED [COUNT]]

Few names, assigned and read in branches, loops, handlers, helpers and nested functions:
what a name means where it stands is what can go wrong when statements become
expressions. Each function is asked for in three ways; see compare_functions.py.
"""
import contextlib
import io
import json
import random
import subprocess
import sys
import tempfile
import types
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from compare_functions import ASKED, RULE, compare  # noqa: E402
from event_wrapper import PantherEvent  # noqa: E402

EVENT = {"p_log_type": "Test.Log", "n": 1, "s": "b", "items": [2, 0, 1], "rows": [{"k": 1, "v": "a"}, {"k": 2}],
         "none": None}
NAMES = ["a", "b", "c"]
A_FILE = 20  # functions


class Grower:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.helpers = []
        self.loops = 0
        self.nested = 0

    def pick(self, choices):
        return self.random.choice(choices)

    def chance(self, one_in):
        return self.random.randrange(one_in) == 0

    def value(self, depth=2):
        leaves = [self.pick(NAMES), self.pick(NAMES), "1", "0", "2", "None", "'b'", "event.get('n')", "event.get('s')",
                  "event.get('missing')"]
        if depth <= 0 or self.chance(3):
            return self.pick(leaves)
        v = lambda: self.value(depth - 1)  # noqa: E731
        kinds = [lambda: f"({v()} or {v()})", lambda: f"({v()} and {v()})", lambda: f"({v()} == {v()})",
                 lambda: f"({v()} if {self.test(depth - 1)} else {v()})", lambda: f"[{v()}, {v()}]", lambda: f"str({v()})",
                 lambda: f"({self.pick(NAMES)} := {v()})", lambda: f"len([{v()}])", lambda: f"f'{{{self.pick(NAMES)}}}'",
                 lambda: f"[{v()} for {self.pick(NAMES + ['x'])} in {self.items()}]", lambda: f"({v()} + {v()})",
                 lambda: self.test(depth - 1), lambda: f"next((x for x in {self.items()} if {self.test(1, 'x')}), {v()})",
                 lambda: f"note({v()})", lambda: f"(lambda x=({v()}): x)()", lambda: f"{{'k': {v()}}}.get({v()})",
                 lambda: f"'%s' % ({v()},)", lambda: f"(not {v()})"]
        if self.helpers:
            kinds += [lambda: f"{self.pick(self.helpers)}({v()}, {v()})", lambda: f"{self.pick(self.helpers)}(b={v()}, a={v()})",
                      lambda: f"{self.pick(self.helpers)}({v()})"]
        return self.pick(kinds)()

    def items(self):
        return self.pick(["event.get('items')", "[1, 2, 3]", "event.get('empty', [])", "[a, b]", "'ab'", "[0, None]", "range(2)"])

    def test(self, depth=1, name=None):
        name = name or self.pick(NAMES)
        v = lambda: self.value(depth - 1)  # noqa: E731
        return self.pick([lambda: f"{name} == {v()}", lambda: f"{name}", lambda: f"{name} is None", lambda: f"not {name}",
                          lambda: f"{name} in (1, 'b', None)", lambda: f"event.get('n') == {v()}", lambda: f"{name} in [{v()}]",
                          lambda: f"any(x == {name} for x in {self.items()})", lambda: f"all([{v()}, {name}])",
                          lambda: f"any({self.pick(NAMES)} == {name} for {self.pick(NAMES + ['x'])} in {self.items()})",
                          lambda: f"all({v()} for x in {self.items()} if x == {name})", lambda: f"any([{name} == 1, {v()}])",
                          lambda: f"({name} := {v()}) == 1", lambda: f"1 == {v()} == {name}", lambda: f"note({name})"])()

    def block(self, depth, indent, loop):
        count = self.random.randint(1, 3)
        return "".join(self.statement(depth, indent, loop) for _ in range(count))

    def statement(self, depth, indent, loop):
        pad = "    " * indent
        name = self.pick(NAMES)
        simple = [lambda: f"{pad}{name} = {self.value()}\n"] * 4 + [
            lambda: f"{pad}{name} += {self.value(1)}\n", lambda: f"{pad}return {self.value()}\n",
            lambda: f"{pad}{name}, {self.pick(NAMES)} = {self.value(1)}, {self.value(1)}\n", lambda: f"{pad}note({self.value(1)})\n",
            lambda: f"{pad}pass\n", lambda: f"{pad}{name} = {self.pick(NAMES)} = {self.value(1)}\n", lambda: f"{pad}{self.test()}\n"]
        if loop:
            simple += [lambda: f"{pad}continue\n", lambda: f"{pad}break\n"]
        if self.chance(12):
            simple = [lambda: f"{pad}del {name}\n", lambda: f"{pad}raise ValueError({self.value(1)})\n"]
        if depth <= 0:
            return self.pick(simple)()
        d, i = depth - 1, indent + 1

        def choice():
            text = f"{pad}if {self.test(2)}:\n{self.block(d, i, loop)}"
            if self.chance(3):
                text += f"{pad}elif {self.test()}:\n{self.block(d, i, loop)}"
            return text + (f"{pad}else:\n{self.block(d, i, loop)}" if self.chance(2) else "")

        def search():
            target = self.pick([*NAMES, "x"])
            inside = f"{pad}    if {self.test(1, target)}:\n{pad}        return {self.pick(['True', 'True', 'False'])}\n"
            before = f"{pad}    {name} = {self.value(1)}\n" if self.chance(2) else ""
            after = f"{pad}    {self.pick(NAMES)} = {self.value(1)}\n" if self.chance(3) else ""
            if self.chance(3):
                before += f"{pad}    if {self.test()}:\n{pad}        {self.pick(['continue', name + ' = 1'])}\n"
            return f"{pad}for {target} in {self.items()}:\n{before}{inside}{after}"

        def loops():
            text = f"{pad}for {self.pick([*NAMES, 'x', '_'])} in {self.items()}:\n{self.block(d, i, True)}"
            return text + (f"{pad}else:\n{self.block(d, i, loop)}" if self.chance(3) else "")

        def repeat():
            self.loops += 1
            count = f"w{self.loops}"
            return f"{pad}{count} = 0\n{pad}while {count} < 3 and {self.test()}:\n{pad}    {count} += 1\n{self.block(d, i, True)}"

        def attempt():
            text = f"{pad}try:\n{self.block(d, i, loop)}"
            last = self.chance(3)
            if not last or self.chance(2):
                kind = self.pick(["Exception", "Exception as e", "(TypeError, ValueError)", "TypeError as " + name, "NameError"])
                text += f"{pad}except {kind}:\n{self.block(d, i, loop)}"
                if self.chance(3):
                    text += f"{pad}else:\n{self.block(d, i, loop)}"
            else:
                last = True
            return text + (f"{pad}finally:\n{self.block(d, i, loop)}" if last else "")

        def inner():
            self.nested += 1
            text = f"{pad}def g{self.nested}(x=1):\n"
            own = self.chance(2)
            text += f"{pad}    {name} = x\n" if own else ""
            return text + f"{pad}    return [{self.pick(NAMES)}, x]\n{pad}{self.pick(NAMES)} = g{self.nested}({self.value(1)})\n"

        def matches():
            return f"{pad}match {self.value(1)}:\n{pad}    case 1 | 'b':\n{self.block(d, i + 1, loop)}" \
                   f"{pad}    case {self.pick(['None', name, '_'])}:\n{self.block(d, i + 1, loop)}"

        return self.pick([choice] * 5 + [search] * 4 + [loops] * 2 + [repeat, attempt, attempt, inner, matches] + simple[:3])()

    def function(self, name, params, depth):
        self.loops = self.nested = 0
        first = "".join(f"    {one} = {self.value(1)}\n" for one in NAMES if one not in params and self.chance(2))
        return f"def {name}({params}):\n{first}{self.block(depth, 1, False)}{self.block(depth, 1, False)}"

    def case(self, name):
        """A function and two helpers of its own."""
        self.helpers = []
        text = ""
        for one in (f"h1_{name}", f"h2_{name}"):
            params = self.pick(["a, b=2", "a=1, b=None", "a, b=0, c=3"])
            text += self.function(one, params, self.pick([0, 1, 1, 2])).replace("event", "EVENT") + "\n\n"
            self.helpers.append(one)
        return text + self.function(name, "event", self.pick([1, 2, 2, 3])) + "\n\n"


HEAD = "EVENT = {'n': 1, 's': 'b', 'items': [2, 0, 1]}\nNOTED = []\n\n\ndef note(value):\n    NOTED.append(value)\n" \
       "    return value\n\n\n"
# What was noted, in its order, is part of the answer.
NOTING = "def case_{0}(event):\n    NOTED.clear()\n    try:\n        out = {0}(event)\n    except Exception as error:\n" \
         "        out = type(error).__name__ + ': ' + str(error)\n    return (out, NOTED)\n\n\n"


def expected(text, name):
    module = types.ModuleType("case")
    exec(compile(text, name, "exec"), module.__dict__)
    with contextlib.redirect_stdout(io.StringIO()):
        return repr(getattr(module, name)(PantherEvent(EVENT)))


def main(ounce, seed="1", count="500", keep=""):
    warnings.simplefilter("ignore")
    grower = Grower(int(seed))
    wanted, texts, number = {}, {}, 0
    with contextlib.ExitStack() as stack:
        place = keep or stack.enter_context(tempfile.TemporaryDirectory())
        while len(wanted) < int(count):
            number += 1
            name = f"f{number}"
            text = HEAD + grower.case(name) + NOTING.format(name)
            try:
                want = expected(text, f"case_{name}")
            except SyntaxError:
                continue
            if " at 0x" in want or "range(" in want or len(want) > 900:
                continue
            wanted[name], texts[name] = want, text
            Path(place, f"{name}.py").write_text(text + ASKED.format(name=f"case_{name}"))
            Path(place, f"{name}.yml").write_text(RULE.format(name=name, event=json.dumps(EVENT)))
        run = subprocess.run([ounce, "test", "--format", "json", place], capture_output=True, text=True, check=False)
    got = {line["rule_id"]: line for line in map(json.loads, filter(None, run.stdout.split("\n")))}
    bad = 0
    for name, want in wanted.items():
        problems = compare(name, want, got.get(name, run.stderr[-300:]))
        if problems:
            bad += 1
            print("\n".join(problems), texts[name].split("return value\n\n\n", 1)[1].split("def case_")[0], sep="\n")
    if bad:
        print(f"seed {seed}")
    print(f"{len(wanted) - bad} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
