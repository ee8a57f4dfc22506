"""What pictures of studies share: nothing hidden is drawn, numbers are those of the language, estimates are named."""

from functools import partial

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis.model import Years
from mutualis.picture.forest import Estimate, forest
from mutualis.study import Desk, read_study, root
from mutualis.study.ages import age_class
from mutualis.study.drawing import PERCENT, across, compared, named, number, percent, shown, side, title

STUDY = read_study(root(), "psychological-incapacity")
DESK = Desk(STUDY, None, Years(2018, 2021), 5)  # type: ignore[arg-type]
TOLD = pl.DataFrame(
    {"term": ["woman", "increased"], "value": [1.25, 0.8], "low": [1.1, 0.7], "high": [1.4, 0.9], "persons": [50, 50]}
)


def test_a_hidden_row_is_not_drawn() -> None:
    frame = pl.DataFrame({"value": [1.0, None], "status": ["shown", "hidden"]})
    assert shown(frame).to_dicts() == [{"value": 1.0, "status": "shown"}]


@pytest.mark.parametrize(
    ("language", "whole", "parted", "share"),
    [
        ("nl", "1.235", "1.234,57", "12,3 %"),
        ("de", "1.235", "1.234,57", "12,3 %"),
        ("en", "1,235", "1,234.57", "12.3 %"),
    ],
)
def test_numbers_are_written_as_the_language_does(language: str, whole: str, parted: str, share: str) -> None:
    assert number(1234.567, language) == whole
    assert number(1234.567, language, 2) == parted
    assert percent(0.1234, language) == share


def test_estimates_stand_in_their_order_under_the_words_of_their_codes() -> None:
    assert named(DESK, TOLD, "term", "nl") == [
        Estimate(DESK.word("woman", "nl"), 1.25, 1.1, 1.4),
        Estimate(DESK.word("increased", "nl"), 0.8, 0.7, 0.9),
    ]


def test_estimates_are_compared_under_their_title_with_their_word_and_decimals_around_no_effect() -> None:
    drawn = named(DESK, TOLD, "term", "fr")
    write = partial(number, language="fr", decimals=2)
    ratios = forest(drawn, title(DESK, "ratios", "fr"), DESK.word("hazard_ratio", "fr"), write, 1.0)
    assert compared(DESK, "ratios", drawn, "hazard_ratio", "fr") == ratios
    shares = forest(drawn, title(DESK, "ratios", "fr"), "%", partial(number, language="fr", decimals=1), 0.0)
    assert compared(DESK, "ratios", drawn, PERCENT, "fr", decimals=1, none=0.0) == shares
    assert shares != ratios


def test_a_comparison_of_nothing_is_no_picture() -> None:
    assert compared(DESK, "ratios", [], "hazard_ratio", "en") == ""


def test_each_kind_goes_from_the_first_side_to_the_second_in_percent_of_its_own_cell() -> None:
    counted = pl.DataFrame(
        {"care": ["gp", "psychiatrist", "gp"], "period": ["during", "during", "before"],
         "numerator": [30, 5, 10], "denominator": [40, 50, 40]}
    )  # fmt: skip
    sides = ("before", "during")
    lines = across(DESK, counted, "care", "period", sides, "en")
    assert [each.name for each in lines] == [DESK.word("gp", "en"), DESK.word("psychiatrist", "en")]
    assert [[(point.at, point.value) for point in each.points] for each in lines] == [
        [(-1.0, 25.0), (1.0, 75.0)],
        [(1.0, 10.0)],
    ]
    assert [side(DESK, sides, "en", at) for at in (-1.0, 1.0)] == [DESK.word(each, "en") for each in sides]


@given(st.lists(st.none() | st.integers(0, 110)))
def test_an_age_is_of_the_first_class_whose_last_age_it_does_not_pass_and_no_age_of_none(
    ages: list[int | None],
) -> None:
    found = pl.DataFrame({"age": ages}, schema={"age": pl.Int64}).select(
        made=age_class([39, 64], ["-39", "40-64", "65+"])
    )
    wanted = [None if age is None else "-39" if age <= 39 else "40-64" if age <= 64 else "65+" for age in ages]
    assert found["made"].dtype == pl.String
    assert found["made"].to_list() == wanted
