"""check_report.py — are reports of the command what other programs will read them as?

    python3 tests/cli/check_report.py sarif|junit|github FILE

Parses FILE, holds it against the rules of its format and prints what a reader gets from it,
one fact a line, in ASCII: so a test can ask for a name with everything undone that was done
to it on the way. The first broken rule ends the program with 1.
"""

import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from urllib.parse import unquote_to_bytes, urlsplit


def need(fine, *what):
    if not fine:
        sys.exit("check_report.py: " + " ".join(map(ascii, what)))


def fact(*parts):
    print(*map(ascii, parts))


# SARIF 2.1.0, of the schema what the command writes: (required, allowed) members.
SARIF = {
    "log": ({"version", "runs"}, {"$schema"}),
    "run": ({"tool", "results"}, {"columnKind"}),
    "tool": ({"driver"}, set()),
    "driver": ({"name", "version", "rules"}, {"semanticVersion", "informationUri"}),
    "rule": ({"id", "shortDescription"}, {"fullDescription", "helpUri"}),
    "text": ({"text"}, set()),
    "result": ({"ruleId", "level", "message", "partialFingerprints", "properties"},
               {"ruleIndex", "locations"}),
    "location": ({"physicalLocation"}, set()),
    "physicalLocation": ({"artifactLocation"}, {"region"}),
    "artifactLocation": ({"uri"}, {"uriBaseId"}),
    "region": ({"startLine"}, {"startColumn"}),
}
LEVELS = {"none", "note", "warning", "error"}
COLUMN_KINDS = {"utf16CodeUnits", "unicodeCodePoints"}
# RFC 3986: what may stand in a URI reference, every % with two digits behind it.
URI = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")


def members(kind, thing):
    required, allowed = SARIF[kind]
    need(isinstance(thing, dict), kind, "is no object")
    need(required <= thing.keys(), kind, "lacks", sorted(required - thing.keys()))
    need(thing.keys() <= required | allowed, kind, "has", sorted(thing))
    return thing


def text_of(kind, thing):
    text = members("text", thing)["text"]
    need(isinstance(text, str) and text != "", kind, "without text")
    return text


def number(thing):
    return isinstance(thing, int) and not isinstance(thing, bool) and thing >= 1


def place(result):
    locations = result.get("locations", [])
    need(isinstance(locations, list) and len(locations) <= 1, "locations")
    if not locations:
        return None, None, None
    physical = members("physicalLocation",
                       members("location", locations[0])["physicalLocation"])
    uri = members("artifactLocation", physical["artifactLocation"])["uri"]
    need(URI.fullmatch(uri), "not a URI reference:", uri)
    need(urlsplit(uri).scheme in ("", "file"), "a scheme of its own:", uri)
    path = unquote_to_bytes(urlsplit(uri).path).decode("utf-8", "replace")
    region = members("region", physical["region"]) if "region" in physical else {}
    need(all(number(value) for value in region.values()), "region", region)
    return path, region.get("startLine"), region.get("startColumn")


def check_sarif(data):
    log = members("log", json.loads(data.decode("utf-8")))
    need(log["version"] == "2.1.0", "version", log["version"])
    need(isinstance(log["runs"], list) and len(log["runs"]) == 1, "not one run")
    run = members("run", log["runs"][0])
    need(run.get("columnKind", "utf16CodeUnits") in COLUMN_KINDS, "columnKind")
    driver = members("driver", members("tool", run["tool"])["driver"])
    need(driver["name"] == "ounce", "driver", driver["name"])
    need(re.fullmatch(r"\d+\.\d+\.\d+", driver["version"]), "version of the driver")
    rules = [members("rule", rule)["id"] for rule in driver["rules"]]
    need(len(rules) == len(set(rules)), "a rule stands twice")
    for rule in driver["rules"]:
        fact("rule", rule["id"], text_of("rule", rule["shortDescription"]))
    seen = set()
    for result in run["results"]:
        members("result", result)
        need(result["level"] in LEVELS, "level", result["level"])
        need(result["ruleId"] in rules, "no such rule:", result["ruleId"])
        need(rules[result.get("ruleIndex", rules.index(result["ruleId"]))]
             == result["ruleId"], "ruleIndex")
        prints = result["partialFingerprints"]
        need(isinstance(prints, dict) and prints
             and all(isinstance(value, str) for value in prints.values()), "fingerprints")
        need(tuple(prints.items()) not in seen, "one fingerprint twice:", prints)
        seen.add(tuple(prints.items()))
        fact(result["level"], result["ruleId"], *place(result),
             result["properties"]["rule_id"], text_of("message", result["message"]))
    need({result["ruleId"] for result in run["results"]} == set(rules),
         "a rule that does not occur")


