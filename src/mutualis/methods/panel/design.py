"""A panel of persons or areas followed over years, some of them in pilots: what it must hold before it is estimated.

A row is a person (or an area) in a period. The comparison area is where the pilot is null.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from mutualis.model import MutualisError

# Cluster-robust errors are wrong with few clusters: Cameron and Miller, Journal of Human Resources 50 (2015) 317-372,
# section VI, call fewer than 20 to 50 few; a treated side with a handful misleads worse: MacKinnon and Webb,
# Econometrics Journal 21 (2018) 114-135. Below these there is no figure; below FEW it is told as doubtful.
FEWEST_CLUSTERS, FEWEST_IN_PILOT, FEW_CLUSTERS = 10, 3, 40


@dataclass(frozen=True)
class Panel:
    """Rows with the names of their columns: `rows` has one for each unit and period.

    outcome     a number, for instance expenditure in euros in a year of insurance (what was spent / insured fraction)
    period      a whole number, the year
    pilot       text, the pilot a row belongs to; null in the comparison area
    start       the first period of each pilot, or one for all
    unit        whose level is taken out: a person, an area, or the pilot itself (a_p in methods 4.3)
    cluster     within which rows may depend on each other: a municipality, a district, a person
    covariates  numbers, or text that becomes a column for each value but the first
    weight      the insured fraction of the year; without it each row counts once
    """

    rows: pl.DataFrame
    start: int | Mapping[str, int]
    outcome: str = "outcome"
    period: str = "year"
    pilot: str = "pilot"
    unit: str = "person_id"
    cluster: str = "municipality_code"
    covariates: tuple[str, ...] = ()
    weight: str | None = None

    def __post_init__(self) -> None:
        _require_columns(self)
        _require_values(self)
        _require_pilots(self)
        _require_periods(self)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        named = (self.outcome, self.period, self.pilot, self.unit, self.cluster, *self.covariates)
        return tuple(dict.fromkeys((*named, *((self.weight,) if self.weight else ()))))

    @property
    def pilots(self) -> list[str]:
        return self.rows[self.pilot].drop_nulls().unique().sort().to_list()

    @property
    def periods(self) -> list[int]:
        return self.rows[self.period].unique().sort().to_list()

    def start_of(self, pilot: str) -> int:
        """The first period in which a pilot could have an effect."""
        return self.start[pilot] if isinstance(self.start, Mapping) else self.start

    @property
    def starts(self) -> dict[str, int]:
        return {pilot: self.start_of(pilot) for pilot in self.pilots}

    @property
    def relative(self) -> pl.Expr:
        """Periods since the start of the pilot of a row, 0 in its first; null in the comparison area."""
        since = pl.col(self.pilot).replace_strict(self.starts, default=None, return_dtype=pl.Int64)
        return pl.col(self.period).cast(pl.Int64) - since

    @property
    def weights(self) -> pl.Expr:
        return pl.col(self.weight).cast(pl.Float64) if self.weight else pl.lit(1.0)


def require_clusters(panel: Panel) -> int:
    """How many clusters there are; refuses too few, in all or on the side of a pilot, and names the pilots."""
    found = panel.rows[panel.cluster].n_unique()
    if found < FEWEST_CLUSTERS:
        raise MutualisError(
            f"Errors by {panel.cluster} need {FEWEST_CLUSTERS} clusters or more.",
            there_is=f"there are {found}",
            do="cluster by a smaller area or by person",
        )
    sides = panel.rows.group_by(panel.pilot).agg(pl.col(panel.cluster).n_unique().alias("clusters"))
    few = sides.filter(pl.col("clusters") < FEWEST_IN_PILOT).sort(panel.pilot)
    if len(few):
        said = ", ".join(f"{pilot or 'the comparison area'} ({number})" for pilot, number in few.iter_rows())
        raise MutualisError(
            f"Errors by {panel.cluster} need {FEWEST_IN_PILOT} clusters or more in each pilot and beside them.",
            there_is=f"too few are in: {said}",
            do="cluster by a smaller area or by person, or take pilots together",
        )
    return found


def _require_columns(panel: Panel) -> None:
    missing = [name for name in panel.columns if name not in panel.rows.columns]
    if missing:
        raise MutualisError(
            f"The panel has no column {', '.join(missing)}.", there_is=f"it has {', '.join(panel.rows.columns)}"
        )
    if panel.rows.is_empty():
        raise MutualisError("The panel has no rows.")
    kinds = panel.rows.schema
    if kinds[panel.pilot] != pl.String or not kinds[panel.period].is_integer() or not _is_number(kinds[panel.outcome]):
        raise MutualisError(
            "A panel needs text for the pilot, whole numbers for the period, and numbers for the outcome.",
            there_is=", ".join(f"{name} is {kinds[name]}" for name in (panel.pilot, panel.period, panel.outcome)),
        )


def _is_number(kind: pl.DataType) -> bool:
    return kind.is_numeric() or kind == pl.Boolean


def _require_values(panel: Panel) -> None:
    kept = [name for name in panel.columns if name != panel.pilot or name == panel.unit]
    numbers = [name for name in kept if panel.rows.schema[name].is_float()]
    bad = panel.rows.select(
        [(pl.col(name).is_null() | (~pl.col(name).is_finite() if name in numbers else False)).sum() for name in kept]
    ).row(0)
    for name, count in zip(kept, bad, strict=True):
        if count and not (name == panel.unit == panel.pilot):
            raise MutualisError(
                f"Column {name} of the panel has no value in some rows.",
                there_is=f"{count} rows of {len(panel.rows)}",
                do="fill them or leave those rows out, and say so in the protocol",
            )
    outcome = panel.rows[panel.outcome]
    if outcome.min() == outcome.max():
        raise MutualisError(f"The outcome {panel.outcome} is constant.", do="an effect on it cannot be estimated")
    if panel.weight and not panel.rows[panel.weight].min() > 0:  # type: ignore[operator]
        raise MutualisError(f"The weight {panel.weight} must be above 0.", do="leave rows without insurance out")


def _require_pilots(panel: Panel) -> None:
    if not panel.pilots:
        raise MutualisError("The panel has no pilot.", there_is=f"{panel.pilot} is null in every row")
    if not panel.rows[panel.pilot].null_count():
        raise MutualisError(
            "The pilots have no comparison area.",
            there_is=f"no row has a null {panel.pilot}",
            do="give rows of areas without a pilot",
        )
    unknown = [each for each in panel.pilots if isinstance(panel.start, Mapping) and each not in panel.start]
    if unknown:
        raise MutualisError(f"No first period is given for pilot {', '.join(unknown)}.", do="give it in start")


def _require_periods(panel: Panel) -> None:
    first, last = panel.periods[0], panel.periods[-1]
    absent = sorted(set(range(first, last + 1)) - set(panel.periods))
    if absent:
        raise MutualisError(f"A period has no data: {', '.join(map(str, absent))}.", do="give it, or a shorter panel")
    found = panel.rows.select(panel.pilot, panel.period).unique().group_by(panel.pilot).agg(panel.period)
    have = {pilot: set(periods) for pilot, periods in found.iter_rows()}
    for pilot in panel.pilots:
        start, mine = panel.start_of(pilot), have[pilot]
        if not any(each < start for each in mine) or not any(each >= start for each in mine):
            raise MutualisError(
                f"Pilot {pilot} has no rows before its start, or none from it on.",
                there_is=f"it starts in {start}, its rows are of {min(mine)} to {max(mine)}",
            )
        alone = sorted(mine - have[None])
        if alone:
            raise MutualisError(
                f"Pilot {pilot} has no comparison area in {', '.join(map(str, alone))}.",
                do="give rows of areas without a pilot for that period",
            )
