"""Many indicators in shared passes: one row a person for all of them, one grouping, one roll-up a plan.

Three expressions, each saved before the next reads it. `person_parts`: what every person brings to every indicator, a
column each, without the person's code. `groups_of`: those parts summed to the smallest areas by sex, age class and
increased reimbursement. `cells_of`: the groups rolled up to the cells of a plan, and laid out as `result_indicator`.
The rows are those of `Indicator.counts()`.
"""

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis import reference, tables
from mutualis.derived import declared_domains
from mutualis.indicators.categories import members_of
from mutualis.indicators.counting import SMALLEST, area_columns
from mutualis.indicators.indicator import Indicator
from mutualis.indicators.person import columns_used, person_row
from mutualis.indicators.rolling import CELL, Plan, placed_in_cells
from mutualis.indicators.top import with_second
from mutualis.portable import check, only_if, total

AREAS = area_columns(reference.LEVELS)
KEYS = ("year", *AREAS, *reference.MEMBERS)
PARTS, GROUPS = "staged_person_part", "staged_group"
PERSONS = "persons"
AMOUNT_SUMS = ("numerator", "contributors", "squares")


def is_shared(indicator: Indicator) -> bool:
    """Whether an indicator can share its passes with others: written over `person`, for all levels."""
    return indicator.is_of_person and indicator.by == reference.LEVELS


class Library:
    """Indicators that are counted together; their order is kept."""

    def __init__(self, indicators: Sequence[Indicator], plan: reference.Plan | None = None) -> None:
        self.indicators = tuple(indicators)
        self.counts = tuple(each for each in indicators if each.kind == "count")
        self.amounts = tuple(each for each in indicators if each.kind == "amount")
        self.house_plan = plan or reference.publication_plan()
        self._among = _populations(self.indicators)

    def person_parts(self) -> ir.Table:
        """One row per insured person who lives in Belgium: areas, categories, whether the person is of each population,
        and the part of each indicator. Identifier domains are checked here; the result holds no identifier.
        """
        row = person_row(columns_used(each for one in self.indicators for each in one.values))
        made = {name: _counted_for(one, row) for name, one in self._among.items() if _is_told(one)}
        made |= {_part(one): self._brought(one, row) for one in self.indicators}
        found = row.select("year", *AREAS, **members_of(row), **made)
        found = found.filter(*(found[area].notnull() for area in AREAS))
        check(found, declared_domains(), "The indicators together")
        return found

    def groups_of(self, parts: ir.Table) -> ir.Table:
        """The parts added up by the smallest areas, sex, age class and increased reimbursement."""
        sums = {name: self._below(parts, name) for name in self._among}
        sums |= {f"numerator_{one.name}": parts.count(where=parts[_part(one)]) for one in self.counts}
        for one in self.amounts:
            part = parts[_part(one)]
            sums |= {
                f"numerator_{one.name}": total(part),
                f"contributors_{one.name}": parts.count(where=part != 0),
                f"squares_{one.name}": total(part * part),
                f"largest_{one.name}": part.abs().max(),
            }
        groups = parts.group_by(*KEYS).agg(**sums)
        if not self.amounts:
            return groups
        sizes = parts.select(*KEYS, **{f"size_{one.name}": parts[_part(one)].abs() for one in self.amounts})
        return with_second(groups, sizes, KEYS, [one.name for one in self.amounts])

    def cells_of(self, groups: ir.Table, kind: str, plan: Plan) -> ir.Table:
        """The cells of the indicators of a kind and a plan with the columns of `result_indicator`."""
        chosen = self.of(kind, plan)
        above = {level: splits for level, splits in plan.items() if level != SMALLEST}
        coarse = self._summed(groups, ("year", *area_columns(tuple(above)), *reference.MEMBERS), chosen)
        both = [(coarse, above), (groups, {SMALLEST: plan[SMALLEST]})]
        made = [self._rolled(of, part, chosen) for of, part in both if any(part.values())]
        return _laid_out(made[0].union(*made[1:], distinct=False) if made[1:] else made[0], chosen, self._denominator)

    def plans(self) -> list[tuple[str, Plan]]:
        """The different (kind, plan) pairs of the indicators, in the order of their first one."""
        return [(one.kind, plan) for one, plan in self._first_of_each()]

    def of(self, kind: str, plan: Plan) -> tuple[Indicator, ...]:
        """The indicators of a kind that are counted by a plan."""
        return tuple(one for one in self.indicators if one.kind == kind and self._plan(one) == plan)

    def parts_schema(self) -> ibis.Schema:
        """The types of `person_parts` as it is saved."""
        kinds = {"year": "int32"} | dict.fromkeys((*AREAS, *reference.MEMBERS), "string")
        kinds |= {name: _kind_below(one) for name, one in self._among.items() if _is_told(one)}
        kinds |= {_part(one): "boolean" if one.kind == "count" else "int64" for one in self.indicators}
        return ibis.schema(kinds)

    def groups_schema(self) -> ibis.Schema:
        """The types of `groups_of` as it is saved."""
        kinds = {"year": "int32"} | dict.fromkeys((*AREAS, *reference.MEMBERS), "string")
        return ibis.schema(kinds | dict.fromkeys(self._measures(self.indicators), "int64"))

    def _first_of_each(self) -> list[tuple[Indicator, Plan]]:
        found: list[tuple[Indicator, Plan]] = []
        for one in self.indicators:
            plan = self._plan(one)
            if not any(one.kind == other.kind and plan == known for other, known in found):
                found.append((one, plan))
        return found

    def _plan(self, one: Indicator) -> Plan:
        return {level: self.house_plan.counted(one.name, level) for level in one.by}

    def _brought(self, one: Indicator, row: ir.Table) -> Any:
        """The part of a person of the population: whether he or she is met, or an amount; else false or 0."""
        part, among = one.part(row), one.among(row)
        if one.kind == "count":
            return part != 0 if among is None else among & (part != 0)
        return _if_among(among, part)

    def _below(self, parts: ir.Table, name: str) -> Any:
        """The denominator of a group: its persons, those of the population, or what they bring to the base."""
        one = self._among[name]
        if one.base is not None:
            return total(parts[name])
        return parts.count(where=parts[name] if _is_told(one) else None)

    def _denominator(self, one: Indicator) -> str:
        (name,) = (each for each, first in self._among.items() if _same(first, one))
        return name

    def _measures(self, chosen: Sequence[Indicator]) -> list[str]:
        """The columns of sums, and of the largest and second largest parts, that indicators need."""
        return [*self._sums(chosen), *_largest(chosen)]

    def _sums(self, chosen: Sequence[Indicator]) -> list[str]:
        used = {self._denominator(one) for one in chosen}
        found = [name for name in self._among if name in used]
        for one in chosen:
            found += [f"{what}_{one.name}" for what in (AMOUNT_SUMS if one.kind == "amount" else AMOUNT_SUMS[:1])]
        return found

    def _summed(self, groups: ir.Table, by: Sequence[str], chosen: Sequence[Indicator]) -> ir.Table:
        """Groups added up by some columns, with the two largest parts of each amount."""
        names = [one.name for one in chosen if one.kind == "amount"]
        sums = {name: total(groups[name]) for name in self._sums(chosen)}
        made = groups.group_by(*by).agg(
            **sums, **{f"largest_{name}": groups[f"largest_{name}"].max() for name in names}
        )
        if not names:
            return made
        of = {f"{what}_{name}": groups[f"{which}_{name}"] for name in names for what, which in _PAIRS}
        return with_second(made, groups.select(*by, **of), by, names)

    def _rolled(self, groups: ir.Table, plan: Plan, chosen: Sequence[Indicator]) -> ir.Table:
        placed = placed_in_cells(groups, plan, self._measures(chosen))
        return self._summed(placed, CELL, chosen)


