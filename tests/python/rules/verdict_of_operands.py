"""`and` and `or` give operands; a rule must make a verdict of them."""
def rule(event):
    return bool(event.get("name") and event.get("rows") or event.get("other"))


def title(event):
    return str(event.get("name") and event.get("rows") or event.get("other"))
