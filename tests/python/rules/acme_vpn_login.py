from acme_helpers import describe, is_trusted


def rule(event):
    if event.udm("event_kind") != "failed_login" or is_trusted(event.udm("source_ip")):
        return False
    return all(attempt.get("factor") != "hardware" for attempt in event.get("attempts", []))


def title(event):
    return f"Failed VPN login from {event.udm('source_ip')} by {describe(event, 'tenant', 'user')}"


def severity(event):
    return "HIGH" if event.get("result") == "locked" else "DEFAULT"


def dedup(event):
    return event.udm("source_ip")


def alert_context(event):
    return {"attempts": len(event.get("attempts", [])), "factors": event.deep_walk("attempts", "factor")}
