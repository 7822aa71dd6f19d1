"""gen_operators.py — write docs/operators.md from the .def tables of src/expr.

    python3 tests/tools/gen_operators.py            write the page
    python3 tests/tools/gen_operators.py --check    fail when the page is not current

What a row does not say, the verdict on a missing field, is the operator's: every
positive one is false there but for the three in ON_NOTHING.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "operators.md"

# Verdicts of an operator on (missing, null); elsewhere (False, False).
ON_NOTHING = {"EXISTS": (False, True), "IS_NULL": (True, True), "IS_EMPTY": (True, True)}

# Sentences and verdicts on (missing, null) of what operator.def has no rows for.
LISTS = {
    "ANY_ELEMENT": ("v is a list and the body holds for at least one element", False),
    "ALL_ELEMENTS": (
        "v is a list and the body holds for every element; an empty list is enough",
        False,
    ),
    "ONE_ELEMENT": ("v is a list and the body holds for exactly one element", False),
    "NO_ELEMENT": ("the body holds for no element, or v is not a list", True),
}

OPERANDS = {
    "NONE": "none",
    "SCALAR": "text, number or boolean; or a second field",
    "TEXT": "text; or a second field",
    "ORDERED": "text, number or boolean; or a second field",
    "NETWORK": "text of a network",
    "ADDRESS": "text of an address",
}

INTRO = """\
# Operators

<!-- Written by tests/tools/gen_operators.py from the tables in src/expr; edit those. -->

## Name

conditions, operators and functions: what a rule can ask of an event, and what it becomes

## Synopsis

```yaml
- {KeyPath: dstPort, Condition: IsIn, Values: [22, 3389]}      # in(dstPort, [22, 3389])
- {KeyPath: srcAddr, Condition: IsIPAddressPublic}             # ip_public(srcAddr)
- {KeyPath: action, Condition: DoesNotEqual, Value: REJECT}    # not(eq(action, "REJECT"))
```

## Description

A *condition* is what a rule file names; an *operator* is what it becomes in the expression
IR, which `ounce explain` prints. Every operator is positive; a negative condition is `not(…)`
around one, its exact complement, so it holds where the field is missing or of another type.

In the tables **v** is the value of the field and **x** an operand. Several operands mean *any
of them*; `eq` with any number of operands but one prints as `in`. A leading `i` in the IR
(`ieq`, `icontains`) means that both sides are lower-cased first; only text is. *Missing* and
*null* are the verdicts on a field that is not there and on one that is null, outside
`InlineFilters`, where a missing field passes whatever the condition.

The shapes of an expression:

| Shape | Written as |
|---|---|
| alone | `Condition`, and nothing else |
| field | one of `Key`, `DeepKey`, `KeyPath`, and `Condition` |
| value | the same, and `Value`; `Enrichment` may stand for the field |
| values | the same, and `Values`, a list; `Enrichment` may stand for the field |
| two fields | `Condition` and `Values`, a list of two maps with one of `Key`, `DeepKey`, `KeyPath` each |
| list | one of `Key`, `DeepKey`, `KeyPath`, `Condition`, and `Expressions`, a list |

What the values mean is in [semantics.md](semantics.md); the file around them in
[rule-format.md](rule-format.md).
"""

OUTRO = """
## Errors

A condition in a shape that its row does not list is an error, `bad-shape`, which names the
shapes it has; an operand that its operator cannot use is `bad-operand`; a name that is in none
of the tables is `unknown-condition`, with the nearest name. A condition without a mark under
*filter* in `InlineFilters` is `filter-condition`.

## Example

```
$ ounce explain -r rules --id SSH.FromInternet --format ir
match = all(eq(dstPort, 22), ip_public(srcAddr))
title = text("SSH to ", dstAddr, " from ", srcAddr)
```

## See also

