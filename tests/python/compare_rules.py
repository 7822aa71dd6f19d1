"""Rules of tests/python/rules, under CPython 3.11 and under Ounce.

    python3.11 tests/python/compare_rules.py OUNCE FOLDER…

Verdict, title, dedup, severity, context and the class of every exception must be the
same. All events are scanned as well, by all of the rules: there the index decides what is
tried, which a test does not ask. Rules that use a package that is not installed are passed
over. The YAML of these rules is kept simple so that it can be read here without a
library: one test after the other, `Log` and `Mocks` as JSON on one line.
"""
import json
import re
import subprocess
import sys
import tempfile
import types
from pathlib import Path
from unittest.mock import MagicMock

sys.path.insert(0, str(Path(__file__).parent))
from event_wrapper import PantherEvent, plain  # noqa: E402

SEVERITIES = ("INFO", "LOW", "MEDIUM", "HIGH", "CRITICAL")


def field(text, name):
    found = re.search(rf"^{name}: (.*)$", text, re.M)
    return found and found[1]


def tests_of(text):
    for part in text.split("\n  - Name: ")[1:]:
        lines = [line.strip() for line in part.splitlines()]
        one = {"Name": lines[0]}
        one.update(line.split(": ", 1) for line in lines[1:] if ": " in line)
        yield one["Name"], json.loads(one["Log"]), json.loads(one.get("Mocks", "[]"))


def load(file, name):
    module = types.ModuleType(name)
    exec(compile(file.read_text(), str(file), "exec"), module.__dict__)
    return module


class Missing(types.ModuleType):
    """A module that is not installed: imports of it work, uses of it do not."""


def install_helpers(folder):
    sys.modules["boto3"] = Missing("boto3")
    for file in sorted(folder.rglob("*.yml")):
        text = file.read_text()
        if field(text, "AnalysisType") == "global":
            name = field(text, "GlobalID")
            sys.modules[name] = load(file.with_name(field(text, "Filename")), name)


def models(folder):
    for file in sorted(folder.rglob("*.yml")):
        text = file.read_text()
        if field(text, "AnalysisType") != "datamodel":
            continue
        mappings = {}
        for name, kind, value in re.findall(r"- Name: (\S+)\n\s+(Path|Method): (\S+)", text):
            mappings.setdefault(name, {})[kind] = value
        methods = load(file.with_name(field(text, "Filename")), "model").__dict__
        yield re.findall(r"[\w.]+", field(text, "LogTypes")), mappings, methods


def outputs(text):
    """OutputIds of a rule file, written as one list."""
    found = re.search(r"(?m)^OutputIds: \[(.*)\]$", text)
    return re.split(r", *", found[1]) if found else None


def cut(text):
    return text if len(text) <= 1000 else text[:985] + "... (truncated)"


class Wrong(Exception):
    """A result of the wrong type."""


def call(module, name, event, kind, errors, fallback=None):
    """What a function gives, or its fallback."""
    if not hasattr(module, name):
        return fallback
    try:
        value = getattr(module, name)(event)
        if name == "severity" and isinstance(value, str):
            if value.upper() not in (*SEVERITIES, "DEFAULT"):
                raise ValueError(value)
        elif not isinstance(value, kind):
            raise TypeError(type(value).__name__)
        if name == "alert_context":
            json.dumps(plain(value))
        return value
    except Exception as error:  # noqa: BLE001
        errors.append(f"{name}: {type(error).__name__}")
        return fallback


def answers(module, event, text, rule_id):
    """As `ounce test --format json` has them."""
    errors, got = [], None
    try:
        got = module.rule(event) if hasattr(module, "rule") else True
        if not isinstance(got, bool):
            got = None
            raise TypeError("a verdict must be True or False")
    except Exception as error:  # noqa: BLE001
        return {"got": None, "errors": [f"rule: {type(error).__name__}"]}
    if not got:
        return {"got": False, "errors": []}
    out = {"got": True, "errors": errors}
    title = call(module, "title", event, str, errors)
    out["title"] = cut(title or rule_id) if not errors else None
    for name in ("description", "reference", "runbook"):
        call(module, name, event, str, errors, "")
    severity = call(module, "severity", event, str, errors, "DEFAULT")
    out["severity"] = (field(text, "Severity") if severity.upper() == "DEFAULT"
                       else severity).upper()
    told = call(module, "destinations", event, (list, type(None)), errors)
    out["destinations"] = told if told is not None else outputs(text)
    default = f"defaultDedupString:{rule_id}"
    if hasattr(module, "dedup"):
        out["dedup"] = cut(call(module, "dedup", event, str, errors) or default)
    else:
        out["dedup"] = cut(title or default)
    out["alert_context"] = plain(call(module, "alert_context", event, dict, errors, {}))
    return out


