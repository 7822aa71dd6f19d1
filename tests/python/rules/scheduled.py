"""A scheduled rule without rule() takes every row."""
def title(event):
    return f"row {event.get('n')}"
