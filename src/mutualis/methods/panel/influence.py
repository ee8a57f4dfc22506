"""Effects with the influence of each unit on them: errors by cluster, joint tests, and a band that holds all at once.

Source: Callaway and Sant'Anna, Journal of Econometrics 225 (2021) 200-230, section 4.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from mutualis.methods.panel.arrays import Floats, Ints
from mutualis.methods.panel.fit import Wald, wald

AT_ONCE = 64


@dataclass(frozen=True)
class Estimates:
    """Effects, and `influence`, a row a unit and a column an effect, the mean of whose rows is nought."""

    effects: Floats
    influence: Floats
    cluster: Ints
    level: float

    def of(self, effects: Floats, influence: Floats) -> "Estimates":
        """Others, made of these."""
        return Estimates(effects, influence, self.cluster, self.level)

    def of_one(self, effect: float, influence: Floats) -> "Estimates":
        return self.of(np.array([effect]), influence[:, None])

    @property
    def sums(self) -> Floats:
        """Influence summed within clusters: clusters x effects."""
        return np.column_stack([np.bincount(self.cluster, column) for column in self.influence.T])

    @property
    def covariance(self) -> Floats:
        """sum of s s' over clusters, times G / (G - 1), over the number of units squared."""
        sums = self.sums
        made: Floats = sums.T @ sums * len(sums) / (len(sums) - 1) / len(self.influence) ** 2
        return made

    @property
    def freedom(self) -> int:
        return int(self.cluster.max())

    def table(self, keys: pl.DataFrame, draws: int = 0, seed: int = 0) -> pl.DataFrame:
        """The keys with effect, error, low, high and p (t with clusters - 1); with draws also low_all and high_all."""
        errors = np.sqrt(np.diag(self.covariance))
        half = stats.t.ppf(0.5 + self.level / 2, self.freedom) * errors
        p = 2 * stats.t.sf(np.abs(self.effects) / errors, self.freedom)
        made = keys.with_columns(
            effect=self.effects, error=errors, low=self.effects - half, high=self.effects + half, p=p
        )
        if not draws:
            return made
        wide = self.simultaneous(draws, seed) * errors
        return made.with_columns(low_all=self.effects - wide, high_all=self.effects + wide)

    def joint(self, at: Sequence[int]) -> Wald:
        """Whether these effects are all nought."""
        return wald(self.effects[list(at)], self.covariance[np.ix_(at, at)], self.freedom)

    def simultaneous(self, draws: int, seed: int) -> float:
        """By how many errors a band reaches that holds all effects at once: the quantile of the largest |t| of draws.

        A draw turns the sign of each cluster's influence at random (Rademacher weights); algorithm 1 of the paper.
        """
        sums = self.sums
        error = np.sqrt((sums**2).sum(axis=0))
        generator, largest = np.random.default_rng(seed), []
        for at in range(0, draws, AT_ONCE):
            signs = generator.choice([-1.0, 1.0], (min(AT_ONCE, draws - at), len(sums)))
            largest.append(np.abs(signs @ sums / error).max(axis=1))
        alone = stats.t.ppf(0.5 + self.level / 2, self.freedom)
        return float(max(np.quantile(np.concatenate(largest), self.level), alone))
