"""What cannot be protected is refused in words that say what to do: there is never an unprotected table."""

import datetime as dt
import tomllib
from importlib import resources

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from mutualis import disclosure
from mutualis.disclosure.rules import rules_of
from mutualis.model import MutualisError
from protected_tables import TOTALS, PlainPlan
from small_country import CONTACT, Plain, cells, flat

YEAR, TREE = 2023, flat("a", "b", "c", "d", provinces=2)
LEAVES = {"a": (2, 100), "b": (20, 60), "c": (30, 70), "d": (40, 90)}


def protect(counted, **more):
    return disclosure.protect(counted, [CONTACT], more.pop("plan", TOTALS), {YEAR: TREE}, **more)


def declared():
    text = resources.files("mutualis.reference").joinpath("disclosure_rules.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@pytest.mark.parametrize("kind", ["small_number", "dominance", "p_percent", "protection"])
@pytest.mark.parametrize("reason", [None, " "])
def test_a_rule_without_a_reason_is_refused(kind, reason):
    rows = declared()
    assert rules_of(rows, dt.date(2026, 1, 1)) == disclosure.rules(dt.date(2026, 1, 1))
    rows[kind][0] = (
        {**rows[kind][0], "reason": reason} if reason else {k: v for k, v in rows[kind][0].items() if k != "reason"}
    )
    with pytest.raises(MutualisError, match=f"Row 1 of the disclosure rule '{kind}' has no reason"):
        rules_of(rows, dt.date(2026, 1, 1))


def test_two_rules_of_one_day_are_refused():
    rows = declared()
    rows["p_percent"] *= 2
    with pytest.raises(MutualisError, match="'p_percent' has 2 valid rows on 2026-01-01"):
        rules_of(rows, dt.date(2026, 1, 1))


def test_tables_that_take_too_long_are_not_published():
    with pytest.raises(disclosure.TooLarge, match="could not be protected within 0 seconds") as caught:
        protect(cells(TREE, "gp_contact", LEAVES), seconds=0.0)
    assert "fewer splits or levels" in str(caught.value)


def test_more_met_than_insured_is_refused():
    counted = cells(TREE, "gp_contact", {**LEAVES, "a": (101, 100)})
    with pytest.raises(MutualisError, match="'gp_contact' has impossible figures in 2023 in 1 cells"):
        protect(counted)


def test_figures_that_do_not_add_up_are_refused():
    counted = cells(TREE, "gp_contact", LEAVES)
    top = counted["numerator"].to_pylist()
    top[0] += 1
    wrong = counted.set_column(counted.column_names.index("numerator"), "numerator", pa.array(top))
    with pytest.raises(MutualisError, match="do not add up over areas and categories"):
        protect(wrong)


def test_an_area_that_the_geography_does_not_have_is_refused():
    counted = cells(flat("a", "b", "c", "z", provinces=2), "gp_contact", {**LEAVES, "z": (40, 90)})
    with pytest.raises(MutualisError, match="figures for 1 areas that the geography of 2023 does not have"):
        protect(counted)


def test_a_year_without_geography_is_refused():
    counted = cells(TREE, "gp_contact", LEAVES, year=2019)
    with pytest.raises(
        MutualisError, match=r"There is no geography for 2019\. There is: years 2023|There is no geography"
    ):
        protect(counted)


def test_a_cell_that_comes_twice_is_refused():
    counted = cells(TREE, "gp_contact", LEAVES)
    with pytest.raises(MutualisError, match="has a cell twice"):
        protect(pa.concat_tables([counted, counted.slice(0, 1)]))


def test_an_indicator_that_nobody_declared_is_refused():
    with pytest.raises(MutualisError, match="unknown indicator gp_contact"):
        disclosure.protect(cells(TREE, "gp_contact", LEAVES), [Plain("other")], TOTALS, {YEAR: TREE})


def test_cells_without_their_columns_are_refused():
    counted = cells(TREE, "gp_contact", LEAVES).drop_columns(["largest"])
    with pytest.raises(MutualisError, match="no column largest"):
        protect(counted)


def test_earlier_figures_that_contradict_themselves_are_refused():
    first = protect(cells(TREE, "gp_contact", LEAVES)).figures
    values = [value + 1_000 if value == 92 else value for value in first["numerator"].to_pylist()]
    wrong = first.set_column(first.column_names.index("numerator"), "numerator", pa.array(values))
    assert not wrong.equals(first)
    with pytest.raises(MutualisError, match="contradict themselves"):
        protect(cells(TREE, "gp_contact", LEAVES), earlier=[wrong])


def test_a_level_that_the_plan_leaves_out_has_no_rows():
    plan = PlainPlan({**TOTALS.splits, "municipality": ()})
    levels = pc.unique(protect(cells(TREE, "gp_contact", LEAVES), plan=plan).figures["level"]).to_pylist()
    assert levels == ["country", "region", "province", "arrondissement"]
