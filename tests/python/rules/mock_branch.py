"""What is done only for mocks, in a rule whose tests have none."""
import json
from unittest.mock import MagicMock

ALLOWED = ["ann", "bob"]
NOTHING = []
SEEN = []
LAST = None


def is_seen(name):
    global LAST
    if isinstance(SEEN, MagicMock):
        SEEN.append("mock")
    else:
        SEEN.append(name)
    LAST = name
    return SEEN.count(name) > 0


def shadowed(value):
    MagicMock = str
    if isinstance(value, MagicMock):
        value = value + "!"
    return value


def rule(event):
    global ALLOWED, NOTHING
    if isinstance(ALLOWED, MagicMock):
        ALLOWED = json.loads(ALLOWED())
    if isinstance(NOTHING, MagicMock):
        NOTHING = json.loads(NOTHING())
    for one in NOTHING:
        if one == event.get("user"):
            return False
    return event.get("user") in ALLOWED and is_seen(event.get("user"))


def title(event):
    return f"{shadowed(event.get('user'))} {LAST} {ALLOWED} {isinstance(event.get('user'), MagicMock)}"
