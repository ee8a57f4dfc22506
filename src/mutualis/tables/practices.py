"""GP practices: whose patient a person is in a year, and how often the practice saw its patients."""

from typing import Any

from mutualis.model import PRACTICE_C2, Column
from mutualis.tables.declare import table
from mutualis.tables.derived import PERSON_ID, YEAR


@table
class derived_practice_patient:
    """The GP practice of a person in a year (methods 2.6): by global medical file, else by most contacts."""

    grain = "one row per person and year with a practice"
    key = ("person_id", "year")
    person_id = PERSON_ID
    year = YEAR
    practice_id = Column("string", "Coded practice: solo, group or medical house.", PRACTICE_C2)
    assigned_by = Column("string", "Why: file (global medical file), capitation (medical house) or contacts.")
    contacts = Column("int64", "Contacts of the person with the practice in the year.", unit="contacts")


@table
class derived_practice_year:
    """GP practices by year: patients assigned and contacts."""

    grain = "one row per practice and year with a patient or a contact"
    key = ("practice_id", "year")
    practice_id = Column("string", "Coded practice.", PRACTICE_C2)
    year = YEAR
    is_medical_house = Column("bool", "Whether the practice is paid by capitation for some patient.")
    patients = Column("int64", "Persons assigned to the practice.", unit="persons")
    patients_by_file = Column("int64", "Of them, by a global medical file.", unit="persons")
    contacts = Column("int64", "Contacts with anybody in the year.", unit="contacts")
    contacts_of_patients = Column("int64", "Of them, with its own patients.", unit="contacts")


TABLES: tuple[Any, ...] = (derived_practice_patient, derived_practice_year)
