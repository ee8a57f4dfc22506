"""A country without a scenario is the country that it always was, and one with a scenario passes intake."""

import hashlib
import json
from pathlib import Path

import polars as pl
import pytest
import zstandard

from mutualis import intake, parcel, synthetic
from mutualis.engine import DuckEngine
from mutualis.model import MutualisError, Years
from mutualis.node import Node
from mutualis.parcel import Content, Declared

# of a country without a scenario; renew it when the country itself is changed on purpose
UNPLANTED = "49cec0c64f09e67a2dd503ccbe710521397f9ea4999a9e37218dd4068893244c"


def digest(folder: Path) -> str:
    """One number of all extracts, unpacked, so that it does not depend on how they are packed."""
    made = hashlib.sha256()
    for path in sorted(folder.glob("*/*/*.txt.zst")):
        with path.open("rb") as packed, zstandard.ZstdDecompressor().stream_reader(packed) as text:
            made.update(str(path.relative_to(folder)).encode() + text.read())
    return made.hexdigest()


ASKED = {"insured": 900, "years": Years(2020, 2020), "seed": 6, "late_halves": 0}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny country with every effect, and the files of its hospitals."""
    folder = tmp_path_factory.mktemp("planted") / "country"
    synthetic.synthesise(folder, **ASKED, threads=1, hospitals=True, planted="studies")
    return folder


def deliver(node: Node, folder: Path) -> Path:
    declared = {
        name: Declared(each["rows"], each["totals"])
        for name, each in json.loads((folder / "declared.json").read_text()).items()
    }
    files = {f"{name}.txt.zst": Content(folder / f"{name}.txt.zst", name, each.rows) for name, each in declared.items()}
    told = {"sender": node.name, "recipient": node.name, "period": folder.name, "keys": node.keys}
    return parcel.build(node.inbox, kind="delivery", files=files, declared=declared, **told)


def test_the_extracts_of_a_scenario_break_no_rule_of_intake(country, tmp_path):
    engine = DuckEngine(memory_limit="500MB", threads=1, temporary=tmp_path / "engine")
    node = Node.create(tmp_path / "node", "insurer-300", "insurer", "a long passphrase")
    for period in ("2020H1", "2020H2"):
        outcome = intake.accept(node, deliver(node, country / node.name / period), engine)
        assert (outcome.status, dict(outcome.counts)) == ("accepted", {}), outcome.reason
    node.close()
    engine.close()


def test_the_truth_has_the_values_of_every_effect_and_the_tables_of_what_was_planted(country):
    truth = synthetic.Truth(country / "truth")
    for name, given in synthetic.scenario("studies").items():
        assert truth.planted_values(name)["sentence"] == given["sentence"]
    savings = pl.from_arrow(truth.planted("savings"))
    assert savings["there_cents"].sum() > 0
    assert savings.filter(pl.col("pilot") == "")["removed_cents"].sum() == 0
    assert not savings.select("year", "pilot", "kind", "is_within_reach").is_duplicated().any()
    with pytest.raises(MutualisError, match="no planted table 'costs'"):
        truth.planted("costs")
    with pytest.raises(MutualisError, match="no planted effect 'costs'"):
        truth.planted_values("costs")


def test_a_scenario_gives_the_same_country_again_whatever_the_threads(country, tmp_path):
    synthetic.synthesise(tmp_path / "again", **ASKED, threads=2, hospitals=True, planted="studies")
    assert digest(tmp_path / "again") == digest(country)


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
