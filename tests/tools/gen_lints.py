"""gen_lints.py — write docs/lints.md from src/lint/lint.def and the examples here.

    python3 tests/tools/gen_lints.py             write the page
    python3 tests/tools/gen_lints.py --check     fail when the page is not current
    python3 tests/tools/gen_lints.py --try OUNCE fail when an example is not warned of

An example is the part of a rule that matters; the rest is put behind it for a try.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "src" / "lint" / "lint.def"
PAGE = ROOT / "docs" / "lints.md"

# Lint → what to know about it, an example, what to do.
PAGES = {
    "no-tests": (
        """Nothing says what the rule is meant to match, and nothing tells when it stops to.
A derived rule has the tests of its base unless it lists its own.""",
        """RuleID: Acme.RootLogin
Detection:
  - {KeyPath: user.name, Condition: Equals, Value: root}""",
        "Add an event that must match and one that must not.",
    ),
    "no-positive-test": (
        "Every test expects false, so a rule that never matches would pass them all.",
        """Tests:
  - Name: somebody else
    ExpectedResult: false
    Log: {user: {name: ann}}""",
        "Add an event that must match.",
    ),
    "no-negative-test": (
        "Every test expects true, so a rule that matches everything would pass them all.",
        """Tests:
  - Name: root
    ExpectedResult: true
    Log: {user: {name: root}}""",
        "Add an event that is near and must not match.",
    ),
    "duplicate-test-name": (
        "When one of the two fails, its name does not say which.",
        """Tests:
  - {Name: login, ExpectedResult: true, Log: {user: root}}
  - {Name: login, ExpectedResult: false, Log: {user: ann}}""",
        "Rename one of them.",
    ),
    "field-not-in-tests": (
        """A field that is misspelled is missing in every event, and many conditions hold for
what is missing: the tests pass and the rule is wrong. Names are looked up as the matcher does,
in any case. Filters, titles and severities are not looked at, nor are rules without tests.""",
        """Detection:
  - {KeyPath: user.nmae, Condition: DoesNotEqual, Value: root}
Tests:
  - {Name: ann, ExpectedResult: true, Log: {user: {name: ann}}}""",
        "Correct the name, or let one test event have the field.",
    ),
    "case-only-fields": (
        """Lookup takes the exact name first and any other case second. Two spellings in one rule
are mostly a slip; two keys of one map in a test event mean that a rule finds one or the other.""",
        """Detection:
  - {KeyPath: eventName, Condition: Equals, Value: DeleteTrail}
  - {KeyPath: EventName, Condition: Exists}""",
        "Use the log's own spelling everywhere.",
    ),
    "never-holds": (
        """Found are `AlwaysFalse`, empty groups and empty `Values`, conditions that no value
satisfies (an order of booleans, a scalar condition on a path with `[*]`), and conditions on one
field of one group that exclude each other: other values, other kinds of value, ranges that do
not meet, a condition and its negation. When the detection as a whole cannot hold, the message
says that the rule never matches. What is reported is certain; not all there is is found.""",
        """Detection:
  - {KeyPath: action, Condition: Equals, Value: ACCEPT}
  - {KeyPath: action, Condition: IsIn, Values: [REJECT, DROP]}""",
        "If either may hold, write `Any`; else remove the branch.",
    ),
    "always-holds": (
        """The opposite. `Condition: AlwaysTrue` alone in its list is how a rule says that it
matches everything, and an empty `All` among the filters is how tools write "no filter"; neither is
reported.""",
        """Detection:
  - Any:
      - {KeyPath: action, Condition: DoesNotEqual, Value: ACCEPT}
      - {KeyPath: action, Condition: DoesNotEqual, Value: REJECT}""",
        "Two negative conditions belong in `All`, or in one `IsNotIn`.",
    ),
    "shadowed-branch": (
        """In `Any` and `None` a branch that asks for all that another asks for, and perhaps more,
changes no verdict. In `DynamicSeverities` the first entry that holds wins: one behind an entry that
asks for no more, or that always holds, is never reached.""",
        """DynamicSeverities:
  - ChangeTo: High
    Conditions:
      - {KeyPath: user.admin, Condition: Equals, Value: true}
  - ChangeTo: Critical
    Conditions:
      - {KeyPath: user.admin, Condition: Equals, Value: true}
      - {KeyPath: mfa, Condition: Equals, Value: false}""",
        "Put the special case first, or remove it.",
    ),
    "coarse-dedup": (
        """Matches with the same dedup string within the period share one alert. The string is made
of `GroupBy`, else of the title; when neither has a field, it is the same for all events, and what a
second actor does goes into the alert about the first. Rules that are disabled or create no alerts
are not looked at.""",
        """RuleID: Acme.RootLogin
