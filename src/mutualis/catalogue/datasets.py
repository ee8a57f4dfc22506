"""Data sets by year and version, as the releases in a folder tell: the data behind each, and the open data themselves.

A data set is named `<database or table>-<year>/<version>`. The version of a derived table is that of its content in the
release; the version of a source database is the number under which the warehouse held it when the release was made.
The open data of a release are `open-data-<years>/<release>`: immutable as well.
"""

from collections.abc import Iterator
from pathlib import Path

from mutualis import derived, tables
from mutualis import release as published
from mutualis.catalogue.sources import database_of, database_title, table_title
from mutualis.catalogue.words import said
from mutualis.reference import source_database
from mutualis.release import Release
from mutualis.release.catalogue import Item, Link

SHORT = 12
OPEN_DATA = "open-data"
PUBLIC, NON_PUBLIC = "PUBLIC", "NON_PUBLIC"


def datasets(releases: Path) -> Iterator[Item]:
    """The data sets of every release in the ledger's folder, each version once, the oldest release first."""
    found: dict[str, Item] = {}
    newest: dict[str, str] = {}
    for name in published.listing(releases):
        for item in _of(published.read(releases / name)):
            found.setdefault(item.name, item)
            newest[item.name.partition("/")[0]] = item.name
    for item in found.values():
        is_latest = newest[item.name.partition("/")[0]] == item.name
        yield Item(
            item.kind, item.name, item.texts, {**item.facts, "is_latest": "yes" if is_latest else "no"}, item.links
        )


def _of(release: Release) -> Iterator[Item]:
    read = sorted(release.sources)
    for table in read:
        for year in release.years:
            yield _data("table", table, year, release.sources[table][:SHORT], release)
    behind = sorted({each.removesuffix("_net") for name in read for each in derived.sources(derived.STEPS, name)})
    for table in behind:
        code = database_of(table)
        if code and table in release.versions:
            for year in release.years:
                yield _data("database", code, year, f"v{release.versions[table]}", release)
    yield _open_data(release, read)


def _data(kind: str, of: str, year: int, version: str, release: Release) -> Item:
    names = database_title(source_database(of)) if kind == "database" else table_title(tables.find(of))
    facts = {
        **_common(release), "of_kind": kind, "of": of, "year": str(year), "version": version, "access": NON_PUBLIC,
        "first_day": f"{year}-01-01", "last_day": f"{year}-12-31",
    }  # fmt: skip
    title = {language: f"{text} {year}" for language, text in names.items()}
    return Item("dataset", f"{of}-{year}/{version}", {"title": title}, facts, (Link("part_of", kind, of),))


def _open_data(release: Release, read: list[str]) -> Item:
    years = "-".join(dict.fromkeys((str(release.years[0]), str(release.years[-1]))))
    facts = {
        **_common(release), "of_kind": "", "of": OPEN_DATA, "year": years, "version": release.id, "access": PUBLIC,
        "first_day": f"{release.years[0]}-01-01", "last_day": f"{release.years[-1]}-12-31",
    }  # fmt: skip
    made_of = [
        Link("made_of", "dataset", f"{table}-{year}/{release.sources[table][:SHORT]}")
        for table in read
        for year in release.years
    ]
    shown = [Link("has", "indicator", name) for name in release.indicators]
    title = said("catalogue.open_data_title", years=years)
    return Item("dataset", f"{OPEN_DATA}-{years}/{release.id}", {"title": title}, facts, (*made_of, *shown))


def _common(release: Release) -> dict[str, str]:
    return {"release": release.id, "published": release.created[:10]}
