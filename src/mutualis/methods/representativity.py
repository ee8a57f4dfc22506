"""How well a sample shows its population: a test for every margin that both are counted by.

The population is known, so what the sample should show is known too. Persons are drawn within strata that have a
sampling fraction each (below 65: 1 of 40; from 65 on: 1 of 20), and a stratum counts in the estimate by its size in the
population (post-stratified, as the number drawn is itself random).
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from mutualis.model import MutualisError

Floats = npt.NDArray[np.float64]
Z = 1.96
LARGEST_DIFFERENCE = 0.02


@dataclass(frozen=True)
class Margin:
    """One margin (such as sex): for each category the share in the population, the share that the sample estimates,
    the standard error of that estimate, `z` of the difference and the standardised difference (Cohen's h).
    """

    population: Floats
    estimate: Floats
    error: Floats
    z: Floats
    difference: Floats

    @property
    def within(self) -> float:
        """The share of categories whose z lies within 1.96; NaN where no category can be tested."""
        tested = ~np.isnan(self.z)
        return float((np.abs(self.z[tested]) < Z).mean()) if tested.any() else float("nan")

    @property
    def is_alike(self) -> bool:
        """Whether no category differs by more than 0.02 (Cohen's h) beyond what chance allows at the 95 % level, shared
        by all categories tested (Bonferroni).
        """
        tested = max(1, int((~np.isnan(self.z)).sum()))
        limit = NormalDist().inv_cdf(1 - 0.025 / tested)
        one_error = np.divide(self.difference, self.z, out=np.zeros_like(self.z), where=np.abs(self.z) > 0)
        return bool((np.abs(self.difference) <= LARGEST_DIFFERENCE + limit * np.nan_to_num(one_error)).all())


def margin(population: npt.ArrayLike, sample: npt.ArrayLike, fraction: npt.ArrayLike) -> Margin:
    """Test a margin. `population` and `sample`: persons by stratum (rows) and category (columns); `fraction`: the
    sampling fraction of each stratum (0 to 1).

    Share of a category: sum of W_h p_h, with W_h the stratum's share in the population and p_h the category's share in
    the stratum; variance: sum of W_h^2 (1 - f_h) P_h (1 - P_h) / n_h with P_h of the population. A category that
    nobody or everybody has is not tested. Source: methods.md 9; Cochran, Sampling Techniques (1977), 5A.9; Cohen,
    Statistical Power Analysis (1988), 6.2 for h = 2 asin(sqrt p) - 2 asin(sqrt P).
    """
    people, drawn = (np.atleast_2d(np.asarray(each, dtype=float)) for each in (population, sample))
    fractions = np.asarray(fraction, dtype=float)
    _check(people, drawn, fractions)
    size, taken = people.sum(axis=1, keepdims=True), drawn.sum(axis=1, keepdims=True)
    weight = size / size.sum()
    share, seen = people / size, drawn / taken
    variance = (weight**2 * (1 - fractions[:, None]) * share * (1 - share) / taken).sum(axis=0)
    wanted, estimate, error = (weight * share).sum(axis=0), (weight * seen).sum(axis=0), np.sqrt(variance)
    z = np.divide(estimate - wanted, error, out=np.full_like(error, np.nan), where=error > 0)
    difference = 2 * (np.arcsin(np.sqrt(np.clip(estimate, 0, 1))) - np.arcsin(np.sqrt(np.clip(wanted, 0, 1))))
    return Margin(wanted, estimate, error, z, difference)


def _check(people: Floats, drawn: Floats, fractions: Floats) -> None:
    if people.shape != drawn.shape or len(fractions) != len(people):
        raise MutualisError(
            "Population, sample and sampling fractions do not have the same strata and categories.",
            there_is=f"{people.shape}, {drawn.shape} and {fractions.shape}",
        )
    if (drawn.sum(axis=1) <= 0).any():
        raise MutualisError("A stratum has nobody in the sample.", do="join strata, or draw from a larger population")
