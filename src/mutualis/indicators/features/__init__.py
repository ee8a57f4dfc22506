"""What is known of a person in a year, as columns: features summed of event tables, one pass over each.

`EVENTS` are all of them. A feature is a new name in one of the modules; indicators read it as a column of `person`.
"""

from mutualis.indicators.features import costs, diagnoses, households, medicines, records, stays, years
from mutualis.indicators.features.events import Events

EVENTS: tuple[Events, ...] = (
    years.EVENTS
    + medicines.EVENTS
    + stays.EVENTS
    + diagnoses.EVENTS
    + records.EVENTS
    + costs.EVENTS
    + households.EVENTS
)

__all__ = ["EVENTS", "Events"]
