"""An attack from outside: it reads figures as they were released, and shares nothing with the room that protects.

The attacker knows what is public: every figure of every release of a year, which indicators count persons, that all
indicators of a year have the same insured persons or a part of them (the denominators that are shown tell which), which
area lies in which, the standard population, and to how many decimals a figure was rounded. Every count that is not
shown is an unknown; a count that could be meant but is told nowhere (what is left of an area whose other parts are
shown, the insured outside a part) is one too. Two linear programs for an unknown give the ends of what it can be. There
are no tricks here: whatever this finds, any reader of the figures can find.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import highspy
import numpy as np
import pyarrow as pa

from independent_release import Area, Release, Unit
from mutualis import reference

LEVELS = ("country", "region", "province", "arrondissement", "municipality")
DENOMINATOR, NUMERATOR, COMPLEMENT, OUTSIDE = "denominator", "numerator", "complement", "outside"
TOTAL, ALL, STRATA, LEFT = "total", "all", "sex*age_class", "left"
CATEGORY, MORE, EVERYONE = "increased_reimbursement", "more ", ""
INFINITE = highspy.kHighsInf
WHOLE = ("country", "BE", "total", "all")
KEY = ("level", "area_code", "split", "category")
TOLD = ("area_code", "category", "status", "numerator", "denominator", "standardised")
Place = tuple[str, str, str, str]
Block = tuple[str, str, str]


class Cell(NamedTuple):
    """A count that a release tells or hides; `indicator` of denominators is their base: empty for the insured.

    `measure` is denominator, numerator, complement or outside (the insured who are not in a base), or one of these
    after `more `: by how much it is more than in the release before.
    """

    measure: str
    indicator: str
    level: str
    area: str
    split: str
    category: str
    release: int = 0

    @property
    def place(self) -> Place:
        return (self.level, self.area, self.split, self.category)


class Row(NamedTuple):
    """Between `low` and `high` lies the sum of coefficient x cell."""

    terms: Mapping[Cell, float]
    low: float = 0.0
    high: float = 0.0


class Outsider:
    """What a reader of these releases knows of every count, and which rows hold between the counts.

    A block of figures (indicator, level and split) that a release repeats from an earlier one is not taken as news: it
    may stand there as it was. With `grows` a reader takes it that late corrections only add.
    """

    def __init__(self, releases: Sequence[Release], *, grows: bool = False) -> None:
        self.units, self.grows = {name: unit for each in releases for name, unit in each.units.items()}, grows
        self.value: dict[Cell, int | None] = {}
        self.least: dict[Cell, float] = defaultdict(float)
        self.most: dict[Cell, float] = {}
        self.rows: list[Row] = []
        told = [news(release, releases[:number]) for number, release in enumerate(releases)]
        self.base = bases(told)
        for number, release in enumerate(told):
            self._read(number, release)
        for number, release in enumerate(told):
            self._relate(number, release)
            if number:
                self._compare(number)

    def bounds(self, cells: Sequence[Cell]) -> list[tuple[float, float]]:
        """The lowest and the highest value of each cell over all tables that agree with the releases."""
        programs = _Programs(self)
        return [self._known(cell) or (programs.least(cell), programs.most(cell)) for cell in cells]

    def recovered(self, cells: Sequence[Cell], width: float) -> list[Cell]:
        """The cells that are known to lie in an interval narrower than `width`."""
        pairs = zip(cells, self.bounds(cells), strict=True)
        return [cell for cell, (low, high) in pairs if high - low < width - 1e-6]

    def _known(self, cell: Cell) -> tuple[float, float] | None:
        value = self.value[cell]
        return None if value is None else (float(value), float(value))

    def _read(self, number: int, release: Release) -> None:
        for row in release.figures:
            place = (row["level"], row["area_code"], row["split"], row["category"])
            empty = row["status"] == "none"
            base = Cell(DENOMINATOR, self.base[row["indicator"]], *place, number)
            self._tell(base, 0 if empty else row["denominator"])
            met, *rest = numerators(row["indicator"], self.units[row["indicator"]], place, number)
            self._tell(met, 0 if empty else row["numerator"])
            for cell in rest:
                self._tell(cell, None)
        for name in {row["indicator"] for row in release.figures}:
            for area, strata in release.strata_among(self.base[name]).items():
                self._know(name, area, strata, number)

    def _tell(self, cell: Cell, value: int | None) -> None:
        before = self.value.get(cell)
        assert None in (before, value) or before == value, f"two values of {cell}"
        self.value[cell] = before if value is None else value

    def _know(self, name: str, area: Area, strata: Mapping[str, int], number: int) -> None:
        """The counts of strata exist, though they are not published, and are at most the persons there."""
        unit = self.units[name]
        for category, persons in strata.items() if not unit.is_base else ():
            for cell in numerators(name, unit, (*area, STRATA, category), number):
                self.value.setdefault(cell, None)
                if unit.is_count:
                    self.most[cell] = float(persons)

    def _relate(self, number: int, release: Release) -> None:
        own = [each for each in self.value if each.release == number]
        for cell in [each for each in own if each.measure == NUMERATOR]:
            base = cell._replace(measure=DENOMINATOR, indicator=self.base[cell.indicator])
            if self.units[cell.indicator].is_count and base in self.value:
                self._sum(base, [cell, cell._replace(measure=COMPLEMENT)])
        for cell in [each for each in own if each.measure == DENOMINATOR and each.indicator != EVERYONE]:
            everyone = cell._replace(indicator=EVERYONE)
            if everyone in self.value:
                self._sum(everyone, [cell, cell._replace(measure=OUTSIDE)])
        self._nobody(number, release)
        for cells in self._tables(number):
            self._areas(cells, release.parents)
            self._categories(cells)
        for row in release.figures:
            if row["standardised"] is not None:
                self._standardised(row, release, number)

    def _sum(self, whole: Cell, parts: Sequence[Cell]) -> None:
        """The whole is the sum of its parts; a single part that nobody told of is what is left."""
        for new in [part for part in parts if part not in self.value]:
            told = [self.value[each] for each in (whole, *parts) if each != new]
            self.value[new] = None if None in told else told[0] - sum(told[1:])
        self.rows.append(Row({whole: 1.0, **dict.fromkeys(parts, -1.0)}))

    def _nobody(self, number: int, release: Release) -> None:
        """A category with nobody of the country in a base, or nobody outside it, has nobody so in any area.

        That is in the figures of the country, or in the definition.
        """
        none = {
            (cell.measure, cell.indicator, cell.split, cell.category)
            for cell, value in self.value.items()
            if value == 0 and cell.release == number and cell.level == LEVELS[0] and self._is_part(cell)
        }
        for base, is_outside, split, category in release.nobody:
            none.add((OUTSIDE if is_outside else DENOMINATOR, base, split, category))
        for cell in [each for each in self.value if each.release == number]:
            base = self.base.get(cell.indicator, EVERYONE) if cell.measure == NUMERATOR else cell.indicator
            measure = DENOMINATOR if cell.measure == NUMERATOR else cell.measure
            if (measure, base, cell.split, cell.category) in none:
                self.most[cell] = 0.0

    def _is_part(self, cell: Cell) -> bool:
        return cell.measure == OUTSIDE or (cell.measure == DENOMINATOR and cell.indicator != EVERYONE)

    def _tables(self, number: int) -> list[list[Cell]]:
        found = defaultdict(list)
        for cell in self.value:
            if cell.release == number:
                found[cell.measure, cell.indicator].append(cell)
        return list(found.values())

    def _areas(self, cells: Sequence[Cell], parents: Mapping[Area, str]) -> None:
        """Within a split an area is the sum of the areas in it that have the split, and of what is left."""
        children = defaultdict(list)
        for (level, code), above in parents.items():
            children[LEVELS[LEVELS.index(level) - 1], above].append((level, code))
        there = set(cells)
        for cell in cells:
            parts, is_all = _parts(cell, children, there)
            if parts:
                left = cell._replace(level=LEFT, area=f"{cell.level} {cell.area}")
                self._sum(cell, parts if is_all else [*parts, left])

    def _categories(self, cells: Sequence[Cell]) -> None:
        """Within an area a category is the sum of its categories by one more member."""
        finer = defaultdict(list)
        for cell in cells:
            for place in _coarser(cell):
                finer[place].append(cell)
        for cell in cells:
            by_split = defaultdict(list)
            for each in finer[cell]:
                by_split[each.split].append(each)
            for parts in by_split.values():
                self._sum(cell, parts)

    def _standardised(self, row: Mapping[str, Any], release: Release, number: int) -> None:
        """A standardised figure as rounded: sum of weight x numerator / denominator over the strata, two-sided.

        Where the persons of the strata are not known, it says nothing that could be reckoned with.
        """
        area = (row["level"], row["area_code"])
        base = (DENOMINATOR, self.base[row["indicator"]])
        persons = release.strata_among(base[1]).get(area) or {
            cell.category: self.value[cell]
            for cell in self.value
            if cell.place[:3] == (*area, STRATA) and cell[:2] == base and cell.release == number
        }
        if not persons or None in persons.values():
            return
        weight = {each: reference.standard_weights().get(each, 0.0) for each in persons if persons[each]}
        unit, name = release.units[row["indicator"]], row["indicator"]
        share = {each: weight[each] / sum(weight.values()) / persons[each] * unit.scale / unit.half for each in weight}
        terms = {numerators(name, unit, (*area, STRATA, each), number)[0]: share[each] for each in share}
        middle = row["standardised"] / unit.half
        self.rows.append(Row(terms, middle - 1 - 1e-9, middle + 1 + 1e-9))

    def _compare(self, number: int) -> None:
        """By how much every count is more than in the release before; what is left of a count may well be less."""
        pairs = [(cell, cell._replace(release=number - 1)) for cell in self.value if cell.release == number]
        fewer = set()
        for new, old in [pair for pair in pairs if pair[1] in self.value]:
            more = new._replace(measure=f"{MORE}{new.measure}")
            self._sum(new, [old, more])
            known = self.value[more]
            fewer |= {more[:2]} if known is not None and known < 0 else set()
        for cell in self.value:
            grows = self.grows and cell.measure != MORE + COMPLEMENT and cell[:2] not in fewer
            if cell.measure.startswith(MORE) and not grows:
                self.least[cell] = -INFINITE


def bases(releases: Sequence[Release]) -> dict[str, str]:
    """The base of each indicator: empty for the insured, or the first indicator with the same other denominators.

    Other denominators are the same where nothing that is told differs and the whole country is told of both. Where no
    indicator is the number of insured itself, nothing tells of another base.
    """
    told: dict[str, dict[tuple[Any, ...], int]] = defaultdict(dict)
    for number, release in enumerate(releases):
        for row in release.figures:
            value = 0 if row["status"] == "none" else row["denominator"]
            if value is not None:
                told[row["indicator"]][(number, *(row[name] for name in KEY))] = value
    names = {name for release in releases for name in release.units}
    known = {name: EVERYONE for release in releases for name, unit in release.units.items() if unit.is_base}
    found = known | {name: EVERYONE for name in sorted(names) if not told[name]}
    for name in sorted(names - set(found)):
        found[name] = next((base for other, base in known.items() if _agree(told[name], told[other])), name)
        known.setdefault(name, found[name])
    return found if EVERYONE in known.values() else dict.fromkeys(names, EVERYONE)


def _agree(one: Mapping[Any, int], other: Mapping[Any, int]) -> bool:
    same = all(other.get(place, value) == value for place, value in one.items())
    return same and any(place in other and place[1:] == WHOLE for place in one)


def news(release: Release, before: Sequence[Release]) -> Release:
    """A release without the blocks that an earlier one has figure by figure."""
    known = {pair for each in before for pair in _blocks(each).items()}
    fresh = {block for block, rows in _blocks(release).items() if (block, rows) not in known}
    return replace(release, figures=[row for row in release.figures if _block(row) in fresh])


def _blocks(release: Release) -> dict[Block, frozenset[tuple[Any, ...]]]:
    found = defaultdict(set)
    for row in release.figures:
        found[_block(row)].add(tuple(row[name] for name in TOLD))
    return {block: frozenset(rows) for block, rows in found.items()}


def _block(row: Mapping[str, Any]) -> Block:
    return (row["indicator"], row["level"], row["split"])


def numerators(indicator: str, unit: Unit, place: Place, number: int = 0) -> list[Cell]:
    """The cell of a numerator; those with increased reimbursement are a category of the insured, as are the others."""
    level, area, split, category = place
    if unit.is_base:
        return [Cell(DENOMINATOR, "", *place, number)]
    if indicator != CATEGORY:
        return [Cell(NUMERATOR, indicator, *place, number)]
    split, category = (CATEGORY, "") if split == TOTAL else (f"{split}*{CATEGORY}", f"{category}*")
    return [Cell(DENOMINATOR, "", level, area, split, category + each, number) for each in ("yes", "no")]


def _parts(cell: Cell, children: Mapping[Area, list], there: set[Cell]) -> tuple[list[Cell], bool]:
    """The nearest cells of areas within the area of a cell, and whether they are all of it."""
    parts, is_all = [], True
    for level, code in children.get((cell.level, cell.area), ()):
        part = cell._replace(level=level, area=code)
        if part in there:
            parts.append(part)
        else:
            inner, covers = _parts(part, children, there)
            parts += inner
            is_all &= covers and bool(inner)
    return parts, is_all


def _coarser(cell: Cell) -> Iterator[Cell]:
    """The cells that a cell is a part of, by leaving out one member of its split."""
    if cell.split == TOTAL:
        return
    members, values = cell.split.split("*"), cell.category.split("*")
    for at in range(len(members)):
        left = "*".join(members[:at] + members[at + 1 :]) or TOTAL
        yield cell._replace(split=left, category="*".join(values[:at] + values[at + 1 :]) or ALL)


def sensitive(outsider: Outsider, cells: Sequence[pa.Table], k: int = 5) -> list[Cell]:
    """What the attacker is after: counts of 1 to k-1 persons that are hidden, or that differ between releases.

    `cells`: the true cells of each release, which no reader has.
    """
    true = {cell: value for number, table in enumerate(cells) for cell, value in _true(table, number, outsider)}
    true |= _true_outside(outsider, true)
    for new in [cell for cell in true if cell.release]:
        old = new._replace(release=new.release - 1)
        if old in true:
            true[new._replace(measure=f"{MORE}{new.measure}")] = true[new] - true[old]
    wanted = [cell for cell, value in outsider.value.items() if value is None or cell.measure.startswith(MORE)]
    return [cell for cell in wanted if 0 < abs(true.get(cell, 0)) < k]


def _true(cells: pa.Table, number: int, outsider: Outsider) -> Iterator[tuple[Cell, int]]:
    for row in cells.to_pylist():
        place, unit = (row["level"], row["area_code"], row["split"], row["category"]), outsider.units[row["indicator"]]
        yield Cell(DENOMINATOR, outsider.base[row["indicator"]], *place, number), row["denominator"]
        if unit.is_count and not unit.is_base:
            met, *rest = numerators(row["indicator"], unit, place, number)
            yield met, row["numerator"]
            yield (*rest, met._replace(measure=COMPLEMENT))[0], row["denominator"] - row["numerator"]


def _true_outside(outsider: Outsider, true: Mapping[Cell, int]) -> dict[Cell, int]:
    """The insured who are not in a base: all of them where nobody is."""
    found = {}
    for cell in outsider.value:
        everyone = cell._replace(measure=DENOMINATOR, indicator=EVERYONE)
        if cell.measure == OUTSIDE and everyone in true:
            found[cell] = true[everyone] - true.get(cell._replace(measure=DENOMINATOR), 0)
    return found


class _Programs:
    """Two linear programs a cell over all unknowns at once."""

    def __init__(self, outsider: Outsider) -> None:
        unknown = [cell for cell, value in outsider.value.items() if value is None]
        self.column = {cell: number for number, cell in enumerate(unknown)}
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("presolve", "off")
        least = np.array([outsider.least[cell] for cell in unknown])
        most = np.array([outsider.most.get(cell, INFINITE) for cell in unknown])
        self.solver.addVars(len(unknown), least, most)
        for row in outsider.rows:
            self._add(row, outsider.value)

    def _add(self, row: Row, value: Mapping[Cell, int | None]) -> None:
        terms = {self.column[cell]: factor for cell, factor in row.terms.items() if value[cell] is None}
        told = sum(factor * value[cell] for cell, factor in row.terms.items() if value[cell] is not None)
        if terms:
            index, factors = np.array(list(terms), dtype=np.int32), np.array(list(terms.values()))
            self.solver.addRow(row.low - told, row.high - told, len(terms), index, factors)
        else:
            assert row.low - 1e-6 <= told <= row.high + 1e-6, f"the figures do not add up: {row}"

    def least(self, cell: Cell) -> float:
        return self._solve(cell, 1.0)

    def most(self, cell: Cell) -> float:
        return -self._solve(cell, -1.0)

    def _solve(self, cell: Cell, direction: float) -> float:
        column = self.column[cell]
        self.solver.changeColCost(column, direction)
        self.solver.run()
        status, found = self.solver.getModelStatus(), self.solver.getInfo().objective_function_value
        self.solver.changeColCost(column, 0.0)
        if status == highspy.HighsModelStatus.kUnbounded:
            return -INFINITE
        assert status == highspy.HighsModelStatus.kOptimal, f"the releases contradict each other: {status}"
        return float(found)
