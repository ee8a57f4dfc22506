"""From what is hidden to the figures of a release, and back: what a reader of the figures does not see."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mutualis import reference
from mutualis.disclosure.frame import TOTAL
from mutualis.disclosure.hierarchy import GROUP, LEVELS, Bools, Ints
from mutualis.disclosure.placing import joined_keys, row_keys
from mutualis.disclosure.system import EARLIER, Counts, System, hide_differences

SHOWN, SUPPRESSED, NONE = "shown", "suppressed", "none"


@dataclass(frozen=True)
class Outcome:
    """What is hidden of a system and which of its standardised figures are shown."""

    hidden: Bools
    rates: Bools

    @classmethod
    def nothing(cls, made: System) -> "Outcome":
        """Nothing is hidden, and no standardised figure shown."""
        return cls(np.zeros(len(made.true), dtype=bool), np.zeros(len(made.rates), dtype=bool))


def figures(made: System, outcome: Outcome) -> pa.Table:
    """The published cells of a year with hidden values blank, ordered by indicator, level, split, area and category."""
    ordered = sorted(made.counts, key=lambda counts: counts.indicator)
    return pa.concat_tables([_of_indicator(made, each, outcome) for each in ordered])


def published_places(made: System, counts: Counts) -> Ints:
    """The places of the published cells of an indicator, in the order of the figures."""
    rank = {split: number for number, split in enumerate(made.frame.categories)}
    levels = (*LEVELS, GROUP)
    keys = made.frame.keys
    there = [place for place in np.flatnonzero(counts.shown).tolist() if keys[place][0] in levels]
    there.sort(key=lambda at: (levels.index(keys[at][0]), rank[keys[at][2]], keys[at][1], keys[at][3]))
    return np.array(there, dtype=np.int64)


def in_order(rows: pa.Table) -> pa.Table:
    """Rows by indicator, year, level, split, area and category."""
    levels, splits = pa.array([*LEVELS, GROUP]), pa.array(reference.SPLITS)
    ranked = rows.append_column("level_rank", pc.index_in(rows["level"], value_set=levels))
    ranked = ranked.append_column("split_rank", pc.index_in(rows["split"], value_set=splits))
    order = ("indicator", "year", "level_rank", "split_rank", "area_code", "category")
    return ranked.sort_by([(name, "ascending") for name in order]).drop_columns(["level_rank", "split_rank"])


def _of_indicator(made: System, counts: Counts, outcome: Outcome) -> pa.Table:
    places = published_places(made, counts)
    node = made.frame.node[places]
    top, base = (made.tables[position] for position in made.tables_of(counts.indicator))
    no_top, no_base = outcome.hidden[top.place[counts.top[node]]], outcome.hidden[base.place[node]]
    empty = (counts.denominator[node] == 0) & ~no_top
    keys = [made.frame.keys[place] for place in places.tolist()]
    level, area, split, category = zip(*keys, strict=True) if keys else ((), (), (), ())
    return pa.table(
        {
            "indicator": pa.array([counts.indicator] * len(places), pa.string()),
            "year": pa.array(np.full(len(places), made.year, dtype=np.int32)),
            "level": pa.array(level, pa.string()),
            "area_code": pa.array(area, pa.string()),
            "split": pa.array(split, pa.string()),
            "category": pa.array(category, pa.string()),
            "numerator": pa.array(counts.numerator[node], mask=no_top | empty),
            "denominator": pa.array(counts.denominator[node], mask=no_base | empty),
            "status": pa.array(np.where(no_top, SUPPRESSED, np.where(empty, NONE, SHOWN))),
            "standardised": _standardised(made, counts, node, np.array(split, dtype=object) == TOTAL, outcome),
        }
    )


def _standardised(made: System, counts: Counts, node: Ints, is_total: Bools, outcome: Outcome) -> pa.Array:
    value = np.full(made.frame.size, np.nan)
    for rate, shown in zip(made.rates, outcome.rates, strict=True):
        if shown and rate.indicator == counts.indicator:
            value[rate.node] = rate.rounded
    found = np.where(is_total, value[node], np.nan)
    return pa.array(found, mask=np.isnan(found))


def seen(made: System, released: pa.Table) -> Outcome:
    """What a reader of these figures does not see, and the standardised figures that he sees."""
    hidden = np.ones(len(made.true), dtype=bool)
    rates = np.zeros(len(made.rates), dtype=bool)
    known = joined_keys(made.frame)
    for each in made.counts:
        mine = pc.and_(pc.equal(released["indicator"], each.indicator), pc.equal(released["year"], made.year))
        own = released.filter(mine)
        node = made.frame.node[pc.index_in(row_keys(own), value_set=known).to_numpy(zero_copy_only=False)]
        top, base = (made.tables[position] for position in made.tables_of(each.indicator))
        empty = pc.equal(own["status"], NONE).to_numpy()
        met, persons = (node[empty | own[name].is_valid().to_numpy()] for name in ("numerator", "denominator"))
        hidden[top.place[each.top[met]]] = hidden[base.place[persons]] = False
        shown = set(node[own["standardised"].is_valid().to_numpy()].tolist())
        for number, rate in enumerate(made.rates):
            rates[number] |= rate.indicator == each.indicator and rate.node in shown
    for table in made.tables:
        if table.complement >= 0:
            rest, base = made.tables[table.complement], made.tables[table.denominator]
            hidden[rest.cells] = hidden[table.place[rest.nodes]] | hidden[base.place[rest.nodes]]
        elif table.role == EARLIER:
            hidden[table.cells] = ~table.published
    hide_differences(made, hidden)
    return Outcome(hidden, rates)
