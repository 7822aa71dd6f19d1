"""Python that means harm: each rule must end in a diagnostic, a verdict or a stop.

    python3 tests/python/hostile.py OUNCE [WORD]      WORD: only cases with it

Nothing may hang, crash or take all memory. The time allowed is far above what is needed,
so that a busy machine fails no one; MEMORY bounds the address space where sanitizers do
not need it.
"""
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS = 60
RULE = """AnalysisType: rule
RuleID: Hostile
Filename: hostile.py
Enabled: true
LogTypes: [Test.Log]
Severity: Info
"""
EVENT = b'{"p_log_type": "Test.Log", "a": 1, "list": [1, 2, 3]}\n'
HEAD = "def rule(event):\n"


def body(*lines):
    return HEAD + "".join(f"    {line}\n" for line in lines)


def returned(expression):
    return body(f"return {expression}")


def nested_functions(count):
    lines = [f"{'    ' * i}def f{i}():\n" for i in range(count)]
    return HEAD + "".join("    " + line for line in lines) + "    " * (count + 1) + "pass\n"


def doubling_helpers(count, call="f{0}(x) + f{0}(x)", last="x"):
    text = f"def f0(x):\n    return {last}\n"
    for i in range(count):
        text += f"def f{i + 1}(x):\n    return {call.format(i)}\n"
    return text + returned(f"f{count}(1) == 1")


def doubling_classes(count):
    text = "class C0:\n    x = [1]\n"
    for i in range(count):
        text += f"class C{i + 1}(C{i}):\n    x = C{i}.x + C{i}.x\n"
    return text + returned(f"len(C{count}.x) == 0")


