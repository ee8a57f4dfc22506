"""What a publication says of two years: rose, fell, stayed, or cannot be compared and why."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn_publications import release
from mutualis import release as releases
from mutualis.methods.change import Estimate, difference, direction
from mutualis.publish.publications import compared
from mutualis.publish.publications.cells import Cells
from mutualis.publish.publications.compared import Compared, Comparing
from mutualis.reference.indicators import Break
from mutualis.release import Gap

ANTWERP, GHENT = "11000", "44000"
PLANTED = {
    ("antibiotics_ddd", 2023, "BE", "sex", "1"): 1.10,
    ("antibiotics_ddd", 2023, "BE", "sex", "2"): 0.90,
    ("antibiotics_ddd", 2023, "BE", "increased_reimbursement", "yes"): 1.012,
    ("antibiotics_ddd", 2023, "02000", "total"): 0.90,
    ("antibiotics_ddd", 2023, "03000", "total"): 1.10,
    ("antibiotics_ddd", 2023, ANTWERP): 1.005,
}
HIDDEN = (("antibiotics_ddd", 2022, GHENT), ("antibiotics_ddd", 2023, "41000"))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return releases.read(release(tmp_path_factory.mktemp("drawn"), (2022, 2023), PLANTED, HIDDEN))


@pytest.fixture(scope="module")
def comparing(drawn):
    return Comparing(Cells(drawn))


def change(comparing, area="BE", split="total", category="all", years=(2022, 2023), indicator="antibiotics_ddd"):
    later = comparing.cells.place(indicator, years[1], area, split, category)
    return comparing.change(later, replace(later, year=years[0]))


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (("BE", "sex", "1"), Compared("rose")),
        (("BE", "sex", "2"), Compared("fell")),
        (("BE", "increased_reimbursement", "yes"), Compared("rose", is_small=True)),
        (("BE",), Compared("stayed", is_equal=True)),
        ((ANTWERP,), Compared("stayed")),  # 20.0 and 20.1, and chance may do that
        ((GHENT,), Compared("incomparable", "hidden")),
        (("41000",), Compared("incomparable", "hidden")),
    ],
)
def test_a_figure_rose_fell_or_stayed_as_it_was_planted(comparing, where, expected):
    assert change(comparing, *where) == expected


def test_without_figures_of_the_year_before_nothing_is_compared(comparing):
    assert change(comparing, years=(2021, 2022)) == Compared("incomparable", "no_figure")


def test_over_a_break_in_the_series_nothing_is_compared(comparing, monkeypatch):
    cut = Break(dt.date(2023, 1, 1), MappingProxyType({"nl": "De telling veranderde."}), "drawn", "ours")
    monkeypatch.setattr(compared.reference, "series_breaks", lambda name: (cut,))
    assert change(comparing) == Compared("incomparable", "break", cut)
    assert comparing.comparable_years(comparing.cells.place("antibiotics_ddd", 2023, "BE")) == (2023,)


@pytest.mark.parametrize(
    ("day", "years", "is_between"),
    [
        ("2019-01-01", (2018, 2019), True),
        ("2019-01-01", (2019, 2020), False),
        ("2019-01-01", (2017, 2018), False),
        ("2020-03-14", (2019, 2020), True),  # of a year that the break cuts in two, neither half is like the others
        ("2020-03-14", (2020, 2021), True),
        ("2020-03-14", (2021, 2022), False),
    ],
)
def test_a_break_lies_between_two_years_when_it_cuts_either_or_parts_them(day, years, is_between, monkeypatch):
    cut = Break(dt.date.fromisoformat(day), MappingProxyType({}), "drawn", "ours")
    monkeypatch.setattr(compared.reference, "series_breaks", lambda name: (cut,))
    assert compared.lies_between("antibiotics_ddd", *years) == (cut if is_between else None)


def test_figures_of_two_definitions_are_not_compared(drawn, tmp_path):
    old = releases.read(release(tmp_path, (2021,)))
    sheet = replace(old.sheet("antibiotics_ddd"), version="another")
    changed = replace(old, sheets=MappingProxyType({**old.sheets, "antibiotics_ddd": sheet}))
    assert change(Comparing(Cells(drawn, (old,))), years=(2021, 2022)) == Compared("stayed", is_equal=True)
    assert change(Comparing(Cells(drawn, (changed,))), years=(2021, 2022)) == Compared("incomparable", "definition")


def test_figures_made_without_a_delivery_are_not_compared(tmp_path):
    gap = Gap("fu", "F2022Q3", lack=1, senders=7, years=(2022,), indicators=("antibiotics_ddd",))
    made = Comparing(Cells(releases.read(release(tmp_path, (2021, 2022, 2023), gaps=(gap,)))))
    assert change(made) == Compared("incomparable", "incomplete")
    assert change(made, indicator="gp_contact").is_comparable


@pytest.mark.parametrize(
    ("area", "side"), [("02000", "lower"), ("03000", "higher"), ("04000", "similar"), ("41000", "unknown")]
)
def test_an_area_lies_above_or_below_the_country_by_its_interval(comparing, area, side):
    assert comparing.side(comparing.cells.place("antibiotics_ddd", 2023, area)) == side


VALUES = st.decimals(1, 1000, places=1)
WIDTHS = st.decimals("0.1", 100, places=2)


def estimate(value, down, up):
    return Estimate(value, value - down, value + up)


@given(st.builds(estimate, VALUES, WIDTHS, WIDTHS), st.builds(estimate, VALUES, WIDTHS, WIDTHS))
def test_what_rose_one_way_fell_the_other(a, b):
    assert direction(a, b) == -direction(b, a)
    gap = difference(a, b)
    assert gap.low < gap.value < gap.high


@given(st.builds(estimate, VALUES, WIDTHS, WIDTHS), st.builds(estimate, VALUES, WIDTHS, WIDTHS))
def test_figures_whose_intervals_are_apart_always_differ_and_one_within_the_other_s_never(a, b):
    if a.low > b.high:
        assert direction(a, b) == 1
    if b.low <= a.value <= b.high and a.low <= b.value <= a.high:
        assert direction(a, b) == 0


def test_figures_without_intervals_differ_where_they_differ():
    one, two = Estimate(Decimal(1)), Estimate(Decimal(2))
    assert (direction(two, one), direction(one, two), direction(one, one)) == (1, -1, 0)
