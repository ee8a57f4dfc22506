"""Figures taken together: one area alone is its published figure, and what is hidden stays hidden."""

from dataclasses import replace
from decimal import Decimal

import pytest

from atlas_country import YEARS, published
from mutualis import release
from mutualis.picture.chosen import Chosen
from mutualis.picture.rebased import group_series, series
from mutualis.picture.summed import together
from mutualis.picture.territory import changes, followed, matching
from mutualis.release.values import NONE, SHOWN, SUPPRESSED


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    return release.read(release.latest(published(tmp_path_factory)))


@pytest.mark.parametrize("indicator", ["insured", "gp_contact", "antibiotics_ddd", "mean_copayment"])
def test_one_area_alone_has_its_own_published_figure_and_interval(there, indicator):
    seen = 0
    for (name, year, _, _), figures in there.figures_by.items():
        for each in figures if name == indicator and year != 2022 else ():
            found = together(there, indicator, year, [each])
            parts = (found.value, found.low, found.high, found.numerator, found.status)
            assert parts == (each.value, each.low, each.high, each.numerator, each.status)
            seen += each.status == SHOWN
    assert seen > 100


def test_two_areas_together_are_the_ratio_of_their_sums(there):
    one, other = there.figures("gp_contact", 2023, "region")[:2]
    found = together(there, "gp_contact", 2023, [one, other])
    top, base = one.numerator + other.numerator, one.denominator + other.denominator
    assert found.value == (Decimal(100 * top) / Decimal(base)).quantize(Decimal("0.1"))
    assert (found.numerator, found.denominator) == (top, base)
    assert min(one.value, other.value) <= found.value <= max(one.value, other.value)


def test_one_hidden_part_hides_the_whole_and_a_part_without_insured_adds_nothing(there):
    shown, *_ = there.figures("gp_contact", 2023, "region")
    hidden, empty = (replace(shown, value=None, numerator=None, status=each) for each in (SUPPRESSED, NONE))
    assert together(there, "gp_contact", 2023, [shown, hidden]).status == SUPPRESSED
    assert together(there, "gp_contact", 2023, [shown, empty, None]).value == shown.value
    assert together(there, "gp_contact", 2023, [empty]).status == NONE


def test_a_municipality_is_followed_through_its_merger(there):
    assert followed(there, "11007", 2025) == "11002", "Borsbeek went into Antwerp"
    assert followed(there, "21004", 2025) == "21004"
    assert matching(there, {"11002"}, 2025, 2023) == {"11002", "11007"}
    assert matching(there, {"11002", "11007"}, 2023, 2025) == {"11002"}
    assert matching(there, {"11007"}, 2023, 2025) is None, "Antwerp of 2025 is more than Borsbeek"


def test_an_area_changed_where_other_municipalities_lie_in_it(there):
    assert changes(there, "municipality", "11002", YEARS) == ((2023, 2025),), "it took in Borsbeek under the same code"
    assert changes(there, "municipality", "21004", YEARS) == ()
    assert changes(there, "province", "10000", YEARS) == ((2023, 2025),), "Zwijndrecht went to East Flanders"
    assert changes(there, "province", "21000", YEARS) == ()
    assert changes(there, "country", "BE", YEARS) == ()


def test_a_rebased_year_is_the_sum_of_the_old_municipalities_and_another_keeps_its_figure(there):
    view = Chosen("insured", 2025, "municipality", "en", area="11002")
    found = series(there, view, "municipality", "11002", 2025)
    of = {each.area_code: each for each in there.figures("insured", 2023, "municipality")}
    assert found[2023].value == of["11002"].numerator + of["11007"].numerator
    assert found[2025].value == there.trend("insured", "municipality", "11002")[2025].value
    quiet = series(there, view, "municipality", "21004", 2025)
    published_ = there.trend("insured", "municipality", "21004")
    assert {year: each.value for year, each in quiet.items()} == {year: each.value for year, each in published_.items()}


def test_a_series_of_a_split_that_municipalities_do_not_have_is_not_rebased(there):
    view = Chosen("gp_contact", 2025, "province", "en", split="sex", category="1", area="10000")
    found = series(there, view, "province", "10000", 2025)
    assert (found[2023].value, found[2023].status) == (None, "unpublished")
    assert found[2025].value is not None
    rated = Chosen("gp_contact", 2025, "province", "en", area="10000", show="standardised")
    assert series(there, rated, "province", "10000", 2025)[2023].status == "unpublished"


def test_a_group_has_figures_of_the_years_in_which_it_can_be_made(there):
    found = group_series(there, Chosen("insured", 2023, "municipality", "en"), ("11007",), 2023)
    assert found[2022].value is not None
    assert found[2025].value is None, "Borsbeek alone is no area of 2025"
