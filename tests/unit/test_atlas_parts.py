"""The parts of the Atlas: classes, numbers, shapes, divisions and views."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.atlas import divisions, shapes
from mutualis.atlas.classes import quantiles
from mutualis.atlas.map import Patch, path, svg
from mutualis.atlas.numbers import written
from mutualis.atlas.view import preferred
from mutualis.model import MutualisError
from mutualis.reference import text, texts


@settings(max_examples=40, deadline=None)
@given(st.lists(st.decimals(0, 1000, places=1), min_size=1, max_size=60))
def test_every_figure_is_in_one_class_and_classes_do_not_overlap(figures):
    classes = quantiles(figures)
    assert 1 <= len(classes.ranges) <= 5
    assert all(low <= high for low, high in classes.ranges)
    assert all(left[1] < right[0] for left, right in zip(classes.ranges, classes.ranges[1:], strict=False))
    for figure in figures:
        (position,) = (n for n, (low, high) in enumerate(classes.ranges, 1) if low <= figure <= high)
        assert classes.number(figure) == classes.step(position)


def test_fifty_figures_make_five_classes_of_ten():
    assert [low for low, _ in quantiles([Decimal(n) for n in range(50)]).ranges] == [0, 10, 20, 30, 40]


def test_no_figures_make_no_classes():
    assert quantiles([]).ranges == ()


@pytest.mark.parametrize(
    ("language", "expected"),
    [("nl", "1.234.567,80"), ("fr", "1\u202f234\u202f567,80"), ("de", "1.234.567,80"), ("en", "1,234,567.80")],
)
def test_numbers_are_written_as_each_language_does(language, expected):
    assert written(Decimal("1234567.80"), language) == expected
    assert written(Decimal("-1.5"), "nl") == "\u22121,5"


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
    assert abs(shapes._twice_area(ring)) == 2 * 2000 * 1000
    assert len(topology.joined(["a"])) == 1


def test_the_built_in_map_has_565_municipalities_and_says_it_is_schematic():
    built = shapes.built_in()
    assert len(built.members) == 565
    assert built.label == "schematic"
    assert all(built.joined([code]) for code in built.members)


def test_the_whole_country_joined_has_hardly_any_border_inside():
    built = shapes.built_in()
    whole = built.joined(built.members)
    area = sorted((abs(shapes._twice_area(ring)) for ring in whole), reverse=True)
    assert area[0] > 0.98 * sum(area)


def test_a_geometry_pack_that_is_not_complete_says_what_is_missing(tmp_path):
    with pytest.raises(MutualisError, match=r"no municipalities\.topo\.json"):
        shapes.from_pack(tmp_path)


def test_path_data_starts_once_and_goes_on_in_steps():
    assert path([square(10, 20, 5)]) == "M10 20l5 0 0 5 -5 0z"


def test_names_in_the_map_cannot_become_markup():
    topology = shapes.Topology((square(0, 0, 9),), {"a": (0,)}, 10, "exact", "")
    made = svg(topology, [Patch("a", '<script>"', "c1", "M0 0z")], title="<b>")
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
    assert text("atlas.shown_of", "nl", shown=1, all=2) == "1 van 2 gebieden getoond"
