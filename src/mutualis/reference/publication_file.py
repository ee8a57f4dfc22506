"""The file of the publication plan (`publication_plan.toml`), read and checked."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mutualis.model import MutualisError
from mutualis.reference.areas import LEVELS
from mutualis.reference.files import ROOT
from mutualis.reference.publication import MEMBERS, TOTAL, IndicatorPlan, Plan, crossed, in_order

FACTS = ("reason", "valid_from", "valid_to", "source", "mark")
SECTIONS = {
    "crossed": ("crossed_from",),
    "standardised": ("levels",),
    "municipality_splits": ("municipality_splits_from", "splits"),
    "fineness": ("least_persons",),
    "released": ("indicators",),
}
OVERRIDES = ("splits", "standardised", "crossed_from", "municipality_splits")
Row = Mapping[str, Any]


@cache
def publication_plan(path: Path | None = None) -> Plan:
    """The plan of a file, by default that of the house.

    Raises when it names an unknown split, level or key, says nothing or two things of a level, splits a level without
    its total, or gives no reason for a row.
    """
    return plan_of(tomllib.loads((path or ROOT / "publication_plan.toml").read_text(encoding="utf-8")))


def plan_of(declared: Row) -> Plan:
    """A plan from its declaration as plain values (a table by section, as in the file)."""
    _only(declared, ("level", "indicator", *SECTIONS), "The publication plan")
    levels = _rows_of_levels(declared.get("level", ()))
    section = {name: _checked(declared.get(name), keys, f"Section '{name}'") for name, keys in SECTIONS.items()}
    from_level, large = _level_or_none(section["crossed"], "Section 'crossed'"), section["municipality_splits"]
    default = IndicatorPlan(
        MappingProxyType(_with_crossed(levels, from_level)),
        _levels(section["standardised"].get("levels", ()), "Section 'standardised'"),
        _single(large.get("splits", ()), "Section 'municipality_splits'"),
    )
    own = {
        name: _override(name, row, levels, from_level, default) for name, row in declared.get("indicator", {}).items()
    }
    least = _persons(section["fineness"], "least_persons") or 0
    from_persons = _persons(large, "municipality_splits_from")
    released = tuple(section["released"].get("indicators", ()))
    return Plan(default, MappingProxyType(own), from_persons, least, MappingProxyType(dict(declared)), released)


def _rows_of_levels(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        level = _known("level", row.get("level", ""), LEVELS, "The publication plan")
        where = f"Level '{level}'"
        _checked(row, ("level", "splits"), where)
        if level in found:
            raise MutualisError(f"{where} has two rows in the publication plan.", do="keep one")
        found[level] = _with_total(_single(row.get("splits", ()), where), where)
    if missing := [level for level in LEVELS if level not in found]:
        raise MutualisError(
            f"The publication plan says nothing of the level '{missing[0]}'.", do="give it a row, with its reason"
        )
    return found


def _override(
    name: str, row: Row, levels: Mapping[str, tuple[str, ...]], from_level: str | None, default: IndicatorPlan
) -> IndicatorPlan:
    where = f"The plan of indicator '{name}'"
    _checked(row, OVERRIDES, where)
    own = {
        _known("level", level, LEVELS, where): _with_total(_single(splits, where), where)
        for level, splits in row.get("splits", {}).items()
    }
    from_level = _level_or_none(row, where) if "crossed_from" in row else from_level
    return IndicatorPlan(
        MappingProxyType(_with_crossed({**levels, **own}, from_level)),
        _levels(row["standardised"], where) if "standardised" in row else default.standardised,
        _single(row["municipality_splits"], where) if "municipality_splits" in row else default.municipality_splits,
    )


def _with_crossed(levels: Mapping[str, tuple[str, ...]], from_level: str | None) -> dict[str, tuple[str, ...]]:
    """The splits of each level, with all crossings of its single ones down to `from_level`."""
    down_to = LEVELS.index(from_level) if from_level else -1
    return {
        level: in_order({*splits, *(crossed(splits) if LEVELS.index(level) <= down_to else ())})
        for level, splits in levels.items()
    }


def _single(splits: Iterable[str], where: str) -> tuple[str, ...]:
    return in_order({_known("split", split, (TOTAL, *MEMBERS), where) for split in splits})


def _with_total(splits: tuple[str, ...], where: str) -> tuple[str, ...]:
    """No split at all leaves the level out; any other needs the total that it adds up to."""
    if splits and TOTAL not in splits:
        raise MutualisError(f"{where} has splits without their total.", do="add 'total', or leave the list empty")
    return splits


def _levels(levels: Iterable[str], where: str) -> tuple[str, ...]:
    return tuple(_known("level", level, LEVELS, where) for level in levels)


def _level_or_none(row: Row, where: str) -> str | None:
    """The level of `crossed_from`; an empty one crosses nothing."""
    found = row.get("crossed_from", "")
    return _known("level", found, LEVELS, where) if found else None


def _persons(row: Row, key: str) -> int | None:
    least = row.get(key)
    if least is not None and (type(least) is not int or least < 1):
        raise MutualisError(f"'{key}' is no number of persons.", do="give a whole number, as 50000")
    return least


def _known(what: str, given: str, known: tuple[str, ...], where: str) -> str:
    if given not in known:
        raise MutualisError(f"{where}: there is no {what} '{given}'.", there_is=f"the {what}s are {', '.join(known)}")
    return given


def _checked(row: Row | None, keys: tuple[str, ...], where: str) -> Row:
    """A row with known keys only and a reason; a section that is left out is empty."""
    if row is None:
        return {}
    _only(row, (*keys, *FACTS), where)
    if not str(row.get("reason", "")).strip():
        raise MutualisError(f"{where} has no reason.", do="say in a sentence why, as `reason`")
    return row


def _only(row: Row, keys: tuple[str, ...], where: str) -> None:
    if unknown := sorted(set(row) - set(keys)):
        raise MutualisError(f"{where} has an unknown key '{unknown[0]}'.", there_is=f"keys are {', '.join(keys)}")
