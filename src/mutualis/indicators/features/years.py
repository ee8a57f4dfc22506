"""Features of the person-years of this and the two years before."""

from mutualis.indicators.features.events import Events
from mutualis.indicators.period import PERIOD
from mutualis.tables import derived_person_year

YEARS = 3

_rows = derived_person_year.filter(derived_person_year.year.between(PERIOD.year - (YEARS - 1), PERIOD.year))
_before = _rows.year == PERIOD.year - 1

EVENTS = (
    Events(
        _rows,
        {
            "dental_years": _rows.count(where=_rows.dental_contacts >= 1),
            "gp_years": _rows.count(where=_rows.gp_contacts >= 1),
            "invalidity_days_before": _rows.invalidity_days.sum(where=_before),
            "incapacity_days_before": _rows.incapacity_days.sum(where=_before),
            "nursing_home_days_before": _rows.nursing_home_days.sum(where=_before),
        },
    ),
)
