"""Imports inside functions lead where those of the module would."""


def rule(event):
    import proof_helpers
    import urllib.parse, urllib.request
    from proof_helpers import LIMIT, Counted, clean as cleaned
    from json import loads

    if event.get("words") is None:
        import re

        return bool(re.match("a", event.get("text", "")))
    query = urllib.parse.urlparse(event.get("url", "")).query
    if loads("[1]") != [1] or query != event.get("query", ""):
        return False
    return Counted(event["words"]).total > LIMIT and proof_helpers.twice(cleaned(event.get("name"))) == "ab ab "


def title(event):
    import proof_helpers as helper

    def inner():
        return helper.NAMES[0]

    return f"{inner()} {helper.clean(' X', upper=True)} {[helper.LIMIT for _ in range(2)]} {count(event)}"


def count(event):
    if event.get("url"):
        import proof_helpers as maybe

        return maybe.LIMIT
    return None


def dedup(event):
    try:
        from proof_helpers import nothing
    except ImportError as error:
        return type(error).__name__
    return nothing


def alert_context(event):
    from proof_helpers import twice

    return {"names": list(map(twice, event.get("words"))) if event.get("words") else []}
