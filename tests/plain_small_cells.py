"""The measures of a small cell analysis in plain Python over rows as dictionaries: the reference for the fast ones."""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

Row = dict[str, Any]
Sets = Iterator[tuple[str, ...]]


def all_sets(columns: Sequence[str], largest: int) -> Sets:
    for size in range(1, min(largest, len(columns)) + 1):
        yield from itertools.combinations(columns, size)


def look(row: Row, columns: Sequence[str]) -> tuple:
    return tuple(row[name] for name in columns)


def classes(rows: Sequence[Row], columns: Sequence[str]) -> Counter:
    return Counter(look(row, columns) for row in rows)


def measure(rows: Sequence[Row], columns: Sequence[str], smaller_than: Sequence[int] = (3, 5, 10)) -> dict[str, Any]:
    """Classes, unique rows, shares in small classes, largest and mean risk of a row, expected identifications."""
    sizes = classes(rows, columns)
    risk = [1 / sizes[look(row, columns)] for row in rows]
    return {
        "classes": len(sizes),
        "uniques": sum(sizes[look(row, columns)] == 1 for row in rows),
        "smaller": {k: sum(sizes[look(row, columns)] < k for row in rows) / len(rows) for k in smaller_than},
        "largest_risk": max(risk),
        "mean_risk": sum(risk) / len(rows),
        "expected": sum(risk),
    }


def special_uniques(rows: Sequence[Row], columns: Sequence[str], largest: int) -> list[list[tuple[str, ...]]]:
    """For each row its minimal special uniques: the sets with which it is alone, and with no smaller part of them."""
    counted = {each: classes(rows, each) for each in all_sets(columns, largest)}
    found = []
    for row in rows:
        alone = [each for each in counted if counted[each][look(row, each)] == 1]
        found.append([each for each in alone if not any(set(other) < set(each) for other in alone)])
    return found


def score(special: Sequence[tuple[str, ...]], columns: int, largest: int) -> int:
    top = min(largest, columns)
    return sum(math.prod(columns - i for i in range(len(each), top)) for each in special)


def persons(rows: Sequence[Row], columns: Sequence[str], person: str = "c_project") -> dict[tuple, set]:
    found: dict[tuple, set] = defaultdict(set)
    for row in rows:
        found[look(row, columns)].add(row[person])
    return found


def diversity(rows: Sequence[Row], columns: Sequence[str], sensitive: str) -> tuple[int, float, float]:
    """Distinct l, entropy l and t: half the sum of the differences of shares, in the class that is worst."""
    everyone, each = Counter(row[sensitive] for row in rows), defaultdict(Counter)
    for row in rows:
        each[look(row, columns)][row[sensitive]] += 1
    distinct = min(len(values) for values in each.values())
    entropy = min(
        math.exp(-sum(n / total * math.log(n / total) for n in values.values()))
        for values in each.values()
        for total in [sum(values.values())]
    )
    closeness = max(
        sum(abs(values[value] / sum(values.values()) - n / len(rows)) for value, n in everyone.items()) / 2
        for values in each.values()
    )
    return distinct, entropy, closeness
