"""All the functions of an alert."""
def rule(event):
    return event.get("level", 0) > 2


def title(event):
    return "t" * event.get("length", 5)


def description(event):
    return f"level {event.get('level')}"


def reference(event):
    return "https://example.com/" + event.get("p_log_type").lower()


def runbook(event):
    return "look at it"


def severity(event):
    if event.get("level") > 8:
        return "critical"
    return "DEFAULT"


def destinations(event):
    return ["pager", "mail"] if event.get("level") > 8 else []


def dedup(event):
    return ""


def alert_context(event):
    return {"level": event.get("level"), "rows": event.get("rows"), "pair": (1, None), "real": 1.5}
