"""Hospital stays out of care lines: gaps and islands over the days of admission and discharge.

Source: methods 3.2-3.4 and 6.1 (`inferred`) and databases 2.8 (Ho algorithm). A claim carries no number of the stay.
"""

import ibis
import ibis.expr.types as ir

from mutualis.derived.stay_amounts import amounts_of, room_type
from mutualis.derived.stay_chains import with_chain
from mutualis.derived.stay_marks import near_hospitals, with_emergency, with_hospital_kind, with_malignant
from mutualis.derived.steps import step
from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import booked_in_time, in_years
from mutualis.portable import days_between, episodes, only_if, total

CLASSIC, DAY = "classic", "day"
STAY_KINDS = ("day_price", "day_hospital")
KEY = ("person_id", "hospital_number", "admission_day", "discharge_day", "stay_kind")
AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")


def hospital_lines(care: ir.Table, nomenclature: ir.Table) -> ir.Table:
    """Lines that name a hospital: kind of their code, and the first and last day of a stay that they tell of.

    A line without days of its own tells of one when it is a day price or lump sum: its days of service are taken. An
    open stay ends, so far, on the last day of service.
    """
    lines = booked_in_time(care.filter(care.institution_number.notnull(), care.person_id.notnull()))
    lines = on_day(lines, dated(nomenclature, "kind", "cost_group"), "nomenclature_code", "service_day")
    is_price = lines.kind.isin(STAY_KINDS).fill_null(False)
    own_day = only_if(is_price, lines.service_day)
    first_day = ibis.coalesce(lines.admission_day, own_day)
    last_day = ibis.coalesce(lines.discharge_day, lines.last_service_day)
    return lines.select(
        *("person_id", "service_day", "quantity", "is_correction", "nomenclature_code", "cnk", "service_code"),
        *("kind", "cost_group", *AMOUNTS),
        is_price=is_price,
        hospital_number=lines.institution_number,
        first_day=first_day,
        last_day=ibis.greatest(first_day, last_day),
    )


def _stays(lines: ir.Table) -> ir.Table:
    """Person, hospital, first and last day, kind and number of parts of each stay."""
    stays = _kinds(_numbered(_remaining(_segments(lines))))
    return stays.filter(stays.stay_kind.notnull()).select(*KEY, "parts")


def _numbered(segments: ir.Table) -> ir.Table:
    return episodes(segments, ["person_id", "hospital_number"], "first_day", "last_day")


def _kinds(numbered: ir.Table) -> ir.Table:
    """First and last day and kind of each episode; no kind: what remains of it makes no stay."""
    is_part = (numbered.day_prices > 0) | (numbered.lump_sums > 0)
    found = numbered.group_by("person_id", "hospital_number", "episode").agg(
        admission_day=numbered.first_day.min(),
        discharge_day=numbered.last_day.max(),
        day_prices=total(numbered.day_prices),
        lump_sums=total(numbered.lump_sums),
        parts=numbered.count(where=is_part),
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


@step
def derived_stay(
    *,
    core_care_line_net: ir.Table,
    reference_nomenclature: ir.Table,
    reference_cnk: ir.Table,
    reference_qualification: ir.Table,
    reference_barometer_component: ir.Table,
    reference_stay_marker: ir.Table,
    reference_hospital: ir.Table,
) -> ir.Table:
    """One row per hospital stay: person, hospital, admission, discharge, kind, service, room, transfers, marks, cents.

    Lines of one person and hospital whose days of admission and discharge touch (the next admission on the day of
    discharge at the latest) are one stay. It is classic when a day price remains after corrections, a day stay when a
    lump sum of the day hospital remains and nobody stayed overnight; others are no stay. Its parts are the different
    pairs of first and last day for which a day price or lump sum remains: long stays are billed by month. All lines of
    that hospital with a day of service within the stay belong to it. The room is the dearest one billed, the service
    that of the first price. Classic stays that follow each other in other hospitals on the same or the next day are one
    episode (`stay_chains`). Whether the hospital is psychiatric tells the list `hospital`, whether the stay is
    oncological the list `stay_marker`, whether it is unplanned care of an emergency physician (`stay_marks`).
    Supplements are split by the list `barometer_component` (`stay_amounts`). The year is
    that of the admission.
    """
    near = near_hospitals(core_care_line_net, reference_qualification)
    lines = hospital_lines(near, reference_nomenclature)
    chained = with_chain(_stays(lines))
    stays = chained.filter(in_years(chained.admission_day.year()))
    told = with_malignant(lines, reference_nomenclature, reference_cnk, reference_stay_marker)
    summed = amounts_of(stays.select(*KEY), told, reference_barometer_component)
    marked = with_hospital_kind(stays, reference_hospital)
    marked = with_emergency(marked, near)
    added = [name for name in summed.columns if name not in KEY]
    met = marked.left_join(summed, list(KEY)).select(*marked.columns, *added)
    return met.mutate(
        **{name: met[name].fill_null(0) for name in added if name not in ("room", "service_code")},
        year=met.admission_day.year(),
        nights=days_between(met.admission_day, met.discharge_day),
        room_type=room_type(met.room),
        is_oncological=(met.malignant_quantity > 0).fill_null(False),
    )


STEPS = (derived_stay,)
