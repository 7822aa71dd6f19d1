"""A constant that tests replace, and that then is given another value."""
import json
from unittest.mock import MagicMock

LIMIT = 3
OTHER = ["a"]


def rule(event):
    global LIMIT, OTHER
    if isinstance(LIMIT, MagicMock):
        LIMIT = json.loads(LIMIT())
    if isinstance(OTHER, MagicMock):
        OTHER = []
    return event.get("count") == LIMIT and "a" in OTHER


def title(event):
    return f"more than {LIMIT}"
