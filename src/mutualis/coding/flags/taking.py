"""An insurer: the flags of providers that it knows, read, and its own numbers found by coding them forward again."""

from pathlib import Path

import polars as pl

from mutualis.coding import handover
from mutualis.coding.flags import matching
from mutualis.coding.flags.asking import coded
from mutualis.node import Node
from mutualis.parcel import ParcelError


def take_flags(node: Node, path: Path, numbers: pl.Series) -> pl.DataFrame:
    """The flags of a `flags_returned` parcel: number (of the provider, without qualification) and flag, for the control
    service of the insurer; the reading is logged. Refuses a code that is of none of the numbers.
    """
    handover.require_role(node, "insurer", "reading of flags")
    with node.scratch() as folder:
        try:
            opened = node.open_parcel(path, kind=matching.KIND)
            rows = pl.read_parquet(node.decrypt(opened, matching.FILE, folder), glob=False)
            met = rows.join(coded(node, numbers), on="code")
            if met.height != rows.height:
                raise ParcelError("parcel.manifest", "A flag came back for a provider that was not asked about.")
        except ParcelError as error:
            handover.put_away(node, path, str(error))
            raise
    texts = [node.keys.decrypt(each).decode().rstrip() for each in met["sealed"]]
    handover.put_away(node, path)
    node.log("coding.flags_taken", on=opened.manifest.period, rows=met.height)
    return met.select("number").with_columns(flag=pl.Series(texts, dtype=pl.String)).sort("number")
