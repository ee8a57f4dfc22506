"""Bootstrap of clusters (of persons, where the cluster is the person): as many draws as asked, in bounded memory.

A draw takes as many clusters as there are, with replacement; how often each came is the weight of its cross-products,
so that a draw is least squares on the rows drawn, to rounding. Clusters go through in stripes: the number that falls in
each stripe is drawn first, then which, so that no table of clusters x draws is ever held. Stripes run in parallel, each
with its own branch of the seed: the answer does not depend on how many processors there are. Source: Efron and
Tibshirani, An Introduction to the Bootstrap (1993), 13.3; Cameron, Gelbach and Miller, REStat 90 (2008) 414-427.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats
from threadpoolctl import threadpool_limits

from mutualis.methods.panel.alike import few_kinds
from mutualis.methods.panel.arranged import Arranged, arranged, solved, unpacked
from mutualis.methods.panel.arrays import Floats, Ints
from mutualis.methods.panel.design import Panel, require_clusters
from mutualis.methods.panel.gathered import Gathered, gathered
from mutualis.methods.panel.regressors import Term, lies_within, pilot_terms, unit_of
from mutualis.model import MutualisError

DRAWS = 999
# A draw without a cluster of some pilot has no estimate; with more of them than this share the rest says too little.
MOST_LOST = 0.01
AT_ONCE = 50
# Stripes whose draws are held at once.
STRIPES = 32


@dataclass(frozen=True)
class Bootstrapped:
    """The estimates of every draw (draws x effects), those of the rows as they are, and how many draws had none."""

    terms: tuple[Term, ...]
    values: Floats
    draws: Floats
    lost: int

    def combined(self, weights: Floats, level: float = 0.95) -> dict[str, float]:
        """A sum of effects times `weights`, with its error and the normal and the percentile interval."""
        return interval(float(weights @ self.values), self.draws @ weights, level)

    def table(self, level: float = 0.95) -> pl.DataFrame:
        """A row an effect: pilot, period, relative, effect, error, low, high (normal), low_percentile, high_percentile,
        person_periods, and `saving` with the same ends, times the person-periods and with the other sign."""
        rows: list[dict[str, Any]] = []
        for each, weights in zip(self.terms, np.eye(len(self.terms)), strict=True):
            made = self.combined(weights, level)
            saved = self.combined(-each.person_periods * weights, level)
            rows.append(
                {"pilot": each.pilot, "period": each.period, "relative": each.relative, "effect": made.pop("value")}
                | made
                | {"person_periods": each.person_periods, "saving": saved.pop("value")}
                | {f"saving_{name}": value for name, value in saved.items()}
            )
        return pl.DataFrame(rows, infer_schema_length=None)

    def savings(self, level: float = 0.95) -> pl.DataFrame:
        """What each pilot saved over all its periods, and `None` for all: saving, error, and the ends of both kinds."""
        rows: list[dict[str, Any]] = []
        for pilot in dict.fromkeys([*(each.pilot for each in self.terms), None]):
            own = [-each.person_periods * (pilot in (each.pilot, None)) for each in self.terms]
            made = self.combined(np.array(own), level)
            rows.append({"pilot": pilot, "saving": made.pop("value")} | made)
        return pl.DataFrame(rows, infer_schema_length=None)


def interval(value: float, draws: Floats, level: float = 0.95) -> dict[str, float]:
    """Value, error (the spread of the draws), and both ends: value ± z error, and the quantiles of the draws."""
    error = float(draws.std(ddof=1))
    half = float(stats.norm.ppf(0.5 + level / 2)) * error
    low, high = np.quantile(draws, [0.5 - level / 2, 0.5 + level / 2])
    ends = {"low": value - half, "high": value + half}
    return {"value": value, "error": error} | ends | {"low_percentile": float(low), "high_percentile": float(high)}


def bootstrap(panel: Panel, *, draws: int = DRAWS, seed: int, workers: int | None = None) -> Bootstrapped:
    """The effects of `pilot_effects` with draws of clusters; for the person bootstrap the clusters are the persons.

    Refuses fewer than 99 draws, too few clusters, and a panel of which more than one draw in a hundred has no estimate.
    """
    if draws < 99:
        raise MutualisError("A bootstrap needs 99 draws or more.", there_is=f"{draws} were asked", do="take 999")
    require_clusters(panel)
    terms = tuple(pilot_terms(panel))
    values, made = _drawn_effects(panel, [(each.name, each.rows) for each in terms], draws, seed, workers)
    kept = np.isfinite(made).all(axis=1)
    lost = int(draws - kept.sum())
    if lost > MOST_LOST * draws:
        raise MutualisError(
            "Too many draws of the bootstrap have no clusters of some pilot.",
            there_is=f"{lost} of {draws} draws",
            do="cluster by a smaller area or by person, or take pilots together",
        )
    return Bootstrapped(terms, values, made[kept], lost)


def _drawn_effects(
    panel: Panel, terms: list[tuple[str, pl.Expr]], draws: int, seed: int, workers: int | None
) -> tuple[Floats, Floats]:
    """The effects of the rows, and of each draw: by the kinds of rows where these are few, and units lie across
    clusters, else by the cross-products of each cluster. The draws are the same."""
    found = None if lies_within(unit_of(panel), panel.rows[panel.cluster]) else few_kinds(panel)
    model = gathered(found, terms) if found else arranged(panel, terms)
    values = model.coefficients()
    made = drawn_again(model, draws, seed) if isinstance(model, Gathered) else drawn(model, draws, seed, workers)
    return values[: len(terms)], made[:, : len(terms)]


def drawn(model: Arranged, draws: int, seed: int, workers: int | None = None) -> Floats:
    """Coefficients of each draw: draws x columns, NaN where the columns of a draw depend on each other."""
    total = np.zeros((draws, model.packed_width))
    jobs = iter(list(_jobs(model, draws, seed)))
    number = workers or os.cpu_count() or 1
    with threadpool_limits(limits=1, user_api="blas"), ThreadPoolExecutor(number) as pool:
        while batch := list(islice(jobs, number)):
            for part in pool.map(lambda job: _summed(model, *job), batch):
                total += part
    parts = [solved(unpacked(total[at : at + AT_ONCE], model.width)) for at in range(0, draws, AT_ONCE)]
    return np.concatenate(parts)


def drawn_again(model: Gathered, draws: int, seed: int) -> Floats:
    """The same where rows are alike: how often each kind came in a draw, and what its outcomes came to, tell it."""
    size, sums = np.zeros((draws, model.kinds)), np.zeros((draws, model.kinds))
    jobs = _jobs(model, draws, seed)
    while batch := list(islice(jobs, STRIPES)):
        first, beyond = batch[0][0], batch[-1][1]
        often = np.concatenate([_often(*job) for job in batch], axis=1)
        for made, rows in ((size, model.weights[first:beyond]), (sums, model.outcomes[first:beyond])):
            across = rows.T.tocsr()
            for at in range(0, draws, AT_ONCE):
                made[at : at + AT_ONCE] += (across @ often[at : at + AT_ONCE].T.astype(np.float64)).T
    parts = [
        solved(model.products(size[at : at + AT_ONCE], sums[at : at + AT_ONCE])) for at in range(0, draws, AT_ONCE)
    ]
    return np.concatenate(parts)


def _often(first: int, beyond: int, counts: Ints, branch: np.random.SeedSequence) -> NDArray[np.int16]:
    """How often each cluster of a stripe comes in each draw."""
    generator, size = np.random.default_rng(branch), beyond - first
    parts = [multiplicities(counts[at : at + AT_ONCE], size, generator) for at in range(0, len(counts), AT_ONCE)]
    return np.concatenate(parts).astype(np.int16)


def _jobs(model: Arranged | Gathered, draws: int, seed: int) -> Iterator[tuple[int, int, Ints, np.random.SeedSequence]]:
    """Each stripe of clusters with how many of each draw fall in it, and its branch of the seed."""
    stripes = model.stripes
    first, *branches = np.random.SeedSequence(seed).spawn(len(stripes) + 1)
    shares = [(beyond - start) / model.number for start, beyond in stripes]
    counts = np.random.default_rng(first).multinomial(model.number, shares, size=draws)
    for (start, beyond), branch, number in zip(stripes, branches, counts.T, strict=True):
        yield start, beyond, number, branch


def _summed(model: Arranged, first: int, beyond: int, counts: Ints, branch: np.random.SeedSequence) -> Floats:
    """Of each draw, the cross-products of a stripe's clusters times how often they came: draws x packed triangle."""
    generator = np.random.default_rng(branch)
    products, size = model.packed(first, beyond), beyond - first
    parts = []
    for at in range(0, len(counts), AT_ONCE):
        weights = multiplicities(counts[at : at + AT_ONCE], size, generator)
        parts.append(weights @ products)
    return np.concatenate(parts)


def multiplicities(counts: Ints, size: int, generator: np.random.Generator) -> Floats:
    """How often each of `size` clusters comes when counts[b] are drawn: draws x clusters."""
    made = np.empty((len(counts), size))
    for at, number in enumerate(counts):
        made[at] = np.bincount(generator.integers(0, size, number), minlength=size)
    return made
