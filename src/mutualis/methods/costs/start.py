"""The S-estimate: the line whose residuals have the smallest robust scale, by many small subsets of rows.

Every subset of as many rows as coefficients gives a line; after two steps of weighted least squares the best few go on
until they stand still. Half of the rows may be anything. All lines of a round are computed at once, on at most SEEN
rows; the best two of those go on over all rows. Source: Rousseeuw and Yohai (1984); Salibian-Barrera and Yohai, A Fast
Algorithm for S-Regression Estimates, Journal of Computational and Graphical Statistics 15 (2006) 414-427.
"""

import numpy as np

from mutualis.methods.costs.bisquare import HALF_BREAKDOWN, half_of, scale, weight
from mutualis.methods.estimates import Floats
from mutualis.model import MutualisError

SUBSETS, BEST, LAST, SEEN, TRIES = 500, 30, 2, 600, 20
STEPS, CLOSE, AT_ONCE = 200, 1e-7, 2_000_000


def s_estimate(values: Floats, rows: Floats, seed: int) -> tuple[Floats, float]:
    """The coefficients and the scale. Refuses where no subset of rows tells the coefficients, or the scale is 0."""
    dice = np.random.default_rng(seed)
    seen = dice.permutation(len(values))[:SEEN]
    lines = _subset_lines(values[seen], rows[seen], dice)
    lines = _best(lines, values[seen], rows[seen], BEST, steps=2)
    lines = _best(lines, values[seen], rows[seen], LAST, steps=STEPS)
    if len(seen) < len(values):
        lines = _best(lines, values, rows, 1, steps=STEPS)
    found = float(scale(values - rows @ lines[0], half_of(*rows.shape)))
    if not found > 1e-12 * max(float(np.abs(values).max()), 1e-300):
        raise MutualisError(
            "A robust regression has no scale: more than half of the rows lie on one line exactly.",
            do="fit rows above 0 apart, as in a two-part model",
        )
    return lines[0], found


def _subset_lines(values: Floats, rows: Floats, dice: np.random.Generator) -> Floats:
    """The lines through subsets of rows that tell all coefficients: one a row."""
    size, found = rows.shape[1], []
    for _ in range(TRIES):
        chosen = dice.integers(0, len(values), (SUBSETS, size))
        parts = rows[chosen]
        told = np.linalg.cond(parts) < 1e8
        found.append(np.linalg.solve(parts[told], values[chosen[told]][..., None])[..., 0])
        if sum(map(len, found)) >= SUBSETS:
            return np.concatenate(found)[:SUBSETS]
    if sum(map(len, found)) >= SUBSETS // 5:
        return np.concatenate(found)
    raise MutualisError(
        "A robust regression finds too few subsets of rows that tell all coefficients.",
        do="join rare categories, or leave covariates out",
    )


def _best(lines: Floats, values: Floats, rows: Floats, many: int, steps: int) -> Floats:
    """The lines with the smallest scales, the smallest first, after so many steps or when all stand still."""
    half = half_of(*rows.shape)
    scales = scale(values - lines @ rows.T, half, steps=3)
    for _ in range(steps):
        after = np.concatenate([_stepped(*part, values, rows) for part in _parts(lines, scales, len(values))])
        scales = scale(values - after @ rows.T, half, scales, steps=1)
        moved = np.abs(after - lines).max() > CLOSE * (1 + np.abs(lines).max())
        lines = after
        if not moved:
            break
    return lines[np.argsort(scale(values - lines @ rows.T, half, scales))[:many]]


def _parts(lines: Floats, scales: Floats, rows: int) -> list[tuple[Floats, Floats]]:
    """Lines in parts of which all rows fit into memory at once."""
    count = max(1, len(lines) * rows * lines.shape[1] // AT_ONCE)
    return list(zip(np.array_split(lines, count), np.array_split(scales, count), strict=True))


def _stepped(lines: Floats, scales: Floats, values: Floats, rows: Floats) -> Floats:
    """Each line after a step of weighted least squares; as it was where its scale is 0 or too few rows weigh."""
    safe = np.where(scales > 0, scales, 1.0)
    weights = weight((values - lines @ rows.T) / safe[:, None], HALF_BREAKDOWN)
    heavy = weights[:, None, :] * rows.T
    left, right = heavy @ rows, (heavy @ values)[..., None]
    told = (scales > 0) & (np.linalg.cond(left) < 1e14)
    after = lines.copy()
    after[told] = np.linalg.solve(left[told], right[told])[..., 0]
    return after
