"""National numbers, provider numbers and random streams of the synthetic country."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.be import bis, nn, ssn

from mutualis.model import MutualisError, Years
from mutualis.reference import national_numbers
from mutualis.synthetic import insz
from mutualis.synthetic.providers import institutions, places, providers, riziv
from mutualis.synthetic.skeleton import skeletons
from mutualis.synthetic.streams import pick, stochastic_round, stream


def days(*texts: str) -> np.ndarray:
    return np.array(texts, "datetime64[D]").astype(np.int64)


def number(day: str, woman: bool = False, rank: int = 0, offset: int = 0) -> str:
    made = insz.numbers(days(day), np.array([woman]), np.array([rank]), np.array([offset]))
    return f"{int(made[0]):011d}"


@settings(max_examples=60, deadline=None)
@given(
    st.dates(min_value=np.datetime64("1900-01-01").item(), max_value=np.datetime64("2023-12-31").item()),
    st.booleans(),
    st.integers(0, 498),
)
def test_a_register_number_is_valid_and_says_the_birth_date_and_the_sex(day, woman, rank):
    made = number(day.isoformat(), woman, rank)
    assert nn.is_valid(made)
    assert nn.get_birth_date(made) == day
    assert nn.get_gender(made) == ("F" if woman else "M")


@pytest.mark.parametrize(("offset", "gender"), [(20, None), (40, "F")])
def test_a_bis_number_is_valid_and_hides_the_sex_only_when_it_was_not_known(offset, gender):
    made = number("1985-07-30", True, 3, offset)
    assert bis.is_valid(made)
    assert bis.get_gender(made) == gender
    assert not nn.is_valid(made) or nn.get_birth_date(made) is None


def test_the_documented_example_of_a_check_digit_comes_out():
    assert int(national_numbers.check_digits(np.array([850_730_033]), np.array([False]))[0]) == 28


def test_all_ranks_of_one_day_and_sex_give_different_numbers_and_one_more_is_refused():
    rank = np.arange(national_numbers.SERIALS_A_SEX)
    day, woman, offset = (np.full(len(rank), value) for value in (days("2001-02-03")[0], True, 0))
    assert len(np.unique(insz.numbers(day, woman, rank, offset))) == national_numbers.SERIALS_A_SEX
    with pytest.raises(MutualisError, match="more persons of one sex than national numbers"):
        insz.numbers(day[:1], woman[:1], np.array([national_numbers.SERIALS_A_SEX]), offset[:1])


def test_no_two_persons_of_a_country_share_a_number_and_every_block_knows_the_ranks_before_it():
    blocks = skeletons(12_000, Years(2022, 2023), seed=4)
    made = [
        insz.numbers(each.birth_day, each.is_woman, each.rank.astype(np.int64), np.zeros(each.size, int))
        for each in blocks
    ]
    everyone = np.concatenate(made)
    assert len(blocks) == 3
    assert len(np.unique(everyone)) == len(everyone)
    assert all(ssn.is_valid(f"{each:011d}") for each in everyone[::37])


def test_provider_place_and_institution_numbers_carry_the_right_check_digits():
    of_providers = [int(each) for each in providers(5_000).texts[1:]]
    of_places = [int(each) for each in places(5_000).texts[1:]]
    assert set(map(int, institutions().texts[1:])) <= set(of_places)
    numbers = np.array(of_providers + of_places)
    assert set(97 - (numbers // 100_000) % 97 - numbers // 1000 % 100) == {0}
    assert len(np.unique(numbers)) == len(numbers)
    assert riziv(np.array([710_322]), 0)[0] == 71_032_209_000


def test_a_stream_depends_on_seed_block_and_topic_only():
    one = stream(1, 2, "gp").random(3)
    assert (one == stream(1, 2, "gp").random(3)).all()
    for other in (stream(2, 2, "gp"), stream(1, 3, "gp"), stream(1, 2, "lab")):
        assert not (one == other.random(3)).any()


def test_draws_follow_their_weights_and_rounding_keeps_the_mean():
    random = stream(1, 0, "test")
    drawn = np.bincount(pick(np.array([1.0, 0.0, 3.0]), 20_000, random), minlength=3) / 20_000
    assert drawn[1] == 0
    assert abs(drawn[2] - 0.75) < 0.02
    assert abs(stochastic_round(np.full(20_000, 2.3), random).mean() - 2.3) < 0.02
