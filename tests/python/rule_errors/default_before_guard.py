"""The default is no text, so where the region is missing this raises."""


def rule(event):
    return event.get("region", 0).startswith("eu") and event.get("action") == "delete"
