"""A verdict and a sentence for every published cell: what a person who releases figures looks at. Never published."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mutualis.disclosure import primary
from mutualis.disclosure.figures import NONE, SHOWN, SUPPRESSED, published_places
from mutualis.disclosure.grid import KEY
from mutualis.disclosure.hierarchy import Ints
from mutualis.disclosure.primary import Sensitive
from mutualis.disclosure.system import Counts, System

PASS, REVIEW, SUPPRESS = "pass", "review", "suppress"
SECONDARY = 8
SECONDARY_NAME, ALL_OR_NOTHING = "secondary", "all or nothing"
REASONS = {
    primary.SMALL: ("small number", "Fewer persons than the small number met it."),
    primary.REST: ("complement", "Fewer persons than the small number did not meet it."),
    primary.FEW: ("few contributors", "Fewer persons than the small number have a part in the amount."),
    primary.DOMINANCE: ("dominance", "One or two persons make too much of the amount."),
    primary.P_PERCENT: ("p percent", "The second largest part would allow too near an estimate of the largest."),
    primary.BASE: ("denominator", "Its number of insured persons is a small number or is hidden to protect one."),
    primary.CHANGE: ("difference", "It differs from an earlier release by fewer persons than the small number."),
    SECONDARY: (SECONDARY_NAME, "Shown, it would let a reader work out another suppressed cell."),
}
ALL_OR_NOTHING_SENTENCE = "Nobody or everybody of the group met it: a person decides whether that may be said."
KEPT_SENTENCE = "It stands as it was released: renewed, it would show a difference of few persons."
SENTENCES = {number: sentence for number, (_, sentence) in REASONS.items()}
NAMES = {number: name for number, (name, _) in REASONS.items()}


def table(made: System, figures: pa.Table, targets: Sensitive) -> pa.Table:
    """The figures' keys with verdict, reason and sentence."""
    parts = []
    for each in sorted(made.counts, key=lambda counts: counts.indicator):
        own = figures.filter(pc.equal(figures["indicator"], each.indicator))
        parts.append(_of_indicator(made, each, own, targets))
    return pa.concat_tables(parts)


def kept(figures: pa.Table) -> pa.Table:
    """The same for figures that stand as an earlier release has them."""
    shown = pc.equal(figures["status"], SHOWN).combine_chunks()
    hidden = pc.equal(figures["status"], SUPPRESSED).combine_chunks()
    keys = figures.select(list(KEY))
    columns = {
        "verdict": pc.if_else(hidden, SUPPRESS, PASS),
        "reason": pc.if_else(hidden, NAMES[primary.CHANGE], ""),
        "sentence": pc.if_else(shown, KEPT_SENTENCE, pc.if_else(hidden, SENTENCES[primary.CHANGE], "")),
    }
    for name, column in columns.items():
        keys = keys.append_column(name, column)
    return keys


def _of_indicator(made: System, counts: Counts, own: pa.Table, targets: Sensitive) -> pa.Table:
    node = made.frame.node[published_places(made, counts)]
    status = np.array(own["status"].to_pylist())
    reason = np.where(status == SUPPRESSED, _reason(made, counts, targets)[node], 0)
    extreme = (counts.numerator == 0) | (counts.numerator == counts.denominator)
    is_share = not np.array_equal(counts.numerator, counts.denominator)
    review = (status == SHOWN) & extreme[node] & (counts.kind == "count") & is_share
    verdict = np.where(status == SUPPRESSED, SUPPRESS, np.where(review, REVIEW, PASS))
    names = np.array([NAMES.get(number, "") for number in range(10)], dtype=object)
    sentences = np.array([SENTENCES.get(number, "") for number in range(10)], dtype=object)
    sentence = np.where(review, ALL_OR_NOTHING_SENTENCE, sentences[reason])
    sentence = np.where(status == NONE, "There is nobody whom it counts.", sentence)
    sentence = np.where((sentence == "") & (status == SHOWN), "No rule speaks against it.", sentence)
    keys = own.select(list(KEY))
    for name, column in (("verdict", verdict), ("reason", names[reason]), ("sentence", sentence)):
        keys = keys.append_column(name, pa.array(column.tolist(), pa.string()))
    return keys


def _reason(made: System, counts: Counts, targets: Sensitive) -> Ints:
    """The number of the reason of each node, if it is hidden: denominator, then its own, complement, else secondary."""
    rule = np.zeros(len(made.true) + 1, dtype=np.int64)
    rule[targets.cell] = targets.rule
    top, base = (made.tables[position] for position in made.tables_of(counts.indicator))
    own, persons = rule[top.place[counts.top]], rule[base.place]
    if base.complement >= 0:
        persons = np.maximum(persons, rule[made.tables[base.complement].place])
    own = np.where(own == primary.BASE, primary.SMALL, own)
    rest = rule[made.tables[top.complement].place] if top.complement >= 0 else np.zeros_like(own)
    found = np.where(own > 0, own, np.where(rest > 0, rest, SECONDARY))
    return np.where(persons > 0, primary.BASE, found)


def reasons(verdicts: pa.Table) -> dict[str, int]:
    """How many figures are suppressed for each reason, and how many are left to a person."""
    found = Counter(name for name in verdicts["reason"].to_pylist() if name)
    found[ALL_OR_NOTHING] = sum(verdict == REVIEW for verdict in verdicts["verdict"].to_pylist())
    return dict(sorted((name, number) for name, number in found.items() if number))
