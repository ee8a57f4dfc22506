"""The remedies in their fixed order, least loss first, until the rules hold; each with what it cost.

A remedy is tried only where it touches what an attacker knows whose classes fail. Local suppression follows, then
dropping rows. Source: linkage 6.2 step 5.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

from mutualis.disclosure.small_cells.coarser import Groups, coarser, obstacle
from mutualis.disclosure.small_cells.columns import Subject
from mutualis.disclosure.small_cells.judging import Asked, failing, failing_rows
from mutualis.disclosure.small_cells.suppressing import blanked, without_failing
from mutualis.reference import SmallCellRules

SUPPRESSION, DROPPING = "local_suppression", "dropped_records"
NOT_NEEDED = "not_needed"
Figures = Callable[[pl.DataFrame], Mapping[str, float]]
Told = Mapping[str, float | None]


@dataclass(frozen=True)
class Action:
    """A remedy and its loss. `skipped` says why it was not used; empty where it was.

    `changed`: cells changed by column, in rows that stay; `share` of all cells of the table; `values`: how many
    different values a column had before and has after; `failing`: rows for which a rule did not hold, by attacker;
    `figures`: the named figures before and after (None: there is none).
    """

    remedy: str
    skipped: str = ""
    changed: Mapping[str, int] = field(default_factory=dict)
    share: float = 0.0
    values: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    rows_dropped: int = 0
    persons_dropped: int = 0
    failing_before: Mapping[str, int] = field(default_factory=dict)
    failing_after: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class Remedied:
    """The table after its remedies, what was done, and the rows that still fail (none, by attacker)."""

    frame: pl.DataFrame
    actions: tuple[Action, ...]
    failing: Mapping[str, int]


def remedied(
    frame: pl.DataFrame,
    about: Subject,
    rules: SmallCellRules,
    asked: Asked,
    *,
    figures: Figures | None = None,
    groups: Groups = None,
) -> Remedied:
    """Apply remedies until the rules hold for every attacker.

    `figures` computes the figures whose change is told; `groups` gives each hospital's code or type, where the
    authorisation allows that the hospital itself is not told.
    """
    work = _Work(frame, about, asked, figures or (lambda _: {}))
    for remedy in rules.remedies:
        why = obstacle(work.frame, remedy, groups) or work.needlessness(remedy.columns)
        if why:
            work.skip(remedy.id, why)
        else:
            work.use(remedy.id, coarser(work.frame, remedy, work.rare, groups))
    work.suppress(rules.blanked)
    return Remedied(work.frame, tuple(work.actions), MappingProxyType(work.failing))


class _Work:
    """A table on its way, with what was done to it."""

    def __init__(self, frame: pl.DataFrame, about: Subject, asked: Asked, figures: Figures) -> None:
        self.frame, self.about, self.asked, self.compute = frame, about, asked, figures
        self.actions: list[Action] = []
        self.failing = failing_rows(frame, about, asked)
        self.figures = _finite(figures(frame))

    def needlessness(self, columns: tuple[str, ...]) -> str:
        """Why not to use a remedy: nobody for whom a class fails knows any of its columns. Empty where one does."""
        failed = [each for each in self.about.scenarios if self.failing[each.id]]
        known = {name for each in failed for name in each.columns}
        return "" if known & set(columns) else NOT_NEEDED

    def rare(self, name: str) -> pl.Series:
        """The rows of which fewer than k share the value of a column, in the table or in a class that fails."""
        few = self.frame.select(pl.len().over(name) < self.asked.k).to_series()
        for each in self.about.scenarios:
            if name in each.columns:
                few = few | failing(self.frame, each, self.about, self.asked)
        return few

    def skip(self, name: str, why: str) -> None:
        """Say why a remedy was not used."""
        self.actions.append(Action(name, why, failing_before=self.failing, failing_after=self.failing))

    def use(self, name: str, after: pl.DataFrame) -> None:
        """Go on with the table that a remedy made of this one: the same rows in the same order, or fewer rows."""
        before, person = self.frame, self.about.person
        figures, fails = _finite(self.compute(after)), failing_rows(after, self.about, self.asked)
        changed = dict(_changed(before, after)) if len(before) == len(after) else {}
        self.actions.append(
            Action(
                name, "", MappingProxyType(changed), sum(changed.values()) / max(before.width * before.height, 1),
                MappingProxyType({each: (before[each].n_unique(), after[each].n_unique()) for each in changed}),
                len(before) - len(after), before[person].n_unique() - after[person].n_unique(), self.failing, fails,
                MappingProxyType({each: (self.figures.get(each), figures.get(each)) for each in figures}),
            )
        )  # fmt: skip
        self.frame, self.failing, self.figures = after, fails, figures

    def suppress(self, order: tuple[str, ...]) -> None:
        """Blank and drop until all hold; each is told once, however often it was needed."""
        if not any(self.failing.values()):
            self.skip(SUPPRESSION, NOT_NEEDED)
            self.skip(DROPPING, NOT_NEEDED)
            return
        place = "place in the table"
        start = self.frame.with_row_index(place)
        after, kept = blanked(start, self.about, self.asked, order), -1
        while kept != len(after):
            kept = len(after)
            after = blanked(without_failing(after, self.about, self.asked), self.about, self.asked, order)
        gone = start.join(after, on=place, how="anti")
        self.use(SUPPRESSION, pl.concat([after, gone]).sort(place).drop(place))
        if gone.is_empty():
            self.skip(DROPPING, NOT_NEEDED)
        else:
            self.use(DROPPING, after.drop(place))


def _changed(before: pl.DataFrame, after: pl.DataFrame) -> Iterator[tuple[str, int]]:
    """The columns that changed, with the number of cells; a number and its text are the same."""
    for name in before.columns:
        cells = int(before[name].cast(pl.String).ne_missing(after[name].cast(pl.String)).sum())
        if cells:
            yield name, cells


def _finite(figures: Mapping[str, float | None]) -> Told:
    return {
        name: None if value is None or not math.isfinite(value) else float(value) for name, value in figures.items()
    }
