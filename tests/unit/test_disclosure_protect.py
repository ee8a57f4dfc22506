"""`protect`: no secret gets out, and only it makes a Protected."""

import pickle
from copy import copy

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis import disclosure
from mutualis.disclosure import argus_run
from mutualis.model import MutualisError
from mutualis.reference import geography
from protected_tables import TOTALS
from small_country import CONTACT, COPAYMENT, INDICATORS, INSURED, Plain, belgium, cells, flat

YEAR = 2023


@pytest.fixture(scope="module")
def country():
    return {year: geography(year).parents for year in (2023, 2025)}


@pytest.fixture(scope="module")
def counted(country):
    return belgium(country)


@pytest.fixture(scope="module")
def protected(counted, country):
    return disclosure.protect(counted, INDICATORS, TOTALS, country)


def rows(figures, **key):
    for name, value in key.items():
        figures = figures.filter(pc.equal(figures[name], value))
    return figures.to_pylist()


def test_the_attacker_finds_nothing_in_a_protected_country_but_wins_without_secondary_suppression(
    protected, counted, country
):
    assert protected.verdict.is_safe
    assert protected.verdict.attacked > 50
    with pytest.raises(disclosure.Breach) as caught:
        disclosure.protect(counted, INDICATORS, TOTALS, country, secondary=False, repair=False)
    assert len(caught.value.verdict.breached) > 10
    assert protected.secondary > 0


def test_no_shown_count_is_small_neither_above_nor_below_nor_between(protected):
    for row in protected.figures.to_pylist():
        if row["status"] == "shown" and row["indicator"] == "gp_contact":
            small = {row["numerator"], row["denominator"], row["denominator"] - row["numerator"]} & {1, 2, 3, 4}
            assert not small, row["area_code"]


def test_suppressed_figures_show_no_numerator_and_shown_ones_show_both(protected):
    for row in protected.figures.to_pylist():
        assert (row["status"] == "shown") == (row["numerator"] is not None)
        assert row["status"] != "shown" or row["denominator"] is not None


def test_a_hidden_denominator_is_hidden_for_every_indicator_of_the_year(protected):
    seen = {}
    for row in protected.figures.to_pylist():
        if row["status"] != "none":
            seen.setdefault((row["year"], row["level"], row["area_code"]), set()).add(row["denominator"])
    assert all(len(values) == 1 for values in seen.values())
    assert {None} in seen.values()


def test_figures_are_complete_and_in_order(protected, counted):
    assert protected.figures.num_rows == counted.num_rows
    names = protected.figures["indicator"].to_pylist()
    assert names == sorted(names)
    assert protected.figures["level"].to_pylist()[:2] == ["country", "region"]


def test_equal_areas_are_hidden_together():
    parents = geography(YEAR).parents
    brussels = {code for level, code in parents if level == "municipality" and code.startswith("21")}
    leaves = {code: (2 if code in brussels and code < "21002" else 0 if code in brussels else 50, 100)
              for level, code in parents if level == "municipality"}  # fmt: skip
    kept = disclosure.protect(cells(parents, "gp_contact", leaves), [CONTACT], TOTALS, {YEAR: parents})
    hidden = {
        (row["level"], row["area_code"])
        for row in rows(kept.figures, status="suppressed")
        if row["level"] != "municipality"
    }
    same = {("arrondissement", "21000"), ("province", "21000"), ("region", "04000")}
    assert same <= hidden


@settings(max_examples=4, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=6, max_size=6), st.integers(1, 3))
def test_every_random_country_can_be_protected(leaves, provinces):
    parents = flat(*"abcdef", provinces=provinces)
    drawn = {code: (min(top, base), base) for code, (top, base) in zip("abcdef", leaves, strict=True)}
    counted = cells(parents, "gp_contact", drawn)
    assert disclosure.protect(counted, [CONTACT], TOTALS, {YEAR: parents}).verdict.is_safe


