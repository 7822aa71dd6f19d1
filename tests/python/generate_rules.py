"""Generated rules with control flow, under CPython 3.11 and under Ounce.

    python3.11 tests/python/generate_rules.py OUNCE [SEED [RULES [EVENTS]]]

The rules of rule_grower.py are loaded together and judged on the same events, twice: by
`ounce scan`, where the index decides which rules are tried, and by `ounce test`, which
also says what was raised. Of every rule and event the verdict must be that of CPython,
the exception if there was one, and of a match the title, dedup, severity and context.
What differs is printed with the rule cut down to what the difference needs.
"""
import ast
import contextlib
import io
import json
import re
import signal
import subprocess
import sys
import tempfile
import types
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from compare_rules import answers, compare  # noqa: E402
from event_wrapper import PantherEvent  # noqa: E402
from rule_events import HELPERS, MODEL, an_event  # noqa: E402
from rule_grower import Grower  # noqa: E402

RULE = """AnalysisType: rule
RuleID: {id}
Filename: {id}.py
Enabled: true
LogTypes: [Gen.Log, Gen.Model]
Severity: Info
Tests:
{tests}"""

TEST = "  - Name: e{0}\n    ExpectedResult: true\n    Log: {1}\n"

GLOBAL = "AnalysisType: global\nGlobalID: gen_helpers\nFilename: gen_helpers.py\n"

DATA_MODEL = """AnalysisType: datamodel
DataModelID: Gen.Model
Filename: gen_model.py
Enabled: true
LogTypes: [Gen.Model]
Mappings:
  - Name: ip
    Path: source.ip
  - Name: user
    Method: get_user
  - Name: kind
    Method: get_kind
"""
MAPPINGS = {"ip": {"Path": "source.ip"}, "user": {"Method": "get_user"}, "kind": {"Method": "get_kind"}}
MOST_SHRINKS = 400
A_RUN = 0.5  # seconds, of one rule


class Beyond(BaseException):
    """What docs/python-subset.md says is different."""


class Endless(Beyond):
    """A rule that does not end, or not soon."""


def too_long(*_):
    raise Endless


def module_of(code, name):
    module = types.ModuleType(name)
    exec(code, module.__dict__)
    return module


def expected(code, rule_id, event):
    """What compare_rules.py gives; a module is made anew for every event."""
    with contextlib.redirect_stdout(io.StringIO()):
        methods = module_of(MODEL, "gen_model").__dict__
        sys.modules["gen_helpers"] = module_of(HELPERS, "gen_helpers")
        wrapped = PantherEvent(event, [(("Gen.Model",), MAPPINGS, methods)])
        signal.setitimer(signal.ITIMER_REAL, A_RUN)
        try:
            module = module_of(code, rule_id)
            want = answers(module, wrapped, "Severity: Info", rule_id)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    beyond(want)
    for error in want["errors"]:  # a test says it of both: without dedup() the title is used
        if error.startswith("title: ") and not hasattr(module, "dedup"):
            want["errors"].append(error.replace("title", "dedup"))
    return want


def beyond(value):
    text = repr(value)
    if " at 0x" in text or "generator" in text or re.search(r"\{'[^:]*', ", text) or re.search(r"\d{19}", text):
        raise Beyond


def write(place, rules, events):
    yaml = [re.sub(r"(?<![\w.])(\d+)e([-+])", r"\1.0e\2", json.dumps(event)) for event in events]
    tests = "".join(TEST.format(i, text) for i, text in enumerate(yaml))
    for rule_id, text in rules.items():
        Path(place, f"{rule_id}.py").write_text(text)
        Path(place, f"{rule_id}.yml").write_text(RULE.format(id=rule_id, tests=tests))
    Path(place, "gen_helpers.yml").write_text(GLOBAL)
    Path(place, "gen_helpers.py").write_text(HELPERS)
    Path(place, "gen_model.yml").write_text(DATA_MODEL)
    Path(place, "gen_model.py").write_text(MODEL)
    Path(place, "events.ndjson").write_text("".join(json.dumps(event) + "\n" for event in events))


def lines_of(run):
    return list(map(json.loads, filter(None, run.stdout.split("\n"))))


def ounce_says(ounce, rules, events):
    """By rule and number of the event: what the test says, and what the scan says."""
    with tempfile.TemporaryDirectory() as place:
        write(place, rules, events)
        test, scan = (subprocess.run([ounce, *words, place, *rest], capture_output=True, text=True, check=False)
                      for words, rest in ((["test", "--format", "json"], []),
                                          (["scan", "-q", "--report-unevaluated", "--no-event", "-r"], [f"{place}/events.ndjson"])))
    tests = {(line["rule_id"], int(line["test"][1:])): line for line in lines_of(test)}
    scans = {(line["rule_id"], line["line"] - 1): line for line in lines_of(scan)}
    return tests, scans, test.stderr + scan.stderr


def problems(want, test, scan):
    if test is None:
        return ["not loaded"]
    out = compare(want, test)
    got = None if scan and scan["kind"] == "not_evaluated" else scan is not None
    if got != want["got"]:
        out.append(f"the scan says {got}, not {want['got']}")
    elif got and not want["errors"]:
        out += [f"{name} of the scan is {scan[name]!r}, not {want[name]!r}" for name in ("title", "dedup", "severity")
                if scan[name] != want[name]]
    return out


