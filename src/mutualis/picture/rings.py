"""Arcs stitched end to end into closed rings, as the borders of an area are."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence

Point = tuple[int, int]


def stitched(numbers: Iterable[int], arcs: Sequence[Sequence[Point]]) -> list[tuple[list[int], list[Point]]]:
    """The rings that arcs make: the numbers of the arcs of each (~number: backwards), and its points.

    Arcs that meet no other are left as they are: a line that does not close.
    """
    numbers = list(numbers)
    at: dict[Point, list[int]] = defaultdict(list)
    for number in numbers:
        for end in (arcs[number][0], arcs[number][-1]):
            at[end].append(number)
    left, found = set(numbers), []
    for first in numbers:
        if first not in left:
            continue
        left.discard(first)
        ring, points = [first], list(arcs[first])
        while points[-1] != points[0]:
            following = next((number for number in at[points[-1]] if number in left), None)
            if following is None:
                break
            left.discard(following)
            is_ahead = arcs[following][0] == points[-1]
            ring.append(following if is_ahead else ~following)
            points += (arcs[following] if is_ahead else arcs[following][::-1])[1:]
        found.append((ring, points))
    return found


def twice_area(ring: Sequence[Point]) -> int:
    """Twice the signed area of a ring."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
