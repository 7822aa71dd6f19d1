"""Keys without a hash are looked for in a dict: in rule(), and where an alert is made."""
SEVERITIES = {"root": "HIGH", "user": "LOW"}


def rule(event):
    places = {"PutKey": lambda p: p.get("policy"), "CreateKey": lambda p: p.get("policy")}
    find = places.get(event.get("name", ""))
    if not find:
        return False
    return find(event.get("parameters", {})) == "*"


def severity(event):
    return SEVERITIES.get(event.get("role"), "INFO")
