"""Effects by group and period, and their sums: by period since the start, by calendar period, by group, all in one.

Source: Callaway and Sant'Anna, Journal of Econometrics 225 (2021) 200-230, section 3; the sums are named as in
the R package `did`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from mutualis.methods.panel.arrays import Floats, Ints
from mutualis.methods.panel.influence import banded, told
from mutualis.methods.panel.units import Units


@dataclass(frozen=True)
class GroupTime:
    """Effects by group and period; `influence` has a column each, a row a unit, and `units` what they came from."""

    cells: tuple[tuple[int, int], ...]
    effects: Floats
    influence: Floats
    units: Units
    level: float

    def table(self, *, draws: int = 0, seed: int = 0) -> pl.DataFrame:
        """A row a group and period: group, period, relative, effect, error, low, high, p.

        With `draws` also low_all and high_all, the band that holds all effects at once (multiplier bootstrap).
        """
        keys = {"group": [g for g, _ in self.cells], "period": [t for _, t in self.cells]}
        made = told(
            pl.DataFrame(keys).with_columns(relative=pl.col("period") - pl.col("group")),
            self.effects,
            self.influence,
            self.units.cluster,
            self.level,
        )
        return banded(made, self.influence, self.units.cluster, self.level, draws, seed)

    def simple(self) -> pl.DataFrame:
        """One effect: all groups and periods from the start on, by the size of the group."""
        effect, influence = self._sum([at for at, (g, t) in enumerate(self.cells) if t >= g])
        return told(pl.DataFrame({"sum": ["simple"]}), np.array([effect]), influence[:, None], *self._tail)

    def dynamic(self, *, draws: int = 0, seed: int = 0) -> pl.DataFrame:
        """By period since the start (column `relative`); the last row, relative null, is the mean from the start on."""
        return self._by("relative", lambda g, t: t - g, lambda key: key >= 0, draws, seed)

    def calendar(self, *, draws: int = 0, seed: int = 0) -> pl.DataFrame:
        """By period, of the groups that have started; the last row, period null, is the mean of the periods."""
        return self._by("period", lambda g, t: t if t >= g else None, lambda key: True, draws, seed)

    def group(self, *, draws: int = 0, seed: int = 0) -> pl.DataFrame:
        """By group, the mean of its periods; the last row, group null, is the mean by size of the group."""
        groups = sorted({g for g, _ in self.cells})
        own = [[at for at, (g, t) in enumerate(self.cells) if g == each and t >= g] for each in groups]
        kept = [(each, cells) for each, cells in zip(groups, own, strict=True) if cells]
        effects = np.array([self.effects[cells].mean() for _, cells in kept])
        influence = np.column_stack([self.influence[:, cells].mean(axis=1) for _, cells in kept])
        whole = self._weighed(effects, influence, [each for each, _ in kept])
        return self._closed("group", [each for each, _ in kept], effects, influence, whole, draws, seed)

    def _by(
        self, name: str, key: Callable[[int, int], int | None], counts: Callable[[int], bool], draws: int, seed: int
    ) -> pl.DataFrame:
        keys = [key(g, t) for g, t in self.cells]
        wanted = sorted({each for each in keys if each is not None})
        sums = [self._sum([at for at, each in enumerate(keys) if each == one]) for one in wanted]
        effects, influence = np.array([each for each, _ in sums]), np.column_stack([each for _, each in sums])
        after = [at for at, each in enumerate(wanted) if counts(each)]
        whole = float(effects[after].mean()), influence[:, after].mean(axis=1)
        return self._closed(name, wanted, effects, influence, whole, draws, seed)

    def _sum(self, cells: list[int]) -> tuple[float, Floats]:
        """The mean of effects by the size of their groups, which is estimated too."""
        return self._weighed(self.effects[cells], self.influence[:, cells], [self.cells[at][0] for at in cells])

    def _weighed(self, effects: Floats, influence: Floats, groups: list[int]) -> tuple[float, Floats]:
        share = self.units.weight / self.units.weight.mean()
        inside = np.column_stack([share * (self.units.first == each) for each in groups])
        size = inside.mean(axis=0)
        weight = size / size.sum()
        apart = (inside - size) / size.sum()
        apart = apart - apart.sum(axis=1, keepdims=True) * weight
        return float(weight @ effects), influence @ weight + apart @ effects

    @property
    def _tail(self) -> tuple[Ints, float]:
        return self.units.cluster, self.level

    def _closed(
        self,
        name: str,
        keys: list[int],
        effects: Floats,
        influence: Floats,
        whole: tuple[float, Floats],
        draws: int,
        seed: int,
    ) -> pl.DataFrame:
        made = told(pl.DataFrame({name: keys}, schema={name: pl.Int64}), effects, influence, *self._tail)
        made = banded(made, influence, *self._tail, draws, seed)
        last = pl.DataFrame({name: [None]}, schema={name: pl.Int64})
        return pl.concat([made, told(last, np.array([whole[0]]), whole[1][:, None], *self._tail)], how="diagonal")
