"""The parcels of flags and of the questions for them: one file of one table, in the order of its codes."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from mutualis import parcel
from mutualis.coding import handover
from mutualis.node import Node


def parcel_of(
    node: Node,
    rows: pl.DataFrame,
    folder: Path,
    *,
    kind: str,
    file: str,
    recipient: str,
    period: str,
    key_ids: Mapping[str, str] | None = None,
    authorisation: str = "",
) -> Path:
    """Rows as a signed parcel of a kind, made ready at a node for a recipient; `folder` is scratch space."""
    source = folder / f"{kind}.parquet"
    rows.write_parquet(source)
    return parcel.build(
        handover.prepared(node),
        kind=kind,
        sender=node.name,
        recipient=recipient,
        period=period,
        files={file: parcel.Content(source, kind, rows.height, (node.directory.party(recipient).recipient,))},
        keys=node.keys,
        declared={kind: parcel.Declared(rows.height)},
        key_ids=key_ids,
        extra={"authorisation": authorisation} if authorisation else None,
    )
