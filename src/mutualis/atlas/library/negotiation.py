"""Which form of a thing a client asks for, by its Accept header: a page, Turtle or JSON-LD."""

FORMS = {"html": "text/html", "ttl": "text/turtle", "jsonld": "application/ld+json"}
ALSO = {"application/xhtml+xml": "html", "application/json": "jsonld", "text/n3": "ttl"}
ANY = "*/*"


def form(accept: str) -> str:
    """html, ttl or jsonld: the one with the greatest weight, a page where nothing else is asked for."""
    known = {kind: name for name, kind in FORMS.items()} | ALSO
    best, weight = "html", 0.0
    for part in accept.split(","):
        kind, *parameters = (each.strip() for each in part.split(";"))
        own = _weight(parameters)
        if kind in known and own > weight:
            best, weight = known[kind], own
        elif kind == ANY and own > weight:
            best, weight = "html", own
    return best


def _weight(parameters: list[str]) -> float:
    for each in parameters:
        name, _, value = each.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
