"""The Parquet files between nodes: identities and number changes, written and read by batches with an exact schema."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mutualis.parcel.errors import ParcelError

BATCH_ROWS = 131_072
IDENTITY_KINDS = ("person", "provider", "place", "practice")


def identities_schema() -> pa.Schema:
    """`kind`, `token` (of this parcel), `code` (32 hex characters of C1 or C2), `qualification` (null for persons)."""
    return pa.schema(
        [
            pa.field("kind", pa.string(), nullable=False),
            pa.field("token", pa.int32(), nullable=False),
            pa.field("code", pa.string(), nullable=False),
            pa.field("qualification", pa.string()),
        ]
    )


def changes_schema() -> pa.Schema:
    """Changes of national number: the tokens of the old and of the new number, and the day."""
    fields = [("old_token", pa.int32()), ("new_token", pa.int32()), ("change_day", pa.date32())]
    return pa.schema([pa.field(name, kind) for name, kind in fields])


def problems_schema() -> pa.Schema:
    """Problems of a delivery: rule, severity, file, line (from 1) and field."""
    texts = [pa.field(name, pa.string(), nullable=False) for name in ("rule", "severity", "file")]
    return pa.schema([*texts, pa.field("line", pa.int64(), nullable=False), pa.field("field", pa.string())])


def write_parquet(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch | pa.Table]) -> int:
    """Write batches, cast to this schema, to one zstd Parquet file; returns the rows."""
    rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        for batch in batches:
            table = pa.Table.from_batches([batch]) if isinstance(batch, pa.RecordBatch) else batch
            writer.write_table(table.select(schema.names).cast(schema))
            rows += batch.num_rows
    return rows


def read_parquet(path: Path, schema: pa.Schema, batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
    """The batches of a Parquet file that must have exactly these columns; `parcel.manifest` where it has others."""
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise _not_this(path, "it is not a Parquet file") from error
    with file:
        names = file.schema_arrow.names
        if names != schema.names:
            raise _not_this(path, f"it has {len(names)} columns with other names", schema)
        for batch in file.iter_batches(batch_rows):
            yield _cast(batch, schema, path)


def _cast(batch: pa.RecordBatch, schema: pa.Schema, path: Path) -> pa.RecordBatch:
    try:
        return batch.cast(schema)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, ValueError) as error:
        raise _not_this(path, "a column is of another type or holds nulls", schema) from error


def _not_this(path: Path, why: str, schema: pa.Schema | None = None) -> ParcelError:
    there_is = f"expected are {', '.join(schema.names)}" if schema is not None else ""
    return ParcelError("parcel.manifest", f"Table {path.name} cannot be taken: {why}.", there_is=there_is)
