"""A second release after late corrections: with the ledger it tells of nobody, without it of some."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from acceptance.corrections import cells, corrected
from independent_attack import Cell, Outsider, sensitive
from independent_release import as_released
from mutualis import disclosure, reference
from mutualis.indicators.definitions import chosen
from mutualis.pipeline import Workspace

YEAR, EACH = 2023, 100
DRAWS = [0, 1, 2, *(pytest.param(draw, marks=pytest.mark.torture) for draw in range(3, 100))]
LATE = {"gp_contact": "gp_contacts", "gmd": "global_medical_files"}  # 200 late corrections in all
AREAS = reference.geography(YEAR)
Cells = tuple[pa.Table, pa.Table]


@pytest.fixture(scope="module")
def counted(country: Workspace) -> pa.Table:
    return cells(country)


@pytest.fixture(scope="module")
def first(counted: pa.Table) -> pa.Table:
    return disclosure.protect(counted, chosen()).figures


@pytest.fixture(scope="module", params=DRAWS)
def before_and_after(
    request: pytest.FixtureRequest, country: Workspace, counted: pa.Table, tmp_path_factory: pytest.TempPathFactory
) -> Cells:
    """Each time other persons' care comes late."""
    return counted, corrected(country, counted, LATE, EACH, tmp_path_factory.mktemp("late"), request.param)


@pytest.fixture(scope="module")
def second(before_and_after: Cells, first: pa.Table) -> disclosure.Protected:
    return disclosure.protect(before_and_after[1], chosen(), earlier=[disclosure.Earlier(first)])


def learned(first: pa.Table, later: pa.Table, both: Cells) -> list[Cell]:
    """The small counts, and the small differences between both releases, that a reader knows too well."""
    outsider = Outsider([as_released(figures, AREAS.parents, chosen()) for figures in (first, later)], grows=True)
    targets = sensitive(outsider, both)
    assert targets
    return outsider.recovered(targets, disclosure.rules().k)


def test_with_the_ledger_nobody_is_told_of(
    first: pa.Table, second: disclosure.Protected, before_and_after: Cells
) -> None:
    assert second.standing > 0
    assert learned(first, second.figures, before_and_after) == []


def test_what_changed_by_many_is_renewed_beside_the_ledger_too(first: pa.Table, second: disclosure.Protected) -> None:
    found = []
    for table in (first, second.figures):
        own = pc.and_(pc.equal(table["indicator"], "gmd"), pc.equal(table["level"], "country"))
        found += table.filter(pc.and_(own, pc.equal(table["split"], "total")))["numerator"].to_pylist()
    assert found[1] - found[0] == EACH


def test_without_the_ledger_the_second_release_tells_of_some(first: pa.Table, before_and_after: Cells) -> None:
    forgetful = disclosure.protect(before_and_after[1], chosen()).figures
    assert learned(first, forgetful, before_and_after)
