"""One block of persons over all delivered years: its records by file, and the truth about it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from mutualis import reference
from mutualis.model import Years
from mutualis.synthetic.ambulatory import ambulatory_lines
from mutualis.synthetic.booking import CREDIT_NOTE, RE_BILLING, Booked, book, first_half, half_of, months_of
from mutualis.synthetic.claim_records import claim_columns
from mutualis.synthetic.dispensing import pharmacy_lines
from mutualis.synthetic.hospital import hospital_lines, lines_before_stays
from mutualis.synthetic.hospital_records import HospitalRows, hospital_rows
from mutualis.synthetic.lines import Lines, together
from mutualis.synthetic.measures import STAY_KINDS, YearMeasures, measures_of, stays_counted
from mutualis.synthetic.member_states import change_columns, holder_codes, state_columns
from mutualis.synthetic.membership import Membership, membership_of
from mutualis.synthetic.panel import PersonYear, years_of
from mutualis.synthetic.people import NEVER, People, people_of
from mutualis.synthetic.planted import Draft, Effects, Grown, Whereabouts
from mutualis.synthetic.records import Looked, RecordWriter, texts_of_numbers
from mutualis.synthetic.register_records import register_records
from mutualis.synthetic.registers import rows_of_year
from mutualis.synthetic.setting import Setting, setting
from mutualis.synthetic.skeleton import Skeleton
from mutualis.synthetic.stays import Stays, in_a_stay, stays_of
from mutualis.synthetic.strokes import after_stroke, strokes_of
from mutualis.synthetic.tariffs import tariffs
from mutualis.synthetic.truth import Pairs, StayRows, block_persons, digits_of

AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")
BOOKING_MONTHS = 24


@dataclass(frozen=True)
class Plan:
    """What is asked: who, when, with which seed, in which layout, and whether the files of hospitals too.

    `planted` names a scenario of effects for studies to find again; none where it is empty.
    """

    insured: int
    years: Years
    seed: int
    late_halves: int
    layout_version: str
    hospitals: bool = False
    planted: str = ""

    @property
    def first_half(self) -> int:
        return first_half(self.years.first)

    @property
    def halves(self) -> int:
        return 2 * (self.years.last - self.years.first + 1) + self.late_halves


FileKey = tuple[str, int, int]


@dataclass(frozen=True)
class Part:
    """Records of one block for one file (database, sender, place of the half-year), with their totals in cents.

    `year` is the service year of claim lines, 0 for states and changes.
    """

    key: FileKey
    records: np.ndarray
    totals: dict[str, int]
    year: int = 0


@dataclass
class BlockResult:
    """Everything that one block contributes."""

    parts: list[Part] = field(default_factory=list)
    measures: list[YearMeasures] = field(default_factory=list)
    stays: list[StayRows] = field(default_factory=list)
    pairs: list[Pairs] = field(default_factory=list)
    persons: dict[str, dict[str, np.ndarray]] = field(default_factory=dict)
    hospitals: list[HospitalRows] = field(default_factory=list)
    grown: list[Grown] = field(default_factory=list)


def generate(skeleton: Skeleton, plan: Plan) -> BlockResult:
    """A block, from its persons to its records. The same skeleton and plan always give the same result."""
    people = people_of(skeleton, plan.seed)
    states = list(years_of(people, plan.seed, plan.years.first, plan.years.last))
    gone = np.minimum(states[-1].death_day, _last_days(states))
    membership = membership_of(people, states, gone, plan.late_halves)
    numbers = texts_of_numbers(np.concatenate([people.number, people.later_number]), 15)
    result = BlockResult(persons=block_persons(people, states, membership))
    result.parts.extend(_member_parts(people, states, membership, numbers, plan))
    effects = _effects(people, states, membership, numbers, gone, plan)
    block = _Block(plan, membership, numbers, gone, np.zeros(people.size, np.int64), result, effects)
    for state in states:
        where = setting(people, state, plan.seed, plan.insured)
        _claims(where, block)
        rows = effects.registers(rows_of_year(where), where)
        filed = register_records(where, rows, membership, numbers, plan.first_half, plan.layout_version)
        result.parts.extend(Part(each.key, each.records, each.totals) for each in filed)
    result.grown.extend(effects.grown())
    return result


def _effects(
    people: People, states: list[PersonYear], membership: Membership, numbers: np.ndarray, gone: np.ndarray, plan: Plan
) -> Effects:
    """What the plan wants planted in the block."""
    latest = np.arange(people.size) + people.size * membership.uses_new[-1].any(axis=1)
    return Effects.of(plan.planted, Whereabouts(people, tuple(states), digits_of(numbers[latest]), gone, plan.insured))


@dataclass
class _Block:
    """What the years of a block share. `busy` is the last discharge of each person so far; `carried` are net lines of
    the last year's stays that belong to the next service year."""

    plan: Plan
    membership: Membership
    numbers: np.ndarray
    gone: np.ndarray
    busy: np.ndarray
    result: BlockResult
    effects: Effects
    carried: Lines | None = None