COUNTS = {"tests": "testcase", "failures": "testcase/failure", "errors": "testcase/error",
          "skipped": "testcase/skipped"}


def check_junit(data):
    need(data.startswith(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), "prologue")
    root = ElementTree.fromstring(data)
    need(root.tag == "testsuites", "root", root.tag)
    for suite in root:
        need(suite.tag == "testsuite", "in the root:", suite.tag)
        for name in ("name", "file", "time", *COUNTS):
            need(name in suite.attrib, "a suite without", name)
        for name, path in COUNTS.items():
            need(int(suite.get(name)) == len(suite.findall(path)), name, suite.attrib)
        need(float(suite.get("time")) >= 0, "time")
        fact("suite", suite.get("name"), suite.get("file"),
             *(int(suite.get(name)) for name in COUNTS))
        for case in suite:
            need(case.tag == "testcase", "in a suite:", case.tag)
            need(case.get("classname") == suite.get("name"), "classname", case.attrib)
            need(case.get("file") == suite.get("file"), "file", case.attrib)
            need(int(case.get("line", 1)) >= 1, "line")
            need(float(case.get("time")) >= 0, "time")
            need(len(case) <= 1, "more than one outcome")
            fact("case", case.get("name"), int(case.get("line", 0)))
            for outcome in case:
                need(outcome.tag in ("failure", "error", "skipped"), outcome.tag)
                need(outcome.get("message"), "no message")
                fact(outcome.tag, outcome.get("type"), outcome.get("message"))
                for line in outcome.text.splitlines():
                    fact("text", line)


# As the runner reads a command: actions/runner, ActionCommand.cs.
COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-z]+=[^,:\r\n]*,?)+)::([^\r\n]*)")
ESCAPES = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}


def undo(text, escapes):
    need(re.fullmatch(r"(?:[^%]|%0D|%0A|%25|%3A|%2C)*", text), "a bare %:", text)
    for name in escapes:
        text = text.replace(name, ESCAPES[name])
    return text.replace("%25", "%")


def check_github(data):
    text = data.decode("utf-8")
    need(text == "" or text.endswith("\n"), "an open last line")
    for line in text.split("\n")[:-1]:
        need(all(ord(char) >= 0x20 or char == "\t" for char in line), "a control in", line)
        found = COMMAND.fullmatch(line)
        need(found, "not a command:", line)
        level, properties, message = found.groups()
        pairs = dict(pair.split("=", 1) for pair in properties.split(","))
        need(pairs.keys() <= {"file", "line", "col", "title"}, "properties", pairs)
        need("title" in pairs, "no title")
        need(all(number(int(pairs[key])) for key in ("line", "col") if key in pairs), line)
        fact(level, *(undo(pairs.get(key, ""), ESCAPES)
                      for key in ("file", "line", "col", "title")),
             undo(message, ("%0D", "%0A")))


CHECKS = {"sarif": check_sarif, "junit": check_junit, "github": check_github}

if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in CHECKS:
        sys.exit(__doc__)
    with open(sys.argv[2], "rb") as stream:
        CHECKS[sys.argv[1]](stream.read())
