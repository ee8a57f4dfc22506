"""Lineage in an edition: what a thing comes from, what comes of it, and both as layers for a picture."""

from collections.abc import Callable, Iterable

from mutualis.release.catalogue import Edition, Key

STEP_UP = ("made_of", "counts")
STEP_DOWN = ("made_of", "counts", "decided_by", "coded_by")


def upwards(edition: Edition, key: Key) -> dict[Key, int]:
    """{what a thing is made of, to the sources: how many steps away}."""
    return _walk(key, lambda each: _up(edition, each))


def downwards(edition: Edition, key: Key) -> dict[Key, int]:
    """{what is made of a thing, to indicators: how many steps away}; of a database or table that of its variables."""
    return _walk(key, lambda each: _down(edition, each))


def layers(edition: Edition, key: Key) -> list[list[Key]]:
    """What a thing comes from, furthest first, the thing itself, and what comes of it, indicators last."""
    up, down = upwards(edition, key), downwards(edition, key)
    before = [[each for each, away in up.items() if away == step] for step in sorted(set(up.values()), reverse=True)]
    ends = [each for each in down if each[0] == "indicator"]
    after = [
        [each for each, away in down.items() if away == step and each[0] != "indicator"]
        for step in sorted(set(down.values()))
    ]
    return [layer for layer in (*before, [key], *after, ends) if layer]


def arrows(edition: Edition, keys: Iterable[Key]) -> list[tuple[Key, Key]]:
    """Among some things, the pairs (what it comes from, what comes of it)."""
    there = list(keys)
    return [(above, each) for each in there for above in _up(edition, each) if above in there]


def _up(edition: Edition, key: Key) -> list[Key]:
    item = edition.items[key]
    return [link.key for link in item.links if link.relation in STEP_UP]


def _down(edition: Edition, key: Key) -> list[Key]:
    pointing = edition.backward.get(key, ())
    found = [link.key for link in pointing if link.relation in STEP_DOWN]
    if key[0] in ("database", "table"):
        found += [link.key for link in pointing if link.relation == "part_of" and link.kind == "variable"]
    return found


def _walk(start: Key, following: Callable[[Key], Iterable[Key]]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    waiting, away = [start], 0
    while waiting:
        away += 1
        waiting = [each for key in waiting for each in following(key) if each not in found and each != start]
        waiting = list(dict.fromkeys(waiting))
        found |= dict.fromkeys(waiting, away)
    return found
