"""What several rules share."""
TRUSTED = ("10.", "192.168.")


def is_trusted(address):
    return isinstance(address, str) and address.startswith(TRUSTED)


def describe(event, *keys, default="<unknown>"):
    return "/".join(str(event.get(key, default)) for key in keys)
