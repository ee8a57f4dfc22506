"""What a dashboard is of: an area of the release, a first-line zone, or municipalities of the reader's own choice."""

from collections.abc import Mapping
from dataclasses import dataclass

from mutualis import reference
from mutualis.atlas.view import View
from mutualis.atlas.views import group
from mutualis.atlas.wrong import Wrong
from mutualis.picture.chosen import COUNTRY
from mutualis.picture.order import plain
from mutualis.picture.summed import HIDDEN, together
from mutualis.reference import first_line_zones
from mutualis.release import LANGUAGES, LEVELS, Figure, Release
from mutualis.release.values import ALL, SUPPRESSED, TOTAL

FINEST = LEVELS[-1]
ZONE, GROUP = "zone", "group"
ZONE_PREFIX, SEPARATOR = "zone:", ","
MOST_MEMBERS = 100


@dataclass(frozen=True)
class Place:
    """`address` is how it stands in the address; `level` one of the release, or zone or group; `codes` its area, or the
    municipalities of a zone or group."""

    address: str
    level: str
    codes: tuple[str, ...]
    name: str

    @property
    def is_summed(self) -> bool:
        return self.level in (ZONE, GROUP)

    @property
    def code(self) -> str:
        """The code of an area; of a zone or group that of its first municipality."""
        return self.codes[0]


def place_of(asked: str, release: Release, year: int, language: str) -> Place:
    """The place that an address names: a code, `zone:leuven`, or codes of municipalities with commas between them."""
    if not asked or asked == COUNTRY:
        return Place(COUNTRY, LEVELS[0], (COUNTRY,), release.area_name(year, LEVELS[0], COUNTRY, language))
    if asked.startswith(ZONE_PREFIX):
        return _zone(asked, release, year, language)
    if SEPARATOR in asked:
        return _group(asked, release, year, language)
    for level in LEVELS[1:]:
        if (year, level) in release.areas_by and asked in release.areas(year, level):
            return Place(asked, level, (asked,), release.area_name(year, level, asked, language))
    raise Wrong("wrong_area")


def _zone(asked: str, release: Release, year: int, language: str) -> Place:
    zones = first_line_zones()
    zone = zones.get(asked.removeprefix(ZONE_PREFIX))
    if zone is None:
        raise Wrong("dashboard.wrong_zone", there=", ".join(f"{ZONE_PREFIX}{code}" for code in zones))
    _known(zone.municipalities, release, year)
    return Place(asked, ZONE, zone.municipalities, zone.names[language])


def _group(asked: str, release: Release, year: int, language: str) -> Place:
    codes = tuple(sorted({each.strip() for each in asked.split(SEPARATOR) if each.strip()}))
    if not codes or len(codes) > MOST_MEMBERS:
        raise Wrong("dashboard.wrong_group", most=str(MOST_MEMBERS))
    _known(codes, release, year)
    names = sorted((release.area_name(year, FINEST, each, language) for each in codes), key=plain)
    shown = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    name = reference.text("dashboard.own_group", language, names=shown)
    return Place(SEPARATOR.join(codes), GROUP, codes, name)


def _known(codes: tuple[str, ...], release: Release, year: int) -> None:
    if not set(codes) <= set(release.areas(year, FINEST)):
        raise Wrong("dashboard.wrong_members", year=str(year))


def figure_of(
    release: Release, place: Place, indicator: str, year: int, split: str = TOTAL, category: str = ALL
) -> Figure | None:
    """A figure of a place; None where the release has none. Of municipalities together it is made of their figures
    (`picture.summed`), and hidden when one of them is or when it would give one away (`views.group`)."""
    level = FINEST if place.is_summed else place.level
    if (indicator, year, level, split) not in release.figures_by:
        return None
    found = {
        each.area_code: each for each in release.figures(indicator, year, level, split) if each.category == category
    }
    if not place.is_summed:
        return found.get(place.code)
    if group.danger(release, View(indicator, year, FINEST, LANGUAGES[0], split, category), year, place.codes):
        return HIDDEN
    return together(release, indicator, year, [found.get(code) for code in place.codes])


def trend_of(release: Release, place: Place, indicator: str) -> Mapping[int, Figure]:
    """The figures of a place by year; of municipalities together only of years that had all of them."""
    found = {}
    for year in release.years_of(indicator):
        if place.is_summed and not set(place.codes) <= set(release.areas(year, FINEST)):
            continue
        figure = figure_of(release, place, indicator, year)
        if figure is not None:
            found[year] = figure
    return found


def hidden_members(release: Release, place: Place, indicator: str, year: int) -> int:
    """How many municipalities of a zone or group have a hidden figure."""
    if not place.is_summed or (indicator, year, FINEST, TOTAL) not in release.figures_by:
        return 0
    figures = release.figures(indicator, year, FINEST, TOTAL)
    return sum(each.area_code in place.codes and each.status == SUPPRESSED for each in figures)


def choices(release: Release, year: int, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be chosen, by heading: (words, [(address, name)])."""
    found = [
        (
            reference.text("dashboard.level_country", language),
            [("", release.area_name(year, LEVELS[0], COUNTRY, language))],
        )
    ]
    for level in LEVELS[1:-1]:
        if (year, level) in release.areas_by:
            named = [(code, area.names[language]) for code, area in release.areas(year, level).items()]
            found.append(
                (reference.text(f"atlas.level_{level}", language), sorted(named, key=lambda each: plain(each[1])))
            )
    there = set(release.areas(year, FINEST)) if (year, FINEST) in release.areas_by else set()
    zones = [
        (f"{ZONE_PREFIX}{code}", zone.names[language])
        for code, zone in first_line_zones().items()
        if set(zone.municipalities) <= there
    ]
    return [*found, *([(reference.text("dashboard.zones", language), zones)] if zones else [])]