def _last_days(states: list[PersonYear]) -> np.ndarray:
    """The last insured day of everyone, NEVER for those who are still there at the end."""
    gone = np.full(len(states[0].last), NEVER, np.int64)
    for state in states:
        left = (state.last < np.datetime64(f"{state.year}-12-31", "D").astype(np.int64)) & (gone == NEVER)
        gone[left] = state.last[left]
    return gone


def _member_parts(
    people: People, states: list[PersonYear], membership: Membership, numbers: np.ndarray, plan: Plan
) -> Iterator[Part]:
    state_writer = RecordWriter(reference.layout("pp", plan.layout_version))
    change_writer = RecordWriter(reference.layout("mg", plan.layout_version))
    for place in range(len(states) * 2):
        for insurer in range(len(reference.insurers())):
            chosen = np.flatnonzero(membership.insurer[place] == insurer)
            used = Looked(numbers, chosen + people.size * membership.uses_new[place][chosen, insurer])
            columns = state_columns(people, states[place // 2], membership, place, chosen, used, plan.seed)
            yield Part(("pp", insurer, place), state_writer.write(columns, len(chosen)), {})
            changed = np.flatnonzero(membership.changed[place][:, insurer])
            changes = change_columns(membership, changed, numbers, people.size)
            yield Part(("mg", insurer, place), change_writer.write(changes, len(changed)), {})


def _claims(where: Setting, block: _Block) -> None:
    """The lines of one service year, into the block's result; `busy` and `carried` are moved on."""
    earlier = block.busy.copy()
    found = stays_of(where, block.gone, block.busy)
    np.maximum.at(block.busy, found.person, found.discharge)
    outside = (_free(batch, found, earlier) for batch in ambulatory_lines(where))
    stays = block.effects.stays(found, where)
    np.maximum.at(block.busy, stays.person, stays.discharge)
    strokes = strokes_of(stays, where)
    in_hospital = [*hospital_lines(stays, where, strokes), lines_before_stays(stays, where)]
    cared = Draft(_distinct(together([*outside, *in_hospital])), stays, earlier)
    care, taken_in = _book(where, block.effects.care(cared, where), block)
    handed_out = [*pharmacy_lines(where), after_stroke(stays, strokes, where)]
    handed = Draft(_distinct(together(handed_out)), stays, earlier)
    dispensed, _ = _book(where, block.effects.dispensed(handed, where), block)
    counted, medicines = _counted(care, where.year), _counted(dispensed, where.year)
    if block.plan.hospitals:
        numbers, billed = _numbers_now(where, block), care.lines.take(_is_net(care))
        registered = hospital_rows(stays, strokes, where, numbers, billed)
        block.result.hospitals.append(block.effects.hospitals(registered, where, numbers))
    seen = stays_counted(stays, counted)
    block.result.stays.append(StayRows.of(where, stays, (taken_in, care), seen, block.numbers, block.membership))
    if block.carried is not None:
        counted = together([counted, block.carried])
    block.carried = _counted(care, where.year + 1)
    own = measures_of(where.people, where.state, block.membership, (counted, medicines), stays.take(seen))
    block.result.measures.append(own)


def _book(where: Setting, lines: Lines, block: _Block) -> tuple[Booked, Booked]:
    """Book lines and write the delivered ones as records. Returns the delivered and all of them."""
    booked = book(lines, _always_returned(lines), where.random(f"booking/{lines.database}"))
    kept, half = _delivered(booked, block.plan)
    block.result.parts.extend(_line_parts(where, kept, half, block))
    return kept, booked


def _numbers_now(where: Setting, block: _Block) -> np.ndarray:
    """The national number of everyone that files of the end of the year carry."""
    place = (where.year - block.plan.years.first) * 2 + 1
    later = block.membership.uses_new[place].any(axis=1)
    return digits_of(block.numbers)[np.arange(where.people.size) + where.people.size * later]


def _counted(kept: Booked, year: int) -> Lines:
    """The delivered lines of a service year that count: not taken back, and booked by the end of the next."""
    in_time = kept.month < (year - 1970) * 12 + BOOKING_MONTHS
    return kept.lines.take(_is_net(kept) & in_time & (months_of(kept.lines["service_day"]) // 12 == year - 1970))


def _is_net(kept: Booked) -> np.ndarray:
    """Whether a line is not taken back, and takes none back."""
    taken_back = np.unique(kept.pair[kept.lines["billing_type"] == CREDIT_NOTE])
    return ~np.isin(kept.pair, taken_back[taken_back >= 0]) | (kept.lines["billing_type"] == RE_BILLING)


def _free(batch: Lines, stays: Stays, busy: np.ndarray) -> Lines:
    """The ambulatory lines that do not fall inside a stay, those in a home excepted."""
    inside = in_a_stay(stays, batch["person"], batch["service_day"]) | (batch["service_day"] < busy[batch["person"]])
    return batch.take(~inside | (batch["institution"] > 0))


def _distinct(lines: Lines) -> Lines:
    """The first of lines that agree on person, day, code, product, provider, institution and relative code."""
    names = ("service_day", "tariff", "relative", "product", "provider", "institution", "place", "admission_day")
    key = lines["person"].astype(np.uint64)
    for name in names:
        if name in lines.columns:
            key = key * np.uint64(0x9E3779B97F4A7C15) + lines[name].astype(np.uint64)
    _, first = np.unique(key, return_index=True)
    return lines.take(np.sort(first))


def _always_returned(lines: Lines) -> np.ndarray:
    """Lines that make a stay: a correction of one is always followed by the right line."""
    if lines.database == "fu":
        return np.zeros(lines.size, bool)
    return tariffs().is_of(*STAY_KINDS)[lines["tariff"]]


def _delivered(booked: Booked, plan: Plan) -> tuple[Booked, np.ndarray]:
    """What is booked in a delivered half-year, and the place of that half-year."""
    half = half_of(booked.month) - plan.first_half
    kept = half < plan.halves
    return Booked(booked.lines.take(kept), booked.month[kept], booked.pair[kept]), half[kept]


def _line_parts(where: Setting, booked: Booked, half: np.ndarray, block: _Block) -> Iterator[Part]:
    """The records of booked lines by file, with the totals of each."""
    plan, membership, numbers = block.plan, block.membership, block.numbers
    lines, database = booked.lines, booked.lines.database
    insurer = _insurers(where, lines)
    insurers = len(reference.insurers())
    file = half * insurers + insurer
    order = np.argsort(file, kind="stable")
    lines, month, file, pair = lines.take(order), booked.month[order], file[order], booked.pair[order]
    person = lines["person"].astype(np.int64)
    uses_new = membership.uses_new[file // insurers, person, file % insurers]
    used = Looked(numbers, person + where.people.size * uses_new)
    columns = claim_columns(lines, month, used, holder_codes(where.state), plan.insured)
    records = RecordWriter(reference.layout(database, plan.layout_version)).write(columns, lines.size)
    edges = np.searchsorted(file, np.arange(plan.halves * insurers + 1))
    block.result.pairs.append(Pairs.of(database, where.year, pair, file, edges, lines["billing_type"], insurers))
    sums = {name: np.concatenate([[0], np.cumsum(lines[name])]) for name in AMOUNTS}
    for key in np.flatnonzero(np.diff(edges)):
        start, end = int(edges[key]), int(edges[key + 1])
        totals = {name: int(sums[name][end] - sums[name][start]) for name in AMOUNTS}
        yield Part((database, int(key) % insurers, int(key) // insurers), records[start:end], totals, where.year)


def _insurers(where: Setting, lines: Lines) -> np.ndarray:
    """The insurer of the day of service, for a stay that of the admission."""
    day = lines["service_day"]
    if "admission_day" in lines.columns:
        day = np.where(lines["stay"] > 0, lines["admission_day"], day)
    return where.state.insurer[lines["person"], where.state.quarter(day)].astype(np.int64)
