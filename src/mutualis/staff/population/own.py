"""Whose dashboard it is, and the figures of that provider alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mutualis import release as releases
from mutualis.model import MutualisError
from mutualis.reference import PROVIDER_KINDS
from mutualis.release import Release
from mutualis.release.providers import OwnFigure, ProviderSets, own_figures, provider_sets, staff_path
from mutualis.release.values import ALL, TOTAL
from mutualis.staff.session import Person
from mutualis.staff.wrong import Wrong


@dataclass(frozen=True)
class Provider:
    """A practice or hospital by its code."""

    by: str
    code: str


@dataclass(frozen=True)
class Own:
    """What there is of a provider: the release that it goes with, what everybody may know, and its own figures."""

    provider: Provider
    release: Release
    sets: ProviderSets
    figures: tuple[OwnFigure, ...]

    def figure(self, indicator: str, period: str, split: str = TOTAL, category: str = ALL) -> OwnFigure | None:
        """One figure; None where there is none."""
        wanted = (indicator, period, split, category)
        found = (each for each in self.figures if (each.indicator, each.period, each.split, each.category) == wanted)
        return next(found, None)

    def periods(self, indicator: str) -> tuple[str, ...]:
        """The periods of an indicator, in order."""
        return tuple(sorted({each.period for each in self.figures if each.indicator == indicator}))


def provider_of(person: Person, query: Mapping[str, str]) -> Provider:
    """The practice or hospital of a person. An address that names another one is refused, whatever it holds."""
    own = {"practice": person.practice, "hospital": person.hospital}
    for by in PROVIDER_KINDS:
        if query.get(by, own[by]) != own[by]:
            raise Wrong("learning.wrong_other", status=403)
    there = [by for by in PROVIDER_KINDS if by in person.roles and own[by]]
    asked = query.get("by", "")
    if not there or (asked and asked not in there):
        raise Wrong("learning.wrong_nobody", status=403)
    by = asked or there[0]
    return Provider(by, own[by])


class Shelf:
    """The releases and the figures beside them, kept by release."""

    def __init__(self, releases_folder: Path, staff_folder: Path) -> None:
        self.releases, self.staff = releases_folder, staff_folder
        self._read = lru_cache(maxsize=2)(releases.read)
        self._own = lru_cache(maxsize=64)(own_figures)
        self._sets = lru_cache(maxsize=4)(provider_sets)

    def of(self, provider: Provider) -> Own:
        """The figures of a provider with the newest release that has some by provider."""
        name = self.newest()
        sets = self._sets(self.releases, name) if name else None
        if sets is None:
            raise Wrong("learning.wrong_nothing", status=404)
        figures = self._own(self.staff, name, provider.by, provider.code)
        if not figures:
            raise Wrong("learning.wrong_unknown", status=404)
        return Own(provider, self._read(self.releases / name), sets, figures)

    def newest(self) -> str:
        """The newest release with figures by provider; '' where there is none."""
        try:
            entries = releases.entries(self.releases)
        except MutualisError:
            return ""
        there = (each.release for each in reversed(entries) if staff_path(self.staff, each.release).is_file())
        return next(there, "")
