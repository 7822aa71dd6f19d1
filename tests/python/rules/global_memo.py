"""What rule() finds out, title() and the rest read."""
ACTOR = "nobody"
SEEN = []


def rule(event):
    global ACTOR
    ACTOR = event.deep_get("actor", "name", default="unknown")
    SEEN.append(ACTOR)
    return ACTOR.startswith("r")


def title(event):
    return f"{ACTOR} was seen {len(SEEN)} times"


def dedup(event):
    SEEN.append("dedup")
    return f"{ACTOR}-{len(SEEN)}"


def alert_context(event):
    return {"actor": ACTOR, "seen": SEEN}
