"""The whole small cell analysis of a table: measured, mended until the rules hold, measured again, told."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import polars as pl

from mutualis import __version__
from mutualis.disclosure.small_cells.coarser import Groups
from mutualis.disclosure.small_cells.columns import Subject, subject
from mutualis.disclosure.small_cells.diversity import attackers
from mutualis.disclosure.small_cells.fingerprint import content_hash
from mutualis.disclosure.small_cells.judging import Asked
from mutualis.disclosure.small_cells.measures import measure
from mutualis.disclosure.small_cells.remedies import Action, remedied
from mutualis.disclosure.small_cells.remedies import Figures as Compute
from mutualis.disclosure.small_cells.report import Figures, Report, worst
from mutualis.model import MutualisError
from mutualis.reference import SmallCellRules, small_cell_rules


@dataclass(frozen=True)
class Task:
    """What is analysed, and by whom: names of the data set and the authorisation, the person, the day.

    `smallest` is what the authorisation asks as smallest class; it can only make the rules of the house stricter.
    `fraction` is the share of the population in the table (1 where it is exhaustive).
    """

    dataset: str
    authorisation: str
    run_by: str
    run_on: dt.date
    smallest: int = 0
    fraction: float = 1.0


@dataclass(frozen=True)
class Analysis:
    """The table as it may go on once its report is approved, and the report."""

    frame: pl.DataFrame
    report: Report


def analyse(
    frame: pl.DataFrame,
    task: Task,
    *,
    figures: Compute | None = None,
    groups: Groups = None,
    rules: SmallCellRules | None = None,
) -> Analysis:
    """Analyse a table of one row a stay.

    `figures` computes named figures of a table (the indicators), whose change tells what the remedies cost; `groups`
    gives the code or type of each hospital, only where the authorisation allows that hospitals are made coarser.
    """
    used = rules or small_cell_rules(task.run_on)
    about, asked = subject(frame, used), _asked(task, used)
    done = remedied(frame, about, used, asked, figures=figures, groups=groups)
    done = replace(done, frame=_followed(frame, done.frame, used.follows))
    before, after = (_figures(each, about, asked, used) for each in (frame, done.frame))
    return Analysis(
        done.frame,
        Report(
            task.dataset, task.authorisation, content_hash(frame), content_hash(done.frame), _parameters(asked, used),
            MappingProxyType({each.id: each.columns for each in about.scenarios}), before, after, done.actions,
            MappingProxyType(_whole_way(done.actions)), worst(after.sets, used.worst), done.failing,
            task.run_by, task.run_on, __version__,
        ),
    )  # fmt: skip


def _followed(before: pl.DataFrame, after: pl.DataFrame, follows: Mapping[str, str]) -> pl.DataFrame:
    """The table with a column emptied wherever the one that it says in a code has a value that it had not."""
    there = {name: led for name, led in follows.items() if {name, led} <= set(after.columns)}
    return after.with_columns(
        pl.when(pl.col(led).is_in(before[led].drop_nulls().unique().implode())).then(pl.col(name)).alias(name)
        for name, led in there.items()
    )


def _asked(task: Task, rules: SmallCellRules) -> Asked:
    if not 0 < task.fraction <= 1:
        raise MutualisError(
            "The share of the population that is in the table is no share.", do="give more than 0 and at most 1"
        )
    if not task.run_by.strip():
        raise MutualisError("Nobody is named who runs the small cell analysis.", do="give the name of a person")
    return Asked(max(rules.k, task.smallest), rules.l, task.fraction)


def _figures(frame: pl.DataFrame, about: Subject, asked: Asked, rules: SmallCellRules) -> Figures:
    found = measure(frame, about.quasi, rules.largest_set, rules.smaller_than)
    highest = float(found.scores.max()) if len(found.scores) else 0.0
    return Figures(
        len(frame), frame[about.person].n_unique(), attackers(frame, about, asked, rules.smaller_than), found.sets,
        found.special_rows, found.special_by_size, highest,
    )  # fmt: skip


def _parameters(asked: Asked, rules: SmallCellRules) -> Mapping[str, Any]:
    told = {"k": asked.k, "l": asked.l, "fraction": asked.fraction, "largest_set": rules.largest_set}
    allowed = {each.column: each.allowed_from for each in rules.sensitive if each.allowed_from}
    return MappingProxyType({**told, "smaller_than": rules.smaller_than, "all_alike_allowed_from": allowed})


def _whole_way(actions: tuple[Action, ...]) -> dict[str, tuple[float | None, float | None]]:
    """Each named figure before the first remedy and after the last; None where nothing is left to compute it from."""
    used = [each.figures for each in actions if each.figures]
    return {name: (used[0][name][0], used[-1].get(name, (None, None))[1]) for name in (used[0] if used else ())}
