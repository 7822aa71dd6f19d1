#!/usr/bin/env python3
"""Compare our syntax trees with CPython 3.11's, node by node and place by place.

    compare_ast.py PYTHON_DUMP PATH...         files, and *.py below folders

Exit code 0: all equal; 1: some are not; 77: this Python is no 3.11, nothing was done.
A file that CPython refuses must be refused by us as well. Files that are no UTF-8, or
nest deeper than python_dump's limit, are counted apart. Files named `bad_*.py` hold one
mistake a section, with `### ` before each: each section is a source of its own.

Known differences, allowed for here: what has no node of ours is `Unsupported`; places
inside an f-string that spans lines (CPython 3.11 counts them wrongly).
"""
import ast
import json
import os
import re
import subprocess
import sys
import tempfile

OPS = {ast.BitAnd: "BitAnd"}
PARTS = (ast.operator, ast.boolop, ast.unaryop, ast.cmpop)


def text(value):
    return json.dumps(value, ensure_ascii=False)


class Dump:
    """The tree as tests/python/dump.c writes it."""

    def __init__(self, source):
        self.lines = source.split("\n")
        self.ascii = source.isascii()

    def place(self, node):
        column = node.col_offset
        if not self.ascii:
            line = self.lines[node.lineno - 1].encode()
            column = len(line[:column].decode(errors="replace"))
        return f"@{node.lineno}:{column + 1}"

    def head(self, node, name=None):
        return (name or type(node).__name__) + self.place(node)

    def make(self, node, *parts, name=None):
        return "(" + " ".join([self.head(node, name), *parts]) + ")"

    def list(self, nodes):
        return "[" + " ".join(self.node(n) for n in nodes) + "]"

    def nodes(self, nodes):
        return [self.node(n) for n in nodes]

    def unsupported(self, node, what):
        return self.make(node, text(what), name="Unsupported")

    def node(self, node):
        if node is None:
            return "-"
        return getattr(self, type(node).__name__)(node)

    def op(self, node):
        return type(node).__name__

    def Module(self, n):
        return "(" + " ".join(["Module", *self.nodes(n.body)]) + ")"

    # Definitions
    def FunctionDef(self, n):
        return self.make(n, text(n.name), self.node(n.args),
                         self.list(n.decorator_list), self.list(n.body))

    def AsyncFunctionDef(self, n):
        return self.unsupported(n, "async def")

    def arguments(self, n):
        plain = n.posonlyargs + n.args
        defaults = [None] * (len(plain) - len(n.defaults)) + n.defaults
        out = []

        def add(arg, op, default):
            out.append(self.make(arg, op, text(arg.arg), self.node(default)))

        for i, (arg, default) in enumerate(zip(plain, defaults)):
            add(arg, "positional" if i < len(n.posonlyargs) else "plain", default)
        if n.vararg:
            add(n.vararg, "star", None)
        for arg, default in zip(n.kwonlyargs, n.kw_defaults):
            add(arg, "keyword", default)
        if n.kwarg:
            add(n.kwarg, "stars", None)
        return "(" + " ".join(["arguments", *out]) + ")"

    def Lambda(self, n):
        return self.make(n, self.node(n.args), self.node(n.body))

    def in_order(self, n):
        return sorted(n, key=lambda a: (a.lineno, a.col_offset))

    def ClassDef(self, n):
        return self.make(n, text(n.name), self.list(self.in_order(n.bases + n.keywords)),
                         self.list(n.decorator_list), self.list(n.body))

    # Statements
    def Return(self, n):
        return self.make(n, self.node(n.value))

    def Delete(self, n):
        return self.make(n, *self.nodes(n.targets))

    def Assign(self, n):
        return self.make(n, *self.nodes(n.targets), self.node(n.value))

    def AugAssign(self, n):
        return self.make(n, self.op(n.op), self.node(n.target), self.node(n.value))

    def AnnAssign(self, n):
        return self.make(n, self.node(n.target), self.node(n.value))

    def For(self, n):
        return self.make(n, self.node(n.target), self.node(n.iter), self.list(n.body),
                         self.list(n.orelse))

    def AsyncFor(self, n):
        return self.unsupported(n, "async for")

    def While(self, n):
        return self.make(n, self.node(n.test), self.list(n.body), self.list(n.orelse))

    If = While

    def With(self, n):
        return self.unsupported(n, "with")

    def AsyncWith(self, n):
        return self.unsupported(n, "async with")

    def Raise(self, n):
        return self.make(n, self.node(n.exc), self.node(n.cause))

    def Try(self, n):
        return self.make(n, self.list(n.body), self.list(n.handlers),
                         self.list(n.orelse), self.list(n.finalbody))

    def TryStar(self, n):
        return self.unsupported(n, "except*")

    def ExceptHandler(self, n):
        return self.make(n, text(n.name or ""), self.node(n.type), self.list(n.body))

    def Assert(self, n):
        return self.make(n, self.node(n.test), self.node(n.msg))

    def Import(self, n):
        return self.make(n, *self.nodes(n.names))

    def ImportFrom(self, n):
        return self.make(n, text("." * n.level + (n.module or "")),
                         *self.nodes(n.names))

    def alias(self, n):
        return self.make(n, text(n.name), text(n.asname or ""))

    def Global(self, n):
        return self.make(n, *[f"(Name {text(name)})" for name in n.names])

    Nonlocal = Global

    def Expr(self, n):
        return self.make(n, self.node(n.value))

    def Pass(self, n):
        return self.make(n)

    Break = Continue = Pass

    def Match(self, n):
        return self.make(n, self.node(n.subject), *self.nodes(n.cases))

    def match_case(self, n):
        return (f"(match_case {self.node(n.pattern)} {self.node(n.guard)} "
                f"{self.list(n.body)})")

    # Patterns
    def MatchValue(self, n):
        return self.make(n, self.node(n.value))

    def MatchSingleton(self, n):
        return self.make(n, self.make(n, repr(n.value), name="Constant"))

    def MatchOr(self, n):
        return self.make(n, *self.nodes(n.patterns))

    def MatchAs(self, n):
        return self.make(n, text(n.name or ""), self.node(n.pattern))

    def MatchSequence(self, n):
        return self.unsupported(n, "pattern of a sequence")

    def MatchMapping(self, n):
        return self.unsupported(n, "pattern of a mapping")

    def MatchClass(self, n):
        return self.unsupported(n, "pattern of a class")

    # Expressions
    def BoolOp(self, n):
        return self.make(n, self.op(n.op), *self.nodes(n.values))

    def NamedExpr(self, n):
        return self.make(n, self.node(n.target), self.node(n.value))

    def BinOp(self, n):
        return self.make(n, self.op(n.op), self.node(n.left), self.node(n.right))

    def UnaryOp(self, n):
        return self.make(n, self.op(n.op), self.node(n.operand))

    def IfExp(self, n):
        return self.make(n, self.node(n.test), self.node(n.body), self.node(n.orelse))

    def Dict(self, n):
        parts = [self.node(p) for pair in zip(n.keys, n.values) for p in pair]
        return self.make(n, *parts)

    def Set(self, n):
        return self.make(n, *self.nodes(n.elts))

    List = Tuple = Set

    def comp(self, n, *elements):
        if any(c.is_async for c in n.generators):
            return self.unsupported(n, "async comprehension")
        return self.make(n, *self.nodes(elements), *self.nodes(n.generators))

    def ListComp(self, n):
        return self.comp(n, n.elt)

    SetComp = GeneratorExp = ListComp

    def DictComp(self, n):
        return self.comp(n, n.key, n.value)

    def comprehension(self, n):
        return "(" + " ".join(["comprehension", self.node(n.target), self.node(n.iter),
                               *self.nodes(n.ifs)]) + ")"

    def Compare(self, n):
        return self.make(n, self.node(n.left),
                         *[f"(comparison {self.op(op)} {self.node(right)})"
                           for op, right in zip(n.ops, n.comparators)])

    def Call(self, n):
        return self.make(n, self.node(n.func),
                         *self.nodes(self.in_order(n.args + n.keywords)))

    def keyword(self, n):
        return self.make(n, text(n.arg or ""), self.node(n.value))

    def JoinedStr(self, n):
        if any(isinstance(v, ast.Constant) and not encodes(v.value) for v in n.values):
            return self.unsupported(n, "surrogate escape")
        return self.make(n, *self.nodes(n.values))

    def FormattedValue(self, n):
        op = "-" if n.conversion == -1 else chr(n.conversion)
        return self.make(n, op, self.node(n.value), self.node(n.format_spec))

    def Constant(self, n):
        value = n.value
        if isinstance(value, complex):
            return self.unsupported(n, "complex number")
        if isinstance(value, str):
            if not encodes(value):
                return self.unsupported(n, "surrogate escape")
            return self.make(n, "str", text(value))
        if isinstance(value, bytes):
            return self.make(n, "bytes", '"' + value.hex() + '"')
        if isinstance(value, bool) or value is None:
            return self.make(n, repr(value))
        if value is ...:
            return self.make(n, "Ellipsis")
        return self.make(n, type(value).__name__, repr(value))

    def Attribute(self, n):
        return self.make(n, text(n.attr), self.node(n.value))

    def Subscript(self, n):
        return self.make(n, self.node(n.value), self.node(n.slice))

    def Starred(self, n):
        return self.make(n, self.node(n.value))

    def Name(self, n):
        return self.make(n, text(n.id))

    def Slice(self, n):
        return self.make(n, self.node(n.lower), self.node(n.upper), self.node(n.step))

    def Yield(self, n):
        return self.unsupported(n, "yield")

    def YieldFrom(self, n):
        return self.unsupported(n, "yield from")

    def Await(self, n):
        return self.unsupported(n, "await")


