"""Compare areas of the reader's own choice, and an own group of municipalities, with the country: bars, trends, table.

What is compared stands in the address: `areas` (codes of any level), `group` (municipalities) and `group_name`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mutualis import reference
from mutualis.atlas import choices, summary
from mutualis.atlas.own_choice import MOST_AREAS, MOST_MEMBERS, codes
from mutualis.atlas.page import Shown, Values, figures_of
from mutualis.atlas.rows import GROUP
from mutualis.atlas.view import View
from mutualis.atlas.views import group
from mutualis.atlas.views.trend import division_of, marks_of
from mutualis.picture import trend
from mutualis.picture.bars import Bar, Line, ranked
from mutualis.picture.chart import Mark, chart
from mutualis.picture.comparison import Compared, compare
from mutualis.picture.measure import ABSENT, SHOWS, UNPUBLISHED, Measured
from mutualis.picture.numbers import interval
from mutualis.picture.order import plain
from mutualis.reference import written
from mutualis.release import LEVELS, Release


@dataclass(frozen=True)
class Compare:
    """One of those compared: where it is (`level` is `group` for the own group), its number and its trend. `label` is
    its name in pictures, with its level where another one has that name too."""

    level: str
    code: str
    name: str
    number: Measured
    line: trend.Line
    persons: str
    compared: Compared
    label: str = ""
    chart: str = ""
    marks: tuple[Mark, ...] = ()


def compare_page(shown: Shown) -> Values:
    """Those compared, as bars, as a table and each with its trend beside the country's."""
    release, view = shown.release, shown.view
    members, country, base = codes(view.group), summary.country(release, view), group.base_year(view)
    against, is_rate = trend.country_line(release, view), release.sheet(view.indicator).divisor != "none"
    beside = [against] if is_rate else []
    named = _told_apart(list(_chosen(release, view, country)), view)
    chosen = [_charted(release, view, each, beside) for each in named]
    line = Line(against.name, country.value) if is_rate and country and country.value is not None else None
    title = release.sheet(view.indicator).text("title", view.lang)
    return {
        "chosen": chosen,
        "chart": ranked([Bar(each.label, each.number, each.level == GROUP) for each in chosen], line, title, view.lang),
        "country": country,
        "against": against,
        "is_rate": is_rate,
        "years": release.years_of(view.indicator),
        "written": lambda number: "" if number is None or number.value is None else written(number.value, view.lang),
        "between": lambda number: "" if number is None else interval(number, view.lang),
        "group_title": group.name(view),
        "members": [(code, release.area_name(base, LEVELS[-1], code, view.lang)) for code in members],
        "offered": _offered(release, view, base),
        "municipalities": _municipalities(release, view, base),
        "picked": {"areas": set(codes(view.areas)), "group": set(members)},
        "most": (MOST_AREAS, MOST_MEMBERS),
        "shows": SHOWS,
        "standardised_there": any(each.standardised is not None for each in figures_of(release, view)),
    }


def _chosen(release: Release, view: View, country: Measured | None) -> Iterator[Compare]:
    for code in codes(view.areas):
        level = _level(release, view, code)
        line = trend.own_line(release, view, level, code, division_of(view))
        yield _made(view, (level, code, line.name), line, _persons(release, view, level, code), country)
    if made := group.figures(release, view):
        numbers, own = {year: each.number(view.show) for year, each in made.items()}, made[view.year].figure
        line = trend.Line("own", group.name(view), numbers)
        yield _made(view, (GROUP, "", line.name), line, own.denominator if own else None, country)


def _made(
    view: View, place: tuple[str, str, str], line: trend.Line, persons: int | None, country: Measured | None
) -> Compare:
    number = line.numbers.get(view.year, ABSENT if place[0] == GROUP else UNPUBLISHED)
    people = "" if persons is None else written(persons, view.lang)
    return Compare(*place, number, line, people, compare(number, country))


def _told_apart(chosen: Sequence[Compare], view: View) -> list[Compare]:
    """With labels: Antwerp is a municipality, an arrondissement and a province."""
    counts = Counter(each.name for each in chosen)
    return [replace(each, label=_with_level(each, view) if counts[each.name] > 1 else each.name) for each in chosen]


def _with_level(each: Compare, view: View) -> str:
    kind = "views.group_kind" if each.level == GROUP else f"atlas.level_one_{each.level}"
    return f"{each.name} ({reference.text(kind, view.lang)})"


def _charted(release: Release, view: View, each: Compare, beside: Sequence[trend.Line]) -> Compare:
    """With the small chart of its trend, beside the country's unless it is a number of persons."""
    places = [] if each.level == GROUP else [(each.level, each.code)]
    marks = marks_of(release, view, places)
    title = reference.text("atlas.trend_of", view.lang, title=each.label)
    years = release.years_of(view.indicator)
    return replace(each, chart=chart([each.line, *beside], years, title, view.lang, marks), marks=tuple(marks))


def _level(release: Release, view: View, code: str) -> str:
    """The level of an area: the one that is looked at where it is there, else the finest one."""
    year = group.base_year(view)
    return next(each for each in (view.level, *reversed(LEVELS)) if code in release.areas(year, each))


def _persons(release: Release, view: View, level: str, code: str) -> int | None:
    own = release.trend(view.indicator, level, code, view.split, view.category).get(view.year)
    return own.denominator if own and not view.division else None


def _offered(release: Release, view: View, year: int) -> list[tuple[str, choices.Options]]:
    """The areas that can be compared, by level; municipalities are offered when they are looked at."""
    levels = [each for each in LEVELS[1:] if each != LEVELS[-1] or view.level == each]
    return [(each, _by_name(release, view, year, each)) for each in levels]


def _municipalities(release: Release, view: View, year: int) -> list[tuple[str, choices.Options]]:
    """The municipalities for a group, under their arrondissements."""
    under: dict[str, choices.Options] = {}
    for code, name in _by_name(release, view, year, LEVELS[-1]):
        under.setdefault(release.areas(year, LEVELS[-1])[code].parent_code, []).append((code, name))
    names: Mapping[str, str] = {code: area.names[view.lang] for code, area in release.areas(year, LEVELS[-2]).items()}
    return sorted(((names[code], each) for code, each in under.items()), key=lambda each: plain(each[0]))


def _by_name(release: Release, view: View, year: int, level: str) -> choices.Options:
    named = [(code, area.names[view.lang]) for code, area in release.areas(year, level).items()]
    return sorted(named, key=lambda each: (plain(each[1]), each[0]))
