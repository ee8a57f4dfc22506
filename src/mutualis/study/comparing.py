"""Two runs of a study side by side: which figures changed, appeared or went, and what they were made of."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from mutualis.study.results import Run

MEASURES = ("numerator", "denominator", "value", "low", "high", "persons", "status")
MADE_OF = ("version", "mutualis", "years", "seed", "code", "data", "linked")


@dataclass(frozen=True)
class Change:
    """How a table differs: rows that are the same, changed, new and gone."""

    table: str
    same: int
    changed: int
    new: int
    gone: int


def differences(old: Run, new: Run) -> tuple[list[str], list[Change]]:
    """What the runs were made of differently, and how each table differs."""
    causes = [each for each in MADE_OF if old.known.get(each) != new.known.get(each)]
    before, after = old.frames(), new.frames()
    return causes, [_change(name, before, after) for name in sorted({*before, *after})]


def _change(name: str, before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]) -> Change:
    if name not in before or name not in after:
        lone = before.get(name, after.get(name))
        assert lone is not None
        return Change(name, 0, 0, *((0, lone.height) if name in before else (lone.height, 0)))
    one, other = before[name], after[name]
    keys = [each for each in other.columns if each not in MEASURES and each in one.columns]
    texts = pl.all().cast(pl.String).fill_null("")
    if not keys:
        is_same = one.equals(other)
        return Change(name, int(is_same), int(not is_same), 0, 0)
    joined = one.select(texts).join(other.select(texts), on=keys, how="full", suffix="_new", coalesce=False)
    old_only, new_only = joined[f"{keys[0]}_new"].is_null().sum(), joined[keys[0]].is_null().sum()
    both = joined.filter(pl.col(keys[0]).is_not_null() & pl.col(f"{keys[0]}_new").is_not_null())
    told = [each for each in MEASURES if each in one.columns and each in other.columns]
    same = both.filter(pl.all_horizontal(pl.col(each) == pl.col(f"{each}_new") for each in told)).height if told else 0
    return Change(name, same, both.height - same, int(new_only), int(old_only))
