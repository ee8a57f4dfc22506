"""Rows of registers as records of the files they belong to: by who delivers them and the half-year of their day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from mutualis import reference
from mutualis.synthetic.booking import half_of, months_of
from mutualis.synthetic.membership import Membership
from mutualis.synthetic.records import Looked, RecordWriter
from mutualis.synthetic.registers import Rows
from mutualis.synthetic.setting import Setting

HUB = "record-hub"


@dataclass(frozen=True)
class Filed:
    """Records of one file: database, position among the senders, place of the half-year, and the totals in cents."""

    key: tuple[str, int, int]
    records: np.ndarray
    totals: dict[str, int]


def senders() -> tuple[str, ...]:
    """The names of the parties that deliver: the insurers in their order, then the hub of records."""
    return (*(each.name for each in reference.insurers()), HUB)


def databases_of(sender: int) -> tuple[str, ...]:
    """The databases that a sender delivers."""
    role = "record_hub" if senders()[sender] == HUB else "insurer"
    return tuple(each.code for each in reference.source_databases() if each.sender == role)


def register_records(
    where: Setting,
    made: Iterable[Rows],
    membership: Membership,
    numbers: np.ndarray,
    first_half: int,
    layout_version: str,
) -> Iterator[Filed]:
    """The records of the rows of one block and year. `numbers` are the texts of first and later national numbers."""
    writers = {each: RecordWriter(reference.layout(each, layout_version)) for each in reference.content_codes()}
    for rows in made:
        yield from _filed(where, rows, membership, numbers, first_half, writers[rows.database])


def _filed(
    where: Setting, rows: Rows, membership: Membership, numbers: np.ndarray, first_half: int, writer: RecordWriter
) -> Iterator[Filed]:
    place = half_of(months_of(rows.day)) - first_half
    insurer = _insurers(where, rows)
    by_hub = reference.source_database(rows.database).sender != "insurer"
    count = len(senders())
    file = place * count + (np.full(rows.size, count - 1) if by_hub else insurer)
    order = np.argsort(file, kind="stable")
    rows, file, insurer, place = rows.take(order), file[order], insurer[order], place[order]
    values = rows.values()
    if (rows.person >= 0).any():
        uses_new = membership.uses_new[place, rows.person, insurer]
        values["person"] = Looked(numbers, rows.person + where.people.size * uses_new)
    records = writer.write(values, rows.size)
    edges = np.searchsorted(file, np.arange(int(file.max(initial=-1)) + 2))
    for key in np.flatnonzero(np.diff(edges)):
        start, end = int(edges[key]), int(edges[key + 1])
        totals = {name: int(cents[start:end].sum()) for name, cents in rows.amounts.items()}
        yield Filed((rows.database, int(key) % count, int(key) // count), records[start:end], totals)


def _insurers(where: Setting, rows: Rows) -> np.ndarray:
    """The insurer of each row's person on its day; 0 where a row is about no person."""
    known = rows.person >= 0
    return np.where(known, where.state.insurer[np.where(known, rows.person, 0), where.state.quarter(rows.day)], 0)
