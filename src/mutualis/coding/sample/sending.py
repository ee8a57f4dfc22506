"""The designated insurer: the numbers that are drawn, under C1 and in an order that says nothing, to the third party.

The sampling key is here alone and no list of numbers leaves this node (but by `listing`, which nobody does unasked), so
no other insurer learns who is in the sample.
A year's parcel holds what was not sent before: newborns' numbers, and those of who turns 65.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from mutualis import parcel
from mutualis.coding import handover, keys
from mutualis.coding.files import code_file
from mutualis.coding.handover import KnownParcel
from mutualis.coding.identities import DIGITS
from mutualis.coding.sample.draw import Draw
from mutualis.coding.sample.members import NUMBERS
from mutualis.coding.sample.theoretical import FIRST_YEAR, LAST_YEAR
from mutualis.coding.sample.variants import CODED, check_sent
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.reference.national_numbers import Numbers
from mutualis.reference.permanent_sample import BASE, EXTRA, EXTRA_AGE, PARTS

KIND, PURPOSE, TTP = "sample", "sample", "ttp"


@dataclass(frozen=True)
class Births:
    """The birth years whose numbers a parcel holds, by part."""

    base: range
    extra: range

    @property
    def years(self) -> list[int]:
        """All of them, in order."""
        return sorted({*self.base, *self.extra})

    def named(self, key: str) -> str:
        """What is sent when these are, with codes of a key: until which births, by part."""
        return f"{self.base.stop - 1} {self.extra.stop - 1} {key}"


def send_sample(node: Node, year: int, *, last_birth_year: int | None = None, beside: bool = False) -> Path:
    """Draw what the sample of a reference year needs beyond what was sent before; returns the parcel in the outbox.

    `last_birth_year`: until when births are foreseen; by default 2008 as the authorisation has it, or the reference
    year where that is later. `beside`: send it although the list of this year was sent. Raises KnownParcel when
    everything was sent before, and an error on the node of another insurer, which has no sampling key.
    """
    handover.require_role(node, "insurer", "draw of the permanent sample")
    draw = Draw(subkey(node))
    with node.lock("coding"), node.scratch() as folder:
        handover.finish(node)
        births = _births(node, year, last_birth(year, last_birth_year))
        other = check_sent(node, f"{year}H2", CODED, beside)
        files = _write_files(node, draw, births, folder)
        path = parcel.build(
            handover.prepared(node),
            kind=KIND,
            sender=node.name,
            recipient=TTP,
            period=f"{year}H2",
            files=files,
            keys=node.keys,
            declared={content.database: parcel.Declared(content.rows) for content in files.values()},
            key_ids={keys.C1: node.keys.key_id(keys.C1), PURPOSE: node.keys.key_id(PURPOSE)},
            extra={"beside": other},
        )
        sent = handover.send(node, path, made_from=births.named(node.keys.key_id(keys.C1)), sender=node.name)
    node.log("coding.drawn", on=f"{year}H2", rows=sum(content.rows for content in files.values()))
    return sent


def last_birth(year: int, given: int | None) -> int:
    """Until when births are foreseen in a reference year, unless it is given."""
    return max(LAST_YEAR, year) if given is None else given


def subkey(node: Node) -> str:
    """The sampling key's subkey for theoretical numbers; an error on the node of an insurer that does not draw."""
    if PURPOSE not in node.keys.purposes:
        raise MutualisError(
            f"{node.name} does not draw the permanent sample.",
            there_is="the sampling key is with one designated insurer only",
            do="draw on the node of that insurer",
        )
    return node.keys.subkey(PURPOSE, "theoretical")


def _births(node: Node, year: int, last: int) -> Births:
    """The birth years that were not sent yet under the C1 key in use."""
    key = node.keys.key_id(keys.C1)
    before = [told.split() for told in handover.sources(node, KIND)]
    until = [(int(base), int(extra)) for base, extra, own in before if own == key]
    base, extra = (max(years, default=FIRST_YEAR - 1) for years in (zip(*until, strict=True) if until else ((), ())))
    found = Births(range(base + 1, last + 1), range(extra + 1, year - EXTRA_AGE + 1))
    if not found.years:
        raise KnownParcel(
            f"The sample of {year} was drawn before; nothing is new.",
            there_is=f"sent are births until {base}, and the extra sample of births until {extra}",
        )
    return found


def _write_files(node: Node, draw: Draw, births: Births, folder: Path) -> dict[str, parcel.Content]:
    """One file a part, in the clear in a scratch folder: codes sorted by code, each once."""
    paths = {part: folder / f"{part}-numbers.parquet" for part in PARTS}
    write_numbers(paths, drawn_numbers(draw, births))
    return coded_files(node, paths, folder)


def coded_files(node: Node, paths: Mapping[str, Path], folder: Path) -> dict[str, parcel.Content]:
    """Files of numbers by part, coded with C1 for the third party; the numbers are removed."""
    files = {}
    for part, path in paths.items():
        target = folder / f"{part}.parquet"
        rows = code_file(path, target, "number", node.keys.subkey(keys.C1, "person"))
        path.unlink()
        files[f"{part}.parquet.age"] = parcel.Content(target, part, rows, (node.directory.party(TTP).recipient,))
    return files


def write_numbers(paths: Mapping[str, Path], drawn: Iterable[Mapping[str, Numbers]]) -> None:
    """The numbers of each part in a file of its own, as text of eleven digits."""
    with ExitStack() as open_files:
        writers = {part: open_files.enter_context(pq.ParquetWriter(path, NUMBERS)) for part, path in paths.items()}
        for births in drawn:
            for part, numbers in births.items():
                text = pl.Series("number", numbers).cast(pl.String).str.zfill(DIGITS)
                writers[part].write_table(text.to_frame().to_arrow().cast(NUMBERS))


def drawn_numbers(draw: Draw, births: Births) -> Iterator[dict[str, Numbers]]:
    """The numbers drawn by part, birth year after birth year; in their own order, which says nothing of the draw's."""
    for year in births.years:
        drawn = draw.births(year)
        wanted = {BASE: ~drawn.is_extra & (year in births.base), EXTRA: drawn.is_extra & (year in births.extra)}
        yield {part: np.sort(drawn.number[rows]) for part, rows in wanted.items()}
