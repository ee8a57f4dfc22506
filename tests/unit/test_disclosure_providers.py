"""Figures by practice and hospital: what a reader who knows the total can work out, against every possible table."""

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis import disclosure
from mutualis.disclosure.providers import (
    Asked,
    Parts,
    ProtectedProviders,
    interval,
    narrow,
    protect_providers,
    protect_pyramids,
    wanted,
    widened,
)
from mutualis.disclosure.providers.protected import ProviderBreach, ProviderVerdict, make
from mutualis.disclosure.providers.protecting import attack
from mutualis.model import MutualisError

K = 5
RULES = disclosure.Rules(k=K)


def asked(least=30, earlier=None, **values):
    return Asked("gmd", "practice", "2023", RULES, least, earlier or {}, **values)


def country(*providers):
    """Providers as (persons, denominator, numerator), named p0, p1, ..."""
    return pl.DataFrame(
        [
            {"provider": f"p{n}", "persons": persons, "numerator": count, "denominator": base, "expected": base / 3}
            for n, (persons, base, count) in enumerate(providers)
        ]
    )


def told(protected):
    """{provider: numerator, None where hidden} of the totals."""
    rows = [each for each in protected.rows.to_pylist() if each["split"] == "total"]
    return {each["provider"]: each["numerator"] for each in rows}


def possible(parts, hidden):
    """Every table that a reader cannot tell from the true one: the attack by brute force."""
    ranges = [
        range(low, high + 1) if is_hidden else (true,)
        for low, high, true, is_hidden in zip(parts.least, parts.most, parts.true, hidden, strict=True)
    ]
    total = parts.true.sum()
    return np.array([each for each in product(*ranges) if sum(each) == total])


def known_anyway(parts, k):
    """How wide each part must stay: k, or as wide as the total alone leaves it, again from every possible table."""
    tables = possible(parts, np.ones(len(parts.true), dtype=bool))
    return np.minimum(k, tables.max(axis=0) - tables.min(axis=0))


small_parts = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=4).map(
    lambda pairs: Parts.of(
        np.array([min(pair) for pair in pairs], dtype=np.int64), np.array([max(pair) for pair in pairs], dtype=np.int64)
    )
)


@given(small_parts, st.lists(st.booleans(), min_size=4, max_size=4))
@settings(max_examples=80, deadline=None)
def test_the_ends_are_those_of_every_possible_table(parts, flags):
    hidden = np.array(flags[: len(parts.true)])
    tables = possible(parts, hidden)
    low, high = interval(parts, hidden)
    assert low.tolist() == tables.min(axis=0).tolist()
    assert high.tolist() == tables.max(axis=0).tolist()


@given(small_parts, st.lists(st.booleans(), min_size=4, max_size=4), st.integers(2, 5))
@settings(max_examples=80, deadline=None)
def test_after_widening_no_hidden_count_is_narrower_than_the_rule(parts, flags, k):
    hidden = np.array(flags[: len(parts.true)])
    wide = widened(parts, hidden, parts.most, k)
    assert (wide | hidden).tolist() == wide.tolist()
    tables = possible(parts, wide)
    spread = tables.max(axis=0) - tables.min(axis=0)
    assert (spread[wide] >= known_anyway(parts, k)[wide]).all()


