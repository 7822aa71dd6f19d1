"""A name that an import would have given a value, had it been come to."""


def rule(event):
    if event.get("a"):
        import re
        from json import loads
    if event.get("b"):
        return loads("true")
    return bool(re.match("x", event.get("text", "")))
