"""Features of pseudodiagnoses: `condition_<code>` is 1 where the default list finds the condition in the year."""

from mutualis import reference
from mutualis.indicators.features.events import Events
from mutualis.indicators.period import PERIOD
from mutualis.tables import derived_person_year_diagnosis

LIST = "open"
CONDITIONS = {row["code"]: row for row in reference.codelist("prevalence").rows}

_rows = derived_person_year_diagnosis.filter(PERIOD.covers(derived_person_year_diagnosis.year))
_open = _rows["list"] == LIST

EVENTS = (
    Events(
        _rows,
        {
            "conditions": _rows.count(where=_open),
            **{
                f"condition_{code}": _rows.count(where=_open & (_rows.condition == row["condition"]))
                for code, row in CONDITIONS.items()
            },
        },
    ),
)
