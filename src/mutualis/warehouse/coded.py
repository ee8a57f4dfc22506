"""Tokens become codes: content and identities meet here, the token is dropped, and one Parquet file a table is written.

The rows keep the order of the extract, which is the order of the key (delivery, line): nothing has to be sorted, memory
does not grow with the file, and lines booked together stay together. A token is the position of its code, so coding is
a gather of whole columns, not a join.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mutualis import parcel, reference
from mutualis.model.protocols import Saved
from mutualis.tables import core, find
from mutualis.warehouse.content import Identities, content_schema, numbers

BATCH_ROWS = 131_072
COMPRESSION_LEVEL = 1
ARROW_TYPES = {"string": pa.string(), "int32": pa.int32(), "int64": pa.int64(), "date": pa.date32(), "bool": pa.bool_()}
WITH_STATISTICS = ("is_correction", "service_day", "booking_month", "line")  # others would cost a third of the writing
AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")

Lines = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Coder:
    """What is the same for every batch of one file."""

    database: str
    delivery: str
    identities: Identities
    set_aside: Lines

    @property
    def table(self) -> str:
        """The core table of the database."""
        return core.TABLE_OF[self.database]

    def batch(self, batch: pa.RecordBatch) -> pa.Table:
        """A batch of content with its lines set aside left out, identities coded, and the columns of the core table."""
        if len(self.set_aside):
            kept = ~np.isin(numbers(batch["line"]), self.set_aside, assume_unique=True)
            batch = batch.filter(pa.array(kept))
        columns: dict[str, pa.Array] = {}
        for field in core.loaded_fields(self.database):
            columns |= self._identity(batch, field) if field.type == "identifier" else {field.name: batch[field.name]}
        if "is_correction" in find(self.table).columns:
            columns["is_correction"] = _is_correction(batch)
        same = pa.array(np.zeros(len(batch), np.int32))
        columns["delivery_id"] = pa.DictionaryArray.from_arrays(same, pa.array([self.delivery]))
        return pa.table({**columns, "line": batch["line"]})

    def _identity(self, batch: pa.RecordBatch, field: reference.Field) -> dict[str, pa.Array]:
        tokens = batch[f"{field.name}_token"]
        self._check(tokens, field)
        made = {f"{field.name}_id": _of_batch(self.identities.codes, tokens)}
        if field.domain in core.WITH_QUALIFICATION:
            words = self.identities.qualifications
            made[f"{field.name}_qualification"] = pa.DictionaryArray.from_arrays(
                words.indices.take(tokens), words.dictionary
            )
        return made

    def _check(self, tokens: pa.Array, field: reference.Field) -> None:
        present = numbers(tokens.drop_null())
        if len(present) and not 0 <= present.min() <= present.max() < len(self.identities):
            raise _wrong(field.name, "names a token that the parcel does not have")
        if (self.identities.kinds[present] != parcel.IDENTITY_KINDS.index(field.domain)).any():
            raise _wrong(field.name, f"names an identity that is no {field.domain}")
        if field.required and tokens.null_count:
            raise _wrong(field.name, "is empty on a line")


def _of_batch(words: pa.DictionaryArray, tokens: pa.Array) -> pa.DictionaryArray:
    """The words of tokens, with a dictionary of those of this batch only: a row group then holds each of them once."""
    numbered = words.indices.take(tokens).dictionary_encode()
    return pa.DictionaryArray.from_arrays(numbered.indices, words.dictionary.take(numbered.dictionary))


def write_coded(coder: Coder, content: Path, target: Path) -> Saved:
    """Write the coded file of one database; the lines of the content must ascend, each once."""
    target.parent.mkdir(parents=True, exist_ok=True)
    texts = [name for name, kind in content_schema(coder.database).items() if kind.is_string()]
    with pq.ParquetFile(content, read_dictionary=texts) as source:
        rows = _write(coder, source, target)
    return Saved(target, rows, target.stat().st_size)


def _write(coder: Coder, source: pq.ParquetFile, target: Path) -> int:
    rows, names = 0, _batch_schema(coder.database).names
    with (
        pq.ParquetWriter(
            target,
            _batch_schema(coder.database),
            compression="zstd",
            compression_level=COMPRESSION_LEVEL,
            store_schema=False,
            use_dictionary=[name for name in names if name != "line"],
            write_statistics=[name for name in names if name in WITH_STATISTICS],
        ) as writer,
        ThreadPoolExecutor(1) as writing,
        ThreadPoolExecutor(1) as reading,
    ):
        before: Future[None] | None = None
        for batch in _ahead(_ascending(source), reading):
            made = coder.batch(batch).cast(_batch_schema(coder.database))
            if before is not None:
                before.result()
            before, rows = writing.submit(writer.write_table, made), rows + made.num_rows
        if before is not None:
            before.result()
    return rows


def _ahead(batches: Iterator[pa.RecordBatch], reading: ThreadPoolExecutor) -> Iterator[pa.RecordBatch]:
    """The same batches; the next one is read while this one is coded."""
    coming = reading.submit(next, batches, None)
    while (batch := coming.result()) is not None:
        coming = reading.submit(next, batches, None)
        yield batch


def _ascending(source: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    last = 0
    for batch in source.iter_batches(BATCH_ROWS):
        if batch["line"].null_count:
            raise _wrong("line", "is empty")
        lines = numbers(batch["line"])
        if len(lines) and (lines[0] <= last or (np.diff(lines) <= 0).any()):
            raise _wrong("line", "does not ascend")
        last = lines[-1] if len(lines) else last
        yield batch


def _is_correction(batch: pa.RecordBatch) -> pa.Array:
    """Negative quantity or, at quantity 0, a negative amount."""
    quantity = pc.fill_null(batch["quantity"], 0)
    amounts = [pc.less(pc.fill_null(batch[name], 0), 0) for name in AMOUNTS]
    negative = pc.or_(pc.or_(amounts[0], amounts[1]), amounts[2])
    return pc.or_(pc.less(quantity, 0), pc.and_(pc.equal(quantity, 0), negative))


def _batch_schema(database: str) -> pa.Schema:
    """The columns of the core table, texts as dictionaries: written as such, read as plain text."""
    declared = find(core.TABLE_OF[database]).columns
    words = pa.dictionary(pa.int32(), pa.string())
    kinds = {name: words if column.type == "string" else ARROW_TYPES[column.type] for name, column in declared.items()}
    return pa.schema(list(kinds.items()))


def _wrong(name: str, why: str) -> parcel.ParcelError:
    what = f"The content of the parcel cannot be loaded: '{name}' {why}."
    return parcel.ParcelError("parcel.manifest", what, do="ask the sender for a new parcel")
