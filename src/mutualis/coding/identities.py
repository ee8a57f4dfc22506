"""The identities of a delivery: every distinct number of a person, provider, place or practice, once, with its code.

Numbers are handled as integers (eleven digits fit) and become text only where they are coded.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from mutualis import parcel, reference
from mutualis.coding.kernel import code_distinct
from mutualis.coding.tokens import random_permutation
from mutualis.model import MutualisError

DIGITS = 11
QUALIFICATION_DIGITS = 3
QUALIFIED = ("provider", "place")
KEY_ID = b"c1_key_id"
LARGEST = 2**31 - 1


def identifier_fields(database: str, version: str) -> dict[str, str]:
    """Our name of each identifier field of a database to the kind of identity it holds."""
    fields = reference.layout(database, version).fields
    return {field.name: field.domain for field in fields if field.type == "identifier"}


def number_of(field: str) -> pl.Expr:
    """An identifier column of digits as integers; 0 where it is all zeros, which means that it is empty."""
    return pl.col(field).cast(pl.Int64, strict=False)


def distinct_numbers(staged: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Every distinct `number` by `kind` over all staged files, sorted; read as streams, column by column."""
    parts = [pl.DataFrame(schema={"kind": pl.String, "number": pl.Int64})]
    for database, path in sorted(staged.items()):
        fields = identifier_fields(database, version)
        parts += [
            numbers.filter(pl.col("number") != 0).select(pl.lit(fields[field]).alias("kind"), "number")
            for field, numbers in _distinct(database, path, list(fields)).items()
        ]
    return pl.concat(parts).unique().sort("kind", "number")


def _distinct(database: str, path: Path, fields: list[str]) -> dict[str, pl.DataFrame]:
    """Field to its distinct numbers; refused where a value is not eleven digits, without telling the value."""
    staged = pl.scan_parquet(path, glob=False)
    wanted = [staged.select(number_of(field).unique().alias("number")) for field in fields]
    empty = [pl.col(field).null_count().alias(field) for field in fields]
    unread = [number_of(field).null_count().alias(f"{field}:number") for field in fields]
    lengths = [(pl.col(field).str.len_bytes() != DIGITS).any().alias(f"{field}:length") for field in fields]
    facts, *found = pl.collect_all([staged.select(*empty, *unread, *lengths), *wanted], engine="streaming")
    seen = facts.row(0, named=True)
    for field, numbers in zip(fields, found, strict=True):
        if seen[field] != seen[f"{field}:number"] or seen[f"{field}:length"] or (numbers["number"] < 0).any():
            raise _no_digits(database, field)
    return dict(zip(fields, found, strict=True))


def _no_digits(database: str, field: str) -> MutualisError:
    return MutualisError(
        f"Field '{field}' of '{database}' holds values that are no identifiers of {DIGITS} digits.",
        there_is="they may not leave this node uncoded",
        do="accept the delivery again; the intake sets such lines aside",
    )


def coded_identities(numbers: pl.DataFrame, subkey: Callable[[str], str]) -> pl.DataFrame:
    """Give each distinct number a random token and its code: `kind`, `number`, `token`, `code`, `qualification`.

    Of a provider or place the number without its last three digits is coded and those three, the qualification, stay
    readable; two qualifications of one provider are two identities with one code. Sorted by token: the order says
    nothing about the order of the numbers.
    """
    if numbers.height > LARGEST:
        raise MutualisError("A parcel cannot hold so many identities.", there_is=f"at most {LARGEST:,}")
    tokens = pl.Series("token", random_permutation(numbers.height), dtype=pl.Int32)
    parts = [
        _coded(part, str(kind), subkey(str(kind)))
        for (kind,), part in numbers.with_columns(tokens).partition_by("kind", as_dict=True).items()
    ]
    columns = {"kind": pl.String, "number": pl.Int64, "token": pl.Int32, "code": pl.String, "qualification": pl.String}
    return pl.concat([pl.DataFrame(schema=columns), *(part.select(*columns) for part in parts)]).sort("token")


def _coded(part: pl.DataFrame, kind: str, subkey: str) -> pl.DataFrame:
    qualified = kind in QUALIFIED
    base = 10**QUALIFICATION_DIGITS if qualified else 1
    width = DIGITS - QUALIFICATION_DIGITS if qualified else DIGITS
    digits = (pl.col("number") // base).cast(pl.String).str.zfill(width)
    last = (
        (pl.col("number") % base).cast(pl.String).str.zfill(QUALIFICATION_DIGITS)
        if qualified
        else pl.lit(None, pl.String)
    )
    part = part.with_columns(digits=digits, qualification=last)
    distinct = part["digits"].unique()
    codes = pl.DataFrame({"digits": distinct, "code": code_distinct(distinct, subkey)})
    return part.join(codes, on="digits", how="left")


def write_identities(identities: pl.DataFrame, target: Path, key_id: str = "") -> int:
    """Write the identities' file of a parcel, sorted by token; the id of the key that made the codes goes with it."""
    schema = parcel.identities_schema()
    if key_id:
        schema = schema.with_metadata({KEY_ID: key_id.encode()})
    table = identities.select(schema.names).sort("token").to_arrow()
    return parcel.write_parquet(target, schema, [table])


def read_identities(source: Path) -> tuple[pl.DataFrame, str]:
    """The identities of a file and the key id written with them ('' where none is)."""
    schema = parcel.identities_schema()
    table = pa.Table.from_batches(list(parcel.read_parquet(source, schema)), schema)
    written = pq.read_schema(source).metadata or {}
    frame = pl.from_arrow(table)
    return pl.DataFrame(frame), written.get(KEY_ID, b"").decode(errors="replace")
