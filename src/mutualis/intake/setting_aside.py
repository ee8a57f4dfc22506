"""A staged file without the lines that are set aside, in the same order, block by block."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from mutualis.intake.columns import booleans, whole_numbers
from mutualis.intake.findings import Lines
from mutualis.intake.records import Reader
from mutualis.intake.staging import parquet_format


def without(ready: Reader, source: Path, target: Path, lines: Lines) -> tuple[int, dict[str, int]]:
    """Copy the file without these lines (ascending). Returns the rows left out and their cents by official code."""
    left_out, cents = 0, {each.code: 0 for each in ready.amounts}
    with pq.ParquetWriter(target, ready.block_schema, **parquet_format(ready)) as writer:
        for table in _row_groups(ready, source):
            gone = _among(whole_numbers(table["line"]), lines)
            if gone.any():
                left_out += int(gone.sum())
                for each in ready.amounts:
                    cents[each.code] += int(whole_numbers(table[each.name])[gone].sum())
            kept = table.filter(booleans(~gone)) if gone.any() else table
            if len(kept):
                writer.write_table(kept, row_group_size=len(kept))
    return left_out, cents


def _among(block: Lines, lines: Lines) -> npt.NDArray[np.bool_]:
    """Which lines of the block are among `lines`; both ascend, so only the stretch of the block is looked at."""
    if not len(block):
        return np.zeros(0, np.bool_)
    start, stop = np.searchsorted(lines, [block[0], block[-1] + 1])
    return np.isin(block, lines[start:stop], assume_unique=True)


def _row_groups(ready: Reader, source: Path) -> Iterator[pa.Table]:
    """The row groups in order; the next one is read while this one is worked on."""
    codes = [each.name for each in ready.block_schema if pa.types.is_dictionary(each.type)]
    with pq.ParquetFile(source, read_dictionary=codes) as file, ThreadPoolExecutor(1) as pool:
        waiting: Future[pa.Table] | None = None
        for place in range(file.num_row_groups):
            following = pool.submit(_read, file, place, ready.block_schema)
            if waiting is not None:
                yield waiting.result()
            waiting = following
        if waiting is not None:
            yield waiting.result()


def _read(file: pq.ParquetFile, place: int, schema: pa.Schema) -> pa.Table:
    return file.read_row_group(place, use_threads=False).cast(schema)