CASES = {
    # source that is deep or long
    "deep brackets": returned("(" * 10000 + "1" + ")" * 10000),
    "deep lists": returned("[" * 10000 + "]" * 10000),
    "deep not": returned("not " * 10000 + "True"),
    "deep minus": returned("-" * 10000 + "1"),
    "deep calls": returned("f(" * 10000 + ")" * 10000),
    "deep subscripts": returned("event" + "['a']" * 10000),
    "deep attributes": returned("event" + ".get" * 10000),
    "deep lambdas": returned("lambda: " * 10000 + "1"),
    "deep conditionals": returned("1 if a else " * 10000 + "2"),
    "deep f-strings": returned('f"{' * 200 + "1" + '}"' * 200),
    "deep ifs": HEAD + "".join("    " * (i + 1) + "if event:\n" for i in range(2000))
    + "    " * 2001 + "pass\n",
    "deep functions": nested_functions(150),
    "long sum": returned(" + ".join(["1"] * 250000) + " == 0"),
    "long or": returned(" or ".join(["event.get('a') == 2"] * 40000)),
    "long list": returned("[" + "1," * 450000 + "] == 0"),
    "long comparison": returned(" < ".join(["1"] * 250000)),
    "long dicts": HEAD + "".join(f"    d{i} = {{'a': 1, 'b': 2}}\n" for i in range(3000))
    + "    return d0.get(event.get('k')) == 1\n",
    "long lookups": HEAD + "    d = {" + ", ".join(f"'k{i}': {i % 60}" for i in range(512)) + "}\n"
    + "".join(f"    if d.get(event.get('k{i}')) == 1:\n        return True\n" for i in range(1500))
    + "    return False\n",
    "long name": returned("a" * 1000000),
    "long text": returned("'" + "a" * 1000000 + "' == 1"),
    "long number": returned("9" * 1000000 + " == 0"),
    "many statements": body(*(["a = 1"] * 100000), "return True"),
    "many names": body(*(f"a{i} = {i}" for i in range(60000)), "return True"),
    "many names in a list": body(*(f"a{i} = [{i}]" for i in range(60000)), "return True"),
    "many definitions": "".join(f"A{i} = {i}\n" for i in range(80000)) + returned("A79999 == A0"),
    "many functions": "".join(f"def f{i}(): return f{i + 1}()\n" for i in range(20000))
    + returned("f0()"),
    "many constants": "".join(f"A{i + 1} = A{i} + A{i}\n" for i in range(20000)) + "A0 = 1\n"
    + returned("A20000 == 0"),
    "many globals": body(*(f"global g{i}" for i in range(50000)), "return True"),
    "many parameters": "def f(" + ", ".join(f"a{i}=1" for i in range(60000)) + "): return a0\n"
    + returned("f() == 1"),
    "many keywords": returned("dict(" + ", ".join(f"a{i}=1" for i in range(50000)) + ") == 0"),
    "many loops": body(*(line for i in range(5000) for line in
                         (f"for x{i} in event.get('list'):", f"    if x{i} == 9: return True")),
                       "return False"),
    "many indents": HEAD + "".join(" " * (i % 90 + 1) + "pass\n" for i in range(10000)),
    # what doubles with every step when it is lowered
    "ifs that fall through": body(*(f"if event.get('a{i}'): x = {i}" for i in range(200)),
                                  "return x == 1"),
    "ifs with else that fall through": body("x = 0", *(
        line for i in range(100) for line in
        (f"if event.get('a{i}'): x = x + 1", f"else: x = x + {i}")), "return x == 1"),
    "ifs in a search": body("for r in event.get('list'):", *(
        f"    if r == {i}: continue" for i in range(60)), *(
        line for i in range(40) for line in
        (f"    if r == {i + 100}:", f"        if r == {i}: return True")), "return False"),
    "ifs that assign in a search": body("for r in event.get('list'):", "    x = 1", *(
        f"    if r == {i}: x = {i}" for i in range(60)), "    if x: return True",
        "return False"),
    "helpers that double": doubling_helpers(30),
    "helpers that double with text": doubling_helpers(40, last="x.lower()"),
    "helpers that double in and": doubling_helpers(30, "f{0}(x) and f{0}(x)", "x == 2"),
    "helpers that double in any": doubling_helpers(
        30, "any(f{0}(y) for y in [x]) or any(f{0}(y) for y in [x])", "x == 2"),
    "helpers that double by argument": doubling_helpers(60, "f{0}(f{0}(x))"),
    "helpers that double and fail": doubling_helpers(30, "f{0}(*[x]) + f{0}(x=x)"),
    "helpers that double in ifs": doubling_helpers(
        30, "1 if f{0}(x) else 2 if f{0}(x) else 3"),
    "classes that double": doubling_classes(40),
    "defaults that double": "".join(
        f"def f{i + 1}(a=f{i}(), b=f{i}()): return a + b\n" for i in range(40))
    + "def f0(): return 1\n" + returned("f40() == 1"),
    "defaults of get": returned("event.get('a', " * 60 + "int('x')" + ")" * 60 + " == 1"),
    "defaults of deep_get": returned(
        "event.deep_get('a', default=" * 60 + "int('x')" + ")" * 60 + " == 1"),
    "defaults of udm": returned("event.udm('a', default=" * 60 + "int('x')" + ")" * 60 + " == 1"),
    "all in all": returned("all([" * 60 + "int('x')" + "])" * 60),
    "next in next": returned("next((x for x in [1]), " * 50 + "1" + ")" * 50 + " == 1"),
    "comparisons in comparisons": returned("(" * 60 + "1" + " < int('1') < 3)" * 60),
    "startswith of startswith": returned("event.get('a')" + ".startswith('x').get('y')" * 60),
    "in of in": returned("(" * 60 + "event['a']" + " in [1])" * 60),
    "augmented of augmented": body("x = 1", *["x += x"] * 3000, "return x == 1"),
    # runs that do not end
    "endless loop": body("while True:", "    pass"),
    "long range": body("for i in range(10 ** 9):", "    pass", "return True"),
    "range into a list": returned("list(range(10 ** 9)) == 1"),
    "sum of a range": returned("sum(range(10 ** 10)) == 1"),
    "in a range": returned("-1 in range(10 ** 15)"),
    "nested loops": body(*("    " * i + f"for a{i} in range(1000):" for i in range(10)),
                         "    " * 10 + "pass", "return True"),
    "nested comprehensions": returned(
        "[1 " + " ".join(f"for a{i} in range(1000)" for i in range(10)) + "] == 1"),
    "nested any": returned(
        "any(" * 12 + "False" + "".join(f" for a{i} in range(100))" for i in range(12))),
    "search in search": body(*(
        line for i in range(20) for line in
        ["    " * i + f"for a{i} in event.get('list'):"]), "    " * 20 + "if a0 == 9: return True",
        "return False"),
    "recursion": "def f(x): return f(x)\n" + returned("f(1)"),
    "recursion of two": "def f(x): return f(x) + f(x)\n" + returned("f(1)"),
    "recursion that is slow": "def f(n): return 1 if n < 2 else f(n - 1) + f(n - 2)\n"
    + returned("f(50) == 1"),
    "recursion that is deep": "def f(x): return " + "(" * 90 + "f(x)" + " + 1)" * 90 + "\n"
    + returned("f(1) == 1"),
    "recursion of deep calls": "def g(x): return x\ndef f(x): return " + "g(*[" * 45 + "f(x)" + "])" * 45
    + "\n" + returned("f(1) == 1"),
    "recursion of deep methods": "class A:\n    def m(self, *x): return " + "self.k(*[" * 45
    + "self.m(1)" + "])" * 45 + "\n    def k(self, *x): return x\n" + returned("A().m(1) == 1"),
    "recursion of deep blocks": "def f(x):\n" + "".join(
        "    " * i + f"    for a{i} in [1]:\n" for i in range(80)) + "    " * 81 + "f(x)\n"
    + returned("f(1) == 1"),
    "recursion through sorted": "def f(x): return sorted([x, x], key=lambda y: f(y))\n"
    + returned("f(1)"),
    "recursion of a lambda": body("f = lambda x: f(x)", "return f(1)"),
    "recursion of methods": "class A:\n    def __str__(self): return str(self)\n"
    + returned("str(A()) == ''"),
    "recursion of properties": "class A:\n    @property\n    def x(self): return self.x\n"
    + returned("A().x"),
    "recursion of bool": "class A:\n    def __bool__(self): return not self\n"
    + returned("bool(A())"),
    "recursion of handlers": body("def f():", "    try:", "        f()", "    finally:",
                                  "        f()", "f()"),
    "recursion of sorted": "def f(x): return sorted([x, x], key=f)\n" + returned("f(1)"),
    "recursion of defaults": "def f(x=1): return f\nA = f(f())\n" + returned("A == 1"),
    "constants in a circle": "A = B\nB = A\n" + returned("A == 1"),
    "class in a circle": "class A(B): pass\nclass B(A): pass\n" + returned("A() == 1"),
    "class that is its base": "class A(A): pass\n" + returned("A() == 1"),
    "import of itself": "from hostile import rule as other\n" + returned("other(event)"),
    # values that grow
    "text times much": returned("len('a' * 10 ** 12) == 1"),
    "list times much": returned("len([1] * 10 ** 12) == 1"),
    "tuple times much": returned("len((1,) * 10 ** 12) == 1"),
    "bytes times much": returned("len(b'a' * 10 ** 12) == 1"),
    "power": returned("2 ** 10 ** 10 == 1"),
    "power of power": returned("9 ** 9 ** 9 ** 9 == 1"),
    "shift": returned("1 << 10 ** 10 == 1"),
    "doubling text": body("x = 'a'", "while True:", "    x = x + x"),
    "doubling list": body("x = [1]", "while True:", "    x = x + x"),
    "doubling by join": body("x = 'a'", "while True:", "    x = x.join([x, x])"),
    "doubling by replace": body("x = 'a'", "while True:", "    x = x.replace('a', 'aa')"),
    "doubling by f-string": body("x = 'a'", "while True:", "    x = f'{x}{x}'"),
    "doubling by format": body("x = 'a'", "while True:", "    x = '{0}{0}'.format(x)"),
    "doubling by percent": body("x = 'a'", "while True:", "    x = '%s%s' % (x, x)"),
    "doubling by extend": body("x = [1]", "while True:", "    x.extend(x)"),
    "doubling by repr": body("x = '\\\\'", "while True:", "    x = repr(x)"),
    "doubling by json": "import json\n" + body("x = '\"'", "while True:", "    x = json.dumps(x)"),
    "doubling by upper": body("x = 'ŉ' * 100000", "while True:", "    x = (x + x).upper()"),
    "doubling in place": body("x = [1]", "while True:", "    x *= 2"),
    "wide f-string": returned("len(f'{1:1000000000}') == 1"),
    "precise f-string": returned("len(f'{1.0:.1000000000f}') == 1"),
    "wide percent": returned("len('%1000000000d' % 1) == 1"),
    "wide format": returned("len('{:1000000000}'.format(1)) == 1"),
    "ljust": returned("len('a'.ljust(10 ** 12)) == 1"),
    "zfill": returned("len('a'.zfill(10 ** 12)) == 1"),
    "expandtabs": returned("len('\\t'.expandtabs(2 ** 31 - 1)) == 1"),
    "growing dict": body("x = {}", "i = 0", "while True:", "    i += 1", "    x[i] = [i] * 100"),
    "growing set": body("x = set()", "i = 0", "while True:", "    i += 1", "    x.add(str(i) * 50)"),
    "growing list": body("x = []", "while True:", "    x.append([x])"),
    "append while looping": body("x = [1]", "for i in x:", "    x.append(i)"),
    "list in itself": body("x = []", "x.append(x)", "return str(x) == '' or x == [x]"),
    "list in itself compared": body("x = []", "x.append(x)", "y = []", "y.append(y)", "return x == y"),
    "list in itself in the context": "X = []\n" + body("X.append(X)", "return True")
    + "def alert_context(event):\n    return {'x': X}\n",
    "dict in itself copied": "import copy\n" + body("x = {}", "x['x'] = x", "return x.copy() == x"),
    "deep list": body("x = []", "for i in range(100000):", "    x = [x]", "return str(x) == ''"),
    "deep list compared": body("x, y = [], []", "for i in range(100000):", "    x, y = [x], [y]",
                               "return x == y"),
    "deep tuple hashed": body("x = ()", "for i in range(100000):", "    x = (x,)", "return {x} == 1"),
    "wide sharing printed": body("x = [1]", "for i in range(60):", "    x = [x, x]",
                                 "return str(x) == ''"),
    "wide sharing compared": body("x, y = [1], [1]", "for i in range(60):",
                                  "    x, y = [x, x], [y, y]", "return x == y"),
    "wide sharing in the context": "X = [1]\n" + body(
        "global X", "for i in range(60):", "    X = [X, X]", "return True")
    + "def alert_context(event):\n    return {'x': X}\n",
    "slow split": body("x = 'a ' * 500000", "while True:", "    x.split()"),
    "slow find": body("x = 'a' * 1000000", "y = 'a' * 500000 + 'b'", "while True:", "    x.find(y)"),
    "slow in": body("x = list(range(10000))", "while True:", "    -1 in x"),
    "slow equality": body("x = list(range(10000))", "y = list(range(10000))", "while True:",
                          "    x == y"),
    "slow lower": body("x = 'Ä' * 500000", "while True:", "    x.lower()"),
    "slow slice": body("x = 'a' * 1000000", "while True:", "    x[1:]"),
    "slow index": body("x = 'é' * 1000000", "while True:", "    x[-1]"),
    "slow text loop": body("x = 'é' * 1000000", "for i in range(1000000):", "    x[i]"),
    "slow len": body("x = 'é' * 1000000", "while True:", "    len(x)"),
    "slow sort": body("x = list(range(100000))", "while True:", "    sorted(x)"),
    "slow sort by key": body("x = list(range(1000))", "while True:",
                             "    sorted(x, key=lambda v: sum(x))"),
    "slow reverse": body("x = 'a' * 1000000", "while True:", "    x[::-1]"),
    "slow strip": body("x = ' ' * 1000000", "while True:", "    x.strip()"),
    "slow fnmatch": "from fnmatch import fnmatch\n" + returned(
        "fnmatch('a' * 10000, '*a' * 1000 + 'b')"),
    "slow regex": "import re\n" + returned("bool(re.match('(a*)*b', 'a' * 10000))"),
    "slow regex of many": "import re\n" + returned(
        "bool(re.search('(x+x+)+y' + 'a?' * 500 + 'a' * 500, 'x' * 5000))"),
    "large regex": "import re\n" + returned("bool(re.match('((a{1000}){1000}){1000}', 'a'))"),
    "slow difflib": "import difflib\n" + returned(
        "difflib.SequenceMatcher(None, 'ab' * 5000, 'ba' * 5000).ratio() == 1"),
    "slow base64": "import base64\n" + body("x = 'YWJj' * 100000", "while True:",
                                             "    base64.b64decode(x)"),
    "deep json": "import json\n" + returned("json.loads('[' * 1000000)"),
    "deep json closed": "import json\n" + returned("json.loads('[' * 100000 + ']' * 100000) == 1"),
    "exceptions that grow": body("x = 'a'", "while True:", "    try:", "        raise ValueError(x + x)",
                                 "    except ValueError as error:", "        x = str(error)"),
    "handlers that go on": body("while True:", "    try:", "        int('x')", "    except ValueError:",
                                "        continue"),
    "finally that goes on": body("while True:", "    try:", "        return True", "    finally:",
                                 "        continue"),
}


