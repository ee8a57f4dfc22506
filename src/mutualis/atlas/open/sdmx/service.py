"""The service behind the addresses: versions, artefacts with what they refer to, and data."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from mutualis import reference
from mutualis import release as releases
from mutualis.atlas.open.sdmx import frame
from mutualis.atlas.open.sdmx.names import flow as flow_of
from mutualis.atlas.open.sdmx.problem import NO_RESULTS, SYNTAX, Refused
from mutualis.atlas.open.sdmx.query import ANY
from mutualis.atlas.open.sdmx.structures import FIGURES, Structures, structures
from mutualis.atlas.site import Site
from mutualis.release import Release

LATEST = "latest"
KINDS = ("dataflow", "datastructure", "codelist", "conceptscheme", "agencyscheme")
ABOVE = {"codelist": ("datastructure",), "conceptscheme": ("datastructure",), "datastructure": ("dataflow",)}
BELOW = {"dataflow": ("datastructure",), "datastructure": ("codelist", "conceptscheme"), "conceptscheme": ("codelist",)}
REFERENCES = ("none", "parents", "parentsandsiblings", "children", "descendants", "all", *KINDS)


class Service:
    """SDMX over the releases of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._structures = lru_cache(maxsize=8)(lambda name, version: structures(self._release(name), version))
        self._rows = lru_cache(maxsize=64)(lambda name, *asked: frame.rows(self._release(name), *asked))

    def _release(self, name: str) -> Release:
        return self.site.release(self.site.folder_of(name))

    def asked(self, version: str) -> list[tuple[Release, Structures]]:
        """The releases of a version: one, the newest (`latest`), or every one (`all`)."""
        known = versions(self.site.folder)
        newest = releases.latest(self.site.folder).name
        if version == LATEST:
            wanted = [number for number, name in known.items() if name == newest] or list(known)[-1:]
        else:
            wanted = list(known) if version in ANY else [version]
        if not set(wanted) <= set(known) or not wanted:
            raise Refused(NO_RESULTS, "There is no such version.", there_is=", ".join(known))
        return [(self._release(known[each]), self._structures(known[each], each)) for each in wanted]

    def artefacts(self, kind: str, agency: str, name: str, version: str, references: str) -> tuple[Release, list[Any]]:
        """The artefacts of a kind and id, with those that they refer to; and the newest release that they are of."""
        if references not in REFERENCES:
            raise Refused(SYNTAX, "There is no such value of references.", there_is=", ".join(REFERENCES))
        found: list[Any] = []
        given = self.asked(version)
        for _, there in given:
            own = _of(there, kind, agency, name)
            found += own
            if own and references != "none":
                found += _related(there, kind, references, own)
        if not found:
            raise Refused(NO_RESULTS, "There is no such artefact.", there_is=f"of the agency {agency_id()}")
        return given[-1][0], list({each.short_urn: each for each in found}.values())

    def rows(self, release: Release, flow: str, language: str) -> pd.DataFrame:
        """The rows of a flow."""
        if flow == FIGURES:
            every = [self._rows(release.id, each, language) for each in release.indicators]
            return pd.concat(every, ignore_index=True)
        named = {flow_of(each): each for each in release.indicators}
        if flow not in named:
            raise Refused(NO_RESULTS, "There is no such dataflow.", there_is=", ".join((FIGURES, *named)))
        return self._rows(release.id, named[flow], language)


def versions(folder: Path) -> Mapping[str, str]:
    """{version: release} of those in the ledger whose folder is there, oldest first."""
    there = set(releases.listing(folder))
    return {f"{each.number}.0": each.release for each in releases.entries(folder) if each.release in there}


def agency_id() -> str:
    return reference.open_data().agency


def by_kind(there: Structures) -> Mapping[str, list[Any]]:
    """All artefacts of a release."""
    return {
        "dataflow": list(there.flows.values()),
        "datastructure": [there.structure],
        "codelist": list(there.lists.values()),
        "conceptscheme": [there.concepts],
        "agencyscheme": [there.agencies],
    }


def _of(there: Structures, kind: str, agency: str, name: str) -> list[Any]:
    wanted, agencies = set(name.split("+")), set(agency.split("+"))
    return [
        each
        for each in by_kind(there)[kind]
        if (wanted & set(ANY) or each.id in wanted) and (agencies & set(ANY) or each.agency in agencies)
    ]


def _related(there: Structures, kind: str, references: str, own: list[Any]) -> list[Any]:
    """What artefacts refer to, or are referred to by, as `references` wants it."""
    wanted: list[str] = []
    if references in ("parents", "parentsandsiblings", "all"):
        wanted += ABOVE.get(kind, ())
    if references in ("parentsandsiblings", "all"):
        wanted += [each for parent in ABOVE.get(kind, ()) for each in BELOW[parent]]
    if references in ("children", "descendants", "all"):
        wanted += BELOW.get(kind, ())
    if references in ("descendants", "all"):
        wanted += [each for child in BELOW.get(kind, ()) for each in BELOW.get(child, ())]
    if references in KINDS:
        wanted.append(references)
    return [each for name in dict.fromkeys(wanted) for each in by_kind(there)[name] if each not in own]
