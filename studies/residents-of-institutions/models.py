"""Which authority residents are with, how many cross from one to another, and who does."""

from collections.abc import Iterator

import polars as pl

from mutualis.methods.designs import design
from mutualis.methods.estimates import Estimate
from mutualis.methods.intervals import wilson
from mutualis.methods.odds import odds
from mutualis.study import Desk
from mutualis.study.estimated import percent, rows

FACTORS = ["ten_years", "woman", "increased"]


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


def crossing(desk: Desk, residents: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The percentage of residents, and of their days, in an institution of another authority than that of their home:
    the home before, and (sensitivity) that of the year; not where too few persons make the difference between both.
    """
    for (kind,), own in residents.group_by(["kind"], maintain_order=True):
        by_now = pl.col("home_now") != pl.col("competent")
        variants = {"before": own}
        if 0 < (moved := own.filter(by_now != pl.col("crosses")).height) < desk.k:
            why = f"it tells the same of all but fewer than {desk.k} persons"
            desk.deviate(f"crossing is not told by the home of the year ({kind})", why)
        else:
            variants["now"] = own.with_columns(crosses=by_now) if moved else own
        for variant, told in variants.items():
            found, persons = share(told, pl.col("crosses"))
            yield rows([({"kind": str(kind), "variant": variant, "measure": "residents"}, found)], persons)
            days = float(told.filter("crosses")["days"].sum()) / float(told["days"].sum())
            yield rows([({"kind": str(kind), "variant": variant, "measure": "days"}, 100 * days)], persons)


def factors(residents: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Odds ratios of an institution of another authority than that of the home (logistic)."""
    for (kind,), own in residents.group_by(["kind"], maintain_order=True):
        model = odds(own["crosses"], design(own, FACTORS))
        persons = share(own, pl.col("crosses"))[1]
        yield rows((({"kind": str(kind), "term": each}, model.odds_ratio(each)) for each in FACTORS), persons)
