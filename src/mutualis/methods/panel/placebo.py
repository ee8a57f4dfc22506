"""Placebo pilots: comparison areas made into pretended pilots, again and again, beside what the true one shows.

If the design is right, pretended pilots have an effect about nought; a true effect should stand out from them. The rank
of the true one among them is a p-value that trusts no model of the errors. Source: Abadie, Diamond and Hainmueller,
JASA 105 (2010) 493-505; the share with the true one counted among them (Phipson and Smyth 2010) is never nought.
"""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from mutualis.methods.panel.arranged import arranged, solved
from mutualis.methods.panel.arrays import Flags, Floats
from mutualis.methods.panel.design import FEWEST_CLUSTERS, Panel
from mutualis.model import MutualisError

AT_ONCE = 200


@dataclass(frozen=True)
class Placebo:
    """The effect of a pilot over all its periods, those of pretended pilots of as many clusters, and where it ranks."""

    pilot: str
    effect: float
    draws: Floats

    @property
    def p(self) -> float:
        """The share, the pilot itself counted in, with an effect at least as large in size."""
        return float((1 + (np.abs(self.draws) >= abs(self.effect)).sum()) / (1 + len(self.draws)))

    @property
    def rank(self) -> int:
        """1 for the lowest effect (the largest saving) of all, the pretended ones and the true one."""
        return 1 + int((self.draws < self.effect).sum())

    def table(self) -> pl.DataFrame:
        """One row: pilot, effect, draws, and of these the mean, the spread and the 2.5 and 97.5 % points; rank, p."""
        low, high = np.quantile(self.draws, [0.025, 0.975])
        made = {"pilot": self.pilot, "effect": self.effect, "draws": len(self.draws), "mean": float(self.draws.mean())}
        made |= {"spread": float(self.draws.std(ddof=1)), "low": float(low), "high": float(high)}
        return pl.DataFrame([made | {"rank": self.rank, "p": self.p}])


def placebo(panel: Panel, pilot: str, *, draws: int = 999, seed: int) -> Placebo:
    """Draw so many sets of comparison clusters, each as many as the pilot has, and let them start when it did.

    The rows of all true pilots but this one are left out; this one is compared with all comparison clusters, a
    pretended one with those that were not drawn. Units must lie within clusters. Refuses a comparison area that has
    less than twice the clusters of the pilot, as then pretended pilots would be compared with too little.
    """
    kept = panel.rows.filter(pl.col(panel.pilot).is_null() | (pl.col(panel.pilot) == pilot))
    if pilot not in panel.pilots:
        raise MutualisError(f"There is no pilot {pilot}.", there_is=f"pilots are {', '.join(panel.pilots)}")
    alone = replace(panel, rows=kept)
    products, is_pilot = _products(alone, panel.start_of(pilot))
    number, others = int(is_pilot.sum()), int((~is_pilot).sum())
    if others < max(2 * number, FEWEST_CLUSTERS):
        raise MutualisError(
            f"Pilot {pilot} has too few comparison clusters to draw pretended pilots from.",
            there_is=f"{number} clusters in the pilot, {others} beside it",
            do="cluster by a smaller area, or give more comparison areas",
        )
    effect = _effects(products, is_pilot[None])[0]
    there = products[~is_pilot]
    picked = _picked(others, number, draws, np.random.default_rng(seed))
    found = [_effects(there, picked[at : at + AT_ONCE]) for at in range(0, draws, AT_ONCE)]
    return Placebo(pilot, float(effect), np.concatenate(found))


def _products(alone: Panel, start: int) -> tuple[Floats, Flags]:
    """Cross-products of each cluster, its first column 1 from the start on; and whether a cluster is of the pilot."""
    model = arranged(alone, [("after", pl.col(alone.period) >= start)])
    if "constant" in model.names:
        raise MutualisError(
            "Pretended pilots need units that lie within clusters.",
            there_is=f"the levels taken out are those of {alone.unit}",
            do="give areas or persons as units, each within one cluster",
        )
    of = alone.rows.group_by(alone.cluster).agg(pl.col(alone.pilot).is_not_null().mean().alias("share"))
    if not of["share"].is_in([0.0, 1.0]).all():
        raise MutualisError("A cluster lies partly in a pilot.", do="give every cluster whole to a pilot or to none")
    found = model.clusters.to_frame(alone.cluster).join(of, on=alone.cluster, how="left", maintain_order="left")
    return model.every(), (found["share"] == 1.0).to_numpy()


def _picked(clusters: int, number: int, draws: int, generator: np.random.Generator) -> Flags:
    """Draws x clusters: whether a cluster is of the pretended pilot; as many in each draw."""
    order = generator.random((draws, clusters)).argsort(axis=1)
    made: Flags = order < number
    return made


def _effects(products: Floats, picked: Flags) -> Floats:
    """The effect of each draw: least squares with the first column only in the clusters that were picked."""
    total = np.broadcast_to(products.sum(axis=0), (len(picked), *products.shape[1:])).copy()
    inside = np.einsum("bg,gk->bk", picked.astype(np.float64), products[:, 0])
    total[:, 0, :] = inside
    total[:, :, 0] = inside
    made: Floats = solved(total)[:, 0]
    return made
