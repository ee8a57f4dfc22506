"""What an effect is: something planted in the lines and registers of a block, year by year, that knows its truth.

The years of a block come in order, and in each year first the stays, then the lines of care, those of pharmacies, and
the registers. An effect changes what it is about and passes on the rest; what it planted it keeps as rows of a table.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from mutualis.synthetic.hospital_records import HospitalRows
from mutualis.synthetic.lines import Lines, together
from mutualis.synthetic.panel import PersonYear
from mutualis.synthetic.people import People
from mutualis.synthetic.planted.parameters import Given
from mutualis.synthetic.registers.rows import Rows
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.stays import Stays, in_a_stay

Columns = dict[str, np.ndarray]


@dataclass(frozen=True)
class Whereabouts:
    """The persons of a block over all delivered years: `numbers` are the national numbers that the last files use,
    `gone` the last insured day of each, `insured` how many the country has, `states` their years in order."""

    people: People
    states: tuple[PersonYear, ...]
    numbers: np.ndarray
    gone: np.ndarray
    insured: int


@dataclass(frozen=True)
class Grown:
    """Rows of one table of the truth. Rows that agree on `keys` are added up over the blocks; without keys all stay."""

    table: str
    columns: Columns
    keys: tuple[str, ...] = ()


@dataclass
class Draft:
    """The lines of one database and year while effects work on them. `busy` is the last discharge of each person in
    earlier years; lines are dropped by a mask over `lines` and added at the end."""

    lines: Lines
    stays: Stays
    busy: np.ndarray
    kept: np.ndarray = field(init=False)
    added: list[Lines] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kept = np.ones(self.lines.size, bool)

    @property
    def is_changed(self) -> bool:
        """Whether an effect dropped or added anything."""
        return bool(self.added) or not self.kept.all()

    def drop(self, chosen: np.ndarray) -> None:
        """Lines that are not there: a mask."""
        self.kept &= ~chosen

    def add(self, lines: Lines) -> None:
        """Lines that are there too; nothing tells them apart."""
        self.added.append(lines)

    def change(self, **columns: np.ndarray) -> None:
        """The lines with columns replaced."""
        self.lines = self.lines.having(**columns)

    def outside(self, person: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Which days of persons do not fall inside a stay in hospital."""
        return ~(in_a_stay(self.stays, person, day) | (day < self.busy[person]))

    def settled(self) -> "Draft":
        """A draft of what is there now, for who must see all lines."""
        return replace(self, lines=self.finished(), added=[])

    def finished(self) -> Lines:
        """All lines that are there."""
        left = self.lines if self.kept.all() else self.lines.take(self.kept)
        return together([left, *self.added]) if self.added else left


class Effect:
    """An effect that plants nothing: the parts that an effect is not about stay as they are.

    `sees_all`: it works on the lines that effects before it added, too.
    """

    sees_all = False

    def __init__(self, given: Given, block: Whereabouts) -> None:
        self.given, self.block = given, block
        self.grown: list[Grown] = []

    def stays(self, stays: Stays, where: Setting) -> Stays:
        """The stays of a year that there are."""
        return stays

    def care(self, draft: Draft, where: Setting) -> None:
        """Work on the lines of care of a year."""

    def dispensed(self, draft: Draft, where: Setting) -> None:
        """Work on the lines of pharmacies of a year."""

    def registers(self, rows: Iterator[Rows], where: Setting) -> Iterator[Rows]:
        """The rows of the registers of a year that there are."""
        return rows

    def hospitals(self, rows: HospitalRows, where: Setting, numbers: np.ndarray) -> HospitalRows:
        """What hospitals register of a year; `numbers` are the national numbers that they know."""
        return rows
