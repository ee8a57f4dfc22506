"""Small relay parcels by hand: two nodes, a few lines, no insurer and no coder needed."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mutualis import parcel
from mutualis.engine import DeltaLake, DuckEngine
from mutualis.node import Node, exchange_keys
from mutualis.tables import core
from mutualis.warehouse.content import content_arrow

PASSPHRASE = "only for tests"
SENDER = "sender-abcdefghij"
DAY = dt.date(2023, 3, 1)
KINDS = ("person", "provider", "place", "practice")


@dataclass
class Country:
    """The trusted third party and the centre, and what the centre loads with."""

    folder: Path
    ttp: Node
    centre: Node

    @property
    def lake(self) -> DeltaLake:
        return DeltaLake(self.centre.store / "warehouse")

    def engine(self) -> DuckEngine:
        return DuckEngine("500MB", 2, self.centre.temporary / "engine")

    def relay(self, delivery: "Delivery") -> Path:
        """A relay parcel in the centre's inbox; a country that is opened again goes on where it was."""
        making = self.folder / f"making-{1 + len(list(self.folder.glob('making-*')))}"
        return make_relay(self.ttp, self.centre, delivery, making)


@dataclass
class Delivery:
    """What an insurer delivered: rows as dictionaries, with names of people and providers in the place of tokens."""

    gz: list[dict[str, Any]] = field(default_factory=list)
    fu: list[dict[str, Any]] = field(default_factory=list)
    pp: list[dict[str, Any]] = field(default_factory=list)
    mg: list[tuple[str, str]] = field(default_factory=list)
    period: str = "2023H1"
    sender: str = SENDER
    replaces: str | None = None
    declared: dict[str, parcel.Declared] = field(default_factory=dict)


def country(folder: Path) -> Country:
    """New nodes in a folder, or those that are there."""
    made = {}
    for name in ("ttp", "centre"):
        path = folder / "nodes" / name
        there = (path / "node.toml").exists()
        made[name] = Node.open(path, PASSPHRASE) if there else Node.create(path, name, name, PASSPHRASE)
    exchange_keys(made.values())
    return Country(folder, made["ttp"], made["centre"])


def code_of(name: str) -> str:
    """The code that a name gets: 32 hexadecimal characters."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def care_line(person: str, **more: Any) -> dict[str, Any]:
    """A care line with plain values where none are given."""
    plain = {
        "service_day": DAY, "nomenclature_code": "101032", "booking_month": 202304, "accounting_code": "010000",
        "quantity": 1, "days": 0, "reimbursed_cents": 2000, "copayment_cents": 400, "supplement_cents": 0,
        "provider": "dr-one", "cg1": "110", "cg2": "100", "invoice_type": "1", "last_service_day": DAY,
        "billing_type": "0",
    }  # fmt: skip
    return {**plain, "person": person, **more}


def taken_back(line: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The correction of a line: the same with opposite quantity and amounts."""
    names = ("quantity", "reimbursed_cents", "copayment_cents", "supplement_cents")
    return {**line, **{name: -line[name] for name in names}, "booking_month": 202305, **more}


def dispensing(person: str, **more: Any) -> dict[str, Any]:
    """A dispensing with plain values where none are given."""
    plain = {
        "service_day": DAY, "drug_category_code": "0750111", "booking_month": 202304, "accounting_code": "010000",
        "quantity": 1, "reimbursed_cents": 900, "copayment_cents": 300, "supplement_cents": 0, "provider": "ph-one",
        "place": "ph-place", "cg1": "110", "cg2": "100", "cnk": "1234567",
    }  # fmt: skip
    return {**plain, "person": person, **more}


def member(person: str, **more: Any) -> dict[str, Any]:
    """A member's state with plain values where none are given."""
    plain = {
        "birth_year": 1970, "sex": "1", "municipality_code": "11002", "cg1": "110", "cg2": "100",
        "holder_or_dependant": "1", "social_state": "01", "state": "2", "reference_day": dt.date(2023, 6, 30),
    }  # fmt: skip
    return {**plain, "person": person, **more}


def make_relay(ttp: Node, centre: Node, delivery: Delivery, folder: Path) -> Path:
    """Build the parcel at the trusted third party and carry it to the centre."""
    folder.mkdir(parents=True)
    tokens = _Tokens()
    files, to_centre = {}, (centre.keys.recipient,)
    for database in ("pp", "gz", "fu"):
        rows = getattr(delivery, database)
        _write_content(folder / f"{database}.parquet", database, rows, tokens)
        files[f"{database}.parquet.age"] = parcel.Content(
            folder / f"{database}.parquet", database, len(rows), to_centre
        )
    _write_changes(folder / "mg.parquet", delivery.mg, tokens)
    files["mg.parquet.age"] = parcel.Content(folder / "mg.parquet", "mg", len(delivery.mg), to_centre)
    identities = tokens.table()
    pq.write_table(identities, folder / "identities.parquet")
    files["identities.parquet.age"] = parcel.Content(
        folder / "identities.parquet", "identities", identities.num_rows, to_centre
    )
    return parcel.build(
        centre.inbox,
        kind="relay",
        sender=ttp.name,
        recipient=centre.name,
        period=delivery.period,
        files=files,
        keys=ttp.keys,
        replaces=delivery.replaces,
        declared=delivery.declared,
        extra={"sender_code": delivery.sender},
    )


class _Tokens:
    """The tokens of one parcel: each identity the next number."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], int] = {}

    def of(self, kind: str, name: str | None) -> int | None:
        return None if name is None else self.known.setdefault((kind, name), len(self.known))

    def table(self) -> pa.Table:
        kinds, names = [kind for kind, _ in self.known], [name for _, name in self.known]
        columns = {
            "kind": kinds,
            "token": list(range(len(names))),
            "code": [code_of(name) for name in names],
            "qualification": ["001" if kind in ("provider", "place") else None for kind in kinds],
        }
        return pa.table(columns, parcel.identities_schema())


def _write_content(path: Path, database: str, rows: list[dict[str, Any]], tokens: _Tokens) -> None:
    columns: dict[str, list[Any]] = {}
    for known in core.loaded_fields(database):
        values = [row.get(known.name) for row in rows]
        if known.type == "identifier":
            columns[f"{known.name}_token"] = [tokens.of(known.domain, value) for value in values]
        else:
            columns[known.name] = values
    columns["line"] = [row.get("line", number) for number, row in enumerate(rows, 1)]
    pq.write_table(pa.table(columns, content_arrow(database)), path)


def _write_changes(path: Path, changes: list[tuple[str, str]], tokens: _Tokens) -> None:
    columns = {
        "old_token": [tokens.of("person", old) for old, _ in changes],
        "new_token": [tokens.of("person", new) for _, new in changes],
        "change_day": [DAY for _ in changes],
    }
    pq.write_table(pa.table(columns, parcel.changes_schema()), path)
