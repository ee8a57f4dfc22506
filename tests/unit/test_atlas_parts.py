"""The parts of the Atlas: classes, numbers, measures, shapes, divisions, menus and charts."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geometry_packs import pack_of
from mutualis.atlas.choices import declared
from mutualis.indicators.definitions import chosen
from mutualis.picture import divisions, geometry, packs, shapes
from mutualis.picture.chart import chart
from mutualis.picture.classes import MAKERS, equal, quantiles
from mutualis.picture.map import Patch, path, svg
from mutualis.picture.measure import ABSENT, UNPUBLISHED, Measured, measured, missing
from mutualis.picture.numbers import with_interval
from mutualis.picture.order import ordered
from mutualis.picture.rings import twice_area
from mutualis.picture.serving.languages import preferred
from mutualis.picture.trend import Line
from mutualis.reference import text, texts, written
from mutualis.release import Figure


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(MAKERS)), st.lists(st.decimals(0, 1000, places=1), min_size=1, max_size=60))
def test_every_figure_is_in_one_class_whose_borders_are_figures(kind, figures):
    classes = MAKERS[kind](figures)
    assert 1 <= len(classes.ranges) <= 5
    assert {end for ends in classes.ranges for end in ends} <= set(figures)
    assert all(left[1] < right[0] for left, right in pairwise(classes.ranges))
    for figure in figures:
        (position,) = (n for n, (low, high) in enumerate(classes.ranges, 1) if low <= figure <= high)
        assert classes.number(figure) == classes.step(position)


def test_equal_classes_keep_the_shade_of_their_place_when_one_is_empty():
    classes = equal([Decimal(each) for each in (0, 1, 99, 100)])
    assert classes.ranges == ((0, 1), (99, 100))
    assert (classes.number(Decimal(1)), classes.number(Decimal(99))) == (1, 5)


def test_fifty_figures_make_five_classes_of_ten():
    assert [low for low, _ in quantiles([Decimal(n) for n in range(50)]).ranges] == [0, 10, 20, 30, 40]


def test_no_figures_make_no_classes():
    assert quantiles([]).ranges == ()
    assert quantiles([]).number(Decimal(7)) == 3, "a bar beside a map on which all is hidden"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("nl", "1.234.567,80"), ("fr", "1\u202f234\u202f567,80"), ("de", "1.234.567,80"), ("en", "1,234,567.80")],
)
def test_numbers_are_written_as_each_language_does(language, expected):
    assert written(Decimal("1234567.80"), language) == expected
    assert written(Decimal("-1.5"), "nl") == "\u22121,5"


def figure(**parts):
    said = {"value": Decimal("7.1"), "numerator": 1, "denominator": 2, "status": "shown"} | parts
    return Figure("11001", **said)


def test_what_is_shown_is_the_crude_or_the_standardised_number_or_nothing():
    both = figure(low=Decimal("7.00"), high=Decimal("7.20"), standardised=Decimal("8.00"))
    assert measured(both, "crude") == Measured(Decimal("7.1"), Decimal("7.00"), Decimal("7.20"), "shown")
    assert measured(both, "standardised").value == Decimal("8.00")
    assert measured(figure(), "standardised").status == "suppressed"
    assert measured(figure(value=None, status="suppressed"), "crude").status == "suppressed"
    assert measured(None, "crude") == ABSENT
    otherwise = missing([figure()])
    assert (otherwise("11001"), otherwise("11002")) == (ABSENT, UNPUBLISHED)


def test_an_interval_is_written_in_words():
    number = Measured(Decimal("1000.5"), Decimal("999.25"), Decimal("1001.75"), "shown")
    assert with_interval(number, "nl") == "1.000,5 (999,25 tot 1.001,75)"
    assert with_interval(Measured(Decimal(3), None, None, "shown"), "fr") == "3"


def test_rows_without_a_number_come_last_in_both_orders():
    assert ordered([2, None, 1], lambda each: each, "asc") == [1, 2, None]
    assert ordered([2, None, 1], lambda each: each, "desc") == [2, 1, None]


def test_the_menu_places_every_indicator_that_is_released_by_default_once():
    placed = [each for names in declared().values() for each in names]
    assert sorted(placed) == sorted(each.name for each in chosen())


def line(numbers, kind="own"):
    said = {
        year: Measured(each and Decimal(each), None, None, "shown" if each else "suppressed") for year, each in numbers
    }
    return Line(kind, "<b>", said)


def test_a_year_without_a_number_breaks_the_line():
    drawn = chart([line([(2020, "1"), (2021, None), (2022, "2"), (2023, "3")])], range(2020, 2024), "t", "en")
    assert drawn.count('<path class="line own"') == 2
    assert drawn.count("<circle") == 3
    assert "<b>" not in drawn


def test_a_chart_of_nothing_is_nothing():
    assert chart([line([(2020, None)])], [2020], "t", "en") == ""


def test_a_small_change_does_not_look_like_a_large_one():
    drawn = chart([line([(2020, "70"), (2021, "71")])], [2020, 2021], "t", "en")
    heights = [float(part.split('"')[0]) for part in str(drawn).split('cy="')[1:]]
    assert abs(heights[0] - heights[1]) < 25


MUNICIPALITIES = packs.built_in("schematic").topologies["municipality"]
PROVINCES = packs.built_in("exact").topologies["province"]


def square(x, y, size=1):
    """Two neighbouring squares as a topology would have them share an arc."""
    return ((x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y))


def test_two_neighbours_joined_lose_the_border_between_them():
    shared = ((1000, 0), (1000, 1000))
    left = ((1000, 1000), (0, 1000), (0, 0), (1000, 0))
    right = ((1000, 0), (2000, 0), (2000, 1000), (1000, 1000))
    topology = shapes.Topology((shared, left, right), {"a": (0, 1), "b": (~0, 2)}, 1000, "exact", "")
    (ring,) = topology.joined(["a", "b"])
    assert ring[0] == ring[-1]
    border = set(ring)
    assert border == {(0, 0), (0, 1000), (1000, 0), (1000, 1000), (2000, 0), (2000, 1000)}
    assert abs(twice_area(ring)) == 2 * 2000 * 1000
    assert len(topology.joined(["a"])) == 1


def test_the_built_in_map_has_565_municipalities_and_says_it_is_schematic():
    built = MUNICIPALITIES
    assert len(built.members) == 565
    assert built.label == "schematic"
    assert all(built.joined([code]) for code in built.members)


def test_the_whole_country_joined_has_hardly_any_border_inside():
    built = MUNICIPALITIES
    whole = built.joined(built.members)
    area = sorted((abs(twice_area(ring)) for ring in whole), reverse=True)
    assert area[0] > 0.98 * sum(area)


def test_the_built_in_provinces_are_eleven_and_join_to_the_country():
    built = PROVINCES
    assert len(built.members) == 11
    assert built.label == "exact"
    whole = sorted((abs(twice_area(ring)) for ring in built.joined(built.members)), reverse=True)
    assert whole[0] > 0.999 * sum(whole)


def test_exact_provinces_and_those_of_the_schematic_municipalities_are_as_large():
    exact, schematic = PROVINCES, MUNICIPALITIES
    inside = {"21000": "21", "10000": "1", "40000": "4"}
    for province, start in inside.items():
        sizes = [
            sum(abs(twice_area(ring)) for ring in drawn)
            for drawn in (
                exact.joined([province]),
                schematic.joined([code for code in schematic.members if code.startswith(start)]),
            )
        ]
        assert 0.98 < sizes[0] / sizes[1] < 1.02


def test_without_a_pack_provinces_are_exact_and_with_one_it_draws_what_it_has(tmp_path):
    labels = ["region", "province", "arrondissement", "municipality"]
    own = geometry.load(None)
    assert [own.of(level).label for level in labels] == ["exact", "exact", "schematic", "schematic"]
    pack = geometry.load(pack_of(tmp_path / "pack"))
    assert [pack.of(level).label for level in labels] == ["official"] * 4
    assert pack.of("region") is pack.of("municipality")
    assert geometry.load(tmp_path / "nowhere").of("region") is None


def test_path_data_starts_once_and_goes_on_in_steps():
    assert path([square(10, 20, 5)]) == "M10 20l5 0 0 5-5 0z"


def test_on_a_coarse_grid_neighbours_still_share_their_border():
    left, right = ((1, 0), (103, 2), (99, 101), (1, 0)), ((103, 2), (200, 3), (99, 101), (103, 2))
    assert path([left], 4) == "M0 0l104 0-4 100z"
    assert path([right], 4) == "M104 0l96 4-100 96z"


def test_names_in_the_map_cannot_become_markup():
    made = svg([Patch("a", "a", '<script>"', "c1", (square(0, 0, 9),))], height=10, title="<b>")
    assert "<script>" not in made
    assert "<b>" not in made


def test_a_merged_municipality_is_found_by_its_successors():
    assert divisions.last_code("11007") == "11002"
    assert divisions.last_code("46013") == "46030"
    assert divisions.last_code("21004") == "21004"


@pytest.mark.parametrize(
    ("header", "language"),
    [("fr-BE,fr;q=0.9,en;q=0.5", "fr"), ("es", "en"), ("", "en"), ("en;q=0.3, nl;q=0.8", "nl"), ("nl;q=x, de", "de")],
)
def test_the_readers_own_language_is_preferred(header, language):
    assert preferred(header) == language


def test_every_text_of_the_atlas_is_there_in_four_languages():
    keys = {
        language: {key for key in texts(language) if key.startswith("atlas.")} for language in ("nl", "fr", "de", "en")
    }
    assert keys["nl"] == keys["fr"] == keys["de"] == keys["en"]
    assert text("atlas.from_to", "nl", low=1, high=2) == "1 tot 2"
