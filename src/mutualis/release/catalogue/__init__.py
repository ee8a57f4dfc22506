"""Editions of the catalogue: their format, their reader, and their description for machines (`graph`)."""

from mutualis.release.catalogue.reading import latest_edition, listing_editions, read_edition
from mutualis.release.catalogue.values import (
    FALLBACK,
    KINDS,
    NOTE_SORTS,
    TITLE,
    Code,
    Edition,
    Item,
    Key,
    Link,
    Note,
    Review,
    Words,
    backward,
    worded,
)

__all__ = [
    "FALLBACK",
    "KINDS",
    "NOTE_SORTS",
    "TITLE",
    "Code",
    "Edition",
    "Item",
    "Key",
    "Link",
    "Note",
    "Review",
    "Words",
    "backward",
    "latest_edition",
    "listing_editions",
    "read_edition",
    "worded",
]
