"""Changes of national number: tokens of the old and the new number become codes."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mutualis import parcel
from mutualis.model.protocols import Saved
from mutualis.tables import core_number_change
from mutualis.warehouse.coded import ARROW_TYPES
from mutualis.warehouse.content import Identities


def write_changes(changes: Path, identities: Identities, delivery: str, target: Path) -> Saved:
    """Write the rows of `core_number_change` of a delivery, ordered by old code; one row an old code.

    A change that the trusted third party resolved already gives both numbers one code: it says nothing and is left out.
    """
    schema = pa.schema([(name, ARROW_TYPES[column.type]) for name, column in core_number_change.columns.items()])
    wanted = parcel.changes_schema()
    given = pa.Table.from_batches(list(parcel.read_parquet(changes, wanted)), wanted)
    old, new = (pc.take(identities.codes, given[name]).cast(pa.string()) for name in ("old_token", "new_token"))
    made = pa.table({"old_person_id": old, "person_id": new, "change_day": given["change_day"]})
    made = made.filter(pc.not_equal(made["old_person_id"], made["person_id"]))
    # Of two changes of one number the last counts.
    made = made.sort_by([("old_person_id", "ascending"), ("change_day", "ascending"), ("person_id", "ascending")])
    last = made.group_by("old_person_id", use_threads=False).aggregate([("person_id", "last"), ("change_day", "last")])
    named = last.rename_columns({"person_id_last": "person_id", "change_day_last": "change_day"})
    whole = named.append_column("delivery_id", pa.array([delivery] * len(named), pa.string()))
    target.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(whole.select(schema.names).cast(schema), target, compression="zstd", store_schema=False)
    return Saved(target, len(whole), target.stat().st_size)
