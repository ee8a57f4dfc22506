"""The columns of a regression: one for each pilot and period (or period since the start), and the covariates."""

from dataclasses import dataclass

import polars as pl

from mutualis.methods.panel.design import Panel
from mutualis.model import MutualisError

MOST_VALUES = 100


@dataclass(frozen=True)
class Term:
    """An effect: the rows it is about, and what they have in common (a null pilot is all pilots together)."""

    pilot: str | None
    period: int | None
    relative: int | None
    rows: pl.Expr
    person_periods: float

    @property
    def name(self) -> str:
        """As it is named where the others tell it."""
        return (
            f"the effect {self.relative:+d} from the start" if self.pilot is None else f"{self.pilot} in {self.period}"
        )


def pilot_terms(panel: Panel, *, leads: bool = False) -> list[Term]:
    """A term for each pilot and period from its start on; with `leads` also before it, but for the period just before.

    Effects are measured from all periods before the start; with `leads` from the one just before it.
    """
    return _terms(panel, [panel.pilot, panel.period], leads=leads)


def event_terms(panel: Panel, earliest: int | None = None, latest: int | None = None) -> list[Term]:
    """A term for each period since the start, all pilots together, but for -1, the base.

    Periods before `earliest` and after `latest` are counted with them.
    """
    low, high = (-10_000 if earliest is None else earliest), (10_000 if latest is None else latest)
    if low > -1 or high < 0:
        raise MutualisError("An event study reaches from -1 or before to 0 or after.", there_is=f"{low} to {high}")
    return _terms(panel, [], leads=True, bounds=(low, high))


def _terms(panel: Panel, by: list[str], *, leads: bool, bounds: tuple[int, int] = (-10_000, 10_000)) -> list[Term]:
    since = panel.relative.clip(*bounds)
    inside = panel.rows.lazy().filter(pl.col(panel.pilot).is_not_null())
    wanted = (pl.col("relative_") >= 0) | (leads & (pl.col("relative_") != -1))
    cells = (
        inside.select(
            pl.col(panel.pilot).alias("pilot_"),
            pl.col(panel.period).cast(pl.Int64).alias("period_"),
            since.alias("relative_"),
            panel.weights.alias("weight_"),
        )
        .filter(wanted)
        .group_by(["pilot_", "period_", "relative_"] if by else ["relative_"])
        .agg(pl.col("weight_").sum())
        .sort(["pilot_", "period_"] if by else ["relative_"])
        .collect()
    )
    return [_term(panel, cell, since) for cell in cells.iter_rows(named=True)]


def _term(panel: Panel, cell: dict[str, object], since: pl.Expr) -> Term:
    """The rows of a cell of pilot and period, or of a period since the start."""
    if "pilot_" not in cell:
        rows = since.eq(int(str(cell["relative_"]))).fill_null(False)
        return Term(None, None, int(str(cell["relative_"])), rows, float(str(cell["weight_"])))
    period, relative = int(str(cell["period_"])), int(str(cell["relative_"]))
    rows = (pl.col(panel.pilot).eq(str(cell["pilot_"])) & pl.col(panel.period).eq(period)).fill_null(False)
    return Term(str(cell["pilot_"]), period, relative, rows, float(str(cell["weight_"])))


def unit_of(panel: Panel) -> pl.Series:
    """The column whose levels are taken out; where that is the pilot, the comparison area is a value of its own."""
    column = panel.rows[panel.unit]
    return column.fill_null("") if panel.unit == panel.pilot else column


def lies_within(units: pl.Series, clusters: pl.Series) -> bool:
    """Whether every unit lies within one cluster."""
    of = pl.LazyFrame([units.alias("unit"), clusters.alias("cluster")]).unique()
    return bool(of.group_by("unit").len().select(pl.col("len").max()).collect().item() == 1)


def covariates(panel: Panel) -> pl.DataFrame:
    """The covariates as numbers; one of text as a column for each value but the first. Refuses a constant one."""
    made: list[pl.Series] = []
    for name in panel.covariates:
        column = panel.rows[name]
        if column.dtype.is_numeric() or column.dtype == pl.Boolean:
            made.append(column.cast(pl.Float64))
        else:
            made.extend(_dummies(column.cast(pl.String)))
    for column in made:
        if column.min() == column.max():
            raise MutualisError(f"The covariate {column.name} is constant.", do="leave it out")
    return pl.DataFrame(made)


def _dummies(column: pl.Series) -> list[pl.Series]:
    values = column.unique().sort().to_list()
    if not 2 <= len(values) <= MOST_VALUES:
        raise MutualisError(
            f"The covariate {column.name} has {len(values)} values.",
            do=f"give one of 2 to {MOST_VALUES} values, or a number",
        )
    return [(column == value).cast(pl.Float64).alias(f"{column.name} = {value}") for value in values[1:]]
