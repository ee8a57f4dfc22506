"""What an edition says of the house: address, publisher, contact, licence, law, and the open files of the releases."""

from pathlib import Path
from typing import Any

from mutualis import reference
from mutualis import release as published
from mutualis.catalogue.words import said
from mutualis.model import MutualisError
from mutualis.release import files

TEXTS = (
    *("title", "description", "keyword", "open_data", "provenance", "population", "dictionary", "rights"),
)  # fmt: skip
OPEN_FILES = (files.FIGURES, files.PARQUET, files.CSVW, files.INDICATORS)


def about(releases: Path, address: str = "") -> dict[str, Any]:
    """Plain values for `edition.json`; `address` is where the Atlas is reached, else that of `catalogue.toml`."""
    facts = reference.catalogue_facts()
    own = dict(facts.catalogue)
    where = address or str(own["address"])
    if not where.startswith(("http://", "https://")):
        raise MutualisError(f"'{where}' is no address of a site.", do="write it as https://metadata.example.be/")
    return {
        **{name: own[name] for name in ("licence", "licence_name", "spatial", "theme", "frequency", "publisher_type")},
        "address": where.rstrip("/") + "/",
        "languages": list(reference.TEXT_LANGUAGES),
        "publisher": _plain(facts.publisher),
        "contact": _plain(facts.contact),
        "health": _plain(facts.health),
        "open_files": _open_files(releases),
        **{name: dict(said(f"catalogue.about_{name}")) for name in TEXTS},
    }


def _plain(part: Any) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name not in ("mark", "source")}


def _open_files(releases: Path) -> dict[str, dict[str, tuple[int, str]]]:
    """{release: {file: (size, SHA-256)}} of the files that are open data."""
    found = {}
    for name in published.listing(releases):
        there = published.read(releases / name).files
        found[name] = {each: (there[each].size, there[each].sha256) for each in OPEN_FILES if each in there}
    return found
