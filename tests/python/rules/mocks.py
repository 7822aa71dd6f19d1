"""Names that a test replaces."""
import json

ALLOWED = ["real"]


def is_mock(value):
    return not isinstance(value, list)


def lookup(name):
    return "real " + name


def rule(event):
    allowed = json.loads(ALLOWED()) if is_mock(ALLOWED) else ALLOWED
    return event.get("name") in allowed


def title(event):
    return lookup(event.get("name"))
