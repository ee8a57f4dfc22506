"""The draw of the permanent sample: 1 of 40 of all theoretical numbers, the same for ever, known to one key alone."""

import hmac

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.be import nn

from mutualis.coding.sample import Draw, theoretical
from mutualis.model import MutualisError

KEY, OTHER = "5a" * 32, "c3" * 32
SOME = st.integers(1890, 2060).filter(lambda year: theoretical.drawing_year(year) == year)


def drawn(key, year):
    found = Draw(key).births(year)
    return set(found.number[~found.is_extra].tolist()), set(found.number[found.is_extra].tolist())


def strata(numbers):
    """How many of these numbers each birth date and sex has."""
    date, serial = numbers // 100_000, numbers // 100 % 1_000
    return np.unique(date * 2 + serial % 2, return_counts=True)[1]


def by_hand(key, year, month, day, is_woman):
    """The numbers drawn of one stratum, written down again in plain Python from the definition."""

    def own(use):
        return hmac.digest(bytes.fromhex(key), f"mutualis/sample/{use}/v1".encode(), "sha256")

    months = [each + offset for offset in (0, 20, 40) for each in range(13)]
    stratum = (((year - 1890) * 39 + months.index(month)) * 32 + day) * 2 + is_woman
    counter = (stratum * 256).to_bytes(16, "big")
    stream = Cipher(algorithms.AES256(own("order")), modes.CTR(counter)).encryptor().update(bytes(4096))
    order = sorted(range(499), key=lambda serial: int.from_bytes(stream[8 * serial : 8 * serial + 8], "little"))
    starts = own("starts")
    base = int.from_bytes(starts[:8], "big") % 40
    extra = (base + 1 + int.from_bytes(starts[8:16], "big") % 39) % 40
    found = {base: set(), extra: set()}
    for rank, serial in enumerate(order):
        if (place := (stratum * 499 + rank) % 40) in found:
            nine = f"{year % 100:02d}{month:02d}{day:02d}{2 * serial + 1 + is_woman:03d}"
            found[place].add(int(nine + f"{97 - int(('2' if year >= 2000 else '') + nine) % 97:02d}"))
    return found[base], found[extra]


def test_there_are_as_many_theoretical_numbers_as_the_deliberation_says():
    assert theoretical.count() == 148_214_976
    assert theoretical.count(2023) - theoretical.count() == 15 * 39 * 32 * 998


@settings(max_examples=10, deadline=None)
@given(SOME)
def test_of_every_birth_date_and_sex_12_or_13_of_499_are_drawn_twice_over_and_1_of_40_in_all(year):
    base, extra = drawn(KEY, year)
    assert not base & extra
    for part in (base, extra):
        numbers = np.array(sorted(part))
        assert set(strata(numbers).tolist()) == {12, 13}
        assert len(strata(numbers)) == 39 * 32 * 2
        assert abs(len(numbers) - theoretical.NUMBERS_A_YEAR / 40) < 1


@settings(max_examples=20, deadline=None)
@given(
    SOME,
    st.sampled_from([0, 1, 12, 20, 32, 45, 52]),
    st.integers(0, 31),
    st.integers(0, 1),
    st.sampled_from([KEY, OTHER]),
)
def test_the_draw_is_that_of_a_plain_reading_of_its_definition(year, month, day, is_woman, key):
    start = (year % 100 * 100 + month) * 100 + day
    for part, wanted in zip(drawn(key, year), by_hand(key, year, month, day, is_woman), strict=True):
        own = {each for each in part if each // 100_000 == start and each // 100 % 2 != is_woman}
        assert own == wanted


@pytest.mark.parametrize("year", [1890, 1955, 1899, 2000, 2008])
def test_every_number_has_the_structure_of_a_national_number(year):
    found = Draw(KEY).births(year).number
    assert len(np.unique(found)) == len(found)
    for each in np.random.default_rng(1).choice(found, 200).tolist():
        number = f"{each:011d}"
        nine = int(number[:9]) + (2_000_000_000 if year >= 2000 else 0)
        assert int(number[9:]) == 97 - nine % 97
        assert 1 <= int(number[6:9]) <= 998


def test_python_stdnum_takes_the_numbers_of_real_days_for_valid():
    found = Draw(KEY).births(1955).number
    month, day = found // 10_000_000 % 100, found // 100_000 % 100
    real = found[(month >= 1) & (month <= 12) & (day >= 1) & (day <= 28)]
    assert len(real) > 8_000
    assert all(nn.is_valid(f"{number:011d}") for number in real[::50].tolist())


def test_numbers_of_the_1990s_have_the_digits_of_the_1890s_and_are_drawn_with_them():
    assert len(Draw(KEY).births(1993).number) == 0
    assert theoretical.first_stratum(1993) == theoretical.first_stratum(1893)
    assert theoretical.drawing_year(2093) == 2093


@pytest.mark.parametrize("year", [1889, 2100, 0])
def test_a_year_without_theoretical_numbers_is_refused(year):
    with pytest.raises(MutualisError, match=f"Births of {year} are not among"):
        Draw(KEY).births(year)


def test_another_key_draws_others_as_often_as_chance_would_have_it():
    (one, _), (two, _) = drawn(KEY, 1950), drawn(OTHER, 1950)
    expected = len(one) / 40
    assert abs(len(one & two) - expected) < 5 * np.sqrt(expected)


def test_every_serial_has_the_same_chance_over_keys():
    hits = np.zeros(998)
    for key in range(8):
        numbers = Draw(f"{key:02x}" * 32).births(1950).number
        hits += np.bincount(numbers // 100 % 1_000 - 1, minlength=998)
    expected = hits.sum() / 998
    chi_square = ((hits - expected) ** 2 / expected).sum()
    assert abs(chi_square - 997) < 5 * np.sqrt(2 * 997)


def test_a_key_that_is_no_subkey_draws_nothing():
    with pytest.raises(MutualisError, match="form of a subkey"):
        Draw("00")
