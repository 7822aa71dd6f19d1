"""A member that is missing is None, as one that is null: both are equal to it."""


def rule(event):
    return event.get("action") in ("delete", None) and event.get("region") == None  # noqa: E711
