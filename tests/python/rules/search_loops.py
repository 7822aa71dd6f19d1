"""Loops that look for an element, and loops that remember."""
def has_admin(users):
    for user in users:
        if user.get("role") == "admin" and not user.get("disabled", False):
            return True
    return False


def repeated(items):
    previous = None
    for item in items:
        if item == previous:
            return True
        previous = item
    return False


def rule(event):
    if not has_admin(event.get("users", [])):
        return False
    for group in event.get("groups", []):
        for name in group.get("names", []):
            if name.lower() == "wheel":
                return True
    return repeated(event.get("numbers", []))


def title(event):
    for user in event.get("users"):
        if user.get("role") == "admin":
            name = user.get("name", "<none>")
            break
    else:
        name = "<nobody>"
    return f"admin {name}"
