"""Supplements of who has increased reimbursement fall by the planted share, and no others."""

import pytest

import planted_country
from mutualis.model import Years
from mutualis.synthetic.planted import scenario

FALL = scenario("studies")["supplements"]["fall"]


@pytest.fixture(scope="module")
def world() -> planted_country.World:
    return planted_country.world("supplements", Years(2022, 2022))


def test_supplements_on_fees_fall_by_the_planted_share_with_increased_reimbursement_only(world):
    for row in world.truth("supplements"):
        share = row["removed_cents"] / (row["there_cents"] + row["removed_cents"])
        assert share == (pytest.approx(FALL, abs=0.06) if row["is_increased"] else 0)


def test_what_is_gone_from_the_lines_is_what_the_truth_tells_and_nothing_else_changes(world):
    gone = 0
    for lived in world.years:
        before, after = lived.before["gz"], lived.after["gz"]
        fell = before["supplement_cents"] - after["supplement_cents"]
        gone += int(fell.sum())
        assert (fell[~lived.where.state.is_increased[before["person"]]] == 0).all()
        assert (before["reimbursed_cents"] == after["reimbursed_cents"]).all()
    assert gone == sum(row["removed_cents"] for row in world.truth("supplements")) > 0


def test_supplements_of_rooms_stay(world):
    lived = world.years[0]
    rooms = lived.where.tariffs.is_of("room_single")[lived.before["gz"]["tariff"]]
    assert lived.before["gz"]["supplement_cents"][rooms].sum() > 0
    same = lived.before["gz"]["supplement_cents"][rooms] == lived.after["gz"]["supplement_cents"][rooms]
    assert same.all()
