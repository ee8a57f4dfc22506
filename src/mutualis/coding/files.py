"""Coding of a whole Parquet file, streaming, in memory that does not grow with the file."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from mutualis.coding.binary import ordered, pack, spill, split, unpack, unspill
from mutualis.coding.kernel import code_expression, require_subkey
from mutualis.model import MutualisError

BATCH_ROWS = 1 << 17
BUCKET_ROWS = 1 << 18
WORKERS = 2

Given = TypeVar("Given")
Made = TypeVar("Made")


def code_file(source: Path, target: Path, column: str, subkey: str) -> int:
    """Code the distinct values of one text column of a Parquet file; returns the number of codes written.

    `target` gets one column `code`, each code once, sorted by code over the whole file, so that its order says
    nothing about the order of `source`. Empty values are left out. The codes go to buckets on disk beside the target,
    by their first bits; each bucket is made distinct and sorted by itself, and the buckets in turn are the sorted
    whole. `target` appears only when it is complete.
    """
    require_subkey(subkey)
    bits = (_require_text(source, column) // BUCKET_ROWS).bit_length()
    with tempfile.TemporaryDirectory(prefix=".coding-", dir=target.parent) as folder:
        buckets = [Path(folder) / f"{number:05d}.codes" for number in range(2**bits)]
        _spread(source, column, subkey, bits, buckets)
        written = _gather(buckets, Path(folder) / "complete.parquet")
        (Path(folder) / "complete.parquet").replace(target)
    return written


def _require_text(source: Path, column: str) -> int:
    """The number of rows of the file, when its column is text."""
    with pq.ParquetFile(source) as file:
        schema, rows = file.schema_arrow, int(file.metadata.num_rows)
    if column not in schema.names:
        names = ", ".join(schema.names)
        raise MutualisError(f"The file to be coded has no column '{column}'.", there_is=f"it has {names}")
    kind = schema.field(column).type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        raise MutualisError(f"The column '{column}' to be coded is not text.", there_is=f"its type is {kind}")
    return rows


def _spread(source: Path, column: str, subkey: str, bits: int, buckets: list[Path]) -> None:
    """Append the codes of every batch to the buckets, each batch ordered within itself."""
    values = pl.scan_parquet(source, glob=False).select(pl.col(column).drop_nulls())
    codes = values.select(code_expression(column, subkey))
    with ExitStack() as stack:
        sinks = [stack.enter_context(bucket.open("wb")) for bucket in buckets]
        for batch in codes.collect_batches(chunk_size=BATCH_ROWS, maintain_order=False, engine="streaming"):
            for sink, part in zip(sinks, split(ordered(pack(batch.to_series())), bits), strict=True):
                sink.write(spill(part))


def _gather(buckets: list[Path], target: Path) -> int:
    """Make each bucket distinct and ordered and write them in turn to one Parquet file."""

    def sorted_codes(bucket: Path) -> pa.Table:
        codes = unpack(ordered(unspill(bucket.read_bytes())))
        bucket.unlink()
        return pa.table({"code": codes})

    written = 0
    schema = pa.schema([("code", pa.string())])
    with pq.ParquetWriter(target, schema, compression="none", use_dictionary=False) as sink:
        for table in _ahead(sorted_codes, buckets):
            sink.write_table(table)
            written += table.num_rows
    return written


def _ahead(work: Callable[[Given], Made], items: Iterable[Given]) -> Iterator[Made]:
    """The results in the order of the items, computed by a few threads that run at most a few items ahead."""
    with ThreadPoolExecutor(WORKERS) as pool:
        waiting: list[Future[Made]] = []
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > WORKERS:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()
