"""A figure beside that of the country, in a word."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis.picture.comparison import COMPARED, compare, in_words
from mutualis.picture.measure import ABSENT, Measured
from mutualis.release import LANGUAGES, Figure

COUNTRY = Measured(Decimal("50.0"), Decimal("49.9"), Decimal("50.1"), "shown")


def between(low, high):
    return Measured((Decimal(low) + Decimal(high)) / 2, Decimal(low), Decimal(high), "shown")


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (between("50.1", "60"), "higher"),
        (between("50.0", "60"), "similar"),
        (between("40", "50.0"), "similar"),
        (between("40", "49.9"), "lower"),
        (Measured(Decimal(70), None, None, "shown"), "none"),
        (Measured(None, None, None, "suppressed"), "too_few"),
        (Figure("11001", None, None, 3, "suppressed"), "too_few"),
        (Figure("11001", Decimal(60), 6, 10, "shown", low=Decimal(55), high=Decimal(65)), "higher"),
        (ABSENT, "none"),
        (None, "none"),
    ],
)
def test_the_interval_of_a_figure_is_held_against_the_figure_of_the_country(figure, expected):
    assert compare(figure, COUNTRY) == expected


def test_without_a_figure_of_the_country_nothing_is_compared_but_what_is_hidden_stays_too_few():
    hidden = Measured(None, None, None, "suppressed")
    assert compare(between(1, 2), None) == compare(between(1, 2), hidden) == "none"
    assert compare(hidden, None) == "too_few"


@given(*(st.decimals(0, 100, places=1) for _ in range(3)))
def test_higher_and_lower_change_places_when_all_numbers_change_sign(low, high, country):
    low, high = sorted((low, high))
    there = Measured(country, None, None, "shown")
    turned = compare(between(-high, -low), Measured(-country, None, None, "shown"))
    assert {"higher": "lower", "lower": "higher"}.get(turned, turned) == compare(between(low, high), there)


def test_every_result_has_words_in_every_language_and_no_two_the_same():
    for language in LANGUAGES:
        assert len({in_words(each, language) for each in COMPARED}) == len(COMPARED)
