def rule(event):
    if event.get("a") == 1:
        return True
