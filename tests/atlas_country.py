"""A release with splits, intervals and standardised figures for tests of the Atlas, and a reader without a network.

Made of drawn numbers, not by protection: what the Atlas shows of a release does not depend on how it was made safe.
"""

import asyncio
import os
from functools import cache
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import filelock
import httpx
import numpy as np
import pyarrow as pa

from mutualis import atlas
from mutualis.indicators.definitions import INDICATORS
from mutualis.publish import content, description, keeping
from mutualis.reference import SPLITS, codelist, geography
from mutualis.release import LEVELS, Gap

YEARS = (2022, 2023, 2025)
NAMES = ("insured", "gp_contact", "antibiotics_ddd", "mean_copayment")
USED = tuple(next(each for each in INDICATORS if each.name == name) for name in NAMES)
CROSSED_FROM = LEVELS.index("province")
UNINSURED = "73028"  # Herstappe
HIDDEN = {("gp_contact", "arrondissement", "13000"), ("gp_contact", "arrondissement", "84000")}
LATE = Gap("fu", "F2022Q3", lack=1, senders=7, years=(2022,), indicators=("antibiotics_ddd",))
CATEGORIES = {
    "total": ("all",),
    "sex": ("1", "2"),
    "age_class": tuple(row["code"] for row in codelist("age_class").valid()),
    "increased_reimbursement": ("yes", "no"),
}


@cache
def splits_at(level: str) -> tuple[str, ...]:
    if level == "municipality":
        return ("total",)
    return tuple(each for each in SPLITS if "*" not in each or LEVELS.index(level) <= CROSSED_FROM)


@cache
def categories(split: str) -> tuple[str, ...]:
    return tuple("*".join(each) for each in product(*(CATEGORIES[part] for part in split.split("*"))))


@cache
def figures(names: tuple[str, ...] = NAMES) -> pa.Table:
    """Figures as protection gives them: small numerators hidden, one municipality without insured persons."""
    rows = [
        (each, year, level, code, split, category)
        for each in USED
        if each.name in names
        for year in YEARS
        for level, code in sorted({*geography(year).parents, ("country", "BE")})
        for split in splits_at(level)
        for category in categories(split)
    ]
    rows = [row for row in rows if row[3:] != (UNINSURED, "sex", "1")]
    draw = np.random.default_rng(3)
    size = {"country": 1e7, "region": 3e6, "province": 9e5, "arrondissement": 2e5, "municipality": 9e3}
    people = np.array([size[row[2]] / len(categories(row[4])) for row in rows]) * draw.lognormal(-0.3, 0.8, len(rows))
    people = people.astype(np.int64) + 1
    share = draw.uniform(0.3, 0.9, len(rows))
    top = np.where([row[0].name == "insured" for row in rows], people, (people * share).astype(np.int64))
    top = np.where([row[0].kind == "amount" for row in rows], top * 9000, top)
    empty = np.array([row[3] == UNINSURED for row in rows])
    small = (people < 900) | np.array([(row[0].name, row[2], row[3]) in HIDDEN for row in rows])
    status = np.where(empty, "none", np.where(small, "suppressed", "shown"))
    is_rated = np.array([row[4] == "total" and row[2] != "municipality" and row[0].name != "insured" for row in rows])
    rate = np.where(is_rated & (status == "shown"), top / people * 1.02, np.nan)
    columns = zip(*((row[0].name, *row[1:]) for row in rows), strict=True)
    names = ("indicator", "year", "level", "area_code", "split", "category")
    return pa.table(
        {
            **{name: pa.array(list(column)) for name, column in zip(names, columns, strict=True)},
            "numerator": pa.array([int(n) if each == "shown" else None for n, each in zip(top, status, strict=True)]),
            "denominator": pa.array(np.where(empty, 0, people).tolist()),
            "status": pa.array(status.tolist()),
            "standardised": pa.array([None if np.isnan(each) else float(each) for each in rate], pa.float64()),
        }
    )


def published(factory: Any) -> Path:
    """A folder with one release, made once for all test processes; `factory` is pytest's tmp_path_factory."""
    shared = factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    folder = shared / "atlas_releases"
    with filelock.FileLock(shared / "atlas_releases.lock"):
        if not (folder / "latest").is_file():
            publish_atlas(folder)
    return folder


def publish_atlas(folder: Path, names: tuple[str, ...] = NAMES, table: pa.Table | None = None) -> Path:
    """A release of some indicators for years before and after the mergers of 2025, or of other figures of theirs."""
    protected: Any = SimpleNamespace(
        figures=figures(names) if table is None else table,
        cv={(name, year): 1.7 for name in ("antibiotics_ddd", "mean_copayment") for year in YEARS},
        reasons={},
        verdict=SimpleNamespace(attacked=12, breached=(), programs=0, seconds=0.0),
        rules=SimpleNamespace(as_dict=lambda: {"k": 5}),
    )
    used = [each for each in USED if each.name in names]
    asked = content.Asked(used, {"derived_person_year": "1"}, None, None, {}, {}, (LATE,))
    made = content.release_of(protected, asked)
    target = folder / made.name("2026-11-22")
    folder.mkdir(parents=True, exist_ok=True)
    said = description.description(made, target.name, "2026-11-22T10:00:00+00:00", {}, protected)
    keeping.write(target, {**made.content, "release.json": said})
    keeping.point(folder, target.name)
    return target


class Reader:
    """Asks an Atlas without a network."""

    def __init__(self, folder: Path, geometry: Path | None = None) -> None:
        self.app = atlas.create_app(folder, geometry)

    def ask(self, address: str, method: str = "GET", **headers: str) -> Any:
        async def asking() -> Any:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://atlas") as client:
                named = {name.replace("_", "-"): value for name, value in headers.items()}
                return await client.request(method, address, headers=named)

        return asyncio.run(asking())
