def rule(event):
    return event.get("missing").lower() == "x" or event["name"] > 1


def title(event):
    return "never"
