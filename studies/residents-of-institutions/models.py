"""Which authority residents are with, how many cross from one to another, and who does."""

from collections.abc import Iterator

import polars as pl

from mutualis.methods.designs import design
from mutualis.methods.estimates import Estimate
from mutualis.methods.intervals import wilson
from mutualis.methods.odds import odds
from mutualis.study.estimated import percent, rows

FACTORS = ["ten_years", "woman", "increased"]
VARIANTS = {"before": "home", "now": "home_now"}


def share(own: pl.DataFrame, met: pl.Expr) -> tuple[Estimate, int]:
    """The percentage of persons who meet it with Wilson's interval, and those who do or do not, whichever are fewer."""
    count, whole = int(own.select(met.sum()).item()), own.height
    low, high = wilson(count, whole)
    return percent(Estimate(count / whole, 0.0, float(low), float(high))), min(count, whole - count)


def destinations(residents: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The percentage of the residents of each kind of institution with each authority: of all, and by home."""
    for (kind,), every in residents.group_by(["kind"], maintain_order=True):
        parts = [
            ("all", every),
            *((str(home), own) for (home,), own in every.sort("home").group_by(["home"], maintain_order=True)),
        ]
        for home, own in parts:
            for competent in sorted(every["competent"].unique()):
                found, persons = share(own, pl.col("competent") == competent)
                yield rows([({"kind": str(kind), "home": home, "competent": competent}, found)], persons)


def crossing(residents: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The percentage of residents, and of their days, in an institution of another authority than that of their home:
    the home before, and (sensitivity) that of the year.
    """
    for (kind,), own in residents.group_by(["kind"], maintain_order=True):
        for variant, column in VARIANTS.items():
            crosses = own.with_columns(crosses=pl.col(column) != pl.col("competent"))
            found, persons = share(crosses, pl.col("crosses"))
            yield rows([({"kind": str(kind), "variant": variant, "measure": "residents"}, found)], persons)
            days = float(crosses.filter("crosses")["days"].sum()) / float(crosses["days"].sum())
            yield rows([({"kind": str(kind), "variant": variant, "measure": "days"}, 100 * days)], persons)


def factors(residents: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Odds ratios of an institution of another authority than that of the home (logistic)."""
    for (kind,), own in residents.group_by(["kind"], maintain_order=True):
        model = odds(own["crosses"], design(own, FACTORS))
        persons = share(own, pl.col("crosses"))[1]
        yield rows((({"kind": str(kind), "term": each}, model.odds_ratio(each)) for each in FACTORS), persons)
