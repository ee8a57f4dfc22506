"""Rows of cells on the places of a frame."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mutualis.disclosure.frame import TOTAL, AreaSplits, Frame
from mutualis.disclosure.hierarchy import BEFORE, GROUP, LEVELS, REST, Bools, Hierarchy, Ints
from mutualis.model import MutualisError

MARK = "\x1f"
SUMS, PARTS = ("numerator", "denominator", "contributors"), ("largest", "second_largest")
MEASURES = (*SUMS, *PARTS)


def joined_keys(frame: Frame) -> pa.Array:
    """One text a place: level, area, split and category."""
    return pa.array([MARK.join(key) for key in frame.keys])


def row_keys(rows: pa.Table) -> pa.Array:
    """The same text for rows of cells or figures."""
    return pc.binary_join_element_wise(
        rows["level"], rows["area_code"], rows["split"], rows["category"], MARK
    ).combine_chunks()


def values(own: pa.Table, name: str, year: int, frame: Frame, tree: Hierarchy) -> dict[str, Ints]:
    """The MEASURES of one indicator on the places of a frame; 0 where there is no row.

    Groups without rows are added up from their municipalities; what is left over, by subtraction.
    """
    _must_be_known(own, name, year, tree)
    place = pc.index_in(row_keys(own), value_set=joined_keys(frame))
    used = place.is_valid().to_numpy(zero_copy_only=False)
    at = place.drop_null().to_numpy(zero_copy_only=False).astype(np.int64)
    if len(np.unique(at)) != len(at):
        raise MutualisError(f"Indicator '{name}' has a cell twice in {year}.", there_is="one row a cell is needed")
    found = {}
    for measure in MEASURES:
        column = np.zeros(len(frame.keys), dtype=np.int64)
        column[at] = own[measure].combine_chunks().fill_null(0).to_numpy(zero_copy_only=False)[used]
        found[measure] = column
    _add_groups(frame, tree, found, np.isin(np.arange(len(frame.keys)), at))
    _take_off(frame, found)
    return found


def _must_be_known(own: pa.Table, name: str, year: int, tree: Hierarchy) -> None:
    pairs = own.group_by(["level", "area_code"]).aggregate([])
    areas = set(zip(pairs["level"].to_pylist(), pairs["area_code"].to_pylist(), strict=True))
    if unknown := areas - set(tree.areas):
        raise MutualisError(
            f"Indicator '{name}' has figures for {len(unknown)} areas that the geography of {year} does not have.",
            do="compute the indicator with the geography of the same year",
        )


def _add_groups(frame: Frame, tree: Hierarchy, found: dict[str, Ints], given: Bools) -> None:
    for area in tree.areas:
        if (
            area[0] != GROUP
            or area[1].startswith(BEFORE)
            or (area, TOTAL) not in frame.start
            or given[frame.start[area, TOTAL]]
        ):
            continue
        blocks = [((LEVELS[-1], code), TOTAL) for code in sorted(tree.members[area])]
        parts = np.array([frame.start[block] for block in blocks if block in frame.start], dtype=np.int64)
        if len(parts) < len(blocks):
            raise MutualisError(f"Group '{area[1]}' has no cells.", do="count it, or publish its municipalities")
        at = frame.start[area, TOTAL]
        for measure in SUMS:
            found[measure][at] = found[measure][parts].sum()
        largest = np.sort(np.concatenate([found[measure][parts] for measure in PARTS]))
        found["largest"][at], found["second_largest"][at] = largest[-1], largest[-2]


def _take_off(frame: Frame, found: dict[str, Ints]) -> None:
    """What is left over of an area: its figures minus those of the parts; its largest part may be that of the area."""
    for rest, whole, parts in frame.rests:
        at, of, same = frame.places(*rest), frame.places(*whole), rest[1] == whole[1]
        for measure, column in found.items():
            if measure in PARTS:
                most = column[of] if same else column[of].max(keepdims=True)
                column[at] = np.minimum(most, np.maximum(found["numerator"][at], 0))
            else:
                left = column[of] - sum((column[frame.places(*part)] for part in parts), np.zeros_like(of))
                column[at] = left if same else column[of].sum()


def marks(frame: Frame, splits: AreaSplits) -> tuple[Bools, Bools]:
    """Which places are published, and which are counted (with leftovers), for one indicator."""
    shown, counted = (np.zeros(len(frame.keys), dtype=bool) for _ in range(2))
    for (area, split), start in frame.start.items():
        count = len(frame.categories[split])
        if area in splits:
            shown[start : start + count] = split in splits[area][0]
            counted[start : start + count] = split in splits[area][1]
    for rest, whole, parts in frame.rests:
        sources = [whole, *parts] if rest[1] == whole[1] else [whole]
        counted[frame.places(*rest)] = all(counted[frame.start[each]] for each in sources)
    return shown, counted


def on_nodes(frame: Frame, shown: Bools, counted: Bools) -> tuple[Bools, Bools, Bools]:
    """Per node: published, counted, and detail (counted and never published, not a leftover)."""
    published, there, left = (np.zeros(frame.size, dtype=bool) for _ in range(3))
    np.logical_or.at(published, frame.node, shown)
    np.logical_or.at(there, frame.node, counted)
    is_rest = np.array([key[0] == REST for key in frame.keys])
    np.logical_or.at(left, frame.node, counted & is_rest)
    return published, there, there & ~published & ~left
