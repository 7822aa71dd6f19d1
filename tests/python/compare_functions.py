"""Functions of tests/python/functions, under CPython 3.11 and as rules under Ounce.

    python3.11 tests/python/compare_functions.py OUNCE FOLDER [WORD]

Each function of a file there that begins with `case_` becomes a rule three times over:
its result is asked for where it can be put in place of the call (title), where it is
called as a value (alert_context), and where it stands inside a `try` (dedup). All
answers must be those of CPython, down to the text of an exception. EVENT is the event.
WORD: only functions with it in their name.
"""
import contextlib
import io
import json
import re
import subprocess
import sys
import tempfile
import types
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from event_wrapper import PantherEvent  # noqa: E402

DEFAULT_EVENT = {"p_log_type": "Test.Log", "a": 1, "s": "text", "none": None,
                 "list": [3, 1, 2], "words": ["x", "y", "z"], "empty": [],
                 "map": {"Key": "v", "n": {"deep": True}},
                 "rows": [{"id": 1, "tag": "red"}, {"id": 2, "tag": "blue"}, {"id": 3}]}

ASKED = """

def rule(event):
    return True


def title(event):
    return repr({name}(event))


def dedup(event):
    try:
        return repr({name}(event))
    except Exception as error:
        return type(error).__name__ + ": " + str(error)


def alert_context(event):
    function = {name}
    return {{"value": repr(function(event))}}
"""

RULE = """AnalysisType: rule
RuleID: {name}
Filename: {name}.py
Enabled: true
LogTypes: [Test.Log]
Severity: Info
Tests:
  - Name: one
    ExpectedResult: true
    Log: {event}
"""


def expected(text, name, event):
    module = types.ModuleType("case")
    exec(compile(text, name, "exec"), module.__dict__)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return repr(getattr(module, name)(PantherEvent(event)))
    except Exception as error:  # noqa: BLE001
        return f"{type(error).__name__}: {error}"


def part(error, function):
    """What a test's error says of one function."""
    for one in (error or "").split("; "):
        if one.startswith(f"{function}: the rule raised "):
            return one.split("the rule raised ", 1)[1]
    return error


def compare(name, want, got):
    if isinstance(got, str):
        return [f"{name}: {got}"]
    answers = {"title": got["title"] or part(got["error"], "title"),
               "dedup": got["dedup"],
               "alert_context": (got["alert_context"] or {}).get("value")
               or part(got["error"], "alert_context")}
    return [f"{name}: {where} is {answer!r}, not {want!r}"
            for where, answer in answers.items()
            if answer is None or answer.removesuffix(": ") != want.removesuffix(": ")]


def yaml_of(event):
    """As JSON, but for numbers such as 1e+16, which are text to YAML."""
    return re.sub(r"(?<![\w.])(\d+)e([-+])", r"\1.0e\2", json.dumps(event))


def main(ounce, folder, word=""):
    wanted = {}
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as place:
        for file in sorted(Path(folder).glob("*.py")):
            text = file.read_text()
            names = types.ModuleType("names")
            exec(compile(text, str(file), "exec"), names.__dict__)
            event = getattr(names, "EVENT", DEFAULT_EVENT)
            for name in re.findall(r"^def (case_\w*)\(event\)", text, re.M):
                if word not in name:
                    continue
                assert name not in wanted, f"{name} is there twice"
                wanted[name] = expected(text, name, event)
                Path(place, f"{name}.py").write_text(text + ASKED.format(name=name))
                Path(place, f"{name}.yml").write_text(
                    RULE.format(name=name, event=yaml_of(event)))
        run = subprocess.run([ounce, "test", "--format", "json", place],
                             capture_output=True, text=True, check=False)
        checked = subprocess.run([ounce, "check", "--format", "json", place],
                                 capture_output=True, text=True, check=False)
    got = {}
    for line in filter(None, checked.stdout.split("\n")):
        one = json.loads(line)
        if one["level"] == "error":
            got[one["rule_id"] or Path(one["file"]).stem] = one["message"]
    for line in filter(None, run.stdout.split("\n")):
        one = json.loads(line)
        got[one["rule_id"]] = one
    failures = [failure for name, want in wanted.items()
                for failure in compare(name, want, got.get(name, run.stderr[-2000:]))]
    print("\n".join(failures))
    bad = len({failure.split(":")[0] for failure in failures})
    print(f"{len(wanted) - bad} passed, {bad} failed")
    return 1 if bad or not wanted else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