@st.composite
def countries(draw):
    """A few practices of all sizes, the population of the indicator a part of some."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        persons = draw(st.integers(0, 12))
        base = draw(st.integers(0, persons))
        found.append((persons, base, draw(st.integers(0, base))))
    return country(*found)


@given(countries())
@settings(max_examples=80, deadline=None)
def test_nothing_small_is_shown_and_nothing_hidden_is_found_by_brute_force(rows):
    shown = told(protect_providers(rows, asked(least=8)))
    ordered = rows.sort("provider")
    hidden = np.array([shown[each] is None for each in ordered["provider"]])
    count, base = ordered["numerator"].to_numpy(), ordered["denominator"].to_numpy()
    assert ((count >= K) & (base - count >= K) & (ordered["persons"].to_numpy() >= 8))[~hidden].all()
    parts = Parts.of(count, base)
    tables = possible(parts, hidden)
    spread = tables.max(axis=0) - tables.min(axis=0)
    assert (spread[hidden] >= wanted(parts, K)[hidden]).all()


def test_a_single_small_practice_takes_the_smallest_other_one_with_it():
    shown = told(protect_providers(country((900, 900, 3), (800, 800, 500), (700, 700, 300)), asked()))
    assert shown == {"p0": None, "p1": 500, "p2": None}


def test_a_small_rest_is_hidden_as_a_small_count_is():
    protected = protect_providers(country((900, 900, 897), (800, 800, 500), (700, 700, 300)), asked())
    assert told(protected)["p0"] is None
    assert protected.reasons == {"small_rest": 1, "protects_others": 1}


def test_a_practice_with_few_persons_is_left_out_whatever_its_counts():
    assert told(protect_providers(country((29, 29, 12), (800, 800, 500), (30, 30, 12)), asked()))["p0"] is None


def test_hidden_practices_with_nobody_between_them_are_not_given_away_by_the_total():
    shown = told(protect_providers(country((900, 900, 0), (800, 800, 0), (700, 700, 300), (950, 950, 400)), asked()))
    assert shown == {"p0": None, "p1": None, "p2": None, "p3": 400}


def test_a_small_population_within_a_practice_is_no_secret_that_the_total_tells():
    rows = country((900, 3, 1), (800, 300, 120), (700, 200, 90), (600, 400, 150))
    hidden = np.array([told(protect_providers(rows, asked()))[f"p{n}"] is None for n in range(4)])
    parts = Parts.of(rows["denominator"].to_numpy(), rows["persons"].to_numpy())
    assert hidden[0]
    assert not narrow(parts, hidden, K).any()


def test_the_attack_finds_what_a_careless_hand_hid_alone():
    rows = country((900, 900, 3), (800, 800, 500), (700, 700, 300))
    verdict = attack(rows, np.array([True, False, False]), asked())
    assert verdict == ProviderVerdict(attacked=1, breached=1)
    with pytest.raises(ProviderBreach, match="1 of 1 hidden counts"):
        make(indicator="gmd", by="practice", verdict=verdict)


def test_nobody_makes_one_by_hand():
    with pytest.raises(MutualisError, match="by hand"):
        ProtectedProviders(object())


def test_counts_that_cannot_be_are_refused():
    with pytest.raises(MutualisError, match="cannot be"):
        protect_providers(country((10, 10, 11)), asked())


def test_a_split_with_a_small_category_hides_the_other_one_too():
    split = pl.DataFrame(
        [
            {"provider": p, "category": c, "persons": n, "numerator": m, "denominator": n}
            for p, c, n, m in (
                ("p0", "yes", 40, 2),
                ("p0", "no", 860, 400),
                ("p1", "yes", 90, 30),
                ("p1", "no", 710, 300),
            )
        ]
    )
    rows = country((900, 900, 402), (800, 800, 330))
    protected = protect_providers(rows, asked(), {"increased_reimbursement": split})
    found = {(each["provider"], each["category"]): each["numerator"] for each in protected.rows.to_pylist()}
    assert found["p0", "yes"] is None
    assert found["p0", "no"] is None
    assert (found["p1", "yes"], found["p1", "no"]) == (30, 300)


def test_a_hidden_practice_has_no_split():
    split = pl.DataFrame(
        [{"provider": "p0", "category": c, "persons": 450, "numerator": 200, "denominator": 450} for c in ("yes", "no")]
    )
    protected = protect_providers(country((900, 900, 2), (800, 800, 330)), asked(), {"increased_reimbursement": split})
    assert {each["split"] for each in protected.rows.to_pylist()} == {"total"}


@given(st.lists(st.integers(0, 9), min_size=2, max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_cell_of_a_pyramid_follows_from_the_number_of_patients(cells):
    frame = pl.DataFrame(
        [{"provider": "p", "sex": "1", "age_class": str(n), "persons": each} for n, each in enumerate(cells)]
    )
    rows = protect_pyramids(frame, asked(least=0)).rows.to_pylist()
    pyramid = [each for each in rows if each["split"] != "total"]
    hidden = np.array([each["status"] == "suppressed" for each in pyramid])
    persons = np.array(cells, dtype=np.int64)
    assert not ((persons > 0) & (persons < K) & ~hidden).any()
    parts = Parts.of(persons, np.full(len(cells), persons.sum()))
    tables = possible(parts, hidden)
    spread = tables.max(axis=0) - tables.min(axis=0)
    assert (spread[hidden] >= wanted(parts, K)[hidden]).all()


def test_a_change_of_a_few_persons_leaves_the_older_figure():
    rows = country((900, 900, 401), (800, 800, 330))
    earlier = {"p0": (900, 400, 900), "p1": (800, 300, 800)}
    assert told(protect_providers(rows, asked(earlier=earlier))) == {"p0": 400, "p1": 330}


def test_events_may_outnumber_patients_and_have_no_rest():
    rows = country((40, 40, 60), (800, 800, 798), (700, 700, 300))
    assert told(protect_providers(rows, asked(is_share=False))) == {"p0": 60, "p1": 798, "p2": 300}
