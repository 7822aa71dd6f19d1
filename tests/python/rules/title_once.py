"""Without dedup() the title is the key of an alert; title() is not called again for it."""
CALLS = []


def rule(event):
    return event.get("eventName") == "Login"


def title(event):
    CALLS.append(event.get("user"))
    return f"{CALLS[0]}, call {len(CALLS)}"


def alert_context(event):
    return {"calls": CALLS}
