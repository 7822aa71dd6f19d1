"""all() of a list evaluates all of it; any() of a generator stops."""
def rule(event):
    if event.get("stop"):
        return any(row["kind"] == "a" for row in event.get("rows"))
    return all([event.get("one") == 1, event.get("name").startswith("x"), event.get("two") in (2, 3)])
