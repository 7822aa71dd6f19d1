"""gen_python_subset.py — write docs/python-subset.md from the tables of the Python path.

    python3 tests/tools/gen_python_subset.py            write the page
    python3 tests/tools/gen_python_subset.py --check    fail when the page is not current

Functions come from src/native/*.def, exceptions from src/object/exception.def, nodes of
the language from src/python/ast_kind.def and the features that are left out from the
parser and the lowering, which name them in their errors. The example is made of files
of tests/python/rules, whose tests run.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "python-subset.md"
EXAMPLE = ROOT / "tests" / "python" / "rules"

# What stands for a node in the table of the language; others are parts of these.
STATEMENTS = {
    "RETURN": "`return`", "ASSIGN": "`a = b = c`, `a, *b = c`, `a[i] = b`, `a.b = c`",
    "AUG_ASSIGN": "`a += b` and the like", "ANN_ASSIGN": "`a: T = b`; the annotation is dropped",
    "DELETE": "`del a`, `del a[i]`", "FOR": "`for`, with `else`", "WHILE": "`while`, with `else`",
    "IF": "`if`, `elif`, `else`", "BREAK": "`break`", "CONTINUE": "`continue`", "PASS": "`pass`",
    "RAISE": "`raise`, `raise a from b`; the cause is dropped", "TRY": "`try`, `except`, `else`, `finally`",
    "ASSERT": "`assert`", "IMPORT": "`import a`", "IMPORT_FROM": "`from a import b`", "GLOBAL": "`global`",
    "MATCH": "`match` on constants, dotted names, `|`, `as`, captures and guards",
    "FUNCTION": "`def`, also inside functions; defaults, `*args`, keyword-only, `**kwargs`, decorators",
    "CLASS": "`class`: attributes, methods, inheritance, `@property`, `@staticmethod`, `@classmethod`, `super()`",
}
EXPRESSIONS = {
    "BOOL_OP": "`and`, `or`", "NAMED": "`:=`", "BINARY": "arithmetic, bits", "UNARY": "`not`, `-`, `+`, `~`",
    "IF_EXP": "`a if b else c`", "LAMBDA": "`lambda`", "DICT": "`{a: b, **c}`", "SET": "`{a, *b}`",
    "LIST_DISPLAY": "`[a, *b]`", "TUPLE": "`(a, *b)`", "LIST_COMP": "`[… for … if …]`", "SET_COMP": "`{… for …}`",
    "DICT_COMP": "`{a: b for …}`", "GENERATOR": "`(… for …)`", "COMPARE": "`a < b <= c`, `in`, `is`",
    "CALL": "calls, with `*a` and `**a`", "FSTRING": "f-strings, with conversions and specifications",
    "CONSTANT": "numbers, text, bytes, `None`, `True`, `False`, `...`", "ATTRIBUTE": "`a.b`",
    "SUBSCRIPT": "`a[b]`, `a[b:c:d]`", "NAME": "names",
}

INTRO = """\
# The Python subset

<!-- Written by tests/tools/gen_python_subset.py from the tables in src; edit that. -->

## Name

what a rule's Python file may hold, and where it differs from CPython 3.11

## Synopsis

```yaml
AnalysisType: rule
RuleID: Acme.VPN.FailedLogin
Filename: acme_vpn_login.py         # beside this file
```

## Description

