"""An extract file to a typed Parquet file: blocks read in order, parsed by a few threads, written in order.

Memory is bounded by the blocks in flight, whatever the size of the file. Nothing but this room's reader has seen a byte
of it before it is written.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from mutualis.intake import identity
from mutualis.intake.digits import Bytes
from mutualis.intake.findings import Finding, Lines
from mutualis.intake.records import Block, Reader, kept_batch, read_block
from mutualis.intake.repeats import IN_MEMORY, Spill, repeated
from mutualis.parcel import ParcelError

BLOCK = 65_536
LINE_END = 10


@dataclass
class Staged:
    """What the reader made of one extract file.

    `totals` are the cents of each amount field (official code) over all readable lines, `kept_totals` over the lines
    that were kept; `unreadable` counts the lines whose amount could not be read; `fingerprints` are 64 bits a kept line
    and `kept_lines` their lines, of the blocks that are still in memory: at most `in_memory` lines, the others are in
    files beside `path`.
    """

    database: str
    path: Path
    rows: int = 0
    kept: int = 0
    totals: dict[str, int] = field(default_factory=dict)
    kept_totals: dict[str, int] = field(default_factory=dict)
    unreadable: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    fingerprints: list[npt.NDArray[np.uint64]] = field(default_factory=list)
    kept_lines: list[Lines] = field(default_factory=list)

    in_memory: int = IN_MEMORY
    spilled: Spill | None = None

    def remember(self, fingerprints: npt.NDArray[np.uint64], lines: Lines) -> None:
        """Note the fingerprints of kept lines."""
        self.fingerprints.append(fingerprints)
        self.kept_lines.append(lines)
        if sum(map(len, self.fingerprints)) >= self.in_memory:
            self._spill()

    def repeated_lines(self) -> Lines:
        """Kept lines whose fingerprint another line has too: the few that may be duplicates. Ask it once."""
        if self.spilled is not None:
            self._spill()
            return self.spilled.repeated()
        if not self.fingerprints:
            return np.zeros(0, np.int64)
        return repeated(np.concatenate(self.fingerprints), np.concatenate(self.kept_lines))

    def _spill(self) -> None:
        """Move what is in memory to the files."""
        if self.spilled is None:
            self.spilled = Spill(self.path.with_suffix(".fingerprints"), self.in_memory)
        if self.fingerprints:
            self.spilled.add(np.concatenate(self.fingerprints), np.concatenate(self.kept_lines))
        self.fingerprints, self.kept_lines = [], []


def stage(ready: Reader, blocks: Iterable[bytes], target: Path, threads: int = 2) -> Staged:
    """Read every block strictly and write the kept records to `target`; a wrong record or byte is a ParcelError."""
    zero = {each.code: 0 for each in ready.amounts}
    staged = Staged(ready.layout.database, target, totals=dict(zero), kept_totals=dict(zero))
    with pq.ParquetWriter(target, ready.block_schema, **parquet_format(ready)) as writer, _Behind(writer) as behind:
        for block, batch in _parsed(ready, blocks, threads):
            if len(batch):
                behind.write(batch)
            _add(ready, staged, block, len(batch))
    return staged


class _Behind:
    """Writes batches in order in a thread of its own, at most two waiting, so that reading goes on meanwhile."""

    def __init__(self, writer: pq.ParquetWriter) -> None:
        self._writer, self._pool = writer, ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()

    def write(self, batch: pa.RecordBatch) -> None:
        self._waiting.append(self._pool.submit(self._writer.write_batch, batch, row_group_size=len(batch)))
        if len(self._waiting) > 2:
            self._waiting.popleft().result()

    def __enter__(self) -> "_Behind":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=kind is not None)
        while self._waiting and kind is None:
            self._waiting.popleft().result()


def parquet_format(ready: Reader) -> dict[str, object]:
    """Codes repeat and go as dictionaries; identifiers and amounts would only fill one up.

    Staged files are read twice and never sent, so packing them fast counts for more than packing them small.
    """
    settings = {"compression": "lz4", "store_schema": False, "write_statistics": False}
    return {**settings, "use_dictionary": ready.repeating}


def _parsed(ready: Reader, blocks: Iterable[bytes], threads: int) -> Iterator[tuple[Block, pa.RecordBatch]]:
    """Blocks in order, a few of them in work at the same time."""
    waiting: deque[Future[tuple[Block, pa.RecordBatch]]] = deque()
    first_line = 1
    with ThreadPoolExecutor(threads) as pool:
        for content in blocks:
            records = _records(ready, content, first_line)
            waiting.append(pool.submit(_parse, ready, records, first_line))
            first_line += len(records)
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _records(ready: Reader, content: bytes, first_line: int) -> Bytes:
    length, name = ready.layout.record_length, ready.layout.database
    raw = np.frombuffer(content, np.uint8)
    if raw.size % (length + 1):
        raise _wrong_length(name, length, first_line + raw.size // (length + 1))
    records = raw.reshape(-1, length + 1)
    ends = records[:, length] == LINE_END
    if not ends.all():
        raise _wrong_length(name, length, first_line + int(ends.argmin()))
    return records


def _wrong_length(name: str, length: int, line: int) -> ParcelError:
    return ParcelError(
        "file.record_length",
        f"File '{name}': the record at line {line:,} does not end where it should.",
        there_is=f"a record of this layout has {length} characters and one line end",
        do="write every record with the length of the layout, and only \\n behind it",
    )


def _parse(ready: Reader, records: Bytes, first_line: int) -> tuple[Block, pa.RecordBatch]:
    _refuse_other_characters(ready, records, first_line)
    block = read_block(ready, records, first_line)
    for rule, name, check in identity.checks(ready.layout.database):
        broken = check(block.numbers)
        if block.broken is not None:
            broken = broken & ~block.broken
        if broken.any():
            block.findings.append(Finding(rule, ready.layout.database, name, block.lines(broken)))
    batch = kept_batch(ready, block)
    block.arrays = {}
    return block, batch


def _refuse_other_characters(ready: Reader, records: Bytes, first_line: int) -> None:
    body = records[:, : ready.layout.record_length]
    if body.size and (body.min() < 0x20 or body.max() > 0x7E):
        line = first_line + int(((body < 0x20) | (body > 0x7E)).any(axis=1).argmax())
        raise ParcelError(
            "file.encoding",
            f"File '{ready.layout.database}': a character at line {line:,} is not allowed.",
            there_is="allowed are the printable characters of ASCII, 0x20 to 0x7E",
            do="write the file in ASCII; accents and control characters have no place in it",
        )


def _add(ready: Reader, staged: Staged, block: Block, kept: int) -> None:
    staged.rows += block.rows
    staged.kept += kept
    staged.findings += block.findings
    keep = np.ones(block.rows, np.bool_) if block.broken is None else ~block.broken
    staged.remember(block.fingerprint[keep], np.arange(block.first_line, block.first_line + block.rows)[keep])
    for each in ready.amounts:
        values, unreadable = block.numbers[each.name], block.unreadable.get(each.name)
        staged.kept_totals[each.code] += int(values[keep].sum())
        if unreadable is not None:
            staged.unreadable[each.code] = staged.unreadable.get(each.code, 0) + int(unreadable.sum())
            values = values[~unreadable]
        staged.totals[each.code] += int(values.sum())