def limit():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


MEMORY = 0


def run(ounce, place, command):
    begin = time.monotonic()
    try:
        done = subprocess.run([ounce, *command, place], capture_output=True, timeout=SECONDS,
                              check=False, preexec_fn=limit, input=EVENT,
                              env={**os.environ, "ASAN_OPTIONS": "exitcode=99"})
    except subprocess.TimeoutExpired:
        return f"{command[0]} takes more than {SECONDS} seconds", SECONDS
    took = time.monotonic() - begin
    if done.returncode not in (0, 1, 3):
        return f"{command[0]} ends with {done.returncode}: " \
               f"{done.stderr.decode(errors='replace')[-1500:]}", took
    return None, took


def main(ounce, word="", slow="0"):
    bad = 0
    with tempfile.TemporaryDirectory() as place:
        Path(place, "hostile.yml").write_text(RULE)
        for name, text in CASES.items():
            if word not in name:
                continue
            Path(place, "hostile.py").write_text(text)
            problems = []
            for command in (["check"], ["scan", "--report-unevaluated", "-r"]):
                problem, took = run(ounce, place, command)
                if float(slow) and took > float(slow):
                    print(f"{name}: {command[0]} took {took:.2f} s")
                problems += [problem] if problem else []
            bad += 1 if problems else 0
            for problem in problems:
                print(f"{name}: {problem}")
    print(f"{sum(word in name for name in CASES) - bad} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
