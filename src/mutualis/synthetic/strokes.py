"""Strokes: which stays they bring about, how they go, and what of that the insurers are billed.

Stays that end in a death from a stroke are made with the stays (`stays`), so that mortality after a stroke is what it
is in life; which others were for one is drawn here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np

from mutualis.synthetic.dispensing import priced
from mutualis.synthetic.hospital_extras import LineOfStay
from mutualis.synthetic.lines import Lines
from mutualis.synthetic.parameters import Curve, diseases, section
from mutualis.synthetic.products import products
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.stays import Stays
from mutualis.synthetic.streams import stream

NOTHING, ISCHAEMIC, INTRACEREBRAL, SUBARACHNOID, OTHER_BLEEDING, TIA, FIBRILLATION = range(7)
KINDS = ("", "ischaemic", "intracerebral", "subarachnoid", "other_bleeding", "tia", "fibrillation")
STROKES = (ISCHAEMIC, INTRACEREBRAL, SUBARACHNOID, OTHER_BLEEDING)
HEART_RHYTHM = "irregular_heartbeat"
LYTICS, ANTIBIOTICS, ANTICOAGULANTS = "B01AD", "J01", "B01AF"
WEEK = 7
NEVER_DAY = -1


@dataclass(frozen=True)
class Strokes:
    """One row a stay of `Stays`. `kind` is a position of KINDS; days count from the admission, -1 is never.

    A stay to which a patient was transferred has the kind of the one before it, and `is_followed` is true.
    """

    kind: np.ndarray
    is_followed: np.ndarray
    has_fibrillation: np.ndarray
    is_in_hospital: np.ndarray
    lysis_day: np.ndarray
    had_lysis_before: np.ndarray
    has_pneumonia: np.ndarray
    has_urinary: np.ndarray
    antibiotic_day: np.ndarray
    is_anticoagulated: np.ndarray
    is_dispensed: np.ndarray
    rehabilitation_day: np.ndarray

    @property
    def is_stroke(self) -> np.ndarray:
        """Whether a stay is for a stroke (a TIA is none)."""
        return np.isin(self.kind, STROKES)

    def take(self, chosen: np.ndarray) -> "Strokes":
        """Those of some of the stays."""
        return Strokes(*(getattr(self, each.name)[chosen] for each in fields(self)))


def strokes_of(stays: Stays, where: Setting) -> Strokes:
    """What brought the stays about. The same stays always give the same answer."""
    random, given = where.random("stroke"), section("stroke")
    drawn = {
        name: random.random(stays.size) for name in ("kind", "af", "own", "lysis", "later", "care", "sick", "bladder")
    }
    kind = _kinds(stays, where, drawn["kind"])
    has_rhythm = where.state.ill[stays.person, [each.name for each in diseases()].index(HEART_RHYTHM)]
    has_af = (has_rhythm | (drawn["af"] < given["with_fibrillation_share"])) & (kind > 0)
    is_stroke, is_ischaemic = np.isin(kind, STROKES), kind == ISCHAEMIC
    in_hospital = is_ischaemic & (drawn["own"] < given["in_hospital_share"]) & (stays.nights >= 2)
    lysis = is_ischaemic & ~in_hospital & (drawn["lysis"] < given["lysis_share"] * _of_hospital(stays, where.seed))
    nothing = np.zeros(stays.size, bool)
    first = Strokes(
        kind=kind,
        is_followed=nothing,
        has_fibrillation=has_af,
        is_in_hospital=in_hospital,
        lysis_day=np.where(lysis, (drawn["later"] < given["lysis_later_share"]).astype(int), NEVER_DAY),
        had_lysis_before=nothing,
        has_pneumonia=is_stroke & (drawn["sick"] < given["pneumonia_share"]),
        has_urinary=is_stroke & (drawn["bladder"] < given["urinary_share"]),
        antibiotic_day=np.full(stays.size, NEVER_DAY),
        is_anticoagulated=nothing,
        is_dispensed=nothing,
        rehabilitation_day=np.full(stays.size, NEVER_DAY),
    )
    return _with_course(_with_transfers(first, stays), stays, where, random)


def _kinds(stays: Stays, where: Setting, drawn: np.ndarray) -> np.ndarray:
    """The kind of each stay over a night in a general hospital that no other stay leads to."""
    given = section("stroke")
    base = Curve(tuple(given["ages"]), tuple(given["share"])).at(where.state.age[stays.person])
    edges = base[:, None] * np.cumsum(list(given["kinds"].values()))
    kind = 1 + (drawn[:, None] >= edges).sum(axis=1)
    rhythm = (kind == FIBRILLATION) & (drawn < edges[:, -1] + given["fibrillation_share"] * (base > 0.01))
    kind = np.where((kind == FIBRILLATION) & ~rhythm, NOTHING, kind)
    is_first = ~stays.is_day & ~stays.is_psychiatric & (stays.transfer_from < 0)
    return np.where(stays.cause > 0, stays.cause, np.where(is_first, kind, NOTHING)).astype(np.int8)


def _of_hospital(stays: Stays, seed: int) -> np.ndarray:
    """How much more or less than others a hospital gives thrombolysis: mean about 1, one number a hospital."""
    spread = section("stroke")["lysis_spread"]
    factor = np.exp(spread * stream(seed, 0, "stroke/hospitals").standard_normal(4096) - spread**2 / 2)
    return factor[stays.institution % len(factor)]


def _with_transfers(first: Strokes, stays: Stays) -> Strokes:
    """Who is transferred has the same stroke in the next hospital, and what was given before is known there."""
    goes = np.flatnonzero((stays.transfer_from >= 0) & (first.kind[stays.transfer_from.clip(0)] > 0))
    origin = stays.transfer_from[goes]
    changed = {
        name: getattr(first, name).copy() for name in ("kind", "is_followed", "has_fibrillation", "had_lysis_before")
    }
    changed["kind"][goes], changed["is_followed"][goes] = first.kind[origin], True
    changed["has_fibrillation"][goes] = first.has_fibrillation[origin]
    changed["had_lysis_before"][goes] = first.lysis_day[origin] >= 0
    return replace(first, **changed)


def _with_course(found: Strokes, stays: Stays, where: Setting, random: np.random.Generator) -> Strokes:
    """Infections bring antibiotics, fibrillation anticoagulants for who leaves alive; some need rehabilitation."""
    given, size = section("stroke"), stays.size
    nights, dies = stays.nights, where.state.death_day[stays.person] <= stays.discharge
    ill = found.has_pneumonia | found.has_urinary
    gets = found.is_stroke & (ill | (random.random(size) < given["antibiotic_share"]))
    day = np.minimum(1 + random.integers(0, WEEK, size), np.maximum(nights - 1, 0))
    needs = found.has_fibrillation & ~dies & (found.kind != INTRACEREBRAL) & (found.kind != SUBARACHNOID)
    takes = needs & (random.random(size) < given["anticoagulant_share"])
    stays_long = found.is_stroke & (nights > given["rehabilitation_after"] + 1)
    moves = stays_long & (random.random(size) < given["rehabilitation_share"])
    starts = given["rehabilitation_after"] + (
        random.random(size) * (nights - given["rehabilitation_after"] - 1)
    ).astype(int)
    at_once = found.is_followed & found.is_stroke & (random.random(size) < given["rehabilitation_of_transfers"])
    return replace(
        found,
        antibiotic_day=np.where(gets, day, NEVER_DAY),
        is_anticoagulated=takes,
        is_dispensed=takes & (random.random(size) < given["dispensed_share"]),
        rehabilitation_day=np.where(at_once, 0, np.where(moves, starts, NEVER_DAY)),
    )


def stroke_lines(stays: Stays, found: Strokes, where: Setting, line: LineOfStay) -> Iterator[Lines]:
    """Lines of stays for a stroke: the team, monitoring, thrombolysis, antibiotics, anticoagulants of the last days."""
    random, given = where.random("stroke/lines"), section("stroke")
    begins = found.is_stroke & ~found.is_followed
    has_team = begins & (random.random(stays.size) < given["team_share"])
    monitored = begins & (random.random(stays.size) < given["monitored_share"])
    days = {"team": 0, "plan": np.minimum(2, stays.nights), "first_day": 0, "second_day": 1}
    for name, chosen in (("team", has_team), ("plan", has_team), ("first_day", monitored), ("second_day", monitored)):
        stay = np.flatnonzero(chosen)
        day = stays.admission[stay] + np.broadcast_to(days[name], stays.size)[stay]
        yield _act(stays, where, stay, day, given["codes"][name], line)
    last_day = np.maximum(stays.nights - 1, 0)
    for atc, chosen, day in (
        (LYTICS, found.lysis_day >= 0, found.lysis_day),
        (ANTIBIOTICS, found.antibiotic_day >= 0, found.antibiotic_day),
        (ANTICOAGULANTS, found.is_anticoagulated & ~found.is_dispensed, last_day),
    ):
        yield _medicine(stays, where, np.flatnonzero(chosen), day, atc, line, random)


def after_stroke(stays: Stays, found: Strokes, where: Setting) -> Lines:
    """Anticoagulants that a pharmacy hands out in the weeks after the discharge, to who is still insured."""
    random, given = where.random("stroke/dispensed"), section("stroke")
    stay = np.flatnonzero(found.is_dispensed)
    day = stays.discharge[stay] + random.integers(0, given["dispensed_days"], len(stay))
    there = day <= where.state.last[stays.person[stay]]
    person, day = stays.person[stay][there], day[there]
    product = products().draw(products().of(ANTICOAGULANTS, where.year), len(person), random)
    return priced(where, person, day, product, np.ones(len(person), np.int64), random)


def _act(stays: Stays, where: Setting, stay: np.ndarray, day: np.ndarray, code: str, line: LineOfStay) -> Lines:
    tariff = np.full(len(stay), where.tariffs.position(code, where.year))
    spot = (stays.institution[stay] * 0.6180339887) % 1.0
    own = where.amounts(stays.person[stay], tariff)
    return line(stays, where, stay, day, day, provider=where.performers.near(tariff, spot), **own)


def _medicine(
    stays: Stays,
    where: Setting,
    stay: np.ndarray,
    day: np.ndarray,
    atc: str,
    line: LineOfStay,
    random: np.random.Generator,
) -> Lines:
    product = products().draw(products().of(atc, where.year), len(stay), random)
    packs = np.ones(len(stay), np.int64)
    reimbursed, copayment = products().amounts(product, packs, np.zeros(len(stay), bool))
    code = section("codes")["hospital_medicine"]
    return line(
        stays,
        where,
        stay,
        stays.admission[stay] + day[stay],
        stays.admission[stay] + day[stay],
        tariff=np.full(len(stay), where.tariffs.position(code, where.year)),
        product=product,
        quantity=packs,
        reimbursed_cents=reimbursed + copayment,
    )
