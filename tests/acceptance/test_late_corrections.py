"""A second release after late corrections: with the ledger it tells of nobody, without it the corrected persons show."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from acceptance.corrections import cells, corrected
from independent_attack import Cell, Outsider, Release, small_and_hidden
from mutualis import disclosure, reference
from mutualis.indicators.definitions import INDICATORS
from mutualis.pipeline import Workspace

YEAR, PERSONS = 2023, 200
AREAS = reference.geography(YEAR)
LATE = next(each for each in INDICATORS if each.name == "gp_contact")
COUNTS = [each.name for each in INDICATORS if each.kind == "count"]
BLOCK = ("indicator", "level", "split")
Cells = tuple[pa.Table, pa.Table]


@pytest.fixture(scope="module")
def before_and_after(country: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Cells:
    counted = cells(country)
    return counted, corrected(country, counted, LATE, PERSONS, tmp_path_factory.mktemp("late"))


@pytest.fixture(scope="module")
def first(before_and_after: Cells) -> pa.Table:
    return disclosure.protect(before_and_after[0], INDICATORS).figures


def learned(first: pa.Table, second: pa.Table, both: Cells) -> tuple[list[Cell], list[Cell]]:
    """The small counts, and the small differences between both releases, that a reader knows too well."""
    outsider = Outsider([Release(first, AREAS.parents), Release(news(second, first), AREAS.parents)], COUNTS)
    small, k = small_and_hidden(outsider, list(both)), disclosure.rules().k
    assert small
    return outsider.recovered(small, k), outsider.recovered(small_differences(outsider, both, k), k)


def news(second: pa.Table, first: pa.Table) -> pa.Table:
    """The figures of a release without the blocks that stand as they were: every reader sees that they did not move."""
    told = {tuple(row.values()) for row in first.to_pylist()}
    moved = {tuple(row[name] for name in BLOCK) for row in second.to_pylist() if tuple(row.values()) not in told}
    own = [tuple(row[name] for name in BLOCK) in moved for row in second.to_pylist()]
    return second.filter(pa.array(own))


def small_differences(outsider: Outsider, both: Cells, k: int) -> list[Cell]:
    """The differences of 1 to k - 1 persons in the numerators of both releases."""
    old, new = ({key(row): row["numerator"] for row in table.to_pylist()} for table in both)
    found = [cell for cell in outsider.value if cell.measure == "more numerator"]
    changes = [new.get(place, 0) - old.get(place, 0) for place in [(cell.indicator, *cell.place) for cell in found]]
    return [cell for cell, change in zip(found, changes, strict=True) if 0 < abs(change) < k]


def key(row: dict[str, object]) -> tuple[object, ...]:
    return tuple(row[name] for name in ("indicator", "level", "area_code", "split", "category"))


def test_with_the_ledger_nobody_is_told_of(first: pa.Table, before_and_after: Cells) -> None:
    second = disclosure.protect(before_and_after[1], INDICATORS, earlier=[disclosure.Earlier(first)])
    assert second.standing > 0
    assert learned(first, second.figures, before_and_after) == ([], [])


def test_what_changed_by_many_is_new_with_the_ledger_too(first: pa.Table, before_and_after: Cells) -> None:
    second = disclosure.protect(before_and_after[1], INDICATORS, earlier=[disclosure.Earlier(first)]).figures
    whole = [
        table.filter(
            pc.and_(
                pc.and_(pc.equal(table["indicator"], LATE.name), pc.equal(table["level"], "country")),
                pc.equal(table["split"], "total"),
            )
        )["numerator"].to_pylist()
        for table in (first, second)
    ]
    assert [new - old for old, new in zip(*whole, strict=True)] == [PERSONS]


def test_without_the_ledger_the_second_release_tells_of_some(first: pa.Table, before_and_after: Cells) -> None:
    second = disclosure.protect(before_and_after[1], INDICATORS)
    counts, differences = learned(first, second.figures, before_and_after)
    assert counts + differences