A rule's Python is compiled when the rule is loaded; nothing interprets it, and no Python needs to be
installed. What it means is what CPython 3.11 does with it: values and their text, the order in which
things are evaluated, which exception is raised and what it says. Where that is not so is listed under
[Differences](#differences); what is left out is an error at its place when a rule is loaded,
`py-unsupported`, and costs only the rules that reach it.

Functions that only choose and return become predicates, which rules share and the index can use; `ounce
explain` prints them. From the first statement on that does more, the rest of a function becomes steps.
Both give the same answers. These shapes stay predicates:

* `if …: return …`, also nested, and names for what is tested;
* comparisons with constants, `in` with a display or a constant of the module, `startswith`, `endswith`;
* `all([…])`, `any([…])`, and both with a generator over one name;
* `for x in …: if …: return True`, if nothing that the loop names is read in a later turn or behind it;
* calls of functions made of these.

## Example

A rule, the helper that it imports, and the data model that `event.udm()` asks. They are part of the
tests.

"""

EVENT = """
## Functions of a rule

| Function | Result | Without it, or when it raises |
|---|---|---|
| `rule(event)` | `True` or `False`; anything else is a `TypeError` | the event is *not evaluated* by this rule |
| `title(event)` `description(event)` `reference(event)` `runbook(event)` | text | what the YAML has |
| `severity(event)` | one of the five, or `DEFAULT`, in any case | what the YAML has |
| `destinations(event)` | a list of texts; empty, or `["SKIP"]`: nobody. `None`: what the YAML has | `OutputIds` |
| `dedup(event)` | text | the title, which is not called again for it, else `defaultDedupString:` and the rule's id |
| `alert_context(event)` | a dict that JSON can hold | `{}`; after an exception `{"_error": …}` |

They take one parameter. In tests all of them are called and their exceptions fail a test that expects a
match. A scheduled rule without `rule` takes every row. `global` carries values from `rule` to the others;
nothing is carried from one event to the next.

## The event

Read-only, as are the maps and lists below it. Names are looked up exactly, then ignoring case.

| | |
|---|---|
| `event[k]` | `KeyError` when it is not there |
| `event.get(k, d)` | `d` only when it is not there: a null is `None` |
| `event.deep_get(k, …, default=d)` | `d` also for a null, and where something on the way is no map |
| `event.deep_walk(k, …, default=d, return_val="all")` | goes into lists, too; plain values, each once |
| `event.udm(name, default=d)` | by the data model of the event's log type, whose paths mean their exact spelling, else `p_udm`, else the event |
| `event.udm_path(name)` | the path that was found, as `client.ip`, or the method's name, or `None`; an exception without a data model |
| `event.lookup(table, key)` | a row of a [lookup table](lookup-tables.md), or `None` |
| `event.event_time_epoch()` | |
| `event.to_dict()`, `.copy()`, `.as_list()` | plain and changeable, with exact names |

`isinstance(event.get("x"), list)` is `False`, as in Panther: `Sequence` and `Mapping` are what matches.
"""

DIFFERENCES = """
## Differences

| | CPython 3.11 | here |
|---|---|---|
| Integers beyond 64 bits | any size | kept, compared and printed; computing with them, or into them, is `OverflowError` |
| Module globals | live as long as the process | made anew for each rule and event, when first read |
| Module code | runs from top to bottom | each name has its last assignment; an import that nothing uses costs nothing |
| A mutable default | made once | made at each definition: for a function of the module, at each call |
| Generators | lazy | made whole, then given out one by one; `any`, `all` and `next` of a generator expression are lazy |
| `range(n)` | a value of its own | a tuple, which costs steps and memory |
| Order of sets | by hash | that of insertion |
| Recursion | 1,000 calls | 64 calls of functions, 1,024 expressions inside each other; then `RecursionError` |
| Parameters before `/` | by place only | by name as well, where the function is called as a value |
| `print` | prints | nothing |
| Names of functions in messages | qualified: `Dog.__init__()` | plain: `__init__()` |
| Instances in messages | by their class | as `object` |
| `a & b` of sets with equal numbers of two kinds | from `b` | from `a` |
| Time | the machine's | the host's clock; without one, `RuntimeError` |

`policyuniverse` reads policies and says what is open to the internet; what needs its catalogue of all AWS
actions is left out: `expand_policy`, `minimize_statement_actions`, `categories_for_actions`, `action_summary`,
and `actions_expanded` of `*` and of `NotAction`. `pycountry` knows countries by `get` and `lookup`; a few
names are not those of its version 24.6.1, which
[the table's README](../src/native/country/README.md) lists.

A function of a library that has no row below raises `NotImplementedError` where it is called, which is a
warning when the rule is loaded; a module may be imported whatever it is, at the top or inside a function.

## Limits

| Limit | | Passed |
|---|--:|---|
| Levels of brackets, operators, blocks | 200; blocks 100 | `py-limit` |
| Nodes of a file | 262,144 | `py-limit` |
| Nodes of a rule, compiled | 65,536 | `py-limit` |
| Nodes looked at, functions put in place of their calls included | 262,144 | `py-limit` |
| Work on an event | `max_event_steps` | the rule and those behind it are *not evaluated* |

Memory costs steps: 8 bytes are one, so the default of 10,000,000 bounds it to 80 MB. A thread that judges
such rules needs a stack of 1 MiB for whatever a rule may hold; rules that call no function of theirs as a
value, and none that calls itself, need no more than match expressions.

## Errors

| Code | |
|---|---|
| `py-missing` | the file, or a function `rule`, is not there |
| `py-syntax` | what CPython refuses as well |
| `py-undefined-name` | a warning: a name that is defined nowhere |
| `py-unsupported` | a feature that is left out, with its name |
| `py-unsupported-function` | a warning: a library function that is not there is called or passed on |
| `py-unsupported-service` | a warning: the same of a function that would ask a service outside |
| `py-signature` | a function of a rule does not take one parameter |
| `py-limit` | a limit of the table above |

## See also

[rule-format.md](rule-format.md), [semantics.md](semantics.md), [security.md](security.md),
[ounce-test(1)](cli/ounce-test.md)
"""


# What an error names too briefly for a list.
NAMES = {"del": "`del` of an attribute or of a global name",
         "special method": "special methods other than `__init__`, `__str__`, `__repr__`, `__bool__`, `__len__`, `__call__`"}


def read(name):
    return (ROOT / "src" / name).read_text()


def example():
    out = []
    for file, language in [("acme_vpn_login.yml", "yaml"), ("acme_vpn_login.py", "python"), ("acme_helpers.yml", "yaml"),
                           ("acme_helpers.py", "python"), ("acme_vpn_model.yml", "yaml"), ("acme_vpn_model.py", "python")]:
        out.append(f"`{file}`:\n\n```{language}\n{(EXAMPLE / file).read_text()}```\n")
    return "\n".join(out)


def language():
    kinds = re.findall(r'^OZ_AST\((\w+), "(\w+)"', read("python/ast_kind.def"), re.M)
    names = dict(kinds)
    out = ["\n## Statements\n\n| | Node |\n|---|---|\n"]
    for table, title in ((STATEMENTS, None), (EXPRESSIONS, "\n## Expressions\n\n| | Node |\n|---|---|\n")):
        out.append(title or "")
        for key, text in table.items():
            assert key in names, f"ast_kind.def has no row {key}"
            out.append(f"| {text.replace('|', chr(92) + '|')} | `{names[key]}` |\n")
    return "".join(out)


def left_out():
    features = set()
    for file in sorted((ROOT / "src" / "python").glob("*.c")):
        text = re.sub(r'"\s*\n\s*"', "", file.read_text())
        features |= set(re.findall(r'oz_parse_unsupported\([^;"]*"([^"]+)"\)', text))
        features |= {found.replace("%.*s", "").strip()
                     for found in re.findall(r"Python feature '([^%']+(?:%\.\*s)?)'", text)}
    assert len(features) > 10, "the errors of src/python read differently now"
    features = {NAMES.get(feature, feature) for feature in features} | {"with"}
    lines = "".join(f"* {feature}\n" for feature in sorted(features, key=str.lower))
    return f"\n## Left out\n\n{lines}"


def natives():
    rows = {}
    for family in re.findall(r'#include "(.*?)"', read("native/native.def")):
        text = re.sub(r'"\s*\n\s*"', "", read(family))
        for name, params in re.findall(r'^OZ_NATIVE\(\w+,\s*"(.+?)",\s*"(.*?)",', text, re.M):
            rows.setdefault(name.rpartition(".")[0], []).append((name.rpartition(".")[2], params))
        for name in re.findall(r'^OZ_PROPERTY\(\w+,\s*"(.+?)",', text, re.M):
            rows.setdefault(name.rpartition(".")[0], []).append((name.rpartition(".")[2], None))
    for name in re.findall(r'^OZ_CONSTANT_\w+\("(.+?)",', read("native/native_constant.def"), re.M):
        rows.setdefault(name.rpartition(".")[0], []).append((name.rpartition(".")[2], None))
    rows.setdefault("", []).extend([("isinstance", "object,classinfo"), ("print", "*args")])  # of the lowering itself
    out = ["\n## Functions\n\nOf Python and of its library; *under* is the module or the class. Parameters with a `=` may be\n"
           "left out.\n\n| Under | Names |\n|---|---|\n"]
    for under in sorted(rows, key=lambda name: (name != "", name.lower())):
        # Operators of a class are said where the language is.
        names = sorted({signature(*row) for row in rows[under] if not row[0].startswith("__")}, key=str.lower)
        if names and not under.startswith(("types", "object")):
            out.append(f"| {f'`{under}`' if under else 'builtins'} | {' '.join(names)} |\n")
    return "".join(out)


def signature(name, params):
    if params is None:
        return f"`{name}`"
    shown = [one for one in params.split(",") if one not in ("", "self")]
    return f"`{name}({', '.join(shown)})`"


def exceptions():
    rows = re.findall(r'^OZ_EXCEPTION\((\w+), "(.+?)", (\w+)\)', read("object/exception.def"), re.M)
    names = {key: name for key, name, _ in rows}
    out = ["\n## Exceptions\n\nHandlers take those below a class as well. Classes of a rule may be derived from any of them.\n\n"
           "| Class | Below |\n|---|---|\n"]
    for key, name, parent in rows:
        out.append(f"| `{name}` | {f'`{names[parent]}`' if parent != key else ''} |\n")
    return "".join(out)


def page():
    return (INTRO + example() + EVENT + language() + left_out() + natives() + exceptions() + DIFFERENCES).rstrip() + "\n"


def main():
    text = page()
    if sys.argv[1:] == ["--check"]:
        if not PAGE.is_file() or PAGE.read_text() != text:
            print(f"{PAGE.relative_to(ROOT)} is not current: run tests/tools/gen_python_subset.py")
            return 1
        return 0
    PAGE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
