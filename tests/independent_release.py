"""What an outsider reads of a release: its files and nothing else."""

import calendar
import csv
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

Area = tuple[str, str]
NUMBERS = {"numerator": int, "denominator": int, "standardised": float}


class Unit(NamedTuple):
    """A figure is scale x numerator / denominator, rounded to +- `half`; or, `is_base`, the number of insured itself.

    `is_count`: the numerator is some of the persons of the denominator, not an amount.
    """

    is_count: bool
    is_base: bool
    scale: float
    half: float


@dataclass(frozen=True)
class Release:
    """The figures of one year: level, area_code, split, category, numerator, denominator, standardised, status.

    `parents` {(level, code): code one level up}; `units` {indicator: unit}; `strata` {(level, code): {category of
    sex*age_class: persons}} where a reader knows the population although the split is not published; `own_strata` the
    same by indicator, for those whose denominators are a part of the insured; `nobody` (indicator, whether those
    outside are meant, split, category) where such a definition leaves nobody, if the figures do not say so themselves.
    """

    figures: Sequence[Mapping[str, Any]]
    parents: Mapping[Area, str]
    units: Mapping[str, Unit]
    strata: Mapping[Area, Mapping[str, int]] = field(default_factory=dict)
    own_strata: Mapping[str, Mapping[Area, Mapping[str, int]]] = field(default_factory=dict)
    nobody: Collection[tuple[str, bool, str, str]] = ()

    def strata_among(self, base: str) -> Mapping[Area, Mapping[str, int]]:
        """The persons of the strata of each area: of all insured (no base), or of a part of them."""
        return self.own_strata.get(base, {}) if base else self.strata


def read_release(folder: Path, year: int) -> Release:
    """A release folder as anybody may download it."""
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        figures = [_numbers(row) for row in csv.DictReader(file) if row["year"] == str(year)]
    with (folder / "areas.csv").open(encoding="utf-8", newline="") as file:
        areas = [row for row in csv.DictReader(file) if row["year"] == str(year) and row["parent_code"]]
    described = json.loads((folder / "indicators.json").read_text(encoding="utf-8"))
    units = {
        each["name"]: _unit(each["kind"], each["factor"], each["divisor"], each["decimals"], year) for each in described
    }
    return Release(figures, {(row["level"], row["code"]): row["parent_code"] for row in areas}, units)


def as_released(
    figures: pa.Table,
    parents: Mapping[Area, str],
    indicators: Sequence[Any],
    strata: Mapping[Area, Mapping[str, int]] | None = None,
    own_strata: Mapping[str, Mapping[Area, Mapping[str, int]]] | None = None,
) -> Release:
    """The figures of one year of a `Protected`, as if they had been released; a standardised one per person."""
    year = int(figures["year"][0].as_py())
    units = {each.name: _unit(each.kind, each.factor, each.divisor, each.decimals, year) for each in indicators}
    units = {name: unit._replace(scale=1.0, half=unit.half / unit.scale) for name, unit in units.items()}
    return Release(figures.to_pylist(), parents, units, strata or {}, own_strata or {})


def _numbers(row: Mapping[str, str]) -> dict[str, Any]:
    return {**row, **{name: kind(row[name]) if row[name] else None for name, kind in NUMBERS.items()}}


def _unit(kind: str, factor: Any, divisor: str, decimals: int, year: int) -> Unit:
    days = 365 + calendar.isleap(year) if divisor == "person_days" else 1
    return Unit(kind == "count", divisor == "none", float(Fraction(factor) / days), 0.5 / 10**decimals)


def nobody_of(cells: pa.Table, base: str, insured: str = "insured") -> set[tuple[str, bool, str, str]]:
    """The categories of the country of which a base counts nobody, or everybody, whatever the figures say."""
    told: dict[str, dict[tuple[str, str], int]] = {base: {}, insured: {}}
    for row in cells.filter(pc.equal(cells["level"], "country")).to_pylist():
        if row["indicator"] in told:
            told[row["indicator"]][row["split"], row["category"]] = row["denominator"]
    pairs = {key: (told[base].get(key, 0), persons) for key, persons in told[insured].items()}
    inside = {(base, False, *key) for key, (some, _) in pairs.items() if some == 0}
    return inside | {(base, True, *key) for key, (some, every) in pairs.items() if some == every}


def strata_of(cells: pa.Table, areas: Iterable[Area], indicator: str = "") -> dict[Area, dict[str, int]]:
    """The true persons of every stratum of some areas, for a reader who knows the population.

    Of an indicator (of some persons only), or of the one that counts the most there: the insured.
    """
    found: dict[Area, dict[str, int]] = {area: {} for area in areas}
    for row in cells.filter(pc.equal(cells["split"], "sex*age_class")).to_pylist():
        of_area = found.get((row["level"], row["area_code"]))
        if of_area is not None and indicator in {"", row["indicator"]}:
            of_area[row["category"]] = max(row["denominator"], of_area.get(row["category"], 0))
    return found
