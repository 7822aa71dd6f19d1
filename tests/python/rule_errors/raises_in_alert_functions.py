class Problem(Exception):
    pass


def rule(event):
    return True


def title(event):
    raise Problem("no title")


def severity(event):
    return "SOMETIMES"


def dedup(event):
    return event["missing"]


def description(event):
    return 5


def alert_context(event):
    return {"set": {1, 2}}
