"""Fields of what urlparse and urlsplit give, by their names."""
from urllib.parse import urlparse, urlsplit


def rule(event):
    return urlparse(event.get("url")).query.startswith("q=")


def title(event):
    whole = urlparse(event.get("url"))
    split = urlsplit(event.get("url"))
    return f"{whole.scheme} {whole.netloc} {whole.path} {whole.params} {whole.query} {whole.fragment} {whole.port} {split.path}"


def alert_context(event):
    url = urlparse(event.get("url"))
    return {"has": [hasattr(url, "query"), hasattr(url, "nothing")], "get": getattr(url, "nothing", "none"), "tuple": list(url)}
