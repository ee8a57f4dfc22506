"""Indicators of a part of the insured: what is inside, what is outside, and what everybody knows of both."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import protected_tables
from independent_attack import Cell, Outsider, sensitive
from independent_release import as_released, nobody_of, strata_of
from mutualis import disclosure
from mutualis.disclosure import plain
from mutualis.disclosure.attack import attack
from mutualis.disclosure.figures import seen
from mutualis.disclosure.system import OUTSIDE, PART, System
from mutualis.disclosure.working import Clock
from mutualis.model import MutualisError
from protected_tables import INSURED, TOTALS, Plain, PlainPlan
from random_countries import World, work, world
from small_country import cells, flat

YEAR, K = 2023, 5
OLD = Plain("share_old", share=0.3, from_age=4.5)
OLDER = Plain("share_older", share=0.5, from_age=7.0)
YOUNG = Plain("share_young", share=0.5, to_age=2.4)
MIDDLE = Plain("share_middle", share=0.4, from_age=2.0, to_age=6.5)
COST = Plain("sum_old", "amount", factor=Fraction(1000), share=0.3, from_age=3.5)
PARTS = {"one": (OLD,), "apart": (OLD, YOUNG), "nested": (OLD, OLDER), "overlapping": (OLD, MIDDLE), "amount": (COST,)}
CODES = "abcdefgh"
TREE = flat(*CODES, provinces=2)


def drawn(insured, inside, met=20):
    """Cells of the insured and of an indicator of some of them, by municipality."""
    whole = cells(TREE, "insured", {code: (persons, persons) for code, persons in zip(CODES, insured, strict=True)})
    some = {code: (min(met, persons), persons) for code, persons in zip(CODES, inside, strict=True)}
    return pa.concat_tables([whole, cells(TREE, OLD.name, some)])


def protected(counted, earlier=(), indicators=(INSURED, OLD)):
    return disclosure.protect(counted, indicators, TOTALS, {YEAR: TREE}, earlier=earlier, secondary=False).figures


def denominators(figures, indicator, level="municipality"):
    own = figures.filter(pc.and_(pc.equal(figures["level"], level), pc.equal(figures["indicator"], indicator)))
    return dict(zip(own["area_code"].to_pylist(), own["denominator"].to_pylist(), strict=True))


def rated(figures, names):
    rows = [row for row in figures.to_pylist() if row["standardised"] is not None and row["indicator"] in names]
    return {(row["level"], row["area_code"]) for row in rows}


def outside_view(one: World, figures, more):
    """The figures for a reader who knows the definitions, and the strata of the standardised figures that are shown."""
    everyone = {each.name for each in one.indicators} - {each.name for each in more}
    own = {each.name: strata_of(one.cells, rated(figures, {each.name}), each.name) for each in more}
    strata = strata_of(one.cells, rated(figures, everyone))
    nobody = set().union(*(nobody_of(one.cells, each.name) for each in more))
    return Outsider([replace(as_released(figures, one.parents, one.indicators, strata, own), nobody=nobody)])


def names(system: System, chosen) -> set[Cell]:
    """The names of cells of a system for the independent attacker, one for each area and category."""
    roles, found = {PART: "denominator"}, set()
    for cell in chosen:
        table, node = system.table_at(cell), system.node_at(cell)
        name = "" if table.role == "denominator" else table.indicators[0]
        keys = [key for key, of in zip(system.frame.keys, system.frame.node, strict=True) if of == node]
        found |= {Cell(roles.get(table.role, table.role), name, *key) for key in keys}
    return found


def test_few_insured_outside_a_part_are_hidden_like_few_inside():
    counted = drawn([100] * 8, [97, 60, 60, 60, 3, 60, 60, 60])
    figures = protected(counted)
    inside = denominators(figures, OLD.name)
    assert inside["a"] is None, "three are outside"
    assert inside["e"] is None, "three are inside"
    assert None not in denominators(figures, "insured").values()
    outsider = Outsider([as_released(figures, TREE, (INSURED, OLD))])
    targets = sensitive(outsider, [counted])
    assert {cell.measure for cell in targets} >= {"outside", "denominator"}
    assert outsider.recovered(targets, K) == []


def test_nobody_and_everybody_inside_may_be_said():
    figures = protected(drawn([100] * 8, [100, 0, 60, 60, 60, 60, 60, 60], met=0))
    rows = figures.filter(pc.equal(figures["indicator"], OLD.name)).to_pylist()
    status = {row["area_code"]: (row["status"], row["denominator"]) for row in rows if row["level"] == "municipality"}
    assert status["a"] == ("shown", 100)
    assert status["b"] == ("none", None)
    assert {told for told, _ in status.values()} == {"shown", "none"}


def test_protected_apart_the_insured_and_a_part_of_them_tell_together_what_they_hide():
    """Of a and e together 31 are inside, and of e at most its 29 insured: so from 2 to 6 of a. The audit sees it."""
    counted = drawn([6, 100, 50, 100, 29, 100, 80, 100], [3, 60, 30, 60, 28, 60, 40, 60])
    parts = [counted.filter(pc.equal(counted["indicator"], each.name)) for each in (INSURED, OLD)]
    pairs = zip(parts, ((INSURED,), (OLD,)), strict=True)
    apart = pa.concat_tables([protected(part, (), indicators) for part, indicators in pairs])
    audits, recovered = [], []
    for figures in (apart, protected(counted)):
        assert denominators(figures, OLD.name)["a"] is None
        outsider = Outsider([as_released(figures, TREE, (INSURED, OLD))])
        recovered.append(outsider.recovered(sensitive(outsider, [counted]), K))
        audits.append(disclosure.audit([disclosure.Earlier(figures, {YEAR: TREE})], (INSURED, OLD)))
    narrow = [{(row["role"], row["area_code"]) for row in each.narrow.to_pylist()} for each in audits]
    assert {(cell.measure, cell.area) for cell in recovered[0]} >= {("denominator", "a"), ("outside", "a")}
    assert narrow[0] >= {(PART, "a"), (OUTSIDE, "a")}
    assert recovered[1] == []
    assert narrow[1] == set()


def by_age(level, *more) -> World:
    """260 insured and parts of them, by age class in the country and at a level."""
    plan = PlainPlan({"country": ("total", "age_class"), level: ("total", "age_class")})
    indicators, parents = (INSURED, *more), world(3).parents
    counted = protected_tables.cells(protected_tables.persons(parents, 260, 3), indicators, YEAR, plan)
    return World(counted, indicators, plan, parents)


def test_a_category_without_anybody_inside_is_said_to_be_so_where_the_insured_are_hidden():
    one = by_age("province", YOUNG)
    figures = disclosure.protect(one.cells, one.indicators, one.plan, one.geography, secondary=False).figures
    rows = [row for row in figures.to_pylist() if row["split"] == "age_class"]
    status = {(row["indicator"], row["area_code"], row["category"]): row["status"] for row in rows}
    hidden = {key[1:] for key, told in status.items() if key[0] == "insured" and told == "suppressed"}
    empty = {key for key in hidden if key[1] >= "25"}
    assert empty
    assert {status[YOUNG.name, *key] for key in empty} == {"none"}


def test_a_category_with_everybody_inside_is_hidden_with_the_insured():
    one = by_age("province", OLD)
    figures = disclosure.protect(one.cells, one.indicators, one.plan, one.geography, secondary=False).figures
    rows = [row for row in figures.to_pylist() if row["split"] == "age_class" and row["category"] >= "45"]
    told = {(row["indicator"], row["area_code"], row["category"]): row["denominator"] for row in rows}
    hidden = {key[1:] for key, value in told.items() if key[0] == "insured" and value is None}
    assert hidden
    assert all(told[OLD.name, *key] is None for key in hidden)


def test_a_part_of_a_part_is_related_to_it_and_one_that_overlaps_to_the_insured():
    tables = {kind: by_age("municipality", *more).system().tables for kind, more in PARTS.items()}
    within = {
        kind: {table.indicators[0]: of[table.denominator].indicators[0] for table in of if table.role == PART}
        for kind, of in tables.items()
    }
    assert within["nested"] == {OLD.name: "insured", OLDER.name: OLD.name}
    assert within["overlapping"] == {OLD.name: "insured", MIDDLE.name: "insured"}
    assert within["apart"] == {OLD.name: "insured", YOUNG.name: "insured"}


def test_more_persons_than_are_insured_are_refused():
    with pytest.raises(MutualisError, match="fewer are insured"):
        protected(drawn([0, *[100] * 7], [8, *[60] * 7]))


def test_a_later_release_does_not_tell_of_the_few_who_came_outside_while_many_came_inside():
    first = protected(drawn([100] * 8, [60] * 8))
    later = drawn([109, 108, *[100] * 6], [68, 68, *[60] * 6])
    second = protected(later, [first])
    grown = {name: denominators(second, name)["a"] for name in ("insured", OLD.name)}
    assert grown["insured"] == 109
    assert grown[OLD.name] == 60, "68 of 109 would say that one more is outside"
    views = [as_released(figures, TREE, (INSURED, OLD)) for figures in (first, second)]
    outsider = Outsider(views, grows=True)
    assert outsider.recovered(sensitive(outsider, [drawn([100] * 8, [60] * 8), later]), K) == []


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("seed", [3, 7, 9, 13, 17])
def test_nothing_is_recovered_from_a_random_country_with_parts_of_the_insured(seed, kind):
    one = world(seed, more=PARTS[kind])
    figures = disclosure.protect(one.cells, one.indicators, one.plan, one.geography, secondary=False).figures
    system = one.system()
    found = seen(system, figures)
    assert not plain.attack(system, found.hidden, work(system).targets, found.rates).breached.any()
    outsider = outside_view(one, figures, PARTS[kind])
    assert outsider.recovered(sensitive(outsider, [one.cells]), K) == []


@pytest.mark.parametrize("seed", [100, 103, 107, 109])
def test_the_fast_and_the_independent_attack_recover_the_same_cells_of_parts(seed):
    more = (OLD,)
    one = world(seed, more=more)
    system = one.system()
    exposed = work(system)
    figures, _ = exposed.settle(Clock(60.0), repair=False)
    found = seen(system, figures)
    fast = attack(system, found.hidden, exposed.targets, found.rates)
    slow = plain.attack(system, found.hidden, exposed.targets, found.rates)
    assert fast.breached.tolist() == slow.breached.tolist()
    outsider = outside_view(one, figures, more)
    known = names(system, exposed.targets.cell.tolist())
    targets = [cell for cell in sensitive(outsider, [one.cells]) if cell in known]
    open_cells = names(system, exposed.targets.cell[slow.breached].tolist())
    assert set(outsider.recovered(targets, K)) == open_cells & set(targets)


@pytest.mark.parametrize("grows", [False, True])
@pytest.mark.parametrize("seed", [204, 205, 210])
def test_late_corrections_of_a_part_give_nothing_away(seed, grows):
    first, later = world(seed, more=(OLD,)), world(seed, late=20, more=(OLD,))
    both = []
    for one in (first, later):
        made = disclosure.protect(
            one.cells, one.indicators, one.plan, one.geography, secondary=False, earlier=both
        ).figures
        both.append(made)
    views = [as_released(each, one.parents, one.indicators) for one, each in zip((first, later), both, strict=True)]
    outsider = Outsider(views, grows=grows)
    assert outsider.recovered(sensitive(outsider, [first.cells, later.cells]), K) == []


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 20)), min_size=8, max_size=8))
def test_nothing_is_recovered_of_any_small_country_with_a_part(people):
    inside, outside, met = (np.array(part) for part in zip(*people, strict=True))
    counted = drawn((inside + outside).tolist(), inside.tolist(), met=int(met.max()))
    figures = protected(counted)
    outsider = Outsider([as_released(figures, TREE, (INSURED, OLD))])
    assert outsider.recovered(sensitive(outsider, [counted]), K) == []
