"""Hospital stays out of care lines: gaps and islands over the days of admission and discharge.

Source: methods 3.4 (`inferred`) and databases 2.8 (Ho algorithm). A claim carries no number of the stay.
"""

import ibis
import ibis.expr.types as ir

from mutualis.derived.steps import step
from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import booked_in_time, in_years
from mutualis.portable import days_between, episodes, total

CLASSIC, DAY = "classic", "day"
STAY_KINDS = ("day_price", "day_hospital")
ROOMS = {"room_single": 3, "room_double": 2, "room_common": 1}
FEES = (
    *("fee", "gp_contact", "specialist_contact", "psychiatrist_contact", "lab", "imaging", "surgery"),
    *("nursing", "physio", "dental"),
)
KEY = ("person_id", "hospital_number", "admission_day", "discharge_day", "stay_kind")
AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")


def hospital_lines(care: ir.Table, nomenclature: ir.Table) -> ir.Table:
    """Lines that name a hospital: kind of their code, and the first and last day of a stay that they tell of.

    A line without days of its own tells of one when it is a day price or lump sum: its days of service are taken. An
    open stay ends, so far, on the last day of service.
    """
    lines = booked_in_time(care.filter(care.institution_number.notnull(), care.person_id.notnull()))
    lines = on_day(lines, dated(nomenclature, "kind"), "nomenclature_code", "service_day")
    own_day = ibis.cases((lines.kind.isin(STAY_KINDS), lines.service_day), else_=ibis.null("date"))
    first_day = ibis.coalesce(lines.admission_day, own_day)
    last_day = ibis.coalesce(lines.discharge_day, lines.last_service_day)
    return lines.select(
        *("person_id", "service_day", "quantity", "is_correction", "kind", *AMOUNTS),
        hospital_number=lines.institution_number,
        first_day=first_day,
        last_day=ibis.greatest(first_day, last_day),
    )


def _stays(lines: ir.Table) -> ir.Table:
    """Person, hospital, first and last day and kind of each stay."""
    stays = _kinds(_numbered(_remaining(_segments(lines))))
    return stays.filter(stays.stay_kind.notnull()).select(*KEY)


def _numbered(segments: ir.Table) -> ir.Table:
    return episodes(segments, ["person_id", "hospital_number"], "first_day", "last_day")


def _kinds(numbered: ir.Table) -> ir.Table:
    """First and last day and kind of each episode; no kind: what remains of it makes no stay."""
    found = numbered.group_by("person_id", "hospital_number", "episode").agg(
        admission_day=numbered.first_day.min(),
        discharge_day=numbered.last_day.max(),
        day_prices=total(numbered.day_prices),
        lump_sums=total(numbered.lump_sums),
    )
    is_day = (found.lump_sums > 0) & (found.admission_day == found.discharge_day)
    kind = ibis.cases((found.day_prices > 0, CLASSIC), (is_day, DAY), else_=ibis.null("string"))
    return found.mutate(stay_kind=kind)


def _segments(lines: ir.Table) -> ir.Table:
    """The different (first, last) days that lines of a person and hospital give, with what remains of their prices."""
    return lines.group_by("person_id", "hospital_number", "first_day", "last_day").agg(
        day_prices=total(lines.quantity, where=lines.kind == "day_price"),
        lump_sums=total(lines.quantity, where=lines.kind == "day_hospital"),
        originals=lines.count(where=~lines.is_correction),
    )


def _remaining(segments: ir.Table) -> ir.Table:
    return segments.filter(segments.first_day.notnull(), segments.originals > 0)


