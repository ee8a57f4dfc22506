"""Features of costs: for a few sets of cost groups (code list `cost_group`) what insurance and patient paid."""

from typing import Any

from mutualis.indicators.features.events import Events
from mutualis.indicators.period import PERIOD
from mutualis.tables import derived_person_year_cost

# Sets of codes of the list `cost_group`.
SETS = {
    "physician": ("01", "02", "03"),
    "dental": ("04",),
    "orthodontic": ("05",),
    "physiotherapy": ("06",),
    "nursing": ("07",),
    "midwife": ("08",),
    "laboratory": ("09", "10"),
    "imaging": ("11", "12"),
    "hospital": ("33", "34", "35", "36", "37", "38"),
    "dialysis": ("28",),
    "pharmacy": ("39",),
    "nursing_home": ("40",),
    "rehabilitation": ("41",),
    "transport": ("46",),
    "radiotherapy": ("13",),
    "eyes": ("25",),
    "obstetrics": ("17",),
}

_rows = derived_person_year_cost.filter(PERIOD.covers(derived_person_year_cost.year))


def _of_set(name: str) -> dict[str, Any]:
    met = _rows.cost_group.isin(SETS[name])
    return {
        f"{name}_cost_cents": _rows.reimbursed_cents.sum(where=met),
        f"{name}_own_cents": (_rows.copayment_cents + _rows.supplement_cents).sum(where=met),
    }


EVENTS = (Events(_rows, {name: value for each in SETS for name, value in _of_set(each).items()}),)
