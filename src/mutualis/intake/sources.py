"""What content rules look things up in, given to the engine as small Parquet files."""

import tempfile
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mutualis import reference, tables
from mutualis.intake.findings import Lines
from mutualis.intake.prepared import DATED, is_long, list_of
from mutualis.intake.records import Reader, reader
from mutualis.intake.rule import Lookups
from mutualis.model import DeliveryPeriod
from mutualis.model.protocols import Engine

KEPT = 16
CODES = ibis.schema({"codelist": "string", "code": "string", "is_current": "boolean"})
MEMBER = ibis.schema({"person": "int64", "death_month": "int64"})
LINES = ibis.schema({"line": "int64"})


def staged_schema(ready: Reader) -> ibis.Schema:
    """The Ibis schema of a staged file."""
    names = {
        pa.string(): "string",
        pa.int32(): "int32",
        pa.int64(): "int64",
        pa.date32(): "date",
        pa.bool_(): "boolean",
    }
    return ibis.schema({field.name: names[field.type] for field in ready.schema})


def use(engine: Engine, name: str, files: Sequence[Path], schema: ibis.Schema) -> ir.Table:
    """Let the engine read files that no declared table describes; returns the unbound table."""
    engine.use(name, files, schema)  # type: ignore[call-arg]
    return ibis.table(schema, name=name)


def use_staged(engine: Engine, name: str, database: str, files: Sequence[Path], version: str) -> ir.Table:
    """Staged files of a database as a table."""
    return use(engine, name, files, staged_schema(reader(database, version)))


def code_lists(engine: Engine, folder: Path, period: DeliveryPeriod | None) -> Lookups:
    """Lookups with the code lists that have a validity, written into the folder."""
    found: dict[str, Any] = {}
    for name in DATED.values():
        table = tables.reference_table(name)
        path = folder / f"list_{name}.parquet"
        path.write_bytes(_list_file(name))
        found[name] = use(engine, f"intake_{name}", [path], table.schema)
    return Lookups(period=period, codes=use(engine, "intake_codes", [_codes(folder, period)], CODES), **found)


def _codes(folder: Path, period: DeliveryPeriod | None) -> Path:
    """The codes of the long lists, each once a list, with whether they are valid on the reference day."""
    path = folder / "codes.parquet"
    pq.write_table(_all_codes(period), path)
    return path


@cache
def _list_file(codelist: str) -> bytes:
    """The Parquet file of a code list: made once, written for every check."""
    with tempfile.TemporaryDirectory(prefix="intake-") as folder:
        return tables.write_reference(codelist, Path(folder) / "list.parquet").read_bytes()


@lru_cache(maxsize=KEPT)
def _all_codes(period: DeliveryPeriod | None) -> pa.Table:
    columns: dict[str, list[Any]] = {"codelist": [], "code": [], "is_current": []}
    for name in sorted({codelist for column, codelist in list_of().items() if is_long(column)}):
        listed = reference.codelist(name)
        current = listed.codes(period.reference_day if period else None)
        codes = sorted(listed.codes())
        columns["codelist"] += [name] * len(codes)
        columns["code"] += codes
        columns["is_current"] += [code in current for code in codes]
    return pa.table(columns)


def members(engine: Engine, folder: Path, states: Sequence[Path], version: str) -> ir.Table:
    """Every person of the insurer's member states so far, with the latest month of death (YYYYMM) or null."""
    state = use_staged(engine, "intake_states", "pp", states, version)
    month = ibis.ifelse(state["death_month"] > 0, state["death_month"].cast("int64"), 12)
    died = ibis.ifelse(state["death_year"] > 0, state["death_year"].cast("int64") * 100 + month, ibis.null("int64"))
    known = state.mutate(died=died).group_by("person").agg(death_month=lambda each: each["died"].max())
    target = folder / "members.parquet"
    engine.save(known, target, MEMBER, ordered=False)
    return use(engine, "intake_member", [target], MEMBER)


def candidates(engine: Engine, folder: Path, database: str, lines: Lines) -> ir.Table | None:
    """The lines that may be duplicates, as a table; None where there are none."""
    if not len(lines):
        return None
    path = folder / f"candidates_{database}.parquet"
    pq.write_table(pa.table({"line": pa.array(np.sort(lines), pa.int64())}), path)
    return use(engine, f"intake_candidates_{database}", [path], LINES)


def existing(paths: Iterable[Path]) -> list[Path]:
    """The files that are there."""
    return [path for path in paths if path.is_file()]
