"""The numbers of the permanent sample, as the trusted third party passes them on, into `core_sample`."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mutualis import parcel
from mutualis.model import DeliveryPeriod
from mutualis.model.protocols import Saved
from mutualis.node import Node
from mutualis.parcel import ParcelError
from mutualis.reference.permanent_sample import PARTS
from mutualis.tables import core_sample
from mutualis.warehouse.coded import ARROW_TYPES
from mutualis.warehouse.lakes import WritableLake
from mutualis.warehouse.load import DONE, Loaded, put_away
from mutualis.warehouse.reading import current
from mutualis.warehouse.replacing import take_back

KIND = "sample_relay"
CODES = pa.schema([pa.field("code", pa.string())])


def load_sample(node: Node, parcel_path: Path, lake: WritableLake) -> Loaded:
    """Add the numbers of a `sample_relay` parcel to `core_sample`; one that was loaded before changes nothing.

    Safe to be killed anywhere, as `load` is: the ledger, which names the version that readers use, is written last.
    """
    with node.lock("load"), lake.writing(), node.scratch() as folder:
        try:
            opened = node.open_parcel(parcel_path, KIND)
            done = _known(node, opened) or _added(node, opened, lake, folder)
        except ParcelError as error:
            put_away(node, parcel_path, str(error))
            raise
        finally:
            lake.clean_staging()
        put_away(node, parcel_path)
        return done


def _known(node: Node, opened: parcel.Parcel) -> Loaded | None:
    manifest = opened.manifest
    rows = sum(each.rows for each in manifest.files)
    node.ledger.record_delivery(opened.hash, kind=KIND, period=manifest.period, sender="", declared_rows=rows)
    known = node.ledger.known(opened.hash)
    is_done = known is not None and known.status in DONE
    return Loaded("known", opened.hash, versions=current(node)) if is_done else None


def _added(node: Node, opened: parcel.Parcel, lake: WritableLake, folder: Path) -> Loaded:
    take_back(node, lake)
    saved = _written(node, opened, lake.target(core_sample.name), folder)
    note = {"operation": "load", "delivery": opened.hash, "rows_added": str(saved.rows), "rows_removed": "0"}
    version = lake.commit(core_sample.name, core_sample, [saved], transaction=opened.hash, metadata=note)
    node.ledger.complete_load(opened.hash, {core_sample.name: version}, accepted_rows=saved.rows)
    node.log("load.sample", on=opened.hash[:12], rows=saved.rows)
    return Loaded("loaded", opened.hash, {core_sample.name: saved.rows}, versions=current(node))


def _written(node: Node, opened: parcel.Parcel, target: Path, folder: Path) -> Saved:
    target.parent.mkdir(parents=True, exist_ok=True)
    schema = pa.schema([(name, ARROW_TYPES[column.type]) for name, column in core_sample.columns.items()])
    year, rows = DeliveryPeriod.parse(opened.manifest.period).year, 0
    with pq.ParquetWriter(target, schema, compression="zstd", store_schema=False) as writer:
        for part in PARTS:
            for codes in _codes(node, opened, f"{part}.parquet.age", folder):
                same = [pa.repeat(value, len(codes)) for value in (part, pa.scalar(year, pa.int32()), opened.hash)]
                writer.write_table(pa.table([codes, *same], schema=schema))
                rows += len(codes)
    return Saved(target, rows, target.stat().st_size)


def _codes(node: Node, opened: parcel.Parcel, name: str, folder: Path) -> Iterator[pa.Array]:
    path, rows = node.decrypt(opened, name, folder), 0
    for batch in parcel.read_parquet(path, CODES):
        rows += batch.num_rows
        yield batch.column(0)
    if rows != opened.entry(name).rows:
        raise ParcelError("parcel.rows", f"File {name} has not the rows that the manifest declares.")