def encodes(value):
    try:
        value.encode()
        return True
    except UnicodeEncodeError:
        return False


TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[()\[\]]|[^\s()\[\]"]+')


def tokens(line):
    """The words of a dump; texts decoded, reals by value, names of Global bare."""
    out = []
    scope = False
    for word in TOKEN.findall(line):
        if word[0] == '"':
            word = "t" + json.loads(word, strict=False)
        elif out and out[-1] == "float":
            word = repr(float(word))
        elif word.startswith(("Global", "Nonlocal")):
            scope = True
        elif word.startswith("Name@") and scope:
            word = "Name"
        elif word in "()[]" and out and out[-1] in "()":
            scope = scope and word != ")"
        out.append(word)
    return out


def first_difference(ours, theirs):
    for i, (a, b) in enumerate(zip(ours, theirs)):
        if a != b:
            return (" ".join(ours[max(0, i - 12):i + 6]),
                    " ".join(theirs[max(0, i - 12):i + 6]))
    return f"{len(ours)} words", f"{len(theirs)} words"


def without_places(words):
    return [re.sub(r"@\d+:\d+$", "", w) if not w.startswith("t") else w for w in words]


def has_long_fstring(tree):
    return any(isinstance(n, ast.JoinedStr) and n.end_lineno > n.lineno
               for n in ast.walk(tree))


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def judge(path, ours):
    """One word for the outcome, and two texts when it is no good one."""
    try:
        source = read(path)
    except UnicodeDecodeError:
        return ("not-utf8" if ours.startswith("error") else "accepted"), None
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        if ours.startswith("error"):
            return "both-refuse", None
        return "only-cpython-refuses", (ours[:200], str(error))
    if ours.startswith("error"):
        if "[py-limit]" in ours:
            return "limit", (ours, "")
        if "\\N" in source and "name" in ours:
            return "named-escape", None
        return "only-we-refuse", (ours, "")
    a, b = tokens(ours), tokens(Dump(source).node(tree))
    if a == b:
        return "equal", None
    if has_long_fstring(tree) and without_places(a) == without_places(b):
        return "equal-but-places-in-long-f-strings", first_difference(a, b)
    if "escape of a character's name" in ours:
        return "named-escape", None
    return "different", first_difference(a, b)


def expand(paths, folder):
    for path in paths:
        if os.path.isdir(path):
            for base, _, names in sorted(os.walk(path)):
                yield from expand([os.path.join(base, n) for n in sorted(names)
                                   if n.endswith(".py")], folder)
        elif os.path.basename(path).startswith("bad_"):
            with open(path, encoding="utf-8") as file:
                for i, part in enumerate(file.read().split("### ")[1:]):
                    name = os.path.join(folder, f"{os.path.basename(path)}.{i}")
                    with open(name, "w", encoding="utf-8") as out:
                        out.write(part.partition("\n")[2])
                    yield name
        else:
            yield path


def main():
    if sys.version_info[:2] != (3, 11):
        print("compare_ast.py: needs Python 3.11")
        return 77
    sys.setrecursionlimit(20000)
    quiet = "-q" in sys.argv
    args = [a for a in sys.argv[1:] if a != "-q"]
    with tempfile.TemporaryDirectory() as folder:
        paths = list(expand(args[1:], folder))
        run = subprocess.run([args[0]], input="\n".join(paths).encode(),
                             stdout=subprocess.PIPE, check=False)
        lines = run.stdout.decode().split("\n")[:-1]
        counts = {}
        if len(lines) != len(paths):
            print(f"{len(paths)} files, {len(lines)} answers; code {run.returncode}")
            return 1
        for path, line in zip(paths, lines):
            outcome, texts = judge(path, line)
            counts[outcome] = counts.get(outcome, 0) + 1
            if texts and not quiet:
                print(f"{path}: {outcome}\n  ours:    {texts[0]}\n  CPython: {texts[1]}")
    print(", ".join(f"{n} {what}" for what, n in sorted(counts.items())))
    good = {"equal", "both-refuse", "not-utf8", "named-escape",
            "equal-but-places-in-long-f-strings"}
    return 0 if set(counts) <= good else 1


if __name__ == "__main__":
    import warnings
    warnings.simplefilter("ignore")
    sys.exit(main())
