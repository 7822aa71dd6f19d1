"""gen_rules.py — write rule files with tests, for timing `ounce check` and `ounce test`.

    python3 tests/bench/gen_rules.py --rules 1000 --tests 4000 --out DIR --seed 1
    time ounce test -j 2 DIR >/dev/null

One rule a file, AWS-like events; every test passes, so its time is that of the ordinary
case. The same arguments give the same files. DIR must be empty or not exist.
"""

import argparse
import json
import random
import sys
from pathlib import Path

KEYS = [
    "eventName", "eventSource", "awsRegion", "sourceIPAddress", "userAgent", "errorCode",
    "userIdentity.type", "userIdentity.arn", "userIdentity.accountId",
    "requestParameters.bucketName", "requestParameters.policyName",
    "responseElements.status", "additionalEventData.MFAUsed", "recipientAccountId",
]
LOG_TYPES = ["AWS.CloudTrail", "AWS.VPCFlow", "Okta.SystemLog", "GCP.AuditLog"]
SEVERITIES = ["Info", "Low", "Medium", "High", "Critical"]
WORDS = ["Delete", "Create", "Put", "Attach", "Detach", "Update", "Disable", "Assume",
         "Role", "Policy", "Bucket", "Trail", "Flow", "Log", "Key", "User", "Group"]


def word(rng):
    return "".join(rng.choice(WORDS) for _ in range(rng.randint(2, 3)))


def condition(rng, key):
    """A condition on `key`, a value that satisfies it and one that does not."""
    text = word(rng)
    kind = rng.randrange(6)
    if kind == 0:
        return {"KeyPath": key, "Condition": "Equals", "Value": text}, text, text + "x"
    if kind == 1:
        values = [text, *(word(rng) + str(i) for i in range(rng.randint(2, 20)))]
        good = rng.choice(values)
        return {"KeyPath": key, "Condition": "IsIn", "Values": values}, good, "none"
    if kind == 2:
        return ({"KeyPath": key, "Condition": "StartsWith", "Value": text},
                text + "Tail", "a" + text)
    if kind == 3:
        return ({"KeyPath": key, "Condition": "Contains", "Value": text},
                "of " + text + " and", "nothing")
    if kind == 4:
        return ({"KeyPath": key, "Condition": "IsIPAddressInCIDR", "Value": "10.0.0.0/8"},
                f"10.{rng.randrange(256)}.{rng.randrange(256)}.7", "192.0.2.9")
    return {"KeyPath": key, "Condition": "DoesNotEqual", "Value": text}, "other", text


def put(event, path, value):
    *parents, last = path.split(".")
    for parent in parents:
        event = event.setdefault(parent, {})
    event[last] = value


def noise(rng):
    """What real events carry besides the fields that a rule looks at."""
    return {
        "eventVersion": "1.08",
        "eventTime": f"2024-03-{rng.randint(1, 28):02}T12:00:{rng.randrange(60):02}Z",
        "eventID": f"{rng.getrandbits(128):032x}",
        "readOnly": rng.random() < 0.5,
        "resources": [{"ARN": f"arn:aws:s3:::{word(rng)}", "type": "AWS::S3::Bucket"}
                      for _ in range(rng.randint(0, 3))],
        "tlsDetails": {"tlsVersion": "TLSv1.2", "cipherSuite": "ECDHE-RSA-AES128-GCM"},
    }


def rule(rng, number, tests):
    parts = [(key, *condition(rng, key)) for key in rng.sample(KEYS, rng.randint(2, 6))]
    lines = [
        "AnalysisType: rule",
        f"RuleID: Bench.Rule{number:05}",
        f"DisplayName: Rule {number} of a benchmark",
        "Enabled: true",
        f"LogTypes: [{rng.choice(LOG_TYPES)}]",
        f"Severity: {rng.choice(SEVERITIES)}",
        "Tags: [Bench, Generated]",
        "Reports: {MITRE ATT&CK: ['TA0005:T1562']}",
        "Description: Somebody did what should be looked at before it is done again.",
        "Runbook: Ask who did it, and why. Undo it if nobody knows.",
        f'AlertTitle: "{{{parts[0][0]}}} by {{userIdentity.arn}}"',
        "Detection:",
    ]
    # JSON is YAML, so what has structure is written as JSON on one line.
    lines += ["  - " + json.dumps(part[1]) for part in parts]
    if tests:
        lines.append("Tests:")
    for index in range(tests):
        event = noise(rng)
        for key, _, good, _ in parts:
            put(event, key, good)
        if index % 2:
            key, _, _, bad = rng.choice(parts)
            put(event, key, bad)
        lines += [f"  - Name: test {index}",
                  f"    ExpectedResult: {'false' if index % 2 else 'true'}",
                  "    Log:"]
        lines += [f"      {name}: {json.dumps(value)}" for name, value in event.items()]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rules", type=int, default=1000)
    parser.add_argument("--tests", type=int, default=4000, help="of all rules together")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.rules < 1 or args.tests < 0:
        parser.error("at least one rule, and no fewer than no tests")
    args.out.mkdir(parents=True, exist_ok=True)
    if any(args.out.iterdir()):
        sys.exit(f"gen_rules.py: {args.out} is not empty")
    rng = random.Random(args.seed)
    for number in range(args.rules):
        share = args.tests // args.rules + (number < args.tests % args.rules)
        folder = args.out / f"group{number % 20:02}"
        folder.mkdir(exist_ok=True)
        path = folder / f"rule{number:05}.yml"
        path.write_text(rule(rng, number, share), encoding="utf-8")


if __name__ == "__main__":
    main()
