"""What no derivation may lose or count twice: laws that hold between the warehouse and the derived tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis

from mutualis import derived, tables
from mutualis.derived.maf_counter import counted_lines
from mutualis.derived.stay_amounts import SUPPLEMENTS
from mutualis.derived.stays import hospital_lines, segment_fates
from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import delivered_in_years, in_years
from mutualis.model import MutualisError
from mutualis.model.protocols import Engine
from mutualis.pipeline.derive import net_tables, opened, years_of
from mutualis.pipeline.naming import made_of
from mutualis.pipeline.workspace import Workspace

AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")
CARE, PHARMACY = "core_care_line_net", "core_dispensing_net"


@dataclass(frozen=True)
class Law:
    """A law and both its sides: tables of `year`, `what` (a word) and `value` (int64) that must be equal."""

    name: str
    sentence: str
    expected: Any
    found: Any


@dataclass(frozen=True)
class Verdict:
    """A law in a year, for one quantity: what the warehouse has and what was found of it."""

    law: str
    year: int
    what: str
    expected: int
    found: int

    @property
    def holds(self) -> bool:
        """Whether nothing was lost or counted twice."""
        return self.expected == self.found


@dataclass(frozen=True)
class Conservation:
    """The verdicts on every law, and what became of every stay that lines tell of: {fate: how many}.

    A pair of first and last day is counted, merged into another, or left out with its reason (`segment_fates`).
    """

    verdicts: tuple[Verdict, ...]
    stays: Mapping[str, int]

    @property
    def holds(self) -> bool:
        """Whether every law holds."""
        return all(each.holds for each in self.verdicts)


def conservation(space: Workspace) -> Conservation:
    """Check every law on the derived tables as they are, with the booking window that they were made with."""
    with opened(space) as (engine, lake, _versions):
        versions = {step.name: lake.version(step.name) for step in derived.STEPS}
        if missing := [name for name, version in versions.items() if version is None]:
            raise MutualisError(f"There is no {missing[0]} yet.", do="make the derived tables first: mutualis derive")
        for name in versions:
            engine.use(name, lake.files(name))
        months = made_of(lake, "derived_stay", versions["derived_stay"] or 0)["months"]
        parameters, given = derived.parameters(years_of(engine), months), net_tables(engine)
        verdicts = tuple(verdict for law in laws(given) for verdict in _judged(engine, law, parameters))
        return Conservation(verdicts, _fates(engine, given, parameters))


def laws(given: Mapping[str, Any]) -> tuple[Law, ...]:
    """The laws over the net lines of care and of pharmacies."""
    care, pharmacy = delivered_in_years(given[CARE]), delivered_in_years(given[PHARMACY])
    billed = ibis.union(*(each.select("year", *AMOUNTS) for each in (care, pharmacy)), distinct=False)
    nomenclature = tables.find("reference_nomenclature").expr
    return (
        Law(
            "cost groups", "Every line of care has exactly one cost group.",
            _counts(care), _counts(on_day(care, dated(nomenclature, "cost_group"), "nomenclature_code", "service_day")),
        ),
        Law(
            "costs", "What persons cost by cost group is what was billed, to the cent.",
            _sums(billed), _sums(tables.derived_person_year_cost.expr),
        ),
        Law(
            "person-years", "What person-years hold is what was billed, to the cent.",
            _sums(billed), _sums(tables.derived_person_year.expr),
        ),
        Law(
            "quarters", "What quarter files hold is what was billed, to the cent.",
            _sums(billed), _sums(_years(tables.derived_quarter_group.expr)),
        ),
        *_stay_laws(given, nomenclature),
        *_practice_laws(),
        *_maf_laws(given),
        _one_death(),
    )  # fmt: skip


def _one_death() -> Law:
    """Of all senders together: each sender's own deliveries are checked where they come in."""
    states = tables.core_member_state.expr
    told = states.filter(states.death_year > 0, states.death_month > 0)
    dates = told.select("person_id", "death_month", year=told.death_year.cast("int32")).distinct()
    persons = dates.group_by("person_id").agg(year=dates.year.min())
    return Law("deaths", "Who died has one date of death, whoever delivers it.", _counts(persons), _counts(dates))


def _stay_laws(given: Mapping[str, Any], nomenclature: Any) -> tuple[Law, ...]:
    stays = tables.derived_stay.expr.filter(in_years(tables.derived_stay.year))
    fates = segment_fates(given[CARE], nomenclature)
    counted = fates.filter(fates.fate == "counted", in_years(fates.year))
    return (
        Law(
            "stays", "Every stay that the lines tell of is counted once.", _counts(counted), _counts(stays),
        ),
        Law(
            "lines of stays", "No line belongs to two stays.",
            *(_counts(each) for each in _lines_in_stays(given[CARE], nomenclature, stays)),
        ),
        Law(
            "costs of stays", "What stays cost is what the lines within them say, to the cent.",
            _sums(_lines_in_stays(given[CARE], nomenclature, stays)[1]), _sums(stays),
        ),
        Law(
            "components of stays", "The supplements of every stay are those of its components together.",
            _counts(stays), _counts(stays.filter(_of_components(stays) == stays.supplement_cents)),
        ),
        Law(
            "episodes", "Every stay lies within its episode, and an episode of its own is as long as the stay.",
            _counts(stays), _counts(stays.filter(_in_episode(stays))),
        ),
        Law(
            "stays in person-years", "Person-years count every stay.",
            _counts(stays), _stays_of_persons(),
        ),
    )  # fmt: skip


