"""A small world for the tests of coding: nodes of insurers, third party and centre, and accepted files by hand."""

import datetime as dt
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from mutualis import coding, parcel, reference
from mutualis.node import Node, create_country, transport

VERSION = "mutualis-1"
PERIOD = "2023H1"
INSURERS = tuple(insurer.name for insurer in reference.insurers())
TYPES = {
    "number": pl.Int32,
    "signed": pl.Int64,
    "date": pl.Date,
    "month": pl.Int32,
    "flag": pl.Boolean,
    "code": pl.String,
    "text": pl.String,
    "identifier": pl.Int64,
}
FILLING = {pl.Int32: 1, pl.Int64: 1, pl.Date: dt.date(2023, 3, 1), pl.Boolean: False, pl.String: "1"}
OUTSIDE = ("technical", "dropped", "reserved", "derived")


def person(number: int) -> str:
    """An eleven-digit number for the n-th person."""
    return f"{10_000_000_000 + number * 97:011d}"


def provider(number: int, qualification: int = 1) -> str:
    """Eight digits of the n-th provider and three of a qualification."""
    return f"{10_000_000 + number:08d}{qualification:03d}"


def accepted(database: str, rows: Sequence[Mapping[str, Any]], extra: Mapping[str, Any] | None = None) -> pl.DataFrame:
    """An accepted file: the loaded fields of the layout, the given values in `rows`, fillings elsewhere, and `line`."""
    fields = [each for each in reference.layout(database, VERSION).fields if each.role not in OUTSIDE]
    columns: dict[str, pl.Series] = {}
    for each in fields:
        kind = TYPES[each.type]
        filling = None if each.type == "identifier" else FILLING[kind]
        values = [row.get(each.name, filling) for row in rows]
        if each.type == "identifier":
            values = [None if value is None else int(value) for value in values]
        columns[each.name] = pl.Series(values, dtype=kind)
    columns["line"] = pl.Series(range(1, len(rows) + 1), dtype=pl.Int64)
    frame = pl.DataFrame({name: values.alias(name) for name, values in columns.items()})
    return frame.with_columns(pl.lit(value).alias(name) for name, value in (extra or {}).items())


@dataclass
class World:
    """The nodes of a workspace, and the way of a delivery through them."""

    path: Path
    nodes: dict[str, Node] = field(default_factory=dict)

    @classmethod
    def make(cls, path: Path) -> "World":
        return cls(path, create_country(path, "a passphrase for tests"))

    @classmethod
    def fresh(cls, factory: pytest.TempPathFactory, name: str) -> "World":
        """A world of its own, copied from one that is made once in a run of the tests."""
        template = factory.getbasetemp() / "coding-template"
        made = cls.make(template)
        return made.copy(factory.mktemp(name) / "world")

    def copy(self, target: Path) -> "World":
        """The same nodes in another folder, as they are now."""
        shutil.copytree(self.path, target)
        return World.make(target)

    @property
    def ttp(self) -> Node:
        return self.nodes["ttp"]

    @property
    def centre(self) -> Node:
        return self.nodes["centre"]

    def stage(self, name: str, **files: pl.DataFrame) -> dict[str, Path]:
        """Write accepted files; databases not given are empty."""
        folder = self.path / "staged" / name
        folder.mkdir(parents=True, exist_ok=True)
        staged = {}
        for database in ("pp", "gz", "fu", "mg"):
            staged[database] = folder / f"{database}.parquet"
            files.get(database, accepted(database, [])).write_parquet(staged[database])
        return staged

    def deliver(
        self,
        insurer: str,
        persons: Iterable[str],
        changes: Iterable[tuple[str, str]] = (),
        period: str = PERIOD,
        counts: Mapping[str, int] | None = None,
        replaces: str | None = None,
        tag: str = "0",
    ) -> Path:
        """Code a delivery with these members, and one care line each, at an insurer; the parcel in its outbox."""
        members = list(persons)
        pairs = [{"old_number": old, "new_number": new} for old, new in changes]
        name = f"{insurer}-{period}-{tag}"
        staged = self.stage(
            name,
            pp=accepted("pp", [{"person": each} for each in members]),
            gz=accepted("gz", [{"person": each, "provider": provider(1)} for each in members]),
            mg=accepted("mg", pairs),
        )
        return coding.first_coder(
            self.nodes[insurer],
            staged,
            delivery_manifest(insurer, period, tag, replaces),
            problem_counts=counts,
        )

    def relay(self) -> list[Path]:
        """Carry what waits to the third party and let it code; the relays, carried to the centre's inbox."""
        transport.deliver_all(self.path)
        made = [coding.second_coder(self.ttp, path) for path in self.ttp.receive("coded")]
        transport.deliver_all(self.path)
        return [self.centre.inbox / each.name for each in made if each.parent == self.ttp.outbox]

    def opened(self, relay: Path, folder: Path) -> dict[str, pl.DataFrame]:
        """The files of a relay parcel as the centre decrypts them."""
        relayed = self.centre.open_parcel(relay, "relay")
        folder.mkdir(parents=True, exist_ok=True)
        names = [entry.name for entry in relayed.manifest.files]
        return {
            name.split(".")[0]: pl.read_parquet(self.centre.decrypt(relayed, name, folder), glob=False)
            for name in names
        }


def delivery_manifest(insurer: str, period: str, tag: str, replaces: str | None = None) -> parcel.Manifest:
    """The manifest of an insurer's own delivery; `tag` makes two of them differ."""
    return parcel.Manifest(
        kind="delivery",
        sender=insurer,
        recipient=insurer,
        period=period,
        layout_version=VERSION,
        created="2023-09-01T00:00:00Z",
        files=(),
        replaces=replaces,
        extra={"tag": tag},
    )


def rank_correlation(values: pl.Series) -> float:
    """Spearman's rho between the order of the rows and the order of the values."""
    ranks = values.rank("ordinal").to_numpy().astype(np.float64)
    return float(np.corrcoef(np.arange(len(ranks)), ranks)[0, 1])
