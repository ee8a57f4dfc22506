"""The tenths of areas by deprivation on the equity view, on a country drawn so that every number can be reckoned."""

import re
from dataclasses import replace

import pyarrow as pa
import pytest

import atlas_country
from atlas_country import Reader, publish_atlas
from mutualis import release
from mutualis.atlas.views.tenths import indices_of
from mutualis.indicators.definitions import INDICATORS
from mutualis.picture.summed import together
from mutualis.reference import geography, written

YEAR, PERSONS = 2023, 1_000
NAMES = ("increased_reimbursement", "gp_contact", "mean_copayment")
AREAS = sorted(code for level, code in geography(YEAR).parents if level == "arrondissement")[:40]


def drawn(hidden=()):
    """Forty arrondissements of as many persons: the n-th has 10 n with increased reimbursement and 900 - 10 n with a
    contact, so that the more deprived have fewer contacts; co-payments are 20 euro everywhere."""
    rows = []
    for name in NAMES:
        for place, code in enumerate(AREAS, 1):
            top = {"increased_reimbursement": 10 * place, "gp_contact": 900 - 10 * place, "mean_copayment": 2_000_000}[
                name
            ]
            is_hidden = (name, code) in hidden
            rows.append((name, "arrondissement", code, None if is_hidden else top, is_hidden))
        whole = sum(row[3] or 0 for row in rows if row[0] == name)
        rows.insert(len(rows) - len(AREAS), (name, "country", "BE", whole, False))
    size = len(rows)
    return pa.table(
        {
            "indicator": [row[0] for row in rows],
            "year": [YEAR] * size,
            "level": [row[1] for row in rows],
            "area_code": [row[2] for row in rows],
            "split": ["total"] * size,
            "category": ["all"] * size,
            "numerator": pa.array([row[3] for row in rows], pa.int64()),
            "denominator": pa.array([40 * PERSONS if row[1] == "country" else PERSONS for row in rows], pa.int64()),
            "status": ["suppressed" if row[4] else "shown" for row in rows],
            "standardised": pa.array([None] * size, pa.float64()),
        }
    )


@pytest.fixture
def published(tmp_path, monkeypatch):
    monkeypatch.setattr(atlas_country, "USED", tuple(each for each in INDICATORS if each.name in NAMES))

    def publish(**how):
        publish_atlas(tmp_path, NAMES, drawn(**how))
        return tmp_path

    return publish


def page_of(folder, **state):
    asked = "".join(f"&{name}={value}" for name, value in state.items())
    return Reader(folder).ask(f"/equity?lang=en&level=arrondissement{asked}").text


def test_tenths_hold_four_areas_each_from_the_least_to_the_most_deprived(published):
    page = page_of(published(), indicator="gp_contact")
    table = page[page.index("lowest share with increased") - 400 :]
    rows = re.findall(r'<td class="number">(\d+)</td><td class="number">([\d.]+) <small>', table)
    assert [areas for areas, _ in rows] == ["4"] * 10
    assert [float(value) for _, value in rows] == [round(87.5 - 4 * step, 1) for step in range(10)]


def test_the_indices_are_those_of_the_straight_line_that_the_country_was_drawn_on(published):
    """Tenths fall by 4 from one middle to the next, a tenth apart: 40 less at the most deprived end.

    The line is 87.5 at 0.05, so 89.5 at 0 and 49.5 at 1.
    """
    page = page_of(published(), indicator="gp_contact")
    told = re.findall(r"<dd><strong>([^<]*)</strong>", page)
    assert told == [written(-40, "en") + ".0", "0.55"]
    assert "Slope index of inequality" in page


def test_an_area_with_a_hidden_figure_is_left_out_and_named(published):
    folder = published(hidden={("gp_contact", AREAS[0]), ("increased_reimbursement", AREAS[1])})
    there = release.read(release.latest(folder))
    page = page_of(folder, indicator="gp_contact")
    names = [there.area_name(YEAR, "arrondissement", code, "en") for code in AREAS[:2]]
    others = set(there.areas(YEAR, "arrondissement")) - set(AREAS)
    said = re.search(r"Left out, since one of both figures is not shown: ([^<]*)\.</p>", page)[1].split(", ")
    assert set(names) <= set(said)
    assert len(said) == 2 + len(others)


def test_the_interval_of_an_amount_follows_from_the_published_variation(published):
    """Two halves of 20,000 persons with a mean of 20 and a coefficient of 1.7: the slope is twice their difference."""
    folder = published()
    there = release.read(release.latest(folder))
    figures = there.figures("mean_copayment", YEAR, "arrondissement")
    halves = [together(there, "mean_copayment", YEAR, figures[part::2]) for part in (0, 1)]
    slope = indices_of(there.sheet("mean_copayment"), YEAR, halves).slope
    assert (slope.value, slope.high) == (0, pytest.approx(1.96 * 2 * 2**0.5 * 20 * 1.7 / 20_000**0.5, rel=1e-4))
    unpublished = replace(there.sheet("mean_copayment"), cv={})
    assert indices_of(unpublished, YEAR, halves) is None, "without a published variation there is no index"
    assert "<strong>0.00</strong>" in page_of(folder, indicator="mean_copayment")


@pytest.mark.parametrize("indicator", ["increased_reimbursement"])
def test_the_measure_itself_is_not_set_against_itself(published, indicator):
    assert "Groups of areas say nothing of this indicator" in page_of(published(), indicator=indicator)
