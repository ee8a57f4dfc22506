"""The nearest others of each treated row on the propensity score, within a calliper and a stratum.

Source: calliper of 0.2 standard deviations of the logit, Austin, Pharmaceutical Statistics 10 (2011) 150-161.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.spatial import KDTree

from mutualis.methods.panel.arrays import Floats, Ints
from mutualis.methods.panel.matching import Scores
from mutualis.methods.panel.two_by_two import no_support

CALIPER = 0.2


@dataclass(frozen=True)
class Matches:
    """Pairs of row numbers, treated and other; `unmatched` are treated rows that had nobody near enough."""

    treated: Ints
    others: Ints
    unmatched: Ints

    def weights(self, rows: int) -> Floats:
        """How often each row counts: a matched treated row once, the others 1 / (matches of that treated row) each."""
        made = np.zeros(rows)
        each = np.bincount(self.treated, minlength=rows)
        made[np.unique(self.treated)] = 1.0
        np.add.at(made, self.others, 1.0 / each[self.treated])
        return made


def nearest(
    found: Scores, strata: pl.Series | None = None, *, caliper: float = CALIPER, matches: int = 1, again: bool = True
) -> Matches:
    """The nearest other rows of each treated row on the logit, within the calliper and the same stratum.

    `caliper` is in standard deviations of the logit (all rows); `strata` must agree exactly (sex and age class, say);
    `again` says whether an other row may serve several treated rows. Without, the treated with the highest score come
    first (Rosenbaum 2002). Refuses when less than half of the treated find a match.
    """
    logit, wide = found.logit, caliper * float(found.logit.std())
    groups = np.zeros(len(logit), dtype=np.int64) if strata is None else strata.rank("dense").cast(pl.Int64).to_numpy()
    pairs: list[tuple[int, int]] = []
    for group in np.unique(groups[found.treated]):
        mine = np.flatnonzero(found.treated & (groups == group))
        theirs = np.flatnonzero(~found.treated & (groups == group))
        if len(theirs):
            pairs += _pairs(logit, mine, theirs, wide, matches) if again else _once(logit, mine, theirs, wide, matches)
    made = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    everyone = np.flatnonzero(found.treated)
    unmatched = np.setdiff1d(everyone, made[:, 0])
    if len(unmatched) > len(everyone) / 2:
        raise no_support(f"{len(unmatched):,} of {len(everyone):,} treated have nobody within the calliper")
    return Matches(made[:, 0], made[:, 1], unmatched)


def _pairs(logit: Floats, mine: Ints, theirs: Ints, wide: float, number: int) -> list[tuple[int, int]]:
    """The nearest of the others, which may serve again."""
    far, place = KDTree(logit[theirs, None]).query(
        logit[mine, None], k=min(number, len(theirs)), distance_upper_bound=wide
    )
    far, place = far.reshape(len(mine), -1), place.reshape(len(mine), -1)
    row, column = np.nonzero(np.isfinite(far))
    return list(zip(mine[row].tolist(), theirs[place[row, column]].tolist(), strict=True))


def _once(logit: Floats, mine: Ints, theirs: Ints, wide: float, number: int) -> list[tuple[int, int]]:
    """The nearest of the others that are still free: a sorted list, looked at to both sides."""
    order = theirs[np.argsort(logit[theirs], kind="stable")]
    values, pairs = logit[order], []
    below, above = _links(len(order))
    for row in mine[np.argsort(-logit[mine], kind="stable")]:
        for _ in range(number):
            at = int(np.searchsorted(values, logit[row]))
            left, right = _free(below, at), _free(above, at)
            near = [
                each for each in (left - 1, right) if 0 <= each < len(order) and abs(values[each] - logit[row]) <= wide
            ]
            if not near:
                break
            best = min(near, key=lambda each: abs(values[each] - logit[row]))
            below[best + 1], above[best] = best, best + 1
            pairs.append((int(row), int(order[best])))
    return pairs


def _links(size: int) -> tuple[Ints, Ints]:
    """Where to look next below and above each place; a place that points at itself is free."""
    return np.arange(size + 1), np.arange(size + 1)


def _free(links: Ints, at: int) -> int:
    """Follow the links to a free place, and shorten them on the way."""
    path = []
    while links[at] != at:
        path.append(at)
        at = int(links[at])
    for each in path:
        links[each] = at
    return at
