"""The permanent sample of the synthetic country: who was drawn by number is flagged by code, year after year."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from mutualis import coding, pipeline
from mutualis.coding import keys
from mutualis.coding.sample import Draw
from mutualis.model import MutualisError
from mutualis.pipeline import Silent, Workspace
from mutualis.pipeline.scan.canaries import accepted_numbers
from mutualis.synthetic import Truth

YEAR, DRAWS = 2023, "insurer-600"
BORN = range(1930, 1968)  # looked up one by one; enough that hardly ever nobody of the extra sample is among them


@pytest.fixture(scope="module")
def sampled(country: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    space = Workspace(shutil.copytree(country.path, tmp_path_factory.mktemp("sample") / "country"))
    pipeline.sample(space, Silent())
    return space


@pytest.fixture(scope="module")
def listed(country: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same country, drawn by the list that every insurer gets."""
    space = Workspace(shutil.copytree(country.path, tmp_path_factory.mktemp("listed") / "country"))
    pipeline.sample(space, Silent(), variant="list")
    return space


def members(space: Workspace) -> pl.DataFrame:
    return pl.read_parquet(space.lake().files("derived_sample_member")).sort("person_id", "year")


def first_numbers(space: Workspace) -> set[str]:
    """The first number that each member of an insurer had, of the birth years looked up."""
    changes = Truth(space.truth).table("number_change")
    before = dict(zip(changes["new_number"].to_pylist(), changes["old_number"].to_pylist(), strict=True))
    numbers = {before.get(each, each) for each in accepted_numbers(space, "pp", ("person",))}
    return {each for each in numbers if 1900 + int(each[:2]) in BORN and born_before_2000(each)}


def born_before_2000(number: str) -> bool:
    return int(number[9:]) == 97 - int(number[:9]) % 97


def c2(space: Workspace, numbers: list[str]) -> list[str]:
    c1 = coding.code_distinct(pl.Series(numbers, dtype=pl.String), space.node(DRAWS).keys.subkey("c1", "person"))
    return coding.code_distinct(c1, keys.c2_subkey(space.ttp, "person")).to_list()


def drawn(space: Workspace) -> tuple[set[str], set[str]]:
    draw = Draw(space.node(DRAWS).keys.subkey("sample", "theoretical"))
    found = [draw.births(year) for year in BORN]
    base = {f"{number:011d}" for each in found for number in each.number[~each.is_extra].tolist()}
    extra = {f"{number:011d}" for each in found for number in each.number[each.is_extra].tolist()}
    return base, extra


def test_exactly_the_persons_whose_first_number_was_drawn_are_in_the_sample(sampled: Workspace) -> None:
    people = sorted(first_numbers(sampled))
    code = dict(zip(people, c2(sampled, people), strict=True))
    base, extra = drawn(sampled)
    flagged = members(sampled).filter(pl.col("person_id").is_in(list(code.values())))
    in_base = set(flagged.filter(pl.col("part") == "base")["person_id"])
    in_extra = set(flagged.filter(pl.col("part") == "extra")["person_id"])
    assert len(people) > 300
    assert in_base == {code[each] for each in people if each in base}
    old = {code[each] for each in people if each in extra and int(each[:2]) + 1900 <= YEAR - 65}
    assert in_extra == old
    assert in_base
    assert in_extra


def test_by_the_list_the_same_persons_are_in_the_sample_and_the_centre_has_nobody_elses_codes(
    sampled: Workspace, listed: Workspace
) -> None:
    assert members(listed).equals(members(sampled))
    numbers = pl.concat([pl.read_parquet(path) for path in listed.lake().files("core_sample")])
    assert 0 < numbers.height < 1_000
    with pytest.raises(MutualisError, match="came by the variant 'list'"):
        pipeline.sample(listed, Silent())


def test_the_weights_add_up_to_the_population_within_chance(sampled: Workspace) -> None:
    report = pipeline.sample_report(sampled)
    sizes = report.rates.select(pl.col("population", "weighted").sum()).row(0)
    assert report.year == YEAR
    assert abs(sizes[1] - sizes[0]) < 4 * (40 * sizes[0]) ** 0.5
    usual = report.margins.filter(pl.col("population").is_between(0.1, 0.9))
    assert usual.height > 10
    assert usual["z"].fill_nan(0).abs().max() < 4.5, "the key is another one each time: this is chance of 1 in 10,000"


def test_the_calibrated_weights_that_are_written_add_up_to_the_population(sampled: Workspace, tmp_path: Path) -> None:
    report = pipeline.sample_report(sampled, weights=tmp_path / "weights.parquet")
    written = pl.read_parquet(tmp_path / "weights.parquet")
    assert report.calibrated.reached is not None, report.calibrated.note
    margins = report.calibrated.reached
    assert (margins["calibrated"] - margins["population"]).abs().max() < 0.01
    thousandths = written["calibrated_weight_thousandths"]
    assert abs(thousandths.sum() - 1_000 * report.rates["population"].sum()) <= written.height
    assert written.filter(thousandths.is_null())["part"].unique().to_list() == ["household"]
    assert written.filter(thousandths.is_null())["weight"].null_count() == thousandths.null_count()


def test_drawn_again_nothing_changes_and_a_later_year_leaves_all_persons_of_this_one(sampled: Workspace) -> None:
    before = members(sampled)
    again = pipeline.sample(sampled, Silent())
    assert again.rows_in == 0
    assert members(sampled).equals(before)
    later = pipeline.sample(sampled, Silent(), YEAR + 1)
    assert 60_000 < later.rows_in < 65_000, "the births of a year, and of another who turn 65"
    assert members(sampled).equals(before)


def test_members_of_the_household_have_no_weight_and_their_billing_is_not_part_of_the_sample(
    sampled: Workspace,
) -> None:
    found = members(sampled)
    household = found.filter(pl.col("part") == "household")
    assert household.height > 0
    assert household["weight"].null_count() == household.height
    assert not set(household["person_id"]) & set(found.filter(pl.col("part") != "household")["person_id"])


def test_no_other_node_can_tell_who_is_in_the_sample(sampled: Workspace) -> None:
    for node in sampled.insurers():
        held = [path for path in Path(node.path).rglob("*") if "sample" in path.name and path.is_file()]
        assert ("sample" in node.keys.purposes) == (node.name == DRAWS)
        assert not held
