"""check_conditions.py — do the condition lines of the catalog say what the rules do?

    check_conditions.py OUNCE RULES EVENTS.ndjson     one folder, one file of events
    check_conditions.py OUNCE --generate SEED ROUNDS  rules and events of generate.py

Runs `ounce catalog` and `ounce scan`, evaluates the printed lines of every rule on every
event of its log types, and compares. What the engine did not evaluate, and what the text
leaves undecided, is counted apart; so are rules with something computed, of which only
what the other lines decide is compared. The last line is
`N passed, N failed`: a pass is a rule that agreed on all its events.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

sys.dont_write_bytecode = True

from conditions import BadLine, SPELLING, compile_lines
import generate


def lines_of(command):
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if run.returncode not in (0, 1, 3, 4):
        sys.exit(f"{' '.join(command)}: {run.returncode}\n{run.stderr.decode()[-2000:]}")
    return [json.loads(line) for line in run.stdout.decode().split("\n") if line]


def verdicts_of(ounce, rules, events):
    """rule id → lines that match; → lines that are not evaluated (None: by any rule)."""
    matched, left_out = defaultdict(set), defaultdict(set)
    for row in lines_of([ounce, "scan", "--no-event", "--report-unevaluated", "-r", rules,
                         events]):
        if row["kind"] == "match":
            matched[row["rule_id"]].add(row["line"])
        elif row["kind"] == "not_evaluated":
            left_out[row["rule_id"]].add(row["line"])
    return matched, left_out


def uses_model(entry):
    """May its fields be those of a data model, which mean their exact spelling?"""
    body = Path(entry["file"]).with_suffix(".py")
    return body.is_file() and "udm(" in body.read_text(encoding="utf-8")


def verdict_of(holds, event, either):
    verdict = holds(event)
    if either:
        SPELLING["exact"] = True
        if holds(event) is not verdict:
            verdict = None
        SPELLING["exact"] = False
    return verdict


def compare_rule(entry, events, matched, left_out, count):
    """How the lines and the engine agree; the first line of an event where they do not."""
    holds = compile_lines(entry["condition"], entry["opaque"])
    pairs = "pairs" if not entry["opaque"] else "decided beside something computed"
    wrong, either = None, uses_model(entry)
    for line, event in events:
        if line in left_out:
            count["not evaluated"] += 1
            continue
        verdict = verdict_of(holds, event, either)
        if verdict is None:
            count["undecided by the text"] += not entry["opaque"]
            continue
        count[pairs] += 1
        count["matched"] += verdict
        if verdict is not (line in matched):
            count["disagreements"] += 1
            wrong = wrong or (line, event, verdict)
    return wrong


def events_by_type(path):
    found = defaultdict(list)
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").split("\n"), 1):
        event = json.loads(line) if line else {}
        found[event.get("p_log_type")].append((number, event))
    return found


def compare(ounce, rules, events, count, show=20):
    by_type = events_by_type(events)
    matched, left_out = verdicts_of(ounce, rules, events)
    for entry in lines_of([ounce, "catalog", "--format", "json", rules]):
        rule = entry["rule_id"]
        count["rules with something computed"] += bool(entry["opaque"])
        if not entry["enabled"]:
            continue
        mine = [pair for name in entry["log_types"] for pair in by_type.get(name, [])]
        try:
            wrong = compare_rule(entry, mine, matched[rule],
                                 left_out[rule] | left_out[None], count)
        except BadLine as problem:
            count["disagreements"] += 1
            wrong = (0, None, str(problem))
        count["failed" if wrong else "passed"] += 1
        if wrong and count["failed"] <= show:
            print(f"{rule} ({entry['file']}), event {wrong[0]}: the lines say {wrong[2]}")
            print("   ", "\n    ".join(entry["condition"]))
            print("   ", json.dumps(wrong[1]))


def main():
    ounce, arguments = sys.argv[1], sys.argv[2:]
    count = Counter()
    if arguments[0] == "--generate":
        seed, rounds = int(arguments[1]), int(arguments[2])
        for number in range(seed, seed + rounds):
            with tempfile.TemporaryDirectory() as folder:
                rules, events = generate.write(Path(folder), number)
                compare(ounce, str(rules), str(events), count)
                if count["failed"]:
                    print(f"seed {number}")
                    break
    else:
        compare(ounce, arguments[0], arguments[1], count)
    print(", ".join(f"{count[name]} {name}" for name in (
        "pairs", "matched", "not evaluated", "undecided by the text", "disagreements",
        "decided beside something computed", "rules with something computed")))
    print(f"{count['passed']} passed, {count['failed']} failed")
    return 1 if count["failed"] or not count["pairs"] else 0


if __name__ == "__main__":
    sys.exit(main())
