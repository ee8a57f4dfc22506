"""What a stay costs: amounts of its lines, supplements by component of the hospital barometer, room and service.

Source: methods 3.2 (components `seen`; which cost group belongs to which is the list `barometer_component`).
"""

from typing import Any

import ibis.expr.types as ir

from mutualis.derived.stay_marks import malignant_quantity
from mutualis.derived.validity import dated, on_day
from mutualis.portable import only_if, total

ROOMS = {"room_single": 3, "room_double": 2, "room_common": 1}
AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")
# Columns of the stay by component of the list `barometer_component`; a line of no component is `other`.
PHYSICIAN_FEE, OTHER = "physician_fee", "other"
SUPPLEMENTS = {
    PHYSICIAN_FEE: "fee_supplement_cents",
    "other_fee": "other_fee_supplement_cents",
    "room": "room_supplement_cents",
    "pharmacy": "pharmacy_supplement_cents",
    "implant": "implant_supplement_cents",
    OTHER: "other_supplement_cents",
}
DAY_DIGITS = 10


def amounts_of(stays: ir.Table, lines: ir.Table, components: ir.Table) -> ir.Table:
    """Count, amounts, dearest room, first service and signs of a malignancy of the lines of each stay's days.

    One row per stay, by all columns of `stays`; `lines` have the columns of MALIGNANT. The official fee of a physician
    is what is reimbursed and the co-payment (methods 3.2, `inferred`).
    """
    priced = on_day(lines, dated(components, "component"), "cost_group", "service_day")
    inside = _inside(stays, _by_day(priced))
    service = inside.dated_service.min()
    sums = ("line_count", *AMOUNTS, *SUPPLEMENTS.values(), "official_fee_cents")
    return inside.group_by(*stays.columns).agg(
        **{name: total(inside[name]) for name in sums},
        room=inside.room.max(),
        malignant_quantity=inside.malignant_quantity.max(),
        service_code=service.substr(DAY_DIGITS).nullif(""),
    )


def _by_day(lines: ir.Table) -> ir.Table:
    """What the lines of a person and hospital come to by day of service: a stay has fewer days than lines."""
    component = lines.component.fill_null(OTHER)
    is_fee = component == PHYSICIAN_FEE
    return lines.group_by("person_id", "hospital_number", "service_day").agg(
        line_count=lines.count(),
        **{name: total(lines[name]) for name in AMOUNTS},
        **{name: total(lines.supplement_cents, where=component == each) for each, name in SUPPLEMENTS.items()},
        official_fee_cents=total(lines.reimbursed_cents + lines.copayment_cents, where=is_fee),
        room=lines.kind.cases(*ROOMS.items()).max(where=~lines.is_correction),
        malignant_quantity=malignant_quantity(lines),
        dated_service=_dated_service(lines).min(),
    )


def room_type(rank: ir.IntegerValue) -> Any:
    """The word for the dearest room; null where none was billed."""
    return rank.cases((3, "single"), (2, "double"), (1, "common"))


def _inside(stays: ir.Table, lines: ir.Table) -> ir.Table:
    return stays.join(
        lines,
        [
            "person_id",
            "hospital_number",
            lines.service_day >= stays.admission_day,
            lines.service_day <= stays.discharge_day,
        ],
    )


def _dated_service(lines: ir.Table) -> Any:
    """Day and service of a price that is no correction, so that the least one is of the first day; else null."""
    is_told = lines.is_price & ~lines.is_correction & lines.service_code.notnull()
    return only_if(is_told, lines.service_day.cast("string") + lines.service_code)