def _practice_laws() -> tuple[Law, ...]:
    patients, practices = tables.derived_practice_patient.expr, tables.derived_practice_year.expr
    own = patients.mutate(patients=1, contacts_of_patients=patients.contacts)
    names = ("patients", "contacts_of_patients")
    return (
        Law(
            "practices", "Every patient of a practice, and his or her contacts with it, is counted there once.",
            _sums(own, names), _sums(practices, names),
        ),
        Law(
            "practice contacts", "No practice has more contacts with its patients than with anybody.",
            _counts(practices), _counts(practices.filter(practices.contacts_of_patients <= practices.contacts)),
        ),
    )  # fmt: skip


def _maf_laws(given: Mapping[str, Any]) -> tuple[Law, ...]:
    persons, households = tables.derived_maf_person.expr, tables.derived_maf_household.expr
    counts = tables.find("reference_maf_counted").expr
    lines = counted_lines(given[CARE], given[PHARMACY], counts, tables.derived_stay.expr)
    insured = tables.derived_population_year.expr
    counted = lines.semi_join(insured, ["person_id", "year"]).mutate(counted_cents=lines.cents)
    names = ("counted_cents", "repaid_cents")
    most = ibis.greatest(households.counted_cents, 0)
    return (
        Law(
            "MAF lines", "What counts for the insured is what the lines that count say, to the cent.",
            _sums(counted, names[:1]), _sums(persons, names[:1]),
        ),
        Law(
            "MAF ceilings", "Every insured person of a year has the ceilings of his or her household.",
            _counts(insured), _counts(tables.derived_maf_ceiling.expr),
        ),
        Law(
            "MAF persons", "Every insured person of a year is in one household.",
            _counts(insured), _sums(households.mutate(rows=households.members), ("rows",)),
        ),
        Law(
            "MAF households", "What counts for a household and is repaid to it is that of its members.",
            _sums(persons, names), _sums(households, names),
        ),
        Law(
            "MAF repaid", "No household gets more than what counts for it.",
            _counts(households),
            _counts(households.filter(households.repaid_cents.between(0, most))),
        ),
    )  # fmt: skip


def _fates(engine: Engine, given: Mapping[str, Any], parameters: Any) -> dict[str, int]:
    found = segment_fates(given[CARE], tables.find("reference_nomenclature").expr)
    rows = engine.rows(found.group_by("fate").agg(segments=found.count()), parameters)
    return {row["fate"]: int(row["segments"]) for row in sorted(rows, key=lambda row: str(row["fate"]))}


def _counts(rows: Any) -> Any:
    return rows.group_by("year").agg(what=ibis.literal("rows"), value=rows.count()).select("year", "what", "value")


def _sums(rows: Any, names: tuple[str, ...] = AMOUNTS) -> Any:
    parts = [
        rows.group_by("year").agg(value=rows[name].sum().cast("int64")).mutate(what=ibis.literal(name))
        for name in names
    ]
    return ibis.union(*(part.select("year", "what", "value") for part in parts), distinct=False)


def _years(quarters: Any) -> Any:
    """Rows of quarters with their year."""
    return quarters.mutate(year=quarters.quarter.substr(0, 4).cast("int32"))


def _stays_of_persons() -> Any:
    person = tables.derived_person_year.expr
    counted = person.group_by("year").agg(value=(person.classic_stays + person.day_stays).sum().cast("int64"))
    return counted.mutate(what=ibis.literal("rows")).select("year", "what", "value")


def _of_components(stays: Any) -> Any:
    return sum((stays[name] for name in sorted(SUPPLEMENTS.values())), ibis.literal(0, "int64"))


def _in_episode(stays: Any) -> Any:
    is_inside = (stays.episode_admission_day <= stays.admission_day) & (
        stays.episode_discharge_day >= stays.discharge_day
    )
    is_alone = ~stays.is_transfer_in & ~stays.is_transfer_out
    is_as_long = (stays.episode_admission_day == stays.admission_day) & (
        stays.episode_discharge_day == stays.discharge_day
    )
    return is_inside & (is_as_long | ~is_alone)


def _lines_in_stays(care: Any, nomenclature: Any, stays: Any) -> tuple[Any, Any]:
    """Lines within some stay, each once; and within stays, as often as they are in one."""
    lines = hospital_lines(care, nomenclature).mutate(line_number=ibis.row_number())
    same = ["person_id", "hospital_number"]
    inside = stays.select(*same, "year", "admission_day", "discharge_day").join(
        lines.select(*same, "service_day", "line_number", *AMOUNTS), same
    )
    inside = inside.filter(inside.service_day.between(inside.admission_day, inside.discharge_day))
    once = inside.group_by("line_number").agg(year=inside.year.min())
    return once, inside


def _judged(engine: Engine, law: Law, parameters: Any) -> list[Verdict]:
    sides = [
        {(row["year"], row["what"]): int(row["value"] or 0) for row in engine.rows(each, parameters)}
        for each in (law.expected, law.found)
    ]
    keys = sorted({*sides[0], *sides[1]}, key=str)
    return [Verdict(law.name, year, what, *(side.get((year, what), 0) for side in sides)) for year, what in keys]
