"""Events for generated rules, and what those rules share: rule_grower.py grows them.

Members go missing, are null, of another type or written in another case.
"""
import copy

LOG_TYPE = "Gen.Log"
ACTIONS = ["login", "Delete", "grant", "list", "LOGIN", ""]
NAMES = ["ann", "root", "Bob", "svc-1", "admin@x.io"]
ADDRESSES = ["10.0.0.9", "203.0.113.9", "192.168.1.1", "::1"]
WORDS = ["sms", "totp", "admin", "x", "12", "7.5", "a,b"]

# name -> kind: the members of an event, and below which path they are.
TEXTS = [("action",), ("actor", "name"), ("source", "ip"), ("message",), ("outcome",), ("source", "geo", "country"), ("region",)]
NUMBERS = [("count",), ("source", "port"), ("actor", "id"), ("score",)]
FLAGS = [("ok",), ("actor", "mfa")]
LISTS = [("tags",), ("actor", "roles")]
ROWS = [("items",), ("source", "hops")]
MAPS = [("actor",), ("source",), ("source", "geo"), ("extra",)]
ROW_TEXTS = ["type", "value"]


def an_event(dice):
    event = {
        "p_log_type": LOG_TYPE, "action": dice.choice(ACTIONS), "region": dice.choice(["eu", "us", "x"]),
        "actor": {"name": dice.choice(NAMES), "id": dice.choice([0, 1, 7, 12, 40000]), "mfa": dice.random() < 0.5,
                  "roles": dice.sample(WORDS, dice.randrange(3))},
        "source": {"ip": dice.choice(ADDRESSES), "port": dice.choice([22, 443, 0, "22", 22.0]),
                   "geo": {"country": dice.choice(["DE", "US", "x"])}, "hops": [a_row(dice) for _ in range(dice.randrange(2))]},
        "count": dice.choice([0, 1, 2, 3, 7, 10, "3", "x", 2.5, True]), "score": dice.choice([0.5, 1, 7.0, -3, 99]),
        "message": dice.choice(["Login from 10.0.0.9", "denied: user=ann id=12", "", "a,b,c", "x"]), "outcome": dice.choice(["denied", "ok", "x"]),
        "ok": dice.random() < 0.5, "tags": dice.sample(WORDS, dice.randrange(4)), "items": [a_row(dice) for _ in range(dice.randrange(4))],
        "extra": {dice.choice(WORDS): dice.choice([1, "x", None, [1]]) for _ in range(dice.randrange(3))}}
    if dice.random() < 0.2:
        event["p_udm"] = {"user": dice.choice(NAMES), "kind": dice.choice(ACTIONS)}
    if dice.random() < 0.1:
        event["p_log_type"] = "Gen.Model"
    for _ in range(dice.choice([0, 0, 1, 1, 2, 3])):
        spoil(dice, event)
    if dice.random() < 0.2:
        event = {name: value for name, value in event.items() if name == "p_log_type" or dice.random() < 0.5}
    return event


def a_row(dice):
    row = {"type": dice.choice(["sms", "totp", "x"]), "value": dice.choice([*WORDS, *NAMES]), "n": dice.choice([0, 1, 2, 3, 7])}
    if dice.random() < 0.15:
        del row[dice.choice(list(row))]
    return row


def spoil(dice, event):
    """Take something away, or put something else in its place."""
    paths = TEXTS + NUMBERS + FLAGS + LISTS + ROWS + MAPS + [("items", 0), ("items", 0, "type"), ("items", 1), ("tags", 0)]
    *before, last = dice.choice(paths)
    at = event
    for name in before:
        if not isinstance(at, (dict, list)) or (isinstance(at, list) and name >= len(at)) or (isinstance(at, dict) and name not in at):
            return
        at = at[name]
    if not (isinstance(at, dict) and last in at or isinstance(at, list) and isinstance(last, int) and last < len(at)):
        return
    how = dice.randrange(5)
    if how == 1 and event["p_log_type"] != LOG_TYPE:
        return  # paths of a data model: Ounce ignores case there, too
    if how == 0 and isinstance(at, dict):
        del at[last]
    elif how == 1 and isinstance(at, dict):
        at[last.capitalize() if dice.random() < 0.7 else last.upper()] = at.pop(last)
    elif how == 2:
        at[last] = None
    else:
        at[last] = copy.deepcopy(dice.choice(["x", "", 0, 1, True, False, 2.5, [], ["x"], [1], {}, {"name": "ann"}, "login", 10 ** 20, [["x"]]]))


CLASS = '''

class Counter:
    base = 1

    def __init__(self, event):
        self.event = event
        self.words = event.get("tags") or []

    def score(self, word):
        if not self.words:
            return self.base
        return sum(1 for one in self.words if one == word) + self.base
'''

HELPERS = '''"""Helpers of all generated rules."""
from collections.abc import Mapping

SHARED = ["login", "x", "eu"]


def see(value):
    SHARED.append(value)
    return True


def deep_get(dictionary, *keys, default=None):
    out = dictionary
    for key in keys:
        if not isinstance(out, Mapping):
            return default
        out = out.get(key)
        if out is None:
            return default
    return out


def is_internal(address):
    if not address:
        return False
    return address.startswith(("10.", "192.168."))


def describe(event, key="action"):
    value = event.get(key)
    if value is None:
        return "<none>"
    return f"{key}={value}"


def count_of(values, wanted=None):
    number = 0
    for value in values:
        if wanted is None or value == wanted:
            number += 1
    return number
'''

MODEL = '''def get_user(event):
    actor = event.get("actor")
    return actor["name"] if actor else None


def get_kind(event):
    return "login" if event.get("action") in {"login", "LOGIN"} else event.get("action")
'''
