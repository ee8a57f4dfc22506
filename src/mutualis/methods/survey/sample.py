"""How a sample was drawn, and the variance of a weighted total under it.

    Var = sum over strata h of (1 - f_h) n_h / (n_h - 1) sum over clusters c of (z_hc - mean of z_h)^2

z_hc is the weighted sum over the persons of a cluster (a household, else the person), n_h the clusters of the stratum,
f_h its sampling fraction. One person a cluster and equal weights give `methods` 9: N^2 (1 - f) s^2 / n. Sources:
Cochran, Sampling Techniques (1977), 5.3 and 11.3; Särndal, Swensson and Wretman (1992), 4.3.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student

from mutualis.methods.estimates import Estimate, Floats, Ints, numbers, weights_of
from mutualis.methods.kinds import numbered
from mutualis.model import MutualisError


@dataclass(frozen=True)
class Sample:
    """Weights of persons; the cluster of each and the stratum of each cluster, numbered from 0; fractions of strata."""

    weights: Floats
    cluster: Ints
    stratum: Ints
    fraction: Floats

    @property
    def degrees(self) -> int:
        """Clusters less strata."""
        return max(len(self.stratum) - len(self.fraction), 1)

    def variance(self, parts: Floats) -> float:
        """Of the sum of the parts of persons, weights in them."""
        sums = np.bincount(self.cluster, parts, len(self.stratum))
        clusters = np.bincount(self.stratum, minlength=len(self.fraction))
        means = np.bincount(self.stratum, sums) / clusters
        means = np.where(clusters > 1, means, sums.mean())
        squares = np.bincount(self.stratum, (sums - means[self.stratum]) ** 2)
        factor = np.where(clusters > 1, clusters / np.maximum(clusters - 1, 1), 1.0)
        return float(((1 - self.fraction) * factor * squares).sum())

    def estimate(self, value: float, parts: Floats, level: float) -> Estimate:
        """A value with the error of the linearised parts and an interval of Student's t."""
        error = float(np.sqrt(self.variance(parts)))
        half = float(student.ppf((1 + level) / 2, self.degrees)) * error
        return Estimate(float(value), error, float(value - half), float(value + half))


def sample(
    weights: ArrayLike,
    strata: Any | None = None,
    clusters: Any | None = None,
    fractions: ArrayLike | None = None,
    lonely: Literal["refuse", "centre"] = "refuse",
) -> Sample:
    """Of persons: design (or calibrated) weights, stratum, household, and the fraction (as 1/40) of their stratum.

    Without fractions the sample is taken as small beside the population. A household belongs to one stratum: that of
    the person who was drawn. A stratum with one cluster has no variance of its own: it is refused, or measured from the
    middle of all (`lonely="centre"`, a little cautious). Refuses fractions that differ within a stratum.
    """
    heavy = weights_of(weights, len(np.asarray(weights)))
    rows = len(heavy)
    layer = np.zeros(rows, dtype=np.int64) if strata is None else _codes(strata, rows)
    group = np.arange(rows) if clusters is None else _codes(clusters, rows)
    of_cluster = _one_each(layer, group, "A cluster belongs to several strata.")
    part = np.zeros(rows) if fractions is None else numbers(fractions, "The sampling fraction", rows)
    if (part < 0).any() or (part > 1).any():
        raise MutualisError("A sampling fraction is between 0 and 1.", do="give 1/40 for one in forty")
    fraction = _one_each(part, layer, "The sampling fraction differs within a stratum.")
    alone = int((np.bincount(of_cluster) == 1).sum())
    if alone and lonely == "refuse":
        raise MutualisError(
            "A stratum has one cluster only: it has no variance.",
            there_is=f"{alone} of {len(fraction)} strata",
            do="join strata that are alike, or measure from the middle of all",
        )
    return Sample(heavy, group, of_cluster, fraction)


def _codes(labels: Any, rows: int) -> Ints:
    if len(labels) != rows:
        raise MutualisError(f"A column has {len(labels):,} rows where {rows:,} are needed.")
    return numbered(labels)


def _one_each(values: Any, group: Ints, wrong: str) -> Any:
    """The one value of each group; an error where a group has several."""
    _, first = np.unique(group, return_index=True)
    found = values[first]
    if (found[group] != values).any():
        raise MutualisError(wrong)
    return found
