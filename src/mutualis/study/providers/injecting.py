"""What the search would find: upcoding injected into the cases at hand, in a known share, and looked for again.

It works on real data as on synthetic ones, with the patients and providers that there are. Who upcodes already counts
as a wrong flag, so the precision is a lower bound. Source: `methods` 7.6 (inject 1, 5 and 20 percent).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.random import Generator

from mutualis.methods.outliers import flags, found_at, lift_at
from mutualis.model import MutualisError
from mutualis.study.providers.days import impossible_days
from mutualis.study.providers.detecting import KEY
from mutualis.study.providers.domain import Material, Rules
from mutualis.study.providers.screening import Screened, screened

FIGURES = ("precision", "recall", "lift")


@dataclass(frozen=True)
class Injected:
    """Cases of which some were raised a class: `is_raised` by case, `chosen` providers."""

    given: Material
    is_raised: np.ndarray
    chosen: frozenset[str]


def injected(given: Material, rate: float, chosen: int, random: Generator) -> Injected:
    """Of `chosen` providers a share `rate` of the cases below the highest class, a class higher and at its threshold.

    Raises where there are not so many providers, or nothing below the highest class.
    """
    names = given.cases[KEY].unique().sort().to_numpy()
    if len(names) <= chosen:
        raise MutualisError(f"There are {len(names)} providers: no {chosen} to inject upcoding into.")
    own = frozenset(random.choice(names, chosen, replace=False).tolist())
    levels = given.domain.levels
    below = (pl.col("observed") != levels[-1]) & pl.col(KEY).is_in(list(own))
    can = given.cases.select(below).to_series().to_numpy()
    if not can.any():
        raise MutualisError("Nothing is below the highest class: no upcoding can be injected.")
    is_raised = can & (random.random(len(can)) < rate)
    if not is_raised.any():
        is_raised[random.choice(np.flatnonzero(can))] = True
    return Injected(_raised(given, is_raised), is_raised, own)


def _raised(given: Material, is_raised: np.ndarray) -> Material:
    above = dict(zip(given.domain.levels[:-1], given.domain.levels[1:], strict=True))
    raised = pl.Series("raised", is_raised)
    cases = given.cases.with_columns(
        observed=pl.when(raised).then(pl.col("observed").replace(above)).otherwise(pl.col("observed")),
        above=pl.when(raised).then(0).otherwise(pl.col("above")),
    )
    return Material(given.domain, cases, given.acts, given.stays)


def detection(
    given: Material, injections: tuple[float, ...], chosen: int, replications: int, rules: Rules, random: Generator
) -> pl.DataFrame:
    """Precision, recall and lift of patients and of providers for each rate of injection: the mean of replications.

    Columns: rate (percent), of (patient or provider), measure, value, persons. Lift of patients: among the cases of
    a share `rare` with the least likely class; of providers: among as many as were chosen, the first by score.
    """
    enough = given.with_enough(rules.fewest)
    persons = enough.cases["person_id"].n_unique()
    rows, days = [], impossible_days(enough)  # of acts, which no injection touches
    for rate in injections:
        told = [_measured(injected(enough, rate, chosen, random), rules, days) for _ in range(replications)]
        for place, (of, measure) in enumerate((of, measure) for of in ("patient", "provider") for measure in FIGURES):
            values = np.array([each[place] for each in told])
            known = values[np.isfinite(values)]
            # no flag at all has no precision: the figure is left out, not made up
            if len(known):
                rows.append((100 * rate, of, measure, float(known.mean()), persons))
    return pl.DataFrame(rows, schema=["rate", "of", "measure", "value", "persons"], orient="row")


def _measured(of: Injected, rules: Rules, days: pl.DataFrame) -> tuple[float, ...]:
    found = screened(of.given, rules, days=days)
    return (*_of_patients(found, of, rules), *_of_providers(found, of))


def _of_patients(found: Screened, of: Injected, rules: Rules) -> tuple[float, float, float]:
    flagged = np.zeros(len(of.is_raised), bool)
    flagged[flags(found.of, rules.rare)["row"].to_numpy()] = True
    truth = of.is_raised.astype(np.float64)
    unlikely = np.where(found.of.observed > found.of.chances.argmax(axis=1), 1 - found.of.chance_of_observed, 0.0)
    return (
        *found_at(flagged.astype(np.float64), truth),
        lift_at(unlikely, truth, max(1, round(rules.rare * len(truth)))),
    )


def _of_providers(found: Screened, of: Injected) -> tuple[float, float, float]:
    rows = found.providers
    truth = rows[KEY].is_in(list(of.chosen)).to_numpy().astype(np.float64)
    flagged = rows["by_test"].to_numpy().astype(np.float64)
    return (*found_at(flagged, truth), lift_at(rows["score"].to_numpy(), truth, len(of.chosen)))
