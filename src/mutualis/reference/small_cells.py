"""The small cell risk analysis as data: classes of columns, attackers, thresholds, remedies (see its TOML)."""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mutualis.model import MutualisError
from mutualis.reference.files import ROOT, is_valid

FILE = "small_cell_analysis.toml"
# What a data set of another kind has in the place of parts of it.
OF_SELF_REGISTRATION = "small_cell_self_registration.toml"
RISKS = ("largest", "population", "mean")
KINDS = ("classes", "cap", "groups", "prefix", "presence", "starts")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class SensitiveColumn:
    """What nobody should learn: values that do harm where a whole class has them, unless it has `allowed_from` persons.

    `allowed_from` is 0 where no size makes it harmless. `diagnoses`: the column says whether a diagnosis of the stay
    begins with one of these.
    """

    column: str
    harmful: tuple[str, ...]
    begins_with: tuple[str, ...]
    allowed_from: int
    diagnoses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """An attacker: the columns that are known to him, and the risk that he is judged by."""

    id: str
    columns: tuple[str, ...]
    risk: str


@dataclass(frozen=True)
class Remedy:
    """A way to make columns coarser. `values` are its parameters by name."""

    id: str
    kind: str
    columns: tuple[str, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class SmallCellRules:
    """Everything that the analysis asks, on one day. Columns are by name."""

    k: int
    k_public: int
    l: int  # noqa: E741
    largest_set: int
    worst: int
    smaller_than: tuple[int, ...]
    direct: tuple[str, ...]
    technical: tuple[str, ...]
    follows: Mapping[str, str]
    person: str
    quasi: tuple[str, ...]
    blanked: tuple[str, ...]
    sensitive: tuple[SensitiveColumn, ...]
    scenarios: tuple[Scenario, ...]
    remedies: tuple[Remedy, ...]


@cache
def small_cell_rules(on: dt.date | None = None) -> SmallCellRules:
    """The rules of the house valid on a day (today by default)."""
    return read_small_cell_rules(ROOT / FILE, on)


@cache
def self_registration_cell_rules(on: dt.date | None = None) -> SmallCellRules:
    """The rules for self-registered stays: thresholds of the house, columns and attackers of their own."""
    return read_small_cell_rules(ROOT / FILE, on, ROOT / OF_SELF_REGISTRATION)


def read_small_cell_rules(path: Path, on: dt.date | None = None, own: Path | None = None) -> SmallCellRules:
    """The rules in a file; the parts that `own` has are taken from there. Raises where one has no source, is given
    twice on a day, or names what is not there.
    """
    declared = tomllib.loads(path.read_text(encoding="utf-8"))
    declared |= tomllib.loads(own.read_text(encoding="utf-8")) if own else {}
    threshold = _thresholds(declared["threshold"], on or dt.date.today())
    quasi = tuple(declared["quasi"]["columns"])
    made = SmallCellRules(
        **{name: _threshold(threshold, name) for name in ("k", "k_public", "l", "largest_set", "worst")},
        smaller_than=tuple(declared["measured"]["smaller_than"]),
        direct=tuple(declared["direct"]["columns"]),
        technical=tuple(declared["technical"]["columns"]),
        follows=MappingProxyType(declared["technical"].get("follows", {})),
        person=declared["technical"]["person"],
        quasi=quasi,
        blanked=tuple(declared["quasi"]["blanked"]),
        sensitive=tuple(_sensitive(row, threshold) for row in declared["sensitive"]),
        scenarios=tuple(_scenario(row, quasi) for row in declared["scenario"]),
        remedies=tuple(_remedy(row) for row in declared["remedy"]),
    )
    _must_have_sources(declared)
    _must_be_in_one_class(made)
    return made


def _thresholds(rows: Iterable[Row], on: dt.date) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        if is_valid(row["valid_from"], row["valid_to"], on):
            if row["name"] in found:
                raise MutualisError(f"The threshold '{row['name']}' has two values on {on.isoformat()}.", do="keep one")
            found[row["name"]] = int(row["value"])
    return MappingProxyType(found)


def _threshold(found: Mapping[str, int], name: str) -> int:
    if name not in found:
        raise MutualisError(
            f"There is no threshold '{name}' on that day.",
            there_is=f"those of the day are {', '.join(found) or 'none'}",
        )
    return found[name]


def _sensitive(row: Row, threshold: Mapping[str, int]) -> SensitiveColumn:
    allowed = _threshold(threshold, row["threshold"]) if row.get("threshold") else 0
    harmful, begins, diagnoses = (tuple(row.get(name, ())) for name in ("harmful", "begins_with", "diagnoses"))
    return SensitiveColumn(row["column"], harmful, begins, allowed, diagnoses)


def _scenario(row: Row, quasi: tuple[str, ...]) -> Scenario:
    where = f"Scenario '{row['id']}'"
    for column in row["columns"]:
        _known("quasi-identifier", column, quasi, where)
    return Scenario(row["id"], tuple(row["columns"]), _known("risk", row["risk"], RISKS, where))


def _remedy(row: Row) -> Remedy:
    _known("kind", row["kind"], KINDS, f"Remedy '{row['id']}'")
    values = {key: value for key, value in row.items() if key not in ("id", "kind", "columns", "source", "mark")}
    return Remedy(row["id"], row["kind"], tuple(row["columns"]), MappingProxyType(values))


def _known(what: str, given: str, known: tuple[str, ...], where: str) -> str:
    if given not in known:
        raise MutualisError(
            f"{where} names the {what} '{given}', which is not there.", there_is=f"there are {', '.join(known)}"
        )
    return given


def _must_have_sources(declared: Row) -> None:
    for name, part in declared.items():
        for row in part if isinstance(part, list) else [part]:
            if not (row.get("source") and row.get("mark")):
                raise MutualisError(
                    f"A row of '{name}' in the small cell analysis has no source or no mark.",
                    do="give both, as source and mark (seen, inferred or stand-in)",
                )


def _must_be_in_one_class(rules: SmallCellRules) -> None:
    every = [*rules.direct, *rules.technical, *rules.quasi, *(each.column for each in rules.sensitive)]
    if twice := sorted({name for name in every if every.count(name) > 1}):
        raise MutualisError(f"The column '{twice[0]}' stands in two classes of the small cell analysis.", do="keep one")
    if set(rules.blanked) != set(rules.quasi):
        raise MutualisError("The order of local suppression does not name every quasi-identifier once.")
