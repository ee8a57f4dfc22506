"""The publication plan refuses what it cannot mean; the standard population fits the age classes."""

import copy
import tomllib
from pathlib import Path

import pytest

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.reference.standard_population import standard_population

PLAN = reference.publication_plan()
DECLARED = tomllib.loads((Path(reference.__file__).parent / "publication_plan.toml").read_text(encoding="utf-8"))
SINGLE = ("total", "sex", "age_class", "increased_reimbursement")


def changed(*path, to):
    """The plan of the house with one value changed; `...` takes it away."""
    plan = copy.deepcopy(DECLARED)
    at = plan
    for step in path[:-1]:
        at = at[step]
    if to is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return reference.plan_of(plan)


@pytest.mark.parametrize(
    ("level", "published", "detail"),
    [
        ("municipality", ("total",), ()),
        ("arrondissement", SINGLE, ("sex*age_class",)),
        ("province", reference.SPLITS, ()),
        ("country", reference.SPLITS, ()),
    ],
)
def test_one_split_at_a_time_is_published_down_to_the_arrondissement_and_crossed_ones_from_the_province(
    level, published, detail
):
    assert PLAN.published("diabetes", level) == published
    more = ("sex", "increased_reimbursement") if level == "municipality" else ()
    assert set(PLAN.counted("diabetes", level)) == {*published, *detail, *more}


def test_a_large_municipality_has_more_splits():
    assert PLAN.published("diabetes", "municipality", persons=49_999) == ("total",)
    assert PLAN.published("diabetes", "municipality", persons=50_000) == ("total", "sex", "increased_reimbursement")
    assert PLAN.published("diabetes", "arrondissement", persons=50_000) == SINGLE


def test_a_number_of_persons_is_not_standardised_and_a_status_is_not_split_by_itself():
    assert not any(PLAN.standardised("insured", level) for level in reference.LEVELS)
    assert PLAN.counted("insured", "arrondissement") == SINGLE
    for level in reference.LEVELS:
        assert not any("increased" in split for split in PLAN.counted("increased_reimbursement", level))
    assert PLAN.standardised("increased_reimbursement", "arrondissement")


@pytest.mark.parametrize(
    ("path", "to", "message"),
    [
        (("level", 0, "splits"), ["total", "colour"], "Level 'country': there is no split 'colour'."),
        (("level", 0, "splits"), ["sex*age_class"], "there is no split 'sex\\*age_class'"),
        (("level", 0, "splits"), ["sex"], "Level 'country' has splits without their total"),
        (("level", 0, "level"), "village", "there is no level 'village'"),
        (("level", 0, "level"), "region", "Level 'region' has two rows"),
        (("level", 0), ..., "says nothing of the level 'country'"),
        (("level", 0, "reason"), ..., "Level 'country' has no reason"),
        (("level", 0, "reason"), " ", "Level 'country' has no reason"),
        (("level", 0, "colour"), "red", "Level 'country' has an unknown key 'colour'"),
        (("crossed", "crossed_from"), "village", "Section 'crossed': there is no level 'village'"),
        (("crossed", "reason"), ..., "Section 'crossed' has no reason"),
        (("standardised", "levels"), ["village"], "there is no level 'village'"),
        (("municipality_splits", "municipality_splits_from"), "many", "no number of persons"),
        (("fineness", "reason"), ..., "Section 'fineness' has no reason"),
        (("fineness", "reason"), "", "Section 'fineness' has no reason"),
        (("fineness", "colour"), "red", "Section 'fineness' has an unknown key 'colour'"),
        (("fineness", "least_persons"), "many", "'least_persons' is no number of persons"),
        (("fineness", "least_persons"), 0, "'least_persons' is no number of persons"),
        (("fineness", "least_persons"), 99.5, "'least_persons' is no number of persons"),
        (("fineness", "least_persons"), True, "'least_persons' is no number of persons"),
        (("indicator", "insured", "reason"), ..., "The plan of indicator 'insured' has no reason"),
        (("indicator", "insured", "splits"), {"village": ["total"]}, "there is no level 'village'"),
        (("indicator", "insured", "splits"), {"country": ["colour"]}, "there is no split 'colour'"),
        (("colour",), {}, "unknown key 'colour'"),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused(path, to, message):
    with pytest.raises(MutualisError, match=message):
        changed(*path, to=to)


def test_how_fine_a_split_may_be_is_part_of_the_plan_and_can_be_left_out():
    assert PLAN.least_persons == DECLARED["fineness"]["least_persons"] == 100
    assert PLAN.as_dict()["fineness"]["least_persons"] == 100
    assert changed("fineness", "least_persons", to=7).least_persons == 7
    assert changed("fineness", to=...).least_persons == 0


def test_a_level_can_be_left_out_for_one_indicator():
    plan = changed("indicator", "insured", "splits", to={"municipality": []})
    assert plan.published("insured", "municipality") == ()
    assert plan.published("diabetes", "municipality") == ("total",)


def test_a_plan_asked_for_an_unknown_level_says_which_there_are():
    with pytest.raises(MutualisError, match=r"no level 'village'. The levels are country"):
        PLAN.published("insured", "village")


def test_a_plan_of_ones_own_is_read_from_a_file(tmp_path):
    own = tmp_path / "plan.toml"
    own.write_text("".join(f'[[level]]\nlevel = "{each}"\nreason = "x"\n' for each in reference.LEVELS))
    assert reference.publication_plan(own).counted("insured", "country") == ()


def test_age_classes_follow_each_other_without_a_gap():
    rows = reference.codelist("age_class").rows
    ends = [int(row["age_to"]) for row in rows[:-1]]
    assert [int(row["age_from"]) for row in rows] == [0, *(end + 1 for end in ends)]
    assert rows[-1]["age_to"] == ""
    assert all(row["de"] for row in rows)


def test_the_standard_population_is_that_of_eurostat_in_our_classes_and_both_sexes_weigh_the_same():
    assert list(standard_population().values()) == [5000, 11000, 11500, 12500, 14000, 14000, 12500, 10500, 6500, 2500]
    weights = reference.standard_weights()
    assert sum(weights.values()) == pytest.approx(1)
    assert weights["1*65-74"] == weights["2*65-74"] == 0.0525
    assert len(weights) == 20