[semantics.md](semantics.md), [rule-format.md](rule-format.md),
[ounce-explain(1)](cli/ounce-explain.md)
"""


def read_rows(name):
    """Every MACRO(argument, …) of a table: [macro, argument, …], comments left out."""
    text = (ROOT / "src" / "expr" / name).read_text(encoding="utf-8")
    text = re.sub(
        r'^#include "expr/(\w+\.def)"$',
        lambda found: (ROOT / "src" / "expr" / found[1]).read_text(encoding="utf-8"),
        text,
        flags=re.M,
    )
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    token = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Za-z_][A-Za-z_0-9]*|[0-9]+|[(),|]|\s+')
    rows, row, at = [], None, 0
    while at < len(text):
        found = token.match(text, at)
        if not found:
            sys.exit(f"{name}: cannot read {text[at:at + 20]!r}")
        word, at = found.group(), found.end()
        if word.isspace():
            continue
        if row is None:
            row = [word]
        elif word == "(" and len(row) == 1:
            row.append("")
        elif word == ",":
            row.append("")
        elif word == ")":
            rows.append(row)
            row = None
        elif word.startswith('"'):
            row[-1] += re.sub(r"\\(.)", r"\1", word[1:-1])
        else:
            row[-1] += word
    return rows


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def letter(verdict):
    return "T" if verdict else "F"


def pattern(name, negated, ignore_case, shapes):
    """The IR of a condition, with the most operands it takes."""
    name = ("i" if ignore_case else "") + name
    if "EXISTENCE" in shapes:
        text = f"{name}(v)"
    elif shapes - {"FILTER"} == {"VALUES"} and name == "eq":
        text = "in(v, [x, …])"
    elif "VALUES" in shapes:
        text = f"{name}(v, [x, …])"
    else:
        text = f"{name}(v, x)"
    return f"`not({text})`" if negated else f"`{text}`"


def describe(shapes):
    words = {
        "EXISTENCE": "field",
        "VALUE": "value",
        "VALUES": "values",
        "MULTI": "two fields",
        "BOOLEAN": "value (`true`, or `false` to invert)",
    }
    return ", ".join(text for shape, text in words.items() if shape in shapes)


def conditions(operators, rows):
    out, aliases = [], {}
    for macro, *row in rows:
        if macro == "OZ_CONDITION_ALIAS":
            aliases.setdefault(row[1], []).append(row[0])
    for macro, name, *row in rows:
        names = "".join(f", `{alias}`" for alias in aliases.get(name, []))
        if macro == "OZ_CONDITION_ALWAYS":
            verdict = letter(row[0] == "true")
            out.append([f"`{name}`", "alone", "", f"`{row[0]}`", row[0], verdict, verdict])
        elif macro == "OZ_CONDITION_LIST":
            sentence, verdict = LISTS[row[0]]
            ir = f"`{row[0].lower()}(v, body)`"
            out.append(
                [f"`{name}`", "list", "", ir, sentence, letter(verdict), letter(verdict)]
            )
        elif macro == "OZ_CONDITION":
            operator, negated, ignore_case, shapes = row
            negated, ignore_case = negated == "true", ignore_case == "true"
            shapes = set(shapes.split("|"))
            sentence = operators[operator]["sentence"]
            if ignore_case:
                sentence += ", both lower-cased"
            out.append(
                [
                    f"`{name}`{names}",
                    describe(shapes),
                    "yes" if "FILTER" in shapes else "",
                    pattern(operators[operator]["name"], negated, ignore_case, shapes),
                    f"not: {sentence}" if negated else sentence,
                ]
                + [
                    letter(verdict != negated)
                    for verdict in ON_NOTHING.get(operator, (False, False))
                ]
            )
    return out


def render():
    operators = {
        row[1]: {"name": row[2], "operands": row[4], "sentence": row[5]}
        for row in read_rows("operator.def")
    }
    rows = conditions(operators, read_rows("condition.def"))
    parts = [
        INTRO,
        "## Conditions\n",
        f"{len(rows)} conditions; a second name in a row is an alias.\n",
        table(
            ["Condition", "Shapes", "Filter", "IR", "True when", "Missing", "Null"], rows
        ),
        """
Two fields are compared with null for what is missing, so `Equals` of two missing fields is
true and `DoesNotEqual` false.

## Combinators
""",
        table(
            ["Combinator", "IR", "True when", "Empty list", "In filters"],
            [
                ["`All`, or a plain list", "`all(…)`", "every member is true", "T", "yes"],
                ["`Any`", "`any(…)`", "at least one member is true", "F", "yes"],
                ["`OnlyOne`", "`only_one(…)`", "exactly one member is true", "F", "no"],
                ["`None`", "`none(…)`", "no member is true", "T", "no"],
            ],
        ),
        "\n## Operators\n",
        table(
            ["Operator", "Operands", "True when"],
            [
                [f"`{op['name']}`", OPERANDS[op["operands"]], op["sentence"]]
                for op in operators.values()
            ],
        ),
        """
## Functions

What values are computed with. Those up to `event` never fail on a type; of the others some
raise an exception, which ends the evaluation of the rule as *not evaluated* unless `try`
takes it. Match expressions use the first three alone; the rest is what Python bodies become.
""",
        table(
            ["Function", "Arguments", "Result"],
            [
                [
                    f"`{row[2]}`",
                    f"{row[3]} or more" if row[4] == "UINT32_MAX" else f"{row[3]} to {row[4]}",
                    row[6],
                ]
                for row in read_rows("function.def")
            ],
        ),
        OUTRO,
    ]
    return "\n".join(parts)


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit("usage: gen_operators.py [--check]")
    page = render()
    if not sys.argv[1:]:
        PAGE.write_text(page, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
        sys.exit("docs/operators.md is not current: run python3 tests/tools/gen_operators.py")


main()
