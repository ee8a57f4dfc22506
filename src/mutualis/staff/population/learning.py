"""The learning loop of a series by quarter: the chart, its signals in words, and what came after each action."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from markupsafe import Markup

from mutualis import reference
from mutualis.methods.before_after import change
from mutualis.methods.control_charts import FEWEST, ControlChart, p_chart, u_chart
from mutualis.methods.control_rules import Signal
from mutualis.picture.control_chart import ChartWords, control_chart
from mutualis.reference import Series, written, written_day
from mutualis.release.providers import OwnFigure
from mutualis.staff.population.notes import Action
from mutualis.staff.population.own import Own
from mutualis.staff.wrong import Wrong

# A p chart is told in percent, a u chart for each thousand patients.
SCALES = {"p": 100, "u": 1000}


@dataclass(frozen=True)
class Followed:
    """An action and what was measured before and after it, in words; '' where there is nothing of one of both."""

    day: str
    what: str
    who: str
    says: str
    word: str


@dataclass(frozen=True)
class Learned:
    """A series as its page shows it."""

    series: Series
    title: str
    unit: str
    svg: Markup
    rows: tuple[tuple[str, str, str], ...]
    signals: tuple[str, ...]
    followed: tuple[Followed, ...]
    is_wide: bool


def series_of(name: str, by: str) -> Series:
    """The series of a name for a kind of provider; the first one for ''. Another name is an error."""
    known = [each for each in reference.provider_sets().series if each.by == by]
    found = next((each for each in known if not name or each.name == name), None)
    if found is None:
        raise Wrong("learning.wrong_series", status=404)
    return found


def learned(own: Own, series: Series, actions: Sequence[Action], language: str) -> Learned:
    """The chart of a series with its limits after Laney, its signals, and the actions that were noted."""
    shown = [each for each in _figures(own, series) if each.numerator is not None and each.denominator]
    periods = [each.period for each in shown]
    chart = _chart(series, shown) if len(shown) >= FEWEST else None
    title = reference.text(f"learning.series_{series.name}", language)
    begun = [_quarter(each.from_day) for each in actions]
    svg = control_chart(chart, periods, _words(series, title, language), begun) if chart is not None else Markup("")
    return Learned(
        series,
        title,
        reference.text(f"learning.unit_{series.chart}", language),
        svg,
        tuple(_row(each, series, language) for each in _figures(own, series)),
        tuple(_signal(each, periods, language) for each in chart.signals) if chart is not None else (),
        tuple(_followed(each, series, shown, language) for each in actions),
        chart is not None and chart.wider > 1,
    )


def _figures(own: Own, series: Series) -> list[OwnFigure]:
    found = (own.figure(series.name, period) for period in own.periods(series.name))
    return [each for each in found if each is not None]


def _chart(series: Series, shown: Sequence[OwnFigure]) -> ControlChart:
    make = p_chart if series.chart == "p" else u_chart
    return make([each.numerator or 0 for each in shown], [each.denominator or 1 for each in shown], laney=True)


def _words(series: Series, title: str, language: str) -> ChartWords:
    return ChartWords(
        title,
        reference.text("learning.mean", language),
        reference.text("learning.upper", language),
        reference.text("learning.lower", language),
        lambda value: _told(value, series, language),
    )


def _told(value: float, series: Series, language: str) -> str:
    number = _number(value, series, language)
    return f"{number} %" if series.chart == "p" else number


def _number(value: float, series: Series, language: str) -> str:
    return written(Decimal(value * SCALES[series.chart]).quantize(Decimal("0.1"), ROUND_HALF_UP), language)


def _row(figure: OwnFigure, series: Series, language: str) -> tuple[str, str, str]:
    if figure.numerator is None or not figure.denominator:
        return figure.period, reference.text("atlas.suppressed", language), ""
    base = written(figure.denominator, language)
    return figure.period, _told(figure.numerator / figure.denominator, series, language), base


def _signal(signal: Signal, periods: Sequence[str], language: str) -> str:
    """A signal as a sentence: the rule, which way, and the periods that made it."""
    where = ", ".join(periods[place] for place in signal.points)
    side = reference.text(f"learning.side_{signal.side}", language)
    return reference.text(f"learning.rule_{signal.rule}", language, side=side, periods=where)


def _followed(action: Action, series: Series, shown: Sequence[OwnFigure], language: str) -> Followed:
    """Quarters that ended before the day against those that began on it or later; the quarter of the day is neither."""
    before = [each for each in shown if _last_day(each.period) < action.from_day]
    after = [each for each in shown if _first_day(each.period) >= action.from_day]
    day = written_day(action.from_day, language)
    if not before or not after:
        return Followed(day, action.what, action.who, reference.text("learning.too_early", language), "")
    found = change(series.chart, _sums(before), _sums(after))
    ends = {"before": _told(found.before, series, language), "after": _told(found.after, series, language)}
    between = {"low": _number(found.low, series, language), "high": _number(found.high, series, language)}
    says = reference.text(f"learning.before_after_{series.chart}", language, **ends, **between)
    return Followed(day, action.what, action.who, says, reference.text(f"learning.word_{found.word}", language))


def _sums(figures: Sequence[OwnFigure]) -> tuple[int, int]:
    return sum(each.numerator or 0 for each in figures), sum(each.denominator or 0 for each in figures)


def _quarter(day: dt.date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"


def _first_day(period: str) -> dt.date:
    year, quarter = period.split("Q")
    return dt.date(int(year), 3 * int(quarter) - 2, 1)


def _last_day(period: str) -> dt.date:
    year, quarter = (int(each) for each in period.split("Q"))
    following = dt.date(year + 1, 1, 1) if quarter == 4 else dt.date(year, 3 * quarter + 1, 1)
    return following - dt.timedelta(days=1)
