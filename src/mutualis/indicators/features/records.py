"""Features of what GPs recorded and of what patients answered; items and instruments are codes of their lists.

`<item>_records` are records of the year, `<item>_value` the last value (thousandths of its unit);
`<instrument>_answers` are answers of the year, `<instrument>_first` and `<instrument>_last` the first and last score
(thousandths of a point).
"""

from typing import Any

from mutualis.indicators.features.events import Events
from mutualis.indicators.period import PERIOD
from mutualis.tables import derived_person_year_answer, derived_person_year_record

ITEMS = {
    **{name: (name,) for name in ("hba1c", "blood_pressure_systolic", "smoking", "influenza_vaccination")},
    **{"heart_failure": ("K77",), "copd": ("R95",), "recorded_diabetes": ("T89", "T90")},
}
INSTRUMENTS = ("prom_eq5d", "prem_care")

_records = derived_person_year_record.filter(PERIOD.covers(derived_person_year_record.year))
_answers = derived_person_year_answer.filter(PERIOD.covers(derived_person_year_answer.year))


def _of_item(name: str) -> dict[str, Any]:
    met = _records["item"].isin(ITEMS[name])
    return {
        f"{name}_records": _records.records.sum(where=met),
        f"{name}_value": _records.last_value_thousandths.max(where=met),
    }


def _of_instrument(name: str) -> dict[str, Any]:
    met = _answers.instrument == name
    return {
        f"{name}_answers": _answers.answers.sum(where=met),
        f"{name}_first": _answers.first_score_thousandths.max(where=met),
        f"{name}_last": _answers.last_score_thousandths.max(where=met),
    }


EVENTS = (
    Events(_records, {name: value for item in ITEMS for name, value in _of_item(item).items()}),
    Events(_answers, {name: value for each in INSTRUMENTS for name, value in _of_instrument(each).items()}),
)
