"""Methods of the data model proof_model.yml."""
def event_kind(event):
    return "login" if event.get("action") == "sign-in" else "other"
