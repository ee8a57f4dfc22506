"""Releases with planted figures for tests of publications: what rose, fell and stayed is known beforehand."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa

from mutualis.indicators.definitions import INDICATORS
from mutualis.picture.geometry import load
from mutualis.publish import content, description, keeping
from mutualis.publish.publications import Desk
from mutualis.reference import codelist, geography
from mutualis.release import Gap

NAMES = ("antibiotics_ddd", "polypharmacy", "gp_contact", "hospital_bill")
PEOPLE = {"country": 11_000_000, "region": 3_600_000, "province": 1_000_000, "arrondissement": 250_000}
FEW = 19_000
SPLITS = {
    "total": ("all",),
    "sex": ("1", "2"),
    "age_class": tuple(row["code"] for row in codelist("age_class").valid()),
    "increased_reimbursement": ("yes", "no"),
}
# The base of each indicator: a share of persons, doses per 1000 persons and day, or cents a person.
BASE = {"antibiotics_ddd": 20.0, "polypharmacy": 0.16, "gp_contact": 0.85, "hospital_bill": 52_000.0}
Place = tuple[str, int, str, str, str]  # indicator, year, area, split, category
COUNTRY = ("BE", "total", "all")


def release(
    folder: Path,
    years: Iterable[int] = (2021, 2022, 2023),
    planted: Mapping[tuple[Any, ...], float] | None = None,
    hidden: Iterable[tuple[Any, ...]] = (),
    gaps: tuple[Gap, ...] = (),
    day: str = "2026-11-22",
) -> Path:
    """A release in a folder of releases. `planted` multiplies figures, the first key that is the beginning of a cell's
    (indicator, year, area, split, category); `hidden` are beginnings of cells that are suppressed."""
    table = _table(tuple(years), dict(planted or {}), tuple(hidden))
    protected: Any = SimpleNamespace(
        figures=table,
        cv={(name, year): 2.0 for name in ("antibiotics_ddd", "hospital_bill") for year in years},
        reasons={},
        verdict=SimpleNamespace(attacked=3, breached=(), programs=0, seconds=0.0),
        rules=SimpleNamespace(as_dict=lambda: {"k": 5}),
    )
    used = [next(each for each in INDICATORS if each.name == name) for name in NAMES]
    made = content.release_of(protected, content.Asked(used, {"derived_person_year": "1"}, None, None, {}, {}, gaps))
    target = folder / made.name(day)
    folder.mkdir(parents=True, exist_ok=True)
    said = description.description(made, target.name, f"{day}T10:00:00+00:00", {}, protected)
    keeping.write(target, {**made.content, "release.json": said})
    keeping.point(folder, target.name)
    return target


SHORT = "short"
SHORT_TEXT = """@@ title
Antibiotica: {{ figure() }} in {{ year }}
@@ lead
{% if has_before %}{{ change("Het gebruik") }}{% else %}Nieuw.{% endif %}

@@ all
## Alles
Woorden. {{ bars("region") }}
"""


def short_publication(work: Path) -> None:
    """A publication of the centre's own, quick to set: one picture, two languages."""
    own = work / "publications" / "templates" / SHORT
    own.mkdir(parents=True)
    said = 'kind = "key-figure"\nindicators = ["antibiotics_ddd"]\nlanguages = ["nl", "fr"]\nsections = ["all"]\n'
    (own / "publication.toml").write_text(said, encoding="utf-8")
    for language in ("nl", "fr"):
        (own / f"{language}.md.j2").write_text(SHORT_TEXT, encoding="utf-8")


def desk(work: Path, site: str = "https://atlas.example.be") -> Desk:
    """Where publications of a workspace are made."""
    return Desk(work / "releases", work / "publications", load(None), site)


def _table(
    years: tuple[int, ...], planted: dict[tuple[Any, ...], float], hidden: tuple[tuple[Any, ...], ...]
) -> pa.Table:
    rows = [_row(at, level, planted, hidden) for at, level in _places(years)]
    return pa.Table.from_pylist(
        rows,
        schema=pa.schema(
            [
                *((name, pa.string()) for name in ("indicator",)),
                ("year", pa.int64()),
                *((name, pa.string()) for name in ("level", "area_code", "split", "category")),
                ("numerator", pa.int64()),
                ("denominator", pa.int64()),
                ("status", pa.string()),
                ("standardised", pa.float64()),
            ]
        ),
    )


def _places(years: tuple[int, ...]) -> Iterable[tuple[Place, str]]:
    for name in NAMES:
        for year in years:
            for level, code in sorted({*geography(year).parents, ("country", "BE")}):
                for split in SPLITS if level in ("country", "region") else ("total",):
                    for category in SPLITS[split]:
                        yield (name, year, code, split, category), level


def _row(
    at: Place, level: str, planted: dict[tuple[Any, ...], float], hidden: tuple[tuple[Any, ...], ...]
) -> dict[str, Any]:
    name, year, code, split, category = at
    people = PEOPLE.get(level, FEW) // len(SPLITS[split])
    factor = next((each for key, each in planted.items() if at[: len(key)] == key), 1.0)
    days = 366 if year % 4 == 0 else 365
    rate = BASE[name] * factor
    numerator = round(rate * days * people) if name == "antibiotics_ddd" else round(rate * people)
    is_hidden = any(at[: len(key)] == key for key in hidden)
    return {
        "indicator": name,
        "year": year,
        "level": level,
        "area_code": code,
        "split": split,
        "category": category,
        "numerator": None if is_hidden else numerator,
        "denominator": people,
        "status": "suppressed" if is_hidden else "shown",
        "standardised": None,
    }
