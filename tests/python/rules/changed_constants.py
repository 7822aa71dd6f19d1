"""Lists and sets of the module that change while the rule runs, under any name."""
ADDED = ["list"]
HANDED = ["list"]
RENAMED = {"list", "get"}
KEPT = ["list", "get"]


def add_to(values, value):
    values.append(value)


def rule(event):
    action = event.get("action")
    ADDED.append("delete")
    add_to(HANDED, "put")
    other = RENAMED
    other.discard("list")
    return action in ADDED or action in HANDED or action in RENAMED


def title(event):
    action = event.get("action")
    return f"{action in ADDED} {action in HANDED} {action in RENAMED} {action in KEPT} {len(ADDED)}"


def dedup(event):
    if event.get("action") in KEPT:
        return "kept"
    return "other"
