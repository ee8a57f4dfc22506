"""Changed numbers: one person keeps one code, whatever arrives first."""

import datetime as dt
import itertools
from dataclasses import dataclass, field

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis import coding
from mutualis.coding import relay
from mutualis.coding.changes import join
from mutualis.parcel import ParcelError

KEY = "ab" * 32


@pytest.mark.parametrize(
    ("rule", "known", "pairs", "aliases"),
    [
        ("a new number means the old one", {}, [("a", "b")], {"b": "a"}),
        ("a chain leads to its beginning", {}, [("a", "b"), ("b", "c")], {"b": "a", "c": "a"}),
        ("a chain may be told backwards", {"c": "b"}, [("a", "b")], {"b": "a", "c": "a"}),
        ("what is known is not told again", {"b": "a"}, [("a", "b")], {}),
        ("two old numbers of one person become one", {"c": "a"}, [("b", "c")], {"b": "a"}),
        ("two classes become one", {"b": "a", "d": "c"}, [("b", "c")], {"c": "a", "d": "a"}),
        ("nothing told, nothing changed", {"b": "a"}, [], {}),
    ],
)
def test_changes_join_codes(rule, known, pairs, aliases):
    assert join(known, pairs).aliases == aliases, rule


def test_every_code_given_up_in_a_class_that_changed_is_told():
    assert join({"c": "b", "z": "y"}, [("a", "b")]).retired == {"b": "a", "c": "a"}


@pytest.mark.parametrize("pairs", [[("a", "a")], [("a", "b"), ("b", "a")], [("a", "b"), ("b", "c"), ("c", "a")]])
def test_changes_that_lead_back_are_refused_without_telling_a_code(pairs):
    with pytest.raises(ParcelError, match="lead back") as refused:
        join({}, pairs)
    assert refused.value.rule == "parcel.manifest"


@dataclass
class Parties:
    """The third party's part and the centre's: aliases here, C2 codes and changes of code there."""

    aliases: dict[str, str] = field(default_factory=dict)
    codes: dict[str, set[str]] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)

    def take(self, numbers: list[str], pairs: list[tuple[str, str]]) -> None:
        members = sorted({*numbers, *(each for pair in pairs for each in pair)})
        c1 = coding.code_distinct(pl.Series("code", members, dtype=pl.String), KEY)
        code_of = dict(zip(members, c1, strict=True))
        identities = pl.DataFrame(
            {
                "kind": ["person"] * len(members),
                "token": range(len(members)),
                "code": c1,
                "qualification": [None] * len(members),
            }
        )
        identities = identities.cast(
            {"kind": pl.String, "token": pl.Int32, "code": pl.String, "qualification": pl.String}
        )
        joined = join(self.aliases, [(code_of[old], code_of[new]) for old, new in pairs])
        self.aliases |= joined.aliases
        days = {"old_token": [0], "new_token": [0], "change_day": [dt.date(2023, 3, 1)]}
        changes = pl.DataFrame(days, schema_overrides={"old_token": pl.Int32, "new_token": pl.Int32})
        (recoded,) = relay.recode([identities], self.aliases, lambda kind: "cd" * 32)
        retired, told = relay.retired_codes(joined.retired, changes, len(members), "cd" * 32)
        codes = [*recoded["code"], *retired["code"]]
        for number, code in zip(members, codes, strict=False):
            if number in numbers:
                self.codes.setdefault(number, set()).add(code)
        self.changed |= {codes[old]: codes[new] for old, new, _ in told.rows()}

    def resolved(self, code: str) -> str:
        while code in self.changed:
            code = self.changed[code]
        return code


@st.composite
def histories(draw):
    """Persons with one to four numbers each; deliveries of several insurers in any order, some before the change."""
    chains, serial = [], 0
    for length in draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)):
        chains.append([f"{10**10 + serial + step}" for step in range(length)])
        serial += length
    pairs = [pair for chain in chains for pair in itertools.pairwise(chain)]
    numbers = [number for chain in chains for number in chain]
    some = st.lists(st.sampled_from(numbers), max_size=5)
    told = st.lists(st.sampled_from(pairs), max_size=3, unique=True) if pairs else st.just([])
    parcels = [*draw(st.lists(st.tuples(some, told), max_size=5)), *(([], [pair]) for pair in pairs), (numbers, [])]
    return chains, draw(st.permutations(parcels))


@settings(max_examples=40, deadline=None)
@given(histories())
def test_one_person_keeps_one_code_whatever_the_order_of_deliveries_and_changes(history):
    chains, parcels = history
    parties = Parties()
    for numbers, pairs in parcels:
        parties.take(list(numbers), list(pairs))
    found = [{parties.resolved(code) for number in chain for code in parties.codes[number]} for chain in chains]
    assert all(len(codes) == 1 for codes in found)
    assert len(set.union(*found)) == len(chains)