def errors_of(text):
    """The functions that failed and their exceptions, of what Ounce says of a test."""
    out = []
    for part in filter(None, re.split(r"; (?=\w+: the rule raised )", text or "")):
        found = re.match(r"(?:(\w+): )?the rule raised (\w+)", part)
        out.append(f"{found[1] or 'rule'}: {found[2]}" if found else part)
    return out


def compare(want, got):
    have = {"got": got["got"], "errors": sorted(errors_of(got["error"]))}
    failed = {error.split(":")[0] for error in want["errors"]}
    for name in ("title", "severity", "dedup", "alert_context", "destinations"):
        if name in want and name not in failed:
            have[name] = got[name]
    want = {name: value for name, value in want.items() if name in have}
    want = json.loads(json.dumps(want))
    want["errors"].sort()
    return [f"{name} is {have[name]!r}, not {want[name]!r}"
            for name in have if have[name] != want[name]]


def logs_of(folder):
    """Where a scan would try the rule: (rule, test) and the event."""
    for file in sorted(folder.rglob("*.yml")):
        text = file.read_text()
        types_ = re.findall(r"[\w.]+", field(text, "LogTypes") or "")
        for name, log, mocks in tests_of(text) if field(text, "AnalysisType") == "rule" else ():
            if not mocks and log.get("p_log_type") in types_:
                yield (field(text, "RuleID"), name), log


def scanned(ounce, folder):
    """The verdict of a scan by (rule, test); None: not evaluated."""
    wanted = list(logs_of(folder))
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson") as events:
        events.write("".join(json.dumps(log) + "\n" for _, log in wanted))
        events.flush()
        run = subprocess.run([ounce, "scan", "-q", "--report-unevaluated", "--no-event", "-r", folder, events.name],
                             capture_output=True, text=True, check=False)
    kinds = {}
    for line in map(json.loads, filter(None, run.stdout.split("\n"))):
        kinds[line["rule_id"], line["line"] - 1] = True if line["kind"] == "match" else None
    return {key: kinds.get((key[0], i), False) for i, (key, _) in enumerate(wanted)}


def check(ounce, folder):
    run = subprocess.run([ounce, "test", "--format", "json", folder], capture_output=True,
                         text=True, check=False)
    lines = [json.loads(line) for line in filter(None, run.stdout.split("\n"))]
    got = {(line["rule_id"], line["test"]): line for line in lines}
    scan = scanned(ounce, folder)
    install_helpers(folder)
    known = list(models(folder))
    for file in sorted(folder.rglob("*.yml")):
        text = file.read_text()
        if field(text, "AnalysisType") not in ("rule", "scheduled_rule"):
            continue
        rule_id = field(text, "RuleID")
        for name, log, mocks in tests_of(text):
            try:
                module = load(file.with_suffix(".py"), "rule")
            except ModuleNotFoundError as error:
                print(f"{file.name}: not compared: {error}")
                break
            for mock in mocks:
                module.__dict__[mock["objectName"]] = MagicMock(return_value=mock["returnValue"])
            event = PantherEvent(log, known if "LogTypes" in text else ())
            want = answers(module, event, text, rule_id)
            line = got.get((rule_id, name))
            problems = compare(want, line) if line else [run.stderr[-500:] or "no answer"]
            if scan.get((rule_id, name), want["got"]) != want["got"]:
                problems.append(f"the scan says {scan[rule_id, name]}, not {want['got']}")
            for problem in problems:
                print(f"{file.name}: {name}: {problem}")
            yield not problems


def main(ounce, *folders):
    verdicts = [fine for folder in folders for fine in check(ounce, Path(folder))]
    print(f"{sum(verdicts)} passed, {len(verdicts) - sum(verdicts)} failed")
    return 0 if verdicts and all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
