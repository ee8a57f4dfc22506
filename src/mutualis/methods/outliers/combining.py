"""Several detectors as one score, and what a controller can say of it: the features that do it, the comparable peers.

Detectors have no common unit; ranks have (a mean of ranks is Borda's count). The features of a flag are
those furthest off beside its peers, who are nearest to it in case mix, not in how they work.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from scipy.stats import rankdata
from sklearn.neighbors import NearestNeighbors

from mutualis.methods.estimates import Floats, Ints, numbers
from mutualis.methods.outliers.detectors import TO_NORMAL, robust_z
from mutualis.model import MutualisError


def combined(scores: Mapping[str, ArrayLike]) -> pl.DataFrame:
    """A row for each provider: its rank by each detector between 0 and 1 (1 the most unusual), and their mean `score`.

    Refuses no detector and detectors of different lengths. Ties share their rank.
    """
    if not scores:
        raise MutualisError("There is no detector to combine.")
    given = {name: numbers(each, f"The score {name}") for name, each in scores.items()}
    lengths = {len(each) for each in given.values()}
    if len(lengths) > 1:
        raise MutualisError("The detectors have different numbers of providers.", there_is=f"{sorted(lengths)}")
    ranks = {name: rankdata(each) / len(each) for name, each in given.items()}
    return pl.DataFrame(ranks).with_columns(score=pl.Series(np.mean(list(ranks.values()), axis=0)))


def together(chances: ArrayLike) -> Floats:
    """One chance for each provider out of those of its tests (providers x tests): the smallest of p(k) x tests / k over
    its k-th smallest. Right for tests that are independent or agree, and stronger than Bonferroni where several agree
    (Simes, Biometrika 73 (1986) 751-754; Sarkar, Annals of Statistics 26 (1998) 494-504). Refuses what is no chance.
    """
    given = numbers(chances, "A chance")
    if given.ndim != 2 or not given.size or (given < 0).any() or (given > 1).any():
        raise MutualisError("A chance is between 0 and 1, in a row for each provider and a column for each test.")
    tests = given.shape[1]
    found: Floats = (np.sort(given, axis=1) * tests / np.arange(1, tests + 1)).min(axis=1)
    return found


def peers(case_mix: ArrayLike, number: int = 20) -> Ints:
    """For each provider the `number` others with the nearest case mix (over robust z), itself left out.

    Refuses fewer other providers than asked.
    """
    given = numbers(case_mix, "The case mix")
    given = given.reshape(len(given), -1)
    if len(given) <= number:
        raise MutualisError(f"There are {len(given)} providers: no {number} peers each.", do="take fewer peers")
    near = NearestNeighbors(n_neighbors=number).fit(robust_z(given))
    return np.asarray(near.kneighbors(return_distance=False), dtype=np.int64)


def largest_features(
    features: ArrayLike, names: Sequence[str], beside: Ints, flagged: Sequence[int], most: int = 3
) -> pl.DataFrame:
    """Why a provider is flagged: for each of `flagged` (places) the features furthest off its peers, largest first.

    Columns: provider (place), feature, value, peers (their median), low and high (their quartiles), off (in robust z
    among the peers; where the peers are all the same, among all providers).
    """
    given = numbers(features, "A feature")
    whole = TO_NORMAL * np.median(np.abs(given - np.median(given, axis=0)), axis=0)
    rows = [_one(given, names, beside[place], place, whole, most) for place in flagged]
    return pl.concat(rows) if rows else _one(given, names, beside[0], 0, whole, most).clear()


def _one(given: Floats, names: Sequence[str], beside: Ints, place: int, whole: Floats, most: int) -> pl.DataFrame:
    others, own = given[beside], given[place]
    low, middle, high = np.quantile(others, [0.25, 0.5, 0.75], axis=0)
    spread = TO_NORMAL * np.median(np.abs(others - middle), axis=0)
    spread = np.where(spread > 0, spread, np.where(whole > 0, whole, 1.0))
    off = (own - middle) / spread
    columns = {"value": own, "peers": middle, "low": low, "high": high, "off": off}
    frame = pl.DataFrame({"provider": [place] * len(own), "feature": list(names), **columns})
    return frame.sort(pl.col("off").abs(), descending=True).head(most)
