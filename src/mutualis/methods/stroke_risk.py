"""Risk-adjusted death after a stroke (indicator 4): expected deaths by hospital from a logistic model of the cases.

Source: linkage 2.4 (inferred). Severity (NIHSS) is not among the data of 20/284, and is told as a limitation wherever
these figures are shown. A case whose death is not known is left out and counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from mutualis.methods.discrimination import c_statistic, calibration, optimism
from mutualis.methods.indirect import byar
from mutualis.methods.logistic import Floats, expit, logistic, spread
from mutualis.methods.random_intercept import random_intercept
from mutualis.methods.risk_columns import Columns, risk_columns
from mutualis.methods.stroke_shares import HOSPITAL, age, benchmark, is_small
from mutualis.model import MutualisError

FEW_FOR_COEFFICIENTS, STEEP = "few_deaths_for_coefficients", "steep"


class NoModel(MutualisError):
    """The cases carry no risk model."""


@dataclass(frozen=True)
class RiskModel:
    """A fitted model. `cases` have `observed` (0 or 1) and `expected` (probability at a hospital like the mean one).

    `unknown`, `ageless`: cases left out because their death, or age, is not known. `columns.left_out`: covariates left
    out, with reasons. `notes`: what makes the model doubtful. `deviation`: spread between hospitals in log odds, None
    without random intercepts; then `cases` have `predicted` too, with the hospital's own intercept.
    """

    days: int
    columns: Columns
    coefficients: Floats
    cases: pl.DataFrame
    unknown: int
    deviation: float | None
    notes: tuple[str, ...]
    ageless: int = 0

    @property
    def overall(self) -> float:
        """Observed deaths over cases."""
        return float(self.cases["observed"].mean())  # type: ignore[arg-type]

    @property
    def c_statistic(self) -> float:
        """Of the model on its own cases."""
        return c_statistic(*self._pair())

    def calibration(self) -> pl.DataFrame:
        """Expected and observed deaths by group of rising risk."""
        return calibration(*self._pair(), benchmark()["risk_model"]["calibration_groups"])

    def optimism(self, samples: int | None = None, seed: int = 1) -> tuple[float, float]:
        """By how much c-statistic and calibration slope are too good (bootstrap, the covariates given)."""
        rule, (_, outcome) = benchmark()["risk_model"], self._pair()
        design, near = self.columns.matrix, self.coefficients

        def fit(weights: Floats) -> Floats:
            return logistic(design, outcome, penalty=rule["ridge"], weights=weights, start=near).linear(design)

        return optimism(fit, outcome, rule["bootstrap"] if samples is None else samples, seed)

    def _pair(self) -> tuple[Floats, Floats]:
        return self.cases["expected"].to_numpy(), self.cases["observed"].to_numpy()


def risk_model(
    cases: pl.DataFrame, days: int = 30, *, left_out: Sequence[str] | None = None, by_hospital: bool = False
) -> RiskModel:
    """Fit death within 30 or 90 days. `cases` are those of `stroke.cases`, with Charlson groups `is_<group>` present at
    admission; `left_out` replaces the groups that the model leaves out by default (hemiplegia); `by_hospital` gives
    hospitals a random intercept.

    Raises NoModel where deaths or survivors are too few.
    """
    name = f"death_{days}"
    counted = cases.filter(pl.col(f"{name}_counted"))
    decided = counted.filter(pl.col(name).is_not_null())
    known = decided.filter(age().is_not_null()).sort(HOSPITAL, "stay_code")
    outcome = known[name].cast(pl.Float64).to_numpy()
    _require_deaths(outcome, days)
    columns, ridge = risk_columns(known, outcome, left_out), benchmark()["risk_model"]["ridge"]
    found = RiskModel(
        days, columns, np.empty(0), known, counted.height - decided.height, None, (), decided.height - known.height
    )
    told = {"observed": outcome}
    if by_hospital:
        group = known[HOSPITAL].rank("dense").to_numpy().astype(np.int64) - 1
        made = random_intercept(columns.matrix, outcome, group, penalty=ridge)
        linear = made.linear(columns.matrix)
        told |= {"expected": expit(linear), "predicted": expit(linear + made.effects[group])}
        found = replace(found, coefficients=made.coefficients, deviation=made.deviation)
    else:
        fit = logistic(columns.matrix, outcome, penalty=ridge)
        told |= {"expected": fit.probability(columns.matrix)}
        found = replace(found, coefficients=fit.coefficients)
    return replace(
        found, cases=known.with_columns(**{key: pl.Series(each) for key, each in told.items()}), notes=_notes(found)
    )


def _require_deaths(outcome: Floats, days: int) -> None:
    least, deaths = benchmark()["risk_model"]["least_deaths"], int(outcome.sum())
    if min(deaths, len(outcome) - deaths) < least:
        raise NoModel(
            f"There is no risk model of death within {days} days: deaths or survivors are too few.",
            there_is=f"fewer than {least} of one of them",
            do="take more years or hospitals together",
        )


def _notes(model: RiskModel) -> tuple[str, ...]:
    rule, outcome = benchmark()["risk_model"], model.cases
    deaths = min(outcome[f"death_{model.days}"].sum(), outcome.height - outcome[f"death_{model.days}"].sum())
    few = deaths < rule["deaths_per_coefficient"] * len(model.columns.names)
    reach = np.abs(model.coefficients[1:]) * spread(model.columns.matrix, np.ones(outcome.height))
    steep = [
        f"{STEEP}:{name}" for name, each in zip(model.columns.names, reach, strict=True) if each > rule["steepest"]
    ]
    return (*([FEW_FOR_COEFFICIENTS] if few else []), *steep)


def hospital_ratios(model: RiskModel, *splits: str) -> pl.DataFrame:
    """Observed over expected deaths of each hospital (and split), with Byar's 95 % limits; few cases hidden.

    Columns: cases, observed, expected, smr, low, high, adjusted (smr x the overall share, with adjusted_low and
    adjusted_high), is_hidden; and with random intercepts `shrunken` (predicted over expected deaths; Krumholz et al.,
    Circulation 113 (2006) 1693-1701). What is hidden is null.
    """
    summed = [pl.col(each).sum() for each in ("observed", "expected", "predicted") if each in model.cases.columns]
    found = model.cases.group_by(HOSPITAL, *splits).agg(pl.len().alias("cases"), *summed).sort(HOSPITAL, *splits)
    low, high = byar(found["observed"].to_numpy(), found["expected"].to_numpy())
    ratio = found.with_columns(smr=pl.col("observed") / pl.col("expected"), low=low, high=high)
    if "predicted" in ratio.columns:
        ratio = ratio.with_columns(shrunken=pl.col("predicted") / pl.col("expected")).drop("predicted")
    adjusted = {
        f"adjusted{end}": pl.col(each) * model.overall
        for end, each in (("", "smr"), ("_low", "low"), ("_high", "high"))
    }
    made = ratio.with_columns(**adjusted, is_hidden=is_small("observed", "cases"))
    shown = [each for each in made.columns if each not in (HOSPITAL, *splits, "is_hidden")]
    return made.with_columns(pl.when(~pl.col("is_hidden")).then(pl.col(name)).alias(name) for name in shown)
