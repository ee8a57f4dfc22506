"""Aggregates by accounting code and quarter of care, as study 2004-21 asks (deliberation 05/033, section 3.2)."""

from typing import Any

from mutualis.model import Column
from mutualis.tables.declare import table
from mutualis.tables.derived import COPAYMENT, PERSON_ID, REIMBURSED, SUPPLEMENT


@table
class derived_quarter_group:
    """What a person used in a quarter of care, by group of accounting codes."""

    grain = "one row per person, quarter of care and group of accounting codes"
    key = ("person_id", "quarter", "accounting_group")
    person_id = PERSON_ID
    quarter = Column("string", "Quarter in which care was given, like 2023Q3.")
    accounting_group = Column("string", "Group of accounting codes.", codelist="accounting_group")
    quantity = Column("int64", "Number of cases.", official="SS00050", unit="cases")
    days = Column("int64", "Number of days.", official="SS00055", unit="days")
    reimbursed_cents = REIMBURSED
    copayment_cents = COPAYMENT
    supplement_cents = SUPPLEMENT


TABLES: tuple[Any, ...] = (derived_quarter_group,)
