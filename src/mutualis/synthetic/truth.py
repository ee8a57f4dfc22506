"""The truth that only the generator knows: changes of number and insurer, illness, stays, corrections and counts."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.synthetic.booking import Booked, period_text
from mutualis.synthetic.homes import homes
from mutualis.synthetic.hospital_extras import arrivals
from mutualis.synthetic.illness import treated_of
from mutualis.synthetic.measures import COUNTED, YearMeasures
from mutualis.synthetic.membership import NOT_LISTED, Membership
from mutualis.synthetic.panel import PersonYear
from mutualis.synthetic.parameters import diseases
from mutualis.synthetic.people import People
from mutualis.synthetic.providers import institutions
from mutualis.synthetic.records import texts_of_numbers
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.stays import COMMON, DOUBLE, SINGLE, Stays

if TYPE_CHECKING:
    from mutualis.synthetic.blocks import BlockResult

TABLES = ("changed_insurer", "number_change", "condition", "stay", "correction", "count")
ROOMS = {COMMON: "common", DOUBLE: "double", SINGLE: "single"}
ORIGINAL, CORRECTION, CORRECTED = 0, 1, 2
ROLE_OF_BILLING = {0: ORIGINAL, 3: CORRECTION, 1: CORRECTED}


@dataclass(frozen=True)
class Truth:
    """The truth beside a synthetic country: `folder` holds `truth.json` and a Parquet file a table of TABLES."""

    folder: Path

    def facts(self) -> dict[str, Any]:
        """What was asked and how much came out."""
        return dict(json.loads((self.folder / "truth.json").read_text("utf-8")))

    @property
    def rows(self) -> int:
        """Records in all extract files together."""
        return int(self.facts()["rows"])

    def table(self, name: str) -> pa.Table:
        """One table of the truth."""
        if name not in TABLES:
            raise MutualisError(f"The truth has no table '{name}'.", there_is=f"the tables are {', '.join(TABLES)}")
        return pq.read_table(self.folder / f"{name}.parquet")

    def planted(self, table: str) -> pa.Table:
        """One table of what a scenario planted; the name is that of a Parquet file in `planted`."""
        found = self.folder / "planted" / f"{table}.parquet"
        if not found.is_file():
            there = ", ".join(sorted(each.stem for each in found.parent.glob("*.parquet"))) or "nothing was planted"
            raise MutualisError(f"The truth has no planted table '{table}'.", there_is=there)
        return pq.read_table(found)

    def planted_values(self, effect: str) -> dict[str, Any]:
        """The values with which an effect was planted."""
        found = self.folder / "planted" / f"{effect}.json"
        if not found.is_file():
            there = ", ".join(sorted(each.stem for each in found.parent.glob("*.json"))) or "nothing was planted"
            raise MutualisError(f"The truth has no planted effect '{effect}'.", there_is=there)
        return dict(json.loads(found.read_text("utf-8")))


@dataclass(frozen=True)
class Pairs:
    """The delivered lines of corrections: `pair` numbers pairs of the block and year, `row` counts from 0."""

    database: str
    year: int
    pair: np.ndarray
    role: np.ndarray
    insurer: np.ndarray
    place: np.ndarray
    row: np.ndarray

    @classmethod
    def of(
        cls,
        database: str,
        year: int,
        pair: np.ndarray,
        file: np.ndarray,
        edges: np.ndarray,
        billing_type: np.ndarray,
        insurers: int,
    ) -> "Pairs":
        chosen = np.flatnonzero(pair >= 0)
        role = np.array([ROLE_OF_BILLING.get(each, ORIGINAL) for each in range(5)])[billing_type[chosen]]
        own = file[chosen]
        return cls(database, year, pair[chosen], role, own % insurers, own // insurers, chosen - edges[own])


@dataclass(frozen=True)
class StayRows:
    """The true stays of a block and year with at least one delivered line.

    `is_complete`: all lines are delivered; `is_counted`: a line that makes the stay is booked by the end of the next
    year.
    """

    columns: dict[str, np.ndarray]

    @classmethod
    def of(
        cls,
        where: Setting,
        stays: Stays,
        booked: tuple[Booked, Booked],
        counted: np.ndarray,
        numbers: np.ndarray,
        membership: Membership,
    ) -> "StayRows":
        size = stays.size + 1
        asked, delivered = (np.bincount(each.lines["stay"], minlength=size)[1:] for each in booked)
        out = np.zeros(stays.size, bool)
        out[stays.transfer_from[stays.transfer_from >= 0]] = True
        last = membership.uses_new[-1].any(axis=1)[stays.person]
        seen = delivered > 0
        rooms = np.array([ROOMS[place] for place in range(len(ROOMS))])
        columns = {
            "year": np.full(stays.size, where.year),
            "person": digits_of(numbers[stays.person + where.people.size * last]),
            "hospital_number": np.array(["", *institutions().codes])[stays.institution],
            "admission_day": stays.admission,
            "discharge_day": stays.discharge,
            "stay_kind": np.where(stays.is_day, "day", "classic"),
            "room_type": rooms[stays.room],
            "is_psychiatric": stays.is_psychiatric,
            "is_transfer_in": stays.transfer_from >= 0,
            "is_transfer_out": out,
            "is_emergency": arrivals(stays, where) > 0,
            "is_complete": delivered == asked,
            "is_counted": counted,
        }
        return cls({name: values[seen] for name, values in columns.items()})


def block_persons(people: People, states: list[PersonYear], membership: Membership) -> dict[str, dict[str, np.ndarray]]:
    """Persons of a block who changed insurer or number while someone listed them, and what they suffer from."""
    return {
        "changed_insurer": _insurer_changes(people, states, membership),
        "number_change": _number_changes(people, membership),
        "condition": _conditions(people, states, membership),
    }


def _insurer_changes(people: People, states: list[PersonYear], membership: Membership) -> dict[str, np.ndarray]:
    names = np.array([each.name for each in reference.insurers()])
    found: list[tuple[np.ndarray, ...]] = []
    for state in states:
        before = np.concatenate([_last_quarter(states, state), state.insurer[:, :-1]], axis=1)
        person, quarter = np.nonzero((before != state.insurer) & (before >= 0))
        day = (np.datetime64(f"{state.year}-01", "M") + quarter * 3).astype("datetime64[D]").astype(np.int64)
        there = (state.first[person] <= day) & (state.last[person] >= day)
        pair = (before[person, quarter], state.insurer[person, quarter])
        found.append(tuple(each[there] for each in (person, day, *pair)))
    person, day, old, new = (np.concatenate([each[place] for each in found]) for place in range(4))
    return {
        "person": _digits(_number_used(people, membership, at_first=True)[person]),
        "later_number": _digits(_number_used(people, membership, at_first=False)[person]),
        "day": day,
        "old_insurer": names[old],
        "new_insurer": names[new],
    }


def _conditions(people: People, states: list[PersonYear], membership: Membership) -> dict[str, np.ndarray]:
    """Who has which disease in which insured year, and whether any medicine for it is taken, under the first number
    that was listed."""
    numbers = _digits(_number_used(people, membership, at_first=True))
    names = np.array([each.name for each in diseases()])
    found = [np.nonzero(state.ill & (state.insured_days > 0)[:, None]) for state in states]
    years = [np.full(len(person), state.year) for (person, _), state in zip(found, states, strict=True)]
    treated = [treated_of(state.ill, state.takes)[of] for of, state in zip(found, states, strict=True)]
    return {
        "person": np.concatenate([numbers[person] for person, _ in found]),
        "year": np.concatenate(years),
        "disease": np.concatenate([names[disease] for _, disease in found]),
        "is_treated": np.concatenate(treated),
    }


def _last_quarter(states: list[PersonYear], state: PersonYear) -> np.ndarray:
    earlier = [each for each in states if each.year == state.year - 1]
    return earlier[0].insurer[:, -1:] if earlier else state.insurer[:, :1]


def _number_used(people: People, membership: Membership, at_first: bool) -> np.ndarray:
    """The number under which each person is listed first, or the one that the last files use."""
    if not at_first:
        return np.where(membership.uses_new[-1].any(axis=1), people.later_number, people.number)
    place = (membership.insurer != NOT_LISTED).argmax(axis=0)
    everyone = np.arange(people.size)
    insurer = membership.insurer[place, everyone]
    return np.where(membership.uses_new[place, everyone, insurer], people.later_number, people.number)


def _number_changes(people: People, membership: Membership) -> dict[str, np.ndarray]:
    place, person, insurer = np.nonzero(membership.changed)
    names = np.array([each.name for each in reference.insurers()])
    periods = np.array([period_text(membership.first_half + each) for each in range(len(membership.insurer))])
    return {
        "old_number": _digits(people.number[person]),
        "new_number": _digits(people.later_number[person]),
        "change_day": membership.number_change_day[person].astype(np.int64),
        "insurer": names[insurer],
        "period": periods[place],
        "is_listed": membership.insurer[place, person] != NOT_LISTED,
    }


def digits_of(texts: np.ndarray) -> np.ndarray:
    """The national number of texts of fifteen characters."""
    return np.ascontiguousarray(texts.view("S1").reshape(-1, 15)[:, 4:]).reshape(-1).view("S11").astype("U11")


def _digits(numbers: np.ndarray) -> np.ndarray:
    return texts_of_numbers(numbers, 11).astype("U11")


class TruthKeeper:
    """Gathers the truth block by block, in block order, and writes it."""

    def __init__(self) -> None:
        self._sums: dict[int, np.ndarray] = {}
        self._tables: dict[str, list[dict[str, np.ndarray]]] = {name: [] for name in TABLES}
        self._pair_base = 0

    def add(self, result: "BlockResult", offsets: dict[int, dict[tuple[str, int, int], int]], first_half: int) -> None:
        """Add a block. `offsets` holds, for each service year, the rows that each file had before the block's part."""
        for measure in result.measures:
            self._add_measures(measure)
        for rows in result.stays:
            self._tables["stay"].append(rows.columns)
        for name, columns in result.persons.items():
            self._tables[name].append(columns)
        for pairs in result.pairs:
            self._add_pairs(pairs, offsets[pairs.year], first_half)

    def _add_measures(self, measure: YearMeasures) -> None:
        known = self._sums.get(measure.year)
        self._sums[measure.year] = measure.sums if known is None else known + measure.sums

    def _add_pairs(self, pairs: Pairs, offsets: dict[tuple[str, int, int], int], first_half: int) -> None:
        names = [each.name for each in reference.insurers()]
        base = np.array(
            [offsets.get((pairs.database, int(i), int(p)), 0) for i, p in zip(pairs.insurer, pairs.place, strict=True)]
        )
        roles = np.array(["original", "correction", "corrected"])
        self._tables["correction"].append(
            {
                "pair": self._pair_base + pairs.pair,
                "role": roles[pairs.role],
                "database": np.full(len(pairs.pair), pairs.database),
                "insurer": np.array(names)[pairs.insurer],
                "period": np.array([period_text(first_half + int(place)) for place in pairs.place], dtype="U6"),
                "line": base + pairs.row + 1 if len(base) else np.zeros(0, np.int64),
            }
        )
        self._pair_base += int(pairs.pair.max()) + 1 if len(pairs.pair) else 0

    def write(self, folder: Path, facts: dict[str, Any]) -> Truth:
        """Write the tables and the facts."""
        folder.mkdir(parents=True)
        for name in TABLES[:-1]:
            pq.write_table(_joined(self._tables[name]), folder / f"{name}.parquet", compression="zstd")
        pq.write_table(self._counts(), folder / "count.parquet", compression="zstd")
        (folder / "truth.json").write_text(json.dumps(facts, indent=2, sort_keys=True) + "\n", "utf-8")
        return Truth(folder)

    def _counts(self) -> pa.Table:
        """A row a year and municipality of that year."""
        parts = []
        for year in sorted(self._sums):
            codes, place = np.unique(np.array(homes().codes_in(year)), return_inverse=True)
            sums = np.zeros((len(codes), len(COUNTED)), np.int64)
            np.add.at(sums, place, self._sums[year])
            columns = {"year": np.full(len(codes), year), "municipality_code": codes}
            parts.append(pa.table({**columns, **{name: sums[:, at] for at, name in enumerate(COUNTED)}}))
        return pa.concat_tables(parts)


def _joined(parts: list[dict[str, np.ndarray]]) -> pa.Table:
    table = pa.table({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})
    for place, name in enumerate(table.column_names):
        if name.endswith("_day") or name == "day":
            table = table.set_column(place, name, table[name].cast(pa.int32()).cast(pa.date32()))
    return table
