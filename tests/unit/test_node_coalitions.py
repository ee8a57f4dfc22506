"""Smallest coalitions along links are those that trying every coalition finds."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from mutualis.node.coalitions import NOBODY, Link, smallest, spread

ROLES, TERMS = (1, 2, 4, 8), "abcde"
LINKS = st.lists(
    st.builds(
        Link,
        st.frozensets(st.sampled_from(TERMS), min_size=1, max_size=3),
        st.frozensets(st.sampled_from(ROLES), max_size=2),
    ),
    max_size=7,
)


def tried(links: list[Link], target: str) -> frozenset[int]:
    """Every coalition that reaches the target from `a`, without those that hold a smaller one."""
    can = set()
    for size in range(len(ROLES) + 1):
        for roles in combinations(ROLES, size):
            found, before = {"a"}, 0
            while len(found) > before:
                before = len(found)
                found |= {t for each in links if each.seen_by & {*roles} and each.terms & found for t in each.terms}
            can |= {sum(roles)} if target in found else set()
    return frozenset(each for each in can if not any(other != each and other & each == other for other in can))


@given(LINKS, st.sampled_from(TERMS))
def test_smallest_coalitions_are_those_that_trying_all_finds(links: list[Link], target: str) -> None:
    assert spread({"a": NOBODY}, links).get(target, frozenset()) == tried(links, target)


@given(st.sets(st.integers(0, 31)))
def test_of_coalitions_those_stay_that_hold_no_other(found: set[int]) -> None:
    kept = smallest(found)
    assert all(any(small & each == small for small in kept) for each in found)
    assert not any(a != b and a & b == a for a in kept for b in kept)
