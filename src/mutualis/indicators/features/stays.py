"""Features of stays in hospital, in the year of admission.

An index stay (methods 6.1) is a classic one in a general hospital that is not followed by a transfer, not oncological,
and ended at least 30 days before the end of the year, so that a readmission would be seen.
"""

from typing import Any

import ibis

from mutualis.indicators.features.events import Events
from mutualis.indicators.period import PERIOD
from mutualis.portable import days_between
from mutualis.tables import derived_stay

WINDOW = 30  # days after discharge; methods 6.1 names 7, 30 and 90

_stays = derived_stay.filter(PERIOD.covers(derived_stay.year))
# Stays of a kind one after the other; the order is total.
_after = ibis.window(
    group_by=("person_id", "stay_kind"), order_by=("admission_day", "hospital_number", "discharge_day")
)
_rows = _stays.mutate(
    next_day=_stays.admission_day.lead().over(_after), next_unplanned=_stays.is_unplanned.lead().over(_after)
)
_classic = _rows.stay_kind == "classic"
_general = _classic & ~_rows.is_psychiatric
_until = days_between(_rows.discharge_day, _rows.next_day)
_seen_on = days_between(_rows.discharge_day, PERIOD.last_day) >= WINDOW
_index = (_general & ~_rows.is_transfer_out & ~_rows.is_oncological & _seen_on).fill_null(False)
_index_psychiatric = (_classic & _rows.is_psychiatric & ~_rows.is_transfer_out & _seen_on).fill_null(False)
_again = ((_until >= 1) & (_until <= WINDOW)).fill_null(False)


def _count(where: Any) -> Any:
    return _rows.count(where=where)


EVENTS = (
    Events(
        _rows,
        {
            "general_stays": _count(_general),
            "unplanned_stays": _count(_general & _rows.is_unplanned),
            "index_stays": _count(_index),
            "readmissions": _count(_index & _again & _rows.next_unplanned.fill_null(False)),
            "psychiatric_index_stays": _count(_index_psychiatric),
            "psychiatric_readmissions": _count(_index_psychiatric & _again),
            "oncological_stays": _count(_rows.is_oncological),
            "transfers": _count(_rows.is_transfer_in),
            "single_room_stays": _count(_classic & (_rows.room_type == "single").fill_null(False)),
            "supplement_stays": _count(_rows.fee_supplement_cents > 0),
            "classic_nights": _rows.nights.cast("int64").sum(where=_classic),
            "stay_fee_supplement_cents": _rows.fee_supplement_cents.sum(),
            "stay_room_supplement_cents": _rows.room_supplement_cents.sum(),
            "stay_patient_cents": (_rows.copayment_cents + _rows.supplement_cents).sum(),
        },
    ),
)
