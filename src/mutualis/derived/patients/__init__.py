"""Parts of the person-year (PATI): what care lines, rights, medicines and stays tell of a person in a year.

Each function gives a table with one row per person and year; `derived/person_years.py` puts them together.
"""

from mutualis.derived.patients.acts import days_of_care, marked
from mutualis.derived.patients.chronic import chronic_flags
from mutualis.derived.patients.counts import counts_of_care
from mutualis.derived.patients.polypharmacy import polypharmacy
from mutualis.derived.patients.rights import DEPENDENCY, rights

__all__ = ["DEPENDENCY", "chronic_flags", "counts_of_care", "days_of_care", "marked", "polypharmacy", "rights"]
