"""Indicators through the shared passes and through a plain reading of their texts: no cell may differ."""

from itertools import count

import pyarrow.parquet as pq
import pytest

import plain_indicators as plain
from mutualis import reference, tables
from mutualis.indicators.definitions import INDICATORS
from mutualis.indicators.shared import is_shared
from mutualis.pipeline.library import counted_together
from random_year import YEAR, country

FEW = 1200
# The torture suite: 100,000 persons, ten thousand at a time so that a small machine holds them.
BATCH, BATCHES = 10_000, 10
CHOSEN = tuple(each for each in INDICATORS if each.name in plain.DEFINITIONS)
MEASURES = ("numerator", "denominator", "contributors", "largest", "second_largest", "squares")


def plans():
    plan = reference.publication_plan()
    return {each.name: {level: plan.counted(each.name, level) for level in each.by} for each in CHOSEN}


def counted(spec, drawn, folder):
    """{(indicator, level, area, split, category): cell} by the shared passes."""
    for name, rows in drawn.items():
        spec.use(name, rows, tables.find(name).schema)
    numbers = count()
    files = counted_together(spec.engine, CHOSEN, YEAR, lambda: folder / f"cells-{next(numbers)}.parquet", folder)
    rows = [row for saved, _ in files for row in pq.read_table(saved.path).to_pylist()]
    key = ("indicator", "level", "area_code", "split", "category")
    made = {tuple(row[name] for name in key): {name: row[name] for name in MEASURES} for row in rows}
    assert len(made) == len(rows), "a key came twice"
    return made


def compare(spec, folder, people, seed):
    """How many cells are equal; says which indicators differ, and shows the first cell."""
    drawn = country(seed, people)
    found, wanted = counted(spec, drawn, folder), plain.cells(drawn, YEAR, plans())
    wrong = [key for key in sorted({*found, *wanted}) if found.get(key) != wanted.get(key)]
    names = sorted({key[0] for key in wrong})
    assert not wrong, f"{len(wrong)} cells of {names} differ; {wrong[0]}: {found.get(wrong[0])}, {wanted.get(wrong[0])}"
    return wanted


def test_at_least_ten_indicators_of_both_kinds_are_read_twice():
    assert len(CHOSEN) == len(plain.DEFINITIONS) >= 10
    assert all(is_shared(each) for each in CHOSEN)
    assert {each.name: each.kind for each in CHOSEN} == {name: kind for name, (kind, *_) in plain.DEFINITIONS.items()}


@pytest.mark.parametrize("seed", [12, 13])
def test_shared_passes_give_the_cells_that_a_plain_reading_of_the_texts_gives(spec, tmp_path, seed):
    cells = compare(spec, tmp_path, FEW, seed)
    whole = {key[0]: cell for key, cell in cells.items() if key[1] == "country" and key[3] == "total"}
    # Every indicator meets some persons of its population and not others.
    assert [name for name, cell in whole.items() if not 0 < cell["contributors"] < cell["denominator"]] == [
        "home_nursing_days"  # its population are those with such a day
    ]
    assert whole.keys() == plain.DEFINITIONS.keys()


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(200, 200 + BATCHES))
def test_the_cells_of_a_hundred_thousand_persons_are_those_of_a_plain_reading(spec, tmp_path, seed):
    cells = compare(spec, tmp_path, BATCH, seed)
    print(f"{BATCH} persons: {len(cells)} cells of {len(CHOSEN)} indicators")
