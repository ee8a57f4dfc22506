"""The format of a release and its reader: all that the Atlas ever reads."""

from mutualis.release.content import LANGUAGES, LEVELS, Area, Figure, Release, Sheet
from mutualis.release.files import FILES, FORMAT, digest
from mutualis.release.reading import latest, listing, read

__all__ = [
    "FILES",
    "FORMAT",
    "LANGUAGES",
    "LEVELS",
    "Area",
    "Figure",
    "Release",
    "Sheet",
    "digest",
    "latest",
    "listing",
    "read",
]
