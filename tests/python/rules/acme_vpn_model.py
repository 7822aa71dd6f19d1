"""Names of Acme.VPN events that are no plain path."""


def event_kind(event):
    return "failed_login" if event.get("result") in ("denied", "locked") else "other"
