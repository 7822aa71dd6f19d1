"""A list of the module that the rule adds to is not what its display says."""
KNOWN = ["root"]


def rule(event):
    KNOWN.append(event.deep_get("owner", "name"))
    return event.deep_get("actor", "name") in KNOWN
