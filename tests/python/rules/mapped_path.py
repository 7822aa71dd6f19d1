"""Paths of a data model mean their spelling; udm_path says where one leads."""
def rule(event):
    return event.udm("source_ip") == "10.0.0.1"


def title(event):
    try:
        return f"{event.udm_path('source_ip')} {event.udm_path('user')} {event.udm_path('first')} {event.udm_path('event_kind')} {event.udm_path('nothing')}"
    except Exception as error:
        return str(error)


def dedup(event):
    return f"{event.udm('user')} {event.udm('user', default='-')} {event.udm('first')} {event.udm('source_ip', default=0)} {event.get('actor', {}).get('user')}"


def alert_context(event):
    # Below a path names are looked up as everywhere.
    return {"actor": event.udm("actor", default={}).get("USER"), "either": event.udm("either")}


def description(event):
    return "before" if event.get("p_log_type") == "Test.Other" else str(event.udm_path("either"))
