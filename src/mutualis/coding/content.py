"""The content of a delivery without identities: each identifier becomes the parcel's row token of it.

Streamed from Parquet to Parquet in the order of the lines; nothing but the fields that the layout loads goes out.
"""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from mutualis import parcel, reference
from mutualis.coding.identities import identifier_fields
from mutualis.coding.tokens import TokenTable
from mutualis.model import MutualisError

STAYS_AT_THE_INSURER = ("technical", "dropped", "reserved", "derived")
ROW_GROUP = 1 << 16
FORMAT: dict[str, object] = {
    "compression": "zstd",
    "compression_level": 1,
    "statistics": False,
    "row_group_size": ROW_GROUP,
}


def token_tables(identities: pl.DataFrame) -> dict[str, TokenTable]:
    """Kind to the table of its numbers and tokens; `identities` has `kind`, `number` and `token`."""
    parts = identities.partition_by("kind", as_dict=True).items()
    made = {str(kind): TokenTable(part["number"].to_numpy(), part["token"].to_numpy()) for (kind,), part in parts}
    empty = identities.clear()
    return {
        kind: made.get(kind) or TokenTable(empty["number"].to_numpy(), empty["token"].to_numpy())
        for kind in parcel.IDENTITY_KINDS
    }


def write_content(
    source: Path, target: Path, database: str, version: str, tables: Mapping[str, TokenTable]
) -> parcel.Declared:
    """Write the content file of a database; returns its rows and the sums in cents of its amounts by official code."""
    staged = pl.scan_parquet(source, glob=False)
    _require_fields(set(staged.collect_schema().names()), database, version)
    staged.select(_columns(database, version, tables)).sink_parquet(target, **FORMAT)  # type: ignore[call-overload]
    return declared(source, database, version)


def write_changes(source: Path, target: Path, tables: Mapping[str, TokenTable]) -> int:
    """Write the number changes under tokens, sorted by token; returns the rows."""
    old, new = (_token(name, tables["person"]) for name in ("old_number", "new_number"))
    changes = pl.scan_parquet(source, glob=False).select(old.alias("old_token"), new.alias("new_token"), "change_day")
    ordered = changes.unique().sort("old_token", "new_token", "change_day").collect()
    return parcel.write_parquet(target, parcel.changes_schema(), [ordered.to_arrow()])


def declared(source: Path, database: str, version: str) -> parcel.Declared:
    """Rows of a staged or content file, and the sums in cents of its amounts by official code."""
    amounts = {each.code: each.name for each in reference.layout(database, version).fields if each.role == "amount"}
    sums = [pl.col(name).cast(pl.Int64).sum().alias(code) for code, name in amounts.items()]
    found = pl.scan_parquet(source, glob=False).select(pl.len().alias("rows"), *sums).collect(engine="streaming").row(0)
    return parcel.Declared(rows=int(found[0]), totals=dict(zip(amounts, map(int, found[1:]), strict=True)))


def loaded_fields(database: str, version: str) -> list[str]:
    """Our names of the fields that leave the insurer, in file order."""
    fields = reference.layout(database, version).fields
    return [field.name for field in fields if field.role not in STAYS_AT_THE_INSURER]


def _columns(database: str, version: str, tables: Mapping[str, TokenTable]) -> list[pl.Expr]:
    kinds = identifier_fields(database, version)
    return [
        _token(name, tables[kinds[name]]).alias(f"{name}_token") if name in kinds else pl.col(name)
        for name in [*loaded_fields(database, version), "line"]
    ]


def _token(name: str, table: TokenTable) -> pl.Expr:
    return pl.col(name).map_batches(table.token, return_dtype=pl.Int32, is_elementwise=True)


def _require_fields(present: set[str], database: str, version: str) -> None:
    if missing := [name for name in [*loaded_fields(database, version), "line"] if name not in present]:
        raise MutualisError(
            f"The accepted file of '{database}' lacks the fields {', '.join(missing)}.",
            do="accept the delivery again with the layout version of its manifest",
        )
