"""A flow log was deleted, and the call succeeded."""


def failed(event):
    return bool(event.get("errorCode") or event.get("errorMessage"))


def rule(event):
    return not failed(event) and event.get("eventName") == "DeleteFlowLogs"


def title(event):
    return f"Flow logs deleted in {event.get('awsRegion')}"


def alert_context(event):
    return {
        "eventName": event.get("eventName"),
        "eventSource": event.get("eventSource"),
        "awsRegion": event.get("awsRegion"),
        "recipientAccountId": event.get("recipientAccountId"),
        "sourceIPAddress": event.get("sourceIPAddress"),
        "userAgent": event.get("userAgent"),
        "userIdentity": event.get("userIdentity"),
        "accountId": event.deep_get("userIdentity", "accountId"),
    }
