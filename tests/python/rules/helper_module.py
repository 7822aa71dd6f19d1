"""Helpers of a global module, and of the event."""
import proof_helpers
from proof_helpers import LIMIT, Counted, clean as cleaned


def rule(event):
    counted = Counted(event.get("words", []))
    return counted.total > LIMIT and proof_helpers.twice(cleaned(event.get("name"))) == "ab ab "


def title(event):
    return f"{proof_helpers.NAMES[0]} {cleaned(event.get('name'), upper=True)} {Counted(event.get('words')).describe()}"
