"""The ill of the synthetic country: diseases apart from medicines, and shares that are those of the files."""

import numpy as np
import pytest

from mutualis import reference
from mutualis.model import Years
from mutualis.synthetic.illness import OLDEST, disease_places, shares_of, treated_of
from mutualis.synthetic.member_states import _widowed
from mutualis.synthetic.panel import PersonYear, years_of
from mutualis.synthetic.parameters import chronic_groups, diseases
from mutualis.synthetic.people import People, people_of
from mutualis.synthetic.skeleton import first_day, skeletons

GROUPS = {group.name: place for place, group in enumerate(chronic_groups())}
FOR_A_DISEASE = [group for group in chronic_groups() if group.disease]


@pytest.fixture(scope="module")
def people() -> People:
    return people_of(skeletons(40_000, Years(2022, 2023), 4)[0], 4)


@pytest.fixture(scope="module")
def years(people: People) -> list[PersonYear]:
    return list(years_of(people, 4, 2022, 2023))


@pytest.fixture(scope="module")
def state(years: list[PersonYear]) -> PersonYear:
    return years[1]


def test_every_condition_of_a_disease_is_one_of_the_list_and_of_one_disease_or_more() -> None:
    known = {row["code"] for row in reference.codelist("pseudodiagnosis").rows if row["role"] == "condition"}
    named = {condition for each in diseases() for condition in each.conditions}
    assert named <= known
    assert len(named) > 30


@pytest.mark.parametrize("group", FOR_A_DISEASE, ids=[group.name for group in FOR_A_DISEASE])
def test_there_are_ill_enough_for_those_who_take_a_medicine_at_every_age(group) -> None:
    treated, others = shares_of(group)
    assert len(treated) == OLDEST + 1
    assert treated.max() <= 1
    assert others.max() < 0.5
    assert diseases()[disease_places()[group.disease]].sex in ("", group.sex)


@pytest.mark.parametrize("name", ["statins", "ace_and_sartans", "antidepressants", "acid", "beta_blockers"])
def test_as_many_take_a_medicine_as_its_file_says_and_off_label_is_the_share_of_those_who_are_not_ill(
    people: People, state: PersonYear, name: str
) -> None:
    group = chronic_groups()[GROUPS[name]]
    takes, ill = state.takes[:, GROUPS[name]], state.ill[:, disease_places()[group.disease]]
    assert takes.mean() == pytest.approx(group.share.at(state.age).mean(), rel=0.06)
    assert (takes & ~ill).sum() / takes.sum() == pytest.approx(group.off_label, abs=0.04)
    assert (ill & ~takes).any()


def test_a_disease_is_treated_by_any_of_its_medicines_and_some_diseases_by_none(state: PersonYear) -> None:
    place = disease_places()["hypertension"]
    mine = [GROUPS[group.name] for group in FOR_A_DISEASE if group.disease == "hypertension"]
    treated = treated_of(state.ill, state.takes)[:, place]
    assert (treated == (state.ill[:, place] & state.takes[:, mine].any(axis=1))).all()
    assert 0.5 < treated.sum() / state.ill[:, place].sum() < 0.95


@pytest.mark.parametrize(
    ("name", "sex", "age_from"), [("contraceptives", True, 14), ("prep", False, 18), ("adhd", None, 5)]
)
def test_a_group_is_taken_by_its_sex_from_its_age_on(
    people: People, state: PersonYear, name: str, sex: bool | None, age_from: int
) -> None:
    takes = state.takes[:, GROUPS[name]]
    assert takes.any()
    assert state.age[takes].min() >= age_from
    assert sex is None or (people.skeleton.is_woman[takes] == sex).all()


def test_who_becomes_invalid_was_unfit_for_work_the_year_before(years: list[PersonYear]) -> None:
    before, after = years
    new = after.is_invalid & ~before.is_invalid & (before.age >= 20)
    assert new.any()
    assert before.is_incapacitated[new].all()


def test_a_widow_is_who_had_a_partner_that_died(people: People, state: PersonYear) -> None:
    lost = _widowed(people, state, first_day(2023))
    assert 0.01 < lost.mean() < 0.1
    assert people.has_partner[lost].all()
    wives = np.flatnonzero(lost & (people.head != np.arange(people.size)))
    assert (state.death_day[people.head[wives]] < first_day(2023)).all()
