"""What a relay parcel holds: content files under tokens, identities that give each token its code."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mutualis import node as nodes
from mutualis import parcel, reference
from mutualis.model.protocols import Engine
from mutualis.tables import core

CODE = "^[0-9a-f]{32}$"
TEXTS = {"large_string": "string", "string_view": "string"}
IBIS_TYPES = {"bool": "boolean"}
ARROW_TYPES = {
    "string": pa.string(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}


@dataclass(frozen=True)
class Identities:
    """The codes of a parcel: entry `token` of each array belongs to that token. Dictionaries hold each value once."""

    codes: pa.DictionaryArray
    qualifications: pa.DictionaryArray
    kinds: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True)
class Opened:
    """A verified relay parcel, decrypted into a folder of its own: content by database, and the identities."""

    parcel: parcel.Parcel
    content: dict[str, Path]
    changes: Path | None
    identities: Identities

    @property
    def delivery(self) -> str:
        return self.parcel.hash


def content_schema(database: str) -> ibis.Schema:
    """The columns of a content file: the loaded fields, `x_token` in the place of identifier `x`, and `line`."""
    kinds: dict[str, str] = {}
    for field in core.loaded_fields(database):
        kind = core.field_type(field)
        is_identifier = field.type == "identifier"
        kinds[f"{field.name}_token" if is_identifier else field.name] = (
            "int32" if is_identifier else IBIS_TYPES.get(kind, kind)
        )
    return ibis.schema({**kinds, "line": "int64"})


def content_arrow(database: str) -> pa.Schema:
    """The same columns as a file has them."""
    return pa.schema([(name, ARROW_TYPES[str(kind)]) for name, kind in content_schema(database).items()])


def content_table(database: str) -> Any:
    """The content file of a database as an unbound table, `content_<database>`."""
    return ibis.table(content_schema(database), name=f"content_{database}")


def decrypt(node: nodes.Node, opened: parcel.Parcel, folder: Path) -> Opened:
    """Decrypt all files of a relay parcel into a folder and check that they hold what the manifest says."""
    content = {}
    for database in (code for code in reference.content_codes() if opened.has(f"{code}.parquet.age")):
        name = f"{database}.parquet.age"
        content[database] = node.decrypt(opened, name, folder)
        _check(content[database], database, opened.entry(name).rows)
    changes = node.decrypt(opened, "mg.parquet.age", folder) if opened.has("mg.parquet.age") else None
    identities = read_identities(node.decrypt(opened, "identities.parquet.age", folder))
    return Opened(opened, content, changes, identities)


def check_totals(engine: Engine, opened: Opened) -> None:
    """Rows and control totals in cents of each content file (in use as `content_<database>`) are those declared."""
    for database, declared in opened.parcel.manifest.declared.items():
        if database not in opened.content:
            continue
        table, layout = content_table(database), reference.layout(database)
        names = {field.code: field.name for field in layout.fields if field.role == "amount"}
        if not declared.totals.keys() <= names.keys():
            raise parcel.ParcelError(
                "parcel.totals", f"A control total of {database} is declared of a variable that is no amount."
            )
        names = {code: names[code] for code in declared.totals}
        sums = {f"total_{number}": table[name].sum() for number, name in enumerate(names.values())}
        found = engine.rows(table.aggregate(rows=table.count(), **sums))[0]
        if found["rows"] != declared.rows:
            raise parcel.ParcelError("parcel.rows", f"The content of {database} has not its declared number of rows.")
        for number, code in enumerate(names):
            if int(found[f"total_{number}"] or 0) != declared.totals[code]:
                raise parcel.ParcelError(
                    "parcel.totals", f"The control total of {code} in {database} is not as declared."
                )


def read_identities(path: Path) -> Identities:
    """The identities of a parcel by token; tokens must run from 0 without a gap and codes be 32 hex characters."""
    wanted = parcel.identities_schema()
    table = pa.Table.from_batches(list(parcel.read_parquet(path, wanted)), wanted).combine_chunks()
    codes, tokens = _one(table["code"]), _one(table["token"])
    if not np.array_equal(numbers(tokens), np.arange(len(codes))):
        raise _wrong("tokens do not run from 0 without a gap")
    if not pc.all(pc.match_substring_regex(codes, CODE), min_count=0).as_py():
        raise _wrong("a code is not 32 hexadecimal characters")
    kinds = pc.index_in(_one(table["kind"]), pa.array(parcel.IDENTITY_KINDS))
    if kinds.null_count:
        raise _wrong("an identity is of an unknown kind")
    qualifications = _one(table["qualification"]).dictionary_encode()
    return Identities(codes.dictionary_encode(), qualifications, numbers(kinds).astype(np.int8))


def numbers(column: pa.Array) -> npt.NDArray[Any]:
    """A column of numbers without nulls as numpy sees it, not copied; `to_numpy` would load pandas first."""
    return np.from_dlpack(column)


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks or [pa.array([], column.type)])


def _wrong(why: str) -> parcel.ParcelError:
    what = f"The identities of the parcel cannot be used: {why}."
    return parcel.ParcelError("parcel.manifest", what, do="ask the sender for a new parcel")


def _check(path: Path, database: str, declared: int) -> None:
    """A content file has the columns and types of its layout and as many rows as the manifest says."""
    try:
        with pq.ParquetFile(path) as file:
            rows, found = file.metadata.num_rows, {field.name: str(field.type) for field in file.schema_arrow}
    except pa.ArrowInvalid:
        raise _unfit(path, "it is no Parquet file") from None
    wanted = content_arrow(database)
    if set(found) != set(wanted.names):
        raise _unfit(path, "it does not have the columns of its layout", sorted(set(found) ^ set(wanted.names)))
    other = [field.name for field in wanted if TEXTS.get(found[field.name], found[field.name]) != str(field.type)]
    if other:
        raise _unfit(path, "some columns are of another type", other)
    if rows != declared:
        raise _unfit(path, f"it holds {rows} rows and {declared} are declared")


def _unfit(path: Path, why: str, names: list[str] | None = None) -> parcel.ParcelError:
    there_is = f"different: {', '.join(names)}" if names else ""
    what = f"The file {path.name} of the parcel cannot be loaded: {why}."
    return parcel.ParcelError("parcel.manifest", what, there_is=there_is, do="ask the sender for a new parcel")
