"""Names of a data model: by path, by method, and by neither."""
def rule(event):
    return event.udm("source_ip") == "10.0.0.1" and event.udm("event_kind") == "login"


def title(event):
    return f"{event.udm('user')} {event.udm('missing')} {event.udm('missing', default='-')} {event.udm('plain')}"
