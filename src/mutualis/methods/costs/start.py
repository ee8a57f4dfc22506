"""The S-estimate: the line whose residuals have the smallest robust scale, by many small subsets of rows.

Every subset of as many rows as coefficients gives a line; after two steps of weighted least squares the best few go on
until they stand still. Half of the rows may be anything. All subsets are computed at once, on at most SEEN rows; the
best two of those go on over all rows. Source: Rousseeuw and Yohai (1984); Salibian-Barrera and Yohai, A Fast Algorithm
for S-Regression Estimates, Journal of Computational and Graphical Statistics 15 (2006) 414-427.
"""

import numpy as np

from mutualis.methods.costs.bisquare import HALF_BREAKDOWN, half_of, scale, weight
from mutualis.methods.estimates import Floats
from mutualis.model import MutualisError

SUBSETS, BEST, LAST, SEEN, TRIES = 500, 30, 2, 2_000, 20
STEPS, CLOSE = 200, 1e-9


def s_estimate(values: Floats, rows: Floats, seed: int) -> tuple[Floats, float]:
    """The coefficients and the scale. Refuses where no subset of rows tells the coefficients, or the scale is 0."""
    dice = np.random.default_rng(seed)
    seen = dice.permutation(len(values))[:SEEN]
    lines = _subset_lines(values[seen], rows[seen], dice)
    lines, scales = _improved(lines, values[seen], rows[seen])
    best = lines[np.argsort(scales)[:BEST]]
    ends = sorted((_standing(each, values[seen], rows[seen]) for each in best), key=lambda each: each[1])
    if len(seen) < len(values):
        ends = sorted((_standing(line, values, rows) for line, _ in ends[:LAST]), key=lambda each: each[1])
    line, found = ends[0]
    if not found > 1e-12 * max(float(np.abs(values).max()), 1e-300):
        raise MutualisError(
            "A robust regression has no scale: more than half of the rows lie on one line exactly.",
            do="fit rows above 0 apart, as in a two-part model",
        )
    return line, found


def _subset_lines(values: Floats, rows: Floats, dice: np.random.Generator) -> Floats:
    """The lines through subsets of rows that tell all coefficients: one a row."""
    size, found = rows.shape[1], []
    for _ in range(TRIES):
        chosen = dice.integers(0, len(values), (SUBSETS, size))
        parts = rows[chosen]
        told = np.linalg.cond(parts) < 1e8
        found.append(np.linalg.solve(parts[told], values[chosen[told]][..., None])[..., 0])
        if sum(map(len, found)) >= SUBSETS // 5:
            return np.concatenate(found)[:SUBSETS]
    raise MutualisError(
        "A robust regression finds too few subsets of rows that tell all coefficients.",
        do="join rare categories, or leave covariates out",
    )


def _improved(lines: Floats, values: Floats, rows: Floats) -> tuple[Floats, Floats]:
    """Lines after two steps of weighted least squares, with their scales."""
    half = half_of(*rows.shape)
    for _ in range(2):
        residuals = values - lines @ rows.T
        scales = scale(residuals, half, steps=2)
        weights = weight(residuals / np.where(scales > 0, scales, 1.0)[:, None], HALF_BREAKDOWN)
        lines = np.stack([_weighted(values, rows, each, line) for each, line in zip(weights, lines, strict=True)])
    return lines, scale(values - lines @ rows.T, half, steps=10)


def _weighted(values: Floats, rows: Floats, weights: Floats, otherwise: Floats) -> Floats:
    """Weighted least squares, or the line before where the weights leave too few rows."""
    heavy = rows * weights[:, None]
    try:
        return np.asarray(np.linalg.solve(heavy.T @ rows, heavy.T @ values), dtype=np.float64)
    except np.linalg.LinAlgError:
        return otherwise


def _standing(line: Floats, values: Floats, rows: Floats) -> tuple[Floats, float]:
    """A line and its scale after steps until they stand still."""
    half = half_of(*rows.shape)
    now = float(scale(values - rows @ line, half))
    for _ in range(STEPS):
        if now <= 0:
            break
        weights = weight((values - rows @ line) / now, HALF_BREAKDOWN)
        after = _weighted(values, rows, weights, line)
        then = float(scale(values - rows @ after, half, np.asarray(now)))
        moved = np.abs(after - line).max() > CLOSE * (1 + np.abs(line).max())
        line, now = after, then
        if not moved:
            break
    return line, now
