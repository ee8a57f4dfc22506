"""A later release beside the earlier ones: what changed by a few persons is not shown, whatever it is called."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from mutualis import disclosure
from mutualis.disclosure import Earlier
from mutualis.model import MutualisError
from mutualis.reference import geography
from protected_tables import TOTALS, PlainPlan
from small_country import CONTACT, COPAYMENT, INSURED, belgium, cells, flat

YEAR, K = 2023, 5
CODES = "abcdefgh"
TREE = flat(*CODES, provinces=2)
BASE = {code: (40 + 3 * place, 100 + place) for place, code in enumerate(CODES)}


def contacts(**more):
    """Contacts of eight municipalities (a, c, e, g in one province), some with more than at first."""
    return cells(TREE, "gp_contact", {code: (top + more.get(code, 0), base) for code, (top, base) in BASE.items()})


def protected(counted, earlier=(), tree=TREE, indicators=(CONTACT,), **more):
    return disclosure.protect(counted, indicators, TOTALS, {YEAR: tree}, earlier=earlier, **more)


def by_area(figures, level="municipality", column="numerator", indicator="gp_contact"):
    own = figures.filter(pc.and_(pc.equal(figures["level"], level), pc.equal(figures["indicator"], indicator)))
    return dict(zip(own["area_code"].to_pylist(), own[column].to_pylist(), strict=True))


FIRST = protected(contacts()).figures


def test_figures_that_did_not_change_are_released_again_as_they_were():
    again = protected(contacts(), [FIRST])
    assert again.figures.equals(FIRST)
    assert again.standing == 0


def test_a_difference_below_k_lets_its_level_stand_as_it_was_released_and_large_ones_are_shown():
    later = protected(contacts(a=3, b=6, c=7), [FIRST])
    assert by_area(later.figures) == by_area(FIRST), "a differs by 3"
    assert by_area(later.figures, "province") == {"P0": 40 + 46 + 52 + 58 + 10, "P1": 43 + 49 + 55 + 61 + 6}
    assert later.standing == len(CODES)
    sentences = later.verdicts.filter(pc.equal(later.verdicts["level"], "municipality"))["sentence"].unique()
    assert sentences.to_pylist() == [
        "It stands as it was released: renewed, it would show a difference of few persons."
    ]


def test_a_small_difference_of_the_country_lets_everything_stand():
    assert protected(contacts(a=2), [FIRST]).figures.equals(FIRST)


def test_large_differences_everywhere_renew_everything():
    later = protected(contacts(**dict.fromkeys(CODES, 9)), [FIRST])
    assert later.standing == 0
    assert by_area(later.figures) == {code: top + 9 for code, (top, _) in BASE.items()}


def test_without_the_ledger_the_difference_is_there_for_everybody():
    later = protected(contacts(a=3, b=6, c=7))
    assert by_area(later.figures)["a"] - by_area(FIRST)["a"] == 3


def test_what_was_hidden_stays_hidden_while_a_sum_shows_how_little_changed():
    leaves = dict(BASE, a=(2, 100))
    first = protected(cells(TREE, "gp_contact", leaves)).figures
    hidden = {code for code, value in by_area(first).items() if value is None}
    later = protected(cells(TREE, "gp_contact", dict(leaves, a=(9, 100))), [first])
    shown = {code for code, value in by_area(later.figures).items() if value is not None}
    assert len(hidden) >= 2
    assert not hidden & shown, "today's value would give away that of the earlier release"


@pytest.mark.parametrize(
    ("more_of_a_hidden_one", "stands"),
    [(0, False), (1, True), (K - 1, True), (K, False), (3 * K, False)],
)
def test_what_the_shown_ones_leave_of_a_sum_is_no_small_number_for_the_hidden_ones(more_of_a_hidden_one, stands):
    leaves = dict(BASE, a=(2, 100))
    first = protected(cells(TREE, "gp_contact", leaves)).figures
    hidden = {code for code, value in by_area(first).items() if value is None}
    assert "a" in hidden
    more = {code: 0 if code in hidden else 2 * K for code in CODES} | {"a": more_of_a_hidden_one}
    grown = {code: (top + more[code], base) for code, (top, base) in leaves.items()}
    later = protected(cells(TREE, "gp_contact", grown), [first])
    assert by_area(later.figures, "country") == {"BE": sum(top for top, _ in grown.values())}
    assert (by_area(later.figures) == by_area(first)) is stands


@pytest.mark.parametrize(("more_of_a_hidden_one", "stands"), [(0, False), (2_500, True), (K * 4_000, False)])
def test_the_amount_of_one_person_is_not_left_for_hidden_amounts_either(more_of_a_hidden_one, stands):
    def copayments(more_of_hidden, more_of_others):
        leaves = {code: (90_000 + more_of_others.get(code, 0), 100, 90, 4_000, 3_000) for code in CODES}
        leaves["a"] = (8_000 + more_of_hidden, 100, 3, 4_000, 3_000)
        return cells(TREE, "mean_copayment", leaves)

    first = protected(copayments(0, {}), indicators=[COPAYMENT]).figures
    shown = {code for code, value in by_area(first, indicator="mean_copayment").items() if value is not None}
    assert "a" not in shown
    much = dict.fromkeys(shown, K * 4_000)
    later = protected(copayments(more_of_a_hidden_one, much), [first], indicators=[COPAYMENT])
    assert (later.standing > 0) is stands


def test_the_amount_of_one_person_is_not_shown_as_a_difference():
    def copayments(more):
        return cells(
            TREE, "mean_copayment", {code: (90_000 + more * (code == "a"), 100, 90, 4_000, 3_000) for code in CODES}
        )

    first = protected(copayments(0), indicators=[COPAYMENT]).figures
    later = protected(copayments(2_500), [first], indicators=[COPAYMENT])
    assert later.figures.equals(first)
    much = protected(copayments(K * 4_000 + 1), [first], indicators=[COPAYMENT])
    assert by_area(much.figures, indicator="mean_copayment")["a"] == 90_000 + K * 4_000 + 1


def test_a_new_indicator_cannot_bring_denominators_that_differ_a_little():
    grown = {code: (top, base + 2 * (code == "a")) for code, (top, base) in BASE.items()}
    insured = cells(TREE, "insured", {code: (base, base) for code, (_, base) in grown.items()})
    both = pa.concat_tables([cells(TREE, "gp_contact", grown), insured])
    later = protected(both, [FIRST], indicators=[CONTACT, INSURED])
    assert by_area(later.figures) == by_area(FIRST)
    assert set(by_area(later.figures, indicator="insured", column="status").values()) == {"suppressed"}


@pytest.fixture(scope="module")
def merged():
    """The same year with the municipalities of before and of after the mergers of 2025."""
    before, after = geography(YEAR).parents, geography(2025).parents
    old = belgium({YEAR: before}, seed=3)
    old = old.filter(pc.equal(old["indicator"], "gp_contact"))
    first = protected(old, tree=before)
    return before, after, old, first


def as_merged(after, old):
    """Cells of the merged municipalities from those of the old ones."""
    successor = _successors(after)
    own = old.filter(pc.equal(old["level"], "municipality"))
    leaves = {code: [0, 0] for level, code in after if level == "municipality"}
    for code, top, base in zip(
        *(own[name].to_pylist() for name in ("area_code", "numerator", "denominator")), strict=True
    ):
        leaves[successor(code)][0] += top
        leaves[successor(code)][1] += base
    return cells(after, "gp_contact", leaves)


def _successors(after):
    from mutualis.disclosure.matching import _successor

    known = {code for level, code in after if level == "municipality"}
    return lambda code: _successor(code, known)


def small_ones(old):
    """{(municipality, role)} of the counts and complements of 1 to 4."""
    own = old.filter(pc.equal(old["level"], "municipality"))
    top, base = (own[name].to_numpy() for name in ("numerator", "denominator"))
    found = {"numerator": top, "complement": base - top, "denominator": base}
    codes = np.array(own["area_code"].to_pylist())
    return {(code, role) for role, value in found.items() for code in codes[(value > 0) & (value < K)].tolist()}


def intervals(releases):
    """{(municipality, role): width} of everything hidden, the narrowest of today's and the earlier release's."""
    found = disclosure.audit(releases, [CONTACT]).hidden.to_pylist()
    return {
        (row["area_code"].removeprefix("earlier municipality "), row["role"]): row["high"] - row["low"] for row in found
    }


def test_after_a_merger_no_municipality_gives_away_a_hidden_part_of_the_old_ones(merged):
    before, after, old, first = merged
    old_one = Earlier(first.figures, {YEAR: before})
    counted, small = as_merged(after, old), small_ones(old)
    later = protected(counted, [old_one], tree=after)
    widths = intervals([old_one, Earlier(later.figures, {YEAR: after})])
    assert len(small & set(widths)) > 20
    assert not [key for key in small & set(widths) if widths[key] < K - 1e-6]
    careless = protected(counted, tree=after)
    widths = intervals([old_one, Earlier(careless.figures, {YEAR: after})])
    assert [key for key in small & set(widths) if widths[key] < K - 1e-6], "without the ledger some are given away"


def test_a_group_of_ones_own_does_not_give_away_what_it_leaves_out():
    leaves = dict(BASE, a=(2, 100))
    tree, group = {YEAR: TREE}, {("group", "G"): ["c", "e", "g"]}
    kept = disclosure.protect(cells(TREE, "gp_contact", leaves), [CONTACT], TOTALS, tree, groups=group)
    own = by_area(kept.figures, "group")
    shown = by_area(kept.figures, "province")["P0"]
    assert own["G"] is None or shown is None, "province minus group is a"


def test_a_group_of_an_earlier_release_with_its_own_geography_is_the_group_of_today():
    tree, group = {YEAR: TREE}, {("group", "G"): ["c", "e", "g"]}
    first = disclosure.protect(contacts(), [CONTACT], TOTALS, tree, groups=group)
    for old in (Earlier(first.figures), Earlier(first.figures, tree)):
        again = disclosure.protect(contacts(), [CONTACT], TOTALS, tree, groups=group, earlier=[old])
        assert again.figures.equals(first.figures)


def test_a_group_that_was_released_and_is_not_declared_again_is_refused():
    group = {("group", "G"): ["c", "e", "g"]}
    first = disclosure.protect(contacts(), [CONTACT], TOTALS, {YEAR: TREE}, groups=group)
    with pytest.raises(MutualisError, match="group 'G', which is not declared now"):
        protected(contacts(), [first.figures])


def test_two_groups_that_overlap_are_refused_where_their_splits_would_be_published():
    plan = PlainPlan({**TOTALS.splits, "municipality": ("total",)})
    groups = {("group", "G"): ["a", "c"], ("group", "H"): ["c", "e"]}
    counted = contacts()
    rows = [
        counted.filter(pc.equal(counted["area_code"], "a")).set_column(2, "level", pa.array(["group"])).set_column(
            3, "area_code", pa.array([name])
        ).set_column(4, "split", pa.array(["sex"])).set_column(5, "category", pa.array(["1"]))
        for name in ("G", "H")
    ]  # fmt: skip
    with pytest.raises(MutualisError, match="overlap"):
        disclosure.protect(pa.concat_tables([counted, *rows]), [CONTACT], plan, {YEAR: TREE}, groups=groups)


def test_the_audit_of_a_safe_release_exposes_nothing_and_of_an_open_one_names_the_cell():
    leaves = dict(BASE, a=(2, 100))
    counted = cells(TREE, "gp_contact", leaves)
    safe = disclosure.audit([Earlier(protected(counted).figures, {YEAR: TREE})], [CONTACT])
    assert safe.hidden.num_rows > 0
    assert not safe.exposed.num_rows
    bare = protected(counted).figures
    alone = np.array([code == "a" and level == "municipality" for code, level in zip(
        counted["area_code"].to_pylist(), counted["level"].to_pylist(), strict=True)])  # fmt: skip
    shown = with_values(bare, counted, alone)
    found = disclosure.audit([Earlier(shown, {YEAR: TREE})], [CONTACT]).exposed.to_pylist()
    assert [(row["area_code"], row["role"], round(row["low"]), round(row["high"])) for row in found] == [
        ("a", "numerator", 2, 2)
    ]


def with_values(figures, counted, hidden):
    """Figures as they would be with primary suppression alone."""
    mask = pa.array(hidden)
    numerator = pa.array(np.array(counted["numerator"]), mask=hidden)
    ordered = counted.set_column(counted.column_names.index("numerator"), "numerator", numerator)
    status = pc.if_else(mask, "suppressed", "shown")
    found = ordered.select(["indicator", "year", "level", "area_code", "split", "category", "numerator", "denominator"])
    return found.append_column("status", status).append_column("standardised", pa.nulls(found.num_rows, pa.float64()))


def test_a_third_release_stands_on_both_earlier_ones_though_the_second_shows_old_figures_beside_new():
    second = protected(contacts(a=3, b=6, c=7), [FIRST]).figures
    third = protected(contacts(a=8, b=11, c=7), [FIRST, second])
    assert by_area(second) == by_area(FIRST)
    assert by_area(third.figures) == by_area(FIRST) | {"a": 48, "b": 54, "c": 53}
    fourth = protected(contacts(a=9, b=11, c=7), [FIRST, second, third.figures])
    assert fourth.figures.equals(third.figures), "a and all that it is part of differ by one from the third"
    releases = [Earlier(each, {YEAR: TREE}) for each in (FIRST, second, third.figures)]
    assert not disclosure.audit(releases, [CONTACT]).exposed.num_rows
