"""The values of the dashboard's page, from what is asked."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from mutualis import reference
from mutualis.atlas.population.asked import Asked
from mutualis.atlas.population.inside import inside, provider_funnel
from mutualis.atlas.population.place import Place, choices, place_of
from mutualis.atlas.population.pyramids import population, risk
from mutualis.atlas.population.tiles import Equity, Tile, equity, tile
from mutualis.picture.geometry import Geometry
from mutualis.reference import PROVIDER_KINDS
from mutualis.release import Release
from mutualis.release.providers import ProviderSets

EQUITY, MOST_EQUITY = "equity", 6


@dataclass(frozen=True)
class Section:
    """An aim: its tiles, and the titles of indicators that the release lacks."""

    aim: str
    tiles: tuple[Tile, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """What a dashboard is made of."""

    release: Release
    geometry: Geometry
    providers: ProviderSets | None


def page(source: Source, asked: Asked) -> dict[str, Any]:
    """Everything that the template shows."""
    release = source.release
    place = place_of(asked.area, release, asked.year, asked.lang)
    drawing, lacking = risk(release, place, asked)
    return {
        "asked": asked,
        "place": place,
        "release": release,
        "day": reference.written_day(dt.date.fromisoformat(release.created[:10]), asked.lang),
        "aims": aims(release, place, asked),
        "pyramid": population(release, place, asked),
        "risk": drawing,
        "risk_lacking": lacking,
        "equity": unequal(release, place, asked),
        "inside": inside(release, place, asked, source.geometry),
        "sheet": release.sheet(asked.indicator),
        "topology": source.geometry.of("arrondissement"),
        "funnels": _funnels(source, asked),
        "places": choices(release, asked.year, asked.lang),
        "conditions": tuple(reference.population_dashboard().conditions),
        "years": release.years[::-1],
    }


def aims(release: Release, place: Place, asked: Asked) -> tuple[Section, ...]:
    """The aims of the condition but equity, each with its tiles."""
    declared = reference.population_dashboard().conditions[asked.condition]
    return tuple(
        Section(
            aim,
            tuple(tile(release, place, asked, name) for name in names if name in release.sheets),
            tuple(
                reference.text(f"indicators.{name}.title", asked.lang) for name in names if name not in release.sheets
            ),
        )
        for aim, names in declared.items()
        if aim != EQUITY
    )


def unequal(release: Release, place: Place, asked: Asked) -> tuple[Equity, ...]:
    """The first indicators of the condition that the release has by increased reimbursement, for the place."""
    dashboard = reference.population_dashboard()
    named = [name for names in dashboard.conditions[asked.condition].values() for name in names]
    found = (equity(release, place, asked, name) for name in named if name in release.sheets)
    return tuple(each for each in found if each is not None)[:MOST_EQUITY]


def _funnels(source: Source, asked: Asked) -> list[tuple[str, Markup]]:
    """Of the indicator that is looked at: (practice or hospital, drawing)."""
    title = source.release.sheet(asked.indicator).text("title", asked.lang)
    found = []
    for by in PROVIDER_KINDS:
        there = source.providers.of(asked.indicator, by, str(asked.year)) if source.providers else None
        if there is not None and there.points:
            words = reference.text(f"dashboard.funnel_of_{by}", asked.lang, title=title, year=asked.year)
            found.append((by, provider_funnel(there, words, asked.lang)))
    return found
