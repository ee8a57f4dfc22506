"""Core to derived: one step a table. Steps give expressions; the pipeline chooses the engine and where to save.

`STEPS` are all steps, `order(STEPS)` puts them in order of work, `step.expression(tables)` is what to save with
`parameters(years, booking_months)`.
"""

from mutualis.derived import (
    costs,
    diagnoses,
    maf,
    medicines,
    person_years,
    population,
    practices,
    quarters,
    records,
    sample,
    stays,
)
from mutualis.derived.inputs import declared_domains, input_columns, input_table
from mutualis.derived.steps import Step, order, sources, step
from mutualis.derived.window import BOOKING_WINDOW, FIRST_YEAR, LAST_YEAR, parameters

STEPS: tuple[Step, ...] = (
    population.STEPS
    + stays.STEPS
    + quarters.STEPS
    + person_years.STEPS
    + costs.STEPS
    + medicines.STEPS
    + diagnoses.STEPS
    + records.STEPS
    + sample.STEPS
    + practices.STEPS
    + maf.STEPS
)

__all__ = [
    "BOOKING_WINDOW",
    "FIRST_YEAR",
    "LAST_YEAR",
    "STEPS",
    "Step",
    "declared_domains",
    "input_columns",
    "input_table",
    "order",
    "parameters",
    "sources",
    "step",
]
