"""Features of stays in hospital, in the year of admission.

An index stay (methods 6.1) is a classic one in a general hospital that is not followed by a transfer, not oncological,
and ended at least 30 days before the end of the year, so that a readmission would be seen. A readmission is any classic
stay that begins 1 to 30 days after that end, whatever begins before it; for general hospitals an unplanned one.
"""

from typing import Any

import ibis

from mutualis.indicators.features.events import Events
from mutualis.indicators.period import PERIOD
from mutualis.portable import days_between
from mutualis.tables import derived_stay

WINDOW = 30  # days after discharge; methods 6.1 names 7, 30 and 90

_FIRST = ibis.date(1900, 1, 1)
_stays = derived_stay.filter(PERIOD.covers(derived_stay.year))
# Each stay twice, as the day on which it begins and the day on which it ends: so the days after an end are a window.
_ends = _stays.mutate(_end=ibis.range(0, 2).unnest())
_is_start = _ends["_end"] == 0
_moments = _ends.mutate(
    is_start=_is_start,
    moment=days_between(_FIRST, ibis.cases((_is_start, _ends.admission_day), else_=_ends.discharge_day)),
    begins=ibis.cases((_is_start, 1), else_=0),
    begins_unplanned=ibis.cases((_is_start & _ends.is_unplanned, 1), else_=0),
)
_soon = ibis.window(group_by=("person_id", "stay_kind"), order_by="moment", range=(1, WINDOW))
_rows = _moments.mutate(
    is_again=(_moments.begins.max().over(_soon) == 1).fill_null(False),
    is_again_unplanned=(_moments.begins_unplanned.max().over(_soon) == 1).fill_null(False),
)
_classic = _rows.stay_kind == "classic"
_general = _classic & ~_rows.is_psychiatric
_seen_on = days_between(_rows.discharge_day, PERIOD.last_day) >= WINDOW
_index = (_general & ~_rows.is_transfer_out & ~_rows.is_oncological & _seen_on).fill_null(False)
_index_psychiatric = (_classic & _rows.is_psychiatric & ~_rows.is_transfer_out & _seen_on).fill_null(False)


def _count(where: Any) -> Any:
    return _rows.count(where=_rows.is_start & where)


def _discharged(where: Any) -> Any:
    return _rows.count(where=~_rows.is_start & where)


def _sum(value: Any, where: Any = True) -> Any:
    return value.sum(where=_rows.is_start & where)


EVENTS = (
    Events(
        _rows,
        {
            "general_stays": _count(_general),
            "unplanned_stays": _count(_general & _rows.is_unplanned),
            "index_stays": _count(_index),
            "readmissions": _discharged(_index & _rows.is_again_unplanned),
            "psychiatric_index_stays": _count(_index_psychiatric),
            "psychiatric_readmissions": _discharged(_index_psychiatric & _rows.is_again),
            "oncological_stays": _count(_rows.is_oncological),
            "transfers": _count(_rows.is_transfer_in),
            "single_room_stays": _count(_classic & (_rows.room_type == "single").fill_null(False)),
            "supplement_stays": _count(_rows.fee_supplement_cents > 0),
            "classic_nights": _sum(_rows.nights.cast("int64"), _classic),
            "stay_fee_supplement_cents": _sum(_rows.fee_supplement_cents),
            "stay_room_supplement_cents": _sum(_rows.room_supplement_cents),
            "stay_patient_cents": _sum(_rows.copayment_cents + _rows.supplement_cents),
        },
    ),
)