def test_where_what_tau_argus_hid_cannot_be_mended_the_repair_alone_protects():
    """Found by the property above: two of twenty persons in one place, eight of them the numerator of another."""
    drawn = dict(zip("abcdef", [(0, 0), (0, 0), (0, 0), (0, 2), (0, 10), (8, 8)], strict=True))
    parents = flat(*"abcdef")
    counted = cells(parents, "gp_contact", drawn)
    kept = disclosure.protect(counted, [CONTACT], TOTALS, {YEAR: parents})
    assert kept.verdict.is_safe
    assert rows(kept.figures, area_code="d")[0]["denominator"] is None


def test_it_stays_safe_when_tau_argus_never_answers(monkeypatch, counted, country):
    monkeypatch.setattr(argus_run, "run", lambda places, seconds: 0.0)
    only = counted.filter(pc.equal(counted["year"], YEAR))
    assert disclosure.protect(only, INDICATORS, TOTALS, country).verdict.is_safe


def test_areas_without_persons_have_no_figure():
    parents = flat("a", "b", "c")
    kept = disclosure.protect(
        cells(parents, "insured", {"a": (0, 0), "b": (50, 50), "c": (70, 70)}), [INSURED], TOTALS, {YEAR: parents}
    )
    assert rows(kept.figures, area_code="a")[0] == {
        "indicator": "insured", "year": YEAR, "level": "municipality", "area_code": "a",
        "split": "total", "category": "all", "numerator": None, "denominator": None, "status": "none",
        "standardised": None,
    }  # fmt: skip


def test_zero_and_hundred_percent_are_counted_for_a_person_to_look_at():
    parents = flat("a", "b", "c")
    drawn = {"a": (0, 40), "b": (50, 50), "c": (70, 170)}
    assert (
        disclosure.protect(cells(parents, "gp_contact", drawn), [CONTACT], TOTALS, {YEAR: parents}).all_or_nothing == 2
    )


def test_nobody_else_makes_changes_or_copies_a_protected(protected):
    with pytest.raises(MutualisError, match="cannot be made by hand"):
        disclosure.Protected(object())
    with pytest.raises(MutualisError, match="cannot be changed"):
        protected.figures = None
    with pytest.raises(MutualisError, match="cannot be copied"):
        copy(protected)
    with pytest.raises(MutualisError, match="cannot be copied"):
        pickle.dumps(protected)
    with pytest.raises(MutualisError, match="cannot be extended"):
        type("Mine", (disclosure.Protected,), {})


PARENTS = flat("a", "b", "c")
GOOD = cells(PARENTS, "gp_contact", {"a": (20, 40), "b": (30, 50), "c": (70, 170)})


def changed(**columns):
    table = GOOD
    for name, edit in columns.items():
        values = edit(table[name].to_pylist())
        table = table.set_column(table.column_names.index(name), name, pa.array(values, table[name].type))
    return table


@pytest.mark.parametrize(
    ("wrong", "indicators", "geographies", "says"),
    [
        (GOOD.drop_columns(["largest"]), [CONTACT], {YEAR: PARENTS}, "no column largest"),
        (GOOD, [COPAYMENT], {YEAR: PARENTS}, "unknown indicator gp_contact"),
        (GOOD, [Plain("gp_contact", "ratio")], {YEAR: PARENTS}, "Kind 'ratio'"),
        (GOOD, [CONTACT], {1999: PARENTS}, "no geography for 2023"),
        (GOOD, [CONTACT], {YEAR: flat("a", "b")}, "areas that the geography of 2023 does not have"),
        (changed(numerator=lambda v: [v[0] + 1, *v[1:]]), [CONTACT], {YEAR: PARENTS}, "do not add up"),
        (changed(numerator=lambda v: [*v[:-1], v[-1] + 1]), [CONTACT], {YEAR: PARENTS}, "do not add up"),
        (changed(numerator=lambda v: [900] * len(v)), [CONTACT], {YEAR: PARENTS}, "impossible figures"),
        (pa.concat_tables([GOOD, GOOD]), [CONTACT], {YEAR: PARENTS}, "a cell twice"),
    ],
)
def test_bad_cells_are_refused_with_what_is_wrong(wrong, indicators, geographies, says):
    with pytest.raises(MutualisError, match=says):
        disclosure.protect(wrong, indicators, TOTALS, geographies)
