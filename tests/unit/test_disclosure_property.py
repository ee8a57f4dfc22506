"""Random linked tables: after protection no attacker recovers anything, and all attackers agree on what was open."""

from collections.abc import Iterable, Sequence

import pyarrow as pa
import pytest

from independent_attack import Cell, Outsider, sensitive
from independent_release import as_released, strata_of
from mutualis import disclosure
from mutualis.disclosure import argus, plain
from mutualis.disclosure.attack import attack
from mutualis.disclosure.figures import seen
from mutualis.disclosure.system import System
from mutualis.disclosure.working import Clock
from random_countries import World, attacked, shown, work, world

K, MANY, SECONDS = 5, 500, 60.0


def protected(one: World, *, secondary: bool, earlier=()) -> disclosure.Protected:
    return disclosure.protect(
        one.cells, one.indicators, one.plan, one.geography, secondary=secondary, earlier=earlier
    )  # fmt: skip


def breaches(one: World, figures) -> int:
    """How many sensitive cells the plain attack narrows too far."""
    system = one.system()
    return int(attacked(system, figures, work(system).targets).breached.sum())


@pytest.mark.parametrize("seed", range(25))
def test_nothing_is_recovered_from_a_protected_random_country(seed):
    """Every other one without τ-ARGUS: the exact completion must do without."""
    one = world(seed)
    assert breaches(one, protected(one, secondary=seed % 2 == 0).figures) == 0


@pytest.mark.parametrize("seed", [0, 5, 12])
def test_a_figure_without_its_denominator_is_not_shown_and_the_audit_reads_its_own_release(seed):
    """Those with increased reimbursement are a category of the insured: hidden too where the insured are."""
    one = world(seed)
    figures = protected(one, secondary=False).figures
    assert "increased_reimbursement" in figures["indicator"].unique().to_pylist()
    assert not [row for row in figures.to_pylist() if row["status"] == "shown" and row["denominator"] is None]
    assert not disclosure.audit([disclosure.Earlier(figures, one.geography)], one.indicators).exposed.num_rows


def names(system: System, cells: Iterable[int]) -> set[Cell]:
    """The names of cells of a system, one for each area and category that is the same count."""
    found = set()
    for cell in cells:
        table = system.table_at(cell)
        node = table.nodes[cell - table.start]
        indicator = "" if table.role == "denominator" else table.indicators[0]
        keys = [key for key, of in zip(system.frame.keys, system.frame.node, strict=True) if of == node]
        found |= {Cell(table.role, indicator, *key) for key in keys}
    return found


@pytest.mark.parametrize("seed", range(100, 120))
def test_the_fast_the_plain_and_an_independent_attack_recover_the_same_cells(seed):
    one = world(seed)
    system = one.system()
    exposed = work(system)
    figures, _ = exposed.settle(Clock(SECONDS), repair=False)
    found = seen(system, figures)
    fast = attack(system, found.hidden, exposed.targets, found.rates)
    slow = plain.attack(system, found.hidden, exposed.targets, found.rates)
    assert fast.breached.tolist() == slow.breached.tolist()
    assert fast.low[slow.breached] == pytest.approx(slow.low[slow.breached], abs=1e-5)
    assert fast.high[slow.breached] == pytest.approx(slow.high[slow.breached], abs=1e-5)
    areas = {(row["level"], row["area_code"]) for row in figures.to_pylist() if row["standardised"] is not None}
    outsider = Outsider([as_released(figures, one.parents, one.indicators, strata_of(one.cells, areas))])
    open_cells = names(system, exposed.targets.cell[slow.breached].tolist())
    known = names(system, exposed.targets.cell.tolist())
    targets = [cell for cell in sensitive(outsider, [one.cells]) if cell in known]
    assert set(outsider.recovered(targets, K)) == open_cells & set(targets)


def recovered(worlds: Sequence[World], figures: Sequence[pa.Table], *, grows: bool) -> int:
    """How many small counts, and small differences, a reader of releases of the same year knows too well."""
    releases = [as_released(each, one.parents, one.indicators) for one, each in zip(worlds, figures, strict=True)]
    outsider = Outsider(releases, grows=grows)
    return len(outsider.recovered(sensitive(outsider, [one.cells for one in worlds]), K))


@pytest.mark.parametrize("grows", [False, True])
@pytest.mark.parametrize("seed", [204, 205, 210, 212, 215, 224])
def test_late_corrections_give_nothing_away_beside_the_first_release_and_do_when_it_is_forgotten(seed, grows):
    """`grows`: a reader who takes it that late corrections only add."""
    first, later = world(seed), world(seed, late=20)
    before = protected(first, secondary=False).figures
    forgetful = protected(later, secondary=False).figures
    assert recovered([first, later], [before, forgetful], grows=grows) > 0
    careful = protected(later, secondary=False, earlier=[before]).figures
    assert recovered([first, later], [before, careful], grows=grows) == 0


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(2000, 2000 + MANY // 5))
def test_late_corrections_give_nothing_away_in_a_hundred_random_countries(seed):
    first, later = world(seed), world(seed, late=20)
    before = protected(first, secondary=False).figures
    careful = protected(later, secondary=False, earlier=[before]).figures
    assert recovered([first, later], [before, careful], grows=seed % 2 == 0) == 0


@pytest.mark.torture
def test_nothing_is_recovered_from_five_hundred_and_what_that_costs(capsys):
    published, by_argus, recovered = [0, 0], [0, 0], 0
    for seed in range(1000, 1000 + MANY):
        one = world(seed)
        figures = protected(one, secondary=True).figures
        assert breaches(one, figures) == 0, f"seed {seed}"
        alone = work(one.system())
        argus.suppress([alone], SECONDS)
        left = alone.settle(Clock(SECONDS), repair=False)[0]
        recovered += breaches(one, left)
        for total, part in ((published, shown(figures)), (by_argus, shown(left))):
            total[0], total[1] = total[0] + part[0], total[1] + part[1]
    ours, theirs = (100 * part / whole for part, whole in (published, by_argus))
    with capsys.disabled():
        print(
            f"\n{MANY} random countries: {ours:.1f} % of {published[1]:,} figures published, nothing recovered;"
            f" τ-ARGUS alone: {theirs:.1f} %, {recovered:,} sensitive cells recovered"
        )
