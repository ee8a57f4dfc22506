"""The format of a release and its reader: all that the Atlas ever reads."""

from mutualis.release.content import Release
from mutualis.release.definitions import Definitions, definitions
from mutualis.release.figures import Figures
from mutualis.release.files import FILES, FORMAT, digest
from mutualis.release.history import Released, released
from mutualis.release.ledger import Entry, entries, head, verify
from mutualis.release.reading import latest, listing, read
from mutualis.release.values import (
    FICHE_LANGUAGES,
    LANGUAGES,
    LEVELS,
    Area,
    Classification,
    Figure,
    File,
    Gap,
    Sheet,
)

__all__ = [
    "FICHE_LANGUAGES",
    "FILES",
    "FORMAT",
    "LANGUAGES",
    "LEVELS",
    "Area",
    "Classification",
    "Definitions",
    "Entry",
    "Figure",
    "Figures",
    "File",
    "Gap",
    "Release",
    "Released",
    "Sheet",
    "definitions",
    "digest",
    "entries",
    "head",
    "latest",
    "listing",
    "read",
    "released",
    "verify",
]
