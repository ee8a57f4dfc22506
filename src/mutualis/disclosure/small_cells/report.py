"""The report of a small cell analysis: a value, its one form as JSON (to be signed), and the gate that it opens."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from mutualis.disclosure.small_cells.diversity import Attacker
from mutualis.disclosure.small_cells.measures import SetMeasure
from mutualis.disclosure.small_cells.remedies import Action
from mutualis.model import MutualisError

FORMAT = "mutualis-small-cells-1"
PLACES = 9
GATE = ("failing", "approved_by", "run_by", "hash")


@dataclass(frozen=True)
class Figures:
    """What was counted of a table: rows, persons, every set of quasi-identifiers, special uniques, each attacker."""

    rows: int
    persons: int
    attackers: tuple[Attacker, ...]
    sets: tuple[SetMeasure, ...]
    special_rows: int
    special_by_size: Mapping[int, int]
    highest_score: float


@dataclass(frozen=True)
class Report:
    """What was analysed, by which rules, what was found and done, what is left, and who answers for it.

    `examined` and `hash` are hashes of the table before and after the remedies; the gate is for the second. `worst` are
    the sets with most unique rows after the remedies: names of columns only. Nothing here tells of one person.
    """

    dataset: str
    authorisation: str
    examined: str
    hash: str
    parameters: Mapping[str, Any]
    scenarios: Mapping[str, tuple[str, ...]]
    before: Figures
    after: Figures
    actions: tuple[Action, ...]
    figures: Mapping[str, tuple[float | None, float | None]]
    worst: tuple[SetMeasure, ...]
    failing: Mapping[str, int]
    run_by: str
    run_on: dt.date
    version: str
    approved_by: str = ""
    approved_on: dt.date | None = None
    seed: int | None = None  # no step of the analysis leaves anything to chance

    @property
    def holds(self) -> bool:
        """Whether every rule holds for every attacker."""
        return bool(self.failing) and not any(self.failing.values())

    @property
    def share_changed(self) -> float:
        """Cells changed by all remedies together, as a share of the cells of the table."""
        return sum(each.share for each in self.actions)

    def to_json(self) -> str:
        """The report as JSON in one form: keys sorted, no blanks, numbers to nine places."""
        told = {"format": FORMAT, "holds": self.holds, **_plain(self)}
        return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


READER = TypeAdapter(Report)


def read_report(text: str) -> Report:
    """The report of which this is the JSON. Raises where it is none."""
    try:
        if json.loads(text)["format"] == FORMAT:
            return READER.validate_json(text)
    except (ValueError, KeyError, TypeError):
        pass
    raise _no_report()


def approved(report: Report, by: str, on: dt.date) -> Report:
    """The report with the approval of somebody else than who ran it. Raises where a rule does not hold."""
    if not by.strip() or by.strip() == report.run_by.strip():
        raise MutualisError(
            f"The small cell analysis of '{report.dataset}' must be approved by somebody else than who ran it.",
            do="let a second person approve it, by name",
        )
    if not report.holds:
        fails = ", ".join(name for name, rows in report.failing.items() if rows)
        raise MutualisError(
            f"The small cell analysis of '{report.dataset}' has not passed.",
            there_is=f"classes still fail for {fails or 'want of any attacker'}",
            do="use more remedies, and run it again",
        )
    return replace(report, approved_by=by, approved_on=on)


def is_passed(report: Report | Mapping[str, Any], data_hash: str) -> bool:
    """Whether the gate is open for a table with this content: rules hold, a second person approved, nothing changed.

    The report is the value, or what its JSON says (whose signature the caller has verified).
    """
    told = {"format": FORMAT, **_plain(report)} if isinstance(report, Report) else report
    if told.get("format") != FORMAT or not set(GATE) <= set(told):
        raise _no_report()
    by, run_by = str(told["approved_by"]).strip(), str(told["run_by"]).strip()
    holds = bool(told["failing"]) and not any(told["failing"].values())
    return holds and bool(by) and by != run_by and told["hash"] == data_hash


def _no_report() -> MutualisError:
    return MutualisError(
        "This is no report of a small cell analysis.", there_is=f"one has the format {FORMAT}", do="run the analysis"
    )


def worst(sets: Sequence[SetMeasure], number: int) -> tuple[SetMeasure, ...]:
    """The sets with most rows that they make unique for the first time, then with most unique rows at all."""
    ranked = sorted(sets, key=lambda each: (-each.special, -each.uniques, len(each.columns), each.columns))
    return tuple(each for each in ranked[:number] if each.uniques)


def _plain(value: Any) -> Any:
    """A value as JSON has it. Keys of mappings become text, days ISO dates."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return round(value, PLACES) if isinstance(value, float) else value