_PAIRS = (("size", "largest"), ("next", "second"))


def _part(one: Indicator) -> str:
    return f"part_{one.name}"


def _same(one: Indicator, other: Indicator) -> bool:
    """Whether two indicators have the same denominator: population and base."""
    mine, others = (
        [None if value is None else value.op() for value in (each.population, each.base)] for each in (one, other)
    )
    return bool(mine == others)


def _is_told(one: Indicator) -> bool:
    """Whether a person's part in the denominator has to be told: he or she is not simply one of all insured."""
    return one.population is not None or one.base is not None


def _kind_below(one: Indicator) -> str:
    return "boolean" if one.base is None else "int64"


def _counted_for(one: Indicator, row: ir.Table) -> Any:
    """The person's part in the denominator: whether he or she is of the population, or what the base adds."""
    among, base = one.among(row), one.based(row)
    return among if base is None else _if_among(among, base)


def _if_among(among: Any, part: Any) -> Any:
    return part if among is None else ibis.cases((among, part), else_=0)


def _populations(indicators: Sequence[Indicator]) -> dict[str, Indicator]:
    """{column: the first indicator of each different denominator}."""
    found: list[Indicator] = []
    for one in indicators:
        if not any(_same(one, other) for other in found):
            found.append(one)
    return {f"{PERSONS}_{place}": one for place, one in enumerate(found)}


def _largest(chosen: Sequence[Indicator]) -> list[str]:
    return [f"{what}_{one.name}" for one in chosen if one.kind == "amount" for what in ("largest", "second")]


def _laid_out(wide: ir.Table, chosen: Sequence[Indicator], denominator: Any) -> ir.Table:
    """A row for each indicator of a cell that has insured persons, with the columns of `result_indicator`."""
    rows = ibis.array([_cell(wide, one, wide[denominator(one)]) for one in chosen])
    long = wide.select(*CELL, cell=rows.unnest())
    cells = long.select(*CELL, **{name: long.cell[name] for name in FIELDS})
    return cells.filter(cells.denominator > 0).select(*tables.result_indicator.columns)


FIELDS = (
    *("indicator", "numerator", "denominator", "contributors"),
    *("largest", "second_largest", "squares"),
)


def _cell(wide: ir.Table, one: Indicator, persons: Any) -> Any:
    """What `result_indicator` says of an indicator in a cell; squares are those of the country only."""
    numerator = wide[f"numerator_{one.name}"]
    if one.kind == "count":
        largest, second = ibis.least(numerator, 1), ibis.least(ibis.greatest(numerator - 1, 0), 1)
        contributors, squares = numerator, ibis.null("int64")
    else:
        is_whole = (wide.level == "country") & (wide["split"] == reference.TOTAL)
        contributors, squares = wide[f"contributors_{one.name}"], wide[f"squares_{one.name}"]
        squares = only_if(is_whole, squares)
        largest, second = wide[f"largest_{one.name}"], wide[f"second_{one.name}"]
    values = (ibis.literal(one.name), numerator, persons, contributors, largest, second, squares)
    kinds = ("string", *("int64",) * (len(FIELDS) - 1))
    return ibis.struct(
        {name: value.cast(kind) for name, value, kind in zip(FIELDS, values, kinds, strict=True)},
        type=f"struct<{', '.join(f'{name}: {kind}' for name, kind in zip(FIELDS, kinds, strict=True))}>",
    )