def segment_fates(core_care_line_net: ir.Table, reference_nomenclature: ir.Table) -> ir.Table:
    """What became of every pair of first and last day that lines of a person and hospital tell of: one row each, with
    `year` (of the admission) and `fate`: counted (as a stay), merged (into one), no_price (none remains after
    corrections), taken_back (corrections only) or no_days (the lines name none).
    """
    segments = _segments(hospital_lines(core_care_line_net, reference_nomenclature))
    numbered = _numbered(_remaining(segments))
    kinds = _kinds(numbered).select("person_id", "hospital_number", "episode", "admission_day", "stay_kind")
    order = ibis.window(group_by=("person_id", "hospital_number", "episode"), order_by=("first_day", "last_day"))
    ranked = numbered.mutate(place=ibis.row_number().over(order))
    met = ranked.join(kinds, ["person_id", "hospital_number", "episode"])
    fate = ibis.cases((met.stay_kind.isnull(), "no_price"), (met.place == 0, "counted"), else_="merged")
    used = met.select(year=met.admission_day.year(), fate=fate)
    left = segments.filter(segments.first_day.isnull() | (segments.originals == 0))
    why = ibis.cases((left.first_day.isnull(), "no_days"), else_="taken_back")
    return ibis.union(used, left.select(year=left.first_day.year(), fate=why), distinct=False)


def _with_transfers(stays: ir.Table) -> ir.Table:
    classic = stays.filter(stays.stay_kind == CLASSIC)
    arrivals, departures = _hospitals(classic, "admission_day"), _hospitals(classic, "discharge_day")
    left = stays.left_join(arrivals, ["person_id", stays.discharge_day == arrivals.day])
    left = left.select(*KEY, is_transfer_out=_elsewhere(left))
    both = left.left_join(departures, ["person_id", left.admission_day == departures.day])
    return both.select(*KEY, "is_transfer_out", is_transfer_in=_elsewhere(both))


def _hospitals(stays: ir.Table, day: str) -> ir.Table:
    """First and last hospital number of the classic stays of a person that begin or end on a day."""
    return stays.group_by("person_id", day=stays[day]).agg(
        first_hospital=stays.hospital_number.min(), last_hospital=stays.hospital_number.max()
    )


def _elsewhere(stays: ir.Table) -> ir.BooleanValue:
    is_other = (stays.first_hospital != stays.hospital_number) | (stays.last_hospital != stays.hospital_number)
    return (is_other & (stays.stay_kind == CLASSIC)).fill_null(False)


def _sums(lines: ir.Table, stays: ir.Table) -> ir.Table:
    """Count, amounts and dearest room of the lines delivered within each stay."""
    inside = stays.join(
        lines,
        [
            "person_id",
            "hospital_number",
            lines.service_day >= stays.admission_day,
            lines.service_day <= stays.discharge_day,
        ],
    )
    is_room, is_fee = inside.kind.isin(tuple(ROOMS)), inside.kind.isin(FEES)
    rank = inside.kind.cases(*ROOMS.items())
    return inside.group_by(*KEY, "is_transfer_in", "is_transfer_out").agg(
        line_count=inside.count(),
        **{name: total(inside[name]) for name in AMOUNTS},
        fee_supplement_cents=total(inside.supplement_cents, where=is_fee),
        room_supplement_cents=total(inside.supplement_cents, where=is_room),
        room=rank.max(where=is_room & ~inside.is_correction),
    )


@step
def derived_stay(core_care_line_net: ir.Table, reference_nomenclature: ir.Table) -> ir.Table:
    """One row per hospital stay: person, hospital, admission, discharge, kind, room, transfers and amounts.

    Lines of one person and hospital whose days of admission and discharge touch (the next admission on the day of
    discharge at the latest) are one stay. It is classic when a day price remains after corrections, a day stay when a
    lump sum of the day hospital remains and nobody stayed overnight; others are no stay. All lines of that hospital
    with a day of service within the stay belong to it. The room is the dearest one billed. A transfer is a classic stay
    that ends on the day on which another one begins in another hospital. The year is that of the admission.
    """
    lines = hospital_lines(core_care_line_net, reference_nomenclature)
    stays = _with_transfers(_stays(lines))
    summed = _sums(lines, stays.filter(in_years(stays.admission_day.year())))
    return summed.mutate(
        year=summed.admission_day.year(),
        nights=days_between(summed.admission_day, summed.discharge_day),
        room_type=summed.room.cases((3, "single"), (2, "double"), (1, "common")),
    )


STEPS = (derived_stay,)