# ---- what a difference needs ----

def smaller(tree):
    """Trees that lack one statement, or have a part of one in its place."""
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody", "handlers"):
            block = getattr(node, field, None)
            if not isinstance(block, list):
                continue
            for i, one in enumerate(block):
                parts = [part for name in ("body", "orelse", "finalbody") for part in [getattr(one, name, None)] if isinstance(part, list)]
                for instead in [[], *(part for part in parts if part and not isinstance(one, (ast.FunctionDef, ast.ClassDef)))]:
                    if field == "body" and not isinstance(node, ast.Module) and len(block) == 1 and not instead:
                        instead = [ast.Pass()]
                        if isinstance(one, ast.Pass):
                            continue
                    block[i:i + 1] = instead
                    yield
                    block[i:i + len(instead)] = [one]
        for field, value in ast.iter_fields(node):
            if isinstance(value, ast.expr) and not isinstance(value, (ast.Constant, ast.Name)) and field not in ("func", "target", "format_spec"):
                for part in [*(one for one in ast.iter_child_nodes(value) if isinstance(one, ast.expr)), ast.Constant(True)]:
                    setattr(node, field, part)
                    yield
                    setattr(node, field, value)
            if isinstance(value, list) and value and isinstance(node, (ast.BoolOp, ast.List, ast.Tuple, ast.Call)) and field in ("values", "elts", "args"):
                for i, one in enumerate(value):
                    for part in [*(part for part in ast.iter_child_nodes(one) if isinstance(part, ast.expr)), None]:
                        if isinstance(node, ast.BoolOp) and part is None and len(value) < 3:
                            continue
                        value[i:i + 1] = [] if part is None else [part]
                        yield
                        value[i:i + (part is not None)] = [one]


def differs(ounce, text, event):
    try:
        want = expected(compile(text, "rule", "exec"), "R", event)
        tests, scans, _ = ounce_says(ounce, {"R": text}, [event])
    except (SyntaxError, Beyond, ValueError, RecursionError):
        return []
    if "OverflowError" in str((tests.get(("R", 0)) or {}).get("error")):
        return []
    return problems(want, tests.get(("R", 0)), scans.get(("R", 0)))


def shrunk(ounce, text, event, first):
    """The rule as small as it still differs, and how it does."""
    found = differs(ounce, text, event)
    if not found:
        return text, [*first, "(only beside other rules)"]
    tried, again = 0, True
    while again and tried < MOST_SHRINKS:
        again = False
        tree = ast.parse(text)
        for _ in smaller(tree):
            with contextlib.suppress(Exception):
                less = ast.unparse(ast.fix_missing_locations(tree))
                tried += 1
                now = differs(ounce, less, event) if len(less) < len(text) else []
                if now[:1] == found[:1] and now:
                    text, found, again = less, now, True
                    break
            if tried >= MOST_SHRINKS:
                break
    return text, found


def small_event(ounce, text, event):
    for name in list(event):
        less = {key: value for key, value in event.items() if key != name}
        if name != "p_log_type" and differs(ounce, text, less):
            event = less
    return event


def answers_of(code, rule_id, events):
    """By number of the event. None: a rule that would spend the budget of a whole event."""
    out = {}
    for i, event in enumerate(events):
        try:
            out[i] = expected(code, rule_id, event)
        except Endless:
            return None
        except (Beyond, RecursionError):
            continue
        if "MemoryError" in str(out[i]["errors"]):
            return None
    return out


def grow(grower, count, events):
    rules, wants = {}, {}
    while len(rules) < count:
        text = grower.module()
        rule_id = f"R{len(rules):05}"
        with contextlib.suppress(SyntaxError):
            want = answers_of(compile(text, rule_id, "exec"), rule_id, events)
            if want is not None:
                rules[rule_id], wants[rule_id] = text, want
    return rules, wants


def main(ounce, seed="1", count="60", event_count="12", shown="2"):
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, too_long)
    grower = Grower(int(seed))
    events = [an_event(grower.dice) for _ in range(int(event_count))]
    rules, wants = grow(grower, int(count), events)
    tests, scans, said = ounce_says(ounce, rules, events)
    good, bad, kinds = 0, [], {}
    for rule_id, answers_ in wants.items():
        for i, want in answers_.items():
            test = tests.get((rule_id, i))
            if test and "OverflowError" in str(test["error"]):
                continue  # integers of more than 64 bits
            kinds[str(want["got"])] = kinds.get(str(want["got"]), 0) + 1
            found = problems(want, test, scans.get((rule_id, i)))
            good += not found
            bad += [(rule_id, i, found)] if found else []
    for rule_id, number, found in bad[:10]:
        print(f"{rule_id} on event {number}: {'; '.join(found)[:300]}")
    for rule_id in list(dict.fromkeys(one[0] for one in bad))[:int(shown)]:
        number, found = next(one[1:] for one in bad if one[0] == rule_id)
        text, found = shrunk(ounce, rules[rule_id], events[number], found)
        print(f"---- {rule_id} on event {number}", *found, text, json.dumps(small_event(ounce, text, events[number])), sep="\n")
    if bad:
        print(f"seed {seed}", said[-500:], sep="\n")
    print(", ".join(f"{kind}: {number}" for kind, number in sorted(kinds.items())))
    print(f"{good} passed, {len(bad)} failed")
    return 1 if bad or not good else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
