"""The log of a node: JSON lines of events and counts. Nothing that looks like an identifier is ever written."""

import json
import re
from pathlib import Path

from mutualis.model import MutualisError
from mutualis.parcel import moment

EVENT = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
IDENTIFIER = re.compile(
    r"(?<![0-9a-f])(?:\d{8,}|[0-9a-f]{32})(?![0-9a-f])|\d{2}[./-]\d{2}[./-]\d{2}[ ./-]?\d{3}[ ./-]?\d{2}", re.IGNORECASE
)
SHORT_HASH = re.compile(r"(?:[a-z]+-\d{4}H[12]-)?[0-9a-f]{12}(?:\.parcel)?")
LONG_COUNTS = (
    "cents",
    "bytes",
    "rows",
    "lines",
    "persons",
    "identities",
    "problems",
    "set_aside",
    "accepted",
    "declared",
)
TEXT_CHARACTERS = 80
Count = int | float | str | bool


def write_line(path: Path, event: str, subject: str, counts: dict[str, Count]) -> None:
    """Append one line with the moment, the event, what it was about and its counts."""
    line = json.dumps({"moment": moment(), "event": event, **({"on": subject} if subject else {}), **counts})
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def check_line(event: str, subject: str, counts: dict[str, Count]) -> None:
    """Refuse an event that is no plain word, a text that is long, and any value that looks like an identifier.

    The first 12 characters of a parcel's hash may be digits only: taken as what the event is about, only there.
    A number of eight digits or more is taken only where its name ends in a unit that can be that large (LONG_COUNTS).
    """
    if not EVENT.fullmatch(event):
        raise MutualisError("The name of a log event is a plain word like parcel.received.")
    about = "" if SHORT_HASH.fullmatch(subject) else subject
    for name, value in {"on": about, **counts}.items():
        if not EVENT.fullmatch(name) or _is_identifying(name, value):
            raise MutualisError(
                f"The log event {event} has a value that may be an identifier.",
                there_is=f"numbers of eight digits and more need a name ending in {', '.join(LONG_COUNTS)}",
                do="log counts, rule names and hashes of parcels only",
            )


def _is_identifying(name: str, value: Count) -> bool:
    if isinstance(value, bool | float):
        return False
    if isinstance(value, int):
        return abs(value) >= 10**7 and not name.endswith(LONG_COUNTS)
    return not isinstance(value, str) or len(value) > TEXT_CHARACTERS or bool(IDENTIFIER.search(value))
