"""Dicts that are only looked into, and what is done with what they give."""
SEVERITIES = {"root": "HIGH", "admin": "HIGH", "user": "LOW"}
ALLOWED = {"eu": ("ann", "bob"), "us": ("ann",), "none": ()}


def is_wide(policy):
    return policy.get("principal") == "*"


def rule(event):
    parameters = event.get("parameters", {})
    if not parameters:
        return False
    places = {
        "PutBucketPolicy": lambda p: p.get("bucketPolicy", {}),
        "CreateKey": lambda p: p.get("policy", {}),
        "PutKeyPolicy": lambda p: p.get("policy", {}),
        "CreateTopic": lambda p: p.get("attributes", {}).get("Policy", {}),
    }
    find = places.get(event.get("name", ""))
    if not find:
        return False
    if event.get("user") in ALLOWED.get(event.get("region"), ()):
        return False
    return is_wide(find(parameters))


def severity(event):
    return SEVERITIES.get(event.get("role"), "INFO")


def title(event):
    return f"{event.get('name')} is {SEVERITIES.get('root').lower()}, not {SEVERITIES['user']}"
