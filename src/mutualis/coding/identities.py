"""The identities of a delivery: every distinct number of a person, provider, place or practice, once, with its code.

Numbers are integers (eleven digits fit), as the intake stages them, and become text only where they are coded.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

import polars as pl
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
BATCH_ROWS = 1 << 20
KIND = pl.Enum(parcel.IDENTITY_KINDS)
QUALIFICATION = pl.Enum([f"{each:0{QUALIFICATION_DIGITS}d}" for each in range(10**QUALIFICATION_DIGITS)])
STREAMING: Literal["streaming"] = "streaming"


def identifier_fields(database: str, version: str) -> dict[str, str]:
    """Our name of each identifier field of a database to the kind of identity it holds."""
    fields = reference.layout(database, version).fields
    return {field.name: field.domain for field in fields if field.type == "identifier"}


def distinct_numbers(staged: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Every distinct `number` by `kind` over all staged files, sorted; read as streams, column by column."""
    found: dict[str, list[pl.Series]] = {kind: [] for kind in parcel.IDENTITY_KINDS}
    for database, path in sorted(staged.items()):
        fields = identifier_fields(database, version)
        for field, numbers in _distinct(database, path, list(fields)).items():
            found[fields[field]].append(numbers["number"])
    return pl.concat([_of_kind(kind, found[kind]) for kind in found])


def _of_kind(kind: str, found: list[pl.Series]) -> pl.DataFrame:
    numbers = pl.concat([pl.Series("number", dtype=pl.Int64), *found]).unique().sort().drop_nulls()
    return numbers.filter(numbers != 0).to_frame().select(pl.lit(kind, KIND).alias("kind"), "number")


def _distinct(database: str, path: Path, fields: list[str]) -> dict[str, pl.DataFrame]:
    """Field to its distinct numbers; refused where a value is not of eleven digits, without telling the value."""
    staged = pl.scan_parquet(path, glob=False)
    kinds = staged.collect_schema()
    if wrong := [field for field in fields if kinds[field] != pl.Int64]:
        raise _no_digits(database, wrong[0])
    found = pl.collect_all([staged.select(pl.col(each).unique().alias("number")) for each in fields], engine=STREAMING)
    for field, numbers in zip(fields, found, strict=True):
        if not numbers["number"].drop_nulls().is_between(0, 10**DIGITS - 1).all():
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
    numbers = numbers.select(pl.col("kind").cast(KIND), "number")
    shuffled = numbers[random_permutation(numbers.height)].with_row_index("token")
    parts = [coded_by_kind(shuffled[:0].select(_parts()), subkey)]
    parts += [coded_by_kind(each.select(_parts()), subkey) for each in shuffled.iter_slices(BATCH_ROWS)]
    return pl.concat(parts).select("kind", "number", "token", "code", "qualification")


def _parts() -> list[pl.Expr]:
    """The digits to be coded, under the name of the code, and the qualification."""
    cut, number = 10**QUALIFICATION_DIGITS, pl.col("number")
    qualified = pl.when(pl.col("kind").cast(pl.String).is_in(QUALIFIED))
    short, last = _digits(number // cut, DIGITS - QUALIFICATION_DIGITS), _digits(number % cut, QUALIFICATION_DIGITS)
    return [
        pl.col("kind"),
        number,
        pl.col("token").cast(pl.Int32),
        qualified.then(short).otherwise(_digits(number, DIGITS)).alias("code"),
        qualified.then(last).cast(QUALIFICATION).alias("qualification"),
    ]


def _digits(number: pl.Expr, width: int) -> pl.Expr:
    return number.cast(pl.String).str.zfill(width)


def coded_by_kind(identities: pl.DataFrame, subkey: Callable[[str], str]) -> pl.DataFrame:
    """The same identities, what stands in `code` coded with the subkey of its `kind`; sorted by token.

    Equal texts are coded each: they are few, and looking for them costs more than coding them again.
    """
    parts = [
        part.with_columns(code_distinct(part["code"], subkey(str(kind))))
        for (kind,), part in identities.partition_by("kind", as_dict=True).items()
    ]
    return pl.concat(parts).sort("token") if parts else identities


def write_identities(identities: pl.DataFrame, target: Path, key_id: str = "") -> int:
    """Write the identities' file of a parcel; the id of the key that made the codes goes with it."""
    return write_batches(identities.iter_slices(BATCH_ROWS), target, key_id)


def write_batches(batches: Iterable[pl.DataFrame], target: Path, key_id: str = "") -> int:
    """The same from batches, of which one is held at a time; they must be in the order of the tokens."""
    schema = parcel.identities_schema()
    if key_id:
        schema = schema.with_metadata({KEY_ID: key_id.encode()})
    texts = pl.col("kind", "qualification").cast(pl.String)
    tables = (batch.select(schema.names).with_columns(texts).to_arrow() for batch in batches)
    return parcel.write_parquet(target, schema, tables)


def identity_batches(source: Path) -> Iterator[pl.DataFrame]:
    """The identities of a file in its order, a batch at a time: no party that codes or checks needs them all."""
    for batch in parcel.read_parquet(source, parcel.identities_schema(), BATCH_ROWS):
        yield pl.DataFrame(pl.from_arrow(batch))


def written_key(source: Path) -> str:
    """The id of the key that is written with the identities of a file ('' where none is)."""
    written = pq.read_schema(source).metadata or {}
    return written.get(KEY_ID, b"").decode(errors="replace")
