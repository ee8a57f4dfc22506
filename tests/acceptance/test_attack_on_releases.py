"""What an outsider makes of the release of a country: nothing; and something of what less protection would let out."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import protected_tables
from independent_attack import Cell, Outsider, sensitive
from independent_release import Release, as_released, read_release, strata_of
from mutualis import disclosure, reference, release, tables
from mutualis.disclosure import argus, grid, primary
from mutualis.disclosure.working import Clock, Work
from mutualis.indicators.definitions import chosen
from mutualis.pipeline import Workspace
from protected_tables import TWELVE

YEAR, SECONDS = 2023, 120.0
PLAN, AREAS = reference.publication_plan(), reference.geography(YEAR)


@pytest.fixture(scope="module")
def cells(country: Workspace) -> pa.Table:
    with closing(country.engine(country.centre)) as engine:
        engine.use("result_indicator", country.lake().files("result_indicator"))
        counted = tables.result_indicator
        return engine.arrow(counted.filter(counted.indicator.isin([each.name for each in chosen()])))


def recovered(releases: Sequence[Release], cells: Sequence[pa.Table]) -> list[Cell]:
    """The small counts of persons that a reader of the releases of a year knows too well; `cells`: the true ones."""
    outsider = Outsider(releases)
    targets = sensitive(outsider, cells)
    assert len(targets) > 20
    return outsider.recovered(targets, disclosure.rules().k)


def of(table: pa.Table, *names: str) -> pa.Table:
    """The rows of some indicators."""
    return table.filter(pc.is_in(table["indicator"], value_set=pa.array(names)))


def with_strata(figures: pa.Table, cells: pa.Table, indicators: Sequence[Any]) -> Release:
    """The figures for a reader who knows how many persons each stratum of the standardised figures has."""
    rated = figures.filter(pc.is_valid(figures["standardised"])).to_pylist()
    strata = strata_of(cells, [(row["level"], row["area_code"]) for row in rated])
    return as_released(figures, AREAS.parents, indicators, strata)


def without_repair(cells: pa.Table, *, secondary: bool) -> Release:
    """The figures as they would be released after primary suppression, with `secondary` after τ-ARGUS too."""
    rules = disclosure.rules()
    (system,) = grid.systems(cells, chosen(), PLAN, {YEAR: AREAS}, rules)
    work = Work(system, primary.sensitive(system, rules), rules.k)
    if secondary:
        argus.suppress([work], SECONDS)
    return as_released(work.settle(Clock(SECONDS), repair=False)[0], AREAS.parents, chosen())


def test_a_reader_of_the_release_folder_recovers_nothing(country: Workspace, cells: pa.Table) -> None:
    assert recovered([read_release(release.latest(country.releases), YEAR)], [cells]) == []


def test_nor_from_smaller_cells_with_standardised_figures_when_he_knows_the_population(cells: pa.Table) -> None:
    few = [each for each in chosen() if each.name in {"insured", "gmd"}]
    own = of(cells, "insured", "gmd")
    figures = disclosure.protect(own, few, replace(PLAN, least_persons=25), secondary=False).figures
    assert figures["standardised"].null_count < figures.num_rows
    assert recovered([with_strata(figures, own, few)], [own]) == []


def test_he_recovers_a_good_part_after_primary_suppression_alone(cells: pa.Table) -> None:
    assert len(recovered([without_repair(cells, secondary=False)], [cells])) > 20


def test_he_recovers_some_after_tau_argus_without_repair(cells: pa.Table) -> None:
    assert recovered([without_repair(cells, secondary=True)], [cells])


@pytest.mark.torture
def test_an_outsider_recovers_nothing_from_a_hundred_thousand_insured_indicator_by_indicator() -> None:
    cells = protected_tables.cells(protected_tables.persons(AREAS.parents, 100_000), TWELVE, YEAR)
    figures = disclosure.protect(cells, TWELVE).figures
    for each in TWELVE:
        if each.kind == "count" and each.divisor == "persons":
            own = [of(table, "insured", each.name) for table in (figures, cells)]
            assert recovered([with_strata(*own, TWELVE)], [own[1]]) == [], each.name
