"""Everything that is declared, as things of the catalogue, in the order in which they are presented."""

from collections.abc import Iterable
from pathlib import Path

from mutualis.catalogue import datasets, indicators, lists, permits, sources, variables
from mutualis.release.catalogue import Item, Key, Link


def declared(releases: Path | None = None) -> tuple[Item, ...]:
    """Databases, tables, data sets (of the releases in a folder), variables, code lists, indicators, authorisations.

    A link to something that is not in the catalogue is left out: an authorisation may name a column of a hospital.
    """
    there = [
        *sources.databases(),
        *sources.tables(),
        *(datasets.datasets(releases) if releases else ()),
        *variables.variables(),
        *lists.codelists(),
        *indicators.indicators(),
        *permits.authorisations(),
    ]
    return _linked(there)


def _linked(items: Iterable[Item]) -> tuple[Item, ...]:
    found = tuple(items)
    known: set[Key] = {each.key for each in found}
    return tuple(Item(each.kind, each.name, each.texts, each.facts, tuple(_once(each.links, known))) for each in found)


def _once(links: Iterable[Link], known: set[Key]) -> Iterable[Link]:
    return (link for link in dict.fromkeys(links) if link.key in known)
