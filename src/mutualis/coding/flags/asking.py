"""An insurer: the first codes of the providers whose numbers it has, to be told which are flagged."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from mutualis import parcel
from mutualis.coding import handover, keys
from mutualis.coding.flags.parcels import parcel_of
from mutualis.coding.identities import DIGITS, QUALIFICATION_DIGITS
from mutualis.coding.kernel import code_distinct
from mutualis.model import MutualisError
from mutualis.node import Node

KIND, FILE, TTP = "flags_asked", "providers.parquet.age", "ttp"
PROVIDER_FIELDS = {"gz": ("provider",), "kz": ("assessor",)}


def own_providers(staged: Iterable[Mapping[str, Path]]) -> pl.Series:
    """The provider numbers (eleven digits, as whole numbers) of every delivery that an insurer accepted, each once."""
    found = [
        pl.scan_parquet(files[database], glob=False).select(pl.col(field).cast(pl.Int64).alias("number")).unique()
        for files in staged
        for database, fields in PROVIDER_FIELDS.items()
        if database in files
        for field in fields
    ]
    empty = pl.LazyFrame(schema={"number": pl.Int64})
    numbers = pl.concat([empty, *found]).unique().drop_nulls().collect()["number"]
    return numbers.filter(numbers > 0).sort()


def coded(node: Node, numbers: pl.Series) -> pl.DataFrame:
    """Numbers beside their first code: number (without qualification, each once), code."""
    short = (numbers // 10**QUALIFICATION_DIGITS).unique().sort()
    text = short.cast(pl.String).str.zfill(DIGITS - QUALIFICATION_DIGITS)
    return pl.DataFrame({"number": text, "code": code_distinct(text, node.keys.subkey(keys.C1, "provider"))})


def ask_for_flags(node: Node, numbers: pl.Series, period: str) -> Path:
    """Ask which of these providers are flagged: their codes, in the order of the codes, to the third party."""
    handover.require_role(node, "insurer", "question for flags")
    if numbers.is_empty():
        raise MutualisError("This insurer has no provider to ask about.", do="accept a delivery with care lines first")
    with node.lock("coding"), node.scratch() as folder:
        handover.finish(node)
        codes = coded(node, numbers).select("code").sort("code")
        key_ids = {keys.C1: node.keys.key_id(keys.C1)}
        path = parcel_of(
            node, codes, folder, kind=KIND, file=FILE, recipient=TTP, period=period, key_ids=key_ids
        )  # fmt: skip
        made = parcel.read_envelope(path).hash
        sent = handover.send(node, path, made_from=made, sender=node.name)
    node.log("coding.flags_asked", on=period, rows=codes.height)
    return sent
