"""Effects by group and period, and their sums: by period since the start, by calendar period, by group, all in one.

Source: Callaway and Sant'Anna, Journal of Econometrics 225 (2021) 200-230, section 3; the sums are named as in the R
package `did`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from mutualis.methods.panel.arrays import Floats
from mutualis.methods.panel.fit import Wald
from mutualis.methods.panel.influence import Estimates
from mutualis.methods.panel.units import Units
from mutualis.model import MutualisError

Sum = tuple[float, Floats]


@dataclass(frozen=True)
class GroupTime:
    """Effects by (group, period) in the order of `cells`, and the units that they are of.

    Every table has effect, error, low, high and p; asked with `draws` also low_all and high_all, the band that holds
    all its effects at once (multiplier bootstrap).
    """

    cells: tuple[tuple[int, int], ...]
    estimates: Estimates
    units: Units

    def table(self, *, draws: int = 0, seed: int = 0) -> pl.DataFrame:
        """A row a group and period: group, period, relative (periods since the start)."""
        keys = pl.DataFrame(self.cells, schema={"group": pl.Int64, "period": pl.Int64}, orient="row")
        return self.estimates.table(keys.with_columns(relative=pl.col("period") - pl.col("group")), draws, seed)

    def simple(self) -> pl.DataFrame:
        """One effect: all groups and periods from the start on, by the size of the group."""
        found = self._sum([at for at, (g, t) in enumerate(self.cells) if t >= g])
        return self.estimates.of_one(*found).table(pl.DataFrame({"sum": ["simple"]}))

    def dynamic(self, *, draws: int = 0, seed: int = 0) -> pl.DataFrame:
        """By period since the start (column `relative`); the last row, relative null, is the mean from the start on."""
        return self._by("relative", lambda g, t: t - g, draws, seed)

    def calendar(self, *, draws: int = 0, seed: int = 0) -> pl.DataFrame:
        """By period, of the groups that have started; the last row, period null, is the mean of the periods."""
        return self._by("period", lambda g, t: t if t >= g else None, draws, seed)

    def group(self, *, draws: int = 0, seed: int = 0) -> pl.DataFrame:
        """By group, the mean of its periods; the last row, group null, is the mean by size of the group."""
        own = {g: [at for at, (of, t) in enumerate(self.cells) if of == g <= t] for g, _ in self.cells}
        sums = [self._plain(cells) for cells in own.values()]
        effects, influence = np.array([each for each, _ in sums]), np.column_stack([each for _, each in sums])
        whole = self._weighed(effects, influence, list(own))
        return self._closed("group", list(own), sums, whole, draws, seed)

    def pre_trend(self) -> Wald:
        """Whether the effects before the start are all nought: they are placebos."""
        before = [at for at, (g, t) in enumerate(self.cells) if t < g]
        if not before:
            raise MutualisError("No group has two periods before its start.", do="give a panel that begins earlier")
        return self.estimates.joint(before)

    def _by(self, name: str, key: Callable[[int, int], int | None], draws: int, seed: int) -> pl.DataFrame:
        """Sums of the cells that have the same key; the mean over keys is of those from the start on."""
        keys = [key(g, t) for g, t in self.cells]
        wanted = sorted({each for each in keys if each is not None})
        sums = [self._sum([at for at, each in enumerate(keys) if each == one]) for one in wanted]
        after = [each for each, one in zip(sums, wanted, strict=True) if one >= 0]
        whole = float(np.mean([each for each, _ in after])), np.mean([each for _, each in after], axis=0)
        return self._closed(name, wanted, sums, whole, draws, seed)

    def _closed(self, name: str, keys: list[int], sums: list[Sum], whole: Sum, draws: int, seed: int) -> pl.DataFrame:
        """The table of the sums, with the whole as its last row."""
        effects, influence = np.array([each for each, _ in sums]), np.column_stack([each for _, each in sums])
        made = self.estimates.of(effects, influence).table(pl.DataFrame({name: keys}), draws, seed)
        last = self.estimates.of_one(*whole).table(pl.DataFrame({name: [None]}, schema={name: pl.Int64}))
        return pl.concat([made, last], how="diagonal")

    def _plain(self, cells: list[int]) -> Sum:
        return float(self.estimates.effects[cells].mean()), self.estimates.influence[:, cells].mean(axis=1)

    def _sum(self, cells: list[int]) -> Sum:
        """The mean of effects by the size of their groups."""
        groups = [self.cells[at][0] for at in cells]
        return self._weighed(self.estimates.effects[cells], self.estimates.influence[:, cells], groups)

    def _weighed(self, effects: Floats, influence: Floats, groups: list[int]) -> Sum:
        """The mean by the size of the groups, which is estimated too: its influence is added."""
        share = self.units.weight / self.units.weight.mean()
        inside = np.column_stack([share * (self.units.first == each) for each in groups])
        size = inside.mean(axis=0)
        weight = size / size.sum()
        apart = (inside - size) / size.sum()
        apart = apart - apart.sum(axis=1, keepdims=True) * weight
        return float(weight @ effects), influence @ weight + apart @ effects