AlertTitle: Somebody logged in as root""",
        "Name the actor: `AlertTitle: \"{user.name} logged in as root\"`, or `GroupBy`.",
    ),
    "deprecated-alias": (
        "`Has`, `DoesNotHave`, `IsGreaterThanOrEqual` and `IsLessThanOrEqual` mean what the names "
        "they had later mean.",
        """Detection:
  - {KeyPath: roles, Condition: Has, Value: admin}""",
        "Use the name in the message.",
    ),
    "unknown-technique": (
        """Under `MITRE ATT&CK` in `Reports` an identifier is a tactic and a technique, known by the
tables of this version (techniques of ATT&CK v17.1, tactics of v19). Which technique serves which
tactic is not judged.""",
        """Reports:
  MITRE ATT&CK:
    - T1110.003""",
        "Take the identifier that is offered, if it is the one meant.",
    ),
    "log-type-spelling": (
        """A rule whose log type is misspelled never sees an event. Reported is a log type that one
rule has and that differs in case, or in one letter (two in names of twelve or more), from one that
several have. Names that differ in digits alone are numbered, not misspelled.""",
        """RuleID: Acme.RootLogin
LogTypes: [Acme.Loginn]   # other rules: Acme.Login""",
        "Correct it; if it is right, say so with a comment.",
    ),
    "unknown-lint": (
        "The comment does nothing; see below.",
        """# ounce: allow no-test
RuleID: Acme.RootLogin""",
        "Take the name that is offered.",
    ),
}

# What makes a whole rule of an example.
REST = {
    "RuleID": "RuleID: Acme.Example",
    "AnalysisType": "AnalysisType: rule",
    "Enabled": "Enabled: true",
    "Severity": "Severity: Low",
    "LogTypes": "LogTypes: [Acme.Login]",
    "Detection": "Detection: [{Key: user, Condition: Exists}]",
}

HEAD = """\
# Lints

<!-- Written by tests/tools/gen_lints.py from src/lint/lint.def; edit those. -->

## Name

lints: what `ounce check` warns of in rules that load

## Synopsis

```
ounce check rules/
ounce check --strict --allow no-tests rules/
ounce check --list
```

## Description

A lint is a warning: the rule loads and does what it says, which may not be what its author meant.
A host asks for them with `OUNCE_COMPILE_LINT`; the ruleset is the same with and without.

A lint that is wrong about a rule is switched off in its file by a comment on a line of its own,
with the reason in parentheses:

```yaml
# ounce: allow coarse-dedup (one alert for the whole account is what we want)
```

Several names stand with commas between them. For a whole run there is `--allow NAME`, and for a
host `ounce_compiler_options.allow`.

Lints that claim that something cannot happen are sound: a test compares them with the matcher on
random rules and events. Where finding out would take too long, nothing is said.
"""

TAIL = """
## See also

[ounce-check(1)](cli/ounce-check.md), [rule-format.md](rule-format.md) for errors,
[semantics.md](semantics.md)
"""


def lints():
    text = re.sub(r"/\*.*?\*/", "", TABLE.read_text(encoding="utf-8"), flags=re.S)
    row = re.compile(r'OZ_LINT\(\s*(\w+),\s*"([^"]+)",\s*"((?:[^"\\]|\\.)*)"\s*\)')
    rows = [(m[2], m[3].replace('\\"', '"')) for m in row.finditer(text)]
    if {name for name, _ in rows} != set(PAGES) or len(rows) != len(PAGES):
        sys.exit("lint.def and the pages in gen_lints.py name different lints")
    return rows


def render():
    parts = [HEAD, "| Lint | Says that |", "|---|---|"]
    parts += [f"| [`{name}`](#{name}) | {sentence} |" for name, sentence in lints()]
    for name, _ in lints():
        about, example, remedy = PAGES[name]
        parts += [f"\n## {name}\n", about, f"\n```yaml\n{example}\n```\n", remedy]
    return "\n".join(parts) + "\n" + TAIL


def rule(example, number):
    keys = re.findall(r"^(\w+):", example, flags=re.M)
    rest = [text for key, text in REST.items() if key not in keys]
    if "RuleID" not in keys:
        rest[0] += f".{number}"
    return example + "\n" + "\n".join(rest) + "\n"


def try_examples(ounce):
    for number, (name, (_, example, _)) in enumerate(PAGES.items()):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "a.yml").write_text(rule(example, number), encoding="utf-8")
            for other in "bc":
                text = rule(f"RuleID: Other.{other}", 0)
                Path(folder, other + ".yml").write_text(text, encoding="utf-8")
            run = subprocess.run(
                [ounce, "check", folder], capture_output=True, text=True, check=False
            )
        said = [line for line in run.stdout.splitlines() if "/a.yml:" in line]
        if run.returncode != 0 or not any(f"[{name}]" in line for line in said):
            sys.exit(f"the example of {name} is not warned of:\n{run.stdout}{run.stderr}")


def main():
    if sys.argv[1:2] == ["--try"] and len(sys.argv) == 3:
        try_examples(sys.argv[2])
        return
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit("usage: gen_lints.py [--check | --try OUNCE]")
    page = render()
    if not sys.argv[1:]:
        PAGE.write_text(page, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
        sys.exit("docs/lints.md is not current: run python3 tests/tools/gen_lints.py")


main()
