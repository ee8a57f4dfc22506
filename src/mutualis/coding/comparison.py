"""How an insurer's problems compare: with its own earlier deliveries, and with the others without naming them."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median_low

from mutualis.coding import arrival, handover
from mutualis.ledger import Delivery
from mutualis.model import MutualisError
from mutualis.node import Node

PER = 100_000
LEAST_OTHERS = 3


@dataclass(frozen=True)
class Comparison:
    """For one rule: own `count` and `share`, the shares of earlier periods, and lowest, median and highest share of the
    others (None where fewer than three others delivered). Shares are problems per 100,000 lines of the rule's file."""

    rule: str
    file: str
    count: int
    share: int
    earlier: tuple[tuple[str, int], ...] = ()
    others: tuple[int, int, int] | None = None


def compare(node: Node, delivery: str) -> dict[str, Comparison]:
    """Rule to comparison for a `coded` delivery (its hash) known to the trusted third party.

    The others are, of each other insurer, the delivery in force of the same period, else its last one before.
    """
    handover.require_role(node, "ttp", "comparison of insurers")
    own = node.ledger.known(delivery)
    if own is None:
        raise MutualisError("This delivery is not known here.", do="compare a delivery that was passed on")
    rest = _others(node, own)
    earlier = [each for each in arrival.standing(node, own.sender) if each.period < own.period]
    counts = _counts(node)
    rules = sorted({key for each in [own, *rest, *earlier] for key in counts.get(each.hash, {})})
    return {key[0]: _compared(key, own, rest, earlier, counts) for key in rules}


Counts = Mapping[str, Mapping[tuple[str, str], int]]


def _compared(
    key: tuple[str, str], own: Delivery, others: list[Delivery], earlier: list[Delivery], counts: Counts
) -> Comparison:
    rule, file = key

    def share(of: Delivery) -> int:
        rows = of.totals.get(file, {}).get("rows", 0)
        return round(counts.get(of.hash, {}).get(key, 0) * PER / rows) if rows else 0

    trend = tuple((each.period, share(each)) for each in earlier)
    spread = sorted(share(each) for each in others)
    found = (spread[0], median_low(spread), spread[-1]) if len(spread) >= LEAST_OTHERS else None
    return Comparison(rule, file, counts.get(own.hash, {}).get(key, 0), share(own), trend, found)


def others(node: Node, own: Delivery) -> int:
    """How many other insurers a delivery is compared with."""
    return len(_others(node, own))


def _others(node: Node, own: Delivery) -> list[Delivery]:
    names = sorted(set(node.ledger.senders()) - {own.sender})
    return [each for name in names if (each := _latest(node, name, own.period))]


def _latest(node: Node, sender: str, period: str) -> Delivery | None:
    found = [each for each in arrival.standing(node, sender) if each.period <= period]
    return found[-1] if found else None


def _counts(node: Node) -> dict[str, dict[tuple[str, str], int]]:
    found: dict[str, dict[tuple[str, str], int]] = {}
    for each in node.ledger.problem_history():
        found.setdefault(each.delivery, {})[each.rule, each.file] = each.count
    return found


def as_json(compared: Mapping[str, Comparison], others: int) -> dict[str, object]:
    """The content of `comparison.json`: `others`, and by rule their spread and what is the insurer's own."""
    spreads = {
        rule: dict(zip(("lowest", "median", "highest"), each.others, strict=True))
        for rule, each in compared.items()
        if each.others
    }
    own = {
        rule: {"count": each.count, "share": each.share, "earlier": [list(point) for point in each.earlier]}
        for rule, each in compared.items()
        if each.count or each.earlier
    }
    return {"others": others, "rules": spreads, "own": own}
