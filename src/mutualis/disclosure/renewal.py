"""What a later release may renew: a block of figures whose differences with the earlier ones are all zero or large.

A block is (indicator, level, split). One small difference in it, or a small one that hidden figures share, and its
earlier figures stand, and with them those of all finer blocks: what is renewed is then the top of the hierarchy, and
its differences are large like its figures.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from mutualis.disclosure.differences import too_small
from mutualis.disclosure.earlier import Earlier
from mutualis.disclosure.figures import SUPPRESSED
from mutualis.disclosure.frame import split_members
from mutualis.disclosure.hierarchy import LEVELS, Bools, Ints
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.system import DIFFERENCE, System, Table

Block = tuple[str, str, str]
Blocks = frozenset[Block]


def unsafe(system: System, hidden: Bools, rules: Rules) -> Blocks:
    """The blocks with a difference that is known and too small, or with a small remainder for hidden ones; and all
    blocks that are finer.
    """
    nodes = [(table, too_small(system, table, hidden, rules)) for table in system.tables if table.role == DIFFERENCE]
    found = {block for table, own in nodes for block in _of_nodes(system, table, own)}
    return _with_finer(system, found)


def of_cells(system: System, cells: Ints) -> Blocks:
    """The blocks that cells lie in, and all blocks that are finer."""
    tables = {cell: system.table_at(cell) for cell in cells.tolist()}
    found = {block for cell, table in tables.items() for block in _of_nodes(system, table, system.node_at(cell))}
    return _with_finer(system, found)


def blocks(system: System) -> Blocks:
    """All blocks that a system publishes."""
    return frozenset(
        (each.indicator, system.frame.keys[place][0], system.frame.keys[place][2])
        for each in system.counts
        for place in np.flatnonzero(each.shown).tolist()
        if system.frame.keys[place][0] in LEVELS
    )


def _of_nodes(system: System, table: Table, nodes: Ints | int) -> set[Block]:
    places = np.flatnonzero(np.isin(system.frame.node, nodes)).tolist()
    keys = {(system.frame.keys[place][0], system.frame.keys[place][2]) for place in places}
    return {(name, *key) for name in table.indicators for key in keys if key[0] in LEVELS}


def _with_finer(system: System, found: Collection[Block]) -> Blocks:
    return frozenset(each for each in blocks(system) if any(_is_finer(each, other) for other in found))


def _is_finer(one: Block, other: Block) -> bool:
    """Whether a block adds up to another of the same indicator, or is it."""
    members, coarser = (set(split_members(split)) for split in (one[2], other[2]))
    return one[0] == other[0] and LEVELS.index(one[1]) >= LEVELS.index(other[1]) and coarser <= members


def standing(kept: Collection[Block], year: int, new: pa.Table, earlier: Sequence[pa.Table]) -> pa.Table:
    """The rows of the kept blocks: as they were released last, or suppressed where other areas were released or none.

    `new`: the rows that the year would have had, all values included.
    """
    parts = [_latest(block, year, _rows(new, block, year), earlier) for block in sorted(kept)]
    return pa.concat_tables(parts) if parts else new.slice(0, 0)


def _latest(block: Block, year: int, new: pa.Table, earlier: Sequence[pa.Table]) -> pa.Table:
    for release in reversed(earlier):
        old = _rows(release, block, year)
        if old.num_rows and set(old["area_code"].to_pylist()) == set(new["area_code"].to_pylist()):
            return old.select(new.column_names).cast(new.schema)
    for name in ("numerator", "denominator", "standardised"):
        new = new.set_column(new.column_names.index(name), name, pa.nulls(new.num_rows, new.schema.field(name).type))
    return new.set_column(new.column_names.index("status"), "status", pa.array([SUPPRESSED] * new.num_rows))


def repeated(releases: Sequence[pa.Table]) -> Blocks:
    """The blocks of the last of some releases (of one year) that are figure by figure as an earlier one has them."""
    block, *rest = ["indicator", "level", "split"], "year", "area_code", "category", "status"
    columns = [*block, *rest, "numerator", "denominator", "standardised"]
    last = pl.DataFrame(releases[-1].select(columns))
    size, found = last.group_by(block).len(), set()
    for release in releases[:-1]:
        same = last.join(pl.DataFrame(release.select(columns)), on=columns, how="semi", nulls_equal=True)
        found |= set(size.join(same.group_by(block).len(), on=[*block, "len"], how="semi").select(block).rows())
    return frozenset(found)


def news(releases: Sequence[Earlier], year: int) -> list[Earlier]:
    """What each release told of a year that no earlier one had told.

    A block that stands as it was released is a fact of the first release that had it: it does not add up with the
    renewed ones.
    """
    tables = [of_year(each.figures, year) for each in releases]
    found = []
    for place, (release, table) in enumerate(zip(releases, tables, strict=True)):
        own = without(table, repeated(tables[: place + 1]))
        if own.num_rows:
            found.append(replace(release, figures=own))
    return found


def of_year(figures: pa.Table, year: int) -> pa.Table:
    """The figures of one year."""
    return figures.filter(pc.equal(figures["year"], year))


def without(figures: pa.Table, kept: Collection[Block]) -> pa.Table:
    """Figures of one year without the rows of some blocks."""
    rows = zip(*(figures[name].to_pylist() for name in ("indicator", "level", "split")), strict=True)
    return figures.filter(pa.array([row not in kept for row in rows], pa.bool_()))


def _rows(figures: pa.Table, block: Block, year: int) -> pa.Table:
    mine = pc.equal(figures["year"], year)
    for name, value in zip(("indicator", "level", "split"), block, strict=True):
        mine = pc.and_(mine, pc.equal(figures[name], value))
    return figures.filter(mine)
