"""What is raised ahead of an equality counts wherever the equality does not hold."""


def rule(event):
    if not event.get("region", 0).startswith("eu"):
        return False
    if event.get("roles", {}) in ("none", None):
        return False
    return event.get("action") == "delete" and event["actor"]["name"] == "ann"
