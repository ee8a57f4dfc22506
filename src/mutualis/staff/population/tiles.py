"""The tiles of a practice or hospital: its share with interval, its trend, and how it lies beside the others."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from markupsafe import Markup

from mutualis import methods, reference
from mutualis.picture.plots import Dot, Words, funnel
from mutualis.picture.pyramid import Step, population_pyramid
from mutualis.picture.sparkline import sparkline
from mutualis.reference import indicator_facts, written
from mutualis.release.providers import OwnFigure, point_of
from mutualis.release.values import CROSS, NONE, SHOWN
from mutualis.staff.population.own import Own

EQUITY, PEOPLE, PYRAMID = "increased_reimbursement", "insured", "sex*age_class"
TENTH = Decimal("0.1")
LIMITS = (0.95, 0.998)
MEN, WOMEN = "1", "2"


@dataclass(frozen=True)
class Tile:
    """What a tile shows; `value` is '' where the figure is hidden or there is none. `kind` is higher, similar or lower
    than what the ages and sexes of its patients would have, `better` whether that is good."""

    indicator: str
    title: str
    definition: str
    value: str
    between: str
    of: str
    mean: str
    kind: str
    word: str
    better: str
    spark: Markup
    equity: tuple[str, ...]


def tile(own: Own, indicator: str, period: str, language: str) -> Tile:
    """The tile of an indicator in a year."""
    figure, there = own.figure(indicator, period), own.sets.of(indicator, own.provider.by, period)
    kind = _kind(figure)
    word = reference.text(f"learning.than_{kind}_{own.provider.by}", language) if kind else ""
    return Tile(
        indicator,
        reference.text(f"indicators.{indicator}.title", language),
        reference.text(f"indicators.{indicator}.definition", language),
        _value(figure, language),
        _between(figure, language),
        _of(figure, language),
        f"{written(there.mean.quantize(TENTH, ROUND_HALF_UP), language)} %" if there else "",
        kind,
        word,
        _better(indicator, kind),
        _spark(own, indicator, language),
        tuple(_value(own.figure(indicator, period, EQUITY, each), language) for each in ("yes", "no")),
    )


def _share(figure: OwnFigure | None) -> Decimal | None:
    if figure is None or figure.numerator is None or not figure.denominator:
        return None
    return (Decimal(100 * figure.numerator) / figure.denominator).quantize(TENTH, ROUND_HALF_UP)


def _value(figure: OwnFigure | None, language: str) -> str:
    share = _share(figure)
    return "" if share is None else f"{written(share, language)} %"


def _between(figure: OwnFigure | None, language: str) -> str:
    """Wilson's interval, in percent."""
    if figure is None or figure.numerator is None or not figure.denominator:
        return ""
    ends = methods.wilson(figure.numerator, figure.denominator)
    low, high = (written(Decimal(float(end) * 100).quantize(TENTH, ROUND_HALF_UP), language) for end in ends)
    return reference.text("atlas.from_to", language, low=low, high=high)


def _of(figure: OwnFigure | None, language: str) -> str:
    if figure is None or figure.numerator is None or figure.denominator is None:
        return ""
    count, base = written(figure.numerator, language), written(figure.denominator, language)
    return reference.text("learning.count_of", language, count=count, base=base)


def _kind(figure: OwnFigure | None) -> str:
    """Observed beside expected for ages and sexes, with Byar's interval of 95 %."""
    if figure is None or figure.numerator is None or not figure.expected:
        return ""
    low, high = methods.byar(figure.numerator, figure.expected)
    return "higher" if float(low) > 1 else "lower" if float(high) < 1 else "similar"


def _better(indicator: str, kind: str) -> str:
    polarity = indicator_facts(indicator).polarity
    if kind not in ("higher", "lower") or polarity not in ("higher", "lower"):
        return ""
    return "better" if kind == polarity else "worse"


def _spark(own: Own, indicator: str, language: str) -> Markup:
    periods = own.periods(indicator)
    told = {each: _share(own.figure(indicator, each)) for each in periods}
    sets = {each: own.sets.of(indicator, own.provider.by, each) for each in periods}
    beside = {period: each.mean for period, each in sets.items() if each is not None}
    title = reference.text(f"indicators.{indicator}.title", language)
    words = (
        reference.text("dashboard.spark", language, title=title, first=periods[0], last=periods[-1]) if periods else ""
    )
    return sparkline(told, beside, words)


def own_funnel(own: Own, indicator: str, period: str, language: str) -> Markup:
    """The anonymous points with the own one marked; '' where there are no points. The own point is drawn once: its
    anonymous twin is taken away."""
    there, figure = own.sets.of(indicator, own.provider.by, period), own.figure(indicator, period)
    if there is None or not there.points:
        return Markup("")
    others = list(there.points)
    dots = []
    if figure is not None and figure.numerator is not None and figure.denominator and figure.expected:
        mine = point_of(figure.numerator, figure.denominator, figure.expected, there.mean, own.sets.base)
        if mine in others:
            others.remove(mine)
        dots = [Dot(mine.cases, float(mine.value) / 100, 0.0, 0.0, is_own=True)]
    dots += [Dot(each.cases, float(each.value) / 100, 0.0, 0.0) for each in others]
    title = reference.text(f"indicators.{indicator}.title", language)
    words = Words(
        f"funnel-{indicator}",
        reference.text(f"dashboard.funnel_of_{own.provider.by}", language, title=title, year=period),
        reference.text("dashboard.funnel_says", language, number=written(len(dots), language)),
        reference.text(f"dashboard.along_{own.provider.by}", language),
        reference.text(f"learning.own_{own.provider.by}", language),
        lambda share: f"{written(Decimal(str(round(share * 100, 1))), language)} %",
        lambda cases: written(cases, language),
    )
    return funnel(dots, float(there.mean) / 100, words, LIMITS)


def own_pyramid(own: Own, period: str, language: str) -> tuple[Markup, list[tuple[str, tuple[str, ...]]]]:
    """The pyramid of the own patients, and its rows: (age class, men and women as written)."""
    classes = own.release.classifications
    ages = [each for each in classes["age_class"].categories if each != reference.UNKNOWN]
    steps, rows = [], []
    for age in ages:
        figures = [own.figure(PEOPLE, period, PYRAMID, CROSS.join((sex, age))) for sex in (MEN, WOMEN)]
        persons = [_persons(each) for each in figures]
        name = own.release.category_name("age_class", age, language)
        steps.append(Step(name, persons[0], persons[1]))
        small = reference.text("atlas.suppressed", language)
        rows.append((name, tuple(small if each is None else written(each, language) for each in persons)))
    sexes = [own.release.category_name("sex", each, language) for each in (MEN, WOMEN)]
    title = reference.text("learning.pyramid", language, year=period)
    return population_pyramid(steps, sexes[0], sexes[1], title), rows


def _persons(figure: OwnFigure | None) -> int | None:
    if figure is None or figure.status == NONE:
        return 0
    return figure.persons if figure.status == SHOWN else None
