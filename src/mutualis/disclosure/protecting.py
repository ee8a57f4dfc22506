"""`protect`: primary suppression, secondary suppression, repair, attack. The only maker of a `Protected`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from mutualis import reference
from mutualis.disclosure import argus, changes, grid, renewal, spread, verdicts
from mutualis.disclosure.differences import narrow
from mutualis.disclosure.earlier import Earlier
from mutualis.disclosure.figures import Outcome, figures, in_order
from mutualis.disclosure.primary import Sensitive, sensitive
from mutualis.disclosure.protected import Breach, Protected, Verdict, make
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.rules import rules as rules_on
from mutualis.disclosure.system import System
from mutualis.disclosure.working import Clock, Work

SECONDS = 600.0


def protect(
    cells: pa.Table,
    indicators: Sequence[grid.IndicatorLike],
    plan: grid.PlanLike | None = None,
    geography: grid.Geographies | None = None,
    rules: Rules | None = None,
    *,
    earlier: Sequence[pa.Table | Earlier] = (),
    groups: grid.Groups | None = None,
    secondary: bool = True,
    repair: bool = True,
    seconds: float = SECONDS,
) -> Protected:
    """Protect the cells of `result_indicator` and attack the outcome.

    `plan`: what is published (default: the house's); `geography` maps each year to its geography, or to {(level,
    code): code one level up} (default: the reference's); `rules` are the thresholds (default: today's); `earlier`:
    everything released before, oldest first, with its geography where it differs; `groups` are areas of one's own:
    {("group", code): municipality codes}. A block (indicator, level, split) whose difference with an earlier release
    would show fewer than k persons stands as it was released. `secondary=False` leaves out τ-ARGUS and `repair=False`
    the repair loop, to see what the attacker makes of it.

    Raises `Breach` when the attacker narrows a sensitive cell too far and `TooLarge` when `seconds` do not suffice:
    then nothing exists.
    """
    thresholds, clock = rules or rules_on(), Clock(seconds)
    asked = grid.Asked(
        cells, indicators, plan or reference.publication_plan(), geography or _own_geography(cells), thresholds,
        groups or {}, [each if isinstance(each, Earlier) else Earlier(each) for each in earlier],
    )  # fmt: skip
    done = [_Year(asked, year, secondary, repair).protected(clock) for year in asked.years()]
    verdict = _verdict(done)
    if not verdict.is_safe:
        do = {} if repair else {"do": "protect with secondary suppression and repair"}
        raise Breach(verdict, **do)
    return _made(done, verdict, thresholds, spread.variation(cells, indicators))


@dataclass(frozen=True)
class _Done:
    """A year after its last attack: what will be released, its verdicts, and the cells that were breached."""

    work: Work
    figures: pa.Table
    verdicts: pa.Table
    left: Sensitive
    standing: int = 0


class _Year:
    """The protection of one year; blocks that cannot be renewed beside the earlier releases are kept."""

    def __init__(self, asked: grid.Asked, year: int, secondary: bool, repair: bool) -> None:
        self.before = [each.figures for each in asked.earlier]
        self.asked = replace(asked, earlier=renewal.news(asked.earlier, year))
        self.year, self.secondary, self.repair = year, secondary, repair
        self.kept: renewal.Blocks = frozenset()

    def protected(self, clock: Clock) -> _Done:
        """The year, safe beside everything released before, or with the cells that are not (`left`)."""
        whole = system = grid.of_year(self.asked, self.year)
        if self.asked.earlier:
            self.kept = renewal.unsafe(whole, ~whole.published, self.asked.rules)
            system = self._again(whole)
        while True:
            work, released, left = self._settled(system, clock)
            more, left = self._to_keep(work, released, left)
            if more <= self.kept:
                return self._done(work, whole, released, left)
            self.kept |= more
            system = self._again(whole)

    def _again(self, whole: System) -> System:
        return grid.of_year(self.asked, self.year, self.kept) if self.kept else whole

    def _settled(self, system: System, clock: Clock) -> tuple[Work, pa.Table, Sensitive]:
        """τ-ARGUS, the repair, the attack; where what τ-ARGUS hid cannot be mended, the repair alone, from the start.

        Beside earlier releases, blocks are kept instead (`_to_keep`).
        """
        again = self.secondary and self.repair and not self.asked.earlier
        for secondary in (True, False) if again else (self.secondary,):
            work = Work(system, _targets(system, self.asked.rules), self.asked.rules.k)
            if secondary:
                argus.suppress([work], clock.left())
            if self.repair:
                work.repair(clock)
            released, left = work.settle(clock, repair=self.repair)
            if not len(left):
                break
        return work, released, left

    def _to_keep(self, work: Work, released: pa.Table, left: Sensitive) -> tuple[renewal.Blocks, Sensitive]:
        """The blocks that cannot be renewed after all, and the cells that a reader narrows too far."""
        if not self.asked.earlier or not self.repair:
            return frozenset(), left
        outcome = work.read(released)
        known = narrow(work.system, outcome, self.asked.rules.k)
        more = renewal.unsafe(work.system, outcome.hidden, self.asked.rules) | renewal.of_cells(work.system, known.cell)
        left = left.joined(known)
        return more or self._breached(work, left), left

    def _breached(self, work: Work, left: Sensitive) -> renewal.Blocks:
        """All blocks of the indicators with breached cells; of every indicator when these are kept already."""
        names = {name for cell in left.cell.tolist() for name in work.system.table_at(cell).indicators}
        there = renewal.blocks(work.system)
        return frozenset(each for each in there if each[0] in names) or (there if len(left) else frozenset())

    def _done(self, work: Work, whole: System, released: pa.Table, left: Sensitive) -> _Done:
        judged = verdicts.table(work.system, released, work.targets)
        standing = 0
        if self.kept:
            old = renewal.standing(self.kept, self.year, figures(whole, Outcome.nothing(whole)), self.before)
            released, judged, standing = _both(released, old), _both(judged, verdicts.kept(old)), old.num_rows
        return _Done(work, released, judged, left, standing)


def _both(one: pa.Table, other: pa.Table) -> pa.Table:
    return in_order(pa.concat_tables([one, other]))


def _targets(system: System, rules: Rules) -> Sensitive:
    return sensitive(system, rules).joined(changes.sensitive(system, rules))


def _verdict(done: Sequence[_Done]) -> Verdict:
    keys = [each.work.key(cell) for each in done for cell in each.left.cell.tolist()]
    return Verdict(
        attacked=sum(len(each.work.targets) for each in done),
        breached=tuple(sorted(keys)),
        programs=sum(each.work.programs for each in done),
        seconds=round(sum(each.work.took for each in done), 3),
    )


def _made(done: Sequence[_Done], verdict: Verdict, rules: Rules, cv: dict[tuple[str, int], float]) -> Protected:
    told = in_order(pa.concat_tables([each.verdicts for each in done]))
    reasons = verdicts.reasons(told)
    all_or_nothing, secondary = reasons.get(verdicts.ALL_OR_NOTHING, 0), reasons.get(verdicts.SECONDARY_NAME, 0)
    return make(
        figures=in_order(pa.concat_tables([each.figures for each in done])),
        cv=cv,
        verdict=verdict,
        verdicts=told,
        reasons=reasons,
        rules=rules,
        primary=sum(reasons.values()) - secondary - all_or_nothing,
        secondary=secondary,
        all_or_nothing=all_or_nothing,
        standing=sum(each.standing for each in done),
    )


def _own_geography(cells: pa.Table) -> grid.Geographies:
    return {year: reference.geography(year) for year in sorted(set(cells["year"].to_pylist()))}
