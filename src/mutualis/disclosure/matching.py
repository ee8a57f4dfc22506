"""The areas of earlier releases beside those of this one: by code, or as unions of smaller areas."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from mutualis import reference
from mutualis.disclosure.earlier import Earlier
from mutualis.disclosure.frame import TOTAL
from mutualis.disclosure.hierarchy import BEFORE, GROUP, Area, Hierarchy, hierarchy
from mutualis.model import MutualisError


def matched(tree: Hierarchy, year: int, earlier: Sequence[Earlier]) -> tuple[Hierarchy, list[pa.Table]]:
    """The areas of a year with those of earlier releases, and the earlier figures with the names of these areas.

    A municipality that was merged since stays an area of its own, of which the new one is the sum; an area whose
    territory changed otherwise has no figure to compare with, and is refused where splits are published of it. A group
    of one's own keeps its name; one that is not declared again is refused.
    """
    releases = []
    for each in earlier:
        own = each.figures.filter(pc.equal(each.figures["year"], year))
        _require_groups(tree, own)
        parents = (each.geography or {}).get(year)
        if own.num_rows and parents is not None:
            tree, own = _with_areas(tree, own, hierarchy(parents))
        if own.num_rows:
            releases.append(own)
    return tree, releases


def _require_groups(tree: Hierarchy, figures: pa.Table) -> None:
    """A group that was released and is not declared again would be forgotten, and with it what it tells."""
    known = {code for level, code in tree.areas if level == GROUP}
    released = set(figures.filter(pc.equal(figures["level"], GROUP))["area_code"].to_pylist())
    if missing := sorted(released - known):
        raise MutualisError(
            f"An earlier release has figures of the group '{missing[0]}', which is not declared now.",
            there_is=f"declared are {', '.join(sorted(known)) or 'no groups'}",
            do="give its municipalities in `groups` again, so that its figures are part of the attack",
        )


def splits(releases: Sequence[pa.Table]) -> dict[Area, tuple[str, ...]]:
    """The splits that earlier releases show of each area."""
    found: dict[Area, dict[str, None]] = {}
    for release in releases:
        rows = release.group_by(["level", "area_code", "split"]).aggregate([]).to_pylist()
        for row in rows:
            found.setdefault((row["level"], row["area_code"]), {})[row["split"]] = None
    return {area: tuple(sorted(of_area)) for area, of_area in found.items()}


def _with_areas(tree: Hierarchy, figures: pa.Table, old: Hierarchy) -> tuple[Hierarchy, pa.Table]:
    atoms = _atoms(tree, old)
    new_members = {area: frozenset().union(*(atoms[0][code] for code in codes)) for area, codes in tree.members.items()}
    old_members = {area: frozenset().union(*(atoms[1][code] for code in codes)) for area, codes in old.members.items()}
    names: dict[Area, Area] = {}
    added: dict[Area, frozenset[str]] = {}
    by_split = splits([figures])
    for area in by_split:
        if area[0] == GROUP or new_members.get(area) == old_members[area]:
            names[area] = area
            continue
        same = [other for other, codes in new_members.items() if codes == old_members[area]]
        names[area] = same[0] if same else (GROUP, BEFORE + " ".join(area))
        if not same:
            if by_split[area] != (TOTAL,):
                raise _changed(area)
            added[names[area]] = old_members[area]
    wide = Hierarchy((*tree.areas, *added), {**new_members, **added}, tree.above)
    return wide, _renamed(figures, names)


def _atoms(tree: Hierarchy, old: Hierarchy) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """The smallest municipalities that each municipality of the new and the old areas is made of."""
    new_codes, old_codes = set(tree.municipalities), set(old.municipalities)
    later = {code: _successor(code, new_codes) for code in old_codes}
    before = {code: _successor(code, old_codes) for code in new_codes}
    heirs = Counter(later.values())
    found: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
    for code in sorted(old_codes):
        if heirs[later[code]] > 1 or later[code] == code:
            found[0].setdefault(later[code], set()).add(code)
            found[1].setdefault(code, set()).add(code)
        else:
            found[1].setdefault(code, set()).add(later[code])
            found[0].setdefault(later[code], set()).add(later[code])
    for code in sorted(new_codes - set(found[0])):
        found[0].setdefault(code, set()).add(code)
        if before[code] in old_codes:
            found[1].setdefault(before[code], set()).add(code)
    new = {code: frozenset(parts) for code, parts in found[0].items()}
    return new, {code: frozenset(parts) for code, parts in found[1].items()}


def _successor(code: str, codes: set[str]) -> str:
    """The municipality that a code became, followed until it is among the codes."""
    seen = set()
    while code not in codes and code not in seen:
        seen.add(code)
        code = _successors().get(code, code)
    return code


def _successors() -> Mapping[str, str]:
    rows = reference.codelist("municipality").rows
    return {row["code"]: row["successor_code"] for row in rows if row["successor_code"]}


def _renamed(figures: pa.Table, names: Mapping[Area, Area]) -> pa.Table:
    pairs = zip(figures["level"].to_pylist(), figures["area_code"].to_pylist(), strict=True)
    areas = [names[pair] for pair in pairs]
    for place, name in enumerate(("level", "area_code")):
        column = pa.array([area[place] for area in areas], pa.string())
        figures = figures.set_column(figures.column_names.index(name), name, column)
    return figures


def _changed(area: Area) -> MutualisError:
    return MutualisError(
        f"The territory of {area[0]} '{area[1]}' is not what it was in an earlier release of the same year.",
        there_is="splits of both would be published, and those of the difference could be worked out",
        do="publish the year with the geography of the earlier release",
    )
