"""A country without a scenario is the country that it always was, and one with a scenario passes intake."""

import hashlib
from pathlib import Path

import pytest
import zstandard

from mutualis import synthetic
from mutualis.model import MutualisError, Years

# of a country without a scenario; renew it when the country itself is changed on purpose
UNPLANTED = "49cec0c64f09e67a2dd503ccbe710521397f9ea4999a9e37218dd4068893244c"


def digest(folder: Path) -> str:
    """One number of all extracts, unpacked, so that it does not depend on how they are packed."""
    made = hashlib.sha256()
    for path in sorted(folder.glob("*/*/*.txt.zst")):
        with path.open("rb") as packed, zstandard.ZstdDecompressor().stream_reader(packed) as text:
            made.update(str(path.relative_to(folder)).encode() + text.read())
    return made.hexdigest()


def test_without_a_scenario_every_byte_of_the_country_stays_as_it_was(tmp_path):
    synthetic.synthesise(tmp_path / "plain", insured=300, years=Years(2022, 2022), seed=4, threads=1)
    assert digest(tmp_path / "plain") == UNPLANTED
    assert not (tmp_path / "plain" / "truth" / "planted").exists()


def test_a_scenario_that_is_not_there_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(MutualisError, match="no scenario 'savings'"):
        synthetic.synthesise(tmp_path / "none", insured=300, years=Years(2022, 2022), planted="savings")
    assert not (tmp_path / "none").exists()


def test_every_effect_of_a_scenario_says_in_a_sentence_what_it_plants_and_that_it_is_a_stand_in():
    for name in synthetic.scenarios():
        for given in synthetic.scenario(name).values():
            assert given["sentence"].endswith(".")
            assert given["source"]
            assert given["mark"] == "stand-in"
